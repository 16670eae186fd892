"""Initiatives: whom they concern, who reads them, and how they follow the structure; on both databases."""

from datetime import date, timedelta

import pytest

from app.access.visitor import EVERYWHERE, SYSTEM, Reach
from app.base.database import db
from app.base.errors import StaleVersion, WrongField
from app.initiatives import rules
from app.initiatives.facts import Impact
from app.initiatives.models import ImpactKind, InitiativeStatus
from app.initiatives.queries import affected, initiatives
from app.initiatives.queries.initiatives import WHOLE, Filters, Whose
from app.initiatives.queries.tallies import by_regional_unit
from app.initiatives.services import affecting
from app.initiatives.services import initiatives as services
from app.initiatives.succession import carry_affected
from app.organisation import queries as organisation
from app.organisation.models import Position
from app.organisation.signals import Succession
from tests.support.builders import make_employee, make_position, make_unit
from tests.support.initiatives import initiative_facts, make_initiative, make_office
from tests.support.proposals import local_today

MUCH = Impact(ImpactKind.DUTIES, 3, "Tugasnya pindah.")
LITTLE = Impact(ImpactKind.SYSTEM, 1)
NOWHERE = Reach()


@pytest.fixture
def office(bungo):
    return make_office()


def page_of(initiative):
    return initiatives.page(WHOLE, initiative.id)


def ids(initiative, reach=EVERYWHERE) -> list[int]:
    rows = affected.people(initiative.id, local_today(), reach, after=None, limit=50)
    return sorted(row.id for row in rows)


def test_everybody_is_counted_once_with_the_largest_degree(office):
    unit, (head, first, second) = office
    outsider = make_employee("Orang Luar")
    initiative = make_initiative(unit)
    page = page_of(initiative)
    affecting.add_position(page, db.session.get_one(Position, first.position_id), MUCH, by=SYSTEM)
    affecting.add_person(page, organisation.employee(outsider.employee_id), LITTLE, by=SYSTEM)
    affecting.add_person(page, organisation.employee(first.employee_id), LITTLE, by=SYSTEM)
    db.session.commit()
    rows = affected.people(initiative.id, local_today(), EVERYWHERE, after=None, limit=50)
    assert {row.id: row.degree for row in rows} == {
        head.employee_id: 2,
        first.employee_id: 3,
        second.employee_id: 3,
        outsider.employee_id: 1,
    }
    counts = affected.counts_by_path(initiative.id, local_today(), EVERYWHERE)
    assert {one.name: one.people for one in by_regional_unit(counts)}[unit.name] == 3
    assert sum(counts.values()) == 4


def test_counts_gather_under_the_nearest_regional_unit(office):
    unit, _people = office
    section = make_unit("Seksi", parent=unit)
    section.kind = "section"
    db.session.commit()
    make_employee("Pegawai Seksi", position_id=make_position("Analis", unit=section).id)
    counts = affected.counts_by_path(make_initiative(unit).id, local_today(), EVERYWHERE)
    assert [(one.name, one.people) for one in by_regional_unit(counts)] == [(unit.name, 4)]


def test_names_stop_where_reach_stops(office):
    unit, people = office
    other, others = make_office("Dinas Lain")
    initiative = make_initiative(unit)
    affecting.add_unit(page_of(initiative), other, LITTLE, by=SYSTEM)
    db.session.commit()
    mine = Reach(frozenset({unit.path}))
    assert ids(initiative, mine) == sorted(person.employee_id for person in people)
    assert len(ids(initiative)) == len(people) + len(others)
    assert ids(initiative, NOWHERE) == []


