"""What an import would do, worked out in memory: new rows, changed fields, and what is wrong, row by row.

A ``Book`` is the government as it stands; a ``Plan`` is what follows from a table. Nothing here asks the database:
numbers of new rows come from ``take_id``. A row is decided as a whole before anything of it enters the plan.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from app.competency.rules.talent import PredicateTable
from app.imports.models import FaultWeight
from app.imports.rules.cells import Wrong
from app.imports.rules.former import Former
from app.imports.rules.names import nearest, normal

EMPLOYEE, UNIT, POSITION, PLACEMENT = "employee", "org_unit", "position", "placement"
REQUIREMENT, LEARNING, KIND_CHANGE = "position_requirement", "learning_record", "employee_kind_change"
COMPETENCY, ASSESSMENT, RATING = "competency", "assessment", "performance_rating"
OFFICIAL = "official_index"
# In the order rows must be written; undone the other way round.
TABLES: tuple[str, ...] = (
    UNIT,
    POSITION,
    EMPLOYEE,
    KIND_CHANGE,
    PLACEMENT,
    COMPETENCY,
    REQUIREMENT,
    ASSESSMENT,
    RATING,
    LEARNING,
)
TABLES += (OFFICIAL,)
UNKNOWN_UNIT = "Unit ini belum ada di Penata."
VERSIONED = frozenset({UNIT, POSITION, EMPLOYEE, COMPETENCY, RATING, OFFICIAL})

Record = dict[str, Any]
TakeId = Callable[[str], int]


class Fault(NamedTuple):
    weight: FaultWeight
    row: int
    key: str
    value: str
    sentence: str


class Made(NamedTuple):
    """A row that is not there yet."""

    row: int
    about: str
    record: Record


@dataclass(slots=True)
class Altered:
    """A row that is there, with the fields that change."""

    row: int
    about: str
    before: Record
    after: Record


@dataclass
class Book:
    """A government as it stands, found by what people write. Units and posts are those that exist today; those of
    former days stand apart."""

    today: date
    employees: dict[str, Record] = field(default_factory=dict)
    foreign: frozenset[str] = frozenset()
    # Whose change of kind is noted for today already.
    kind_changed: set[int] = field(default_factory=set)
    former: Former = field(default_factory=Former)
    units: dict[int, Record] = field(default_factory=dict)
    positions: dict[int, Record] = field(default_factory=dict)
    placements: dict[int, list[Record]] = field(default_factory=lambda: defaultdict(list))
    requirements: dict[tuple[int, int], list[Record]] = field(default_factory=lambda: defaultdict(list))
    learning: dict[int, list[Record]] = field(default_factory=lambda: defaultdict(list))
    competencies: dict[str, int] = field(default_factory=dict)
    own_competencies: dict[str, Record] = field(default_factory=dict)
    # (employee, competency, source, day) → level
    assessments: dict[tuple[Any, ...], int] = field(default_factory=dict)
    ratings: dict[tuple[int, int], Record] = field(default_factory=dict)
    officials: dict[tuple[int, int], Record] = field(default_factory=dict)
    measure_years: int = 3
    measure_rule: int | None = None
    predicates: Sequence[PredicateTable] = ()
    forms: dict[str, str] = field(default_factory=dict)
    _by_name: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    _by_code: dict[str, int] = field(default_factory=dict)
    _by_title: dict[tuple[int, str], list[int]] = field(default_factory=lambda: defaultdict(list))
    _position_codes: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    _suggestions: dict[str, str] = field(default_factory=dict)

    def learn_units(self) -> None:
        for record in self.units.values():
            self.know_unit(record)

    def know_unit(self, record: Record) -> None:
        """Find a unit by its name, by its name with its parent's, and by its code."""
        self.units[record["id"]] = record
        self._by_name[normal(record["name"])].append(record["id"])
        parent = self.units.get(record["parent_id"] or 0)
        if parent is not None:
            self._by_name[normal(f"{record['name']} {parent['name']}")].append(record["id"])
        if record["code"]:
            self._by_code[record["code"].lower()] = record["id"]

    def unit_numbered(self, number: int | None) -> Record | None:
        """A unit of today or of former days."""
        return self.units.get(number or 0) or self.former.units.get(number or 0)

    def know_position(self, record: Record) -> None:
        self.positions[record["id"]] = record
        self._by_title[record["unit_id"], normal(record["title"])].append(record["id"])
        if record["code"]:
            self._position_codes[record["code"].lower()].append(record["id"])

    def units_named(self, text: str) -> list[int]:
        return self._by_name.get(normal(text), [])

    def unit_coded(self, code: str) -> int | None:
        return self._by_code.get(code.lower())

    def positions_coded(self, code: str) -> list[int]:
        """Posts of this code: often one code for every post of a title."""
        return self._position_codes.get(code.lower(), [])

    def unit(self, text: str) -> Record:
        """The unit somebody means. Raises Wrong with the nearest name where there is none, or more than one."""
        found = self.units_named(text)
        if len(found) == 1:
            return self.units[found[0]]
        if not found and (coded := self.unit_coded(text)) is not None:
            return self.units[coded]
        if found:
            raise Wrong(
                f"Ada {len(found)} unit bernama ini. Tulis bersama unit induknya, misalnya "
                f"«{self._with_parent(self.units[found[0]])}»."
            )
        raise Wrong(self.unknown_unit(text))

    def unknown_unit(self, text: str) -> str:
        if text not in self._suggestions:
            near = nearest(text, (one["name"] for one in self.units.values()))
            hint = f" Mungkin maksudnya «{near}»." if near else ""
            self._suggestions[text] = f"{UNKNOWN_UNIT}{hint}"
        return self._suggestions[text]

    def _with_parent(self, record: Record) -> str:
        parent = self.units.get(record["parent_id"] or 0)
        return f"{record['name']} - {parent['name']}" if parent else record["name"]

    def titled(self, unit_id: int, title: str) -> list[int]:
        """Posts of this title in a unit."""
        return self._by_title.get((unit_id, normal(title)), [])

    def position(self, unit: Record, title: str) -> Record:
        found = self.titled(unit["id"], title)
        if found:
            return self.positions[found[0]]
        there = [one["title"] for one in self.positions.values() if one["unit_id"] == unit["id"]]
        near = nearest(title, there)
        hint = f" Mungkin maksudnya «{near}»." if near else ""
        raise Wrong(f"Jabatan ini belum ada di {unit['name']}.{hint}")


