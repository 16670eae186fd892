"""A plan from the gaps to its batches, on both databases."""

from decimal import Decimal

import pytest
from sqlalchemy import func, select

from app.access.visitor import EVERYWHERE
from app.base.database import db
from app.base.errors import StaleVersion, WrongField
from app.competency.services import next_posts
from app.jobs import worker
from app.letters.models import Letter
from app.organisation.models import PositionTier
from app.plans import exports, papers
from app.plans.facts import TargetFacts
from app.plans.models import (
    Basis,
    CostPer,
    DevelopmentPlan,
    LineStatus,
    PlanBatch,
    PlanLine,
    PlanLinePerson,
    PlanStatus,
    Toward,
)
from app.plans.models.needs import NeedStatus, UnitNeed
from app.plans.queries import analysis, realised
from app.plans.queries import horizon as horizon_queries
from app.plans.queries import needs as need_queries
from app.plans.queries import plans as queries
from app.plans.rules import states
from app.plans.services import analysing, changing, deciding, drafting, editing, funds, horizon, realising
from app.plans.services import needs as need_services
from app.training.models import Batch, BatchNominee, BatchStatus, Enrolment, EnrolmentStatus, Programme
from app.training.queries import batches
from app.training.services import planning
from tests.support.builders import competency_id, make_meeting, make_position, make_programme, make_unit
from tests.support.competency import rate, work_out
from tests.support.plans import (
    YEAR,
    complete,
    decision,
    established,
    gathered,
    local_today,
    make_need,
    make_plan,
    people_lacking,
    submitted,
    whole,
)
from tests.support.proposals import make_agency

pytestmark = pytest.mark.usefixtures("bungo")


def people_of(line):
    return {row.employee_id for row in queries.everybody_in(line.id) if not row.left_out}


def count(model):
    db.session.rollback()
    return db.session.execute(select(func.count(model.id))).scalar_one()


def test_gaps_become_activities_once(sari):
    programme = make_programme("Pelayanan Prima", competencies=[(competency_id(), 2)])
    programme.cost = Decimal(250_000)
    lacking = people_lacking(4)
    few = people_lacking(2, tier=PositionTier.ADMINISTRATOR)
    plan, made = gathered(sari)
    class_of, mentoring = made if made[0].people == 4 else reversed(made)
    assert people_of(class_of) == {one.employee_id for one in lacking}
    assert (class_of.title, class_of.programme_id, class_of.lesson_hours, class_of.cost) == (
        "Pelayanan Prima", programme.id, Decimal(8), Decimal(250_000))  # fmt: skip
    assert (class_of.level_from, class_of.level_to, class_of.priority) == (1, 2, 1)
    assert people_of(mentoring) == {one.employee_id for one in few}
    assert (mentoring.form_code, mentoring.title) == ("NK02", "Mentoring Pelayanan Publik")
    again = analysing.analyse(whole(plan), [competency_id()], with_performance=True, by=sari.actor)
    assert again == []


def test_a_plan_of_a_unit_gathers_that_units_people(sari):
    unit = make_unit("Dinas Kesehatan")
    own = people_lacking(3, unit=unit)
    people_lacking(3)
    _plan, (line,) = gathered(sari, unit=unit)
    assert people_of(line) == {one.employee_id for one in own}


def test_those_rated_below_expectation_get_one_coaching(sari):
    lacking = people_lacking(3)
    for one in lacking[:2]:
        rate(one, "Kurang", "40")
    work_out()
    plan, made = gathered(sari)
    coaching = next(one for one in made if one.basis == Basis.PERFORMANCE)
    assert people_of(coaching) == {one.employee_id for one in lacking[:2]}
    assert "2 orang di antaranya" in next(one.need for one in made if one.basis == Basis.COMPETENCY)
    assert analysing.analyse(whole(plan), [], with_performance=True, by=sari.actor) == []


def aim(person, position, by):
    next_posts.choose(person.employee_id, position, today=local_today(), by=by.actor)
    db.session.commit()


