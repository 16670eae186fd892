"""Standards, assessments and gaps in every state a page can show, in one government."""

from dataclasses import replace
from datetime import timedelta

from app.access.permissions import Role
from app.base.clock import today
from app.base.database import db
from app.competency.facts import EvidenceFacts
from app.competency.models import AssessmentSource
from app.competency.services import assessing, gaps, next_posts
from app.documents import services as store
from app.documents.inspection import inspect
from app.organisation.models import PositionTier
from tests.browser.seeding import Scene, _cast, in_app
from tests.support.builders import (
    competency_id,
    make_employee,
    make_position,
    make_requirement,
    make_unit,
)
from tests.support.competency import assess, make_competency, rate, staff
from tests.support.lesson_claims import PDF

LONG = "Dinas Pemberdayaan Masyarakat, Pemerintahan Desa, Kependudukan, dan Pencatatan Sipil"
LONG_POST = "Kepala Seksi Penyelenggaraan Pelayanan Administrasi Kependudukan dan Pencatatan Sipil"
CODES = ("M.1", "M.2", "M.3", "M.4", "M.5", "M.6", "M.7", "M.8", "SK.1")


def this_day():
    return today("Asia/Jakarta")


@in_app
def competency() -> Scene:
    """A large unit with a long name, a small one that has to be hidden, one before its first assessment; Budi disputes
    one level, hands a file in for another, and his oldest assessment has expired."""
    cast = _cast()
    assessor = make_employee("Asep Asesor", roles=[Role.ASSESSOR])
    technical = make_competency(cast.government_id, name="Administrasi Kependudukan dan Pencatatan Sipil Terpadu")
    make_requirement(cast.budi.position_id, technical.id, 3)
    make_requirement(cast.budi.position_id, competency_id("M.5"), 3)
    large, small, none = make_unit(LONG), make_unit("Kecamatan Kecil"), make_unit("Kecamatan Baru")
    people = staff(large, 7) + staff(small, 2)
    staff(none, 1)
    for place, person in enumerate([cast.budi, cast.dewi, *people]):
        for step, code in enumerate(CODES):
            assess(person, competency_id(code), 1 + (place + step) % 3, on=this_day() - timedelta(days=40 + place))
        rate(person, "Baik" if place % 3 else "Butuh Perbaikan", "80" if place % 3 else "60", year=this_day().year - 1)
    assess(cast.budi, technical.id, 2, source=AssessmentSource.SUPERIOR, on=this_day() - timedelta(days=1300))
    following = make_position(LONG_POST, unit=large, tier=PositionTier.PENGAWAS)
    gaps.rebuild()
    next_posts.choose(cast.budi.employee_id, following, today=this_day(), by=cast.budi.actor)
    disputed = assess(cast.budi, competency_id("M.8"), 1, on=this_day() - timedelta(days=3))
    dispute = assessing.dispute(disputed, "Saya memimpin perbaikan loket sejak Maret.", by=cast.budi.actor)
    upload = inspect(PDF, "laporan.pdf")
    facts = EvidenceFacts(
        competency_id("M.5"), 3, this_day() - timedelta(days=9), "Laporan penanganan keluhan triwulan II"
    )
    key = store.put(upload.content)
    evidence = assessing.hand_in(
        cast.budi.employee_id, facts, upload, storage_key=key, today=this_day(), by=cast.budi.actor
    )  # fmt: skip
    db.session.commit()
    ids = {
        "unit": large.id,
        "small": small.id,
        "key": competency_id("M.5"),
        "technical": technical.id,
        "post": cast.budi.position_id,
        "next": following.id,
        "budi": cast.budi.employee_id,
        "dewi": cast.dewi.employee_id,
        "assessment": disputed.id,
        "dispute": dispute.id,
        "evidence": evidence.id,
    }
    # The assessor stands where the scene of other pages has its organiser.
    return Scene(replace(cast, organiser=assessor), ids)
