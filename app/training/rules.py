"""What may happen to an enrolment and when, and who has passed. Pure; time is an argument."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from app.attendance.models import AttendanceStatus
from app.attendance.rules import ATTENDED
from app.base import errors
from app.base.errors import RuleBroken
from app.base.wording import plain_date
from app.training.models import (
    ALIVE,
    HAS_RESULT,
    OVER,
    TOOK_PART,
    Audience,
    Batch,
    BatchStatus,
    Enrolment,
    EnrolmentPolicy,
    EnrolmentStatus,
    Programme,
)

WrongField = errors.WrongField

MAY_WITHDRAW = frozenset(
    {
        EnrolmentStatus.REQUESTED,
        EnrolmentStatus.APPROVED,
        EnrolmentStatus.WAITLISTED,
        EnrolmentStatus.OFFERED,
        EnrolmentStatus.CONFIRMED,
    }
)
ASKS_SUPERIOR = frozenset({EnrolmentPolicy.SUPERIOR, EnrolmentPolicy.TWO_STEPS})


class NoSeatLeft(RuleBroken):
    message = "Kursi angkatan ini sudah penuh. Kehadirannya tetap bisa dicatat tanpa pendaftaran."
    heading = "Kursi penuh"


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


class OwnRequest(RuleBroken):
    message = "Pendaftaran Anda sendiri diputuskan oleh petugas lain."
    heading = "Tidak untuk diri sendiri"


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
    if batch.policy == EnrolmentPolicy.NOMINATED:
        raise NotOpen("Peserta angkatan ini diusulkan oleh unit kerja. Sampaikan minat Anda ke atasan.")
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


def gone_by_then(batch: Batch, leaves_on: date | None) -> str:
    """Why a batch that begins on somebody's last day or later is not for them, or an empty string."""
    if leaves_on is None or batch.starts_on < leaves_on:
        return ""
    begins = plain_date(batch.starts_on)
    return f"Angkatan ini baru mulai {begins}, sedangkan masa tugasnya berakhir per {plain_date(leaves_on)}."


def ensure_not_enrolled(enrolment: Enrolment | None) -> None:
    """Somebody who withdrew, declined or was refused may try again; anybody else is in already."""
    if enrolment is not None and enrolment.status in ALIVE:
        raise AlreadyEnrolled


def has_seat_for_newcomer(free: int, waiting: int) -> bool:
    """A seat that is free for this person belongs to whoever waits for it before it belongs to a newcomer."""
    return free > 0 and waiting == 0


@dataclass(frozen=True)
class KeptSeats:
    """Seats that nobody of a unit's subtree (``path``) has taken yet of those kept for it."""

    path: str
    open: int


def seats_free_for(path: str, seats_left: int, kept: Sequence[KeptSeats]) -> int:
    """How many seats somebody of a unit may take: those kept for others are not among them.

    Who belongs to a unit with kept seats may take any free one, for one of them is theirs.
    """
    if any(one.open > 0 and path.startswith(one.path) for one in kept):
        return seats_left
    return max(0, seats_left - sum(one.open for one in kept))


def ensure_undecided(enrolment: Enrolment, waits_for: EnrolmentStatus = EnrolmentStatus.REQUESTED) -> None:
    """The superior decides a request, the organiser one that the superior approved."""
    if enrolment.status != waits_for:
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
    return EnrolmentStatus.REQUESTED if policy in ASKS_SUPERIOR else None


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
    programme: Programme,
    statuses: list[AttendanceStatus | None],
    meetings: int,
    score: Decimal | None,
    *,
    assignment_done: bool = False,
) -> Result:
    """The result by the programme's passing rule: enough meetings, the score and the assignment where asked."""
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
    if programme.needs_assignment and not assignment_done:
        return Result(EnrolmentStatus.FAILED, share, "Tugas akhir belum selesai.")
    return Result(EnrolmentStatus.PASSED, share, "Memenuhi syarat.")


