"""Sending the invitations of a round: the audience is frozen as rows, step by step, and everybody is told."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from app.access.visitor import SYSTEM, Actor
from app.audit import services as audit
from app.base import scope, wording
from app.base.clock import now
from app.base.database import db, lock
from app.initiatives.queries.tallies import by_regional_unit
from app.jobs import services as jobs
from app.letters.services import issuing
from app.notifications.services import Recipient
from app.organisation import queries as organisation
from app.organisation.models import Employee
from app.sosialisasi import calendars, tokens
from app.sosialisasi.models import Invitation, InvitationStatus, RoundStatus, SosialisasiStatus
from app.sosialisasi.papers import invitations as papers
from app.sosialisasi.queries import audiences, events, mailing
from app.sosialisasi.queries.events import RoundPage
from app.sosialisasi.rules import events as rules
from app.sosialisasi.services import telling
from app.sosialisasi.words import Words

KIND, LATER_KIND = "sosialisasi.invite", "sosialisasi.invite_later"
AT_ONCE = 500
NAMES_SHOWN = 3
Progress = Callable[[int, int], None]


def local_today() -> date:
    zone = organisation.government(scope.current()).timezone
    return wording.local(now(), zone).date()


def send(page: RoundPage, *, skip_busy: bool, by: Actor) -> None:
    """Freeze the audience and have the worker invite everybody in it.

    Raises NobodyInvited for an audience of nobody, TwoAtOnce where some are expected elsewhere at that hour and are not
    to be skipped, and NoSignatory where nobody could sign the letter.
    """
    event, one, day = lock(page.event), lock(page.round), local_today()
    rules.ensure_may_invite(event.status, one.status, page.meeting.starts_at, now())
    rules.ensure_reply_by(one.reply_by, now())
    if not audiences.is_anybody(one, day):
        raise rules.NobodyInvited
    if not skip_busy:
        rules.ensure_no_clash(*audiences.clashing(one, page.meeting, day, limit=NAMES_SHOWN))
    issuing.draft(papers.invitation(page, Words.of(page), rows=(), tallies=()), on=day)
    one.status, one.invited_at = RoundStatus.INVITED, now()
    one.version += 1
    if event.status == SosialisasiStatus.DRAFT:
        event.status = SosialisasiStatus.OPEN
        event.version += 1
    audit.record("sosialisasi.round.invited", one, by=by)
    args = {"round_id": one.id, "day": day.isoformat(), "skip_busy": skip_busy}
    jobs.enqueue(KIND, args, by=by, government_id=one.government_id, key=f"{KIND}:{one.id}")


def send_on(page: RoundPage, *, by: Actor) -> None:
    """Have the worker go on with invitations that stopped on the way. Raises NotNow where none did."""
    one = lock(page.round)
    if one.status != RoundStatus.INVITED or one.letter_id is not None:
        raise rules.NotNow("Undangan putaran ini sudah terkirim semua.")
    jobs.enqueue(KIND, {}, by=by, government_id=one.government_id, key=f"{KIND}:{one.id}")


def invite(args: dict[str, Any], progress: Progress) -> str:
    """Write the invitations that are missing and tell everybody; then the letter. Safe to run again."""
    written = freeze(args, progress)
    page = events.any_round(args["round_id"])
    if lock(page.round).status != RoundStatus.INVITED:
        return "Putarannya dibatalkan, jadi tidak ada lagi yang diundang."
    _issue_letter(page)
    return f"{wording.number(written)} undangan dikirim."


def freeze(args: dict[str, Any], progress: Progress, *, is_later: bool = False) -> int:
    """Invite those of the audience who have no invitation yet, so many at a time; returns how many.

    Everybody is told in the transaction that writes their invitation, so whoever has one is passed by. It ends where
    the round is called off meanwhile.
    """
    day, written, after = date.fromisoformat(args["day"]), 0, 0
    total = sum(audiences.counts_by_path(events.any_round(args["round_id"]).round, day).values())
    while True:
        page = events.any_round(args["round_id"])
        if lock(page.round).status != RoundStatus.INVITED:
            break
        rows = audiences.to_invite(
            page.round, page.meeting, day, skip_busy=args["skip_busy"], after=after, limit=AT_ONCE
        )
        if not rows:
            break
        _write(page, rows, is_later=is_later)
        after, written = rows[-1].employee_id, written + len(rows)
        progress(min(written, total), total)
    progress(total, total)
    return written


def _write(page: RoundPage, rows: Sequence[Any], *, is_later: bool) -> None:
    """Invitations for (employee_id, unit_path, tier), with a word to each; one statement for all the rows."""
    at, one = now(), page.round
    made = [
        Invitation(
            government_id=one.government_id,
            round_id=one.id,
            employee_id=row.employee_id,
            unit_path=row.unit_path or "",
            tier=row.tier or "",
            is_later=is_later,
            status=InvitationStatus.INVITED,
            token_hash=tokens.fingerprint(tokens.token_of(one.id, row.employee_id)),
            invited_at=at,
            reason="",
            version=1,
        )
        for row in rows
    ]
    db.session.add_all(made)
    db.session.flush()
    people = _recipients([row.employee_id for row in rows])
    words, calendar = Words.of(page), calendars.file_for(page, calendars.REQUEST)
    for invitation in made:
        telling.invited(page, words, invitation.id, people[invitation.employee_id], calendar)


def _recipients(employee_ids: list[int]) -> dict[int, Recipient]:
    statement = select(Employee.id, Employee.name, Employee.email).where(Employee.id.in_(employee_ids))
    return {row.id: Recipient(row.id, row.name, row.email or "") for row in db.session.execute(statement)}


def _issue_letter(page: RoundPage) -> None:
    """The letter of the round with its number and the list of those invited; once."""
    one = lock(page.round)
    if one.letter_id is None:
        names = mailing.annex_names(one.id, papers.NAMES_AT_MOST + 1)
        draft = papers.invitation(
            page,
            Words.of(page),
            rows=names if len(names) <= papers.NAMES_AT_MOST else (),
            tallies=by_regional_unit(mailing.counts_by_path(one.id)),
        )
        one.letter_id = issuing.issue(draft, by=SYSTEM).id


def invite_later(page: RoundPage, *, by: Actor) -> None:
    """Invite whoever joined the audience since; they are told apart from those of the freeze."""
    one = lock(page.round)
    rules.ensure_may_invite_later(one.status, page.meeting.starts_at, now())
    day = local_today()
    if not audiences.to_invite(one, page.meeting, day, skip_busy=True, after=0, limit=1):
        raise rules.NotNow("Tidak ada yang menyusul, atau yang menyusul sudah punya undangan lain pada jam yang sama.")
    audit.record("sosialisasi.round.later_invited", one, by=by)
    args = {"round_id": one.id, "day": day.isoformat(), "skip_busy": True}
    key = f"{LATER_KIND}:{one.id}:{now():%Y%m%d%H%M%S%f}"
    jobs.enqueue(LATER_KIND, args, by=by, government_id=one.government_id, key=key)


def invite_the_later(args: dict[str, Any], progress: Progress) -> str:
    """As ``invite``, for whoever joined since; safe to run again."""
    return f"{wording.number(freeze(args, progress, is_later=True))} orang menyusul diundang."
