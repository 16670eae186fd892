"""Keeping the directory: who stands where in the order of names, and which words find them.

A few newcomers find their places between their neighbours; with many, or where a gap is used up, the whole
government is numbered anew.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import zip_longest
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    String,
    Table,
    and_,
    bindparam,
    column,
    delete,
    insert,
    literal,
    or_,
    select,
    table,
    tuple_,
    update,
)
from sqlalchemy import cast as sql_cast
from sqlalchemy.dialects.postgresql import TSQUERY

from app.access.visitor import Actor
from app.base import scope
from app.base.clock import today
from app.base.database import analyse, db
from app.jobs import services as jobs
from app.organisation import queries
from app.organisation.models import (
    DIRECTORY_LEVELS,
    DirectoryDay,
    DirectoryEntry,
    DirectoryWord,
    Employee,
    OrgUnit,
    Placement,
    Position,
)
from app.organisation.queries.directory import GAP, first_place, last_place, nearby_mark
from app.organisation.queries.places import KEPT_BEGINNING, on_sqlite
from app.organisation.rules import distinct, marks, searchable, units_on
from app.organisation.signals import people_moved

REFRESH = "organisation.refresh_directory"
AMENDED_AT_MOST = 500
AT_ONCE = 2_000
ANALYSED_FROM = 2_000
LEVEL_NAMES = tuple(f"unit_{level}" for level in range(1, DIRECTORY_LEVELS + 1))
_entry = cast("Table", DirectoryEntry.__table__)
_search = table("directory_search", column("directory_search"), column("rowid"), column("words"))
_word = cast("Table", DirectoryWord.__table__)
_day: Any = bindparam("day")
_ids: Any = bindparam("ids", expanding=True)

_FACTS = (
    select(
        Employee.id,
        Employee.sort_name,
        Employee.kind,
        Employee.active,
        Position.id.label("position_id"),
        Position.title,
        Position.tier,
        OrgUnit.path,
    )
    .outerjoin(Placement, queries.definitive(Employee.id, _day))
    .outerjoin(Position, Position.id == Placement.position_id)
    .outerjoin(OrgUnit, OrgUnit.id == Position.unit_id)
    .where(Employee.id.in_(_ids))
)


class NoGap(Exception):
    """Between two neighbours there is no number left."""


def refresh_directory(employee_ids: Iterable[int] | None = None) -> None:
    """Bring these people's lines in the directory up to date; everybody's of the government, if none are named.

    For whoever wrote employees, placements, posts or units in bulk. Flushes; the caller commits.
    """
    db.session.flush()
    government_id = scope.current()
    ids = None if employee_ids is None else sorted(set(employee_ids))
    is_known = _hold(government_id)
    if ids is None or not is_known or len(ids) > AMENDED_AT_MOST:
        _rebuild(government_id)
    else:
        try:
            _amend(government_id, ids)
        except NoGap:
            _rebuild(government_id)
    people_moved.send(government_id, employee_ids=ids)


def refresh_later(*, by: Actor, government_id: int, key: str) -> None:
    """Have the worker bring the whole directory up to date after the caller's commit; once for each key."""
    jobs.enqueue(REFRESH, {}, by=by, government_id=government_id, key=f"{REFRESH}:{key}")


def let_go(employee_ids: Any, position_ids: Any) -> None:
    """Before people or posts are taken back in bulk (as statements for their ids): nothing here points at them."""
    _remove(_entry.c.employee_id.in_(employee_ids))
    _know_only(_words_of_all())
    db.session.execute(update(_entry).where(_entry.c.position_id.in_(position_ids)).values(position_id=None))


def bring_to_today(government_id: int) -> bool:
    """What begins or ends by its date since the directory was last looked at; whether there was anything to do."""
    day = today(queries.government(government_id).timezone)
    known = db.session.execute(select(DirectoryDay).with_for_update()).scalar_one_or_none()
    if known is None:
        refresh_directory()
        return True
    if known.day >= day:
        return False
    refresh_directory(_touched(known.day, day))
    known.day = day
    return True


def _touched(after: date, until: date) -> list[int]:
    """Whose placements begin or end within these days; a change of a unit or post begins and ends placements too."""
    begins = and_(Placement.starts_on > after, Placement.starts_on <= until)
    ends = and_(Placement.ends_on > after, Placement.ends_on <= until)
    return list(db.session.execute(select(Placement.employee_id).where(or_(begins, ends)).distinct()).scalars())


