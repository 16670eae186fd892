"""A unit's own activity: from the draft over two answers to the certificates, through the pages of both sides."""

from datetime import datetime, time, timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.base.database import db
from app.certificates.models import Certificate
from app.jobs import worker
from app.letters.models import Letter
from app.notifications.models import Mail
from app.proposals.models import Proposal
from app.training.models import Batch, BatchStatus
from tests.support import pdf as look
from tests.support.builders import ZONE, attend, make_employee, make_position, make_series
from tests.support.proposals import TOR, local_today, make_agency, make_office

TITLE = "Bimbingan Teknis Uji Kendaraan"
REVIEW = ("completeness", "hours", "trainers", "need")


@pytest.fixture
def office(bungo):
    make_agency()
    make_series()
    return make_office()


def draft(visit, office):
    page = visit(office.officer).open("proposals.list_proposals").link("Usulkan kegiatan")
    page = page.press("Simpan rancangan", title=TITLE)
    assert "Sebelum diajukan, lengkapi 13 hal:" in page.text
    refused = page.press("Ajukan usulan", expect=409)
    assert "Kerangka acuan (TOR) belum diunggah." in refused.text
    first = local_today() + timedelta(days=30)
    form = visit(office.officer).open(page.path).link("Ubah isian")
    typed = {
        "form_code": "KL03",
        "purpose": "Petugas mampu menguji kendaraan menurut standar.",
        "basis": "Rencana kerja dinas.",
        "starts_on": first.isoformat(),
        "ends_on": first.isoformat(),
        "place": "Aula dinas",
        "city": "Muara Bungo",
        "target": "Penguji kendaraan bermotor",
        "participants": "20",
        "trainers": "Hendra Gunawan, M.Si.",
        "cost": "12.500.000",
        "fund_source": "APBD",
        "mata": ["Uji emisi", "", ""],
        "jp": ["enam", "", ""],
    }
    wrong = form.press("Simpan usulan", **typed, expect=422)
    assert "JP Uji emisi berupa angka lebih dari 0, misalnya 2 atau 2,5." in wrong.text
    page = wrong.press("Simpan usulan", **typed | {"jp": ["6", "", ""]})
    return page.press("Unggah dokumen", file=("tor.pdf", TOR), title="Kerangka acuan")


def letters():
    db.session.rollback()
    return list(db.session.execute(select(Letter).order_by(Letter.id)).scalars())


def test_from_draft_to_certificates(visit, office, sari):
    page = draft(visit, office)
    answer(visit, office, sari, page)
    person = open_batch(visit, office, page)
    report_and_close(visit, office, sari, person)
    numbers_and_mails_are_right()


def answer(visit, office, sari, page):
    """Handed in, returned with a note, mended, approved, and made a batch."""
    assert "Sebelum diajukan" not in page.text
    assert "Kepala Badan Kepegawaian" not in page.text
    shown = page.link("Pratinjau surat")
    assert "(diberikan saat terbit)" in shown.text
    assert "Hasan Basri, S.T." in shown.text
    page = visit(office.officer).open(page.path).press("Ajukan usulan")
    assert "Sedang ditelaah" in page.text

    review = visit(sari).open("proposals.list_proposals").link(TITLE).link("Telaah usulan")
    answers = {f"telaah-{item}": "sesuai" for item in REVIEW}
    poor = answers | {"telaah-hours": "perbaiki"}
    silent = review.press("Kembalikan dengan catatan", **poor, expect=422)
    assert "Tulis catatan pada setiap butir yang perlu diperbaiki, supaya unit tahu caranya." in silent.text
    back = silent.press("Kembalikan dengan catatan", **{"catatan-hours": "Tambah jam praktik."})
    assert "Perlu diperbaiki" in back.text

    mended = visit(office.officer).open(page.path)
    assert "JP: Tambah jam praktik." in mended.text
    mended = mended.link("Ubah isian").press(
        "Simpan usulan", mata=["Uji emisi", "Praktik", "", ""], jp=["6", "2", "", ""]
    )
    mended = mended.press("Ajukan usulan")
    assert "Versi 1, diajukan" in mended.text

    review = visit(sari).open("proposals.show_review", proposal_id=only_proposal().id)
    assert "Tambah jam praktik." in review.text
    answered = review.press("Setujui usulan", **answers, note="Laporkan juga hasil uji cobanya.")
    assert "Disetujui" in answered.text
    made = answered.press("Buat program dan angkatan")
    assert made.notices == ["Program dan rancangan angkatannya dibuat. Unit sekarang bisa menyusun jadwalnya."]


