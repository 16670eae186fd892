"""Writing a plan: begun by its owner or by their superior, filled item by item, changed once it was agreed."""

from dataclasses import asdict, replace
from decimal import Decimal

from sqlalchemy import delete

from app.access.visitor import Actor
from app.audit import services as audit
from app.base.clock import now
from app.base.database import db, lock
from app.base.errors import WrongField
from app.individual_plans import labels, rules
from app.individual_plans.facts import ItemFacts
from app.individual_plans.models import IndividualPlan, IndividualPlanItem, IndividualPlanStep, Move, PlanStatus, Way
from app.individual_plans.queries import levels, plans, proof, settings
from app.individual_plans.queries.plans import PlanPage
from app.individual_plans.queries.proof import Choice
from app.individual_plans.services import steps
from app.organisation import queries as organisation
from app.training.services.moments import local_today


def begin(employee_id: int, year: int, *, by: Actor) -> IndividualPlan:
    """The plan of a year, begun now unless it is there already.

    Locks the person, so two clicks make one plan. Raises YearOver for a year that is past.
    """
    employee = lock(organisation.employee(employee_id))
    known = plans.of_year(employee_id, year)
    if known is not None:
        return known
    rules.ensure_may_begin(year, local_today())
    rules.ensure_year_open(year, local_today(), settings.of_year(year).locked_from)
    plan = IndividualPlan(
        employee_id=employee.id, year=year, begun_by_superior=by.employee_id != employee.id, created_at=now()
    )
    db.session.add(plan)
    db.session.flush()
    steps.add_step(plan, labels.BEGUN, by=by)
    audit.record("individual_plans.plan.begun", plan, by=by, year=year)
    if plan.begun_by_superior:
        steps.tell_owner(
            PlanPage(plan, employee),
            "individual_plans_begun",
            f"{by.name} memulai rencana pengembangan Anda tahun {year}. Lengkapi, lalu ajukan.",
            superior=by.name,
        )
    return plan


def delete_draft(page: PlanPage, *, seen: int, by: Actor) -> None:
    """Throw away a plan that was never handed in."""
    plan, _year = steps.held(page, seen=seen)
    if plan.status != PlanStatus.DRAFT:
        raise rules.NotNow("Rencana yang sudah pernah diajukan tidak dihapus, supaya riwayatnya tetap ada.")
    audit.record("individual_plans.plan.deleted", plan, by=by, year=plan.year)
    for model in (IndividualPlanItem, IndividualPlanStep):
        db.session.execute(delete(model).where(model.plan_id == plan.id))
    db.session.delete(plan)


def add(page: PlanPage, facts: ItemFacts, *, seen: int, by: Actor) -> IndividualPlanItem:
    """Add an item to the edition that is worked on. Raises WrongField at what is impossible in it."""
    plan, year = _writable(page, seen)
    others = plans.rows(plan.id, plan.edition)
    rules.ensure_room(len(others))
    facts = _checked(page, facts, others, most_hours=year.item_hours)
    row = IndividualPlanItem(plan_id=plan.id, edition=plan.edition, employee_id=plan.employee_id, **asdict(facts))
    db.session.add(row)
    db.session.flush()
    plan.version += 1
    audit.record("individual_plans.item.added", plan, by=by, item=row.id)
    return row


def change(page: PlanPage, item: IndividualPlanItem, facts: ItemFacts, *, seen: int, by: Actor) -> None:
    plan, year = _writable(page, seen)
    others = [one for one in plans.rows(plan.id, plan.edition) if one.id != item.id]
    facts = _checked(page, facts, others, most_hours=year.item_hours)
    for name, value in asdict(facts).items():
        setattr(item, name, value)
    plan.version += 1
    audit.record("individual_plans.item.changed", plan, by=by, item=item.id)


def remove(page: PlanPage, item: IndividualPlanItem, *, seen: int, by: Actor) -> None:
    plan, _year = _writable(page, seen)
    audit.record("individual_plans.item.removed", plan, by=by, item=item.id)
    db.session.delete(item)
    plan.version += 1


