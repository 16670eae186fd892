"""The life of a batch before and beside its participants: drafted, published, changed, repeated, cancelled."""

from dataclasses import fields
from datetime import timedelta
from decimal import Decimal

from app.access.visitor import Actor
from app.attendance import services as attendance
from app.audit import services as audit
from app.base import wording
from app.base.clock import now
from app.base.database import db, lock
from app.base.errors import StaleVersion
from app.competency import queries as competency
from app.competency.models import JpRule
from app.organisation import queries as organisation
from app.training import rules
from app.training.facts import BatchFacts, CloneWishes
from app.training.models import (
    HOLDS_SEAT,
    IN_HAND,
    AgendaItem,
    Batch,
    BatchDocument,
    BatchMeeting,
    BatchReservation,
    BatchStatus,
    EnrolmentStatus,
    Programme,
)
from app.training.queries import batches, enrolments, planning, programmes
from app.training.queries.batches import BatchPage
from app.training.rules import Missing
from app.training.services import hours, interests, letters, lines, nominations, nominees
from app.training.services.interests import Turned
from app.training.services.moments import local_today, timezone

USUAL_SEATS = 30
OPENS_DAYS, CLOSES_DAYS, WITHDRAWAL_DAYS = 45, 3, 2


def create(programme: Programme, facts: BatchFacts, *, by: Actor, unit_id: int | None = None) -> Batch:
    """A draft that only the organisers see; its number is the next of the programme's year.

    With a ``unit_id`` that unit runs the batch.
    """
    programme = lock(programme)
    rules.ensure_in_use(programme)
    batch = Batch(
        programme_id=programme.id,
        number=programmes.next_number(programme.id, facts.starts_on.year),
        year=facts.starts_on.year,
        status=BatchStatus.DRAFT,
        unit_id=unit_id,
        lesson_hours=Decimal(0),
        seats_taken=0,
        version=1,
    )
    _write(batch, facts)
    _ensure_sound(batch, reserved=0)
    _set_hours(batch, programme, facts.lesson_hours)
    db.session.add(batch)
    db.session.flush()
    audit.record("training.batch.created", batch, by=by, number=batch.number, year=batch.year)
    return batch


def change(page: BatchPage, facts: BatchFacts, *, version: int, by: Actor) -> Batch:
    """Raises StaleVersion where somebody else was faster, and WrongField at what cannot be; nothing is half done.

    Locks programme and batch first: seats are compared with those taken at this very moment.
    """
    batch = lines.hold(page)
    if batch.version != version:
        raise StaleVersion
    rules.ensure_editable(batch)
    year, seats = batch.year, batch.seats
    with db.session.no_autoflush:
        _write(batch, facts)
        _ensure_sound(batch, reserved=planning.reserved_total(batch.id))
        _ensure_meetings_inside(batch)
        if batch.starts_on.year != year:
            batch.year = batch.starts_on.year
            batch.number = programmes.next_number(page.programme.id, batch.year)
        _set_hours(batch, page.programme, facts.lesson_hours)
    batch.version += 1
    db.session.flush()
    if batch.seats > seats and batch.status == BatchStatus.PUBLISHED:
        lines.offer_free_seats(page.programme.id)
    audit.record("training.batch.changed", batch, by=by, version=batch.version, seats=batch.seats)
    return batch


def _write(batch: Batch, facts: BatchFacts) -> None:
    """Every field of the form but the hours, which follow a rule; moments that were left out are put in."""
    rules.ensure_dates(facts.starts_on, facts.ends_on)
    for one in fields(facts):
        if one.name != "lesson_hours":
            setattr(batch, one.name, getattr(facts, one.name))
    begins = wording.at(facts.starts_on, timezone())
    batch.enrolment_opens_at = facts.enrolment_opens_at or min(begins - timedelta(days=OPENS_DAYS), now())
    batch.enrolment_closes_at = facts.enrolment_closes_at or begins - timedelta(days=CLOSES_DAYS)
    batch.withdrawal_closes_at = facts.withdrawal_closes_at or begins - timedelta(days=WITHDRAWAL_DAYS)
    if facts.enrolment_opens_at is None and batch.enrolment_closes_at <= batch.enrolment_opens_at:
        batch.enrolment_opens_at = batch.enrolment_closes_at - timedelta(days=OPENS_DAYS)


def _ensure_sound(batch: Batch, *, reserved: int) -> None:
    rules.ensure_windows(batch.enrolment_opens_at, batch.enrolment_closes_at, batch.withdrawal_closes_at)
    rules.ensure_seats(batch.seats, taken=batch.seats_taken or 0, reserved=reserved)
    rules.ensure_minimum(batch.min_participants, batch.decide_on, seats=batch.seats, starts_on=batch.starts_on)