def ensure_may_close(
    batch: Batch,
    *,
    last_meeting_ends_at: datetime | None,
    at: datetime,
    unmarked: int,
    unscored: int,
    undecided: str = "",
) -> None:
    """A batch closes once, after its last meeting, with everybody marked and scored and nothing left undecided.

    What a unit ran closes only once its report was accepted: certificates rest on it.
    """
    _ensure_running(batch)
    if last_meeting_ends_at is None or at < last_meeting_ends_at:
        raise NotReadyToClose("Angkatan ini masih punya pertemuan yang belum selesai.")
    if batch.unit_id is not None and batch.report_accepted_at is None:
        raise NotReadyToClose("Laporan pelaksanaan dari unit penyelenggara belum diterima BKPSDM.")
    if unmarked:
        raise NotReadyToClose(
            f"Ada {unmarked} kehadiran yang belum dicatat. Lengkapi dulu daftar hadir tiap pertemuan."
        )
    if undecided:
        raise NotReadyToClose(undecided)
    if unscored:
        raise NotReadyToClose(f"Ada {unscored} peserta tanpa nilai. Lengkapi dulu nilainya.")


def _ensure_running(batch: Batch) -> None:
    if batch.status == BatchStatus.CLOSED:
        raise NotReadyToClose("Angkatan ini sudah ditutup. Sertifikatnya sudah terbit.")
    if batch.status == BatchStatus.CLOSING:
        raise NotReadyToClose("Penutupan angkatan ini sedang berjalan. Lihat kemajuannya di halaman ini.")
    if batch.status != BatchStatus.PUBLISHED:
        raise NotReadyToClose("Hanya angkatan yang berjalan yang bisa ditutup.")


def undecided_words(*, texts: int, writing: int, works: int) -> str:
    """What still waits for somebody's decision, as a sentence; empty where nothing does."""
    if texts:
        return f"Ada {texts} peserta dengan jawaban singkat yang belum dinilai. Nilai dulu jawabannya."
    if writing:
        return f"Ada {writing} peserta yang sedang mengerjakan tes akhir. Tunggu, atau tutup dulu tesnya."
    if works:
        return f"Ada {works} tugas yang belum diperiksa. Terima atau kembalikan dulu."
    return ""


def due_words(due_at: datetime | None, at: datetime, *, without_work: int, until: str) -> str:
    """Why somebody who may still hand in keeps the batch open, as a sentence; empty where nobody does."""
    if due_at is None or at >= due_at or not without_work:
        return ""
    return (
        f"Tugas masih bisa diserahkan sampai {until}, dan {without_work} peserta belum selesai. "
        "Tutup sesudahnya, atau kosongkan dulu batasnya."
    )


def ensure_due(due_at: datetime | None, at: datetime, *, ends_on: date, before: datetime | None) -> None:
    """A day on which somebody can still hand in; one that stays as it was is left alone."""
    if due_at is None or due_at == before:
        return
    if due_at <= at:
        raise WrongField("due_at", "Batas ini sudah lewat, jadi tidak ada yang bisa menyerahkan. Pilih waktu lain.")
    if (due_at.date() - ends_on).days > LONGEST_DUE_DAYS:
        raise WrongField("due_at", "Batas ini lebih dari setahun sesudah angkatan selesai. Periksa tahunnya.")


def is_over(status: str) -> bool:
    return status in HAS_RESULT


# --- planning: programmes, batches, meetings ------------------------------------------------------

HIGHEST_SCORE = 100
FULL_ATTENDANCE = 100
MEETINGS_AT_MOST = 120
LONGEST_BATCH_DAYS = 730
LONGEST_DUE_DAYS = 366


class StillNeeded(RuleBroken):
    heading = "Masih dipakai"


class IsArchived(RuleBroken):
    message = "Program ini sudah diarsipkan. Pulihkan dulu kalau ingin memakainya lagi."
    heading = "Program diarsipkan"


class IsOver(RuleBroken):
    message = "Angkatan ini sudah selesai atau dibatalkan, jadi tidak bisa diubah lagi."
    heading = "Tidak bisa diubah lagi"


class NotReadyToPublish(RuleBroken):
    heading = "Belum bisa dibuka"


