"""Drawings made on the server, so that page, paper and PDF show the same picture.

Geometry stands in SVG attributes and colour in classes; nothing needs an inline style. Every drawing is
one image with a label: whoever cannot see it hears the sentence, so the label must carry the numbers.
"""

import math
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import TypeAlias

from markupsafe import Markup, escape

Number: TypeAlias = int | float | Decimal

MOST_SHOOTS = 60
MOST_SEATS = 60
COMPETENCY_LEVELS = 5

_SHOOT_WIDTH = 28
_SHOOT_HEIGHT = 30
_SHOOT_TOP = 4
_SEAT_COLUMNS = 15
_KINDS = ("w-done", "w-wait", "w-plan")

_PDF_PALETTE = (
    "<style>"
    ".w-done{fill:#e3a720}.w-done-in{fill:#fffdf8}.w-wait{fill:none;stroke:#b8860f;stroke-width:1.4}"
    ".w-wait-in{fill:#e3a720;opacity:.6}.w-plan{fill:none;stroke:#857b66;stroke-width:1;stroke-dasharray:2 2}"
    ".w-none{fill:#efe8d8}.w-base{stroke:#b8860f;stroke-width:1.5}"
    ".s-taken{fill:#0d4459}.s-free{fill:none;stroke:#857b66;stroke-width:1.4}.s-you{fill:#e3a720}"
    ".s-note{fill:#45555a;font:17px 'Plus Jakarta Sans',sans-serif}"
    ".sh-has{fill:#0d4459}.sh-goal{fill:#e3a720}.sh-none{fill:none;stroke:#857b66}"
    "</style>"
)


# Many people's pages show the same figures. ``typed``, since 8 and 8.0 are written differently.
_drawn_once = lru_cache(maxsize=1024, typed=True)


@_drawn_once
def weave(
    total: Number,
    done: Number,
    waiting: Number = 0,
    planned: Number = 0,
    label: str = "",
) -> Markup:
    """The year's lesson hours as a band of bamboo shoots, one shoot for one JP.

    All four are JP of one year and may be fractions (13.5 fills half a shoot). `total` is the target of a PNS
    or the ceiling of a PPPK; what lies beyond it fills the band and is left to the label. Above 60 JP a
    shoot stands for several, and the label says how many.
    """
    per_shoot = _per_mark(total, MOST_SHOOTS)
    count = math.ceil(_positive(total) / per_shoot)
    ends = list(_running_ends(per_shoot, done, waiting, planned))
    drawn = "".join(part for index in range(count) for part in _woven_shoot(index, ends))
    width = max(count, 1) * _SHOOT_WIDTH + 2
    base = _SHOOT_TOP + _SHOOT_HEIGHT + 1
    if label and per_shoot > 1:
        label += f". Satu pucuk mewakili {per_shoot} JP"
    return _image("weave", width, base + 2, label, f'{drawn}<path class="w-base" d="M0 {base} H{width}"/>')


@_drawn_once
def seats(total: int, taken: int, *, yours: bool = False) -> Markup:
    """The seats of a batch, fifteen to a row; the label says how many are taken and left.

    `taken` counts everyone who holds a seat, the reader included; with `yours` the last taken seat is
    theirs. More than 60 seats are drawn as 60 or fewer, and picture and label say what one stands for.
    """
    total = max(total, 0)
    taken = min(max(taken, 0), total)
    per_seat = _per_mark(total, MOST_SEATS)
    count = math.ceil(total / per_seat)
    filled = _filled_marks(total, taken, per_seat, count)
    marks = "".join(
        _seat(index, "s-you" if yours and index == filled - 1 else "s-taken" if index < filled else "s-free")
        for index in range(count)
    )
    height = max(math.ceil(count / _SEAT_COLUMNS), 1) * 30
    own = ", satu di antaranya kursi Anda" if yours and taken else ""
    label = f"{taken} dari {total} kursi terisi{own}, {total - taken} kursi tersisa"
    if per_seat > 1:
        note = f"Satu gambar mewakili {per_seat} kursi"
        marks += f'<text class="s-note" x="2" y="{height + 18}">{note}</text>'
        height += 26
        label += f". {note}"
    return _image("seats", _SEAT_COLUMNS * 26 + 12, height, label, marks)


def seats_per_mark(total: int) -> int:
    """How many seats one drawn seat stands for: 1 up to 60 seats, then 2, 3, …"""
    return _per_mark(total, MOST_SEATS)


