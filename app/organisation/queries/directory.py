"""The directory: everybody in the order of their names, searched while one types.

Today's directory is read from ``DirectoryEntry``, whose places are already in order: a page is a stretch of
places, found by the search index (FTS5 on SQLite, GIN on PostgreSQL) or by the path of one unit. Another day is
read from the placements themselves, so many people at a time.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    String,
    and_,
    bindparam,
    cast,
    column,
    false,
    func,
    literal,
    literal_column,
    or_,
    select,
    table,
    true,
    tuple_,
)
from sqlalchemy.dialects.postgresql import TSQUERY

from app.access.visitor import Reach
from app.base import scope
from app.base.database import db
from app.organisation.models import DirectoryEntry, Employee, OrgUnit, Placement, PlacementKind, Position
from app.organisation.queries import holds_on
from app.organisation.rules import searchable, unit_mark

SPAN = 2**46
GAP = 2**24
COUNTED_AT_MOST = 1_000
SMALL_UNIT = 10_000
WORDS_AT_MOST = 8
EXAMINED_AT_MOST = 10_000
_BEYOND = "\U0010ffff"
_search = table("directory_search", column("rowid"))


@dataclass(frozen=True)
class Filters:
    """What narrows the directory; empty values narrow nothing. ``active`` None shows those who left, too."""

    text: str = ""
    unit_path: str = ""
    tier: str = ""
    kind: str = ""
    active: bool | None = True

    @property
    def any(self) -> bool:
        return self != Filters()


@dataclass(frozen=True)
class Turn:
    """Where to go on: after somebody, before somebody, or (``last``) back from the end. None of it: the beginning."""

    after: int | None = None
    before: int | None = None
    last: bool = False

    @property
    def backwards(self) -> bool:
        return self.before is not None or self.last


@dataclass(frozen=True)
class DirectoryPage:
    """Some people in order; ``next_id`` and ``previous_id`` are whom the neighbouring pages go on from.

    ``examined`` tells how many were looked through where a page stopped before it was full.
    """

    rows: Sequence[Any]
    next_id: int | None = None
    previous_id: int | None = None
    is_cut_short: bool = False


def first_place(government_id: int) -> int:
    return government_id * SPAN


def last_place(government_id: int) -> int:
    return (government_id + 1) * SPAN - 1


def within(reach: Reach, path: Any = OrgUnit.path) -> ColumnElement[bool]:
    """Whether a unit path lies within somebody's reach; nothing does where there is none."""
    if reach.is_everything:
        return true()
    return or_(false(), *(path.like(f"{top}%") for top in sorted(reach.paths)))


_place: Any = bindparam("places", expanding=True, type_=BigInteger)
_SHOWN = (
    Employee.id,
    Employee.name,
    Employee.nip,
    Employee.kind,
    Employee.rank,
    Employee.active,
    Position.id.label("position_id"),
    Position.title.label("position"),
    Position.tier,
    OrgUnit.id.label("unit_id"),
    OrgUnit.name.label("unit"),
)
_ROWS = (
    select(*_SHOWN, DirectoryEntry.place)
    .select_from(DirectoryEntry)
    .join(Employee, Employee.id == DirectoryEntry.employee_id)
    .outerjoin(Position, Position.id == DirectoryEntry.position_id)
    .outerjoin(OrgUnit, OrgUnit.id == Position.unit_id)
    .where(DirectoryEntry.place.in_(_place))
)
_PLACE_OF = select(DirectoryEntry.place).where(DirectoryEntry.employee_id == bindparam("employee_id"))


def page(reach: Reach, filters: Filters, turn: Turn, *, limit: int) -> DirectoryPage:
    """The directory as it is today, as far as ``reach`` goes."""
    plan = _plan(reach, filters)
    if plan is None:
        return DirectoryPage([])
    places = _places(plan, turn, limit + 1)
    more, places = len(places) > limit, places[:limit]
    if turn.backwards:
        places.reverse()
    by_place = {row.place: row for row in db.session.execute(_ROWS, {"places": places})} if places else {}
    return _turned([by_place[place] for place in places], turn, more=more)


def _turned(rows: Sequence[Any], turn: Turn, *, more: bool) -> DirectoryPage:
    if not rows:
        return DirectoryPage([])
    has_next = turn.before is not None if turn.backwards else more
    has_previous = more if turn.backwards else turn.after is not None
    return DirectoryPage(rows, rows[-1].id if has_next else None, rows[0].id if has_previous else None)


def count(reach: Reach, filters: Filters) -> int:
    """How many there are, counted up to one more than a thousand."""
    plan = _plan(reach, filters)
    if plan is None:
        return 0
    low, high = plan.bounds
    some = _select_places(plan, low, high).limit(COUNTED_AT_MOST + 1).subquery()
    return db.session.execute(select(func.count(some.c.place))).scalar_one()


