"""Programmes and batches as their organiser makes and changes them; every promise on both databases."""

import io
import zipfile
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial

import pytest
import time_machine
from icalendar import Calendar
from PIL import Image
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.base import scope, wording
from app.base.clock import now
from app.base.database import db
from app.base.errors import RuleBroken
from app.notifications import post, posting
from app.notifications.models import Mail
from app.training import jobs, rules
from app.training.facts import CloneWishes, MeetingFacts
from app.training.models import (
    Audience,
    Batch,
    BatchDocument,
    BatchStatus,
    Enrolment,
    EnrolmentPolicy,
    EnrolmentStatus,
    ProgrammeSubject,
)
from app.training.queries import planning as queries
from app.training.services import enrolments, materials, planning, schedule
from tests.support.builders import (
    ZONE,
    at_local,
    attend,
    enrol,
    make_batch,
    make_document,
    make_employee,
    make_meeting,
    make_position,
    make_programme,
    make_reservation,
    make_unit,
    meetings_of,
    page_of,
    seat,
    status_of,
)
from tests.support.parallel import together

S = EnrolmentStatus
once = pytest.mark.parametrize("app", ["sqlite"], indirect=True)


def today() -> date:
    return now().astimezone(ZONE).date()


def in_unit(unit, name="Pegawai"):
    return make_employee(name, position_id=make_position(unit=unit).id)


def form_of(visit, person, batch):
    return visit(person).open("training.show_batch_form", batch_id=batch.id)


# --- the form, two at once, and what may not be ---------------------------------------------------


def test_two_who_edit_at_once_see_both_versions(visit, sari, organiser):
    batch = make_batch(seats=10)
    mine, theirs = form_of(visit, sari, batch), form_of(visit, organiser, batch)
    assert theirs.press("Simpan angkatan", seats="12").notices == ["Tersimpan."]
    stale = mine.press("Simpan angkatan", seats="15", expect=409)
    assert stale.all("main tbody tr") == ["Jumlah kursi 15 12"]
    assert stale.fields["seats"] == "15"
    stale.press("Simpan angkatan")
    db.session.refresh(batch)
    assert batch.seats == 15


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"ends_on": "2020-01-01"}, "Tanggal selesai mendahului tanggal mulai."),
        ({"seats": "1"}, "Sudah ada 2 kursi terisi atau ditawarkan. Kursi paling sedikit 2."),
        ({"seats": "banyak"}, "Isi angka bulat, misalnya 30."),
        ({"starts_on": "30 Februari"}, "Tanggal ini tidak ada di kalender."),
        ({"budget": "seratus juta"}, "Isi jumlah rupiah, misalnya 1.250.000."),
        (
            {"min_participants": "31", "decide_on": "2020-01-01"},
            "Peserta paling sedikit 31, padahal kursinya hanya 30.",
        ),
    ],
)
@once
def test_a_wrong_field_keeps_everything_typed(visit, sari, budi, dewi, typed, sentence):
    batch = make_batch(seats=30)
    seat(budi, batch)
    seat(dewi, batch)
    page = form_of(visit, sari, batch).press("Simpan angkatan", place="Gedung Serbaguna", **typed, expect=422)
    assert sentence in page.text
    assert page.fields | typed | {"place": "Gedung Serbaguna"} == page.fields
    db.session.refresh(batch)
    assert (batch.place, batch.seats, batch.version) == ("Aula BKPSDM", 30, 1)


def test_dates_that_leave_a_meeting_outside_are_refused(visit, sari):
    batch = make_batch(meetings=3)
    later = (batch.starts_on + timedelta(days=1)).isoformat()
    page = form_of(visit, sari, batch).press("Simpan angkatan", starts_on=later, expect=422)
    assert "akan di luar tanggal angkatan. Ubah dulu jadwalnya." in page.text
    db.session.refresh(batch)
    assert batch.starts_on == meetings_of(batch)[0].starts_at.astimezone(ZONE).date()


def test_money_is_kept_to_the_rupiah_and_summed_over_the_year(visit, sari):
    batch = make_batch()
    form_of(visit, sari, batch).press("Simpan angkatan", budget="12.500.000", realised="Rp 11.250.000,50")
    make_batch(status=BatchStatus.CANCELLED, budget=Decimal(999), realised=Decimal(250_000))
    db.session.refresh(batch)
    assert (batch.budget, batch.realised) == (Decimal(12_500_000), Decimal("11250000.50"))
    rows = queries.batches_of_year(batch.starts_on.year)
    totals = queries.totals_of(rows)
    if len(rows) == 2:
        assert (totals.batches, totals.budget, totals.realised) == (1, Decimal(12_500_000), Decimal("11500000.50"))
    csv = visit(sari).download("training.download_year_csv", year=batch.starts_on.year).text
    assert "12500000,00" in csv
    xlsx = visit(sari).download("training.download_year_xlsx", year=batch.starts_on.year)
    assert zipfile.is_zipfile(io.BytesIO(xlsx.data))


