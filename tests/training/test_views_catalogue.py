"""The catalogue page by page, the month calendar, and times in another zone."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from icalendar import Calendar
from sqlalchemy import select

from app.base import scope
from app.base.database import db
from app.competency.models import Competency
from app.training.models import AgendaItem, BatchStatus
from tests.support.builders import (
    make_batch,
    make_employee,
    make_government,
    make_meeting,
    make_programme,
    meetings_of,
    seat,
)


def leaf_through(page, follow: str = "Berikutnya") -> list:
    """This page and every one after it."""
    pages = [page]
    while follow in pages[-1].links:
        pages.append(pages[-1].link(follow))
        assert len(pages) < 10
    return pages


def numbers(page) -> list[int]:
    return [int(foot.rpartition("Angkatan ")[2]) for foot in page.all("#batch_results .ticket__foot")]


def managed(page) -> list[int]:
    return [int(title.rpartition("Angkatan ")[2]) for title in page.all(".ticket__title")]


# --- pages --------------------------------------------------------------------------------------------


def test_leafing_through_the_catalogue_loses_and_doubles_nothing(visit, budi):
    """45 batches, many of them beginning on the same day, come in three pages and in order."""
    programme = make_programme()
    for number in range(1, 46):
        make_batch(programme=programme, number=number, starts_in_days=5 + number // 20, meetings=0)
    pages = leaf_through(visit(budi).open("training.list_batches"))
    assert [len(numbers(page)) for page in pages] == [20, 20, 5]
    assert [number for page in pages for number in numbers(page)] == list(range(1, 46))


def test_exactly_one_page_has_no_next_one(visit, budi):
    programme = make_programme()
    for number in range(1, 21):
        make_batch(programme=programme, number=number, meetings=0)
    assert "Berikutnya" not in visit(budi).open("training.list_batches").links
    make_batch(programme=programme, number=21, meetings=0)
    assert numbers(visit(budi).open("training.list_batches").link("Berikutnya")) == [21]


def test_the_next_page_keeps_the_filters(visit, budi):
    loket, arsip = make_programme(), make_programme("Pengelolaan Arsip Dinamis")
    for number in range(1, 24):
        make_batch(programme=arsip, number=number, meetings=0)
        make_batch(programme=loket, number=number + 50, meetings=0)
    found = visit(budi).open("training.list_batches").press("Cari pelatihan", cari="arsip")
    after = found.link("Berikutnya")
    assert after.fields["cari"] == "arsip"
    assert numbers(found) + numbers(after) == list(range(1, 24))
    again = after.press("Cari pelatihan")
    assert numbers(again)[0] == 1


def test_leafing_through_what_one_manages(visit, sari):
    programme = make_programme()
    for number in range(1, 28):
        make_batch(programme=programme, number=number, starts_in_days=3 + number // 10, meetings=0)
    pages = leaf_through(visit(sari).open("training.list_managed"))
    shown = [number for page in pages for number in managed(page)]
    assert ([len(page.all(".ticket")) for page in pages], shown) == ([25, 2], list(range(1, 28)))


def test_what_waits_to_be_closed_stands_first_and_what_is_over_is_found_by_its_state(visit, sari):
    loket, arsip = make_programme(), make_programme("Pengelolaan Arsip Dinamis")
    over = make_batch(programme=loket, number=1, starts_in_days=-20, meetings=0)
    make_batch(programme=loket, number=2, starts_in_days=9, meetings=0, status=BatchStatus.DRAFT)
    make_batch(programme=arsip, number=3, starts_in_days=5, meetings=0)
    make_batch(programme=arsip, number=4, starts_in_days=-40, meetings=0, status=BatchStatus.CLOSED)
    make_batch(programme=arsip, number=5, starts_in_days=-30, meetings=0, status=BatchStatus.CLOSED)
    make_batch(programme=arsip, number=6, starts_in_days=7, meetings=0, status=BatchStatus.CANCELLED)
    page = visit(sari).open("training.list_managed")
    assert managed(page) == [over.number, 3, 2]
    shown = {
        state: managed(page.press("Saring angkatan", keadaan=state))
        for state in ("menunggu", "rancangan", "ditutup", "dibatalkan", "semua")
    }
    assert shown == {
        "menunggu": [1], "rancangan": [2], "ditutup": [5, 4], "dibatalkan": [6],
        "semua": [2, 6, 3, 1, 5, 4],
    }  # fmt: skip
    assert managed(visit(sari).open("training.list_managed", keadaan="apa saja")) == [1, 3, 2]
    assert managed(page.press("Saring angkatan", cari="ARSIP", keadaan="semua")) == [6, 3, 5, 4]
    nothing = page.press("Saring angkatan", cari="%")
    assert nothing.all(".empty h2") == ["Tidak ada angkatan yang cocok"]
    assert managed(nothing.link("Hapus saringan")) == [1, 3, 2]


# --- the month ----------------------------------------------------------------------------------------


def days_with_entries(page) -> dict[str, list[str]]:
    """What the calendar's list shows, by the day in words."""
    found = {}
    for item in page.tree.query(".calendar__list > li"):
        words = " ".join(item.query("time .sr")[0].to_text().split())
        found[words] = [" ".join(one.to_text().split()) for one in item.query("a b")]
    return found


