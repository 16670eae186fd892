"""Budi drafts his plan, Rina returns it, Budi mends it, Rina agrees; a training closes, the realisation shows it."""

import pytest

from app.base.database import db
from app.individual_plans.models import PlanStatus
from app.individual_plans.queries import plans
from app.jobs import worker
from app.organisation.services import refresh_directory
from app.training.services import closing
from tests.support import pdf
from tests.support.builders import (
    attend,
    competency_id,
    make_assessment,
    make_batch,
    make_programme,
    make_requirement,
    page_of,
    seat,
)
from tests.support.competency import work_out
from tests.support.individual_plans import this_year

COURSE = "Pelayanan Prima bagi Petugas Loket"


@pytest.fixture
def course(bungo, budi):
    """Budi's post asks Pelayanan Publik 2, he was measured at 1, and a course raises it."""
    service = competency_id()
    make_requirement(budi.position_id, service, 2)
    make_assessment(budi.employee_id, service, 1)
    programme = make_programme(COURSE, competencies=[(service, 2)])
    work_out()
    return programme


@pytest.mark.usefixtures("within_a_year")
def test_a_year_of_budis_plan(visit, budi, rina, sari, course):
    batch = make_batch(programme=course, starts_in_days=-5)
    seat(budi, batch)
    attend(budi, batch)
    year = this_year()

    page = visit(budi).open("idp.show_own")
    assert page.heading == f"Rencana pengembangan {year}"
    assert COURSE in page.text
    page = page.press(f"Mulai rencana {year}")
    page = page.press("Tambahkan")
    assert page.notices == ["Butir ditambahkan. Ubah waktunya kalau perlu."]
    assert page.all("article h3") == ["Pelayanan Publik"]
    page = page.press("Ajukan ke atasan")
    assert page.notices == ["Rencana diajukan. Atasan Anda sudah diberi tahu."]

    _return_it(visit(rina), year)
    _mend_it(visit(budi), year)
    plan = _agree_to_it(visit(rina), budi, year)
    assert (plan.status, plan.agreed_by) == (PlanStatus.AGREED, rina.name)

    closing.request_closing(page_of(batch), by=sari.actor)
    db.session.commit()
    worker.drain()

    _realise_it(visit(budi), plan)
    review = visit(rina).open("idp.show_plan", idp_id=plan.id)
    assert "Baru dua pertemuan." in review.text
    assert review.press("Terima realisasi").notices == ["Disetujui. Budi Pratama, S.A.P. sudah diberi tahu."]
    assert set(visit(budi).open("idp.show_own").buttons) <= {"Keluar"}
    text = pdf.text(visit(budi).download("idp.download_plan", idp_id=plan.id).data)
    assert "Rencana pengembangan individu" in text
    assert "Baru dua pertemuan." in text
    refresh_directory()
    db.session.commit()
    row = next(one for one in visit(sari).open("idp.list_plans", cari="Budi").all("tbody tr"))
    assert "Selesai" in row


def _return_it(browser, year):
    home = browser.open("reports.show_home")
    assert "1 rencana pengembangan menunggu Anda" in home.all(".tasks h3")
    review = home.link("Periksa rencana").link("Budi Pratama, S.A.P.")
    refused = review.press("Kembalikan dengan catatan", expect=422)
    assert "Tulis catatannya" in refused.text
    returned = refused.press("Kembalikan dengan catatan", catatan="Tambah satu butir coaching di loket.")
    assert returned.heading == f"Rencana tim {year}"


def _mend_it(browser, year):
    home = browser.open("reports.show_home")
    assert f"Perbaiki rencana pengembangan {year}" in home.all(".tasks h3")
    page = home.link("Buka rencana")
    assert "Tambah satu butir coaching di loket." in page.text
    form = page.link("Tambah butir")
    page = form.press(
        "Simpan butir",
        aim="Menenangkan warga yang marah",
        reason="Loket sering menerima keluhan.",
        activity="Coaching dengan Bu Rina",
        form_code="NK01",
        way="colleagues",
        target_hours="4",
        period="7-9",
    )
    assert page.all("article h3") == ["Pelayanan Publik", "Menenangkan warga yang marah"]
    page.press("Ajukan ke atasan")


def _agree_to_it(browser, budi, year):
    team = browser.open("idp.list_team")
    plan = plans.of_year(budi.employee_id, year)
    ticked = f"{plan.id}.{plan.version}"
    assert team.press("Setujui yang dicentang", rencana=ticked).notices == [
        "1 rencana disetujui. Pegawainya sudah diberi tahu."
    ]
    db.session.expire_all()
    return plan


def _realise_it(browser, plan):
    form = browser.open("idp.show_own").link("Isi realisasi")
    first, second = plans.rows(plan.id, 1)
    assert ", 8 JP (sertifikat 800.2.3/" in form.text
    kept = form.press("Simpan dulu", **{f"hasil-{first.id}": "done"})
    assert kept.notices == ["Tersimpan. Ajukan kalau sudah lengkap."]
    form = kept.link("Isi realisasi")
    wrong = form.press("Ajukan realisasi", expect=422, **{f"hasil-{second.id}": "partly"})
    assert "Tulis catatan pada butir yang baru sebagian" in wrong.text
    done = wrong.press("Ajukan realisasi", **{f"catatan-{second.id}": "Baru dua pertemuan."})
    assert done.all(".figures dd") == ["1 dari 2 butir", "8 dari target 12 JP"]
