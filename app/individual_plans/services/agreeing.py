"""Handing a plan in, taking it back, and the superior's answer, to one plan or to several at once."""

from collections.abc import Sequence

from app.access.visitor import Actor
from app.audit import services as audit
from app.base.clock import now
from app.individual_plans import rules
from app.individual_plans.models import IndividualPlan, Move, PlanStatus
from app.individual_plans.queries import plans
from app.individual_plans.queries.plans import PlanPage
from app.individual_plans.services import steps
from app.organisation import queries as organisation
from app.training.services.moments import local_today


def submit(page: PlanPage, *, seen: int, by: Actor) -> None:
    """Hand the plan, or the change of an agreed one, to the superior of today."""
    plan, year = steps.held(page, seen=seen)
    status = rules.after(plan.status, Move.SUBMIT)
    rules.ensure_complete(len(plans.rows(plan.id, plan.edition)))
    plan.note = ""
    steps.moved(plan, Move.SUBMIT, status, by=by, due_on=steps.answer_due(year))
    audit.record("individual_plans.plan.submitted", plan, by=by, edition=plan.edition)
    what = "perubahan rencana" if status == PlanStatus.REVISION_SUBMITTED else "rencana"
    steps.tell_decider(
        page,
        "individual_plans_submitted",
        f"{page.employee.name} mengajukan {what} pengembangan tahun {plan.year}.",
    )


def recall(page: PlanPage, *, seen: int, by: Actor) -> None:
    """Take back what was handed in and not yet answered."""
    plan, _year = steps.held(page, seen=seen)
    status = rules.after(plan.status, Move.RECALL)
    for row in plans.rows(plan.id, plan.agreed_edition) if plan.status == PlanStatus.REPORTED else []:
        row.proof = {}
    steps.moved(plan, Move.RECALL, status, by=by)
    audit.record("individual_plans.plan.recalled", plan, by=by)


def agree(page: PlanPage, *, seen: int, by: Actor, as_office: bool = False) -> None:
    """Agree to what was handed in: it is in force from now on, and an earlier edition stays readable."""
    plan = _decidable(page, seen=seen, by=by, as_office=as_office)
    status = rules.after(plan.status, Move.AGREE)
    person = organisation.person(plan.employee_id, local_today())
    plan.agreed_edition, plan.agreed_at, plan.agreed_by = plan.edition, now(), by.name
    plan.position, plan.unit, plan.note = person.position, person.unit, ""
    steps.moved(plan, Move.AGREE, status, by=by)
    audit.record("individual_plans.plan.agreed", plan, by=by, edition=plan.edition)
    steps.tell_owner(
        page,
        "individual_plans_agreed",
        f"{by.name} menyetujui rencana pengembangan Anda tahun {plan.year}.",
        superior=by.name,
    )


def give_back(page: PlanPage, note: str, *, seen: int, by: Actor, as_office: bool = False) -> None:
    """Return a plan, a change or a realisation with a note the employee reads."""
    rules.ensure_note(note)
    plan = _decidable(page, seen=seen, by=by, as_office=as_office)
    move = Move.RETURN_REPORT if plan.status == PlanStatus.REPORTED else Move.RETURN
    status = rules.after(plan.status, move)
    if move == Move.RETURN_REPORT:
        for row in plans.rows(plan.id, plan.agreed_edition):
            row.proof = {}
    plan.note = note
    steps.moved(plan, move, status, by=by, note=note)
    audit.record("individual_plans.plan.returned", plan, by=by)
    what = "realisasi rencana" if move == Move.RETURN_REPORT else "rencana"
    steps.tell_owner(
        page,
        "individual_plans_returned",
        f"{by.name} mengembalikan {what} pengembangan Anda tahun {plan.year} dengan catatan.",
        superior=by.name,
        note=note,
    )


def close(page: PlanPage, note: str, *, seen: int, by: Actor, as_office: bool = False) -> None:
    """Take the realisation as reviewed: the plan of this year is finished and never changes again."""
    plan = _decidable(page, seen=seen, by=by, as_office=as_office)
    status = rules.after(plan.status, Move.CLOSE)
    plan.closed_at, plan.closed_by, plan.note = now(), by.name, note
    steps.moved(plan, Move.CLOSE, status, by=by, note=note)
    audit.record("individual_plans.plan.closed", plan, by=by)
    steps.tell_owner(
        page,
        "individual_plans_closed",
        f"{by.name} menerima realisasi rencana pengembangan Anda tahun {plan.year}.",
        superior=by.name,
        note=note,
    )


def accept(page: PlanPage, note: str, *, seen: int, by: Actor, as_office: bool = False) -> None:
    """Say yes to whatever waits: the plan, its change, or its realisation."""
    if page.plan.status == PlanStatus.REPORTED:
        close(page, note, seen=seen, by=by, as_office=as_office)
    else:
        agree(page, seen=seen, by=by, as_office=as_office)


def accept_all(chosen: Sequence[tuple[PlanPage, int]], *, by: Actor) -> None:
    """Say yes to several plans as they were seen; all of them or none."""
    for page, seen in _in_order(chosen):
        accept(page, "", seen=seen, by=by)


def give_back_all(chosen: Sequence[tuple[PlanPage, int]], note: str, *, by: Actor) -> None:
    for page, seen in _in_order(chosen):
        give_back(page, note, seen=seen, by=by)


def _in_order(chosen: Sequence[tuple[PlanPage, int]]) -> list[tuple[PlanPage, int]]:
    """Plans are locked one after the other, always in the same order."""
    return sorted(chosen, key=lambda one: one[0].plan.id)


def _decidable(page: PlanPage, *, seen: int, by: Actor, as_office: bool) -> IndividualPlan:
    plan, _year = steps.held(page, seen=seen)
    superior = steps.superior_of(plan)
    rules.ensure_may_decide(
        owner_id=plan.employee_id,
        decider_id=by.employee_id,
        superior_id=superior.employee_id if superior else None,
        as_office=as_office,
    )
    return plan
