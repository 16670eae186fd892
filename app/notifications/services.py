"""Telling people, in the same transaction as what happened; the worker posts the mail afterwards."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from jinja2 import TemplateError
from sqlalchemy import select, update

from app.base.clock import now
from app.base.database import db
from app.jobs import services as jobs
from app.notifications import post
from app.notifications.models import Mail, MailStatus, Notice
from app.notifications.rendering import letter

DUTY = "notifications.post"
LEASE_MINUTES = 5
MAILS_AT_ONCE = 200
LONGEST_WAIT_MINUTES = 60
_base_url = ""


def use_base_url(base_url: str) -> None:
    """Absolute links in mail begin with this configured address, never with what a request claims."""
    global _base_url  # noqa: PLW0603 - one address per process, set once at the start
    _base_url = base_url


def address_of(path: str) -> str:
    """A page of ours as a link that works from outside."""
    return _base_url + path


@dataclass(frozen=True)
class Recipient:
    """Somebody to tell, by id and address."""

    employee_id: int
    name: str
    address: str


def tell(recipient: Recipient, kind: str, say: str, *, path: str, key: str, **facts: Any) -> None:
    """Leave a notice for one person and, where an address is known, a mail of ``kind``.

    ``say`` is the sentence of the notice, ``path`` the page it speaks of. ``key`` names the
    occasion: the same mail is never put into the outbox twice. A fact named ``calendar`` holds a
    calendar file that goes along.
    """
    db.session.add(Notice(employee_id=recipient.employee_id, kind=kind, text=say, path=path, created_at=now()))
    if not recipient.address:
        return
    db.session.add(
        Mail(
            employee_id=recipient.employee_id,
            recipient_name=recipient.name,
            address=recipient.address,
            kind=kind,
            key=f"{kind}:{key}",
            message_id=f"<{secrets.token_hex(16)}@{post.mail_domain()}>",
            facts=facts | {"name": recipient.name, "say": say, "link": address_of(path)},
            status=MailStatus.WAITING,
            attempts=0,
            created_at=now(),
            next_try_at=now(),
        )
    )
    if post.is_configured():
        jobs.ask_for(DUTY)


def mark_read(employee_id: int, notice_id: int) -> str:
    """Note that the person opened a notice; returns the page it speaks of."""
    notice = db.session.execute(
        select(Notice).where(Notice.id == notice_id, Notice.employee_id == employee_id)
    ).scalar_one()
    if notice.read_at is None:
        notice.read_at = now()
    return notice.path


def mark_all_read(employee_id: int) -> None:
    db.session.execute(
        update(Notice).where(Notice.employee_id == employee_id, Notice.read_at.is_(None)).values(read_at=now())
    )


def post_waiting() -> None:
    """Send what waits, one by one. A mail is leased before and marked right after the server takes
    it, so a retry never repeats what was marked; a server that is down only delays, and ends the round."""
    if not post.is_configured():
        return
    with post.open_office() as office:
        for mail_id in _due():
            mail = _lease(mail_id)
            if mail is not None and not _send(office, mail):
                return


def _due() -> list[int]:
    statement = (
        select(Mail.id)
        .where(Mail.status == MailStatus.WAITING, Mail.next_try_at <= now())
        .order_by(Mail.id)
        .limit(MAILS_AT_ONCE)
    )
    found = list(db.session.execute(statement).scalars())
    db.session.commit()
    return found


def _lease(mail_id: int) -> Mail | None:
    taken = db.session.execute(
        update(Mail)
        .where(Mail.id == mail_id, Mail.status == MailStatus.WAITING, Mail.next_try_at <= now())
        .values(next_try_at=now() + timedelta(minutes=LEASE_MINUTES), attempts=Mail.attempts + 1)
    )
    db.session.commit()
    if taken.rowcount != 1:  # type: ignore[attr-defined]
        return None
    statement = select(Mail).where(Mail.id == mail_id).execution_options(populate_existing=True)
    mail = db.session.execute(statement).scalar_one()
    db.session.commit()  # no transaction is open while the mail server talks (security C2)
    return mail


def _send(office: post.Office, mail: Mail) -> bool:
    """Send one letter and note what came of it; False when the server itself does not answer."""
    trouble = _try_to_send(office, mail)
    if trouble is None:
        mail.status, mail.sent_at, mail.trouble = MailStatus.SENT, now(), ""
    else:
        wait = min(2**mail.attempts, LONGEST_WAIT_MINUTES)
        mail.trouble = trouble.words[:200]
        mail.status = MailStatus.FAILED if trouble.is_final else MailStatus.WAITING
        mail.next_try_at = now() + timedelta(minutes=wait)
    db.session.commit()
    return trouble is None or not trouble.office_shut


def _try_to_send(office: post.Office, mail: Mail) -> post.Trouble | None:
    """A letter that cannot be drawn waits for the release that mends it, and holds up no other."""
    try:
        return office.send(mail, letter(mail.kind, mail.facts))
    except TemplateError as error:
        return post.Trouble(f"{type(error).__name__}: surat ini belum bisa disusun", is_final=False)