def _ensure_meetings_inside(batch: Batch) -> None:
    zone = timezone()
    for row in planning.schedule(batch.id):
        first, last = wording.local(row.starts_at, zone).date(), wording.local(row.ends_at, zone).date()
        if first < batch.starts_on or last > batch.ends_on:
            raise rules.WrongField(
                "starts_on" if first < batch.starts_on else "ends_on",
                f"{row.title} pada {wording.full_date(first)} akan di luar tanggal angkatan. Ubah dulu jadwalnya.",
            )


def _set_hours(batch: Batch, programme: Programme, typed: Decimal | None) -> None:
    """The organiser's own figure counts only where the form leaves it to them."""
    form = competency.form(programme.form_code, batch.starts_on)
    if form.jp_rule == JpRule.MANUAL:
        batch.lesson_hours = typed or Decimal(0)
    if not batch.lesson_hours or form.jp_rule != JpRule.MANUAL:
        hours.follow_the_rule(batch, programme.form_code)


def missing(page: BatchPage) -> list[Missing]:
    """What the draft still lacks before people may enrol."""
    return rules.missing_for_publication(
        page.batch,
        page.programme,
        subjects=len(programmes.subject_rows(page.programme.id)),
        meetings=[(row.starts_at, row.ends_at) for row in planning.schedule(page.batch.id)],
        at=now(),
    )


def publish(page: BatchPage, *, by: Actor) -> Turned:
    """Let people see the batch and enrol; whom a plan named is seated first, then whoever waited for dates, in order.

    Said again, it takes up again what is left of that. Raises NotReadyToPublish while something is missing.
    """
    batch = lines.hold(page)
    if batch.status == BatchStatus.PUBLISHED:
        if batch.turning_since is not None:
            interests.go_on(page, by=by)
        return Turned()
    if batch.status != BatchStatus.DRAFT:
        raise rules.IsOver
    still = missing(page)
    if still:
        raise rules.NotReadyToPublish(" ".join(one.text for one in still))
    hours.follow_the_rule(batch, page.programme.form_code)
    batch.status = BatchStatus.PUBLISHED
    batch.version += 1
    audit.record("training.batch.published", batch, by=by)
    nominees.seat_all(page, by=by)
    return interests.turn_into_bookings(page, by=by)


def cancel(page: BatchPage, reason: str, *, by: Actor) -> int:
    """Call the batch off: every booking ends, every seat is free, everybody is told why; returns how many.

    Locks as enrolling does: whoever comes a moment later reads that it is cancelled. Who waits for another batch
    of the programme as well keeps their place there.
    """
    batch = lines.hold(page)
    rules.ensure_may_cancel(batch, settled=enrolments.settled(batch.id))
    batch.status, batch.cancelled_at, batch.cancel_reason = BatchStatus.CANCELLED, now(), reason
    batch.turning_since = None
    attendance.forget_devices([meeting.id for meeting in batches.meetings(batch.id)])
    batch.version += 1
    affected = [lock(one) for one in enrolments.with_status(batch.id, sorted(IN_HAND))]
    people = organisation.people([one.employee_id for one in affected], local_today())
    invitation = letters.calendar_of(page, method="CANCEL")
    for enrolment in affected:
        held = enrolment.status in HOLDS_SEAT
        batch.seats_taken -= held
        enrolment.status, enrolment.reason = EnrolmentStatus.CANCELLED, reason
        enrolment.queued_at = enrolment.offer_expires_at = enrolment.decide_by = None
        audit.record("training.enrolment.cancelled", enrolment, by=by)
        letters.tell_cancelled(enrolment, page, people[enrolment.employee_id], calendar=invitation if held else "")
    nominations.drop_all(page, by=by)
    lines.offer_free_seats(page.programme.id)
    audit.record("training.batch.cancelled", batch, by=by, bookings=len(affected))
    return len(affected)


def go_ahead(page: BatchPage, *, by: Actor) -> Batch:
    """Hold the batch although it has fewer people than it needs; nobody is asked again."""
    batch = lock(page.batch)
    rules.ensure_editable(batch)
    batch.went_ahead_at = now()
    audit.record("training.batch.went_ahead", batch, by=by, people=batch.seats_taken)
    return batch


def realise(page: BatchPage, realised: Decimal | None, *, version: int, by: Actor) -> Batch:
    """What a batch that is over has cost; bills come in after the last day. Raises StaleVersion as ``change`` does."""
    batch = lock(page.batch)
    rules.ensure_realisable(batch)
    if batch.version != version:
        raise StaleVersion
    before, batch.realised = batch.realised, realised
    batch.version += 1
    audit.record(
        "training.batch.realised",
        batch,
        by=by,
        before=None if before is None else str(before),
        after=None if realised is None else str(realised),
    )
    return batch


