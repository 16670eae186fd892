"""What the worker does for surveys, and what a copy of the installation has to know of them."""

from app.access.visitor import SYSTEM
from app.base import copies, scope
from app.base.clock import now
from app.base.copies import Word
from app.base.database import db
from app.jobs.registry import registry
from app.surveys.queries import live as group_checks
from app.surveys.queries import waves
from app.surveys.rules.waves import REMIND_BEFORE
from app.surveys.services import closing, live, opening, reports, slips, telling

registry.handles(closing.KIND)(closing.close)
registry.handles(live.FORGET)(live.let_go)
registry.handles(opening.KIND, when_failed=opening.put_back)(opening.open_)
registry.handles(reports.KIND)(reports.print_report)
registry.handles(telling.INVITE)(telling.invite)
registry.handles(telling.REMIND)(telling.remind)
registry.handles(slips.KIND)(slips.print_slips)


@registry.duty("surveys.close_due")
def close_due() -> None:
    """End waves whose time is over."""
    due = waves.due(now())
    db.session.commit()
    for government_id, wave_id in due:
        with scope.within(government_id):
            closing.request(waves.by_id(wave_id), by=SYSTEM)
            db.session.commit()


@registry.duty("surveys.remind")
def remind() -> None:
    """Remind the silent of every wave whose end is near, one transaction each."""
    at = now()
    near = waves.near_their_end(at, at + REMIND_BEFORE)
    db.session.commit()
    for government_id, wave_id in near:
        with scope.within(government_id):
            telling.remind_when_due(wave_id)
            db.session.commit()


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
