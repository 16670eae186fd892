"""The pages of plans: what HR sees and presses, what an auditor reads, what a head of unit says."""

import io

import pytest
from python_calamine import load_workbook

from app.base.database import db
from app.competency.services import next_posts
from app.jobs import worker
from app.organisation.models import OrgUnit, Position, PositionTier
from app.plans.models import LineStatus, PlanStatus
from app.plans.queries import plans as queries
from app.plans.services import horizon
from tests.support import counting
from tests.support.builders import make_employee, make_position, make_unit
from tests.support.pdf import text
from tests.support.plans import (
    YEAR,
    complete,
    established,
    gathered,
    local_today,
    make_need,
    make_plan,
    people_lacking,
    whole,
)
from tests.support.proposals import make_agency

once = pytest.mark.parametrize("app", ["sqlite"], indirect=True)
pytestmark = pytest.mark.usefixtures("bungo")


def test_hr_plans_a_year_from_the_gaps(visit, sari):
    people_lacking(4)
    page = visit(sari).open("plans.list_plans")
    assert page.all(".empty h2") == ["Belum ada rencana"]
    page = visit(sari).open("plans.show_new_plan").press("Buat rancangan", year=str(YEAR), smallest_class="3")
    assert page.heading == "Susun dari kesenjangan"
    page = page.press("Susun kegiatan")
    assert page.notices == ["Kegiatan disusun dari kesenjangan."]
    assert page.all(".planned__body b") == ["Pelatihan Pelayanan Publik level 2"]
    page = page.press("Urungkan yang terakhir")
    assert page.all(".planned__body b") == []


def test_what_is_lacked_for_the_next_post_is_shown_and_gathered_apart(visit, sari):
    lacking, aiming = people_lacking(3), people_lacking(3, tier=PositionTier.PELAKSANA)
    post = make_position("Kepala Bidang", tier=PositionTier.ADMINISTRATOR)
    for one in (*aiming, lacking[0]):
        next_posts.choose(one.employee_id, post, today=local_today(), by=sari.actor)
    plan = make_plan(sari)
    page = visit(sari).open("plans.show_analysis", yearly_id=plan.id)
    assert page.all("form h2") == ["Kesenjangan kompetensi, jabatan kini", "Kesenjangan kompetensi, jabatan berikutnya"]
    only = visit(sari).open("plans.show_analysis", yearly_id=plan.id, untuk="berikutnya")
    assert only.all("form h2") == ["Kesenjangan kompetensi, jabatan berikutnya"]
    made = only.press("Susun kegiatan")
    assert made.all(".planned__body b") == ["Pelatihan Pelayanan Publik level 3"]
    assert "Jabatan berikutnya" in made.all(".planned__marks")[0]
    assert visit(sari).open("plans.show_plan", yearly_id=plan.id, untuk="kini").all(".planned__body b") == []
    rest = visit(sari).open("plans.show_analysis", yearly_id=plan.id)
    assert rest.all("form h2") == ["Kesenjangan kompetensi, jabatan kini"]
    empty = visit(sari).open("plans.show_analysis", yearly_id=plan.id, untuk="berikutnya")
    assert empty.all(".empty h2") == ["Tidak ada kesenjangan untuk jabatan berikutnya"]


@once
def test_what_was_typed_wrongly_comes_back_with_a_sentence(visit, sari):
    people_lacking(3)
    plan, (line,) = gathered(sari)
    page = visit(sari).open("plans.show_line_form", yearly_id=plan.id, line_id=line.id)
    page = page.press(
        "Simpan kegiatan", expect=422, title="Kelas pengaduan", seats="1", lesson_hours="banyak", cost="-5"
    )
    assert page.fields["title"] == "Kelas pengaduan"
    assert page.fields["lesson_hours"] == "banyak"
    assert "Isi angka, misalnya 2,5." in page.text
    page = page.press("Simpan kegiatan", expect=422, lesson_hours="8", cost="1.250.000", seats="1")
    assert "belum cukup untuk 3 orang" in page.text
    page = page.press("Simpan kegiatan", seats="3", month="5", fund_source="APBD")
    assert page.heading == "Kelas pengaduan"
    assert "Rp\u00a03.750.000" in page.source
    stale = visit(sari).open("plans.show_line_form", yearly_id=plan.id, line_id=line.id)
    visit(sari).open("plans.show_line_form", yearly_id=plan.id, line_id=line.id).press("Simpan kegiatan", title="Baru")
    assert "sudah diubah orang lain" in stale.press("Simpan kegiatan", expect=409, title="Lama").text


