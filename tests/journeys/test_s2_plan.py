"""S2, its end: Sari turns the biggest gaps of the map into planned batches with JP, seats, month and cost, and prints
the yearly plan."""

import pytest
from sqlalchemy import select

from app.base import scope
from app.base.database import db
from app.jobs import worker
from app.organisation.models import PositionTier
from app.training.models import Batch, BatchNominee, BatchStatus
from tests.support.builders import competency_id, make_programme, make_unit
from tests.support.pdf import text
from tests.support.plans import YEAR, local_today, people_lacking
from tests.support.proposals import make_agency, make_letterhead


@pytest.fixture
def district(bungo):
    """An agency with a letterhead, a programme for counters, and two units that lack something."""
    make_letterhead(make_agency())
    make_programme("Pelayanan Prima bagi Petugas Loket", competencies=[(competency_id("M.5"), 2)])
    health = make_unit("Dinas Kesehatan")
    people_lacking(4, unit=health, code="M.5")
    return people_lacking(3, unit=make_unit("Dinas Sosial"), tier=PositionTier.ADMINISTRATOR, code="M.1")


def test_s2_from_the_map_to_planned_batches_and_the_printed_plan(visit, sari, district):
    sari_at = visit(sari)
    page = sari_at.open("plans.list_plans").link("Buat rencana")
    page = page.press("Buat rancangan", year=str(YEAR), smallest_class="3")
    plan_id = int(page.path.split("/")[2])

    cell = sari_at.open("competency.show_heatmap", kompetensi=competency_id("M.5"))
    page = cell.link("Masukkan ke rencana pengembangan")
    assert page.fields["competencies"] == str(competency_id("M.5"))
    page = page.press("Susun kegiatan", competencies=[competency_id("M.5"), competency_id("M.1")])
    assert sorted(page.all(".planned__body b")) == [
        "Pelatihan Integritas level 3",
        "Pelayanan Prima bagi Petugas Loket",
    ]

    lines = [value for value in page.form("Ubah yang dicentang").choices("kegiatan") if value]
    page = page.press(
        "Ubah yang dicentang",
        kegiatan=lines,
        many_cost="500.000",
        many_fund="APBD",
        many_hours="16",
        many_month="5",
        many_curriculum="Disusun penyelenggara",
    )
    assert page.all(".todo a") == []
    resources = page.link("Dana dan pengajar").press("Catat dana", source="APBD", amount="10.000.000")
    assert "Dana kurang" not in resources.text

    page = sari_at.open("plans.show_plan", yearly_id=plan_id).press("Ajukan ke PPK")
    worker.drain()
    letter = text(sari_at.download("plans.download_plan_letter", yearly_id=plan_id).data)
    assert "Bupati Bungo selaku Pejabat Pembina Kepegawaian" in letter
    assert "Pelayanan Prima bagi Petugas Loket" in letter
    page = sari_at.open("plans.show_plan", yearly_id=plan_id).link("Catat penetapan PPK")
    page = page.press("Tetapkan rencana", number="800.2/45/2026", decided_on=local_today().isoformat())

    page = page.link("Jadikan angkatan").press("Jadikan angkatan")
    worker.drain()
    scope.enter(sari.government_id)
    found = db.session.execute(select(Batch).order_by(Batch.seats)).scalars().all()
    assert [(one.status, one.seats, one.starts_on.month, one.lesson_hours, int(one.budget)) for one in found] == [
        (BatchStatus.DRAFT, 3, 5, 16, 1_500_000),
        (BatchStatus.DRAFT, 4, 5, 8, 2_000_000),
    ]
    named = set(db.session.execute(select(BatchNominee.employee_id)).scalars())
    assert {one.employee_id for one in district} < named
    assert len(named) == 7
    page = sari_at.open("plans.show_realisation", yearly_id=plan_id)
    assert page.all(".figures dd")[0] == "2"

    printed = text(sari_at.download("plans.download_plan_pdf", yearly_id=plan_id).data)
    assert "Ditetapkan Bupati Bungo dengan keputusan nomor 800.2/45/2026" in printed
    assert "PEMERINTAH KABUPATEN BUNGO" in printed.upper()
    assert "Rp 3.500.000" in printed.replace("\u00a0", " ")
