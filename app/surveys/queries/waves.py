"""Reading waves."""

from sqlalchemy import select

from app.base.database import db
from app.surveys.models import SurveyWave, WaveStatus


def unfinished() -> list[SurveyWave]:
    """Waves with answers that have not been rewritten yet, everywhere."""
    statement = (
        select(SurveyWave).where(SurveyWave.status.in_((WaveStatus.OPEN, WaveStatus.CLOSING))).order_by(SurveyWave.id)
    )
    return list(db.session.execute(statement).scalars())
