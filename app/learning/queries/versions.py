"""Every version of how a form counts and of the targets of a year, and what a new one would count anew."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import Select, func, literal, select

from app.base import scope
from app.base.database import db
from app.competency.models import DevelopmentForm, LearningRecord, LearningStatus, LearningTarget
from app.competency.queries.versions import visible
from app.learning.models import LearningClaim
from app.learning.queries.lines import LIVE


def forms() -> list[DevelopmentForm]:
    """By form, the latest first; what is shipped has no government."""
    statement = select(DevelopmentForm).where(visible(DevelopmentForm, scope.current()))
    order = (DevelopmentForm.code, DevelopmentForm.valid_from.desc(), DevelopmentForm.government_id.is_(None))
    return list(db.session.execute(statement.order_by(*order)).scalars())


def targets() -> list[LearningTarget]:
    """By kind of employee, the latest first."""
    statement = select(LearningTarget).where(visible(LearningTarget, scope.current()))
    order = (LearningTarget.employee_kind, LearningTarget.valid_from.desc(), LearningTarget.government_id.is_(None))
    return list(db.session.execute(statement.order_by(*order)).scalars())


def target_on(kind: str, day: date) -> LearningTarget:
    """What holds for a kind of employee on a day; an unknown kind is not found."""
    statement = (
        select(LearningTarget)
        .where(
            LearningTarget.employee_kind == kind,
            LearningTarget.valid_from <= day,
            visible(LearningTarget, scope.current()),
        )
        .order_by(LearningTarget.government_id.is_(None), LearningTarget.valid_from.desc())
        .limit(1)
    )
    return db.session.execute(statement).scalar_one()


def own_form(form_id: int) -> DevelopmentForm:
    """A version this government entered itself; any other is not found."""
    statement = select(DevelopmentForm).where(
        DevelopmentForm.id == form_id, DevelopmentForm.government_id == scope.current()
    )
    return db.session.execute(statement).scalar_one()


def own_target(target_id: int) -> LearningTarget:
    statement = select(LearningTarget).where(
        LearningTarget.id == target_id, LearningTarget.government_id == scope.current()
    )
    return db.session.execute(statement).scalar_one()


def last_own_form(code: str) -> date | None:
    """When the latest version begins that this government entered itself."""
    statement = select(func.max(DevelopmentForm.valid_from)).where(
        DevelopmentForm.government_id == scope.current(), DevelopmentForm.code == code
    )
    return db.session.execute(statement).scalar_one()


def last_own_target(kind: str) -> date | None:
    statement = select(func.max(LearningTarget.valid_from)).where(
        LearningTarget.government_id == scope.current(), LearningTarget.employee_kind == kind
    )
    return db.session.execute(statement).scalar_one()


def used(form_ids: Collection[int]) -> set[int]:
    """Which of these versions a line of somebody's ledger was counted by."""
    kept = select(literal(1)).where(LearningRecord.rule_id == DevelopmentForm.id).exists()
    statement = select(DevelopmentForm.id).where(DevelopmentForm.id.in_(form_ids), kept)
    return set(db.session.execute(statement).scalars())


def _touched(columns: Any, code: str, valid_from: date) -> Select[Any]:
    record = LearningRecord
    return select(columns).where(
        record.form_code == code,
        record.status.in_(LIVE),
        record.ends_on >= valid_from,
        record.year >= valid_from.year,
    )


def lines_from(code: str, valid_from: date) -> int:
    """How many lines that wait or count a version from this day on counts anew."""
    return int(db.session.execute(_touched(func.count(LearningRecord.id), code, valid_from)).scalar_one())


def people_from(code: str, valid_from: date, *, after: int, limit: int) -> list[int]:
    """Whose lines these are, so many at a time."""
    statement = _touched(LearningRecord.employee_id, code, valid_from).where(LearningRecord.employee_id > after)
    return list(db.session.execute(statement.distinct().order_by(LearningRecord.employee_id).limit(limit)).scalars())


def credited(code: str, employee_ids: Collection[int]) -> list[Any]:
    """Every line of these people that counts by this form, person by person, each with the figures of its claim."""
    record, claim = LearningRecord, LearningClaim
    statement = (
        select(
            record.id,
            record.employee_id,
            record.form_code,
            record.starts_on,
            record.ends_on,
            record.year,
            record.jp_claimed,
            record.jp_credited,
            record.rule_id,
            claim.quantity,
            claim.is_international,
        )
        .outerjoin(claim, claim.record_id == record.id)
        .where(
            record.employee_id.in_(employee_ids),
            record.form_code == code,
            record.status == LearningStatus.CREDITED,
        )
        .order_by(record.employee_id, record.id)
    )
    return list(db.session.execute(statement).all())