@pytest.mark.parametrize("status", [BatchStatus.CLOSED, BatchStatus.CANCELLED])
def test_bills_that_come_in_after_a_batch_is_over_are_still_written_down(visit, sari, organiser, status):
    batch = make_batch(status=status, budget=Decimal(12_500_000))
    first, second = form_of(visit, sari, batch), form_of(visit, organiser, batch)
    assert "Rp 12.500.000" in first.text
    assert list(first.fields) == ["version", "realised"]
    wrong = first.press("Simpan realisasi", realised="dua belas juta", expect=422)
    assert "Isi jumlah rupiah, misalnya 1.250.000." in wrong.text
    assert wrong.fields["realised"] == "dua belas juta"
    assert first.press("Simpan realisasi", realised="11.900.000").notices == ["Realisasi tersimpan."]
    stale = second.press("Simpan realisasi", realised="12.000.000", expect=409)
    assert stale.all("main tbody tr") == ["Realisasi (rupiah) 12.000.000 11.900.000"]
    stale.press("Simpan realisasi")
    db.session.refresh(batch)
    assert (batch.realised, batch.status, batch.budget) == (Decimal(12_000_000), status, Decimal(12_500_000))
    lines = select(AuditEntry).where(AuditEntry.action == "training.batch.realised").order_by(AuditEntry.id)
    noted = db.session.execute(lines).scalars()
    assert [Decimal(one.details["after"]) for one in noted] == [11_900_000, 12_000_000]


@once
def test_a_batch_that_runs_takes_its_realisation_with_its_other_facts(visit, sari):
    batch = make_batch()
    fields = {"version": "1", "realised": "5"}
    refused = visit(sari).post("training.create_realisation", batch_id=batch.id, fields=fields)
    assert refused.status_code == 409
    assert "Isi realisasinya di data angkatan." in refused.get_data(as_text=True)
    db.session.refresh(batch)
    assert batch.realised is None


def test_more_seats_are_offered_to_who_waits(visit, sari, budi, dewi):
    batch = make_batch(seats=1)
    enrol(budi, batch)
    enrol(dewi, batch)
    form_of(visit, sari, batch).press("Simpan angkatan", seats="2")
    assert status_of(dewi, batch) == S.OFFERED


# --- lesson hours ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form_code", "subjects", "meetings", "hours"),
    [
        ("KL03", "32", 4, "32"),  # programme hours as they are
        ("KL06", "32", 3, "12"),  # a seminar: 4 JP per day
        ("KL07", "32", 2, "10"),  # a workshop: 5 JP per day
        ("NK01", "32", 3, "6"),  # coaching: 2 JP per session
        ("NK03", "10", 2, "6"),  # e-learning: at most 3 JP per day
        ("NK03", "4", 2, "4"),
        ("NK05", "10", 2, "20"),  # secondment: per activity
        ("A1", "10", 2, "20"),  # study: per semester
    ],
)
@once
def test_the_hours_of_a_batch_follow_its_form(bungo, sari, form_code, subjects, meetings, hours):
    programme = make_programme(form_code=form_code, subjects=(("Isi", subjects),))
    batch = make_batch(programme=programme, meetings=0, ends_on=today() + timedelta(days=40))
    for day in range(meetings):
        facts = meeting_facts(batch, days=day)
        schedule.add(page_of(batch), facts, by=sari.actor)
    assert batch.lesson_hours == Decimal(hours)


@once
def test_only_a_manual_form_takes_the_organisers_own_figure(visit, sari):
    manual = make_batch(programme=make_programme(form_code="KL12"), lesson_hours="8")
    form_of(visit, sari, manual).press("Simpan angkatan", lesson_hours="13,5")
    ruled = form_of(visit, sari, make_batch())
    assert "lesson_hours" not in ruled.fields
    db.session.refresh(manual)
    assert manual.lesson_hours == Decimal("13.5")


@once
def test_the_hours_are_shown_while_one_types(visit, sari):
    programme = make_programme(form_code="KL06")
    shown = visit(sari).fragment(
        "training.show_expected_hours", programme_id=programme.id, starts_on="2027-03-15", ends_on="2027-03-17"
    )
    assert shown.ids == ["batch_hours"]
    assert "12 JP" in shown.text
    halfway = visit(sari).fragment("training.show_expected_hours", programme_id=programme.id, starts_on="2027-03-")
    assert "Isi kedua tanggal" in halfway.text
    visit(sari).open("training.show_expected_hours", programme_id=programme.id)


