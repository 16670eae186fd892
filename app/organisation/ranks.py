"""Ranks as people write them, told by their one code."""

import csv
import re
from functools import cache
from pathlib import Path

from app.organisation.models import EmployeeKind

FOLDER = Path(__file__).parent / "data"
_RANK = re.compile(r"(?<![A-Za-z])(IV|III|II|I)\s*[./\-]?\s*([A-Ea-e])(?![A-Za-z])", re.IGNORECASE)
_PPPK_RANKS: tuple[str, ...] = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII")
_PPPK_RANKS += ("XIV", "XV", "XVI", "XVII")


def read_rank(text: str, kind: EmployeeKind) -> str | None:
    """III/b however it is written (III.b, III-b, IIIb, "Penata Muda Tk. I / III-b"); I to XVII for a PPPK. None where
    it is no rank."""
    if kind is EmployeeKind.PPPK:
        return _pppk_rank(text)
    known, by_number, by_name = _ranks()
    found = _RANK.search(text)
    code = f"{found[1].upper()}/{found[2].lower()}" if found else by_number.get(text) or by_name.get(text.lower(), "")
    return code if code in known else None


def rank_fault(kind: EmployeeKind) -> str:
    """What to write instead."""
    if kind is EmployeeKind.PPPK:
        return "Golongan PPPK ditulis I sampai XVII, misalnya IX."
    return "Golongan ini tidak dikenal. Tulis I/a sampai IV/e, misalnya III/b."


@cache
def _ranks() -> tuple[frozenset[str], dict[str, str], dict[str, str]]:
    """PNS ranks, and their codes by BKN number and by name."""
    with (FOLDER / "ranks.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["employee_kind"] == "pns"]
    by_name = {row["rank_name"].lower(): row["grade_code"] for row in rows}
    by_name |= {name.replace("tingkat i", "tk. i"): code for name, code in by_name.items()}
    return frozenset(row["grade_code"] for row in rows), {row["bkn_code"]: row["grade_code"] for row in rows}, by_name


def _pppk_rank(text: str) -> str | None:
    if text.isascii() and text.isdigit():
        return _PPPK_RANKS[int(text) - 1] if len(text) < 3 and 1 <= int(text) <= len(_PPPK_RANKS) else None
    return next((one for one in reversed(text.upper().replace("/", " ").split()) if one in _PPPK_RANKS), None)