def test_gaps_towards_the_next_post_are_gathered_apart_and_nobody_twice(sari):
    """Two lack it for the post they hold, two only for the one they aim at; one of the first aims there, too."""
    lacking, others = people_lacking(2), people_lacking(2, tier=PositionTier.PELAKSANA)
    post = make_position("Kepala Bidang", tier=PositionTier.ADMINISTRATOR)
    for one in (*others, lacking[0]):
        aim(one, post, sari)
    plan = make_plan(sari, smallest_class=2)
    kini = analysis.open_competencies(plan.id, "")
    berikutnya = analysis.open_competencies(plan.id, "", Toward.NEXT)
    assert [(one.people, one.required) for one in kini] == [(2, 4)]
    assert [(one.people, one.required, one.gap) for one in berikutnya] == [(2, 6, 4)]
    ids = [competency_id()]
    made = analysing.analyse(whole(plan), ids, following=ids, with_performance=False, by=sari.actor)
    found = {line.toward: people_of(line) for line in made}
    assert found == {
        Toward.PRESENT: {one.employee_id for one in lacking},
        Toward.NEXT: {one.employee_id for one in others},
    }
    towards = next(line for line in made if line.toward == Toward.NEXT)
    assert (towards.level_from, towards.level_to, towards.tier) == (1, 3, PositionTier.PELAKSANA)
    assert towards.need.startswith("Untuk jabatan berikutnya.")
    assert queries.lines(plan.id, queries.Filters(toward=Toward.NEXT), after=None, limit=9)[0][0].id == towards.id
    again = analysing.analyse(whole(plan), ids, following=ids, with_performance=False, by=sari.actor)
    assert again == []


def test_only_the_next_post_is_gathered_where_nothing_else_is_asked(sari):
    others = people_lacking(2, tier=PositionTier.PELAKSANA)
    post = make_position("Kepala Seksi", tier=PositionTier.PENGAWAS)
    for one in others:
        aim(one, post, sari)
    plan = make_plan(sari, smallest_class=2)
    assert analysis.rows_to_gather(plan.id, "") == 2
    analysing.request(whole(plan), [], following=[competency_id()], with_performance=False, by=sari.actor)
    assert [line.toward for line in queries.planned_lines(plan.id)] == [Toward.NEXT]
    changing.undo(whole(plan), queries.changes(plan.id)[0].id, by=sari.actor)
    assert queries.planned_lines(plan.id) == []
    assert [one.people for one in analysis.open_competencies(plan.id, "", Toward.NEXT)] == [2]


def test_many_are_left_to_the_worker(sari, monkeypatch):
    people_lacking(3)
    plan = make_plan(sari)
    monkeypatch.setattr(analysing, "SOON_AT_MOST", 2)
    job = analysing.request(whole(plan), [competency_id()], with_performance=False, by=sari.actor)
    db.session.commit()
    worker.run(job.id)
    worker.run(job.id)
    assert [line.people for line in queries.planned_lines(plan.id)] == [3]


def picture(plan):
    db.session.rollback()
    lines = [
        tuple(getattr(line, name) for name in ("id", "status", "title", "people", "classes", "seats", "cost", "tier"))
        for line in queries.every_line(plan.id)
    ]
    rows = select(PlanLinePerson.id, PlanLinePerson.line_id, PlanLinePerson.left_out).order_by(PlanLinePerson.id)
    return lines, list(db.session.execute(rows).all())


@pytest.fixture
def two(sari):
    """A plan with two activities for the same competency."""
    people_lacking(4)
    people_lacking(3, tier=PositionTier.ADMINISTRATOR)
    plan, made = gathered(sari)
    return plan, sorted(made, key=lambda one: -one.people)


def undo_all(plan, by):
    while changes := queries.changes(plan.id):
        changing.undo(whole(plan), changes[0].id, by=by)
        db.session.commit()


