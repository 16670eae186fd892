"""The pages of the organisation as people see and press them."""

import io
from datetime import date, timedelta

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select, update

from app.audit.models import AuditEntry, PersonalReading
from app.base import scope
from app.base.clock import today
from app.base.database import db
from app.organisation.models import Employee, OrgUnit, Placement, PlacementKind, Position
from app.organisation.services import refresh_directory
from tests.support.builders import ZONE, make_certificate, make_employee, make_position, make_unit, place
from tests.support.html import attribute

HEADINGS = ["Nama", "NIP", "Jenis", "Golongan", "Jabatan", "Jenjang", "Unit", "Aktif"]


def this_day():
    return today(ZONE.key)


SOON = this_day() + timedelta(days=40)


@pytest.fixture
def town(cast):
    """Everybody in their directories."""
    refresh_directory()
    db.session.commit()
    with scope.within(cast["joko"].government_id):
        refresh_directory()
        db.session.commit()
    return cast


def names(page):
    return [text.partition("•")[0].strip() for text in page.all("#people tbody th")]


def unit_of(person):
    return db.session.execute(
        select(OrgUnit).join(Position, Position.unit_id == OrgUnit.id).where(Position.id == person.position_id)
    ).scalar_one()


# Who sees whom.


def test_an_officer_sees_everybody_of_the_government_and_nobody_else(visit, town, sari, joko):
    page = visit(sari).open("organisation.list_employees")
    everybody = sorted(one.name for one in town.values() if one is not joko)
    assert sorted(names(page)) == everybody
    assert names(visit(joko).open("organisation.list_employees")) == [joko.name]


def test_a_manager_sees_their_own_subtree(visit, town, rina, budi, dewi):
    """Budi and Dewi answer to Rina from units of their own."""
    assert sorted(names(visit(rina).open("organisation.list_employees"))) == sorted([budi.name, dewi.name, rina.name])


@pytest.mark.parametrize(
    "path", ["/pegawai", "/pegawai.csv", "/pegawai.xlsx", "/organisasi/unit/baru", "/pegawai/baru"]
)
def test_an_employee_opens_none_of_it(visit, town, budi, path):
    visit(budi).open(path, expect=403)


FILE_TABS = ["", "/riwayat", "/jp", "/kompetensi", "/sertifikat", "/pelatihan"]


@pytest.mark.parametrize("tab", FILE_TABS)
def test_each_part_of_a_file_is_a_page_and_a_part_and_leaves_a_line(visit, town, sari, rina, budi, tab):
    make_certificate(budi)
    path = f"/pegawai/{budi.employee_id}{tab}"
    page = visit(sari).open(path)
    assert page.heading == budi.name
    assert visit(sari).fragment(path).ids == ["file_tab"]
    assert visit(rina).open(path).heading == budi.name
    read = db.session.execute(select(PersonalReading.reader_id, PersonalReading.times)).all()
    assert sorted(tuple(row) for row in read) == sorted([(sari.user_id, 2), (rina.user_id, 1)])


@pytest.mark.parametrize("tab", [*FILE_TABS, "/perubahan", "/penonaktifan", "/penempatan/baru"])
def test_somebody_elses_file_is_not_there(visit, town, joko, sari, budi, tab):
    visit(joko).open(f"/pegawai/{budi.employee_id}{tab}", expect=404)
    visit(sari).open(f"/pegawai/{joko.employee_id}{tab}", expect=404)
    assert db.session.execute(select(PersonalReading.id)).all() == []


def test_a_history_tells_who_decided_on_any_day(visit, town, sari, rina, budi, dewi):
    place(
        dewi.employee_id,
        rina.position_id,
        PlacementKind.PLT,
        starts_on=date(2024, 2, 1),
        ends_on=date(2024, 3, 1),
    )
    said = 'section[aria-labelledby="atasan"] p'
    path = f"/pegawai/{budi.employee_id}/riwayat"
    [then] = visit(sari).open(f"{path}?tanggal=2024-02-03").all(said)
    assert then == f"Sabtu, 3 Februari 2024: {dewi.name}, Penata Layanan Operasional."
    [today] = visit(budi).open("/saya/berkas/riwayat").all(said)
    assert today.endswith(f": {rina.name}, Kepala Bidang Pelayanan.")
    [nobody] = visit(rina).open("/saya/berkas/riwayat").all(said)
    assert nobody.endswith(": belum ada atasan yang tercatat untuk hari itu.")


@pytest.mark.parametrize("tab", FILE_TABS)
def test_a_manager_opens_no_file_outside_their_units(visit, town, rina, sari, tab):
    visit(rina).open(f"/pegawai/{sari.employee_id}{tab}", expect=404)


