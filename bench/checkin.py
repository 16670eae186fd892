"""Five hundred people who check in within two minutes by the code on the wall of one hall.

    python bench/checkin.py [--quick] [--database sqlite|postgresql|both]

Through the running server, each at a moment of their own and with the code that stands on the wall at that moment,
against one person after the other checking in to another round with nobody else there. ``p95_to_alone`` is p95 over
p95. It ends with 1 where somebody is not on the list, stands there twice, or got another answer than "written down".
"""

from collections import Counter
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from support.figures import arguments, finish, percentile, say
from support.first_minute import ALONE, Connections, Press, one_by_one, storm
from support.server import Server
from support.town import Guest, Town, raised

from app.attendance import rules
from app.attendance.models import Attendance, Meeting
from app.attendance.services import plan_meeting
from app.base.clock import now
from app.base.database import db
from app.organisation.models import OrgUnit
from app.sosialisasi.models import RoundStatus, Sosialisasi, SosialisasiRound, SosialisasiStatus

PEOPLE, SECONDS = 500, 120.0
QUICK_PEOPLE, QUICK_SECONDS = 120, 20.0
SIZE, QUICK_SIZE = 700, 250
STEP = 15


def rounds(town: Town, count: int) -> list[tuple[int, Meeting]]:
    """Rounds that are on right now, each with its meeting, whose secret the wall shows."""
    with town.inside():
        unit_id = db.session.execute(select(OrgUnit.id).order_by(OrgUnit.id).limit(1)).scalar_one()
        event = Sosialisasi(
            unit_id=unit_id, title="Sosialisasi terukur", purpose="Mengukur.", status=SosialisasiStatus.OPEN
        )
        db.session.add(event)
        db.session.flush()
        found = []
        for number in range(1, count + 1):
            meeting = plan_meeting(
                title=f"Putaran {number}", starts_at=now(), ends_at=now() + timedelta(hours=3), place="Aula"
            )
            one = SosialisasiRound(
                sosialisasi_id=event.id, number=number, meeting_id=meeting.id, status=RoundStatus.INVITED
            )
            db.session.add(one)
            db.session.flush()
            found.append((one.id, meeting))
        db.session.commit()
        for _number, meeting in found:
            db.session.refresh(meeting)
        db.session.expunge_all()
    return found


def checking_in(round_id: int, meeting: Meeting) -> Press:
    """Read the code off the wall, and type it."""

    def press(connections: Connections, guest: Guest) -> int:
        code = rules.screen_code(meeting, now(), STEP).digits
        return connections.post(guest, f"/sosialisasi/hadir/{round_id}", kode=code)

    return press


def measure(town: Town, people: int, seconds: float) -> dict[str, Any]:
    guests = town.sign_in(town.draw(people + ALONE, salt="check-in"))
    (quiet_id, quiet), (popular_id, popular) = rounds(town, 2)
    with Server(town):
        alone = one_by_one(town.port, guests[:ALONE], checking_in(quiet_id, quiet))
        found = storm(town.port, guests[ALONE:], seconds, checking_in(popular_id, popular))
    with town.inside():
        noted = list(
            db.session.execute(select(Attendance.employee_id).where(Attendance.meeting_id == popular.id)).scalars()
        )
    answers = Counter(status for status, _ms, _end in found)
    p95, p95_alone = percentile([ms for _status, ms, _end in found], 95), percentile(alone, 95)
    return {
        "people": people,
        "arrive_within_s": seconds,
        "all_answered_after_s": round(max(end for _status, _ms, end in found), 1),
        "on_the_list": len(noted),
        "twice": len(noted) - len(set(noted)),
        "errors": sum(count for status, count in answers.items() if status != 303),
        "p50_ms": round(percentile([ms for _status, ms, _end in found], 50), 1),
        "p95_ms": round(p95, 1),
        "alone_p95_ms": round(p95_alone, 1),
        "p95_to_alone": round(p95 / p95_alone, 2),
    }


def main() -> None:
    given = arguments(__doc__ or "")
    people, seconds = (QUICK_PEOPLE, QUICK_SECONDS) if given.quick else (PEOPLE, SECONDS)
    found = {}
    for database in given.databases:
        with raised(database, QUICK_SIZE if given.quick else SIZE) as town:
            found[database] = one = measure(town, people, seconds)
        say(f"{database}: {one['on_the_list']} of {people} in, p95 {one['p95_ms']} ms, {one['p95_to_alone']} x alone")
    finish(
        "checkin",
        {"databases": found, "ratios": {name: one["p95_to_alone"] for name, one in found.items()}},
        quick=given.quick,
        holds=all(one["errors"] == one["twice"] == 0 and one["on_the_list"] == people for one in found.values()),
    )


if __name__ == "__main__":
    main()
