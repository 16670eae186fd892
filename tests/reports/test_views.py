"""The home page: the year's lesson hours, what to do today, what comes next."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine

from app.access.permissions import Role
from app.access.visitor import SYSTEM
from app.accounts.models import RoleGrant
from app.base.clock import now
from app.base.database import db
from app.competency.services import credit_hours
from app.organisation.models import EmployeeKind
from app.training.models import EnrolmentPolicy
from tests.support.builders import (
    ZONE,
    Person,
    enrol,
    make_account,
    make_batch,
    make_certificate,
    make_employee,
    make_position,
    make_programme,
    place,
    seat,
)
from tests.support.individual_plans import settled


def learned(person, hours: str, *, days_ago: int = 30) -> None:
    """Lesson hours from elsewhere this year."""
    day = (now().astimezone(ZONE) - timedelta(days=days_ago)).date()
    credit_hours(
        person.employee_id,
        source_key=f"test:{person.employee_id}:{hours}:{days_ago}",
        form_code="KL03",
        title="Bimbingan teknis",
        organiser="BKPSDM",
        starts_on=day,
        ends_on=day,
        hours=Decimal(hours),
        by=SYSTEM,
    )
    db.session.commit()


def home(browser):
    return browser.open("reports.show_home")


@pytest.mark.parametrize(
    ("hour", "words"), [(5, "Selamat pagi"), (12, "Selamat siang"), (16, "Selamat sore"), (20, "Selamat malam")]
)
def test_the_greeting_goes_by_the_clock(visit, budi, dewi, hour, words):
    with time_machine.travel(datetime(2026, 11, 24, hour, 0, tzinfo=ZONE)):
        assert home(visit(budi)).heading == f"{words}, Pak Budi."
        assert home(visit(dewi)).heading == f"{words}, Bu Dewi."


def test_the_year_of_a_pns(visit, budi):
    with time_machine.travel(datetime(2026, 6, 10, 9, 0, tzinfo=ZONE)):
        assert home(visit(budi)).all(".panel__number") == ["0 dari 20 jam pelajaran (JP)"]
        learned(budi, "14")
        page = home(visit(budi))
        assert page.all(".panel__number") == ["14 dari 20 jam pelajaran (JP)"]
        assert page.all(".panel__nudge")[0].startswith("Masih perlu 6 JP lagi")
        seat(budi, make_batch())
        page = home(visit(budi))
        assert page.all(".legend span")[-1] == "8 terjadwal"
        assert page.all(".panel__nudge")[0].startswith("Kalau yang terjadwal dan menunggu verifikasi selesai")
        learned(budi, "6", days_ago=20)
        assert home(visit(budi)).all(".panel__nudge")[0].startswith("Target JP tahun ini tercapai.")


def test_hours_of_last_year_do_not_count(visit, budi):
    with time_machine.travel(datetime(2026, 3, 10, 9, 0, tzinfo=ZONE)):
        learned(budi, "14", days_ago=120)
        assert home(visit(budi)).all(".panel__number b") == ["0"]


def test_a_pppk_sees_a_ceiling_without_reproach(visit, bungo):
    person = make_employee("Putri Ayu", kind=EmployeeKind.PPPK, female=True)
    page = home(visit(person))
    assert page.all(".panel__number") == ["0 jam pelajaran (JP), paling banyak 24"]
    assert page.all(".panel__nudge")[0].startswith("Sebagai PPPK, Anda bisa mencatat sampai 24 JP tahun ini.")
    assert "Masih perlu" not in page.text


def test_nothing_to_do_says_so_and_leads_on(visit, budi):
    settled(budi)
    page = home(visit(budi))
    assert page.all(".head__lede")[0].endswith("Tidak ada yang menunggu Anda hari ini.")
    assert page.all(".empty h3") == ["Semua sudah beres", "Belum ada jadwal", "Belum ada sertifikat"]
    assert page.link("Lihat pelatihan").heading == "Pelatihan yang akan datang"


def test_the_most_urgent_stands_first(visit, rina, budi, dewi):
    """An offered seat, then today's meeting, then what the team waits for."""
    settled(rina)
    today = make_batch(starts_in_days=0, programme=make_programme("Rapat Hari Ini"))
    wanted = make_batch(seats=1, programme=make_programme("Kursi Idaman"))
    seat(rina, today)
    enrol(dewi, wanted)
    enrol(rina, wanted)
    enrol(budi, make_batch(policy=EnrolmentPolicy.SUPERIOR, starts_in_days=20))
    visit(dewi).open("training.show_batch", batch_id=wanted.id).press("Batalkan pendaftaran")
    with time_machine.travel(datetime.combine(today.starts_on, datetime.min.time(), ZONE) + timedelta(hours=7)):
        page = home(visit.another(rina))
        titles = page.all(".tasks h3")
        assert [title.partition(":")[0] for title in titles] == [
            "Ada kursi untuk Anda",
            "Hadir hari ini",
            "1 permohonan pelatihan menunggu Anda",
        ]
        assert page.all(".head__lede")[0].endswith("Ada 3 hal yang menunggu Anda.")


