"""What an instrument has to be before it may be asked, and what may still be done to it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.base.errors import RuleBroken, WrongField
from app.surveys.models import InstrumentDimension, InstrumentItem, InstrumentVersion, ItemKind, VersionStatus
from app.surveys.rules import branching, scales

ITEMS_AT_MOST = 100
OPTIONS_AT_MOST = 20
OPTION_LENGTH = 150
CODE_PREFIX = "B"
DIMENSION_PREFIX = "D"


class NotNow(RuleBroken):
    """Something about an instrument that is not possible as it stands."""


@dataclass
class Faults:
    """Why a draft may not be published yet: sentences about the whole, by dimension and by item."""

    whole: list[str] = field(default_factory=list)
    dimensions: dict[int, str] = field(default_factory=dict)
    items: dict[int, list[str]] = field(default_factory=dict)

    @property
    def count(self) -> int:
        return len(self.whole) + len(self.dimensions) + sum(len(found) for found in self.items.values())


def ensure_draft(version: InstrumentVersion) -> None:
    if version.status != VersionStatus.DRAFT:
        raise NotNow(
            f"Versi {version.number} sudah terbit dan tidak berubah lagi, supaya jawaban lama tetap bisa dibandingkan. "
            "Buat rancangan baru untuk mengubahnya."
        )


def faults_of(items: Sequence[InstrumentItem], dimensions: Sequence[InstrumentDimension]) -> Faults:
    """Everything that stands between a draft and its publication."""
    found = Faults()
    if not items:
        found.whole.append("Belum ada butir. Tambahkan paling sedikit satu.")
    if len(items) > ITEMS_AT_MOST:
        found.whole.append(f"Paling banyak {ITEMS_AT_MOST} butir. Sekarang {len(items)}.")
    found.dimensions = _of_dimensions(items, dimensions)
    scale_of = _usual_scales(items)
    for item in items:
        sentences = [*_of_item(item), branching.trouble(item, items), _of_scale(item, scale_of)]
        if wrong := [one for one in sentences if one]:
            found.items[item.id] = wrong
    return found


def _of_dimensions(items: Sequence[InstrumentItem], dimensions: Sequence[InstrumentDimension]) -> dict[int, str]:
    """A dimension wants two items or more, unless the instrument asks one of each on purpose."""
    counts = Counter(item.dimension_id for item in items if item.dimension_id is not None)
    found = {one.id: counts.get(one.id, 0) for one in dimensions}
    is_pulse = len(found) > 1 and set(found.values()) == {1}
    empty = "Dimensi ini belum punya butir. Tambahkan, atau hapus dimensinya."
    lone = "Dimensi ini baru punya satu butir. Paling sedikit dua, supaya keajekannya bisa dihitung."
    return {number: empty if not count else lone for number, count in found.items() if count < (1 if is_pulse else 2)}


def _usual_scales(items: Sequence[InstrumentItem]) -> dict[int, tuple[int, int]]:
    """The scale each dimension measures on: that of its first statement."""
    found: dict[int, tuple[int, int]] = {}
    for item in items:
        if item.dimension_id is not None and item.kind == ItemKind.SCALE:
            found.setdefault(item.dimension_id, (item.scale_min, len(item.options)))
    return found


def _of_scale(item: InstrumentItem, scale_of: Mapping[int, tuple[int, int]]) -> str:
    if item.dimension_id is None or item.kind != ItemKind.SCALE:
        return ""
    if scale_of[item.dimension_id] == (item.scale_min, len(item.options)):
        return ""
    return "Skalanya lain dari butir lain di dimensi ini, jadi rata-ratanya tidak bisa dihitung."


def _of_item(item: InstrumentItem) -> list[str]:
    found = [of_options(ItemKind(item.kind), item.options)]
    if item.kind != ItemKind.SCALE:
        if item.reversed:
            found.append("Hanya pernyataan berskala yang bisa dibalik.")
        if item.dimension_id is not None:
            found.append("Hanya pernyataan berskala yang dihitung ke dalam dimensi.")
    return found


def of_options(kind: ItemKind, options: Sequence[str]) -> str:
    """What is wrong with these options for this kind; empty where nothing is."""
    if kind == ItemKind.TEXT:
        return "Isian bebas tidak punya pilihan jawaban." if options else ""
    fewest, most = (scales.FEWEST, scales.MOST) if kind == ItemKind.SCALE else (2, OPTIONS_AT_MOST)
    what = "Skala" if kind == ItemKind.SCALE else "Butir ini"
    if not fewest <= len(options) <= most:
        return f"{what} punya {fewest} sampai {most} pilihan. Sekarang {len(options)}."
    if len({option.casefold() for option in options}) < len(options):
        return "Ada pilihan jawaban yang sama. Setiap pilihan harus berbeda."
    if any(len(option) > OPTION_LENGTH for option in options):
        return f"Setiap pilihan paling panjang {OPTION_LENGTH} huruf."
    return ""


def ensure_item(kind: ItemKind, options: Sequence[str], *, is_reversed: bool, dimension: str) -> None:
    """Refuse what could never be asked, at the field where it was typed."""
    if sentence := of_options(kind, options):
        raise WrongField("options", sentence)
    if kind != ItemKind.SCALE and is_reversed:
        raise WrongField("is_reversed", "Hanya pernyataan berskala yang bisa dibalik.")
    if kind != ItemKind.SCALE and dimension:
        raise WrongField("dimension", "Hanya pernyataan berskala yang dihitung ke dalam dimensi.")


def ensure_publishable(version: InstrumentVersion, faults: Faults) -> None:
    ensure_draft(version)
    if faults.count:
        raise NotNow(f"Belum bisa diterbitkan. Perbaiki dulu {faults.count} hal yang ditandai di halaman ini.")


def next_code(prefix: str, used: Sequence[str]) -> str:
    """A code nothing of this instrument ever had, in whatever version."""
    ends = [one[len(prefix) :] for one in used if one.startswith(prefix)]
    return f"{prefix}{max((int(one) for one in ends if one.isascii() and one.isdigit()), default=0) + 1}"
