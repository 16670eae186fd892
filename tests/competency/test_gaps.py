"""Gaps are kept as rows and sums: after each small change at once, after a large one by the worker, always the same."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from app.base import scope
from app.base.clock import today
from app.base.database import db
from app.competency.models import AssessmentSource
from app.competency.models.gaps import CompetencyGap, GapProfile, GapState, GapSummary, UnitSummary
from app.competency.queries import heatmap as queries
from app.competency.queries import levels_needed
from app.competency.services import gaps
from app.jobs import worker
from app.organisation.models import PositionTier
from app.organisation.services import placements
from tests.support.builders import competency_id, make_assessment, make_position, make_requirement, make_unit
from tests.support.competency import assess, dinas, staff, work_out
from tests.support.parallel import together


def this_day():
    return today("Asia/Jakarta")


def picture():
    """Everything kept, as plain rows."""
    db.session.rollback()
    found = {}
    for model in (CompetencyGap, GapProfile, GapSummary, UnitSummary):
        columns = [one for one in model.__table__.c if one.name != "versions"]
        rows = db.session.execute(select(*columns)).all()
        found[model.__tablename__] = sorted(tuple(row) for row in rows if any(row[-3:]) or model is not GapSummary)
    return found


def without_empty(found):
    """Sums of nobody may stay as rows of nothing; they say nothing."""
    width = len(GapSummary.__table__.c)
    sums = [row for row in found["gap_summary"] if any(row[5:width])]
    units = [row for row in found["unit_summary"] if any(row[4:])]
    return found | {"gap_summary": sums, "unit_summary": units}


def test_a_gap_is_what_the_post_asks_minus_what_was_measured(bungo, budi):
    make_requirement(budi.position_id, competency_id("M.5"), 3)
    assess(budi, competency_id("M.5"), 1)
    assess(budi, competency_id("M.1"), 4)
    work_out()
    row = db.session.get_one(CompetencyGap, (budi.employee_id, competency_id("M.5")))
    assert (row.required, row.measured, row.gap) == (3, 1, 2)
    strength = db.session.get_one(CompetencyGap, (budi.employee_id, competency_id("M.1")))
    assert (strength.required, strength.measured, strength.gap) == (1, 4, 0)
    unknown = db.session.get_one(CompetencyGap, (budi.employee_id, competency_id("M.2")))
    assert (unknown.required, unknown.measured, unknown.gap) == (1, None, None)
    profile = db.session.get_one(GapProfile, budi.employee_id)
    # 1 + 1 (the surplus is capped) of 3 + 1 asked.
    assert (profile.asked, profile.assessed, profile.below) == (9, 2, 1)
    assert (profile.job_person_match, profile.gap_index, profile.gap_class) == (Decimal(50), Decimal(50), "Tinggi")
    assert profile.versions["formula"] == "sum"
    assert profile.versions["gap_class"] > 0


def test_sums_count_everything_below_a_unit(bungo):
    above, heads = dinas("Dinas Atas", 1)
    below, people = dinas("Bidang Bawah", 2, parent=above)
    for one in (*heads, *people):
        assess(one, competency_id("M.5"), 1)
    work_out()
    period = queries.state().period

    def of(unit_id, tier=""):
        one = db.session.get_one(GapSummary, (period, tier, unit_id, competency_id("M.5"), bungo.id))
        return one.people, one.assessed, one.below, one.gap

    assert of(above.id) == (3, 3, 3, 3)
    assert of(below.id) == (2, 2, 2, 2)
    assert of(below.id, PositionTier.PENGAWAS) == (2, 2, 2, 2)
    assert of(0)[1:] == (3, 3, 3)


def test_small_changes_end_where_a_whole_count_ends(bungo, sari, rina, budi):
    """An assessment, a move, a standard: followed at once, and counted anew, the rows and sums are the same."""
    above, people = dinas("Dinas Satu", 3)
    other = make_unit("Dinas Dua")
    work_out()
    make_assessment(people[0].employee_id, competency_id("M.5"), 1, on=date(2026, 5, 5))
    gaps.refresh([people[0].employee_id])
    db.session.commit()
    post = make_position("Pengawas Baru", unit=other, tier=PositionTier.PENGAWAS)
    placements.place(people[1].employee_id, post, on=this_day() - timedelta(days=1), by=sari.actor)
    db.session.commit()
    make_assessment(people[1].employee_id, competency_id("M.1"), 1, on=date(2026, 5, 5))
    gaps.refresh([people[1].employee_id, people[2].employee_id])
    db.session.commit()
    followed = without_empty(picture())
    assert any(row for row in followed["competency_gap"] if other.id in row)
    work_out()
    assert without_empty(picture()) == followed
    assert not gaps.is_due()


def test_many_are_left_to_the_worker(bungo, sari):
    unit = make_unit("Dinas Besar")
    people = staff(unit, 2)
    work_out()
    for one in people:
        assess(one, competency_id("M.5"), 1)
    gaps.refresh_later()
    db.session.commit()
    assert gaps.is_due()
    scope.enter(bungo.id)
    worker.see_to(gaps.DUTY)
    scope.enter(bungo.id)
    assert not gaps.is_due()
    period = queries.state().period
    assert db.session.get_one(GapSummary, (period, "", unit.id, competency_id("M.5"), bungo.id)).below == 2


def test_a_half_year_that_is_over_stays_as_it_was(bungo):
    unit, people = dinas("Dinas Lama", 1)
    db.session.add(
        GapSummary(
            government_id=bungo.id,
            period="2025-2",
            tier="",
            unit_id=unit.id,
            competency_id=competency_id("M.5"),
            people=7,
            assessed=7,
            below=7,
            expired=0,
            required=7,
            measured=0,
            gap=7,
        )
    )
    db.session.commit()
    assess(people[0], competency_id("M.5"), 1)
    work_out()
    kept = db.session.get_one(GapSummary, ("2025-2", "", unit.id, competency_id("M.5"), bungo.id))
    assert (kept.people, kept.gap) == (7, 7)


def test_many_who_change_something_first_all_come_through(app, bungo):
    """A new government has no state yet: one of them makes it, the others find it."""

    def ask():
        gaps.refresh_later()
        db.session.commit()

    assert together(app, bungo.id, [ask] * 8) == [None] * 8
    assert db.session.execute(select(GapState.asked)).scalar_one() == 9


def test_what_was_asked_meanwhile_is_not_lost(bungo, budi, monkeypatch):
    """Somebody asks for everything anew while everything is counted: it is still due afterwards."""
    state = gaps._hold()
    state.asked += 1
    db.session.commit()
    counted = gaps.sums.counted

    def asked_again():
        found = counted()
        if not asked_again.done:
            asked_again.done = True
            db.session.rollback()
            gaps.begin_writing()
            gaps.refresh_later()
            db.session.commit()
            gaps.begin_reading()
        return found

    asked_again.done = False
    monkeypatch.setattr(gaps.sums, "counted", asked_again)
    gaps.rebuild()
    assert gaps.is_due()
    gaps.rebuild()
    assert not gaps.is_due()


@pytest.mark.parametrize(
    ("rated", "level", "expired"),
    [
        ([("centre", 700, 2), ("superior", 200, 4)], 2, False),
        ([("centre", 2500, 2), ("superior", 200, 4)], 4, False),
        ([("centre", 2500, 2), ("superior", 2000, 4)], 4, True),
        ([("self", 200, 5)], None, False),
    ],
)
def test_the_file_and_the_map_agree_on_the_level_that_counts(bungo, budi, rated, level, expired):
    for source, ago, value in rated:
        assess(budi, competency_id("M.5"), value, source=AssessmentSource(source), on=this_day() - timedelta(days=ago))
    work_out()
    row = db.session.get_one(CompetencyGap, (budi.employee_id, competency_id("M.5")))
    shown = {
        one.competency_id: one for one in levels_needed(budi.employee_id, budi.position_id, "pelaksana", this_day())
    }
    assert row.measured == level
    assert shown[competency_id("M.5")].measured == (level or 0)
    assert row.expired is expired


def test_states_of_two_governments_never_meet(bungo, batanghari, budi, joko):
    assess(budi, competency_id("M.5"), 1)
    work_out()
    with scope.within(batanghari.id):
        work_out()
        assert [row.employee_id for row in db.session.execute(select(GapProfile.employee_id))] == [joko.employee_id]
    assert len(db.session.execute(select(GapState.day)).all()) == 1
