"""Notices of one's own, and the mails of the government as the officer reads them."""

import re

import pytest

from app.base import scope
from tests.support.builders import enrol, make_batch, make_employee, make_programme

NAME = "Pelayanan Prima bagi Petugas Loket, Angkatan 3"


@pytest.fixture
def enrolled(budi):
    batch = make_batch(number=3)
    enrol(budi, batch)
    return batch


def test_a_notice_leads_to_what_it_speaks_of_and_is_read(visit, budi, enrolled):
    page = visit(budi).open("notifications.list_notices")
    assert page.all(".rows .badge") == ["Baru"]
    assert page.all(".topbar .badge--count") == ["1 belum dibaca"]
    opened = page.press("Buka")
    assert opened.path == f"/pelatihan/angkatan/{enrolled.id}"
    again = visit(budi).open("notifications.list_notices")
    assert (again.all(".rows .badge"), again.all(".topbar .badge--count")) == ([], [])


def test_all_at_once(visit, budi):
    for days in (10, 20):
        enrol(budi, make_batch(starts_in_days=days))
    done = visit(budi).open("notifications.list_notices").press("Tandai semua terbaca")
    assert done.notices == ["Semua pemberitahuan sudah ditandai terbaca."]
    assert done.all(".rows .badge") == []
    assert "Tandai semua terbaca" not in done.buttons


def test_marking_all_leaves_those_of_others_unread(visit, budi, dewi, enrolled):
    enrol(dewi, enrolled)
    visit(budi).open("notifications.list_notices").press("Tandai semua terbaca")
    assert visit(dewi).open("notifications.list_notices").all(".rows .badge") == ["Baru"]


def test_somebody_elses_notice_is_not_there(visit, budi, dewi, enrolled):
    enrol(dewi, enrolled)
    form = visit(dewi).open("notifications.list_notices").form("Buka")
    answer = visit(budi).post(form.action)
    assert answer.status_code == 404
    assert visit(dewi).open("notifications.list_notices").all(".rows .badge") == ["Baru"]


def test_without_notices_the_page_says_what_will_come(visit, budi):
    page = visit(budi).open("notifications.list_notices")
    assert page.all(".empty h2") == ["Belum ada pemberitahuan"]


def test_leafing_through_the_notices(visit, budi):
    for number in range(1, 28):
        enrol(budi, make_batch(programme=make_programme(), number=number, meetings=0))
    first = visit(budi).open("notifications.list_notices")
    second = first.link("Berikutnya")
    shown = [int(re.findall(r"Angkatan (\d+)", text)[0]) for text in first.all(".rows b") + second.all(".rows b")]
    assert (len(first.all(".rows li")), shown) == (25, list(range(27, 0, -1)))
    assert "Berikutnya" not in second.links


def test_the_outbox_shows_what_was_written_and_to_whom(visit, budi, sari, enrolled):
    page = visit(sari).open("notifications.list_mails")
    assert page.all(".rows .badge") == ["Menunggu dikirim"]
    mail = page.link(f"Anda terdaftar: {NAME}")
    assert mail.heading == f"Anda terdaftar: {NAME}"
    assert mail.all(".head__lede")[0].startswith(f"Untuk {budi.name}, ")
    assert f"http://127.0.0.1:8000/pelatihan/angkatan/{enrolled.id}" in mail.text
    assert "Yth." in mail.text or budi.name in mail.text


def test_who_may_read_the_outbox(visit, cast, enrolled):
    opened = {name: visit(person).get("/kotak-keluar").status_code for name, person in cast.items() if name != "joko"}
    assert {name for name, status in opened.items() if status == 200} == {"sari", "administrator"}
    assert {status for name, status in opened.items() if name not in {"sari", "administrator"}} == {403}


def test_without_mails_the_page_says_when_there_will_be_some(visit, sari, joko, batanghari):
    with scope.within(batanghari.id):
        enrol(make_employee("Orang Batanghari"), make_batch())
    assert visit(sari).open("notifications.list_mails").all(".empty h2") == ["Belum ada surat"]
    assert len(visit(joko).open("notifications.list_mails").all(".rows li")) == 1