def _hold(government_id: int) -> bool:
    """Let one change at a time number people; whether the government has been numbered before."""
    statement = select(DirectoryDay.day).where(DirectoryDay.government_id == government_id).with_for_update()
    return db.session.execute(statement).one_or_none() is not None


def _rebuild(government_id: int) -> None:
    everybody = _entry.c.place.between(first_place(government_id), last_place(government_id))
    _remove(everybody)
    names = sorted(
        (_sort_name(name), number) for number, name in db.session.execute(select(Employee.id, Employee.sort_name))
    )
    day, unit_words, known_words = _today(), _unit_words(), Counter[str]()
    for start in range(0, len(names), AT_ONCE):
        chunk = names[start : start + AT_ONCE]
        facts = _facts([number for _name, number in chunk], day)
        rows = [
            _row(government_id, first_place(government_id) + (start + index) * GAP, name, facts[number], unit_words)
            for index, (name, number) in enumerate(chunk, start=1)
        ]
        db.session.execute(insert(_entry), rows)
        known_words.update(_asked_words(row["words"] for row in rows))
    _index(everybody)
    _know_only(known_words)
    known = db.session.get(DirectoryDay, government_id)
    if known is None:
        db.session.add(DirectoryDay(government_id=government_id, day=day))
    else:
        known.day = day
    db.session.flush()
    if len(names) >= ANALYSED_FROM:
        analyse()


def _amend(government_id: int, ids: Sequence[int]) -> None:
    day, unit_words = _today(), _unit_words()
    facts = _facts(ids, day)
    statement = select(_entry.c.employee_id, _entry.c.place, _entry.c.sort_name, _entry.c.words)
    known = {row.employee_id: row for row in db.session.execute(statement.where(_entry.c.employee_id.in_(ids)))}
    _remove(_entry.c.employee_id.in_([number for number in known if number not in facts]))
    written = []
    for number, fact in facts.items():
        name, entry = _sort_name(fact.sort_name), known.get(number)
        if entry is not None and entry.sort_name == name:
            row = _row(government_id, entry.place, name, fact, unit_words)
            here = _entry.c.place == entry.place
            _forget(here)
            db.session.execute(update(_entry).where(here).values(row))
        else:
            if entry is not None:
                _remove(_entry.c.employee_id == number)
            row = _row(government_id, _place_between(government_id, name, number), name, fact, unit_words)
            db.session.execute(insert(_entry).values(row))
        _index(_entry.c.place == row["place"])
        written.append(row["words"])
    before, after = _asked_words(row.words for row in known.values()), _asked_words(written)
    _know({word: many for word, many in after.items() if word not in before})
    _let_go_of_words(before.keys() - after.keys())


def _remove(which: ColumnElement[bool]) -> None:
    _forget(which)
    db.session.execute(delete(_entry).where(which))


def _index(which: ColumnElement[bool]) -> None:
    """Take lines into SQLite's search index. Not a trigger: FTS5 would write to disk for every single row.

    In the order of their places, since FTS5 writes out what it holds whenever a number is not above the last one; how
    much it holds is set with the table (migration 0024).
    """
    if on_sqlite():
        rows = select(_entry.c.place, _entry.c.words).where(which).order_by(_entry.c.place)
        db.session.execute(insert(_search).from_select(["rowid", "words"], rows))


def _forget(which: ColumnElement[bool]) -> None:
    """Take lines out of SQLite's search index, by the very words they went in with."""
    if on_sqlite():
        rows = select(literal("delete"), _entry.c.place, _entry.c.words).where(which).order_by(_entry.c.place)
        db.session.execute(insert(_search).from_select(["directory_search", "rowid", "words"], rows))


def _asked_words(lines: Iterable[str]) -> Counter[str]:
    """The words that are asked as they are, and in how many lines: longer than the beginnings that SQLite's search
    index keeps, or on PostgreSQL (which writes each between quotation marks) all of them. Marks are not among them."""
    every = Counter(word.strip("'") for line in lines for word in line.split())
    shortest = KEPT_BEGINNING + 1 if on_sqlite() else 1
    return Counter({word: many for word, many in every.items() if len(word) >= shortest and not word.startswith("_")})


def _words_of_all() -> Counter[str]:
    found: Counter[str] = Counter()
    lines = db.session.execute(select(_entry.c.words).where(_entry.c.government_id == scope.current()))
    for some in lines.scalars().partitions(AT_ONCE):
        found.update(_asked_words(some))
    return found


