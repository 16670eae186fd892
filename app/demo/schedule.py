"""Days and hours around the moment the demo is loaded, so that it is alive whenever that is."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

FULL_DAY = (time(8), time(15, 30))
MORNING = (time(8), time(12))
AFTERNOON = (time(13), time(16))
_SATURDAY = 5
# The public holidays that keep their date; those of the moon are not known here.
_HOLIDAYS = {(1, 1), (5, 1), (6, 1), (8, 17), (12, 25)}


@dataclass(frozen=True)
class Span:
    """When a meeting begins and ends."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Calendar:
    """The days of one government, seen from the moment of loading."""

    now: datetime
    zone: ZoneInfo

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    def at(self, day: date, hour: time) -> datetime:
        return datetime.combine(day, hour, self.zone)

    def span(self, day: date, hours: tuple[time, time]) -> Span:
        return Span(self.at(day, hours[0]), self.at(day, hours[1]))

    def day(self, days: int) -> date:
        """So many days from today, weekend or not."""
        return self.today + timedelta(days=days)

    def workday(self, count: int) -> date:
        """The so-many-th working day after today, or before it where the count is negative."""
        day, step = self.today, timedelta(days=1 if count > 0 else -1)
        left = abs(count)
        while left:
            day += step
            left -= _is_workday(day)
        return day

    def workdays_from(self, days: int, count: int) -> list[date]:
        """So many working days, the first one so many days from today or soon after."""
        day, found = self.day(days), list[date]()
        while len(found) < count:
            if _is_workday(day):
                found.append(day)
            day += timedelta(days=1)
        return found

    def past_workdays(self, counts: list[int]) -> list[date]:
        """Working days so many before today, furthest first.

        Early in January they would lie in the old year: then they are the days just before today, and
        in the first days of the year they stay in the old one.
        """
        days = [self.workday(-count) for count in counts]
        if all(day.year == self.today.year for day in days):
            return days
        gone = (self.today - date(self.today.year, 1, 1)).days
        if gone < len(counts):
            return days
        return [self.day(-left) for left in range(len(counts), 0, -1)]

    def running(self) -> Span:
        """A meeting that is on right now: from an hour before this hour to six hours after, within the day."""
        here = self.now.astimezone(self.zone)
        hour = here.replace(minute=0, second=0, microsecond=0)
        midnight = self.at(self.today, time(0))
        last_minute = self.at(self.today, time(23, 59))
        starts_at = max(hour - timedelta(hours=1), midnight)
        return Span(starts_at, max(min(starts_at + timedelta(hours=7), last_minute), here + timedelta(minutes=30)))


def _is_workday(day: date) -> bool:
    return day.weekday() < _SATURDAY and (day.month, day.day) not in _HOLIDAYS
