"""The weekly digest: on Monday morning by each government's own clock, once, and only where something waits."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select, update

from app.base import scope
from app.base.database import db
from app.jobs import worker
from app.jobs.models import Job
from app.notifications import catalogue, posting, services
from app.notifications.models import Delivery, LetterGroup, Mail, MailStatus, Notice
from app.notifications.services import Recipient
from app.organisation.models import Government
from app.reports import digest
from app.training.models import EnrolmentStatus
from tests.support.builders import enrol, make_batch, make_employee, seat

THURSDAY = datetime(2026, 11, 19, 3, tzinfo=UTC)
MONDAY_7_WITA = datetime(2026, 11, 22, 23, tzinfo=UTC)
MONDAY_7_WIB = datetime(2026, 11, 23, 0, tzinfo=UTC)
FACTS = {"batch": "Pelayanan Prima, Angkatan 3", "dates": "10 Desember 2026", "place": "Aula BKPSDM"}


@pytest.fixture
def clock(app):
    with time_machine.travel(THURSDAY, tick=False) as moved:
        digest.use_hour(7)
        yield moved


def tell(person, text, key="1", kind="training_expired"):
    recipient = Recipient(person.employee_id, person.name, person.email)
    services.tell(recipient, kind, text, path="/pelatihan", key=key, **FACTS)
    db.session.commit()


def choose(person, **choices):
    chosen = {LetterGroup(group): Delivery(delivery) for group, delivery in choices.items()}
    services.choose(person.employee_id, chosen, by=person.actor)
    db.session.commit()


def digests():
    db.session.rollback()
    with scope.everything():
        statement = select(Mail).where(Mail.kind == digest.KIND).order_by(Mail.id)
        return list(db.session.execute(statement.execution_options(populate_existing=True)).scalars())


def parts_of(mail):
    return {part["title"]: [line["text"] for line in part["lines"]] for part in mail.facts["parts"]}


def run():
    db.session.rollback()
    worker.drain()
    worker.drain()  # the duty leaves a job, which the next round does
    return digests()


def test_what_was_not_read_is_told_on_monday(clock, budi, dewi):
    tell(budi, "Kabar untuk Budi.")
    assert run() == []
    clock.move_to(MONDAY_7_WIB - timedelta(seconds=1))
    assert run() == []
    clock.move_to(MONDAY_7_WIB)
    [mail] = run()
    assert (mail.employee_id, mail.status, mail.key) == (
        budi.employee_id,
        MailStatus.WAITING,
        f"weekly_digest:{budi.employee_id}:2026-W48",
    )
    assert mail.subject == "Minggu ini di Penata: 1 hal menunggu Anda"
    assert parts_of(mail) == {"Belum Anda baca": ["Kabar untuk Budi."]}
    letter = posting.letter_of(mail)
    assert "BELUM ANDA BACA" in letter.text
    assert "http://127.0.0.1:8000/pelatihan" in letter.text


@pytest.mark.parametrize("kind", ["survey_reminder", "evaluation_reminder"])
def test_who_was_reminded_of_an_anonymous_form_is_told_in_no_digest(clock, visit, sari, budi, dewi, kind):
    """Only the silent are reminded, and whoever runs the outbox reads the digests of all (security N7)."""
    assert kind in catalogue.unlisted()
    for person in (budi, dewi):
        tell(person, "Kabar untuk semua.", key=person.nip)
    silent, words = Recipient(dewi.employee_id, dewi.name, dewi.email), "Masih menunggu jawaban Anda."
    services.tell(silent, kind, words, path="/survei/saya", key="2", **catalogue.find(kind).sample)
    db.session.commit()
    clock.move_to(MONDAY_7_WIB)
    assert [parts_of(mail) for mail in run()] == [{"Belum Anda baca": ["Kabar untuk semua."]}] * 2
    for mail in digests():
        shown = visit(sari).get(f"/kotak-keluar/{mail.id}/pratinjau").text
        assert "Kabar untuk semua." in shown
        assert "Masih menunggu" not in shown


def test_each_government_by_its_own_clock(clock, budi, joko, batanghari):
    """WITA is an hour ahead of WIB: seven o'clock comes earlier."""
    db.session.execute(update(Government).where(Government.id == batanghari.id).values(timezone="Asia/Makassar"))
    db.session.commit()
    tell(budi, "Untuk Budi.")
    with scope.within(batanghari.id):
        tell(joko, "Untuk Joko.", key="2")
    clock.move_to(MONDAY_7_WITA)
    assert [mail.employee_id for mail in run()] == [joko.employee_id]
    clock.move_to(MONDAY_7_WIB)
    assert [mail.employee_id for mail in run()] == [joko.employee_id, budi.employee_id]
    first, second = digests()
    assert (first.government_id, second.government_id) == (joko.government_id, budi.government_id)
    assert "Untuk Budi." not in str(first.facts)


def test_once_a_week_however_often_the_worker_looks(clock, budi):
    tell(budi, "Kabar.")
    clock.move_to(MONDAY_7_WIB)
    for _ in range(3):
        run()
        clock.shift(timedelta(hours=3))
    assert len(digests()) == 1
    tell(budi, "Kabar lain.", key="2")
    clock.move_to(MONDAY_7_WIB + timedelta(days=7))
    assert [mail.key[-8:] for mail in run()] == ["2026-W48", "2026-W49"]


