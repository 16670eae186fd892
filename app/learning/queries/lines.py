"""The lines of somebody's ledger, and the forms they are counted by."""

from datetime import date
from typing import Any

from sqlalchemy import bindparam, select

from app.base import scope
from app.base.database import db
from app.competency.models import DevelopmentForm, LearningRecord, LearningStatus
from app.competency.queries.versions import visible
from app.learning.models import KindChange, LearningClaim

LIVE = (LearningStatus.WAITING, LearningStatus.CREDITED)
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


def live(employee_id: int) -> list[tuple[LearningRecord, LearningClaim | None]]:
    """All lines that wait or count, each with the claim it came by, if it did."""
    statement = (
        select(LearningRecord, LearningClaim)
        .outerjoin(LearningClaim, LearningClaim.record_id == LearningRecord.id)
        .where(LearningRecord.employee_id == employee_id, LearningRecord.status.in_(LIVE))
        .order_by(LearningRecord.ends_on, LearningRecord.id)
    )
    return [(row[0], row[1]) for row in db.session.execute(statement)]


def overlapping(employee_id: int, starts_on: date, ends_on: date, *, but: int = 0) -> list[LearningRecord]:
    """Other lines of somebody, waiting or counted, that share a day with this stretch."""
    statement = select(LearningRecord).where(
        LearningRecord.employee_id == employee_id,
        LearningRecord.status.in_(LIVE),
        LearningRecord.starts_on <= ends_on,
        LearningRecord.ends_on >= starts_on,
        LearningRecord.id != but,
    )
    return list(db.session.execute(statement.order_by(LearningRecord.starts_on).limit(20)).scalars())


def forms(day: date) -> dict[str, DevelopmentForm]:
    """The forms of development by code, each with the rule in force on a day."""
    statement = (
        select(DevelopmentForm)
        .where(DevelopmentForm.valid_from <= day, visible(DevelopmentForm, scope.current()))
        # A government's own, and a later one, come after and replace the others.
        .order_by(DevelopmentForm.government_id.is_not(None), DevelopmentForm.valid_from)
    )
    found = {one.code: one for one in db.session.execute(statement).scalars()}
    return dict(sorted(found.items()))


def all_forms() -> dict[str, list[DevelopmentForm]]:
    """Every version of every form this government goes by, by code, the earliest first."""
    statement = select(DevelopmentForm).where(visible(DevelopmentForm, scope.current()))
    found: dict[str, list[DevelopmentForm]] = {}
    for one in db.session.execute(statement.order_by(DevelopmentForm.valid_from, DevelopmentForm.id)).scalars():
        found.setdefault(one.code, []).append(one)
    return found


def kind_changes(employee_id: int) -> list[tuple[date, str]]:
    """When somebody became another kind of employee, and what they were before."""
    statement = select(KindChange.on_day, KindChange.kind_before).where(KindChange.employee_id == employee_id)
    return [(row[0], row[1]) for row in db.session.execute(statement.order_by(KindChange.on_day))]
