"""Preparing a check, answering it, and closing it so that nobody can tell who answered what (security N).

While it is open a mark of who took it stands in one table and the answer in another, without a link. Closing deletes
the marks with the key they were made by, rewrites the answers in an order of chance under fresh keys, lets the database
forget what they were, and destroys copies made meanwhile. Only then are there results. Killed at any instant and run
again, it ends the same.
"""

import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, cast

from sqlalchemy import Table, delete, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from app.access.visitor import SYSTEM, Actor
from app.attendance.models import Meeting
from app.audit import services as audit
from app.base import forgetting, sealing
from app.base.clock import now
from app.base.database import db, lock
from app.jobs import services as jobs
from app.sosialisasi.models import (
    CheckStatus,
    Phase,
    SosialisasiRound,
    UnderstandingAnswer,
    UnderstandingCheck,
    UnderstandingItem,
    UnderstandingParticipation,
)
from app.sosialisasi.queries import understanding as queries
from app.sosialisasi.ready_checks import ReadyCheck
from app.sosialisasi.rules import understanding as rules
from app.sosialisasi.rules.understanding import ItemFacts
from app.sosialisasi.services import boards as board_services

KIND = "sosialisasi.close_check"
TABLES = ("understanding_answer", "understanding_participation")
_TAKER = "understanding taker"
_chance = secrets.SystemRandom()


def prepare(one: SosialisasiRound, *, by: Actor) -> UnderstandingCheck:
    """The check of a round, begun where there is none."""
    one = lock(one)
    found = queries.check_of(one.id)
    if found is None:
        found = UnderstandingCheck(round_id=one.id)
        db.session.add(found)
        db.session.flush()
        audit.record("sosialisasi.check.prepared", one, by=by)
    return found


def take_ready(check: UnderstandingCheck, ready: ReadyCheck, *, by: Actor) -> None:
    """Add the items of a ready check; from now on they are this round's and can be changed."""
    check = lock(check)
    there = queries.items(check.id)
    rules.ensure_may_edit(check, adding=len(ready.items), items=len(there))
    for facts in ready.items:
        _add(check, facts)
    check.version += 1
    audit.record("sosialisasi.check.ready_taken", check, by=by, ready=ready.key)


def add_item(check: UnderstandingCheck, facts: ItemFacts, *, by: Actor) -> None:
    """Raises WrongField for what cannot be counted, NotNow once the check was opened."""
    check = lock(check)
    rules.ensure_may_edit(check, adding=1, items=len(queries.items(check.id)))
    _add(check, rules.settle_item(facts))
    check.version += 1
    audit.record("sosialisasi.check.item_added", check, by=by)


def remove_item(check: UnderstandingCheck, item: UnderstandingItem, *, by: Actor) -> None:
    check = lock(check)
    rules.ensure_may_edit(check)
    db.session.delete(item)
    db.session.flush()
    check.version += 1
    audit.record("sosialisasi.check.item_removed", check, by=by)


def set_pass_mark(check: UnderstandingCheck, pass_mark: int, *, by: Actor) -> None:
    check = lock(check)
    rules.ensure_may_edit(check)
    check.pass_mark = pass_mark
    check.version += 1
    audit.record("sosialisasi.check.pass_mark_set", check, by=by, pass_mark=pass_mark)


def open_before(check: UnderstandingCheck, *, by: Actor) -> None:
    """Take answers before the event, at the round's address. The items stay as they are from now on.

    It closes by itself some days after the round.
    """
    check = lock(check)
    rules.ensure_may_open(check, len(queries.items(check.id)))
    one = db.session.get_one(SosialisasiRound, check.round_id)
    board_services.give(one, by=by)
    ends_at, at = db.session.get_one(Meeting, one.meeting_id).ends_at, now()
    check.status, check.opened_at, check.taker_key = CheckStatus.BEFORE, at, secrets.token_hex(32)
    check.closes_at = max(ends_at, at) + timedelta(days=rules.OPEN_DAYS)
    check.version += 1
    audit.record("sosialisasi.check.opened", check, by=by)


def open_after(check: UnderstandingCheck, *, by: Actor) -> None:
    """From now on answers count as given after the event."""
    check = lock(check)
    if check.status != CheckStatus.BEFORE:
        raise rules.NotNow("Bagian sesudah acara hanya bisa dibuka satu kali, setelah bagian sebelum acara.")
    check.status = CheckStatus.AFTER
    check.version += 1
    audit.record("sosialisasi.check.after_opened", check, by=by)


