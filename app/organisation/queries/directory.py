"""The directory: everybody in the order of their names, searched while one types.

Today's directory is read from ``DirectoryEntry``, whose places are already in order: a page is a stretch of
places, found by the search index (FTS5 on SQLite, GIN on PostgreSQL) or by one unit. GIN knows no order,
so that on PostgreSQL what is frequent is found by walking a few names or among the names nearby, and only what is rare
among all. Another day is read from the placements themselves, so many people at a time.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, false, func, literal, not_, or_, select, true, tuple_

from app.access.visitor import Reach
from app.base import scope
from app.base.database import db
from app.organisation.models import (
    DIRECTORY_LEVELS,
    Employee,
    EmployeeKind,
    OrgUnit,
    Placement,
    Position,
    PositionTier,
)
from app.organisation.queries import definitive, places, serves_on
from app.organisation.queries.places import SHOWN, How
from app.organisation.rules import searchable, tops_of, unit_mark, units_on

SPAN = 2**46
GAP = 2**24
NEARBY = 2**40  # places whose people share a mark on PostgreSQL: 65,536 people where no gap is used
WALKED = 2**35  # places that are walked before the index is asked: 2,048 people
RARE = 500  # what so few people have is asked of the index at once
EASY = 20_000  # a beginning that so many people have does not hold up the index beside other words
OFTEN = 20  # who is found among so many is frequent enough to be counted on a walk
COUNTED_AT_MOST = 1_000
SMALL_UNIT = 10_000  # so many lines PostgreSQL looks through, unless the index finds few who have some of the words
WORDS_AT_MOST = 8
EVERYWHERE_PATH = "/"  # above all units
EXAMINED_AT_MOST = 10_000
_BEYOND = "\U0010ffff"
# What may be filtered by. It is written into what the index is asked, so nothing else may get there: whoever sees one
# unit would ask for others.
_TIERS, _KINDS = frozenset({"", *PositionTier}), frozenset({"", *EmployeeKind})


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


def nearby_mark(place: int) -> str:
    """The mark of everybody whose place is near this one, as PostgreSQL's search index holds it (migration 0037)."""
    return f"_p{place // NEARBY}"


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
    low, high = plan.bounds
    if plan.how is not How.WORDS or places.on_sqlite():
        return _counted(plan, _Step(plan.how, low, high))
    everybody = _Step(How.WORDS, low, high, plan.indexed)
    if plan.is_rare:
        return _counted(plan, everybody)
    first, last = plan.begins or (low, high)
    found = _counted(plan, _Step(How.WALKED, first, min(last, first + WALKED)))
    if found > COUNTED_AT_MOST:
        return found
    if plan.begins is None and found * OFTEN * GAP >= WALKED:
        return _counted(plan, _Step(How.WALKED, low, high))
    nearby = _nearby(plan, low, backwards=False)
    found = _counted(plan, nearby)
    return found if found > COUNTED_AT_MOST or nearby.high >= plan.last else _counted(plan, everybody)


def _counted(plan: "_Plan", step: "_Step") -> int:
    statement = places.counted(plan.statement(step))
    return int(db.session.execute(statement, plan.within(step, COUNTED_AT_MOST + 1)).scalar_one())


@dataclass(frozen=True)
class _Step:
    """A stretch of places and how it is read; ``indexed`` is what PostgreSQL's search index is asked."""

    how: How
    low: int
    high: int
    indexed: str = ""


@dataclass(frozen=True)
class _Plan:
    """How today's directory is asked: by words in the search index, by one unit, by both, or not at all.

    ``is_looked_through`` says that PostgreSQL looks at each line of the unit. ``begins`` is the stretch of places whose
    names begin with what was typed: these people come first. PostgreSQL's search index is asked for ``indexed``, which
    may leave out what is frequent; about so many ``people`` have the rarest of the words.
    """

    government_id: int
    hides: bool
    asked: str = ""
    indexed: str = ""
    people: int = 0
    is_rare: bool = False
    path: str = ""
    is_looked_through: bool = False
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
    def last(self) -> int:
        """The last place somebody has."""
        low, high = self.bounds
        return db.session.execute(places.LAST, {"low": low, "high": high}).scalar_one() or low

    @property
    def how(self) -> How:
        if self.is_looked_through:
            return How.LOOKED_THROUGH
        if self.asked:
            return How.WORDS
        return How.UNIT if self.path else How.ALL

    @cached_property
    def level(self) -> int:
        """How deep the unit lies, as far as levels are known; 0 for no unit."""
        return min(len(units_on(self.path)), DIRECTORY_LEVELS)

    @property
    def _facts(self) -> dict[str, Any]:
        facts: dict[str, Any] = {"government": self.government_id}
        if self.path:
            facts["unit"] = units_on(self.path)[self.level - 1]
        if self.level == DIRECTORY_LEVELS:
            facts |= {"path": self.path, "beyond": self.path[:-1] + "0"}
        return facts

    def statement(self, step: _Step) -> places.Asked:
        return places.Asked(step.how, self.hides, self.level)

    def within(self, step: _Step, at_most: int) -> dict[str, Any]:
        """What the statements of ``places`` are asked with."""
        words = {"asked": self.asked} if self.asked else {}
        indexed = {"indexed": step.indexed} if step.indexed else {}
        return self._facts | words | indexed | {"low": step.low, "high": step.high, "at_most": at_most}