def test_a_subject_added_later_changes_batches_that_are_not_over(visit, sari):
    programme = make_programme()
    running, closed = make_batch(programme=programme), make_batch(programme=programme, status=BatchStatus.CLOSED)
    page = visit(sari).open("training.show_programme", programme_id=programme.id)
    fragment = page.press_with_htmx("Tambah mata pelatihan", title="Latihan", lesson_hours="2,5")
    assert fragment.ids == ["subjects"]
    assert "10,5 JP" in fragment.text
    db.session.refresh(running)
    db.session.refresh(closed)
    assert (running.lesson_hours, closed.lesson_hours) == (Decimal("10.5"), Decimal(8))


@once
def test_subjects_change_places_and_one_that_is_taught_stays(visit, sari):
    programme = make_programme(subjects=(("Satu", "1"), ("Dua", "2"), ("Tiga", "3")))
    page = visit(sari).open("training.show_programme", programme_id=programme.id)
    page = page.press("Naikkan", near="Tiga")
    ordered = select(ProgrammeSubject.title).order_by(ProgrammeSubject.sort_order)
    assert db.session.execute(ordered).scalars().all() == ["Satu", "Tiga", "Dua"]
    batch = make_batch(programme=programme, meetings=0)
    subject = db.session.execute(select(ProgrammeSubject).where(ProgrammeSubject.title == "Dua")).scalar_one()
    facts = meeting_facts(batch, subject_id=subject.id)
    schedule.add(page_of(batch), facts, by=sari.actor)
    db.session.commit()
    refused = page.press("Hapus", near="Dua", expect=409)
    assert "Dua masih dipakai pada jadwal angkatan." in refused.text
    page.press("Hapus", near="Satu")
    assert db.session.execute(ordered).scalars().all() == ["Tiga", "Dua"]


# --- the schedule ---------------------------------------------------------------------------------


def meeting_facts(batch, *, days=0, subject_id=None, **different):
    begins = at_local(batch.starts_on, 8).astimezone(ZONE).time()
    ends = at_local(batch.starts_on, 15).astimezone(ZONE).time()
    day = batch.starts_on + timedelta(days=days)
    facts = {"begins": begins, "ends": ends, "place": batch.place, "online_url": "", "trainer": ""} | different
    return MeetingFacts(title="Pertemuan", day=day, subject_id=subject_id, **facts)


def test_the_same_room_and_the_same_trainer_are_a_warning_and_no_refusal(visit, sari):
    other = make_batch(programme=make_programme("Arsip"), place="Aula BKPSDM", trainer="Widya")
    batch = make_batch(programme=make_programme("Layanan"), place="Aula BKPSDM", trainer="Hendra")
    page = visit(sari).open("training.show_schedule", batch_id=batch.id)
    assert [f"Arsip, Angkatan {other.number}" in one for one in page.all(".clash")] == [True]
    other.place, other.trainer = "Gedung lain", "HENDRA"
    meetings_of(other)[0].place = "Gedung lain"
    db.session.commit()
    page = visit(sari).open("training.show_schedule", batch_id=batch.id)
    assert page.all(".clash")[0].startswith("Hendra mengajar juga di Arsip")
    other.status = BatchStatus.CANCELLED
    db.session.commit()
    assert visit(sari).open("training.show_schedule", batch_id=batch.id).all(".clash") == []


def test_a_moved_meeting_is_told_to_who_has_a_seat_with_a_calendar_that_takes_over(visit, sari, budi, dewi):
    batch = make_batch(meetings=2, seats=1)
    seat(budi, batch)
    enrol(dewi, batch)
    page = (
        visit(sari)
        .open("training.show_schedule", batch_id=batch.id)
        .link("Ubah", near=wording.full_date(batch.starts_on))
    )
    assert page.press("Simpan pertemuan", begins="09:00").notices == ["Pertemuan diubah."]
    [mail] = db.session.execute(select(Mail).where(Mail.kind == "training_rescheduled")).scalars()
    assert mail.employee_id == budi.employee_id
    message = post.compose(mail, posting.letter_of(mail), posting.attachment_of(mail))
    [calendar] = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    assert calendar.get_param("method") == "REQUEST"
    assert "SEQUENCE:1" in calendar.get_content()
    assert "T090000" in calendar.get_content()


