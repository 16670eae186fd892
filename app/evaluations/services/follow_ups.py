"""Asking the superior some months later what has changed at work."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from app.access.visitor import SYSTEM, Actor
from app.audit import services as audit
from app.base.clock import now
from app.base.database import db, lock
from app.evaluations import queries, rules
from app.evaluations.models import FollowUp, ItemKind, PartKind
from app.notifications import services as notifications
from app.notifications.services import Recipient


@dataclass(frozen=True)
class Occasion:
    """Whom to ask about whom, and why now. Without a superior it is noted that there was nobody to ask."""

    source_key: str
    group_key: str
    employee_id: int
    name: str
    superior: Recipient | None
    title: str
    expires_at: datetime
    until: str


def ask(occasion: Occasion, *, today: date) -> FollowUp:
    """Put the question once; the same occasion is never asked twice. The caller holds what the occasion belongs to."""
    known = db.session.execute(select(FollowUp).where(FollowUp.source_key == occasion.source_key)).scalar_one_or_none()
    if known is not None:
        return known
    row = FollowUp(
        source_key=occasion.source_key,
        group_key=occasion.group_key,
        employee_id=occasion.employee_id,
        superior_id=occasion.superior.employee_id if occasion.superior else None,
        title=occasion.title,
        asked_at=now(),
        expires_at=occasion.expires_at,
        items=[text for kind, text in queries.items(PartKind.FOLLOW_UP, today) if kind == ItemKind.SCALE],
        values=[],
    )
    db.session.add(row)
    db.session.flush()
    audit.record("evaluations.follow_up.asked", row, by=SYSTEM)
    if occasion.superior is not None:
        notifications.tell(
            occasion.superior,
            "follow_up_asked",
            f"Apakah {occasion.title} terasa dalam pekerjaan {occasion.name}? Jawab sebelum {occasion.until}.",
            path=f"/evaluasi/atasan/{row.id}",
            key=occasion.source_key,
            person=occasion.name,
            title=occasion.title,
            until=occasion.until,
        )
    return row


def answer(row: FollowUp, values: Sequence[str], comment: str, *, by: Actor) -> None:
    """Keep what the superior says; once."""
    row = lock(row)
    rules.ensure_may_answer(row, now())
    if len(values) != len(row.items) or any(one not in rules.SCALE for one in values):
        raise rules.Refused("Pilih satu jawaban untuk setiap pernyataan.")
    if len(comment) > rules.LONGEST_TEXT:
        raise rules.Refused("Catatan paling panjang 1.000 huruf.")
    row.values, row.comment, row.answered_at = list(values), comment, now()
    audit.record("evaluations.follow_up.answered", row, by=by)
