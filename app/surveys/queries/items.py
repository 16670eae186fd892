"""The items of a wave."""

from sqlalchemy import select

from app.base.database import db
from app.surveys.models import InstrumentItem, WaveInstrument


def items_of_wave(wave_id: int) -> list[InstrumentItem]:
    """In the order they are asked, which is the order of their columns (``rules/columns.py``)."""
    statement = (
        select(InstrumentItem)
        .join(WaveInstrument, WaveInstrument.version_id == InstrumentItem.version_id)
        .where(WaveInstrument.wave_id == wave_id)
        .order_by(WaveInstrument.sort_order, InstrumentItem.sort_order)
    )
    return list(db.session.execute(statement).scalars())
