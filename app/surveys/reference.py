"""The instruments this house ships: wording of our own, modelled on published ones whose norms it does not inherit.

What is known of a licence stands in ``licence_note``, as the domain reference has it. Nothing here is in the database
until a government takes an instrument over.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from math import ceil
from pathlib import Path

from app.surveys.instrument_facts import DimensionFacts, ItemFacts
from app.surveys.models import Direction, ItemKind
from app.surveys.rules import readability
from app.surveys.rules.scales import favourable_from

FOLDER = Path(__file__).parent / "data"
FILES = ("readiness_instruments.csv", "resistance_instruments.csv")
PAGE_AT_MOST = 7
CAUSES = "cause_checklist"
CAUSE_ITEM = "CS"
OWN_WORDING = (
    "Pernyataannya susunan Penata sendiri; angka baku dari penelitian aslinya tidak berlaku untuk susunan ini."
)
_TRAIT_ONLY_TOGETHER = (
    "Kecenderungan pribadi terhadap perubahan apa pun. Hanya dilaporkan sebagai gabungan, dan tidak dipakai untuk "
    "penempatan, promosi, atau disiplin."
)
_RTC_LICENCE = (
    "Skala aslinya (Oreg 2003) boleh diperbanyak tanpa izin tertulis hanya untuk penelitian dan pengajaran yang tidak "
    "komersial."
)
_TRADEMARK = "Lima unsur (mengacu pada ADKAR). ADKAR adalah merek dagang Prosci."


@dataclass(frozen=True)
class Cause:
    """A cause of resistance, in the order of the checklist's options; interventions know it by its code."""

    code: str
    title: str
    text: str


@dataclass(frozen=True)
class ShippedInstrument:
    """An instrument as it ships."""

    code: str
    title: str
    purpose: str
    direction: Direction
    licence_note: str
    modelled_on: str
    is_trait: bool
    is_collective: bool
    dimensions: tuple[DimensionFacts, ...]
    items: tuple[ItemFacts, ...]


# What the files do not say: (purpose, direction, licence, trait, collective).
_ABOUT: dict[str, tuple[str, Direction, str, bool, bool]] = {
    "pulse5": (
        "Lima pernyataan untuk memantau cepat, satu untuk setiap unsur.",
        Direction.HIGH_IS_GOOD,
        f"{_TRADEMARK} {OWN_WORDING}",
        False,
        False,
    ),
    "adkar15": (
        "Di unsur mana orang tertahan: kesadaran, kemauan, pengetahuan, kemampuan, atau penguatan.",
        Direction.HIGH_IS_GOOD,
        f"{_TRADEMARK} {OWN_WORDING}",
        False,
        False,
    ),
    "oric12": (
        "Apakah unit bertekad dan merasa mampu. Hanya mewakili unit kalau anggotanya sependapat.",
        Direction.HIGH_IS_GOOD,
        OWN_WORDING,
        False,
        True,
    ),
    "rfoc25": (
        "Keyakinan bahwa perubahan tepat, didukung pimpinan, sanggup dijalani, dan baik bagi pribadi.",
        Direction.HIGH_IS_GOOD,
        OWN_WORDING,
        False,
        False,
    ),
    "ocqr9": (
        "Kesiapan perasaan, pikiran, dan niat dalam sembilan pernyataan.",
        Direction.HIGH_IS_GOOD,
        OWN_WORDING,
        False,
        False,
    ),
    "proses9": (
        "Mutu proses perubahan: komunikasi, keterlibatan, dan dukungan atasan langsung.",
        Direction.HIGH_IS_GOOD,
        OWN_WORDING,
        False,
        False,
    ),
    "rtc17": (
        _TRAIT_ONLY_TOGETHER,
        Direction.HIGH_IS_BAD,
        f"{_RTC_LICENCE} {OWN_WORDING}",
        True,
        False,
    ),
    "rac15": (
        "Reaksi terhadap satu perubahan tertentu: perasaan, tindakan, dan pikiran.",
        Direction.HIGH_IS_BAD,
        OWN_WORDING,
        False,
        False,
    ),
    CAUSES: (
        "Apa yang membuat orang keberatan. Penjawab boleh memilih beberapa sebab, atau tidak memilih apa pun.",
        Direction.HIGH_IS_BAD,
        "Daftar susunan Penata sendiri.",
        False,
        False,
    ),
}

