"""Reach is counted in distinct people: by hand, in small governments everybody can count along."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app.access.visitor import EVERYWHERE, SYSTEM, Reach
from app.attendance.models import AttendanceStatus
from app.attendance.queries import meeting
from app.attendance.services import walk_ins
from app.base.clock import now
from app.base.database import db
from app.organisation.models import Placement, PlacementKind
from app.sosialisasi.models import AudienceKind, RoundStatus, SosialisasiStatus
from app.sosialisasi.queries import audiences
from app.sosialisasi.queries import reach as queries
from app.sosialisasi.rules.coverage import Count, child_of, summed
from app.sosialisasi.services import repeats
from app.web.plots import treemap
from tests.support.builders import make_employee, make_position, make_unit, place
from tests.support.initiatives import make_initiative
from tests.support.sosialisasi import come, invite, make_event, make_round, make_rule

TODAY = date(2026, 11, 30)


def whole(event, reach=EVERYWHERE):
    return sum((one.count for one in queries.groups(queries.of_event(event, TODAY), reach)), Count())


def by_unit(event, reach=EVERYWHERE):
    found = queries.groups(queries.of_event(event, TODAY), reach)
    return dict(summed(found, lambda one: one.path))


@pytest.fixture
def office(bungo):
    """Two divisions of an agency, three and two people, and one person elsewhere whom nothing concerns."""
    agency = make_unit("Dinas Kependudukan")
    first, second, elsewhere = (
        make_unit("Bidang Satu", parent=agency),
        make_unit("Bidang Dua", parent=agency),
        make_unit("Dinas Lain"),
    )
    people = {}
    for unit, names in ((first, "ABC"), (second, "DE"), (elsewhere, "X")):
        post = make_position("Pelaksana", unit=unit)
        for name in names:
            people[name] = make_employee(f"Pegawai {name}", position_id=post.id).employee_id
    return agency, first, second, elsewhere, people


def test_somebody_who_came_twice_is_reached_once(office):
    agency, first, second, _elsewhere, people = office
    event = make_event(agency, make_initiative(agency))
    one, two = make_round(event, 1), make_round(event, 2)
    invite(one, people["A"], people["B"], people["D"])
    invite(two, people["A"], people["E"])
    come(one, people["A"], people["B"])
    come(two, people["A"])
    assert whole(event) == Count(people=5, invited=4, reached=2)
    assert by_unit(event) == {first.path: Count(3, 2, 2), second.path: Count(2, 2, 0)}


def test_who_came_and_is_not_meant_is_an_outsider(office):
    agency, _first, _second, _elsewhere, people = office
    event = make_event(agency, make_initiative(agency))
    one = make_round(event)
    come(one, people["A"], people["X"])
    walk_ins.note(meeting(one.meeting_id), "Warga", "Desa", by=SYSTEM)
    db.session.commit()
    meant = queries.of_event(event, TODAY)
    assert whole(event).reached == 1
    assert queries.outsiders(meant) == 1
    (row,) = queries.rounds(meant, event.id, now())
    assert (row.came, row.outsiders, row.guests, row.total) == (1, 1, 1, 1)


def test_who_moved_is_counted_where_they_are_now_and_stays_reached(office):
    agency, first, second, elsewhere, people = office
    event = make_event(agency, make_initiative(agency))
    come(make_round(event), people["A"], people["D"])
    move(people["A"], second)
    assert by_unit(event) == {first.path: Count(2, 0, 0), second.path: Count(3, 0, 2)}
    move(people["D"], elsewhere)  # no longer affected, and so no longer counted
    assert whole(event) == Count(4, 0, 1)
    assert queries.outsiders(queries.of_event(event, TODAY)) == 1


def move(employee_id, unit):
    stay = db.session.execute(select(Placement).where(Placement.employee_id == employee_id)).scalar_one()
    stay.ends_on = TODAY - timedelta(days=1)
    db.session.flush()
    place(
        employee_id,
        make_position("Pelaksana", unit=unit).id,
        PlacementKind.DEFINITIVE,
        starts_on=TODAY - timedelta(days=1),
    )
    db.session.commit()


def test_excused_absent_and_a_cancelled_round_reach_nobody(office):
    agency, _first, _second, _elsewhere, people = office
    event = make_event(agency, make_initiative(agency))
    come(make_round(event, 1), people["A"], status=AttendanceStatus.EXCUSED)
    come(make_round(event, 2, status=RoundStatus.CANCELLED), people["B"])
    come(make_round(event, 3), people["C"], status=AttendanceStatus.LATE)
    assert whole(event).reached == 1


def test_rounds_add_up_those_who_came_for_the_first_time(office):
    agency, _first, _second, _elsewhere, people = office
    event = make_event(agency, make_initiative(agency))
    come(make_round(event, 1), people["A"], people["B"])
    come(make_round(event, 2), people["B"], people["D"])
    come(make_round(event, 3), people["A"])
    found = queries.rounds(queries.of_event(event, TODAY), event.id, now())
    assert [(row.number, row.came, row.first, row.total) for row in found] == [(1, 2, 2, 2), (2, 2, 1, 3), (3, 1, 0, 3)]


def test_a_round_that_has_not_been_is_told_apart_from_one_nobody_came_to(office, visit, sari):
    agency, _first, _second, _elsewhere, people = office
    event = make_event(agency, make_initiative(agency))
    make_round(event, 1)
    soon = make_round(event, 2, starts_at=now() + timedelta(minutes=30))
    make_round(event, 3, starts_at=now() + timedelta(days=3), status=RoundStatus.PLANNED)
    make_round(event, 4, starts_at=now() + timedelta(days=4))
    come(soon, people["A"])
    found = queries.rounds(queries.of_event(event, TODAY), event.id, now())
    assert [row.is_ahead for row in found] == [False, False, True, True]
    page = visit(sari).open("sosialisasi.show_reach", event_id=event.id)
    assert page.text.count("belum berlangsung") == 2


def test_without_an_initiative_it_is_for_those_invited(office):
    agency, _first, _second, _elsewhere, people = office
    event = make_event(agency)
    one = make_round(event)
    invite(one, people["A"], people["X"])
    come(one, people["X"], people["E"])
    assert whole(event) == Count(2, 2, 1)
    assert queries.outsiders(queries.of_event(event, TODAY)) == 1


def test_a_manager_sees_their_own_units_alone(office):
    agency, first, _second, _elsewhere, people = office
    event = make_event(agency, make_initiative(agency))
    come(make_round(event), people["A"], people["D"])
    assert by_unit(event, Reach(frozenset({first.path}))) == {first.path: Count(3, 0, 1)}
    missed = queries.missed_page(
        queries.of_event(event, TODAY), Reach(frozenset({first.path})), path="", after=None, limit=9
    )
    assert [row.name for row in missed] == ["Pegawai B", "Pegawai C"]


def test_an_initiative_adds_up_its_events(office):
    agency, _first, _second, _elsewhere, people = office
    initiative = make_initiative(agency)
    come(make_round(make_event(agency, initiative)), people["A"])
    come(make_round(make_event(agency, initiative, title="Lainnya")), people["A"], people["D"])
    found = queries.groups(queries.of_initiative(initiative.id, TODAY), EVERYWHERE)
    assert sum((one.count for one in found), Count()) == Count(5, 0, 2)


def test_repeating_makes_a_round_for_exactly_those_missed(office):
    agency, _first, _second, _elsewhere, people = office
    event = make_event(agency, make_initiative(agency))
    one = make_round(event)
    make_rule(one, AudienceKind.SUBTREE, unit_id=agency.id)
    come(one, people["A"], people["D"])
    new = repeats.repeat_for_missed(event, TODAY, by=SYSTEM)
    db.session.commit()
    asked = db.session.execute(audiences.audience(new, TODAY)).all()
    assert {row.employee_id for row in asked} == {people["B"], people["C"], people["E"]}
    assert new.number == 2
    assert meeting(new.meeting_id).starts_at > now()
    assert meeting(new.meeting_id).place == "Aula Dinas"
    assert repeats.repeat_for_missed(event, TODAY, by=SYSTEM).id == new.id


@pytest.mark.parametrize("status", [SosialisasiStatus.DONE, SosialisasiStatus.CANCELLED])
def test_what_is_over_is_not_repeated(office, status):
    event = make_event(office[0], make_initiative(office[0]), status=status)
    make_round(event)
    with pytest.raises(repeats.NotOpen):
        repeats.repeat_for_missed(event, TODAY, by=SYSTEM)


def test_nobody_missed_and_nothing_held_are_said(office):
    agency, _first, _second, _elsewhere, people = office
    event = make_event(agency, make_initiative(agency))
    with pytest.raises(repeats.NothingToRepeat):
        repeats.repeat_for_missed(event, TODAY, by=SYSTEM)
    come(make_round(event), *(people[name] for name in "ABCDE"))
    with pytest.raises(repeats.NobodyMissed):
        repeats.repeat_for_missed(event, TODAY, by=SYSTEM)


def test_the_share_is_rounded_half_up():
    assert Count(8, 0, 1).share == Decimal("12.5")
    assert Count(412, 412, 301).share == Decimal("73.1")
    assert Count(1600, 0, 1).share == Decimal("0.1")  # 0.0625
    assert Count(2000, 0, 1).share == Decimal("0.1")  # 0.05
    assert Count().share is None


def test_people_are_added_to_the_unit_right_below():
    assert child_of("/1/5/9/", "/1/") == 5
    assert child_of("/1/", "/1/") == 1
    assert child_of("/3/", "") == 3
    assert child_of("", "") == 0


@given(st.lists(st.integers(min_value=1, max_value=10_000), min_size=1, max_size=60))
def test_areas_of_the_map_fill_it_and_leave_nobody_out(sizes):
    drawn = treemap([(f"Unit {number} <b>", size, Decimal(50)) for number, size in enumerate(sizes)])
    assert drawn.count("<rect") == len(sizes)
    assert "<b>" not in drawn
    assert "nan" not in drawn


def test_a_manager_reads_the_reach_of_their_unit_and_runs_nothing(visit, office, rina, budi):
    agency, first, _second, _elsewhere, people = office
    event = make_event(agency, make_initiative(agency))
    come(make_round(event), people["A"])
    page = visit(rina)
    found = page.get(f"/sosialisasi/{event.id}/jangkauan")
    assert found.status_code == 200
    assert "Ulangi untuk yang terlewat" not in found.text
    assert page.open("sosialisasi.show_reach", event_id=event.id).link("Jangkauan sosialisasi").status == 200
    assert page.post(f"/sosialisasi/{event.id}/jangkauan/ulangi").status_code == 403


def test_the_page_counts_maps_and_repeats(visit, office, sari):
    agency, _first, _second, _elsewhere, people = office
    event = make_event(agency, make_initiative(agency))
    come(make_round(event), people["A"], people["X"])
    page = visit(sari)
    found = page.get(f"/sosialisasi/{event.id}/jangkauan")
    assert "1 dari 5 orang" in found.text
    assert "Bidang Satu" in found.text
    assert "treemap" in found.text
    assert "Pegawai B" in page.get(f"/sosialisasi/{event.id}/jangkauan/terlewat").text
    answer = page.post(f"/sosialisasi/{event.id}/jangkauan/ulangi")
    assert answer.status_code == 303
    assert "/sosialisasi/putaran/" in answer.location
    export = page.post(f"/sosialisasi/{event.id}/jangkauan/unduhan")
    assert export.status_code == 200
    assert export.data[:2] == b"PK"


def test_a_draft_is_unknown_to_those_who_do_not_run_it(visit, office, rina, budi):
    draft = make_event(office[3], status=SosialisasiStatus.DRAFT)
    assert visit(rina).get(f"/sosialisasi/{draft.id}/jangkauan").status_code == 404
