"""A government of any size: so many perangkat daerah with somebody in each, everything worked out."""

from datetime import date
from decimal import Decimal

from sqlalchemy import func, insert, literal, select, update

from app.access.permissions import Role
from app.base import scope
from app.base.clock import today
from app.base.database import db
from app.competency.models import Assessment, AssessmentSource
from app.competency.models.gaps import PerformanceRating
from app.organisation.models import (
    Employee,
    EmployeeKind,
    OrgUnit,
    Placement,
    PlacementKind,
    Position,
    PositionTier,
)
from app.organisation.services import refresh_directory
from tests.support import competency, professionalism
from tests.support.builders import LONG_AGO, Person, competency_id, make_account, make_nip

ASSESSED = date(2026, 6, 1)


def town(units: int) -> Person:
    """A town of so many units; its officer of the personnel agency, who has a post only where there is a unit."""
    officer = _officer()
    professionalism.state_complete()
    grow(units, first=officer)
    return officer


def grow(units: int, *, first: Person | None = None) -> None:
    """So many units more, with somebody measured and rated in each; ``first`` gets the first post."""
    if units:
        _units(units)
        _posts()
        _people([first.employee_id] if first else [])
        _measured()
    refresh_directory()
    db.session.commit()
    competency.work_out()
    professionalism.work_out()


def _officer() -> Person:
    employee = Employee(nip=make_nip(female=True), name="Sri Tanpa Unit", kind=EmployeeKind.PNS, rank="III/a")
    db.session.add(employee)
    db.session.flush()
    email = "sri@kota.example"
    user = make_account(employee.name, employee_id=employee.id, email=email, roles=[Role.HR])
    return Person(employee.name, employee.nip, email, employee.id, user.id, 0, employee.government_id)


def _units(count: int) -> None:
    there = db.session.execute(select(func.count(OrgUnit.id))).scalar_one()
    row = {"government_id": scope.current(), "kind": "regional_unit", "starts_on": LONG_AGO, "code": "", "path": ""}
    rows = [row | {"name": f"Dinas {there + number:03}", "version": 1} for number in range(count)]
    db.session.connection().execute(insert(OrgUnit.__table__), rows)
    path = literal("/").concat(OrgUnit.id).concat("/")
    db.session.execute(update(OrgUnit).where(OrgUnit.path == "").values(path=path))


def _posts() -> None:
    ids = db.session.execute(select(OrgUnit.id).where(OrgUnit.id.not_in(select(Position.unit_id)))).scalars().all()
    row = {"government_id": scope.current(), "title": "Kepala Seksi", "tier": PositionTier.PENGAWAS.value, "code": ""}
    row |= {"needed": 1, "starts_on": LONG_AGO, "version": 1}
    db.session.connection().execute(insert(Position.__table__), [row | {"unit_id": one} for one in ids])


def _people(known: list[int]) -> None:
    """Somebody in each post that is free: whom we know, then newcomers."""
    free = select(Position.id).where(Position.id.not_in(select(Placement.position_id))).order_by(Position.id)
    posts = list(db.session.execute(free).scalars())
    others = [
        Employee(nip=make_nip(), name=f"Pegawai {post:04}", kind=EmployeeKind.PNS, rank="III/a", education_level="S-1")
        for post in posts[len(known) :]
    ]
    db.session.add_all(others)
    db.session.flush()
    row = {"government_id": scope.current(), "kind": PlacementKind.DEFINITIVE.value, "starts_on": LONG_AGO}
    ids = [*known, *(one.id for one in others)]
    rows = [row | {"employee_id": who, "position_id": post} for who, post in zip(ids, posts, strict=True)]
    db.session.connection().execute(insert(Placement.__table__), rows)


def _measured() -> None:
    fresh = select(Employee.id).where(Employee.id.not_in(select(Assessment.employee_id)))
    ids = db.session.execute(fresh).scalars().all()
    here = {"government_id": scope.current()}
    level = here | {"competency_id": competency_id(), "level": 1, "source": AssessmentSource.CENTRE.value}
    level |= {"assessed_on": ASSESSED, "assessor": "", "note": ""}
    db.session.connection().execute(insert(Assessment.__table__), [level | {"employee_id": one} for one in ids])
    rating = here | {"year": today("Asia/Jakarta").year - 1, "predicate": "Baik", "score": Decimal(80), "source": ""}
    rating |= {"version": 1}
    db.session.connection().execute(insert(PerformanceRating.__table__), [rating | {"employee_id": one} for one in ids])