def test_every_change_can_be_undone(sari, two):
    plan, (first, second) = two
    before = picture(plan)
    page = whole(plan)
    people = queries.everybody_in(first.id)
    editing.leave_out(page, first, people[:1], out=True, by=sari.actor)
    editing.move(page, first, people[1:2], second, by=sari.actor)
    parted = editing.split(page, first, people[2:3], by=sari.actor)
    editing.merge(page, parted, second, by=sari.actor)
    editing.drop(page, second, "Dananya tidak cukup.", by=sari.actor)
    complete(plan, sari) if queries.planned_lines(plan.id) else None
    db.session.commit()
    assert picture(plan) != before
    while len(queries.changes(plan.id)) > 1:
        changing.undo(whole(plan), queries.changes(plan.id)[0].id, by=sari.actor)
        db.session.commit()
    assert picture(plan) == before
    undo_all(plan, sari.actor)
    assert picture(plan) == ([], [])


def test_people_are_left_out_moved_parted_and_merged(sari, two):
    plan, (first, second) = two
    page = whole(plan)
    people = queries.everybody_in(first.id)
    editing.leave_out(page, first, people[:1], out=True, by=sari.actor)
    assert (first.people, second.people) == (3, 3)
    assert editing.move(page, first, people[1:2], second, by=sari.actor) == 1
    assert (first.people, second.people) == (2, 4)
    parted = editing.split(page, first, people[2:3], by=sari.actor)
    assert (first.people, parted.people, parted.title) == (1, 1, first.title)
    editing.merge(page, parted, second, by=sari.actor)
    db.session.commit()
    assert (parted.status, second.people, second.tier) == (LineStatus.MERGED, 5, "")
    assert (second.classes, second.seats) == (1, 5)


def test_a_change_nobody_expects_is_refused(sari, two):
    plan, (first, _second) = two
    page = whole(plan)
    with pytest.raises(WrongField, match="Centang dulu orangnya"):
        editing.split(page, first, [], by=sari.actor)
    with pytest.raises(WrongField, match="tujuan"):
        editing.merge(page, first, first, by=sari.actor)
    with pytest.raises(StaleVersion):
        changing.undo(page, 10_000, by=sari.actor)
    db.session.rollback()


def test_a_plan_is_handed_in_established_and_frozen(sari, two):
    make_agency()
    plan, (first, second) = two
    with pytest.raises(states.NotComplete):
        deciding.submit(whole(plan), by=sari.actor)
    db.session.rollback()
    complete(plan, sari)
    letter = deciding.submit(whole(plan), by=sari.actor)
    db.session.commit()
    assert letter.facts["addressee"] == ["Bupati Bungo selaku Pejabat Pembina Kepegawaian", "di Muara Bungo"]
    annex = letter.facts["annexes"][0]
    assert (annex["wide"], len(annex["rows"])) == (True, 3)
    for refused in (
        lambda: editing.drop(whole(plan), first, "Tidak jadi.", by=sari.actor),
        lambda: analysing.analyse(whole(plan), [competency_id()], with_performance=False, by=sari.actor),
        lambda: drafting.delete_draft(whole(plan), by=sari.actor),
    ):
        with pytest.raises((states.IsFrozen, states.NotNow)):
            refused()
        db.session.rollback()
    deciding.establish(whole(plan), decision(), by=sari.actor)
    db.session.commit()
    assert db.session.get_one(DevelopmentPlan, plan.id).status == PlanStatus.ESTABLISHED
    with pytest.raises(states.IsFrozen):
        changing.undo(whole(plan), queries.changes(plan.id)[0].id, by=sari.actor)
    db.session.rollback()