def ensure_can_be_met(
    min_attendance: int, min_score: Decimal | None, tiers: Sequence[str], kinds: Sequence[str]
) -> None:
    """A passing rule that nobody could meet is refused where it is written."""
    if not 0 <= min_attendance <= FULL_ATTENDANCE:
        raise WrongField(
            "min_attendance",
            f"Kehadiran {min_attendance}% tidak bisa dicapai siapa pun. Isi antara 0 dan {FULL_ATTENDANCE}.",
        )
    if min_score is not None and not 0 <= min_score <= HIGHEST_SCORE:
        raise WrongField(
            "min_score",
            f"Nilai {min_score.normalize():f} tidak bisa dicapai siapa pun: nilai tertinggi {HIGHEST_SCORE}.",
        )
    if "cpns" in kinds and set(kinds) == {"cpns"} and tiers and all(one.startswith("jpt") for one in tiers):
        raise WrongField("kinds", "Tidak ada CPNS pada jenjang pimpinan tinggi, jadi tidak ada yang bisa mendaftar.")


def ensure_dates(starts_on: date, ends_on: date) -> None:
    if ends_on < starts_on:
        raise WrongField("ends_on", "Tanggal selesai mendahului tanggal mulai. Periksa keduanya.")
    if (ends_on - starts_on).days > LONGEST_BATCH_DAYS:
        raise WrongField("ends_on", "Angkatan ini lebih lama dari dua tahun. Periksa tahun pada tanggal selesai.")


def ensure_windows(opens_at: datetime, closes_at: datetime, withdrawal_at: datetime) -> None:
    if closes_at <= opens_at:
        raise WrongField("enrolment_closes_at", "Pendaftaran ditutup sebelum dibuka. Periksa kedua waktunya.")
    if withdrawal_at < opens_at:
        raise WrongField("withdrawal_closes_at", "Batas pembatalan mendahului pembukaan pendaftaran.")


def ensure_seats(seats: int, *, taken: int, reserved: int) -> None:
    """Seats that people hold, or that are kept for units, cannot be taken away."""
    if seats < taken:
        raise WrongField("seats", f"Sudah ada {taken} kursi terisi atau ditawarkan. Kursi paling sedikit {taken}.")
    if seats < reserved:
        raise WrongField("seats", f"Ada {reserved} kursi yang disimpan untuk unit. Kurangi dulu jatah unitnya.")


def ensure_minimum(minimum: int | None, decide_on: date | None, *, seats: int, starts_on: date) -> None:
    if minimum is None:
        return
    if minimum > seats:
        raise WrongField("min_participants", f"Peserta paling sedikit {minimum}, padahal kursinya hanya {seats}.")
    if decide_on is None:
        raise WrongField("decide_on", "Isi tanggal keputusan, supaya jelas kapan jumlah peserta diperiksa.")
    if decide_on > starts_on:
        raise WrongField("decide_on", "Tanggal keputusan harus sebelum angkatan dimulai.")


def ensure_inside(batch: Batch, starts_on: date, ends_on: date, *, field: str = "day", dates: str = "") -> None:
    """A meeting lies within the days of its batch. ``dates`` are those days in words."""
    if starts_on < batch.starts_on or ends_on > batch.ends_on:
        raise WrongField(field, f"Pertemuan harus di antara tanggal angkatan: {dates}.")


def ensure_span(starts_at: datetime, ends_at: datetime) -> None:
    if ends_at <= starts_at:
        raise WrongField("ends", "Jam selesai harus sesudah jam mulai.")


def ensure_editable(batch: Batch) -> None:
    if batch.status not in (BatchStatus.DRAFT, BatchStatus.PUBLISHED):
        raise IsOver


def ensure_realisable(batch: Batch) -> None:
    """While a batch runs its realisation stands among its other facts; once it is over only that can still change."""
    if batch.status not in OVER:
        raise RuleBroken("Angkatan ini masih berjalan. Isi realisasinya di data angkatan.")


def ensure_in_use(programme: Programme) -> None:
    if programme.archived_at is not None:
        raise IsArchived


