"""Batches an action may be brought by."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.base.database import db
from app.training.models import Batch, BatchStatus, Programme


def open_batches(at: datetime) -> list[Any]:
    """Published batches people can still be named for, the nearest first."""
    return list(db.session.execute(_open(at).order_by(Batch.starts_on, Batch.id).limit(100)).all())


def open_batch(batch_id: int, at: datetime) -> int:
    """One of them; any other is simply not found."""
    return db.session.execute(_open(at).where(Batch.id == batch_id)).one().id  # type: ignore[no-any-return]


def _open(at: datetime) -> Any:
    return (
        select(Batch.id, Batch.number, Batch.starts_on, Batch.ends_on, Programme.title)
        .join(Programme, Programme.id == Batch.programme_id)
        .where(Batch.status == BatchStatus.PUBLISHED, Batch.enrolment_closes_at > at)
    )