def open_batch(visit, office, page):
    """The unit's own people plan the batch, and somebody enrols."""
    proposal = only_proposal()
    batch = db.session.get_one(Batch, proposal.batch_id)
    assert (batch.seats, batch.city, batch.unit_id, batch.budget) == (20, "Muara Bungo", office.unit.id, 12_500_000)
    manage = visit(office.officer).open(page.path).link("Kelola angkatan ini")
    assert manage.heading == f"{TITLE}, Angkatan 1"
    listed = manage.link("Kelola angkatan")
    assert listed.all(".ticket a") == [f"{TITLE}, Angkatan 1"]
    day = batch.starts_on
    schedule = manage.link("Jadwal").link("Tambah satu pertemuan")
    schedule.press("Simpan pertemuan", title="Hari pertama", day=day.isoformat(), begins="08:00", ends="15:30")
    opened = visit(office.officer).open("training.show_managed", batch_id=batch.id).press("Buka angkatan")
    assert "Tutup angkatan" in opened.text
    person = make_employee("Peserta Uji", position_id=make_position(unit=office.unit).id)
    visit(person).open("training.show_batch", batch_id=batch.id).press("Daftar angkatan ini")
    return person


def report_and_close(visit, office, sari, person):
    """Nothing closes before the report was accepted."""
    proposal = only_proposal()
    batch = db.session.get_one(Batch, proposal.batch_id)
    day = batch.starts_on
    after = datetime.combine(day + timedelta(days=1), time(9), ZONE)
    with time_machine.travel(after, tick=True):
        attend(person, db.session.get_one(Batch, batch.id))
        manage = visit.another(office.officer).open("training.show_managed", batch_id=batch.id)
        assert "Laporan pelaksanaan dari unit penyelenggara belum diterima BKPSDM." in manage.text
        browser = visit.another(office.officer)
        assert browser.post("training.create_closing", batch_id=batch.id).status_code == 409
        form = browser.open("proposals.show_proposal", proposal_id=proposal.id).link("Isi laporan")
        assert form.fields["attended"] == "1"
        filed = form.press("Ajukan laporan", cost="11.750.000", notes="Semua materi tersampaikan.")
        assert "Laporan diperiksa" in filed.text
        agency = visit.another(sari)
        verdict = agency.open("proposals.show_proposal", proposal_id=proposal.id).link("Periksa laporan")
        empty = verdict.press("Simpan putusan", verdict="kembalikan", expect=422)
        assert "Tulis apa yang perlu diperbaiki" in empty.text
        empty.press("Simpan putusan", verdict="kembalikan", note="Lampirkan foto.")
        again = browser.open("proposals.show_report_form", proposal_id=proposal.id)
        assert again.fields["notes"] == "Semua materi tersampaikan."
        again.press("Ajukan laporan")
        verdict = agency.open("proposals.show_verdict", proposal_id=proposal.id)
        verdict.press("Simpan putusan", verdict="terima")
        browser.open("training.show_closing", batch_id=batch.id).press("Tutup angkatan")
        worker.drain()
        closed = browser.open("proposals.show_proposal", proposal_id=proposal.id)
        assert "Selesai" in closed.all(".badge")
        for row in letters():
            answer = browser.download("proposals.download_letter", proposal_id=proposal.id, letter_id=row.id)
            assert row.number in look.text(answer.data)


def numbers_and_mails_are_right():
    db.session.rollback()
    assert db.session.get_one(Batch, only_proposal().batch_id).status == BatchStatus.CLOSED
    assert [row.title for row in db.session.execute(select(Certificate)).scalars()] == [TITLE]
    year = local_today().year
    numbers = [row.number for row in letters()]
    assert numbers[:3] == [f"800.2/1/DP/{year}", f"800.2/2/DP/{year}", f"800.2/1/BKPSDM/{year}"]
    assert [row.kind for row in letters()] == [
        "proposals_request",
        "proposals_request",
        "proposals_approval",
        "proposals_report",
        "proposals_report",
    ]
    told = {row.kind for row in db.session.execute(select(Mail)).scalars()}
    assert told >= {"proposals_submitted", "proposals_returned", "proposals_answered", "proposals_started"}
    assert told >= {"proposals_reported", "proposals_report_answered"}


def only_proposal() -> Proposal:
    db.session.rollback()
    return db.session.execute(select(Proposal)).scalar_one()
