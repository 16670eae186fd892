"""Whom an initiative concerns, on a day: everybody in its units and below, who holds its posts, and who is named."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    CompoundSelect,
    Select,
    String,
    cast,
    exists,
    func,
    literal,
    null,
    select,
    true,
    tuple_,
    union_all,
)
from sqlalchemy.orm import aliased

from app.access.visitor import Reach
from app.base.database import db
from app.initiatives.models import AffectedPerson, AffectedPosition, AffectedUnit
from app.organisation.models import Employee, OrgUnit, Placement, PlacementKind, Position
from app.organisation.queries import definitive, holds_on
from app.organisation.queries.directory import may_be_shown, within


def affected(initiative_id: Any, day: Any) -> CTE:
    """(employee_id, degree) of everybody affected, once each with the largest degree; who left is not among them.

    Worked out once, whatever it is joined to: without figures about new rows PostgreSQL did so for every employee.
    """
    by_unit = (
        _placed(day, AffectedUnit.degree)
        .join(OrgUnit, OrgUnit.id == Position.unit_id)
        .join(AffectedUnit, OrgUnit.path.like(literal("%/").concat(cast(AffectedUnit.unit_id, String)).concat("/%")))
        .where(AffectedUnit.initiative_id == initiative_id)
    )
    by_position = (
        _placed(day, AffectedPosition.degree)
        .join(AffectedPosition, AffectedPosition.position_id == Position.id)
        .where(AffectedPosition.initiative_id == initiative_id)
    )
    by_name = select(AffectedPerson.employee_id, AffectedPerson.degree).where(
        AffectedPerson.initiative_id == initiative_id
    )
    every = union_all(by_unit, by_position, by_name).subquery()
    return (
        select(every.c.employee_id, func.max(every.c.degree).label("degree"))
        .join(Employee, Employee.id == every.c.employee_id)
        .where(Employee.active)
        .group_by(every.c.employee_id)
        .cte()
        .prefix_with("MATERIALIZED")
    )


def affected_ids(initiative_id: Any, day: Any) -> Select[Any]:
    """The ids alone, for ``IN``."""
    return select(affected(initiative_id, day).c.employee_id)


def _placed(day: Any, degree: Any) -> Select[Any]:
    return (
        select(Placement.employee_id, degree.label("degree"))
        .select_from(Placement)
        .join(Position, Position.id == Placement.position_id)
        .where(Placement.kind == PlacementKind.DEFINITIVE, holds_on(Placement, day))
    )


def own_lines(employee_id: Any, day: Any) -> CompoundSelect[Any]:
    """What concerns somebody, by every way it does: (initiative_id, kind, degree, note, through)."""
    top = aliased(OrgUnit)
    mine = (
        select(Placement.position_id)
        .where(
            Placement.employee_id == employee_id,
            Placement.kind == PlacementKind.DEFINITIVE,
            holds_on(Placement, day),
        )
        .subquery()
    )
    by_unit = (
        select(*_line(AffectedUnit), top.name.label("through"))
        .join(top, top.id == AffectedUnit.unit_id)
        .join(OrgUnit, OrgUnit.path.like(top.path.concat("%")))
        .join(Position, Position.unit_id == OrgUnit.id)
        .join(mine, mine.c.position_id == Position.id)
    )
    by_position = (
        select(*_line(AffectedPosition), Position.title.label("through"))
        .join(Position, Position.id == AffectedPosition.position_id)
        .join(mine, mine.c.position_id == Position.id)
    )
    by_name = select(*_line(AffectedPerson), literal("").label("through")).where(
        AffectedPerson.employee_id == employee_id
    )
    return union_all(by_unit, by_position, by_name)


def _line(model: Any) -> tuple[Any, ...]:
    return model.initiative_id, model.kind, model.degree, model.note


@dataclass(frozen=True)
class Line:
    """Something an initiative affects; ``key`` names it in a form, ``is_over`` that it is not there any more."""

    key: str
    what: str
    kind: str
    degree: int
    note: str
    is_over: bool = False


def lines_of(initiative_id: int, day: date, reach: Reach) -> list[Line]:
    """The units, posts and people an initiative names; people only as far as ``reach`` goes."""
    units = select(AffectedUnit, OrgUnit.name, OrgUnit.ends_on).join(OrgUnit, OrgUnit.id == AffectedUnit.unit_id)
    posts = (
        select(AffectedPosition, Position.title + ", " + OrgUnit.name, Position.ends_on)
        .join(Position, Position.id == AffectedPosition.position_id)
        .join(OrgUnit, OrgUnit.id == Position.unit_id)
    )
    people = (
        select(AffectedPerson, Employee.name, null())
        .join(Employee, Employee.id == AffectedPerson.employee_id)
        .where(_seen(AffectedPerson.employee_id, day, reach), may_be_shown(reach))
    )
    found = []
    for name, model, statement in (
        ("unit", AffectedUnit, units),
        ("jabatan", AffectedPosition, posts),
        ("orang", AffectedPerson, people),
    ):
        rows = db.session.execute(statement.where(model.initiative_id == initiative_id).order_by(model.id).limit(500))
        found += [
            Line(f"{name}-{row.id}", what, row.kind, row.degree, row.note, is_over=ends is not None and ends <= day)
            for row, what, ends in rows
        ]
    return found


def _seen(employee_id: Any, day: date, reach: Reach) -> ColumnElement[bool]:
    """Whether somebody works in a unit within reach on a day."""
    if reach.is_everything:
        return true()
    return exists().where(
        Placement.employee_id == employee_id,
        Placement.kind == PlacementKind.DEFINITIVE,
        holds_on(Placement, day),
        Position.id == Placement.position_id,
        OrgUnit.id == Position.unit_id,
        within(reach),
    )


def counts_by_path(initiative_id: int, day: date, reach: Reach) -> dict[str, int]:
    """How many people are affected, each once, by the path of their own unit; as far as reach goes.

    Whoever has no post is counted under an empty path, for those alone who see everything.
    """
    people = affected(initiative_id, day)
    statement = _standing(select(OrgUnit.path, func.count(people.c.employee_id)), people, day)
    rows = db.session.execute(statement.where(within(reach)).group_by(OrgUnit.path))
    return {row[0] or "": row[1] for row in rows}


def people(initiative_id: int, day: date, reach: Reach, *, after: tuple[str, int] | None, limit: int) -> list[Any]:
    """Who is affected by name, as far as reach goes, each with their post, unit and the largest degree."""
    found = affected(initiative_id, day)
    statement = (
        _standing(
            select(
                Employee.id,
                Employee.name,
                Employee.sort_name,
                Position.title,
                OrgUnit.name.label("unit"),
                found.c.degree,
            ),
            found,
            day,
        )
        .where(within(reach), may_be_shown(reach))
        .order_by(Employee.sort_name, Employee.id)
        .limit(limit)
    )
    if after is not None:
        statement = statement.where(tuple_(Employee.sort_name, Employee.id) > tuple_(*map(literal, after)))
    return list(db.session.execute(statement).all())


def _standing(statement: Any, people: CTE, day: date) -> Any:
    """Somebody affected with the post they definitively hold and its unit."""
    return (
        statement.select_from(people)
        .join(Employee, Employee.id == people.c.employee_id)
        .outerjoin(Placement, definitive(Employee.id, day))
        .outerjoin(Position, Position.id == Placement.position_id)
        .outerjoin(OrgUnit, OrgUnit.id == Position.unit_id)
    )


def is_about_anybody(initiative_id: int) -> bool:
    """Whether an initiative names any unit, post or person."""
    named = (
        select(model.id).where(model.initiative_id == initiative_id)
        for model in (AffectedUnit, AffectedPosition, AffectedPerson)
    )
    return db.session.execute(union_all(*named).limit(1)).first() is not None
