"""The plan of a wave: what it asks, as it is worked out and as it is told."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import select

from app.base.database import db
from app.surveys.models import Instrument, InstrumentDimension, InstrumentItem, InstrumentVersion, WaveInstrument
from app.surveys.rules.plans import Plan, make_plan


def plan_of(wave_id: int) -> Plan:
    return plans_of([wave_id])[wave_id]


def plans_of(wave_ids: Sequence[int]) -> dict[int, Plan]:
    """The plans of several waves in three questions, whatever they ask."""
    statement = (
        select(WaveInstrument.wave_id, InstrumentVersion.id, Instrument)
        .join(InstrumentVersion, InstrumentVersion.id == WaveInstrument.version_id)
        .join(Instrument, Instrument.id == InstrumentVersion.instrument_id)
        .where(WaveInstrument.wave_id.in_(wave_ids))
        .order_by(WaveInstrument.sort_order)
    )
    versions: dict[int, list[tuple[int, Instrument]]] = defaultdict(list)
    for wave_id, version_id, instrument in db.session.execute(statement):
        versions[wave_id].append((version_id, instrument))
    ids = sorted({version_id for found in versions.values() for version_id, _instrument in found})
    dimensions: dict[int, list[InstrumentDimension]] = defaultdict(list)
    of_these = select(InstrumentDimension).where(InstrumentDimension.version_id.in_(ids))
    for one in db.session.execute(of_these.order_by(InstrumentDimension.sort_order)).scalars():
        dimensions[one.version_id].append(one)
    items: dict[int, list[InstrumentItem]] = defaultdict(list)
    asked = select(InstrumentItem).where(InstrumentItem.version_id.in_(ids)).order_by(InstrumentItem.sort_order)
    for item in db.session.execute(asked).scalars():
        items[item.version_id].append(item)
    return {
        wave_id: make_plan(
            versions[wave_id],
            dimensions,
            [item for version_id, _instrument in versions[wave_id] for item in items[version_id]],
        )
        for wave_id in wave_ids
    }
