"""Sixty-four people and thirty seats, and five thousand within a minute: who gets one, who waits, in which order.

    python bench/enrolment.py [--quick] [--database sqlite|postgresql|both]

Everybody signs in over HTTP, opens the batch's page, and sends its form at the same moment. Then pages and database
are compared: exactly thirty seats given, thirty-four people waiting in the order of their arrival, no error, and
everybody told their own place. Then thousands come within the first minute of a popular batch, each at a moment of
their own, and their waiting is compared with that of somebody alone. The script ends with 1 where that does not hold.
"""

import http.client
import re
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from statistics import median
from threading import Barrier
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import select
from support import first_minute
from support.figures import arguments, finish, percentile, say
from support.first_minute import Crowd
from support.server import WORKERS, Server
from support.town import PASSWORD, Guest, Town, raised

from app.base.database import db
from app.training.models import Batch, Enrolment, EnrolmentStatus

SEATS, CLIENTS = 30, 64
PATIENCE_SECONDS = 60
RACES, QUICK_RACES = 10, 2
SIZE, QUICK_SIZE = 5_400, 900
CROWD, QUICK_CROWD = Crowd(5_000, 60.0, SEATS), Crowd(500, 10.0, SEATS)
_TOKEN = re.compile(r'name="csrf_token"\s+value="([^"]+)"')
_RANK = re.compile(r"Anda urutan (\d+) dari (\d+)")


