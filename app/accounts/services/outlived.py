"""Sessions that outlived a change of rights (security S4): a role began or ended by its date while they were open."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import and_, delete, func, or_, select

from app.access.visitor import SYSTEM
from app.accounts import rules
from app.accounts.models import RoleGrant, User, UserSession
from app.audit import services as audit
from app.base.database import db
from app.organisation.models import Employee

# Longer than any session lasts, and a worker may have been away for a night.
LOOKED_BACK = timedelta(days=3)


def end_outlived(day: date) -> int:
    """End the sessions opened before a role of their account began or ended, up to ``day``; returns how many.

    Done again it finds nothing: whoever signed in after the change is left alone.
    """
    gone = 0
    for user_id, chain, changed_on in _changes(day - LOOKED_BACK, day):
        outlived = UserSession.user_id == user_id, UserSession.created_at < _midnight(changed_on)
        ended = db.session.execute(delete(UserSession).where(*outlived).returning(UserSession.token_hash)).all()
        if ended:
            audit.record("accounts.session.outlived", None, by=SYSTEM, chain=chain, user=user_id)
        gone += len(ended)
    return gone


def _changes(after: date, until: date) -> set[tuple[int, int, date]]:
    """(account, its government or 0, day) of each role that began or ended within these days."""
    within = [and_(one > after, one <= until) for one in (RoleGrant.starts_on, RoleGrant.ends_on)]
    counted = or_(RoleGrant.ends_on.is_(None), RoleGrant.ends_on > RoleGrant.starts_on)
    employee = Employee.__table__.c
    rows = db.session.execute(
        select(RoleGrant.user_id, func.coalesce(employee.government_id, 0), RoleGrant.starts_on, RoleGrant.ends_on)
        .join(User, User.id == RoleGrant.user_id)
        .outerjoin(Employee.__table__, employee.id == User.employee_id)
        .where(~RoleGrant.pending, counted, or_(*within))
    )
    return {
        (user_id, chain, changed_on)
        for user_id, chain, *days in rows
        for changed_on in days
        if changed_on is not None and after < changed_on <= until
    }


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(rules.ZONE))
