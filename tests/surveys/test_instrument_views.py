"""The pages of instruments: from the list to a published version, without a script."""

import pytest
from sqlalchemy import select

from app.access.permissions import Role
from app.base.database import db
from app.surveys.models import Instrument, InstrumentVersion, ItemKind, VersionStatus
from app.surveys.queries import instruments as queries
from app.surveys.services import drafts, instruments
from tests.support import counting
from tests.support.builders import grant, make_employee
from tests.support.instruments import add_item, make_draft, make_instrument, page_of

# Words, guards and forms are the same on either database.
pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)


@pytest.fixture
def maya(bungo):
    """The change team of the government."""
    person = make_employee("Maya Anggraini", female=True)
    grant(person.user_id, Role.CHANGE_TEAM)
    db.session.commit()
    return person


def newest() -> InstrumentVersion:
    statement = select(InstrumentVersion).order_by(InstrumentVersion.id.desc()).limit(1)
    return db.session.execute(statement).scalar_one()


def test_from_an_empty_list_a_shipped_instrument_is_taken_over(visit, maya):
    page = visit(maya).open("surveys.list_instruments")
    assert "Belum ada instrumen" in page.text
    shipped = page.link("Kesiapan individu lima unsur")
    assert "mengacu pada ADKAR" in shipped.text
    assert "Belum divalidasi" in shipped.text
    taken = shipped.press("Ambil instrumen ini")
    assert taken.heading == "Kesiapan individu lima unsur, versi 1"
    assert taken.notices == ["Instrumen diambil. Versi 1 sudah bisa dipakai gelombang survei."]
    assert "Ubah butir AW1" not in taken.text
    again = visit(maya).open("surveys.show_shipped", kind="adkar15")
    assert "Ambil instrumen ini" not in again.buttons
    twice = visit(maya).post("surveys.create_takeover", kind="adkar15")
    assert twice.status_code == 409
    assert "sudah diambil" in twice.text
    assert visit(maya).post("surveys.create_takeover", kind="mbti").status_code == 404


def test_what_measures_a_trait_says_what_it_must_not_be_used_for(visit, maya):
    page = visit(maya).open("surveys.show_shipped", kind="rtc17").press("Ambil instrumen ini")
    detail = page.link("Kecenderungan pribadi terhadap perubahan")
    assert "Tidak dipakai untuk penempatan, promosi, atau disiplin." in detail.text
    assert "hanya untuk penelitian dan pengajaran yang tidak komersial" in detail.text


def test_an_own_instrument_is_written_previewed_and_published(visit, maya):
    page = visit(maya).open("surveys.list_instruments").link("Susun instrumen")
    page = page.press("Buat rancangan", title="Kesiapan tim kerja", direction="high_is_good")
    assert page.heading == "Kesiapan tim kerja, versi 1"
    assert "Belum ada butir. Tambahkan paling sedikit satu." in page.text
    page = page.press("Tambah dimensi", title="Pembagian tugas")
    code = page_of(queries.version_page(newest().id)).dimensions[0].code
    form = page.link("Tambah butir")
    form = form.press("Simpan dan tulis lagi", text="Saya tahu ketua tim saya.", kind="scale", dimension=code)
    assert form.notices == ["Butir B1 ditambahkan."]
    assert form.fields["dimension"] == code
    page = form.press("Simpan butir", text="Saya bingung harus melapor kepada siapa.", is_reversed="y")
    assert "Terbalik" in page.text
    form = page.link("Tambah butir")
    page = form.press(
        "Simpan butir", text="Tim sudah bertemu?", kind="single", options="Sudah\nBelum", dimension="", starts_page="y"
    )
    assert "Siap diterbitkan" in page.text
    preview = page.link("Pratinjau di ponsel")
    assert "Halaman 1 dari 2" in preview.text
    first, second, third = (f"p-{one.id}" for one in queries.version_page(newest().id).items)
    unanswered = preview.press("Lanjut", expect=422)
    assert "Ada 2 jawaban yang perlu dilengkapi" in unanswered.text
    last = unanswered.press("Lanjut", **{first: "4", second: "0"})
    assert "Halaman 2 dari 2" in last.text
    back = last.press("Kembali")
    assert (back.fields[first], back.fields[second]) == ("4", "0")
    done = last.press("Kirim jawaban", **{third: "1"})
    assert "Semua halaman sudah dilalui" in done.text
    published = visit(maya).open("surveys.show_version", version_id=newest().id).press("Terbitkan")
    assert published.notices == ["Terbit. Isinya sekarang tetap dan bisa dipakai gelombang survei."]
    assert newest().status == VersionStatus.PUBLISHED
    assert "Tambah butir" not in published.links


