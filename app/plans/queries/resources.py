"""The money of a year and the meetings trainers hold."""

from collections import defaultdict
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select

from app.attendance.models import Meeting
from app.base import wording
from app.base.database import db
from app.plans.models import DevelopmentFund, PlanBatch, PlanLine
from app.plans.rules.resources import Trainers
from app.training.models import Batch, BatchMeeting, BatchStatus
from app.training.services.moments import timezone


def funds(year: int) -> list[DevelopmentFund]:
    statement = select(DevelopmentFund).where(DevelopmentFund.year == year).order_by(DevelopmentFund.source)
    return list(db.session.execute(statement).scalars())


def fund(fund_id: int) -> DevelopmentFund:
    return db.session.execute(select(DevelopmentFund).where(DevelopmentFund.id == fund_id)).scalar_one()


def fund_named(year: int, source: str) -> DevelopmentFund | None:
    statement = select(DevelopmentFund).where(
        DevelopmentFund.year == year, func.lower(DevelopmentFund.source) == source.lower()
    )
    return db.session.execute(statement.limit(1)).scalar_one_or_none()


def _held(after: datetime, before: datetime) -> Any:
    trainer = func.coalesce(func.nullif(BatchMeeting.trainer, ""), Batch.trainer)
    return (
        select(Meeting.starts_at, trainer, Batch.id)
        .join(BatchMeeting, BatchMeeting.meeting_id == Meeting.id)
        .join(Batch, Batch.id == BatchMeeting.batch_id)
        .where(Meeting.starts_at >= after, Meeting.starts_at < before, Batch.status != BatchStatus.CANCELLED)
    )


def trainers(day: date) -> Trainers:
    """Who taught in the twelve months before a day, and the meetings of the busiest month."""
    zone = timezone()
    first = date(day.year - 1, day.month, 1)
    by_month: dict[tuple[int, int], int] = defaultdict(int)
    names: set[str] = set()
    for starts_at, trainer, _batch in db.session.execute(_held(wording.at(first, zone), wording.at(day, zone))):
        on = wording.local(starts_at, zone)
        by_month[on.year, on.month] += 1
        names.add(" ".join((trainer or "").lower().split()))
    return Trainers(len(names - {""}), max(by_month.values(), default=0))


def booked(year: int, yearly_id: int) -> dict[int, int]:
    """Meetings of batches already scheduled in a year, by month, without those made from this plan."""
    zone = timezone()
    own = (
        select(PlanBatch.batch_id)
        .join(PlanLine, PlanLine.root_id == PlanBatch.root_id)
        .where(PlanLine.plan_id == yearly_id)
    )
    found: dict[int, int] = defaultdict(int)
    begins, ends = wording.at(date(year, 1, 1), zone), wording.at(date(year + 1, 1, 1), zone)
    for starts_at, _trainer, _batch in db.session.execute(_held(begins, ends).where(Batch.id.not_in(own))):
        found[wording.local(starts_at, zone).month] += 1
    return dict(found)


def planned_costs(lines: list[PlanLine]) -> dict[tuple[str, int], Decimal]:
    """Rupiah by source and month."""
    found: dict[tuple[str, int], Decimal] = defaultdict(Decimal)
    for line in lines:
        if line.total_cost is not None:
            found[line.fund_source, line.month] += line.total_cost
    return dict(found)
