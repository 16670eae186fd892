from typing import Any

from sqlalchemy import select

from app.base.database import db
from app.notifications.models import Mail, Notice


def notices_of(employee_id: int, *, before: int | None, limit: int) -> list[Any]:
    """Somebody's notices, newest first, older than notice ``before``."""
    statement = (
        select(Notice.id, Notice.text, Notice.path, Notice.created_at, Notice.read_at)
        .where(Notice.employee_id == employee_id)
        .order_by(Notice.id.desc())
        .limit(limit)
    )
    if before is not None:
        statement = statement.where(Notice.id < before)
    return list(db.session.execute(statement).all())


def outbox(*, before: int | None, limit: int) -> list[Any]:
    """The government's mails, newest first, older than mail ``before``."""
    statement = (
        select(Mail.id, Mail.recipient_name, Mail.kind, Mail.facts, Mail.status, Mail.created_at, Mail.trouble)
        .order_by(Mail.id.desc())
        .limit(limit)
    )
    if before is not None:
        statement = statement.where(Mail.id < before)
    return list(db.session.execute(statement).all())


def mail(mail_id: int) -> Mail:
    """One mail of the government in scope."""
    return db.session.execute(select(Mail).where(Mail.id == mail_id)).scalar_one()
