"""What is known of people on a day, gathered for many at once."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import bindparam, func, select

from app.base.database import db
from app.competency.models import LearningRecord, LearningStatus
from app.competency.models.gaps import PerformanceRating
from app.organisation.models import Employee, OrgUnit, Placement, Position
from app.organisation.queries import definitive
from app.professionalism.models import Sanction, SanctionStatement
from app.professionalism.rules.estimate import Facts, Penalty, Rating, Training

_ids: Any = bindparam("ids", expanding=True)
_day: Any = bindparam("day")
_PEOPLE = (
    select(
        Employee.id,
        Employee.sort_name,
        Employee.kind,
        Employee.education_level,
        Position.title,
        Position.tier,
        OrgUnit.id.label("unit_id"),
    )
    .select_from(Employee)
    .outerjoin(Placement, definitive(Employee.id, _day))
    .outerjoin(Position, Position.id == Placement.position_id)
    .outerjoin(OrgUnit, OrgUnit.id == Position.unit_id)
    # What is restricted is used for nothing (UU 27/2022), so no estimate is made of it.
    .where(Employee.id.in_(_ids), Employee.active, Employee.restricted_on.is_(None))
    .order_by(Employee.id, Placement.starts_on)
)
_TRAININGS = (
    select(
        LearningRecord.employee_id,
        LearningRecord.form_code,
        LearningRecord.title,
        LearningRecord.ends_on,
        LearningRecord.jp_credited,
        LearningRecord.jp_claimed,
        LearningRecord.status,
    )
    .where(
        LearningRecord.employee_id.in_(_ids),
        LearningRecord.ends_on <= _day,
        LearningRecord.status.in_((LearningStatus.CREDITED, LearningStatus.WAITING)),
    )
    .order_by(LearningRecord.ends_on, LearningRecord.id)
)
_RATINGS = select(PerformanceRating.employee_id, PerformanceRating.value, PerformanceRating.predicate).where(
    PerformanceRating.employee_id.in_(_ids), PerformanceRating.year == bindparam("rated")
)
_PENALTIES = select(Sanction.employee_id, Sanction.level, Sanction.decided_on).where(
    Sanction.employee_id.in_(_ids), Sanction.withdrawn_at.is_(None), Sanction.decided_on <= _day
)
_STATED = select(func.max(SanctionStatement.complete_on))


@dataclass(frozen=True)
class Person:
    """Somebody with what is known of them. ``unit_id`` is 0 for whoever holds no definitive post on the day."""

    employee_id: int
    sort_name: str
    kind: str
    position: str
    tier: str
    unit_id: int
    facts: Facts


def people(ids: Sequence[int], year: int, day: date) -> list[Person]:
    """Those of these people who serve, as they stand on a day, for the index of a year."""
    asked: dict[str, Any] = {"ids": list(ids), "day": day}
    rows = {row.id: row for row in db.session.execute(_PEOPLE, asked)}
    trainings, penalties = _trainings(asked), _penalties(asked)
    rated = {"ids": list(ids), "rated": year - 1}
    ratings = {row[0]: Rating(row.value, row.predicate) for row in db.session.execute(_RATINGS, rated)}
    stated = sanctions_stated(year)
    return [
        Person(
            row.id,
            row.sort_name,
            row.kind,
            row.title or "",
            row.tier or "",
            row.unit_id or 0,
            Facts(
                year=year,
                day=day,
                tier=row.tier or "",
                education=row.education_level,
                trainings=trainings[row.id],
                rating=ratings.get(row.id),
                penalties=penalties[row.id],
                sanctions_known=stated,
            ),
        )
        for row in rows.values()
    ]


def _trainings(asked: dict[str, Any]) -> dict[int, list[Training]]:
    found: dict[int, list[Training]] = defaultdict(list)
    for row in db.session.execute(_TRAININGS, asked):
        is_verified = row.status == LearningStatus.CREDITED
        hours = row.jp_credited if is_verified else row.jp_claimed
        found[row.employee_id].append(Training(row.form_code, row.title, row.ends_on, hours, is_verified))
    return found


def _penalties(asked: dict[str, Any]) -> dict[int, list[Penalty]]:
    found: dict[int, list[Penalty]] = defaultdict(list)
    for row in db.session.execute(_PENALTIES, asked):
        found[row.employee_id].append(Penalty(row.level, row.decided_on))
    return found


def sanctions_stated(year: int) -> bool:
    """Whether HR said, up to a day of that year or later, that the list of sanctions is complete."""
    until = db.session.execute(_STATED).scalar_one()
    return until is not None and until.year >= year


def some_after(employee_id: int, limit: int) -> list[int]:
    """The numbers of the next people of the government in scope."""
    statement = select(Employee.id).where(Employee.id > employee_id).order_by(Employee.id).limit(limit)
    return list(db.session.execute(statement).scalars())
