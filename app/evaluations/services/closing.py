"""Closing an evaluation: from here on nobody who holds the database can tell who said what (security N3, N6).

Both tables are rewritten in an order of chance under fresh keys, reminders go, which told who had not answered by
then, the database lets go of what was, and copies of the installation that were made meanwhile are destroyed. Only then
may results be shown. It may be killed at any instant: run again, it ends the same.
"""

import secrets
from typing import Any, cast

from sqlalchemy import Table, delete, insert, select

from app.access.visitor import SYSTEM, Actor
from app.audit import services as audit
from app.base import forgetting
from app.base.clock import now
from app.base.database import db, lock
from app.evaluations import queries
from app.evaluations.models import Evaluation, EvaluationAnswer, EvaluationParticipation, EvaluationStatus
from app.evaluations.services import forms
from app.jobs import services as jobs
from app.jobs.models import Job

KIND = "evaluations.close"
TABLES = ("evaluation_answer", "evaluation_participation")
_chance = secrets.SystemRandom()


def job_key(evaluation_id: int) -> str:
    return f"{KIND}:{evaluation_id}"


def request(found: Evaluation, *, by: Actor) -> Job | None:
    """End the time for answers and let the worker do the rest; asked again while it works, it stays one job."""
    found = lock(found)
    if found.status == EvaluationStatus.CLOSED:
        return None
    if found.status == EvaluationStatus.OPEN:
        found.status = EvaluationStatus.CLOSING
        audit.record("evaluations.evaluation.closing", found, by=by)
    return jobs.enqueue(
        KIND, {"evaluation_id": found.id}, by=by, government_id=found.government_id, key=job_key(found.id)
    )


def close(args: dict[str, Any], progress: Any) -> str:
    """Rewrite, let go, destroy, and say that results may be seen."""
    found = queries.evaluation(args["evaluation_id"])
    _rewrite(found)
    progress(1, 3)
    forgetting.let_go(TABLES)
    forgetting.destroy_copies(found.opened_at)
    progress(2, 3)
    found = lock(found)
    if found.status != EvaluationStatus.CLOSED:
        found.status, found.closed_at = EvaluationStatus.CLOSED, now()
        audit.record("evaluations.evaluation.closed", found, by=SYSTEM)
    db.session.commit()
    return "Evaluasi sudah ditutup. Hasilnya bisa dilihat."


def _rewrite(found: Evaluation) -> None:
    """Every row of the evaluation anew, in an order of chance, in one transaction."""
    found = lock(found)
    forgetting.delete_securely()
    answer, taken = EvaluationAnswer, EvaluationParticipation
    answers = [
        {"government_id": found.government_id, "evaluation_id": found.id, "replies": replies}
        for replies in db.session.execute(select(answer.replies).where(answer.evaluation_id == found.id)).scalars()
    ]
    asked = select(taken.employee_id, taken.done).where(taken.evaluation_id == found.id)
    people = [
        {
            "government_id": found.government_id,
            "evaluation_id": found.id,
            "employee_id": row.employee_id,
            "done": row.done,
            "token_hash": None,
        }
        for row in db.session.execute(asked)
    ]
    for model, rows in ((answer, answers), (taken, people)):
        statement = delete(model).where(model.evaluation_id == found.id)
        db.session.execute(statement.execution_options(synchronize_session=False))
        _chance.shuffle(rows)
    for row in answers:
        row["key"] = secrets.token_hex(16)
    for model, rows in ((answer, answers), (taken, people)):
        if rows:
            db.session.execute(insert(cast("Table", model.__table__)), rows)
    forms.forget_reminders(found)
    db.session.commit()
