"""Instruments and their versions: taken over or written, published and from then on frozen, retired, archived."""

from collections.abc import Iterable

from sqlalchemy import delete

from app.access.visitor import Actor
from app.audit import services as audit
from app.base import scope
from app.base.clock import now
from app.base.database import db, lock
from app.base.errors import StaleVersion, WrongField
from app.organisation import queries as organisation
from app.surveys import reference
from app.surveys.instrument_facts import DimensionFacts, InstrumentFacts, ItemFacts
from app.surveys.models import (
    Instrument,
    InstrumentDimension,
    InstrumentItem,
    InstrumentVersion,
    VersionStatus,
)
from app.surveys.queries import instruments as queries
from app.surveys.queries import waves
from app.surveys.queries.instruments import VersionPage
from app.surveys.rules import instruments as rules

READY_MADE = " (siap pakai)"


def take_over(code: str, *, by: Actor) -> InstrumentVersion:
    """Make a shipped instrument this government's own, ready to be asked."""
    shipped = reference.shipped()[code]
    _hold_titles()
    if queries.taken_over(code) is not None:
        raise rules.NotNow("Instrumen ini sudah diambil. Buka dari daftar instrumen.")
    title = shipped.title if not queries.is_title_taken(shipped.title) else shipped.title + READY_MADE
    _ensure_title(title)
    instrument = Instrument(
        title=title,
        purpose=shipped.purpose,
        direction=shipped.direction,
        shipped_code=code,
        licence_note=shipped.licence_note,
        is_trait=shipped.is_trait,
        is_collective=shipped.is_collective,
    )
    db.session.add(instrument)
    db.session.flush()
    version = _add_version(instrument, 1)
    _write(version, shipped.dimensions, shipped.items)
    _freeze(version)
    audit.record("surveys.instrument.taken_over", instrument, by=by, code=code)
    return version


def create(facts: InstrumentFacts, *, by: Actor) -> InstrumentVersion:
    """An instrument of one's own, with an empty draft."""
    _hold_titles()
    _ensure_title(facts.title)
    instrument = Instrument(
        title=facts.title,
        purpose=facts.purpose,
        direction=facts.direction,
        is_collective=facts.is_collective,
        is_trait=facts.is_trait,
    )
    db.session.add(instrument)
    db.session.flush()
    version = _add_version(instrument, 1)
    audit.record("surveys.instrument.created", instrument, by=by, title=instrument.title)
    return version


def _hold_titles() -> None:
    """One title at a time, so that two people never take the same one."""
    lock(organisation.government(scope.current()))


def _ensure_title(title: str, besides: int | None = None) -> None:
    if queries.is_title_taken(title, besides):
        raise WrongField("title", "Sudah ada instrumen dengan judul ini. Pakai judul lain.")


def _add_version(instrument: Instrument, number: int) -> InstrumentVersion:
    version = InstrumentVersion(instrument_id=instrument.id, number=number, status=VersionStatus.DRAFT)
    db.session.add(version)
    db.session.flush()
    return version


def _write(version: InstrumentVersion, dimensions: Iterable[DimensionFacts], items: Iterable[ItemFacts]) -> None:
    numbers: dict[str, int] = {}
    for order, one in enumerate(dimensions, start=1):
        row = InstrumentDimension(version_id=version.id, code=one.code, title=one.title, sort_order=order)
        db.session.add(row)
        db.session.flush()
        numbers[one.code] = row.id
    for order, item in enumerate(items, start=1):
        db.session.add(
            InstrumentItem(
                version_id=version.id,
                dimension_id=numbers.get(item.dimension),
                code=item.code,
                kind=item.kind,
                text=item.text,
                options=list(item.options),
                scale_min=item.scale_min,
                favourable_from=item.favourable_from,
                reversed=item.is_reversed,
                is_required=item.is_required,
                page=item.page,
                sort_order=order,
            )
        )
    db.session.flush()


def _freeze(version: InstrumentVersion) -> None:
    """From here on the database itself refuses a change of what is asked."""
    version.status, version.published_at = VersionStatus.PUBLISHED, now()
    version.version += 1
    db.session.flush()


def change(instrument: Instrument, facts: InstrumentFacts, *, version: int, by: Actor) -> None:
    """Change what an instrument is called and for; what it asks stands in its versions.

    Which way is good is fixed with the first publication. Raises StaleVersion where somebody else was faster.
    """
    _hold_titles()
    instrument = lock(instrument)
    if instrument.version != version:
        raise StaleVersion
    _ensure_title(facts.title, besides=instrument.id)
    is_asked = any(one.status != VersionStatus.DRAFT for one in queries.versions(instrument.id))
    if is_asked and facts.direction != instrument.direction:
        raise WrongField("direction", "Arah nilai sudah tetap sejak instrumen ini terbit.")
    instrument.title, instrument.purpose = facts.title, facts.purpose
    instrument.direction = facts.direction
    if not instrument.shipped_code:
        instrument.is_collective, instrument.is_trait = facts.is_collective, facts.is_trait
    instrument.version += 1
    audit.record("surveys.instrument.changed", instrument, by=by, title=instrument.title)


