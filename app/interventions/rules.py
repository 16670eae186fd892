"""When an action may take its next step, and who may say that it helped. Pure; time is an argument."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from app.base.errors import RuleBroken, WrongField
from app.interventions.catalogue import Intervention
from app.interventions.models import ActionStatus, InterventionAction, TargetKind

REMIND_BEFORE = timedelta(days=3)
REMIND_EVERY = timedelta(days=7)
LATEST_AHEAD = timedelta(days=3 * 366)
SHORTEST_EVIDENCE = 10
OPEN = frozenset({ActionStatus.PROPOSED, ActionStatus.AGREED, ActionStatus.IN_PROGRESS})
_NEXT: dict[str, frozenset[ActionStatus]] = {
    ActionStatus.PROPOSED: frozenset({ActionStatus.AGREED, ActionStatus.DROPPED}),
    ActionStatus.AGREED: frozenset({ActionStatus.IN_PROGRESS, ActionStatus.DONE, ActionStatus.DROPPED}),
    ActionStatus.IN_PROGRESS: frozenset({ActionStatus.DONE, ActionStatus.DROPPED}),
    ActionStatus.DONE: frozenset({ActionStatus.VERIFIED, ActionStatus.IN_PROGRESS, ActionStatus.DROPPED}),
    ActionStatus.VERIFIED: frozenset(),
    ActionStatus.DROPPED: frozenset(),
}


class NotNow(RuleBroken):
    """A step the action cannot take from where it stands."""


class OwnWord(RuleBroken):
    heading = "Harus diperiksa orang lain"
    message = "Pelaksana tidak memeriksa tindakannya sendiri. Minta atasan lain atau tim perubahan memeriksanya."


def is_possible(status: str, following: ActionStatus) -> bool:
    return following in _NEXT[status]


def ensure_possible(status: str, following: ActionStatus) -> None:
    """Raises NotNow, which says why it does not go on from here."""
    if not is_possible(status, following):
        raise NotNow(_WHY[following])


_WHY = {
    ActionStatus.PROPOSED: "Tindakan yang sudah berjalan tidak kembali menjadi usulan.",
    ActionStatus.AGREED: "Tindakan ini sudah disanggupi atau sudah berakhir.",
    ActionStatus.IN_PROGRESS: "Sanggupi dulu tindakan ini, lalu mulai.",
    ActionStatus.DONE: "Hanya tindakan yang disanggupi atau berjalan yang bisa ditandai selesai.",
    ActionStatus.VERIFIED: "Hanya tindakan yang sudah ditandai selesai yang bisa diperiksa.",
    ActionStatus.DROPPED: "Tindakan ini sudah berakhir.",
}


def ensure_may_change(status: str) -> None:
    if status not in OPEN:
        raise NotNow("Tindakan yang sudah selesai atau dihentikan tidak diubah lagi. Buat tindakan baru bila perlu.")


def ensure_due(due_on: date, day: date) -> None:
    if due_on < day:
        raise WrongField("due_on", "Batas waktu sudah lewat. Pilih hari ini atau sesudahnya.")
    if due_on > day + LATEST_AHEAD:
        raise WrongField("due_on", "Batas waktu paling lama tiga tahun dari sekarang.")


def ensure_evidence(words: str, *, has_file: bool) -> None:
    if len(words) < SHORTEST_EVIDENCE and not has_file:
        raise WrongField("evidence", "Tulis apa yang sudah dilakukan, paling sedikit 10 huruf, atau unggah buktinya.")


def ensure_not_own(action: InterventionAction, employee_id: int | None) -> None:
    """Nobody confirms their own action (security A8; the reference: not the owner's word)."""
    if employee_id is not None and action.owner_id == employee_id:
        raise OwnWord


def is_overdue(action: Any, day: date) -> bool:
    """Whether the day of an action, or of a row of a list of them, went by while it is open."""
    return action.status in OPEN and action.due_on < day


def should_remind(action: InterventionAction, day: date) -> bool:
    """Three days ahead of the day, and every week after it until it is done."""
    if action.status not in OPEN or day < action.due_on - REMIND_BEFORE:
        return False
    return action.reminded_on is None or action.reminded_on <= day - REMIND_EVERY


def fitting(
    catalogue: Iterable[Intervention], kind: TargetKind | None, code: str
) -> tuple[list[Intervention], list[Intervention]]:
    """(those that answer exactly this, all others), each in the order of the catalogue."""
    every = list(catalogue)
    exact = [one for one in every if kind is not None and one.target_kind == kind and one.target_code == code]
    return exact, [one for one in every if one not in exact]
