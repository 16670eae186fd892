"""The directory: everybody in the order of their names, searched while one types.

Today's directory is read from ``DirectoryEntry``, whose places are already in order: a page is a stretch of
places, found by the search index (FTS5 on SQLite, GIN on PostgreSQL) or by the path of one unit. Another day is
read from the placements themselves, so many people at a time.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, literal, or_, select, true, tuple_

from app.access.visitor import Reach
from app.base import scope
from app.base.database import db
from app.organisation.models import Employee, OrgUnit, Placement, PlacementKind, Position
from app.organisation.queries import holds_on, places
from app.organisation.queries.places import SHOWN, How
from app.organisation.rules import searchable, unit_mark

SPAN = 2**46
GAP = 2**24
COUNTED_AT_MOST = 1_000
SMALL_UNIT = 3_000
WORDS_AT_MOST = 8
EXAMINED_AT_MOST = 10_000
_BEYOND = "\U0010ffff"


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

    ``is_cut_short`` tells that the page stopped before it was full. ``total`` is how many there are, where they were
    counted: one more than COUNTED_AT_MOST stands for more than that.
    """

    rows: Sequence[Any]
    next_id: int | None = None
    previous_id: int | None = None
    is_cut_short: bool = False
    total: int | None = None


def first_place(government_id: int) -> int:
    return government_id * SPAN


def last_place(government_id: int) -> int:
    return (government_id + 1) * SPAN - 1


def within(reach: Reach, path: Any = OrgUnit.path) -> ColumnElement[bool]:
    """Whether a unit path lies within somebody's reach; nothing does where there is none."""
    if reach.is_everything:
        return true()
    return or_(false(), *(path.like(f"{top}%") for top in sorted(reach.paths)))


def may_be_shown(reach: Reach) -> ColumnElement[bool]:
    """Whether an employee's data is free, or this reach covers restricted data, too (decision 0024)."""
    return true() if reach.sees_restricted else Employee.restricted_on.is_(None)


def leaves_out(reach: Reach) -> bool:
    """Whether lists made with this reach leave anybody of the government out because their data is restricted."""
    if reach.sees_restricted:
        return False
    statement = select(Employee.id).where(Employee.restricted_on.is_not(None)).limit(1)
    return db.session.execute(statement).first() is not None


def page(reach: Reach, filters: Filters, turn: Turn, *, limit: int, counted: bool = False) -> DirectoryPage:
    """The directory as it is today, as far as ``reach`` goes; ``counted`` tells how many there are on all pages."""
    plan = _plan(reach, filters)
    if plan is None:
        return DirectoryPage([], total=0)
    found = _page(plan, turn, limit)
    if not counted:
        return found
    is_all = turn == Turn() and found.next_id is None
    return replace(found, total=len(found.rows) if is_all else _count(plan))


def count(reach: Reach, filters: Filters) -> int:
    """How many there are, counted up to one more than a thousand."""
    plan = _plan(reach, filters)
    return 0 if plan is None else _count(plan)


def _page(plan: "_Plan", turn: Turn, limit: int) -> DirectoryPage:
    chosen = _places(plan, turn, limit + 1)
    more, chosen = len(chosen) > limit, chosen[:limit]
    if turn.backwards:
        chosen.reverse()
    by_place = {row.place: row for row in db.session.execute(places.ROWS, {"places": chosen})} if chosen else {}
    return _turned([by_place[place] for place in chosen], turn, more=more)


def _turned(rows: Sequence[Any], turn: Turn, *, more: bool) -> DirectoryPage:
    if not rows:
        return DirectoryPage([])
    has_next = turn.before is not None if turn.backwards else more
    has_previous = more if turn.backwards else turn.after is not None
    return DirectoryPage(rows, rows[-1].id if has_next else None, rows[0].id if has_previous else None)


def _count(plan: "_Plan") -> int:
    if plan.path and not plan.hides:
        return min(plan.size, COUNTED_AT_MOST + 1)
    statement = places.counted(plan.how, hides=plan.hides)
    low, high = plan.bounds
    return int(db.session.execute(statement, plan.within(low, high, COUNTED_AT_MOST + 1)).scalar_one())


@dataclass(frozen=True)
class _Plan:
    """How today's directory is asked: by words in the search index, by the path of one unit, or not at all.

    ``begins`` is the stretch of places whose names begin with what was typed: these people come first.
    """

    government_id: int
    hides: bool
    asked: str = ""
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

    @cached_property
    def size(self) -> int:
        """How many are in the unit, up to one more than make it large."""
        values = self._facts | {"at_most": SMALL_UNIT + 1}
        return int(db.session.execute(places.SIZE, values).scalar_one())

    @cached_property
    def how(self) -> How:
        if self.asked:
            return How.WORDS
        if not self.path:
            return How.ALL
        return How.FEW if self.size <= SMALL_UNIT else How.MANY

    @property
    def _facts(self) -> dict[str, Any]:
        if self.path:
            return {"government": self.government_id, "path": self.path, "beyond": self.path[:-1] + "0"}
        return {"government": self.government_id}

    def within(self, low: int, high: int, at_most: int) -> dict[str, Any]:
        """What the statements of ``places`` are asked with."""
        words = {"asked": self.asked} if self.asked else {}
        return self._facts | words | {"low": low, "high": high, "at_most": at_most}