def test_a_job_that_is_run_twice_writes_nothing_twice(clock, budi, dewi):
    """A worker that died half-way: the next one goes on with whoever has none."""
    tell(budi, "Kabar.")
    clock.move_to(MONDAY_7_WIB)
    run()
    tell(dewi, "Kabar.", key="2")
    clock.shift(timedelta(days=1))
    args = {"week": "2026-W48", "timezone": "Asia/Jakarta"}
    for _ in range(2):
        digest.write(args, lambda _done, _total: db.session.commit())
        db.session.commit()
    assert [mail.employee_id for mail in digests()] == [budi.employee_id, dewi.employee_id]


def test_a_server_that_was_off_on_monday_only_delays(clock, budi):
    tell(budi, "Kabar.")
    clock.move_to(MONDAY_7_WIB + timedelta(days=1))
    assert len(run()) == 1


def test_nothing_to_say_is_no_mail(clock, budi, dewi):
    tell(dewi, "Dibaca.")
    services.mark_all_read(dewi.employee_id)
    db.session.commit()
    clock.move_to(MONDAY_7_WIB)
    assert run() == []
    db.session.rollback()
    with scope.everything():
        [message] = db.session.execute(select(Job.message).where(Job.kind == digest.JOB)).scalars()
    assert message == "0 ringkasan mingguan ditulis."


def test_what_was_only_just_told_or_long_ago_is_not_brought_up(clock, budi):
    tell(budi, "Lama.")
    clock.move_to(MONDAY_7_WIB + timedelta(days=14) - timedelta(hours=2))
    tell(budi, "Baru saja.", key="2")
    clock.move_to(MONDAY_7_WIB + timedelta(days=14))
    assert run() == []


def test_offers_and_the_weeks_meetings_stand_first(clock, budi, dewi):
    clock.move_to(MONDAY_7_WIB - timedelta(days=1))
    soon, later = make_batch(starts_in_days=3, number=3), make_batch(starts_in_days=30, number=4)
    seat(budi, soon)
    seat(budi, later)
    offered = make_batch(starts_in_days=20, number=5)
    enrolment = seat(dewi, offered)
    enrolment.status, enrolment.offer_expires_at = EnrolmentStatus.OFFERED, MONDAY_7_WIB + timedelta(hours=9)
    db.session.commit()
    clock.move_to(MONDAY_7_WIB)
    for_dewi, for_budi = sorted(run(), key=lambda mail: mail.employee_id != dewi.employee_id)
    name = "Pelayanan Prima bagi Petugas Loket"
    assert parts_of(for_budi) == {"Jadwal tujuh hari ke depan": [f"{name}, Angkatan 3"]}
    assert parts_of(for_dewi) == {"Menunggu jawaban Anda": [f"Ada kursi untuk Anda: {name}, Angkatan 5"]}
    note = for_dewi.facts["parts"][0]["lines"][0]["note"]
    assert note == "Jawab sebelum Senin, 23 November 2026, 16.00 WIB."


def test_letters_held_for_it_are_told_in_it_and_then_never_again(clock, budi):
    choose(budi, queue="weekly")
    tell(budi, "Diringkas.")
    clock.move_to(MONDAY_7_WIB)
    [mail] = run()
    assert parts_of(mail) == {"Kabar yang Anda minta diringkas": ["Diringkas."]}
    held = db.session.execute(select(Mail.status).where(Mail.kind == "training_expired")).scalar_one()
    assert held == MailStatus.GATHERED
    services.mark_all_read(budi.employee_id)
    db.session.commit()
    clock.move_to(MONDAY_7_WIB + timedelta(days=7))
    assert len(run()) == 1


def test_who_declined_it_gets_none(clock, budi, dewi):
    tell(budi, "Kabar.")
    tell(dewi, "Kabar.", key="2")
    choose(budi, digest="none")
    clock.move_to(MONDAY_7_WIB)
    assert [mail.employee_id for mail in run()] == [dewi.employee_id]


def test_who_has_no_address_or_left_gets_none(clock, bungo):
    for number, person in enumerate(
        [make_employee("Tanpa Alamat", email=""), make_employee("Sudah Pindah", active=False)]
    ):
        db.session.add(
            Notice(employee_id=person.employee_id, kind="x", text=f"Kabar {number}", path="/", created_at=THURSDAY)
        )
    db.session.commit()
    clock.move_to(MONDAY_7_WIB)
    assert run() == []


def test_many_unread_are_counted_not_listed(clock, budi):
    for number in range(8):
        tell(budi, f"Kabar {number}.", key=str(number))
    clock.move_to(MONDAY_7_WIB)
    [mail] = run()
    assert parts_of(mail) == {"Belum Anda baca": [f"Kabar {number}." for number in (7, 6, 5, 4, 3)]}
    assert mail.facts["parts"][0]["more"] == "Dan 3 kabar lagi di Pemberitahuan."


def test_it_asks_the_same_for_one_person_and_for_three(clock, cast, queries):
    counts = []
    for week, names in enumerate((["budi"], ["budi", "dewi", "rina"])):
        for name in names:
            tell(cast[name], "Kabar.", key=f"{week}{name}")
        clock.move_to(MONDAY_7_WIB + timedelta(days=7 * week + 1))
        args = {"week": f"W{week}", "timezone": "Asia/Jakarta"}
        with queries() as asked:
            digest.write(args, lambda _done, _total: db.session.commit())
            db.session.commit()
        counts.append(len([one for one in asked if not one.lstrip().upper().startswith("INSERT")]))
    assert len(digests()) == 4
    assert len(set(counts)) == 1


def test_switched_off_there_is_none(clock, budi):
    digest.use_hour(-1)
    enrol(budi, make_batch())
    clock.move_to(MONDAY_7_WIB)
    assert run() == []
