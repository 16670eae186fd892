"""The organiser's year: an empty government, the first programme, a mistake, a batch, the next year, calling it off."""

from datetime import timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import select

from app.base.clock import now
from app.base.database import db
from app.notifications.models import Mail, Notice
from app.training.models import Batch, BatchStatus, EnrolmentStatus, Programme
from tests.support.builders import ZONE, make_series, status_of


def coming_monday(weeks: int):
    day = now().astimezone(ZONE).date() + timedelta(weeks=weeks)
    return day - timedelta(days=day.weekday())


def only(model):
    return db.session.execute(select(model).order_by(model.id.desc()).limit(1)).scalar_one()


@pytest.fixture
def programme_page(visit, organiser):
    """The first programme of a government that has nothing yet, made through the pages."""
    make_series()
    empty = visit(organiser).open("training.list_managed")
    assert "Belum ada angkatan" in empty.text
    programmes = empty.link("Pilih atau buat program")
    form = programmes.link("Buat program pertama")
    wrong = form.press(
        "Simpan program", title="Kearsipan Dinamis", form_code="KL03", min_attendance="120", min_score="70", expect=422
    )
    assert "Kehadiran 120% tidak bisa dicapai siapa pun. Isi antara 0 dan 100." in wrong.text
    assert wrong.fields["title"] == "Kearsipan Dinamis"
    return wrong.press("Simpan program", min_attendance="80")


def test_from_nothing_to_a_published_batch(visit, organiser, budi, programme_page):
    page = programme_page
    assert page.notices == ["Tersimpan. Sekarang isi mata pelatihannya."]
    refused = page.press("Tambah mata pelatihan", title="Klasifikasi arsip", lesson_hours="empat", expect=422)
    assert refused.fields["lesson_hours"] == "empat"
    page = refused.press("Tambah mata pelatihan", lesson_hours="4,5")
    page = page.press("Tambah mata pelatihan", title="Penyusutan arsip", lesson_hours="3,5")
    assert "8 JP" in page.text

    first = coming_monday(8)
    form = page.link("Buat angkatan")
    draft = form.press(
        "Simpan rancangan", starts_on=first.isoformat(), ends_on=(first + timedelta(days=11)).isoformat(), seats="2"
    )
    assert draft.heading == "Kearsipan Dinamis, Angkatan 1"
    assert visit(budi).open("training.list_batches").all(".ticket") == []
    refused = draft.press("Buka angkatan", expect=422)
    assert refused.all(".todo li") == ["Tempat belum diisi.", "Kota belum diisi.", "Belum ada pertemuan."]

    data = refused.link("Tempat belum diisi.").press("Simpan angkatan", place="Aula BKPSDM", city="Muara Bungo")
    pattern = data.link("Jadwal").link("Susun dengan pola")
    outside = pattern.press("Lihat hasilnya", last=(first + timedelta(days=30)).isoformat(), expect=422)
    assert "Pertemuan harus di antara tanggal angkatan" in outside.text
    preview = outside.press(
        "Lihat hasilnya",
        last=(first + timedelta(days=11)).isoformat(),
        weekdays=["0", "2"],
        left_out=(first + timedelta(days=7)).isoformat(),
    )
    assert len(preview.all("tbody tr")) == 3
    schedule = preview.press("Simpan 3 pertemuan")
    assert schedule.notices == ["3 pertemuan ditambahkan."]
    assert "8 JP dari 3 pertemuan" in schedule.text

    opened = schedule.link("Peserta").press("Buka angkatan")
    assert opened.notices == ["Angkatan dibuka. Pegawai sudah bisa mendaftar."]
    batch = only(Batch)
    visit(budi).open("training.show_batch", batch_id=batch.id).press("Daftar angkatan ini")
    assert status_of(budi, batch) == EnrolmentStatus.CONFIRMED


