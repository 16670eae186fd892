"""What closing a round gives each person, and why. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import ROUND_FLOOR, Decimal
from typing import Any

from app.attendance.models import AttendanceStatus
from app.attendance.rules import ATTENDED
from app.base import wording
from app.competency.models import DevelopmentForm, JpRule
from app.learning.rules import LESSON_UNITS, claimed_hours

LESSON_HOUR = timedelta(minutes=45)


@dataclass(frozen=True)
class Outlook:
    """What somebody gets. ``gets`` is False for who was not there and for whom the day is settled already."""

    employee_id: int
    name: str
    sort_name: str
    unit: str
    gets: bool
    hours: Decimal
    letter: bool
    reasons: tuple[str, ...]


def hours_of_day(form: DevelopmentForm | None, length: timedelta) -> Decimal:
    """JP of one day of an event by the rule of its form (PerLAN 10/2018; reference §2.2): one day, one session or one
    activity; a form counted in lesson hours takes the whole lesson hours of 45 minutes the round lasted."""
    if form is None:
        return Decimal(0)
    if JpRule(form.jp_rule) in LESSON_UNITS:
        return claimed_hours(form, (Decimal(length // LESSON_HOUR)).to_integral_value(ROUND_FLOOR))
    return claimed_hours(form, Decimal(1))


def outlook(
    person: Any,
    settled: Any,
    *,
    number: int,
    hours: Decimal,
    gives_hours: bool,
    gives_letter: bool,
    withdrawn: str = "",
) -> Outlook:
    """What a person on the list of a round (its ``number``) gets, or got from it.

    ``settled`` is what this round or another gave them on this day already, ``withdrawn`` why what this one gave was
    taken back.
    """
    if settled is not None and settled.number == number:
        return _given(person, settled)
    came = person.status in ATTENDED
    gets = came and settled is None
    reasons: Sequence[str] = (
        _why_nothing(person.status, settled) if not gets else _why(person.status, hours, gives_hours=gives_hours)
    )
    if withdrawn and settled is None:
        reasons = (*reasons, f"Yang diberikan ditarik: {withdrawn}")
    return Outlook(
        person.employee_id,
        person.name,
        person.sort_name,
        person.unit,
        gets,
        hours if gets and gives_hours else Decimal(0),
        gets and gives_letter,
        tuple(reasons),
    )


def _given(person: Any, settled: Any) -> Outlook:
    return Outlook(
        person.employee_id,
        person.name,
        person.sort_name,
        person.unit,
        gets=True,
        hours=settled.hours,
        letter=settled.letter_id is not None,
        reasons=("Hadir, dan sudah dicatat.",),
    )


def _why_nothing(status: AttendanceStatus | None, settled: Any) -> Sequence[str]:
    if settled is not None and status in ATTENDED:
        return (f"Hadir. Hari ini sudah dicatat dari putaran {settled.number}; JP dihitung sekali sehari.",)
    return (_ABSENT[status],)


_ABSENT = {
    None: "Diundang, tidak tercatat hadir.",
    AttendanceStatus.ABSENT: "Ditandai tidak hadir.",
    AttendanceStatus.EXCUSED: "Izin. Yang izin tidak mendapat JP.",
}


def _why(status: AttendanceStatus, hours: Decimal, *, gives_hours: bool) -> Sequence[str]:
    came = "Datang terlambat, tetap dihitung hadir." if status == AttendanceStatus.LATE else "Hadir."
    if not gives_hours:
        return (came, "Sosialisasi ini tidak memberi JP.")
    return (came, f"{wording.number(hours)} JP menurut bentuk pengembangannya.")