@dataclass(frozen=True)
class _Plan:
    """How today's directory is asked: by words in the search index, by the path of one unit, or not at all.

    ``begins`` is the stretch of places whose names begin with what was typed: these people come first.
    """

    government_id: int
    words: tuple[str, ...] = ()
    typed: tuple[str, ...] = ()
    reaches: tuple[str, ...] = ()
    path: str = ""
    begins: tuple[int, int] | None = None

    @property
    def bounds(self) -> tuple[int, int]:
        return first_place(self.government_id), last_place(self.government_id)

    @property
    def sections(self) -> list[list[tuple[int, int]]]:
        """Stretches of places in the order in which they are shown."""
        low, high = self.bounds
        if self.begins is None:
            return [[(low, high)]]
        first, last = self.begins
        return [[(first, last)], [(low, first - 1), (last + 1, high)]]


def _plan(reach: Reach, filters: Filters) -> _Plan | None:
    if not reach.is_everything and not reach.paths:
        return None
    typed = tuple(dict.fromkeys(searchable(filters.text)))[:WORDS_AT_MOST]
    if filters.text and not typed:
        return None
    plan = _Plan(scope.current(), begins=_begins(" ".join(searchable(filters.text))) if typed else None)
    # Who left belongs to no unit, so that a unit's path alone says both.
    is_unit_alone = replace(filters, unit_path="") == Filters() and reach.is_everything
    if filters.unit_path and is_unit_alone:
        return replace(plan, path=filters.unit_path)
    return replace(
        plan,
        typed=typed,
        words=tuple(_marks(filters)),
        reaches=() if reach.is_everything else tuple(unit_mark(path) for path in sorted(reach.paths)),
    )


def _marks(filters: Filters) -> Iterator[str]:
    if filters.unit_path:
        yield unit_mark(filters.unit_path)
    if filters.tier:
        yield f"_t{filters.tier.replace('_', '')}"
    if filters.kind:
        yield f"_k{filters.kind}"
    if filters.active is not None:
        yield f"_a{int(filters.active)}"


def _begins(text: str) -> tuple[int, int] | None:
    """The first and the last place of the names that begin with this text."""
    entry = DirectoryEntry
    low = select(entry.place).where(entry.sort_name >= text).order_by(entry.sort_name, entry.employee_id).limit(1)
    high = (
        select(entry.place)
        .where(entry.sort_name < text + _BEYOND)
        .order_by(entry.sort_name.desc(), entry.employee_id.desc())
        .limit(1)
    )
    first, last = db.session.execute(low).scalar_one_or_none(), db.session.execute(high).scalar_one_or_none()
    return (first, last) if first is not None and last is not None and first <= last else None


def _places(plan: _Plan, turn: Turn, limit: int) -> list[int]:
    """Places of the next people, at most ``limit``, going on from where the last page ended."""
    sections = [section[::-1] for section in plan.sections[::-1]] if turn.backwards else plan.sections
    key = turn.before if turn.backwards else turn.after
    start = None if key is None else db.session.execute(_PLACE_OF, {"employee_id": key}).scalar_one_or_none()
    found: list[int] = []
    for low, high in _left(sections, start, backwards=turn.backwards):
        if len(found) < limit and low <= high:
            order: Any = column("place").desc() if turn.backwards else column("place")
            some = _select_places(plan, low, high).order_by(order).limit(limit - len(found))
            found += db.session.execute(some).scalars()
    return found


def _left(sections: list[list[tuple[int, int]]], start: int | None, *, backwards: bool) -> Iterator[tuple[int, int]]:
    """The stretches that are left after the section and place where the last page ended."""
    if start is None:
        yield from (one for section in sections for one in section)
        return
    at = next((i for i, section in enumerate(sections) if any(low <= start <= high for low, high in section)), 0)
    for low, high in sections[at]:
        yield (low, min(high, start - 1)) if backwards else (max(low, start + 1), high)
    yield from (one for section in sections[at + 1 :] for one in section)


def _select_places(plan: _Plan, low: int, high: int) -> Any:
    """A statement for the places of a plan within a stretch; its column is called ``place``."""
    if plan.words or plan.typed or plan.reaches:
        return _by_words(plan, low, high)
    statement = select(DirectoryEntry.place.label("place")).where(DirectoryEntry.place.between(low, high))
    if not plan.path:
        return statement
    below = plan.path, plan.path[:-1] + "0"
    if _is_small(*below):
        # A sum instead of the bare column, or the planner would walk all names in search of a few people.
        place = DirectoryEntry.place + 0
        return select(place.label("place")).where(
            DirectoryEntry.government_id == plan.government_id,
            DirectoryEntry.unit_path >= below[0],
            DirectoryEntry.unit_path < below[1],
            place.between(low, high),
        )
    # Nearly everybody is in a large unit: walk the names and leave out the others, rather than sort the unit.
    path = DirectoryEntry.unit_path.concat("")
    return statement.where(path >= below[0], path < below[1])


def _is_small(path: str, beyond: str) -> bool:
    some = (
        select(DirectoryEntry.place)
        .where(DirectoryEntry.unit_path >= path, DirectoryEntry.unit_path < beyond)
        .limit(SMALL_UNIT + 1)
        .subquery()
    )
    return db.session.execute(select(func.count(some.c.place))).scalar_one() <= SMALL_UNIT