@pytest.fixture
def across(bungo):
    """A batch of three days over the end of a month, one over the end of the year, and one of a single day."""
    programme = make_programme("Pelayanan Prima")
    span = {"programme": programme, "meetings": 0}
    make_batch(number=1, starts_on=date(2027, 3, 30), ends_on=date(2027, 4, 2), year=2027, **span)
    make_batch(number=2, starts_on=date(2026, 12, 31), ends_on=date(2027, 1, 1), year=2026, **span)
    make_batch(number=3, starts_on=date(2027, 4, 2), ends_on=date(2027, 4, 2), year=2027, **span)


def test_a_batch_over_the_end_of_a_month_stands_in_both(visit, budi, across):
    march = visit(budi).open("training.show_calendar", bulan="2027-03")
    assert march.all("h2")[0] == "Maret 2027"
    one, three = "Pelayanan Prima, Angkatan 1", "Pelayanan Prima, Angkatan 3"
    assert days_with_entries(march) == {"Selasa, 30 Maret 2027": [one], "Rabu, 31 Maret 2027": [one]}
    april = march.link("Bulan berikutnya")
    assert april.all("h2")[0] == "April 2027"
    assert days_with_entries(april) == {"Kamis, 1 April 2027": [one], "Jumat, 2 April 2027": [one, three]}
    assert april.link("Bulan sebelumnya").all("h2")[0] == "Maret 2027"


def test_a_batch_over_the_end_of_the_year_stands_in_both(visit, budi, across):
    december = visit(budi).open("training.show_calendar", bulan="2026-12")
    assert list(days_with_entries(december)) == ["Kamis, 31 Desember 2026"]
    january = december.link("Bulan berikutnya")
    assert list(days_with_entries(january)) == ["Jumat, 1 Januari 2027"]


@pytest.mark.parametrize("month", ["2027-02", "2028-02", "2026-08", "2027-12", "2099-12", "1900-01"])
def test_every_month_has_its_days_and_whole_weeks(visit, budi, month):
    page = visit(budi).open("training.show_calendar", bulan=month)
    days = [element.attrs["datetime"] for element in page.tree.query(".calendar__table time")]
    inside = [day for day in days if day.startswith(month)]
    first = date.fromisoformat(f"{month}-01")
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    assert [date.fromisoformat(day) for day in inside] == [
        date.fromordinal(number) for number in range(first.toordinal(), following.toordinal())
    ]
    assert len(days) % 7 == 0
    assert date.fromisoformat(days[0]).weekday() == 0


@pytest.fixture
def december(bungo):
    """A morning before all of the days written down here."""
    with time_machine.travel(datetime(2026, 12, 10, 2, tzinfo=UTC)):
        yield


def test_the_calendar_keeps_the_filters_on_the_way(visit, budi, across, december):
    page = visit(budi).open("training.show_calendar", bulan="2027-03", cari="arsip")
    assert days_with_entries(page) == {}
    assert "Tidak ada yang cocok bulan ini." in page.text
    after = page.link("Bulan berikutnya")
    assert after.fields["cari"] == "arsip"
    as_list = after.link("Lihat daftar")
    assert (as_list.fields["cari"], as_list.fields["bulan"]) == ("arsip", "2027-04")


def test_ones_own_batch_is_coloured_in_the_calendar(visit, budi):
    batch = make_batch(number=4)
    seat(budi, batch)
    page = visit(budi).open("training.show_calendar", bulan=f"{batch.starts_on:%Y-%m}")
    assert page.has(".calendar__table .entry--good")


