"""Certificates a second: ours, the naive loop's, and those of a real closing from end to end.

    python bench/certificates.py [--quick] [--database sqlite|postgresql|both]

Naive is what anybody would write first: one process, one certificate after the other, each with its drawings as SVG
in the page, handed to WeasyPrint with a fresh font configuration. Ours is what a closing does. Both print the same
facts in the same design, taking turns; the figure is the median of the ratios.
"""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import insert, select
from support import ROOT
from support.figures import arguments, finish, say
from support.town import Guest, Town, raised

from app.access.visitor import SYSTEM
from app.attendance.models import Attendance, AttendanceMethod, AttendanceStatus
from app.base.clock import now
from app.base.database import db
from app.certificates.models import Certificate
from app.jobs.models import Job, JobStatus
from app.training.models import Batch, BatchStatus, Enrolment, EnrolmentStatus, Programme
from app.training.queries import batches
from app.training.services import closing

AIM = 3.0
SIZE = 400


@dataclass(frozen=True)
class Plan:
    certificates: int
    naive: int
    rounds: int


FULL = Plan(certificates=300, naive=20, rounds=5)
QUICK = Plan(certificates=60, naive=6, rounds=1)


def compare(plan: Plan) -> dict[str, Any]:
    """Print in a process of its own, whose children start as lightly as those of the real worker."""
    command = [sys.executable, "-m", "support.printing", *map(str, (plan.certificates, plan.naive, plan.rounds))]
    environment = os.environ | {"PYTHONPATH": f"{ROOT}:{ROOT / 'bench'}"}
    done = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def close_batch(town: Town, people: list[Guest]) -> dict[str, Any]:
    """A batch that is over and in which everybody was present, closed by a worker of its own."""
    batch_id = _finished_batch(town, people)
    with town.inside():
        job_id = closing.request_closing(batches.managed_batch(batch_id), by=SYSTEM).id
        db.session.commit()
    command = [sys.executable, "-m", "support.closing", str(job_id)]
    environment = town.environment | {"PYTHONPATH": f"{ROOT}:{ROOT / 'bench'}"}
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
        "certificates_per_second": round(len(issued) / took["seconds"], 1),
        "seconds": round(took["seconds"], 2),
        "worker_mib": round(took["worker_mib"]),
        "printing_mib": round(took["printing_mib"]),
        "gapless": bool(numbers) and numbers == list(range(numbers[0], numbers[0] + len(people))),
        "all_printed": all(row.file_id is not None for row in issued),
        "done": job.status == JobStatus.DONE,
    }


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
    say(f"printing: {found['per_second']} a second, {found['ratios']['unsigned_to_naive']} times the naive loop")
    closings = {}
    for database in given.databases:
        with raised(database, SIZE) as town:
            closings[database] = one = close_batch(town, town.draw(plan.certificates, salt="finishers"))
        say(f"{database}: {one['certificates']} certificates in {one['seconds']} s, {one['certificates_per_second']}/s")
    finish(
        "certificates",
        {"certificates": plan.certificates, "rounds": plan.rounds, "aims": {"unsigned_to_naive": AIM}}
        | found
        | {"databases": closings},
        quick=given.quick,
        holds=all(one["gapless"] and one["all_printed"] and one["done"] for one in closings.values()),
    )


if __name__ == "__main__":
    main()
