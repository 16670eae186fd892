"""Units as they are on a day: the tree, what stands above and below a unit, and where it came from."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Date, Integer, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import aliased

from app.base import scope
from app.base.database import db
from app.organisation.models import OrgUnit, Position, UnitSuccession
from app.organisation.queries import REGIONAL_UNIT, government
from app.organisation.rules import parted

UNITS_AT_MOST = 2_000


def there_on(thing: Any, day: Any) -> ColumnElement[bool]:
    """Whether a unit or post is there on a day."""
    return and_(thing.starts_on <= day, or_(thing.ends_on.is_(None), thing.ends_on > day))


def below(path: str) -> ColumnElement[bool]:
    """Whether a unit stands at or below a path."""
    return OrgUnit.path.like(f"{path}%")


def unit(unit_id: int) -> OrgUnit:
    return db.session.execute(select(OrgUnit).where(OrgUnit.id == unit_id)).scalar_one()


def unit_path(unit_id: int | None) -> str:
    """The path of a unit, or an empty one where there is none of this number."""
    found = db.session.execute(select(OrgUnit.path).where(OrgUnit.id == unit_id)).scalar_one_or_none()
    return found or ""


def ancestors(path: str) -> list[Any]:
    """The units from the root down to this path, with their names: (id, name)."""
    ids = [int(number) for number in path.strip("/").split("/") if number]
    rows = {row.id: row for row in db.session.execute(select(OrgUnit.id, OrgUnit.name).where(OrgUnit.id.in_(ids)))}
    return [rows[number] for number in ids]


def units_on(day: date, *, root: str = "") -> list[Any]:
    """The tree of a day in the order of its paths: (id, parent_id, name, kind, path, …), as many as can be shown."""
    statement = (
        select(OrgUnit.id, OrgUnit.parent_id, OrgUnit.name, OrgUnit.kind, OrgUnit.path, OrgUnit.code)
        .where(there_on(OrgUnit, day))
        .order_by(func.length(OrgUnit.path), OrgUnit.name, OrgUnit.id)
        .limit(UNITS_AT_MOST)
    )
    if root:
        statement = statement.where(below(root))
    return list(db.session.execute(statement).all())


_day: Any = bindparam("day", type_=Date)
_child = aliased(OrgUnit)
_sort = func.lower(OrgUnit.name)
_UNITS = (
    select(
        OrgUnit.id,
        OrgUnit.name,
        OrgUnit.path,
        _sort.label("sort"),
        exists(select(_child.id).where(_child.parent_id == OrgUnit.id, there_on(_child, _day))).label("has_below"),
    )
    .where(there_on(OrgUnit, _day))
    .order_by(_sort, OrgUnit.id)
)
_TOPS = _UNITS.where(OrgUnit.parent_id.is_(None))
_BELOW = _UNITS.where(OrgUnit.parent_id == bindparam("above", type_=Integer))


def right_below(unit_id: int | None, day: date) -> list[Any]:
    """The units directly below one, by name; without one, those at the top: (id, name, path, sort, has_below)."""
    if unit_id is None:
        return list(db.session.execute(_TOPS, {"day": day}).all())
    return list(db.session.execute(_BELOW, {"day": day, "above": unit_id}).all())


def unit_choices(day: date) -> list[tuple[int, str]]:
    """Perangkat daerah to choose from: (id, name)."""
    statement = (
        select(OrgUnit.id, OrgUnit.name)
        .where(there_on(OrgUnit, day), OrgUnit.kind == REGIONAL_UNIT)
        .order_by(OrgUnit.name, OrgUnit.id)
        .limit(1_000)
    )
    return [(row.id, row.name) for row in db.session.execute(statement)]


def agency(day: date) -> OrgUnit | None:
    """The unit that is the personnel agency of the government in scope.

    Settings name it in full ("… Kabupaten Bungo"); the chart mostly leaves the government out.
    """
    here = government(scope.current())
    names = (here.hr_agency, here.hr_agency.removesuffix(here.name).strip())
    statement = select(OrgUnit).where(OrgUnit.name.in_(names), there_on(OrgUnit, day)).order_by(OrgUnit.id).limit(1)
    return db.session.execute(statement).scalar_one_or_none()


def last_day(unit: OrgUnit | Position) -> date:
    """The last day on which a unit or post is there; far ahead where it has no end."""
    return unit.ends_on - timedelta(days=1) if unit.ends_on else date.max


def parent_choices(day: date) -> list[tuple[int, str]]:
    """Every unit of a day, indented by its depth: (id, name)."""
    by_parent = parted(units_on(day))
    choices: list[tuple[int, str]] = []

    def descend(parent: int | None, depth: int) -> None:
        for row in by_parent.get(parent, []):
            choices.append((row.id, "\u2003" * depth + row.name))
            descend(row.id, depth + 1)

    descend(None, 0)
    return choices


def lineage_of(unit_id: int) -> tuple[list[Any], list[Any]]:
    """Predecessors and successors of a unit: (id, name, kind, on, legal_basis)."""
    before, after = aliased(OrgUnit), aliased(OrgUnit)
    kinds = UnitSuccession.kind, UnitSuccession.legal_basis
    predecessors = (
        select(before.id, before.name, *kinds, after.starts_on.label("on"))
        .select_from(UnitSuccession)
        .join(before, before.id == UnitSuccession.predecessor_id)
        .join(after, after.id == UnitSuccession.successor_id)
        .where(UnitSuccession.successor_id == unit_id)
        .order_by(before.name)
    )
    successors = (
        select(after.id, after.name, *kinds, after.starts_on.label("on"))
        .select_from(UnitSuccession)
        .join(before, before.id == UnitSuccession.predecessor_id)
        .join(after, after.id == UnitSuccession.successor_id)
        .where(UnitSuccession.predecessor_id == unit_id)
        .order_by(after.name)
    )
    return list(db.session.execute(predecessors).all()), list(db.session.execute(successors).all())


def newest_of(one: OrgUnit) -> OrgUnit:
    """A unit, or what continues it in the end; of several that do, none is the one."""
    while len(successors := lineage_of(one.id)[1]) == 1:
        one = unit(successors[0].id)
    return one


def units_for_file(day: date, *, root: str = "", at_once: int = 1_000) -> Iterable[Any]:
    """Every unit of a day at or below a path, in the order of its path."""
    after = ""
    while True:
        above = aliased(OrgUnit)
        statement = (
            select(
                OrgUnit.id,
                OrgUnit.code,
                OrgUnit.name,
                OrgUnit.kind,
                OrgUnit.path,
                OrgUnit.starts_on,
                OrgUnit.ends_on,
                above.name.label("parent"),
            )
            .outerjoin(above, above.id == OrgUnit.parent_id)
            .where(there_on(OrgUnit, day), OrgUnit.path > after, below(root))
            .order_by(OrgUnit.path)
            .limit(at_once)
        )
        rows = db.session.execute(statement).all()
        yield from rows
        if len(rows) < at_once:
            return
        after = rows[-1].path
