"""Lines of a form of which there are as many as one likes: points of minutes, things agreed, those who sign."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import zip_longest

from werkzeug.datastructures import MultiDict

from app.web.fields import EARLIEST, ISO_DAY, LATEST
from app.web.inputs import tidy


@dataclass(frozen=True)
class Column:
    """One field of a line. ``asked`` is the sentence for a line that leaves it empty; ``rows`` make it several lines
    high; a ``is_day`` holds a day of the calendar."""

    name: str
    label: str
    longest: int
    asked: str = ""
    rows: int = 0
    is_day: bool = False


@dataclass(frozen=True)
class Row:
    """A line as it was typed, with what is wrong at each of its fields."""

    values: Mapping[str, str]
    troubles: Mapping[str, str] = field(default_factory=dict)

    def day(self, name: str) -> date | None:
        return date.fromisoformat(self.values[name]) if self.values[name] else None


class Lines:
    """The lines of one kind in a form; ``key`` begins the names of their fields. Empty ones are not kept."""

    def __init__(self, key: str, heading: str, columns: tuple[Column, ...], *, at_most: int, spare: int = 2) -> None:
        self.key, self.heading, self.columns, self.at_most, self.spare = key, heading, columns, at_most, spare
        self.rows: list[Row] = []

    def fill(self, rows: Iterable[Mapping[str, str]]) -> None:
        self.rows = [Row(row) for row in rows]

    def read(self, typed: MultiDict[str, str]) -> list[str]:
        """Take what was typed; returns what is wrong with it, a sentence each."""
        columns = [typed.getlist(f"{self.key}-{one.name}") for one in self.columns]
        lines = [
            {one.name: _kept(one, text) for one, text in zip(self.columns, texts, strict=True)}
            for texts in zip_longest(*columns, fillvalue="")
        ]
        self.rows = [self._row(line) for line in lines if any(line.values())]
        if len(self.rows) > self.at_most:
            return [f"{self.heading}: paling banyak {self.at_most} baris."]
        return list(dict.fromkeys(text for row in self.rows for text in row.troubles.values()))

    def _row(self, line: Mapping[str, str]) -> Row:
        found = {one.name: _trouble(one, line[one.name]) for one in self.columns}
        return Row(line, {name: text for name, text in found.items() if text})

    @property
    def shown(self) -> list[Row]:
        """The lines with a few empty ones below."""
        empty = Row({one.name: "" for one in self.columns})
        return [*self.rows, *[empty] * min(self.spare, max(self.at_most - len(self.rows), 0))]

    @property
    def may_have_more(self) -> bool:
        return len(self.shown) < self.at_most


def _kept(column: Column, text: str) -> str:
    if not column.rows:
        return tidy(text)
    return "\n".join(tidy(line) for line in text.replace("\r\n", "\n").split("\n")).strip()


def _trouble(column: Column, text: str) -> str:
    if not text:
        return column.asked
    if column.is_day:
        return "" if _is_day(text) else "Tanggal ini tidak ada di kalender. Tulis seperti 2027-03-15."
    return f"{column.label} paling panjang {column.longest} huruf." if len(text) > column.longest else ""


def _is_day(text: str) -> bool:
    try:
        return bool(ISO_DAY.fullmatch(text)) and EARLIEST <= date.fromisoformat(text) <= LATEST
    except ValueError:
        return False
