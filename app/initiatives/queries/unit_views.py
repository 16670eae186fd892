"""What the project says a change means for units, beside what those who lead them say."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from app.access.visitor import Reach
from app.base.database import db
from app.initiatives.models import AffectedUnit, UnitView
from app.organisation.models import Employee, OrgUnit, Placement, Position
from app.organisation.queries import holders, holds_on
from app.organisation.queries.holders import Head
from app.organisation.queries.structure import there_on


@dataclass(frozen=True)
class SideBySide:
    """A unit with both views. ``head`` None: nobody leads it today."""

    unit_id: int
    name: str
    path: str
    project_kind: str
    project_degree: int
    view: UnitView | None
    said_by: str
    head: Head | None

    @property
    def gap(self) -> int | None:
        """How much more the unit feels than the project says."""
        return None if self.view is None else self.view.degree - self.project_degree

    def is_led_by(self, employee_id: int | None) -> bool:
        return self.head is not None and employee_id is not None and self.head.employee_id == employee_id


def side_by_side(initiative_id: int, day: date, reach: Reach) -> list[SideBySide]:
    """The units the project names, and the units below them that said something; as far as reach goes."""
    named = {row.path: row for row in db.session.execute(_named(initiative_id, day))}
    said = {row.path: row for row in db.session.execute(_said(initiative_id))}
    paths = [one for one in sorted({*named, *said}) if reach.covers(one)]
    rows = {one: named.get(one) or said[one] for one in paths}
    heads = holders.heads_on(day, [row.unit_id for row in rows.values()])
    found = []
    for path, row in rows.items():
        by_project = _nearest(path, named)
        if by_project is None:
            continue
        kind, degree = by_project
        view, by = (said[path].UnitView, said[path].said_by) if path in said else (None, "")
        found.append(SideBySide(row.unit_id, row.name, path, kind, degree, view, by, heads.get(row.unit_id)))
    return found


def _named(initiative_id: int, day: date) -> Any:
    return (
        select(OrgUnit.id.label("unit_id"), OrgUnit.name, OrgUnit.path, AffectedUnit.kind, AffectedUnit.degree)
        .join(OrgUnit, OrgUnit.id == AffectedUnit.unit_id)
        .where(AffectedUnit.initiative_id == initiative_id, there_on(OrgUnit, day))
    )


def _said(initiative_id: int) -> Any:
    return (
        select(OrgUnit.id.label("unit_id"), OrgUnit.name, OrgUnit.path, UnitView, Employee.name.label("said_by"))
        .join(OrgUnit, OrgUnit.id == UnitView.unit_id)
        .join(Employee, Employee.id == UnitView.said_by_id)
        .where(UnitView.initiative_id == initiative_id)
    )


def _nearest(path: str, named: Mapping[str, Any]) -> tuple[str, int] | None:
    above = [row for top, row in named.items() if path.startswith(top)]
    if not above:
        return None
    most = max(above, key=lambda row: (row.degree, len(row.path)))
    return most.kind, most.degree


def led_by(initiative_id: int, employee_id: int | None, day: date) -> list[tuple[int, str]]:
    """(id, name) of the units a change concerns that somebody leads or stands in for today."""
    if employee_id is None:
        return []
    tops = [row.path for row in db.session.execute(_named(initiative_id, day))]
    if not tops:
        return []
    units = {
        row.id: row
        for row in db.session.execute(_where_they_work(employee_id, day))
        if any(row.path.startswith(top) for top in tops)
    }
    heads = holders.heads_on(day, list(units))
    return [(one, units[one].name) for one, head in heads.items() if head.employee_id == employee_id]


def _where_they_work(employee_id: int, day: date) -> Any:
    """The units of every post somebody holds or stands in for."""
    return (
        select(OrgUnit.id, OrgUnit.name, OrgUnit.path)
        .join(Position, Position.unit_id == OrgUnit.id)
        .join(Placement, Placement.position_id == Position.id)
        .where(Placement.employee_id == employee_id, holds_on(Placement, day))
        .distinct()
    )