class Row:
    """One row of the table while it is read: every fault of it is gathered before it is refused."""

    __slots__ = ("_at", "_cells", "_plan", "is_good", "number")

    def __init__(self, plan: "Plan", at: Mapping[str, int], number: int, cells: list[str]) -> None:
        self._plan, self._at, self._cells = plan, at, cells
        self.number, self.is_good = number, True

    def has(self, key: str) -> bool:
        return key in self._at

    def text(self, key: str) -> str:
        index = self._at.get(key)
        return "" if index is None else self._cells[index]

    def value(self, key: str, read: Callable[..., Any], *more: Any) -> Any:
        """The cell's value; None where it is empty or wrong, and a fault where it is wrong."""
        text = self.text(key)
        if not text:
            return None
        try:
            return read(text, *more)
        except Wrong as wrong:
            self.refuse(key, str(wrong))
            return None

    def needed(self, key: str, read: Callable[..., Any], *more: Any) -> Any:
        """As ``value``, and a fault where the cell is empty."""
        if not self.text(key):
            self.refuse(key, "Kolom ini harus diisi.")
        return self.value(key, read, *more)

    def refuse(self, key: str, sentence: str) -> None:
        self.is_good = False
        self._plan.faults.append(Fault(FaultWeight.REFUSED, self.number, key, self.text(key), sentence))

    def doubt(self, key: str, sentence: str) -> None:
        self._plan.doubtful.add(self.number)
        self._plan.faults.append(Fault(FaultWeight.DOUBTFUL, self.number, key, self.text(key), sentence))


