"""The multi-year plan: put together from yearly plans and the gaps that remain, mended by hand, then established."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from sqlalchemy import delete

from app.access.visitor import Actor
from app.audit import services as audit
from app.base import scope
from app.base.clock import now
from app.base.database import db, lock
from app.base.errors import StaleVersion, WrongField
from app.letters import services as letters
from app.letters.models import Letter
from app.organisation import queries as organisation
from app.plans import papers
from app.plans.facts import Decision, TargetFacts
from app.plans.models import PlanLine, PlanStatus, Toward
from app.plans.models.horizon import HorizonPlan, HorizonTarget
from app.plans.queries import analysis
from app.plans.queries import horizon as queries
from app.plans.queries import plans as plan_queries
from app.plans.rules import grouping, states, targets
from app.plans.rules.grouping import Gathered
from app.plans.rules.targets import Known
from app.plans.services.deciding import agency_of
from app.training.services.moments import local_today


def create(first_year: int, last_year: int, title: str, *, by: Actor) -> HorizonPlan:
    """A draft with its targets; for years that have one already, the next version."""
    targets.ensure_years(first_year, last_year)
    lock(organisation.government(scope.current()))
    number = queries.last_revision(first_year)
    if any(one.first_year == first_year and one.status == PlanStatus.DRAFT for one in queries.plans()):
        raise WrongField("first_year", f"Rancangan mulai {first_year} sudah ada. Buka dan perbarui rancangan itu.")
    plan = HorizonPlan(
        first_year=first_year, last_year=last_year, revision=number + 1, title=title, status=PlanStatus.DRAFT, version=1
    )
    db.session.add(plan)
    db.session.flush()
    audit.record("plans.horizon.created", plan, by=by, first=first_year, last=last_year)
    compile_targets(plan, by=by)
    return plan


def compile_targets(plan: HorizonPlan, *, by: Actor) -> int:
    """Put the targets together anew; what was typed into them is replaced. Returns how many there are.

    Years with a plan take its activities. Whoever lacks a competency and is in none of them is spread evenly over the
    years without a plan, for the posts they hold and, apart, for those they aim at; hours and cost for each person are
    those of activities for the same competency, else of a programme that raises it, else unknown.
    """
    plan = _held(plan)
    yearly = [one for one in plan_queries.counting_of(plan.first_year, plan.last_year) if one.unit_id is None]
    lines = queries.lines_of([one.id for one in yearly])
    years = {one.id: one.year for one in yearly}
    statement = delete(HorizonTarget).where(HorizonTarget.plan_id == plan.id)
    db.session.execute(statement.execution_options(synchronize_session="fetch"))
    made = [_of_line(plan, years[line.plan_id], line) for line in lines]
    open_years = [year for year in range(plan.first_year, plan.last_year + 1) if year not in years.values()]
    if open_years:
        for toward in Toward:
            remaining = queries.remaining([one.id for one in yearly], toward)
            made += _of_gaps(plan, open_years, lines, remaining, toward)
    _name(made)
    db.session.add_all(made)
    plan.compiled_at = now()
    plan.version += 1
    db.session.flush()
    audit.record("plans.horizon.compiled", plan, by=by, targets=len(made))
    return len(made)


def _name(made: Sequence[HorizonTarget]) -> None:
    names = plan_queries.competency_names([one.competency_id for one in made if one.competency_id is not None])
    for one in made:
        if one.competency_id is not None:
            one.subject = names[one.competency_id]


def _of_line(plan: HorizonPlan, year: int, line: PlanLine) -> HorizonTarget:
    return HorizonTarget(
        plan_id=plan.id,
        year=year,
        competency_id=line.competency_id,
        toward=line.toward,
        subject=line.title,
        tier=line.tier,
        form_code=line.form_code,
        people=line.people,
        lesson_hours=line.lesson_hours,
        cost=_whole(line.total_cost),
        is_planned=True,
        version=1,
    )


def _of_gaps(
    plan: HorizonPlan,
    years: list[int],
    lines: Sequence[PlanLine],
    remaining: Sequence[tuple[int, str, int]],
    toward: Toward,
) -> list[HorizonTarget]:
    ids = {key for key, _tier, _people in remaining}
    groups, offers = analysis.groups_of(ids), analysis.offers(ids)
    by_competency: dict[int, list[PlanLine]] = defaultdict(list)
    for line in lines:
        by_competency[line.competency_id or 0].append(line)
    made = []
    for key, tier, people in remaining:
        known = [Known(one.people, one.lesson_hours, one.total_cost) for one in by_competency[key]]
        hours, cost = targets.per_person(known)
        offer = grouping.best_offer(offers, Gathered(key, 0, 1, tier, people, 0, Decimal(0), ((key, 1, tier),), False))
        hours = hours if hours is not None else (offer.hours if offer else None)
        cost = cost if cost is not None else (offer.cost if offer else None)
        form = offer.form_code if offer else grouping.form_for(groups[key][1], is_small=False)
        made += [
            HorizonTarget(
                plan_id=plan.id, year=year, competency_id=key, toward=toward, subject="", tier=tier, form_code=form,
                people=count, lesson_hours=hours, cost=_times(cost, count), is_planned=False, version=1,
            )
            for year, count in zip(years, targets.spread(people, len(years)), strict=True)
            if count
        ]  # fmt: skip
    return made


def _times(cost: Decimal | None, people: int) -> Decimal | None:
    return None if cost is None else targets.whole_rupiah(cost * people)


def _whole(cost: Decimal | None) -> Decimal | None:
    return None if cost is None else targets.whole_rupiah(cost)


def change_target(plan: HorizonPlan, target: HorizonTarget, facts: TargetFacts, *, version: int, by: Actor) -> None:
    _held(plan)
    target = lock(target)
    if target.version != version:
        raise StaleVersion
    target.form_code, target.people = facts.form_code, facts.people
    target.lesson_hours, target.cost = facts.lesson_hours, _whole(facts.cost)
    target.version += 1
    audit.record("plans.horizon.changed", plan, by=by, target=target.id)


def establish(plan: HorizonPlan, decision: Decision, *, by: Actor) -> Letter:
    """Enter the decision and send it out by letter; from now on the plan stays as it is."""
    plan = _held(plan)
    if decision.decided_on > local_today():
        raise WrongField("decided_on", "Tanggal keputusan ada di masa depan. Isi tanggal yang tertulis pada keputusan.")
    found = queries.targets(plan.id)
    if not found:
        raise states.NotComplete("Rencana ini belum punya sasaran. Susun dulu dari kesenjangan.")
    plan.status = PlanStatus.ESTABLISHED
    plan.decision_number, plan.decided_on = decision.number, decision.decided_on
    plan.decided_by = decision.decided_by
    plan.version += 1
    letter = letters.issue(papers.announcing(plan, found, agency_id=agency_of(by).id), by=by)
    plan.letter_id = letter.id
    _replace_earlier(plan, by)
    audit.record("plans.horizon.established", plan, by=by, decision=decision.number)
    return letter


def _replace_earlier(plan: HorizonPlan, by: Actor) -> None:
    for earlier in queries.plans():
        if earlier.first_year == plan.first_year and earlier.id != plan.id:
            earlier.status = PlanStatus.SUPERSEDED
            audit.record("plans.horizon.superseded", earlier, by=by, replaced_by=plan.id)


def _held(plan: HorizonPlan) -> HorizonPlan:
    plan = lock(plan)
    states.ensure_editable(plan.status)
    return plan
