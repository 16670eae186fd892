"""Several short lists of different shape, asked in one statement."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Select, cast, literal, null, select, union_all


def together(parts: Mapping[str, Any]) -> Select[Any]:
    """One statement for all of these: each row says in ``part`` which list it is of, and columns of the others are
    empty. Columns of one name are of one type. The order of rows is not kept."""
    lists = {key: statement.subquery(key) for key, statement in parts.items()}
    types = {column.name: column.type for one in lists.values() for column in one.c}

    def padded(key: str) -> Any:
        columns = [
            lists[key].c[name] if name in lists[key].c else cast(null(), kind).label(name)
            for name, kind in types.items()
        ]
        return select(literal(key).label("part"), *columns)

    return select(union_all(*(padded(key) for key in lists)).subquery("together"))


def apart(rows: Iterable[Any], keys: Iterable[str]) -> dict[str, list[Any]]:
    """The rows of such a statement, list by list."""
    found: dict[str, list[Any]] = {key: [] for key in keys}
    for row in rows:
        found[row.part].append(row)
    return found
