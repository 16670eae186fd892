"""The pages of the index: one's own, a superior's without discipline, HR's with it, and what HR keeps."""

import io
import re
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from app.access.permissions import Role
from app.audit.models import PersonalReading
from app.base.database import db
from app.competency.models.gaps import PerformanceRating
from app.professionalism.models import (
    IndexTable,
    IndexYear,
    OfficialIndex,
    Sanction,
    SanctionLevel,
    YearStatus,
)
from app.professionalism.queries import tables
from tests.support import counting
from tests.support.builders import make_employee
from tests.support.competency import dinas, rate
from tests.support.professionalism import (
    educate,
    kept,
    learn,
    publish,
    punish,
    state_complete,
    this_day,
    this_year,
    work_out,
)


@pytest.fixture
def complete(budi, dewi):
    """The executive of the reference, and Dewi of whom little is known."""
    educate(budi, "S-1")
    learn(budi, "KL03", "Pelayanan Prima")
    learn(budi, "KL06", "Seminar Arsip", hours="4")
    rate(budi, "Baik", "80", year=this_year() - 1)
    state_complete()
    work_out()
    return budi


def parts_read(person):
    db.session.rollback()
    rows = db.session.execute(select(PersonalReading.part).where(PersonalReading.employee_id == person.employee_id))
    return sorted(rows.scalars())


def test_budi_sees_what_counted_and_what_would_raise_it(visit, complete):
    page = visit(complete).open("professionalism.show_own")
    assert page.heading == "Perkiraan IP ASN saya"
    assert "perkiraan, Tabel 2019, predikat 2022" in page.text
    assert "Pendidikan tercatat S-1." in page.text
    assert "Naik 5 bila ijazah S-2 tercatat di data kepegawaian." in page.text
    assert "Naik 5 bila predikat kinerja Sangat Baik." in page.text
    assert "bukan level kompetensi terukur" in page.text
    assert "Kategori Tinggi." in page.text


def test_dewi_sees_a_range_and_what_is_not_known(visit, complete, dewi):
    page = visit(dewi).open("professionalism.show_own")
    assert "Belum diketahui: tingkat pendidikan belum tercatat." in page.text
    assert "paling rendah 7, paling tinggi 100" in page.text


def test_paper_is_marked_as_an_estimate_with_its_version(visit, complete):
    answer = visit(complete).download("professionalism.download_own_pdf")
    assert answer.data.startswith(b"%PDF")
    assert "perkiraan" in answer.headers["Content-Disposition"]


def test_a_superior_sees_no_discipline_and_no_sum_that_holds_it(visit, complete, rina):
    punish(complete, SanctionLevel.SEVERE)
    publish(complete, "79.5")
    work_out()
    page = visit(rina).open("professionalism.show_person", employee_id=complete.employee_id)
    assert "Disiplin dan jumlah yang memuatnya hanya untuk BKPSDM" in page.text
    assert "tanpa disiplin" in page.text
    for secret in ("Hukuman disiplin berat", "79,5", "81 dari", "Kategori"):
        assert secret not in page.text
    listed = visit(rina).open("professionalism.list_people", tahun=this_year())
    assert complete.name in listed.text
    assert "Kategori" not in listed.text
    assert "79,5" not in listed.text
    table = visit(rina).download("professionalism.download_people_csv", tahun=this_year()).data.decode()
    assert "Disiplin" not in table
    assert complete.name in table
    assert parts_read(complete) == ["index"]


def test_a_superior_asks_by_category_in_vain(visit, complete, rina):
    everybody = visit(rina).open("professionalism.list_people", tahun=this_year()).text
    assert visit(rina).open("professionalism.list_people", tahun=this_year(), kategori="Tinggi").text == everybody


