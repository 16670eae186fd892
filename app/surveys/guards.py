"""Which waves the visitor runs: those of the units within their reach; any other is simply not found."""

from app.access.guards import visitor
from app.access.permissions import Permission
from app.access.visitor import Reach
from app.surveys.queries import waves
from app.surveys.queries.waves import WavePage

MANAGE = Permission.SURVEYS_WAVE_MANAGE
NAMED = Permission.SURVEYS_NAMED_READ
OWN = Permission.SURVEYS_OWN_ANSWER
ROOM = Permission.SURVEYS_ROOM_RUN


def managed_reach() -> Reach:
    return visitor.reach(MANAGE)


def managed_wave(wave_id: int) -> WavePage:
    return waves.page(managed_reach(), wave_id)


def wave_of_room(wave_id: int) -> WavePage:
    return waves.page(visitor.reach(ROOM), wave_id)


def named_wave(wave_id: int) -> WavePage:
    return waves.page(visitor.reach(NAMED), wave_id)
