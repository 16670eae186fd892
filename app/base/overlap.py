"""Whether two number patterns could ever give the same number (for numbering.py)."""

import re
from collections.abc import Iterator

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_DIGITS = frozenset("0123456789")
_FIRST = _DIGITS - {"0"}
# A state is a number; from each lead arrows (characters, next state).
_Arrow = tuple[frozenset[str], int]


class _Machine:
    """Reads exactly the numbers a pattern can give: any sequence from 1, any month, any year of four digits."""

    def __init__(self, pattern: str, *, unit: str, classification: str) -> None:
        self.arrows: list[list[_Arrow]] = [[]]
        at = 0
        for kind, text in _parts(pattern, {"unit": unit, "klasifikasi": classification}):
            at = self._add(at, kind, text)
        self.last = at

    def _add(self, at: int, kind: str, text: str) -> int:
        if kind == "urut":
            end = self._arrow(at, _FIRST)
            self.arrows[end].append((_DIGITS, end))
            return end
        if kind == "tahun":
            for _digit in range(4):
                at = self._arrow(at, _DIGITS)
            return at
        if kind == "bulan":
            return self._months(at)
        for character in text:
            at = self._arrow(at, frozenset(character))
        return at

    def _months(self, at: int) -> int:
        """A month ends wherever its last letter leads; all of them lead on to one state."""
        end = len(self.arrows)
        self.arrows.append([])
        for month in _MONTHS:
            state = at
            for character in month[:-1]:
                state = self._arrow(state, frozenset(character))
            self.arrows[state].append((frozenset(month[-1]), end))
        return end

    def _arrow(self, at: int, characters: frozenset[str]) -> int:
        self.arrows.append([])
        end = len(self.arrows) - 1
        self.arrows[at].append((characters, end))
        return end


def _parts(pattern: str, fixed: dict[str, str]) -> Iterator[tuple[str, str]]:
    """The pattern as pieces: a placeholder that varies by its name, everything else as text."""
    end = 0
    for found in _PLACEHOLDER.finditer(pattern):
        yield "", pattern[end : found.start()]
        name = found[1]
        yield (name, "") if name in {"urut", "tahun", "bulan"} else ("", fixed.get(name, found[0]))
        end = found.end()
    yield "", pattern[end:]


def overlap(one: tuple[str, str, str], other: tuple[str, str, str]) -> bool:
    """Whether (pattern, unit, classification) and another could give the same number in some month of some year.

    Walks both machines together; states met twice are not walked again, so it always ends.
    """
    left, right = (
        _Machine(pattern, unit=unit, classification=classification) for pattern, unit, classification in (one, other)
    )
    waiting, met = [(0, 0)], {(0, 0)}
    while waiting:
        here, there = waiting.pop()
        if (here, there) == (left.last, right.last):
            return True
        for characters, onward in left.arrows[here]:
            for others, beyond in right.arrows[there]:
                if characters & others and (onward, beyond) not in met:
                    met.add((onward, beyond))
                    waiting.append((onward, beyond))
    return False
