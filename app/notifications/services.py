"""Telling people, in the same transaction as what happened; the worker posts the mail afterwards."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, delete, select, update

from app.access.visitor import Actor
from app.audit import services as audit
from app.base import sealing
from app.base.clock import now
from app.base.database import db, lock
from app.jobs import services as jobs
from app.notifications import addresses, catalogue, post, queries, rendering, rules
from app.notifications.catalogue import LetterKind
from app.notifications.models import Delivery, LetterGroup, Mail, MailChoice, MailStatus, Notice

DUTY = "notifications.post"
_LONGEST_SUBJECT = 250
SEALED_FOR = "mail link"
_address_now: Callable[[int], str] | None = None


def use_directory(address_now: Callable[[int], str]) -> None:
    """Who knows the address somebody has by now; this house knows people only by id."""
    global _address_now  # noqa: PLW0603 - one directory per process, set once at the start
    _address_now = address_now


def address_now(employee_id: int | None) -> str:
    """The address somebody has by now, or an empty text."""
    return _address_now(employee_id) if _address_now is not None and employee_id is not None else ""


@dataclass(frozen=True)
class Recipient:
    """Somebody to tell, by id and address."""

    employee_id: int
    name: str
    address: str


def tell(
    recipient: Recipient, kind: str, say: str, *, path: str, key: str, secret_path: str = "", **facts: Any
) -> None:
    """Leave a notice for one person and, where an address is known and they want it, a mail of ``kind``.

    ``say`` is the sentence of the notice, ``path`` the page it speaks of. ``key`` names the
    occasion: the same mail is never put into the outbox twice. ``secret_path`` is a link for the eyes of
    the recipient alone: it is kept sealed, stands in the mail that is sent, and in no page of the outbox.
    """
    db.session.add(
        Notice(employee_id=recipient.employee_id, kind=catalogue.find(kind).kind, text=say, path=path, created_at=now())
    )
    mail_to(recipient, kind, say, path=path, key=key, secret_path=secret_path, **facts)


def mail_to(
    recipient: Recipient, kind: str, say: str, *, path: str, key: str, secret_path: str = "", **facts: Any
) -> None:
    """Leave a mail alone, as somebody wants it: at once, for the weekly digest, or not at all."""
    if not recipient.address:
        return
    letter = catalogue.find(kind)
    status = MailStatus.WAITING if letter.is_duty else rules.first_status(_delivery(recipient.employee_id, letter))
    if status is not None:
        told = facts | {"name": recipient.name, "say": say, "link": addresses.absolute(path)}
        if secret_path:
            told["sealed_link"] = sealing.seal(SEALED_FOR, addresses.absolute(secret_path))
        _write(recipient, letter, key=key, facts=told, status=status)


def _delivery(employee_id: int, letter: LetterKind) -> Delivery:
    """Whoever writes a digest has asked who wants one, so the digest itself goes at once."""
    if letter.group == LetterGroup.DIGEST:
        return Delivery.NOW
    return queries.delivery_of(employee_id, letter.group) or rules.usual_delivery(letter.group)


def _write(
    recipient: Recipient,
    letter: LetterKind,
    *,
    key: str,
    facts: Mapping[str, Any],
    status: MailStatus,
    is_sample: bool = False,
) -> None:
    at, kept = now(), rendering.facts_of(letter.kind) | letter.attached_facts
    needed = {name: facts[name] for name in sorted(kept | (facts.keys() & {"sealed_link"}))}
    db.session.add(
        Mail(
            employee_id=recipient.employee_id,
            recipient_name=recipient.name,
            address=recipient.address,
            kind=letter.kind,
            key=f"{letter.kind}:{key}",
            message_id=f"<{secrets.token_hex(16)}@{post.mail_domain()}>",
            subject=rendering.subject(letter.kind, needed, is_sample=is_sample)[:_LONGEST_SUBJECT],
            facts=needed,
            is_sample=is_sample,
            status=status,
            attempts=0,
            created_at=at,
            next_try_at=at,
        )
    )
    if status == MailStatus.WAITING and post.is_configured():
        jobs.ask_for(DUTY)


def send_sample(recipient: Recipient, kind: str, *, by: Actor) -> bool:
    """Write somebody a letter with invented facts; once a minute, however often the button is pressed."""
    letter = catalogue.find(kind)
    key = f"contoh:{recipient.employee_id}:{now():%Y%m%d%H%M}"
    if not recipient.address or queries.is_written(f"{kind}:{key}"):
        return False
    facts = sample_facts(letter) | {"name": recipient.name}
    _write(recipient, letter, key=key, facts=facts, status=MailStatus.WAITING, is_sample=True)
    audit.record("notifications.sample.sent", None, by=by, letter=kind)
    return True


def sample_facts(letter: LetterKind) -> dict[str, Any]:
    """Invented facts for a letter's preview."""
    link = addresses.absolute(letter.path)
    return {"name": "Budi Pratama, S.A.P.", "say": letter.say, "link": link, **letter.sample}


def choose(employee_id: int, choices: Mapping[LetterGroup, Delivery], *, by: Actor) -> None:
    """Keep how somebody wants the letters of these groups.

    Without a digest nothing is held for it: what was to come in one now comes in no mail.
    """
    known = queries.choices_of(employee_id)
    for group, delivery in choices.items():
        row = known.get(group)
        if delivery == (row.delivery if row else rules.usual_delivery(group)):
            continue
        if row is None:
            row = MailChoice(employee_id=employee_id, letter_group=group)
            db.session.add(row)
        row.delivery, row.changed_at = delivery, now()
        audit.record("notifications.choice.changed", row, by=by, group=group, delivery=delivery)
        if (group, delivery) == (LetterGroup.DIGEST, Delivery.NONE):
            held = delete(Mail).where(Mail.employee_id == employee_id, Mail.status == MailStatus.HELD)
            db.session.execute(held)


def stop(employee_id: int, group: LetterGroup, *, by: Actor) -> None:
    """No more mail of this group; of the digest, none of what was to come in it either."""
    stopped = [group]
    if group == LetterGroup.DIGEST:
        known = queries.choices_of(employee_id)
        stopped += [one for one, row in known.items() if row.delivery == Delivery.WEEKLY and one != group]
    choose(employee_id, dict.fromkeys(stopped, Delivery.NONE), by=by)


def resend(mail: Mail, *, by: Actor) -> None:
    """Try a refused letter once more, to the address its recipient has by now."""
    mail = lock(mail)
    rules.ensure_may_resend(mail.status)
    address = address_now(mail.employee_id)
    is_new = bool(address) and address != mail.address
    mail.address = address or mail.address
    mail.status, mail.attempts, mail.next_try_at, mail.trouble = MailStatus.WAITING, 0, now(), ""
    audit.record("notifications.mail.resent", mail, by=by, new_address=is_new)
    if post.is_configured():
        jobs.ask_for(DUTY)


def forget(kind: str, key: str, *, notices: ColumnElement[bool]) -> None:
    """Take away the letters of a kind whose key begins so, and its notices for which ``notices`` holds.

    For kinds that tell by their recipients, once that is over. A letter that is just being sent goes, too: its worker
    then has nothing to note.
    """
    mine = Mail.key.startswith(f"{kind}:{key}", autoescape=True)
    for gone in (
        delete(Mail).where(Mail.kind == kind, mine),
        delete(Notice).where(Notice.kind == kind, notices),
    ):
        db.session.execute(gone.execution_options(synchronize_session=False))


def note_export(*, rows: int, form: str, by: Actor) -> None:
    audit.record("notifications.outbox.exported", None, by=by, rows=rows, form=form)


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