def add_suggested(page: PlanPage, competency_id: int, programme_id: int, *, seen: int, by: Actor) -> IndividualPlanItem:
    """Add what was suggested for a gap as one item, to be changed like any other."""
    found = proof.suggestions(page.plan.employee_id, year=page.plan.year, day=local_today())
    one = next(
        (row for row in found if (row.competency_id, row.choice.programme_id) == (competency_id, programme_id)), None
    )
    if one is None:
        raise rules.NotNow("Saran ini sudah tidak ada. Muat ulang halamannya untuk melihat saran yang terbaru.")
    month = one.choice.starts_on.month if one.choice.starts_on else 0
    facts = ItemFacts(
        competency_id=competency_id,
        aim="",
        reason="",
        from_level=one.measured,
        to_level=min(one.level, max(one.required, one.measured + 1)),
        form_code=one.choice.form_code,
        way=Way.CLASSICAL,
        programme_id=programme_id,
        batch_id=None,
        activity=one.choice.title,
        target_hours=one.choice.hours or Decimal(1),
        first_month=month or 1,
        last_month=month or 12,
        support="",
    )
    return add(page, facts, seen=seen, by=by)


def _writable(page: PlanPage, seen: int) -> tuple[IndividualPlan, settings.Year]:
    plan, year = steps.held(page, seen=seen)
    rules.ensure_writable(plan.status)
    return plan, year


def _checked(page: PlanPage, facts: ItemFacts, others: list[IndividualPlanItem], *, most_hours: int) -> ItemFacts:
    """The item with what is known put in: the measured level, and the programme's own title and form."""
    if facts.competency_id is not None:
        known = levels.asked(page.plan.employee_id, local_today()).get(facts.competency_id)
        if known is None:
            raise WrongField("competency_id", "Pilih kompetensi dari daftarnya.")
        facts = replace(facts, from_level=known.measured, aim="")
    else:
        facts = replace(facts, from_level=0, to_level=None)
    if facts.programme_id is not None:
        facts = _of_programme(facts, proof.choice(facts.programme_id))
    rules.ensure_item(facts, map(plans.facts_of, others), most_hours=most_hours)
    return facts


def _of_programme(facts: ItemFacts, known: Choice | None) -> ItemFacts:
    if known is None:
        raise WrongField("catalogue", "Program ini sudah tidak ditawarkan. Pilih yang lain, atau tulis kegiatannya.")
    return replace(facts, activity=known.title, form_code=known.form_code)


def revise(page: PlanPage, *, seen: int, by: Actor) -> None:
    """Begin a change of an agreed plan: a copy that is worked on, while the agreed one stays in force."""
    plan, _year = steps.held(page, seen=seen)
    status = rules.after(plan.status, Move.REVISE)
    for row in plans.rows(plan.id, plan.agreed_edition):
        kept = asdict(plans.facts_of(row)) | {"outcome": row.outcome, "outcome_note": row.outcome_note}
        db.session.add(
            IndividualPlanItem(plan_id=plan.id, edition=plan.agreed_edition + 1, employee_id=plan.employee_id, **kept)
        )
    plan.edition = plan.agreed_edition + 1
    plan.note = ""
    steps.moved(plan, Move.REVISE, status, by=by)
    audit.record("individual_plans.plan.revised", plan, by=by, edition=plan.edition)


def discard(page: PlanPage, *, seen: int, by: Actor) -> None:
    """Drop the change: the agreed plan goes on as it is."""
    plan, _year = steps.held(page, seen=seen)
    status = rules.after(plan.status, Move.DISCARD)
    dropped = delete(IndividualPlanItem).where(
        IndividualPlanItem.plan_id == plan.id, IndividualPlanItem.edition == plan.edition
    )
    db.session.execute(dropped)
    plan.edition, plan.note = plan.agreed_edition, ""
    steps.moved(plan, Move.DISCARD, status, by=by)
    audit.record("individual_plans.plan.discarded", plan, by=by)
