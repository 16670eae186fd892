"""Results of a wave in files and on paper."""

from sqlalchemy import select

from app.audit.models import AuditEntry, PersonalReading
from app.base.database import db
from app.documents.spreadsheets import CSV_TYPE
from app.jobs import worker
from app.surveys.findings import one_place, percent
from app.surveys.models import WaveMode
from app.surveys.report_papers import print_report
from app.surveys.services.reports import facts_of
from tests.support import pdf
from tests.support.builders import make_employee
from tests.support.html import attribute
from tests.support.proposals import make_letterhead
from tests.support.surveys import CAUSES, ELEMENTS, make_wave
from tests.surveys.town import lines_of, rows_of, score_of

PAPER = "%PDF-"


def test_files_tell_what_the_pages_tell(visit, town):
    wave = town.wave(promosi=8)
    answer = visit(town.team).download("surveys.download_results_csv", wave_id=wave.id)
    assert answer.headers["Content-Type"] == CSV_TYPE
    rows = lines_of(answer, ";")
    assert {row["Keterangan"] for row in rows if row["Unit"] in {"Bidang Arsip", "Bidang Promosi"}} == {
        "tidak ditampilkan"
    }
    whole = [row for row in rows if row["Unit"] == "Semua yang ditanya"]
    desire = next(row for row in whole if row["Bagian"] == "Dimensi" and row["Kode"] == "desire")
    assert desire["n"] == "51"
    assert [row["Isi"] for row in whole if row["Kode"] == "SEBAB"] == CAUSES
    book = visit(town.team).download("surveys.download_results_xlsx", wave_id=wave.id)
    assert book.data.startswith(b"PK")


def test_analysts_get_one_line_for_each_unit_with_labels_beside(visit, town):
    wave = town.wave(promosi=8)
    rows = {
        row["UNIT"]: row
        for row in lines_of(visit(town.team).download("surveys.download_analysis_csv", wave_id=wave.id))
    }
    assert rows["Bidang Mutasi"]["JAWAB"] == "40"
    assert {rows["Bidang Arsip"][name] for name in ("JAWAB", "DITANYA", "D01_N", "D01_M", "B001_P")} == {""}
    assert rows["Bidang Promosi"]["TAMPIL"] == "0"
    syntax = visit(town.team).download("surveys.download_analysis_syntax", wave_id=wave.id).text
    assert "D02_M 'Rata-rata: Kemauan'" in syntax
    assert f"analisis-survei-{wave.id}.csv" in syntax


def test_answers_of_an_anonymous_wave_cannot_be_had_by_person(visit, town):
    wave = town.wave()
    visit(town.team).open("surveys.download_named_csv", wave_id=wave.id, expect=404)
    assert "per orang tidak bisa diunduh" in visit(town.team).open("surveys.show_downloads", wave_id=wave.id).text


def test_answers_of_a_named_wave_are_read_by_the_change_team_and_noted(visit, town):
    people = [make_employee(f"Pegawai {n}") for n in range(12)]
    given = {town.mutasi: town.answers(12)}
    who = {one.employee_id: town.mutasi for one in people}
    wave = make_wave(town.top, [town.instrument], given, mode=WaveMode.NAMED, people=who)
    visit(town.head).open("surveys.download_named_csv", wave_id=wave.id, expect=403)
    rows = lines_of(visit(town.team).download("surveys.download_named_csv", wave_id=wave.id))
    assert {row["NIP"] for row in rows} == {one.nip for one in people}
    assert {row["B016_1"] for row in rows} == {"1"}
    readings = db.session.execute(select(PersonalReading.employee_id)).scalars().all()
    assert sorted(readings) == sorted(one.employee_id for one in people)
    assert "surveys.answers.exported" in db.session.execute(select(AuditEntry.action)).scalars().all()
    labels = visit(town.team).download("surveys.download_named_syntax", wave_id=wave.id).text
    assert "5 'Sangat setuju'" in labels
    assert visit(town.team).open("surveys.show_results", wave_id=wave.id).heading.startswith("Pegawai paham")


def test_the_report_is_printed_on_the_letterhead_by_the_worker(visit, town, app):
    make_letterhead(town.top)
    wave = town.wave()
    page = visit(town.team).open("surveys.show_downloads", wave_id=wave.id)
    page.press("Cetak laporan")
    worker.work_off()
    answer = visit(town.team).download("surveys.download_result_report", wave_id=wave.id)
    assert answer.data.startswith(PAPER.encode())
    visit(town.head).open("surveys.download_result_report", wave_id=wave.id, expect=404)


def test_the_report_compares_what_the_page_compares(visit, town):
    """Every line of the page's tables stands in it, hidden ones in words, and units with how they changed."""
    before = town.wave(title="Gelombang 2")
    given = {
        town.mutasi: town.answers(40, (4.6, 4.3, 4.3, 4.3, 4.3), seed=5),
        town.promosi: [[*row[:-1], [2]] for row in town.answers(31, seed=2)],
        town.arsip: town.answers(3, seed=3),
    }
    wave = make_wave(town.top, [town.instrument], given, previous_id=before.id)
    facts = facts_of(wave)
    printed = pdf.text(print_report(facts, None))
    page = visit(town.team).open("surveys.show_wave_comparison", wave_id=wave.id)
    lines = [row for one in page.tree.query(".scroll") for row in rows_of(page, attribute(one, "aria-label"))[1:]]
    assert len(lines) == 2 * len(ELEMENTS) + len(CAUSES) + len(ELEMENTS) + 1
    for name, turn, *figures in lines:
        assert f"{name} {' '.join(figures[:2])} {turn} {' '.join(figures[2:])}" in printed
    score = score_of(wave, town.mutasi).mean
    difference = one_place(score - score_of(before, town.mutasi).mean)
    assert (
        f"Bidang Mutasi 40 dari 40 {percent(facts.units[0].favourable, 40)} {one_place(score)} naik {difference}"
        in printed
    )
    assert "Bidang Promosi tidak ditampilkan – – –" in printed
    assert "Bidang Arsip tidak ditampilkan – – –" in printed


def test_the_report_tells_whether_units_differ(town):
    given = {
        town.mutasi: town.answers(40, (4.4, 2.0, 3.5, 3.5, 3.5), seed=1),
        town.promosi: town.answers(40, (4.4, 4.4, 3.5, 3.5, 3.5), seed=2),
    }
    printed = pdf.text(print_report(facts_of(make_wave(town.top, [town.instrument], given)), None))
    assert "Kemauan 2 unitnya berbeda < 0,001" in printed
    assert "Dibanding" not in printed