def test_a_revision_is_a_version_of_its_own_and_replaces_the_one_before(sari, two):
    make_agency()
    plan, (first, _second) = two
    complete(plan, sari)
    deciding.submit(whole(plan), by=sari.actor)
    deciding.establish(whole(plan), decision(), by=sari.actor)
    db.session.commit()
    before = picture(plan)[0]
    fresh = drafting.revise(whole(plan), "Dana berubah.", by=sari.actor)
    db.session.commit()
    with pytest.raises(states.NotNow, match="sedang disiapkan"):
        drafting.revise(whole(plan), "Lagi.", by=sari.actor)
    db.session.rollback()
    copies = queries.planned_lines(fresh.id)
    assert sorted(one.people for one in copies) == [3, 4]
    assert {one.root_id for one in copies} == {line[0] for line in before}
    copy = next(one for one in copies if one.root_id == first.id)
    assert len(queries.everybody_in(copy.id)) == 4
    editing.drop(whole(fresh), copy, "Dananya tidak cukup.", by=sari.actor)
    deciding.submit(whole(fresh), by=sari.actor)
    deciding.establish(whole(fresh), decision("800.2/99/2026"), by=sari.actor)
    db.session.commit()
    assert picture(plan)[0] == before
    assert db.session.get_one(DevelopmentPlan, plan.id).status == PlanStatus.SUPERSEDED


def realise(plan, by):
    job = realising.request(whole(plan), queries.planned_lines(plan.id), by=by.actor)
    db.session.commit()
    worker.run(job.id)
    return job


def test_an_established_plan_becomes_batches_with_people_once(sari):
    make_agency()
    lacking = people_lacking(5)
    plan = established(sari, class_size=3)
    (line,) = queries.planned_lines(plan.id)
    assert (line.classes, line.seats) == (2, 3)
    realise(plan, sari)
    realise(plan, sari)
    found = db.session.execute(select(Batch).order_by(Batch.id)).scalars().all()
    assert [(one.status, one.seats, one.budget, one.starts_on.month) for one in found] == [
        (BatchStatus.DRAFT, 3, Decimal(1_250_000), line.month)
    ] * 2
    named = db.session.execute(select(BatchNominee.batch_id, BatchNominee.employee_id)).all()
    assert sorted(row.employee_id for row in named) == sorted(one.employee_id for one in lacking)
    assert sorted(sum(row.batch_id == one.id for row in named) for one in found) == [2, 3]
    programme = db.session.execute(select(Programme)).scalar_one()
    assert (programme.title, programme.cost) == (line.title, Decimal(500_000))
    became = realised.of_plan(plan.id)[line.id]
    assert (len(became.batches), became.nominees, became.participants) == (2, 5, 0)
    assert db.session.get_one(DevelopmentPlan, plan.id).status == PlanStatus.RUNNING


def test_killed_between_two_classes_the_next_run_goes_on(sari):
    make_agency()
    people_lacking(5)
    plan = established(sari, class_size=3)
    (line,) = queries.planned_lines(plan.id)
    job = realising.request(whole(plan), [line], by=sari.actor)
    db.session.commit()

    class Killed(BaseException):
        pass

    def die(_done, _total):
        db.session.commit()
        raise Killed

    with pytest.raises(Killed):
        realising.run(job.args, die)
    db.session.rollback()
    assert (count(Batch), count(Programme)) == (1, 1)
    worker.run(job.id)
    assert (count(Batch), count(Programme), count(PlanBatch), count(BatchNominee)) == (2, 1, 2, 5)


def test_a_draft_that_was_thrown_away_is_made_anew(sari):
    make_agency()
    people_lacking(3)
    plan = established(sari)
    realise(plan, sari)
    batch = db.session.execute(select(Batch)).scalar_one()
    planning.delete_draft(batches.managed_batch(batch.id), by=sari.actor)
    db.session.commit()
    assert (count(Batch), count(BatchNominee)) == (0, 0)
    realise(plan, sari)
    assert (count(Batch), count(BatchNominee), count(PlanBatch)) == (1, 3, 1)


def test_people_named_get_their_seats_when_the_batch_opens(sari, budi):
    make_agency()
    lacking = people_lacking(3)
    plan = established(sari)
    realise(plan, sari)
    batch = db.session.execute(select(Batch)).scalar_one()
    batch.place = "Aula BKPSDM"
    make_meeting(batch)
    planning.publish(batches.managed_batch(batch.id), by=sari.actor)
    db.session.commit()
    rows = db.session.execute(select(Enrolment.employee_id, Enrolment.status)).all()
    assert sorted(rows) == sorted((one.employee_id, EnrolmentStatus.CONFIRMED) for one in lacking)
    assert (count(BatchNominee), db.session.get_one(Batch, batch.id).seats_taken) == (0, 3)