@pytest.mark.parametrize("path", ["/organisasi/unit/{unit}", "/organisasi/jabatan/{post}", "/organisasi/unit/{unit}/nama",  # noqa: E501 - one case, one line
                                  "/organisasi/unit/{unit}/induk", "/organisasi/unit/{unit}/penggabungan",
                                  "/organisasi/unit/{unit}/pemecahan", "/organisasi/unit/{unit}/penutupan",
                                  "/organisasi/unit/{unit}/perbaikan", "/organisasi/unit/{unit}/jabatan/baru",
                                  "/organisasi/jabatan/{post}/perubahan", "/organisasi/jabatan/{post}/penutupan",
                                  "/organisasi/jabatan/{post}/penempatan/baru"])  # fmt: skip
def test_every_page_of_the_structure_opens_here_and_is_not_there_next_door(visit, town, sari, joko, budi, path):
    address = path.format(unit=unit_of(budi).id, post=budi.position_id)
    visit(sari).open(address)
    visit(joko).open(address, expect=404)


def test_files_and_forms_of_another_government_are_refused(visit, town, joko, budi):
    unit = unit_of(budi)
    for path, fields in (
        (f"/organisasi/unit/{unit.id}/nama", {"name": "Diambil", "on": SOON.isoformat(), "version": "1"}),
        (f"/organisasi/unit/{unit.id}/penutupan", {"on": SOON.isoformat(), "version": "1"}),
        (f"/organisasi/jabatan/{budi.position_id}/penempatan", {"employee": joko.employee_id, "on": SOON.isoformat()}),
        (f"/pegawai/{budi.employee_id}/perubahan", {"name": "Diambil"}),
        (f"/pegawai/{budi.employee_id}/penonaktifan", {"on": SOON.isoformat()}),
    ):
        assert visit(joko).post(path, fields=fields).status_code == 404, path
    for path in ("/pegawai.csv", "/organisasi/unit.csv", "/organisasi/jabatan.csv"):
        text = visit(joko).download(path).text
        assert budi.name not in text
        assert len(text.splitlines()) == 2, path


# Searching.


def test_search_answers_with_a_part_while_one_types(visit, town, sari, budi):
    part = visit(sari).fragment("organisation.list_employees", cari="bud")
    assert part.ids == ["people"]
    assert names(part) == [budi.name]
    assert "1 pegawai cocok" in part.text
    assert budi.nip not in part.source
    assert visit(sari).open("organisation.list_employees", cari="xyz").has("#people .empty")


def test_a_nip_is_searched_whole_by_post(visit, town, sari, budi, joko):
    start = visit(sari).open("organisation.list_employees")
    found = start.press("Cari NIP", nip=f"{budi.nip[:8]} {budi.nip[8:14]} {budi.nip[14:]}")
    assert found.heading == budi.name
    assert budi.nip not in found.path
    for typed, sentence in (("123", "Sekarang 3."), (joko.nip, "Tidak ada pegawai dengan NIP ini")):
        assert sentence in start.press("Cari NIP", nip=typed, expect=422).text


def test_a_nip_in_the_address_is_not_searched_and_not_carried_on(visit, town, sari, budi):
    page = visit(sari).open("organisation.list_employees", cari=budi.nip)
    assert page.warnings[0].startswith("NIP tidak dicari di sini")
    assert budi.nip not in page.source


@pytest.mark.parametrize("address", ["/pegawai", "/organisasi/jabatan", "/organisasi", "/pegawai?tanggal=2023-01-02"])
def test_a_list_asks_as_much_for_one_as_for_many(visit, town, sari, queries, address):
    browser = visit(sari)
    browser.open(address)
    with queries() as few:
        browser.open(address)
    unit = unit_of(sari)
    for name in ("Satu", "Dua", "Tiga"):
        make_employee(f"Tambahan {name}", position_id=make_position(f"Analis {name}", unit=unit).id)
    refresh_directory()
    db.session.commit()
    with queries() as many:
        assert browser.open(address)
    assert len(many) == len(few)


def test_filters_pages_and_the_last_page(visit, town, sari):
    unit = unit_of(sari)
    for index in range(60):
        make_employee(f"Pegawai {index:02}", position_id=make_position(unit=unit).id)
    refresh_directory()
    db.session.commit()
    first = visit(sari).open("organisation.list_employees", cari="pegawai", unit=unit.id)
    assert names(first) == [f"Pegawai {index:02}" for index in range(25)]
    second = first.link("Berikutnya")
    assert names(second)[0] == "Pegawai 25"
    assert names(second.link("Sebelumnya")) == names(first)
    last = first.link("Ke halaman terakhir")
    assert names(last)[-1] == "Pegawai 59"
    assert "Berikutnya" not in last.links


# Files.


def lines(answer):
    return answer.text.removeprefix("\ufeff").splitlines()