def _know(words: Mapping[str, int]) -> None:
    """Note words, so that what begins like them is found by them (migrations 0024 and 0037)."""
    here = select(_word.c.word).where(_word.c.government_id == scope.current())
    for some in _some_of(words):
        known = set(db.session.execute(here.where(_word.c.word.in_(some))).scalars())
        rows = [
            {"government_id": scope.current(), "word": word, "people": words[word]}
            for word in some
            if word not in known
        ]
        if rows:
            db.session.execute(insert(_word), rows)


def _know_only(words: Mapping[str, int]) -> None:
    """Note words, and forget all others."""
    db.session.execute(delete(_word).where(_word.c.government_id == scope.current()))
    _know(words)


def _let_go_of_words(words: Iterable[str]) -> None:
    """Forget those of these words that nobody's line holds any more."""
    if on_sqlite():
        line = select(_search.c.rowid).where(
            _search.c.directory_search.op("MATCH")(bindparam("asked")), _search.c.rowid.between(*_bounds())
        )
    else:
        line = select(_entry.c.place).where(
            _entry.c.words.op("@@")(sql_cast(bindparam("asked", literal_execute=True, type_=String), TSQUERY)),
            _entry.c.place.between(*_bounds()),
        )
    quote = '"' if on_sqlite() else "'"
    gone = [
        word for word in words if db.session.execute(line.limit(1), {"asked": f"{quote}{word}{quote}"}).first() is None
    ]
    for some in _some_of(gone):
        db.session.execute(delete(_word).where(_word.c.government_id == scope.current(), _word.c.word.in_(some)))


def _some_of(words: Iterable[str]) -> Iterator[list[str]]:
    ordered = sorted(words)
    yield from (ordered[start : start + AT_ONCE] for start in range(0, len(ordered), AT_ONCE))


def _bounds() -> tuple[int, int]:
    return first_place(scope.current()), last_place(scope.current())


def _place_between(government_id: int, name: str, number: int) -> int:
    """A free place after the neighbour before and before the neighbour after."""
    key, mine = tuple_(_entry.c.sort_name, _entry.c.employee_id), (name, number)
    here = select(_entry.c.place).where(_entry.c.government_id == government_id).limit(1)
    before = db.session.execute(
        here.where(key < mine).order_by(_entry.c.sort_name.desc(), _entry.c.employee_id.desc())
    ).scalar_one_or_none()
    after = db.session.execute(
        here.where(key > mine).order_by(_entry.c.sort_name, _entry.c.employee_id)
    ).scalar_one_or_none()
    low = first_place(government_id) if before is None else before
    place = low + GAP if after is None else (low + after) // 2
    if place in (low, after) or place > last_place(government_id):
        raise NoGap
    return int(place)


def _facts(ids: Sequence[int], day: date) -> dict[int, Any]:
    return {row.id: row for row in db.session.execute(_FACTS, {"ids": ids, "day": day})}


def _unit_words() -> dict[str, list[str]]:
    """The words of each unit that has a name today or had one, by its number as it stands in paths."""
    return {str(row.id): searchable(row.name) for row in db.session.execute(select(OrgUnit.id, OrgUnit.name))}


def _row(government_id: int, place: int, name: str, fact: Any, unit_words: dict[str, list[str]]) -> dict[str, Any]:
    path = (fact.path or "") if fact.active else ""  # who left belongs to no unit
    return {
        "place": place,
        "government_id": government_id,
        "employee_id": fact.id,
        "position_id": fact.position_id,
        "sort_name": name,
        "unit_path": path,
        **dict(zip_longest(LEVEL_NAMES, units_on(path)[: len(LEVEL_NAMES)])),
        "words": distinct(_words(place, name, fact, path, unit_words)),
    }


def _words(place: int, name: str, fact: Any, path: str, unit_words: dict[str, list[str]]) -> Iterator[str]:
    yield from name.split()
    yield from searchable(fact.title or "")
    for number in reversed(path.strip("/").split("/")):
        yield from unit_words.get(number, [])
    yield from marks(path=path, tier=fact.tier or "", kind=fact.kind, active=fact.active)
    if not on_sqlite():
        yield nearby_mark(place)


def _sort_name(name: str) -> str:
    return " ".join(searchable(name))


def _today() -> date:
    return today(queries.government(scope.current()).timezone)
