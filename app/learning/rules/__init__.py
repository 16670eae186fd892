"""How lesson hours count: conversion and caps over all lines in date order, periods of a year, and what SIASN takes."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from app.base import wording
from app.base.errors import RuleBroken, WrongField
from app.competency import rules as competency
from app.competency.models import DevelopmentForm, JpRule, LearningStatus

CENT = Decimal("0.01")
# A day has 24 hours of 60 minutes and a lesson hour 45 minutes (reference §2.1): nobody learns more in a day.
HOURS_IN_A_DAY = Decimal(32)
# What is claimed and counted, by the rule of the form.
UNIT_OF = {
    JpRule.PROGRAMME_HOURS: "JP",
    JpRule.PER_DAY: "hari",
    JpRule.PER_DAY_CAPPED: "JP",
    JpRule.PER_SESSION: "sesi",
    JpRule.PER_ACTIVITY: "kegiatan",
    JpRule.PER_SEMESTER: "semester",
    JpRule.MANUAL: "JP",
}
LESSON_UNITS = frozenset({JpRule.PROGRAMME_HOURS, JpRule.PER_DAY_CAPPED, JpRule.MANUAL})


class AlreadyDecided(RuleBroken):
    heading = "Klaim sudah diputuskan"
    message = "Klaim ini sudah diputuskan atau ditarik. Muat ulang halaman untuk melihat keadaannya."


class OwnClaim(RuleBroken):
    heading = "Diperiksa petugas lain"
    message = "Ini klaim Anda sendiri, jadi yang memeriksanya petugas lain."


class NoReason(RuleBroken):
    status = 422
    heading = "Alasan belum ditulis"
    message = "Tulis alasannya, paling sedikit 10 huruf. Pegawai membacanya apa adanya."


class MaybeTwice(RuleBroken):
    status = 422
    heading = "Mungkin tercatat dua kali"


def one_by_one(titles: Sequence[str]) -> str:
    """Which of the ticked claims have to be opened one by one."""
    named = ", ".join(f"«{one}»" for one in titles[:3])
    more = f" dan {len(titles) - 3} lagi" if len(titles) > 3 else ""
    return (
        f"{named}{more} mungkin tercatat dua kali. Buka klaimnya dan putuskan satu per satu, atau hapus centangnya. "
        "Belum ada yang diputuskan."
    )


@dataclass(frozen=True)
class Line:
    """A verified line before the caps: ``hours`` by its form's rule, spread over its days."""

    key: int
    form: DevelopmentForm
    starts_on: date
    ends_on: date
    hours: Decimal
    is_international: bool = False


@dataclass(frozen=True)
class Credit:
    """What of a line counts, and why less than was claimed; an empty ``note`` where all of it does."""

    hours: Decimal
    note: str = ""


def claimed_hours(form: DevelopmentForm, quantity: Decimal, *, is_international: bool = False) -> Decimal:
    """JP of what was claimed, before the caps over other lines. ``quantity`` is in the form's own unit.

    Figures: PerLAN 10/2018 as published in 2019 (reference §2.2). Rounded half up to two places.
    """
    whole = int(quantity)
    hours = competency.lesson_hours(
        form, programme_hours=quantity, days=whole, sessions=whole, international=is_international
    )
    if JpRule(form.jp_rule) == JpRule.PER_DAY_CAPPED:
        hours = competency.lesson_hours(
            form, programme_hours=quantity, days=10**6, sessions=0, international=is_international
        )
    if JpRule(form.jp_rule) in {JpRule.PER_SEMESTER, JpRule.PER_ACTIVITY}:
        hours *= whole
    return hours.quantize(CENT, ROUND_HALF_UP)


def credits_of(lines: Iterable[Line]) -> dict[int, Credit]:
    """What counts of each line of one person, by the caps of the forms over all lines in date order (reference §2.2).

    A daily cap bounds the JP of a form on each day, a monthly one its sessions in each month; a line may use what
    every day or month it touches still has. What goes beyond stays claimed and is not credited.
    """
    used: dict[tuple[str, date], Decimal] = defaultdict(Decimal)
    found = {}
    for line in sorted(lines, key=lambda one: (one.ends_on, one.starts_on, one.key)):
        found[line.key] = _credit(line, used)
    return found


