"""Whether a free text looks as if it named somebody. It only warns: people decide themselves what they send."""

import re
from collections.abc import Iterator
from itertools import pairwise

NAME = "nama orang"
HEADS_AT_MOST = 40
# Words that sentences begin with, and names of days and months, although people are called so, too.
_ALSO_WORDS = re.compile(
    "bagus|indah|setia|mulia|murni|adil|jujur|tulus|bersih|rela|ramai|aman|tertib|damai|senin|selasa|rabu|kamis|jumat"
    "|sabtu|minggu|januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november|desember"
)
_WORD = re.compile(r"[A-Za-z][A-Za-z'’]*")
_SHORTEST = 3

# After a short form of address stands a name, unless it is one of these.
_NO_NAMES = (
    "bupati|wakil|gubernur|wali|walikota|kepala|kabid|kadis|kaban|kabag|kasubbag|kasubag|kasi|sekda|sekdis|camat|lurah"
    "|kades|sekretaris|direktur|pimpinan|atasan|pejabat|guru|dokter|bidan|dan|atau|yang|ini|itu|saya|kami|kita|semua"
    "|juga|sudah|belum|tidak|harus|bisa|tolong|mohon"
)
_LOOKS = (
    ("nomor induk (NIP)", re.compile(r"(?<!\d)(?:19|20)\d{2}[ .]?\d{4}[ .]?\d{6}[ .]?[12][ .]?\d{3}(?!\d)")),
    ("NIK", re.compile(r"(?<!\d)\d{16}(?!\d)|(?<!\d)\d{6}[ .]\d{6}[ .]\d{4}(?!\d)")),
    ("nomor telepon", re.compile(r"(?<![\d.])(?:\+?62|0)[ .-]?8\d{1,2}(?:[ .-]?\d{3,4}){2,3}(?!\d)")),
    ("alamat surel", re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")),
    (
        NAME,
        re.compile(
            r"\b(?:[Bb]apak|[Ii]bu|[Pp]ak|[Bb]u|[Ss]audara|[Ss]audari|[Ss]dr|[Ss]dri|[Mm]as|[Mm]bak|[Bb]ang|[Dd]rs|[Dd]ra"
            r"|[Dd]r|[Ii]r|[Hh]|[Hh]j)\b\.?\s+(?!(?:Bupati|Wakil|Gubernur|Wali|Kepala|Kabid|Kadis|Sekda|Camat|Lurah|Sekretaris"
            r"|Direktur)\b)[A-Z][a-z]{2,}"
        ),
    ),
    (NAME, re.compile(rf"\b(?:pak|bu|mbak|bang|sdri?)\b\.?\s+(?!(?:{_NO_NAMES})\b)[a-z]{{3,}}", re.IGNORECASE)),
    (NAME, re.compile(r"\b[A-Z][a-z]{2,}(?:\s+[A-Z][a-z]{2,})*,\s*(?:S|M|A|D|Dr|Drs|Ir)\.\s?[A-Z][A-Za-z]*\b")),
)


def seems_to_name(text: str) -> tuple[str, ...]:
    """What a text seems to hold that tells who somebody is, in words; empty where nothing does."""
    return tuple(dict.fromkeys(words for words, look in _LOOKS if look.search(text)))


def beginnings_of_names(text: str) -> list[str]:
    """What might be how a name begins, to be looked up among those of people: a word with a capital, or two words side
    by side; in small letters, each once."""
    return list(dict.fromkeys([*_capitals(text), *_pairs(text)]))[:HEADS_AT_MOST]


def _capitals(text: str) -> Iterator[str]:
    for word in _WORD.findall(text):
        if len(word) >= _SHORTEST and word.istitle() and not _ALSO_WORDS.fullmatch(word.lower()):
            yield word.lower()


def _pairs(text: str) -> Iterator[str]:
    words = [word.lower() for word in _WORD.findall(text)]
    for first, second in pairwise(words):
        if min(len(first), len(second)) >= _SHORTEST:
            yield f"{first} {second}"
