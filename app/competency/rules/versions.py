"""The rules of a day as one picture, read from their dated versions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from app.base.errors import RuleBroken
from app.competency.models import RuleKind
from app.competency.rules.bands import Band, from_content
from app.competency.rules.match import Formula, MatchRule, MeasureRule

BANDED = frozenset({RuleKind.APPOINTMENT, RuleKind.MAPPING, RuleKind.GAP_CLASS, RuleKind.AXIS})
LONGEST_YEARS = 20


class BadVersion(RuleBroken):
    message = "Versi aturan ini tidak bisa disimpan."


@dataclass(frozen=True)
class Settings:
    """What holds on a day; ``numbers`` tells which version of each rule it is."""

    match: MatchRule
    measure: MeasureRule
    appointment: list[Band]
    mapping: list[Band]
    gap_class: list[Band]
    axis: list[Band]
    predicates: dict[str, Decimal]
    weights: tuple[Decimal, Decimal, Decimal]
    numbers: Mapping[str, int]


def settings_from(content: Mapping[RuleKind, Mapping[str, Any]], numbers: Mapping[str, int]) -> Settings:
    """Put together the versions in force."""
    match, measure = content[RuleKind.MATCH], content[RuleKind.MEASURE]
    potential = content[RuleKind.POTENTIAL]
    return Settings(
        MatchRule(Formula(match["formula"]), bool(match["cap_surplus"])),
        MeasureRule(int(measure["years"]), bool(measure["counts_self"])),
        from_content(content[RuleKind.APPOINTMENT]["bands"]),
        from_content(content[RuleKind.MAPPING]["bands"]),
        from_content(content[RuleKind.GAP_CLASS]["bands"]),
        from_content(content[RuleKind.AXIS]["bands"]),
        {name: Decimal(score) for name, score in content[RuleKind.PREDICATE]["scores"].items()},
        (Decimal(potential["potential"]), Decimal(potential["qualification"]), Decimal(potential["integrity"])),
        numbers,
    )


def may_be_withdrawn(valid_from: date, *, is_own: bool, today: date) -> bool:
    """A version of one's own that has not begun yet, or begins today."""
    return is_own and valid_from >= today


def ensure_may_be_withdrawn(valid_from: date, *, is_used: bool, today: date) -> None:
    """Raises BadVersion for one that counted on an earlier day, or that a result was kept with."""
    if valid_from < today or is_used:
        raise BadVersion(
            "Versi ini sudah dipakai, jadi tetap tersimpan bersama hasilnya. Masukkan versi baru yang mulai sesudahnya."
        )


def ensure_starts(valid_from: date, *, last: date | None, open_period: date) -> None:
    """A new version begins after the last one, and never within a half-year that is over."""
    if valid_from < open_period:
        raise BadVersion(
            "Semester itu sudah ditutup dan hasilnya tidak dihitung ulang. Pilih tanggal mulai semester ini."
        )
    if last is not None and valid_from <= last:
        raise BadVersion(
            "Sudah ada versi yang mulai pada hari itu atau sesudahnya. Pilih tanggal yang lebih baru, atau batalkan "
            "versi itu di daftar aturan kalau keliru."
        )
