"""A hint at how easily statements are read. It is never a verdict, and nothing depends on it.

LIX (Björnsson 1968): words per sentence + percentage of words longer than six letters. It counts no syllables and
needs no word list, so it can be worked out for Indonesian, but its bands were found with Swedish texts: Indonesian adds
prefixes and suffixes to its words and scores higher than it reads. So no band is told, only the number beside that of
the shipped instruments; and since a single statement is too short for it, it is told for the statements together,
beside what can be pointed at: a long sentence, a long word, two thoughts in one, and a double negation.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.surveys.rules.wording import worded

LONG_WORD = 6
WORDS_FOR_LIX = 60
SENTENCE_AT_MOST = 18
SYLLABLES_AT_MOST = 5
_SENTENCE = re.compile(r"[.!?:;]+")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_VOWELS = re.compile(r"ai|au|oi|[aiueoé]", re.IGNORECASE)
_NEGATIONS = frozenset({"tidak", "bukan", "tanpa", "belum", "jangan", "kurang"})
_JOINTS = re.compile(r"\b(?:dan|atau|sekaligus)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Reading:
    """``lix`` is None where there are too few words for it to mean anything."""

    words: int
    words_per_sentence: float
    long_share: float
    lix: int | None


def reading(texts: Sequence[str]) -> Reading:
    """How the statements read together."""
    sentences = [one for text in texts for one in _sentences(text)]
    words = [word for sentence in sentences for word in _WORD.findall(sentence)]
    if not words:
        return Reading(0, 0.0, 0.0, None)
    per_sentence = len(words) / len(sentences)
    long_share = 100 * sum(len(word) > LONG_WORD for word in words) / len(words)
    lix = round(per_sentence + long_share) if len(words) >= WORDS_FOR_LIX else None
    return Reading(len(words), per_sentence, long_share, lix)


def hints(text: str) -> list[str]:
    """What may make one statement hard to read or hard to answer, as sentences."""
    sentences = _sentences(text)
    words = [word for sentence in sentences for word in _WORD.findall(sentence)]
    found = []
    longest = max((len(_WORD.findall(sentence)) for sentence in sentences), default=0)
    if longest > SENTENCE_AT_MOST:
        found.append(f"Kalimatnya {longest} kata. Coba paling banyak {SENTENCE_AT_MOST}.")
    if hard := [word for word in words if syllables(word) > SYLLABLES_AT_MOST]:
        found.append(f"Kata panjang: {', '.join(dict.fromkeys(hard))}. Ada kata yang lebih pendek?")
    if sum(word.casefold() in _NEGATIONS for word in words) > 1:
        found.append("Ada dua kata ingkar. Penjawab mudah salah arah.")
    if _JOINTS.search(text):
        found.append("Ada kata sambung: pastikan hanya satu hal yang ditanyakan.")
    return found


def _sentences(text: str) -> list[str]:
    return [one for one in _SENTENCE.split(worded(text)) if _WORD.search(one)]


def syllables(word: str) -> int:
    """About as many as it has vowels, with ai, au and oi counted as one: rather too few than too many."""
    return len(_VOWELS.findall(word))
