"""What may become of a plan, what an item must hold, and when somebody is reminded. Pure; time is an argument."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from app.base.errors import RuleBroken, StaleVersion, WrongField
from app.individual_plans.facts import ItemFacts, Realised, Record
from app.individual_plans.models import Move, Outcome, PlanStatus, Way

ITEMS_AT_MOST = 20
SHORTEST_NOTE = 5
# A round begins on its day or in the two weeks after it, so that nobody is told in autumn what was due in spring.
ROUND_DAYS = 14
REPORT_AHEAD = timedelta(days=14)
# Home asks for a plan so long before the day for plans.
PLAN_AHEAD = timedelta(days=14)
S = PlanStatus

# The whole life of a plan: from where each move is possible, and where it leads.
MOVES: Mapping[Move, Mapping[PlanStatus, PlanStatus]] = {
    Move.SUBMIT: {
        S.DRAFT: S.SUBMITTED,
        S.RETURNED: S.SUBMITTED,
        S.REVISING: S.REVISION_SUBMITTED,
        S.REVISION_RETURNED: S.REVISION_SUBMITTED,
    },
    Move.RECALL: {S.SUBMITTED: S.DRAFT, S.REVISION_SUBMITTED: S.REVISING, S.REPORTED: S.AGREED},
    Move.RETURN: {S.SUBMITTED: S.RETURNED, S.REVISION_SUBMITTED: S.REVISION_RETURNED},
    Move.AGREE: {S.SUBMITTED: S.AGREED, S.REVISION_SUBMITTED: S.AGREED},
    Move.REVISE: {S.AGREED: S.REVISING},
    Move.DISCARD: {S.REVISING: S.AGREED, S.REVISION_RETURNED: S.AGREED},
    Move.REPORT: {S.AGREED: S.REPORTED, S.REPORT_RETURNED: S.REPORTED},
    Move.RETURN_REPORT: {S.REPORTED: S.REPORT_RETURNED},
    Move.CLOSE: {S.REPORTED: S.CLOSED},
}
REFUSALS = {
    Move.SUBMIT: "Rencana ini sudah diajukan atau sudah disepakati, jadi tidak bisa diajukan lagi.",
    Move.RECALL: "Rencana ini tidak sedang menunggu jawaban, jadi tidak ada yang ditarik.",
    Move.RETURN: "Rencana ini tidak sedang menunggu persetujuan, jadi tidak bisa dikembalikan.",
    Move.AGREE: "Rencana ini tidak sedang menunggu persetujuan, jadi tidak bisa disetujui.",
    Move.REVISE: "Hanya rencana yang sudah disepakati dan belum dilaporkan yang bisa diubah.",
    Move.DISCARD: "Tidak ada perubahan yang bisa dibatalkan.",
    Move.REPORT: "Realisasi diajukan dari rencana yang disepakati. Selesaikan dulu perubahannya kalau ada.",
    Move.RETURN_REPORT: "Tidak ada realisasi yang sedang diperiksa.",
    Move.CLOSE: "Tidak ada realisasi yang sedang diperiksa.",
}


class NotNow(RuleBroken):
    pass


class YearOver(RuleBroken):
    heading = "Tahun ini sudah ditutup"


class NotComplete(RuleBroken):
    heading = "Rencana belum lengkap"


class NotYours(RuleBroken):
    heading = "Diputus orang lain"


class ChangedMeanwhile(StaleVersion):
    message = "Rencana ini sudah berubah sejak Anda membukanya. Periksa isinya yang terbaru, lalu coba lagi."


def after(status: str, move: Move) -> PlanStatus:
    """Where a move leads; raises NotNow where it is not possible."""
    target = MOVES[move].get(PlanStatus(status))
    if target is None:
        raise NotNow(REFUSALS[move])
    return target


def is_possible(status: str, move: Move) -> bool:
    return PlanStatus(status) in MOVES[move]


def ensure_writable(status: str) -> None:
    """A draft, what came back, and a change under way are written; everything else stays as it was said."""
    if not is_possible(status, Move.SUBMIT):
        raise NotNow(
            "Isi rencana ini tidak bisa diubah sekarang. Tarik dulu, atau mulai perubahan kalau sudah disepakati."
        )


def ensure_realisable(status: str) -> None:
    if not is_possible(status, Move.REPORT):
        raise NotNow(REFUSALS[Move.REPORT])


def ensure_seen(version: int, seen: int) -> None:
    if version != seen:
        raise ChangedMeanwhile


def ensure_year_open(year: int, today: date, locked_from: date) -> None:
    """A year that was closed is never written again. ``locked_from`` is the first day on which it is."""
    if today >= locked_from:
        raise YearOver(f"Rencana tahun {year} sudah terkunci, jadi tidak bisa dibuat atau diubah lagi.")


def ensure_may_begin(year: int, today: date) -> None:
    """Plans are made for this year, and for the next one ahead of it."""
    if year < today.year:
        raise YearOver(f"Tahun {year} sudah lewat. Rencana dibuat untuk tahun {today.year} atau {today.year + 1}.")
    if year > today.year + 1:
        raise NotNow(f"Rencana dibuat paling jauh untuk tahun {today.year + 1}.")


def ensure_may_decide(*, owner_id: int, decider_id: int | None, superior_id: int | None, as_office: bool) -> None:
    """The superior on the day decides; where there is none, an officer of the agency. Nobody decides on their own."""
    if decider_id is not None and decider_id == owner_id:
        raise NotYours("Rencana Anda sendiri diputus oleh atasan Anda, atau oleh petugas BKPSDM yang lain.")
    if as_office and superior_id is not None:
        raise NotYours("Pegawai ini punya atasan. Atasannya yang memutuskan.")
    if not as_office and (superior_id is None or superior_id != decider_id):
        raise NotYours("Yang memutuskan adalah atasan pegawai ini pada hari ini.")


def ensure_note(note: str) -> None:
    """Whoever gets a plan back must be able to read what to mend."""
    if len(note) < SHORTEST_NOTE:
        raise WrongField("note", "Tulis catatannya, supaya pegawai tahu apa yang perlu diperbaiki.")


def ensure_item(item: ItemFacts, others: Iterable[ItemFacts], *, most_hours: int) -> None:
    """Raises WrongField at the field that makes an item of a plan impossible."""
    _ensure_ground(item)
    _ensure_level(item)
    if not item.activity:
        raise WrongField("activity", "Tulis apa yang akan dilakukan, atau pilih program dari katalog.")
    if not Decimal(0) < item.target_hours <= most_hours:
        raise WrongField("target_hours", f"Target JP lebih dari 0 dan paling banyak {most_hours} JP untuk satu butir.")
    if any(item.same_as == one.same_as for one in others):
        raise WrongField("activity", "Butir yang sama sudah ada di rencana ini. Ubah butir itu, atau tulis yang lain.")


def _ensure_ground(item: ItemFacts) -> None:
    if item.competency_id is not None:
        return
    if not item.aim:
        raise WrongField("competency_id", "Pilih kompetensinya, atau tulis tujuan lain beserta alasannya.")
    if len(item.reason) < SHORTEST_NOTE:
        raise WrongField("reason", "Tulis alasannya, karena butir ini tidak berasal dari kompetensi.")


def _ensure_level(item: ItemFacts) -> None:
    if item.competency_id is None:
        return
    if item.to_level is None:
        raise WrongField("to_level", "Pilih level yang dituju.")
    if item.to_level <= item.from_level:
        raise WrongField("to_level", f"Level Anda sekarang {item.from_level}. Pilih level di atasnya.")


def ensure_room(items: int) -> None:
    if items >= ITEMS_AT_MOST:
        raise NotNow(f"Satu rencana berisi paling banyak {ITEMS_AT_MOST} butir.")


def ensure_complete(items: int) -> None:
    if items == 0:
        raise NotComplete("Rencana ini belum berisi apa-apa. Tambah paling sedikit satu butir, lalu ajukan.")


def ensure_realised(said: Sequence[Realised]) -> None:
    """Every item has an outcome, and what was not or only partly done says why."""
    if any(one.outcome == Outcome.OPEN for one in said):
        raise WrongField("outcome", "Pilih hasil setiap butir sebelum mengajukan realisasi.")
    if any(one.outcome != Outcome.DONE and not one.note for one in said):
        raise WrongField("outcome", "Tulis catatan pada butir yang baru sebagian atau belum terlaksana.")


def mix(parts: Iterable[tuple[Way, Decimal]]) -> dict[Way, int]:
    """The share of each way to learn in percent of the planned hours, half up; all 0 where nothing is planned."""
    hours = dict.fromkeys(Way, Decimal(0))
    for way, planned in parts:
        hours[Way(way)] += planned
    total = sum(hours.values(), Decimal(0))
    if not total:
        return dict.fromkeys(Way, 0)
    return {way: int((one * 100 / total).quantize(Decimal(1), ROUND_HALF_UP)) for way, one in hours.items()}


@dataclass(frozen=True)
class Sought:
    """What of an item tells which lines of the ledger speak for it."""

    item_id: int
    programme_id: int | None
    competency_id: int | None
    form_code: str


def proof_of(item: Sought, records: Iterable[Record]) -> list[Record]:
    """The lines of the year that speak for an item: of its programme; else of any that raises its competency, or,
    where nothing more is known of a line, of its form."""
    if item.programme_id is not None:
        exact = [one for one in records if one.programme_id == item.programme_id]
        if exact:
            return exact
    return [one for one in records if _speaks_for(one, item)]


def _speaks_for(record: Record, item: Sought) -> bool:
    if record.programme_id is not None:
        return item.competency_id is not None and item.competency_id in record.competency_ids
    return item.programme_id is None and record.form_code == item.form_code


def hours_of(proofs: Iterable[Mapping[str, Any]]) -> Decimal:
    """Lesson hours of lines that were kept with realisations; a line that speaks for two items counts once."""
    lines = {one["record"]: Decimal(one["hours"]) for kept in proofs for one in kept.get("lines", [])}
    return sum(lines.values(), Decimal(0))


def day_in(year: int, value: int) -> date:
    """A day written as month times 100 plus day, in a year; the last of the month where it has fewer days."""
    month, day = divmod(value, 100)
    first = date(year, month, 1)
    after_it = date(year + month // 12, month % 12 + 1, 1)
    return min(first + timedelta(days=day - 1), after_it - timedelta(days=1))


def is_day(value: int) -> bool:
    """Whether month times 100 plus day is a day of a leap year."""
    month, day = divmod(value, 100)
    return 1 <= month <= 12 and 1 <= day <= 31 and day_in(2028, value).day == day


def round_is_due(day: date, today: date) -> bool:
    """Whether a reminder to many that belongs to a day begins or goes on."""
    return day <= today < day + timedelta(days=ROUND_DAYS)


def answer_is_late(due_on: date | None, today: date, reminders: int) -> bool:
    """Whoever should answer is reminded once, when the time is over."""
    return due_on is not None and today > due_on and reminders == 0
