"""What a question must have, what an answer is worth, and what may happen to an attempt. Pure; time is an argument."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from app.base.errors import RuleBroken
from app.exams.models import Attempt, Counting, Exam, ExamStatus, QuestionKind

CENT = Decimal("0.01")
HUNDRED = Decimal(100)
# What the network may take; the page shows the deadline without it.
GRACE = timedelta(seconds=30)
LONGEST_TEXT = 5000
OPTIONS_AT_MOST = 12
QUESTIONS_AT_MOST = 100
HAS_OPTIONS = frozenset({QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.ORDER})
TRUE_FALSE = ("Benar", "Salah")


class WrongField(RuleBroken):
    """Something typed that cannot be, at one field of a form; the form comes back with it."""

    status = 422

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class WrongAnswer(RuleBroken):
    """An answer that the paper does not offer."""

    status = 422
    heading = "Jawaban belum bisa disimpan"


class NotOpen(RuleBroken):
    heading = "Tes tidak dibuka"


class NoAttemptLeft(RuleBroken):
    heading = "Kesempatan sudah habis"


class TimeOver(RuleBroken):
    heading = "Waktunya habis"
    message = (
        "Waktu tes ini sudah habis. Jawaban yang sudah tersimpan tetap dihitung; "
        "yang baru diketik sesudahnya tidak ikut."
    )


class AlreadySent(RuleBroken):
    heading = "Tes ini sudah dikirim"
    message = "Jawaban Anda sudah dikirim, jadi tidak bisa diubah lagi."


class Unfinished(RuleBroken):
    heading = "Tes belum bisa dibuka"


class IsFrozen(RuleBroken):
    heading = "Sudah dipakai"


def ensure_answerable(kind: QuestionKind, options: Sequence[str], right: Sequence[str], rubric: str) -> None:
    """A question that nobody could answer rightly, or nobody could score, is refused where it is written."""
    if kind == QuestionKind.TEXT:
        if not rubric:
            raise WrongField("rubric", "Tulis rubriknya: apa yang harus ada dalam jawaban supaya mendapat poin.")
        return
    least = 2 if kind != QuestionKind.ORDER else 3
    if len(options) < least:
        raise WrongField("options", f"Isi paling sedikit {least} pilihan.")
    if len(options) > OPTIONS_AT_MOST:
        raise WrongField("options", f"Paling banyak {OPTIONS_AT_MOST} pilihan.")
    if len({one.casefold() for one in options}) < len(options):
        raise WrongField("options", "Ada dua pilihan yang sama. Bedakan keduanya.")
    if kind == QuestionKind.ORDER:
        return
    _ensure_right(kind, len(options), right)


def _ensure_right(kind: QuestionKind, options: int, right: Sequence[str]) -> None:
    if not right:
        raise WrongField("right", "Belum ada jawaban yang benar. Tandai paling sedikit satu.")
    if any(not one.isdigit() or int(one) >= options for one in right):
        raise WrongField("right", "Jawaban yang benar harus salah satu pilihan yang terisi.")
    if kind != QuestionKind.MULTIPLE and len(right) > 1:
        raise WrongField("right", "Soal ini hanya boleh punya satu jawaban benar. Pakai pilihan ganda kalau lebih.")
    if kind == QuestionKind.MULTIPLE and len(right) == options:
        raise WrongField("right", "Semua pilihan ditandai benar. Sisakan paling sedikit satu yang salah.")


def points_of(
    kind: QuestionKind, options: int, right: Sequence[str], chosen: Sequence[str], worth: Decimal
) -> Decimal | None:
    """What an answer is worth; None where a person decides.

    Multiple choice: each right one chosen counts for its part, each wrong one takes as much away, never below zero.
    Order: each item that stands at its place counts for its part.
    """
    if kind == QuestionKind.TEXT:
        return None
    if kind == QuestionKind.ORDER:
        at_place = sum(one == str(place) for place, one in enumerate(chosen))
        return _part(worth, at_place, options)
    picked, wanted = set(chosen), set(right)
    if kind == QuestionKind.MULTIPLE:
        return _part(worth, max(0, len(picked & wanted) - len(picked - wanted)), len(wanted))
    return worth if picked == wanted else Decimal(0)


def _part(worth: Decimal, count: int, of: int) -> Decimal:
    return (worth * count / of).quantize(CENT, ROUND_HALF_UP)


def score_of(points: Iterable[Decimal], worths: Iterable[Decimal]) -> Decimal:
    """The points reached out of those there are, as a share of a hundred, half-up to two places."""
    whole = sum(worths, Decimal(0))
    if whole == 0:
        return Decimal(0)
    return (HUNDRED * sum(points, Decimal(0)) / whole).quantize(CENT, ROUND_HALF_UP)


def counting_score(scores: Sequence[tuple[int, Decimal | None]], counting: Counting) -> Decimal | None:
    """The score that counts of (number of the attempt, score); None while one that was sent waits to be scored."""
    if not scores or any(score is None for _number, score in scores):
        return None
    if counting == Counting.LAST:
        return max(scores, key=lambda one: one[0])[1]
    return max(score for _number, score in scores if score is not None)


def shuffled(seed: str, what: str, count: int) -> list[int]:
    """The places 0 to ``count`` in an order that the seed alone decides, the same on every machine."""
    return sorted(range(count), key=lambda place: hashlib.sha256(f"{seed}:{what}:{place}".encode()).digest())


def deadline(exam: Exam, at: datetime) -> datetime | None:
    return None if exam.minutes is None else at + timedelta(minutes=exam.minutes)


def is_over(attempt: Attempt, at: datetime) -> bool:
    """Whether its time is up, the network's share included."""
    return attempt.deadline_at is not None and at > attempt.deadline_at + GRACE


def ensure_may_start(exam: Exam, used: int) -> None:
    ensure_open(exam)
    if used >= exam.attempts:
        raise NoAttemptLeft(f"Tes ini boleh dikerjakan {exam.attempts} kali, dan semuanya sudah terpakai.")


def ensure_open(exam: Exam) -> None:
    if exam.status == ExamStatus.DRAFT:
        raise NotOpen("Tes ini belum dibuka.")
    if exam.status == ExamStatus.CLOSED:
        raise NotOpen("Tes ini sudah ditutup.")


def ensure_may_write(attempt: Attempt, at: datetime) -> None:
    if attempt.submitted_at is not None:
        raise AlreadySent
    if is_over(attempt, at):
        raise TimeOver


def ensure_points(points: Decimal, worth: Decimal) -> None:
    if not 0 <= points <= worth:
        raise WrongField("points", f"Poin antara 0 dan {worth.normalize():f}.")
