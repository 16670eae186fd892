"""Who a round is for, by its rules, on a day."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, or_, select

from app.attendance.models import Attendance
from app.attendance.rules import ATTENDED
from app.base.database import db
from app.initiatives.queries.affected import affected_ids
from app.organisation.models import Employee, OrgUnit, Placement, PlacementKind, Position
from app.organisation.queries import holds_on
from app.organisation.queries.structure import unit_path
from app.sosialisasi.models import (
    AudienceKind,
    AudienceRule,
    Invitation,
    RoundStatus,
    Sosialisasi,
    SosialisasiRound,
)


def rules_of(round_id: int) -> list[AudienceRule]:
    """The lines of a round's audience, in the order they were written."""
    statement = select(AudienceRule).where(AudienceRule.round_id == round_id).order_by(AudienceRule.id)
    return list(db.session.execute(statement).scalars())


def audience(one: SosialisasiRound, day: date) -> Any:
    """(employee_id, unit_path, tier) of everybody the rules take in and none leaves out, on a day; each once.

    Without any rule that takes somebody in it is nobody. Who left or whose data is restricted is not asked.
    """
    rules = rules_of(one.id)
    taken = [_names(rule, one, day) for rule in rules if not rule.is_left_out]
    left = [_names(rule, one, day) for rule in rules if rule.is_left_out]
    return (
        select(Employee.id.label("employee_id"), OrgUnit.path.label("unit_path"), Position.tier)
        .outerjoin(
            Placement,
            and_(
                Placement.employee_id == Employee.id,
                Placement.kind == PlacementKind.DEFINITIVE,
                holds_on(Placement, day),
            ),
        )
        .outerjoin(Position, Position.id == Placement.position_id)
        .outerjoin(OrgUnit, OrgUnit.id == Position.unit_id)
        .where(Employee.active, Employee.restricted_on.is_(None), or_(false(), *taken), ~or_(false(), *left))
    )


def reached_ids(sosialisasi_id: int, *, before_number: int | None = None) -> Select[Any]:
    """Who attended any round of an event (before a number), by employee id; who came twice stands there twice."""
    statement = (
        select(Attendance.employee_id)
        .join(SosialisasiRound, SosialisasiRound.meeting_id == Attendance.meeting_id)
        .where(
            SosialisasiRound.sosialisasi_id == sosialisasi_id,
            SosialisasiRound.status != RoundStatus.CANCELLED,
            Attendance.status.in_(sorted(ATTENDED)),
        )
    )
    return statement if before_number is None else statement.where(SosialisasiRound.number < before_number)


def meant_ids(sosialisasi_id: int, day: date) -> Select[Any]:
    """Whom an event is for: everybody its initiative affects on a day; without one, everybody ever invited to it."""
    initiative_id = db.session.execute(
        select(Sosialisasi.initiative_id).where(Sosialisasi.id == sosialisasi_id)
    ).scalar_one()
    if initiative_id is not None:
        return affected_ids(initiative_id, day)
    return invited_ids([sosialisasi_id])


def invited_ids(sosialisasi_ids: Sequence[int]) -> Select[Any]:
    """Who was invited to any round of these events, by employee id; delegates are not whom an event is for."""
    return (
        select(Invitation.employee_id)
        .join(SosialisasiRound, SosialisasiRound.id == Invitation.round_id)
        .where(
            SosialisasiRound.sosialisasi_id.in_(sosialisasi_ids),
            SosialisasiRound.status != RoundStatus.CANCELLED,
            Invitation.delegate_of_id.is_(None),
        )
    )


def _names(rule: AudienceRule, one: SosialisasiRound, day: date) -> ColumnElement[bool]:
    """Whether a line names somebody; a line that names nothing any more names nobody."""
    match AudienceKind(rule.kind):
        case AudienceKind.SUBTREE:
            path = unit_path(rule.unit_id)
            return OrgUnit.path.like(f"{path}%") if path else false()
        case AudienceKind.INITIATIVE:
            return Employee.id.in_(affected_ids(rule.initiative_id, day))
        case AudienceKind.MISSED:
            return and_(
                Employee.id.in_(meant_ids(one.sosialisasi_id, day)),
                Employee.id.not_in(reached_ids(one.sosialisasi_id, before_number=one.number)),
            )
        case kind:
            return _IS[kind](rule)


_IS: dict[AudienceKind, Callable[[AudienceRule], ColumnElement[bool]]] = {
    AudienceKind.UNIT: lambda rule: Position.unit_id == rule.unit_id,
    AudienceKind.TIER: lambda rule: Position.tier == rule.tier,
    AudienceKind.POSITION: lambda rule: Position.id == rule.position_id,
    AudienceKind.PERSON: lambda rule: Employee.id == rule.employee_id,
}