def delete_draft(page: BatchPage, *, by: Actor) -> None:
    """Throw a draft away. What people have seen is cancelled instead, with a reason."""
    batch = lock(page.batch)
    if batch.status != BatchStatus.DRAFT:
        raise rules.StillNeeded(
            "Angkatan yang sudah dibuka tidak dihapus. Batalkan dengan alasan, supaya peserta tahu."
        )
    if batch.unit_id is not None:
        raise rules.StillNeeded("Angkatan ini berasal dari usulan unit. Tarik usulannya; rancangannya ikut terhapus.")
    audit.record("training.batch.deleted", batch, by=by, number=batch.number, year=batch.year)
    for row in [*planning.reservation_rows(batch.id), *planning.document_rows(batch.id)]:
        db.session.delete(row)
    nominees.drop(batch.id)
    _drop_schedule(batch)
    db.session.delete(batch)


def _drop_schedule(batch: Batch) -> None:
    meetings = batches.meetings(batch.id)
    for item in planning.agenda_items([meeting.id for meeting in meetings]):
        db.session.delete(item)
    for link in planning.links(batch.id):
        db.session.delete(link)
    db.session.flush()
    for meeting in meetings:
        attendance.drop_meeting(meeting)


def clone(page: BatchPage, wishes: CloneWishes, *, by: Actor) -> Batch:
    """A draft like this batch, everything moved by the days between the two first days."""
    programme = lock(page.programme)
    rules.ensure_in_use(programme)
    old, shift = page.batch, wishes.starts_on - page.batch.starts_on
    batch = Batch(
        programme_id=programme.id,
        number=programmes.next_number(programme.id, wishes.starts_on.year),
        year=wishes.starts_on.year,
        status=BatchStatus.DRAFT,
        policy=old.policy,
        starts_on=wishes.starts_on,
        ends_on=old.ends_on + shift,
        city=old.city,
        place=old.place,
        address=old.address,
        trainer=old.trainer,
        trainer_from=old.trainer_from,
        lesson_hours=old.lesson_hours,
        seats=old.seats,
        seats_taken=0,
        min_participants=old.min_participants,
        decide_on=old.decide_on + shift if old.decide_on else None,
        reserved_until=old.reserved_until + shift if wishes.reservations and old.reserved_until else None,
        budget=old.budget if wishes.money else None,
        assignment_brief=old.assignment_brief if wishes.assignment else "",
        assignment_due_at=old.assignment_due_at + shift if wishes.assignment and old.assignment_due_at else None,
        enrolment_opens_at=old.enrolment_opens_at + shift,
        enrolment_closes_at=old.enrolment_closes_at + shift,
        withdrawal_closes_at=old.withdrawal_closes_at + shift,
        version=1,
    )
    db.session.add(batch)
    db.session.flush()
    if wishes.schedule:
        _copy_schedule(old, batch, shift)
    if wishes.documents:
        for row in planning.document_rows(old.id):
            db.session.add(
                BatchDocument(batch_id=batch.id, file_id=row.file_id, title=row.title, audience=row.audience)
            )
    if wishes.reservations:
        for kept in planning.reservation_rows(old.id):
            db.session.add(BatchReservation(batch_id=batch.id, unit_id=kept.unit_id, seats=kept.seats))
    db.session.flush()
    hours.follow_the_rule(batch, programme.form_code)
    audit.record("training.batch.created", batch, by=by, number=batch.number, year=batch.year, like=old.id)
    return batch


def _copy_schedule(old: Batch, batch: Batch, shift: timedelta) -> None:
    """Indonesia keeps one clock all year, so the same shift keeps every hour of the day."""
    meetings = batches.meetings(old.id)
    links = {link.meeting_id: link for link in planning.links(old.id)}
    copies = {}
    for meeting in meetings:
        copy = attendance.plan_meeting(
            title=meeting.title,
            starts_at=meeting.starts_at + shift,
            ends_at=meeting.ends_at + shift,
            place=meeting.place,
            address=meeting.address,
            online_url=meeting.online_url,
        )
        copies[meeting.id] = copy.id
        link = links[meeting.id]
        db.session.add(
            BatchMeeting(batch_id=batch.id, meeting_id=copy.id, subject_id=link.subject_id, trainer=link.trainer)
        )
    for item in planning.agenda_items(list(copies)):
        db.session.add(
            AgendaItem(
                meeting_id=copies[item.meeting_id],
                starts_at=item.starts_at + shift,
                title=item.title,
                text=item.text,
                is_pause=item.is_pause,
            )
        )
