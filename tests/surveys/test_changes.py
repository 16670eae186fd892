"""What surveys bring to a change: weeks on the calendar of all changes, and one person's own part of it."""

from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from sqlalchemy import update

from app.access.permissions import Role
from app.access.visitor import SYSTEM
from app.base import wording
from app.base.clock import now
from app.base.database import db
from app.initiatives.models import Initiative
from app.surveys.models import PopulationKind, SurveyWave
from app.surveys.queries import load
from app.surveys.services.waves import Named, add_line
from tests.support.actions import make_action
from tests.support.builders import make_employee, make_position, make_unit
from tests.support.initiatives import make_initiative
from tests.support.sosialisasi import of_unit, plan_event, plan_round
from tests.support.waves import answer, close_wave, make_crowd, make_version, make_wave, open_wave

ZONE = "Asia/Jakarta"
MONDAY = date(2027, 3, 1)
PILED = "Terlalu banyak sekaligus"


def at(day: date, hour: int = 9) -> datetime:
    return wording.at(day, ZONE, time(hour))


@pytest.fixture
def initiative(unit):
    return make_initiative(unit)


def asked(unit, initiative, *, until: int = 4, **different) -> SurveyWave:
    """A wave about the initiative, open for so many days from now on."""
    return open_wave(
        unit, make_version(), initiative_id=initiative.id, closes_at=now() + timedelta(days=until), **different
    )


# --- the calendar of all changes ------------------------------------------------------------------------------


def test_a_survey_an_event_and_a_go_live_in_one_week_pile_up(visit, unit, crowd, changer, initiative):
    """By hand: the first week has survey, event and go-live; the second the survey's end alone."""
    with time_machine.travel(at(MONDAY)):
        asked(unit, initiative, until=8)
        plan_round(plan_event(unit, initiative_id=initiative.id), of_unit(unit), starts_at=at(MONDAY + timedelta(3)))
        page = visit(changer).open("initiatives.show_portfolio")
        assert PILED not in page.text
        row = update(Initiative).where(Initiative.id == initiative.id)
        db.session.execute(row.values(takes_effect_on=MONDAY + timedelta(4)))
        db.session.commit()
        page = visit(changer).open("initiatives.show_portfolio")
    assert page.all(".notice--bad li") == [
        (
            "Dinas Kearsipan, 1–7 Maret 2027: survei Kesiapan penggabungan bidang; sosialisasi Sosialisasi "
            "penyederhanaan birokrasi, Putaran 1; mulai berlaku Penyederhanaan birokrasi."
        )
    ]
    assert f"{PILED} di 1 minggu" in page.text


def test_a_survey_counts_in_every_week_it_is_open_and_only_where_it_asks(visit, unit, crowd, changer, initiative):
    other = make_unit("Dinas Lain")
    make_crowd(other, 12)
    with time_machine.travel(at(MONDAY)):
        for until in (8, 9, 2):
            asked(unit, initiative, until=until)
        asked(other, initiative, until=9)
        page = visit(changer).open("initiatives.show_portfolio")
    weeks = [one.partition(":")[0] for one in page.all(".notice--bad li")]
    assert weeks == ["Dinas Kearsipan, 1–7 Maret 2027"]


def test_a_closed_wave_asks_nobody_any_more(visit, unit, crowd, changer, initiative):
    with time_machine.travel(at(MONDAY)):
        waves = [asked(unit, initiative) for _number in range(3)]
        assert PILED in visit(changer).open("initiatives.show_portfolio").text
    with time_machine.travel(at(MONDAY + timedelta(1))):
        for wave in waves:
            close_wave(wave)
        other = make_employee("Wulan Sari", roles=[Role.CHANGE_TEAM])
    with time_machine.travel(at(MONDAY + timedelta(2))):
        assert PILED not in visit(other).open("initiatives.show_portfolio").text


def draft(unit, initiative, day: date, **different) -> SurveyWave:
    """A wave in preparation that ends on a day, whenever it will be opened."""
    return make_wave(unit, make_version(), initiative_id=initiative.id, closes_at=at(day), **different)


def two_events(unit, initiative, week: date) -> None:
    for day in (week + timedelta(1), week + timedelta(2)):
        plan_round(plan_event(unit, initiative_id=initiative.id), of_unit(unit), starts_at=at(day))


def test_a_survey_in_preparation_counts_in_the_week_it_ends(visit, unit, crowd, changer, initiative):
    week = MONDAY + timedelta(14)
    with time_machine.travel(at(MONDAY)):
        two_events(unit, initiative, week)
        draft(unit, initiative, week - timedelta(1), title="Terlalu dini")
        assert PILED not in visit(changer).open("initiatives.show_portfolio").text
        wave = draft(unit, initiative, week + timedelta(4), title="Denyut Maret")
        page = visit(changer).open("initiatives.show_portfolio")
        (told,) = page.all(".notice--bad li")
        assert told.startswith("Dinas Kearsipan, 15–21 Maret 2027: sosialisasi ")
        assert "; rancangan survei Denyut Maret, ditutup." in told
        assert page.link("Denyut Maret, ditutup").heading == wave.title
    with time_machine.travel(at(week + timedelta(5))):
        late = make_employee("Wulan Sari", roles=[Role.CHANGE_TEAM])
        assert "Denyut Maret" not in visit(late).open("initiatives.show_portfolio").text


