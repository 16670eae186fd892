"""Looking after letterheads and words through the pages."""

import pytest

from app.base.database import db
from app.jobs import worker
from app.letters import services as letters
from app.proposals import papers
from tests.letters.test_services import make_draft
from tests.support import pdf as look
from tests.support.proposals import make_office, picture

# Words, guards and forms are the same on either database.
pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)


@pytest.fixture
def office(bungo):
    return make_office()


def test_a_letterhead_with_an_emblem_is_made_seen_and_kept_to_its_unit(visit, office):
    other = make_office("Dinas Perikanan", head="Mulyadi, S.Pi.", officer="Yanti Kusuma")
    browser = visit(office.officer)
    listed = browser.open("letters.list_letterheads")
    assert "Dinas Perikanan" not in listed.text
    page = listed.link("Dinas Perhubungan")
    wrong = page.press("Simpan kop surat", pattern="{urut}", email="bukan email", expect=422)
    assert "Email ditulis seperti dinas@penata.example." in wrong.text
    assert wrong.fields["pattern"] == "{urut}"
    page = wrong.press("Simpan kop surat", pattern="{urut}/{unit}/{tahun}", email="dinas@penata.example")
    assert "dinas@penata.example" in page.all(".kop__alamat")[0]
    refused = page.press("Unggah lambang", file=("lambang.png", b"<svg/>"), expect=422)
    assert "Berkas ini bukan PDF" in refused.text
    page = refused.press("Unggah lambang", file=("lambang.jpg", picture("JPEG")))
    assert browser.download("letters.show_emblem", unit_id=office.unit.id).mimetype == "image/jpeg"
    assert "Hasan Basri, S.T." in page.link("Lihat satu surat utuh").text
    assert browser.open("letters.show_letterhead", unit_id=other.unit.id, expect=404)
    assert browser.open("letters.list_texts", expect=404)


def test_the_letter_book_lists_and_prints_what_was_sent(visit, office, sari):
    letter = letters.issue(make_draft(office.unit), by=sari.actor)
    number, year = letter.number, letter.year
    db.session.commit()
    worker.drain()
    browser = visit(sari)
    page = browser.open("letters.list_sent", unit_id=office.unit.id)
    assert number in page.links
    book = browser.download("letters.download_book", unit_id=office.unit.id, year=year)
    assert number in look.text(book.data)


def test_words_are_changed_for_the_government_and_wrong_ones_refused(visit, office, sari):
    page = visit(sari).open("letters.show_text", kind=papers.REQUEST)
    wrong = page.press("Simpan teks", subject="Usulan {nip}", expect=422)
    assert "Isian {nip} tidak dikenal." in wrong.text
    done = wrong.press("Simpan teks", subject="Permohonan {kegiatan}")
    assert "Hal: Permohonan Bimbingan Teknis Pelayanan Adminduk Keliling" in done.text
    back = done.press("Pakai teks bawaan")
    assert back.fields["subject"] == "Usulan kegiatan {kegiatan}"
