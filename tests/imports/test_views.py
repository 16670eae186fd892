"""The pages of an import, as Sari uses them and as others may not."""

import io
from datetime import date

import pytest
from python_calamine import load_workbook
from sqlalchemy import select

from app.access.permissions import Role
from app.audit.models import AuditEntry
from app.base import scope
from app.base.database import db
from app.competency.models import LearningRecord
from app.imports.headings import ImportKind
from app.imports.models import ImportMapping, ImportRun
from app.imports.services.uploads import read_file
from app.jobs import worker
from app.organisation.models import Employee, OrgUnit
from tests.imports.test_reading import REFUSED
from tests.imports.test_services import BUDI, DEWI, siasn_row
from tests.support.builders import make_employee, make_government, make_unit
from tests.support.tables import bring, of_dicts, xlsx

SIASN = ImportKind.SIASN


@pytest.fixture
def health(bungo) -> OrgUnit:
    return make_unit("Dinas Kesehatan")


def upload(browser, content, name="pegawai.xlsx", **fields):
    return browser.open("imports.show_upload").press("Unggah dan periksa", file=(name, content), **fields)


def test_a_table_is_uploaded_tried_taken_and_undone(visit, sari, health):
    browser = visit(sari)
    page = upload(browser, of_dicts(SIASN, [siasn_row(), siasn_row(DEWI, rank="X/z")]))
    assert page.heading == "pegawai.xlsx"
    assert "Sedang diperiksa" in page.text
    worker.drain()
    page = browser.open(page.path)
    assert page.all(".figures dd") == ["1 baris", "0 baris", "0 baris", "1 baris"]
    assert page.all("#faults tbody tr") == [
        "3 GOL AKHIR NAMA X/z Ditolak Golongan ini tidak dikenal. Tulis I/a sampai IV/e, misalnya III/b."
    ]
    page = page.press("Terapkan baris yang baik")
    worker.drain()
    page = browser.open(page.path)
    assert "1 baris masuk ke data." in page.text
    assert db.session.execute(select(Employee.nip).where(Employee.nip == BUDI)).scalar_one() == BUDI
    page = page.link("Urungkan impor ini").press("Urungkan impor ini")
    worker.drain()
    assert "Diurungkan" in browser.open(page.path).text
    assert db.session.execute(select(Employee.nip).where(Employee.nip == BUDI)).scalar() is None


