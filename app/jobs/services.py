"""The life of a job's row. The messenger is told after the commit; a sweep tells it again if that was lost."""

from datetime import datetime, timedelta
from typing import Any, Protocol

import structlog
from sqlalchemy import event, or_, select, update
from sqlalchemy.orm import Session

from app.access.visitor import Actor
from app.base.clock import now
from app.base.database import db
from app.jobs.models import Job, JobStatus

log = structlog.get_logger()
HEARTBEAT_LOST_SECONDS = 60
ATTEMPTS_AT_MOST = 5
_JOBS, _DUTIES = "jobs_to_tell", "duties_to_tell"


class _Messenger(Protocol):
    def tell_job(self, job_id: int) -> None: ...
    def tell_duty(self, name: str) -> None: ...


_messenger: _Messenger | None = None
_heartbeat_lost_seconds = HEARTBEAT_LOST_SECONDS


def use_messenger(messenger: _Messenger | None) -> None:
    """Who is told after a commit; None leaves everything to the sweep."""
    global _messenger  # noqa: PLW0603 - one messenger per process, set once at the start
    _messenger = messenger


def use_heartbeat(lost_seconds: int) -> None:
    """After how much silence a running job counts as left behind by its worker."""
    global _heartbeat_lost_seconds  # noqa: PLW0603 - a setting of the installation, set once at the start
    _heartbeat_lost_seconds = lost_seconds


def enqueue(
    kind: str,
    args: dict[str, Any],
    *,
    by: Actor,
    government_id: int | None = None,
    key: str | None = None,
    afresh: bool = False,
) -> Job:
    """Leave a piece of work in the caller's transaction. With a ``key`` that is already there, the
    first job is taken up again if it failed, and otherwise returned as it is.

    ``afresh`` is for a key that names a row made just now: a job with it is of a row that was removed, whose number
    SQLite gave out again, and lets the key go.
    """
    job = _with_key(key)
    if job is not None and afresh:
        job.key, job = None, None
        db.session.flush()
    if job is None:
        job = Job(
            kind=kind,
            args=args,
            key=key,
            government_id=government_id,
            created_by=by.user_id,
            created_at=now(),
            status=JobStatus.QUEUED,
            progress=0,
            total=0,
            attempts=0,
        )
        db.session.add(job)
    elif job.status == JobStatus.FAILED:
        job.status, job.attempts, job.message, job.finished_at = JobStatus.QUEUED, 0, "", None
    db.session.flush()
    db.session.info.setdefault(_JOBS, []).append(job.id)
    return job


def unfinished(kind: str, government_id: int) -> Job | None:
    """The job of this kind that a government still waits for, if there is one."""
    statement = select(Job).where(Job.kind == kind, Job.government_id == government_id)
    return db.session.execute(
        statement.where(Job.status.in_((JobStatus.QUEUED, JobStatus.RUNNING))).order_by(Job.id).limit(1)
    ).scalar_one_or_none()


def last(kind: str, government_id: int) -> Job | None:
    """The latest job of this kind in a government, over or not."""
    statement = select(Job).where(Job.kind == kind, Job.government_id == government_id)
    return db.session.execute(statement.order_by(Job.id.desc()).limit(1)).scalar_one_or_none()


def _with_key(key: str | None) -> Job | None:
    if key is None:
        return None
    return db.session.execute(select(Job).where(Job.key == key)).scalar_one_or_none()


def ask_for(duty: str) -> None:
    """After this transaction's commit, have the worker see to a duty without waiting for the minute."""
    db.session.info.setdefault(_DUTIES, set()).add(duty)


def claim(job_id: int) -> Job | None:
    """Take a queued job for this worker, or None when another has it."""
    taken = db.session.execute(
        update(Job)
        .where(Job.id == job_id, Job.status == JobStatus.QUEUED)
        .values(status=JobStatus.RUNNING, attempts=Job.attempts + 1, heartbeat_at=now())
    )
    db.session.commit()
    if taken.rowcount != 1:  # type: ignore[attr-defined]
        return None
    return db.session.execute(
        select(Job).where(Job.id == job_id).execution_options(populate_existing=True)
    ).scalar_one()


def note_progress(job_id: int, done: int, total: int) -> None:
    """Commit the work so far together with how far it is."""
    db.session.execute(
        update(Job).where(Job.id == job_id).values(progress=min(done, total), total=total, heartbeat_at=now())
    )
    db.session.commit()


def finish(job_id: int, message: str) -> None:
    _end(job_id, JobStatus.DONE, message)


def fail(job_id: int, message: str) -> None:
    _end(job_id, JobStatus.FAILED, message)


def retry(job_id: int) -> None:
    """Put a job back for another try."""
    db.session.execute(update(Job).where(Job.id == job_id).values(status=JobStatus.QUEUED, heartbeat_at=now()))
    db.session.commit()


def _end(job_id: int, status: JobStatus, message: str) -> None:
    db.session.execute(update(Job).where(Job.id == job_id).values(status=status, message=message, finished_at=now()))
    db.session.commit()


def to_tell_again(at: datetime) -> list[int]:
    """Free the jobs whose worker fell silent, and list every job that waits for a messenger."""
    silent = at - timedelta(seconds=_heartbeat_lost_seconds)
    db.session.execute(
        update(Job)
        .where(Job.status == JobStatus.RUNNING, Job.heartbeat_at < silent)
        .values(status=JobStatus.QUEUED, heartbeat_at=at)
    )
    waiting = (
        select(Job.id)
        .where(Job.status == JobStatus.QUEUED, Job.created_at < at - timedelta(seconds=5))
        .where(or_(Job.heartbeat_at.is_(None), Job.heartbeat_at <= at))
        .order_by(Job.id)
    )
    found = list(db.session.execute(waiting).scalars())
    db.session.commit()
    return found


def waiting_ids() -> list[int]:
    """Every job that waits, oldest first."""
    return list(db.session.execute(select(Job.id).where(Job.status == JobStatus.QUEUED).order_by(Job.id)).scalars())


@event.listens_for(Session, "after_commit")
def _tell(session: Session) -> None:
    jobs = session.info.pop(_JOBS, [])
    duties = session.info.pop(_DUTIES, set())
    if _messenger is None:
        return
    try:
        for job_id in jobs:
            _messenger.tell_job(job_id)
        for duty in sorted(duties):
            _messenger.tell_duty(duty)
    except Exception as error:
        # What is committed stands, and the sweep tells it again.
        log.exception("messenger lost", error=type(error).__name__)


@event.listens_for(Session, "after_rollback")
def _forget(session: Session) -> None:
    session.info.pop(_JOBS, None)
    session.info.pop(_DUTIES, None)