def test_the_csv_holds_what_the_list_holds(visit, town, sari, rina, budi):
    whole = lines(visit(sari).download("/pegawai.csv"))
    assert whole[0] == ",".join(HEADINGS)
    assert any(budi.nip in line for line in whole)
    limited = visit(rina).download("/pegawai.csv?excel=1")
    assert limited.data.startswith("\ufeff".encode())
    assert len(lines(limited)) == 4
    assert lines(limited)[0] == ";".join(HEADINGS)
    found = lines(visit(sari).download("/pegawai.csv?cari=bud"))
    assert len(found) == 2


def test_an_auditor_gets_masked_nips(visit, town, auditor, budi):
    text = visit(auditor).download("/pegawai.csv").text
    assert budi.name.partition(",")[0] in text
    assert budi.nip not in text


def exports_noted():
    lines = select(AuditEntry).where(AuditEntry.action == "organisation.employees.exported").order_by(AuditEntry.id)
    return [(one.actor_id, one.details) for one in db.session.execute(lines).scalars()]


def test_who_takes_the_list_of_people_away_stands_on_the_trail(visit, town, sari, auditor):
    visit(sari).download("/pegawai.csv?cari=bud")
    visit(auditor).download("/pegawai.xlsx")
    visit(sari).download("/organisasi/unit.csv")
    assert exports_noted() == [
        (sari.user_id, {"form": "csv", "whole_nip": True}),
        (auditor.user_id, {"form": "xlsx", "whole_nip": False}),
    ]


def test_a_list_too_long_for_a_workbook_is_refused_and_not_noted(visit, town, sari, monkeypatch):
    monkeypatch.setattr("app.organisation.views.files.XLSX_AT_MOST", 2)
    visit(sari).open("/pegawai.xlsx", expect=409)
    assert exports_noted() == []


def test_opening_somebodys_data_to_change_them_is_noted_too(visit, town, sari, budi):
    visit(sari).open("organisation.show_employee_change", employee_id=budi.employee_id)
    assert "Data kepegawaian" in visit(budi).open("privacy.list_readers").text


@pytest.mark.parametrize("evil", ["=1+1", "@SUM(A1)", "+62", "-2", " =HYPERLINK(0)"])
def test_no_cell_becomes_a_formula(visit, town, sari, evil):
    make_employee(evil, position_id=make_position(f"{evil} jabatan", unit=unit_of(sari)).id, email="x@y.example")
    refresh_directory()
    db.session.commit()
    for path in ("/pegawai", "/organisasi/jabatan"):
        csv = visit(sari).download(f"{path}.csv").text
        assert f"'{evil}" in csv
        book = CalamineWorkbook.from_filelike(io.BytesIO(visit(sari).download(f"{path}.xlsx").data))
        cells = [str(cell) for row in book.get_sheet_by_index(0).to_python() for cell in row]
        assert any(cell.startswith(f"'{evil}") for cell in cells)
        assert not any(cell.startswith(("=", "@", "+", "-")) for cell in cells)


def ways(page, start):
    return [attribute(one, "href") for one in page.tree.query("main a") if attribute(one, "href").startswith(start)]


def test_the_file_of_a_chart_holds_the_units_of_that_chart(visit, town, sari, budi):
    unit = unit_of(budi)
    make_unit("Bidang Anak", parent=unit)
    chart = visit(sari).open("organisation.show_chart", unit=unit.id)
    (way,) = ways(chart, "/organisasi/unit.csv")
    assert len(lines(visit(sari).download(way))) == 1 + 2
    assert len(lines(visit(sari).download("/organisasi/unit.csv"))) > 1 + 2


def test_another_day_goes_along_from_page_to_page(visit, town, sari, budi):
    page = visit(sari).open("organisation.show_unit", unit_id=unit_of(budi).id, tanggal=SOON.isoformat())
    (post,), (people,) = ways(page, "/organisasi/jabatan/"), ways(page, "/pegawai?")
    assert f"tanggal={SOON.isoformat()}" in people
    assert f"Keadaan {_plain(SOON)}" in visit(sari).open(post).text
    assert f"Keadaan {_plain(SOON)}" in visit(sari).open(people).text


@pytest.mark.parametrize(
    ("endpoint", "label"), [("list_employees", "Cari pegawai"), ("list_positions", "Cari jabatan")]
)
def test_a_search_kept_as_a_link_shows_the_day_it_is_opened(visit, town, sari, endpoint, label):
    """Only somebody who asked for a day gets that day again."""
    page = visit(sari).open(f"organisation.{endpoint}").press(label, cari="a")
    assert page.fields["tanggal"] == ""
    asked = page.press(label, tanggal=SOON.isoformat())
    assert asked.fields["tanggal"] == SOON.isoformat()
    assert f"eadaan {_plain(SOON)}" in asked.text


