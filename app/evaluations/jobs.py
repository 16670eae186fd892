"""What the worker does for evaluations, and what a copy of the installation has to know of them."""

from app.access.visitor import SYSTEM
from app.base import copies, scope
from app.base.clock import now
from app.base.copies import Word
from app.base.database import db
from app.evaluations import queries
from app.evaluations.services import closing
from app.jobs.registry import registry

registry.handles(closing.KIND)(closing.close)


@registry.duty("evaluations.close_due")
def close_due() -> None:
    """End evaluations whose time is over."""
    due = queries.due(now())
    db.session.commit()
    for government_id, evaluation_id in due:
        with scope.within(government_id):
            closing.request(queries.evaluation(evaluation_id), by=SYSTEM)
            db.session.commit()


@copies.asked("evaluations.open")
def open_evaluations() -> list[Word]:
    """A copy made while answers come in is marked, and destroyed at the closing."""
    return [Word(f"evaluasi {one.id} sedang terbuka") for one in queries.unfinished()]