def test_refused_rows_come_back_with_their_reasons_and_go_in_once_mended(visit, sari, health):
    browser = visit(sari)
    page = upload(browser, of_dicts(SIASN, [siasn_row(), siasn_row(DEWI, unit="Dinas Kesehtan")]))
    worker.drain()
    page = browser.open(page.path).press("Terapkan baris yang baik")
    worker.drain()
    content = browser.download("imports.download_refused", run_id=int(page.path.rsplit("/", 1)[1])).data
    rows = load_workbook(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    headings, row = rows
    assert headings[-1] == "Alasan"
    noted = db.session.execute(select(AuditEntry.details).where(AuditEntry.action == "imports.refused.exported"))
    assert noted.scalar_one() == {"lines": 1}
    assert row[-1] == "UNOR NAMA: Unit ini belum ada di Penata. Mungkin maksudnya «Dinas Kesehatan»."
    mended = [{"Dinas Kesehtan": "Dinas Kesehatan"}.get(cell, cell) for cell in row]
    page = upload(browser, xlsx(headings, [mended]))
    worker.drain()
    page = browser.open(page.path).press("Terapkan semua")
    worker.drain()
    there = db.session.execute(select(Employee.nip).where(Employee.nip.in_([BUDI, DEWI]))).scalars()
    assert sorted(there) == [BUDI, DEWI]


def test_the_report_says_which_personal_columns_were_thrown_away(visit, sari, health):
    headings = ["NAMA", "NIK", "ALAMAT", "NIP BARU", "UNOR NAMA", "JABATAN NAMA", "TMT JABATAN", "Catatan"]
    row = [
        "BUDI",
        "1508010101900001",
        "Jalan Rahasia 7",
        BUDI,
        "Dinas Kesehatan",
        "Arsiparis Terampil",
        "01-01-2022",
        "x",
    ]
    browser = visit(sari)
    page = upload(browser, xlsx(headings, [row]))
    worker.drain()
    page = browser.open(page.path)
    assert "Data pribadi yang dibuang NIK, ALAMAT" in page.text
    assert "Tidak dipakai Catatan" in page.text
    run = db.session.execute(select(ImportRun)).scalar_one()
    assert (run.personal, run.unknown) == (["NIK", "ALAMAT"], ["Catatan"])


def test_nothing_of_a_dropped_column_is_kept(sari, health):
    from app.documents import services as store
    from app.documents.models import StoredFile
    from app.imports.reading import unpacked

    headings = ["NAMA", "NIK", "ALAMAT", "NIP BARU", "UNOR NAMA", "Catatan"]
    run = bring(
        xlsx(headings, [["BUDI", "1508010101900001", "Jalan Rahasia 7", BUDI, "Dinas Kesehatan", "gosip"]]), sari
    )
    file = db.session.get_one(StoredFile, run.file_id)
    kept = "".join(map(str, unpacked(store.read(file))))
    assert BUDI in kept
    for secret in ("1508010101900001", "Jalan Rahasia 7", "gosip"):
        assert secret not in kept


def test_unknown_headings_are_matched_once_and_remembered(visit, sari, health):
    headings, row = ["Nomor pokok", "Sebutan", "Tanggungan"], [BUDI, "Budi Pratama", "3"]
    browser = visit(sari)
    page = upload(browser, xlsx(headings, [row]))
    assert page.heading == "Cocokkan kolom pegawai.xlsx"
    page = browser.open(f"{page.path}?jenis=employees")
    refused = page.press("Periksa berkas", expect=422, **{"kolom-nip": "Nomor pokok"})
    assert "Pilih kolom untuk: Nama." in refused.text
    page = page.press("Periksa berkas", **{"kolom-nip": "Nomor pokok", "kolom-name": "Sebutan"})
    worker.drain()
    assert browser.open(page.path).all(".figures dd")[0] == "1 baris"
    assert db.session.execute(select(ImportMapping.columns)).scalar_one() == {"nip": "Nomor pokok", "name": "Sebutan"}
    again = upload(browser, xlsx([*reversed(headings)], [[*reversed(row)]]))
    assert again.heading == "pegawai.xlsx"


def test_a_file_uploaded_again_after_it_was_thrown_away_is_checked_again(visit, sari, health):
    """SQLite gives its number to the next upload, whose check is a job of its own."""
    browser, content = visit(sari), of_dicts(SIASN, [siasn_row()])
    for _time in range(3):
        page = upload(browser, content)
        worker.drain()
        checked = browser.open(page.path)
        assert checked.all(".figures dd")[0] == "1 baris"
        checked.press("Buang berkas ini")


def test_a_first_import_makes_the_units_it_names_without_another_upload(visit, sari, bungo):
    browser = visit(sari)
    page = upload(browser, of_dicts(SIASN, [siasn_row(), siasn_row(DEWI)]))
    worker.drain()
    asked = browser.open(page.path)
    assert asked.all(".figures dd")[3] == "2 baris"
    asked.press("Buat unitnya dan periksa lagi")
    worker.drain()
    ready = browser.open(page.path)
    assert "Buat unitnya dan periksa lagi" not in ready.text
    made = select(OrgUnit.name).where(OrgUnit.name == "DINAS KESEHATAN")
    assert db.session.execute(made).first() is None
    ready.press("Terapkan semua")
    worker.drain()
    assert len(db.session.execute(made).all()) == 1


def test_only_a_missing_unit_offers_to_be_made(visit, sari, health):
    browser = visit(sari)
    page = upload(browser, of_dicts(SIASN, [siasn_row(rank="ngawur")]))
    worker.drain()
    assert "Buat unitnya dan periksa lagi" not in browser.open(page.path).text
    table = of_dicts(ImportKind.EMPLOYEES, [{"nip": BUDI, "name": "Budi"}])
    page = upload(browser, table)
    worker.drain()
    browser.post(f"{page.path}/pemeriksaan", fields={"unit": "buat"})
    assert db.session.execute(select(ImportRun.make_units).order_by(ImportRun.id.desc())).scalars().first() is False


def test_columns_matched_wrongly_are_matched_anew(visit, sari, joko, health):
    browser, content = visit(sari), xlsx(["Nomor pokok", "Alias", "Sebutan"], [[BUDI, "Pak Bud", "Budi Pratama"]])
    page = upload(browser, content)
    page = browser.open(f"{page.path}?jenis=employees")
    page.press("Periksa berkas", **{"kolom-nip": "Nomor pokok", "kolom-name": "Alias"})
    worker.drain()
    again = upload(browser, content)
    worker.drain()
    assert again.heading == "pegawai.xlsx"
    assert visit(joko).post(f"{again.path}/pencocokan-ulang").status_code == 404
    asked = browser.open(again.path).press("Cocokkan kolom dari awal")
    assert asked.heading == "Unggah berkas"
    assert db.session.execute(select(ImportMapping.id)).all() == []
    assert browser.get(again.path).status_code == 404
    anew = upload(browser, content)
    assert anew.heading == "Cocokkan kolom pegawai.xlsx"


def test_a_file_known_by_its_headings_has_nothing_to_match_anew(visit, sari, health):
    browser = visit(sari)
    page = upload(browser, of_dicts(SIASN, [siasn_row()]))
    worker.drain()
    assert "Cocokkan kolom dari awal" not in browser.open(page.path).text


def test_a_file_that_is_no_table_is_refused_beside_its_field(visit, sari):
    browser = visit(sari)
    page = browser.open("imports.show_upload").press(
        "Unggah dan periksa", file=("data.xlsx", b"%PDF-1.7 ..."), expect=422
    )
    assert page.all(".field .error") == ["Ini PDF, bukan tabel. Unggah berkas XLSX atau CSV."]
    page = page.press("Unggah dan periksa", expect=422)
    assert page.all(".field .error") == ["Pilih berkas XLSX atau CSV lebih dulu, lalu unggah."]
    assert db.session.execute(select(ImportRun.id)).all() == []


def test_a_table_without_a_single_row_says_so_instead_of_being_the_same(visit, sari):
    browser = visit(sari)
    for content in (xlsx(["NIP", "NAMA"], []), xlsx(["NIP", "NAMA"], [[None, None], ["", "  "]])):
        page = upload(browser, content)
        worker.drain()
        page = browser.open(page.path)
        assert page.all("#standing h2")[0] == "Berkas ini tidak berisi data"
        assert page.all(".figures dd") == ["0 baris"] * 4


@pytest.fixture
def officer(any_app):
    """A personnel officer where the database does not matter."""
    scope.enter(make_government().id)
    return make_employee("Sari Wulandari", roles=[Role.HR], female=True)


def test_every_hostile_file_is_a_sentence_beside_the_field_and_leaves_nothing(visit_any, officer):
    form = visit_any(officer).open("imports.show_upload")
    for what in set(REFUSED) - {"nothing"}:  # a browser does not send an empty choice
        make, sentence = REFUSED[what]
        page = form.press("Unggah dan periksa", file=("data.xlsx", make()), expect=422)
        [shown] = page.all(".field .error")
        assert shown.startswith(sentence), what
    assert db.session.execute(select(ImportRun.id)).all() == []


@pytest.mark.parametrize("kind", list(ImportKind))
def test_every_kind_has_a_template_that_is_recognised_as_that_kind(visit_any, officer, kind):
    content = visit_any(officer).download("imports.download_template", kind=kind.value).data
    about = read_file(io.BytesIO(content), None).about
    assert (about["kind"], about["unknown"], about["personal"]) == (kind.value, [], [])


def test_lists_ask_the_same_number_of_queries_for_one_row_and_for_three(visit, sari, health, queries):
    browser = visit(sari)
    asked = {}
    for count in (1, 3):
        rows = [siasn_row(f"19900{1 + index}012020011001", rank="?") for index in range(count)]
        run = bring(of_dicts(SIASN, rows), sari)
        bring(of_dicts(SIASN, rows[:1]), sari)
        with queries() as listed:
            browser.open("imports.list_runs")
        with queries() as shown:
            page = browser.open("imports.show_run", run_id=run.id)
        assert len(page.all("#faults tbody tr")) == count
        asked[count] = (len(listed), len(shown))
    assert asked[1] == asked[3]


def test_faults_are_paged_and_filtered_by_column(visit, sari, health):
    rows = [siasn_row(f"1990{month:02}{day:02}2020011001", rank="?") for month in (1, 2) for day in range(1, 16)]
    rows[3] |= {"unit": "Dinas Antah Berantah"}
    run = bring(of_dicts(SIASN, rows), sari)
    browser = visit(sari)
    page = browser.open("imports.show_run", run_id=run.id)
    assert len(page.all("#faults tbody tr")) == 25
    rest = browser.fragment(page.links["Berikutnya"])
    assert (rest.ids, len(rest.all("tbody tr"))) == (["faults"], 6)
    units = browser.fragment(f"/impor/{run.id}?kolom=UNOR+NAMA")
    assert [text.split()[0] for text in units.all("tbody tr")] == ["5"]


def test_another_government_finds_nothing_of_it(visit, sari, joko, health):
    run = bring(of_dicts(SIASN, [siasn_row(rank="?")]), sari)
    browser = visit(joko)
    assert "pegawai" not in browser.open("imports.list_runs").all("tbody tr")
    assert browser.open("imports.list_runs").all("tbody tr") == []
    for endpoint in ("show_run", "list_changes", "show_undo", "download_refused"):
        assert browser.get(browser.address(f"imports.{endpoint}", run_id=run.id)).status_code == 404
    for endpoint in ("create_application", "create_undo", "create_check", "create_disposal", "create_mapping"):
        assert browser.post(f"imports.{endpoint}", run_id=run.id).status_code == 404, endpoint


def test_whoever_is_not_hr_may_not_import(visit, budi, administrator):
    for person in (budi, administrator):
        assert visit(person).open("/impor", expect=403)


def test_a_file_thrown_away_is_gone(visit, sari, health):
    from app.documents.models import StoredFile

    run = bring(of_dicts(SIASN, [siasn_row()]), sari)
    page = visit(sari).open("imports.show_run", run_id=run.id).press("Buang berkas ini")
    assert page.notices == ["Berkas dibuang. Tidak ada data yang berubah."]
    assert db.session.execute(select(ImportRun.id)).all() == []
    assert db.session.execute(select(StoredFile.id)).all() == []


def test_a_body_too_large_is_refused_in_words(visit, budi, sari):
    big = ("besar.csv", b"x" * (3 * 1024 * 1024))
    page = visit(sari).open("imports.show_upload").press("Unggah dan periksa", file=big, expect=422)
    assert page.all(".field .error")
    answer = visit(budi).request(
        "POST", "/impor", data={"csrf_token": visit(budi).open("/beranda").token, "file": (io.BytesIO(big[1]), big[0])}
    )
    assert answer.status_code == 413
    assert "Paling besar 2 MB" in answer.text


def test_past_trainings_become_claims_with_their_evidence(sari):
    from tests.support.tables import apply

    row = {"nip": sari.nip, "training": "Pelayanan Prima", "hours": "24", "certificate": "800/12", "form": "4"}
    rows = [row | {"starts_on": date(2024, 3, 12), "ends_on": "14-03-2024"}]
    run = apply(bring(of_dicts(ImportKind.TRAININGS, rows), sari), sari)
    assert run.status == "applied"
    record = db.session.execute(select(LearningRecord)).scalar_one()
    assert (record.status, str(record.jp_claimed), str(record.jp_credited)) == ("waiting", "24.00", "0.00")
    assert (record.evidence, record.form_code, record.year) == ("Sertifikat nomor 800/12", "KL07", 2024)
    again = bring(of_dicts(ImportKind.TRAININGS, rows), sari)
    assert (again.unchanged, again.new) == (1, 0)


def test_twenty_tables_an_hour_are_enough_for_one_account(visit_any, officer):
    browser = visit_any(officer)
    for _ in range(20):
        assert browser.post("imports.create_upload", fields={}).status_code == 422
    refused = browser.post("imports.create_upload", fields={})
    assert refused.status_code == 429
    assert "Terlalu banyak permintaan" in refused.text
    assert "Retry-After" in refused.headers
