"""What an evaluation asks, and what of its answers may be shown. Pure; chance is an argument."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from app.base import suppression
from app.base.errors import RuleBroken
from app.evaluations.models import EvaluationStatus, FollowUp, ItemKind, PartKind

SCALE = ("1", "2", "3", "4", "5")
LONGEST_TEXT = 1000
CENT = Decimal("0.01")
REMIND_BEFORE = timedelta(days=2)
LEFT_ALONE = timedelta(days=1)
# Our own words, until a government has its own; in force from the beginning.
DEFAULT_ITEMS: tuple[tuple[PartKind, ItemKind, str], ...] = (
    (PartKind.CONTENT, ItemKind.SCALE, "Isinya saya perlukan untuk pekerjaan saya sekarang."),
    (PartKind.CONTENT, ItemKind.SCALE, "Tingkat kesulitannya pas untuk saya."),
    (PartKind.CONTENT, ItemKind.SCALE, "Saya tahu apa yang akan saya lakukan berbeda besok."),
    (PartKind.CONTENT, ItemKind.TEXT, "Apa yang sebaiknya diubah dari isinya?"),
    (PartKind.TRAINER, ItemKind.SCALE, "Penjelasannya mudah saya ikuti."),
    (PartKind.TRAINER, ItemKind.SCALE, "Contohnya dekat dengan pekerjaan kami."),
    (PartKind.TRAINER, ItemKind.SCALE, "Pertanyaan peserta dijawab sampai jelas."),
    (PartKind.TRAINER, ItemKind.TEXT, "Apa yang ingin Anda sampaikan kepada pengajar ini?"),
    (PartKind.PLACE, ItemKind.SCALE, "Tempat atau ruang daringnya mendukung saya belajar."),
    (PartKind.PLACE, ItemKind.SCALE, "Jadwal dan informasinya sampai tepat waktu."),
    (PartKind.PLACE, ItemKind.TEXT, "Apa yang sebaiknya diperbaiki panitia?"),
    (PartKind.FOLLOW_UP, ItemKind.SCALE, "Ia memakai hasil pelatihan ini dalam pekerjaan sehari-hari."),
    (PartKind.FOLLOW_UP, ItemKind.SCALE, "Hasil kerjanya pada hal ini lebih baik daripada sebelumnya."),
    (PartKind.FOLLOW_UP, ItemKind.SCALE, "Ia membagikan yang dipelajarinya kepada rekan kerja."),
    (PartKind.FOLLOW_UP, ItemKind.SCALE, "Unit kami memberi kesempatan untuk menerapkannya."),
)


class Refused(RuleBroken):
    """A form that cannot be taken as it is; the page comes back with what was chosen."""

    status = 422
    heading = "Belum bisa dikirim"


class NotOpen(RuleBroken):
    heading = "Evaluasi sudah ditutup"


class AlreadyAnswered(RuleBroken):
    heading = "Sudah dijawab"


def ensure_open(status: str, closes_at: datetime, at: datetime) -> None:
    if status != EvaluationStatus.OPEN or at >= closes_at:
        raise NotOpen("Waktu mengisi evaluasi ini sudah lewat. Yang sudah terkirim tetap dihitung.")


def ensure_may_answer(one: FollowUp, at: datetime) -> None:
    if one.answered_at is not None:
        raise AlreadyAnswered("Pertanyaan ini sudah Anda jawab.")
    if at >= one.expires_at:
        raise NotOpen("Waktu menjawab pertanyaan ini sudah lewat.")


def check_replies(kinds: Mapping[int, str], replies: Mapping[int, str]) -> dict[str, str]:
    """The replies as they are kept: every scale answered within it, texts of bearable length, nothing else."""
    if not replies.keys() <= kinds.keys():
        raise Refused("Formulir ini memuat pernyataan dari evaluasi lain. Buka lagi tautan dari surat Anda.")
    scales = [number for number, kind in kinds.items() if kind == ItemKind.SCALE]
    if any(replies.get(number, "") not in ("", *SCALE) for number in scales):
        raise Refused("Ada jawaban di luar skala 1 sampai 5. Pilih salah satu dari lima pilihannya.")
    open_ones = sum(not replies.get(number) for number in scales)
    if open_ones:
        raise Refused(f"Masih ada {open_ones} pernyataan yang belum dijawab.")
    longest = max((len(replies.get(number, "")) for number in kinds), default=0)
    if longest > LONGEST_TEXT:
        raise Refused(
            f"Isian bebas paling panjang 1.000 huruf; yang terpanjang sekarang {longest:n}.".replace(",", ".")
        )
    return {str(number): text for number, text in sorted(replies.items()) if text}


@dataclass(frozen=True)
class ScaleResult:
    """How a statement was answered; ``counts`` from 1 to 5. Hidden, only the reason is there."""

    text: str
    answers: int = 0
    mean: Decimal | None = None
    counts: tuple[int, ...] = ()

    @property
    def is_shown(self) -> bool:
        return self.mean is not None


def scale_result(text: str, values: Sequence[str]) -> ScaleResult:
    """The figures of a statement, or nothing but its words where too few answered."""
    if not suppression.may_show(len(values)):
        return ScaleResult(text)
    tally = Counter(values)
    total = sum((Decimal(value) * count for value, count in tally.items()), Decimal(0))
    mean = (total / len(values)).quantize(CENT, ROUND_HALF_UP)
    return ScaleResult(text, len(values), mean, tuple(tally[one] for one in SCALE))


def texts_to_show(texts: Sequence[str], answers: int, chance: Random) -> list[str]:
    """Free texts in an order of their own, where so many answered that none points at its writer."""
    if not suppression.may_show_texts(answers):
        return []
    shown = sorted(texts)
    chance.shuffle(shown)
    return shown


def mean_of(values: Sequence[str]) -> Decimal | None:
    if not values:
        return None
    return (sum((Decimal(one) for one in values), Decimal(0)) / len(values)).quantize(CENT, ROUND_HALF_UP)