class Plan:
    """Collects what a table would do."""

    def __init__(self, book: Book, take_id: TakeId, *, make_units: bool = False) -> None:
        self.book, self.take_id, self.make_units = book, take_id, make_units
        self.faults: list[Fault] = []
        self.doubtful: set[int] = set()
        self.made: dict[str, list[Made]] = {table: [] for table in TABLES}
        self.altered: dict[str, dict[int, Altered]] = {table: {} for table in TABLES}
        self.outcomes: Counter[str] = Counter()
        self._fresh: dict[str, set[int]] = {table: set() for table in TABLES}
        self._seen: dict[Any, int] = {}
        self._changes = 0
        self._sequence = hashlib.sha256()

    def rows(self, table: Iterable[list[Any]], columns: list[str]) -> Iterator[Row]:
        """The rows of a kept table: each is (number, cell, cell, …)."""
        at = {key: index for index, key in enumerate(columns) if key}
        for number, *cells in table:
            yield Row(self, at, number, cells)

    def is_repeated(self, row: Row, key: str, what: Any, *, way_on: str = "Sisakan satu saja.") -> bool:
        """Refuse a row that names what an earlier one named already; ``way_on`` says what to do."""
        first = self._seen.setdefault(what, row.number)
        if first != row.number:
            row.refuse(key, f"Sudah disebut di baris {first}. {way_on}")
        return first != row.number

    def is_taken(self, what: Any) -> bool:
        """Whether an earlier row named this."""
        return what in self._seen

    def make(self, table: str, row: int, about: str, record: Record) -> Record:
        record["id"] = self.take_id(table)
        self.made[table].append(Made(row, about, record))
        self._fresh[table].add(record["id"])
        self._changes += 1
        return record

    def alter(self, table: str, row: int, about: str, record: Record, **values: Any) -> bool:
        """Change fields of a row where they differ; returns whether any did."""
        differing = {name: value for name, value in values.items() if record[name] != value}
        if not differing:
            return False
        self._changes += 1
        if record["id"] not in self._fresh[table]:
            if table in VERSIONED:
                differing["version"] = record["version"] + 1
            self._note(table, row, about, record, differing)
        record.update(differing)
        return True

    def _note(self, table: str, row: int, about: str, record: Record, differing: Record) -> None:
        known = self.altered[table].get(record["id"])
        before = {name: record[name] for name in differing}
        if known is None:
            self.altered[table][record["id"]] = Altered(row, about, before, dict(differing))
            return
        if "version" in known.before:
            differing["version"] = known.after["version"]
        known.before = before | known.before
        known.after.update(differing)

    def mark(self) -> tuple[int, int]:
        """Where the plan stands before a row; see ``settle``."""
        return self._changes, sum(len(rows) for rows in self.made.values())

    def settle(self, row: Row, before: tuple[int, int], *, is_new: bool = False) -> None:
        """Count what became of a row."""
        if not row.is_good:
            outcome = "refused"
        elif is_new:
            outcome = "new"
        else:
            outcome = "changed" if self._changes > before[0] else "unchanged"
        self.outcomes[outcome] += 1
        self._sequence.update(b"%d%s" % (row.number, outcome[:2].encode()))

    def tally(self) -> dict[str, int]:
        """New and changed rows by table, without the tables that stay as they are."""
        counts = {f"{table}_new": len(rows) for table, rows in self.made.items()}
        counts |= {f"{table}_changed": len(rows) for table, rows in self.altered.items()}
        return {name: count for name, count in counts.items() if count}

    def digest(self) -> str:
        """The same for two plans that do the same: a check holds only as long as this does."""
        found = self._sequence.copy()
        for table in TABLES:
            found.update(f"{table}{len(self.made[table])}".encode())
            for row_id, one in self.altered[table].items():
                # Numbers of new rows differ from one plan to the next, and paths hold them.
                after = {name: value for name, value in one.after.items() if name != "path" and name[-3:] != "_id"}
                found.update(f"{row_id}{one.before}{list(one.after)}{after}".encode())
        return found.hexdigest()


def on_a_circle(above: Mapping[Any, Any]) -> set[Any]:
    """Those who, following who stands above whom, come back to themselves."""
    state: dict[Any, int] = {}
    circle: set[Any] = set()
    for start in above:
        path: list[Any] = []
        one = start
        while one is not None and one not in state:
            state[one] = 1
            path.append(one)
            one = above.get(one)
        if one is not None and state[one] == 1:
            circle.update(path[path.index(one) :])
        for passed in path:
            state[passed] = 2
    return circle
