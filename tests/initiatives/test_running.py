"""How an initiative is run: stages, team, the units' view, what is noted about it, its load; on both databases."""

from datetime import timedelta
from decimal import Decimal

import pytest

from app.access.visitor import EVERYWHERE, SYSTEM, Actor, Reach
from app.base import scope
from app.base.database import db
from app.base.errors import RuleBroken, StaleVersion, WrongField
from app.initiatives import rules
from app.initiatives.facts import Impact, MemberFacts, StageDays, StageFacts
from app.initiatives.models import ImpactKind, Initiative, MemberRole, Risk, RiskState
from app.initiatives.queries import entries as entry_queries
from app.initiatives.queries import initiatives, load, people, stages, team, unit_views
from app.initiatives.queries.initiatives import Filters, Whose
from app.initiatives.services import affecting, entries
from app.initiatives.services import initiatives as services
from app.initiatives.services import stages as staging
from app.initiatives.services import team as teams
from app.initiatives.services import unit_views as saying
from app.initiatives.services.unit_views import NotTheirs
from app.initiatives.succession import carry_affected
from app.organisation import queries as organisation
from app.organisation.models import PlacementKind
from app.organisation.signals import Succession
from tests.support.builders import make_employee, make_position, make_unit, place
from tests.support.change import (
    first_stage,
    join,
    keep_paper,
    make_cause,
    make_indicator,
    make_risk,
    page_of,
)
from tests.support.counting import queries as counted
from tests.support.initiatives import initiative_facts, make_initiative, make_office
from tests.support.proposals import local_today

NOWHERE = Reach()


@pytest.fixture
def office(bungo):
    return make_office()


# --- stages -----------------------------------------------------------------------------------------


def test_an_initiative_begins_with_a_copy_of_the_list_that_later_changes_leave_alone(office):
    unit, _people = office
    first = make_initiative(unit)
    assert len(stages.stages(first.id)) == 12
    staging.add_pattern(StageFacts("Uji coba", "Uji coba selesai", documents=("Laporan", "Notulen")), by=SYSTEM)
    staging.change_pattern(stages.patterns()[0], StageFacts("Telaah awal", "Diterima"), version=1, by=SYSTEM)
    db.session.commit()
    second = make_initiative(unit, "Kedua")
    names = [one.name for one in stages.stages(second.id)]
    assert (len(names), names[0], names[-1]) == (13, "Telaah awal", "Uji coba")
    papers = stages.papers(stages.stages(second.id)[-1].id)
    assert [(row.StagePaper.title, row.StagePaper.is_there) for row in papers] == [
        ("Laporan", False),
        ("Notulen", False),
    ]
    assert stages.stages(first.id)[0].name == "Analisis kebutuhan dan evaluasi kelembagaan"
    with pytest.raises(StaleVersion):
        staging.change_pattern(stages.patterns()[0], StageFacts("Lagi", "Diterima"), version=1, by=SYSTEM)


def test_another_government_has_its_own_list(office, batanghari):
    staging.add_pattern(StageFacts("Uji coba", "Selesai"), by=SYSTEM)
    db.session.commit()
    with scope.within(batanghari.id):
        assert stages.patterns() == []
        assert len(stages.usual()) == 12


def test_a_gate_is_passed_by_somebody_and_can_be_opened_again(office):
    unit, (head, *_rest) = office
    initiative, day = make_initiative(unit), local_today()
    stage = first_stage(initiative, began_on=day - timedelta(days=5))
    by = Actor(head.user_id, head.employee_id, head.name)
    with pytest.raises(WrongField) as refused:
        staging.pass_gate(page_of(initiative), stage, "", day, day=day, by=by)
    assert refused.value.field == "note"
    for title in [row.StagePaper.title for row in stages.papers(stage.id)]:
        keep_paper(initiative, stage, title=title)
    staging.pass_gate(page_of(initiative), stage, "", day, day=day, by=by)
    db.session.commit()
    stage = stages.stage(initiative.id, stage.id)
    assert (stage.ended_on, stages.passed_by(stage)) == (day, head.name)
    assert stages.counts_of_papers(initiative.id)[stage.id] == (3, 3)
    words = StageFacts(stage.name, stage.gate)
    with pytest.raises(WrongField):
        staging.change(page_of(initiative), stage, words, StageDays(), version=stage.version, day=day, by=by)
    staging.reopen(page_of(initiative), stage, "Berita acaranya belum ditandatangani.", by=by)
    db.session.commit()
    assert (stage.passed_at, stage.ended_on, stage.pass_note) == (None, None, "Berita acaranya belum ditandatangani.")
    with pytest.raises(RuleBroken):
        staging.reopen(page_of(initiative), stage, "Lagi.", by=by)


