"""What came of a plan: noted through the year, handed in at its end with what the ledger says."""

from collections.abc import Mapping

from app.access.visitor import Actor
from app.audit import services as audit
from app.individual_plans import rules
from app.individual_plans.facts import Realised, Record
from app.individual_plans.models import IndividualPlan, IndividualPlanItem, Move, Outcome
from app.individual_plans.queries import plans, proof
from app.individual_plans.queries.plans import PlanPage
from app.individual_plans.rules import Sought
from app.individual_plans.services import steps


def found_for(plan: IndividualPlan, rows: list[IndividualPlanItem]) -> dict[int, list[Record]]:
    """By item, the lines of the ledger of the plan's year that speak for it."""
    records = proof.records(plan.employee_id, plan.year)
    return {
        row.id: rules.proof_of(Sought(row.id, row.programme_id, row.competency_id, row.form_code), records)
        for row in rows
    }


def note(page: PlanPage, said: Mapping[int, Realised], *, seen: int, by: Actor) -> None:
    """Keep what was said of the items in force, finished or not."""
    plan, _year = steps.held(page, seen=seen)
    rules.ensure_realisable(plan.status)
    _write(plans.rows(plan.id, plan.agreed_edition), said)
    plan.version += 1
    audit.record("individual_plans.realisation.noted", plan, by=by)


def report(page: PlanPage, said: Mapping[int, Realised], report_note: str, *, seen: int, by: Actor) -> None:
    """Hand the realisation in, with what the ledger says today kept beside it."""
    plan, year = steps.held(page, seen=seen)
    status = rules.after(plan.status, Move.REPORT)
    rows = plans.rows(plan.id, plan.agreed_edition)
    _write(rows, said)
    rules.ensure_realised([Realised(Outcome(row.outcome), row.outcome_note) for row in rows])
    found = found_for(plan, rows)
    for row in rows:
        row.proof = {"lines": [one.told for one in found[row.id]]}
    plan.report_note, plan.note = report_note, ""
    steps.moved(plan, Move.REPORT, status, by=by, due_on=steps.answer_due(year))
    audit.record("individual_plans.realisation.reported", plan, by=by)
    steps.tell_decider(
        page,
        "individual_plans_submitted",
        f"{page.employee.name} mengajukan realisasi rencana pengembangan tahun {plan.year}.",
    )


def _write(rows: list[IndividualPlanItem], said: Mapping[int, Realised]) -> None:
    for row in rows:
        if row.id in said:
            row.outcome, row.outcome_note = said[row.id].outcome, said[row.id].note
