"""What may be asked of a post, and what is in the way of taking a competency out of the dictionary."""

from collections.abc import Mapping
from datetime import date

from app.base.errors import RuleBroken

LOWEST_LEVEL, HIGHEST_LEVEL = 1, 5


class BadStandard(RuleBroken):
    message = "Standar ini belum bisa disimpan."


class StillUsed(RuleBroken):
    heading = "Kompetensi ini masih dipakai"


def ensure_level(level: int) -> None:
    if not LOWEST_LEVEL <= level <= HIGHEST_LEVEL:
        raise BadStandard(f"Level antara {LOWEST_LEVEL} dan {HIGHEST_LEVEL}. Anda menulis {level}.")


def ensure_asks_something(asked: Mapping[int, int], title: str) -> None:
    """A standard without a single competency is none."""
    if not asked:
        raise BadStandard(
            f"Standar {title} belum punya satu kompetensi pun: jenjangnya tidak punya bawaan, dan tidak ada level "
            "sendiri. Isi paling sedikit satu kompetensi."
        )


def ensure_day(valid_from: date, *, earliest: date, latest: date) -> None:
    if not earliest <= valid_from <= latest:
        raise BadStandard(f"Tanggal berlaku antara {earliest:%d-%m-%Y} dan {latest:%d-%m-%Y}.")


def still_used(counts: Mapping[str, int]) -> str:
    """Where a competency is used, in one sentence."""
    told = [f"{count} {what}" for what, count in counts.items() if count]
    return f"Masih dipakai oleh {_joined(told)}. Lepaskan dulu dari sana, atau biarkan dalam kamus." if told else ""


def _joined(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} dan {parts[-1]}"