def test_hr_sees_all_of_it_and_the_reading_is_noted(visit, complete, sari):
    punish(complete, SanctionLevel.MEDIUM)
    work_out()
    page = visit(sari).open("professionalism.show_person", employee_id=complete.employee_id)
    assert "Hukuman disiplin sedang" in page.text
    assert "Catat nilai resmi" in page.text
    assert parts_read(complete) == ["discipline", "index"]


def test_hr_lists_people_by_category_and_by_flag(visit, complete, dewi, sari):
    publish(complete, "78.31", difference="0.06")
    work_out()
    some = visit(sari).open("professionalism.list_people", tahun=this_year(), kategori="Tinggi")
    assert complete.name in some.text
    assert dewi.name not in some.text
    for flag, person in (("jumlah", complete), ("beda", complete), ("belum", dewi), ("tanpa", dewi)):
        page = visit(sari).open("professionalism.list_people", tahun=this_year(), tanda=flag)
        assert [one.name for one in (complete, dewi) if one.name in page.text] == [person.name], flag
    assert "Jumlah tidak cocok" in some.text
    assert "-6,69" in some.text or "−6,69" in some.text


def test_predicates_the_table_of_points_does_not_know_have_a_list_of_their_own(visit, complete, dewi, sari, rina):
    """Known to the nine boxes is not known to the index: HR finds them, and a figure beside the word settles it."""
    rate(dewi, "Cukup", "60", year=this_year() - 1)
    work_out()
    page = visit(sari).open("professionalism.list_people", tahun=this_year())
    flagged = page.link("Predikat tidak ada dalam tabel nilai")
    assert [one.name for one in (complete, dewi) if one.name in flagged.text] == [dewi.name]
    assert "Predikat yang tidak ada dalam tabel nilai: Cukup" in flagged.text
    assert "bukan nol" in flagged.text
    assert flagged.links["masukkan versi tabel"].endswith("/ip-asn/tabel")
    told = visit(rina).open("professionalism.list_people", tahun=this_year(), tanda="predikat")
    assert "Cukup" not in told.text
    one = db.session.execute(select(PerformanceRating).where(PerformanceRating.predicate == "Cukup")).scalar_one()
    one.value = Decimal(70)
    db.session.commit()
    work_out()
    again = visit(sari).open("professionalism.list_people", tahun=this_year(), tanda="predikat")
    assert dewi.name not in again.text
    assert "Predikat yang tidak ada" not in again.text


def test_units_lead_to_their_people_and_files_say_estimate(visit, complete, sari):
    page = visit(sari).open("professionalism.show_units")
    assert page.heading.startswith(f"IP ASN {this_year()} (perkiraan)")
    assert "Dinas Kependudukan dan Pencatatan Sipil" in page.text
    assert "Tinggi" in page.text
    units = sheet(visit(sari).download("professionalism.download_units_xlsx"))
    assert units[1][-1] == "perkiraan, Tabel 2019, predikat 2022"
    rows = sheet(visit(sari).download("professionalism.download_people_xlsx", tahun=this_year()))
    assert rows[0][:2] == ["Nama", "NIP"]
    budi = next(row for row in rows if row[0] == complete.name)
    assert (budi[9], budi[12], budi[-1]) == (85, "Tinggi", "perkiraan, Tabel 2019, predikat 2022")
    table = visit(sari).download("professionalism.download_units_csv").data.decode()
    assert "Indeks (perkiraan)" in table


def sheet(answer):
    return CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0).to_python()


def test_others_see_units_without_small_groups(visit, complete):
    bureau = make_employee("Bagian Organisasi", roles=[Role.ORGANISATION_BUREAU])
    page = visit(bureau).open("professionalism.show_units")
    assert "n < 5" in page.text
    assert re.search(r"\b85\b", page.text) is None
    assert visit(bureau).get("/ip-asn/pegawai").status_code == 403


def test_nothing_is_there_before_anybody_was_worked_out(visit, sari):
    page = visit(sari).open("professionalism.show_units")
    assert "Belum ada perkiraan tahun ini." in page.text


