"""Versions of how lesson hours count: which one holds for a line, when a new one may begin, and what it may say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.base.errors import WrongField
from app.base.wording import number, plain_date
from app.competency.models import DevelopmentForm, JpRule
from app.learning.rules import HOURS_IN_A_DAY, UNIT_OF, claimed_hours

# Against slips of the finger, not a provision: what one activity, one semester or one year may give.
MOST_HOURS = Decimal(1000)
MOST_SESSIONS = Decimal(100)
MOST_BONUS = Decimal(100)
PERIOD_OF_CAP = {JpRule.PER_DAY_CAPPED: "day", JpRule.PER_SESSION: "month"}
_OF_A_DAY = frozenset({JpRule.PER_DAY, JpRule.PER_DAY_CAPPED, JpRule.PER_SESSION})
_WITH_FIGURE = _OF_A_DAY | {JpRule.PER_ACTIVITY, JpRule.PER_SEMESTER}


@dataclass(frozen=True)
class Conversion:
    """How a form turns into lesson hours, as it is typed. ``sessions`` is the cap of sessions a month."""

    jp_rule: JpRule
    per_unit: Decimal | None = None
    international: Decimal | None = None
    bonus: Decimal | None = None
    sessions: Decimal | None = None

    @property
    def stored_per_unit(self) -> Decimal | None:
        """JP as they are count one for one."""
        return Decimal(1) if self.jp_rule is JpRule.PROGRAMME_HOURS else self.per_unit

    @property
    def cap(self) -> Decimal | None:
        """What a day or a month counts at most, in the unit of the form."""
        return self.per_unit if self.jp_rule is JpRule.PER_DAY_CAPPED else self.sessions


def conversion_of(form: DevelopmentForm) -> Conversion:
    """A version as its form is filled in."""
    rule = JpRule(form.jp_rule)
    figures = rule in _WITH_FIGURE
    return Conversion(
        rule,
        form.jp_per_unit if figures else None,
        form.jp_per_unit_international if figures else None,
        form.international_bonus_pct or None,
        form.cap_value if rule is JpRule.PER_SESSION else None,
    )


def ensure_usable(typed: Conversion) -> None:
    """Raises WrongField for a figure that is missing, not used by the rule, or cannot be."""
    _ensure_figures(typed)
    _ensure_share(typed)
    _ensure_sessions(typed)


def _ensure_figures(typed: Conversion) -> None:
    if typed.jp_rule in _WITH_FIGURE and typed.per_unit is None:
        raise WrongField("per_unit", "Isi angka JP-nya.")
    most = HOURS_IN_A_DAY if typed.jp_rule in _OF_A_DAY else MOST_HOURS
    for field, value in (("per_unit", typed.per_unit), ("international", typed.international)):
        if value is None:
            continue
        if typed.jp_rule not in _WITH_FIGURE:
            raise WrongField(field, "Cara hitung ini tidak memakai angka JP. Kosongkan.")
        if not 0 < value <= most:
            raise WrongField(field, f"JP lebih dari 0 dan paling banyak {number(most)}.")


def _ensure_sessions(typed: Conversion) -> None:
    if typed.sessions is None:
        return
    if typed.jp_rule is not JpRule.PER_SESSION:
        raise WrongField("sessions", "Batas sesi hanya untuk bentuk yang dihitung per sesi. Kosongkan.")
    if not 1 <= typed.sessions <= MOST_SESSIONS or typed.sessions % 1:
        raise WrongField("sessions", f"Isi bilangan bulat 1 sampai {number(MOST_SESSIONS)}, atau kosongkan.")


def _ensure_share(typed: Conversion) -> None:
    if typed.bonus is None:
        return
    if typed.jp_rule is JpRule.MANUAL:
        raise WrongField("bonus", "JP bentuk ini ditetapkan petugas, jadi tambahannya tidak dihitung. Kosongkan.")
    if not 0 <= typed.bonus <= MOST_BONUS:
        raise WrongField("bonus", f"Tambahan antara 0 dan {number(MOST_BONUS)} persen.")
    if typed.bonus and typed.international is not None:
        raise WrongField("bonus", "Pakai salah satu: JP internasional, atau tambahan persen.")


def ensure_target(hours: Decimal) -> None:
    """Raises WrongField for hours nobody learns in a year."""
    if not 0 < hours <= MOST_HOURS:
        raise WrongField("hours", f"JP lebih dari 0 dan paling banyak {number(MOST_HOURS)} setahun.")


def ensure_starts(valid_from: date, *, last: date | None, today: date) -> None:
    """A new version begins after the last of one's own, and never in a year that is over: that is not recomputed."""
    if valid_from.year < today.year:
        raise WrongField(
            "valid_from",
            f"Tahun {valid_from.year} sudah lewat dan tidak dihitung ulang. Versi baru mulai paling awal "
            f"{plain_date(date(today.year, 1, 1))}.",
        )
    if last is not None and valid_from <= last:
        raise WrongField(
            "valid_from",
            f"Sudah ada versi yang mulai {plain_date(last)}. Pilih tanggal sesudahnya, atau batalkan versi itu di "
            "daftar aturan kalau keliru.",
        )


def rule_day(ends_on: date, year: int) -> date:
    """The day whose rule a line is counted by: its last, within the year it counts for. So a version that begins in a
    later year never touches it."""
    return min(ends_on, date(year, 12, 31))


def version_on(versions: Sequence[DevelopmentForm], day: date) -> DevelopmentForm | None:
    """A government's own before the shipped ones, then the latest; before the first of all, the first shipped."""
    begun = [one for one in versions if one.valid_from <= day]
    if begun:
        return max(begun, key=lambda one: (one.government_id is not None, one.valid_from))
    return min((one for one in versions if one.government_id is None), key=lambda one: one.valid_from, default=None)


def converted(
    was: DevelopmentForm, form: DevelopmentForm, hours: Decimal, quantity: Decimal, *, is_international: bool
) -> Decimal:
    """The JP of a claim once it follows another version; what an officer corrected, and what was claimed in another
    unit, stays as it is."""
    is_by_rule = hours == claimed_hours(was, quantity, is_international=is_international)
    if was is form or not is_by_rule or UNIT_OF[JpRule(was.jp_rule)] != UNIT_OF[JpRule(form.jp_rule)]:
        return hours
    return claimed_hours(form, quantity, is_international=is_international)
