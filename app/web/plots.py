"""More drawings made on the server: bars and points. Each stands beside the table of its numbers, so it is silent."""

from collections.abc import Iterable, Sequence
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
