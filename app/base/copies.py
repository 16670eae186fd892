"""What a house has to say when a copy of the installation is made.

A survey that is open may forbid a backup, or mark it as one that must be destroyed once the survey closes (security N3,
N6). The house registers a question; the backup command, which knows no house, asks them all.

    @copies.asked("surveys.waves")
    def open_waves() -> list[Word]:
        return [Word(f"gelombang {wave.id} sedang terbuka", forbids=False) for wave in queries.open_waves()]

The question is asked inside the application's context, in a scope of everything, before anything is copied.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Word:
    """A sentence that goes into the copy's manifest; one that forbids stops the copy instead."""

    sentence: str
    forbids: bool = False


Question = Callable[[], Iterable[Word]]
questions: dict[str, Question] = {}


def asked(name: str) -> Callable[[Question], Question]:
    """Register a question under ``house.thing``."""

    def add(question: Question) -> Question:
        questions[name] = question
        return question

    return add


def words() -> list[Word]:
    """What every house says now."""
    return [word for name in sorted(questions) for word in questions[name]()]