def _plan(reach: Reach, filters: Filters) -> _Plan | None:
    """How to ask, or None where nobody can be found."""
    tops = tops_of([EVERYWHERE_PATH] if reach.is_everything else reach.paths, within=filters.unit_path)
    units = [] if tops == [EVERYWHERE_PATH] else tops
    typed = list(dict.fromkeys(searchable(filters.text)))[:WORDS_AT_MOST]
    is_known = filters.tier in _TIERS and filters.kind in _KINDS
    belongs = filters.active is not False or not units  # who left belongs to no unit
    if not tops or (filters.text and not typed) or not is_known or not belongs:
        return None
    plan = _Plan(scope.current(), hides=not reach.sees_restricted, path=units[0] if len(units) == 1 else "")
    marks = list(_marks(filters))
    if plan.path and not typed and not marks:
        return plan
    plan = replace(plan, begins=_begins(plan.government_id, " ".join(searchable(filters.text))) if typed else None)
    # Nearly everybody is active: leaving out the few who left is quicker than walking a list of nearly all.
    without = ["_a0"] if filters.active and (typed or marks or units) else []
    if filters.active is not None and not without:
        marks.append(f"_a{int(filters.active)}")
    within_units = [unit_mark(path) for path in units]
    if places.on_sqlite():
        return replace(plan, asked=_for_fts(plan.government_id, typed, marks, within_units, without))
    found = _for_gin(plan, typed, marks, within_units, without)
    if not plan.path or _size(plan) > SMALL_UNIT:
        return found
    return replace(found, is_rare=True) if found.people <= EASY else replace(found, is_looked_through=True)


def _size(plan: _Plan) -> int:
    """How many are in the unit of a plan, counted up to one more than a small one has."""
    step = _Step(How.UNIT, *plan.bounds)
    statement = places.counted(replace(plan.statement(step), hides=False))
    return int(db.session.execute(statement, plan.within(step, SMALL_UNIT + 1)).scalar_one())


def _marks(filters: Filters) -> Iterator[str]:
    if filters.tier:
        yield f"_t{filters.tier.replace('_', '')}"
    if filters.kind:
        yield f"_k{filters.kind}"


def _for_fts(government_id: int, typed: list[str], marks: list[str], reaches: list[str], without: list[str]) -> str:
    """What is asked of FTS5; empty where nothing narrows."""
    terms = [_beginning(government_id, word) for word in typed] + [f'"{mark}"' for mark in marks]
    terms += [f"({' OR '.join(reaches)})"] if reaches else []
    return " NOT ".join([" AND ".join(terms), *(f'"{mark}"' for mark in without)])


def _beginning(government_id: int, text: str) -> str:
    """Words beginning so, for FTS5: it reads every line of a beginning longer than those it keeps (migration 0024)."""
    if len(text) <= places.KEPT_BEGINNING:
        return f'"{text}"*'
    asked = {"government": government_id, "text": text, "after_text": text + _BEYOND}
    known = db.session.execute(places.LONG_WORDS, asked).scalars().all()
    if len(known) > places.WORDS_AT_MOST:
        return f'"{text}"*'
    return "({})".format(" OR ".join(f'"{word}"' for word in known or [text]))


