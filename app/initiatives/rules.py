"""What may happen with an initiative, and when."""

from app.base.errors import RuleBroken, WrongField
from app.initiatives.facts import InitiativeFacts
from app.initiatives.models import InitiativeStatus

_OVER = frozenset({InitiativeStatus.ENDED, InitiativeStatus.CANCELLED})
_AFTER = {
    InitiativeStatus.RUNNING: frozenset({InitiativeStatus.DRAFT}),
    InitiativeStatus.ENDED: frozenset({InitiativeStatus.RUNNING}),
    InitiativeStatus.CANCELLED: frozenset({InitiativeStatus.DRAFT, InitiativeStatus.RUNNING}),
}
_REFUSED = {
    InitiativeStatus.RUNNING: "Inisiatif ini sudah berjalan atau sudah berakhir.",
    InitiativeStatus.ENDED: "Hanya inisiatif yang sedang berjalan yang bisa diselesaikan.",
    InitiativeStatus.CANCELLED: "Inisiatif ini sudah berakhir, jadi tidak bisa dibatalkan.",
}


class NotNow(RuleBroken):
    """A step that the initiative's state does not allow."""


class NobodyAffected(RuleBroken):
    heading = "Belum ada yang terdampak"
    message = "Catat dulu unit, jabatan, atau orang yang terdampak, supaya mereka bisa membacanya begitu dimulai."


def is_possible(status: str, after: InitiativeStatus) -> bool:
    return status in _AFTER[after]


def ensure_possible(status: str, after: InitiativeStatus) -> None:
    if not is_possible(status, after):
        raise NotNow(_REFUSED[after])


def may_change(status: str) -> bool:
    return status not in _OVER


def ensure_may_change(status: str) -> None:
    if not may_change(status):
        raise NotNow("Inisiatif ini sudah berakhir, jadi isinya tetap.")


def ensure_dates(facts: InitiativeFacts) -> None:
    """Raises WrongField where the dates do not follow each other."""
    if facts.ends_on is not None and facts.ends_on < facts.starts_on:
        raise WrongField("ends_on", "Tanggal selesai mendahului tanggal mulai.")
    if facts.takes_effect_on is not None and facts.takes_effect_on < facts.starts_on:
        raise WrongField("takes_effect_on", "Tanggal berlaku mendahului tanggal mulai.")
