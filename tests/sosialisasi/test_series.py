"""Events in a series: drafts that follow one another, each with a round like the last and the same audience."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.access.permissions import Role
from app.base.clock import now
from app.base.database import db
from app.sosialisasi.facts.events import SeriesWish
from app.sosialisasi.models import AudienceRule, RoundStatus, Sosialisasi, SosialisasiStatus
from app.sosialisasi.queries import audiences, events, materials
from app.sosialisasi.rules.events import NotNow
from app.sosialisasi.services import series
from tests.support.builders import grant, make_employee
from tests.support.initiatives import make_office
from tests.support.sosialisasi import event_page, let_it_pass, make_material, of_person, of_unit, plan_event, plan_round

WEEK = timedelta(weeks=1)


@pytest.fixture
def office(bungo):
    return make_office()


@pytest.fixture
def maya(office):
    person = make_employee("Maya Anggraini", female=True)
    grant(person.user_id, Role.CHANGE_TEAM)
    return person


def planned(event, by, *, name="Jumat menyapa", times=3, weeks=2):
    made = series.plan(event_page(event), SeriesWish(name, times, weeks), by=by.actor)
    db.session.commit()
    return made


def test_each_has_a_round_of_its_own_with_the_same_audience_so_many_weeks_apart(office, maya):
    unit, people = office
    event = plan_event(unit)
    make_material(event)
    one = plan_round(event, of_unit(unit), seats=20)
    db.session.add(AudienceRule(round_id=one.id, kind="person", employee_id=people[1].employee_id, is_left_out=True))
    db.session.commit()
    begins = events.rounds_of(event.id)[0][1].starts_at
    made = planned(event, maya)
    assert [row.title for row in events.series_of(unit.id, "Jumat menyapa")] == [
        event.title,
        "Jumat menyapa, ke-2",
        "Jumat menyapa, ke-3",
        "Jumat menyapa, ke-4",
    ]
    for number, copy in enumerate(made, start=1):
        [(round_, meeting)] = events.rounds_of(copy.id)
        assert meeting.starts_at == begins + number * 2 * WEEK
        assert (round_.status, round_.seats, round_.seats_taken) == (RoundStatus.PLANNED, 20, 0)
        assert (copy.status, copy.budget) == (SosialisasiStatus.DRAFT, None)
        found = {row.employee_id for row in db.session.execute(audiences.audience(round_, meeting.starts_at.date()))}
        assert found == {people[0].employee_id, people[2].employee_id}
        assert [one.title for one in materials.latest(copy.id)] == ["Paparan"]


def test_what_would_be_over_already_is_passed_by(office, maya):
    event = plan_event(office[0])
    one = plan_round(event, of_person(office[1][1]))
    let_it_pass(one, hours=24 * 20)
    begins = events.rounds_of(event.id)[0][1].starts_at
    for number, copy in enumerate(planned(event, maya, times=2, weeks=1), start=3):
        [(_round, meeting)] = events.rounds_of(copy.id)
        assert meeting.starts_at == begins + number * WEEK
        assert meeting.starts_at > now()


def test_it_goes_on_counting_and_ends_at_sixty(office, maya):
    event = plan_event(office[0])
    planned(event, maya, times=2)
    assert [one.title for one in planned(event, maya, times=1)] == ["Jumat menyapa, ke-4"]
    event.status = SosialisasiStatus.CANCELLED
    db.session.commit()
    with pytest.raises(NotNow):
        planned(event, maya)
    db.session.rollback()


def test_on_the_page(office, maya, visit):
    event = plan_event(office[0])
    plan_round(event, of_person(office[1][1]))
    form = visit(maya).open("sosialisasi.show_event", event_id=event.id).link("Jadikan seri")
    for wrong, sentence in (
        ({"name": ""}, "Isi nama serinya."),
        ({"times": "banyak"}, "Isi angka bulat, misalnya 30."),
        ({"times": "0"}, "Antara 1 dan 12 kali."),
        ({"weeks": "99"}, "Antara 1 dan 52 minggu."),
    ):
        page = form.press(
            "Buat rancangannya", **({"name": "Jumat menyapa", "times": "2", "weeks": "1"} | wrong), expect=422
        )
        assert sentence in page.text
        assert page.fields["weeks"] == wrong.get("weeks", "1")
    assert db.session.execute(select(func.count(Sosialisasi.id))).scalar_one() == 1
    done = form.press("Buat rancangannya", name="Jumat menyapa", times="2", weeks="1")
    assert done.notices == ["2 rancangan dibuat dalam seri ini."]
    assert "Seri Jumat menyapa" in done.all("h2")
    third = done.link("Jumat menyapa, ke-3")
    assert third.heading == "Jumat menyapa, ke-3"
    assert event.title in third.links
    listed = visit(maya).open("/sosialisasi?cari=jumat+menyapa")
    assert len(listed.all("#results li")) == 3


@pytest.mark.parametrize("size", [1, 3])
def test_a_series_asks_the_same_number_of_statements(office, maya, visit, queries, size):
    event = plan_event(office[0])
    planned(event, maya, times=size)
    browser = visit(maya)
    path = browser.address("sosialisasi.show_event", event_id=event.id)
    browser.get(path)
    with queries() as asked:
        browser.get(path)
    assert len(asked) <= 12
