"""What a room may be shown of its own quick check (security N6): nothing below ten answers, and once. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

from app.base import suppression
from app.base.errors import RuleBroken

LASTS = timedelta(hours=4)
OPTIONS = 5
FAVOURABLE_FROM = 4
ALIKE_BELOW = 20


class NotEnough(RuleBroken):
    heading = "Jawabannya belum cukup"


class NotOpen(RuleBroken):
    heading = "Cek ini sudah ditutup"
    message = "Cek cepat ini sudah ditutup. Minta kode baru kepada pemandu ruangan."


class AlreadyAnswered(RuleBroken):
    heading = "Sudah dihitung"
    message = "Jawaban dari ponsel ini sudah dihitung. Satu orang dihitung sekali."


@dataclass(frozen=True)
class Statement:
    """How a room answered one statement. ``counts`` from the first option to the last; None where all but agree or
    disagree alike, so that nobody's answer can be read from it."""

    text: str
    answers: int
    favourable: int
    counts: tuple[int, ...] | None

    @property
    def share(self) -> Decimal:
        """Percent who agreed, to whole percents, half up."""
        return (Decimal(100) * self.favourable / self.answers).quantize(Decimal(1), ROUND_HALF_UP)

    @property
    def words(self) -> str:
        """The share in words; a room that was of one mind is told as nearly so."""
        if self.counts is None:
            return "≥ 95%" if self.favourable else "≤ 5%"
        return f"{self.share}%"


def ensure_may_show(answers: int) -> None:
    if not suppression.may_show(answers, minimum=suppression.MINIMUM_IN_PUBLIC):
        missing = suppression.MINIMUM_IN_PUBLIC - answers
        raise NotEnough(
            f"Baru {answers} jawaban masuk. Hasilnya bisa ditampilkan mulai 10 jawaban; kurang {missing} lagi."
        )


def counted(answers: Sequence[bytes], statements: int) -> list[list[int]]:
    """How often each option of each statement was chosen; options that no statement has count nowhere."""
    found = [[0] * OPTIONS for _ in range(statements)]
    for marks in answers:
        for place, mark in enumerate(marks[:statements]):
            if 1 <= mark <= OPTIONS:
                found[place][mark - 1] += 1
    return found


def told(texts: Sequence[str], counts: Sequence[Sequence[int]]) -> list[Statement]:
    """What the room is shown, statement by statement."""
    return [_statement(text, tuple(one)) for text, one in zip(texts, counts, strict=True)]


def _statement(text: str, counts: tuple[int, ...]) -> Statement:
    answers, favourable = sum(counts), sum(counts[FAVOURABLE_FROM - 1 :])
    is_of_one_mind = answers < ALIKE_BELOW and (favourable in {0, answers} or max(counts) == answers)
    return Statement(text, answers, favourable, None if is_of_one_mind else counts)
