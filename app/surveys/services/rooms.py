"""A phone that goes round in a room: a sealed ticket opens the list of one group for some hours, and nothing else.

Nobody is signed in on it. Whoever finds their name types the last six digits of their NIP and gets their own form.
"""

import hmac
from dataclasses import dataclass

from app.access.visitor import Actor
from app.audit import services as audit
from app.base import scope, sealing
from app.base.clock import now
from app.surveys.models import SurveyGroup, SurveyWave
from app.surveys.queries import participations
from app.surveys.rules import tokens
from app.surveys.rules import waves as rules

_PURPOSE = "survey room"
DIGITS = 6
LONGEST = 400


@dataclass(frozen=True)
class Room:
    """What a ticket opens."""

    government_id: int
    wave_id: int
    group_id: int


def open_(wave: SurveyWave, group: SurveyGroup, *, by: Actor) -> str:
    """A ticket for the phone of a group. Raises NotOpen."""
    rules.ensure_open(wave.status, wave.closes_at, now())
    audit.record("surveys.room.opened", group, by=by)
    return sealing.seal(_PURPOSE, f"{wave.government_id}:{wave.id}:{group.id}")


def entered(ticket: str) -> Room | None:
    """What a ticket opens; None for one that is over, was changed, or was never made here."""
    try:
        parts = sealing.unseal(_PURPOSE, ticket[:LONGEST], seconds=rules.ROOM_SECONDS).split(":")
    except sealing.BrokenSeal:
        return None
    return Room(*map(int, parts))


def token_of(room: Room, employee_id: int, digits: str) -> str | None:
    """The token of somebody in the room who knows the end of their NIP; None for wrong digits."""
    with scope.within(room.government_id):
        person = participations.in_room(room.wave_id, room.group_id, employee_id)
    typed = "".join(one for one in digits if one.isdigit())
    if len(typed) != DIGITS or not hmac.compare_digest(typed, person.nip[-DIGITS:]):
        return None
    return tokens.token_of(room.wave_id, employee_id)
