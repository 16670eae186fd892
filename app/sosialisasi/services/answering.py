"""Answering an invitation: coming, not coming, sending somebody else, taking a seat in another round.

Every answer holds the round before it looks at its seats.
"""

from app.access.visitor import Actor
from app.attendance.models import Meeting
from app.audit import services as audit
from app.base.clock import now
from app.base.database import db, lock
from app.base.errors import WrongField
from app.notifications.services import Recipient
from app.organisation.models import Employee
from app.sosialisasi import calendars, tokens
from app.sosialisasi.models import Invitation, InvitationStatus
from app.sosialisasi.queries import events
from app.sosialisasi.queries import invitations as queries
from app.sosialisasi.queries.invitations import InvitationPage
from app.sosialisasi.rules import events as rules
from app.sosialisasi.services import seats, telling
from app.sosialisasi.services.inviting import local_today
from app.sosialisasi.words import Words


def _held(page: InvitationPage) -> Invitation:
    """The invitation with its round, both locked, as long as it may still be answered."""
    one = lock(page.round)
    invitation = lock(page.invitation)
    rules.ensure_may_answer(invitation.status, one.status, page.meeting.starts_at, one.reply_by, now())
    return invitation


def accept(page: InvitationPage, *, by: Actor) -> InvitationStatus:
    """Come, or wait for a seat where all are taken; returns which. Said again, it stays as it is.

    Raises TwoAtOnce for who said yes to something else at that hour.
    """
    invitation = _held(page)
    if invitation.status in (InvitationStatus.ACCEPTED, InvitationStatus.WAITING):
        return InvitationStatus(invitation.status)
    _ensure_free(page, page.meeting)
    seats.take(page.round, invitation)
    _answered(invitation, "", by)
    return InvitationStatus(invitation.status)


def _ensure_free(page: InvitationPage, meeting: Meeting) -> None:
    elsewhere = queries.accepted_elsewhere(page, meeting)
    if elsewhere:
        raise rules.TwoAtOnce(f"Anda sudah menyatakan hadir di {elsewhere} pada jam yang sama. Batalkan dulu yang itu.")


def decline(page: InvitationPage, reason: str, *, by: Actor) -> None:
    """Not come; a seat that gets free goes to whoever waits."""
    invitation = _held(page)
    if invitation.status == InvitationStatus.DECLINED:
        return
    seats.release(page.round, invitation)
    invitation.status = InvitationStatus.DECLINED
    _answered(invitation, reason, by)
    seats.fill(page.as_round)


def _answered(invitation: Invitation, reason: str, by: Actor) -> None:
    invitation.answered_at, invitation.reason = now(), reason
    invitation.version += 1
    db.session.flush()
    audit.record("sosialisasi.invitation.answered", invitation, by=by, status=invitation.status)


def send_delegate(page: InvitationPage, delegate: Employee, *, by: Actor) -> Invitation:
    """Ask somebody else to come instead, with an invitation of their own. A delegate sends nobody on."""
    invitation = _held(page)
    if invitation.delegate_of_id is not None:
        raise WrongField("delegate_id", "Anda sendiri hadir sebagai wakil, jadi tidak bisa mengirim wakil lagi.")
    seats.release(page.round, invitation)
    invitation.status = InvitationStatus.DELEGATED
    _answered(invitation, "", by)
    made = _invite(page, delegate.id, delegate_of_id=invitation.id)
    recipient = Recipient(delegate.id, delegate.name, delegate.email)
    where = page.as_round
    calendar = calendars.file_for(where, calendars.REQUEST)
    telling.invited(where, Words.of(where), made.id, recipient, calendar, instead_of=page.employee.name)
    audit.record("sosialisasi.invitation.delegated", made, by=by)
    seats.fill(where)
    return made


def _invite(page: InvitationPage, employee_id: int, *, delegate_of_id: int | None) -> Invitation:
    path, tier = queries.standing(employee_id, local_today())
    made = Invitation(
        round_id=page.round.id,
        employee_id=employee_id,
        unit_path=path,
        tier=tier,
        is_later=True,
        status=InvitationStatus.INVITED,
        token_hash=tokens.fingerprint(tokens.token_of(page.round.id, employee_id)),
        invited_at=now(),
        reason="",
        delegate_of_id=delegate_of_id,
        version=1,
    )
    db.session.add(made)
    db.session.flush()
    return made


def move(page: InvitationPage, round_id: int, *, by: Actor) -> Invitation:
    """Take a seat in another round of the event instead. Raises NotNow where it has none left by now.

    Both rounds are held, the one of the smaller number first, so that two who swap never wait for each other.
    """
    first, second = sorted((page.round.id, round_id))
    for number in (first, second):
        lock(events.any_round(number).round)
    invitation = _held(page)
    offered = {one.id: meeting for one, meeting in queries.other_rounds(page, now())}
    if round_id not in offered:
        raise rules.NotNow("Kursi di putaran itu baru saja habis atau putarannya berubah. Pilih putaran lain.")
    other = events.any_round(round_id)
    _ensure_free(page, other.meeting)
    there = queries.own_to_round(page.employee.id, round_id)
    seats.release(page.round, invitation)
    invitation.status = InvitationStatus.MOVED
    _answered(invitation, "", by)
    moved = InvitationPage(invitation, page.employee, other.round, other.meeting, other.event, other.unit)
    made = lock(there) if there is not None else _invite(moved, page.employee.id, delegate_of_id=None)
    if made.status != InvitationStatus.ACCEPTED:
        seats.take(other.round, made)
        _answered(made, "", by)
    seats.fill(page.as_round)
    return made
