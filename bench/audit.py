"""Lines of the trail verified a second, beside the bare reading of the same rows.

    python bench/audit.py [--quick] [--database sqlite|postgresql|both]

A chain of a million sealed lines (fifty thousand with --quick) is written as the application would seal it and walked
by ``flask audit verify``'s own walk. Bare reading fetches the same columns of the same rows and looks at nothing. Then
one line in the middle is changed, and the walk must name it. Aim: a million lines within a minute.
"""

import time
from typing import Any

from sqlalchemy import insert, select, text
from support.figures import arguments, finish, say
from support.town import Town, raised

from app.audit import queries
from app.audit.models import AuditEntry, AuditHead
from app.audit.rules import START, content_of, seal
from app.audit.services import key
from app.base.clock import now
from app.base.database import at_one_moment, db

LINES, QUICK = 1_000_000, 50_000
AIM_SECONDS = 60
CHAIN = 999
AT_ONCE = 10_000
DETAILS: list[dict[str, Any]] = [
    {"status": "confirmed"},
    {"before": "present", "after": "late", "method": "list"},
    {},
    {"changed": {"rank": {"before": "III/a", "after": "III/b"}}},
    {"hours": "7.50", "source": "enrolment:1204"},
]


def write(town: Town, count: int) -> None:
    previous, rows = START, []
    with town.inside():
        for position in range(1, count + 1):
            content = {
                "chain": CHAIN,
                "position": position,
                "at": now(),
                "actor_id": position % 997 or None,
                "action": "attendance.marked",
                "object_kind": "attendance",
                "object_id": position,
                "details": DETAILS[position % len(DETAILS)],
                "request_id": f"{position:016x}",
            }
            sealed = seal(key(), previous, content_of(**content))
            rows.append(content | {"previous_hash": previous, "hash": sealed})
            previous = sealed
            if len(rows) == AT_ONCE or position == count:
                db.session.connection().execute(insert(AuditEntry.__table__), rows)
                rows = []
        db.session.execute(insert(AuditHead).values(chain=CHAIN, position=count, hash=previous))
        db.session.commit()


def walk(town: Town) -> tuple[float, float, Any]:
    """Seconds by the clock, seconds of CPU in this process (a shared machine makes the first say little), the fault."""
    with town.inside(), at_one_moment() as connection:
        started, worked = time.perf_counter(), time.process_time()
        fault = queries.first_fault(CHAIN, key(), connection=connection)
        return time.perf_counter() - started, time.process_time() - worked, fault


def bare(town: Town) -> float:
    statement = select(AuditEntry.__table__).where(AuditEntry.chain == CHAIN).order_by(AuditEntry.position)
    with town.inside(), at_one_moment() as connection:
        started = time.perf_counter()
        for _row in connection.execute(statement, execution_options={"yield_per": queries.AT_ONCE}):
            pass
        return time.perf_counter() - started


def tamper(town: Town, position: int) -> None:
    with town.inside():
        if town.database == "sqlite":
            db.session.execute(text("DROP TRIGGER audit_entry_no_update"))
        else:
            db.session.execute(text("SET LOCAL session_replication_role = replica"))
        statement = text("UPDATE audit_entry SET actor_id = -1 WHERE chain = :chain AND position = :position")
        db.session.execute(statement, {"chain": CHAIN, "position": position})
        db.session.commit()


def measure(town: Town, count: int) -> dict[str, Any]:
    write(town, count)
    bare(town)
    reading = bare(town)
    seconds, cpu, fault = walk(town)
    tamper(town, count // 2)
    _took, _cpu, found = walk(town)
    return {
        "seconds": round(seconds, 2),
        "cpu_seconds": round(cpu, 2),
        "lines_per_second": round(count / seconds),
        "bare_reading_seconds": round(reading, 2),
        "ratio_to_bare_reading": round(seconds / reading, 2),
        "seconds_for_a_million": round(seconds / count * 1_000_000, 1),
        "whole": fault is None,
        "names_the_changed_line": found is not None and found.position == count // 2,
    }


def main() -> None:
    given = arguments(__doc__ or "")
    count = QUICK if given.quick else LINES
    found = {}
    for database in given.databases:
        with raised(database, 150) as town:
            found[database] = one = measure(town, count)
        say(
            f"{database}: {count} lines in {one['seconds']} s, {one['lines_per_second']}/s, "
            f"{one['ratio_to_bare_reading']} times bare reading"
        )
    finish(
        "audit",
        {"lines": count, "aims": {"seconds_for_a_million": AIM_SECONDS}, "databases": found},
        quick=given.quick,
        holds=all(
            one["whole"] and one["names_the_changed_line"] and one["seconds_for_a_million"] <= AIM_SECONDS
            for one in found.values()
        ),
    )


if __name__ == "__main__":
    main()
