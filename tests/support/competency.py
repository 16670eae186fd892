"""Builders for competency: assessments by source, performance, and the sums brought up to date."""

from datetime import date
from decimal import Decimal
from typing import Any

from app.base.database import db
from app.competency.models import Assessment, AssessmentSource, Competency
from app.competency.models.gaps import PerformanceRating
from app.competency.services import gaps
from app.organisation.models import OrgUnit, PositionTier
from tests.support.builders import Person, make_employee, make_position, make_unit

RECENTLY = date(2026, 6, 1)


def assess(
    person: Person | int,
    competency_id: int,
    level: int,
    *,
    source: AssessmentSource = AssessmentSource.CENTRE,
    on: date = RECENTLY,
    **facts: Any,
) -> Assessment:
    """An assessment written without the service: nothing follows by itself."""
    number = person if isinstance(person, int) else person.employee_id
    one = Assessment(
        employee_id=number, competency_id=competency_id, level=level, source=source, assessed_on=on, **facts
    )
    db.session.add(one)
    db.session.commit()
    return one


def make_competency(
    government_id: int, code: str = "T.1", name: str = "Administrasi Kependudukan", *, affair: str = ""
) -> Competency:
    """A technical competency of a government's own."""
    facts = {"code": code, "group": "technical", "name": name, "affair": affair, "sort_order": 100, "source": "Uji"}
    one = Competency(government_id=government_id, **facts)
    db.session.add(one)
    db.session.commit()
    return one


def rate(person: Person, predicate: str, score: str | None, *, year: int = 2025, **parts: str) -> PerformanceRating:
    one = PerformanceRating(
        employee_id=person.employee_id,
        year=year,
        predicate=predicate,
        score=None if score is None else Decimal(score),
        **{name: Decimal(value) for name, value in parts.items()},
    )
    db.session.add(one)
    db.session.commit()
    return one


def staff(unit: OrgUnit, count: int, *, tier: PositionTier = PositionTier.PENGAWAS) -> list[Person]:
    """So many people in one post of a unit."""
    post = make_position(unit=unit, tier=tier)
    return [make_employee(f"Orang {unit.id}-{index}", position_id=post.id) for index in range(count)]


def work_out() -> None:
    """Everybody of the government in scope, as the worker does it."""
    gaps.rebuild()


def dinas(
    name: str, count: int, *, parent: OrgUnit | None = None, tier: PositionTier = PositionTier.PENGAWAS
) -> tuple[OrgUnit, list[Person]]:
    """A unit with so many people, whose posts ask level 2 of every competency."""
    unit = make_unit(name, parent=parent)
    return unit, staff(unit, count, tier=tier)
