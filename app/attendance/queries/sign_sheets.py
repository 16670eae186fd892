"""Long sheets to sign that somebody had printed, and whose names stand on them."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import String, cast, literal, select

from app.attendance.models import SignSheet
from app.attendance.papers import Signer
from app.attendance.queries import expected, nips_of
from app.base.database import db
from app.jobs.models import Job
from app.organisation import queries as organisation
from app.organisation.rules import mask_nip

_JOB = "attendance.print_sign_sheet:"


def job_key(sheet_id: int) -> str:
    return f"{_JOB}{sheet_id}"


def people(whom: Any, day: date) -> list[dict[str, Any]]:
    """Those a host expects, by name: employee id, name, NIP, unit."""
    rows = expected.everybody(whom)
    ids = [row.employee_id for row in rows]
    found = organisation.people(ids, day) if ids else {}
    nips = nips_of(ids)
    return [
        {
            "employee_id": row.employee_id,
            "name": row.name,
            "nip": nips[row.employee_id],
            "unit": found[row.employee_id].unit,
        }
        for row in rows
    ]


def signer(row: dict[str, Any], *, is_masked: bool) -> Signer:
    return Signer(row["name"], f"NIP {mask_nip(row['nip']) if is_masked else row['nip']}", row["unit"])


def of_user(
    meeting_ids: Collection[int], user_id: int, at: datetime, *, is_whole: bool = False, limit: int = 20
) -> list[Any]:
    """Somebody's own files of a meeting, or of all of some, with how far each is, newest first."""
    statement = (
        select(SignSheet, Job)
        .outerjoin(Job, Job.key == literal(_JOB).concat(cast(SignSheet.id, String)))
        .where(*_own(meeting_ids, user_id, is_whole=is_whole), SignSheet.expires_at > at)
        .order_by(SignSheet.id.desc())
        .limit(limit)
        .execution_options(populate_existing=True)
    )
    return list(db.session.execute(statement).all())


def own(meeting_ids: Collection[int], user_id: int, sheet_id: int, *, is_whole: bool = False) -> SignSheet:
    """One of somebody's own, of this very meeting or of all of these; any other is simply not found."""
    statement = select(SignSheet).where(SignSheet.id == sheet_id, *_own(meeting_ids, user_id, is_whole=is_whole))
    return db.session.execute(statement).scalar_one()


def _own(meeting_ids: Collection[int], user_id: int, *, is_whole: bool) -> Sequence[Any]:
    return (
        SignSheet.meeting_id.in_(meeting_ids),
        SignSheet.is_whole == is_whole,
        SignSheet.created_by == user_id,
    )


def by_id(sheet_id: int) -> SignSheet | None:
    return db.session.execute(select(SignSheet).where(SignSheet.id == sheet_id)).scalar_one_or_none()


def over(at: datetime) -> list[tuple[int, int]]:
    """(government, sheet) of those whose days are over; asked outside the governments."""
    statement = (
        select(SignSheet.government_id, SignSheet.id)
        .where(SignSheet.expires_at <= at)
        .order_by(SignSheet.expires_at)
        .limit(500)
    )
    return [(row[0], row[1]) for row in db.session.execute(statement)]
