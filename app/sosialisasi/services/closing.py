"""Closing a round: it was held, and whoever attended gets their lesson hours, letter and thanks.

The work is done in the background, one person in one transaction. It may be killed at any instant: run again, it goes
on where it stopped. A day of an event is settled once for each person, whatever rounds they came to on it.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from app.access.visitor import SYSTEM, Actor
from app.attendance.services import forget_devices
from app.audit import services as audit
from app.base.clock import now
from app.base.database import db, lock
from app.competency.models import DevelopmentForm
from app.jobs import queries as job_queries
from app.jobs import services as jobs
from app.jobs.models import Job, JobStatus
from app.learning.queries import lines
from app.learning.services import counting
from app.letters.services import issue
from app.letters.services.issuing import signer_for
from app.organisation import queries as organisation
from app.sosialisasi.models import AttendedDay, RoundStatus
from app.sosialisasi.papers import attendance as attendance_letter
from app.sosialisasi.queries import attendees, settled
from app.sosialisasi.queries.events import RoundPage
from app.sosialisasi.rules import events as rules
from app.sosialisasi.rules import outlooks
from app.sosialisasi.rules.outlooks import Outlook
from app.sosialisasi.services import thanks
from app.sosialisasi.services.records import local_day

KIND = "sosialisasi.close_round"
Progress = Callable[[int, int], None]


def job_key(page: RoundPage) -> str:
    """The job that closes a round as it stands now."""
    return f"{KIND}:{page.round.id}:{page.round.version}"


def job_of(page: RoundPage) -> Job | None:
    return job_queries.by_key(job_key(page))


def source_key(day_id: int) -> str:
    """What the lesson hours of a settled day are credited under, once."""
    return f"{settled.CREDITED_AS}{day_id}"


def hours_of(page: RoundPage) -> Decimal:
    """JP of one day of the event by the rule in force on that day; 0 where it gives none."""
    if not page.event.gives_hours:
        return Decimal(0)
    return outlooks.hours_of_day(_form(page, local_day(page)), page.meeting.ends_at - page.meeting.starts_at)


def _form(page: RoundPage, day: date) -> DevelopmentForm | None:
    return lines.forms(day).get(page.event.form_code)


def unsettled(page: RoundPage) -> int:
    """How many who came are not settled for the day."""
    ids = attendees.ids(page.meeting.id)
    return len(ids) - settled.settled_count(page.event.id, local_day(page), ids)


def outlooks_of(page: RoundPage, *, after: tuple[str, int] | None, limit: int) -> list[Outlook]:
    """What closing now would do with those on the list, or has done, by name, so many at a time."""
    day = local_day(page)
    people = attendees.expected(page.round.id, page.meeting.id, day, after=after, limit=limit)
    ids = [one.employee_id for one in people]
    known, withdrawn = settled.of_day(page.event.id, day, ids), settled.withdrawn(page.round.id, ids)
    hours = hours_of(page)
    return [
        outlooks.outlook(
            one,
            known.get(one.employee_id),
            number=page.round.number,
            hours=hours,
            gives_hours=page.event.gives_hours,
            gives_letter=page.event.gives_letter,
            withdrawn=withdrawn.get(one.employee_id, ""),
        )
        for one in people
    ]


def ensure_may_close(page: RoundPage) -> None:
    """Raises NotNow before the round is over, and where nothing is left to do; NoSignatory where letters could not be
    signed."""
    if page.round.status == RoundStatus.HELD:
        _ensure_something_left(page)
    else:
        rules.ensure_may_hold(page.round.status, page.meeting.ends_at, now())
    if page.event.gives_letter:
        signer_for(page.unit.id, local_day(page))


def _ensure_something_left(page: RoundPage) -> None:
    job = job_of(page)
    if job is not None and not job.is_over:
        raise rules.NotNow("Putaran ini sedang ditutup. Tunggu sampai selesai.")
    if job is not None and job.status != JobStatus.FAILED and not unsettled(page):
        raise rules.NotNow("Putaran ini sudah ditutup, dan semua yang hadir sudah dicatat.")


def request_closing(page: RoundPage, *, by: Actor) -> Job:
    """Say that a round was held, and have the worker settle whoever came.

    A held round with people who are not settled yet (recognised later, or after a failure) is settled again.
    """
    one = lock(page.round)
    ensure_may_close(page)
    job = job_of(page)
    if job is None or job.status != JobStatus.FAILED:
        if one.status != RoundStatus.HELD:
            one.status, one.held_at = RoundStatus.HELD, now()
        one.version += 1
        audit.record("sosialisasi.round.closing", one, by=by)
    return jobs.enqueue(KIND, {"round_id": one.id}, by=by, government_id=one.government_id, key=job_key(page))


def close(args: dict[str, Any], progress: Progress) -> str:
    """Do the closing; safe to run again after a crash. Returns the sentence for the progress page."""
    page = settled.closing_page(args["round_id"])
    if page.event.gives_letter:
        signer_for(page.unit.id, local_day(page))
    ids = attendees.ids(page.meeting.id)
    for done, employee_id in enumerate(ids, start=1):
        settle(page, employee_id)
        progress(done, len(ids))
    forget_devices([page.meeting.id])
    db.session.commit()
    people, letters = settled.given(page.round.id)
    said = f"Selesai. {people} orang dicatat dari putaran ini"
    return f"{said}, {letters} surat keterangan hadir terbit." if letters else f"{said}."


def settle(page: RoundPage, employee_id: int, *, by: Actor = SYSTEM, is_thanked: bool = True) -> AttendedDay | None:
    """One person's day and what follows from it, in the caller's transaction, once; None where it was settled before.

    Locks the person. Without ``is_thanked`` the caller tells them.
    """
    day = local_day(page)
    lock(organisation.employee(employee_id))
    if settled.standing(page.event.id, employee_id, day) is not None:
        return None
    is_first = not settled.was_thanked(page.event.id, employee_id)
    hours = hours_of(page)
    row = AttendedDay(
        sosialisasi_id=page.event.id,
        round_id=page.round.id,
        employee_id=employee_id,
        day=day,
        hours=hours,
        settled_at=now(),
    )
    db.session.add(row)
    db.session.flush()
    audit.record("sosialisasi.day.settled", row, by=by, hours=str(hours))
    if hours:
        counting.credit(
            employee_id,
            source_key=source_key(row.id),
            form_code=page.event.form_code,
            title=page.event.title,
            organiser=page.unit.name[:150],
            starts_on=day,
            ends_on=day,
            hours=hours,
            by=by,
        )
    person = organisation.person(employee_id, day)
    if page.event.gives_letter:
        nip = organisation.employee(employee_id).nip
        row.letter_id = issue(attendance_letter.draft(page, row, person, nip, day), by=by).id
    if is_first and is_thanked:
        thanks.send(page, person, day, hours=hours, has_letter=page.event.gives_letter)
    return row
