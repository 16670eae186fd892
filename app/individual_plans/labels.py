"""Indonesian words for individual plans."""

from app.base.wording import MONTHS
from app.individual_plans.models import Move, Outcome, PlanStatus, Way
from app.individual_plans.rules import day_in

STATUSES = {
    PlanStatus.DRAFT: ("Rancangan", ""),
    PlanStatus.SUBMITTED: ("Menunggu persetujuan", "wait"),
    PlanStatus.RETURNED: ("Perlu diperbaiki", "bad"),
    PlanStatus.AGREED: ("Disepakati", "good"),
    PlanStatus.REVISING: ("Disepakati, sedang diubah", "info"),
    PlanStatus.REVISION_SUBMITTED: ("Perubahan menunggu persetujuan", "wait"),
    PlanStatus.REVISION_RETURNED: ("Perubahan perlu diperbaiki", "bad"),
    PlanStatus.REPORTED: ("Realisasi diperiksa", "wait"),
    PlanStatus.REPORT_RETURNED: ("Realisasi perlu diperbaiki", "bad"),
    PlanStatus.CLOSED: ("Selesai", "good"),
}
NONE = ("Belum ada", "")
MOVES = {
    Move.SUBMIT: "Diajukan",
    Move.RECALL: "Ditarik kembali",
    Move.RETURN: "Dikembalikan dengan catatan",
    Move.AGREE: "Disepakati",
    Move.REVISE: "Perubahan dimulai",
    Move.DISCARD: "Perubahan dibatalkan",
    Move.REPORT: "Realisasi diajukan",
    Move.RETURN_REPORT: "Realisasi dikembalikan",
    Move.CLOSE: "Realisasi diterima, rencana selesai",
}
BEGUN = "begin"
STEPS = {BEGUN: "Rancangan dibuat"} | {move.value: words for move, words in MOVES.items()}
WAITING = {
    PlanStatus.DRAFT: "Isi butir rencananya, lalu ajukan ke atasan.",
    PlanStatus.SUBMITTED: "Atasan memeriksa rencana ini.",
    PlanStatus.RETURNED: "Perbaiki menurut catatan atasan, lalu ajukan lagi.",
    PlanStatus.AGREED: "Jalankan rencananya. Catat realisasinya begitu ada hasil, paling lambat akhir tahun.",
    PlanStatus.REVISING: "Ubah butirnya, lalu ajukan. Yang disepakati tetap berlaku sampai perubahannya disetujui.",
    PlanStatus.REVISION_SUBMITTED: "Atasan memeriksa perubahannya. Yang sudah disepakati tetap berlaku.",
    PlanStatus.REVISION_RETURNED: "Perbaiki menurut catatan, atau batalkan. Yang sudah disepakati tetap berlaku.",
    PlanStatus.REPORTED: "Atasan memeriksa realisasinya.",
    PlanStatus.REPORT_RETURNED: "Perbaiki realisasinya menurut catatan atasan, lalu ajukan lagi.",
    PlanStatus.CLOSED: "Rencana tahun ini sudah selesai dan tidak berubah lagi.",
}
WAYS = {
    Way.CLASSICAL: "Belajar klasikal",
    Way.COLLEAGUES: "Belajar dari rekan",
    Way.WORK: "Belajar dari pekerjaan",
}
AIMED = {Way.CLASSICAL: 10, Way.COLLEAGUES: 20, Way.WORK: 70}
OUTCOMES = {
    Outcome.OPEN: ("Belum diisi", ""),
    Outcome.DONE: ("Terlaksana", "good"),
    Outcome.PARTLY: ("Sebagian", "wait"),
    Outcome.NOT: ("Belum terlaksana", "bad"),
}
WHOLE_YEAR = "Sepanjang tahun"
UNITS = {"days": "hari", "hours": "JP"}


def periods() -> list[tuple[str, str]]:
    """When something is to be done: the whole year, a quarter or a month, as (first-last, words)."""
    quarters = [
        (f"{first}-{first + 2}", f"Triwulan {first // 3 + 1} ({MONTHS[first - 1]}–{MONTHS[first + 1]})")
        for first in (1, 4, 7, 10)
    ]
    return [
        ("1-12", WHOLE_YEAR),
        *quarters,
        *[(f"{number}-{number}", name) for number, name in enumerate(MONTHS, start=1)],
    ]


def period(first: int, last: int) -> str:
    if (first, last) == (1, 12):
        return WHOLE_YEAR
    if first == last:
        return str(MONTHS[first - 1])
    if last - first == 2 and first % 3 == 1:
        return f"Triwulan {first // 3 + 1}"
    return f"{MONTHS[first - 1]}–{MONTHS[last - 1]}"


def level(number: int) -> str:
    return str(number) if number else "belum dinilai"


def setting(kind: str, value: int) -> str:
    """A figure as people read it: a day without its year, or a number with what it counts."""
    if kind in UNITS:
        return f"{value} {UNITS[kind]}"
    day = day_in(2028, value)
    return f"{day.day} {MONTHS[day.month - 1]}"
