"""Reading standards, levels and the JP ledger."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import bindparam, case, func, or_, select

from app.base import scope
from app.base.database import db
from app.competency.models import (
    Assessment,
    AssessmentSource,
    Competency,
    CompetencyGroup,
    DevelopmentForm,
    LearningRecord,
    LearningStatus,
    LearningTarget,
    PositionRequirement,
    TierRequirement,
)
from app.competency.queries.versions import in_force, settings_on, visible
from app.competency.rules.match import years_before
from app.organisation.models import Employee


@dataclass(frozen=True)
class LearningYear:
    """Somebody's lesson hours of a year against what their kind should reach or may count."""

    year: int
    credited: Decimal
    waiting: Decimal
    target: Decimal
    is_ceiling: bool

    @property
    def missing(self) -> Decimal:
        """Hours still missing to the floor; 0 where it is reached, and where the figure is a ceiling."""
        return Decimal(0) if self.is_ceiling else max(Decimal(0), self.target - self.credited)


@dataclass(frozen=True)
class LevelNeeded:
    """A competency with the level a person's post asks and the level last measured (0: none yet)."""

    competency_id: int
    name: str
    required: int
    measured: int

    @property
    def gap(self) -> int:
        return max(0, self.required - self.measured)


_employee_id: Any = bindparam("employee_id")
_position_id: Any = bindparam("position_id")
_tier: Any = bindparam("tier")
_year: Any = bindparam("year")
_day: Any = bindparam("day")

_COMPETENCIES = (
    select(Competency.id, Competency.name)
    .where(visible(Competency))
    .order_by(Competency.sort_order, Competency.name, Competency.id)
)
_FORMS = (
    select(DevelopmentForm.code, DevelopmentForm.name)
    .where(visible(DevelopmentForm))
    .order_by(DevelopmentForm.code, DevelopmentForm.government_id.is_not(None), DevelopmentForm.valid_from)
)
_FORM = (
    select(DevelopmentForm)
    .where(visible(DevelopmentForm), DevelopmentForm.code == bindparam("code"), DevelopmentForm.valid_from <= _day)
    # A government's own, and a later one, come first.
    .order_by(DevelopmentForm.government_id.is_(None), DevelopmentForm.valid_from.desc())
    .limit(1)
)


def competencies() -> list[tuple[int, str]]:
    """The dictionary in its own order: (id, name)."""
    return [(row.id, row.name) for row in db.session.execute(_COMPETENCIES, {"here": scope.current()})]


def forms() -> dict[str, str]:
    """Names of the forms of development by code."""
    return {row.code: row.name for row in db.session.execute(_FORMS, {"here": scope.current()})}


def form(code: str, day: date) -> DevelopmentForm:
    """The form with the rule in force on a day."""
    return db.session.execute(_FORM, {"code": code, "day": day, "here": scope.current()}).scalar_one()


def _learning_year() -> Any:
    record, target = LearningRecord, LearningTarget

    def total(status: LearningStatus, column: Any) -> Any:
        return (
            select(func.sum(column))
            .where(record.employee_id == _employee_id, record.year == _year, record.status == status)
            .scalar_subquery()
        )

    return (
        select(
            total(LearningStatus.CREDITED, record.jp_credited),
            total(LearningStatus.WAITING, record.jp_claimed),
            target.lesson_hours,
            target.is_ceiling,
        )
        .select_from(Employee)
        .join(target, target.employee_kind == Employee.kind)
        .where(Employee.id == _employee_id, target.valid_from <= _day, visible(target))
        .order_by(target.government_id.is_(None), target.valid_from.desc())
        .limit(1)
    )


_LEARNING_YEAR = _learning_year()


def learning_year(employee_id: int, year: int) -> LearningYear:
    """Hours credited and waiting in a year, with the target in force at its end, in one query."""
    asked = {"employee_id": employee_id, "year": year, "day": date(year, 12, 31), "here": scope.current()}
    row = db.session.execute(_LEARNING_YEAR, asked).one()
    return LearningYear(year, row[0] or Decimal(0), row[1] or Decimal(0), row[2], row[3])


_RECORDS = (
    select(
        LearningRecord.title,
        LearningRecord.organiser,
        LearningRecord.starts_on,
        LearningRecord.ends_on,
        LearningRecord.jp_claimed,
        LearningRecord.jp_credited,
        LearningRecord.status,
        LearningRecord.note,
    )
    .where(LearningRecord.employee_id == _employee_id, LearningRecord.year == _year)
    .order_by(LearningRecord.ends_on.desc(), LearningRecord.id.desc())
    .limit(200)
)


def learning_records(employee_id: int, year: int) -> list[Any]:
    """The lines of somebody's JP ledger in a year, latest first."""
    return list(db.session.execute(_RECORDS, {"employee_id": employee_id, "year": year}).all())


def _levels() -> Any:
    own, tier = PositionRequirement, TierRequirement
    asked_by_position = (
        select(own.level)
        .where(own.position_id == _position_id, own.competency_id == Competency.id, in_force(own, _day))
        .order_by(own.valid_from.desc())
        .limit(1)
        .scalar_subquery()
    )
    asked_by_tier = (
        select(tier.level)
        .where(tier.tier == _tier, tier.competency_id == Competency.id, in_force(tier, _day), visible(tier))
        .order_by(tier.government_id.is_(None), tier.valid_from.desc())
        .limit(1)
        .scalar_subquery()
    )
    expired = case(
        (Assessment.valid_until.is_not(None), Assessment.valid_until <= _day),
        else_=Assessment.assessed_on <= bindparam("held_from"),
    )
    by_whom = case(
        {AssessmentSource.CENTRE.value: 2, AssessmentSource.SUPERIOR.value: 1}, value=Assessment.source, else_=0
    )
    weight = case((expired, 0), else_=by_whom)
    measured = (
        select(Assessment.level)
        .where(
            Assessment.employee_id == _employee_id,
            Assessment.competency_id == Competency.id,
            Assessment.assessed_on <= _day,
            Assessment.source.in_(bindparam("sources", expanding=True)),
        )
        .order_by(expired, weight.desc(), Assessment.assessed_on.desc(), Assessment.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    asked = func.coalesce(asked_by_position, asked_by_tier, 0)
    return (
        select(Competency.id, Competency.name, asked, func.coalesce(measured, 0))
        .where(visible(Competency), or_(Competency.group != CompetencyGroup.TECHNICAL, asked > 0))
        .order_by(Competency.sort_order, Competency.name, Competency.id)
    )


_LEVELS = _levels()


def levels_needed(employee_id: int, position_id: int | None, tier: str, day: date) -> list[LevelNeeded]:
    """What the post asks of each competency and the level that counts (``rules.match.measured``), in the
    dictionary's order."""
    measure = settings_on(day).measure
    asked = {
        "employee_id": employee_id,
        "position_id": position_id,
        "tier": tier,
        "day": day,
        "here": scope.current(),
        "held_from": years_before(day, measure.years),
        "sources": [one for one in AssessmentSource if one != AssessmentSource.SELF or measure.counts_self],
    }
    return [LevelNeeded(*row) for row in db.session.execute(_LEVELS, asked)]