def test_sari_types_an_official_value(visit, complete, sari):
    page = visit(sari).open("professionalism.show_official_form", employee_id=complete.employee_id)
    facts = {"total": "78,25", "qualification": "21,37", "training": "26,16", "performance": "25,72", "discipline": "5"}
    done = page.press("Simpan nilai resmi", **facts, source="BKN 2026")
    assert done.notices == ["Tersimpan."]
    one = db.session.execute(select(OfficialIndex)).scalar_one()
    assert (one.total, one.difference, one.version) == (Decimal("78.25"), Decimal(0), 1)
    again = visit(sari).open("professionalism.show_official_form", employee_id=complete.employee_id)
    flagged = again.press("Simpan nilai resmi", **facts | {"total": "78,31"}, source="BKN 2026")
    assert flagged.notices == ["Tersimpan dan ditandai: bagian-bagiannya tidak berjumlah sama dengan totalnya."]
    assert "Bagian-bagiannya tidak berjumlah sama dengan totalnya" in flagged.text


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"total": "101"}, "Isi angka antara 0 dan 100"),
        ({"total": ""}, "Tulis nilai totalnya."),
        ({"total": "abc"}, "Isi angka antara 0 dan 100"),
        ({"total": "70", "source": ""}, "Tulis sumbernya."),
        ({"total": "70", "discipline": "-1"}, "Isi angka antara 0 dan 100"),
    ],
)
def test_what_cannot_be_a_value_comes_back_with_its_words(visit, complete, sari, facts, words):
    page = visit(sari).open("professionalism.show_official_form", employee_id=complete.employee_id)
    back = page.press("Simpan nilai resmi", **{"source": "BKN"} | facts, expect=422)
    assert words in back.text
    assert db.session.execute(select(OfficialIndex.id)).first() is None


def test_two_clerks_type_the_same_value(visit, complete, sari):
    first = visit(sari).open("professionalism.show_official_form", employee_id=complete.employee_id)
    publish(complete, "60")
    back = first.press("Simpan nilai resmi", total="70", source="BKN", expect=409)
    assert "Total yang tersimpan sekarang: 60" in back.text


def test_sari_records_and_withdraws_a_sanction(visit, complete, sari):
    work_out()
    page = visit(sari).open("professionalism.list_sanctions", cari="Budi").link(complete.name)
    listed = page.press("Catat hukuman", level="medium", decided_on=f"{this_year() - 1}-03-02", decree="800/1")
    assert "Hukuman disiplin dicatat." in listed.notices
    assert complete.name in listed.text
    one = db.session.execute(select(Sanction)).scalar_one()
    form = visit(sari).open("professionalism.show_withdrawal_form", sanction_id=one.id)
    assert "Tulis alasannya." in form.press("Cabut catatan", reason="", expect=422).text
    gone = form.press("Cabut catatan", reason="Keliru orangnya.")
    assert "Keliru orangnya." in gone.text
    assert parts_read(complete) == ["discipline"]


def test_a_decree_of_tomorrow_is_refused_in_words(visit, complete, sari):
    page = visit(sari).open("professionalism.show_sanction_form", employee_id=complete.employee_id)
    back = page.press("Catat hukuman", level="light", decided_on=f"{this_year() + 1}-03-02", decree="800/1", expect=422)
    assert "Tanggal keputusan belum lewat." in back.text


def test_sari_says_the_list_is_complete(visit, budi, sari):
    page = visit(sari).open("professionalism.list_sanctions")
    assert "Belum dinyatakan lengkap" in page.text
    back = page.press("Nyatakan lengkap", complete_on=f"{this_year() + 1}-01-01", source="Rekap", expect=422)
    assert "Tanggalnya belum lewat." in back.text
    done = page.press("Nyatakan lengkap", complete_on=this_day().isoformat(), source="Rekap")
    assert "Lengkap sampai" in done.text