def test_a_draft_without_an_end_stands_on_no_calendar(visit, unit, crowd, changer, initiative):
    make_wave(unit, make_version(), initiative_id=initiative.id, closes_at=None, title="Denyut tanpa hari")
    assert "Denyut tanpa hari" not in visit(changer).open("initiatives.show_portfolio").text


def line(kind, **names):
    return Named(PopulationKind(kind), **names)


def test_a_survey_in_preparation_asks_the_units_its_lines_name(bungo, initiative, unit):
    """By hand: the line of all below the regency names both dinas, one of which is left out again."""
    regency = make_unit("Kabupaten Bungo")
    north, south = make_unit("Dinas Utara", parent=regency), make_unit("Dinas Selatan", parent=regency)
    section = make_unit("Seksi Utara", parent=north)
    regency.kind, section.kind = "group", "section"
    post = make_position(unit=section)
    named = {
        "all below": ([line("subtree", unit_id=regency.id)], {north.path, south.path}),
        "one unit": ([line("unit", unit_id=section.id)], {section.path}),
        "a post": ([line("position", position_id=post.id), line("unit", unit_id=south.id)], {section.path, south.path}),
        "a tier": ([line("tier", tier="jpt_pratama"), line("unit", unit_id=south.id)], set()),
        "a change": ([line("initiative", initiative_id=initiative.id)], set()),
    }
    waves = {
        title: make_wave(regency, make_version(), named=lines, initiative_id=initiative.id, title=title)
        for title, (lines, _paths) in named.items()
    }
    add_line(waves["all below"], line("subtree", unit_id=south.id), is_left_out=True, by=SYSTEM)
    found = load.planned_of([initiative.id], now(), now() + timedelta(days=90), now().date())
    expected = {title: paths for title, (_lines, paths) in named.items()} | {"all below": {north.path}}
    assert {one.title: set(one.paths) for one in found} == expected


def test_the_calendar_asks_as_many_for_three_drafts_as_for_one(visit, unit, crowd, changer, initiative, queries):
    counts = []
    for number in (1, 3):
        while len(visit(changer).open("initiatives.show_portfolio").all("a[href^='/survei/gelombang/']")) < number:
            make_wave(unit, make_version(), initiative_id=initiative.id)
        with queries() as statements:
            visit(changer).open("initiatives.show_portfolio")
        counts.append(len(statements))
    assert counts[0] == counts[1] > 0


def test_the_calendar_asks_as_many_statements_for_three_waves_as_for_one(
    visit, unit, crowd, changer, initiative, queries
):
    counts = []
    for number in (1, 3):
        while len(visit(changer).open("initiatives.show_portfolio").all("a[href^='/survei/gelombang/']")) < number:
            asked(unit, initiative)
        with queries() as statements:
            visit(changer).open("initiatives.show_portfolio")
        counts.append(len(statements))
    assert counts[0] == counts[1] > 0


# --- what changes for me --------------------------------------------------------------------------------------


def mine(visit, person, initiative):
    return visit(person).open("initiatives.show_own", initiative_id=initiative.id)


def badges(page, section):
    return page.all(f"section[aria-labelledby={section}] .badge")


def test_everybody_finds_their_own_surveys_actions_and_invitations(visit, unit, crowd, changer, initiative):
    assert "Survei untuk Anda" not in mine(visit, crowd[0], initiative).text
    wave = asked(unit, initiative)
    make_action(initiative, unit, owner=crowd[0])
    first = mine(visit, crowd[0], initiative)
    assert badges(first, "survei") == ["Menunggu jawaban Anda"]
    assert first.link(wave.title).heading == wave.title
    assert len(badges(first, "tindakan")) == 1
    answer(wave, crowd[0])
    assert badges(mine(visit, crowd[0], initiative), "survei") == ["Sudah Anda isi"]
    other = mine(visit, crowd[1], initiative)
    assert badges(other, "survei") == ["Menunggu jawaban Anda"]
    assert "Tindakan Anda" not in other.text
    close_wave(wave)
    assert badges(mine(visit, crowd[1], initiative), "survei") == ["Tidak diisi"]


def test_whoever_was_not_asked_finds_no_survey_of_others(visit, unit, crowd, initiative):
    answer(asked(unit, initiative), crowd[0])
    after = make_crowd(unit, 1)[0]
    assert "Survei untuk Anda" not in mine(visit, after, initiative).text
    assert badges(mine(visit, crowd[1], initiative), "survei") == ["Menunggu jawaban Anda"]
