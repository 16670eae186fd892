"""Words to everybody of a round, so many at a time: it moved, it was called off, an answer is missing."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import update

from app.access.visitor import SYSTEM, Actor
from app.audit import services as audit
from app.base import wording
from app.base.clock import now
from app.base.database import db, lock
from app.jobs import services as jobs
from app.notifications import queries as notices
from app.notifications.services import Recipient
from app.sosialisasi import calendars
from app.sosialisasi.letters import invitations as letters
from app.sosialisasi.models import Invitation, RoundStatus
from app.sosialisasi.queries import events, mailing
from app.sosialisasi.queries.events import RoundPage
from app.sosialisasi.rules import events as rules
from app.sosialisasi.services import telling
from app.sosialisasi.words import Words

REMIND = "sosialisasi.remind"
AT_ONCE = 500
Tell = Callable[[RoundPage, Words, int, Recipient, str], None]


def tell_change(args: dict[str, Any], progress: Callable[[int, int], None]) -> str:
    """Tell everybody expected of the new time or place; a later change says so itself. Safe to run again."""
    return _tell_all(args, progress, letters.CHANGED, telling.changed)


def tell_cancellation(args: dict[str, Any], progress: Callable[[int, int], None]) -> str:
    """Tell everybody expected that it was called off, and take it out of their calendars. Safe to run again."""
    return _tell_all(args, progress, letters.CANCELLED, telling.cancelled)


def _tell_all(args: dict[str, Any], progress: Callable[[int, int], None], kind: str, tell: Tell) -> str:
    """From where an earlier run stopped: whoever was told of this version already is passed by."""
    method = calendars.CANCEL if kind == letters.CANCELLED else calendars.REQUEST
    after = told = 0
    while True:
        page = events.any_round(args["round_id"])
        if lock(page.round).version != args["version"]:
            break
        rows = mailing.recipients(page.round.id, after=after, limit=AT_ONCE)
        if not rows:
            break
        paths = {telling.path_of(row.id): row.employee_id for row in rows}
        known = notices.told_since(paths, kind, datetime.fromisoformat(args["since"]))
        words, calendar = Words.of(page), calendars.file_for(page, method)
        for row in rows:
            if telling.path_of(row.id) not in known:
                tell(page, words, row.id, Recipient(row.employee_id, row.name, row.email or ""), calendar)
                told += 1
        after = rows[-1].id
        progress(told, told)
    db.session.commit()
    return f"{wording.number(told)} orang dikabari."


def remind_now(page: RoundPage, *, by: Actor) -> None:
    """Have the worker remind the silent. Raises NotNow where nobody is to be reminded today."""
    one = lock(page.round)
    rules.ensure_may_remind(one.status, page.meeting.starts_at, one.reply_by, now())
    if not mailing.silent(one.id, before=now() - rules.REMIND_AGAIN, after=0, limit=1):
        raise rules.NotNow(
            "Semua sudah menjawab, atau yang belum sudah diundang atau diingatkan dalam 24 jam terakhir."
        )
    audit.record("sosialisasi.round.reminded", one, by=by)
    key = f"{REMIND}:{one.id}:{now():%Y%m%d%H%M%S%f}"
    jobs.enqueue(REMIND, {"round_id": one.id}, by=by, government_id=one.government_id, key=key)


def remind(args: dict[str, Any], progress: Callable[[int, int], None]) -> str:
    """Remind whoever is silent and was not reminded within a day. Safe to run again."""
    told = 0
    while rows := _remind_some(args["round_id"]):
        told += rows
        progress(told, told)
    db.session.commit()
    return f"{wording.number(told)} orang diingatkan."


def _remind_some(round_id: int) -> int:
    page, at = events.any_round(round_id), now()
    if lock(page.round).status != RoundStatus.INVITED or page.meeting.starts_at <= at:
        return 0
    rows = mailing.silent(round_id, before=at - rules.REMIND_AGAIN, after=0, limit=AT_ONCE)
    words = Words.of(page)
    for row in rows:
        recipient = Recipient(row.employee_id, row.name, row.email or "")
        telling.reminded(page, words, row.id, recipient, f"{at:%Y%m%d%H%M%S%f}")
    reminded = update(Invitation).where(Invitation.id.in_([row.id for row in rows]))
    db.session.execute(reminded.values(reminded_at=at))
    return len(rows)


def remind_when_due(round_id: int) -> None:
    """Ask the worker to remind the silent of a round whose time to answer is nearly over; once for each mark."""
    page, at = events.any_round(round_id), now()
    one = page.round
    mark = rules.reminder_mark(one.reply_by or page.meeting.starts_at, at)
    if mark is None or not mailing.silent(one.id, before=min(mark, at - rules.REMIND_AGAIN), after=0, limit=1):
        return
    args = {"round_id": one.id}
    key = f"{REMIND}:{one.id}:{mark:%Y%m%d%H%M}"
    jobs.enqueue(REMIND, args, by=SYSTEM, government_id=one.government_id, key=key)
