"""Certificates a second: ours, ours signed, the naive loop's, and those of a real closing from end to end.

    python bench/certificates.py [--quick] [--database sqlite|postgresql|both]

Naive is what anybody would write first: one process, one certificate after the other, each with its drawings as SVG
in the page, handed to WeasyPrint with a fresh font configuration. Ours is what a closing does. Both print the same
facts in the same design, taking turns; the figure is the median of the ratios. The closing is signed too, and its
worker is killed ten times while it runs: it must end with every number once and every file there.
"""

import json
import os
import random
import signal
import subprocess
import sys
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import insert, select, update
from support import ROOT
from support.figures import arguments, finish, say
from support.town import Guest, Town, raised

from app.access.visitor import SYSTEM
from app.attendance.models import Attendance, AttendanceMethod, AttendanceStatus
from app.base.clock import now
from app.base.database import db
from app.certificates import keys
from app.certificates.models import Certificate, CertificateSeries, KeyKind, Signing, SigningKey
from app.certificates.queries import series as numberings
from app.jobs import services as jobs
from app.jobs.models import Job, JobStatus
from app.training.models import Batch, BatchStatus, Enrolment, EnrolmentStatus, Programme
from app.training.queries import batches
from app.training.services import closing

AIMS = {"unsigned_to_naive": 10.0, "signed_to_naive": 10.0}
DREAM = 25.0
KILLS = 10
SIZE = 1_600


@dataclass(frozen=True)
class Plan:
    certificates: int
    naive: int
    rounds: int


FULL = Plan(certificates=1000, naive=20, rounds=3)
QUICK = Plan(certificates=60, naive=6, rounds=1)


def compare(plan: Plan) -> dict[str, Any]:
    """Print in a process of its own, whose children start as lightly as those of the real worker."""
    command = [sys.executable, "-m", "support.printing", *map(str, (plan.certificates, plan.naive, plan.rounds))]
    environment = os.environ | {"PYTHONPATH": f"{ROOT}:{ROOT / 'bench'}"}
    done = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def close_batch(town: Town, people: list[Guest]) -> dict[str, Any]:
    """A batch that is over and in which everybody was present, closed and signed by workers that are killed."""
    batch_id = _finished_batch(town, people)
    with town.inside():
        _sign_with_the_sample_key()
        job_id = closing.request_closing(batches.managed_batch(batch_id), by=SYSTEM).id
        db.session.commit()
    command = [sys.executable, "-m", "support.closing", str(job_id)]
    environment = town.environment | {"PYTHONPATH": f"{ROOT}:{ROOT / 'bench'}"}
    dice, kills = random.Random(2026), 0
    while kills < KILLS and not _is_over(town, job_id):
        kills += _killed(command, environment, dice.uniform(3, 12))
        with town.inside():
            jobs.retry(job_id)
            db.session.execute(update(Job).where(Job.id == job_id).values(attempts=0))
            db.session.commit()
    done = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
    took = json.loads(done.stdout.splitlines()[-1])
    with town.inside():
        job = db.session.get_one(Job, job_id)
        issued = list(
            db.session.execute(
                select(Certificate.sequence, Certificate.file_id)
                .where(Certificate.group_key == closing.group_key(batch_id))
                .order_by(Certificate.sequence)
            )
        )
    numbers = [row.sequence for row in issued]
    return {
        "certificates": len(issued),
        "killed": kills,
        "last_worker_seconds": round(took["seconds"], 2),
        "worker_mib": round(took["worker_mib"]),
        "printing_mib": round(took["printing_mib"]),
        "gapless": bool(numbers) and numbers == list(range(numbers[0], numbers[0] + len(people))),
        "all_printed": all(row.file_id is not None for row in issued),
        "done": job.status == JobStatus.DONE,
    }


def _sign_with_the_sample_key() -> None:
    series = db.session.execute(select(CertificateSeries).order_by(CertificateSeries.id)).scalars().first()
    assert series is not None
    if numberings.key_of(None) is None:
        db.session.add(SigningKey(name=keys.DEMO_KEY, kind=KeyKind.PKCS12))
    series.signing = Signing.SEAL
    db.session.commit()


def _is_over(town: Town, job_id: int) -> bool:
    with town.inside():
        return db.session.get_one(Job, job_id).is_over


def _killed(command: list[str], environment: dict[str, str], seconds: float) -> bool:
    """Let a worker run so long and kill it with signal 9; False where it was done before."""
    worker = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    try:
        worker.wait(seconds)
    except subprocess.TimeoutExpired:
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        return True
    return False


def _finished_batch(town: Town, people: list[Guest]) -> int:
    batch_id = town.open_batches(1, seats=len(people))[0]
    with town.inside():
        batch = db.session.get_one(Batch, batch_id)
        programme = db.session.get_one(Programme, batch.programme_id)
        programme.min_score = None
        ended = now() - timedelta(days=1)
        batch.status, batch.seats_taken = BatchStatus.PUBLISHED, len(people)
        batch.starts_on = batch.ends_on = ended.date()
        (meeting,) = batches.meetings(batch_id)
        meeting.starts_at, meeting.ends_at = ended - timedelta(hours=7), ended
        shared = {"government_id": town.government_id}
        seat = shared | {"batch_id": batch_id, "status": EnrolmentStatus.CONFIRMED, "requested_at": ended, "reason": ""}
        mark = shared | {"meeting_id": meeting.id, "status": AttendanceStatus.PRESENT}
        mark |= {"method": AttendanceMethod.LIST, "at": ended}
        db.session.execute(insert(Enrolment), [seat | {"employee_id": one.employee_id} for one in people])
        db.session.execute(insert(Attendance), [mark | {"employee_id": one.employee_id} for one in people])
        db.session.commit()
    return batch_id


def main() -> None:
    given = arguments(__doc__ or "")
    plan = QUICK if given.quick else FULL
    found = compare(plan)
    say(f"printing: {found['per_second']} a second, {found['ratios']} times the naive loop")
    closings = {}
    for database in given.databases:
        with raised(database, SIZE) as town:
            closings[database] = one = close_batch(town, town.draw(plan.certificates, salt="finishers"))
        say(f"{database}: {one['certificates']} certificates signed, the worker killed {one['killed']} times")
    finish(
        "certificates",
        {"certificates": plan.certificates, "rounds": plan.rounds, "aims": AIMS, "dream": DREAM}
        | found
        | {"databases": closings},
        quick=given.quick,
        holds=all(one["gapless"] and one["all_printed"] and one["done"] for one in closings.values()),
    )


if __name__ == "__main__":
    main()
