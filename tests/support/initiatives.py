"""Builders of initiatives and the office they concern, with dull defaults. Each commits what it makes."""

from collections.abc import Sequence
from typing import Any

from app.access.visitor import SYSTEM
from app.base.database import db
from app.initiatives.facts import Impact, InitiativeFacts
from app.initiatives.models import ImpactKind, Initiative
from app.initiatives.queries import initiatives
from app.initiatives.services import affecting
from app.initiatives.services import initiatives as initiative_services
from app.organisation.models import OrgUnit, PositionTier
from app.organisation.queries import employee
from tests.support.builders import Person, make_employee, make_position, make_unit
from tests.support.proposals import local_today


def make_office(name: str = "Dinas Kearsipan", *, people: int = 3) -> tuple[OrgUnit, list[Person]]:
    """A unit with a head who signs, and some people below."""
    unit = make_unit(name)
    post = make_position(f"Kepala {name}", unit=unit, tier=PositionTier.JPT_PRATAMA)
    head = make_employee(f"Kepala {name}, S.H.", position_id=post.id)
    staff = make_position("Arsiparis", unit=unit, above=post.id)
    return unit, [head, *(make_employee(f"Pegawai {n} {name}", position_id=staff.id) for n in range(1, people))]


def initiative_facts(title: str = "Penyederhanaan birokrasi", **different) -> InitiativeFacts:
    facts = {
        "title": title,
        "short_name": title[:60],
        "what_changes": "Jabatan pengawas menjadi jabatan fungsional.",
        "why": "Supaya keputusan lebih cepat.",
        "starts_on": local_today(),
    }
    return InitiativeFacts(**facts | different)


def make_initiative(
    unit: OrgUnit,
    title: str = "Penyederhanaan birokrasi",
    *,
    people: Sequence[int] = (),
    running: bool = True,
    **different: Any,
) -> Initiative:
    """An initiative that concerns these people, or, where none are named, a unit and everybody below it."""
    initiative = initiative_services.create(unit, initiative_facts(title, **different), by=SYSTEM)
    page = initiatives.page(initiatives.WHOLE, initiative.id)
    for number in people:
        affecting.add_person(page, employee(number), Impact(ImpactKind.POST, 3), by=SYSTEM)
    if not people:
        affecting.add_unit(page, unit, Impact(ImpactKind.STRUCTURE, 2), by=SYSTEM)
    if running:
        initiative_services.start(page, by=SYSTEM)
    db.session.commit()
    return initiative
