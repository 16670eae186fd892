"""The lines of somebody's ledger, and the forms they are counted by."""

from datetime import date
from typing import Any

from sqlalchemy import bindparam, select

from app.base.database import db
from app.competency.models import DevelopmentForm, LearningRecord, LearningStatus
from app.learning.models import KindChange, LearningClaim

_employee_id: Any = bindparam("employee_id")
_OWN = (
    select(
        LearningRecord.id,
        LearningRecord.title,
        LearningRecord.organiser,
        LearningRecord.form_code,
        LearningRecord.starts_on,
        LearningRecord.ends_on,
        LearningRecord.jp_claimed,
        LearningRecord.jp_credited,
        LearningRecord.status,
        LearningRecord.note,
        LearningClaim.id.label("claim_id"),
        LearningClaim.reason,
        LearningClaim.due_on,
    )
    .outerjoin(LearningClaim, LearningClaim.record_id == LearningRecord.id)
    .where(LearningRecord.employee_id == _employee_id, LearningRecord.year == bindparam("year"))
    .order_by(LearningRecord.ends_on.desc(), LearningRecord.id.desc())
    .limit(300)
)


def of_year(employee_id: int, year: int) -> list[Any]:
    """Every line of a year with what became of it, the latest first."""
    return list(db.session.execute(_OWN, {"employee_id": employee_id, "year": year}).all())


def credited(employee_id: int) -> list[tuple[LearningRecord, bool]]:
    """All lines that count, with whether each was international."""
    statement = (
        select(LearningRecord, LearningClaim.is_international)
        .outerjoin(LearningClaim, LearningClaim.record_id == LearningRecord.id)
        .where(LearningRecord.employee_id == employee_id, LearningRecord.status == LearningStatus.CREDITED)
        .order_by(LearningRecord.ends_on, LearningRecord.id)
    )
    return [(row[0], bool(row[1])) for row in db.session.execute(statement)]


def overlapping(employee_id: int, starts_on: date, ends_on: date, *, but: int = 0) -> list[LearningRecord]:
    """Other lines of somebody, waiting or counted, that share a day with this stretch."""
    statement = select(LearningRecord).where(
        LearningRecord.employee_id == employee_id,
        LearningRecord.status.in_((LearningStatus.WAITING, LearningStatus.CREDITED)),
        LearningRecord.starts_on <= ends_on,
        LearningRecord.ends_on >= starts_on,
        LearningRecord.id != but,
    )
    return list(db.session.execute(statement.order_by(LearningRecord.starts_on).limit(20)).scalars())


def forms(day: date) -> dict[str, DevelopmentForm]:
    """The forms of development by code, each with the rule in force on a day."""
    statement = select(DevelopmentForm).where(DevelopmentForm.valid_from <= day).order_by(DevelopmentForm.valid_from)
    return {one.code: one for one in db.session.execute(statement).scalars()}


def all_forms() -> dict[str, list[DevelopmentForm]]:
    """Every version of every form by code, the earliest first."""
    found: dict[str, list[DevelopmentForm]] = {}
    for one in db.session.execute(select(DevelopmentForm).order_by(DevelopmentForm.valid_from)).scalars():
        found.setdefault(one.code, []).append(one)
    return found


def kind_changes(employee_id: int) -> list[tuple[date, str]]:
    """When somebody became another kind of employee, and what they were before."""
    statement = select(KindChange.on_day, KindChange.kind_before).where(KindChange.employee_id == employee_id)
    return [(row[0], row[1]) for row in db.session.execute(statement.order_by(KindChange.on_day))]
