"""How letters travel: when one is tried again, who has one at once, and which week's digest is due."""

import hashlib
from datetime import datetime, timedelta

from app.base.errors import RuleBroken
from app.notifications.models import Delivery, LetterGroup, MailStatus

LONGEST_WAIT_MINUTES = 60
_DOUBLINGS_AT_MOST = 6
MONDAY, TUESDAY = 0, 1


class NotResendable(RuleBroken):
    message = "Hanya surat yang ditolak yang bisa dikirim ulang. Surat ini sudah terkirim atau masih menunggu."


def wait(attempts: int) -> timedelta:
    """How long a letter rests after so many attempts: 2, 4, 8 … minutes, and never more than an hour."""
    return timedelta(minutes=min(2 ** min(attempts, _DOUBLINGS_AT_MOST), LONGEST_WAIT_MINUTES))


def first_status(delivery: Delivery) -> MailStatus | None:
    """Where a letter begins, or None where there is to be no mail."""
    if delivery == Delivery.NONE:
        return None
    return MailStatus.HELD if delivery == Delivery.WEEKLY else MailStatus.WAITING


def deliveries_of(group: LetterGroup) -> list[Delivery]:
    """What may be chosen for a group; the digest itself comes weekly or not at all."""
    if group == LetterGroup.DIGEST:
        return [Delivery.WEEKLY, Delivery.NONE]
    return list(Delivery)


def usual_delivery(group: LetterGroup) -> Delivery:
    return deliveries_of(group)[0]


def ensure_may_resend(status: MailStatus) -> None:
    if status != MailStatus.FAILED:
        raise NotResendable


def digest_week(local: datetime, hour: int) -> str | None:
    """The week (2026-W48) whose digest is due: from Monday at ``hour`` by the government's clock until Tuesday
    is over, so that a server that was off on Monday only delays. A negative hour means never."""
    on_monday = local.weekday() == MONDAY and local.hour >= hour
    if hour < 0 or not (on_monday or local.weekday() == TUESDAY):
        return None
    year, week, _day = local.isocalendar()
    return f"{year}-W{week:02d}"


def seal(subject: str, text: str, html: str) -> str:
    """By which a letter can be recognised as the one that was sent."""
    return hashlib.sha256(f"{subject}\0{text}\0{html}".encode()).hexdigest()
