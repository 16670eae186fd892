"""Units and posts that have ended: a history names them, and finds them by name and day."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from app.imports.rules import cells
from app.imports.rules.cells import Wrong
from app.imports.rules.names import normal

if TYPE_CHECKING:
    from app.imports.rules.plan import Book, Row

Record = dict[str, Any]


class Span(NamedTuple):
    """From when to when a row says its unit or post is there."""

    starts_on: date | None
    ends_on: date | None
    is_over: bool

    @property
    def last_day(self) -> date | None:
        """For what is over: a day on which what stands above it must have been there, too."""
        if not self.is_over or self.ends_on is None:
            return None
        return self.starts_on or self.ends_on - timedelta(days=1)

    @classmethod
    def of(cls, row: "Row", today: date) -> "Span":
        starts_on, ends_on = row.value("starts_on", cells.day), row.value("ends_on", cells.day)
        return cls(starts_on, ends_on, is_over=ends_on is not None and ends_on <= today)


@dataclass
class Former:
    """What has ended by today, found by what people write."""

    units: dict[int, Record] = field(default_factory=dict)
    positions: dict[int, Record] = field(default_factory=dict)
    _by_name: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    # What a unit's parent is called, by name and by code.
    _above: dict[int, set[str]] = field(default_factory=dict)
    _by_title: dict[tuple[int, str], list[int]] = field(default_factory=lambda: defaultdict(list))

    def know_unit(self, record: Record, parent: Record | None) -> None:
        self.units[record["id"]] = record
        self._by_name[normal(record["name"])].append(record["id"])
        if parent is not None:
            self._above[record["id"]] = {normal(parent["name"]), normal(parent["code"])} - {""}
            self._by_name[normal(f"{record['name']} {parent['name']}")].append(record["id"])

    def know_position(self, record: Record) -> None:
        self.positions[record["id"]] = record
        self._by_title[record["unit_id"], normal(record["title"])].append(record["id"])

    def units_named(self, text: str) -> list[Record]:
        return [self.units[number] for number in self._by_name.get(normal(text), ())]

    def titled(self, unit_id: int, title: str) -> list[Record]:
        return [self.positions[number] for number in self._by_title.get((unit_id, normal(title)), ())]

    def unit_like(self, name: str, parent: str, span: Span, *, is_alone: bool) -> Record | None:
        """The unit a row with its dates speaks of: the same name, the same first day, or else the same end; where it
        is not alone in the table, the same end and parent, too."""
        found = [one for one in self.units_named(name) if _is_same(one, span)]
        if not is_alone or (len(found) > 1 and parent):
            found = [one for one in found if normal(parent) in self._above.get(one["id"], {""})]
        if not is_alone:
            found = [one for one in found if one["ends_on"] == span.ends_on]
        return found[0] if len(found) == 1 else None

    def position_like(self, unit_id: int, title: str, span: Span, *, code: str | None) -> Record | None:
        """The post a row speaks of, as ``unit_like``; ``code`` is given where the row is not alone."""
        found = [one for one in self.titled(unit_id, title) if _is_same(one, span)]
        if code is not None:
            found = [one for one in found if one["code"].lower() == code and one["ends_on"] == span.ends_on]
        return found[0] if len(found) == 1 else None


def _is_same(one: Record, span: Span) -> bool:
    return bool(one["starts_on"] == span.starts_on if span.starts_on else one["ends_on"] == span.ends_on)


def _covers(one: Record, day: date) -> bool:
    return bool(one["starts_on"] <= day and (one["ends_on"] is None or one["ends_on"] > day))


def unit_then(book: "Book", text: str, day: date) -> Record:
    """The unit of this name on a day, though it has ended since; else the one of today. Raises Wrong."""
    former = book.former.units_named(text)
    today = [book.units[number] for number in book.units_named(text)]
    found = [one for one in (*former, *today) if _covers(one, day)]
    if len(found) == 1:
        return found[0]
    if len(found) > 1:
        raise Wrong(f"Pada {_said(day)} ada {len(found)} unit bernama ini. Tulis bersama unit induknya.")
    if former and not today:
        raise Wrong(f"Pada {_said(day)} unit ini tidak ada. Menurut Penata unit ini ada {_spans(former)}.")
    return book.unit(text)


def position_then(book: "Book", unit: Record, title: str, day: date) -> Record:
    """The post of this title in a unit on a day, though it has ended since; else the one of today. Raises Wrong."""
    former = book.former.titled(unit["id"], title)
    today = [book.positions[number] for number in book.titled(unit["id"], title)]
    found = [one for one in (*today, *former) if _covers(one, day)]
    if found:
        return found[0]
    if former and not today:
        raise Wrong(f"Pada {_said(day)} jabatan ini tidak ada. Menurut Penata jabatan ini ada {_spans(former)}.")
    return book.position(unit, title)


def _spans(records: list[Record]) -> str:
    return "; ".join(_span(one) for one in sorted(records, key=lambda one: one["starts_on"]))


def _span(one: Record) -> str:
    return f"sejak {_said(one['starts_on'])} sampai sebelum {_said(one['ends_on'])}"


def _said(day: date) -> str:
    return day.strftime("%d-%m-%Y")


def ended_before(position: Record, ends_on: date | None) -> str:
    """Why somebody cannot hold a post that long, or an empty text."""
    last: date | None = position["ends_on"]
    if last is None or (ends_on is not None and ends_on <= last):
        return ""
    return f"Jabatan ini berakhir {_said(last)}. Isi selesai menjabat, paling lambat tanggal itu."


def parents(units: dict[int, Record], former: dict[int, Record]) -> Iterator[tuple[Record, Record | None]]:
    """Units that have ended with the unit above them, whichever of the two it is kept among."""
    for one in former.values():
        yield one, units.get(one["parent_id"] or 0) or former.get(one["parent_id"] or 0)
