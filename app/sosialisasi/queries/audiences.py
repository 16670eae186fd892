"""Who a round is for, by its rules, on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, select
from sqlalchemy.orm import aliased

from app.attendance.models import Attendance, Meeting
from app.attendance.rules import ATTENDED
from app.base.database import db
from app.initiatives.models import Initiative
from app.initiatives.queries import populations
from app.initiatives.queries.affected import affected_ids
from app.organisation.models import Employee, OrgUnit, Position
from app.sosialisasi.models import AudienceKind, AudienceRule, Invitation, RoundStatus, Sosialisasi, SosialisasiRound
from app.sosialisasi.rules.events import EXPECTED


def rules_of(round_id: int) -> list[AudienceRule]:
    """The lines of a round's audience, in the order they were written."""
    statement = select(AudienceRule).where(AudienceRule.round_id == round_id).order_by(AudienceRule.id)
    return list(db.session.execute(statement).scalars())


def audience(one: SosialisasiRound, day: date) -> Any:
    """(employee_id, unit_path, tier) of everybody the rules take in and none leaves out, on a day; each once.

    Without any rule that takes somebody in it is nobody. Who left or whose data is restricted is not asked.
    """
    lines = [_named(rule) for rule in rules_of(one.id)]
    return populations.population(lines, day, besides=lambda line: _missed(line, one, day))


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


def _named(rule: AudienceRule) -> populations.Named:
    return populations.Named(
        rule.kind,
        rule.unit_id,
        rule.position_id,
        rule.initiative_id,
        rule.employee_id,
        rule.tier,
        is_left_out=rule.is_left_out,
    )


def _missed(line: populations.Named, one: SosialisasiRound, day: date) -> ColumnElement[bool] | None:
    """The kind of line only rounds have: those affected whom earlier rounds did not reach."""
    if line.kind != AudienceKind.MISSED:
        return None
    return and_(
        Employee.id.in_(meant_ids(one.sosialisasi_id, day)),
        Employee.id.not_in(reached_ids(one.sosialisasi_id, before_number=one.number)),
    )


@dataclass(frozen=True)
class RuleLine:
    """A line of an audience in words."""

    id: int
    kind: AudienceKind
    what: str
    is_left_out: bool


def lines_of(round_id: int) -> list[RuleLine]:
    """The lines of an audience with the names of what they name, in one statement."""
    statement = (
        select(AudienceRule, OrgUnit.name, Position.title, Initiative.short_name, Employee.name)
        .outerjoin(OrgUnit, OrgUnit.id == AudienceRule.unit_id)
        .outerjoin(Position, Position.id == AudienceRule.position_id)
        .outerjoin(Initiative, Initiative.id == AudienceRule.initiative_id)
        .outerjoin(Employee, Employee.id == AudienceRule.employee_id)
        .where(AudienceRule.round_id == round_id)
        .order_by(AudienceRule.is_left_out, AudienceRule.id)
    )
    return [
        RuleLine(rule.id, AudienceKind(rule.kind), next((name for name in names if name), rule.tier), rule.is_left_out)
        for rule, *names in db.session.execute(statement)
    ]


def rule(round_id: int, rule_id: int) -> AudienceRule:
    """A line of this very round; any other is simply not found."""
    statement = select(AudienceRule).where(AudienceRule.round_id == round_id, AudienceRule.id == rule_id)
    return db.session.execute(statement).scalar_one()


def counts_by_path(one: SosialisasiRound, day: date) -> dict[str, int]:
    """How many people the audience has, each once, by the path of their own unit; in one statement."""
    return populations.counts_by_path(audience(one, day))


def is_anybody(one: SosialisasiRound, day: date) -> bool:
    return db.session.execute(audience(one, day).limit(1)).first() is not None


def busy(employee_id: Any, meeting: Meeting, round_id: int) -> ColumnElement[bool]:
    """Whether somebody is expected at another round that overlaps a meeting in time."""
    other, place = aliased(SosialisasiRound), aliased(Meeting)
    return exists().where(
        Invitation.employee_id == employee_id,
        Invitation.status.in_(sorted(EXPECTED)),
        other.id == Invitation.round_id,
        other.id != round_id,
        other.status == RoundStatus.INVITED,
        place.id == other.meeting_id,
        place.starts_at < meeting.ends_at,
        place.ends_at > meeting.starts_at,
    )


def clashing(one: SosialisasiRound, meeting: Meeting, day: date, *, limit: int) -> tuple[list[str], int]:
    """Some of those who are expected elsewhere at that hour by name, and how many they are."""
    people = audience(one, day).subquery()
    statement = (
        select(Employee.name, func.count(Employee.id).over())
        .join(people, people.c.employee_id == Employee.id)
        .where(busy(Employee.id, meeting, one.id))
        .order_by(Employee.sort_name, Employee.id)
        .limit(limit)
    )
    rows = db.session.execute(statement).all()
    return [row[0] for row in rows], rows[0][1] if rows else 0


def to_invite(
    one: SosialisasiRound, meeting: Meeting, day: date, *, skip_busy: bool, after: int, limit: int
) -> list[Any]:
    """Those of the audience who have no invitation to the round yet, by number: (employee_id, unit_path, tier)."""
    people = audience(one, day).subquery()
    statement = (
        select(people.c.employee_id, people.c.unit_path, people.c.tier)
        .where(people.c.employee_id > after, ~_invited(people.c.employee_id, one.id))
        .order_by(people.c.employee_id)
        .limit(limit)
    )
    if skip_busy:
        statement = statement.where(~busy(people.c.employee_id, meeting, one.id))
    return list(db.session.execute(statement).all())


def later(one: SosialisasiRound, day: date, *, limit: int) -> tuple[list[Any], int]:
    """Who is in the audience by now and was not invited: (id, name, unit) of some, and how many they are."""
    people = audience(one, day).subquery()
    statement = (
        select(Employee.id, Employee.name, OrgUnit.name.label("unit"), func.count(Employee.id).over().label("total"))
        .join(people, people.c.employee_id == Employee.id)
        .outerjoin(OrgUnit, OrgUnit.path == people.c.unit_path)
        .where(~_invited(people.c.employee_id, one.id))
        .order_by(Employee.sort_name, Employee.id)
        .limit(limit)
    )
    rows = list(db.session.execute(statement).all())
    return rows, rows[0].total if rows else 0


def _invited(employee_id: Any, round_id: int) -> ColumnElement[bool]:
    return exists().where(Invitation.round_id == round_id, Invitation.employee_id == employee_id)
