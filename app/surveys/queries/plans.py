"""The plan of a wave: what it asks, as it is worked out and as it is told."""

from collections import defaultdict

from sqlalchemy import select

from app.base.database import db
from app.surveys.models import Instrument, InstrumentDimension, InstrumentVersion, WaveInstrument
from app.surveys.queries.items import items_of_wave
from app.surveys.rules.plans import Plan, make_plan


def plan_of(wave_id: int) -> Plan:
    """In three questions, whatever it asks."""
    statement = (
        select(InstrumentVersion.id, Instrument)
        .join(Instrument, Instrument.id == InstrumentVersion.instrument_id)
        .join(WaveInstrument, WaveInstrument.version_id == InstrumentVersion.id)
        .where(WaveInstrument.wave_id == wave_id)
        .order_by(WaveInstrument.sort_order)
    )
    versions = [(row[0], row[1]) for row in db.session.execute(statement)]
    dimensions: dict[int, list[InstrumentDimension]] = defaultdict(list)
    of_these = select(InstrumentDimension).where(InstrumentDimension.version_id.in_([one for one, _ in versions]))
    for one in db.session.execute(of_these.order_by(InstrumentDimension.sort_order)).scalars():
        dimensions[one.version_id].append(one)
    return make_plan(versions, dimensions, items_of_wave(wave_id))