def test_who_reads_what(office):
    unit, _people = office
    below, other = make_unit("Bidang", parent=unit), make_unit("Dinas Lain")
    draft, running = make_initiative(unit, "Rancangan", running=False), make_initiative(unit, "Berjalan")

    def seen(reads: Reach, manages: Reach = NOWHERE) -> list[str]:
        rows = initiatives.initiatives(Whose(reads, manages), Filters(), before=None, limit=10)
        return [row.title for row in rows]

    assert seen(EVERYWHERE) == ["Berjalan"]
    assert seen(NOWHERE, EVERYWHERE) == ["Berjalan", "Rancangan"]
    assert seen(Reach(frozenset({below.path}))) == ["Berjalan"], "what concerns the unit above concerns this one"
    assert seen(Reach(frozenset({other.path}))) == []
    post = make_position("Analis", unit=other)
    affecting.add_position(page_of(running), post, LITTLE, by=SYSTEM)
    db.session.commit()
    assert seen(Reach(frozenset({other.path}))) == ["Berjalan"]
    assert draft.status == InitiativeStatus.DRAFT


def test_the_steps_of_an_initiative(office):
    unit, _people = office
    initiative = services.create(unit, initiative_facts(), by=SYSTEM)
    with pytest.raises(rules.NobodyAffected):
        services.start(page_of(initiative), by=SYSTEM)
    affecting.add_unit(page_of(initiative), unit, LITTLE, by=SYSTEM)
    services.start(page_of(initiative), by=SYSTEM)
    with pytest.raises(rules.NotNow):
        services.start(page_of(initiative), by=SYSTEM)
    services.end(page_of(initiative), by=SYSTEM)
    for refused in (
        lambda: services.cancel(page_of(initiative), "Ditunda.", by=SYSTEM),
        lambda: services.change(page_of(initiative), initiative_facts(), version=initiative.version, by=SYSTEM),
        lambda: affecting.add_unit(page_of(initiative), unit, MUCH, by=SYSTEM),
    ):
        with pytest.raises(rules.NotNow):
            refused()


def test_dates_follow_each_other_and_old_versions_are_refused(office):
    unit, _people = office
    day = date(2026, 12, 1)
    for field in ("ends_on", "takes_effect_on"):
        with pytest.raises(WrongField) as refused:
            services.create(unit, initiative_facts(starts_on=day, **{field: day - timedelta(days=1)}), by=SYSTEM)
        assert refused.value.field == field
    initiative = make_initiative(unit)
    with pytest.raises(StaleVersion):
        services.change(page_of(initiative), initiative_facts(), version=initiative.version - 1, by=SYSTEM)


def test_what_follows_a_unit_or_a_post_is_affected_as_it_was(office):
    unit, (_head, first, _second) = office
    initiative = make_initiative(unit)
    post = db.session.get_one(Position, first.position_id)
    affecting.add_position(page_of(initiative), post, MUCH, by=SYSTEM)
    heirs = [make_unit("Dinas Baru A"), make_unit("Dinas Baru B")]
    new_post = make_position("Arsiparis", unit=heirs[0])
    db.session.commit()
    change = Succession(local_today(), SYSTEM, {unit.id: [one.id for one in heirs]}, {post.id: new_post.id})
    for _twice in range(2):
        carry_affected(change)
    db.session.commit()
    named = [(line.what, line.degree) for line in affected.lines_of(initiative.id, local_today(), EVERYWHERE)]
    assert named == [
        (unit.name, 2),
        ("Dinas Baru A", 2),
        ("Dinas Baru B", 2),
        (f"Arsiparis, {unit.name}", 3),
        ("Arsiparis, Dinas Baru A", 3),
    ]
    assert page_of(initiative).unit.name == "Dinas Baru A"


def test_ones_own_page_is_there_while_it_runs(office):
    unit, (head, *_rest) = office
    outsider = make_employee("Orang Luar")
    initiative = make_initiative(unit)
    day = local_today()
    assert [row.title for row in initiatives.running_for(head.employee_id, day)] == ["Penyederhanaan birokrasi"]
    assert initiatives.running_for(outsider.employee_id, day) == []
    _page, lines = initiatives.running_page_for(head.employee_id, day, initiative.id)
    assert [(line.kind, line.degree, line.through) for line in lines] == [("structure", 2, unit.name)]
    services.end(page_of(initiative), by=SYSTEM)
    db.session.commit()
    assert initiatives.running_for(head.employee_id, day) == []
