"""What may become of a plan, and what it must hold before it is handed to the PPK. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.base.errors import RuleBroken, WrongField
from app.plans.models import FROZEN, DevelopmentPlan, LineStatus, PlanLine, PlanMove, PlanStatus

SHORTEST_REASON = 5
LINES_AT_MOST = 1000

MOVES: Mapping[PlanMove, tuple[frozenset[PlanStatus], PlanStatus]] = {
    PlanMove.SUBMIT: (frozenset({PlanStatus.DRAFT}), PlanStatus.SUBMITTED),
    PlanMove.TAKE_BACK: (frozenset({PlanStatus.SUBMITTED}), PlanStatus.DRAFT),
    PlanMove.ESTABLISH: (frozenset({PlanStatus.SUBMITTED}), PlanStatus.ESTABLISHED),
    PlanMove.RUN: (frozenset({PlanStatus.ESTABLISHED, PlanStatus.RUNNING}), PlanStatus.RUNNING),
    PlanMove.CLOSE: (frozenset({PlanStatus.ESTABLISHED, PlanStatus.RUNNING}), PlanStatus.CLOSED),
    PlanMove.REVISE: (frozenset({PlanStatus.ESTABLISHED, PlanStatus.RUNNING}), PlanStatus.SUPERSEDED),
}
REFUSALS = {
    PlanMove.SUBMIT: "Hanya rancangan yang bisa diajukan. Rencana ini sudah diajukan atau sudah ditetapkan.",
    PlanMove.TAKE_BACK: "Rencana ini tidak sedang menunggu penetapan, jadi tidak bisa dikembalikan.",
    PlanMove.ESTABLISH: "Rencana ditetapkan sesudah diajukan. Ajukan dulu rancangannya.",
    PlanMove.RUN: "Angkatan dibuat dari rencana yang sudah ditetapkan PPK. Catat dulu keputusannya.",
    PlanMove.CLOSE: "Hanya rencana yang sudah ditetapkan dan belum ditutup yang bisa ditutup.",
    PlanMove.REVISE: "Hanya rencana yang sudah ditetapkan dan belum ditutup yang direvisi.",
}


class NotNow(RuleBroken):
    pass


class IsFrozen(RuleBroken):
    message = (
        "Rencana ini sudah diajukan atau ditetapkan, jadi isinya tidak bisa diubah. "
        "Kembalikan ke rancangan, atau buat revisi kalau sudah ditetapkan."
    )
    heading = "Isinya tetap"


class NotComplete(RuleBroken):
    heading = "Rencana belum lengkap"


def after(status: str, move: PlanMove) -> PlanStatus:
    """Where a move leads; raises NotNow where it is not possible."""
    allowed, target = MOVES[move]
    if status not in allowed:
        raise NotNow(REFUSALS[move])
    return target


def is_possible(status: str, move: PlanMove) -> bool:
    return status in MOVES[move][0]


def is_editable(status: str) -> bool:
    return status == PlanStatus.DRAFT


def is_frozen(status: str) -> bool:
    return status in FROZEN


def ensure_editable(status: str) -> None:
    if not is_editable(status):
        raise IsFrozen


@dataclass(frozen=True)
class Missing:
    """What an activity still lacks, in words."""

    line_id: int
    title: str
    lacks: tuple[str, ...]


def lacks(line: PlanLine) -> tuple[str, ...]:
    """What a plan has to state of each activity and does not yet (PP 11/2017 art. 207)."""
    asked = (
        (line.people > 0, "peserta"),
        (line.lesson_hours is not None, "JP"),
        (line.cost is not None, "biaya"),
        (bool(line.fund_source), "sumber dana"),
        (bool(line.organiser), "penyelenggara"),
        (bool(line.curriculum), "kesesuaian kurikulum"),
    )
    return tuple(words for is_there, words in asked if not is_there)


def missing(lines: Sequence[PlanLine]) -> list[Missing]:
    found = [(line, lacks(line)) for line in lines if line.status == LineStatus.PLANNED]
    return [Missing(line.id, line.title, words) for line, words in found if words]


def ensure_complete(lines: Sequence[PlanLine]) -> None:
    """Raises NotComplete for an empty plan, or with the first activity that lacks something."""
    if not any(line.status == LineStatus.PLANNED for line in lines):
        raise NotComplete("Rencana ini belum punya kegiatan. Susun dari kesenjangan, atau tambahkan satu per satu.")
    still = missing(lines)
    if still:
        first = still[0]
        more = f" {len(still) - 1} kegiatan lain juga belum lengkap." if len(still) > 1 else ""
        raise NotComplete(f"{first.title} belum punya {', '.join(first.lacks)}.{more}")


def ensure_decision(plan: DevelopmentPlan, decided_on: date, *, today: date) -> None:
    """A decision is of the past, and not older than the plan."""
    if decided_on > today:
        raise WrongField("decided_on", "Tanggal keputusan ada di masa depan. Isi tanggal yang tertulis pada keputusan.")
    if plan.year - decided_on.year > 1:
        raise WrongField("decided_on", f"Keputusan ini terlalu lama untuk rencana {plan.year}. Periksa tahunnya.")


def ensure_room(count: int) -> None:
    if count > LINES_AT_MOST:
        raise NotNow(f"Sebuah rencana memuat paling banyak {LINES_AT_MOST} kegiatan. Gabungkan dulu yang serupa.")
