"""Thousands of people who want the same batch within its first minute, each at a moment of their own."""

import http.client
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from queue import SimpleQueue
from random import Random
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import select

from app.base.database import db
from app.training.models import Batch, Enrolment, EnrolmentStatus
from support.figures import SEED, percentile, say
from support.server import Server
from support.town import Guest, Town

CONNECTIONS = 64
PATIENCE_SECONDS = 120
ALONE = 60
AFTER_THE_RACES = 500


@dataclass(frozen=True)
class Crowd:
    """How many come within how many seconds, for how many seats."""

    people: int
    seconds: float
    seats: int


class Connections:
    """A fixed number of connections; who finds none free waits, as at a reverse proxy."""

    def __init__(self, port: int, count: int) -> None:
        self._free: SimpleQueue[http.client.HTTPConnection] = SimpleQueue()
        for _one in range(count):
            self._free.put(http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS))

    def post(self, guest: Guest, path: str, **fields: str) -> int:
        """Press a button of a page; 0 where no answer came."""
        connection = self._free.get()
        try:
            headers = {"Cookie": guest.cookie, "Content-Type": "application/x-www-form-urlencoded"}
            connection.request("POST", path, urlencode({"csrf_token": guest.token} | fields), headers)
            response = connection.getresponse()
            response.read()
        except (OSError, http.client.HTTPException):
            connection.close()
            return 0
        else:
            return response.status
        finally:
            self._free.put(connection)


def measure(town: Town, crowd: Crowd) -> dict[str, Any]:
    """A person alone first, as the measure; then everybody, at moments drawn with the same seed each time."""
    guests = town.sign_in(town.draw(crowd.people + ALONE, salt="first minute"))
    quiet, popular = town.open_batches(2, seats=crowd.seats, in_days=AFTER_THE_RACES)
    with Server(town):
        alone = one_by_one(town.port, guests[:ALONE], _enrolling(quiet))
        found = storm(town.port, guests[ALONE:], crowd.seconds, _enrolling(popular))
    faults = _faults(town, popular, crowd, Counter(status for status, _ms, _end in found))
    milliseconds = [ms for _status, ms, _end in found]
    p95, p95_alone = percentile(milliseconds, 95), percentile(alone, 95)
    say(f"  {crowd.people} in {crowd.seconds:.0f} s: p95 {p95:.0f} ms, alone {p95_alone:.0f} ms {faults}")
    return {
        "people": crowd.people,
        "arrive_within_s": crowd.seconds,
        "all_answered_after_s": round(max(end for _status, _ms, end in found), 1),
        "errors": sum(status != 303 for status, _ms, _end in found),
        "p50_ms": round(percentile(milliseconds, 50), 1),
        "p95_ms": round(p95, 1),
        "alone_p95_ms": round(p95_alone, 1),
        "p95_to_alone": round(p95 / p95_alone, 2),
        "faults": faults,
    }


Press = Callable[[Connections, Guest], int]


def _enrolling(batch_id: int) -> Press:
    return lambda connections, guest: connections.post(guest, f"/pelatihan/angkatan/{batch_id}/pendaftaran")


def one_by_one(port: int, guests: Sequence[Guest], press: Press) -> list[float]:
    """Milliseconds each took, one after the other."""
    connections, taken = Connections(port, 1), []
    for guest in guests:
        began = time.perf_counter()
        press(connections, guest)
        taken.append((time.perf_counter() - began) * 1000)
    return taken


def storm(port: int, guests: Sequence[Guest], seconds: float, press: Press) -> list[tuple[int, float, float]]:
    """Everybody at a moment of their own within these seconds, the same ones each time.

    (status, milliseconds since the person pressed the button, seconds since the first could).
    """
    rng, connections = Random(f"{SEED}:arrivals"), Connections(port, CONNECTIONS)
    moments = sorted(rng.uniform(0, seconds) for _one in guests)
    arrive = partial(_arrive, connections, press=press, began=time.perf_counter())
    with ThreadPoolExecutor(4 * CONNECTIONS) as pool:
        return list(pool.map(arrive, guests, moments))


def _arrive(
    connections: Connections, guest: Guest, moment: float, *, press: Press, began: float
) -> tuple[int, float, float]:
    time.sleep(max(0.0, began + moment - time.perf_counter()))
    status = press(connections, guest)
    ended = time.perf_counter() - began
    return status, (ended - moment) * 1000, ended


def _faults(town: Town, batch_id: int, crowd: Crowd, answers: Counter[int]) -> list[str]:
    with town.inside():
        rows = db.session.execute(
            select(Enrolment.status, Enrolment.queued_at, Enrolment.id)
            .where(Enrolment.batch_id == batch_id)
            .order_by(Enrolment.queued_at, Enrolment.id)
        ).all()
        taken = db.session.execute(select(Batch.seats_taken).where(Batch.id == batch_id)).scalar_one()
    counted = Counter(EnrolmentStatus(row.status) for row in rows)
    line = [row.id for row in rows if row.status == EnrolmentStatus.WAITLISTED]
    told = (
        (f"seats_taken is {taken}", taken == counted[EnrolmentStatus.CONFIRMED] == crowd.seats),
        (f"{len(line)} wait", len(line) == crowd.people - crowd.seats),
        (f"answers {dict(answers)}", set(answers) == {303}),
        ("the line is not in the order of arrival", line == sorted(line)),
    )
    return [fault for fault, holds in told if not holds]
