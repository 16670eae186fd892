"""Whose proposals one sees, and what bad input gets."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.base.database import db
from app.documents import services as store
from app.documents.models import StoredFile
from app.jobs import worker
from app.letters.models import Letter
from app.proposals import papers
from app.proposals.models import Proposal, ReviewItem
from app.proposals.services import reviewing
from app.training.models import BatchStatus
from tests.support import pdf as look
from tests.support.builders import make_batch
from tests.support.proposals import (
    POOR,
    approved,
    batch_of,
    let_it_be_over,
    local_today,
    make_agency,
    make_office,
    make_proposal,
    started,
    submitted,
    whole,
)

# Words, guards and forms are the same on either database.
pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)


LEFT_MARGIN_MM = 25


@pytest.fixture
def office(bungo):
    make_agency()
    return make_office()


def test_a_draft_is_for_its_unit_alone_and_what_was_handed_in_for_both(visit, office, sari):
    draft, sent = make_proposal(office, "Rancangan Rahasia"), submitted(office, "Uji Emisi")
    listed = visit(sari).open("proposals.list_proposals")
    assert "Uji Emisi" in listed.text
    assert "Rancangan Rahasia" not in listed.text
    assert visit(sari).open("proposals.show_proposal", proposal_id=draft.id, expect=404)
    assert visit(sari).open("proposals.show_proposal", proposal_id=sent.id)
    own = visit(office.head).open("proposals.list_proposals")
    assert "Rancangan Rahasia" in own.text


def test_another_unit_and_another_government_find_nothing(visit, office, sari, joko):
    proposal = submitted(office, "Uji Emisi")
    other = make_office("Dinas Perikanan", head="Mulyadi, S.Pi.", officer="Yanti Kusuma")
    for person in (other.officer, other.head, joko):
        browser = visit(person)
        assert "Uji Emisi" not in browser.open("proposals.list_proposals").text
        for endpoint in ("show_proposal", "show_proposal_form", "show_preview", "show_withdrawal", "show_report_form"):
            answer = browser.get(browser.address(f"proposals.{endpoint}", proposal_id=proposal.id))
            assert answer.status_code in (403, 404), endpoint
        assert browser.post("proposals.create_submission", proposal_id=proposal.id).status_code in (403, 404)


def test_the_unit_manages_exactly_its_batch(visit, office, sari, budi):
    proposal = started(office, sari)
    foreign = make_batch()
    for person in (office.officer, office.head):
        browser = visit(person)
        assert browser.open("training.show_managed", batch_id=proposal.batch_id)
        assert browser.open("training.list_documents", batch_id=proposal.batch_id)
        assert len(browser.open("training.list_managed").all(".ticket")) == 1
        for endpoint, batch_id in (
            ("training.show_managed", foreign.id),
            ("training.show_schedule", foreign.id),
            ("training.show_clone_form", proposal.batch_id),
        ):
            assert browser.get(browser.address(endpoint, batch_id=batch_id)).status_code == 403
        assert browser.get(browser.address("training.list_programmes")).status_code == 403
        assert browser.get(browser.address("training.list_admissions")).status_code == 403
    assert visit(budi).get(f"/pelatihan/kelola/{proposal.batch_id}").status_code == 403


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"title": ""}, "Isi nama kegiatannya."),
        ({"participants": "0"}, "Jumlah peserta antara 1 dan 10.000 orang."),
        ({"participants": "dua puluh"}, "Isi angka bulat, misalnya 30."),
        ({"cost": "gratis"}, "Isi jumlah rupiah, misalnya 1.250.000."),
        ({"starts_on": "2027-02-30"}, "Tanggal ini tidak ada di kalender. Tulis seperti 2027-03-15."),
        ({"starts_on": "2027-03-02", "ends_on": "2027-03-01"}, "Tanggal selesai mendahului tanggal mulai."),
        ({"mata": ["", "", ""], "jp": ["2", "", ""]}, "Isi nama mata pelatihan untuk 2 JP."),
        ({"mata": ["Uji", "", ""], "jp": ["-1", "", ""]}, "JP Uji berupa angka lebih dari 0"),
    ],
)
def test_bad_input_gets_a_sentence_and_loses_nothing(visit, office, typed, sentence):
    form = visit(office.officer).open("proposals.show_new_proposal")
    page = form.press("Simpan rancangan", **{"title": "Uji Emisi", "basis": "Rencana kerja"} | typed, expect=422)
    assert sentence in page.text
    assert page.fields["basis"] == "Rencana kerja"


@pytest.mark.parametrize("htmx", [False, True])
def test_more_lines_come_without_saving_and_lose_nothing(visit, office, htmx):
    page = visit(office.officer).open("proposals.show_new_proposal")
    typed = {"title": "Uji Emisi", "mata": ["Uji rem", "", "Uji gas"], "jp": ["dua", "", "3"]}
    more = (page.press_with_htmx if htmx else page.press)("Tambah baris", **typed)
    assert len(more.all("[name=mata]")) == 6
    assert db.session.execute(select(func.count(Proposal.id))).scalar_one() == 0
    if not htmx:
        assert more.fields["title"] == "Uji Emisi"
        for kept in ("mata][value='Uji rem'", "jp][value='dua'", "mata][value='Uji gas'", "jp][value='3'"):
            assert more.has(f"[name={kept}]")
        assert more.warnings == []
        for _again in range(5):
            more = more.press("Tambah baris") if "Tambah baris" in more.buttons else more
        assert len(more.all("[name=mata]")) == 20
        assert "Paling banyak 20 mata pelatihan." in more.text


def test_what_waits_stands_on_both_homes_and_leads_there(visit, office, sari):
    submitted(office, "Uji Emisi")
    back = submitted(office, "Uji Rem")
    reviewing.give_back(whole(back), POOR, "", by=sari.actor)
    over = started(office, sari, "Uji Klakson")
    let_it_be_over(over)
    listed = visit(sari).open("reports.show_home").link("Buka usulan", near="1 usulan kegiatan menunggu BKPSDM")
    assert "Uji Emisi" in listed.text
    assert "Uji Rem" not in listed.text
    for person in (office.officer, office.head):
        home = visit(person).open("reports.show_home")
        assert "Perbaiki usulan Uji Rem" in home.text
        assert "Laporkan Uji Klakson" in home.text
        assert "menunggu BKPSDM" not in home.text
        assert "Kelola angkatan" in home.links


def test_late_ones_are_told_apart(visit, office, sari, budi):
    submitted(office, "Uji Emisi").due_on = local_today() - timedelta(days=1)
    db.session.commit()
    assert "1 di antaranya lewat batas waktu." in visit(sari).open("reports.show_home").text
    assert "Kelola angkatan" not in visit(budi).open("reports.show_home").links


def test_a_file_that_is_none_is_refused_and_two_pages_do_not_overwrite_each_other(visit, office):
    proposal = make_proposal(office)
    page = visit(office.officer).open("proposals.show_proposal", proposal_id=proposal.id)
    refused = page.press("Unggah dokumen", file=("tor.pdf", b"MZ\x90"), title="TOR", expect=422)
    assert "Berkas ini bukan PDF" in refused.text
    form = visit(office.officer).open("proposals.show_proposal_form", proposal_id=proposal.id)
    form.press("Simpan usulan", title="Satu")
    late = form.press("Simpan usulan", title="Dua", expect=409)
    assert late.fields["title"] == "Dua"
    db.session.expire_all()
    assert whole(proposal).proposal.title == "Satu"


def test_a_review_without_a_verdict_and_a_no_without_a_reason_are_refused(visit, office, sari):
    proposal = submitted(office)
    form = visit(sari).open("proposals.show_review", proposal_id=proposal.id)
    page = form.press("Setujui usulan", expect=422)
    assert "Usulan disetujui kalau semua butir telaah sesuai." in page.text
    page = page.press("Tolak usulan", expect=422)
    assert "Tulis alasan penolakannya" in page.text
    answer = visit(sari).post("proposals.create_review", proposal_id=proposal.id, fields={"putusan": "entah"})
    assert answer.status_code == 422


def test_the_answer_names_who_gets_a_copy(visit, office, sari):
    """The government's usual lines stand in the form; whoever answers changes them for this letter."""
    proposal = submitted(office)
    texts = visit(sari).open("letters.show_text", kind=papers.APPROVAL)
    wrong = texts.press("Simpan teks", copies="Kepala {nip}", expect=422)
    assert "Isian {nip} tidak dikenal." in wrong.text
    saved = wrong.press("Simpan teks", copies="Sekretaris Daerah\n\nKepala {unit}")
    assert saved.all(".lembar li") == ["Sekretaris Daerah", "Kepala Dinas Kependudukan dan Pencatatan Sipil"]
    page = visit(sari).open("proposals.show_review", proposal_id=proposal.id)
    assert page.fields["copies"].split() == ["Sekretaris", "Daerah", "Kepala", "Dinas", "Perhubungan"]
    fine = {f"telaah-{item}": "sesuai" for item in ReviewItem}
    page.press("Setujui usulan", copies="Sekretaris Daerah\r\n  Inspektur  Kabupaten \n\n", **fine)
    letter = db.session.execute(select(Letter).where(Letter.kind == papers.APPROVAL)).scalar_one()
    assert letter.facts["copies"] == ["Sekretaris Daerah", "Inspektur Kabupaten"]
    worker.drain()
    db.session.rollback()
    printed = store.read(db.session.get_one(StoredFile, db.session.get_one(Letter, letter.id).file_id))
    words = look.words(printed)
    [heading] = [one for one in words if one.text == "Tembusan:"]
    [number] = [one for one in words if (one.text, one.page) == ("NIP", heading.page)]
    beside = [one for one in words if one.page == heading.page and one.top >= heading.top and one.right < number.left]
    assert [one.text for one in beside] == ["Tembusan:", "1.", "Sekretaris", "Daerah", "2.", "Inspektur", "Kabupaten"]
    assert heading.left == pytest.approx(LEFT_MARGIN_MM, abs=0.5)


def test_a_cancelled_batch_ends_the_waiting(visit, office, sari):
    proposal = started(office, sari)
    batch_of(proposal).status = BatchStatus.CANCELLED
    db.session.commit()
    page = visit(office.officer).open("proposals.show_proposal", proposal_id=proposal.id)
    assert "Angkatannya dibatalkan, jadi tidak ada laporan yang ditunggu." in page.text
    assert "Isi laporan" not in page.links


def test_lists_filter_and_page(visit, office, sari):
    approved(office, sari, "Uji Rem")
    submitted(office, "Uji Emisi")
    page = visit(sari).open("/usulan?keadaan=approved")
    assert "Uji Rem" in page.text
    assert "Uji Emisi" not in page.text
    nothing = visit(sari).open("/usulan?cari=tidak+ada")
    assert "Tidak ada usulan yang cocok" in nothing.text