def submit(check: UnderstandingCheck, who: str, employee_id: int | None, replies: Mapping[int, str]) -> Phase:
    """Keep an answer and the mark of who gave it in one transaction; nothing ties one to the other.

    ``who`` names a person or a device. Raises NotOpen, AlreadyTaken, and Refused for what the form does not ask.
    """
    db.session.refresh(check, with_for_update={"read": True})  # the closing waits for answers on their way
    phase = rules.phase_now(check, now())
    kept = rules.check_replies({one.id: len(one.options) for one in queries.items(check.id)}, replies)
    if not _mark(check, taker(check, phase, who)):
        raise rules.AlreadyTaken
    unit_id = queries.group_of(check.round_id, employee_id) if employee_id else None
    answer = UnderstandingAnswer(
        key=secrets.token_hex(16), check_id=check.id, phase=phase, unit_id=unit_id, replies=dict(kept)
    )
    db.session.add(answer)
    db.session.flush()
    return phase


def taker(check: UnderstandingCheck, phase: Phase, who: str) -> str:
    """The mark of somebody at one side of one check: the other side gets another, and neither can be made again once
    the check's key is gone."""
    return sealing.digest(_TAKER, f"{check.taker_key}:{phase}:{who}")


def _mark(check: UnderstandingCheck, mark: str) -> bool:
    """Sent twice it counts once: whoever comes second finds the mark there."""
    connection = db.session.connection()
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    table: Any = UnderstandingParticipation.__table__
    row = dialect.insert(table).values(government_id=check.government_id, check_id=check.id, taker=mark)
    made = connection.execute(row.on_conflict_do_nothing().returning(table.c.taker))
    return made.first() is not None


def request(check: UnderstandingCheck, *, by: Actor) -> None:
    """End the time for answers and let the worker do the rest; asked again while it works, it stays one job."""
    check = lock(check)
    if check.status == CheckStatus.DRAFT:
        raise rules.NotNow("Pemahaman ini belum dibuka, jadi belum ada yang ditutup.")
    if check.status == CheckStatus.CLOSED:
        return
    if check.status != CheckStatus.CLOSING:
        check.status = CheckStatus.CLOSING
        check.version += 1
        audit.record("sosialisasi.check.closing", check, by=by)
    args = {"check_id": check.id}
    jobs.enqueue(KIND, args, by=by, government_id=check.government_id, key=f"{KIND}:{check.id}")


def close(args: dict[str, Any], progress: Any) -> str:
    """Rewrite, let go, destroy, and say that results may be seen."""
    check = queries.by_id(args["check_id"])
    _rewrite(check)
    progress(1, 3)
    forgetting.let_go(TABLES)
    forgetting.destroy_copies(check.opened_at or now())
    progress(2, 3)
    check = lock(check)
    if check.status != CheckStatus.CLOSED:
        check.status, check.closed_at = CheckStatus.CLOSED, now()
        audit.record("sosialisasi.check.closed", check, by=SYSTEM)
    db.session.commit()
    return "Pemahaman sudah ditutup. Hasilnya bisa dilihat."


def _rewrite(check: UnderstandingCheck) -> None:
    """Every answer anew in an order of chance, every mark and their key gone, in one transaction."""
    check = lock(check)
    check.taker_key = ""
    forgetting.delete_securely()
    answer = UnderstandingAnswer
    found = select(answer.phase, answer.unit_id, answer.replies).where(answer.check_id == check.id)
    rows = [
        {
            "key": secrets.token_hex(16),
            "government_id": check.government_id,
            "check_id": check.id,
            "phase": row.phase,
            "unit_id": row.unit_id,
            "replies": row.replies,
        }
        for row in db.session.execute(found)
    ]
    _chance.shuffle(rows)
    for model in (UnderstandingParticipation, UnderstandingAnswer):
        gone = delete(model).where(model.check_id == check.id)
        db.session.execute(gone.execution_options(synchronize_session=False))
    if rows:
        db.session.execute(insert(cast("Table", answer.__table__)), rows)
    db.session.commit()


def _add(check: UnderstandingCheck, facts: ItemFacts) -> None:
    last = max((one.sort_order for one in queries.items(check.id)), default=0)
    item = UnderstandingItem(
        check_id=check.id,
        sort_order=last + 1,
        text=facts.text,
        options=list(facts.options),
        right=facts.right or 0,
    )
    db.session.add(item)
    db.session.flush()
