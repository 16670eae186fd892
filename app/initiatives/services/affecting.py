"""Naming whom an initiative concerns: units with everybody below, posts with their holders, and people."""

from typing import Any

from sqlalchemy import select

from app.access.visitor import Actor
from app.audit import services as audit
from app.base.database import db, lock
from app.initiatives import rules
from app.initiatives.facts import Impact
from app.initiatives.models import AffectedPerson, AffectedPosition, AffectedUnit
from app.initiatives.queries.initiatives import InitiativePage
from app.organisation.models import Employee, OrgUnit, Position

_MODELS: dict[str, tuple[Any, str]] = {
    "unit": (AffectedUnit, "unit_id"),
    "jabatan": (AffectedPosition, "position_id"),
    "orang": (AffectedPerson, "employee_id"),
}


def add_unit(page: InitiativePage, unit: OrgUnit, impact: Impact, *, by: Actor) -> None:
    _add(page, "unit", unit.id, impact, by)


def add_position(page: InitiativePage, position: Position, impact: Impact, *, by: Actor) -> None:
    _add(page, "jabatan", position.id, impact, by)


def add_person(page: InitiativePage, employee: Employee, impact: Impact, *, by: Actor) -> None:
    _add(page, "orang", employee.id, impact, by)


def _add(page: InitiativePage, what: str, number: int, impact: Impact, by: Actor) -> None:
    """Named again, the line that is there takes the new impact."""
    initiative = lock(page.initiative)
    rules.ensure_may_change(initiative.status)
    model, column = _MODELS[what]
    known = select(model).where(model.initiative_id == initiative.id, getattr(model, column) == number)
    row: Any = db.session.execute(known).scalar_one_or_none() or model(initiative_id=initiative.id, **{column: number})
    row.kind, row.degree, row.note = impact.kind, impact.degree, impact.note
    db.session.add(row)
    db.session.flush()
    audit.record("initiatives.affected.added", row, by=by, kind=impact.kind, degree=impact.degree)


def remove(page: InitiativePage, key: str, *, by: Actor) -> None:
    """Take a line off by its key (``unit-5``); one that is not there is simply not found."""
    initiative = lock(page.initiative)
    rules.ensure_may_change(initiative.status)
    what, _dash, number = key.partition("-")
    model, _column = _MODELS.get(what, _MODELS["unit"])
    sought = int(number) if number.isascii() and number.isdigit() and len(number) < 10 else 0
    row: Any = db.session.execute(
        select(model).where(model.initiative_id == initiative.id, model.id == sought)
    ).scalar_one()
    audit.record("initiatives.affected.removed", row, by=by)
    db.session.delete(row)