def test_the_same_as_last_year_takes_three_pages(visit, organiser, budi, programme_page):
    test_from_nothing_to_a_published_batch(visit, organiser, budi, programme_page)
    last = only(Batch)
    clone = visit(organiser).open("training.show_managed", batch_id=last.id).link("Adakan lagi")
    assert clone.fields["starts_on"] == (last.starts_on + timedelta(weeks=52)).isoformat()
    draft = clone.press("Buat rancangan")
    opened = draft.press("Buka angkatan")
    assert "Angkatan dibuka." in opened.notices[0]
    again = only(Batch)
    assert (again.status, again.starts_on - last.starts_on) == (BatchStatus.PUBLISHED, timedelta(weeks=52))
    assert (again.number, again.seats, again.seats_taken) == (1 if again.year != last.year else 2, 2, 0)
    assert again.lesson_hours == last.lesson_hours

    year = visit(organiser).open("training.show_year", year=again.year)
    assert f"Kearsipan Dinamis, Angkatan {again.number}" in year.text
    visit(organiser).open("training.show_year_sheet", year=again.year)


def test_calling_it_off_tells_everybody_and_clears_their_calendars(visit, organiser, budi, dewi, rina, programme_page):
    test_from_nothing_to_a_published_batch(visit, organiser, budi, programme_page)
    batch = only(Batch)
    for person in (dewi, rina):
        visit(person).open("training.show_batch", batch_id=batch.id).press(
            "Daftar angkatan ini" if person == dewi else "Masuk daftar tunggu"
        )
    page = visit(organiser).open("training.show_managed", batch_id=batch.id).link("Batalkan angkatan")
    assert "3 orang langsung diberi tahu" in page.text
    page = page.press("Batalkan angkatan", reason="", expect=422)
    done = page.press("Batalkan angkatan", reason="Anggarannya dialihkan ke penanganan banjir.")
    assert done.notices == ["Angkatan dibatalkan. 3 orang diberi tahu."]
    assert "Anggarannya dialihkan" in done.text
    for person in (budi, dewi, rina):
        assert status_of(person, batch) == EnrolmentStatus.CANCELLED
        shown = visit(person).open("training.show_batch", batch_id=batch.id)
        assert "Angkatan ini dibatalkan" in shown.text
    db.session.refresh(batch)
    assert batch.seats_taken == 0
    mails = db.session.execute(select(Mail).where(Mail.kind == "training_cancelled")).scalars().all()
    assert {mail.employee_id for mail in mails} == {one.employee_id for one in (budi, dewi, rina)}
    calendar = Calendar.from_ical(
        next(mail for mail in mails if mail.employee_id == budi.employee_id).facts["calendar"]
    )
    assert calendar["method"] == "CANCEL"
    assert [event["status"] for event in calendar.walk("VEVENT")] == ["CANCELLED"] * 3
    assert next(mail for mail in mails if mail.employee_id == rina.employee_id).facts["calendar"] == ""
    assert db.session.execute(select(Notice).where(Notice.kind == "training_cancelled")).scalars().all()
    refused = visit(budi).post("training.create_enrolment", batch_id=batch.id)
    assert refused.status_code == 409


def test_a_programme_that_was_used_is_archived_and_not_deleted(visit, organiser, budi, programme_page):
    test_from_nothing_to_a_published_batch(visit, organiser, budi, programme_page)
    programme = only(Programme)
    page = visit(organiser).open("training.show_programme", programme_id=programme.id)
    assert "Hapus program" not in page.buttons
    answer = visit(organiser).post("training.create_programme_removal", programme_id=programme.id)
    assert answer.status_code == 409
    assert "Arsipkan saja" in answer.text
    archived = page.press("Arsipkan program")
    assert "Program diarsipkan" in archived.text
    refused = visit(organiser).post(
        "training.create_batch",
        programme_id=programme.id,
        fields={"starts_on": "2027-05-03", "ends_on": "2027-05-03", "seats": "5", "policy": "open"},
    )
    assert refused.status_code == 409
    assert archived.press("Pakai lagi").notices == ["Program dipakai lagi."]
