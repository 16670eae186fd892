"""S2, first half: Sari brings the government in from her own workbook, mends what is wrong, and undoes it next day."""

import io
from datetime import timedelta

import pytest
import time_machine
from python_calamine import load_workbook
from sqlalchemy import func, select

from app.base.clock import now
from app.base.database import db
from app.imports.headings import ImportKind
from app.jobs import worker
from app.organisation.models import Employee, Placement
from tests.imports.test_services import BUDI, DEWI, siasn_row
from tests.support.builders import make_unit
from tests.support.tables import everything, of_dicts, xlsx

SPOILED = 199001012020011009
OTHER = "198807142011012003"


@pytest.fixture
def health(bungo):
    return make_unit("Dinas Kesehatan")


def test_s2_from_upload_to_undo(visit, sari, health):
    before = everything()
    sari_at = visit(sari)
    workbook = of_dicts(
        ImportKind.SIASN,
        [
            siasn_row(),
            siasn_row(DEWI, name="DEWI LESTARI", unit="Dinas Kesehtan"),
            siasn_row(OTHER, name="RINA", rank="Golongan tinggi", position_from="31-02-2022"),
            siasn_row() | {"nip": SPOILED},
        ],
    )
    page = sari_at.open("imports.list_runs").link("Unggah berkas")
    page = page.press("Unggah dan periksa", file=("siasn.xlsx", workbook))
    worker.work_off()
    page = sari_at.open(page.path)
    assert page.all(".figures dd") == ["1 baris", "0 baris", "0 baris", "3 baris"]
    assert [text.split(" Ditolak ")[0] for text in page.all("#faults tbody tr")] == [
        "3 UNOR NAMA Dinas Kesehtan",
        "4 GOL AKHIR NAMA Golongan tinggi",
        "4 TMT JABATAN 31-02-2022",
        "5 NIP BARU 1.99001E+17",
    ]
    assert db.session.execute(select(func.count(Placement.id))).scalar_one() == len(before["placement"])

    page = page.press("Terapkan baris yang baik")
    worker.work_off()
    first = sari_at.open(page.path)
    assert "1 baris masuk ke data." in first.text
    bad = sari_at.download(first.links["Unduh baris yang ditolak"]).data
    headings, *rows = load_workbook(io.BytesIO(bad)).get_sheet_by_index(0).to_python()
    assert headings[-1] == "Alasan"
    assert all(row[-1] for row in rows)

    mend = {"Dinas Kesehtan": "Dinas Kesehatan", "Golongan tinggi": "III/c", "31-02-2022": "28-02-2022"}
    mended = [[mend.get(cell, cell) for cell in row] for row in rows if row[0] != "1.99001E+17"]
    page = sari_at.open("imports.show_upload").press(
        "Unggah dan periksa", file=("perbaikan.xlsx", xlsx(headings, mended))
    )
    worker.work_off()
    page = sari_at.open(page.path).press("Terapkan semua")
    worker.work_off()
    second = sari_at.open(page.path)
    there = db.session.execute(select(Employee.nip).where(Employee.nip.in_([BUDI, DEWI, OTHER]))).scalars()
    assert sorted(there) == sorted([BUDI, DEWI, OTHER])

    with time_machine.travel(now() + timedelta(days=1), tick=True):
        next_day = visit.another(sari)
        refused = next_day.open(first.path).link("Urungkan impor ini").press("Urungkan impor ini")
        worker.work_off()
        refused = next_day.open(refused.path)
        assert "Belum bisa diurungkan" in refused.text
        for path in (second.path, first.path):
            page = next_day.open(path).link("Urungkan impor ini").press("Urungkan impor ini")
            worker.work_off()
            assert "Diurungkan" in next_day.open(page.path).text
    after = everything()
    ignored = {"notice", "user_session", "user_account"}
    assert {name: rows for name, rows in after.items() if name not in ignored} == {
        name: rows for name, rows in before.items() if name not in ignored
    }