@once
def test_several_activities_are_changed_at_once(visit, sari):
    people_lacking(3)
    people_lacking(3, tier=PositionTier.ADMINISTRATOR)
    plan, lines = gathered(sari)
    page = visit(sari).open("plans.show_plan", yearly_id=plan.id)
    page = page.press("Ubah yang dicentang", expect=422, many_fund="APBD")
    assert "Centang dulu kegiatan" in page.text
    page = page.press("Ubah yang dicentang", expect=422, kegiatan=[lines[0].id], many_cost="mahal")
    assert page.fields["many_cost"] == "mahal"
    both = [one.id for one in lines]
    page = page.press("Ubah yang dicentang", kegiatan=both, many_cost="500.000", many_fund="APBN", many_month="4")
    assert page.notices == ["2 kegiatan diubah."]
    db.session.expire_all()
    assert {(one.fund_source, one.month) for one in queries.planned_lines(plan.id)} == {("APBN", 4)}


@once
def test_people_are_moved_without_dragging(visit, sari):
    people_lacking(3)
    people_lacking(3, tier=PositionTier.ADMINISTRATOR)
    plan, (first, second) = gathered(sari)
    rows = [row.id for row in queries.everybody_in(first.id)]
    page = visit(sari).open("plans.show_line", yearly_id=plan.id, line_id=first.id)
    page = page.press("Keluarkan yang dicentang", expect=422)
    assert "Centang dulu orangnya." in page.text
    page = page.press("Keluarkan yang dicentang", orang=[rows[0]])
    page = page.press("Ikutkan lagi", orang=[rows[0]])
    page = page.press("Pindahkan yang dicentang", orang=[rows[1]], expect=422)
    page = page.press("Pindahkan yang dicentang", orang=[rows[1]], tujuan=second.id)
    page = page.press("Pisahkan jadi kegiatan sendiri", orang=[rows[2]])
    assert page.notices == ["1 orang sekarang punya kegiatan sendiri."]
    page = page.press("Gabungkan kegiatan", tujuan=second.id)
    db.session.expire_all()
    counted = {one.id: one.people for one in queries.planned_lines(plan.id)}
    assert counted == {first.id: 1, second.id: 5}


@once
def test_somebody_is_found_by_name_and_added(visit, sari):
    people_lacking(3)
    other = make_employee("Yanti Kusuma", position_id=make_position(unit=make_unit("Dinas Perikanan")).id)
    plan, (line,) = gathered(sari)
    page = visit(sari).open("plans.show_line", yearly_id=plan.id, line_id=line.id)
    page = page.press("Cari pegawai", cari="yanti")
    page = page.press("Tambahkan yang dicentang", pegawai=[other.employee_id])
    assert page.notices == ["1 orang ditambahkan."]
    assert "Yanti Kusuma" in page.text


@once
def test_an_activity_is_crossed_out_with_a_reason_and_put_back(visit, sari):
    people_lacking(3)
    plan, (line,) = gathered(sari)
    page = visit(sari).open("plans.show_line", yearly_id=plan.id, line_id=line.id).link("Coret kegiatan")
    page = page.press("Coret kegiatan", expect=422, reason="x")
    page = page.press("Coret kegiatan", reason="Dananya tidak cukup tahun ini.")
    page = page.press("Saring", dicoret="1")
    assert "Dananya tidak cukup tahun ini." in page.text
    page = visit(sari).open("plans.show_line", yearly_id=plan.id, line_id=line.id).press("Pulihkan kegiatan")
    db.session.expire_all()
    assert queries.line(plan.id, line.id).status == LineStatus.PLANNED


@once
def test_money_and_trainers_are_compared(visit, sari):
    people_lacking(3)
    plan, (line,) = gathered(sari)
    complete(plan, sari)
    page = visit(sari).open("plans.show_resources", yearly_id=plan.id)
    assert page.press("Catat dana", expect=422, source="APBD", amount="banyak").fields["amount"] == "banyak"
    page = page.press("Catat dana", source="APBD", amount="1.000.000")
    assert page.text.count("Kurang") >= 2
    assert "Dana kurang pada APBD." in page.text
    assert "Kurang 2 pertemuan" in page.text
    page = page.press("Catat dana", source="APBD", amount="2.000.000")
    assert "Dana kurang" not in page.text
    page.press("Hapus")
    assert queries.line(plan.id, line.id).fund_source == "APBD"


