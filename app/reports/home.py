"""What somebody should do today, most urgent first: composed from the houses below."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from flask import url_for
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app.access.permissions import Permission
from app.access.visitor import Visitor
from app.base import wording
from app.base.database import db
from app.training import labels
from app.training.models import EnrolmentStatus
from app.training.queries import catalogue, enrolments
from app.web import dates

TASKS_AT_MOST = 5


@dataclass(frozen=True)
class Task:
    """One thing to do: what, why, and the one button."""

    icon: str
    title: str
    text: str
    action: str
    href: str
    urgent: bool = False


def tasks(visitor: Visitor, ahead: list[Any], at: datetime) -> list[Task]:
    """Offers first, then meetings whose doors are open, then requests and duties of a role."""
    day = dates.local(at).date()
    found = [_offer(row) for row in ahead if row.status == EnrolmentStatus.OFFERED]
    found += [_meeting(row, day) for row in ahead if _is_soon(row, at)]
    found += staff_tasks(visitor, day)
    return found[:TASKS_AT_MOST]


def staff_tasks(visitor: Visitor, day: date) -> list[Task]:
    """Duties that come with a role."""
    found = []
    if visitor.may(Permission.TRAINING_APPROVAL_DECIDE) and visitor.employee_id is not None:
        found += _requests(enrolments.requests_for(visitor.employee_id, day))
    if visitor.may(Permission.TRAINING_BATCH_MANAGE):
        found += [_closing(row) for row in catalogue.batches_to_close(day)]
    return found[:TASKS_AT_MOST]


def _offer(row: Any) -> Task:
    return Task(
        "award",
        f"Ada kursi untuk Anda: {labels.batch_name(row.title, row.number)}",
        f"Jawab sebelum {dates.moment(row.offer_expires_at)}. Setelah itu kursi ditawarkan ke peserta berikutnya.",
        "Jawab tawaran",
        url_for("training.show_batch", batch_id=row.batch_id),
        urgent=True,
    )


def _is_soon(row: Any, at: datetime) -> bool:
    return bool(row.status == EnrolmentStatus.CONFIRMED and row.starts_at <= at + timedelta(days=1))


def _meeting(row: Any, day: date) -> Task:
    when = dates.local(row.starts_at).date()
    word = "hari ini" if when == day else "besok"
    return Task(
        "user-check",
        f"Hadir {word}: {labels.batch_name(row.title, row.number)}",
        f"{wording.day_month(when)}, {dates.time_range(row.starts_at, row.ends_at)}, {row.place}.",
        "Buka absen",
        url_for("training.show_check_in", meeting_id=row.meeting_id),
        urgent=when == day,
    )


def _requests(rows: list[Any]) -> list[Task]:
    if not rows:
        return []
    names = ", ".join(row.name.split(",")[0] for row in rows[:2])
    more = f" dan {len(rows) - 2} orang lagi" if len(rows) > 2 else ""
    return [
        Task(
            "user-check",
            f"{len(rows)} permohonan pelatihan menunggu Anda",
            f"Dari {names}{more}.",
            "Buka persetujuan",
            url_for("training.list_requests"),
            urgent=True,
        )
    ]


def _closing(row: Any) -> Task:
    return Task(
        "clipboard-list",
        f"Tutup {labels.batch_name(row.title, row.number)}",
        f"Selesai {wording.plain_date(row.ends_on)}. Setelah ditutup, JP tercatat dan sertifikat terbit.",
        "Periksa dan tutup",
        url_for("training.show_managed", batch_id=row.id),
    )


def planned_hours(ahead: list[Any], year: int) -> Decimal:
    """Lesson hours of confirmed batches still to come this year."""
    hours = [
        row.lesson_hours
        for row in ahead
        if row.status == EnrolmentStatus.CONFIRMED and dates.local(row.starts_at).year == year
    ]
    return sum(hours, Decimal(0))


def is_ready() -> bool:
    """Whether the database answers."""
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return False
    return True