def test_too_many_files_in_an_hour_are_refused(visit, town, sari):
    for _time in range(10):
        visit(sari).download("/organisasi/unit.csv")
    assert visit(sari).get("/organisasi/unit.csv").status_code == 429


def test_an_empty_government_leads_to_the_import(visit, bungo, joko, auditor):
    """Nobody stands in the directory yet, and no unit is there before it begins."""
    assert visit(joko).open("organisation.list_employees").link("Impor pegawai").heading == "Unggah berkas"
    assert "Impor pegawai" not in visit(auditor).open("organisation.list_employees").text
    with scope.everything():
        db.session.execute(update(OrgUnit).values(starts_on=SOON))
        db.session.commit()
    assert visit(joko).open("organisation.show_chart").link("Impor unit").heading == "Unggah berkas"
    assert "Impor unit" not in visit(auditor).open("organisation.show_chart").text


# Changing.


def test_renaming_a_unit_shows_first_what_will_happen(visit, town, sari, budi):
    unit = unit_of(budi)
    form = visit(sari).open("organisation.show_unit", unit_id=unit.id).link("Ubah nama")
    assert form.heading == f"Ubah nama unit: {unit.name}"
    preview = form.press("Lihat apa yang akan terjadi", name="Dinas Dukcapil", on=SOON.isoformat())
    assert preview.heading == "Ubah nama unit: periksa dulu"
    assert "Pegawai ikut 1" in preview.text
    assert db.session.execute(select(OrgUnit).where(OrgUnit.name == "Dinas Dukcapil")).first() is None
    done = preview.press("Ubah nama unit")
    assert done.heading == "Dinas Dukcapil"
    assert "Berganti nama dari" in done.text
    assert "Dinas Dukcapil" not in visit(sari).open("organisation.show_chart").text
    assert "Dinas Dukcapil" in visit(sari).open("organisation.show_chart", tanggal=SOON.isoformat()).text


def test_a_wrong_date_keeps_what_was_typed(visit, town, sari, budi):
    form = visit(sari).open("organisation.show_renaming", unit_id=unit_of(budi).id)
    again = form.press("Lihat apa yang akan terjadi", name="Dinas Dukcapil", on="31-31-31", expect=422)
    assert again.fields["name"] == "Dinas Dukcapil"
    assert "Pilih tanggalnya" in again.text or "Not a valid date" not in again.text


def test_a_cycle_is_refused_in_words(visit, town, sari, budi):
    parent = unit_of(budi)
    child = make_unit("Bidang Anak", parent=parent)
    fields = {"parent": child.id, "on": SOON.isoformat(), "legal_basis": "", "version": "1"}
    answer = visit(sari).post(f"/organisasi/unit/{parent.id}/induk", fields=fields)
    assert answer.status_code == 409
    assert "ke bawah dirinya sendiri" in answer.text


def test_a_post_that_would_report_to_itself_or_below_is_refused_in_words(visit, town, sari, budi):
    below = make_position("Penata Arsip", unit=unit_of(budi), above=budi.position_id)
    form = visit(sari).open("organisation.show_position_change", position_id=budi.position_id)
    typed = form.fields
    for superior in (budi.position_id, below.id):
        sent = typed | {"reports_to": superior, "title": "Judul Baru"}
        again = visit(sari).page(visit(sari).post(form.path, fields=sent), expect=422)
        assert "Pilih salah satu dari daftarnya." in again.text
        assert again.fields["title"] == "Judul Baru"
    db.session.expire_all()
    assert db.session.get_one(Position, budi.position_id).title == typed["title"]


def test_splitting_asks_where_each_post_goes(visit, town, sari, budi):
    unit = unit_of(budi)
    form = visit(sari).open("organisation.show_split", unit_id=unit.id)
    preview = form.press("Lihat apa yang akan terjadi", names="Dinas A\nDinas B", on=this_day().isoformat())
    done = preview.press("Pecah unit", **{f"jabatan-{budi.position_id}": "1"})
    assert done.heading == "Dinas A"
    second = done.browser.open("organisation.show_chart").link("Dinas B")
    assert budi.name in second.text


def test_merging_two_units(visit, town, sari, budi, dewi):
    form = visit(sari).open("organisation.show_merger", unit_id=unit_of(budi).id)
    preview = form.press(
        "Lihat apa yang akan terjadi", others=[unit_of(dewi).id], name="Dinas Satu", on=this_day().isoformat()
    )
    assert preview.press("Gabungkan unit").heading == "Dinas Satu"


def test_moving_a_unit(visit, town, sari, rina, budi):
    form = visit(sari).open("organisation.show_move", unit_id=unit_of(budi).id)
    preview = form.press("Lihat apa yang akan terjadi", parent=unit_of(rina).id, on=this_day().isoformat())
    assert "pindah ke bawah" in preview.text
    preview.press("Pindahkan unit")
    page = visit(sari).open("organisation.list_employees", unit=unit_of(rina).id)
    assert sorted(names(page)) == sorted([rina.name, budi.name])


