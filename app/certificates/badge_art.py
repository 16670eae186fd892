"""The picture of an Open Badge, as SVG and as PNG from one set of shapes: around it, one bamboo shoot for each JP."""

import io
import math
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from xml.sax.saxutils import escape

from app.base.wording import number
from app.certificates.design import Point
from app.certificates.style import Colour
from app.config import ROOT

SIZE = 512
MOST_SHOOTS = 60
FEWEST_PLACES = 24
_CENTRE = SIZE / 2
_FINER = 4
PAPER: Colour = (0xFF, 0xFD, 0xF8)
INDIGO: Colour = (0x0D, 0x44, 0x59)
GOLD: Colour = (0xB8, 0x86, 0x0F)
BRIGHT_GOLD: Colour = (0xE3, 0xA7, 0x20)
PALE_GOLD: Colour = (0xEE, 0xC9, 0x76)
_PALE: Colour = (0x2A, 0x5D, 0x70)


@dataclass(frozen=True)
class _Disc:
    radius: float
    colour: Colour


@dataclass(frozen=True)
class _Shape:
    points: tuple[Point, ...]
    colour: Colour


@dataclass(frozen=True)
class _Text:
    text: str
    baseline: float
    size: float
    font: str
    weight: int


def words(hours: Decimal) -> str:
    """What the picture shows, for those who do not see it."""
    return f"Lencana digital Penata, {number(hours)} jam pelajaran"


def svg(hours: Decimal, title: str) -> str:
    """The picture as SVG, with its title inside."""
    drawn = "".join(map(_svg, _parts(hours)))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE}" width="{SIZE}" height="{SIZE}"'
        ' role="img">'
        f"<title>{escape(title)}</title>{drawn}</svg>"
    )


@lru_cache(maxsize=64)
def png(hours: Decimal) -> bytes:
    """The picture as PNG on a transparent ground."""
    from PIL import Image, ImageDraw, ImageFont  # slow to import, and few pages need it

    picture = Image.new("RGBA", (SIZE * _FINER, SIZE * _FINER), (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    for part in _parts(hours):
        if isinstance(part, _Disc):
            reach = part.radius * _FINER
            middle = _CENTRE * _FINER
            pen.ellipse((middle - reach, middle - reach, middle + reach, middle + reach), fill=part.colour)
        elif isinstance(part, _Shape):
            pen.polygon([(x * _FINER, y * _FINER) for x, y in part.points], fill=part.colour)
        else:
            font = ImageFont.truetype(str(ROOT / "static" / "fonts" / part.font), round(part.size * _FINER))
            place = (_CENTRE * _FINER, part.baseline * _FINER)
            pen.text(place, part.text, font=font, fill=INDIGO, anchor="ms")
    written = io.BytesIO()
    small = picture.reduce(_FINER).quantize(64, Image.Quantize.FASTOCTREE)
    small.save(written, "PNG", optimize=True)
    return written.getvalue()


def _parts(hours: Decimal) -> Iterator[_Disc | _Shape | _Text]:
    yield _Disc(252, INDIGO)
    yield _Disc(244, BRIGHT_GOLD)
    yield _Disc(240, INDIGO)
    yield from _ring(hours)
    yield _Disc(176, BRIGHT_GOLD)
    yield _Disc(171, PAPER)
    yield from _emblem()
    figure = number(hours)
    yield _Text(figure, 352, 96 if len(figure) <= 3 else 72, "newsreader-latin-500-normal.woff2", 500)
    yield _Text("JAM PELAJARAN", 390, 19, "plus-jakarta-sans-latin-700-normal.woff2", 700)


def _ring(hours: Decimal) -> Iterator[_Shape]:
    """One bright shoot for each JP (at most sixty), clockwise from the top; what is left of the ring stays dim."""
    grown = min(MOST_SHOOTS, math.ceil(hours))
    places = max(FEWEST_PLACES, grown)
    half = math.pi / places
    for index in range(places):
        middle = 2 * half * index
        for share, colour in ((1.0, BRIGHT_GOLD if index < grown else _PALE), (0.46, INDIGO)):
            if index >= grown and share < 1:
                continue
            feet = 182 + (1 - share) * 8
            tip = 182 + 50 * share
            yield _Shape(
                (
                    _at(middle - half * 0.92 * share, feet),
                    _at(middle, tip),
                    _at(middle + half * 0.92 * share, feet),
                ),
                colour,
            )


def _emblem() -> Iterator[_Shape]:
    """Three shoots growing from one foot, as on the certificate."""
    foot, step = 246.0, 58.0
    for shift in (-1.05, 1.05):
        tip = _CENTRE + shift * step * 0.5
        yield _Shape(((tip - step * 0.52, foot), (tip, foot - step * 1.15), (tip + step * 0.52, foot)), PALE_GOLD)
    yield _Shape(((_CENTRE - step * 0.68, foot), (_CENTRE, foot - step * 1.95), (_CENTRE + step * 0.68, foot)), GOLD)
    yield _Shape(((_CENTRE - step * 0.32, foot), (_CENTRE, foot - step * 0.95), (_CENTRE + step * 0.32, foot)), PAPER)


def _at(angle: float, reach: float) -> Point:
    return _CENTRE + reach * math.sin(angle), _CENTRE - reach * math.cos(angle)


def _svg(part: _Disc | _Shape | _Text) -> str:
    if isinstance(part, _Disc):
        return f'<circle cx="{_CENTRE:g}" cy="{_CENTRE:g}" r="{part.radius:g}" fill="{_hex(part.colour)}"/>'
    if isinstance(part, _Shape):
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in part.points)
        return f'<polygon points="{points}" fill="{_hex(part.colour)}"/>'
    family = "Newsreader, Georgia, serif" if part.weight < 700 else "'Plus Jakarta Sans', Arial, sans-serif"
    return (
        f'<text x="{_CENTRE:g}" y="{part.baseline:g}" text-anchor="middle" font-family="{family}" '
        f'font-weight="{part.weight}" font-size="{part.size:g}" fill="{_hex(INDIGO)}">{escape(part.text)}</text>'
    )


def _hex(colour: Colour) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)
