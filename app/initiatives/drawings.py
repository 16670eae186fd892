"""Pictures of a change made on the server. Each stands beside its table, so it is silent."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from markupsafe import Markup

from app.base import wording
from app.initiatives.entry_rules import HIGH

CELL, LEFT, FOOT = 64, 28, 28
SIDE = 5 * CELL
SPOTS = ((0, 0), (-16, -14), (16, 14), (16, -14), (-16, 14), (0, -20), (0, 20), (-22, 0), (22, 0))
WIDE, HIGH_ENOUGH = 320, 96


@dataclass(frozen=True)
class Span:
    """From the first day of a picture to its last."""

    first: date
    last: date

    def at(self, day: date) -> float:
        """Where a day stands, between 0 and 100."""
        share = (day - self.first).days / max((self.last - self.first).days, 1)
        return round(min(max(share, 0.0), 1.0) * 100, 2)

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last

    @property
    def months(self) -> list[tuple[str, float]]:
        """(name, place) of at most five months, the year with the first and with each January."""
        found, day = [], self.first.replace(day=1)
        while day <= self.last:
            if day >= self.first:
                found.append(day)
            day = (day + timedelta(days=32)).replace(day=1)
        step = max(-(-len(found) // 5), 1)
        return [(self._month(day, is_first=not place), self.at(day)) for place, day in enumerate(found[::step])]

    @staticmethod
    def _month(day: date, *, is_first: bool) -> str:
        name = wording.MONTHS_SHORT[day.month - 1]
        return f"{name} {day.year}" if is_first or day.month == 1 else name


def span(days: Iterable[date | None], today: date) -> Span:
    """Wide enough for these days and today, with some air."""
    known = [one for one in days if one is not None] + [today]
    first, last = min(known), max(known)
    return Span(first - timedelta(days=7), max(last, first + timedelta(days=60)) + timedelta(days=7))


def lane(
    span: Span,
    today: date,
    planned: tuple[date | None, date | None],
    actual: tuple[date | None, date | None] = (None, None),
    marks: Sequence[date] = (),
) -> Markup:
    """What is planned above, what really was below; something under way reaches until today."""
    began, ended = actual
    parts = _bar("lane-plan", span, planned, 2, 7)
    parts += _bar("lane-real", span, (began, ended or (max(today, began) if began else None)), 11, 7)
    parts += "".join(
        f'<rect class="lane-mark" x="{span.at(one):.2f}" y="0" width=".8" height="20"/>'
        for one in marks
        if span.holds(one)
    )
    parts += f'<rect class="lane-today" x="{span.at(today):.2f}" y="0" width=".35" height="20"/>'
    return Markup(  # noqa: S704 - numbers of ours
        '<svg class="lane" viewBox="0 0 100 20" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="lane-track" width="100" height="20"/>{parts}</svg>'
    )


def _bar(name: str, span: Span, days: tuple[date | None, date | None], top: int, height: int) -> str:
    first, last = days[0] or days[1], days[1] or days[0]
    if first is None or last is None:
        return ""
    left, right = span.at(first), span.at(last)
    return f'<rect class="{name}" x="{left:.2f}" y="{top}" width="{max(right - left, 0.8):.2f}" height="{height}"/>'


def axis(span: Span, today: date) -> Markup:
    """The months of a picture, for above its lanes; the words keep their size however wide it is."""
    words = "".join(f'<text x="{place:.1f}%" y="12">{name}</text>' for name, place in span.months if place < 88)
    now = f'<rect class="lane-today" x="{span.at(today):.2f}%" y="16" width="2" height="8"/>'
    return Markup(  # noqa: S704 - numbers of ours, and names of months
        f'<svg class="lane-axis" height="24" aria-hidden="true">{words}{now}</svg>'
    )


def grid(points: Sequence[tuple[int, int, int]]) -> Markup:
    """(influence, impact, tone) of each stakeholder, 1 to 5, numbered in their order; four named quarters.

    ``tone`` is the stance from -2 to 2.
    """
    low = (HIGH - 1) * CELL
    quarters = "".join(
        f'<rect class="quarter quarter-{name}" x="{LEFT + x}" y="{y}" width="{width}" height="{height}"/>'
        for name, x, y, width, height in (
            ("satisfy", 0, 0, low, SIDE - low),
            ("manage", low, 0, SIDE - low, SIDE - low),
            ("watch", 0, SIDE - low, low, low),
            ("inform", low, SIDE - low, SIDE - low, low),
        )
    )
    names = "".join(
        f'<text class="quarter-name" x="{LEFT + x + 6}" y="{y}">{words}</text>'
        for words, x, y in (
            ("Jaga kepuasan", 0, 16),
            ("Kelola erat", low, 16),
            ("Pantau", 0, SIDE - 6),
            ("Jaga informasi", low, SIDE - 6),
        )
    )
    steps = "".join(
        f'<text class="grid-step" x="{LEFT + (one - 0.5) * CELL:.0f}" y="{SIDE + 14}">{one}</text>'
        f'<text class="grid-step" x="12" y="{SIDE - (one - 0.5) * CELL + 4:.0f}">{one}</text>'
        for one in range(1, 6)
    )
    return Markup(  # noqa: S704 - numbers and words of ours
        f'<svg class="stake" viewBox="0 0 {LEFT + SIDE + 2} {SIDE + FOOT}" aria-hidden="true">'
        f"{quarters}{names}{steps}{_dots(points)}"
        f'<text class="grid-step" x="{LEFT + SIDE / 2:.0f}" y="{SIDE + 26}">Dampak pada mereka</text></svg>'
    )


def _dots(points: Sequence[tuple[int, int, int]]) -> str:
    taken: dict[tuple[int, int], int] = {}
    drawn = ""
    for number, (influence, impact, tone) in enumerate(points, 1):
        place = taken.get((influence, impact), 0)
        taken[influence, impact] = place + 1
        right, down = SPOTS[place % len(SPOTS)]
        x, y = LEFT + (impact - 0.5) * CELL + right, SIDE - (influence - 0.5) * CELL + down
        kind = "against" if tone < 0 else "for" if tone > 0 else "neutral"
        drawn += f'<g class="stake-{kind}"><circle cx="{x:.0f}" cy="{y:.0f}" r="13"/>'
        drawn += f'<text x="{x:.0f}" y="{y + 4:.0f}">{number}</text></g>'
    return drawn


def trend(values: Sequence[Decimal], target: Decimal, breaks: Sequence[int]) -> Markup:
    """Values from the baseline on, evenly spaced; a dashed line is the target, an upright one a break before its value.

    Values around a break are not joined.
    """
    if len(values) < 2:
        return Markup("")
    low, high = min(*values, target), max(*values, target)
    room = (high - low) or Decimal(1)

    def y(value: Decimal) -> float:
        return 86 - float((value - low) / room) * 76

    step = (WIDE - 20) / (len(values) - 1)
    places = [(10 + index * step, y(value)) for index, value in enumerate(values)]
    joined = "".join(
        f'<path class="trendline-line" d="M{one[0]:.1f} {one[1]:.1f}L{two[0]:.1f} {two[1]:.1f}"/>'
        for index, (one, two) in enumerate(pairwise(places), 1)
        if index not in breaks
    )
    dots = "".join(
        f'<circle class="trendline-dot{" is-first" if not index else ""}" cx="{x:.1f}" cy="{top:.1f}" r="4"/>'
        for index, (x, top) in enumerate(places)
    )
    cuts = "".join(f'<path class="trendline-break" d="M{10 + (index - 0.5) * step:.1f} 4V92"/>' for index in breaks)
    return Markup(  # noqa: S704 - numbers of ours
        f'<svg class="trendline" viewBox="0 0 {WIDE} {HIGH_ENOUGH}" aria-hidden="true">'
        f'<path class="trendline-target" d="M0 {y(target):.1f}H{WIDE}"/>{cuts}{joined}{dots}</svg>'
    )