def test_stages_are_added_moved_and_removed_while_nothing_hangs_on_them(office):
    unit, _people = office
    initiative, day = make_initiative(unit), local_today()
    page = page_of(initiative)
    made = staging.add(page, StageFacts("Uji coba", "Selesai"), StageDays(), day=day, by=SYSTEM)
    assert stages.stages(initiative.id)[-1].id == made.id
    staging.move(page, made, earlier=False, by=SYSTEM)
    staging.move(page, made, earlier=True, by=SYSTEM)
    assert stages.stages(initiative.id)[-2].id == made.id
    paper = stages.paper(initiative.id, made.id, keep_paper(initiative, made))
    with pytest.raises(RuleBroken):
        staging.remove(page, made, by=SYSTEM)
    staging.remove_paper(page, paper, by=SYSTEM)
    staging.remove(page, made, by=SYSTEM)
    db.session.commit()
    assert len(stages.stages(initiative.id)) == 12
    with pytest.raises(RuleBroken):
        staging.take_over(page, by=SYSTEM)


def test_only_shared_papers_reach_those_concerned(office):
    initiative = make_initiative(office[0])
    stage = first_stage(initiative)
    shared = keep_paper(initiative, stage, title="Naskah", is_shared=True)
    keep_paper(initiative, stage, title="Kertas kerja", is_shared=False)
    staging.keep_address(page_of(initiative), stage, "https://jdih.example/1", title="Perda", is_shared=True, by=SYSTEM)
    db.session.commit()
    assert [row.title for row in stages.shared_papers(initiative.id)] == ["Naskah", "Perda"]
    assert stages.shared_file(initiative.id, shared).name == "kajian.pdf"


# --- team -------------------------------------------------------------------------------------------


def test_the_team_reads_and_looks_after_their_initiative_while_they_are_of_it(office):
    unit, (head, first, second) = office
    day, outsider = local_today(), make_employee("Orang Luar")
    draft, other = make_initiative(unit, "Rancangan", running=False), make_initiative(unit, "Lain")
    join(draft, outsider, MemberRole.LEAD)
    join(draft, second, MemberRole.AGENT, unit)

    def seen(person, roles=tuple(MemberRole)) -> list[str]:
        mine = Whose(NOWHERE, NOWHERE, person.employee_id, day, roles)
        return [row.title for row in initiatives.initiatives(mine, Filters(), before=None, limit=10)]

    assert seen(outsider) == ["Rancangan"]
    assert seen(second) == ["Rancangan"]
    assert seen(second, team.LOOKING_AFTER) == []
    assert seen(first) == []
    assert team.standing(draft.id, outsider.employee_id, day).looks_after
    assert team.standing(draft.id, second.employee_id, day).paths == {unit.path}
    assert not team.standing(other.id, outsider.employee_id, day).is_anything
    assert not team.standing(draft.id, None, day).is_anything
    row = team.team(draft.id, EVERYWHERE)[0].TeamMember
    teams.end(page_of(draft), row, day, by=SYSTEM)
    db.session.commit()
    assert seen(outsider) == []
    with pytest.raises(rules.NotNow):
        teams.end(page_of(draft), row, day, by=SYSTEM)


def test_a_team_of_another_initiative_opens_nothing(office):
    unit, (head, *_rest) = office
    mine, other = make_initiative(unit, "Milik saya"), make_initiative(unit, "Bukan")
    row = join(mine, head)
    assert team.member(mine.id, row.id).employee_id == head.employee_id
    with pytest.raises(Exception, match="No row was found"):
        team.member(other.id, row.id)


def test_one_sponsor_follows_another(office):
    unit, (head, first, second) = office
    day = local_today()
    initiative = services.create(unit, initiative_facts(sponsor_id=head.employee_id), by=SYSTEM, day=day)
    assert team.standing(initiative.id, head.employee_id, day).looks_after
    facts = initiative_facts(sponsor_id=first.employee_id)
    services.change(page_of(initiative), facts, version=1, by=SYSTEM, day=day + timedelta(days=2))
    db.session.commit()
    later = day + timedelta(days=2)
    assert not team.standing(initiative.id, head.employee_id, later).looks_after
    assert team.standing(initiative.id, first.employee_id, later).looks_after
    third = MemberFacts(second.employee_id, MemberRole.SPONSOR, later)
    teams.add(page_of(initiative), third, by=SYSTEM)
    db.session.commit()
    assert db.session.get_one(Initiative, initiative.id).sponsor_id == second.employee_id
    assert [row.TeamMember.ends_on is None for row in team.team(initiative.id, EVERYWHERE)] == [True, False, False]


