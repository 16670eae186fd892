"""What a training agency offers at one moment: programmes that raise competencies, and open batches with free seats."""

from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from sqlalchemy import insert

from app.attendance.models import Meeting
from app.base.clock import now
from app.base.database import analyse, db
from app.training.models import (
    Batch,
    BatchMeeting,
    BatchStatus,
    Enrolment,
    EnrolmentPolicy,
    EnrolmentStatus,
    Programme,
    ProgrammeCompetency,
)
from support.figures import SEED

PROGRAMMES, OPEN, PAST = 60, 200, 1_000
SEATS, IN_HAND = 40, 5


def offer(government_id: int, competencies: list[int], people: list[int]) -> None:
    """60 programmes, 200 open batches and 1,000 that are over; so many people have batches in hand."""
    rng, at = Random(f"{SEED}:offers"), now()
    programmes = [
        {
            "id": number,
            "government_id": government_id,
            "code": f"P-{number}",
            "title": f"Program {number}",
            "summary": "",
            "form_code": "KL03",
            "organiser": "BKPSDM",
            "min_attendance": 100,
            "tiers": ["pelaksana", "pengawas"] if number % 7 == 0 else [],
            "kinds": [],
        }
        for number in range(1, PROGRAMMES + 1)
    ]
    db.session.execute(insert(Programme.__table__), programmes)
    raised = [
        {"government_id": government_id, "programme_id": one["id"], "competency_id": key, "level": rng.randint(2, 5)}
        for one in programmes
        for key in rng.sample(competencies, rng.choice((1, 1, 2, 3)))
    ]
    db.session.execute(insert(ProgrammeCompetency.__table__), raised)
    days = [rng.randint(5, 120) for _ in range(OPEN)] + [-rng.randint(5, 1_500) for _ in range(PAST)]
    batches = [_batch(government_id, number, day, at, rng) for number, day in enumerate(days, start=1)]
    db.session.execute(insert(Batch.__table__), batches)
    meetings = [
        {
            "id": one["id"] * 2 + part,
            "government_id": government_id,
            "title": "Hari pelatihan",
            "starts_at": starts,
            "ends_at": starts + timedelta(hours=7),
            "place": "Aula",
            "address": "",
            "online_url": "",
            "secret": "00",
        }
        for one in batches
        for part, starts in enumerate((one["starts"], one["starts"] + timedelta(days=1)))
    ]
    db.session.execute(insert(Meeting.__table__), meetings)
    links = [
        {"government_id": government_id, "batch_id": one["id"] // 2, "meeting_id": one["id"], "trainer": ""}
        for one in meetings
    ]
    db.session.execute(insert(BatchMeeting.__table__), links)
    db.session.execute(insert(Enrolment.__table__), _enrolments(government_id, people, at, rng))
    db.session.commit()
    analyse()
    db.session.commit()


def _batch(government_id: int, number: int, day: int, at: datetime, rng: Random) -> dict[str, Any]:
    starts = (at + timedelta(days=day)).replace(hour=1, minute=0)
    return {
        "id": number,
        "starts": starts,
        "government_id": government_id,
        "programme_id": rng.randint(1, PROGRAMMES),
        "number": number,
        "year": starts.year,
        "status": BatchStatus.PUBLISHED if day > 0 else BatchStatus.CLOSED,
        "policy": rng.choice((EnrolmentPolicy.OPEN, EnrolmentPolicy.SUPERIOR)),
        "starts_on": starts.date(),
        "ends_on": starts.date() + timedelta(days=1),
        "city": "Ukur",
        "place": "Aula BKPSDM",
        "lesson_hours": Decimal(16),
        "seats": SEATS,
        "seats_taken": rng.choice((10, 20, 30, SEATS)),
        "enrolment_opens_at": at - timedelta(days=30),
        "enrolment_closes_at": starts - timedelta(days=1),
        "withdrawal_closes_at": starts - timedelta(days=1),
    }


def _enrolments(government_id: int, people: list[int], at: datetime, rng: Random) -> list[dict[str, Any]]:
    """Two coming and two past batches for each of a fifth of the people."""
    rows = []
    for number in rng.sample(people, len(people) // IN_HAND):
        coming = rng.sample(range(1, OPEN + 1), 2)
        past = rng.sample(range(OPEN + 1, OPEN + PAST + 1), 2)
        rows += [
            {
                "government_id": government_id,
                "batch_id": batch_id,
                "employee_id": number,
                "status": EnrolmentStatus.CONFIRMED if batch_id in coming else EnrolmentStatus.PASSED,
                "requested_at": at,
            }
            for batch_id in (*coming, *past)
        ]
    return rows
