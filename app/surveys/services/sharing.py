"""Telling everybody who was asked what was found and what is done about it."""

from app.access.visitor import Actor
from app.audit import services as audit
from app.base.clock import now
from app.base.database import lock
from app.base.errors import RuleBroken, StaleVersion
from app.surveys.models import SurveyWave, WaveStatus


class NotClosed(RuleBroken):
    message = "Hasil baru bisa dibagikan sesudah gelombangnya ditutup."


def share(wave: SurveyWave, told: str, *, version: int, by: Actor) -> SurveyWave:
    """Let everybody asked read the whole's results with these words. Raises NotClosed and StaleVersion."""
    wave = lock(wave)
    if wave.status != WaveStatus.CLOSED:
        raise NotClosed
    if wave.version != version:
        raise StaleVersion
    wave.told = told.strip()
    is_new = wave.shared_at is None
    wave.shared_at = wave.shared_at or now()
    wave.version += 1
    audit.record("surveys.wave.shared" if is_new else "surveys.wave.retold", wave, by=by)
    return wave


def unshare(wave: SurveyWave, *, by: Actor) -> None:
    """Take it back; what was written stays for the next time."""
    wave = lock(wave)
    if wave.shared_at is None:
        return
    wave.shared_at = None
    wave.version += 1
    audit.record("surveys.wave.unshared", wave, by=by)
