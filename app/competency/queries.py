"""Reading standards, levels and the JP ledger."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select

from app.base.database import db
from app.competency.models import (
    Assessment,
    Competency,
    DevelopmentForm,
    LearningRecord,
    LearningStatus,
    LearningTarget,
    PositionRequirement,
    TierRequirement,
)
from app.organisation.models import Employee


@dataclass(frozen=True)
class LearningYear:
    """Somebody's lesson hours of a year against what their kind should reach or may count."""

    year: int
    credited: Decimal
    waiting: Decimal
    target: Decimal
    is_ceiling: bool


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


def competencies() -> list[tuple[int, str]]:
    """The dictionary in its own order: (id, name)."""
    rows = db.session.execute(select(Competency.id, Competency.name).order_by(Competency.sort_order))
    return [(row.id, row.name) for row in rows]


def forms() -> dict[str, str]:
    """Names of the forms of development by code."""
    rows = db.session.execute(select(DevelopmentForm.code, DevelopmentForm.name).order_by(DevelopmentForm.code))
    return {row.code: row.name for row in rows}


def form(code: str, day: date) -> DevelopmentForm:
    """The form with the rule in force on a day."""
    statement = (
        select(DevelopmentForm)
        .where(DevelopmentForm.code == code, DevelopmentForm.valid_from <= day)
        .order_by(DevelopmentForm.valid_from.desc())
        .limit(1)
    )
    return db.session.execute(statement).scalar_one()


def learning_year(employee_id: int, year: int) -> LearningYear:
    """Hours credited and waiting in a year, with the target in force at its end, in one query."""
    record = LearningRecord

    def total(status: LearningStatus, column: object) -> object:
        return (
            select(func.sum(column))
            .where(record.employee_id == employee_id, record.year == year, record.status == status)
            .scalar_subquery()
        )

    target = LearningTarget
    statement = (
        select(
            total(LearningStatus.CREDITED, record.jp_credited),  # type: ignore[call-overload]
            total(LearningStatus.WAITING, record.jp_claimed),
            target.lesson_hours,
            target.is_ceiling,
        )
        .select_from(Employee)
        .join(target, target.employee_kind == Employee.kind)
        .where(Employee.id == employee_id, target.valid_from <= date(year, 12, 31))
        .order_by(target.valid_from.desc())
        .limit(1)
    )
    row = db.session.execute(statement).one()
    return LearningYear(year, row[0] or Decimal(0), row[1] or Decimal(0), row[2], row[3])


def levels_needed(employee_id: int, position_id: int | None, tier: str, day: date) -> list[LevelNeeded]:
    """What the post asks of each competency and what was last measured, in the dictionary's order."""
    own = PositionRequirement
    asked_by_position = (
        select(own.level)
        .where(own.position_id == position_id, own.competency_id == Competency.id, own.valid_from <= day)
        .order_by(own.valid_from.desc())
        .limit(1)
        .scalar_subquery()
    )
    asked_by_tier = (
        select(TierRequirement.level)
        .where(
            TierRequirement.tier == tier,
            TierRequirement.competency_id == Competency.id,
            TierRequirement.valid_from <= day,
        )
        .order_by(TierRequirement.valid_from.desc())
        .limit(1)
        .scalar_subquery()
    )
    measured = (
        select(Assessment.level)
        .where(
            Assessment.employee_id == employee_id,
            Assessment.competency_id == Competency.id,
            Assessment.assessed_on <= day,
        )
        .order_by(Assessment.assessed_on.desc(), Assessment.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    statement = select(
        Competency.id,
        Competency.name,
        func.coalesce(asked_by_position, asked_by_tier, 0),
        func.coalesce(measured, 0),
    ).order_by(Competency.sort_order)
    return [LevelNeeded(*row) for row in db.session.execute(statement)]
