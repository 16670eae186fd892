"""What may happen to an enrolment and when, and who has passed. Pure; time is an argument."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from app.attendance.models import AttendanceStatus
from app.attendance.rules import ATTENDED
from app.base.errors import RuleBroken
from app.training.models import (
    ALIVE,
    HAS_RESULT,
    Batch,
    BatchStatus,
    Enrolment,
    EnrolmentPolicy,
    EnrolmentStatus,
    Programme,
)

MAY_WITHDRAW = frozenset(
    {
        EnrolmentStatus.REQUESTED,
        EnrolmentStatus.WAITLISTED,
        EnrolmentStatus.OFFERED,
        EnrolmentStatus.CONFIRMED,
    }
)


class NotOpen(RuleBroken):
    message = "Angkatan ini belum dibuka untuk pendaftaran."


class AlreadyEnrolled(RuleBroken):
    message = "Anda sudah terdaftar pada angkatan ini. Tidak perlu mendaftar lagi."


class NotEligible(RuleBroken):
    pass


class Clash(RuleBroken):
    heading = "Waktunya bertabrakan"


class TooLate(RuleBroken):
    pass


class AlreadyDecided(RuleBroken):
    message = "Permohonan ini sudah diputuskan. Muat ulang halaman untuk melihat hasilnya."


class OfferGone(RuleBroken):
    message = "Tawaran kursi ini sudah tidak berlaku. Kursinya sudah ditawarkan ke peserta berikutnya."


class NotReadyToClose(RuleBroken):
    heading = "Angkatan belum bisa ditutup"


def ensure_enrolment_open(batch: Batch, at: datetime, *, opens: str, closed: str) -> None:
    """``opens`` and ``closed`` are the moments in words, for the sentence."""
    if batch.status == BatchStatus.CANCELLED:
        raise NotOpen("Angkatan ini dibatalkan.")
    if batch.status != BatchStatus.PUBLISHED:
        raise NotOpen("Angkatan ini tidak menerima pendaftaran.")
    if at < batch.enrolment_opens_at:
        raise NotOpen(f"Pendaftaran angkatan ini baru dibuka {opens}.")
    if at >= batch.enrolment_closes_at:
        raise TooLate(f"Pendaftaran angkatan ini sudah tutup {closed}. Lihat angkatan lain di Pelatihan.")


def ineligibility(programme: Programme, *, tier: str, kind: str, tier_words: str, kind_words: str) -> str:
    """Why somebody of this tier and kind may not take the programme, or an empty string."""
    if programme.tiers and tier not in programme.tiers:
        return f"Program ini bukan untuk jenjang {tier_words or 'Anda'}."
    if programme.kinds and kind not in programme.kinds:
        return f"Program ini tidak dibuka untuk {kind_words}."
    return ""


def ensure_not_enrolled(enrolment: Enrolment | None) -> None:
    """Somebody who withdrew, declined or was refused may try again; anybody else is in already."""
    if enrolment is not None and enrolment.status in ALIVE:
        raise AlreadyEnrolled


def has_seat_for_newcomer(batch: Batch, waiting: int) -> bool:
    """A free seat belongs to whoever waits before it belongs to a newcomer."""
    return batch.seats_left > 0 and waiting == 0


def ensure_undecided(enrolment: Enrolment) -> None:
    if enrolment.status != EnrolmentStatus.REQUESTED:
        raise AlreadyDecided


def ensure_may_approve(batch: Batch, first_meeting_at: datetime | None, at: datetime) -> None:
    """Nobody gets a seat in a batch that was cancelled, has begun or is over."""
    if batch.status != BatchStatus.PUBLISHED:
        raise TooLate("Angkatan ini sudah tidak berjalan, jadi permohonannya tidak bisa disetujui lagi.")
    if first_meeting_at is not None and at >= first_meeting_at:
        raise TooLate("Angkatan ini sudah dimulai, jadi permohonannya tidak bisa disetujui lagi.")


def ensure_may_withdraw(enrolment: Enrolment, batch: Batch, at: datetime, *, closed: str) -> None:
    """A confirmed seat can be given back until the cut-off; a place in line at any time."""
    if enrolment.status not in MAY_WITHDRAW:
        raise TooLate("Pendaftaran ini sudah selesai, jadi tidak bisa dibatalkan lagi.")
    if enrolment.status == EnrolmentStatus.CONFIRMED and at >= batch.withdrawal_closes_at:
        raise TooLate(f"Batas pembatalan sudah lewat ({closed}). Hubungi panitia kalau Anda berhalangan hadir.")


def ensure_offer_stands(enrolment: Enrolment, at: datetime) -> None:
    if enrolment.status != EnrolmentStatus.OFFERED:
        raise OfferGone
    if enrolment.offer_expires_at is None or at >= enrolment.offer_expires_at:
        raise OfferGone


def offer_deadline(at: datetime, hours: int, first_meeting_at: datetime) -> datetime | None:
    """Until when an offered seat is kept; None when the batch has begun and no seat is offered any more."""
    if at >= first_meeting_at:
        return None
    return min(at + timedelta(hours=hours), first_meeting_at)


def first_status(policy: str) -> EnrolmentStatus | None:
    """Where an enrolment starts; None means it goes straight to a seat or the queue."""
    return EnrolmentStatus.REQUESTED if policy == EnrolmentPolicy.SUPERIOR else None


@dataclass(frozen=True)
class Result:
    """How somebody ended, with the share of meetings attended in percent and why."""

    status: EnrolmentStatus
    attendance_share: Decimal
    reason: str


def attendance_share(statuses: Iterable[AttendanceStatus | None], meetings: int) -> Decimal:
    """Meetings attended as a percentage of all meetings, to two places. Late counts as attended, excused does not."""
    attended = sum(1 for status in statuses if status in ATTENDED)
    if meetings == 0:
        return Decimal(0)
    return (Decimal(100 * attended) / meetings).quantize(Decimal("0.01"))


def result_of(
    programme: Programme, statuses: list[AttendanceStatus | None], meetings: int, score: Decimal | None
) -> Result:
    """The result by the programme's passing rule: enough meetings, and the score where one is asked."""
    share = attendance_share(statuses, meetings)
    if share == 0:
        return Result(EnrolmentStatus.NO_SHOW, share, "Tidak hadir pada satu pertemuan pun.")
    if share < programme.min_attendance:
        return Result(
            EnrolmentStatus.FAILED,
            share,
            f"Hadir {share.normalize():f}%, syaratnya {programme.min_attendance}%.",
        )
    if programme.min_score is not None and (score is None or score < programme.min_score):
        shown = "belum ada" if score is None else f"{score.normalize():f}"
        return Result(EnrolmentStatus.FAILED, share, f"Nilai {shown}, syaratnya {programme.min_score.normalize():f}.")
    return Result(EnrolmentStatus.PASSED, share, "Memenuhi syarat.")