@pytest.mark.parametrize(
    ("role", "with_unit", "days", "field"),
    [
        (MemberRole.AGENT, False, None, "unit_id"),
        (MemberRole.MEMBER, True, None, "unit_id"),
        (MemberRole.MEMBER, False, 0, "ends_on"),
    ],
)
def test_a_part_that_cannot_be_is_refused(office, role, with_unit, days, field):
    unit, (head, *_rest) = office
    initiative, day = make_initiative(unit), local_today()
    ends = None if days is None else day + timedelta(days=days)
    facts = MemberFacts(head.employee_id, role, day, unit.id if with_unit else None, "", ends)
    with pytest.raises(WrongField) as refused:
        teams.add(page_of(initiative), facts, by=SYSTEM)
    assert refused.value.field == field


def test_the_same_part_twice_is_refused(office):
    unit, (head, *_rest) = office
    initiative = make_initiative(unit)
    join(initiative, head, MemberRole.AGENT, unit)
    with pytest.raises(WrongField) as refused:
        join(initiative, head, MemberRole.AGENT, unit)
    assert refused.value.field == "nip"


def test_the_nearest_agent_is_the_one_to_ask(office):
    unit, (head, first, second) = office
    section = make_unit("Seksi", parent=unit)
    initiative, day = make_initiative(unit), local_today()
    join(initiative, head, MemberRole.AGENT, unit, label="Katalis")

    def asked(path: str) -> list[str]:
        return [row.name for row in team.agents_for(initiative.id, path, day)]

    assert asked(section.path) == [head.name]
    join(initiative, first, MemberRole.AGENT, section)
    join(initiative, second, MemberRole.AGENT, section, starts_on=day + timedelta(days=3))
    assert asked(section.path) == [first.name]
    assert asked(unit.path) == [head.name]
    assert asked("") == []
    restricted = organisation.employee(first.employee_id)
    restricted.restricted_on = day
    db.session.commit()
    assert asked(section.path) == [head.name]
    names = {row.name for row in team.team(initiative.id, NOWHERE_RESTRICTED)}
    assert first.name not in names
    assert "Nama dibatasi" in names


NOWHERE_RESTRICTED = Reach(is_everything=True)


# --- both views of the impact ------------------------------------------------------------------------


def test_both_views_side_by_side_and_who_may_say_one(office):
    unit, (head, first, _second) = office
    section = make_unit("Seksi", parent=unit)
    chief = make_position("Kepala Seksi", unit=section, tier="pengawas")
    leader = make_employee("Kepala Seksi Arsip", position_id=chief.id)
    initiative, day = make_initiative(unit), local_today()
    page = page_of(initiative)
    little = Impact(ImpactKind.DUTIES, 0, "Tidak terasa.")
    saying.say(page, section.id, little, day=day, by=Actor(None, leader.employee_id, leader.name))
    saying.say(page, unit.id, Impact(ImpactKind.POST, 3), day=day, by=Actor(None, head.employee_id, head.name))
    db.session.commit()
    rows = unit_views.side_by_side(initiative.id, day, EVERYWHERE)
    assert [(row.name, row.project_degree, row.view.degree, row.gap, row.said_by) for row in rows] == [
        (unit.name, 2, 3, 1, head.name),
        ("Seksi", 2, 0, -2, leader.name),
    ]
    assert [row.name for row in unit_views.side_by_side(initiative.id, day, Reach(frozenset({section.path})))] == [
        "Seksi"
    ]
    assert unit_views.led_by(initiative.id, head.employee_id, day) == [(unit.id, unit.name)]
    for person in (first, leader):
        with pytest.raises(NotTheirs):
            saying.say(page, unit.id, little, day=day, by=Actor(None, person.employee_id, person.name))
    with pytest.raises(NotTheirs):
        saying.say(page, unit.id, little, day=day, by=SYSTEM)


def test_a_stand_in_speaks_for_the_unit(office):
    unit, (head, first, _second) = office
    initiative, day = make_initiative(unit), local_today()
    place(first.employee_id, head.position_id, kind=PlacementKind.PLH, starts_on=day)
    db.session.commit()
    assert unit_views.led_by(initiative.id, first.employee_id, day) == [(unit.id, unit.name)]
    assert unit_views.led_by(initiative.id, head.employee_id, day) == []


def test_a_unit_that_is_not_affected_has_no_view(office):
    other, (chief, *_rest) = make_office("Dinas Lain")
    initiative = make_initiative(office[0])
    assert unit_views.led_by(initiative.id, chief.employee_id, local_today()) == []
    services.end(page_of(initiative), by=SYSTEM)
    head = office[1][0]
    by = Actor(None, head.employee_id, head.name)
    with pytest.raises(rules.NotNow):
        saying.say(page_of(initiative), office[0].id, Impact(ImpactKind.POST, 1), day=local_today(), by=by)


# --- lines --------------------------------------------------------------------------------------------


