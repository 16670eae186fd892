"""Levels of education however they are written, and leadership trainings by what they are called."""

import re
import unicodedata
from collections.abc import Mapping, Sequence

_WORD = re.compile(r"[a-z0-9]+")
_SPELLINGS = {
    "sd": ("sd", "sekolah dasar", "mi"),
    "sltp": ("sltp", "smp", "mts", "sekolah menengah pertama"),
    "slta": ("slta", "sma", "smk", "ma", "sekolah menengah atas", "slta kejuruan", "slta keguruan"),
    "d1": ("d1", "d i", "diploma i", "diploma 1"),
    "d2": ("d2", "d ii", "diploma ii", "diploma 2"),
    "d3": ("d3", "d iii", "diploma iii", "diploma 3", "sarjana muda"),
    "d4": ("d4", "d iv", "diploma iv", "diploma 4", "sarjana terapan"),
    "s1": ("s1", "s 1", "strata 1", "strata i", "sarjana"),
    "s2": ("s2", "s 2", "strata 2", "strata ii", "magister"),
    "s3": ("s3", "s 3", "strata 3", "strata iii", "doktor"),
}
_CODES = {spelling: code for code, spellings in _SPELLINGS.items() for spelling in spellings}
# Words that say nothing of which training it was, and words that are written in several ways.
_SILENT = frozenset({"tingkat", "tk", "diklat", "pelatihan", "angkatan", "pendidikan", "dan"})
_SAME = {"kepemimpinan": "pim", "diklatpim": "pim", "pimpinan": "pim"}
_ROMAN = {"1": "i", "2": "ii", "3": "iii", "4": "iv"}


def education_code(text: str) -> str | None:
    """The code of a level ("S-1/Sarjana" is s1), or None for one that no table knows."""
    first = re.split(r"[/(,]", text, maxsplit=1)[0]
    return _CODES.get(" ".join(_words(first)))


def matches(title: str, names: Sequence[str]) -> bool:
    """Whether a title names one of these trainings: "Diklatpim Tk. IV" is PIM IV."""
    tokens = f" {' '.join(_training(title))} "
    return any(f" {' '.join(_training(name))} " in tokens for name in names if _training(name))


def echelon_named(title: str, leadership: Mapping[str, Sequence[str]]) -> str | None:
    """The tier whose training a title names, or None where it names none of them."""
    return next((tier for tier, names in leadership.items() if matches(title, names)), None)


def _words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFKD", text).casefold())


def _training(text: str) -> list[str]:
    tokens = [_SAME.get(one, one) for one in _words(text) if one not in _SILENT]
    return [_ROMAN.get(one, one) for one in tokens]