def test_a_meeting_taken_out_leaves_the_calendars_too(visit, sari, budi):
    batch = make_batch(meetings=2)
    seat(budi, batch)
    page = visit(sari).open("training.show_schedule", batch_id=batch.id)
    page.press("Hapus", near=wording.full_date(batch.starts_on))
    [mail] = db.session.execute(select(Mail).where(Mail.kind == "training_rescheduled")).scalars()
    events = Calendar.from_ical(mail.facts["calendar"]).walk("VEVENT")
    assert [str(event.get("status", "")) for event in events] == ["", "CANCELLED"]
    assert len(mail.facts["days"]) == 1


@once
def test_what_a_schedule_refuses(visit, sari, budi):
    batch = make_batch(starts_in_days=0)
    [meeting] = meetings_of(batch)
    seat(budi, batch)
    new = visit(sari).open("training.show_new_meeting", batch_id=batch.id)
    day = (batch.ends_on + timedelta(days=1)).isoformat()
    outside = new.press("Simpan pertemuan", day=day, title="Kunjungan", expect=422)
    assert "Pertemuan harus di antara tanggal angkatan" in outside.text
    assert (outside.fields["day"], outside.fields["title"]) == (day, "Kunjungan")
    backwards = new.press("Simpan pertemuan", begins="10:00", ends="09:30", expect=422)
    assert "Jam selesai harus sesudah jam mulai." in backwards.text
    link = new.press("Simpan pertemuan", online_url="javascript:alert(1)", expect=422)
    assert "Tautan diawali https://" in link.text
    last = visit(sari).open("training.show_schedule", batch_id=batch.id).press("Hapus", expect=409)
    assert "paling sedikit satu pertemuan" in last.text
    make_meeting(batch, at_local(batch.starts_on, 16), hours=1)
    attend(budi, batch, meetings=1)
    marked = visit(sari).post("training.create_meeting_removal", batch_id=batch.id, meeting_id=meeting.id)
    assert marked.status_code == 409
    assert meetings_of(batch)[0].id == meeting.id


@once
def test_a_pattern_pressed_twice_adds_nothing_twice(visit, sari):
    batch = make_batch(meetings=0, status=BatchStatus.DRAFT, ends_on=today() + timedelta(days=30))
    preview = visit(sari).open("training.show_pattern", batch_id=batch.id).press("Lihat hasilnya")
    count = len(preview.all("tbody tr"))
    assert meetings_of(batch) == []
    preview.press(f"Simpan {count} pertemuan")
    again = preview.press(f"Simpan {count} pertemuan")
    assert again.notices == ["Semua pertemuan itu sudah ada."]
    assert len(meetings_of(batch)) == count > 10
    wrong = visit(sari).open("training.show_pattern", batch_id=batch.id)
    page = wrong.press("Lihat hasilnya", left_out="2027-03-11\nNyepi", expect=422)
    assert "«Nyepi» bukan tanggal." in page.text


# --- holding it again -----------------------------------------------------------------------------


@pytest.mark.parametrize("all_of_it", [True, False])
def test_a_clone_takes_along_what_was_ticked(bungo, sari, all_of_it):
    batch = make_batch(meetings=2, budget=Decimal(5_000_000), realised=Decimal(4_000_000))
    batch.assignment_brief, batch.assignment_due_at = "Rencana aksi.", at_local(batch.ends_on, 16)
    make_document(batch, "Bahan ajar")
    make_reservation(batch, make_unit(), 3, until=batch.starts_on - timedelta(days=3))
    db.session.commit()
    first = batch.starts_on + timedelta(weeks=52)
    boxes = ("schedule", "documents", "reservations", "assignment", "money")
    wishes = CloneWishes(first, **dict.fromkeys(boxes, all_of_it))
    copy = planning.clone(page_of(batch), wishes, by=sari.actor)
    db.session.commit()
    assert (copy.status, copy.starts_on, copy.ends_on) == (BatchStatus.DRAFT, first, first + timedelta(days=1))
    assert (copy.seats, copy.place, copy.policy, copy.seats_taken) == (batch.seats, batch.place, batch.policy, 0)
    shift = timedelta(weeks=52)
    moved = [meeting.starts_at + shift for meeting in meetings_of(batch)] if all_of_it else []
    assert [meeting.starts_at for meeting in meetings_of(copy)] == moved
    assert len(queries.documents(copy.id)) == len(queries.reservation_rows(copy.id)) == int(all_of_it)
    assert (copy.budget, copy.realised) == (Decimal(5_000_000) if all_of_it else None, None)
    assert (copy.reserved_until is not None) == all_of_it
    assert copy.assignment_brief == ("Rencana aksi." if all_of_it else "")
    assert copy.assignment_due_at == (batch.assignment_due_at + shift if all_of_it else None)
    assert len(meetings_of(batch)) == 2


