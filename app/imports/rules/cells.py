"""What the cells of a table mean: each reader takes text that is not empty and returns the value, or raises Wrong
with the sentence a person reads. Reference §8 and §2.4."""

import csv
import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache
from typing import Any

from email_validator import EmailNotValidError, validate_email

from app.base.wording import MONTHS, MONTHS_SHORT
from app.imports.headings import FOLDER
from app.organisation.labels import TIERS
from app.organisation.models import EmployeeKind, PlacementKind, PositionTier
from app.organisation.ranks import rank_fault, read_rank
from app.organisation.rules import clean_nip, nip_fault

EPOCH = date(1899, 12, 30)
SERIALS = range(10_000, 74_000)
NOTHING = frozenset({"-", "--", "0", "00-00-0000", "0000-00-00", "null", "n/a", "#n/a", "kosong"})
_remembered = lru_cache(maxsize=20_000)


class Wrong(Exception):
    """A cell that cannot be taken; the text is a sentence for a person."""


_SPOILED = re.compile(r"[0-9][.,]?[0-9]*E\+?[0-9]+", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"((?:19|20|21)\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T][0-9:.]+)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ]((?:19|20|21)\d\d)(?: [0-9:.]+)?")
_IN_WORDS = re.compile(r"(\d{1,2})[ -]([A-Za-z.]+)[ -]((?:19|20|21)\d\d)")
_MONTH_NUMBERS = {name.lower(): number for number, name in enumerate(MONTHS, 1)} | {
    name.lower().rstrip("."): number for number, name in enumerate(MONTHS_SHORT, 1)
}
_ENGLISH = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NUMBERS = {name: number for number, name in enumerate(_ENGLISH, 1)} | {"agt": 8, "agu": 8} | _MONTH_NUMBERS
_ECHELON = re.compile(r"(?<![A-Za-z])(IV|V|III|II|I)\s*[./\-]?\s*([AB])?(?![A-Za-z])", re.IGNORECASE)
_ECHELONS = {"I": "jpt_madya", "II": "jpt_pratama", "III": "administrator", "IV": "pengawas", "V": "pengawas"}
_FUNCTIONAL = (
    (re.compile(r"\bahli utama\b|\butama$"), PositionTier.JF_AHLI_UTAMA),
    (re.compile(r"\bahli madya\b|\bmadya$"), PositionTier.JF_AHLI_MADYA),
    (re.compile(r"\bahli muda\b|\bmuda$"), PositionTier.JF_AHLI_MUDA),
    (re.compile(r"\bahli pertama\b|\bpertama$"), PositionTier.JF_AHLI_PERTAMA),
    (re.compile(r"\bpenyelia$"), PositionTier.JF_PENYELIA),
    (re.compile(r"\bmahir$|\bpelaksana lanjutan$"), PositionTier.JF_MAHIR),
    (re.compile(r"\bterampil$"), PositionTier.JF_TERAMPIL),
    (re.compile(r"\bpemula$"), PositionTier.JF_PEMULA),
)
# Kedudukan hukum of those who serve no longer.
_GONE = re.compile(r"pensiun|meninggal|tewas|berhenti|diberhentikan|mengundurkan|mutasi keluar|pindah instansi|hilang")
_LEVELS_OF_SCHOOL = {
    "sd": "SD",
    "sltp": "SLTP",
    "smp": "SLTP",
    "slta": "SLTA",
    "sma": "SLTA",
    "smk": "SLTA",
    "d1": "D-I",
    "di": "D-I",
    "d2": "D-II",
    "dii": "D-II",
    "d3": "D-III",
    "diii": "D-III",
    "d4": "D-IV",
    "div": "D-IV",
    "s1": "S-1",
    "s2": "S-2",
    "s3": "S-3",
}


def nip(text: str) -> str:
    """Eighteen digits as text; whether they are well formed depends on the kind, see ``ensure_nip``."""
    if _SPOILED.fullmatch(text.replace(" ", "")):
        raise Wrong(
            "NIP ini sudah dirusak Excel: angka belakangnya hilang. "
            "Jadikan kolom NIP teks, lalu isi ulang dari sumbernya."
        )
    return clean_nip(text)


def ensure_nip(number: str, kind: str) -> None:
    """Raise Wrong unless the number fits the kind: PPPK numbers carry no month (reference §8.1)."""
    fault = nip_fault(number, EmployeeKind(kind))
    if fault:
        raise Wrong(fault)


