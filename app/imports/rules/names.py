"""Names of units and posts as different people write them: one spelling to compare by."""

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache

_NOT_WORD = re.compile(r"[^a-z0-9]+")
# Spellings that official sources mix (reference §11).
_SAME = (
    (re.compile(r"\bbatang hari\b"), "batanghari"),
    (re.compile(r"\bkab\b"), "kabupaten"),
    (re.compile(r"\bkec\b"), "kecamatan"),
    (re.compile(r"\bsub ?bag(ian)?\b"), "subbagian"),
    (re.compile(r"\bsub bidang\b"), "subbidang"),
    (re.compile(r"\bpenanggulangan bencana daerah bpbd\b"), "penanggulangan bencana daerah"),
)


@lru_cache(maxsize=100_000)
def normal(text: str) -> str:
    """Small letters and single blanks, with the spellings of one name made one."""
    words = unicodedata.normalize("NFKD", text.lower().replace("&", " dan "))
    words = _NOT_WORD.sub(" ", words.encode("ascii", "ignore").decode()).strip()
    for pattern, spelling in _SAME:
        words = pattern.sub(spelling, words)
    return words


def nearest(text: str, known: Iterable[str]) -> str:
    """The known name most like this one, or an empty string."""
    by_normal = {normal(one): one for one in known}
    found = get_close_matches(normal(text), by_normal, n=1, cutoff=0.75)
    return by_normal[found[0]] if found else ""
