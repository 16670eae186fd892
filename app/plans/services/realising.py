"""An established plan becomes batches of training with the people named for them.

One class after the other, each in a transaction of its own: killed anywhere and run again, it goes on where it stopped,
and every class ends with exactly one batch.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from app.access.visitor import Actor
from app.audit import services as audit
from app.base import scope
from app.base.database import db, lock
from app.base.errors import RuleBroken, WrongField
from app.jobs import services as jobs
from app.jobs.models import Job
from app.organisation import queries as organisation
from app.plans.models import DevelopmentPlan, LineStatus, PlanBatch, PlanLine, PlanMove
from app.plans.queries import plans as queries
from app.plans.queries import realised
from app.plans.queries.plans import PlanPage
from app.plans.rules import grouping, states
from app.training.facts import BatchFacts, ProgrammeFacts
from app.training.models import Batch, EnrolmentPolicy, Programme
from app.training.queries import programmes as programme_queries
from app.training.services import nominees, planning, programmes

KIND = "plans.realise"
USUAL_ATTENDANCE = 80
SHOWN_FAULTS = 3
Progress = Callable[[int, int], None]


def request(page: PlanPage, lines: Sequence[PlanLine], *, by: Actor) -> Job:
    """Have the chosen activities become batches. Raises NotNow unless the plan is established."""
    plan = lock(page.plan)
    status = states.after(plan.status, PlanMove.RUN)
    chosen = [line.id for line in lines if line.status == LineStatus.PLANNED]
    if not chosen:
        raise WrongField("lines", "Centang dulu kegiatan yang akan dijadikan angkatan.")
    plan.status = status
    plan.version += 1
    audit.record("plans.plan.realising", plan, by=by, lines=len(chosen))
    who = {"user": by.user_id, "employee": by.employee_id, "name": by.name}
    args = {"plan_id": plan.id, "lines": chosen, "by": who}
    key = f"{KIND}:{plan.id}:{plan.version}"
    return jobs.enqueue(KIND, args, by=by, government_id=scope.current(), key=key)


def run(args: dict[str, Any], progress: Progress) -> str:
    """What the worker does; what is there already is left alone."""
    who = args["by"]
    by = Actor(who["user"], who["employee"], who["name"])
    page = queries.page(args["plan_id"])
    work = [
        (line.id, number)
        for line in queries.lines_numbered(page.plan.id, args["lines"])
        for number in range(1, line.classes + 1)
    ]
    made, faults = 0, list[str]()
    for done, (line_id, number) in enumerate(work, start=1):
        try:
            made += realise(queries.page(page.plan.id).plan, line_id, number, by=by)
        except RuleBroken as refusal:
            db.session.rollback()
            faults.append(f"{queries.line(page.plan.id, line_id).title}: {refusal.message}")
        progress(done, len(work))
    return _told(made, faults)


def _told(made: int, faults: list[str]) -> str:
    words = f"{made} rancangan angkatan dibuat, lengkap dengan calon pesertanya."
    if not faults:
        return words
    shown = " ".join(dict.fromkeys(faults[:SHOWN_FAULTS]))
    return f"{words} {len(faults)} kelas belum bisa dibuat. {shown}"


def realise(plan: DevelopmentPlan, line_id: int, number: int, *, by: Actor) -> bool:
    """One class of an activity as a draft batch with its people, once; False where it is there already."""
    line = lock(queries.line(plan.id, line_id))
    if line.status != LineStatus.PLANNED or number in realised.made(line.root_id or line.id):
        return False
    programme = _programme(line, by)
    batch = planning.create(programme, _facts(plan, line, number), by=by)
    link = realised.link(line.root_id or line.id, number)
    if link is None:
        link = PlanBatch(root_id=line.root_id or line.id, number=number, batch_id=batch.id)
        db.session.add(link)
    link.batch_id = batch.id
    nominees.name(batch, _people_of(line, number), by=by)
    audit.record("plans.line.realised", line, by=by, batch=batch.id, number=number)
    return True


def _people_of(line: PlanLine, number: int) -> list[int]:
    """The people of a class: in the order of their gaps, as many as it has seats."""
    everybody = queries.chosen_ids(line.id)
    return everybody[(number - 1) * line.seats : number * line.seats]


def _programme(line: PlanLine, by: Actor) -> Programme:
    """The programme chosen, or a new one by the activity's name: all that changes of an established plan."""
    if line.programme_id is not None:
        return programme_queries.programme(line.programme_id)
    programme = programmes.create(_programme_facts(line), by=by)
    hours = line.lesson_hours
    if hours is not None:
        programmes.add_subject(
            programme, title=line.title[:200], lesson_hours=hours, competency_id=line.competency_id, by=by
        )
    if line.competency_id is not None and line.level_to is not None:
        programmes.raise_competency(programme, competency_id=line.competency_id, level=line.level_to, by=by)
    line.programme_id = programme.id
    return programme


def _programme_facts(line: PlanLine) -> ProgrammeFacts:
    per_person = line.cost
    if per_person is not None and line.total_cost is not None and line.people:
        per_person = (line.total_cost / line.people).quantize(Decimal("0.01"))
    return ProgrammeFacts(
        title=line.title,
        code="",
        summary=line.need,
        organiser=line.organiser,
        form_code=line.form_code,
        series_id=None,
        design_id=None,
        min_attendance=USUAL_ATTENDANCE,
        min_score=None,
        needs_assignment=False,
        validity_months=None,
        cost=per_person,
        tiers=(),
        kinds=(),
    )


def _facts(plan: DevelopmentPlan, line: PlanLine, number: int) -> BatchFacts:
    first, last = _days(plan, line, number)
    return BatchFacts(
        starts_on=first,
        ends_on=last,
        city=organisation.government(scope.current()).seat,
        place="",
        address="",
        trainer="",
        trainer_from="",
        seats=line.seats,
        min_participants=None,
        decide_on=None,
        policy=EnrolmentPolicy.NOMINATED,
        enrolment_opens_at=None,
        enrolment_closes_at=None,
        withdrawal_closes_at=None,
        lesson_hours=line.lesson_hours,
        budget=_budget(line),
        realised=None,
    )


def _budget(line: PlanLine) -> Decimal | None:
    """An even share of the activity's cost."""
    total = line.total_cost
    return None if total is None else (total / line.classes).quantize(Decimal("0.01"))


def _days(plan: DevelopmentPlan, line: PlanLine, number: int) -> tuple[date, date]:
    """Classes begin on the Mondays of the planned month, one after the other; the organiser sets the real days."""
    first = date(plan.year, line.month, 1)
    monday = first + timedelta(days=-first.weekday() % 7)
    begins = monday + timedelta(days=7 * ((number - 1) % 4))
    days = max(grouping.meetings_of(1, line.lesson_hours, plan.hours_a_day), 1)
    return begins, begins + timedelta(days=days - 1)


def batch_of(root_id: int, number: int) -> Batch | None:
    """The batch of a class, if it is there."""
    found = realised.made(root_id).get(number)
    return None if found is None else db.session.get_one(Batch, found)