def _credit(line: Line, used: dict[tuple[str, date], Decimal]) -> Credit:
    cap = _cap(line)
    if cap is None:
        return Credit(line.hours)
    left = line.hours
    for period in _periods(line):
        key = (line.form.code, period)
        share = min(left, max(cap - used[key], Decimal(0)))
        used[key] += share
        left -= share
        if not left:
            break
    return Credit(line.hours - left, _capped(line, left) if left else "")


def _cap(line: Line) -> Decimal | None:
    """JP a form may count in one of its periods; None where it has no cap."""
    form = line.form
    if not form.cap_value or not form.cap_period:
        return None
    per_unit = form.jp_per_unit or Decimal(1)
    if line.is_international and form.jp_per_unit_international is not None:
        per_unit = form.jp_per_unit_international
    if form.cap_period == "month":
        return form.cap_value * per_unit
    bonus = 1 + (form.international_bonus_pct or Decimal(0)) / 100 if line.is_international else Decimal(1)
    return (
        per_unit if line.is_international and form.jp_per_unit_international is not None else form.cap_value
    ) * bonus


def _periods(line: Line) -> Iterator[date]:
    day = line.starts_on
    while day <= line.ends_on:
        if line.form.cap_period == "month":
            yield day.replace(day=1)
            day = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
        else:
            yield day
            day += timedelta(days=1)


def _capped(line: Line, beyond: Decimal) -> str:
    form = line.form
    what = wording.number(form.cap_value or Decimal(0))
    words = f"{what} sesi sebulan" if form.cap_period == "month" else f"{what} JP sehari"
    return f"{wording.number(beyond)} JP tidak dihitung: {form.name} paling banyak {words}."


def credit_year(starts_on: date, ends_on: date, *, of_start: bool) -> int:
    """The year an activity counts for; where it crosses New Year, by the government's setting (reference §2.2)."""
    return starts_on.year if of_start else ends_on.year


@dataclass(frozen=True)
class Activity:
    """What somebody claims about an outside activity."""

    form_code: str
    title: str
    organiser: str
    starts_on: date
    ends_on: date
    quantity: Decimal
    is_international: bool
    certificate_number: str


def ensure_possible(
    activity: Activity, form: DevelopmentForm, *, day: date, earliest: date | None, months: int, most: int
) -> None:
    """An activity that took place, not too long ago, within the bounds of its days. Raises WrongField."""
    ensure_dates(activity, day=day, earliest=earliest, months=months)
    days = (activity.ends_on - activity.starts_on).days + 1
    rule, quantity = JpRule(form.jp_rule), activity.quantity
    if rule not in LESSON_UNITS and quantity != quantity.to_integral_value():
        raise WrongField("quantity", "Hari, sesi, kegiatan, dan semester ditulis sebagai bilangan bulat.")
    if rule in {JpRule.PER_DAY, JpRule.PER_SESSION} and quantity > days * (1 if rule == JpRule.PER_DAY else 8):
        unit = "hari" if rule == JpRule.PER_DAY else "sesi"
        raise WrongField(
            "quantity",
            f"{wording.number(quantity)} {unit} tidak muat dalam {days} hari. Periksa jumlah atau tanggalnya.",
        )
    hours = claimed_hours(form, quantity, is_international=activity.is_international)
    if hours > most:
        raise WrongField(
            "quantity",
            f"{wording.number(hours)} JP melebihi batas satu klaim, {wording.number(Decimal(most))} JP. Periksa lagi.",
        )
    if rule in LESSON_UNITS and quantity > HOURS_IN_A_DAY * days:
        raise WrongField(
            "quantity",
            f"{wording.number(quantity)} JP tidak muat dalam {days} hari (1 JP 45 menit). Periksa jumlah atau tanggal.",
        )


def ensure_dates(activity: Activity, *, day: date, earliest: date | None, months: int) -> None:
    """Days in order, over, and not too long ago. Raises WrongField."""
    if activity.ends_on < activity.starts_on:
        raise WrongField("ends_on", "Tanggal selesai lebih awal daripada tanggal mulai.")
    if activity.ends_on > day:
        raise WrongField("ends_on", "Kegiatan ini belum selesai. Ajukan setelah tanggal selesainya lewat.")
    if earliest is not None and activity.starts_on < earliest:
        raise WrongField(
            "starts_on",
            f"Kegiatan ini mulai sebelum Anda menjadi ASN ({wording.plain_date(earliest)}). Periksa tanggalnya.",
        )
    if _months_between(activity.ends_on, day) >= months:
        raise WrongField("ends_on", f"Kegiatan yang selesai lebih dari {months} bulan lalu tidak bisa diklaim lagi.")


