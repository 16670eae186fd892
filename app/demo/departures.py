"""Who is known to leave: written down by Sari for a day ahead, so that the list of those to come has somebody in it."""

from datetime import date, timedelta

from sqlalchemy import Select, exists, select

from app.access.visitor import Actor
from app.base.database import db
from app.demo.cast import CAST
from app.organisation.models import (
    Employee,
    EmployeeKind,
    LeavingReason,
    Placement,
    PlacementKind,
    Position,
    PositionTier,
)
from app.organisation.services import employees
from app.organisation.services.employees import Why
from app.training.models import IN_HAND, Enrolment

PLAIN_POSTS = (
    PositionTier.PELAKSANA,
    PositionTier.JF_TERAMPIL,
    PositionTier.JF_MAHIR,
    PositionTier.JF_PENYELIA,
    PositionTier.JF_AHLI_PERTAMA,
    PositionTier.JF_AHLI_MUDA,
)
# (kind of employee, in so many days, why, a note)
_KNOWN = (
    (EmployeeKind.PPPK, 45, LeavingReason.CONTRACT_OVER, ""),
    (EmployeeKind.PNS, 75, LeavingReason.TRANSFER, "Mengikuti keluarga yang pindah tugas ke provinsi lain."),
)


def act(day: date, *, by: Actor) -> None:
    """Two people, each with the reason that Sari wrote down."""
    for kind, days, reason, note in _KNOWN:
        employee = db.session.execute(_somebody(kind)).scalar_one_or_none()
        if employee is not None:
            employees.deactivate_employee(
                employee, on=day + timedelta(days=days), version=employee.version, by=by, why=Why(reason, note)
            )
    db.session.flush()


def _somebody(kind: EmployeeKind) -> Select[Employee]:
    """Of one kind, leading nobody and of no story; first who has no seat and no place in a line."""
    in_hand = exists().where(Enrolment.employee_id == Employee.id, Enrolment.status.in_(sorted(IN_HAND)))
    return (
        select(Employee)
        .join(Placement, Placement.employee_id == Employee.id)
        .join(Position, Position.id == Placement.position_id)
        .where(Employee.kind == kind, Employee.active, Employee.nip.not_in([one.nip for one in CAST]))
        .where(Placement.kind == PlacementKind.DEFINITIVE, Placement.ends_on.is_(None))
        .where(Position.tier.in_(PLAIN_POSTS))
        .order_by(in_hand, Employee.id)
        .limit(1)
    )
