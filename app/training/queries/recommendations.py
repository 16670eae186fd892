"""Batches with free seats that close somebody's gaps: one question, whatever the number of batches.

From the gaps kept of one person to the programmes that raise these competencies, and to the batches of those that the
person could enrol in now: the window is open, a seat is free and nobody waits for it, and no meeting falls on one they
have in hand. What they passed or have in hand is left out as a programme. Two more questions are asked only where one
of the batches keeps seats for units.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import and_, bindparam, case, exists, or_, select
from sqlalchemy.orm import aliased

from app.attendance.models import Meeting
from app.base.database import db
from app.competency.models import Competency
from app.competency.models.gaps import CompetencyGap
from app.organisation.models import Employee
from app.training import advice, rules
from app.training.advice import Advice, Advised, Step, Undated
from app.training.models import (
    IN_HAND,
    Batch,
    BatchMeeting,
    BatchStatus,
    Enrolment,
    EnrolmentPolicy,
    EnrolmentStatus,
    Programme,
    ProgrammeCompetency,
    ProgrammeInterest,
)
from app.training.queries import planning

_employee_id: Any = bindparam("employee_id")
_at: Any = bindparam("at")
NOT_AGAIN = sorted(IN_HAND | {EnrolmentStatus.PASSED})


def for_person(
    employee_id: int, *, at: datetime, day: date, missing: Decimal = Decimal(0), by_name: bool = False
) -> Advised:
    """What closes this person's gaps, best first.

    ``missing`` are the lesson hours still missing this year; ``by_name`` adds batches that take only people whom a
    superior names.
    """
    rows = db.session.execute(_statement(by_name), {"employee_id": employee_id, "at": at}).all()
    if not rows:
        return Advised()
    open_rows = [row for row in rows if row.batch_id is not None and _is_for(row)]
    batches = _with_seats(_gathered(open_rows, day, missing), open_rows, employee_id, day)
    offered = {one.programme_id for one in batches}
    undated = [row for row in rows if row.programme_id not in (None, *offered) and _is_for(row)]
    lacking = {row.competency_id: row.name for row in rows if row.gap}
    return Advised(
        batches=advice.in_order(batches),
        undated=_undated(undated),
        gaps=tuple(dict.fromkeys(row.name for row in rows if row.gap)),
        unmeasured=len({row.competency_id for row in rows if row.measured is None}),
        competencies=tuple(lacking.items()),
    )


def _is_for(row: Any) -> bool:
    """Whether the programme is for somebody of this tier and kind."""
    return not rules.ineligibility(row, tier=row.tier, kind=row.kind, tier_words="", kind_words="")


def _gathered(rows: Sequence[Any], day: date, missing: Decimal) -> list[Advice]:
    """One for each batch, with every gap it works on."""
    steps: dict[int, list[Step]] = {}
    for row in rows:
        steps.setdefault(row.batch_id, []).append(_step(row))
    return [
        Advice(
            batch_id=row.batch_id,
            programme_id=row.programme_id,
            title=row.title,
            number=row.number,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            city=row.city,
            place=row.place,
            lesson_hours=row.lesson_hours,
            seats_left=row.seats - row.seats_taken,
            is_by_name=row.policy == EnrolmentPolicy.NOMINATED,
            steps=advice.largest_first(steps[row.batch_id]),
            hours=advice.hours_filled(row.lesson_hours, row.ends_on, missing=missing, year=day.year),
        )
        for row in {row.batch_id: row for row in rows}.values()
    ]


def _step(row: Any) -> Step:
    return Step(row.competency_id, row.name, row.measured, row.required, row.level)


def _with_seats(found: list[Advice], rows: Iterable[Any], employee_id: int, day: date) -> list[Advice]:
    """Without those whose free seats are all kept for units this person does not belong to."""
    keeping = {row.batch_id for row in rows if row.reserved_until is not None and day < row.reserved_until}
    if not keeping:
        return found
    kept, path = planning.kept_seats_of(sorted(keeping), day), planning.unit_path_of(employee_id, day)
    return [
        one
        for one in found
        if one.batch_id not in keeping or advice.seats_for(path, one.seats_left, kept.get(one.batch_id, [])) > 0
    ]


def _undated(rows: Sequence[Any]) -> tuple[Undated, ...]:
    steps: dict[int, dict[int, Step]] = {}
    for row in rows:
        steps.setdefault(row.programme_id, {})[row.competency_id] = _step(row)
    found = [
        Undated(
            row.programme_id,
            row.title,
            row.batch_id is not None or bool(row.has_dates),
            bool(row.is_wanted),
            advice.largest_first(steps[row.programme_id].values()),
        )
        for row in {row.programme_id: row for row in rows}.values()
    ]
    return tuple(sorted(found, key=lambda one: (-sum(step.closed for step in one.steps), one.title, one.programme_id)))


def _is_still_here() -> Any:
    """Whether somebody whose leaving is known serves when the batch begins."""
    return or_(Employee.leaves_on.is_(None), Employee.leaves_on > Batch.starts_on)


@cache
def _statement(by_name: bool) -> Any:
    gap, raised = CompetencyGap, ProgrammeCompetency
    return (
        select(
            gap.competency_id,
            gap.required,
            gap.measured,
            gap.gap,
            gap.tier,
            Competency.name,
            Employee.kind,
            raised.level,
            Programme.id.label("programme_id"),
            Programme.title,
            Programme.tiers,
            Programme.kinds,
            case((Batch.id.is_(None), _has_dates())).label("has_dates"),
            case((Batch.id.is_(None), _is_wanted())).label("is_wanted"),
            Batch.id.label("batch_id"),
            Batch.number,
            Batch.starts_on,
            Batch.ends_on,
            Batch.city,
            Batch.place,
            Batch.lesson_hours,
            Batch.seats,
            Batch.seats_taken,
            Batch.policy,
            Batch.reserved_until,
        )
        .join(Employee, Employee.id == gap.employee_id)
        .join(Competency, Competency.id == gap.competency_id)
        .outerjoin(
            raised, and_(raised.competency_id == gap.competency_id, gap.gap > 0, raised.level > gap.measured)
        )
        .outerjoin(
            Programme,
            and_(
                Programme.id == raised.programme_id,
                Programme.archived_at.is_(None),
                Programme.id.not_in(select(_taken().c.programme_id)),
            ),
        )
        .outerjoin(Batch, and_(_can_be_joined(by_name=by_name), _is_still_here()))
        .where(gap.employee_id == _employee_id, or_(gap.gap > 0, gap.measured.is_(None)))
        .order_by(Competency.sort_order, Competency.name, Competency.id)
    )  # fmt: skip


@cache
def _taken() -> Any:
    """Programmes this person passed or has in hand."""
    mine, of_mine = aliased(Enrolment), aliased(Batch)
    return (
        select(of_mine.programme_id)
        .join(mine, mine.batch_id == of_mine.id)
        .where(mine.employee_id == _employee_id, mine.status.in_(NOT_AGAIN))
        .cte("taken")
        .prefix_with("MATERIALIZED")
    )


@cache
def _busy() -> Any:
    """When the meetings still to come are in which this person has a seat, or may get one."""
    mine, link, meeting = aliased(Enrolment), aliased(BatchMeeting), aliased(Meeting)
    return (
        select(meeting.starts_at, meeting.ends_at)
        .select_from(mine)
        .join(link, link.batch_id == mine.batch_id)
        .join(meeting, meeting.id == link.meeting_id)
        .where(mine.employee_id == _employee_id, mine.status.in_(sorted(IN_HAND)), meeting.ends_at > _at)
        .cte("busy")
        .prefix_with("MATERIALIZED")
    )


def _can_be_joined(*, by_name: bool) -> Any:
    waiting = aliased(Enrolment)
    is_waited_for = exists(
        select(waiting.id).where(waiting.batch_id == Batch.id, waiting.status == EnrolmentStatus.WAITLISTED)
    )
    busy = _busy()
    clashes = exists(
        select(BatchMeeting.id)
        .join(Meeting, Meeting.id == BatchMeeting.meeting_id)
        .join(busy, and_(busy.c.starts_at < Meeting.ends_at, Meeting.starts_at < busy.c.ends_at))
        .where(BatchMeeting.batch_id == Batch.id)
    )
    conditions = [
        Batch.programme_id == Programme.id,
        Batch.status == BatchStatus.PUBLISHED,
        Batch.enrolment_opens_at <= _at,
        Batch.enrolment_closes_at > _at,
        Batch.seats_taken < Batch.seats,
        ~is_waited_for,
        ~clashes,
    ]
    if not by_name:
        conditions.append(Batch.policy != EnrolmentPolicy.NOMINATED)
    return and_(*conditions)


def _has_dates() -> Any:
    """Whether a batch is announced all the same: full, waited for, at a bad time, or not open yet."""
    other = aliased(Batch)
    return exists(
        select(other.id).where(
            other.programme_id == Programme.id,
            other.status == BatchStatus.PUBLISHED,
            other.policy != EnrolmentPolicy.NOMINATED,
            other.enrolment_closes_at > _at,
        )
    )


def _is_wanted() -> Any:
    return exists(
        select(ProgrammeInterest.id).where(
            ProgrammeInterest.programme_id == Programme.id, ProgrammeInterest.employee_id == _employee_id
        )
    )
