"""What the worker does for surveys, and what a copy of the installation has to know of them."""

from app.base import copies
from app.base.copies import Word
from app.jobs.registry import registry
from app.surveys.queries import waves
from app.surveys.services import reports

registry.handles(reports.KIND)(reports.print_report)


@copies.asked("surveys.open")
def open_waves() -> list[Word]:
    """A copy made while answers come in is marked, and destroyed at the closing."""
    return [Word(f"gelombang survei {one.id} sedang terbuka") for one in waves.unfinished()]