def _for_gin(plan: _Plan, typed: list[str], marks: list[str], reaches: list[str], without: list[str]) -> _Plan:
    """What is asked of PostgreSQL. GIN gathers everybody who has any word that begins so before it looks at the next
    term, and compares every person with every word: it is asked for few words, or for beginnings few people have, and
    the lines it finds are looked at for the rest."""
    beginnings = sorted((_beginning_of(plan.government_id, text) for text in typed), key=lambda one: one.people)
    indexed = [one.term for one in beginnings if one.is_easy or one is beginnings[0]]
    terms = [f"'{mark}'" for mark in marks] + ([_any_of(reaches)] if reaches else [])
    people = beginnings[0].people if beginnings else EASY + 1
    return replace(
        plan,
        asked=" & ".join([*(f"'{text}':*" for text in typed), *terms, *(f"!'{mark}'" for mark in without)]),
        indexed=" & ".join([*indexed, *terms]),
        people=people,
        is_rare=people <= RARE,
    )


@dataclass(frozen=True)
class _Beginning:
    """How PostgreSQL's index is asked for a beginning, and about how many people have it."""

    term: str
    people: int
    is_easy: bool


def _beginning_of(government_id: int, text: str) -> _Beginning:
    asked = {"government": government_id, "text": text, "after_text": text + _BEYOND}
    found = db.session.execute(places.SOME_WORDS, asked).all()
    people = int(found[0].people) if found else 0
    if len(found) <= places.FEW_WORDS:
        return _Beginning(_any_of([row.word for row in found] or [text]), people, is_easy=True)
    return _Beginning(f"'{text}':*", people, is_easy=people <= EASY)


def _any_of(words: Sequence[str]) -> str:
    return "({})".format(" | ".join(f"'{word}'" for word in words))


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
    chosen: list[int] = []
    for step in _steps(plan, _left(sections, start, backwards=turn.backwards), backwards=turn.backwards):
        statement = places.found(plan.statement(step), backwards=turn.backwards)
        chosen += db.session.execute(statement, plan.within(step, limit - len(chosen))).scalars()
        if len(chosen) >= limit:
            break
    return chosen


def _steps(plan: _Plan, stretches: Iterator[tuple[int, int]], *, backwards: bool) -> Iterator[_Step]:
    """How stretches are read, one step after the other, until enough is found."""
    splits, is_rare = plan.how is How.WORDS and not places.on_sqlite(), plan.is_rare
    for low, high in stretches:
        if low > high:
            continue
        if not splits:
            yield _Step(plan.how, low, high)
            continue
        for step in _split(plan, low, high, is_rare=is_rare, backwards=backwards):
            is_rare = is_rare or step.indexed == plan.indexed
            yield step


def _split(plan: _Plan, low: int, high: int, *, is_rare: bool, backwards: bool) -> Iterator[_Step]:
    """A few names walked, then the names nearby and all others from the index; what is rare from the index at once."""
    if backwards:
        high = min(high, plan.last)
    if not is_rare:
        walked = (
            _Step(How.WALKED, max(low, high - WALKED), high)
            if backwards
            else _Step(How.WALKED, low, min(high, low + WALKED))
        )
        yield walked
        low, high = (low, walked.low - 1) if backwards else (walked.high + 1, min(high, plan.last))
        if low > high:
            return
        nearby = _nearby(plan, high if backwards else low, backwards=backwards)
        yield replace(nearby, low=max(low, nearby.low), high=min(high, nearby.high))
        low, high = (low, nearby.low - 1) if backwards else (nearby.high + 1, high)
    if low <= high:
        yield _Step(How.WORDS, low, high, plan.indexed)


def _nearby(plan: _Plan, place: int, *, backwards: bool) -> _Step:
    """The names around a place and beside them in the direction of reading, from the index."""
    here = place // NEARBY
    first, last = (here - 1, here) if backwards else (here, here + 1)
    marks = _any_of([nearby_mark(number * NEARBY) for number in (first, last)])
    return _Step(How.WORDS, first * NEARBY, (last + 1) * NEARBY - 1, f"{plan.indexed} & {marks}")


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
    examined = _examined(day, filters, turn).subquery()
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


def _examined(day: date, filters: Filters, turn: Turn) -> Any:
    names = Employee.sort_name, Employee.id
    some = select(*names).limit(EXAMINED_AT_MOST).order_by(*_turn_order(turn, *names))
    if filters.active is not None:
        some = some.where(serves_on(Employee, day) if filters.active else not_(serves_on(Employee, day)))
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
        select(
            *(one for one in SHOWN if one is not Employee.active),
            func.coalesce(serves_on(Employee, day), false()).label("active"),
        )
        .select_from(examined)
        .join(Employee, Employee.id == examined.c.id)
        .outerjoin(Placement, definitive(Employee.id, day))
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
