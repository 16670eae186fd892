"""More drawings made on the server: bars and points. Each stands beside the table of its numbers, so it is silent."""

from collections.abc import Iterable
from decimal import Decimal

from markupsafe import Markup

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