def test_a_published_version_is_redrafted_and_the_two_are_laid_side_by_side(visit, maya):
    first = make_instrument()
    page = visit(maya).open("surveys.show_version", version_id=first.version.id).press("Buat rancangan dari versi ini")
    assert page.heading == "Kesiapan tim kerja, versi 2"
    form = page.link("Ubah butir B1")
    assert "Di versi sebelumnya" in form.text
    page = form.press("Simpan butir", text="Pernyataan 1 mengenai {perubahan}.")
    form = page.link("Ubah butir B2")
    page = form.press("Simpan butir", text="Atasan saya mendengar.", is_new_meaning="y")
    table = page.link("Bandingkan dengan versi 1")
    assert "2 dari 3 butir bisa dibandingkan" in table.text
    assert "Kata berubah sedikit" in table.text
    assert "Makna berubah" in table.text
    same = table.press("Bandingkan", dari="1", ke="1")
    assert "3 dari 3 butir bisa dibandingkan" in same.text
    odd = visit(maya).open("surveys.show_comparison", instrument_id=first.instrument.id, dari="x", ke="99")
    assert "antara versi 1 dan versi 2" in odd.text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"text": ""}, "Tulis pernyataan atau pertanyaannya."),
        ({"text": "x" * 501}, "Paling panjang 500 huruf."),
        ({"kind": "tarian"}, "Pilih salah satu."),
        ({"kind": "single", "options": "Ya"}, "Butir ini punya 2 sampai 20 pilihan. Sekarang 1."),
        ({"scale": "sendiri", "options": "a\nb\nc"}, "Skala punya 4 sampai 7 pilihan. Sekarang 3."),
        ({"scale": "emoji"}, "Pilih salah satu dari daftarnya."),
        (
            {"kind": "single", "options": "Ya\nTidak", "is_reversed": "y"},
            "Hanya pernyataan berskala yang bisa dibalik.",
        ),
        ({"dimension": "D99"}, "Pilih salah satu dari daftarnya."),
    ],
)
def test_an_item_that_cannot_be_asked_comes_back_as_it_was_typed(visit, maya, typed, sentence):
    draft = make_draft()
    url = {"version_id": draft.version.id}
    token = visit(maya).open("surveys.show_new_item", **url).fields
    fields = {"version": token["version"], "text": "Saya tahu.", "kind": "scale", "scale": "setuju5", "options": ""}
    answer = visit(maya).post("surveys.create_item", fields=fields | {"dimension": ""} | typed, **url)
    page = visit(maya).page(answer, expect=422)
    assert sentence in page.text
    if len(typed.get("text", "Saya tahu.")) > 0:
        assert page.fields["text"] == typed.get("text", "Saya tahu.")
    assert page_of(draft).items == []


def test_whoever_was_slower_keeps_what_they_typed_and_may_save_it_knowingly(visit, maya):
    draft = make_draft()
    item = add_item(draft)
    form = visit(maya).open("surveys.show_item_form", version_id=draft.version.id, instrument_item_id=item.id)
    add_item(draft, text="Menyusul lebih cepat.")
    late = form.press("Simpan butir", text="Saya yang lambat.", expect=409)
    assert "diubah orang lain" in late.text
    assert late.fields["text"] == "Saya yang lambat."
    late.press("Simpan butir")
    assert [one.text for one in page_of(draft).items] == ["Saya yang lambat.", "Menyusul lebih cepat."]


def test_order_is_changed_by_buttons_with_and_without_htmx(visit, maya):
    draft = make_draft()
    for number in range(3):
        add_item(draft, text=f"Pernyataan {number}.")
    page = visit(maya).open("surveys.show_version", version_id=draft.version.id)
    page.press("Turunkan butir B1")
    assert [one.code for one in page_of(draft).items] == ["B2", "B1", "B3"]
    page = visit(maya).open("surveys.show_version", version_id=draft.version.id)
    part = page.press_with_htmx("Naikkan butir B3")
    assert part.ids[0] == "version_items"
    assert [one.code for one in page_of(draft).items] == ["B2", "B3", "B1"]
    page = visit(maya).open("surveys.show_version", version_id=draft.version.id)
    assert page.press("Hapus butir B3").notices == ["Butir dihapus."]
    assert [one.code for one in page_of(draft).items] == ["B2", "B1"]


