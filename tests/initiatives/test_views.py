"""The pages of initiatives: writing one, naming whom it concerns, and what it changes for oneself."""

import pytest

from app.access.permissions import Role
from app.base.database import db
from app.initiatives.models import Initiative
from tests.support.builders import grant, make_employee
from tests.support.initiatives import make_initiative, make_office

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)


@pytest.fixture
def office(bungo):
    return make_office()


@pytest.fixture
def maya(office):
    person = make_employee("Maya Anggraini", female=True)
    grant(person.user_id, Role.CHANGE_TEAM)
    return person


RIGHT = {
    "title": "Penyederhanaan birokrasi",
    "short_name": "Penyederhanaan",
    "what_changes": "Jabatan berubah.",
    "why": "Supaya cepat.",
    "starts_on": "2026-12-01",
}


def test_from_a_draft_to_what_budi_reads(visit, office, maya):
    unit, (head, first, second) = office
    form = visit(maya).open("initiatives.list_initiatives").link("Catat inisiatif")
    page = form.press("Simpan rancangan", unit_id=str(unit.id), sponsor_nip=head.nip, **RIGHT)
    page = page.press("Tambah unit", unit_id=str(unit.id), kind="post", degree="3", note="Disetarakan.")
    assert second.name in page.text
    number = db.session.query(Initiative.id).scalar()
    assert "Tidak ada perubahan yang menyangkut Anda" in visit(first).open("initiatives.list_own").text
    visit(maya).open("initiatives.show_initiative", initiative_id=number).press("Mulai inisiatif")
    own = visit(first).open("initiatives.list_own").link("Penyederhanaan birokrasi")
    for words in ("Perubahan besar", "Disetarakan.", "Supaya cepat.", head.name, unit.name):
        assert words in own.text
    assert visit(make_employee("Orang Luar")).open("initiatives.show_own", initiative_id=number, expect=404)
    page = visit(maya).open("initiatives.show_cancellation", initiative_id=number)
    assert "Tulis alasannya" in page.press("Batalkan inisiatif", expect=422).text
    assert "Ditunda setahun." in page.press("Batalkan inisiatif", reason="Ditunda setahun.").text


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"title": ""}, "Isi nama perubahannya."),
        ({"starts_on": "2026-02-30"}, "Tanggal ini tidak ada di kalender. Tulis seperti 2027-03-15."),
        ({"ends_on": "2026-11-01"}, "Tanggal selesai mendahului tanggal mulai."),
        ({"sponsor_nip": "123"}, "Tidak ada pegawai dengan NIP ini. Tulis 18 angkanya."),
        ({"unit_id": ""}, "Pilih unitnya."),
    ],
)
def test_bad_input_gets_a_sentence_and_loses_nothing(visit, office, maya, wrong, sentence):
    form = visit(maya).open("initiatives.show_new_initiative")
    page = form.press("Simpan rancangan", **{"unit_id": str(office[0].id)} | RIGHT | wrong, expect=422)
    assert sentence in page.text
    assert page.fields["why"] == "Supaya cepat."


def test_lines_are_added_and_taken_off(visit, office, maya):
    unit, (_head, first, _second) = office
    initiative = make_initiative(unit)
    browser = visit(maya)
    found = browser.open("initiatives.show_affected_search", initiative_id=initiative.id, cari="Arsiparis")
    assert "Centang paling sedikit satu" in found.press("Tambahkan yang dicentang", expect=422).text
    page = found.press("Tambahkan yang dicentang", jabatan=str(first.position_id), degree="3")
    assert f"Arsiparis, {unit.name}" in page.text
    page = page.press("Hapus", near=f"Arsiparis, {unit.name}")
    assert f"Arsiparis, {unit.name}" not in page.text
    gone = browser.post(
        "initiatives.create_affected_removal", initiative_id=initiative.id, fields={"baris": "unit-999"}
    )
    assert gone.status_code == 404


def test_a_head_reads_what_concerns_their_unit_and_changes_nothing(visit, office, maya):
    unit, (head, *_rest) = office
    limited = grant(head.user_id, Role.MANAGER)
    limited.unit_id = unit.id
    db.session.commit()
    initiative = make_initiative(unit)
    page = visit(head).open("initiatives.show_initiative", initiative_id=initiative.id)
    assert page.links
    assert "Ubah isian" not in page.links
    assert visit(head).open("initiatives.show_affected", initiative_id=initiative.id)
    assert visit(head).open("initiatives.show_initiative_form", initiative_id=initiative.id, expect=403)
    assert visit(maya).open("sosialisasi.list_of_initiative", initiative_id=initiative.id)