@once
def test_a_draft_can_be_thrown_away_and_what_people_saw_cannot(visit, sari):
    number, open_id = make_batch(status=BatchStatus.DRAFT, meetings=2).id, make_batch().id
    make_document(db.session.get_one(Batch, number))
    page = visit(sari).open("training.show_managed", batch_id=number)
    assert page.press("Hapus rancangan").notices == ["Rancangan dihapus."]
    assert db.session.execute(select(Batch.id).where(Batch.id == number)).all() == []
    answer = visit(sari).post("training.create_draft_removal", batch_id=open_id)
    assert answer.status_code == 409


# --- calling it off -------------------------------------------------------------------------------


def test_enrolling_and_calling_off_at_once_leaves_nobody_behind(app, bungo, sari):
    people = [make_employee(f"Pegawai {number}") for number in range(5)]
    batch_id = make_batch(seats=2).id

    def come(person):
        enrolments.enrol(person.employee_id, planning_page(batch_id), by=person.actor)
        db.session.commit()

    def call_off():
        planning.cancel(planning_page(batch_id), "Tidak jadi.", by=sari.actor)
        db.session.commit()

    outcomes = together(app, bungo.id, [call_off, *(partial(come, person) for person in people)])
    assert [one for one in outcomes if one is not None and not isinstance(one, RuleBroken)] == []
    db.session.rollback()
    batch = db.session.execute(select(Batch).where(Batch.id == batch_id)).scalar_one()
    rows = db.session.execute(select(Enrolment.status).where(Enrolment.batch_id == batch_id)).scalars().all()
    assert (batch.status, batch.seats_taken) == (BatchStatus.CANCELLED, 0)
    assert set(rows) <= {S.CANCELLED}
    assert len(rows) == sum(one is None for one in outcomes[1:])


def planning_page(batch_id):
    from app.training.queries import batches

    return batches.managed_batch(batch_id)


def test_calling_off_twice_tells_once(visit, sari, budi):
    batch = make_batch()
    seat(budi, batch)
    page = visit(sari).open("training.show_cancellation", batch_id=batch.id)
    page.press("Batalkan angkatan", reason="Pengajarnya sakit.")
    again = page.form("Batalkan angkatan").send(reason="Sekali lagi.")
    assert again.status_code == 409
    assert "sudah dibatalkan" in again.text
    mails = db.session.execute(select(Mail).where(Mail.kind == "training_cancelled")).scalars().all()
    assert len(mails) == 1
    actions = db.session.execute(select(AuditEntry.action).order_by(AuditEntry.id)).scalars().all()
    assert actions[-2:] == ["training.enrolment.cancelled", "training.batch.cancelled"]


# --- two steps, nominated only --------------------------------------------------------------------


def test_two_steps_are_the_superior_and_then_the_organiser(visit, sari, budi, rina):
    batch = make_batch(policy=EnrolmentPolicy.TWO_STEPS)
    visit(budi).open("training.show_batch", batch_id=batch.id).press("Daftar angkatan ini")
    assert status_of(budi, batch) == S.REQUESTED
    assert visit(sari).open("training.list_admissions").buttons.count(f"Terima {budi.name}") == 0
    approved = visit(rina).open("training.list_requests").press("Setujui")
    assert approved.notices == [f"Disetujui. Panitia memeriksa pendaftaran {budi.name}."]
    assert status_of(budi, batch) == S.APPROVED
    assert "Menunggu keputusan panitia" in visit(budi).open("training.show_batch", batch_id=batch.id).text
    assert "1 pendaftaran menunggu keputusan Anda" in visit(sari).open("training.list_managed").text
    done = visit(sari).open("training.list_admissions").press("Terima")
    assert done.notices == [f"{budi.name} mendapat kursi."]
    assert status_of(budi, batch) == S.CONFIRMED


@once
def test_the_organiser_may_refuse_with_a_reason_and_never_admits_themself(visit, sari, budi, rina):
    batch = make_batch(policy=EnrolmentPolicy.TWO_STEPS)
    for person in (budi, sari):
        enrol(person, batch)
    visit(rina).open("training.list_requests").press("Setujui")
    page = visit(sari).open("training.list_admissions").link("Tolak", near=budi.name)
    page.press("Tolak pendaftaran", reason="", expect=422)
    page.press("Tolak pendaftaran", reason="Sudah ikut tahun lalu.")
    assert status_of(budi, batch) == S.REJECTED
    own = visit(sari).open("training.list_admissions").press("Terima", near=sari.name, expect=409)
    assert "petugas lain" in own.text