def test_from_draft_to_batches_through_the_pages(visit, sari):
    make_agency()
    people_lacking(3)
    plan, _lines = gathered(sari)
    page = visit(sari).open("plans.show_plan", yearly_id=plan.id)
    assert page.press("Ajukan ke PPK", expect=409).heading == "Rencana belum lengkap"
    complete(plan, sari)
    page = visit(sari).open("plans.show_plan", yearly_id=plan.id).press("Ajukan ke PPK")
    worker.drain()
    assert visit(sari).download("plans.download_plan_letter", yearly_id=plan.id).mimetype == "application/pdf"
    page = page.link("Kembalikan ke rancangan").press("Kembalikan ke rancangan", reason="Ada yang keliru.")
    page = page.press("Ajukan ke PPK").link("Catat penetapan PPK")
    page = page.press("Tetapkan rencana", expect=422, number="800.2/45/2026", decided_on="2099-01-01")
    assert "masa depan" in page.text
    page = page.press("Tetapkan rencana", decided_on=local_today().isoformat())
    assert "Ajukan ke PPK" not in page.buttons
    page = page.link("Jadikan angkatan").press("Jadikan angkatan")
    worker.drain()
    page = visit(sari).open("plans.show_realisation", yearly_id=plan.id)
    assert "1 rancangan angkatan dibuat, lengkap dengan calon pesertanya." in page.text
    assert "Jadikan angkatan" not in page.buttons
    page = visit(sari).open("plans.show_plan", yearly_id=plan.id).link("Buat revisi")
    page = page.press("Buat revisi", reason="Dana berubah.")
    assert page.all(".head .badge") == ["Rancangan", "Revisi ke-1"]
    page = visit(sari).open("plans.show_plan", yearly_id=plan.id).press("Tutup rencana")
    db.session.expire_all()
    assert whole(plan).plan.status == PlanStatus.CLOSED


def test_the_plan_on_paper_and_as_a_workbook(visit, sari, auditor):
    make_agency()
    lacking = people_lacking(3)
    plan = established(sari)
    paper = text(visit(sari).download("plans.download_plan_pdf", yearly_id=plan.id).data)
    assert "Ditetapkan Bupati Bungo dengan keputusan nomor 800.2/45/2026" in paper
    book = load_workbook(io.BytesIO(visit(sari).download("plans.download_plan_xlsx", yearly_id=plan.id).data))
    assert book.sheet_names == ["Rencana", "Pegawai", "Kesenjangan", "Realisasi"]
    sheet = {row[2]: row[6:] for row in book.get_sheet_by_name("Kesenjangan").to_python()[1:]}
    assert {tuple(sheet[one.nip]) for one in lacking} == {
        (50.0, "Tinggi", "", "", "Pelayanan Publik", "Pelatihan Pelayanan Publik level 2")
    }
    headings, *rows = book.get_sheet_by_name("Pegawai").to_python()
    asked = "Nama pegawai,NIP,Unit,Kompetensi,Kelompok pelatihan,Nama pelatihan,JP,Tahun,Keterangan"
    assert headings == asked.split(",")
    assert sorted(row[1] for row in rows) == sorted(one.nip for one in lacking)
    read = load_workbook(io.BytesIO(visit(auditor).download("plans.download_plan_xlsx", yearly_id=plan.id).data))
    assert read.sheet_names == ["Rencana", "Realisasi"]


def test_an_auditor_reads_and_changes_nothing(visit, sari, auditor):
    lacking = people_lacking(3)
    plan, (line,) = gathered(sari)
    browser = visit(auditor)
    page = browser.open("plans.show_plan", yearly_id=plan.id)
    assert "Susun dari kesenjangan" not in page.links
    page = browser.open("plans.show_line", yearly_id=plan.id, line_id=line.id)
    assert [one.name for one in lacking if one.name in page.source] == []
    assert browser.post("plans.create_submission", yearly_id=plan.id).status_code == 403
    assert browser.get(browser.address("plans.show_line_form", yearly_id=plan.id, line_id=line.id)).status_code == 403
    browser.open("plans.show_resources", yearly_id=plan.id)
    browser.open("plans.show_realisation", yearly_id=plan.id)


