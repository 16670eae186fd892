"""All meetings of a batch that are still to come, moved at once: first shown, then done, and told once."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from icalendar import Calendar
from sqlalchemy import func, select

from app.attendance.models import AttendanceStatus
from app.attendance.services import absences, mark_list
from app.audit.models import AuditEntry
from app.base import wording
from app.base.database import db
from app.base.errors import StaleVersion
from app.notifications import rendering
from app.notifications.models import Mail, Notice
from app.training import moves as rules
from app.training.facts import MoveWishes
from app.training.models import BatchStatus, EnrolmentStatus, SeatHold
from app.training.queries import planning
from app.training.services import moves
from tests.support.builders import (
    ZONE,
    at_local,
    enrol,
    make_batch,
    make_employee,
    make_meeting,
    make_programme,
    make_reservation,
    make_unit,
    meetings_of,
    page_of,
    seat,
)
from tests.support.proposals import make_agency, make_office

once = pytest.mark.parametrize("app", ["sqlite"], indirect=True)
# A Tuesday morning in the middle of a month: nothing here hangs on the day it runs.
TODAY = datetime(2027, 3, 2, 2, 0, tzinfo=UTC)
FIRST = date(2027, 3, 15)


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def batch(bungo):
    """Monday to Wednesday, two weeks ahead."""
    return batch_of(3)


def batch_of(meetings, *, first=FIRST, **different):
    closes = at_local(first - timedelta(days=3), 16)
    facts = {
        "starts_on": first,
        "ends_on": first + timedelta(days=max(meetings, 1) - 1),
        "year": first.year,
        "enrolment_opens_at": at_local(date(2027, 2, 1), 8),
        "enrolment_closes_at": closes,
        "withdrawal_closes_at": closes,
    }
    batch = make_batch(meetings=0, **facts | different)
    for number in range(meetings):
        make_meeting(batch, at_local(first + timedelta(days=number), 8))
    return batch


def days_of(batch):
    db.session.rollback()
    return [one.starts_at.astimezone(ZONE).date() for one in meetings_of(batch)]


def look(visit, sari, batch, **typed):
    return visit(sari).open("training.show_move", batch_id=batch.id).press("Lihat hasilnya", **typed)


def moved(batch, by, *, days=7, along=True, seen=""):
    page = page_of(batch)
    wishes = MoveWishes(days=days, first=None, along=along)
    plan = moves.move(page, wishes, seen=seen or moves.preview(page, wishes).seen, by=by.actor)
    db.session.commit()
    return plan


def mails(kind="training_rescheduled"):
    return list(db.session.execute(select(Mail).where(Mail.kind == kind).order_by(Mail.id)).scalars())


def lines_of_moves():
    return list(db.session.execute(select(AuditEntry).where(AuditEntry.action == "training.batch.moved")).scalars())


# --- shown first ----------------------------------------------------------------------------------


def test_the_preview_shows_old_and_new_days_and_writes_nothing(visit, sari, batch):
    page = look(visit, sari, batch, days="12")
    assert page.heading == f"Geser semua pertemuan Pelayanan Prima bagi Petugas Loket, Angkatan {batch.number}"
    assert "3 pertemuan diundur 12 hari" in page.all("h2")
    rows = page.all("tbody tr")[:3]
    for number, row in enumerate(rows):
        before, after = (wording.full_date(FIRST + timedelta(days=one + number)) for one in (0, 12))
        assert row.startswith(f"Hari pelatihan {before} {after}, 08.00–15.30 WIB")
    assert ["Akhir pekan" in row for row in rows] == [True, True, False]
    assert days_of(batch) == [FIRST + timedelta(days=one) for one in range(3)]
    assert lines_of_moves() == []


def test_a_new_first_day_says_the_same_as_so_many_days(visit, sari, batch):
    by_days = look(visit, sari, batch, days="-7")
    by_day = look(visit, sari, batch, first="2027-03-08")
    assert by_days.all("tbody tr") == by_day.all("tbody tr")
    assert "3 pertemuan dimajukan 7 hari" in by_day.all("h2")
    assert by_day.fields["first"] == "2027-03-08"


def test_the_preview_names_clashes_of_rooms_trainers_and_people(visit, sari, budi, batch):
    other = batch_of(1, first=FIRST + timedelta(days=7), programme=make_programme("Arsip"), trainer="Orang lain")
    seat(budi, batch)
    seat(budi, other)
    page = look(visit, sari, batch, days="7")
    there = f"Arsip, Angkatan {other.number} mulai {wording.moment(meetings_of(other)[0].starts_at, 'Asia/Jakarta')}"
    assert f"Aula BKPSDM dipakai juga oleh {there}." in page.all(".clash")
    assert (
        f"1 peserta juga punya kursi di angkatan lain pada waktu yang baru: {wording.sentence(budi.name)}"
        in page.all(".clash")
    )
    free = look(visit, sari, batch, days="1")  # onto days that only it has itself
    assert [one for one in free.all(".clash") if "Arsip" in one or budi.name in one] == []


@once
def test_a_unit_moves_its_own_batch_and_reads_nothing_of_others(visit, budi, bungo):
    make_agency()
    office = make_office()
    batch = batch_of(1, unit_id=office.unit.id)
    other = batch_of(1, first=FIRST + timedelta(days=7), programme=make_programme("Arsip"))
    for one in (batch, other):
        seat(budi, one)
    page = look(visit, office.officer, batch, days="7")
    assert "1 peserta juga punya kursi di angkatan lain pada waktu yang baru." in page.all(".clash")
    assert budi.name not in page.text
    assert f"Arsip, Angkatan {other.number}" not in page.links
    assert page.press("Geser 1 pertemuan").notices == ["1 pertemuan diundur 7 hari. 1 orang diberi tahu."]
    assert visit(office.officer).get(f"/pelatihan/kelola/{other.id}/jadwal/geser").status_code == 403


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Isi jumlah harinya, atau tanggal pertemuan pertamanya."),
        ({"days": "7", "first": "2027-03-22"}, "Isi salah satu saja: jumlah hari atau tanggalnya."),
        ({"days": "tujuh"}, "Isi jumlah hari, misalnya 7."),
        ({"days": "-"}, "Isi jumlah hari, misalnya 7."),
        ({"days": "0"}, "Tidak ada yang bergeser. Pilih hari lain."),
        ({"first": "2027-03-15"}, "Tidak ada yang bergeser. Pilih hari lain."),
        ({"days": "367"}, "Paling jauh setahun sekali geser."),
        ({"days": "99999"}, "Paling jauh setahun sekali geser."),
        ({"days": "-14"}, "Pertemuan pertamanya akan jatuh Senin, 1 Maret 2027, 08.00 WIB, yang sudah lewat."),
        ({"first": "2027-02-30"}, "Tanggal ini tidak ada di kalender."),
    ],
)
@once
def test_what_cannot_be_comes_back_with_what_was_typed(visit, sari, batch, typed, sentence):
    page = visit(sari).open("training.show_move", batch_id=batch.id).press("Lihat hasilnya", **typed, expect=422)
    assert sentence in page.text
    assert page.fields | typed == page.fields
    posted = visit(sari).post("training.create_move", fields=typed | {"seen": "1.3"}, batch_id=batch.id)
    assert posted.status_code == 422
    assert days_of(batch)[0] == FIRST


@once
def test_the_preview_asks_the_same_for_one_three_and_many(visit, sari, bungo, queries):
    asked = []
    for count in (1, 3, 40):
        batch = batch_of(count, city=f"Kota {count}", place=f"Ruang {count}")
        look(visit, sari, batch, days="100")
        with queries() as sent:
            look(visit, sari, batch, days="100")
        asked.append(len(sent))
    assert asked[0] == asked[1] == asked[2]


# --- done -----------------------------------------------------------------------------------------


def test_everything_goes_along_and_everybody_is_told_once(visit, sari, budi, dewi, rina):
    batch = batch_of(3, seats=1)
    enrol(budi, batch)
    enrol(dewi, batch)
    before = {one.id: one.starts_at for one in meetings_of(batch)}
    agenda = {item.id: item.starts_at for item in planning.agenda_items(list(before))}
    closes, version = batch.enrolment_closes_at, batch.version
    page = look(visit, sari, batch, days="14").press("Geser 3 pertemuan")
    assert page.notices == ["3 pertemuan diundur 14 hari. 2 orang diberi tahu."]
    shift = timedelta(days=14)
    db.session.refresh(batch)
    assert {one.id: one.starts_at for one in meetings_of(batch)} == {one: at + shift for one, at in before.items()}
    assert {one.id: one.starts_at for one in planning.agenda_items(list(before))} == {
        one: at + shift for one, at in agenda.items()
    }
    assert (batch.starts_on, batch.ends_on) == (FIRST + shift, FIRST + shift + timedelta(days=2))
    assert (batch.enrolment_closes_at, batch.version) == (closes + shift, version + 1)
    [to_budi, to_dewi] = sorted(mails(), key=lambda one: one.employee_id == dewi.employee_id)
    assert (to_budi.employee_id, to_dewi.employee_id) == (budi.employee_id, dewi.employee_id)
    assert to_budi.facts["days"] == [wording.moment(one.starts_at, "Asia/Jakarta") for one in meetings_of(batch)]
    events = Calendar.from_ical(to_budi.facts["calendar"]).walk("VEVENT")
    assert [int(event["sequence"]) for event in events] == [100, 100, 100]
    assert [event["dtstart"].dt.date() for event in events] == days_of(batch)
    assert to_dewi.facts["calendar"] == ""
    [line] = lines_of_moves()
    assert (line.details["days"], line.details["meetings"], line.details["along"]) == (14, 3, True)


def test_pressed_twice_it_is_moved_once(visit, sari, budi, batch):
    seat(budi, batch)
    preview = look(visit, sari, batch, days="7")
    preview.press("Geser 3 pertemuan")
    again = preview.press("Geser 3 pertemuan", expect=409)
    assert "Jadwal atau datanya berubah sejak Anda melihatnya." in again.text
    assert again.all("tbody tr")[0].startswith("Hari pelatihan Senin, 22 Maret 2027 Senin, 29 Maret 2027")
    assert days_of(batch)[0] == FIRST + timedelta(days=7)
    assert len(mails()) == 1
    assert again.press("Geser 3 pertemuan").notices == ["3 pertemuan diundur 7 hari. 1 orang diberi tahu."]


@pytest.mark.parametrize("what", ["a meeting begins", "another is added"])
def test_what_is_not_what_was_seen_is_not_moved(sari, batch, what):
    wishes = MoveWishes(days=7, first=None, along=True)
    seen = moves.preview(page_of(batch), wishes).seen
    if what == "a meeting begins":
        when = at_local(FIRST, 8) + timedelta(minutes=1)
    else:
        when = TODAY
        batch.version += 1
        db.session.commit()
    with time_machine.travel(when, tick=False), pytest.raises(StaleVersion):
        moves.move(page_of(batch), wishes, seen=seen, by=sari.actor)
    db.session.rollback()
    assert days_of(batch)[0] == FIRST


def test_a_draft_is_moved_and_nobody_is_told(sari, bungo):
    batch = batch_of(2, status=BatchStatus.DRAFT)
    plan = moved(batch, sari)
    assert (plan.told, len(mails())) == (0, 0)
    assert days_of(batch)[0] == FIRST + timedelta(days=7)


def test_once_it_has_begun_the_rest_moves_and_the_beginning_stays(sari, budi, batch):
    seat(budi, batch)
    limits = (batch.enrolment_closes_at, batch.withdrawal_closes_at)
    batch.assignment_due_at = at_local(FIRST + timedelta(days=5), 16)
    db.session.commit()
    with time_machine.travel(at_local(FIRST, 20), tick=False):
        mark_list(meetings_of(batch)[0], {budi.employee_id: AttendanceStatus.PRESENT}, by=sari.actor)
        plan = moved(batch, sari, days=7)
    assert (plan.held, [one.name for one in plan.limits]) == (1, ["assignment_due_at"])
    assert days_of(batch) == [FIRST, FIRST + timedelta(days=8), FIRST + timedelta(days=9)]
    assert (batch.starts_on, batch.ends_on) == (FIRST, FIRST + timedelta(days=9))
    assert (batch.enrolment_closes_at, batch.withdrawal_closes_at) == limits
    assert batch.assignment_due_at == at_local(FIRST + timedelta(days=12), 16)


def test_into_the_next_year_it_gets_the_next_number_there(sari, bungo):
    programme = make_programme()
    batch_of(1, programme=programme, first=date(2028, 1, 10), number=4)
    batch = batch_of(1, programme=programme, number=9)
    moved(batch, sari, days=303)
    db.session.refresh(batch)
    assert (batch.year, batch.number) == (2028, 5)


def test_an_offer_ends_no_later_than_the_new_beginning(sari, budi, rina, bungo):
    batch = batch_of(1, seats=2)
    offered = seat(budi, batch)
    offered.status, offered.offer_expires_at = EnrolmentStatus.OFFERED, at_local(FIRST - timedelta(days=1), 9)
    hold = SeatHold(
        batch_id=batch.id,
        superior_id=rina.employee_id,
        unit_id=make_unit().id,
        seats=1,
        expires_at=batch.enrolment_closes_at,
    )
    db.session.add(hold)
    batch.seats_taken = 2
    db.session.commit()
    moved(batch, sari, days=-7)
    assert offered.offer_expires_at == at_local(FIRST - timedelta(days=7), 8)
    assert hold.expires_at == batch.enrolment_closes_at == at_local(FIRST - timedelta(days=10), 16)


# --- superiors who hold seats ---------------------------------------------------------------------


def hold_of(superior, batch, *, seats=3, until=None):
    hold = SeatHold(
        batch_id=batch.id,
        superior_id=superior.employee_id,
        unit_id=make_unit().id,
        seats=seats,
        expires_at=until or batch.enrolment_closes_at,
    )
    db.session.add(hold)
    batch.seats_taken += seats
    db.session.commit()
    return hold


def notices_of(person):
    texts = select(Notice.text).where(Notice.employee_id == person.employee_id).order_by(Notice.id)
    return list(db.session.execute(texts).scalars())


def test_a_superior_with_seats_to_name_is_told_once_for_each_move(visit, sari, rina, batch):
    hold_of(rina, batch, until=at_local(FIRST - timedelta(days=5), 9))
    preview = look(visit, sari, batch, days="7")
    assert "1 di antaranya atasan yang kursi pesanannya belum diberi nama." in preview.text
    assert preview.press("Geser 3 pertemuan").notices == ["3 pertemuan diundur 7 hari. 1 orang diberi tahu."]
    preview.press("Geser 3 pertemuan", expect=409)
    held = "3 kursi yang Anda pesan tetap untuk Anda. Beri nama paling lambat Rabu, 10 Maret 2027, 09.00 WIB."
    [letter] = mails("training_hold_moved")
    assert (letter.employee_id, letter.facts["held"]) == (rina.employee_id, held)
    assert letter.facts["days"] == [wording.moment(one.starts_at, "Asia/Jakarta") for one in meetings_of(batch)]
    assert notices_of(rina) == [f"Jadwal {letter.facts['batch']} berubah. {held}"]
    assert letter.facts["link"].endswith(f"/pelatihan/usulan/{batch.id}")
    db.session.refresh(batch)
    moved(batch, sari, days=1)
    assert [one.employee_id for one in mails("training_hold_moved")] == [rina.employee_id] * 2


def test_who_holds_seats_and_has_one_reads_both_in_one_letter(visit, sari, rina, budi, batch):
    for person in (rina, budi):
        seat(person, batch)
    hold_of(rina, batch)
    page = look(visit, sari, batch, days="7").press("Geser 3 pertemuan")
    assert page.notices == ["3 pertemuan diundur 7 hari. 2 orang diberi tahu."]
    assert mails("training_hold_moved") == []
    held = {one.employee_id: one.facts["held"] for one in mails()}
    words = "3 kursi yang Anda pesan tetap untuk Anda. Beri nama paling lambat Jumat, 12 Maret 2027, 16.00 WIB."
    assert held == {rina.employee_id: words, budi.employee_id: ""}
    assert len(notices_of(rina)) == 1


def test_a_letter_from_before_it_spoke_of_seats_reads_as_it_did(sari, budi, batch):
    seat(budi, batch)
    moved(batch, sari)
    [letter] = mails()
    facts = {name: value for name, value in letter.facts.items() if name != "held"}
    now, then = (
        rendering.letter("training_rescheduled", one, settings_link="") for one in (facts | {"held": ""}, facts)
    )
    assert now == then
    assert "Anda pesan" not in then.text


def test_seats_that_the_move_itself_ends_are_told_so(sari, rina, batch):
    hold_of(rina, batch)
    moved(batch, sari, days=-12)  # the first day is tomorrow, registration closed two days ago
    [letter] = mails("training_hold_moved")
    assert letter.facts["held"] == "Pendaftarannya jadi sudah ditutup, maka 3 kursi yang Anda pesan dilepas."
    assert letter.facts["link"].endswith(f"/pelatihan/angkatan/{batch.id}")


def test_seats_whose_time_was_over_before_are_told_of_by_their_own_letter(sari, rina, batch):
    hold_of(rina, batch, until=TODAY - timedelta(minutes=1))
    assert moved(batch, sari).told == 0
    assert (mails("training_hold_moved"), notices_of(rina)) == ([], [])


def test_a_draft_tells_no_superior_either(sari, rina, bungo):
    batch = batch_of(1, status=BatchStatus.DRAFT)
    hold_of(rina, batch)
    assert (moved(batch, sari).told, mails("training_hold_moved")) == (0, [])


def test_the_preview_asks_the_same_for_one_superior_and_for_three(visit, sari, rina, budi, dewi, batch, queries):
    asked = []
    for people in ([rina], [budi, dewi]):
        for person in people:
            hold_of(person, batch)
        look(visit, sari, batch, days="7")
        with queries() as sent:
            page = look(visit, sari, batch, days="7")
        asked.append(len(sent))
    assert asked[0] == asked[1]
    assert "3 di antaranya atasan" in page.text


# --- limits, along or not -------------------------------------------------------------------------


def test_limits_go_along_but_what_opened_or_was_let_go_stays(visit, sari, bungo):
    batch = batch_of(2, min_participants=5, decide_on=date(2027, 3, 8), short_told_at=TODAY)
    make_reservation(batch, make_unit(), until=date(2027, 3, 1))
    opened = batch.enrolment_opens_at
    moved(batch, sari, days=30)
    db.session.refresh(batch)
    assert batch.decide_on == date(2027, 4, 7)
    assert batch.short_told_at is None
    assert (batch.enrolment_opens_at, batch.reserved_until) == (opened, date(2027, 3, 1))


def test_limits_that_stay_are_doubted_aloud(visit, sari, bungo):
    batch = batch_of(1)
    make_reservation(batch, make_unit(), until=FIRST - timedelta(days=1))
    batch.assignment_due_at = at_local(FIRST + timedelta(days=1), 16)
    db.session.commit()
    page = visit(sari).open("training.show_move", batch_id=batch.id)
    earlier = page.press("Lihat hasilnya", days="-7", along=[])
    after = [row for row in earlier.all("tbody tr") if "Sesudah pertemuan pertama." in row]
    assert [row.partition(" Jumat")[0] for row in after[:2]] == ["Pendaftaran ditutup", "Batas peserta membatalkan"]
    assert len(after) == 3
    later = page.press("Lihat hasilnya", days="7", along=[])
    [due] = [row for row in later.all("tbody tr") if "Batas menyerahkan tugas" in row]
    assert due.endswith("Tetap Sebelum angkatan selesai.")
    later.press("Geser 1 pertemuan")
    db.session.refresh(batch)
    assert batch.enrolment_closes_at == at_local(FIRST - timedelta(days=3), 16)


def test_registration_that_closes_or_opens_by_the_move_says_so(visit, sari, bungo):
    first = date(2027, 3, 4)
    batch = batch_of(1, first=first, enrolment_closes_at=at_local(date(2027, 3, 1), 16))
    assert "Pendaftaran dibuka lagi." in look(visit, sari, batch, days="7").text
    open_now = batch_of(1, first=date(2027, 3, 5), enrolment_closes_at=at_local(date(2027, 3, 3), 16))
    assert "Sudah lewat, jadi pendaftaran langsung tutup." in look(visit, sari, open_now, days="-2").text


def test_a_number_checked_after_the_beginning_is_refused_at_its_box(visit, sari, bungo):
    batch = batch_of(1, min_participants=2, decide_on=FIRST - timedelta(days=3))
    preview = visit(sari).open("training.show_move", batch_id=batch.id).press("Lihat hasilnya", days="-7", along=[])
    refused = preview.press("Geser 1 pertemuan", expect=422)
    assert "Jumlah peserta diperiksa Jumat, 12 Maret 2027, sesudah angkatan dimulai." in refused.text
    assert (refused.fields["days"], days_of(batch)) == ("-7", [FIRST])
    db.session.refresh(batch)
    assert batch.starts_on == FIRST


# --- what cannot be moved -------------------------------------------------------------------------


@pytest.mark.parametrize("status", [BatchStatus.CLOSING, BatchStatus.CLOSED, BatchStatus.CANCELLED])
def test_a_batch_that_is_over_stays(visit, sari, batch, status):
    batch.status = status
    db.session.commit()
    page = visit(sari).open("training.show_move", batch_id=batch.id)
    assert "Angkatan ini sudah selesai atau dibatalkan" in page.text
    assert "Geser semua pertemuan" not in visit(sari).open("training.show_schedule", batch_id=batch.id).links
    posted = visit(sari).post("training.create_move", fields={"days": "7", "seen": "1.3"}, batch_id=batch.id)
    assert posted.status_code == 409
    assert days_of(batch)[0] == FIRST


def test_without_meetings_or_with_all_of_them_held_there_is_nothing_to_move(visit, sari, batch):
    empty = batch_of(0)
    assert "belum punya pertemuan" in visit(sari).open("training.show_move", batch_id=empty.id).text
    later = time_machine.travel(at_local(FIRST + timedelta(days=3), 8), tick=False)
    with later, pytest.raises(rules.NothingToMove, match="sudah berlangsung"):
        moves.ensure_may_move(page_of(batch))


def test_where_somebody_was_noted_already_nothing_moves(visit, sari, budi, batch):
    seat(budi, batch)
    with time_machine.travel(at_local(FIRST, 7, 30), tick=False):
        mark_list(meetings_of(batch)[0], {budi.employee_id: AttendanceStatus.PRESENT}, by=sari.actor)
        db.session.commit()
        with pytest.raises(rules.NothingToMove, match="Kehadiran Hari pelatihan sudah dicatat"):
            moved(batch, sari)


def test_an_excuse_given_beforehand_stops_nothing_and_is_named(visit, sari, budi, dewi, batch):
    for person in (budi, dewi):
        seat(person, batch)
    for person in (budi, dewi):
        absences.announce(meetings_of(batch)[1], person.employee_id, "Ada tugas.", file_id=None, by=person.actor)
    mark_list(meetings_of(batch)[1], {budi.employee_id: AttendanceStatus.EXCUSED}, by=sari.actor)
    db.session.commit()
    page = look(visit, sari, batch, days="7")
    assert "2 kabar tidak hadir tetap melekat" in page.text
    page.press("Geser 3 pertemuan")
    assert days_of(batch)[0] == FIRST + timedelta(days=7)


def test_hours_follow_the_rule_of_the_new_year(sari, bungo):
    batch = batch_of(2, lesson_hours="1")
    moved(batch, sari)
    db.session.refresh(batch)
    assert batch.lesson_hours == Decimal(8)


def test_a_notice_stands_for_everybody_even_without_an_address(sari, bungo):
    batch = batch_of(1)
    seat(make_employee("Tanpa Surel", email=""), batch)
    plan = moved(batch, sari)
    notices = db.session.execute(select(func.count(Notice.id)).where(Notice.kind == "training_rescheduled"))
    assert (plan.told, notices.scalar_one(), len(mails())) == (1, 1, 0)
