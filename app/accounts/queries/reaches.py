"""How far somebody's permission goes, asked without their session: for what acts in their name later."""

from datetime import date

from sqlalchemy import and_, false, func, or_, select

from app.access.permissions import Permission
from app.access.visitor import Reach, Visitor
from app.accounts.models import RoleGrant, User
from app.accounts.queries.visitors import paths_led, roles_held
from app.base.database import db
from app.organisation.models import Employee, OrgUnit
from app.organisation.queries import serves_on


def reach_of(user_id: int, permission: Permission, day: date) -> Reach:
    """Where an account holds a permission on a day; nowhere once the account or its owner's employment is at rest."""
    grant, employee = RoleGrant.__table__.c, Employee.__table__.c
    limited = OrgUnit.__table__.alias()
    granted = (
        select(func.aggregate_strings(grant.role + "@" + func.coalesce(limited.c.path, ""), ","))
        .select_from(RoleGrant.__table__.outerjoin(limited, limited.c.id == grant.unit_id))
        .where(grant.user_id == user_id, grant.starts_on <= day, grant.pending == false())
        .where(or_(grant.ends_on.is_(None), grant.ends_on > day))
        .where(or_(grant.government_id.is_(None), grant.government_id == employee.government_id))
        .scalar_subquery()
    )
    row = (
        db.session.connection()
        .execute(
            select(User.name, User.employee_id, granted.label("granted"), paths_led(User.employee_id).label("leads"))
            .outerjoin(Employee.__table__, employee.id == User.employee_id)
            .where(
                User.id == user_id,
                User.active,
                or_(User.employee_id.is_(None), and_(employee.active, serves_on(employee, day))),
            ),
            {"day": day},
        )
        .one_or_none()
    )
    if row is None:
        return Reach()
    roles, subtrees = roles_held(row.granted, is_employee=row.employee_id is not None, leads=row.leads)
    asker = Visitor(user_id, 0, row.employee_id, row.name, roles, subtrees)
    return asker.reach(permission) if asker.may(permission) else Reach()
