"""The ornaments of a certificate the straightforward way: one SVG that is parsed and drawn anew on every page.

The same pucuk rebung, guilloche and emblem as app/certificates/design.py draws once as PDF operators.
"""

import io
import math
from collections.abc import Iterator

import segno

INDIGO, GOLD, BRIGHT = "#0d4459", "#b8860f", "#e3a720"
WIDTH, HEIGHT, MARGIN, CORNER = 297, 210, 9, 10
_OPEN = '<svg viewBox="0 0 297 210" style="position:absolute;left:0;top:0;width:297mm;height:210mm">'


def front(verification_url: str) -> str:
    """Everything on the first page, the code beside it."""
    return f"{_OPEN}{_rosette(148.5, 104, 82)}{_frame()}{_emblem(148.5, 31.8, 11.2)}</svg>{_code(verification_url)}"


def back() -> str:
    return f"{_OPEN}{_frame()}</svg>"


def _rosette(x: float, y: float, radius: float) -> str:
    paths = []
    for base, swing in ((0.86, 0.13), (0.60, 0.10)):
        for turn in range(9):
            points = []
            for degree in range(0, 360, 2):
                angle = math.radians(degree)
                reach = radius * (base + swing * math.cos(18 * angle + turn * math.tau / 9))
                points.append(f"{x + reach * math.cos(angle):.1f} {y + reach * math.sin(angle):.1f}")
            paths.append(f'<path d="M{" L".join(points)}Z"/>')
    return f'<g fill="none" stroke="{INDIGO}" stroke-width=".16" opacity=".16">{"".join(paths)}</g>'


def _frame() -> str:
    shoots = [*_shoots(34, WIDTH, HEIGHT, across=False), *_shoots(23, HEIGHT, WIDTH, across=True)]
    inset = MARGIN + 8
    return "".join(
        (
            *shoots,
            *(_corner(x, y) for x in (MARGIN, WIDTH - MARGIN - CORNER) for y in (MARGIN, HEIGHT - MARGIN - CORNER)),
            _box(MARGIN, INDIGO, 0.5),
            _box(inset, GOLD, 0.25),
        )
    )


def _shoots(count: int, length: int, depth: int, *, across: bool) -> Iterator[str]:
    first, height = MARGIN + CORNER, 6.2
    width = (length - 2 * first) / count
    for index in range(count):
        along = first + index * width
        for edge, inwards in ((MARGIN, height), (depth - MARGIN, -height)):
            for share, colour in ((1.0, INDIGO), (0.46, BRIGHT)):
                half = width / 2
                points = [
                    (along + half - half * share, edge),
                    (along + half, edge + inwards * share),
                    (along + half + half * share, edge),
                ]
                drawn = " L".join(f"{y:.2f} {x:.2f}" if across else f"{x:.2f} {y:.2f}" for x, y in points)
                yield f'<path d="M{drawn}Z" fill="{colour}"/>'


def _corner(x: float, y: float) -> str:
    half = CORNER / 2
    outer, inner = (
        f"M{x + half} {y + gap} L{x + CORNER - gap} {y + half} L{x + half} {y + CORNER - gap} L{x + gap} {y + half}Z"
        for gap in (1.2, 2.9)
    )
    return (
        f'<rect x="{x}" y="{y}" width="{CORNER}" height="{CORNER}" fill="{INDIGO}"/>'
        f'<path d="{outer}" fill="none" stroke="{BRIGHT}" stroke-width=".5"/><path d="{inner}" fill="{BRIGHT}"/>'
    )


def _box(inset: float, colour: str, width: float) -> str:
    return (
        f'<rect x="{inset}" y="{inset}" width="{WIDTH - 2 * inset}" height="{HEIGHT - 2 * inset}" '
        f'fill="none" stroke="{colour}" stroke-width="{width}"/>'
    )


def _emblem(x: float, y: float, radius: float) -> str:
    rings = (
        f'<circle cx="{x}" cy="{y}" r="{radius}" fill="#fffdf8" stroke="{INDIGO}" stroke-width=".7"/>'
        f'<circle cx="{x}" cy="{y}" r="{radius - 1.3}" fill="none" stroke="{GOLD}" stroke-width=".3"/>'
    )
    shoots = []
    for index in range(24):
        turns = ((index, radius - 1.8), (index + 0.5, radius - 4.2), (index + 1, radius - 1.8))
        points = [
            f"{x + reach * math.cos(turn * math.tau / 24):.2f} {y + reach * math.sin(turn * math.tau / 24):.2f}"
            for turn, reach in turns
        ]
        shoots.append(f'<path d="M{" L".join(points)}Z" fill="{INDIGO}"/>')
    side, foot = radius * 0.46, y + radius * 0.46 * 0.8
    middle = f'<path d="M{x - side * 0.68:.2f} {foot:.2f} L{x} {y - side:.2f} L{x + side * 0.68:.2f} {foot:.2f}Z" '
    return rings + "".join(shoots) + middle + f'fill="{GOLD}"/>'


def _code(url: str) -> str:
    drawn = io.BytesIO()
    segno.make_qr(url, error="m").save(
        drawn, kind="svg", xmldecl=False, svgns=False, border=0, dark=INDIGO, omitsize=True, nl=False
    )
    place = '<div style="position:absolute;left:28mm;top:161.5mm;width:27mm;height:27mm">'
    return f"{place}{drawn.getvalue().decode()}</div>"
