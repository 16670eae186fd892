"""The ornaments of a certificate: pucuk rebung around it, a guilloche behind it, the emblem and the QR code.

Everything is drawn as PDF operators, in millimetres from the upper left corner. What is the same on every
certificate is drawn once; the engine would need three times a page's time to draw it again.
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import segno

from app.certificates.style import STANDING, Colour, Layout, Style, mixed, rgb
from app.documents.printing import Underlay

Point = tuple[float, float]

PAGE_WIDTH, PAGE_HEIGHT = 297, 210
MARGIN, CORNER, INSET = 9, 10, 8
POINTS_PER_MM = 72 / 25.4

PAPER: Colour = (0xFF, 0xFD, 0xF8)

CENTRE: Point = (148.5, 104)
EMBLEM: Point = (148.5, 31.8)
BAND = 36
BAND_EMBLEM: Point = (18, 32)
QR_CORNERS: dict[Layout, Point] = {Layout.SHOOTS: (28, 161.5), Layout.CLASSIC: (28, 161.5), Layout.MODERN: (52, 163)}
QR_SIZE = 27
QR_MASK = 2


@dataclass(frozen=True)
class Palette:
    """Two colours of a style, and the lighter ones that go with them."""

    deep: Colour
    gold: Colour
    bright: Colour
    pale: Colour
    outer_ring: Colour
    inner_ring: Colour


@lru_cache(maxsize=32)
def palette(primary: str, accent: str) -> Palette:
    bright, pale = (mixed(accent, "#ffffff", share) for share in (0.72, 0.5))
    if accent == STANDING.accent:
        bright, pale = (0xE3, 0xA7, 0x20), (0xEE, 0xC9, 0x76)
    outer, inner = mixed(primary, "#fffdf8", 0.17), mixed(accent, "#fffdf8", 0.28)
    if (primary, accent) == (STANDING.primary, STANDING.accent):
        outer, inner = (0xD3, 0xDC, 0xDC), (0xE9, 0xDD, 0xBD)
    return Palette(rgb(primary), rgb(accent), bright, pale, outer, inner)


def underlays(verification_url: str, style: Style = STANDING) -> tuple[tuple[Underlay, ...], tuple[Underlay, ...]]:
    """What lies under the first page, and under every other."""
    colours = palette(style.primary, style.accent)
    has_emblem = not style.logo
    return (_front(style.layout, colours, has_emblem), qr(verification_url, style)), (_back(style.layout, colours),)


@lru_cache(maxsize=16)
def _front(layout: Layout, colours: Palette, has_emblem: bool) -> Underlay:
    if layout == Layout.CLASSIC:
        emblem = [_emblem(EMBLEM, 11.2, colours)] if has_emblem else []
        return _drawing(_paper(), *_rules(colours), *emblem)
    if layout == Layout.MODERN:
        emblem = [_emblem(BAND_EMBLEM, 10, colours)] if has_emblem else [_fill(PAPER, _circle(BAND_EMBLEM, 13.5))]
        return _drawing(_paper(), *_band(BAND, colours), *emblem)
    emblem = [_emblem(EMBLEM, 11.2, colours)] if has_emblem else [_fill(PAPER, _circle(EMBLEM, 13.2))]
    return _drawing(_paper(), *_rosette(82, colours), _frame(colours), *emblem)


@lru_cache(maxsize=16)
def _back(layout: Layout, colours: Palette) -> Underlay:
    if layout == Layout.CLASSIC:
        return _drawing(_paper(), *_rules(colours))
    if layout == Layout.MODERN:
        return _drawing(_paper(), *_band(12, colours))
    return _drawing(_paper(), _frame(colours))


def _rules(colours: Palette) -> Iterator[str]:
    """A quiet frame: a broad rule between two thin ones, and a shoot of four leaves in each corner."""
    for inset, width, colour in ((10, 0.25, colours.gold), (12, 1.1, colours.deep), (14, 0.25, colours.gold)):
        yield _stroke(colour, width, _box(inset, inset, PAGE_WIDTH - 2 * inset, PAGE_HEIGHT - 2 * inset))
    corners = [(x, y) for x in (12, PAGE_WIDTH - 12) for y in (12, PAGE_HEIGHT - 12)]
    yield _fill(PAPER, *(_diamond(corner, 5.2) for corner in corners))
    yield _stroke(colours.deep, 0.5, *(_diamond(corner, 4.6) for corner in corners))
    yield _fill(colours.gold, *(_diamond(corner, 2.4) for corner in corners))


def _band(width: float, colours: Palette) -> Iterator[str]:
    """A broad band along the left edge, out of which shoots grow towards the text, and a thread at the foot."""
    count = 21
    height = PAGE_HEIGHT / count
    shoots = [
        ((width, index * height), (width + height * 0.62, (index + 0.5) * height), (width, (index + 1) * height))
        for index in range(count)
    ]
    weave = [
        _diamond((x, y), 1.6)
        for row, y in enumerate(range(66, PAGE_HEIGHT - 6, 8))
        for x in ((9, 18, 27) if row % 2 else (4.5, 13.5, 22.5, 31.5))
        if width > 20
    ]
    yield _fill(colours.deep, _box(0, 0, width, PAGE_HEIGHT), *(_shoot_beside(*one, 1) for one in shoots))
    yield _fill(colours.bright, *(_shoot_beside(*one, 0.46) for one in shoots))
    if weave:
        yield _stroke(mixed_with_white(colours.deep), 0.22, *weave)
    yield _fill(colours.gold, _box(width + 12, PAGE_HEIGHT - 12, PAGE_WIDTH - width - 36, 0.35))


def mixed_with_white(colour: Colour) -> Colour:
    red, green, blue = (round(part + (255 - part) * 0.22) for part in colour)
    return red, green, blue


def _shoot_beside(upper: Point, tip: Point, lower: Point, share: float) -> str:
    middle = (upper[1] + lower[1]) / 2
    foot = upper[0]
    return _polygon((foot + (x - foot) * share, middle + (y - middle) * share) for x, y in (upper, tip, lower))


def qr(url: str, style: Style = STANDING) -> Underlay:
    """Runs of dark modules as bars, on a quiet ground four modules wide; a fixed mask saves most of the time."""
    rows = segno.make_qr(url, error="m", mask=QR_MASK).matrix
    module = QR_SIZE / len(rows)
    left, top = QR_CORNERS[style.layout]
    quiet = _box(left - 4 * module, top - 4 * module, *(QR_SIZE + 8 * module,) * 2)
    bars = (
        _box(left + start * module, top + y * module, length * module, module)
        for y, row in enumerate(rows)
        for start, length in _runs(row)
    )
    return _drawing(_fill(PAPER, quiet), _fill(rgb(style.primary), *bars))


def _runs(row: Iterable[int]) -> Iterator[tuple[int, int]]:
    start = None
    for x, dark in enumerate([*row, 0]):
        if dark and start is None:
            start = x
        elif not dark and start is not None:
            yield start, x - start
            start = None


def _paper() -> str:
    return _fill(PAPER, _box(0, 0, PAGE_WIDTH, PAGE_HEIGHT))


def _rosette(radius: float, colours: Palette) -> Iterator[str]:
    """Two woven rings: waves around a circle, each a little ahead of the one before."""
    for base, swing, colour in ((0.86, 0.13, colours.outer_ring), (0.60, 0.10, colours.inner_ring)):
        waves = (_wave(radius * base, radius * swing, turn / 9) for turn in range(9))
        yield _stroke(colour, 0.17, *waves)


def _wave(radius: float, swing: float, phase: float, lobes: int = 18, arcs: int = 72) -> str:
    """A closed wave around the centre, in as many Bézier arcs as a smooth line needs."""
    step = math.tau / arcs

    def at(index: int) -> tuple[Point, Point]:
        angle = index * step
        wave = lobes * angle + phase * math.tau
        reach, growth = radius + swing * math.cos(wave), -swing * lobes * math.sin(wave)
        cos, sin = math.cos(angle), math.sin(angle)
        point = CENTRE[0] + reach * cos, CENTRE[1] + reach * sin
        slope = (growth * cos - reach * sin) * step / 3, (growth * sin + reach * cos) * step / 3
        return point, slope

    knots = [at(index) for index in range(arcs + 1)]
    return f"{_xy(knots[0][0])} m " + " ".join(map(_arc, knots, knots[1:])) + " h"


def _arc(start: tuple[Point, Point], end: tuple[Point, Point]) -> str:
    (x0, y0), (dx0, dy0) = start
    (x3, y3), (dx3, dy3) = end
    return f"{_xy((x0 + dx0, y0 + dy0))} {_xy((x3 - dx3, y3 - dy3))} {_xy((x3, y3))} c"


def _frame(colours: Palette) -> str:
    """Bamboo shoots growing inwards from all four sides, a woven square in each corner, and a gold thread."""
    shoots = [*_shoots(34, PAGE_WIDTH, PAGE_HEIGHT, across=False), *_shoots(23, PAGE_HEIGHT, PAGE_WIDTH, across=True)]
    far_x, far_y = PAGE_WIDTH - MARGIN - CORNER / 2, PAGE_HEIGHT - MARGIN - CORNER / 2
    near = MARGIN + CORNER / 2
    corners = [(x, y) for x in (near, far_x) for y in (near, far_y)]
    return "\n".join(
        (
            _fill(colours.deep, *(_shoot(*shoot, 1) for shoot in shoots)),
            _fill(colours.bright, *(_shoot(*shoot, 0.46) for shoot in shoots)),
            _fill(colours.deep, *(_diamond(corner, CORNER / 2, turned=True) for corner in corners)),
            _stroke(colours.bright, 0.5, *(_diamond(corner, 3.8) for corner in corners)),
            _fill(colours.bright, *(_diamond(corner, 2.1) for corner in corners)),
            _stroke(colours.deep, 0.5, _box(MARGIN, MARGIN, PAGE_WIDTH - 2 * MARGIN, PAGE_HEIGHT - 2 * MARGIN)),
            _stroke(colours.gold, 0.25, _thread(MARGIN + INSET, CORNER + 1.2 - INSET)),
        )
    )


def _shoots(count: int, length: float, depth: float, *, across: bool) -> Iterator[tuple[Point, Point, Point]]:
    """Foot, tip and foot of every shoot on two facing sides."""
    first, height = MARGIN + CORNER, 6.2
    width = (length - 2 * first) / count
    for index in range(count):
        along = first + index * width
        for edge, inwards in ((MARGIN, height), (depth - MARGIN, -height)):
            left, tip, right = (along, edge), (along + width / 2, edge + inwards), (along + width, edge)
            yield (left[::-1], tip[::-1], right[::-1]) if across else (left, tip, right)


def _shoot(left: Point, tip: Point, right: Point, share: float) -> str:
    middle = (left[0] + right[0]) / 2, (left[1] + right[1]) / 2
    return _polygon(
        (middle[0] + (x - middle[0]) * share, middle[1] + (y - middle[1]) * share) for x, y in (left, tip, right)
    )


def _thread(inset: float, notch: float) -> str:
    """A rectangle that steps back from the four corner squares."""
    near, far_x, far_y = inset, PAGE_WIDTH - inset, PAGE_HEIGHT - inset
    return _polygon(
        [
            (near + notch, near),
            (far_x - notch, near),
            (far_x - notch, near + notch),
            (far_x, near + notch),
            (far_x, far_y - notch),
            (far_x - notch, far_y - notch),
            (far_x - notch, far_y),
            (near + notch, far_y),
            (near + notch, far_y - notch),
            (near, far_y - notch),
            (near, near + notch),
            (near + notch, near + notch),
        ]
    )


def _emblem(centre: Point, radius: float, colours: Palette) -> str:
    """A neutral sign, three shoots in a ring of shoots; never a real seal."""
    x, y = centre
    s = radius * 0.46
    foot = y + s * 0.8
    sides = [
        [(x - s * 1.05, foot), (x - s * 0.53, foot - s * 1.05), (x - s * 0.01, foot)],
        [(x, foot), (x + s * 0.52, foot - s * 1.05), (x + s * 1.04, foot)],
    ]
    return "\n".join(
        (
            _fill(PAPER, _circle(centre, radius + 2)),
            _stroke(colours.deep, 0.7, _circle(centre, radius)),
            _stroke(colours.gold, 0.3, _circle(centre, radius - 1.3)),
            _fill(colours.deep, *map(_polygon, _ring_of_shoots(centre, radius - 1.8, radius - 4.2))),
            _fill(colours.pale, *map(_polygon, sides)),
            _fill(colours.gold, _polygon([(x - s * 0.68, foot), (x, y - s), (x + s * 0.68, foot)])),
        )
    )


def _ring_of_shoots(centre: Point, outer: float, inner: float, count: int = 24) -> Iterator[list[Point]]:
    for index in range(count):
        turns = ((index, outer), (index + 0.5, inner), (index + 1, outer))
        yield [_around(centre, turn / count * math.tau, reach) for turn, reach in turns]


def _around(centre: Point, angle: float, reach: float) -> Point:
    return centre[0] + reach * math.cos(angle), centre[1] + reach * math.sin(angle)


def _drawing(*parts: str) -> Underlay:
    """The parts as a page artefact, which readers for the blind pass over."""
    upright = f"{POINTS_PER_MM:.6f} 0 0 {-POINTS_PER_MM:.6f} 0 {PAGE_HEIGHT * POINTS_PER_MM:.4f} cm"
    return Underlay("\n".join(("/Artifact BMC q", upright, *parts, "Q EMC")).encode())


def _fill(colour: Colour, *paths: str) -> str:
    return f"{_rgb(colour)} rg\n" + "\n".join(paths) + "\nf"


def _stroke(colour: Colour, width: float, *paths: str) -> str:
    return f"{_rgb(colour)} RG {width} w\n" + "\n".join(paths) + "\nS"


def _polygon(points: Iterable[Point]) -> str:
    first, *others = map(_xy, points)
    return f"{first} m " + " ".join(f"{other} l" for other in others) + " h"


def _diamond(centre: Point, reach: float, *, turned: bool = False) -> str:
    x, y = centre
    if turned:
        return _box(x - reach, y - reach, 2 * reach, 2 * reach)
    return _polygon([(x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y)])


def _circle(centre: Point, radius: float) -> str:
    x, y = centre
    pull = radius * 0.5523
    return (
        f"{_xy((x + radius, y))} m "
        f"{_xy((x + radius, y + pull))} {_xy((x + pull, y + radius))} {_xy((x, y + radius))} c "
        f"{_xy((x - pull, y + radius))} {_xy((x - radius, y + pull))} {_xy((x - radius, y))} c "
        f"{_xy((x - radius, y - pull))} {_xy((x - pull, y - radius))} {_xy((x, y - radius))} c "
        f"{_xy((x + pull, y - radius))} {_xy((x + radius, y - pull))} {_xy((x + radius, y))} c h"
    )


def _box(x: float, y: float, width: float, height: float) -> str:
    return f"{x:.3f} {y:.3f} {width:.3f} {height:.3f} re"


def _xy(point: Point) -> str:
    return f"{point[0]:.2f} {point[1]:.2f}"


def _rgb(colour: Colour) -> str:
    return " ".join(f"{part / 255:.4f}" for part in colour)
