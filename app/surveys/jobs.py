"""What the worker does for surveys, and what a copy of the installation has to know of them."""

from app.base import copies, scope
from app.base.clock import now
from app.base.copies import Word
from app.base.database import db
from app.jobs.registry import registry
from app.surveys.queries import live as group_checks
from app.surveys.queries import waves
from app.surveys.services import live, reports

registry.handles(live.FORGET)(live.let_go)
registry.handles(reports.KIND)(reports.print_report)


@registry.duty("surveys.lapse_group_checks")
def lapse_group_checks() -> None:
    """Forget quick checks that nobody showed in time."""
    due = group_checks.lapsed(now())
    db.session.commit()
    for government_id, check_id in due:
        with scope.within(government_id):
            live.lapse(check_id)
            db.session.commit()


@copies.asked("surveys.open")
def open_waves() -> list[Word]:
    """A copy made while answers come in is marked, and destroyed at the closing."""
    found = [Word(f"gelombang survei {one.id} sedang terbuka") for one in waves.unfinished()]
    return found + [Word(f"cek cepat {one.id} sedang terbuka") for one in group_checks.unfinished()]