def archive(instrument: Instrument, *, by: Actor) -> None:
    """Take it out of what a wave may choose; what was asked stays readable."""
    instrument = lock(instrument)
    if not instrument.is_archived:
        _ensure_not_waiting([one.id for one in queries.versions(instrument.id)])
        instrument.is_archived = True
        instrument.version += 1
        audit.record("surveys.instrument.archived", instrument, by=by)


def restore(instrument: Instrument, *, by: Actor) -> None:
    instrument = lock(instrument)
    if instrument.is_archived:
        instrument.is_archived = False
        instrument.version += 1
        audit.record("surveys.instrument.restored", instrument, by=by)


def draft_from(page: VersionPage, *, by: Actor) -> InstrumentVersion:
    """A draft that begins as this version reads. There is at most one draft of an instrument."""
    instrument = lock(page.instrument)
    versions = queries.versions(instrument.id)
    if any(one.status == VersionStatus.DRAFT for one in versions):
        raise rules.NotNow("Instrumen ini sudah punya rancangan. Lanjutkan rancangan itu, atau hapus dulu.")
    if instrument.is_archived:
        raise rules.NotNow("Instrumen ini diarsipkan. Pakai lagi dulu, lalu buat rancangannya.")
    version = _add_version(instrument, versions[0].number + 1)
    version.introduction = page.version.introduction
    numbers = _copy_dimensions(page, version)
    for item in page.items:
        db.session.add(_copy_of(item, version, numbers))
    db.session.flush()
    audit.record("surveys.version.drafted", version, by=by, number=version.number)
    return version


def _copy_dimensions(page: VersionPage, version: InstrumentVersion) -> dict[int, int]:
    numbers = {}
    for one in page.dimensions:
        row = InstrumentDimension(version_id=version.id, code=one.code, title=one.title, sort_order=one.sort_order)
        db.session.add(row)
        db.session.flush()
        numbers[one.id] = row.id
    return numbers


_COPIED = (
    "code",
    "concept",
    "kind",
    "text",
    "options",
    "scale_min",
    "favourable_from",
    "reversed",
    "is_required",
    "page",
    "shown_if",
    "sort_order",
)


def _copy_of(item: InstrumentItem, version: InstrumentVersion, numbers: dict[int, int]) -> InstrumentItem:
    dimension_id = numbers[item.dimension_id] if item.dimension_id is not None else None
    facts = {name: getattr(item, name) for name in _COPIED}
    return InstrumentItem(version_id=version.id, dimension_id=dimension_id, **facts)


def publish(page: VersionPage, *, by: Actor) -> None:
    """Freeze a draft. Raises NotNow while something about it could not be answered or told."""
    lock(page.instrument)
    version = lock(page.version)
    items, dimensions = queries.items_of(version.id), queries.dimensions_of(version.id)
    rules.ensure_publishable(version, rules.faults_of(items, dimensions))
    _freeze(version)
    audit.record("surveys.version.published", version, by=by, number=version.number)


def retire(page: VersionPage, *, by: Actor) -> None:
    """Ask it no more. Waves that were asked it keep it."""
    version = lock(page.version)
    if version.status != VersionStatus.PUBLISHED:
        raise rules.NotNow("Hanya versi yang terbit yang bisa dihentikan.")
    _ensure_not_waiting([version.id])
    version.status = VersionStatus.RETIRED
    version.version += 1
    audit.record("surveys.version.retired", version, by=by, number=version.number)


def _ensure_not_waiting(version_ids: list[int]) -> None:
    if waves.not_closed_with(version_ids):
        raise rules.NotNow("Instrumen ini masih dipakai gelombang yang belum ditutup. Tunggu sampai ditutup.")


def remove_draft(page: VersionPage, *, by: Actor) -> bool:
    """Throw a draft away, and the instrument with it where there is nothing else. Whether the instrument is left."""
    instrument, version = lock(page.instrument), lock(page.version)
    rules.ensure_draft(version)
    if queries.waves_asking([version.id]):
        raise rules.NotNow("Rancangan ini sudah dipilih sebuah gelombang. Keluarkan dulu dari gelombangnya.")
    is_left = len(queries.versions(instrument.id)) > 1
    audit.record("surveys.version.removed", instrument, by=by, number=version.number)
    for model in (InstrumentItem, InstrumentDimension):
        db.session.execute(delete(model).where(model.version_id == version.id))
    db.session.delete(version)
    db.session.flush()
    if not is_left:
        db.session.delete(instrument)
        db.session.flush()
    return is_left