def test_a_head_of_unit_states_what_the_unit_needs(visit, sari, rina):
    unit = db.session.get_one(OrgUnit, db.session.get_one(Position, rina.position_id).unit_id)
    budi = make_employee("Budi Hartono", position_id=make_position(unit=unit, above=rina.position_id).id)
    plan = make_plan(sari)
    page = visit(rina).open("plans.show_new_need")
    page = page.press("Sampaikan kebutuhan", expect=422, title="Arsip digital", reason="x", year=str(YEAR))
    assert page.fields["title"] == "Arsip digital"
    page = page.press(
        "Sampaikan kebutuhan", reason="Arsip dicari dua hari.", people=[budi.employee_id], basis="organisation"
    )
    assert "Arsip digital" in page.text
    page = page.link("Arsip digital").press("Simpan kebutuhan", title="Arsip digital unit")
    assert visit(rina).get("/rencana-tahunan").status_code == 403
    page = visit(sari).open("plans.list_needs").press("Masukkan ke Rencana 2027")
    assert page.heading == "Arsip digital unit"
    assert budi.name in page.text
    assert "Masuk rencana" in visit(rina).open("plans.list_needs").text
    assert queries.totals(plan.id).lines == 1


@once
def test_a_need_of_another_unit_is_not_found(visit, sari, rina, budi):
    need = make_need(make_unit("Dinas Kesehatan"), sari)
    assert visit(rina).get(visit(rina).address("plans.show_need_form", need_id=need.id)).status_code == 404
    assert "Penulisan laporan" not in visit(rina).open("plans.list_needs").text
    page = visit(sari).open("plans.list_needs").link("Tidak diambil")
    page = page.press("Kirim jawaban", reason="Sudah masuk pelatihan lain.")
    assert "Jawaban BKPSDM: Sudah masuk pelatihan lain." in page.text


def test_a_plan_of_five_years(visit, sari):
    make_agency()
    people_lacking(4)
    page = visit(sari).open("plans.list_horizons")
    page = page.press("Susun HCDP", expect=422, first_year="2027", last_year="2050")
    assert "Tahun terakhir antara 2000 dan 2100." in page.press("Susun HCDP", expect=422, last_year="2150").text
    page = page.press("Susun HCDP", last_year="2030")
    assert page.all("#targets tbody th") == ["Pelayanan Publik"]
    page = page.link("Pelayanan Publik").press("Simpan sasaran", expect=422, people="satu")
    page = page.press("Simpan sasaran", people="2", lesson_hours="8", cost="100.000,50")
    assert "Rp 100.001" in page.text
    page = page.press("Susun ulang").link("Catat penetapan")
    page = page.press("Tetapkan HCDP", number="800.2/46/2026")
    worker.drain()
    plan_id = int(page.path.rsplit("/", 1)[1])
    for endpoint, kind in (
        ("download_horizon_pdf", "pdf"),
        ("download_horizon_xlsx", "sheet"),
        ("download_horizon_letter", "pdf"),
    ):
        assert kind in visit(sari).download(f"plans.{endpoint}", horizon_id=plan_id).mimetype
    assert "Susun ulang" not in visit(sari).open("plans.show_horizon", horizon_id=plan_id).buttons


@once
def test_a_list_of_activities_asks_as_often_for_three_as_for_one(visit, sari):
    people_lacking(3)
    plan, _lines = gathered(sari)
    for tier in (PositionTier.ADMINISTRATOR, PositionTier.JPT_PRATAMA):
        people_lacking(3, tier=tier)
    other, lines = gathered(sari, year=YEAR + 1)
    assert len(lines) == 3
    browser = visit(sari)
    browser.open("plans.show_plan", yearly_id=plan.id)
    with counting.queries() as one:
        browser.open("plans.show_plan", yearly_id=plan.id)
    with counting.queries() as three:
        browser.open("plans.show_plan", yearly_id=other.id)
    assert len(three) == len(one)


def test_who_has_no_plan_right_stays_outside(visit, budi):
    assert visit(budi).get("/rencana-tahunan").status_code == 403
    assert visit(budi).get("/rencana-tahunan/kebutuhan").status_code == 403


def test_a_horizon_made_by_the_service_is_listed(visit, sari, auditor):
    plan = horizon.create(YEAR, YEAR + 4, "HCDP Bungo", by=sari.actor)
    db.session.commit()
    assert "HCDP Bungo" in visit(auditor).open("plans.list_horizons").text
    assert visit(auditor).open("plans.show_horizon", horizon_id=plan.id).all("#targets section") == []