def ensure_may_cancel(batch: Batch, *, settled: int) -> None:
    """``settled`` people have a result already, of a closing that stopped on its way."""
    if batch.status == BatchStatus.CANCELLED:
        raise IsOver("Angkatan ini sudah dibatalkan. Semua pendaftar sudah diberi tahu.")
    if batch.status == BatchStatus.DRAFT:
        raise IsOver("Angkatan ini masih rancangan dan belum ada pendaftar. Hapus saja rancangannya.")
    if batch.status != BatchStatus.PUBLISHED:
        raise IsOver("Angkatan ini sudah ditutup, jadi tidak bisa dibatalkan lagi.")
    if settled:
        raise IsOver(
            f"Penutupan angkatan ini sudah dimulai: hasil {settled} peserta sudah tetap, jadi tidak bisa dibatalkan "
            "lagi. Lanjutkan penutupannya."
        )


def ensure_reservations_fit(kept: Sequence[KeptSeats], seats_left: int) -> None:
    """What is kept for units and not yet taken must still be free."""
    open_seats = sum(one.open for one in kept)
    if open_seats > seats_left:
        raise WrongField(
            "seats", f"Jatah yang belum terisi {open_seats} kursi, padahal tinggal {seats_left} yang kosong."
        )


def pattern_days(first: date, last: date, weekdays: Iterable[int], left_out: Iterable[date]) -> list[date]:
    """The days between two, both included, that fall on the weekdays (0 is Monday) and are not left out."""
    wanted, skipped = set(weekdays), set(left_out)
    days = (first + timedelta(days=count) for count in range((last - first).days + 1))
    return [day for day in days if day.weekday() in wanted and day not in skipped]


def same_weekday_next_year(day: date) -> date:
    """A year later on the same day of the week: 52 weeks."""
    return day + timedelta(weeks=52)


def expiry(issued_on: date, months: int | None) -> date | None:
    """Until when a certificate counts: the day so many months later, or the last of a shorter month."""
    if months is None:
        return None
    year, month = divmod(issued_on.year * 12 + issued_on.month - 1 + months, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=issued_on.day - 1), following - timedelta(days=1))


@dataclass(frozen=True)
class Missing:
    """What a draft still lacks: a sentence, and where to mend it (a key the page knows the address of)."""

    text: str
    where: str


def missing_for_publication(
    batch: Batch, programme: Programme, *, subjects: int, meetings: Sequence[tuple[datetime, datetime]], at: datetime
) -> list[Missing]:
    """Everything that must be there before people may enrol, in the order one would mend it."""
    asked = [
        (programme.archived_at is None, "Programnya sudah diarsipkan. Pulihkan programnya.", "programme"),
        (subjects > 0, "Program ini belum punya mata pelatihan.", "subjects"),
        (bool(batch.place), "Tempat belum diisi.", "place"),
        (bool(batch.city), "Kota belum diisi.", "city"),
        (batch.ends_on >= at.date(), "Tanggal angkatan sudah lewat.", "starts_on"),
        (bool(meetings), "Belum ada pertemuan.", "schedule"),
        (all(start > at for start, _end in meetings), "Ada pertemuan yang waktunya sudah lewat.", "schedule"),
        (batch.enrolment_closes_at > at, "Batas pendaftaran sudah lewat.", "enrolment_closes_at"),
        (batch.lesson_hours > 0, "JP angkatan ini masih nol.", "hours"),
    ]
    return [Missing(text, where) for is_there, text, where in asked if not is_there]


def may_see(audience: str, batch: Batch, status: str | None, *, runs_training: bool, day: date) -> bool:
    """Whether somebody with this place in a batch may open a document of it on a day of their own calendar."""
    if runs_training:
        return True
    if batch.status == BatchStatus.DRAFT:
        return False
    took_part = status in TOOK_PART
    match Audience(audience):
        case Audience.EVERYBODY:
            return True
        case Audience.PARTICIPANTS:
            return took_part
        case Audience.AFTERWARDS:
            return took_part and (batch.status == BatchStatus.CLOSED or day > batch.ends_on)
        case _:
            return False


class ManagedState(StrEnum):
    """Which batches whoever runs training looks at."""

    UNFINISHED = ""
    TO_CLOSE = "menunggu"
    DRAFT = "rancangan"
    CLOSED = "ditutup"
    CANCELLED = "dibatalkan"
    ALL = "semua"

    @property
    def is_latest_first(self) -> bool:
        """What is still to do begins with the oldest, what is over with the newest."""
        return self in (ManagedState.CLOSED, ManagedState.CANCELLED, ManagedState.ALL)