def _by_words(plan: _Plan, low: int, high: int) -> Any:
    """Both databases read an index of words: FTS5 gives places in their order, PostgreSQL weighs index against walk."""
    if db.session.get_bind().dialect.name == "sqlite":
        place = _search.c.rowid
        asked = " AND ".join(_fts(plan))
        return (
            select(place.label("place"))
            .select_from(_search)
            .where(literal_column("directory_search").op("MATCH")(asked), place.between(low, high))
        )
    # The words stand in the statement itself, so that it is planned for how rare they are.
    written = bindparam("asked", " & ".join(_tsquery(plan)), literal_execute=True, unique=True, type_=String)
    return select(DirectoryEntry.place.label("place")).where(
        DirectoryEntry.words.op("@@")(cast(written, TSQUERY)), DirectoryEntry.place.between(low, high)
    )


def _fts(plan: _Plan) -> Iterator[str]:
    yield from (f'"{word}"*' for word in plan.typed)
    yield from (f'"{mark}"' for mark in plan.words)
    if plan.reaches:
        yield f"({' OR '.join(plan.reaches)})"


def _tsquery(plan: _Plan) -> Iterator[str]:
    yield from (f"'{word}':*" for word in plan.typed)
    yield from (f"'{mark}'" for mark in plan.words)
    if plan.reaches:
        yield "({})".format(" | ".join(f"'{mark}'" for mark in plan.reaches))


def page_on(day: date, reach: Reach, filters: Filters, turn: Turn, *, limit: int) -> DirectoryPage:
    """The directory as it was or will be on a day. A page looks through so many people and no more, then says so."""
    examined = _examined(filters, turn).subquery()
    found = db.session.execute(_on_day(examined, day, reach, filters, turn).limit(limit + 1)).all()
    more, rows = len(found) > limit, list(found[:limit])
    stopped_at = None if more else _last_examined(examined, turn)
    if turn.backwards:
        rows.reverse()
    page = _turned(rows, turn, more=more)
    if stopped_at is None:
        return page
    if turn.backwards:
        return replace(page, is_cut_short=True, previous_id=stopped_at)
    return replace(page, is_cut_short=True, next_id=stopped_at)


def _examined(filters: Filters, turn: Turn) -> Any:
    names = Employee.sort_name, Employee.id
    some = select(*names).limit(EXAMINED_AT_MOST).order_by(*_turn_order(turn, *names))
    if filters.active is not None:
        some = some.where(Employee.active.is_(filters.active))
    key = turn.before if turn.backwards else turn.after
    if key is None:
        return some
    known = db.session.execute(select(*names).where(Employee.id == key)).one_or_none() or ("", 0)
    here = tuple_(*names)
    return some.where(here < tuple_(*known) if turn.backwards else here > tuple_(*known))


def _turn_order(turn: Turn, *columns: Any) -> list[Any]:
    return [column.desc() for column in columns] if turn.backwards else list(columns)


def _last_examined(examined: Any, turn: Turn) -> int | None:
    """Who was looked at last, where there are more people behind them than one page looks through."""
    row = db.session.execute(
        select(examined.c.id)
        .order_by(*_turn_order(turn, examined.c.sort_name, examined.c.id))
        .offset(EXAMINED_AT_MOST - 1)
    ).one_or_none()
    return None if row is None else int(row.id)


def _on_day(examined: Any, day: date, reach: Reach, filters: Filters, turn: Turn) -> Any:
    statement = (
        select(*_SHOWN)
        .select_from(examined)
        .join(Employee, Employee.id == examined.c.id)
        .outerjoin(
            Placement,
            and_(
                Placement.employee_id == Employee.id,
                Placement.kind == PlacementKind.DEFINITIVE,
                holds_on(Placement, day),
            ),
        )
        .outerjoin(Position, Position.id == Placement.position_id)
        .outerjoin(OrgUnit, OrgUnit.id == Position.unit_id)
        .order_by(*_turn_order(turn, examined.c.sort_name, examined.c.id))
    )
    return statement.where(within(reach), *_conditions(filters))


def _conditions(filters: Filters) -> Iterator[ColumnElement[bool]]:
    if filters.unit_path:
        yield OrgUnit.path.like(f"{filters.unit_path}%")
    if filters.tier:
        yield Position.tier == filters.tier
    if filters.kind:
        yield Employee.kind == filters.kind
    for word in searchable(filters.text)[:WORDS_AT_MOST]:
        texts = (Employee.sort_name, func.lower(Position.title), func.lower(OrgUnit.name))
        yield or_(*((literal(" ") + text).like(f"% {word}%") for text in texts))


def everybody(reach: Reach, filters: Filters, day: date | None, *, at_once: int = 1_000) -> Iterator[Any]:
    """All of a list, page after page, for a file: the same people in the same order as the pages show."""
    turn = Turn()
    while True:
        if day is None:
            found = page(reach, filters, turn, limit=at_once)
        else:
            found = page_on(day, reach, filters, turn, limit=at_once)
        yield from found.rows
        if found.next_id is None:
            return
        turn = Turn(after=found.next_id)
