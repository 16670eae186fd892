"""The lines of a day's programme, from the subjects and their lesson hours."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal

from app.demo.courses import Subject
from app.demo.plans import Plan
from app.demo.schedule import Span

LESSON_HOUR = timedelta(minutes=45)
_Line = tuple[int, datetime, str, str, bool]


def agenda_of(plan: Plan, meetings: list[int]) -> Iterable[_Line]:
    if plan.agenda:
        for hour, title, text, is_pause in plan.agenda:
            starts_at = plan.spans[0].starts_at
            hours, minutes = hour.split(".")
            yield (meetings[0], starts_at.replace(hour=int(hours), minute=int(minutes)), title, text, is_pause)
        return
    shares = _spread(plan.course.subjects, len(meetings))
    for meeting_id, span, subjects in zip(meetings, plan.spans, shares, strict=True):
        yield from _lines_of_day(meeting_id, span, subjects)


def _spread(subjects: tuple[Subject, ...], days: int) -> list[list[Subject]]:
    """Subjects over the days in their order, none left out; one that does not fit into its day goes on."""
    shares: list[list[Subject]] = [[] for _ in range(days)]
    per_day, before = sum((one.hours for one in subjects), Decimal(0)) / days, Decimal(0)
    for one in subjects:
        first = min(days - 1, int(before / per_day))
        before += one.hours
        last = min(days - 1, max(first, int((before - Decimal("0.01")) / per_day)))
        for day in range(first, last + 1):
            shares[day].append(Subject(one.title, one.competency, one.hours / (last - first + 1)))
    return shares


def _lines_of_day(meeting_id: int, span: Span, subjects: list[Subject]) -> Iterable[_Line]:
    moment, lunched = span.starts_at, span.starts_at.hour >= 12 or span.ends_at.hour <= 12
    for one in subjects:
        if not lunched and moment.hour >= 11:
            yield (meeting_id, moment, "Istirahat, salat, makan siang", "", True)
            moment, lunched = moment + timedelta(hours=1), True
        hours = f"{one.hours.quantize(Decimal('0.1')).normalize():f}".replace(".", ",")
        yield (meeting_id, moment, one.title, f"{hours} JP", False)
        moment += float(one.hours) * LESSON_HOUR