def test_making_and_closing_a_unit(visit, town, sari):
    made = (
        visit(sari)
        .open("organisation.show_unit_form")
        .press("Buat unit", name="Bidang Baru", kind="division", on=this_day().isoformat())
    )
    assert made.heading == "Bidang Baru"
    closed = made.link("Tutup unit").press("Tutup unit", on=SOON.isoformat())
    assert "Sampai sebelum" in closed.text


def test_what_may_not_be_closed_or_changed_keeps_what_was_typed(visit, town, sari, budi):
    """A rule's sentence stands at the field that decides, on the page where it was typed."""
    unit = unit_of(budi)
    for endpoint, values, button, typed, words in (
        ("organisation.show_unit_closing", {"unit_id": unit.id}, "Tutup unit", {"on": SOON}, "Pindahkan"),
        ("organisation.show_position_closing", {"position_id": budi.position_id}, "Tutup jabatan",
         {"on": SOON}, "Akhiri"),
        ("organisation.show_position_form", {"unit_id": unit.id}, "Buat jabatan",
         {"title": "Analis", "on": date(1999, 1, 1)}, "belum atau tidak lagi ada"),
        ("organisation.show_position_change", {"position_id": budi.position_id}, "Simpan jabatan",
         {"title": "Analis Utama", "on": date(1999, 1, 1)}, "Pilih tanggal sesudah"),
    ):  # fmt: skip
        form = visit(sari).open(endpoint, **values)
        again = form.press(button, **{name: str(value) for name, value in typed.items()}, expect=409)
        assert again.heading == form.heading
        assert words in " ".join(again.all(".error"))
        assert {name: again.fields[name] for name in typed} == {name: str(value) for name, value in typed.items()}


def test_a_correction_of_what_was_corrected_meanwhile_keeps_what_was_typed(visit, town, sari, budi):
    mine = visit(sari).open("organisation.show_correction", unit_id=unit_of(budi).id)
    mine.press("Simpan perbaikan", name="Dinas Pertama")
    stale = mine.press("Simpan perbaikan", name="Dinas Kedua", expect=409)
    assert stale.fields["name"] == "Dinas Kedua"
    assert "Nama unit: tersimpan Dinas Pertama, isian Anda Dinas Kedua" in stale.text
    assert hints(stale) == ["Tersimpan sekarang: Dinas Pertama."]
    assert stale.link("Pakai yang tersimpan").fields["name"] == "Dinas Pertama"
    stale.press("Simpan perbaikan")
    assert unit_of(budi).name == "Dinas Kedua"


def hints(page):
    return [text for text in page.all(".hint") if text.startswith("Tersimpan sekarang")]


def test_a_correction_of_a_unit_that_was_renamed_meanwhile_goes_to_its_successor(visit, town, sari, budi):
    unit = unit_of(budi)
    mine = visit(sari).open("organisation.show_correction", unit_id=unit.id)
    renaming = visit(sari).open("organisation.show_renaming", unit_id=unit.id)
    renaming.press("Lihat apa yang akan terjadi", name="Dinas Baru", on=this_day().isoformat()).press("Ubah nama unit")
    stale = mine.press("Simpan perbaikan", name="Dinas Keliru", expect=409)
    assert f"sudah dilanjutkan oleh Dinas Baru mulai {_plain(this_day())}" in stale.text
    assert hints(stale) == ["Tersimpan sekarang: Dinas Baru."]
    stale.press("Simpan perbaikan")
    named = select(OrgUnit.name).where(OrgUnit.starts_on == this_day())
    assert db.session.execute(named).scalars().all() == ["Dinas Keliru"]
    assert db.session.get_one(OrgUnit, unit.id, populate_existing=True).name == unit.name


def test_two_who_change_the_structure_at_once_see_both_versions(visit, town, sari, budi):
    unit, other = unit_of(budi), make_unit("Dinas Perbandingan")
    first = visit(sari).open("organisation.show_renaming", unit_id=unit.id)
    mine = first.press("Lihat apa yang akan terjadi", name="Dinas Saya", on=SOON.isoformat())
    moving = visit(sari).open("organisation.show_move", unit_id=unit.id)
    moving = moving.press("Lihat apa yang akan terjadi", parent=str(other.id), on=SOON.isoformat())
    yours = first.press("Lihat apa yang akan terjadi", name="Dinas Anda", on=this_day().isoformat())
    yours.press("Ubah nama unit")
    stale = mine.press("Ubah nama unit", expect=409)
    assert stale.heading == "Ubah nama unit: Dinas Anda"
    assert "Nama baru: tersimpan Dinas Anda, isian Anda Dinas Saya" in stale.text
    assert (stale.fields["name"], stale.fields["on"]) == ("Dinas Saya", SOON.isoformat())
    done = stale.press("Lihat apa yang akan terjadi").press("Ubah nama unit")
    assert done.heading == "Dinas Saya"
    moved = moving.press("Pindahkan unit", expect=409)
    assert moved.heading == "Pindahkan unit: Dinas Saya"
    assert moved.fields["parent"] == str(other.id)
    assert "isian Anda Dinas Perbandingan" in moved.text


