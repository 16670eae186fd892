"""Dictionaries, assessments and predicates brought in as tables; the gap follows, and all of it can be undone."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from app.base.clock import today
from app.base.database import db
from app.competency.models import Assessment, Competency, PositionRequirement, RuleKind
from app.competency.models.gaps import CompetencyGap, CompetencyRule, PerformanceRating
from app.competency.services.settings import enter
from app.competency.services.talent import settle_by_table_of
from app.imports.headings import ImportKind
from app.imports.services import undoing
from app.jobs import worker
from tests.support.builders import competency_id, make_position, make_requirement, make_unit
from tests.support.competency import work_out
from tests.support.tables import apply, bring, of_dicts


def this_day():
    return today("Asia/Jakarta")


def faults_of(run):
    from app.imports.models import ImportFault

    return [one.sentence for one in db.session.execute(select(ImportFault).order_by(ImportFault.row)).scalars()]


def test_assessments_of_a_centre_move_the_gap(sari, budi):
    make_requirement(budi.position_id, competency_id("M.5"), 3)
    row = {"nip": budi.nip, "competency": "Pelayanan Publik", "level": "1", "assessed_on": "12-03-2026"}
    run = apply(bring(of_dicts(ImportKind.ASSESSMENTS, [row]), sari), sari)
    assert run.new == 1
    work_out()
    assert db.session.get_one(CompetencyGap, (budi.employee_id, competency_id("M.5"))).gap == 2
    one = db.session.execute(select(Assessment)).scalar_one()
    assert (one.source, one.valid_until, one.rule_id is not None) == ("centre", date(2029, 3, 12), True)
    again = bring(of_dicts(ImportKind.ASSESSMENTS, [row]), sari)
    assert (again.new, again.changed, again.unchanged) == (0, 0, 1)
    undoing.request_undo(run, by=sari.actor)
    db.session.commit()
    worker.drain()
    assert db.session.execute(select(Assessment.id)).first() is None


def test_a_standard_without_a_competency_or_a_level_is_refused_and_asks_nothing(sari):
    make_position("Arsiparis", unit=make_unit("Dinas Pasar"))
    post = {"title": "Arsiparis", "unit": "Dinas Pasar"}
    rows = [post | {"competency": "", "level": "3"}, post | {"competency": "M.5", "level": ""}]
    run = bring(of_dicts(ImportKind.STANDARDS, rows), sari)
    assert (run.refused, faults_of(run)) == (2, ["Kolom ini harus diisi."] * 2)
    empty = bring(of_dicts(ImportKind.STANDARDS, []), sari)
    assert (empty.rows, empty.new, empty.changed) == (0, 0, 0)
    assert db.session.execute(select(PositionRequirement.id)).first() is None


@pytest.mark.parametrize(
    ("different", "sentence"),
    [
        ({"level": "6"}, "bilangan bulat 1 sampai 5"),
        ({"assessed_on": "01-01-2090"}, "masa depan"),
        ({"assessed_on": "01-01-1950"}, "lahir"),
        ({"competency": "Terbang"}, "tidak ada dalam kamus"),
        ({"source": "tetangga"}, "Sumber ini tidak dikenal"),
    ],
)
def test_assessments_that_cannot_be_are_refused_with_a_sentence(sari, budi, different, sentence):
    row = {"nip": budi.nip, "competency": "M.5", "level": "2", "assessed_on": "12-03-2026", "source": "asesor"}
    run = bring(of_dicts(ImportKind.ASSESSMENTS, [row | different]), sari)
    assert run.refused == 1
    assert any(sentence in one for one in faults_of(run))


def test_a_dictionary_of_an_affair_comes_in_and_is_mended(sari, bungo):
    row = {"code": "T.1", "name": "Layanan Adminduk", "affair": "Adminduk", "level_1": "Paham alur"}
    apply(bring(of_dicts(ImportKind.COMPETENCIES, [row]), sari), sari)
    one = db.session.execute(select(Competency).where(Competency.code == "T.1")).scalar_one()
    assert (one.government_id, one.levels, one.group) == (bungo.id, ["Paham alur"], "technical")
    run = apply(bring(of_dicts(ImportKind.COMPETENCIES, [row | {"level_2": "Bisa sendiri"}]), sari), sari)
    assert run.changed == 1
    db.session.expire_all()
    assert db.session.get_one(Competency, one.id).levels == ["Paham alur", "Bisa sendiri"]
    undoing.request_undo(run, by=sari.actor)
    db.session.commit()
    worker.drain()
    db.session.expire_all()
    assert db.session.get_one(Competency, one.id).levels == ["Paham alur"]
    taken = bring(of_dicts(ImportKind.COMPETENCIES, [row | {"code": "M.1"}]), sari)
    assert any("kamus nasional" in one for one in faults_of(taken))


def test_predicates_come_in_and_unknown_ones_wait(sari, budi, dewi):
    rows = [
        {"nip": budi.nip, "year": "2025", "predicate": "Sangat Baik"},
        {"nip": dewi.nip, "year": "2025", "predicate": "Lumayan"},
    ]
    run = apply(bring(of_dicts(ImportKind.RATINGS, rows), sari), sari)
    assert (run.new, run.doubtful) == (2, 1)
    scores = {one.employee_id: one.score for one in db.session.execute(select(PerformanceRating)).scalars()}
    assert scores == {budi.employee_id: 100, dewi.employee_id: None}


def test_predicates_of_a_past_year_go_by_the_table_of_that_year_however_often_they_come(sari, budi, dewi):
    """The table of today scores nothing of a year that is over, and what has a score keeps it."""
    table = enter(
        RuleKind.PREDICATE,
        {"scores": {"Sangat Baik": "100", "Baik": "70", "Lumayan": "50"}},
        valid_from=this_day(),
        source="Surat edaran contoh",
        today=this_day(),
        by=sari.actor,
    )
    db.session.commit()
    past, now = str(this_day().year - 1), str(this_day().year)
    rows = [
        {"nip": budi.nip, "year": past, "predicate": "Baik"},
        {"nip": dewi.nip, "year": past, "predicate": "Lumayan"},
        {"nip": dewi.nip, "year": now, "predicate": "Lumayan"},
        {"nip": budi.nip, "year": str(this_day().year + 1), "predicate": "Baik"},
        {"nip": budi.nip, "year": "2001", "predicate": "Baik"},
    ]
    run = apply(bring(of_dicts(ImportKind.RATINGS, rows), sari), sari)
    assert (run.new, run.doubtful, run.refused) == (4, 2, 1)
    assert any(f"bilangan bulat 2000 sampai {this_day().year}" in one for one in faults_of(run))
    asked = select(PerformanceRating.predicate, PerformanceRating.year, PerformanceRating.score)
    asked = asked.add_columns(PerformanceRating.rule_id).order_by(PerformanceRating.year, PerformanceRating.predicate)
    shipped = select(CompetencyRule.id).where(CompetencyRule.kind == RuleKind.PREDICATE)
    national = db.session.execute(shipped.where(CompetencyRule.government_id.is_(None))).scalar_one()
    kept = [
        ("Baik", 2001, None, None),
        ("Baik", this_day().year - 1, Decimal(80), national),
        ("Lumayan", this_day().year - 1, None, None),
        ("Lumayan", this_day().year, Decimal(50), table.id),
    ]
    assert [tuple(row) for row in db.session.execute(asked)] == kept
    settle_by_table_of(this_day(), by=sari.actor)
    db.session.commit()
    settled = [tuple(row) for row in db.session.execute(asked)]
    assert settled[2] == ("Lumayan", this_day().year - 1, Decimal(50), table.id)
    again = bring(of_dicts(ImportKind.RATINGS, [*rows[:3], rows[4]]), sari)
    assert (again.new, again.changed) == (0, 0)
