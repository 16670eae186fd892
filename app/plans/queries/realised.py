"""What became of a plan: the batches its activities turned into, and what came of these."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import and_, case, func, select

from app.base.database import db
from app.plans.models import PlanBatch, PlanLine
from app.training.models import TOOK_PART, Batch, BatchNominee, Enrolment, EnrolmentStatus, Programme


@dataclass(frozen=True)
class Realised:
    """An activity's batches so far. ``hours`` are JP of those who passed, together; ``cost`` is rupiah spent, None
    while no batch says so."""

    batches: tuple[Any, ...]
    nominees: int
    participants: int
    passed: int
    hours: Decimal
    cost: Decimal | None


NOTHING = Realised((), 0, 0, 0, Decimal(0), None)


def made(root_id: int) -> dict[int, int]:
    """(class → batch) of an activity, without batches that were thrown away."""
    statement = (
        select(PlanBatch.number, PlanBatch.batch_id)
        .join(Batch, Batch.id == PlanBatch.batch_id)
        .where(PlanBatch.root_id == root_id)
    )
    return {row.number: row.batch_id for row in db.session.execute(statement)}


def link(root_id: int, number: int) -> PlanBatch | None:
    statement = select(PlanBatch).where(PlanBatch.root_id == root_id, PlanBatch.number == number)
    return db.session.execute(statement).scalar_one_or_none()


def of_plan(yearly_id: int) -> dict[int, Realised]:
    """What every activity of a plan became, by its root."""
    statement = (
        select(
            PlanBatch.root_id,
            PlanBatch.number,
            Batch.id,
            Batch.number.label("batch_number"),
            Batch.status,
            Batch.starts_on,
            Batch.ends_on,
            Batch.seats,
            Batch.lesson_hours,
            Batch.realised,
            Programme.title,
            _count(TOOK_PART).label("participants"),
            _count({EnrolmentStatus.PASSED}).label("passed"),
            select(func.count(BatchNominee.id))
            .where(BatchNominee.batch_id == Batch.id)
            .scalar_subquery()
            .label("nominees"),
        )
        .join(Batch, Batch.id == PlanBatch.batch_id)
        .join(Programme, Programme.id == Batch.programme_id)
        .outerjoin(Enrolment, and_(Enrolment.batch_id == Batch.id))
        .where(PlanBatch.root_id.in_(select(PlanLine.root_id).where(PlanLine.plan_id == yearly_id)))
        .group_by(PlanBatch.root_id, PlanBatch.number, Batch.id, Programme.id)
        .order_by(PlanBatch.root_id, PlanBatch.number)
    )
    rows: dict[int, list[Any]] = {}
    for row in db.session.execute(statement):
        rows.setdefault(row.root_id, []).append(row)
    return {root: _sum(found) for root, found in rows.items()}


def _count(statuses: Any) -> Any:
    return func.sum(case((Enrolment.status.in_(sorted(statuses)), 1), else_=0))


def _sum(rows: list[Any]) -> Realised:
    spent = [row.realised for row in rows if row.realised is not None]
    return Realised(
        tuple(rows),
        sum(row.nominees for row in rows),
        sum(row.participants for row in rows),
        sum(row.passed for row in rows),
        sum((row.lesson_hours * row.passed for row in rows), Decimal(0)),
        sum(spent, Decimal(0)) if spent else None,
    )
