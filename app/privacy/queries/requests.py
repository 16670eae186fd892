"""Requests about personal data: one's own, and those an officer decides."""

from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_, select

from app.base.database import db
from app.organisation.models import Employee
from app.privacy.models import PrivacyRequest, RequestStatus

_listed = (
    PrivacyRequest.id,
    PrivacyRequest.employee_id,
    PrivacyRequest.kind,
    PrivacyRequest.part,
    PrivacyRequest.status,
    PrivacyRequest.created_at,
    PrivacyRequest.due_at,
    PrivacyRequest.closed_at,
    PrivacyRequest.reason,
)


def own(employee_id: int, limit: int) -> list[Any]:
    """Somebody's own requests, the newest first."""
    statement = select(*_listed).where(PrivacyRequest.employee_id == employee_id)
    return list(db.session.execute(statement.order_by(PrivacyRequest.id.desc()).limit(limit)).all())


def own_request(employee_id: int, request_id: int) -> PrivacyRequest:
    statement = select(PrivacyRequest).where(PrivacyRequest.id == request_id, PrivacyRequest.employee_id == employee_id)
    return db.session.execute(statement).scalar_one()


def to_decide(*, after: tuple[datetime, int] | None, limit: int) -> list[Any]:
    """What waits in the government in scope, the nearest deadline first."""
    statement = _with_names().where(PrivacyRequest.status == RequestStatus.WAITING)
    statement = statement.order_by(PrivacyRequest.due_at, PrivacyRequest.id).limit(limit)
    if after is not None:
        at, number = after
        statement = statement.where(
            or_(PrivacyRequest.due_at > at, and_(PrivacyRequest.due_at == at, PrivacyRequest.id > number))
        )
    return list(db.session.execute(statement).all())


def over(*, before: int | None, limit: int) -> list[Any]:
    """What has been answered or withdrawn, the newest first."""
    statement = _with_names().where(PrivacyRequest.status != RequestStatus.WAITING)
    statement = statement.order_by(PrivacyRequest.id.desc()).limit(limit)
    if before is not None:
        statement = statement.where(PrivacyRequest.id < before)
    return list(db.session.execute(statement).all())


def _with_names() -> Any:
    return select(*_listed, Employee.name).join(Employee, Employee.id == PrivacyRequest.employee_id)


def request(request_id: int) -> PrivacyRequest:
    """One request of the government in scope."""
    return db.session.execute(select(PrivacyRequest).where(PrivacyRequest.id == request_id)).scalar_one()
