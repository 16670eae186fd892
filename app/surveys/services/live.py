"""Opening a quick check of a room, answering it, showing it once, and forgetting every answer (security N5, N6)."""

import secrets
from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite

from app.access.visitor import SYSTEM, Actor
from app.audit import services as audit
from app.base import forgetting, sealing
from app.base.clock import now
from app.base.database import db, lock
from app.certificates.rules import ALPHABET
from app.jobs import services as jobs
from app.surveys.models.live import GroupCheck, GroupCheckAnswer, GroupCheckMark, LiveStatus
from app.surveys.queries import live as queries
from app.surveys.rules import live as rules

FORGET = "surveys.forget_group_check"
TABLES = ("group_check_answer", "group_check_mark")
_TAKER = "group check taker"
CODE_LENGTH = 6


def open_(title: str, change_name: str, initiative_id: int | None, *, employee_id: int, by: Actor) -> GroupCheck:
    """A check of the room this person stands in, for some hours."""
    at = now()
    check = GroupCheck(
        title=title,
        change_name=change_name,
        initiative_id=initiative_id,
        code="".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH)),
        status=LiveStatus.OPEN,
        taker_key=secrets.token_hex(32),
        opened_by_id=employee_id,
        opened_at=at,
        ends_at=at + rules.LASTS,
    )
    db.session.add(check)
    db.session.flush()
    audit.record("surveys.group_check.opened", check, by=by)
    return check


def taker(check: GroupCheck, who: str) -> str:
    """The mark of a phone; without the check's key, which goes with it, nobody can make it again."""
    return sealing.digest(_TAKER, f"{check.taker_key}:{who}")[:64]


def submit(check: GroupCheck, who: str, places: Sequence[int]) -> None:
    """Keep an answer (places from 0, one a statement) and the mark of the phone in one transaction, without a link.

    Raises NotOpen, and AlreadyAnswered for a second answer of one phone.
    """
    db.session.refresh(check, with_for_update={"read": True})  # showing waits for answers on their way
    if check.status != LiveStatus.OPEN or now() >= check.ends_at:
        raise rules.NotOpen
    if not _mark(check, taker(check, who)):
        raise rules.AlreadyAnswered
    marks = bytes(place + 1 for place in places)
    db.session.add(GroupCheckAnswer(key=secrets.token_hex(16), check_id=check.id, marks=marks))
    db.session.flush()


def _mark(check: GroupCheck, mark: str) -> bool:
    """Sent twice it counts once: whoever comes second finds the mark there."""
    connection = db.session.connection()
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    table: Any = GroupCheckMark.__table__
    row = dialect.insert(table).values(government_id=check.government_id, check_id=check.id, taker=mark)
    made = connection.execute(row.on_conflict_do_nothing().returning(table.c.taker))
    return made.first() is not None


def show(check: GroupCheck, texts: Sequence[str], *, by: Actor) -> None:
    """Tell the room, once: sums are kept, every answer and mark goes. Raises NotEnough, and NotOpen the second time."""
    check = lock(check)
    if check.status != LiveStatus.OPEN:
        raise rules.NotOpen
    found = queries.answers(check.id)
    rules.ensure_may_show(len(found))
    check.result = {"texts": list(texts), "counts": rules.counted(found, len(texts))}
    check.status, check.shown_at = LiveStatus.SHOWN, now()
    _forget(check)
    audit.record("surveys.group_check.shown", check, by=by, answers=len(found))


def lapse(check_id: int) -> None:
    """Forget a check that nobody showed in time."""
    check = lock(queries.by_id(check_id))
    if check.status == LiveStatus.OPEN:
        check.status = LiveStatus.LAPSED
        _forget(check)
        audit.record("surveys.group_check.lapsed", check, by=SYSTEM)


def _forget(check: GroupCheck) -> None:
    """Answers and marks go now; the worker lets the database forget the pages they were on."""
    forgetting.delete_securely()
    check.taker_key = ""
    for model in (GroupCheckAnswer, GroupCheckMark):
        statement = delete(model).where(model.check_id == check.id)
        db.session.execute(statement.execution_options(synchronize_session=False))
    args = {"check_id": check.id}
    jobs.enqueue(FORGET, args, by=SYSTEM, government_id=check.government_id, key=f"{FORGET}:{check.id}")


def let_go(args: dict[str, Any], progress: Any) -> str:
    """What the worker does after a check is over; run twice it ends the same."""
    check = queries.by_id(args["check_id"])
    opened_at = check.opened_at
    forgetting.let_go(TABLES)
    progress(1, 2)
    forgetting.destroy_copies(opened_at)
    db.session.commit()
    return "Jawaban cek cepat sudah dilupakan."