@once
def test_who_has_no_superior_goes_straight_to_the_organiser(visit, rina):
    batch = make_batch(policy=EnrolmentPolicy.TWO_STEPS)
    page = visit(rina).open("training.show_batch", batch_id=batch.id).press("Daftar angkatan ini")
    assert page.notices == ["Pendaftaran Anda sudah masuk. Panitia memeriksanya lebih dulu."]
    assert status_of(rina, batch) == S.APPROVED
    page.press("Batalkan permohonan")
    assert status_of(rina, batch) == S.WITHDRAWN


@once
def test_nobody_enrols_where_units_nominate(visit, budi):
    batch = make_batch(policy=EnrolmentPolicy.NOMINATED)
    page = visit(budi).open("training.show_batch", batch_id=batch.id)
    assert "Pesertanya diusulkan unit kerja" in page.text
    assert "Daftar angkatan ini" not in page.buttons
    assert visit(budi).post("training.create_enrolment", batch_id=batch.id).status_code == 409


# --- seats kept for units -------------------------------------------------------------------------


def test_a_kept_seat_is_only_for_its_unit_until_it_is_released(visit, sari, budi):
    health = make_unit("Dinas Kesehatan")
    clinic = make_unit("Puskesmas Tanah Tumbuh", parent=health)
    nurse, stranger = in_unit(clinic, "Nita"), make_employee("Soleh")
    batch = make_batch(seats=2, starts_in_days=20)
    page = visit(sari).open("training.list_reservations", batch_id=batch.id)
    until = today() + timedelta(days=5)
    page = page.press("Simpan jatah", unit_id=str(health.id), seats="1", until=until.isoformat())
    assert "1 kursi kosong disimpan sampai" in page.text
    enrol(budi, batch)
    enrol(stranger, batch)
    assert (status_of(budi, batch), status_of(stranger, batch)) == (S.CONFIRMED, S.WAITLISTED)
    shown = visit(make_employee("Tono")).open("training.show_batch", batch_id=batch.id)
    assert "1 kursi disimpan untuk unit tertentu" in shown.text
    assert "Masuk daftar tunggu" in shown.buttons
    visit(nurse).open("training.show_batch", batch_id=batch.id).press("Daftar angkatan ini")
    assert status_of(nurse, batch) == S.CONFIRMED


def test_what_nobody_of_the_unit_took_goes_to_who_waits(app, bungo, sari):
    unit, stranger = make_unit("Dinas Kesehatan"), make_employee("Soleh")
    batch = make_batch(seats=1, starts_in_days=20)
    make_reservation(batch, unit, 1, until=today() + timedelta(days=3))
    enrol(stranger, batch)
    assert status_of(stranger, batch) == S.WAITLISTED
    run_duty()
    assert status_of(stranger, batch) == S.WAITLISTED
    batch.reserved_until = today()
    db.session.commit()
    run_duty()
    run_duty()
    assert status_of(stranger, batch) == S.OFFERED


@pytest.mark.parametrize(("hour", "status"), [(16, S.WAITLISTED), (17, S.OFFERED)])
def test_kept_seats_go_on_when_the_day_begins_here_and_not_in_greenwich(app, bungo, hour, status):
    """At 17.00 UTC it is midnight in Jambi."""
    unit, stranger = make_unit("Dinas Kesehatan"), make_employee("Soleh")
    with time_machine.travel(datetime(2027, 1, 19, hour, 30, tzinfo=UTC), tick=False):
        batch = make_batch(seats=1, starts_in_days=20)
        make_reservation(batch, unit, 1, until=date(2027, 1, 25))
        enrol(stranger, batch)
        batch.reserved_until = date(2027, 1, 20)
        db.session.commit()
        run_duty()
        assert status_of(stranger, batch) == status


def run_duty():
    with scope.everything():
        jobs.release_seats()


@once
def test_what_reservations_refuse(visit, sari, budi):
    parent = make_unit("Sekretariat Daerah")
    child = make_unit("Bagian Organisasi", parent=parent)
    batch = make_batch(seats=2, starts_in_days=20)
    seat(budi, batch)
    page = visit(sari).open("training.list_reservations", batch_id=batch.id)
    until = (today() + timedelta(days=5)).isoformat()
    too_many = page.press("Simpan jatah", unit_id=str(parent.id), seats="2", until=until, expect=422)
    assert "Jatah yang belum terisi 2 kursi, padahal tinggal 1 yang kosong." in too_many.text
    assert queries.reservation_rows(batch.id) == []
    late = page.press("Simpan jatah", unit_id=str(parent.id), seats="1", until="2099-01-01", expect=422)
    assert "paling lambat pada hari pertama" in late.text
    kept = page.press("Simpan jatah", unit_id=str(parent.id), seats="1", until=until)
    double = kept.press("Simpan jatah", unit_id=str(child.id), seats="1", until=until, expect=422)
    assert "bertumpuk dengan Sekretariat Daerah" in double.text
    fewer = form_of(visit, sari, batch).press("Simpan angkatan", seats="1", expect=200)
    assert fewer.notices == ["Tersimpan."]
    released = visit(sari).open("training.list_reservations", batch_id=batch.id).press("Lepas")
    assert released.notices == ["Jatah dilepas."]


