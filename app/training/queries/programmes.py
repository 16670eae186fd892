"""Programmes as whoever runs training reads them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select, tuple_

from app.base.database import db
from app.certificates.models import CertificateSeries
from app.competency.models import Competency
from app.training.models import (
    Batch,
    BatchMeeting,
    BatchStatus,
    Programme,
    ProgrammeCompetency,
    ProgrammeSubject,
)


@dataclass(frozen=True)
class Uses:
    """What stands on a programme: drafts, and batches people have seen."""

    drafts: int
    batches: int


def programmes(*, text: str, archived: bool, after: tuple[str, int] | None, limit: int) -> list[Any]:
    """Programmes by title, with their hours and how many batches they have had."""
    hours = (
        select(func.sum(ProgrammeSubject.lesson_hours))
        .where(ProgrammeSubject.programme_id == Programme.id)
        .scalar_subquery()
    )
    batches = select(func.count(Batch.id)).where(Batch.programme_id == Programme.id).scalar_subquery()
    statement = (
        select(
            Programme.id,
            Programme.code,
            Programme.title,
            Programme.form_code,
            Programme.archived_at,
            hours.label("hours"),
            batches.label("batches"),
        )
        .where(Programme.archived_at.is_not(None) if archived else Programme.archived_at.is_(None))
        .order_by(Programme.title, Programme.id)
        .limit(limit)
    )
    if text:
        pattern = f"%{_escaped(text.lower())}%"
        statement = statement.where(
            func.lower(Programme.title).like(pattern, escape="\\")
            | func.lower(Programme.code).like(pattern, escape="\\")
        )
    if after is not None:
        statement = statement.where(tuple_(Programme.title, Programme.id) > after)
    return list(db.session.execute(statement).all())


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def programme(programme_id: int) -> Programme:
    return db.session.execute(select(Programme).where(Programme.id == programme_id)).scalar_one()


def code_is_taken(code: str, *, but: int | None) -> bool:
    statement = select(func.count(Programme.id)).where(func.lower(Programme.code) == code.lower(), Programme.id != but)
    if but is None:
        statement = select(func.count(Programme.id)).where(func.lower(Programme.code) == code.lower())
    return db.session.execute(statement).scalar_one() > 0


def next_code() -> str:
    """A code nobody uses yet, for whoever gave none."""
    number = db.session.execute(select(func.count(Programme.id))).scalar_one() + 1
    while code_is_taken(f"PRG-{number:03d}", but=None):
        number += 1
    return f"PRG-{number:03d}"


def subject_rows(programme_id: int) -> list[Any]:
    """The subjects in order, with the competency each serves."""
    statement = (
        select(
            ProgrammeSubject.id,
            ProgrammeSubject.title,
            ProgrammeSubject.lesson_hours,
            ProgrammeSubject.sort_order,
            ProgrammeSubject.competency_id,
            func.coalesce(Competency.name, "").label("competency"),
        )
        .outerjoin(Competency, Competency.id == ProgrammeSubject.competency_id)
        .where(ProgrammeSubject.programme_id == programme_id)
        .order_by(ProgrammeSubject.sort_order)
    )
    return list(db.session.execute(statement).all())


def subject(programme_id: int, subject_id: int) -> ProgrammeSubject:
    """A subject of this very programme."""
    return db.session.execute(
        select(ProgrammeSubject).where(ProgrammeSubject.programme_id == programme_id, ProgrammeSubject.id == subject_id)
    ).scalar_one()


def subjects_in_order(programme_id: int) -> list[ProgrammeSubject]:
    return list(
        db.session.execute(
            select(ProgrammeSubject)
            .where(ProgrammeSubject.programme_id == programme_id)
            .order_by(ProgrammeSubject.sort_order)
        ).scalars()
    )


def is_taught(subject_id: int) -> bool:
    """Whether a meeting is about this subject."""
    statement = select(func.count(BatchMeeting.id)).where(BatchMeeting.subject_id == subject_id)
    return db.session.execute(statement).scalar_one() > 0


def subject_hours(programme_id: int) -> Decimal:
    statement = select(func.sum(ProgrammeSubject.lesson_hours)).where(ProgrammeSubject.programme_id == programme_id)
    return db.session.execute(statement).scalar_one() or Decimal(0)


def raised(programme_id: int) -> list[Any]:
    """The competencies the programme raises, in the dictionary's order."""
    statement = (
        select(ProgrammeCompetency.id, ProgrammeCompetency.level, ProgrammeCompetency.competency_id, Competency.name)
        .join(Competency, Competency.id == ProgrammeCompetency.competency_id)
        .where(ProgrammeCompetency.programme_id == programme_id)
        .order_by(Competency.sort_order)
    )
    return list(db.session.execute(statement).all())


def raised_row(programme_id: int, raised_id: int) -> ProgrammeCompetency:
    return db.session.execute(
        select(ProgrammeCompetency).where(
            ProgrammeCompetency.programme_id == programme_id, ProgrammeCompetency.id == raised_id
        )
    ).scalar_one()


def raising(programme_id: int, competency_id: int) -> ProgrammeCompetency | None:
    return db.session.execute(
        select(ProgrammeCompetency).where(
            ProgrammeCompetency.programme_id == programme_id, ProgrammeCompetency.competency_id == competency_id
        )
    ).scalar_one_or_none()


def batches_of(programme_id: int, *, limit: int) -> list[Any]:
    """The programme's batches, latest first."""
    statement = (
        select(
            Batch.id,
            Batch.number,
            Batch.year,
            Batch.status,
            Batch.starts_on,
            Batch.ends_on,
            Batch.city,
            Batch.seats,
            Batch.seats_taken,
        )
        .where(Batch.programme_id == programme_id)
        .order_by(Batch.starts_on.desc(), Batch.id.desc())
        .limit(limit)
    )
    return list(db.session.execute(statement).all())


def uses(programme_id: int) -> Uses:
    is_draft = Batch.status == BatchStatus.DRAFT
    row = db.session.execute(
        select(func.count(Batch.id).filter(is_draft), func.count(Batch.id).filter(~is_draft)).where(
            Batch.programme_id == programme_id
        )
    ).one()
    return Uses(row[0], row[1])


def open_batches(programme_id: int) -> list[Batch]:
    """Batches whose hours still follow the programme."""
    return list(
        db.session.execute(
            select(Batch)
            .where(Batch.programme_id == programme_id, Batch.status.in_((BatchStatus.DRAFT, BatchStatus.PUBLISHED)))
            .order_by(Batch.id)
        ).scalars()
    )


def open_batches_in(form_code: str, since: date) -> list[Batch]:
    """Batches in a form of development that start on a day or later and whose hours still follow its rule."""
    statement = (
        select(Batch)
        .join(Programme, Programme.id == Batch.programme_id)
        .where(
            Programme.form_code == form_code,
            Batch.starts_on >= since,
            Batch.status.in_((BatchStatus.DRAFT, BatchStatus.PUBLISHED)),
        )
    )
    return list(db.session.execute(statement.order_by(Batch.id)).scalars())


def series() -> list[tuple[int, str]]:
    """The certificate numberings one can choose from."""
    rows = db.session.execute(
        select(CertificateSeries.id, CertificateSeries.organiser).order_by(CertificateSeries.organiser)
    )
    return [(row.id, row.organiser) for row in rows]


def next_number(programme_id: int, year: int) -> int:
    """The number the programme's next batch of a year gets; the caller holds the programme."""
    statement = select(func.max(Batch.number)).where(Batch.programme_id == programme_id, Batch.year == year)
    return (db.session.execute(statement).scalar_one() or 0) + 1
