"""Many rows at once: numbers given out here, rows written table by table in the order their keys ask for."""

from typing import Any, cast

from sqlalchemy import Column, Connection, Table, func, select, text
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from app.base.database import Base

AT_ONCE = 20_000


class Rows:
    """Collects rows and writes them in chunks. Whoever refers to a row adds it after that row."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._waiting: dict[str, list[dict[str, Any]]] = {}
        self._count = 0
        self._last: dict[str, int] = {}
        self._blanks: dict[str, dict[str, Any]] = {}

    def new_id(self, model: type[Base]) -> int:
        table = _table(model)
        if table.name not in self._last:
            highest = self._connection.execute(select(func.max(table.c.id))).scalar_one()
            self._last[table.name] = highest or 0
        self._last[table.name] += 1
        return self._last[table.name]

    def add(self, model: type[Base], **values: Any) -> int:
        """Add a row, numbered unless it brings its number; columns not named are empty or have their default."""
        table = _table(model)
        if table.name not in self._blanks:
            self._blanks[table.name] = _blank(table)
        number = values.get("id") or self.new_id(model)
        self._waiting.setdefault(table.name, []).append(self._blanks[table.name] | values | {"id": number})
        self._count += 1
        if self._count >= AT_ONCE:
            self.write()
        return cast("int", number)

    def write(self) -> None:
        """Write what waits."""
        for table in Base.metadata.sorted_tables:
            waiting = self._waiting.pop(table.name, None)
            if waiting:
                self._connection.execute(table.insert(), waiting)
        self._count = 0

    def finish(self) -> None:
        """Write the rest, and let the database go on numbering after our last."""
        self.write()
        if self._connection.dialect.name != "postgresql":
            return
        for name, last in self._last.items():
            self._connection.execute(
                text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :last)"), {"name": name, "last": last}
            )


def _table(model: type[Base]) -> Table:
    return cast("Table", model.__table__)


def _blank(table: Table) -> dict[str, Any]:
    return {column.name: _default(column) for column in table.columns}


def _default(column: Column[Any]) -> Any:
    return column.default.arg if isinstance(column.default, ScalarElementColumnDefault) else None
