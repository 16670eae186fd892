"""Doing the work: claim a row, run its handler, leave a sentence for people."""

from contextlib import AbstractContextManager

import structlog

from app.base import scope
from app.base.clock import now
from app.base.database import db
from app.base.errors import RuleBroken
from app.jobs import services
from app.jobs.models import Job
from app.jobs.registry import registry

log = structlog.get_logger()
GAVE_UP = "Pekerjaan ini berhenti setelah beberapa kali dicoba. Hubungi admin instansi Anda."


def run(job_id: int) -> None:
    """Do one job if it still waits. A broken rule ends it with the rule's words; a fault is retried."""
    job = services.claim(job_id)
    if job is None:
        return
    handler = registry.handlers[job.kind]
    if job.attempts > services.ATTEMPTS_AT_MOST:  # its worker died each time before it could say so
        _give_up(job, GAVE_UP)
        return
    try:
        with _in_scope_of(job):
            message = handler.run(job.args, lambda done, total: services.note_progress(job.id, done, total))
            db.session.commit()
        services.finish(job.id, message)
    except RuleBroken as refusal:
        _give_up(job, refusal.message)
    except Exception as error:
        db.session.rollback()
        log.exception("job failed", job=job.id, kind=job.kind, error=type(error).__name__)
        if job.attempts >= services.ATTEMPTS_AT_MOST:
            _give_up(job, GAVE_UP)
        else:
            services.retry(job.id)


def _give_up(job: Job, message: str) -> None:
    db.session.rollback()
    handler = registry.handlers[job.kind]
    if handler.when_failed is not None:
        with _in_scope_of(job):
            handler.when_failed(job.args)
            db.session.commit()
    services.fail(job.id, message)


def _in_scope_of(job: Job) -> AbstractContextManager[None]:
    return scope.everything() if job.government_id is None else scope.within(job.government_id)


def see_to(name: str) -> None:
    """See to one duty; a fault is logged and the next minute tries again."""
    try:
        with scope.everything():
            registry.duties[name]()
            db.session.commit()
    except Exception as error:
        db.session.rollback()
        log.exception("duty failed", duty=name, error=type(error).__name__)


def every_minute() -> None:
    """The scheduler's tick: jobs nobody was told of, then every duty."""
    for job_id in services.to_tell_again(now()):
        run(job_id)
    for name in sorted(registry.duties):
        see_to(name)


def work_off() -> None:
    """Do every job that waits, here and now, and see to no duty."""
    while waiting := services.waiting_ids():
        for job_id in waiting:
            run(job_id)


def drain() -> None:
    """Do everything that waits, here and now: for tests, the demo and an installation without a worker."""
    work_off()
    for name in sorted(registry.duties):
        see_to(name)
