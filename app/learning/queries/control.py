"""Everybody's activities of a year with what counts of each: the rows of the control document (dokumen pengendali)."""

from collections import defaultdict
from typing import Any

from sqlalchemy import func, select

from app.access.visitor import Reach
from app.base.database import db
from app.certificates.models import Certificate
from app.competency.models import LearningRecord, LearningStatus
from app.learning.models import LearningClaim
from app.organisation.models import DirectoryEntry, Employee
from app.organisation.queries.directory import within

SHOWN = (LearningStatus.CREDITED, LearningStatus.WAITING, LearningStatus.REFUSED)


def people(reach: Reach) -> list[Any]:
    """Who serves within reach, by name: (id, name, nip, kind)."""
    statement = (
        select(Employee.id, Employee.name, Employee.nip, Employee.kind)
        .join(DirectoryEntry, DirectoryEntry.employee_id == Employee.id)
        .where(Employee.active, within(reach, DirectoryEntry.unit_path))
        .order_by(DirectoryEntry.sort_name, Employee.id)
    )
    return list(db.session.execute(statement).all())


def activities(reach: Reach, year: int) -> dict[int, list[Any]]:
    """What each of them did in a year, by date; what was withdrawn is left out."""
    record = LearningRecord
    statement = (
        select(
            record.employee_id,
            record.form_code,
            record.title,
            record.organiser,
            record.starts_on,
            record.ends_on,
            record.jp_credited,
            record.status,
            func.coalesce(LearningClaim.certificate_number, Certificate.number, record.evidence).label("evidence"),
        )
        .join(DirectoryEntry, DirectoryEntry.employee_id == record.employee_id)
        .outerjoin(LearningClaim, LearningClaim.record_id == record.id)
        .outerjoin(Certificate, Certificate.source_key == record.source_key)
        .where(record.year == year, record.status.in_(SHOWN), within(reach, DirectoryEntry.unit_path))
        .order_by(record.ends_on, record.id)
    )
    found: dict[int, list[Any]] = defaultdict(list)
    for row in db.session.execute(statement):
        found[row.employee_id].append(row)
    return found