@_remembered
def doubt_about_age(number: str, kind: str) -> str:
    """A warning where somebody would have been younger than 17 or older than 60 at the start, else nothing."""
    if kind == EmployeeKind.PPPK:
        return ""
    age = int(number[8:12]) - int(number[:4]) - (number[12:14] < number[4:6])
    return "" if 17 <= age <= 60 else f"Menurut NIP-nya, pegawai ini berumur {age} tahun saat TMT CPNS. Periksa lagi."


@_remembered
def day(text: str) -> date | None:
    """A date from an Excel date, 31-12-2026, 2026-12-31, 31 Desember 2026, or Excel's own number for a day."""
    if text.lower() in NOTHING:
        return None
    found = _YEAR_FIRST.fullmatch(text)
    if found:
        return _date(text, found[1], found[2], found[3])
    found = _DAY_FIRST.fullmatch(text)
    if found:
        return _date(text, found[3], found[2], found[1])
    found = _IN_WORDS.fullmatch(text)
    if found and found[2].lower().rstrip(".") in _MONTH_NUMBERS:
        return _date(text, found[3], str(_MONTH_NUMBERS[found[2].lower().rstrip(".")]), found[1])
    if text.isascii() and text.isdigit() and int(text[:6]) in SERIALS and len(text) == 5:
        return EPOCH + timedelta(days=int(text))
    raise Wrong("Tanggal ini tidak bisa dibaca. Tulis seperti 31-12-2024 atau 2024-12-31.")


def _date(text: str, year: str, month: str, number: str) -> date:
    try:
        return date(int(year), int(month), int(number))
    except ValueError as error:
        raise Wrong(f"Tanggal {text} tidak ada di kalender.") from error


@_remembered
def rank(text: str, kind: str) -> str:
    """III/b however it is written (III.b, III-b, IIIb, "Penata Muda Tk. I / III-b"); I to XVII for a PPPK."""
    if text.lower() in NOTHING:
        return ""
    code = read_rank(text, EmployeeKind(kind))
    if code is None:
        raise Wrong(rank_fault(EmployeeKind(kind)))
    return code


@_remembered
def sex(text: str) -> str:
    """``1`` or ``2`` as the NIP has it, from L/P, M/F or whole words."""
    first = text[:1].upper()
    if text.upper() in {"L", "M", "LAKI-LAKI", "LAKI LAKI", "PRIA", "MALE", "1"}:
        return "1"
    if text.upper() in {"P", "F", "PEREMPUAN", "WANITA", "FEMALE", "2"}:
        return "2"
    raise Wrong(f"Jenis kelamin ditulis L atau P, bukan {first}." if first else "Jenis kelamin ditulis L atau P.")


@_remembered
def employee_kind(text: str, cpns_status: str = "") -> str:
    """PNS, CPNS or PPPK, from the words of SIASN or plain ones."""
    words = text.lower()
    if "pppk" in words or "p3k" in words or "perjanjian kerja" in words:
        return EmployeeKind.PPPK.value
    if "cpns" in words or "calon" in words or cpns_status.strip().upper() in {"C", "CPNS"}:
        return EmployeeKind.CPNS.value
    if not words or "pns" in words or "pegawai negeri" in words:
        return EmployeeKind.PNS.value
    raise Wrong("Jenis pegawai ditulis PNS, CPNS, atau PPPK.")


@_remembered
def serves(legal_status: str) -> bool:
    """Whether somebody of this kedudukan hukum still serves."""
    return _GONE.search(legal_status.lower()) is None


@cache
def _tier_words() -> dict[str, str]:
    with (FOLDER / "position_types.csv").open(encoding="utf-8", newline="") as file:
        named = {row["name_id"].lower(): row["tier_code"] for row in csv.DictReader(file)}
    labelled = {label.lower(): tier.value for tier, label in TIERS.items()}
    short = {name.removeprefix("jabatan "): code for name, code in named.items()}
    bare = {name.removeprefix("jf "): code for name, code in labelled.items()}
    return named | labelled | short | bare | {tier.value: tier.value for tier in PositionTier}


@_remembered
def tier(text: str) -> str:
    """A level of posts by its name, its former echelon, or its code."""
    words = " ".join(text.lower().split())
    known = _tier_words().get(words)
    found = _ECHELON.fullmatch(re.sub(r"^eselon\s*", "", words))
    if known or found:
        return known or _ECHELONS[found[1].upper()]  # type: ignore[index]
    raise Wrong("Jenjang ini tidak dikenal. Tulis misalnya Administrator, Pengawas, Pelaksana, atau JF Ahli Muda.")


