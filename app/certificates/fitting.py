"""How large a text may be printed so that it stays in its place."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from app.documents.printing import printable

WIDEST = 1300
WORD_SPACING = 60
UNBREAKABLE = "\u00a0"


class Face(Enum):
    """Advance widths of U+0020 to U+007E in thousandths of an em, the widest over the weights we use."""

    SERIF = (
        "229 276 372 588 588 808 729 204 290 290 435 512 246 358 238 403 588 588 588 588 588 588 588 588 588 588 "
        "260 273 512 512 512 460 893 732 665 710 774 654 606 760 816 354 460 750 619 1000 776 782 628 782 671 570 "
        "684 775 709 996 738 702 643 328 403 330 512 410 500 474 556 448 566 471 360 507 574 291 261 559 280 848 "
        "586 534 574 555 411 397 360 553 538 762 519 538 444 322 252 322 512"
    )
    SANS = (
        "178 371 498 915 647 1046 793 311 379 379 540 660 357 600 378 506 732 403 600 611 654 616 602 559 632 602 "
        "378 398 660 660 660 583 929 712 693 781 742 612 586 821 736 279 393 679 543 893 741 878 648 878 661 647 "
        "542 718 697 1020 661 660 584 416 506 416 660 663 381 580 672 608 672 615 406 662 593 252 252 577 252 924 "
        "593 655 672 672 374 514 413 593 566 883 558 586 481 398 395 398 660"
    )

    def __init__(self, widths: str) -> None:
        self.widths = {chr(code): int(width) for code, width in enumerate(widths.split(), start=0x20)}
        self.widths[" "] += WORD_SPACING
        self.widths[UNBREAKABLE] = self.widths[" "]


@dataclass(frozen=True)
class Fitted:
    lines: tuple[str, ...]
    size: float
    leading: float

    @property
    def height(self) -> float:
        return len(self.lines) * self.size * self.leading


@dataclass(frozen=True)
class Step:
    size: float
    lines: int


def fit(
    text: str, face: Face, width: float, steps: Sequence[Step], *, leading: float = 1.4, scale: float = 1
) -> Fitted:
    """The text at the first step at which it fits the width, in balanced lines; sizes in points.

    At the last step words are cut, so that nothing ever sticks out. An unbreakable space holds two words
    together and is printed as a plain one, so that the text can be searched for.
    """
    words = [word for word in printable(text).split(" ") if word]
    if not words:
        return Fitted((), steps[0].size * scale, leading)
    for step in steps:
        limit = width / (step.size * scale) * 1000
        lines = _balanced(words, face, limit, step.lines)
        if lines:
            return Fitted(_searchable(lines), round(step.size * scale, 2), leading)
    pieces = [piece for word in words for piece in _cut(word, face, limit)]
    return Fitted(_searchable(_filled(pieces, face, limit)), round(step.size * scale, 2), leading)


def width_of(text: str, face: Face) -> int:
    """At least as wide as the text will be, in thousandths of an em."""
    return sum(_advance(character, face) for character in unicodedata.normalize("NFD", text))


def _advance(character: str, face: Face) -> int:
    if unicodedata.combining(character):
        return 0
    return face.widths.get(character, WIDEST)


def _searchable(lines: Sequence[str]) -> tuple[str, ...]:
    return tuple(line.replace(UNBREAKABLE, " ") for line in lines)


def _balanced(words: list[str], face: Face, limit: float, most: int) -> tuple[str, ...]:
    """The fewest lines that hold the words, as equal as they come; empty if there are too many."""
    lines = _filled(words, face, limit)
    if len(lines) > most or max(width_of(line, face) for line in lines) > limit:
        return ()
    narrower = width_of(" ".join(words), face) / len(lines)
    while len(evened := _filled(words, face, narrower)) > len(lines):
        narrower = min(narrower * 1.02, limit)
    return tuple(evened)


def _filled(words: list[str], face: Face, limit: float) -> list[str]:
    space = _advance(" ", face)
    lines: list[str] = []
    used = 0.0
    for word in words:
        width = width_of(word, face)
        if lines and used + space + width <= limit:
            lines[-1] += f" {word}"
            used += space + width
        else:
            lines.append(word)
            used = width
    return lines


def _cut(word: str, face: Face, limit: float) -> Iterator[str]:
    piece, used = "", 0
    for character in word:
        advance = width_of(character, face)
        if piece and used + advance > limit:
            yield piece
            piece, used = "", 0
        piece += character
        used += advance
    yield piece
