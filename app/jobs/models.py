from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.base.database import Model, Numbered


class JobStatus(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Job(Numbered, Model):
    """A piece of work. ``key`` makes it one of its kind: a second enqueue finds the first."""

    __tablename__ = "job"
    __table_args__ = (
        Index("ix_job_status_heartbeat_at", "status", "heartbeat_at"),
        CheckConstraint("progress >= 0 AND progress <= total", name="progress_within_total"),
    )

    government_id: Mapped[int | None]
    kind: Mapped[str] = mapped_column(String(60))
    key: Mapped[str | None] = mapped_column(String(120), unique=True)
    args: Mapped[dict[str, Any]]
    created_by: Mapped[int | None]
    status: Mapped[JobStatus] = mapped_column(String(10), default=JobStatus.QUEUED)
    progress: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    message: Mapped[str] = mapped_column(Text, default="")
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    heartbeat_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]

    @property
    def percent(self) -> int:
        return 100 * self.progress // self.total if self.total else 0

    @property
    def is_over(self) -> bool:
        return self.status in (JobStatus.DONE, JobStatus.FAILED)
