"""Official values brought in by table: kept as published, and marked where their parts do not add up."""

from decimal import Decimal

from sqlalchemy import select

from app.base.database import db
from app.competency.models.gaps import PerformanceRating
from app.imports.headings import ImportKind
from app.imports.models import ImportFault
from app.professionalism.models import IndexDue, OfficialIndex
from app.professionalism.services import following
from tests.support.professionalism import this_year
from tests.support.tables import apply, bring, of_dicts, undo

PARTS = {
    "index_qualification": "21,37",
    "index_training": "26,16",
    "index_performance": "25,72",
    "index_discipline": "5",
}


def values():
    db.session.rollback()
    rows = db.session.execute(select(OfficialIndex).order_by(OfficialIndex.employee_id)).scalars()
    return [(one.employee_id, one.total, one.difference, one.version) for one in rows]


def test_values_are_kept_as_published_and_marked_beyond_rounding(bungo, sari, budi, dewi, rina):
    rows = [
        {"nip": budi.nip, "year": str(this_year()), "total": "78.25"} | PARTS,
        {"nip": dewi.nip, "year": str(this_year()), "total": "78.31"} | PARTS,
        {"nip": rina.nip, "year": str(this_year()), "total": "70"},
        {"nip": rina.nip, "year": str(this_year()), "total": "71"},
        {"nip": sari.nip, "year": str(this_year()), "total": "101"},
        {"nip": sari.nip, "year": "1999", "total": "70"},
    ]
    run = apply(bring(of_dicts(ImportKind.OFFICIAL_INDEX, rows), sari), sari)
    assert (run.new, run.refused, run.doubtful) == (3, 3, 1)
    assert sorted(values()) == sorted([
        (budi.employee_id, Decimal("78.25"), Decimal(0), 1),
        (dewi.employee_id, Decimal("78.31"), Decimal("0.06"), 1),
        (rina.employee_id, Decimal(70), None, 1),
    ])  # fmt: skip
    sentences = db.session.execute(select(ImportFault.sentence).where(ImportFault.run_id == run.id)).scalars().all()
    assert any("Totalnya berbeda 0,06 dari jumlah bagiannya" in one for one in sentences)
    db.session.rollback()


def test_a_later_table_corrects_and_can_be_undone(bungo, sari, budi):
    first = [{"nip": budi.nip, "year": str(this_year()), "total": "78.25"} | PARTS]
    apply(bring(of_dicts(ImportKind.OFFICIAL_INDEX, first), sari), sari)
    second = [first[0] | {"total": "79"}]
    run = apply(bring(of_dicts(ImportKind.OFFICIAL_INDEX, second), sari), sari)
    assert (run.changed, values()) == (1, [(budi.employee_id, Decimal(79), Decimal("0.75"), 2)])
    following.catch_up()
    assert db.session.execute(select(IndexDue.id)).first() is None
    undo(run, sari)
    assert [one[:3] for one in values()] == [(budi.employee_id, Decimal("78.25"), Decimal(0))]


def test_a_rating_may_bring_its_figure(bungo, sari, budi):
    rows = [{"nip": budi.nip, "year": "2025", "predicate": "Baik", "value": "90,4"}]
    apply(bring(of_dicts(ImportKind.RATINGS, rows), sari), sari)
    assert db.session.execute(select(PerformanceRating.value)).scalar_one() == Decimal("90.4")