def _plan(reach: Reach, filters: Filters) -> _Plan | None:
    if not reach.is_everything and not reach.paths:
        return None
    typed = list(dict.fromkeys(searchable(filters.text)))[:WORDS_AT_MOST]
    if filters.text and not typed:
        return None
    plan = _Plan(scope.current(), hides=not reach.sees_restricted)
    # Who left belongs to no unit, so that a unit's path alone says both.
    is_unit_alone = replace(filters, unit_path="") == Filters() and reach.is_everything
    if filters.unit_path and is_unit_alone:
        return replace(plan, path=filters.unit_path)
    begins = _begins(plan.government_id, " ".join(searchable(filters.text))) if typed else None
    reaches = [] if reach.is_everything else [unit_mark(path) for path in sorted(reach.paths)]
    marks = list(_marks(filters))
    # Nearly everybody is active: leaving out the few who left is quicker than walking a list of nearly all.
    without = ["_a0"] if filters.active and (typed or marks or reaches) else []
    if filters.active is not None and not without:
        marks.append(f"_a{int(filters.active)}")
    return replace(plan, asked=_written(typed, marks, reaches, without), begins=begins)


def _marks(filters: Filters) -> Iterator[str]:
    if filters.unit_path:
        yield unit_mark(filters.unit_path)
    if filters.tier:
        yield f"_t{filters.tier.replace('_', '')}"
    if filters.kind:
        yield f"_k{filters.kind}"


def _written(typed: list[str], marks: list[str], reaches: list[str], without: list[str]) -> str:
    """What is asked of the search index, in the words of either database; empty where nothing narrows."""
    if db.session.get_bind().dialect.name == "sqlite":
        terms = [_beginning(word) for word in typed] + [f'"{mark}"' for mark in marks]
        terms += [f"({' OR '.join(reaches)})"] if reaches else []
        return " NOT ".join([" AND ".join(terms), *(f'"{mark}"' for mark in without)])
    terms = [f"'{word}':*" for word in typed] + [f"'{mark}'" for mark in marks]
    terms += ["({})".format(" | ".join(f"'{mark}'" for mark in reaches))] if reaches else []
    return " & ".join([*terms, *(f"!'{mark}'" for mark in without)])


def _beginning(text: str) -> str:
    """Words beginning so, for FTS5: it reads every line of a beginning longer than those it keeps (migration 0024)."""
    if len(text) <= places.KEPT_BEGINNING:
        return f'"{text}"*'
    known = db.session.execute(places.LONG_WORDS, {"text": text, "after_text": text + _BEYOND}).scalars().all()
    if len(known) > places.WORDS_AT_MOST:
        return f'"{text}"*'
    return "({})".format(" OR ".join(f'"{word}"' for word in known or [text]))


def _begins(government_id: int, text: str) -> tuple[int, int] | None:
    """The first and the last place of the names that begin with this text."""
    values = {"government": government_id, "text": text, "after_text": text + _BEYOND}
    first, last = db.session.execute(places.BEGINS, values).one()
    return (first, last) if first is not None and last is not None and first <= last else None


def _places(plan: _Plan, turn: Turn, limit: int) -> list[int]:
    """Places of the next people, at most ``limit``, going on from where the last page ended."""
    sections = [section[::-1] for section in plan.sections[::-1]] if turn.backwards else plan.sections
    key = turn.before if turn.backwards else turn.after
    start = None if key is None else db.session.execute(places.PLACE_OF, {"employee_id": key}).scalar_one_or_none()
    statement = places.found(plan.how, hides=plan.hides, backwards=turn.backwards)
    chosen: list[int] = []
    for low, high in _left(sections, start, backwards=turn.backwards):
        if len(chosen) < limit and low <= high:
            chosen += db.session.execute(statement, plan.within(low, high, limit - len(chosen))).scalars()
    return chosen


def _left(sections: list[list[tuple[int, int]]], start: int | None, *, backwards: bool) -> Iterator[tuple[int, int]]:
    """The stretches that are left after the section and place where the last page ended."""
    if start is None:
        yield from (one for section in sections for one in section)
        return
    at = next((i for i, section in enumerate(sections) if any(low <= start <= high for low, high in section)), 0)
    for low, high in sections[at]:
        yield (low, min(high, start - 1)) if backwards else (max(low, start + 1), high)
    yield from (one for section in sections[at + 1 :] for one in section)


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
        select(*SHOWN)
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
    return statement.where(within(reach), may_be_shown(reach), *_conditions(filters))


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
