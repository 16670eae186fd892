"""Dates, times and numbers as Indonesians write them; month and day names come from Babel (CLDR)."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel import Locale
from babel.numbers import format_decimal

_ID = Locale("id")
MONTHS = [_ID.months["format"]["wide"][month] for month in range(1, 13)]
MONTHS_SHORT = [_ID.months["format"]["abbreviated"][month] for month in range(1, 13)]
DAYS = [_ID.days["format"]["wide"][day] for day in range(7)]
DAYS_SHORT = [_ID.days["format"]["abbreviated"][day] for day in range(7)]
# Titles that stand before a name; a shortened first name such as "M." is none.
_TITLES_BEFORE = frozenset({"apt.", "dr.", "dra.", "drg.", "drh.", "drs.", "h.", "hj.", "ir.", "ns.", "prof."})
# Where no government says otherwise.
DEFAULT_ZONE = "Asia/Jakarta"
ZONES = {"Asia/Jakarta": "WIB", "Asia/Pontianak": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}
_ENDS = (".", "!", "?", "…")


def local(instant: datetime, timezone: str) -> datetime:
    return instant.astimezone(ZoneInfo(timezone))


def at(day: date, timezone: str, hour: time = time(0)) -> datetime:
    """The instant at which a clock in the zone shows this day and hour, in UTC."""
    return datetime.combine(day, hour, ZoneInfo(timezone)).astimezone(UTC)


def zone_name(timezone: str) -> str:
    """WIB, WITA or WIT."""
    return ZONES.get(timezone, timezone)


def full_date(day: date) -> str:
    """Kamis, 10 Desember 2026"""
    return f"{DAYS[day.weekday()]}, {plain_date(day)}"


def plain_date(day: date) -> str:
    """10 Desember 2026"""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def kept(text: str) -> str:
    """What was kept as text, as people read it: a day in figures becomes 10 Desember 2026, anything else stays."""
    try:
        return plain_date(date.fromisoformat(text)) if len(text) == len("2026-12-10") else text
    except ValueError:
        return text


def day_month(day: date) -> str:
    """Kamis, 10 Desember"""
    return f"{DAYS[day.weekday()]}, {day.day} {MONTHS[day.month - 1]}"


def date_range(start: date, end: date) -> str:
    """10 Desember 2026; 10–12 Desember 2026; 30 November–2 Desember 2026"""
    if start == end:
        return plain_date(start)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{plain_date(end)}"
    if start.year == end.year:
        return f"{start.day} {MONTHS[start.month - 1]}–{plain_date(end)}"
    return f"{plain_date(start)}–{plain_date(end)}"


def month_name(day: date) -> str:
    """Desember 2026"""
    return f"{MONTHS[day.month - 1]} {day.year}"


def clock_time(instant: datetime, timezone: str) -> str:
    """08.00"""
    return local(instant, timezone).strftime("%H.%M")


def moment(instant: datetime, timezone: str) -> str:
    """Kamis, 10 Desember 2026, 08.00 WIB"""
    day = full_date(local(instant, timezone).date())
    return f"{day}, {clock_time(instant, timezone)} {zone_name(timezone)}"


def time_range(start: datetime, end: datetime, timezone: str) -> str:
    """08.00–15.30 WIB"""
    return f"{clock_time(start, timezone)}–{clock_time(end, timezone)} {zone_name(timezone)}"


def number(value: Decimal | float) -> str:
    """1.234,5"""
    if isinstance(value, int) and -1000 < value < 1000:
        return str(value)
    if isinstance(value, Decimal) and value == value.to_integral_value() and abs(value) < 1000:
        return str(int(value))
    return str(format_decimal(value, format="#,##0.##", locale="id"))


def where(place: str, city: str) -> str:
    """A place with its city, unless the place already names it."""
    return place if city.lower() in place.lower() else f"{place}, {city}"


def bare_name(name: str) -> str:
    """A person's name without titles, in small letters: "Ir. H. Budi Pratama, M.Si." is listed as budi pratama."""
    words = name.partition(",")[0].split()
    while len(words) > 1 and words[0].lower() in _TITLES_BEFORE:
        words.pop(0)
    return " ".join(words).lower()


_ONES = (
    "nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas",
)  # fmt: skip


def spelled(number: int) -> str:
    """A number from 0 to 9999 in words: 2026 is dua ribu dua puluh enam."""
    if number < len(_ONES):
        return _ONES[number]
    if number < 20:
        return f"{_ONES[number - 10]} belas"
    for size, name in ((1000, "ribu"), (100, "ratus"), (10, "puluh")):
        if number >= size:
            count, rest = divmod(number, size)
            head = f"se{name}" if count == 1 else f"{spelled(count)} {name}"
            return f"{head} {spelled(rest)}" if rest else head
    raise ValueError(number)


def spelled_date(day: date) -> str:
    """Kamis tanggal sepuluh bulan Desember tahun dua ribu dua puluh enam"""
    return f"{DAYS[day.weekday()]} tanggal {spelled(day.day)} bulan {MONTHS[day.month - 1]} tahun {spelled(day.year)}"


def sentence(text: str) -> str:
    """What somebody typed as a sentence others may follow: with a full stop where it ends without one."""
    text = text.rstrip()
    return text if not text or text.rstrip('"”').endswith(_ENDS) else f"{text}."