def test_an_item_is_asked_only_after_an_answer_in_two_steps(visit, maya):
    draft = make_draft()
    add_item(draft, ItemKind.SINGLE, text="Sudah bertemu?")
    item = add_item(draft, ItemKind.TEXT, text="Kapan?", starts_page=True)
    page = visit(maya).open("surveys.show_version", version_id=draft.version.id)
    asked = page.link("Syarat tampil butir B2")
    chosen = asked.press("Tampilkan pilihannya", butir="B1")
    refused = chosen.press("Simpan syarat", expect=422)
    assert "tidak akan pernah ditanyakan" in refused.text
    page = chosen.press("Simpan syarat", places=["0"])
    assert "Hanya ditanyakan kalau jawaban B1: Sudah" in page.text
    preview = page.link("Pratinjau di ponsel")
    assert "Halaman" not in preview.text
    # The answer waited for goes: a sentence at the item, and no publication.
    drafts.remove_item(page_of(draft), page_of(draft).items[0].id, by=maya.actor)
    db.session.commit()
    broken = visit(maya).open("surveys.show_version", version_id=draft.version.id)
    assert "Butir ini bergantung pada butir B1, padahal butir itu tidak ada lagi." in broken.text
    assert "Terbitkan" not in broken.buttons
    forced = visit(maya).post("surveys.create_publication", version_id=draft.version.id)
    assert forced.status_code == 409
    first = visit(maya).open("surveys.show_condition", version_id=draft.version.id, instrument_item_id=item.id)
    assert first.press("Tanyakan kepada semua orang").notices == ["Butir ini ditanyakan kepada semua orang lagi."]


def test_a_forged_condition_is_refused(visit, maya):
    draft = make_draft()
    add_item(draft, ItemKind.SINGLE)
    item = add_item(draft, ItemKind.TEXT, starts_page=True)
    where = {"version_id": draft.version.id, "instrument_item_id": item.id}
    for fields in ({"item": "B9", "places": "0"}, {"item": "B1", "places": "7"}, {"item": "", "places": "0"}):
        answer = visit(maya).post("surveys.create_condition", fields=fields, **where)
        assert answer.status_code == 422, fields
    assert page_of(draft).item(item.id).shown_if is None


@pytest.mark.parametrize(
    ("endpoint", "method"),
    [
        ("surveys.show_new_item", "get"),
        ("surveys.show_description", "get"),
        ("surveys.create_publication", "post"),
        ("surveys.create_draft_removal", "post"),
        ("surveys.create_item", "post"),
        ("surveys.create_item_change", "post"),
    ],
)
def test_a_published_version_answers_every_change_with_the_same_sentence(visit, maya, endpoint, method):
    """Before anything that was typed is looked at."""
    page = make_instrument()
    browser = visit(maya)
    where = {"version_id": page.version.id}
    if endpoint == "surveys.create_item_change":
        where["instrument_item_id"] = page.items[0].id
    answer = browser.post(endpoint, **where) if method == "post" else browser.get(browser.address(endpoint, **where))
    assert answer.status_code == 409
    assert "sudah terbit dan tidak berubah lagi" in answer.text


def test_the_introduction_is_written_and_shown_before_the_first_question(visit, maya):
    draft = make_draft()
    add_item(draft)
    page = visit(maya).open("surveys.show_version", version_id=draft.version.id).link("Ubah pengantar dan catatan")
    page = page.press("Simpan pengantar", introduction="Tiga menit saja.\n\nTerima kasih.", change_note="Awal")
    assert "Tiga menit saja." in page.text
    assert "Tiga menit saja." in page.link("Pratinjau di ponsel").text


def test_a_dimension_is_renamed_and_removed_and_its_faults_stand_at_it(visit, maya):
    draft = make_draft()
    add_item(draft)
    page = visit(maya).open("surveys.show_version", version_id=draft.version.id)
    page = page.press("Tambah dimensi", title="Dukungan")
    assert "Dimensi ini belum punya butir." in page.text
    twice = page.press("Tambah dimensi", title="DUKUNGAN", expect=422)
    assert "Sudah ada dimensi dengan nama ini." in twice.text
    assert twice.fields["title"] == "DUKUNGAN"
    page = page.link("Ganti nama Dukungan").press("Simpan nama", title="Dukungan atasan")
    assert "Dukungan atasan" in page.text
    gone = page.press("Hapus Dukungan atasan")
    assert gone.notices == ["Dimensi dihapus. Butirnya tetap ada, tanpa dimensi."]