class Browser:
    """A browser of one person: one connection, its cookies, and the last page it was shown."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
        self._cookies: dict[str, str] = {}
        self.page = ""

    def get(self, path: str) -> int:
        return self._ask("GET", path, "")

    def post(self, path: str, **fields: str) -> int:
        """Send a form with the token of the page it stands on."""
        found = _TOKEN.search(self.page)
        return self._ask("POST", path, urlencode({"csrf_token": found[1] if found else "", **fields}))

    def _ask(self, method: str, path: str, body: str) -> int:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        if method == "POST":
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._connection.request(method, path, body or None, headers)
        response = self._connection.getresponse()
        self.page = response.read().decode()
        for line in response.headers.get_all("Set-Cookie", []):
            name, _equals, value = line.partition(";")[0].partition("=")
            self._cookies[name] = value
        return response.status

    def sign_in(self, person: Guest) -> None:
        self.get("/masuk")
        status = self.post("/masuk", identifier=person.nip, password=PASSWORD)
        if status != 303:
            raise RuntimeError(f"sign-in answered {status}")


@dataclass
class Told:
    """What one person was answered and shown."""

    person: Guest
    status: int = 0
    words: str = ""
    rank: int = 0
    sent_at: float = 0.0
    answered_at: float = 0.0

    @property
    def milliseconds(self) -> float:
        return (self.answered_at - self.sent_at) * 1000


@dataclass
class Race:
    """One race, and what is wrong with how it ended."""

    told: list[Told]
    oversold: int = 0
    errors: int = 0
    faults: list[str] = field(default_factory=list)
    confirmed: int = 0
    waitlisted: int = 0

    @property
    def seconds(self) -> float:
        return max(one.answered_at for one in self.told) - min(one.sent_at for one in self.told)


def run(browsers: list[tuple[Guest, Browser]], batch_id: int) -> list[Told]:
    """Everybody opens the page, waits for the others, and enrols; afterwards everybody looks where they stand."""
    together = Barrier(len(browsers))
    with ThreadPoolExecutor(len(browsers)) as pool:
        return list(pool.map(partial(_enrol, batch_id=batch_id, together=together), browsers))


def _enrol(one: tuple[Guest, Browser], *, batch_id: int, together: Barrier) -> Told:
    person, browser = one
    path = f"/pelatihan/angkatan/{batch_id}"
    told = Told(person)
    browser.get(path)
    together.wait()
    told.sent_at = time.perf_counter()
    told.status = browser.post(f"{path}/pendaftaran")
    told.answered_at = time.perf_counter()
    together.wait()
    browser.get(path)
    rank = _RANK.search(browser.page)
    told.rank = int(rank[1]) if rank else 0
    told.words = "waitlisted" if rank else "confirmed" if "Anda terdaftar" in browser.page else "nothing"
    return told


def judge(town: Town, batch_id: int, told: list[Told]) -> Race:
    """Compare what people were told with what the database keeps."""
    race = Race(told)
    with town.inside():
        batch = db.session.get_one(Batch, batch_id)
        kept = list(
            db.session.execute(
                select(Enrolment.employee_id, Enrolment.status, Enrolment.queued_at, Enrolment.id)
                .where(Enrolment.batch_id == batch_id)
                .order_by(Enrolment.queued_at, Enrolment.id)
            )
        )
        taken = batch.seats_taken
    counted = Counter(row.status for row in kept)
    race.confirmed, race.waitlisted = counted[EnrolmentStatus.CONFIRMED], counted[EnrolmentStatus.WAITLISTED]
    race.oversold = max(0, race.confirmed - SEATS)
    race.errors = sum(one.status != 303 for one in told)
    line = [row.employee_id for row in kept if row.status == EnrolmentStatus.WAITLISTED]
    by_id = sorted((row.id, row.employee_id) for row in kept if row.status == EnrolmentStatus.WAITLISTED)
    by_rank = [one.person.employee_id for one in sorted(told, key=lambda one: one.rank) if one.rank]
    shown = Counter(one.words for one in told)
    race.faults = [
        fault
        for fault, holds in (
            (f"seats_taken is {taken}", taken == race.confirmed == SEATS),
            (f"{race.waitlisted} wait", race.waitlisted == CLIENTS - SEATS),
            (f"answers {Counter(one.status for one in told)}", race.errors == 0),
            (f"shown {shown}", shown == {"confirmed": SEATS, "waitlisted": CLIENTS - SEATS}),
            ("ranks are not 1 to 34", sorted(one.rank for one in told if one.rank) == list(range(1, len(line) + 1))),
            ("the line is not in the order of arrival", line == [employee_id for _id, employee_id in by_id]),
            ("the ranks shown are not the line", by_rank == line),
        )
        if not holds
    ]
    return race


def measure(town: Town, races: int) -> dict[str, Any]:
    people = town.draw(CLIENTS, salt="race")
    batches = town.open_batches(races + 1, seats=SEATS)
    town.set_password(people)
    with Server(town):
        browsers = [(one, Browser(town.port)) for one in people]
        for person, browser in browsers:
            browser.sign_in(person)
        run(browsers, batches[0])  # the first one finds cold workers
        ended = [judge(town, batch_id, run(browsers, batch_id)) for batch_id in batches[1:]]
    return _figures(ended)


def _figures(ended: list[Race]) -> dict[str, Any]:
    milliseconds = [one.milliseconds for race in ended for one in race.told]
    return {
        "races": len(ended),
        "oversold": sum(race.oversold for race in ended),
        "errors": sum(race.errors for race in ended),
        "confirmed": [race.confirmed for race in ended],
        "waitlisted": [race.waitlisted for race in ended],
        "in_order": all(not race.faults for race in ended),
        "faults": [fault for race in ended for fault in race.faults],
        "enrolments_per_second": round(median([CLIENTS / race.seconds for race in ended]), 1),
        "p50_ms": round(percentile(milliseconds, 50), 1),
        "p95_ms": round(percentile(milliseconds, 95), 1),
    }


def main() -> None:
    given = arguments(__doc__ or "")
    sys.setswitchinterval(0.001)
    found = {}
    for database in given.databases:
        say(f"{database}: {CLIENTS} people for {SEATS} seats")
        with raised(database, QUICK_SIZE if given.quick else SIZE) as town:
            found[database] = one = measure(town, QUICK_RACES if given.quick else RACES)
            one["first_minute"] = first_minute.measure(town, QUICK_CROWD if given.quick else CROWD)
        say(f"  confirmed {one['confirmed']}, waiting {one['waitlisted']} {one['faults']}")
        say(f"  {one['enrolments_per_second']} enrolments a second, p95 {one['p95_ms']} ms")
    finish(
        "enrolment",
        {
            "seats": SEATS,
            "clients": CLIENTS,
            "workers": WORKERS,
            "employees": QUICK_SIZE if given.quick else SIZE,
            "oversold": sum(one["oversold"] for one in found.values()),
            "errors": sum(one["errors"] for one in found.values()),
            "databases": found,
        },
        quick=given.quick,
        holds=all(one["in_order"] and not one["first_minute"]["faults"] for one in found.values()),
    )


if __name__ == "__main__":
    main()