@_remembered
def siasn_tier(position_type: str, echelon: str, title: str) -> str:
    """The level of a post in the SIASN export: the echelon, else the kind of post with the words of its title."""
    found = _ECHELON.search(echelon)
    if found and echelon.lower() not in NOTHING:
        return _ECHELONS[found[1].upper()]
    words = " ".join(title.lower().split())
    kind = position_type.lower()
    if "pelaksana" in kind or "umum" in kind:
        return PositionTier.PELAKSANA.value
    level = next((one.value for pattern, one in _FUNCTIONAL if pattern.search(words)), "")
    if level:
        return level
    if "fungsional" in kind:
        raise Wrong("Jenjang jabatan fungsional tidak terbaca dari nama jabatan, misalnya «… Ahli Muda».")
    if "struktural" in kind or "pimpinan" in kind:
        raise Wrong("Jabatan struktural ini tidak punya eselon, jadi jenjangnya tidak diketahui.")
    return PositionTier.PELAKSANA.value


@_remembered
def school(text: str) -> str:
    """A level of education in one spelling; what is not known stays as it is written."""
    if text.lower() in NOTHING:
        return ""
    first = re.split(r"[/(,]", text, maxsplit=1)[0]
    words = re.sub(r"[^a-z0-9]", "", first.lower().replace("strata", "s").replace("diploma", "d"))
    return _LEVELS_OF_SCHOOL.get(words, text)[:60]


@_remembered
def placement_kind(text: str) -> str:
    words = text.lower().strip(". ")
    if words in {"definitif", "definitive", "tetap", "-"}:
        return PlacementKind.DEFINITIVE.value
    if words in {"plt", "pelaksana tugas"}:
        return PlacementKind.PLT.value
    if words in {"plh", "pelaksana harian"}:
        return PlacementKind.PLH.value
    raise Wrong("Tulis Definitif, Plt, atau Plh.")


def whole(low: int, high: int) -> Callable[[str], int]:
    """A reader of whole numbers between two."""

    @_remembered
    def read(text: str) -> int:
        digits = text.removesuffix(".0").removesuffix(",0")
        if not (digits.isascii() and digits.isdigit() and len(digits) < 6 and low <= int(digits) <= high):
            raise Wrong(f"Isi dengan bilangan bulat {low} sampai {high}.")
        return int(digits)

    return read


@_remembered
def hours(text: str) -> Decimal:
    """Lesson hours, up to 1.500, with at most two decimals."""
    try:
        value = Decimal(text.lower().removesuffix("jp").strip().replace(",", "."))
    except InvalidOperation as error:
        raise Wrong("JP berupa angka, misalnya 24 atau 13,5.") from error
    if not (value.is_finite() and 0 < value <= 1500):
        raise Wrong("JP lebih dari 0 dan paling banyak 1.500.")
    return value.quantize(Decimal("0.01"))


@_remembered
def email(text: str) -> str:
    try:
        return validate_email(text, check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError as error:
        raise Wrong("Alamat email ini tidak lengkap.") from error


def short(longest: int) -> Callable[[str], str]:
    """A reader of texts up to a length."""

    def read(text: str) -> str:
        if len(text) > longest:
            raise Wrong(f"Paling banyak {longest} huruf. Sekarang {len(text)}.")
        return " ".join(text.split()) if "  " in text else text

    return read


def optional(text: str) -> str:
    """The text, or nothing for the dashes and zeros people write where there is nothing."""
    return "" if text.lower() in NOTHING else text


def composed(name: str, front: str, back: str) -> str:
    """A name as on a letter: "Ir. Budi Pratama, M.Si." Capitals alone become ordinary writing."""
    written = capitalised(name) if name.isupper() else name
    front, back = optional(front).strip(), optional(back).strip(" ,")
    return f"{front + ' ' if front else ''}{written}{', ' + back if back else ''}"


_WORD = re.compile(r"[^\W\d_]+")


@_remembered
def capitalised(name: str) -> str:
    return _WORD.sub(lambda word: word[0].capitalize(), name)


def same_but_for_capitals(one: Any, other: Any) -> bool:
    return isinstance(one, str) and isinstance(other, str) and one.casefold() == other.casefold()
