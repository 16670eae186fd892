"""Asking and answering. Nothing here notes who answered when: no audit line, no time, no number that counts."""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import CursorResult, and_, false, update

from app.access.visitor import SYSTEM, Actor
from app.audit import services as audit
from app.base import scope, sealing
from app.base.clock import now
from app.base.database import db, lock
from app.evaluations import queries, rules
from app.evaluations.models import (
    Evaluation,
    EvaluationAnswer,
    EvaluationItem,
    EvaluationPart,
    EvaluationParticipation,
    EvaluationQuestion,
    EvaluationStatus,
    ItemKind,
    PartKind,
)
from app.notifications import services as notifications
from app.notifications.models import Notice
from app.notifications.services import Recipient

_PURPOSE = "evaluation form"
REMINDED = "evaluation_reminder"
TRAINERS_AT_MOST = 12


@dataclass(frozen=True)
class Wanted:
    """What is to be evaluated, by whom, and until when. ``path`` is the page that leads to the form."""

    title: str
    trainers: tuple[str, ...]
    place: str
    people: tuple[Recipient, ...]
    closes_at: datetime
    until: str
    path: str


def open_(wanted: Wanted, *, today: date, by: Actor) -> Evaluation:
    """Ask everybody at once: the statements as they are in force today, a token for each, a letter to each."""
    at = now()
    found = Evaluation(title=wanted.title, status=EvaluationStatus.OPEN, opened_at=at, closes_at=wanted.closes_at)
    db.session.add(found)
    db.session.flush()
    subjects = [(PartKind.CONTENT, wanted.title)]
    subjects += [(PartKind.TRAINER, name) for name in wanted.trainers[:TRAINERS_AT_MOST]]
    subjects += [(PartKind.PLACE, wanted.place)]
    for order, (kind, name) in enumerate(subjects, start=1):
        _ask_about(found, kind, name, order, today)
    for person in wanted.people:
        _invite(found, person, wanted)
    audit.record("evaluations.evaluation.opened", found, by=by, people=len(wanted.people))
    return found


def _ask_about(found: Evaluation, kind: PartKind, name: str, order: int, today: date) -> None:
    part = EvaluationPart(evaluation_id=found.id, kind=kind, name=name[:200], sort_order=order)
    db.session.add(part)
    db.session.flush()
    for place, (item, text) in enumerate(queries.items(kind, today), start=1):
        db.session.add(EvaluationQuestion(part_id=part.id, kind=item, text=text, sort_order=place))
    db.session.flush()


def _invite(found: Evaluation, person: Recipient, wanted: Wanted) -> None:
    token = token_of(found.id, person.employee_id)
    db.session.add(
        EvaluationParticipation(
            evaluation_id=found.id, employee_id=person.employee_id, token_hash=fingerprint(token), done=False
        )
    )
    notifications.tell(
        person,
        "evaluation_open",
        f"Nilai {wanted.title} tanpa nama, sampai {wanted.until}. Kira-kira tiga menit.",
        path=wanted.path,
        key=f"{found.id}:{person.employee_id}",
        secret_path=form_path(token),
        title=wanted.title,
        until=wanted.until,
    )


def remind(found: Evaluation, people: Sequence[Recipient], *, until: str, path: str) -> None:
    """Ask those who have not answered once more, and never again. The trail does not say whom."""
    found = lock(found)
    if found.reminded_at is not None or found.status != EvaluationStatus.OPEN:
        return
    found.reminded_at = now()
    for person in people:
        notifications.tell(
            person,
            REMINDED,
            f"{found.title} masih bisa dinilai tanpa nama, sampai {until}.",
            path=path,
            key=f"{found.id}:{person.employee_id}",
            secret_path=form_path(token_of(found.id, person.employee_id)),
            title=found.title,
            until=until,
        )
    audit.record("evaluations.evaluation.reminded", found, by=SYSTEM)


def forget_reminders(found: Evaluation) -> None:
    """Let nothing tell any longer who was silent when they were reminded."""
    if found.reminded_at is not None:
        notices = and_(Notice.created_at >= found.reminded_at, Notice.text.startswith(found.title, autoescape=True))
        notifications.forget(REMINDED, f"{found.id}:", notices=notices)


def token_of(evaluation_id: int, employee_id: int) -> str:
    """The token of one person for one evaluation; without the installation's key nobody can make it."""
    return sealing.digest(_PURPOSE, f"{evaluation_id}:{employee_id}")[:40]


def fingerprint(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def form_path(token: str) -> str:
    return f"/evaluasi/{token}"


def submit(token: str, replies: Mapping[int, str]) -> bool:
    """Keep an answer and spend its token in one transaction; False for a token that opens nothing any more.

    Raises Refused for what the form does not ask, NotOpen after the end. Sent twice it counts once: whoever
    comes second finds the token spent.
    """
    with scope.everything():
        found = queries.by_token(fingerprint(token))
        if found is None:
            return False
    with scope.within(found.government_id):
        rules.ensure_open(found.status, found.closes_at, now())
        kept = rules.check_replies({row.id: row.kind for row in queries.questions(found.id)}, replies)
        if not _spend(fingerprint(token)):
            return False
        db.session.add(EvaluationAnswer(key=secrets.token_hex(16), evaluation_id=found.id, replies=kept))
        db.session.flush()
    return True


def _spend(token_hash: str) -> bool:
    spent = db.session.execute(
        update(EvaluationParticipation)
        .where(EvaluationParticipation.token_hash == token_hash, EvaluationParticipation.done == false())
        .values(done=True, token_hash=None)
        .execution_options(synchronize_session=False)
    )
    return isinstance(spent, CursorResult) and spent.rowcount == 1


def name_trainer(part: EvaluationPart, employee_id: int | None, *, by: Actor) -> None:
    """Say which employee a trainer is, so that they see their own part and no other."""
    part.employee_id = employee_id
    audit.record("evaluations.trainer.named", queries.evaluation(part.evaluation_id), by=by, employees=employee_id)


def add_item(part: PartKind, kind: ItemKind, text: str, *, today: date, by: Actor) -> EvaluationItem:
    """Ask something more from today on."""
    _take_over_defaults(today)
    last = max((one.sort_order for one in queries.own_items(today) if one.part == part), default=0)
    item = EvaluationItem(part=part, kind=kind, text=text, sort_order=last + 1, valid_from=today)
    db.session.add(item)
    db.session.flush()
    audit.record("evaluations.item.added", item, by=by)
    return item


def end_item(item: EvaluationItem, *, today: date, by: Actor) -> None:
    """Ask it no longer; evaluations that have begun keep it."""
    item = lock(item)
    item.valid_until = today
    audit.record("evaluations.item.ended", item, by=by)


def adopt_defaults(*, today: date, by: Actor) -> None:
    """Make our statements the government's own, so that it can change them."""
    if not queries.has_own_items():
        _take_over_defaults(today)
        audit.record("evaluations.item.adopted", None, by=by)


def _take_over_defaults(today: date) -> None:
    if queries.has_own_items():
        return
    orders: dict[PartKind, int] = {}
    for part, kind, text in rules.DEFAULT_ITEMS:
        orders[part] = orders.get(part, 0) + 1
        db.session.add(EvaluationItem(part=part, kind=kind, text=text, sort_order=orders[part], valid_from=today))
    db.session.flush()


def people_of(recipients: Sequence[Recipient]) -> tuple[Recipient, ...]:
    """Each once, in no order that tells anything."""
    unique = list({one.employee_id: one for one in recipients}.values())
    secrets.SystemRandom().shuffle(unique)
    return tuple(unique)
