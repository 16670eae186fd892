"""Finding a batch, and taking its days along into a calendar."""

import pytest
from icalendar import Calendar

from app.training.models import BatchStatus
from tests.support.builders import (
    competency_id,
    enrol,
    make_batch,
    make_employee,
    make_programme,
    meetings_of,
    seat,
)

ZONE = "Asia/Jakarta"


@pytest.fixture
def season(bungo):
    """Four batches that differ in everything one can filter by."""
    service, strategy = competency_id("M.5"), competency_id("M.3")
    loket = make_programme("Pelayanan Prima bagi Petugas Loket", competencies=[(service, 2)], form_code="KL03")
    arsip = make_programme("Pengelolaan Arsip Dinamis", competencies=[(strategy, 2)], form_code="KL04")
    full = make_batch(programme=loket, starts_in_days=5, seats=1, number=1, city="Muara Bungo")
    seat(make_employee("Hasan Basri"), full)
    return {
        "full": full,
        "loket": make_batch(programme=loket, starts_in_days=6, number=2, city="Muara Bungo"),
        "arsip": make_batch(programme=arsip, starts_in_days=7, number=3, city="Rimbo Bujang"),
        "later": make_batch(programme=arsip, starts_in_days=70, number=4, city="Muara Bungo"),
    }


def shown(page) -> list[str]:
    """The numbers of the batches a result list shows."""
    return [foot.rpartition("Angkatan ")[2] for foot in page.all("#batch_results .ticket__foot")]


def test_the_catalogue_shows_what_comes_soonest_first(visit, budi, season):
    make_batch(starts_in_days=-20, number=99)
    make_batch(starts_in_days=8, number=98, status=BatchStatus.DRAFT)
    assert shown(visit(budi).open("training.list_batches")) == ["1", "2", "3", "4"]


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ({"cari": "arsip"}, ["3", "4"]),
        ({"cari": "PETUGAS loket"}, ["1", "2"]),
        ({"cari": "%"}, []),
        ({"bentuk": "KL04"}, ["3", "4"]),
        ({"tempat": "Rimbo Bujang"}, ["3"]),
        ({"kursi": "1"}, ["2", "3", "4"]),
        ({"kursi": "1", "tempat": "Muara Bungo"}, ["2", "4"]),
    ],
)
def test_filters_narrow_the_catalogue(visit, budi, season, typed, numbers):
    page = visit(budi).open("training.list_batches").press("Cari pelatihan", **typed)
    assert shown(page) == numbers
    assert {name: page.fields[name] for name in typed} == typed


def test_filters_by_competency_and_by_month(visit, budi, season):
    catalogue = visit(budi).open("training.list_batches")
    assert shown(catalogue.press("Cari pelatihan", kompetensi=str(competency_id("M.5")))) == ["1", "2"]
    month = f"{season['later'].starts_on:%Y-%m}"
    assert shown(catalogue.press("Cari pelatihan", bulan=month)) == ["4"]


def test_an_empty_answer_says_so_and_offers_the_way_back(visit, budi, season):
    page = visit(budi).open("training.list_batches").press("Cari pelatihan", cari="membatik")
    assert page.all(".empty h3") == ["Tidak ada yang cocok dengan 'membatik'"]
    assert shown(page.link("Hapus saringan")) == ["1", "2", "3", "4"]


def test_a_batch_one_is_in_says_so_in_the_list(visit, budi, season):
    enrol(budi, season["loket"])
    page = visit(budi).open("training.list_batches")
    assert [badge for badge in page.all("#batch_results .badge") if badge == "Terdaftar"] == ["Terdaftar"]


def test_the_calendar_file_has_the_meetings_in_their_zone(visit, budi):
    batch = make_batch(meetings=2)
    enrol(budi, batch)
    file = visit(budi).download("training.download_calendar", batch_id=batch.id)
    assert file.mimetype == "text/calendar"
    calendar = Calendar.from_ical(file.data)
    events = calendar.walk("VEVENT")
    assert [event["dtstart"].dt for event in events] == [one.starts_at for one in meetings_of(batch)]
    assert {event["dtstart"].params["TZID"] for event in events} == {ZONE}
    assert [str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")] == [ZONE]
    assert {event["dtstart"].dt.hour for event in events} == {8}