# --- documents ------------------------------------------------------------------------------------


def png() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(buffer, "PNG", pnginfo=None)
    return buffer.getvalue()


PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\nstartxref\n9\n%%EOF\n"


def xlsx() -> bytes:
    from app.documents.spreadsheets import xlsx_file

    return xlsx_file("Nilai", ["Nama"], [["Budi"]])


def zip_of(**entries: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "kept_as"),
    [
        (PDF, "../../etc/undangan.exe", "undangan.pdf"),
        (png(), "foto.jpg", "foto.png"),
        (xlsx(), "nilai\r\n.xlsx", "nilai.xlsx"),
        (PDF, "", "berkas.pdf"),
        (PDF, 'a"b<c>.pdf', "abc.pdf"),
    ],
)
def test_a_file_is_what_its_bytes_are(content, name, kept_as):
    assert materials.inspect(content, name).name == kept_as


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html><script>alert(1)</script>",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"%PDF-1.7 cut off",
        b"MZ" + b"\0" * 200,
        png()[:40],
        zip_of(**{"a.txt": b"x"}),
        zip_of(**{"xl/workbook.xml": b"<workbook/>"}),
        zip_of(**{"xl/workbook.xml": b"x", "xl/vbaProject.bin": b"x"}),
        zip_of(**{"xl/workbook.xml": b"\0" * (materials.UNPACKED_AT_MOST + 1)}),
        PDF + b" " * materials.LARGEST,
        b"GIF89a" + b"\0" * 50,
    ],
    ids=["empty", "html", "svg", "cut", "exe", "half-png", "zip", "no-book", "macros", "bomb", "large", "gif"],
)
def test_anything_else_is_not_taken(content):
    with pytest.raises(rules.WrongField) as refusal:
        materials.inspect(content, "undangan.pdf")
    assert refusal.value.field == "file"


def test_a_picture_leaves_behind_what_else_it_carried():
    buffer = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "rumah Budi"
    Image.new("RGB", (8, 4), "teal").save(buffer, "JPEG", exif=exif)
    assert b"rumah Budi" in buffer.getvalue()
    kept = materials.inspect(buffer.getvalue(), "foto.jpeg")
    assert b"rumah Budi" not in kept.content
    assert Image.open(io.BytesIO(kept.content)).size == (8, 4)


def upload(visit, person, batch, content, **fields):
    browser = visit(person)
    page = browser.open("training.list_documents", batch_id=batch.id)
    data = {"csrf_token": page.token, "title": "Bahan ajar", "audience": "participants"} | fields
    data["file"] = (io.BytesIO(content), "bahan.pdf")
    return browser.request("POST", browser.address("training.create_document", batch_id=batch.id), data=data)


def test_an_upload_is_kept_and_comes_back_as_an_attachment(visit, sari, budi, dewi):
    batch = make_batch()
    seat(budi, batch)
    assert upload(visit, sari, batch, PDF).status_code == 303
    document = db.session.execute(select(BatchDocument)).scalar_one()
    address = {"batch_id": batch.id, "document_id": document.id}
    for person in (sari, budi):
        answer = visit(person).download("training.download_document", **address)
        assert answer.data == PDF
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert "sandbox" in answer.headers["Content-Security-Policy"]
    visit(dewi).download("training.download_document", expect=404, **address)
    assert "Bahan ajar" in visit(budi).open("training.show_batch", batch_id=batch.id).text
    assert "Bahan ajar" not in visit(dewi).open("training.show_batch", batch_id=batch.id).text


@once
def test_a_file_that_is_not_taken_keeps_the_words(visit, sari):
    batch = make_batch()
    answer = upload(visit, sari, batch, b"<html>", title="Undangan resmi")
    page = visit(sari).page(answer, expect=422)
    assert "Berkas ini bukan PDF" in page.text
    assert page.fields["title"] == "Undangan resmi"
    assert upload(visit, sari, batch, b"%PDF" + b" " * (materials.LARGEST - 10)).status_code == 422
    huge = upload(visit, sari, batch, b"x" * (materials.LARGEST + 200_000))
    assert huge.status_code == 413
    assert "Paling besar 5 MB." in huge.text
    assert queries.documents(batch.id) == []


