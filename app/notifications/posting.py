"""Posting what waits in the outbox.

A letter is leased before and marked right after the server takes it, so a retry never repeats what was marked;
a server that is down only delays. What can still double a letter: the connection breaks, or the worker dies,
after the server took the letter and before we know or have noted it. The repeat carries the same Message-ID.
"""

from collections.abc import Sequence
from datetime import timedelta
from time import monotonic
from typing import Any

from jinja2 import TemplateError
from sqlalchemy import select, update

from app.base import sealing
from app.base.clock import now
from app.base.database import db
from app.jobs import services as jobs
from app.notifications import addresses, catalogue, post, rendering, rules
from app.notifications.catalogue import Addressee, Attachment
from app.notifications.models import Mail, MailStatus
from app.notifications.rendering import Letter
from app.notifications.services import DUTY, SEALED_FOR

LEASE_MINUTES = 5
LEASED_AT_ONCE = 20
ROUND_SECONDS = 60
# The longest a single letter may take: a server that answers each command just before the time is up.
_LONGEST_LETTER_SECONDS = 90


def post_waiting() -> None:
    """Send what waits until nothing is due, the server does not answer, or the round has taken its time."""
    if not post.is_configured():
        return
    until = monotonic() + ROUND_SECONDS
    with post.open_office() as office:
        while mails := lease():
            if not _send_all(office, mails):
                return
            if monotonic() > until:
                jobs.ask_for(DUTY)  # the other duties come first, then we go on
                return


def letter_of(mail: Mail) -> Letter:
    """A mail's words as they are, or would be, sent."""
    kind = catalogue.find(mail.kind)
    stop_link = ""
    if not kind.is_duty and mail.employee_id is not None:
        stop_link = addresses.stop_link(mail.government_id, mail.employee_id, kind.group)
    return rendering.letter(
        mail.kind,
        _opened(mail.facts),
        settings_link=addresses.absolute(addresses.SETTINGS_PATH),
        stop_link=stop_link,
        is_sample=mail.is_sample,
    )


def _opened(facts: dict[str, Any]) -> dict[str, Any]:
    """The facts with the secret link in the place of the plain one."""
    sealed = facts.get("sealed_link")
    return facts | {"link": sealing.unseal(SEALED_FOR, sealed)} if sealed else facts


def attachment_of(mail: Mail) -> Attachment | None:
    """The file that goes with a mail, made from its facts, the moment it was written and its recipient."""
    attach = catalogue.find(mail.kind).attach
    return attach(mail.facts, mail.created_at, Addressee(mail.recipient_name, mail.address)) if attach else None


def lease() -> list[Mail]:
    """Take the next letters for this worker. No transaction stays open while the mail server talks (security C2)."""
    due = (
        select(Mail.id)
        .where(Mail.status == MailStatus.WAITING, Mail.next_try_at <= now())
        .order_by(Mail.id)
        .limit(LEASED_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    ids = list(db.session.execute(due).scalars())
    if not ids:
        db.session.commit()
        return []
    _rest(ids, timedelta(minutes=LEASE_MINUTES))
    statement = select(Mail).where(Mail.id.in_(ids)).order_by(Mail.id).execution_options(populate_existing=True)
    mails = list(db.session.execute(statement).scalars())
    db.session.commit()
    return mails


def _rest(ids: Sequence[int], length: timedelta) -> None:
    db.session.execute(update(Mail).where(Mail.id.in_(ids)).values(next_try_at=now() + length))


def _send_all(office: post.Office, mails: list[Mail]) -> bool:
    """Send leased letters one by one; False when the server itself does not answer. What was not tried is let go."""
    leased_until = monotonic() + LEASE_MINUTES * 60 - _LONGEST_LETTER_SECONDS
    for index, mail in enumerate(mails):
        seal, trouble = _try_to_send(office, mail)
        is_shut = trouble is not None and trouble.office_shut
        _note(mail, seal, trouble)
        if is_shut or monotonic() > leased_until:
            _let_go(mails[index + 1 :])
            return not is_shut
    return True


def _try_to_send(office: post.Office, mail: Mail) -> tuple[str, post.Trouble | None]:
    """The digest of the words sent, or what went wrong. A letter that cannot be drawn waits for the release that mends
    it, and holds up no other."""
    try:
        letter, attachment = letter_of(mail), attachment_of(mail)
    except (TemplateError, LookupError, TypeError, ValueError) as error:
        return "", post.Trouble(f"{type(error).__name__}: surat ini belum bisa disusun", is_final=False)
    trouble = office.send(mail, letter, attachment)
    return rules.seal(letter.subject, letter.text, letter.html), trouble


def _note(mail: Mail, seal: str, trouble: post.Trouble | None) -> None:
    """The first thing after the server's answer, in a transaction of its own. Where the letter was forgotten meanwhile
    there is nothing to note."""
    noted: dict[str, Any] = {"attempts": mail.attempts + 1}
    if trouble is None:
        noted |= {"status": MailStatus.SENT, "sent_at": now(), "trouble": "", "seal": seal}
        if catalogue.find(mail.kind).is_confidential:
            noted["facts"] = {}
    else:
        noted["status"] = MailStatus.FAILED if trouble.is_final else MailStatus.WAITING
        noted |= {"trouble": trouble.words[:200], "next_try_at": now() + rules.wait(mail.attempts + 1)}
    db.session.execute(update(Mail).where(Mail.id == mail.id).values(noted))
    db.session.commit()


def _let_go(mails: Sequence[Mail]) -> None:
    if mails:
        _rest([mail.id for mail in mails], timedelta())
        db.session.commit()
