"""More drawings made on the server: bars and points. Each stands beside the table of its numbers, so it is silent."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import squarify
from markupsafe import Markup, escape

TOP = 100


def bar(value: Decimal | float, most: Decimal | float) -> Markup:
    """A bar as long as its share of the most; words and number stand beside it."""
    share = 0.0 if not most else min(max(float(value) / float(most), 0.0), 1.0) * TOP
    return Markup(  # noqa: S704 - a number of ours
        '<svg aria-hidden="true" height="14" preserveAspectRatio="none" viewBox="0 0 100 14">'
        '<rect class="bar-track" width="100" height="14"/>'
        f'<rect class="bar-value" width="{share:.1f}" height="14"/></svg>'
    )


def scatter(points: Iterable[tuple[Decimal, Decimal, int]], lines: Iterable[Decimal]) -> Markup:
    """(x, y, how many) between 0 and 100, with the limits of the bands; a larger dot stands for more people."""
    drawn = "".join(
        f'<circle class="scatter-dot" cx="{10 + float(x) * 0.9:.1f}" cy="{95 - float(y) * 0.9:.1f}" '
        f'r="{min(0.9 + count**0.5 * 0.35, 5):.1f}"/>'
        for x, y, count in points
    )
    limits = "".join(
        f'<path class="scatter-line" d="M{10 + float(one) * 0.9:.1f} 5V95M10 {95 - float(one) * 0.9:.1f}H100"/>'
        for one in lines
    )
    marks = "".join(
        f'<text class="scatter-text" x="{10 + one * 0.9 - 2:.1f}" y="99.5">{one}</text>'
        f'<text class="scatter-text" x="3" y="{96 - one * 0.9:.1f}">{one}</text>'
        for one in (0, 50, 100)
    )
    return Markup(  # noqa: S704 - numbers of ours
        '<svg class="scatter" viewBox="0 0 104 101" aria-hidden="true">'
        f'<rect class="scatter-frame" x="10" y="5" width="90" height="90"/>{limits}{marks}{drawn}</svg>'
    )


WIDE, HIGH = 400, 240
LETTER, LINE = 6.2, 14


def treemap(parts: Sequence[tuple[str, int, Decimal | None]]) -> Markup:
    """(name, size, share in percent) as areas as large as their sizes, the darker the less of them was reached.

    Names that do not fit are cut or left out: the table beside it says them all.
    """
    shown = sorted((one for one in parts if one[1] > 0), key=lambda one: -one[1])
    if not shown:
        return Markup("")
    sizes = squarify.normalize_sizes([one[1] for one in shown], WIDE, HIGH)
    areas = squarify.squarify(sizes, 0, 0, WIDE, HIGH)
    drawn = "".join(_area(area, name, share) for area, (name, _size, share) in zip(areas, shown, strict=True))
    return Markup(  # noqa: S704 - numbers of ours, and names that were escaped
        f'<svg class="treemap" viewBox="0 0 {WIDE} {HIGH}" aria-hidden="true">{drawn}</svg>'
    )


def _area(area: dict[str, float], name: str, share: Decimal | None) -> str:
    x, y, width, height = area["x"], area["y"], area["dx"], area["dy"]
    band = "none" if share is None else str(min(int(share // 25), 3))
    words = _fitting(name, width - 8) if height >= LINE * 2 + 6 else ""
    text = f'<text x="{x + 5:.1f}" y="{y + LINE:.1f}">{escape(words)}</text>' if words else ""
    if share is not None and height >= LINE + 6 and width >= LETTER * 5:
        text += f'<text class="is-share" x="{x + 5:.1f}" y="{y + LINE * (2 if words else 1):.1f}">{share:.0f}%</text>'
    drawn = (
        f'<rect x="{x + 0.5:.1f}" y="{y + 0.5:.1f}" width="{max(width - 1, 0):.1f}" height="{max(height - 1, 0):.1f}"/>'
    )
    return f'<g class="reach-{band}">{drawn}{text}</g>'


def _fitting(name: str, width: float) -> str:
    room = int(width // LETTER)
    if len(name) <= room:
        return name
    return f"{name[: room - 1].rstrip()}…" if room >= 5 else ""


@dataclass(frozen=True)
class Dot:
    """A row of a dot plot: the value now, its interval, and the values before, the earliest first."""

    value: float
    low: float | None = None
    high: float | None = None
    before: Sequence[float] = ()
    is_low: bool = False


def dots(one: Dot, low: float, high: float, threshold: float | None = None) -> Markup:
    """Waves of one value on one scale. Widths in percent: the drawing stretches, dots keep their size."""

    def at(value: float) -> str:
        return f"{min(max((value - low) / (high - low), 0), 1) * 100:.2f}%"

    marks = " low" if one.is_low else ""
    grid = "".join(
        f'<line class="c-grid" x1="{at(step)}" x2="{at(step)}" y1="0" y2="54"/>'
        for step in range(int(low), int(high) + 1)
    )
    drawn = "" if threshold is None else _line("c-threshold", at(threshold), at(threshold), 0, 54)
    if one.low is not None and one.high is not None:
        drawn += _line(f"c-ci{marks}", at(one.low), at(one.high), 27, 27)
    if one.before:
        drawn += _line("c-link", at(one.before[0]), at(one.value), 27, 27)
    sizes = ((4, "c-w1"), (5.5, "c-w2"))[-len(one.before) :] if one.before else ()
    for (radius, name), value in zip(sizes, one.before, strict=True):
        drawn += f'<circle class="{name}" cx="{at(value)}" cy="27" r="{radius}"/>'
    drawn += f'<circle class="c-w3{marks}" cx="{at(one.value)}" cy="27" r="8.5"/>'
    return Markup(f'<svg class="dots" height="54" aria-hidden="true">{grid}{drawn}</svg>')  # noqa: S704 - numbers of ours


def _line(name: str, x1: str, x2: str, y1: int, y2: int) -> str:
    return f'<line class="{name}" x1="{x1}" x2="{x2}" y1="{y1}" y2="{y2}"/>'


def share(value: float, *, is_strong: bool = True) -> Markup:
    """A share of 1 as a bar with its track."""
    name = "c-bar" if is_strong else "c-bar weak"
    return Markup(  # noqa: S704 - a number of ours
        '<svg class="bar" height="14" aria-hidden="true"><rect class="c-track" width="100%" height="14" rx="3"/>'
        f'<rect class="{name}" width="{min(max(value, 0), 1) * 100:.1f}%" height="14" rx="3"/></svg>'
    )


def spark(values: Sequence[float], low: float, high: float, middle: float) -> Markup:
    """The direction of a few values, with the middle of their scale."""

    def x(place: int) -> float:
        return 6 + place * 84 / max(len(values) - 1, 1)

    def y(value: float) -> float:
        return 35 - (min(max(value, low), high) - low) / (high - low) * 30

    points = " L".join(f"{x(place):.1f} {y(value):.1f}" for place, value in enumerate(values))
    return Markup(  # noqa: S704 - numbers of ours
        '<svg class="chart" viewBox="0 0 96 40" aria-hidden="true">'
        f'<line class="c-grid" x1="0" x2="96" y1="{y(middle):.1f}" y2="{y(middle):.1f}"/>'
        f'<path class="c-line" d="M{points}"/>'
        f'<circle class="c-w3" cx="{x(len(values) - 1):.1f}" cy="{y(values[-1]):.1f}" r="4"/></svg>'
    )