@_drawn_once
def shoots(level: Number | None, goal: Number | None, label: str = "") -> Markup:
    """A competency level as growing shoots, 0 to 5: held ones dark, the steps up to the goal gold.

    A level of None is one nobody has assessed yet. Fractions count once they are whole.
    """
    held = _whole_level(level)
    aimed = _whole_level(goal)
    drawn = "".join(
        f'<path class="{"sh-has" if step <= held else "sh-goal" if step <= aimed else "sh-none"}"'
        f' d="{_triangle((step - 1) * 24 + 1, 42 - (10 + step * 6), 22, 10 + step * 6)}"/>'
        for step in range(1, COMPETENCY_LEVELS + 1)
    )
    return _image("shoots", COMPETENCY_LEVELS * 24, 44, label, drawn)


def for_pdf(svg: Markup, width: int) -> Markup:
    """The same drawing with its palette inside and a fixed width in CSS pixels, as the PDF engine needs it."""
    head, rest = str(svg).split(">", 1)
    return Markup(f'{head} width="{width}">{_PDF_PALETTE}{rest}')  # noqa: S704 - our own drawing, label escaped


def _image(name: str, width: int, height: int, label: str, content: str) -> Markup:
    named = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    return Markup(  # noqa: S704 - numbers and class names of ours, label escaped
        f'<svg class="{name}" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" {named}>{content}</svg>'
    )


def _positive(value: Number) -> float:
    return max(float(value), 0.0)


def _per_mark(total: Number, most: int) -> int:
    return max(math.ceil(_positive(total) / most), 1)


def _whole_level(value: Number | None) -> int:
    return min(max(int(value or 0), 0), COMPETENCY_LEVELS)


def _running_ends(per_shoot: int, *amounts: Number) -> Iterator[float]:
    reached = 0.0
    for amount in amounts:
        reached += _positive(amount) / per_shoot
        yield reached


def _kind_at(position: float, ends: list[float]) -> str:
    return next((kind for kind, end in zip(_KINDS, ends, strict=True) if position < end), "w-none")


def _woven_shoot(index: int, ends: list[float]) -> Iterator[str]:
    """One shoot of its own kind; where an amount ends inside it, that part is laid over what follows."""
    x = index * _SHOOT_WIDTH + 1
    first, last = _kind_at(index, ends), _kind_at(index + 1 - 1e-6, ends)
    yield f'<path class="{last}" d="{_triangle(x + 1.5, _SHOOT_TOP, _SHOOT_WIDTH - 3, _SHOOT_HEIGHT)}"/>'
    if first != last:
        yield _left_part(x, first, ends[_KINDS.index(first)] - index)
    elif last in ("w-done", "w-wait"):
        yield f'<path class="{last}-in" d="{_triangle(x + 9.5, _SHOOT_TOP + 15, 9, _SHOOT_HEIGHT - 15)}"/>'


def _left_part(x: float, kind: str, part: float) -> str:
    """The left share of a shoot, cut upright."""
    width, height = _SHOOT_WIDTH - 3.0, float(_SHOOT_HEIGHT)
    left, foot, cut = x + 1.5, _SHOOT_TOP + height, (_SHOOT_WIDTH - 3.0) * part
    rise = height * 2 * min(part, 1 - part)
    apex = f"L{left + width / 2:.1f} {_SHOOT_TOP:.1f} " if part > 0.5 else ""
    path = f"M{left:.1f} {foot:.1f} {apex}L{left + cut:.1f} {foot - rise:.1f} L{left + cut:.1f} {foot:.1f} Z"
    return f'<path class="{kind}" d="{path}"/>'


def _filled_marks(total: int, taken: int, per_seat: int, count: int) -> int:
    """Rounded, but neither empty while somebody sits nor full while a seat is left."""
    if taken == total:
        return count
    if taken == 0:
        return 0
    return min(max(round(taken / per_seat), 1), count - 1)


def _seat(index: int, kind: str) -> str:
    row, column = divmod(index, _SEAT_COLUMNS)
    x = column * 26 + 2 + (10 if column >= 8 else 0)
    y = row * 30 + 2
    return f'<path class="{kind}" d="M{x} {y + 6} a6 6 0 0 1 6 -6 h8 a6 6 0 0 1 6 6 v12 h-20 Z"/>'


def _triangle(x: float, y: float, width: float, height: float) -> str:
    return f"M{x:.1f} {y + height:.1f} L{x + width / 2:.1f} {y:.1f} L{x + width:.1f} {y + height:.1f} Z"
