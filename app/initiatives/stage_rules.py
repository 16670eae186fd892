"""When a stage may pass its gate, and how it stands."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from app.base.errors import RuleBroken, WrongField
from app.initiatives.facts import StageDays
from app.initiatives.models import Stage

STAGES_AT_MOST = 40
PAPERS_AT_MOST = 40


class StageState(StrEnum):
    UNPLANNED = "unplanned"
    PLANNED = "planned"
    RUNNING = "running"
    LATE = "late"
    AT_GATE = "at_gate"
    PASSED = "passed"


class GateClosed(RuleBroken):
    heading = "Syarat lolos belum bisa dicatat"


def state(stage: Stage, day: date) -> StageState:
    if stage.passed_at is not None:
        return StageState.PASSED
    if stage.ended_on is not None:
        return StageState.AT_GATE
    if is_late(stage, day):
        return StageState.LATE
    if stage.began_on is not None:
        return StageState.RUNNING
    return StageState.PLANNED if stage.starts_on or stage.ends_on else StageState.UNPLANNED


def around(stages: Sequence[Stage], *, before: int = 2, after: int = 2) -> Sequence[Stage]:
    """Where an initiative stands: the last stages that passed their gates, and the next that did not."""
    waiting = next((place for place, one in enumerate(stages) if one.passed_at is None), len(stages))
    return stages[max(0, waiting - before) : waiting + after]


def current(stages: Sequence[Stage]) -> Stage | None:
    """The first stage that is at work and not over yet; None where the next has not begun."""
    waiting = next((one for one in stages if one.ended_on is None and one.passed_at is None), None)
    return waiting if waiting is not None and waiting.began_on is not None else None


def is_late(stage: Stage, day: date) -> bool:
    """Whether a day of the plan went by without what was planned for it."""
    if stage.ended_on is not None:
        return False
    overdue = stage.ends_on is not None and stage.ends_on < day
    return overdue or (stage.began_on is None and stage.starts_on is not None and stage.starts_on < day)


def ensure_days(days: StageDays, day: date) -> None:
    """Raises WrongField where days do not follow each other, or what really happened lies ahead."""
    if days.starts_on and days.ends_on and days.ends_on < days.starts_on:
        raise WrongField("ends_on", "Rencana selesai mendahului rencana mulai.")
    if days.began_on and days.began_on > day:
        raise WrongField("began_on", "Tanggal ini masih di depan. Isi kalau tahapannya sudah mulai.")
    if days.ended_on and days.ended_on > day:
        raise WrongField("ended_on", "Tanggal ini masih di depan. Isi kalau tahapannya sudah selesai.")
    if days.ended_on and not days.began_on:
        raise WrongField("began_on", "Isi juga kapan tahapan ini benar-benar mulai.")
    if days.began_on and days.ended_on and days.ended_on < days.began_on:
        raise WrongField("ended_on", "Selesainya mendahului mulainya.")


def ensure_may_pass(stage: Stage, earlier: Sequence[Stage], missing: Sequence[str], note: str) -> None:
    """A gate opens for a stage that began, once; with open ends only where the note says why."""
    if stage.passed_at is not None:
        raise GateClosed("Tahapan ini sudah lolos.")
    if stage.began_on is None:
        raise GateClosed("Catat dulu kapan tahapan ini benar-benar mulai.")
    if note:
        return
    if missing:
        titles = ", ".join(missing[:3]) + (" dan lainnya" if len(missing) > 3 else "")
        raise WrongField("note", f"Dokumen ini belum ada: {titles}. Lengkapi, atau tulis mengapa tetap lolos.")
    if waiting := next((one for one in earlier if one.passed_at is None), None):
        raise WrongField("note", f"Tahapan sebelumnya belum lolos: {waiting.name}. Tulis mengapa yang ini mendahului.")


def ensure_may_reopen(stage: Stage) -> None:
    if stage.passed_at is None:
        raise GateClosed("Tahapan ini belum lolos.")


def ensure_may_remove(stage: Stage, has_papers: bool) -> None:
    if stage.passed_at is not None or has_papers:
        raise GateClosed("Tahapan yang sudah lolos atau sudah punya dokumen tetap di daftar.")
