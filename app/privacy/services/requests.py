"""The life of a request: asked, withdrawn, or decided with a reason, and what a granted one does."""

from datetime import date

from sqlalchemy import select

from app.access.permissions import Role
from app.access.visitor import Actor
from app.accounts.queries import grants
from app.audit import services as audit
from app.base.clock import now, today
from app.base.database import db, lock
from app.notifications import services as notifications
from app.notifications.services import Recipient
from app.organisation import queries as organisation
from app.privacy import labels, rules
from app.privacy.models import PrivacyRequest, RequestKind, RequestStatus
from app.privacy.services import erasure

_days = 3


def use_days(days: int) -> None:
    """Within how many days a request should be answered: a setting of the installation."""
    global _days  # noqa: PLW0603 - one setting per process, set once at the start
    _days = days


def days() -> int:
    return _days


def ask(
    employee_id: int, kind: RequestKind, *, by: Actor, part: str = "", wrong: str = "", right: str = "", note: str = ""
) -> PrivacyRequest:
    """Put a request before the officers. Locks the person's row, so two clicks make one request."""
    lock(organisation.employee(employee_id))
    waiting = select(PrivacyRequest.id).filter_by(
        employee_id=employee_id, kind=kind, part=part, status=RequestStatus.WAITING
    )
    if db.session.execute(waiting).first() is not None:
        raise rules.AlreadyAsked
    at = now()
    row = PrivacyRequest(
        employee_id=employee_id,
        kind=kind,
        part=part,
        wrong=wrong,
        right=right,
        note=note,
        status=RequestStatus.WAITING,
        created_at=at,
        due_at=rules.due_at(at, _days),
        reason="",
    )
    db.session.add(row)
    db.session.flush()
    audit.record("privacy.request.created", row, by=by, kind=kind, part=part)
    _tell_officers(row)
    return row


def _tell_officers(request: PrivacyRequest) -> None:
    """Whoever decides hears of it at once, for the deadline runs; who asks learns nothing of their own request."""
    for officer in grants.holders(request.government_id, Role.HR, _today(request)):
        if officer.id == request.employee_id:
            continue
        notifications.tell(
            Recipient(officer.id, officer.name, officer.email),
            "privacy_asked",
            f"Ada permintaan atas data pribadi: {_named(request)}.",
            path=f"/data-pribadi/permintaan/{request.id}",
            key=f"privacy-asked-{request.id}-{officer.id}",
        )


def _today(request: PrivacyRequest) -> date:
    return today(organisation.government(request.government_id).timezone)


def withdraw(request: PrivacyRequest, *, by: Actor) -> None:
    """Take a request back before it is decided."""
    request = lock(request)
    rules.ensure_waiting(request)
    request.status, request.closed_at = RequestStatus.WITHDRAWN, now()
    audit.record("privacy.request.withdrawn", request, by=by, kind=request.kind)


def grant(request: PrivacyRequest, reason: str, *, by: Actor, day: date) -> None:
    """Do what was asked and say why: an erasure erases what may go and restricts what must stay."""
    request = _decide(request, RequestStatus.GRANTED, reason, by=by)
    audit.record("privacy.request.granted", request, by=by, kind=request.kind)
    if request.kind == RequestKind.ERASURE:
        erasure.erase(request.government_id, request.employee_id)
    if request.kind in (RequestKind.ERASURE, RequestKind.RESTRICTION):
        employee = lock(organisation.employee(request.employee_id))
        employee.restricted_on = employee.restricted_on or day
    _tell(request, f"Permintaan Anda, {_named(request)}, dikabulkan.")


def refuse(request: PrivacyRequest, reason: str, *, by: Actor) -> None:
    request = _decide(request, RequestStatus.REFUSED, reason, by=by)
    audit.record("privacy.request.refused", request, by=by, kind=request.kind)
    _tell(request, f"Permintaan Anda, {_named(request)}, tidak dikabulkan.")


def lift(employee_id: int, *, by: Actor) -> None:
    """End a restriction: the data may be used again."""
    employee = lock(organisation.employee(employee_id))
    if employee.restricted_on is None:
        raise rules.NotRestricted
    employee.restricted_on = None
    audit.record("privacy.restriction.lifted", employee, by=by)


def _decide(request: PrivacyRequest, status: RequestStatus, reason: str, *, by: Actor) -> PrivacyRequest:
    request = lock(request)
    rules.ensure_may_decide(request, by.employee_id)
    request.status, request.reason = status, reason
    request.decided_by, request.closed_at = by.user_id, now()
    return request


def _named(request: PrivacyRequest) -> str:
    return labels.KINDS[RequestKind(request.kind)].lower()


def _tell(request: PrivacyRequest, say: str) -> None:
    """After an erasure there is no address any more: the answer waits inside Penata."""
    person = organisation.employee(request.employee_id)
    notifications.tell(
        Recipient(person.id, person.name, person.email),
        "privacy_decided",
        say,
        path="/saya/data",
        key=f"privacy-request-{request.id}",
        reason=request.reason,
    )
