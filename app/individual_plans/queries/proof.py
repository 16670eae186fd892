"""What in the ledger speaks for a plan, and what in the catalogue would close somebody's gaps."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select

from app.base.database import db
from app.certificates.models import Certificate
from app.competency.models import LearningRecord, LearningStatus
from app.competency.queries.assessing import gaps_of
from app.individual_plans.facts import Record
from app.training.models import Batch, BatchStatus, Enrolment, Programme, ProgrammeCompetency, ProgrammeSubject

RECORDS_AT_MOST = 300
CATALOGUE_AT_MOST = 300
SUGGESTED_PER_GAP = 2
_ENROLMENT = "enrolment:"


def records(employee_id: int, year: int) -> list[Record]:
    """The credited lines of somebody's year, with the programme each came from and its certificate, where known."""
    statement = (
        select(
            LearningRecord.id,
            LearningRecord.title,
            LearningRecord.form_code,
            LearningRecord.ends_on,
            LearningRecord.jp_credited,
            LearningRecord.source_key,
            func.coalesce(Certificate.number, "").label("certificate"),
        )
        .outerjoin(Certificate, Certificate.source_key == LearningRecord.source_key)
        .where(
            LearningRecord.employee_id == employee_id,
            LearningRecord.year == year,
            LearningRecord.status == LearningStatus.CREDITED,
        )
        .order_by(LearningRecord.ends_on, LearningRecord.id)
        .limit(RECORDS_AT_MOST)
    )
    found = db.session.execute(statement).all()
    programmes = _programmes([row.source_key for row in found])
    raised = _raised(set(programmes.values()))
    return [
        Record(
            row.id,
            row.title,
            row.form_code,
            row.ends_on,
            row.jp_credited,
            row.certificate,
            programmes.get(row.source_key),
            frozenset(raised.get(programmes.get(row.source_key, 0), ())),
        )
        for row in found
    ]


def _programmes(source_keys: list[str]) -> dict[str, int]:
    numbers = [int(one.removeprefix(_ENROLMENT)) for one in source_keys if one.startswith(_ENROLMENT)]
    if not numbers:
        return {}
    statement = (
        select(Enrolment.id, Batch.programme_id)
        .join(Batch, Batch.id == Enrolment.batch_id)
        .where(Enrolment.id.in_(numbers))
    )
    return {f"{_ENROLMENT}{row.id}": row.programme_id for row in db.session.execute(statement)}


def _raised(programme_ids: set[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    if programme_ids:
        statement = select(ProgrammeCompetency.programme_id, ProgrammeCompetency.competency_id).where(
            ProgrammeCompetency.programme_id.in_(sorted(programme_ids))
        )
        for programme_id, competency_id in db.session.execute(statement):
            found[programme_id].append(competency_id)
    return found


@dataclass(frozen=True)
class Choice:
    """A programme of the catalogue, or one of its batches."""

    programme_id: int
    batch_id: int | None
    title: str
    form_code: str
    hours: Decimal
    starts_on: date | None = None
    number: int = 0

    @property
    def key(self) -> str:
        return f"b{self.batch_id}" if self.batch_id else f"p{self.programme_id}"


def _hours() -> Any:
    return (
        select(func.coalesce(func.sum(ProgrammeSubject.lesson_hours), 0))
        .where(ProgrammeSubject.programme_id == Programme.id)
        .scalar_subquery()
    )


def catalogue(year: int, day: date) -> list[Choice]:
    """What one may plan: the year's coming batches, then every programme."""
    batches = (
        select(
            Batch.programme_id,
            Batch.id,
            Programme.title,
            Programme.form_code,
            Batch.lesson_hours,
            Batch.starts_on,
            Batch.number,
        )
        .join(Programme, Programme.id == Batch.programme_id)
        .where(Batch.status == BatchStatus.PUBLISHED, Batch.year == year, Batch.starts_on >= day)
        .order_by(Programme.title, Batch.starts_on, Batch.id)
        .limit(CATALOGUE_AT_MOST)
    )
    programmes = (
        select(Programme.id, Programme.title, Programme.form_code, _hours())
        .where(Programme.archived_at.is_(None))
        .order_by(Programme.title, Programme.id)
        .limit(CATALOGUE_AT_MOST)
    )
    found = [Choice(*row) for row in db.session.execute(batches)]
    return found + [Choice(row[0], None, row[1], row[2], Decimal(row[3])) for row in db.session.execute(programmes)]


def choice(programme_id: int) -> Choice | None:
    """A programme that may be planned."""
    statement = select(Programme.id, Programme.title, Programme.form_code, _hours()).where(
        Programme.id == programme_id, Programme.archived_at.is_(None)
    )
    row = db.session.execute(statement).one_or_none()
    return None if row is None else Choice(row[0], None, row[1], row[2], Decimal(row[3]))


@dataclass(frozen=True)
class Suggestion:
    """A programme that raises a competency somebody lacks; ``starts_on`` is its next batch, where there is one."""

    competency_id: int
    competency: str
    measured: int
    required: int
    level: int
    choice: Choice


def suggestions(employee_id: int, *, year: int, day: date) -> list[Suggestion]:
    """For each kept gap the programmes that raise it, those with a coming batch first; the largest gap is first."""
    gaps = [row for row in gaps_of(employee_id) if row.gap]
    if not gaps:
        return []
    raising = _raising([row.competency_id for row in gaps], year, day)
    found = []
    for gap in sorted(gaps, key=lambda row: -row.gap):
        fitting = [one for one in raising.get(gap.competency_id, []) if one[0] > (gap.measured or 0)]
        for level, found_choice in fitting[:SUGGESTED_PER_GAP]:
            found.append(Suggestion(gap.competency_id, gap.name, gap.measured or 0, gap.required, level, found_choice))
    return found


def _raising(competency_ids: list[int], year: int, day: date) -> dict[int, list[tuple[int, Choice]]]:
    coming = (
        select(func.min(Batch.starts_on))
        .where(
            Batch.programme_id == Programme.id,
            Batch.status == BatchStatus.PUBLISHED,
            Batch.year == year,
            Batch.starts_on >= day,
        )
        .scalar_subquery()
    )
    statement = (
        select(
            ProgrammeCompetency.competency_id,
            ProgrammeCompetency.level,
            Programme.id,
            Programme.title,
            Programme.form_code,
            _hours().label("hours"),
            coming.label("coming"),
        )
        .join(Programme, Programme.id == ProgrammeCompetency.programme_id)
        .where(ProgrammeCompetency.competency_id.in_(competency_ids), Programme.archived_at.is_(None))
        .order_by(coming.is_(None), coming, Programme.title, Programme.id)
        .limit(CATALOGUE_AT_MOST)
    )
    found: dict[int, list[tuple[int, Choice]]] = defaultdict(list)
    for row in db.session.execute(statement):
        one = Choice(row.id, None, row.title, row.form_code, Decimal(row.hours), row.coming)
        found[row.competency_id].append((row.level, one))
    return found
