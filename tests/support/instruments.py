"""Builders of instruments, with dull defaults. Each commits what it makes."""

from typing import Any

from app.access.visitor import SYSTEM
from app.base.database import db
from app.surveys.instrument_facts import InstrumentFacts, ItemFacts
from app.surveys.models import Direction, InstrumentItem, ItemKind
from app.surveys.queries import instruments as queries
from app.surveys.queries.instruments import VersionPage
from app.surveys.rules import scales
from app.surveys.services import drafts, instruments

AGREE = scales.words_of("setuju5")


def make_draft(title: str = "Kesiapan tim kerja") -> VersionPage:
    """An instrument of one's own with an empty draft."""
    facts = InstrumentFacts(title, "Apakah tim siap.", Direction.HIGH_IS_GOOD)
    version = instruments.create(facts, by=SYSTEM)
    db.session.commit()
    return queries.version_page(version.id)


def page_of(page: VersionPage) -> VersionPage:
    """As it is now."""
    return queries.version_page(page.version.id)


def add_item(
    page: VersionPage, kind: ItemKind = ItemKind.SCALE, *, starts_page: bool = False, **facts: Any
) -> InstrumentItem:
    options = {ItemKind.SCALE: AGREE, ItemKind.TEXT: ()}.get(kind, ("Sudah", "Belum"))
    said = ItemFacts(**{"kind": kind, "text": "Saya tahu tugas saya.", "options": options} | facts)
    fresh = page_of(page)
    item = drafts.add_item(fresh, said, starts_page=starts_page, seen=fresh.version.version, by=SYSTEM)
    db.session.commit()
    return item


def make_instrument(title: str = "Kesiapan tim kerja", *, items: int = 3) -> VersionPage:
    """A published instrument that asks a few statements of one dimension."""
    page = make_draft(title)
    code = drafts.add_dimension(page, "Pembagian tugas", by=SYSTEM).code
    for number in range(items):
        add_item(page, text=f"Pernyataan {number + 1} tentang {{perubahan}}.", dimension=code)
    instruments.publish(page_of(page), by=SYSTEM)
    db.session.commit()
    return page_of(page)


def ids_of_instruments(title: str) -> dict[str, int]:
    """The numbers that stand in addresses of instruments: of a draft that begins as a published version reads."""
    version = instruments.draft_from(make_instrument(title), by=SYSTEM)
    db.session.commit()
    page = queries.version_page(version.id)
    return {
        "instrument_id": page.instrument.id,
        "version_id": version.id,
        "dimension_id": page.dimensions[0].id,
        "instrument_item_id": page.items[0].id,
    }
