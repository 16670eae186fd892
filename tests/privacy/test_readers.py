"""Who opened my file: shown to me, and to nobody else."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.audit import services as audit
from app.audit.models import PersonalReading
from app.base import scope
from app.base.clock import now
from app.base.database import db
from app.organisation.models import Placement
from tests.support.builders import make_employee, make_position, place
from tests.support.html import words

MONDAY = datetime(2026, 1, 5, 2, 0, tzinfo=UTC)


def read(reader, person, part="file", *, at=None):
    with time_machine.travel(at or now(), tick=False):
        audit.note_reading(person.employee_id, part, by=reader.actor)
        db.session.commit()


def rows(page):
    """Name, post and time, part, how often."""
    parts = (".rows__body b", ".rows__body span", ".badge", ".nowrap")
    return [[words(row.query(part)[0]) for part in parts] for row in page.tree.query(".rows > li")]


def test_each_reader_is_named_with_part_time_and_count(visit, budi, sari, rina):
    read(sari, budi, at=MONDAY)
    read(sari, budi, at=MONDAY + timedelta(hours=1))
    read(rina, budi, "hours", at=MONDAY + timedelta(days=1))
    page = visit(budi).open("privacy.show_own").link("Lihat semua")
    assert page.heading == "Siapa melihat data saya"
    assert [(row[0].split(",")[0], row[2], row[3]) for row in rows(page)] == [
        ("Rina Marlina", "Catatan JP", "1 kali"),
        ("Sari Wulandari", "Data kepegawaian", "2 kali"),
    ]
    assert rows(page)[1][1].endswith("Senin, 5 Januari 2026, 10.00 WIB")


def test_a_reader_has_the_post_of_that_day_and_todays_where_they_differ(visit, budi):
    reader = make_employee("Tono", position_id=make_position("Analis Lama").id)
    read(reader, budi, at=MONDAY)
    old = db.session.execute(select(Placement).where(Placement.employee_id == reader.employee_id)).scalar_one()
    old.ends_on = date(2026, 2, 1)
    db.session.flush()
    place(reader.employee_id, make_position("Analis Baru").id, starts_on=date(2026, 2, 1))
    shown = rows(visit(budi).open("privacy.list_readers"))[0]
    assert shown[0] == "Tono"
    assert shown[1].startswith("Analis Lama, sekarang Analis Baru. ")


def test_nobody_yet_is_said_in_words(visit, budi):
    page = visit(budi).open("privacy.list_readers")
    assert page.all("h2") == ["Belum ada yang membuka data Anda"]


def test_i_see_only_who_read_mine(visit, budi, dewi, sari):
    read(sari, dewi)
    assert rows(visit(budi).open("privacy.list_readers")) == []


def test_an_account_of_another_government_is_not_named(visit, budi, joko):
    db.session.add(
        PersonalReading(
            employee_id=budi.employee_id,
            reader_id=joko.user_id,
            part="file",
            day=MONDAY.date(),
            first_at=MONDAY,
            last_at=MONDAY,
            times=1,
        )
    )
    db.session.commit()
    assert rows(visit(budi).open("privacy.list_readers")) == []


def test_leafing_finds_everybody_once(visit, budi, sari):
    for day in range(30):
        read(sari, budi, at=MONDAY + timedelta(days=day // 2, hours=day % 2), part=("file", "hours")[day % 2])
    first = visit(budi).open("privacy.list_readers")
    second = first.link("Berikutnya")
    assert (len(rows(first)), len(rows(second))) == (25, 5)
    seen = [(row[2], row[1]) for row in rows(first) + rows(second)]
    assert len(set(seen)) == 30


@pytest.mark.parametrize(
    "place_in_list", ["~", "x~1", "99999999999999999999~1", "1~99999999999999999999", "9999999999999999~1"]
)
def test_a_place_in_the_list_that_is_none_begins_anew(visit, budi, sari, place_in_list):
    read(sari, budi)
    visit(budi).open("privacy.list_readers", sebelum=place_in_list)


def test_one_reader_and_three_ask_the_same(visit, budi, sari, rina, dewi, queries):
    browser = visit(budi)
    read(sari, budi)
    browser.open("privacy.list_readers")

    def asked():
        with queries() as found:
            browser.open("privacy.list_readers")
        return len(found)

    one = asked()
    read(rina, budi)
    read(dewi, budi)
    assert asked() == one


def test_another_governments_readings_stay_there(batanghari, joko, budi, sari):
    read(sari, budi)
    with scope.within(batanghari.id):
        assert db.session.execute(select(PersonalReading.id)).all() == []
