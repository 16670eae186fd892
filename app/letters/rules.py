"""Filling the words of a letter, and what must be there before one goes out. Pure."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from app.base.errors import RuleBroken
from app.base.numbering import format_number

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_SMALL_WORDS = frozenset({"dan", "di", "ke", "untuk", "atas", "bagi"})
USUAL_PATTERN = "{klasifikasi}/{urut}/{unit}/{tahun}"
USUAL_CLASSIFICATION = "800.2"
USUAL_NATURE = "Biasa"


class NoSignatory(RuleBroken):
    heading = "Belum ada penanda tangan"


@dataclass(frozen=True)
class Words:
    """The words of a kind of letter, before they are filled. ``copies`` names who gets one, a line each."""

    subject: str
    opening: str
    closing: str
    copies: str = ""


def fill(text: str, values: Mapping[str, str]) -> str:
    """Fill the placeholders once; what a value holds is never filled again."""
    return _PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), text)


def paragraphs(text: str) -> tuple[str, ...]:
    """Paragraphs stand apart by an empty line; a line break within one is a blank."""
    parts = re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").replace("\r", "\n"))
    return tuple(tidied for tidied in (" ".join(part.split()) for part in parts) if tidied)


def filled(text: str, values: Mapping[str, str]) -> tuple[str, ...]:
    """The paragraphs of a text, filled; one whose value is empty is left out."""
    return tuple(one for one in (fill(part, values).strip() for part in paragraphs(text)) if one)


def copies_of(text: str, values: Mapping[str, str]) -> tuple[str, ...]:
    """Who gets a copy: a line each, filled; lines without words are left out."""
    return tuple(line for one in text.splitlines() if (line := " ".join(fill(one, values).split())))


def trouble_with(text: str, known: Collection[str]) -> str:
    """Why this text cannot be filled, or an empty string."""
    unknown = [name for name in dict.fromkeys(_PLACEHOLDER.findall(text)) if name not in known]
    if unknown:
        offered = ", ".join(f"{{{name}}}" for name in sorted(known))
        return f"Isian {{{unknown[0]}}} tidak dikenal. Yang bisa dipakai: {offered}."
    if re.search(r"[{}]", _PLACEHOLDER.sub("", text)):
        return "Ada kurung kurawal yang tidak berpasangan."
    return ""


def abbreviation(name: str) -> str:
    """A short sign of a unit for its numbers: an abbreviation in its own name, else its first letters."""
    for word in re.findall(r"\b[A-Z]{3,}\b", name):
        return str(word)
    letters = [word[0] for word in re.findall(r"[A-Za-z]+", name) if word.lower() not in _SMALL_WORDS]
    return "".join(letters).upper()[:12] or "UNIT"


def collides(pattern: str, unit_code: str, classification: str, other: tuple[str, str, str]) -> bool:
    """Whether two series would give the same number to two letters: those of one sequence, month and year."""

    def sample(one: tuple[str, str, str]) -> str:
        return format_number(one[0], sequence=1, year=2026, month=1, unit=one[1], classification=one[2])

    return sample((pattern, unit_code, classification)) == sample(other)
