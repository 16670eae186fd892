"""The statements behind today's directory, each built once (decision 0012).

They find places, the numbers in the order of names: by words in the search index (FTS5 on SQLite, GIN on PostgreSQL),
by words on a walk along the names, by one unit, or by nothing at all, each within a stretch from ``low`` to
``high``.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    Integer,
    String,
    bindparam,
    cast,
    column,
    func,
    literal_column,
    select,
    table,
)
from sqlalchemy.dialects.postgresql import TSQUERY

from app.base.database import db
from app.organisation.models import DIRECTORY_LEVELS, DirectoryEntry, DirectoryWord, Employee, OrgUnit, Position

_search = table("directory_search", column("rowid"))
_entry, _word, _employee = DirectoryEntry.__table__.c, DirectoryWord.__table__.c, Employee.__table__.c
_government: Any = bindparam("government", type_=Integer)
_low, _high = bindparam("low", type_=BigInteger), bindparam("high", type_=BigInteger)
_unit, _path, _beyond = (
    bindparam("unit", type_=Integer),
    bindparam("path", type_=String),
    bindparam("beyond", type_=String),
)
_at_most: Any = bindparam("at_most", type_=Integer)
_text, _after_text = bindparam("text", type_=String), bindparam("after_text", type_=String)

SHOWN = (
    Employee.id,
    Employee.name,
    Employee.nip,
    Employee.kind,
    Employee.rank,
    Employee.active,
    Employee.leaves_on,
    Employee.restricted_on,
    Position.id.label("position_id"),
    Position.title.label("position"),
    Position.tier,
    OrgUnit.id.label("unit_id"),
    OrgUnit.name.label("unit"),
)
ROWS = (
    select(*SHOWN, DirectoryEntry.place)
    .select_from(DirectoryEntry)
    .join(Employee, Employee.id == DirectoryEntry.employee_id)
    .outerjoin(Position, Position.id == DirectoryEntry.position_id)
    .outerjoin(OrgUnit, OrgUnit.id == Position.unit_id)
    .where(DirectoryEntry.place.in_(bindparam("places", expanding=True, type_=BigInteger)))
)
PLACE_OF = select(DirectoryEntry.place).where(DirectoryEntry.employee_id == bindparam("employee_id"))
# The first and the last place of the names that begin with a text.
BEGINS = select(
    select(_entry.place)
    .where(_entry.government_id == _government, _entry.sort_name >= _text)
    .order_by(_entry.sort_name, _entry.employee_id)
    .limit(1)
    .scalar_subquery()
    .label("first"),
    select(_entry.place)
    .where(_entry.government_id == _government, _entry.sort_name < _after_text)
    .order_by(_entry.sort_name.desc(), _entry.employee_id.desc())
    .limit(1)
    .scalar_subquery()
    .label("last"),
)
# The last place of a government.
LAST = select(func.max(_entry.place)).where(_entry.place.between(_low, _high))
# SQLite's search index keeps beginnings of up to so many letters; longer ones are asked by the words themselves, if
# they are no more than this. PostgreSQL's is asked for the words themselves where they are very few.
KEPT_BEGINNING, WORDS_AT_MOST, FEW_WORDS = 5, 64, 4
_BEGINNING_SO = (_word.government_id == _government, _word.word >= _text, _word.word < _after_text)
LONG_WORDS = select(_word.word).where(*_BEGINNING_SO).order_by(_word.word).limit(WORDS_AT_MOST + 1)
# The first of the words that begin so, each with how many people have any of them.
SOME_WORDS = (
    select(_word.word, func.sum(_word.people).over().label("people"))
    .where(*_BEGINNING_SO)
    .order_by(_word.word)
    .limit(FEW_WORDS + 1)
)
# Whose data may be used for nothing but what the law asks (UU 27/2022); a partial index lists these few.
_RESTRICTED = (
    select(_entry.place)
    .join(Employee.__table__, _employee.id == _entry.employee_id)
    .where(_employee.government_id == _government, _employee.restricted_on.is_not(None))
)


class How(StrEnum):
    """How places are found: among all, by words (in the index or walking), by one unit, or by words in one unit."""

    ALL = "all"
    WORDS = "words"
    WALKED = "walked"
    UNIT = "unit"
    LOOKED_THROUGH = "looked_through"


@dataclass(frozen=True)
class Asked:
    """What a statement depends on: how places are found, whether it leaves out whose data is restricted, and how deep
    the unit lies."""

    how: How
    hides: bool
    level: int = 0


def found(asked: Asked, *, backwards: bool = False) -> Any:
    """Places in their order."""
    return _found(asked, backwards=backwards, on_sqlite=on_sqlite())


def counted(asked: Asked) -> Any:
    return _counted(asked, on_sqlite=on_sqlite())


def on_sqlite() -> bool:
    return bool(db.session.get_bind().dialect.name == "sqlite")


@cache
def _found(asked: Asked, *, backwards: bool, on_sqlite: bool) -> Any:
    order: Any = column("place").desc() if backwards else column("place")
    return _unordered(asked, on_sqlite=on_sqlite).order_by(order).limit(_at_most)


@cache
def _counted(asked: Asked, *, on_sqlite: bool) -> Any:
    some = _unordered(asked, on_sqlite=on_sqlite).limit(_at_most)
    if asked.how is How.WALKED:
        some = some.order_by(column("place"))  # or the table is read from its first page, dead lines and all
    return select(func.count(some.subquery().c.place))


def _unordered(asked: Asked, *, on_sqlite: bool) -> Any:
    if asked.how is How.UNIT:
        place, statement = _in_unit(asked.level)
    elif asked.how is How.LOOKED_THROUGH:
        place, statement = _in_unit(asked.level)
        statement = statement.where(_holds())
    else:
        place, statement = _SELECTED[asked.how](on_sqlite)
    statement = statement.where(place.between(_low, _high))
    return statement.where(place.not_in(_RESTRICTED)) if asked.hides else statement


def _all(_on_sqlite: bool) -> tuple[Any, Any]:
    return DirectoryEntry.place, select(DirectoryEntry.place.label("place"))


def _words(on_sqlite: bool) -> tuple[Any, Any]:
    """FTS5 gives places in their order. GIN gathers all that are found (``indexed``) before they are looked at and put
    in order; a sum instead of the bare column, or the planner would walk all names."""
    if on_sqlite:
        matches = literal_column("directory_search").op("MATCH")(bindparam("asked", type_=String))
        return _search.c.rowid, select(_search.c.rowid.label("place")).select_from(_search).where(matches)
    indexed = cast(bindparam("indexed", type_=String), TSQUERY)
    place = DirectoryEntry.place + 0
    return place, select(place.label("place")).where(DirectoryEntry.words.op("@@")(indexed), _holds())


def _walked(_on_sqlite: bool) -> tuple[Any, Any]:
    """PostgreSQL: along the names, looking at each line."""
    return DirectoryEntry.place, select(DirectoryEntry.place.label("place")).where(_holds())


def _holds() -> Any:
    """Whether a line holds what is asked: the function behind ``@@``, which no index answers."""
    return func.ts_match_vq(DirectoryEntry.words, cast(bindparam("asked", type_=String), TSQUERY))


def _in_unit(level: int) -> tuple[Any, Any]:
    """A stretch of the index of the unit's level; deeper than the levels known, some of the last one's stretch."""
    statement = select(_entry.place.label("place")).where(_entry[f"unit_{level}"] == _unit)
    if level == DIRECTORY_LEVELS:
        statement = statement.where(_entry.unit_path >= _path, _entry.unit_path < _beyond)
    return _entry.place, statement


_SELECTED = {How.ALL: _all, How.WORDS: _words, How.WALKED: _walked}