def ensure_may_close(
    batch: Batch, *, last_meeting_ends_at: datetime | None, at: datetime, unmarked: int, unscored: int
) -> None:
    """A batch closes once, after its last meeting, with everybody marked and scored."""
    if batch.status == BatchStatus.CLOSED:
        raise NotReadyToClose("Angkatan ini sudah ditutup. Sertifikatnya sudah terbit.")
    if batch.status == BatchStatus.CLOSING:
        raise NotReadyToClose("Penutupan angkatan ini sedang berjalan. Lihat kemajuannya di halaman ini.")
    if batch.status != BatchStatus.PUBLISHED:
        raise NotReadyToClose("Hanya angkatan yang berjalan yang bisa ditutup.")
    if last_meeting_ends_at is None or at < last_meeting_ends_at:
        raise NotReadyToClose("Angkatan ini masih punya pertemuan yang belum selesai.")
    if unmarked:
        raise NotReadyToClose(
            f"Ada {unmarked} kehadiran yang belum dicatat. Lengkapi dulu daftar hadir tiap pertemuan."
        )
    if unscored:
        raise NotReadyToClose(f"Ada {unscored} peserta tanpa nilai. Lengkapi dulu nilainya.")


def is_over(status: str) -> bool:
    return status in HAS_RESULT