def test_what_comes_next_shows_only_ones_own(visit, budi, dewi):
    mine, hers = make_batch(number=1), make_batch(number=2)
    seat(budi, mine)
    seat(dewi, hers)
    seat(budi, make_batch(number=3, starts_in_days=-9))
    assert home(visit(budi)).all(".ticket__title") == ["Pelayanan Prima bagi Petugas Loket, Angkatan 1"]


def test_the_newest_certificates_can_be_had_from_here(visit, budi, dewi):
    make_certificate(dewi, programme_title="Milik Dewi")
    for number in range(1, 5):
        make_certificate(budi, programme_title=f"Pelatihan {number}")
    page = home(visit(budi))
    assert page.all("aside .rows__body b") == ["Pelatihan 4", "Pelatihan 3", "Pelatihan 2"]
    assert "Milik Dewi" not in page.source


def test_an_administrator_of_the_installation_has_pages_but_no_year(visit, app):
    account = make_account(email="admin@penata.example")
    db.session.add(
        RoleGrant(
            user_id=account.id, government_id=None, role=Role.INSTALLATION_ADMINISTRATOR, starts_on=date(2020, 1, 1)
        )
    )
    db.session.commit()
    browser = visit(Person(account.name, account.email, account.email, 0, account.id, 0, 0))
    page = home(browser)
    assert not page.has(".panel")
    assert page.all(".empty h3") == ["Semua sudah beres"]
    for address in {one for one in page.links.values() if one.startswith("/")}:
        browser.open(address)


def test_an_officer_is_told_what_waits_to_be_closed(visit, sari, budi):
    settled(sari, budi)
    over = make_batch(starts_in_days=-3, number=4)
    seat(budi, over)
    make_batch(starts_in_days=3, number=5)
    assert home(visit(sari)).all(".tasks h3") == ["Tutup Pelayanan Prima bagi Petugas Loket, Angkatan 4"]
    assert home(visit(budi)).all(".tasks h3") == []


def test_who_holds_a_post_above_sees_the_teams_requests(visit, bungo):
    head = make_employee("Kepala Baru")
    below = make_employee("Anak Buah", position_id=make_position(above=head.position_id).id)
    settled(head)
    enrol(below, make_batch(policy=EnrolmentPolicy.SUPERIOR))
    assert home(visit(head)).all(".tasks h3") == ["1 permohonan pelatihan menunggu Anda"]
    stand_in = make_employee("Pelaksana Harian")
    settled(stand_in)
    place(stand_in.employee_id, head.position_id, "plh")
    assert home(visit(stand_in)).all(".tasks h3") == ["1 permohonan pelatihan menunggu Anda"]
    assert home(visit(head)).all(".tasks h3") == []


def test_the_front_door(visit, budi):
    page = visit().open("reports.show_front")
    assert page.link("Periksa sertifikat").heading == "Periksa sertifikat"
    assert page.link("Masuk ke Penata").heading == "Masuk ke Penata"
    assert visit(budi).open("reports.show_front").path == "/beranda"


def test_health_and_readiness(visit):
    assert visit().download("reports.show_health").get_json() == {"status": "alive"}
    assert visit().download("reports.show_readiness").get_json() == {"status": "ready"}
