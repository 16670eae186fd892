"""What others do for sosialisasi: the worker invites, tells and reminds, and people's own calendars show its rounds."""

from app.attendance.services import sign_sheets
from app.base import scope
from app.base.clock import now
from app.base.database import db
from app.documents import asked
from app.jobs.registry import registry
from app.sosialisasi.models import LetterBundle
from app.sosialisasi.queries import mailing, presence
from app.sosialisasi.rules import events as rules
from app.sosialisasi.services import agenda, bundles, inviting, notices, rounds
from app.sosialisasi.services.presence import RoundHost
from app.training.services import feeds

feeds.also(agenda.entries)
sign_sheets.hosted_by("sosialisasi", lambda meeting_id: RoundHost(presence.round_at(meeting_id)))
registry.handles(inviting.KIND)(inviting.invite)
registry.handles(bundles.KIND)(bundles.make)
registry.handles(inviting.LATER_KIND)(inviting.invite_the_later)
registry.handles(rounds.TELL_CHANGE)(notices.tell_change)
registry.handles(rounds.TELL_CANCELLATION)(notices.tell_cancellation)
registry.handles(notices.REMIND)(notices.remind)


@registry.duty("sosialisasi.remind")
def remind() -> None:
    """Remind the silent of every round whose time to answer is nearly over, one transaction each."""
    at = now()
    due = mailing.with_silent(at, at + max(rules.REMIND_BEFORE))
    db.session.commit()
    for government_id, round_id in due:
        with scope.within(government_id):
            notices.remind_when_due(round_id)
            db.session.commit()


@registry.duty("sosialisasi.tidy_letters")
def tidy_letters() -> None:
    """Forget printed letters whose days are over."""
    asked.tidy(LetterBundle)
