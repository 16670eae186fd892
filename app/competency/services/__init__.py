"""Crediting lesson hours and leaving evidence; each source counts once."""

from datetime import date
from decimal import Decimal

from sqlalchemy import exists, select

from app.access.visitor import Actor
from app.audit import services as audit
from app.base.clock import now
from app.base.database import db
from app.competency import rules
from app.competency.models import CompetencyEvidence, LearningRecord, LearningStatus


def credit_hours(
    employee_id: int,
    *,
    source_key: str,
    form_code: str,
    title: str,
    organiser: str,
    starts_on: date,
    ends_on: date,
    hours: Decimal,
    by: Actor,
) -> None:
    """Add a credited line to somebody's JP ledger, once per ``source_key``."""
    if db.session.execute(select(exists().where(LearningRecord.source_key == source_key))).scalar_one():
        return
    record = LearningRecord(
        employee_id=employee_id,
        form_code=form_code,
        title=title,
        organiser=organiser,
        starts_on=starts_on,
        ends_on=ends_on,
        year=rules.credit_year(ends_on),
        jp_claimed=hours,
        jp_credited=hours,
        status=LearningStatus.CREDITED,
        source_key=source_key,
        recorded_at=now(),
    )
    db.session.add(record)
    audit.record("competency.hours.credited", record, by=by, hours=str(hours), source=source_key)


def withdraw_hours(source_key: str, reason: str, *, by: Actor) -> None:
    """Take the line of a source back; it stays in the ledger, counts nothing and says why. Once; no line is no harm."""
    statement = select(LearningRecord).where(
        LearningRecord.source_key == source_key, LearningRecord.status == LearningStatus.CREDITED
    )
    record = db.session.execute(statement).scalar_one_or_none()
    if record is None:
        return
    before = record.jp_credited
    record.status, record.jp_credited, record.note = LearningStatus.WITHDRAWN, Decimal(0), reason[:300]
    audit.record("competency.hours.withdrawn", record, by=by, before=str(before), source=source_key)


def leave_evidence(employee_id: int, *, source_key: str, levels: list[tuple[int, int]], shown_on: date) -> None:
    """Leave evidence of (competency id, level) for the assessor, once per source and competency."""
    known = set(
        db.session.execute(
            select(CompetencyEvidence.competency_id).where(CompetencyEvidence.source_key == source_key)
        ).scalars()
    )
    for competency_id, level in levels:
        if competency_id not in known:
            db.session.add(
                CompetencyEvidence(
                    employee_id=employee_id,
                    competency_id=competency_id,
                    level=level,
                    source_key=source_key,
                    shown_on=shown_on,
                )
            )
