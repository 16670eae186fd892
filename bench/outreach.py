"""A sosialisasi for everybody: drawing the audience, inviting, printing the letters, and reading whom it reached.

    python bench/outreach.py [--quick] [--database sqlite|postgresql|both]

One government from a fixed seed, 20,000 people (``--quick``: 2,000), one round for all of them. Each is set
against a bare read or write of as many rows in the same run: ``audience`` (whom the rules name, by unit) and
``reach`` (the page's figures) against reading every placement with its unit, ``page`` (a page of the
invitations from the middle) against one row by its key, ``invite`` (rows with tokens, notices and mails, in
steps, then the letter) against inserting as many rows of those three tables at once. ``letters_speedup`` is the
other way round: how many times faster than the engine page by page. It ends with 1 where somebody is not
invited, invited twice or has no page among the letters.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pikepdf
from gaps import raised
from sqlalchemy import func, insert, select
from support.crowds import fill
from support.figures import arguments, finish, percentile, say

from app.access.visitor import EVERYWHERE, SYSTEM
from app.attendance.models import Attendance, AttendanceMethod, AttendanceStatus
from app.base import scope
from app.base.clock import now
from app.base.database import analyse, db
from app.letters import printing
from app.letters import queries as letters
from app.letters.facts import LetterFacts
from app.letters.models import Letterhead
from app.notifications.models import Mail, Notice
from app.organisation.models import Employee, OrgUnit, Placement, Position
from app.sosialisasi.facts.events import EventFacts, RoundFacts
from app.sosialisasi.models import AudienceKind, Invitation, LetterChoice
from app.sosialisasi.papers import invitations as papers
from app.sosialisasi.queries import audiences, bundles, events, invitations, reach
from app.sosialisasi.services import audiences as choosing
from app.sosialisasi.services import events as writing
from app.sosialisasi.services import inviting, rounds
from app.sosialisasi.services.audiences import Named

SIZE, QUICK_SIZE = 20_000, 2_000
PRINTED, QUICK_PRINTED = 20_000, 1_000
ALONE = 12
ROUNDS = 7
RATIOS = ("audience", "reach", "page", "invite")


def spent(ask: Callable[[], Any], times: int = ROUNDS) -> float:
    """Median milliseconds, the first one left out."""
    found = []
    for index in range(-1, times):
        started = time.perf_counter()
        ask()
        if index >= 0:
            found.append((time.perf_counter() - started) * 1000)
        db.session.rollback()
        db.session.expunge_all()
    return percentile(found, 50)


def planned() -> int:
    """A round for everybody below every top unit."""
    tops = list(db.session.execute(select(OrgUnit).where(OrgUnit.parent_id.is_(None)).order_by(OrgUnit.id)).scalars())
    _let_somebody_sign(tops[0])
    event = writing.create(tops[0], EventFacts("Sosialisasi terukur", "Mengukur."), by=SYSTEM)
    page = events.any_event(event.id)
    begins = now() + timedelta(days=10)
    one = rounds.plan(page, RoundFacts(begins, begins + timedelta(hours=2), place="Aula"), by=SYSTEM)
    for top in tops:
        named = Named(AudienceKind.SUBTREE, unit_id=top.id)
        choosing.add(events.any_round(one.id), named, is_left_out=False, by=SYSTEM)
    db.session.commit()
    return one.id


def _let_somebody_sign(unit: OrgUnit) -> None:
    if letters.letterhead(unit.id) is None:
        filled = select(Placement.position_id).order_by(Placement.id).limit(1)
        head = Letterhead(
            unit_id=unit.id, government_name="Pemerintah Kabupaten Ukur", unit_name=unit.name, city="Ukur",
            signatory_position_id=db.session.execute(filled).scalar_one(),
        )  # fmt: skip
        db.session.add(head)
        db.session.flush()


def placements() -> Any:
    return db.session.execute(
        select(Placement.employee_id, OrgUnit.path, Position.tier)
        .join(Position, Position.id == Placement.position_id)
        .join(OrgUnit, OrgUnit.id == Position.unit_id)
    ).all()


def invited(round_id: int) -> float:
    """Seconds until everybody is invited and told."""
    page = events.any_round(round_id)
    inviting.send(page, skip_busy=False, by=SYSTEM)
    db.session.commit()
    args = {"round_id": round_id, "day": inviting.local_today().isoformat(), "skip_busy": False}
    started = time.perf_counter()
    inviting.invite(args, lambda _done, _total: db.session.commit())
    db.session.commit()
    return time.perf_counter() - started


def bare_rows() -> float:
    """Seconds for inserting as many rows of the same three tables, all at once; nothing of it stays."""
    other = planned()
    kept = {model: _copies(model) for model in (Invitation, Notice, Mail)}
    for row in kept[Invitation]:
        row["round_id"] = other
    started = time.perf_counter()
    for model, rows in kept.items():
        if rows:
            db.session.execute(insert(model.__table__), rows)
    took = time.perf_counter() - started
    db.session.rollback()
    return took


def _copies(model: Any) -> list[dict[str, Any]]:
    """Every row of a table with other keys."""
    found = [dict(row) for row in db.session.execute(select(*model.__table__.c)).mappings()]
    for number, row in enumerate(found):
        row.pop("id")
        row |= {name: f"copy {number}" for name in ("key", "message_id", "token_hash") if row.get(name)}
    return found


def come(round_id: int) -> None:
    """Three of four were there."""
    meeting_id = events.any_round(round_id).meeting.id
    ids = list(db.session.execute(select(Invitation.employee_id).where(Invitation.round_id == round_id)).scalars())
    rows = [
        {
            "government_id": scope.current(), "meeting_id": meeting_id, "employee_id": number, "at": now(),
            "status": AttendanceStatus.PRESENT, "method": AttendanceMethod.LIST,
        }
        for number in ids if number % 4
    ]  # fmt: skip
    db.session.execute(insert(Attendance.__table__), rows)
    analyse()
    db.session.commit()


def printed(round_id: int, count: int) -> dict[str, Any]:
    """Letters a second together and page by page, and whether each has its page."""
    page = events.any_round(round_id)
    facts = LetterFacts.from_dict(letters.letter(page.round.letter_id or 0).facts)
    people = bundles.people(round_id, LetterChoice.EVERYBODY)[:count]
    db.session.rollback()
    own = [papers.personal(facts, one.name, round_id, one.employee_id) for one in people]
    printing.print_letter(own[0], None)
    started = time.perf_counter()
    for one in own[:ALONE]:
        printing.print_letter(one, None)
    alone = (time.perf_counter() - started) / ALONE
    pages, size = 0, 0
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        for at in range(0, len(own), 500):
            part = Path(folder) / f"{at}.pdf"
            printing.print_letters(part, own[at : at + 500], None)
            size += part.stat().st_size
            with pikepdf.open(part) as made:
                pages += len(made.pages)
    together = (time.perf_counter() - started) / len(own)
    return {
        "letters": len(own), "pages": pages, "kilobytes_each": round(size / len(own) / 1024, 1),
        "alone_ms": round(alone * 1000, 1), "together_ms": round(together * 1000, 2),
        "speedup": round(alone / together, 1),
    }  # fmt: skip


def measure(size: int, count: int) -> dict[str, Any]:
    scope.enter(fill(size))
    round_id = planned()
    one, day = events.any_round(round_id).round, inviting.local_today()
    analyse()
    db.session.commit()
    expected = sum(audiences.counts_by_path(one, day).values())
    drawn = spent(lambda: audiences.counts_by_path(events.any_round(round_id).round, day))
    bare = spent(placements)
    seconds = invited(round_id)
    whole = db.session.execute(
        select(func.count(Invitation.id), func.count(Invitation.employee_id.distinct())).where(
            Invitation.round_id == round_id
        )
    ).one()
    inserted = bare_rows()
    come(round_id)
    event_id = events.any_round(round_id).event.id
    meant = reach.of_event(events.any_event(event_id).event, day)
    middle = db.session.execute(
        select(Employee.sort_name, Employee.id).order_by(Employee.sort_name, Employee.id).offset(size // 2).limit(1)
    ).one()
    timed = {
        "audience": drawn,
        "reach": spent(lambda: (reach.groups(meant, EVERYWHERE), reach.rounds(meant, event_id))),
        "page": spent(lambda: invitations.listed(round_id, after=tuple(middle), limit=51)),
    }
    key = spent(lambda: db.session.execute(select(Invitation).where(Invitation.id == 1)).scalars().all())
    paper = printed(round_id, count)
    ratios = {
        "audience": round(timed["audience"] / bare, 2),
        "reach": round(timed["reach"] / bare, 2),
        "page": round(timed["page"] / key, 2),
        "invite": round(seconds / inserted, 2),
    }
    return {
        "expected": expected, "invited": whole[0], "twice": whole[0] - whole[1],
        "ms": {name: round(value, 1) for name, value in (timed | {"placements": bare, "key": key}).items()},
        "invite_s": round(seconds, 1), "bare_insert_s": round(inserted, 2), "paper": paper, "ratios": ratios,
    }  # fmt: skip


def main() -> None:
    given = arguments(__doc__ or "")
    size, count = (QUICK_SIZE, QUICK_PRINTED) if given.quick else (SIZE, PRINTED)
    found: dict[str, Any] = {}
    for database in given.databases:
        with raised(database):
            found[database] = one = measure(size, count)
        say(f"{database:<11} {one['invited']:>8,} invited in {one['invite_s']} s  {one['ms']}  {one['ratios']}")
        say(f"{'':<11} {one['paper']}")
    complete = all(
        one["invited"] == one["expected"] and not one["twice"] and one["paper"]["pages"] == one["paper"]["letters"]
        for one in found.values()
    )
    ratios = {name: max(one["ratios"][name] for one in found.values()) for name in RATIOS}
    speedup = min(one["paper"]["speedup"] for one in found.values())
    finish(
        "outreach",
        {
            "ratios": ratios | {"letters_speedup": speedup},
            "figures": found,
        },
        quick=given.quick,
        holds=complete,
    )


if __name__ == "__main__":
    sys.exit(main())