def _months_between(earlier: date, later: date) -> int:
    """Whole months from one day to another."""
    return (later.year - earlier.year) * 12 + later.month - earlier.month - (later.day < earlier.day)


def ensure_may_decide(status: str, owner_id: int, officer_id: int | None) -> None:
    """Only what waits is decided, and nobody decides on their own claim (security A8)."""
    if status != LearningStatus.WAITING:
        raise AlreadyDecided
    if owner_id == officer_id:
        raise OwnClaim


def ensure_reason(reason: str) -> None:
    if len(reason) < 10:
        raise NoReason


@dataclass(frozen=True)
class Period:
    """A stretch of a year in which somebody was one kind of employee; both days belong to it."""

    kind: str
    starts_on: date
    ends_on: date


def periods_of(year: int, kind: str, changes: Sequence[tuple[date, str]]) -> list[Period]:
    """The stretches of a year by kind of employee. ``changes`` are (first day of the new kind, kind before), and
    ``kind`` is the one after the last of them."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    kinds, begins = [], []
    following = [kind]
    for on_day, before in sorted(changes, reverse=True):
        following.append(before)
        begins.append(on_day)
    starts = [date.min, *reversed(begins)]
    kinds = list(reversed(following))
    ends = [*(one - timedelta(days=1) for one in starts[1:]), date.max]
    return [
        Period(one, max(start, first), min(end, last))
        for one, start, end in zip(kinds, starts, ends, strict=True)
        if start <= last and end >= first
    ]


# --- what SIASN takes ------------------------------------------------------------------------------


@dataclass(frozen=True)
class CourseLine:
    """A credited line as it would go into a course record of SIASN."""

    nip: str
    name: str
    siasn_type: int | None
    form_name: str
    title: str
    organiser: str
    certificate_number: str
    starts_on: date
    ends_on: date
    hours: Decimal
    pdf_bytes: int | None


def siasn_faults(line: CourseLine, limits: Mapping[str, int], year: int) -> list[str]:
    """What SIASN would refuse of a line, each with what to mend; the limits are a government's settings."""
    faults = [words for words, is_wrong in _checks(line, limits, year) if is_wrong]
    if line.pdf_bytes is not None and line.pdf_bytes > limits["siasn_pdf"] * 1024:
        size = wording.number(Decimal(line.pdf_bytes) / 1024)
        faults.append(f"PDF bukti {size} KiB, paling besar {limits['siasn_pdf']} KiB.")
    return faults


def _checks(line: CourseLine, limits: Mapping[str, int], year: int) -> list[tuple[str, bool]]:
    return [
        ("NIP harus 18 angka.", not (line.nip.isdigit() and len(line.nip) == 18)),
        (f"Bentuk «{line.form_name}» tidak punya nomor jenis di SIASN.", line.siasn_type is None),
        ("Nama kegiatan kosong.", not line.title),
        (f"Nama kegiatan lebih dari {limits['siasn_title']} huruf.", len(line.title) > limits["siasn_title"]),
        ("Penyelenggara kosong.", not line.organiser),
        (
            f"Penyelenggara lebih dari {limits['siasn_organiser']} huruf.",
            len(line.organiser) > limits["siasn_organiser"],
        ),
        ("Nomor sertifikat kosong.", not line.certificate_number),
        (
            f"Nomor sertifikat lebih dari {limits['siasn_certificate']} huruf.",
            len(line.certificate_number) > limits["siasn_certificate"],
        ),
        ("Tanggal selesai lebih awal daripada tanggal mulai.", line.ends_on < line.starts_on),
        (f"Kegiatan tidak berada di tahun {year}.", year not in (line.starts_on.year, line.ends_on.year)),
        ("Jumlah jam kosong.", line.hours <= 0),
    ]


def is_same_title(one: str, other: str) -> bool:
    """Whether two titles are the same but for case, punctuation and blanks."""
    return _letters(one) == _letters(other)


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())
