"""NIP as reference §8.1 describes it, and names as people are addressed."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import Any

from app.base.errors import RuleBroken
from app.base.wording import plain_date
from app.organisation.models import EmployeeKind

_NOT_DIGIT = re.compile(r"[\s.\-]")
_WORD = re.compile(r"[a-z0-9]+")
_LONG_NUMBER = re.compile(r"(?:\d[\s.\-]?){6,}")


def clean_nip(text: str) -> str:
    """The digits of a NIP typed with blanks, dots or hyphens."""
    return _NOT_DIGIT.sub("", text)


def nip_fault(nip: str, kind: EmployeeKind) -> str | None:
    """A sentence saying what is wrong with a NIP, or None. PPPK numbers carry no month in digits 13–14."""
    if not nip.isascii() or not nip.isdigit():
        return "NIP hanya berisi angka."
    if len(nip) != 18:
        return f"NIP harus 18 angka. Sekarang {'baru ' if len(nip) < 18 else ''}{len(nip)}."
    checks = (
        (_is_date(nip[:8]), "Delapan angka pertama NIP harus tanggal lahir yang benar."),
        (
            kind is EmployeeKind.PPPK or _is_date(nip[8:14] + "01"),
            "Angka ke-9 sampai ke-14 NIP harus tahun dan bulan TMT CPNS.",
        ),
        (nip[14] in "12", "Angka ke-15 NIP harus 1 (laki-laki) atau 2 (perempuan)."),
        (nip[15:] != "000", "Tiga angka terakhir NIP mulai dari 001."),
    )
    return next((fault for holds, fault in checks if not holds), None)


def _is_date(digits: str) -> bool:
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return 1900 <= day.year <= 2100


def mask_nip(nip: str) -> str:
    """A NIP as other staff may see it in a list: its sequence only."""
    return "•" * 14 + nip[-4:]


def first_name(name: str) -> str:
    """The name one is addressed by: the first word before titles."""
    return name.partition(",")[0].split(maxsplit=1)[0]


def searchable(text: str) -> list[str]:
    """The words of a text as they are searched: small letters without accents, and digits."""
    plain = unicodedata.normalize("NFKD", text).lower()
    return _WORD.findall("".join(letter for letter in plain if not unicodedata.combining(letter)))


def looks_like_nip(text: str) -> bool:
    """Whether a search holds so many digits in a row that it may be a NIP, which never stands in an address."""
    return _LONG_NUMBER.search(text) is not None


def marks(*, path: str, tier: str, kind: str, active: bool) -> list[str]:
    """What the directory is filtered by, as words nobody can type."""
    units = [f"_u{number}" for number in units_on(path)]
    return [*units, *([f"_t{tier.replace('_', '')}"] if tier else []), f"_k{kind}", f"_a{int(active)}"]


def units_on(path: str) -> list[int]:
    """The units of a path from the top down."""
    return [int(number) for number in path.strip("/").split("/") if number]


def tops_of(paths: Iterable[str], within: str = "") -> list[str]:
    """The paths that lie in one unit and in some of ``paths``, none of them below another."""
    tops: list[str] = []
    for path in sorted(paths):
        here = path if path.startswith(within) else within
        if here.startswith(path) and not any(here.startswith(top) for top in tops):
            tops.append(here)
    return tops


def unit_mark(path: str) -> str:
    """The mark of everybody within the unit at the end of this path."""
    return f"_u{path.rstrip('/').rpartition('/')[2]}"


def distinct(words: Iterable[str]) -> str:
    """Words in order, each once, parted by blanks."""
    return " ".join(dict.fromkeys(words))


class StructureRule(RuleBroken):
    heading = "Struktur belum bisa diubah"


class UnitCycle(StructureRule):
    message = "Unit tidak bisa dipindah ke bawah dirinya sendiri atau ke bawah bagiannya. Pilih induk lain."


class SuperiorCycle(StructureRule):
    message = "Jabatan ini tidak bisa melapor kepada dirinya sendiri atau kepada bawahannya. Pilih atasan lain."


class NotEmpty(StructureRule):
    message = "Masih ada isinya. Pindahkan atau tutup dulu yang ada di bawahnya."


class Overlapping(RuleBroken):
    heading = "Penempatan bertabrakan"


def ensure_lives_on(what: str, starts_on: date, ends_on: date | None, day: date) -> None:
    """A change takes hold while the thing is there: after it began, and with no later change already set down."""
    if day <= starts_on:
        raise StructureRule(
            f"{what} baru ada sejak {plain_date(starts_on)}. Pilih tanggal sesudah {plain_date(starts_on)}."
        )
    if ends_on is not None:
        raise StructureRule(
            f"{what} sudah berakhir atau dijadwalkan berakhir pada {plain_date(ends_on)}. "
            "Ubah penerusnya, bukan yang ini."
        )


def ensure_no_unit_cycle(path: str, parent_path: str) -> None:
    """A unit may not come to stand below itself; paths list the ids from the root."""
    if parent_path.startswith(path):
        raise UnitCycle


def ensure_no_superior_cycle(position_id: int, ladder: Iterable[int]) -> None:
    """``ladder`` are the posts from the new superior upwards."""
    if position_id in ladder:
        raise SuperiorCycle


def ensure_covers(starts_on: date, ends_on: date | None, first: date, *, what: str) -> None:
    """Whether something that is there from a day up to another covers a first day."""
    if first < starts_on or (ends_on is not None and first >= ends_on):
        span = f"sejak {plain_date(starts_on)}" + (f" sampai sebelum {plain_date(ends_on)}" if ends_on else "")
        raise StructureRule(f"{what} ada {span}, jadi belum atau tidak lagi ada pada {plain_date(first)}.")


def overlap(first: tuple[date, date | None], second: tuple[date, date | None]) -> bool:
    """Whether two spans, each up to but not including its end, share a day."""
    return (first[1] is None or second[0] < first[1]) and (second[1] is None or first[0] < second[1])


def parted(rows: Iterable[Any]) -> dict[int | None, list[Any]]:
    """Units by their parent; those whose parent is not among them stand at the top, under None."""
    rows = list(rows)
    ids = {row.id for row in rows}
    branches: dict[int | None, list[Any]] = {}
    for row in rows:
        branches.setdefault(row.parent_id if row.parent_id in ids else None, []).append(row)
    return branches