def test_lines_are_changed_once_and_belong_to_their_initiative(office):
    unit, _people = office
    initiative, other = make_initiative(unit), make_initiative(unit, "Lain")
    risk = make_risk(initiative)
    entries.change(page_of(initiative), risk, {"state": RiskState.HANDLED}, version=1, by=SYSTEM)
    with pytest.raises(StaleVersion):
        entries.change(page_of(initiative), risk, {"state": RiskState.CLOSED}, version=1, by=SYSTEM)
    with pytest.raises(Exception, match="No row was found"):
        entry_queries.one(Risk, other.id, risk.id)
    services.end(page_of(initiative), by=SYSTEM)
    db.session.commit()
    for refused in (
        lambda: make_risk(initiative),
        lambda: entries.remove(page_of(initiative), risk, by=SYSTEM),
        lambda: entries.change(page_of(initiative), risk, {}, version=2, by=SYSTEM),
    ):
        with pytest.raises(rules.NotNow):
            refused()


def test_causes_are_read_as_far_as_one_looks(office):
    unit, _people = office
    other = make_unit("Dinas Lain")
    initiative = make_initiative(unit)
    for where in (unit, other, None):
        make_cause(initiative, where)
    assert len(entry_queries.causes(initiative.id, EVERYWHERE)) == 3
    mine = entry_queries.causes(initiative.id, Reach(frozenset({unit.path})))
    assert sorted(row.unit or "" for row in mine) == ["", unit.name]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pegawai 1 Dinas Kearsipan menolak", True),
        ("pegawai 1  dinas kearsipan", True),
        ("Petugas loket", False),
        ("100% pegawai_ menolak", False),
        ("", False),
    ],
)
def test_names_of_people_are_recognised(office, text, expected):
    assert people.names_somebody(text) is expected
    if expected:
        with pytest.raises(WrongField) as refused:
            entries.ensure_names_nobody({"note": text}, "note")
        assert refused.value.field == "note"


def test_a_month_is_read_once_and_goes_with_its_indicator(office):
    initiative = make_initiative(office[0])
    indicator, month = make_indicator(initiative), local_today().replace(day=1)
    for value in (40, 38):
        facts = {"month": month, "value": Decimal(value), "n": 100, "breaks": ""}
        entries.read(page_of(initiative), indicator, facts, by=SYSTEM)
    db.session.commit()
    (row,) = entry_queries.readings([indicator.id])[indicator.id]
    assert row.value == Decimal(38)
    entries.remove(page_of(initiative), indicator, by=SYSTEM)
    db.session.commit()
    assert entry_queries.readings([indicator.id]) == {}


# --- the load -----------------------------------------------------------------------------------------


def test_everybody_weighs_once_for_each_initiative_with_the_largest_degree(office):
    unit, (head, first, second) = office
    day = local_today()
    one, two = make_initiative(unit), make_initiative(unit, "Kedua")
    affecting.add_person(page_of(one), organisation.employee(first.employee_id), Impact(ImpactKind.POST, 3), by=SYSTEM)
    db.session.commit()
    found = {
        share.initiative_id: (share.path, share.people, share.load) for share in load.shares([one.id, two.id], day)
    }
    assert found == {one.id: (unit.path, 3, 7), two.id: (unit.path, 3, 6)}
    assert load.shares([], day) == []
    assert load.people_in(unit.id, day) == 3


def test_the_load_of_one_and_of_three_asks_as_much(office):
    unit, _people = office
    day, numbers, asked = local_today(), [], []
    for title in ("A", "B", "C"):
        numbers.append(make_initiative(unit, title).id)
        db.session.commit()
        with counted() as statements:
            load.shares(numbers, day)
        asked.append(len(statements))
    assert asked[0] == asked[2]


def test_agents_and_causes_go_on_in_the_unit_that_follows(office):
    unit, (head, *_rest) = office
    heirs = [make_unit("Dinas Baru A"), make_unit("Dinas Baru B")]
    open_one, ended = make_initiative(unit), make_initiative(unit, "Selesai")
    for one in (open_one, ended):
        join(one, head, MemberRole.AGENT, unit)
        make_cause(one, unit)
    services.end(page_of(ended), by=SYSTEM)
    db.session.commit()
    for _twice in range(2):
        carry_affected(Succession(local_today(), SYSTEM, {unit.id: [one.id for one in heirs]}, {}))
    db.session.commit()
    db.session.expire_all()
    where = {
        one.id: ({row.unit for row in team.team(one.id, EVERYWHERE)}, entry_queries.causes(one.id, EVERYWHERE)[0].unit)
        for one in (open_one, ended)
    }
    assert where == {open_one.id: ({"Dinas Baru A"}, "Dinas Baru A"), ended.id: ({unit.name}, unit.name)}
