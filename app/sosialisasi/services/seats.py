"""The seats of a round. Whoever calls holds the round, so that two people never win the last seat."""

from app.access.visitor import SYSTEM
from app.audit import services as audit
from app.base.database import db
from app.notifications.services import Recipient
from app.organisation import queries as organisation
from app.sosialisasi.models import Invitation, InvitationStatus, SosialisasiRound
from app.sosialisasi.queries import invitations as queries
from app.sosialisasi.queries.events import RoundPage
from app.sosialisasi.rules import events as rules
from app.sosialisasi.services import telling


def take(one: SosialisasiRound, invitation: Invitation) -> bool:
    """Give a seat if there is one, otherwise a place among those who wait; returns whether there was one."""
    if not rules.has_seat(one.seats, one.seats_taken):
        invitation.status = InvitationStatus.WAITING
        return False
    one.seats_taken += 1
    invitation.status = InvitationStatus.ACCEPTED
    db.session.flush()
    return True


def release(one: SosialisasiRound, invitation: Invitation) -> None:
    """Give a seat back where there was one; ``fill`` gives it to the next."""
    if invitation.status == InvitationStatus.ACCEPTED:
        one.seats_taken -= 1


def fill(page: RoundPage) -> None:
    """Give free seats to those who wait, in the order in which they said yes, and tell them."""
    db.session.flush()
    while rules.has_seat(page.round.seats, page.round.seats_taken):
        waiting = queries.next_waiting(page.round.id)
        if waiting is None:
            return
        take(page.round, waiting)
        waiting.version += 1
        audit.record("sosialisasi.invitation.seated", waiting, by=SYSTEM)
        person = organisation.employee(waiting.employee_id)
        telling.seated(page, waiting.id, waiting.version, Recipient(person.id, person.name, person.email))
