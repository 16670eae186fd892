"""Which batches of a programme somebody accepts, said in one go."""

from collections.abc import Collection

from app.access.visitor import Actor
from app.base.errors import RuleBroken
from app.training.models import ALIVE, EnrolmentStatus, Programme
from app.training.queries import batches, enrolments, lines
from app.training.services import enrolments as services
from app.training.services.moments import local_today

MAY_LET_GO = frozenset({EnrolmentStatus.WAITLISTED, EnrolmentStatus.REQUESTED, EnrolmentStatus.APPROVED})


def accept_batches(programme: Programme, employee_id: int, wanted: Collection[int], *, by: Actor) -> bool:
    """Join where one was not yet, soonest first, and leave what is no longer accepted; the place in line is one.

    All or nothing; a refusal names its batch. Returns whether one of them gave a seat, which ends the rest.
    """
    rows = lines.coming(programme.id, employee_id, local_today())
    for row in rows:
        if row.id in wanted and (row.mine is None or row.mine not in ALIVE):
            try:
                enrolment = services.enrol(employee_id, batches.managed_batch(row.id), by=by)
            except RuleBroken as refusal:
                refusal.message = f"Angkatan {row.number}: {refusal.message}"
                raise
            if enrolment.status == EnrolmentStatus.CONFIRMED:
                return True
    for row in rows:
        if row.id not in wanted and row.mine in MAY_LET_GO:
            services.withdraw(enrolments.own(employee_id, row.id), by=by)
    return False
