"""What the worker does about questions and checks, and what a copy of the installation has to know of them."""

from app.access.visitor import SYSTEM
from app.base import copies, scope
from app.base.clock import furthest_today, now, today
from app.base.copies import Word
from app.base.database import db
from app.jobs.registry import registry
from app.organisation import queries as organisation
from app.sosialisasi.queries import boards, questions
from app.sosialisasi.queries import understanding as checks
from app.sosialisasi.services import boards as board_services
from app.sosialisasi.services import replying, understanding

registry.handles(understanding.KIND)(understanding.close)


@registry.duty("sosialisasi.end_voting")
def end_voting() -> None:
    """Forget who voted at rounds that are over."""
    due = boards.to_end(now())
    db.session.commit()
    for government_id, round_id in due:
        with scope.within(government_id):
            board_services.end_voting(round_id)
            db.session.commit()


@registry.duty("sosialisasi.remind_owners")
def remind_owners() -> None:
    """Whoever should answer a question, one transaction each."""
    waiting = questions.to_remind(furthest_today())
    db.session.commit()
    for government_id, question_id in waiting:
        with scope.within(government_id):
            timezone = organisation.government(government_id).timezone
            replying.remind(question_id, today=today(timezone))
            db.session.commit()


@registry.duty("sosialisasi.close_checks")
def close_checks() -> None:
    """End checks whose time is over."""
    due = checks.due(now())
    db.session.commit()
    for government_id, check_id in due:
        with scope.within(government_id):
            understanding.request(checks.by_id(check_id), by=SYSTEM)
            db.session.commit()


@copies.asked("sosialisasi.checks")
def open_checks() -> list[Word]:
    """A copy made while answers come in is marked, and destroyed at the closing."""
    return [Word(f"pemahaman {one.id} sedang terbuka") for one in checks.unfinished()]
