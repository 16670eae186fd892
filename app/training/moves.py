"""Rules of moving the meetings of a batch that are still to come to other days. Pure; time is an argument."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum

from app.base.errors import RuleBroken
from app.training.models import Batch
from app.training.rules import WrongField

FARTHEST_DAYS = 366
SATURDAY = 5


class NothingToMove(RuleBroken):
    heading = "Tidak bisa digeser"


class Limit(StrEnum):
    """The days and moments of a batch that say from or until when something may be done."""

    OPENS = "enrolment_opens_at"
    CLOSES = "enrolment_closes_at"
    WITHDRAWAL = "withdrawal_closes_at"
    DECISION = "decide_on"
    RESERVED = "reserved_until"
    DUE = "assignment_due_at"


def ensure_distance(days: int, field: str) -> None:
    if days == 0:
        raise WrongField(field, "Tidak ada yang bergeser. Pilih hari lain.")
    if abs(days) > FARTHEST_DAYS:
        raise WrongField(field, "Paling jauh setahun sekali geser. Periksa angka atau tahunnya.")


def ensure_any(*, meetings: int, coming: int) -> None:
    if not meetings:
        raise NothingToMove("Angkatan ini belum punya pertemuan. Susun dulu jadwalnya.")
    if not coming:
        raise NothingToMove("Semua pertemuan angkatan ini sudah berlangsung, jadi tidak ada yang bisa digeser.")


def ensure_nobody_came(titles: Sequence[str]) -> None:
    """``titles`` are those still to come at which somebody was noted already."""
    if titles:
        raise NothingToMove(
            f"Kehadiran {', '.join(titles)} sudah dicatat, jadi waktunya tidak bisa digeser. "
            "Pertemuan lain masih bisa diubah satu per satu dari jadwal."
        )


def ensure_ahead(first: datetime, at: datetime, *, field: str, when: str) -> None:
    """Nothing is moved to where it would be over; ``when`` is the first meeting's new time in words."""
    if first <= at:
        raise WrongField(field, f"Pertemuan pertamanya akan jatuh {when}, yang sudah lewat. Pilih hari sesudah ini.")


def new_span(batch: Batch, days: int, *, has_begun: bool) -> tuple[date, date]:
    """The days of the batch go along with its meetings. Once a meeting was held the first day stays."""
    shift = timedelta(days=days)
    return batch.starts_on if has_begun else batch.starts_on + shift, batch.ends_on + shift


def limits_of(batch: Batch, *, has_begun: bool) -> list[Limit]:
    """The limits a batch has that still mean something. Once it has begun, nobody enrols into its middle."""
    meant = [Limit.DUE] if has_begun else list(Limit)
    return [one for one in meant if getattr(batch, one) is not None]


def goes_along(limit: Limit, value: datetime, at: datetime) -> bool:
    """What opened stays open, seats that were let go stay free, and what was due is due."""
    return limit not in (Limit.OPENS, Limit.RESERVED, Limit.DUE) or value > at


def doubt(limit: Limit, before: datetime, after: datetime, *, at: datetime, first: datetime, last: datetime) -> str:
    """What is odd about a limit beside the new days, in a sentence; empty where nothing is.

    ``first`` is when the first meeting begins then, ``last`` when the last day of the batch does.
    """
    closes = limit == Limit.CLOSES
    found = [
        (limit not in (Limit.OPENS, Limit.DUE) and after > first, "Sesudah pertemuan pertama."),
        (closes and before > at >= after, "Sudah lewat, jadi pendaftaran langsung tutup."),
        (closes and before <= at < after, "Pendaftaran dibuka lagi."),
        (limit == Limit.DUE and after < last, "Sebelum angkatan selesai."),
    ]
    return next((words for is_so, words in found if is_so), "")


def ensure_limits_hold(batch: Batch, *, decision: str) -> None:
    """What the form of a batch would refuse is refused here too; ``decision`` is the day it is decided in words."""
    if batch.min_participants is not None and batch.decide_on is not None and batch.decide_on > batch.starts_on:
        raise WrongField(
            "along", f"Jumlah peserta diperiksa {decision}, sesudah angkatan dimulai. Centang ini supaya ikut bergeser."
        )
    if batch.enrolment_closes_at <= batch.enrolment_opens_at:
        raise WrongField("along", "Pendaftaran akan tutup sebelum dibuka. Ubah dulu waktunya di data angkatan.")
