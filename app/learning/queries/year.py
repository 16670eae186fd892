"""A year in sum: the recap by unit, and the credited lines as SIASN takes them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import and_, case, func, select

from app.access.visitor import Reach
from app.base import scope
from app.base.database import db
from app.certificates.models import Certificate
from app.competency import queries as competency
from app.competency.models import LearningRecord, LearningStatus, LearningTarget
from app.competency.queries import LearningYear
from app.competency.queries.versions import visible
from app.documents.models import StoredFile
from app.learning.models import KindChange, LearningClaim
from app.learning.queries.lines import forms
from app.learning.rules import CourseLine
from app.organisation.models import DirectoryEntry, Employee
from app.organisation.queries import tops
from app.organisation.queries.directory import within

AT_ONCE = 2_000
# How a number that came with an import stands in the evidence of a line.
WRITTEN_NUMBER = "Sertifikat nomor "


@dataclass(frozen=True)
class UnitYear:
    """How far the people of a perangkat daerah are. Whom a ceiling applies to (PPPK) is counted apart."""

    unit_id: int
    unit: str
    people: int
    reached: int
    with_ceiling: int
    hours: Decimal

    @property
    def average(self) -> Decimal | None:
        everybody = self.people + self.with_ceiling
        return self.hours / everybody if everybody else None


def _hours(year: int) -> Any:
    return (
        select(LearningRecord.employee_id, func.sum(LearningRecord.jp_credited).label("hours"))
        .where(LearningRecord.year == year, LearningRecord.status == LearningStatus.CREDITED)
        .group_by(LearningRecord.employee_id)
        .subquery()
    )


def targets(year: int) -> dict[str, tuple[Decimal, bool]]:
    """What each kind of employee should reach or may count by the end of a year."""
    statement = (
        select(LearningTarget.employee_kind, LearningTarget.lesson_hours, LearningTarget.is_ceiling)
        .where(LearningTarget.valid_from <= date(year, 12, 31), visible(LearningTarget, scope.current()))
        # A government's own, and a later one, come after and replace the others.
        .order_by(LearningTarget.government_id.is_not(None), LearningTarget.valid_from)
    )
    return {row[0]: (row[1], row[2]) for row in db.session.execute(statement)}


def _kind_at_the_end(year: int, day: date) -> Any:
    """What kind of employee somebody was when a year ended: the recap of an old year stays what it was."""
    if year >= day.year:
        return Employee.kind
    then = (
        select(KindChange.kind_before)
        .where(KindChange.employee_id == Employee.id, KindChange.on_day > date(year, 12, 31))
        .order_by(KindChange.on_day)
        .limit(1)
        .correlate(Employee)
        .scalar_subquery()
    )
    return func.coalesce(then, Employee.kind)


def of_person(employee_id: int, year: int, kind: str) -> LearningYear:
    """Somebody's hours of a year against the target of the kind of employee they were when it ended."""
    found = competency.learning_year(employee_id, year)
    target, is_ceiling = targets(year).get(kind, (found.target, found.is_ceiling))
    return replace(found, target=target, is_ceiling=is_ceiling)


def by_unit(reach: Reach, year: int, day: date) -> list[UnitYear]:
    """The recap of a year by perangkat daerah within reach, in the order of their names: a recap is no race."""
    hours, known = _hours(year), targets(year)
    floors = {kind: target for kind, (target, is_ceiling) in known.items() if not is_ceiling}
    kind_then = _kind_at_the_end(year, day)
    has_floor = kind_then.in_(list(floors))
    needed = case(*((kind_then == kind, target) for kind, target in floors.items()), else_=None)
    got = func.coalesce(hours.c.hours, 0)
    statement = (
        select(
            DirectoryEntry.unit_path,
            func.count(Employee.id).filter(has_floor),
            func.count(Employee.id).filter(and_(has_floor, got >= needed)),
            func.count(Employee.id).filter(~has_floor),
            func.sum(got),
        )
        .select_from(DirectoryEntry)
        .join(Employee, Employee.id == DirectoryEntry.employee_id)
        .outerjoin(hours, hours.c.employee_id == Employee.id)
        .where(Employee.active, within(reach, DirectoryEntry.unit_path))
        .group_by(DirectoryEntry.unit_path)
    )
    found = tops.summed(reach, day, db.session.execute(statement))
    return [
        UnitYear(unit_id, name, people, reached, with_ceiling, Decimal(total))
        for unit_id, name, (people, reached, with_ceiling, total) in found
    ]


def course_lines(reach: Reach, year: int) -> Iterator[CourseLine]:
    """The credited lines of a year as course records, in the order of names, so many at a time."""
    known = forms(date(year, 12, 31))
    after = 0
    while True:
        rows = db.session.execute(_lines(reach, year).where(LearningRecord.id > after).limit(AT_ONCE)).all()
        for row in rows:
            yield CourseLine(
                nip=row.nip,
                name=row.name,
                siasn_type=known[row.form_code].siasn_type if row.form_code in known else None,
                form_name=known[row.form_code].name if row.form_code in known else row.form_code,
                title=row.title,
                organiser=row.organiser,
                certificate_number=row.certificate_number or row.evidence.removeprefix(WRITTEN_NUMBER),
                starts_on=row.starts_on,
                ends_on=row.ends_on,
                hours=row.jp_credited,
                pdf_bytes=row.size,
            )
        if len(rows) < AT_ONCE:
            return
        after = rows[-1].id


def _lines(reach: Reach, year: int) -> Any:
    return (
        select(
            LearningRecord.id,
            Employee.nip,
            Employee.name,
            LearningRecord.form_code,
            LearningRecord.title,
            LearningRecord.organiser,
            LearningRecord.evidence,
            LearningRecord.starts_on,
            LearningRecord.ends_on,
            LearningRecord.jp_credited,
            func.coalesce(LearningClaim.certificate_number, Certificate.number, "").label("certificate_number"),
            StoredFile.size,
        )
        .join(Employee, Employee.id == LearningRecord.employee_id)
        .outerjoin(DirectoryEntry, DirectoryEntry.employee_id == Employee.id)
        .outerjoin(LearningClaim, LearningClaim.record_id == LearningRecord.id)
        .outerjoin(Certificate, Certificate.source_key == LearningRecord.source_key)
        .outerjoin(StoredFile, StoredFile.id == func.coalesce(LearningClaim.file_id, Certificate.file_id))
        .where(
            LearningRecord.year == year,
            LearningRecord.status == LearningStatus.CREDITED,
            LearningRecord.jp_credited > 0,
            within(reach, func.coalesce(DirectoryEntry.unit_path, "")),
        )
        .order_by(LearningRecord.id)
    )
