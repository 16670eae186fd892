"""What the forms of tests hand to the services, and what a sitting shows: plain facts."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.exams.models import Counting, ExamPurpose, QuestionKind


@dataclass(frozen=True)
class QuestionFacts:
    """What the form of a question holds."""

    topic: str
    competency_id: int | None
    kind: QuestionKind
    text: str
    options: tuple[str, ...]
    right: tuple[str, ...]
    points: Decimal
    explanation: str
    rubric: str


@dataclass(frozen=True)
class ExamFacts:
    """What the form of a paper holds."""

    title: str
    purpose: ExamPurpose
    minutes: int | None
    attempts: int
    counting: Counting


@dataclass(frozen=True)
class Reply:
    """An answer as it is kept: places among the version's own options, or a text."""

    chosen: tuple[str, ...] = ()
    text: str = ""

    @property
    def is_given(self) -> bool:
        return bool(self.chosen or self.text)


@dataclass(frozen=True)
class Asked:
    """A question of a sitting: its options in this attempt's order, and what was answered so far.

    ``order`` holds, for each place shown, the place among the version's options; it never leaves the server.
    """

    id: int
    kind: QuestionKind
    text: str
    options: tuple[str, ...]
    order: tuple[int, ...]
    right: tuple[str, ...]
    points: Decimal
    explanation: str
    rubric: str
    reply: Reply

    def shown_as_chosen(self) -> list[int]:
        """The places shown that are chosen; of an order question the rank of each place shown, 0 for none."""
        if self.kind == QuestionKind.ORDER:
            ranks = {int(one): rank for rank, one in enumerate(self.reply.chosen, start=1)}
            return [ranks.get(place, 0) for place in self.order]
        return [at for at, place in enumerate(self.order) if str(place) in self.reply.chosen]

    def reply_from(self, places: Sequence[int]) -> Reply:
        """The reply that choosing these places shown means."""
        return Reply(chosen=tuple(str(self.order[place]) for place in places))
