"""Reading notices on somebody's own behalf, and the outbox on behalf of a government's officers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, select

from app.base.database import db
from app.notifications import catalogue
from app.notifications.models import Delivery, LetterGroup, Mail, MailChoice, MailStatus, Notice

COUNTED_AT_MOST = 1000
EXPORTED_AT_MOST = 50_000
_ESCAPE = "\\"


def notices_of(employee_id: int, *, before: int | None, limit: int, only_unread: bool = False) -> list[Any]:
    """Somebody's notices, newest first, older than notice ``before``."""
    statement = (
        select(Notice.id, Notice.text, Notice.path, Notice.created_at, Notice.read_at)
        .where(Notice.employee_id == employee_id)
        .order_by(Notice.id.desc())
        .limit(limit)
    )
    if before is not None:
        statement = statement.where(Notice.id < before)
    if only_unread:
        statement = statement.where(Notice.read_at.is_(None))
    return list(db.session.execute(statement).all())


def unread_count(employee_id: int) -> int:
    statement = select(func.count(Notice.id)).where(Notice.employee_id == employee_id, Notice.read_at.is_(None))
    return db.session.execute(statement).scalar_one()


_DELIVERY = select(MailChoice.delivery).where(
    MailChoice.employee_id == bindparam("employee_id"), MailChoice.letter_group == bindparam("letter_group")
)


def delivery_of(employee_id: int, group: LetterGroup) -> Delivery | None:
    """What somebody chose for a group of letters, if anything."""
    found = db.session.execute(_DELIVERY, {"employee_id": employee_id, "letter_group": group}).scalar_one_or_none()
    return None if found is None else Delivery(found)


def choices_of(employee_id: int) -> dict[LetterGroup, MailChoice]:
    """What somebody chose, by group; groups never touched are not in it."""
    rows = db.session.execute(select(MailChoice).where(MailChoice.employee_id == employee_id)).scalars()
    return {LetterGroup(row.letter_group): row for row in rows}


@dataclass(frozen=True)
class MailFilters:
    """What the outbox is narrowed to; ``since`` and ``until`` bound when a letter was written."""

    status: MailStatus | None = None
    kind: str = ""
    name: str = ""
    since: datetime | None = None
    until: datetime | None = None

    @property
    def any(self) -> bool:
        return any((self.status, self.kind, self.name, self.since, self.until))


def outbox(filters: MailFilters, *, before: int | None, limit: int) -> list[Any]:
    """The government's mails, newest first, older than mail ``before``."""
    statement = _narrowed(_LISTED, filters).order_by(Mail.id.desc()).limit(limit)
    if before is not None:
        statement = statement.where(Mail.id < before)
    return list(db.session.execute(statement).all())


def outbox_count(filters: MailFilters) -> int:
    """How many mails fit, counted up to one more than a thousand."""
    found = _narrowed(select(Mail.id), filters).limit(COUNTED_AT_MOST + 1).subquery()
    return db.session.execute(select(func.count(found.c.id))).scalar_one()


def whole_outbox(filters: MailFilters) -> Iterator[Any]:
    """What ``outbox`` lists, without pages."""
    statement = _narrowed(_LISTED, filters).order_by(Mail.id.desc()).limit(EXPORTED_AT_MOST)
    yield from db.session.execute(statement, execution_options={"yield_per": 1000})


_LISTED: Any = select(
    Mail.id,
    Mail.recipient_name,
    Mail.address,
    Mail.kind,
    Mail.subject,
    Mail.is_sample,
    Mail.status,
    Mail.attempts,
    Mail.created_at,
    Mail.sent_at,
    Mail.next_try_at,
    Mail.trouble,
)


def _narrowed(statement: Any, filters: MailFilters) -> Any:
    conditions: list[ColumnElement[bool]] = [Mail.kind.not_in(catalogue.unlisted())]
    if filters.status is not None:
        conditions.append(Mail.status == filters.status)
    if filters.kind:
        conditions.append(Mail.kind == filters.kind)
    if filters.name:
        conditions.append(func.lower(Mail.recipient_name).like(_pattern(filters.name), escape=_ESCAPE))
    if filters.since is not None:
        conditions.append(Mail.created_at >= filters.since)
    if filters.until is not None:
        conditions.append(Mail.created_at < filters.until)
    return statement.where(*conditions)


def _pattern(text: str) -> str:
    for special in (_ESCAPE, "%", "_"):
        text = text.replace(special, _ESCAPE + special)
    return f"%{text.lower()}%"


def mail(mail_id: int) -> Mail:
    """One mail of the government in scope that may be shown."""
    statement = select(Mail).where(Mail.id == mail_id, Mail.kind.not_in(catalogue.unlisted()))
    return db.session.execute(statement).scalar_one()


def is_written(key: str) -> bool:
    """Whether a mail for this occasion stands in the outbox."""
    return db.session.execute(select(Mail.id).where(Mail.key == key)).scalar_one_or_none() is not None


def told_since(paths: Mapping[str, int], kind: str, since: datetime) -> set[str]:
    """Of these pages, each with whom it is for, those that somebody was told of by this kind of notice since then."""
    statement = select(Notice.path).where(
        Notice.employee_id.in_(set(paths.values())),
        Notice.kind == kind,
        Notice.path.in_(paths),
        Notice.created_at >= since,
    )
    return set(db.session.execute(statement).scalars())