def test_an_archived_programme_stops_its_own_activity_only(sari):
    make_agency()
    programme = make_programme("Pelayanan Prima", competencies=[(competency_id(), 2)])
    people_lacking(3)
    people_lacking(3, code="M.1")
    plan = established(sari)
    programme.archived_at = plan.created_at
    db.session.commit()
    job = realise(plan, sari)
    db.session.refresh(job)
    assert count(Batch) == 1
    assert job.message.startswith("1 rancangan angkatan dibuat")
    assert "1 kelas belum bisa dibuat. Pelayanan Prima" in job.message


def test_a_need_of_a_unit_becomes_an_activity_with_its_people(sari, rina):
    unit = make_unit("Dinas Kesehatan")
    lacking = people_lacking(3, unit=unit)
    plan = make_plan(sari)
    need = make_need(unit, rina, lacking[:2])
    line = need_services.take(whole(plan), need_queries.need(need.id, EVERYWHERE), by=sari.actor)
    db.session.commit()
    assert people_of(line) == {one.employee_id for one in lacking[:2]}
    assert (line.basis, line.unit_id, need.status) == (Basis.PERFORMANCE, unit.id, NeedStatus.TAKEN)
    with pytest.raises(states.NotNow):
        need_services.withdraw(need_queries.need(need.id, EVERYWHERE), by=rina.actor)
    db.session.rollback()
    undo_all(plan, sari.actor)
    assert db.session.get_one(UnitNeed, need.id).status == NeedStatus.STATED
    assert count(PlanLine) == 0


def test_a_need_names_people_of_the_unit_alone(rina):
    unit = make_unit("Dinas Kesehatan")
    (stranger,) = people_lacking(1)
    with pytest.raises(WrongField, match="bukan pegawai unit ini"):
        make_need(unit, rina, [stranger])
    db.session.rollback()


def test_a_draft_is_thrown_away_with_everything_in_it(sari, two):
    plan, _lines = two
    drafting.delete_draft(whole(plan), by=sari.actor)
    db.session.commit()
    assert [count(one) for one in (DevelopmentPlan, PlanLine, PlanLinePerson)] == [0, 0, 0]


def test_there_is_one_plan_for_a_year_and_area(sari):
    make_plan(sari)
    with pytest.raises(WrongField, match="sudah ada"):
        make_plan(sari)
    db.session.rollback()
    make_plan(sari, unit=make_unit("Dinas Kesehatan"))


def test_money_entered_again_replaces_the_figure(sari):
    funds.enter(YEAR, "APBD", Decimal(10), by=sari.actor)
    fund = funds.enter(YEAR, "apbd", Decimal(20), by=sari.actor)
    db.session.commit()
    assert fund.amount == 20


def test_years_take_plans_first_and_spread_what_remains(sari):
    make_agency()
    people_lacking(5)
    plan, (line,) = gathered(sari)
    complete(plan, sari)
    editing.leave_out(whole(plan), line, queries.everybody_in(line.id)[:3], out=True, by=sari.actor)
    long = horizon.create(YEAR, YEAR + 2, "HCDP", by=sari.actor)
    db.session.commit()
    found = horizon_queries.targets(long.id)
    assert [(one.year, one.people, one.is_planned, one.lesson_hours, one.cost) for one in found] == [
        (YEAR, 2, True, Decimal(16), Decimal(1_000_000)),
        (YEAR + 1, 2, False, Decimal(16), Decimal(1_000_000)),
        (YEAR + 2, 1, False, Decimal(16), Decimal(500_000)),
    ]
    horizon.compile_targets(long, by=sari.actor)
    assert len(horizon_queries.targets(long.id)) == 3
    letter = horizon.establish(long, decision(), by=sari.actor)
    db.session.commit()
    assert letter.kind == "plans_horizon"
    with pytest.raises(states.IsFrozen):
        horizon.compile_targets(long, by=sari.actor)
    db.session.rollback()


