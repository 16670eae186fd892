"""People a plan named for a draft: kept beside it, and seated once the batch is published."""

from collections.abc import Sequence

from sqlalchemy import func, select

from app.access.visitor import Actor
from app.audit import services as audit
from app.base.clock import now
from app.base.database import db
from app.organisation import queries as organisation
from app.organisation.models import Employee
from app.organisation.queries import Person
from app.training import labels
from app.training.models import Batch, BatchNominee
from app.training.queries import enrolments as enrolment_queries
from app.training.queries import lines as line_queries
from app.training.queries.batches import BatchPage
from app.training.services import enrolments
from app.training.services.moments import local_today


def rows(batch_id: int) -> list[BatchNominee]:
    """In the order they were named."""
    statement = select(BatchNominee).where(BatchNominee.batch_id == batch_id).order_by(BatchNominee.id)
    return list(db.session.execute(statement).scalars())


def count(batch_id: int) -> int:
    statement = select(func.count(BatchNominee.id)).where(BatchNominee.batch_id == batch_id)
    return db.session.execute(statement).scalar_one()


def name(batch: Batch, employee_ids: Sequence[int], *, by: Actor) -> int:
    """Name people for a draft, each once; returns how many were new."""
    known = {one.employee_id for one in rows(batch.id)}
    fresh = [one for one in dict.fromkeys(employee_ids) if one not in known]
    db.session.add_all([BatchNominee(batch_id=batch.id, employee_id=one) for one in fresh])
    db.session.flush()
    if fresh:
        audit.record("training.nominees.named", batch, by=by, people=len(fresh))
    return len(fresh)


def drop(batch_id: int) -> None:
    """The draft is thrown away, and with it whom it was for."""
    for row in rows(batch_id):
        db.session.delete(row)


def seat_all(page: BatchPage, *, by: Actor) -> int:
    """Give everybody named their seat, or their place in line where seats have run out; returns how many.

    The caller holds programme and batch. Who cannot come stays named, with the reason for the organiser.
    """
    named = rows(page.batch.id)
    employees = line_queries.hold_people(one.employee_id for one in named)
    people = organisation.people([one.employee_id for one in named], local_today())
    seated = 0
    for nominee in named:
        employee = employees[nominee.employee_id]
        refusal = _refusal(page, people[employee.id], employee)
        if refusal:
            nominee.refusal = refusal[:300]
            continue
        if enrolment_queries.of_employee(page.batch.id, employee.id) is None:
            _seat(page, people[employee.id], by)
            seated += 1
        db.session.delete(nominee)
    return seated


def _refusal(page: BatchPage, person: Person, employee: Employee) -> str:
    if not employee.active:
        return "Sudah tidak aktif."
    refusal = enrolments.why_not(page, person, employee)
    return refusal.message if refusal is not None else ""


def _seat(page: BatchPage, person: Person, by: Actor) -> None:
    at = now()
    enrolment = enrolments.fresh(page.batch.id, person.employee_id, at)
    enrolment.decided_by, enrolment.decided_at = by.employee_id, at
    enrolments.place(enrolment, page.batch, at, asks=False)
    enrolment.reason = labels.FROM_A_PLAN
    db.session.flush()
    audit.record("training.enrolment.nominated", enrolment, by=by, status=enrolment.status, why="named by a plan")
    enrolments.tell_placed(enrolment, page, person, None, why=labels.FROM_A_PLAN)