def test_more_than_three_on_a_day_are_folded_but_there(visit, budi):
    programme = make_programme()
    batches = [make_batch(programme=programme, number=number, meetings=0) for number in range(1, 6)]
    page = visit(budi).open("training.show_calendar", bulan=f"{batches[0].starts_on:%Y-%m}")
    assert page.all(".calendar__table summary")[0].startswith("+2 lagi")
    assert len(page.all(".calendar__table .entry")) == 5


# --- another zone -------------------------------------------------------------------------------------


@pytest.fixture
def palu(app):
    return make_government("Kota Palu", timezone="Asia/Makassar", region_code="72.71", seat="Palu")


@pytest.fixture
def andi(palu):
    with scope.within(palu.id):
        return make_employee("Andi Tenri")


@pytest.fixture
def wita_batch(palu, andi):
    """09.00–16.30 by the clock of Palu is 01.00–08.30 UTC."""
    with scope.within(palu.id):
        batch = make_batch(
            meetings=0,
            starts_on=date(2027, 1, 20),
            ends_on=date(2027, 1, 20),
            year=2027,
            withdrawal_closes_at=datetime(2027, 1, 17, 16, 30, tzinfo=UTC),
        )
        meeting = make_meeting(batch, datetime(2027, 1, 20, 1, 0, tzinfo=UTC))
        db.session.add(
            AgendaItem(meeting_id=meeting.id, starts_at=datetime(2027, 1, 20, 5, 0, tzinfo=UTC), title="Isoma")
        )
        seat(andi, batch)
        return batch


def test_times_are_those_of_the_governments_own_clock(visit, andi, wita_batch, december):
    page = visit(andi).open("training.show_batch", batch_id=wita_batch.id)
    assert "09.00–16.30 WITA" in page.text
    assert page.all(".agenda time") == ["09.00", "13.00"]
    assert "Bisa dibatalkan sampai Senin, 18 Januari 2027, 00.30 WITA." in page.text
    assert "WIB" not in page.text
    home = visit(andi).open("reports.show_home")
    assert "09.00–16.30 WITA" in home.text


def test_the_calendar_file_carries_the_zone(visit, andi, palu, wita_batch):
    file = visit(andi).download("training.download_calendar", batch_id=wita_batch.id)
    calendar = Calendar.from_ical(file.data)
    [event] = calendar.walk("VEVENT")
    assert event["dtstart"].params["TZID"] == "Asia/Makassar"
    with scope.within(palu.id):
        [meeting] = meetings_of(wita_batch)
    assert (event["dtstart"].dt, event["dtend"].dt) == (meeting.starts_at, meeting.ends_at)
    assert (event["dtstart"].dt.hour, event["dtend"].dt.hour, event["dtend"].dt.minute) == (9, 16, 30)
    assert [str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")] == ["Asia/Makassar"]
    assert str(event["url"]) == f"http://127.0.0.1:8000/pelatihan/angkatan/{wita_batch.id}"


def test_today_begins_at_midnight_of_the_government(visit, andi, budi, palu):
    """At 16.30 UTC it is already tomorrow in Palu, and still today in Bungo."""
    with time_machine.travel(datetime(2027, 1, 19, 16, 30, tzinfo=UTC)):
        here, there = visit(budi).open("reports.show_home"), visit(andi).open("reports.show_home")
        assert here.all(".head__lede")[0].startswith("Selasa, 19 Januari 2027.")
        assert there.all(".head__lede")[0].startswith("Rabu, 20 Januari 2027.")


# --- words --------------------------------------------------------------------------------------------


def test_competencies_and_forms_come_from_the_reference(visit, budi):
    form = visit(budi).open("training.list_batches").form("Cari pelatihan")
    ids = db.session.execute(select(Competency.id).order_by(Competency.sort_order)).scalars()
    assert form.choices("kompetensi") == ["", *map(str, ids)]
    assert "KL03" in form.choices("bentuk")
    assert len(form.choices("bulan")) == 13


@pytest.mark.parametrize("name", ["endpoint", "_method", "_external", "_scheme", "_anchor", "values"])
def test_a_parameter_that_is_no_filter_finds_its_way_into_no_link(visit, budi, name):
    for endpoint in ("training.list_batches", "training.show_calendar"):
        browser = visit(budi)
        page = browser.page(browser.get(f"{browser.address(endpoint)}?cari=arsip&{name}=DELETE"))
        assert not [href for href in page.links.values() if "DELETE" in href]
