"""Reading waves."""

from sqlalchemy import select

from app.base.database import db
from app.surveys.models import SurveyWave, WaveInstrument, WaveStatus


def unfinished() -> list[SurveyWave]:
    """Waves with answers that have not been rewritten yet, everywhere."""
    statement = (
        select(SurveyWave).where(SurveyWave.status.in_((WaveStatus.OPEN, WaveStatus.CLOSING))).order_by(SurveyWave.id)
    )
    return list(db.session.execute(statement).scalars())


def not_closed_with(version_ids: list[int]) -> bool:
    """Whether a wave that is prepared or open asks one of these versions."""
    statement = (
        select(SurveyWave.id)
        .join(WaveInstrument, WaveInstrument.wave_id == SurveyWave.id)
        .where(WaveInstrument.version_id.in_(version_ids), SurveyWave.status != WaveStatus.CLOSED)
        .limit(1)
    )
    return db.session.execute(statement).first() is not None
