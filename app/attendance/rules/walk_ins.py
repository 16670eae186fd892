"""Telling whether two names on a guest list are one person's."""

import re
import unicodedata

_NOT_A_WORD = re.compile(r"[\W_]+")


def name_key(name: str, unit: str) -> str:
    """The name without titles behind a comma, and the unit, as they are compared: "andi saputra|dinas kesehatan"."""
    return f"{_plain(name.partition(',')[0])[:150]}|{_plain(unit)[:200]}"


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(one for one in letters if not unicodedata.combining(one))
    return " ".join(_NOT_A_WORD.sub(" ", bare).split())