@pytest.mark.parametrize("kind", ["merger", "split"])
def test_a_merger_or_split_of_what_was_renamed_meanwhile_keeps_what_was_typed(visit, town, sari, budi, kind):
    unit, other = unit_of(budi), make_unit("Dinas Perbandingan")
    typed = {
        "merger": {"others": [str(other.id)], "name": "Dinas Gabungan"},
        "split": {"names": "Dinas Satu\nDinas Dua"},
    }[kind]
    button = {"merger": "Gabungkan unit", "split": "Pecah unit"}[kind]
    mine = visit(sari).open(f"organisation.show_{kind}", unit_id=unit.id)
    mine = mine.press("Lihat apa yang akan terjadi", on=SOON.isoformat(), **typed)
    renaming = visit(sari).open("organisation.show_renaming", unit_id=unit.id)
    renaming.press("Lihat apa yang akan terjadi", name="Dinas Anda", on=this_day().isoformat()).press("Ubah nama unit")
    stale = mine.press(button, expect=409)
    assert stale.heading == f"{button}: Dinas Anda"
    again = stale.press("Lihat apa yang akan terjadi").press(button)
    assert again.heading in ("Dinas Gabungan", "Dinas Satu")


def test_two_who_correct_one_post_see_both_versions_and_may_save_over(visit, town, sari, budi):
    mine = visit(sari).open("organisation.show_position_change", position_id=budi.position_id)
    mine.press("Simpan jabatan", title="Analis Pertama", grade="9", is_correction="y")
    stale = mine.press("Simpan jabatan", title="Analis Kedua", grade="8", is_correction="y", expect=409)
    assert "Nama jabatan: tersimpan Analis Pertama, isian Anda Analis Kedua" in stale.text
    assert "Kelas jabatan: tersimpan 9, isian Anda 8" in stale.text
    assert hints(stale) == ["Tersimpan sekarang: Analis Pertama.", "Tersimpan sekarang: 9."]
    assert (stale.fields["title"], stale.fields["grade"]) == ("Analis Kedua", "8")
    newest = stale.link("Pakai yang tersimpan")
    assert (newest.fields["title"], newest.fields["grade"]) == ("Analis Pertama", "9")
    stale.press("Simpan jabatan")
    post = db.session.get_one(Position, budi.position_id, populate_existing=True)
    assert (post.title, post.grade) == ("Analis Kedua", 8)


def test_a_post_that_somebody_continued_meanwhile_is_changed_in_its_successor(visit, town, sari, budi, rina):
    """Rina's post was continued with it: who was chosen as superior is its successor by now."""
    mine = visit(sari).open("organisation.show_position_change", position_id=budi.position_id)
    above = visit(sari).open("organisation.show_position_change", position_id=rina.position_id)
    above.press("Simpan jabatan", title="Kepala Dinas Baru", on=this_day().isoformat())
    stale = mine.press("Simpan jabatan", title="Analis Utama", on=SOON.isoformat(), expect=409)
    assert "sudah dilanjutkan oleh" in stale.text
    assert hints(stale) == [f"Tersimpan sekarang: {db.session.get_one(Position, budi.position_id).title}."]
    done = stale.press("Simpan jabatan")
    assert done.heading == "Analis Utama"
    last = db.session.execute(select(Position).where(Position.title == "Analis Utama")).scalar_one()
    assert last.starts_on == SOON
    assert db.session.get_one(Position, last.reports_to_id).title == "Kepala Dinas Baru"


def test_the_same_typed_by_two_says_so(visit, town, sari, budi):
    mine = visit(sari).open("organisation.show_correction", unit_id=unit_of(budi).id)
    mine.press("Simpan perbaikan", name="Dinas Pertama")
    same = mine.press("Simpan perbaikan", name="Dinas Pertama", expect=409)
    assert "sama dengan isian Anda" in same.text
    assert hints(same) == []


