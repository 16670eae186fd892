"""S2, second half up to the plan: standards, results of a centre, the map, the people; and the year's end."""

import io
from datetime import datetime
from zoneinfo import ZoneInfo

import time_machine
from python_calamine import load_workbook
from sqlalchemy import select

from app.base import scope
from app.base.database import db
from app.competency.models import Assessment
from app.competency.services import gaps
from app.imports.headings import ImportKind
from app.jobs import worker
from app.organisation.models import Employee, Position
from app.organisation.services.directory import refresh_directory
from tests.imports.test_services import siasn_row
from tests.support.builders import competency_id, make_unit
from tests.support.lesson_claims import PDF
from tests.support.tables import of_dicts

NIPS = [f"19880{number}142011012{number:03}" for number in range(1, 8)]
TITLE = "Penata Layanan Operasional"


def bring_in(sari_at, name, content):
    """Through the pages: upload, look, apply."""
    page = sari_at.open("imports.show_upload").press("Unggah dan periksa", file=(name, content))
    worker.drain()
    page = sari_at.open(page.path)
    label = "Terapkan semua" if "Terapkan semua" in page.text else "Terapkan baris yang baik"
    page = page.press(label)
    worker.drain()
    return sari_at.open(page.path)


def catch_up(government_id):
    """What the worker does by itself within minutes."""
    worker.see_to(gaps.DUTY)
    scope.enter(government_id)


def test_s2_from_standards_to_the_people_behind_a_gap(visit, sari, bungo):
    health = make_unit("Dinas Kesehatan")
    sari_at = visit(sari)
    names = ["ANI", "BAYU", "CICI", "DEDI", "EKA", "FAJAR", "GITA"]
    people = [siasn_row(nip, name=name, title=TITLE) for nip, name in zip(NIPS, names, strict=True)]
    bring_in(sari_at, "siasn.xlsx", of_dicts(ImportKind.SIASN, people))
    post = db.session.execute(select(Position).where(Position.unit_id == health.id)).scalar_one()

    # The standard of the post: one more level than its tier in serving, from today on.
    listed = sari_at.open("competency.list_standards", cari="penata layanan")
    page = listed.link(TITLE, near="Dinas Kesehatan").link("Ubah standar")
    key = f"level-{competency_id('M.5')}"
    page = page.press("Simpan standar", **{key: "3"}, source="Keputusan Bupati 12/2026", summary="Melayani warga.")
    assert page.notices == ["Standar tersimpan."]
    [served] = [row for row in page.all("table tbody tr") if "Standar sendiri" in row]
    assert served.startswith("Pelayanan Publik")
    assert " 3 " in served

    # Results of the centre: seven people, one row with a level that is none.
    results = [
        {"nip": nip, "competency": "M.5", "level": str(1 + place % 3), "assessed_on": "12-10-2026"}
        for place, nip in enumerate(NIPS)
    ]
    page = bring_in(sari_at, "hasil.xlsx", of_dicts(ImportKind.ASSESSMENTS, [*results, results[0] | {"level": "6"}]))
    assert "7 baris masuk ke data." in page.text
    assert db.session.execute(select(Assessment.level).order_by(Assessment.id)).scalars().all() == [1, 2, 3, 1, 2, 3, 1]
    catch_up(bungo.id)

    # The map, one of its cells, the people behind it, and one of them.
    page = sari_at.open("competency.show_heatmap")
    assert "kurang 1,1, Dinas Kesehatan, Pelayanan Publik" in page.all(".cell .sr")
    cell = sari_at.open("competency.show_heatmap", kotak=post.unit_id, kompetensi=competency_id("M.5"))
    assert "5 dari 7 pegawai yang dinilai di bawah standar" in cell.text
    people = cell.link("Lihat 5 pegawai di bawah standar")
    assert [row.split(" ")[0] for row in people.all("#people_below tbody tr")] == [
        "Ani,",
        "Dedi,",
        "Gita,",
        "Bayu,",
        "Eka,",
    ]
    person = people.link(next(words for words in people.links if words.startswith("Ani")))
    assert any("Pelayanan Publik" in row and "kurang 2" in row for row in person.all("table tbody tr"))
    holders = sari_at.open("competency.list_holders", position_id=post.id)
    assert "Pelayanan Publik 3 7 5 1,1" in holders.all("table tbody tr")
    sheet = sari_at.download("competency.download_heatmap_xlsx")
    rows = load_workbook(io.BytesIO(sheet.data)).get_sheet_by_index(0).to_python()
    told = next(row for row in rows if row[0] == "Dinas Kesehatan" and row[2] == "Pelayanan Publik")
    assert told[3:9] == [7, 5, 0, 3, 1.9, 1.1]


def test_s2_at_the_end_of_the_year_hours_are_recapped_and_handed_to_siasn(visit, sari, budi, dewi):
    """Budi claims, Sari verifies, and in the last days of the year the recap and the file for SIASN are drawn."""
    with time_machine.travel(datetime(2026, 12, 30, 9, tzinfo=ZoneInfo("Asia/Jakarta")), tick=True):
        for person, number in ((budi, "12/SA/2026"), (dewi, "")):
            form = visit.another(person).open("learning.show_claim_form")
            sent = form.press(
                "Kirim klaim",
                title="Pelatihan Arsip Digital",
                form_code="KL03",
                organiser="Arsip Daerah",
                starts_on="2026-12-07",
                ends_on="2026-12-11",
                quantity="24",
                certificate_number=number,
                file=("sertifikat.pdf", PDF),
            )
            assert sent.notices == ["Klaim dikirim. Anda dikabari begitu selesai diperiksa."]
        sari_at = visit.another(sari)
        queue = sari_at.open("learning.list_claims")
        ticks = [one for one in queue.form("Akui yang dicentang").choices("klaim") if one]
        done = queue.press("Akui yang dicentang", klaim=ticks)
        assert done.notices == ["2 klaim diputuskan. Pegawai sudah diberi tahu."]
        refresh_directory()
        db.session.commit()
        recap = sari_at.download("learning.download_recap", tahun=2026)
        headings, *rows = load_workbook(io.BytesIO(recap.data)).get_sheet_by_index(0).to_python()
        assert headings[:3] == ["Perangkat daerah", "Pegawai dengan target", "Mencapai target"]
        assert sum(row[2] for row in rows) == 2
        check = sari_at.open("learning.show_siasn", tahun=2026)
        assert "Nomor sertifikat kosong." in check.text
        answer = sari_at.post("learning.create_siasn_file", tahun=2026)
        table = load_workbook(io.BytesIO(answer.data)).get_sheet_by_index(0).to_python()
        nip = db.session.execute(select(Employee.nip).where(Employee.id == budi.employee_id)).scalar_one()
        assert [row[0] for row in table[1:]] == [nip]
        assert table[1][5:] == ["12/SA/2026", 2026, "07-12-2026", "11-12-2026", 24]
