"""The way of a plan from draft to its end: prepared by the PyB, established by the PPK."""

from app.access.visitor import Actor
from app.audit import services as audit
from app.base.clock import now
from app.base.database import lock
from app.letters import services as letters
from app.letters.models import Letter
from app.organisation import queries as organisation
from app.organisation.models import OrgUnit
from app.organisation.queries import structure
from app.plans import papers
from app.plans.facts import Decision
from app.plans.models import DevelopmentPlan, PlanMove, PlanStatus
from app.plans.queries import plans as queries
from app.plans.queries.plans import PlanPage
from app.plans.rules import states
from app.training.services.moments import local_today


def submit(page: PlanPage, *, by: Actor) -> Letter:
    """Hand the plan to the PPK with a numbered letter that has every activity annexed.

    Raises NotComplete with what an activity lacks, and NoSignatory where nobody could sign. A plan that was taken back
    and is handed in again gets another letter.
    """
    plan, status = _held(page, PlanMove.SUBMIT)
    lines = queries.planned_lines(plan.id)
    states.ensure_complete(lines)
    plan.version += 1
    letter = letters.issue(papers.handing_in(page, lines, agency_id=agency_of(by).id, number=plan.version), by=by)
    plan.status, plan.submitted_at, plan.letter_id = status, now(), letter.id
    audit.record("plans.plan.submitted", plan, by=by, letter=letter.number)
    return letter


def take_back(page: PlanPage, reason: str, *, by: Actor) -> None:
    plan, status = _held(page, PlanMove.TAKE_BACK)
    plan.status, plan.reason = status, reason
    plan.version += 1
    audit.record("plans.plan.taken_back", plan, by=by)


def establish(page: PlanPage, decision: Decision, *, by: Actor) -> DevelopmentPlan:
    """Enter the PPK's decision: from now on the plan stays as it is, and the version before it is replaced."""
    plan, status = _held(page, PlanMove.ESTABLISH)
    states.ensure_decision(plan, decision.decided_on, today=local_today())
    plan.status = status
    plan.decision_number, plan.decided_on = decision.number, decision.decided_on
    plan.decided_by = decision.decided_by
    plan.version += 1
    _replace_earlier(plan, by)
    audit.record("plans.plan.established", plan, by=by, decision=decision.number)
    return plan


def _replace_earlier(plan: DevelopmentPlan, by: Actor) -> None:
    """A revision goes on where the one before stood: what had begun stays begun."""
    for before in queries.in_force_of(plan.year, plan.area, but=plan.id):
        earlier = lock(before)
        if earlier.status == PlanStatus.RUNNING:
            plan.status = PlanStatus.RUNNING
        earlier.status = PlanStatus.SUPERSEDED
        earlier.version += 1
        audit.record("plans.plan.superseded", earlier, by=by, replaced_by=plan.id)


def close(page: PlanPage, *, by: Actor) -> None:
    """The year is over: no more batches are made from this plan."""
    plan, status = _held(page, PlanMove.CLOSE)
    plan.status = status
    plan.version += 1
    audit.record("plans.plan.closed", plan, by=by)


def _held(page: PlanPage, move: PlanMove) -> tuple[DevelopmentPlan, PlanStatus]:
    plan = lock(page.plan)
    return plan, states.after(plan.status, move)


def agency_of(by: Actor) -> OrgUnit:
    """On whose letterhead a plan is: the personnel agency's, else that of the unit of whoever hands it in."""
    day = local_today()
    found = structure.agency(day)
    if found is not None:
        return found
    person = organisation.person(by.employee_id, day) if by.employee_id is not None else None
    if person is None or person.unit_id is None:
        raise states.NotNow("Unit BKPSDM belum ada di Struktur, jadi surat rencana belum bisa terbit.")
    return structure.unit(person.unit_id)