def test_making_a_post_and_placing_somebody(visit, town, sari, budi):
    page = visit(sari).open("organisation.show_position_form", unit_id=unit_of(sari).id)
    post = page.press("Buat jabatan", title="Analis Data", tier="jf_ahli_pertama", grade="8", needed="1")
    assert post.heading == "Analis Data"
    assert "1 kosong" in post.text
    form = post.link("Tempatkan pegawai").press("Cari pegawai", cari="budi").link("Pilih", near="Budi")
    placed = form.press("Simpan penempatan", on=this_day().isoformat())
    assert "Terisi" in placed.text
    assert "Analis Data" in visit(sari).open("organisation.show_history", employee_id=budi.employee_id).text
    refused = visit(sari).open(form.browser.app.url_map.bind("x").build(
        "organisation.show_holder_form", {"position_id": sari.position_id}) + f"?pegawai={budi.employee_id}")  # fmt: skip  # noqa: E501 - one case, one line
    sentence = refused.press("Simpan penempatan", on=this_day().isoformat(), expect=409)
    assert "satu jabatan definitif" in sentence.text
    assert sentence.heading == refused.heading
    assert sentence.fields["on"] == this_day().isoformat()


def test_a_stand_in_is_shown_as_one(visit, town, sari, rina, budi):
    form = visit(sari).open(
        f"/organisasi/jabatan/{rina.position_id}/penempatan/baru?pegawai={budi.employee_id}&sebagai=plh"
    )
    page = form.press("Simpan penempatan", on=this_day().isoformat(), until=SOON.isoformat())
    assert f"Plh. {budi.name}" in page.text
    history = visit(sari).open("organisation.show_history", employee_id=budi.employee_id)
    ended = history.link("Akhiri", near="Plh.").press(
        "Akhiri penempatan", on=(this_day() + timedelta(days=1)).isoformat()
    )
    assert ended.notices == [f"Tersimpan. Penempatan berakhir mulai {_plain(this_day() + timedelta(days=1))}."]


def test_the_wrong_person_in_a_post_is_taken_out_again(visit, town, sari, budi):
    other = make_position("Analis Data", unit=unit_of(sari))
    form = visit(sari).open(f"/organisasi/jabatan/{other.id}/penempatan/baru?pegawai={budi.employee_id}")
    form.press("Simpan penempatan", on=this_day().isoformat())
    history = visit(sari).open("organisation.show_history", employee_id=budi.employee_id)
    again = history.link("Perbaiki", near="Analis Data").press("Hapus penempatan", lanjutkan="1")
    assert again.notices == ["Penempatan dihapus."]
    assert "Analis Data" not in again.text
    assert "Sekarang" in again.text


def test_mistyped_days_of_a_placement_are_mended(visit, town, sari, budi):
    form = visit(sari).open("organisation.show_history", employee_id=budi.employee_id).link("Perbaiki")
    wrong = form.press("Simpan perbaikan", on="2022-02-01", until="2022-01-01", expect=409)
    assert "Hari terakhir harus sesudah hari pertama." in wrong.text
    assert (wrong.fields["on"], wrong.fields["until"]) == ("2022-02-01", "2022-01-01")
    done = wrong.press("Simpan perbaikan", on="2022-02-01", until="")
    assert _plain(date(2022, 2, 1)) in done.text


def test_ending_before_it_began_keeps_what_was_typed(visit, town, sari, budi):
    history = visit(sari).open("organisation.show_history", employee_id=budi.employee_id)
    refused = history.link("Akhiri").press("Akhiri penempatan", on="1950-01-01", expect=409)
    assert refused.heading == f"Akhiri penempatan {budi.name}"
    assert refused.fields["on"] == "1950-01-01"


def test_a_placement_outside_ones_units_is_not_there_to_mend(visit, town, rina, sari, joko, budi):
    placement = db.session.execute(select(Placement.id).where(Placement.employee_id == budi.employee_id)).scalar_one()
    path = f"/pegawai/{budi.employee_id}/penempatan/{placement}"
    visit(joko).open(f"{path}/perbaikan", expect=404)
    visit(rina).open(f"{path}/perbaikan", expect=403)
    for change in ("perbaikan", "penghapusan"):
        assert visit(joko).post(f"{path}/{change}", fields={"on": "2022-02-01"}).status_code == 404
    assert visit(sari).post(f"/pegawai/{sari.employee_id}/penempatan/{placement}/penghapusan").status_code == 404
    assert db.session.get_one(Placement, placement, populate_existing=True).ends_on is None


def test_who_left_by_mistake_is_back_with_one_press(visit, town, sari, budi):
    form = visit(sari).open("organisation.show_deactivation", employee_id=budi.employee_id)
    form.press("Nonaktifkan pegawai", on=this_day().isoformat(), reason="pension")
    back = visit(sari).open("organisation.show_file", employee_id=budi.employee_id).press("Aktifkan lagi")
    assert back.notices == [f"{budi.name} aktif lagi. Periksa penempatannya."]
    assert names(visit(sari).open("organisation.list_employees", cari="budi")) == [budi.name]
    assert visit(budi).open("organisation.show_own_file").heading == "Berkas saya"