def test_an_instrument_is_renamed_archived_and_found_again(visit, maya):
    page = make_instrument()
    make_draft("Judul lain")
    form = visit(maya).open("surveys.show_instrument_form", instrument_id=page.instrument.id)
    taken = form.press("Simpan", title="Judul lain", expect=422)
    assert "Sudah ada instrumen dengan judul ini." in taken.text
    detail = form.press("Simpan", title="Nama baru")
    assert detail.heading == "Nama baru"
    archived = detail.press("Arsipkan")
    assert archived.notices == ["Instrumen diarsipkan."]
    assert "Nama baru" not in visit(maya).open("surveys.list_instruments").text
    found = visit(maya).open("surveys.list_instruments", keadaan="arsip", cari="nama")
    assert "Nama baru" in found.links
    assert "Tidak ada instrumen yang cocok" in visit(maya).open("surveys.list_instruments", cari="100%_").text
    assert archived.press("Pakai lagi").notices == ["Instrumen dipakai lagi."]


def test_a_draft_is_thrown_away_from_its_page(visit, maya):
    draft = make_draft()
    add_item(draft)
    page = visit(maya).open("surveys.show_version", version_id=draft.version.id).press("Hapus rancangan")
    assert page.notices == ["Rancangan dan instrumennya dihapus."]
    assert db.session.execute(select(Instrument.id)).all() == []


def test_a_version_is_retired_once_another_is_there(visit, maya):
    page = make_instrument()
    version = instruments.draft_from(page, by=maya.actor)
    instruments.publish(queries.version_page(version.id), by=maya.actor)
    db.session.commit()
    retired = visit(maya).open("surveys.show_version", version_id=page.version.id).press("Hentikan")
    assert "Tidak dipakai lagi" in retired.text
    detail = retired.link("Kesiapan tim kerja")
    assert detail.link("Bandingkan dua versi").heading == "Dua versi Kesiapan tim kerja"


def test_the_list_asks_as_many_queries_for_three_as_for_one_and_turns_its_pages(visit, maya, monkeypatch):
    make_instrument("A satu")
    browser = visit(maya)
    browser.open("surveys.list_instruments")
    with counting.queries() as one:
        browser.open("surveys.list_instruments")
    make_instrument("B dua")
    make_instrument("C tiga")
    with counting.queries() as three:
        page = browser.open("surveys.list_instruments")
    assert len(one) == len(three)
    assert [name for name in page.links if name[:2] in {"A ", "B ", "C "}] == ["A satu", "B dua", "C tiga"]
    after = browser.open("surveys.list_instruments", sesudah=f"A satu~{10**6}")
    assert [name for name in after.links if name[:2] in {"A ", "B ", "C "}] == ["B dua", "C tiga"]


def test_a_version_asks_as_many_queries_for_three_items_as_for_one(visit, maya):
    draft = make_draft()
    add_item(draft)
    browser = visit(maya)
    where = {"version_id": draft.version.id}
    browser.open("surveys.show_version", **where)
    with counting.queries() as one:
        browser.open("surveys.show_version", **where)
    add_item(draft)
    add_item(draft)
    with counting.queries() as three:
        browser.open("surveys.show_version", **where)
    assert len(one) == len(three)


def test_others_do_not_come_in(visit, maya, budi):
    page = make_instrument()
    assert visit(budi).get("/survei/instrumen").status_code == 403
    for endpoint in ("surveys.show_version", "surveys.show_preview"):
        assert visit(budi).get(visit(budi).address(endpoint, version_id=page.version.id)).status_code == 403
    assert visit(budi).post("surveys.create_draft", version_id=page.version.id).status_code == 403


def test_an_item_of_another_version_is_not_found_here(visit, maya):
    draft, other = make_draft(), make_draft("Lain")
    item = add_item(other)
    browser = visit(maya)
    where = {"version_id": draft.version.id, "instrument_item_id": item.id}
    assert browser.get(browser.address("surveys.show_item_form", **where)).status_code == 404
    assert browser.post("surveys.create_item_removal", **where).status_code == 404
    assert len(page_of(other).items) == 1