def test_money_of_several_years_is_told_in_whole_rupiah(sari):
    """A third of a million for each, and a target that was put together before sen were left out."""
    make_agency()
    people_lacking(5)
    plan, (line,) = gathered(sari)
    complete(plan, sari)
    editing.leave_out(whole(plan), line, queries.everybody_in(line.id)[:2], out=True, by=sari.actor)
    line.cost, line.cost_per = Decimal("1000000.50"), CostPer.TOTAL
    long = horizon.create(YEAR, YEAR + 2, "HCDP", by=sari.actor)
    db.session.commit()
    found = horizon_queries.targets(long.id)
    assert [(one.people, one.cost) for one in found] == [(3, 1_000_001), (1, 333_334), (1, 333_334)]
    facts = TargetFacts(found[2].form_code, 1, None, Decimal("250000.50"))
    horizon.change_target(long, found[2], facts, version=1, by=sari.actor)
    found[1].cost = Decimal("333333.49")
    db.session.commit()
    _name, headings, rows = exports.target_sheet(long)
    column = headings.index("Biaya")
    assert [str(row[column]) for row in rows] == ["1000001", "333333", "250001"]
    printed = [row[7] for row in papers.horizon_table(long, found).rows]
    assert printed == ["Rp\u00a01.000.001", "Rp\u00a0333.333", "Rp\u00a0250.001", "Rp\u00a01.583.335"]


def test_years_prepare_for_the_posts_people_aim_at_too_and_count_nobody_twice(sari):
    """Two lack it for the post they hold, three only for the one they aim at; one of the first aims there, too."""
    make_agency()
    lacking, others = people_lacking(2), people_lacking(3, tier=PositionTier.PELAKSANA)
    post = make_position("Kepala Bidang", tier=PositionTier.ADMINISTRATOR)
    for one in (*others, lacking[0]):
        aim(one, post, sari)
    long = horizon.create(YEAR, YEAR + 1, "HCDP", by=sari.actor)
    db.session.commit()
    found = horizon_queries.targets(long.id)
    assert [(one.year, one.toward, one.tier, one.people) for one in found] == [
        (YEAR, Toward.PRESENT, PositionTier.PENGAWAS, 1),
        (YEAR, Toward.NEXT, PositionTier.PELAKSANA, 2),
        (YEAR + 1, Toward.PRESENT, PositionTier.PENGAWAS, 1),
        (YEAR + 1, Toward.NEXT, PositionTier.PELAKSANA, 1),
    ]
    _name, headings, rows = exports.target_sheet(long)
    origins = [row[headings.index("Asal")] for row in rows]
    assert origins == ["sisa kesenjangan", "sisa kesenjangan, jabatan berikutnya"] * 2
    assert [row[-1] for row in papers.horizon_table(long, found).rows[:-1]] == origins


def test_years_whose_plan_prepares_for_a_next_post_keep_that_apart(sari):
    others = people_lacking(2, tier=PositionTier.PELAKSANA)
    post = make_position("Kepala Seksi", tier=PositionTier.PENGAWAS)
    for one in others:
        aim(one, post, sari)
    plan = make_plan(sari, smallest_class=2)
    analysing.request(whole(plan), [], following=[competency_id()], with_performance=False, by=sari.actor)
    long = horizon.create(YEAR, YEAR + 2, "HCDP", by=sari.actor)
    db.session.commit()
    found = [(one.year, one.toward, one.people, one.is_planned) for one in horizon_queries.targets(long.id)]
    assert found == [(YEAR, Toward.NEXT, 2, True)]


def test_handing_in_twice_prints_two_letters(sari):
    make_agency()
    people_lacking(3)
    plan = submitted(sari)
    deciding.take_back(whole(plan), "Ada yang keliru.", by=sari.actor)
    deciding.submit(whole(plan), by=sari.actor)
    db.session.commit()
    assert count(Letter) == 2
