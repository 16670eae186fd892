"""A plan written down in the caller's transaction, many rows at once, and taken back again.

Numbers are given out here: from the sequence on PostgreSQL, and on SQLite after the highest, which nobody else can
move while this transaction holds the only write lock. New rows go in by COPY on PostgreSQL and by the driver's
``executemany`` on SQLite.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import chain
from typing import Any, cast

from sqlalchemy import Connection, Table, bindparam, func, select, text, update
from sqlalchemy.types import JSON

from app.base import scope
from app.base.clock import now
from app.base.database import Base, db
from app.imports.models import ImportChange, ImportFault
from app.imports.rules.plan import LEARNING, PLACEMENT, TABLES, Fault, Plan

AT_ONCE = 2_000
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=str).encode
_change = cast("Table", ImportChange.__table__)
_fault = cast("Table", ImportFault.__table__)


def table_named(name: str) -> Table:
    return Base.metadata.tables[name]


class Numbers:
    """Numbers for new rows, given out in blocks."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._blocks: dict[str, Iterator[int]] = {}

    def take(self, name: str) -> int:
        block = self._blocks.get(name)
        if block is None:
            block = self._blocks[name] = self._numbers(name)
        return next(block)

    def _numbers(self, name: str) -> Iterator[int]:
        if self._connection.dialect.name == "sqlite":
            table = table_named(name)
            highest = self._connection.execute(select(func.max(table.c.id))).scalar_one() or 0
            while True:
                highest += 1
                yield highest
        statement = text(f"SELECT nextval('{name}_id_seq') FROM generate_series(1, {AT_ONCE})")  # noqa: S608 - a name of ours
        while True:
            yield from self._connection.execute(statement).scalars().all()


def write(plan: Plan, run_id: int) -> None:
    """Write the plan and, beside it, what was before and what is after, for undoing."""
    connection = db.session.connection()
    government_id = scope.current()
    for name in TABLES:
        if name == PLACEMENT:  # a former open placement ends before the next one begins
            _alter(connection, name, plan)
            _make(connection, name, plan, government_id)
        else:
            _make(connection, name, plan, government_id)
            _alter(connection, name, plan)
    _keep(connection, run_id, government_id, _journal(plan, with_new=True))


def keep_preview(plan: Plan, run_id: int) -> None:
    """Keep what a check would change, without the new rows: they have no numbers yet."""
    _keep(db.session.connection(), run_id, scope.current(), _journal(plan, with_new=False))


def keep_faults(faults: Iterable[Fault], run_id: int, heading_of: dict[str, str]) -> None:
    columns = ("government_id", "run_id", "weight", "row", "heading", "value", "sentence")
    government_id = scope.current()
    rows = (
        (government_id, run_id, one.weight.value, one.row, heading_of.get(one.key, ""), one.value, one.sentence)
        for one in faults
    )
    insert(db.session.connection(), _fault, columns, rows)


def _make(connection: Connection, name: str, plan: Plan, government_id: int) -> None:
    made = plan.made[name]
    if not made:
        return
    names = list(made[0].record)
    fixed: tuple[Any, ...] = (government_id,)
    more: tuple[str, ...] = ("government_id",)
    if name == LEARNING:
        fixed, more = (*fixed, now()), (*more, "recorded_at")
    rows = ((*fixed, *map(_flat, one.record.values())) for one in made)
    insert(connection, table_named(name), (*more, *names), rows)


def _flat(value: Any) -> Any:
    """A list as the text a JSON column takes."""
    return _encode(value) if isinstance(value, list) else value


def _alter(connection: Connection, name: str, plan: Plan) -> None:
    """Changed fields, one statement for each set of fields."""
    table = table_named(name)
    by_fields: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for row_id, one in plan.altered[name].items():
        by_fields[tuple(one.after)].append(one.after | {"row_id": row_id})
    for fields, rows in by_fields.items():
        connection.execute(_update(table, fields), rows)


def _update(table: Table, fields: Sequence[str]) -> Any:
    values = {name: bindparam(name, type_=table.c[name].type) for name in fields}
    return update(table).where(table.c.id == bindparam("row_id")).values(values)


def _journal(plan: Plan, *, with_new: bool) -> Iterator[tuple[Any, ...]]:
    for name in TABLES:
        for row_id, altered in plan.altered[name].items():
            yield altered.row, name, row_id, False, altered.about, _encode(altered.before), _encode(altered.after)
        if with_new:
            for row, about, record in plan.made[name]:
                yield row, name, record["id"], True, about, "{}", _encode(record)


def _keep(connection: Connection, run_id: int, government_id: int, lines: Iterable[tuple[Any, ...]]) -> None:
    columns = ("government_id", "run_id", "row", "in_table", "row_id", "is_new", "about", "before", "after")
    insert(connection, _change, columns, ((government_id, run_id, *line) for line in lines))


def insert(connection: Connection, table: Table, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """Many rows by the driver's own fast way. JSON columns take text."""
    rows = iter(rows)
    first = next(rows, None)
    if first is None:
        return
    rows = chain([first], rows)
    quoted = ", ".join(f'"{name}"' for name in columns)
    driver = cast("Any", connection.connection.dbapi_connection)
    if connection.dialect.name == "postgresql":
        with driver.cursor() as cursor, cursor.copy(f'COPY "{table.name}" ({quoted}) FROM STDIN') as copy:
            for row in rows:
                copy.write_row(row)
        return
    marks = ", ".join("?" * len(columns))
    statement = f'INSERT INTO "{table.name}" ({quoted}) VALUES ({marks})'  # noqa: S608 - names of ours
    driver.executemany(statement, _bound(connection, table, columns, rows))


def _bound(
    connection: Connection, table: Table, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]
) -> Iterator[tuple[Any, ...]]:
    """Rows as SQLite keeps them: days and moments as text, figures scaled."""
    readers: list[tuple[int, Callable[[Any], Any]]] = []
    for index, name in enumerate(columns):
        kind = table.c[name].type
        processor: Any = kind.dialect_impl(connection.dialect).bind_processor(connection.dialect)
        if processor is not None and not isinstance(kind, JSON):
            readers.append((index, processor))
    for row in rows:
        if readers:
            cells = list(row)
            for index, reader in readers:
                cells[index] = reader(cells[index])
            yield tuple(cells)
        else:
            yield row


def plain(value: Any) -> Any:
    """A value as the journal has it."""
    if value is None or isinstance(value, bool | int | list):
        return value
    return str(value)


def back(table: Table, name: str, value: Any) -> Any:
    """A value of the journal as the column takes it."""
    if value is None or not isinstance(value, str):
        return value
    wanted = table.c[name].type.python_type
    if wanted is datetime:
        return datetime.fromisoformat(value)
    if wanted is date:
        return date.fromisoformat(value)
    return Decimal(value) if wanted is Decimal else value