_MODELS = {
    "pulse5": "ADKAR, satu butir untuk setiap unsur",
    "adkar15": "ADKAR, tiga butir untuk setiap unsur",
    "oric12": "ORIC (Shea dkk., 2014): 5 butir komitmen, 7 butir keyakinan mampu",
    "rfoc25": "Readiness for Organizational Change (Holt dkk., 2007): 25 butir",
    "ocqr9": "OCQ-R (Bouckenooghe dkk., 2009): kesiapan emosional, kognitif, dan niat",
    "proses9": "OCQ-P (Bouckenooghe dkk., 2009): komunikasi, keterlibatan, dukungan atasan",
    "rtc17": "Resistance to Change (Oreg, 2003): 17 butir",
    "rac15": "Change Attitudes (Oreg, 2006): 5 perasaan, 5 tindakan, 5 pikiran",
}


@cache
def shipped() -> dict[str, ShippedInstrument]:
    """Every instrument by its code, in the order they are offered."""
    return {code: _read(code, list(rows)) for code, rows in groupby(_rows(), key=lambda row: row["instrument"])}


def _rows() -> Iterator[dict[str, str]]:
    for name in FILES:
        with (FOLDER / name).open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)


def _read(code: str, rows: list[dict[str, str]]) -> ShippedInstrument:
    purpose, direction, licence, is_trait, is_collective = _ABOUT[code]
    dimensions, items = ((), _checklist()) if code == CAUSES else (_dimensions(rows), _statements(rows))
    return ShippedInstrument(
        code=code,
        title=rows[0]["instrument_title_id"].partition(" (")[0],
        purpose=purpose,
        direction=direction,
        licence_note=licence,
        modelled_on=_MODELS.get(code, ""),
        is_trait=is_trait,
        is_collective=is_collective,
        dimensions=dimensions,
        items=items,
    )


def _dimensions(rows: list[dict[str, str]]) -> tuple[DimensionFacts, ...]:
    titles = {row["dimension"]: row["dimension_id"] for row in rows}
    return tuple(DimensionFacts(code, title) for code, title in titles.items())


def _statements(rows: list[dict[str, str]]) -> tuple[ItemFacts, ...]:
    return tuple(_statement(row, page) for page, part in enumerate(_parts(rows), start=1) for row in part)


def _parts(rows: list[dict[str, str]]) -> Iterator[list[dict[str, str]]]:
    """A page for each dimension, evenly split where it is long; a short instrument is one page."""
    if len(rows) <= PAGE_AT_MOST:
        yield rows
        return
    for _dimension, found in groupby(rows, key=lambda row: row["dimension"]):
        together = list(found)
        length = ceil(len(together) / ceil(len(together) / PAGE_AT_MOST))
        for start in range(0, len(together), length):
            yield together[start : start + length]


def _statement(row: dict[str, str], page: int) -> ItemFacts:
    options = tuple(row["scale_labels_id"].split("|"))
    scale_min = int(row["scale_min"])
    return ItemFacts(
        code=row["item_code"],
        kind=ItemKind.SCALE,
        text=row["item_text_id"],
        options=options,
        dimension=row["dimension"],
        scale_min=scale_min,
        favourable_from=favourable_from(len(options), scale_min),
        is_reversed=row["reversed"] == "yes",
        page=page,
    )


def _checklist() -> tuple[ItemFacts, ...]:
    return (
        ItemFacts(
            code=CAUSE_ITEM,
            kind=ItemKind.MULTIPLE,
            text="Apa yang membuat {perubahan} terasa berat bagi Anda?",
            options=tuple(one.text for one in causes()),
            is_required=False,
        ),
    )


@cache
def causes() -> tuple[Cause, ...]:
    """The causes of resistance in the order of the checklist's options."""
    rows = (row for row in _rows() if row["instrument"] == CAUSES)
    return tuple(Cause(row["dimension"], row["dimension_id"], row["item_text_id"]) for row in rows)


@cache
def yardstick() -> tuple[int, int]:
    """The lowest and the highest LIX of the shipped instruments, to read another by."""
    found = [readability.reading([item.text for item in one.items]).lix for one in shipped().values()]
    known = [lix for lix in found if lix is not None]
    return min(known), max(known)
