"""Plans through their year: who writes, who agrees, what stays in force, what is told once."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.base.database import db
from app.base.errors import WrongField
from app.individual_plans import jobs, rules
from app.individual_plans.facts import Realised
from app.individual_plans.models import IndividualPlan, IndividualPlanItem, Outcome, PlanStatus
from app.individual_plans.queries import due, plans
from app.individual_plans.services import agreeing, choices, drafting, realising
from app.notifications.models import Mail, Notice
from app.organisation.models import Placement, PlacementKind
from app.organisation.services import refresh_directory
from tests.support.builders import ZONE, competency_id, make_assessment, make_employee, make_position, place
from tests.support.individual_plans import (
    add_item,
    agreed,
    closed,
    local_today,
    make_facts,
    make_plan,
    reported,
    submitted,
    this_year,
    whole,
)


def told(person, kind=""):
    statement = select(Mail.kind).where(Mail.employee_id == person.employee_id).order_by(Mail.id)
    return [one for one in db.session.execute(statement).scalars() if one.startswith(f"individual_plans_{kind}")]


def items(plan, edition):
    return [row.activity for row in plans.rows(plan.id, edition)]


def test_a_plan_is_begun_once(budi):
    first = make_plan(budi, items=0)
    assert make_plan(budi, items=0).id == first.id
    assert len(db.session.execute(select(IndividualPlan.id)).all()) == 1


def test_the_measured_level_is_put_in_and_must_rise(budi):
    service = competency_id()
    make_assessment(budi.employee_id, service, 2)
    plan = make_plan(budi, items=0)
    with pytest.raises(WrongField) as refusal:
        add_item(plan, budi, competency_id=service, to_level=2, aim="")
    assert refusal.value.message == "Level Anda sekarang 2. Pilih level di atasnya."
    db.session.rollback()
    assert add_item(plan, budi, competency_id=service, to_level=3, aim="Diabaikan").from_level == 2


def test_a_second_window_does_not_write_over_the_first(budi):
    plan = make_plan(budi, items=0)
    old = plan.version
    add_item(plan, budi)
    with pytest.raises(rules.ChangedMeanwhile):
        drafting.add(whole(plan), make_facts(activity="Lain"), seen=old, by=budi.actor)


def test_the_superior_is_told_and_agrees(budi, rina):
    plan = submitted(budi)
    assert told(rina) == ["individual_plans_submitted"]
    assert plan.due_on == local_today() + timedelta(days=7)
    agreeing.agree(whole(plan), seen=plan.version, by=rina.actor)
    db.session.commit()
    assert (plan.status, plan.agreed_by, plan.position) == (PlanStatus.AGREED, rina.name, "Penata Layanan Operasional")
    assert told(budi) == ["individual_plans_agreed"]


def test_nobody_else_agrees(budi, rina, dewi, sari):
    plan = submitted(budi)
    for person, as_office in ((dewi, False), (budi, False), (sari, True)):
        with pytest.raises(rules.NotYours):
            agreeing.agree(whole(plan), seen=plan.version, by=person.actor, as_office=as_office)
        db.session.rollback()


def test_where_nobody_is_above_the_agency_decides_and_never_on_its_own(rina, sari):
    plan = submitted(rina)
    assert plan.nobody_above
    assert told(sari) == ["individual_plans_submitted"]
    with pytest.raises(rules.NotYours):
        agreeing.agree(whole(plan), seen=plan.version, by=rina.actor, as_office=True)
    db.session.rollback()
    agreeing.agree(whole(plan), seen=plan.version, by=sari.actor, as_office=True)
    db.session.commit()
    own = submitted(sari)
    with pytest.raises(rules.NotYours):
        agreeing.agree(whole(own), seen=own.version, by=sari.actor, as_office=True)


@pytest.mark.parametrize("kind", [PlacementKind.PLT, PlacementKind.PLH])
def test_a_stand_in_decides_on_their_days(budi, rina, dewi, kind):
    plan = submitted(budi)
    today = local_today()
    place(dewi.employee_id, rina.position_id, kind, starts_on=today, ends_on=today + timedelta(days=3))
    with pytest.raises(rules.NotYours):
        agreeing.agree(whole(plan), seen=plan.version, by=rina.actor)
    db.session.rollback()
    agreeing.agree(whole(plan), seen=plan.version, by=dewi.actor)
    assert plan.agreed_by == dewi.name


def test_after_a_transfer_the_new_superior_takes_over(budi, rina):
    plan = agreed(budi, rina)
    post = make_position("Kepala Bidang Arsip")
    head = make_employee("Hasan Basri, S.T.", position_id=post.id)
    today = local_today()
    old = db.session.execute(select(Placement).where(Placement.employee_id == budi.employee_id)).scalar_one()
    old.ends_on = today
    db.session.flush()
    place(budi.employee_id, make_position("Arsiparis", above=post.id).id, starts_on=today)
    refresh_directory()
    said = {row.id: Realised(Outcome.DONE, "") for row in plans.rows(plan.id, 1)}
    realising.report(whole(plan), said, "", seen=plan.version, by=budi.actor)
    db.session.commit()
    assert told(head) == ["individual_plans_submitted"]
    with pytest.raises(rules.NotYours):
        agreeing.close(whole(plan), "", seen=plan.version, by=rina.actor)
    db.session.rollback()
    agreeing.close(whole(plan), "", seen=plan.version, by=head.actor)
    assert plan.closed_by == head.name


def test_a_change_leaves_the_agreed_plan_in_force_until_it_is_agreed(budi, rina):
    plan = agreed(budi, rina)
    drafting.revise(whole(plan), seen=plan.version, by=budi.actor)
    db.session.commit()
    add_item(plan, budi, activity="Magang di loket")
    assert (items(plan, plan.agreed_edition), items(plan, plan.edition)) == (
        ["Coaching pertemuan 1"],
        ["Coaching pertemuan 1", "Magang di loket"],
    )
    agreeing.submit(whole(plan), seen=plan.version, by=budi.actor)
    db.session.commit()
    agreeing.give_back(whole(plan), "Belum perlu tahun ini.", seen=plan.version, by=rina.actor)
    db.session.commit()
    assert (plan.status, plan.agreed_edition) == (PlanStatus.REVISION_RETURNED, 1)
    agreeing.submit(whole(plan), seen=plan.version, by=budi.actor)
    db.session.commit()
    agreeing.agree(whole(plan), seen=plan.version, by=rina.actor)
    db.session.commit()
    assert items(plan, plan.agreed_edition) == ["Coaching pertemuan 1", "Magang di loket"]
    assert items(plan, 1) == ["Coaching pertemuan 1"]


def test_a_change_that_is_dropped_leaves_nothing(budi, rina):
    plan = agreed(budi, rina)
    drafting.revise(whole(plan), seen=plan.version, by=budi.actor)
    db.session.commit()
    add_item(plan, budi, activity="Magang di loket")
    drafting.discard(whole(plan), seen=plan.version, by=budi.actor)
    db.session.commit()
    assert (plan.status, plan.edition) == (PlanStatus.AGREED, 1)
    assert len(db.session.execute(select(IndividualPlanItem.id)).all()) == 1


def test_a_realisation_is_returned_and_mended(budi, rina):
    plan = reported(budi, rina)
    agreeing.give_back(whole(plan), "Lampirkan buktinya.", seen=plan.version, by=rina.actor)
    db.session.commit()
    assert (plan.status, plan.note) == (PlanStatus.REPORT_RETURNED, "Lampirkan buktinya.")
    assert [row.proof for row in plans.rows(plan.id, 1)] == [{}]
    assert told(budi)[-1] == "individual_plans_returned"


def test_a_closed_plan_never_changes(budi, rina):
    plan = closed(budi, rina)
    row = plans.rows(plan.id, 1)[0]
    seen = plan.version
    tries = [
        lambda: drafting.add(whole(plan), make_facts(activity="Lain"), seen=seen, by=budi.actor),
        lambda: drafting.change(whole(plan), row, make_facts(activity="Lain"), seen=seen, by=budi.actor),
        lambda: drafting.remove(whole(plan), row, seen=seen, by=budi.actor),
        lambda: drafting.delete_draft(whole(plan), seen=seen, by=budi.actor),
        lambda: drafting.revise(whole(plan), seen=seen, by=budi.actor),
        lambda: agreeing.recall(whole(plan), seen=seen, by=budi.actor),
        lambda: agreeing.give_back(whole(plan), "Masih ada.", seen=seen, by=rina.actor),
        lambda: realising.note(whole(plan), {row.id: Realised(Outcome.NOT, "x")}, seen=seen, by=budi.actor),
        lambda: realising.report(whole(plan), {}, "", seen=seen, by=budi.actor),
    ]
    for one in tries:
        with pytest.raises(rules.NotNow):
            one()
        db.session.rollback()
    assert (plan.status, plans.rows(plan.id, 1)[0].outcome) == (PlanStatus.CLOSED, Outcome.DONE)


def test_a_locked_year_is_not_written_any_more(budi, rina):
    year = this_year()
    plan = agreed(budi, rina)
    with time_machine.travel(datetime(year + 1, 3, 31, 9, 0, tzinfo=ZONE), tick=False):
        with pytest.raises(rules.YearOver):
            drafting.revise(whole(plan), seen=plan.version, by=budi.actor)
        db.session.rollback()
        with pytest.raises(rules.YearOver):
            drafting.begin(rina.employee_id, year, by=rina.actor)


def test_the_superior_begins_and_the_employee_hands_in(budi, rina):
    plan = make_plan(budi, by=rina)
    assert plan.begun_by_superior
    assert told(budi) == ["individual_plans_begun"]
    agreeing.submit(whole(plan), seen=plan.version, by=budi.actor)
    assert plan.status == PlanStatus.SUBMITTED


def test_several_are_answered_together_or_not_at_all(budi, dewi, rina):
    one, other = submitted(budi), submitted(dewi)
    with pytest.raises(rules.ChangedMeanwhile):
        agreeing.accept_all([(whole(one), one.version), (whole(other), other.version - 1)], by=rina.actor)
    db.session.rollback()
    assert {one.status, other.status} == {PlanStatus.SUBMITTED}
    agreeing.accept_all([(whole(other), other.version), (whole(one), one.version)], by=rina.actor)
    db.session.commit()
    assert {one.status, other.status} == {PlanStatus.AGREED}


def test_every_step_leaves_a_line_in_the_trail(budi, rina):
    closed(budi, rina)
    actions = db.session.execute(
        select(AuditEntry.action).where(AuditEntry.action.like("individual_plans.%")).order_by(AuditEntry.position)
    ).scalars()
    assert [one.removeprefix("individual_plans.") for one in actions] == [
        "plan.begun",
        "item.added",
        "plan.submitted",
        "plan.agreed",
        "realisation.reported",
        "plan.closed",
    ]


def on(day: date):
    return time_machine.travel(datetime.combine(day, datetime.min.time(), ZONE) + timedelta(hours=9), tick=False)


def test_whoever_should_answer_is_reminded_once(budi, rina):
    plan = submitted(budi)
    jobs.remind()
    assert told(rina, "waiting") == []
    with on(plan.due_on + timedelta(days=1)):
        jobs.remind()
        jobs.remind()
    with on(plan.due_on + timedelta(days=9)):
        jobs.remind()
    assert told(rina, "waiting") == ["individual_plans_waiting"]


def rounds_on(day: date) -> None:
    with on(day):
        jobs.go_rounds()
        jobs.go_rounds()


def test_whoever_handed_nothing_in_is_told_once(budi, dewi, rina):
    with on(date(2026, 2, 2)):
        submitted(budi)
        make_plan(dewi)
    rounds_on(date(2026, 3, 30))
    assert told(dewi, "none") == []
    rounds_on(date(2026, 3, 31))
    rounds_on(date(2026, 4, 2))
    assert [told(person, "none") for person in (budi, dewi, rina)] == [
        [],
        ["individual_plans_none"],
        ["individual_plans_none"],
    ]


def test_the_middle_and_the_end_of_the_year_concern_whoever_agreed(budi, dewi, rina):
    with on(date(2026, 2, 2)):
        agreed(budi, rina)
        submitted(dewi)
    for day in (date(2026, 7, 1), date(2026, 12, 1)):
        rounds_on(day)
    assert told(budi)[-2:] == ["individual_plans_midyear", "individual_plans_report"]
    assert told(dewi) == []
    notices = db.session.execute(select(Notice.path).where(Notice.kind == "individual_plans_report")).scalars()
    assert list(notices) == ["/saya/idp?tahun=2026"]


def test_nobody_is_told_in_autumn_what_was_due_in_spring(budi, rina):
    rounds_on(date(2026, 9, 9))
    assert told(budi) == told(rina) == []


def test_a_government_has_its_own_days(budi, rina, sari, batanghari, joko):
    choices.set_value("plan_by", 530, from_year=2026, source="SE Bupati", this_year=2026, by=sari.actor)
    db.session.commit()
    rounds_on(date(2026, 3, 31))
    assert (told(budi), told(rina)) == ([], [])
    rounds_on(date(2026, 5, 30))
    assert told(budi) == ["individual_plans_none"]


@pytest.mark.parametrize(
    ("key", "value", "from_year", "field"),
    [
        ("bukan", 7, 2026, "key"),
        ("plan_by", 230, 2026, "value"),
        ("answer_days", 0, 2026, "value"),
        ("answer_days", 9, 2025, "from_year"),
        ("answer_days", 9, 2099, "from_year"),
    ],
)
def test_impossible_settings_say_why(sari, key, value, from_year, field):
    with pytest.raises(WrongField) as refusal:
        choices.set_value(key, value, from_year=from_year, source="SE", this_year=2026, by=sari.actor)
    assert refusal.value.field == field


def test_one_round_asks_nothing_of_governments_where_it_is_finished(budi, rina):
    with on(date(2026, 3, 31)):
        jobs.go_rounds()
        assert due.finished_rounds(2025) == {(budi.government_id, 2026, "no_plan")}
        assert list(jobs._due_rounds()) == []