@pytest.mark.parametrize(
    ("typed", "kept"), [("iii.c", "III/c"), ("Pembina / IV-a", "IV/a"), ("ngawur", None), ("IX", None), ("", "")]
)
def test_a_rank_is_kept_in_one_writing(visit, town, sari, budi, typed, kept):
    form = visit(sari).open("organisation.show_employee_change", employee_id=budi.employee_id)
    again = form.press("Simpan data", rank=typed, expect=422 if kept is None else 200)
    if kept is None:
        assert "Golongan ini tidak dikenal." in again.text
        assert again.fields["rank"] == typed
    else:
        assert db.session.get_one(Employee, budi.employee_id, populate_existing=True).rank == kept


def _plain(day):
    from app.base.wording import plain_date

    return plain_date(day)


def test_a_new_person_is_written_and_found(visit, town, sari, budi):
    form = visit(sari).open("organisation.show_employee_form")
    wrong = form.press("Tambah pegawai", name="Tono Baru", nip="123", kind="pns", expect=422)
    assert "NIP harus 18 angka. Sekarang baru 3." in wrong.text
    taken = form.press("Tambah pegawai", name="Tono Baru", nip=budi.nip, kind="pns", expect=422)
    assert "sudah tercatat untuk pegawai lain" in taken.text
    done = form.press("Tambah pegawai", name="Tono Baru, S.T.", nip="199001012020011001", kind="pns")
    assert done.heading == "Tempatkan Tono Baru, S.T."
    assert names(visit(sari).open("organisation.list_employees", cari="tono")) == ["Tono Baru, S.T."]


def test_two_officers_at_once_see_both_versions(visit, town, sari, budi):
    mine = visit(sari).open("organisation.show_employee_change", employee_id=budi.employee_id)
    mine.press("Simpan data", rank="III/c")
    stale = mine.press("Simpan data", rank="III/d", expect=409)
    assert "Golongan: tersimpan III/c, isian Anda III/d" in stale.text
    assert hints(stale) == ["Tersimpan sekarang: III/c."]
    assert stale.link("Pakai yang tersimpan").fields["rank"] == "III/c"
    stale.press("Simpan data")
    assert db.session.get_one(Employee, budi.employee_id, populate_existing=True).rank == "III/d"


def test_who_leaves_is_found_only_among_those_who_left(visit, town, sari, budi):
    form = visit(sari).open("organisation.show_deactivation", employee_id=budi.employee_id)
    form.press("Nonaktifkan pegawai", on=this_day().isoformat(), reason="pension")
    assert names(visit(sari).open("organisation.list_employees", cari="budi")) == []
    assert names(visit(sari).open("organisation.list_employees", cari="budi", keaktifan="nonaktif")) == [budi.name]


def test_ones_own_file_needs_no_role_and_leaves_no_line(visit, town, budi):
    for path in ("/saya/berkas", "/saya/berkas/riwayat", "/saya/berkas/jp", "/saya/berkas/kompetensi"):
        assert visit(budi).open(path).heading == "Berkas saya"
    assert db.session.execute(select(PersonalReading.id)).all() == []


def test_the_list_of_another_day_shows_who_was_where(visit, town, sari, budi):
    other = make_position("Pengelola Arsip", unit=unit_of(sari))
    db.session.execute(db.update(Employee).where(Employee.id == budi.employee_id).values(rank="III/a"))
    place(budi.employee_id, other.id, kind="plt", starts_on=date(2022, 1, 1), ends_on=date(2022, 2, 1))
    page = visit(sari).open("organisation.list_employees", tanggal="2023-01-02", cari="budi")
    assert names(page) == [budi.name]
    assert names(visit(sari).open("organisation.list_employees", tanggal="2019-01-02", unit=unit_of(sari).id)) == []


def test_changes_are_on_the_trail_without_personal_data(visit, town, sari, budi):
    form = visit(sari).open("organisation.show_employee_change", employee_id=budi.employee_id)
    form.press("Simpan data", name="Budi Rahasia")
    entry = db.session.execute(
        select(AuditEntry).where(AuditEntry.action == "organisation.employee.changed")
    ).scalar_one()
    assert "Rahasia" not in str(entry.details)


@pytest.mark.parametrize("value", ["2026-02-30", "abc", "0000-01-01", "9999-99-99"])
@pytest.mark.parametrize("path", ["/organisasi", "/pegawai", "/organisasi/jabatan"])
def test_an_impossible_day_is_simply_today(visit, town, sari, path, value):
    visit(sari).open(f"{path}?tanggal={value}")


@pytest.mark.parametrize("name", ["setelah", "sebelum", "unit"])
def test_numbers_that_are_nobodys_are_an_empty_or_first_page(visit, town, sari, name):
    for path in ("/pegawai", "/organisasi/jabatan", "/pegawai?tanggal=2023-01-02"):
        mark = "&" if "?" in path else "?"
        visit(sari).open(f"{path}{mark}{name}=999999")
