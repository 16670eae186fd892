"""Reading instruments: the list, one with its versions, and what a version asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import func, or_, select
from sqlalchemy.exc import NoResultFound

from app.base.database import db
from app.surveys.models import (
    Instrument,
    InstrumentDimension,
    InstrumentItem,
    InstrumentVersion,
    VersionStatus,
    WaveInstrument,
)

Row = TypeVar("Row", InstrumentItem, InstrumentDimension)


@dataclass(frozen=True)
class VersionPage:
    """A version with everything it asks, in order."""

    instrument: Instrument
    version: InstrumentVersion
    dimensions: list[InstrumentDimension]
    items: list[InstrumentItem]

    @property
    def is_draft(self) -> bool:
        return self.version.status == VersionStatus.DRAFT

    def item(self, item_id: int) -> InstrumentItem:
        """An item of this version; raises NoResultFound where there is no such item."""
        return _found(self.items, item_id)

    def dimension(self, dimension_id: int) -> InstrumentDimension:
        return _found(self.dimensions, dimension_id)

    def title_of(self, dimension_id: int | None) -> str:
        return next((one.title for one in self.dimensions if one.id == dimension_id), "")


def _found(rows: Sequence[Row], number: int) -> Row:
    found = next((one for one in rows if one.id == number), None)
    if found is None:
        raise NoResultFound
    return found


def instruments(*, text: str, archived: bool, after: tuple[str, int] | None, limit: int) -> list[Any]:
    """Instruments by title, each with the number and status of its newest version and how much that asks."""
    newest = (
        select(func.max(InstrumentVersion.number))
        .where(InstrumentVersion.instrument_id == Instrument.id)
        .correlate(Instrument)
        .scalar_subquery()
    )
    items = (
        select(func.count(InstrumentItem.id))
        .where(InstrumentItem.version_id == InstrumentVersion.id)
        .correlate(InstrumentVersion)
        .scalar_subquery()
    )
    statement = (
        select(
            Instrument.id,
            Instrument.title,
            Instrument.purpose,
            Instrument.shipped_code,
            Instrument.is_trait,
            InstrumentVersion.number,
            InstrumentVersion.status,
            items.label("items"),
        )
        .join(InstrumentVersion, InstrumentVersion.instrument_id == Instrument.id)
        .where(InstrumentVersion.number == newest, Instrument.is_archived.is_(archived))
        .order_by(Instrument.title, Instrument.id)
        .limit(limit)
    )
    if text:
        escaped = text.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        statement = statement.where(func.lower(Instrument.title).like(f"%{escaped}%", escape="\\"))
    if after is not None:
        title, number = after
        later = (Instrument.title == title) & (Instrument.id > number)
        statement = statement.where(or_(Instrument.title > title, later))
    return list(db.session.execute(statement).all())


def instrument(instrument_id: int) -> Instrument:
    return db.session.execute(select(Instrument).where(Instrument.id == instrument_id)).scalar_one()


def taken_over(code: str) -> Instrument | None:
    """The instrument this government has of a shipped one."""
    statement = select(Instrument).where(Instrument.shipped_code == code).order_by(Instrument.id).limit(1)
    return db.session.execute(statement).scalar_one_or_none()


def codes_taken_over() -> dict[str, int]:
    """Which shipped instruments this government has, by code."""
    rows = db.session.execute(
        select(Instrument.shipped_code, func.min(Instrument.id))
        .where(Instrument.shipped_code != "")
        .group_by(Instrument.shipped_code)
    )
    return {row[0]: row[1] for row in rows.all()}


def is_title_taken(title: str, besides: int | None = None) -> bool:
    statement = select(Instrument.id).where(Instrument.title == title)
    if besides is not None:
        statement = statement.where(Instrument.id != besides)
    return db.session.execute(statement.limit(1)).first() is not None


def versions(instrument_id: int) -> list[InstrumentVersion]:
    """The newest first."""
    statement = (
        select(InstrumentVersion)
        .where(InstrumentVersion.instrument_id == instrument_id)
        .order_by(InstrumentVersion.number.desc())
    )
    return list(db.session.execute(statement).scalars())


def version_page(version_id: int) -> VersionPage:
    instrument_row, version = db.session.execute(
        select(Instrument, InstrumentVersion)
        .join(Instrument, Instrument.id == InstrumentVersion.instrument_id)
        .where(InstrumentVersion.id == version_id)
    ).one()
    return VersionPage(instrument_row, version, dimensions_of(version_id), items_of(version_id))


def as_it_is_now(page: VersionPage) -> VersionPage:
    """Read anew, once its version is held."""
    number = page.version.id
    return VersionPage(page.instrument, page.version, dimensions_of(number), items_of(number))


def dimensions_of(version_id: int) -> list[InstrumentDimension]:
    statement = (
        select(InstrumentDimension)
        .where(InstrumentDimension.version_id == version_id)
        .order_by(InstrumentDimension.sort_order)
        .execution_options(populate_existing=True)
    )
    return list(db.session.execute(statement).scalars())


def items_of(version_id: int) -> list[InstrumentItem]:
    statement = (
        select(InstrumentItem)
        .where(InstrumentItem.version_id == version_id)
        .order_by(InstrumentItem.sort_order)
        .execution_options(populate_existing=True)
    )
    return list(db.session.execute(statement).scalars())


def codes_used(instrument_id: int) -> tuple[list[str], list[str]]:
    """Codes of items and of dimensions in any version."""
    found = []
    for model in (InstrumentItem, InstrumentDimension):
        statement = (
            select(model.code)
            .join(InstrumentVersion, InstrumentVersion.id == model.version_id)
            .where(InstrumentVersion.instrument_id == instrument_id)
        )
        found.append(list(db.session.execute(statement.distinct()).scalars()))
    return found[0], found[1]


def published_before(version: InstrumentVersion) -> InstrumentVersion | None:
    """The version people were asked before this one."""
    statement = (
        select(InstrumentVersion)
        .where(
            InstrumentVersion.instrument_id == version.instrument_id,
            InstrumentVersion.number < version.number,
            InstrumentVersion.status != VersionStatus.DRAFT,
        )
        .order_by(InstrumentVersion.number.desc())
        .limit(1)
    )
    return db.session.execute(statement).scalar_one_or_none()


def item_before(version: InstrumentVersion, code: str) -> InstrumentItem | None:
    """What this item said in the version before."""
    earlier = published_before(version)
    if earlier is None:
        return None
    statement = select(InstrumentItem).where(InstrumentItem.version_id == earlier.id, InstrumentItem.code == code)
    return db.session.execute(statement).scalar_one_or_none()


def waves_asking(version_ids: Sequence[int]) -> dict[int, int]:
    """In how many waves each of these versions is asked."""
    statement = (
        select(WaveInstrument.version_id, func.count(WaveInstrument.id))
        .where(WaveInstrument.version_id.in_(version_ids))
        .group_by(WaveInstrument.version_id)
    )
    return {row[0]: row[1] for row in db.session.execute(statement).all()}