def test_a_document_after_the_batch_waits_for_its_end(visit, budi):
    batch = make_batch()
    seat(budi, batch)
    document = make_document(batch, audience=Audience.AFTERWARDS)
    address = {"batch_id": batch.id, "document_id": document.id}
    visit(budi).download("training.download_document", expect=404, **address)
    batch.status = BatchStatus.CLOSED
    db.session.commit()
    visit(budi).download("training.download_document", **address)


@once
def test_the_store_is_asked_for_nothing_another_batch_holds(visit, sari):
    mine, other = make_batch(), make_batch()
    document = make_document(other)
    answer = visit(sari).get(
        visit(sari).address("training.download_document", batch_id=mine.id, document_id=document.id)
    )
    assert answer.status_code == 404


# --- the assignment, and no certificate -----------------------------------------------------------


@once
def test_an_assignment_is_ticked_beside_the_score(visit, sari, budi):
    programme = make_programme()
    programme.needs_assignment = True
    batch = make_batch(programme=programme, starts_in_days=-2)
    enrolment = seat(budi, batch)
    attend(budi, batch)
    page = visit(sari).open("training.show_managed", batch_id=batch.id)
    page.press("Simpan nilai", tugas=str(enrolment.id))
    db.session.refresh(enrolment)
    assert enrolment.assignment_done
    visit(sari).open("training.show_managed", batch_id=batch.id).press("Simpan nilai", tugas=[])
    db.session.refresh(enrolment)
    assert not enrolment.assignment_done


def test_a_programme_without_certificate_gives_hours_only(app, bungo, sari, budi):
    from app.jobs import worker
    from app.training.services import closing

    programme = make_programme()
    programme.series_id = None
    batch = make_batch(programme=programme, starts_in_days=-2)
    seat(budi, batch)
    attend(budi, batch)
    job = closing.request_closing(page_of(batch), by=sari.actor)
    db.session.commit()
    worker.drain()
    db.session.refresh(job)
    assert (status_of(budi, batch), job.message) == (S.PASSED, "Selesai. 1 peserta lulus, tanpa sertifikat.")
    kinds = db.session.execute(select(Mail.kind)).scalars().all()
    assert kinds == ["training_passed"]


# --- programmes -----------------------------------------------------------------------------------


def test_two_who_edit_a_programme_at_once(visit, sari, organiser):
    programme = make_programme("Kearsipan")
    mine = visit(sari).open("training.show_programme_form", programme_id=programme.id)
    theirs = visit(organiser).open("training.show_programme_form", programme_id=programme.id)
    theirs.press("Simpan program", kinds=["pns"], needs_assignment="y")
    stale = mine.press("Simpan program", title="Kearsipan Dinamis", expect=409)
    assert stale.all("main tbody tr") == [
        "Nama program Kearsipan Dinamis Kearsipan",
        "Boleh diikuti oleh (kosong) PNS",
        "Tugas akhir harus selesai tidak ya",
    ]
    assert stale.press("Simpan program").heading == "Kearsipan Dinamis"


@once
def test_a_code_is_given_once(visit, sari):
    taken = make_programme().code
    page = visit(sari).open("training.show_new_programme")
    typed = {"title": "Arsip", "organiser": "BKPSDM", "form_code": "KL03"}
    refused = page.press("Simpan program", code=taken.lower(), **typed, expect=422)
    assert "sudah dipakai program lain" in refused.text
    named = refused.press("Simpan program", code="")
    assert named.all(".crumbs li")[-1].startswith("PRG-")
    assert named.press("Hapus program").notices == ["Program dihapus."]


@once
def test_a_draft_is_nobody_elses_business(visit, sari, budi):
    draft = make_batch(status=BatchStatus.DRAFT)
    visit(budi).open("training.show_batch", batch_id=draft.id, expect=404)
    for endpoint in ("show_managed", "show_batch_form", "show_schedule", "list_documents", "show_clone_form"):
        visit(budi).open(f"training.{endpoint}", batch_id=draft.id, expect=403)
    assert visit(budi).post("training.create_publication", batch_id=draft.id).status_code == 403


@once
def test_an_archived_programme_is_not_held_again(visit, sari):
    batch = make_batch()
    visit(sari).open("training.show_programme", programme_id=batch.programme_id).press("Arsipkan program")
    form = visit(sari).open("training.show_clone_form", batch_id=batch.id)
    assert "sudah diarsipkan" in form.press("Buat rancangan", expect=409).text
    assert visit(sari).open("training.list_programmes", arsip="1").all(".rows li") != []
    assert "Belum ada program" in visit(sari).open("training.list_programmes").text
