"""Keeping the directory: who stands where in the order of names, and which words find them.

A few newcomers find their places between their neighbours; with many, or where a gap is used up, the whole
government is numbered anew.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    Table,
    and_,
    bindparam,
    column,
    delete,
    exists,
    insert,
    literal,
    or_,
    select,
    table,
    tuple_,
    update,
)
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from app.access.visitor import Actor
from app.base import scope
from app.base.clock import today
from app.base.database import analyse, db
from app.jobs import services as jobs
from app.organisation import queries
from app.organisation.models import (
    DirectoryDay,
    DirectoryEntry,
    Employee,
    OrgUnit,
    Placement,
    PlacementKind,
    Position,
)
from app.organisation.queries.directory import GAP, first_place, last_place
from app.organisation.queries.places import KEPT_BEGINNING
from app.organisation.rules import distinct, marks, searchable
from app.organisation.signals import people_moved

REFRESH = "organisation.refresh_directory"
AMENDED_AT_MOST = 500
AT_ONCE = 2_000
ANALYSED_FROM = 2_000
_entry = cast("Table", DirectoryEntry.__table__)
_search = table("directory_search", column("directory_search"), column("rowid"), column("words"))
_word = table("directory_search_word", column("word"))
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
    .outerjoin(
        Placement,
        and_(
            Placement.employee_id == Employee.id,
            Placement.kind == PlacementKind.DEFINITIVE,
            queries.holds_on(Placement, _day),
        ),
    )
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
    _let_go_of_words()
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
    day, unit_words, long_words = _today(), _unit_words(), set[str]()
    for start in range(0, len(names), AT_ONCE):
        chunk = names[start : start + AT_ONCE]
        facts = _facts([number for _name, number in chunk], day)
        rows = [
            _row(government_id, first_place(government_id) + (start + index) * GAP, name, facts[number], unit_words)
            for index, (name, number) in enumerate(chunk, start=1)
        ]
        db.session.execute(insert(_entry), rows)
        long_words.update(_long_words(row["words"] for row in rows))
    _index(everybody)
    _know(long_words)
    _let_go_of_words()
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
    before, after = _long_words(row.words for row in known.values()), _long_words(written)
    _know(after - before)
    _let_go_of_words(before - after)


def _remove(which: ColumnElement[bool]) -> None:
    _forget(which)
    db.session.execute(delete(_entry).where(which))


def _index(which: ColumnElement[bool]) -> None:
    """Take lines into SQLite's search index. Not a trigger: FTS5 would write to disk for every single row.

    In the order of their places, since FTS5 writes out what it holds whenever a number is not above the last one; how
    much it holds is set with the table (migration 0024).
    """
    if _keeps_own_index():
        rows = select(_entry.c.place, _entry.c.words).where(which).order_by(_entry.c.place)
        db.session.execute(insert(_search).from_select(["rowid", "words"], rows))


def _forget(which: ColumnElement[bool]) -> None:
    """Take lines out of SQLite's search index, by the very words they went in with."""
    if _keeps_own_index():
        rows = select(literal("delete"), _entry.c.place, _entry.c.words).where(which).order_by(_entry.c.place)
        db.session.execute(insert(_search).from_select(["directory_search", "rowid", "words"], rows))


def _long_words(lines: Iterable[str]) -> set[str]:
    """The words longer than the beginnings that SQLite's search index keeps; marks are asked as they are."""
    every = {word for line in lines for word in line.split()}
    return {word for word in every if len(word) > KEPT_BEGINNING and not word.startswith("_")}


def _know(words: set[str]) -> None:
    """Note long words, so that what begins like them is found by them (migration 0024)."""
    if words and _keeps_own_index():
        statement = sqlite_insert(_word).on_conflict_do_nothing()
        db.session.execute(statement, [{"word": word} for word in sorted(words)])


def _let_go_of_words(words: set[str] | None = None) -> None:
    """Forget long words that nobody's line holds any more; of these, or of all."""
    if not _keeps_own_index() or words == set():
        return
    said = exists(
        select(1).select_from(_search).where(_search.c.directory_search.op("MATCH")('"' + _word.c.word + '"'))
    )
    statement = delete(_word).where(~said)
    db.session.execute(statement if words is None else statement.where(_word.c.word.in_(sorted(words))))


def _keeps_own_index() -> bool:
    return db.session.get_bind().dialect.name == "sqlite"


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
        "words": distinct(_words(name, fact, path, unit_words)),
    }


def _words(name: str, fact: Any, path: str, unit_words: dict[str, list[str]]) -> Iterator[str]:
    yield from name.split()
    yield from searchable(fact.title or "")
    for number in reversed(path.strip("/").split("/")):
        yield from unit_words.get(number, [])
    yield from marks(path=path, tier=fact.tier or "", kind=fact.kind, active=fact.active)


def _sort_name(name: str) -> str:
    return " ".join(searchable(name))


def _today() -> date:
    return today(queries.government(scope.current()).timezone)