@pytest.mark.parametrize("who", ["rina", "budi", "auditor", "administrator"])
def test_sanctions_are_for_hr_alone(visit, request, who, budi):
    person = request.getfixturevalue(who)
    assert visit(person).get("/ip-asn/disiplin").status_code == 403


def test_sari_closes_last_year(visit, complete, sari):
    page = visit(sari).open("professionalism.list_years")
    added = page.press("Hitung tahun ini", year=str(this_year() - 1))
    assert f"Tahun {this_year() - 1} dihitung di latar belakang." in added.notices
    work_out()
    closing = visit(sari).open("professionalism.list_years").press(f"Tutup tahun {this_year() - 1}")
    assert f"Tahun {this_year() - 1} sedang ditutup. Hasilnya tidak dihitung ulang lagi." in closing.notices
    work_out()
    assert (
        db.session.execute(select(IndexYear.status).where(IndexYear.year == this_year() - 1)).scalar_one()
        == YearStatus.CLOSED
    )
    assert "Tahun ditutup" in visit(sari).open("professionalism.show_units", tahun=this_year() - 1).text
    assert "Tahun ini sudah ditutup" in visit(complete).open("professionalism.show_own", tahun=this_year() - 1).text


def test_the_year_that_runs_cannot_be_closed(visit, complete, sari):
    answer = visit(sari).post("professionalism.create_closing", year=this_year())
    assert answer.status_code == 409
    assert "masih berjalan" in answer.text


def test_a_new_version_is_a_copy_with_other_figures(visit, complete, administrator):
    page = visit(administrator).open("professionalism.list_tables").link("Masukkan versi baru")
    facts = {"name": "Tabel uji", "from_year": str(this_year()), "source": "Surat uji 1", "education-s1": "18"}
    done = page.press("Simpan versi baru", **facts)
    assert "Tabel uji" in done.text
    one = db.session.execute(select(IndexTable).where(IndexTable.name == "Tabel uji")).scalar_one()
    assert tables.points_of(one).education["s1"] == Decimal(18)
    work_out()
    assert (kept(complete).qualification, kept(complete).table_id) == (Decimal(18), one.id)
    shown = visit(administrator).open("professionalism.show_table", table_id=one.id)
    assert "Surat uji 1" in shown.text


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"rating-upper-1": "58"}, "Nilai kinerja: Ada celah"),
        ({"category-lower-1": "50"}, "Kategori: «Sangat Rendah» dan «Rendah» tumpang tindih"),
        ({"weight-discipline": "6"}, "berjumlah 100"),
        ({"education-s2": "dua puluh"}, "isi dengan angka, misalnya 22,5. Sekarang «dua puluh»."),
        ({"forms-technical": "KL03, XX9"}, "kode bentuk «XX9» tidak dikenal"),
        ({"source": ""}, "Tulis sumbernya"),
        ({"discipline-years": "1,5"}, "isi dengan angka bulat"),
    ],
)
def test_a_table_that_cannot_be_comes_back_with_what_was_typed(visit, bungo, administrator, facts, words):
    page = visit(administrator).open("professionalism.show_table_form")
    typed = {"name": "Tabel uji", "from_year": str(this_year()), "source": "Surat"} | facts
    back = page.press("Simpan versi baru", **typed, expect=422)
    assert words in back.text
    assert back.fields["name"] == "Tabel uji"
    assert back.fields[next(iter(facts))] == next(iter(facts.values()))
    assert db.session.execute(select(IndexTable.id).where(IndexTable.government_id.is_not(None))).first() is None


@pytest.mark.parametrize("where", ["professionalism.list_people", "professionalism.show_units"])
def test_lists_ask_the_same_number_of_queries_with_one_row_and_with_three(visit, sari, where):
    asked = []
    for size in (1, 3):
        dinas(f"Dinas {size}", size)
        work_out()
        visit(sari).open(where)
        with counting.queries() as found:
            visit(sari).open(where)
        asked.append(len([one for one in found if "personal_reading" not in one]))
    assert asked[0] == asked[1]
