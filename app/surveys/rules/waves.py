"""What may be done with a wave, and when. Time is an argument."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from app.base.errors import RuleBroken, WrongField
from app.base.suppression import MINIMUM, MINIMUM_TARGETED
from app.surveys.models import SurveyWave, WaveMode, WaveStatus

LARGEST_MINIMUM = 50
SHORTEST_OPEN = timedelta(hours=1)
LONGEST_OPEN = timedelta(days=92)
REMINDERS_AT_MOST = 3
DAYS_BETWEEN_REMINDERS = 2
REMIND_BEFORE = timedelta(days=2)
ROOM_SECONDS = 4 * 60 * 60
INSTRUMENTS_AT_MOST = 5
LINES_AT_MOST = 200


class NotNow(RuleBroken):
    """What the state of the wave does not allow."""


class NotOpen(RuleBroken):
    heading = "Survei ini sudah ditutup"
    message = "Waktu mengisi survei ini sudah lewat. Yang sudah terkirim tetap dihitung."


class NotReopened(RuleBroken):
    """Opening a wave again would undo what was promised to those who answered."""

    heading = "Gelombang tidak bisa dibuka lagi"
    message = (
        "Begitu ditutup, tautan dan kode semua orang dihapus dan jawabannya diacak. Kalau dibuka lagi, jawaban baru "
        "bisa dibedakan dari yang lama, jadi bisa ditebak siapa penulisnya. Buat gelombang baru untuk bertanya lagi."
    )


class TooOften(RuleBroken):
    heading = "Belum bisa diingatkan"


class TooFew(RuleBroken):
    heading = "Penjawabnya terlalu sedikit"


def ensure_draft(status: str) -> None:
    if status != WaveStatus.DRAFT:
        raise NotNow(
            "Gelombang ini sudah dibuka. Isi, cara menjawab, dan siapa yang ditanya tidak bisa diubah lagi.",
        )


def ensure_sound(minimum_group: int | None, version_ids: Sequence[int]) -> None:
    """Raises WrongField for what no wave may have."""
    if minimum_group is None or not MINIMUM <= minimum_group <= LARGEST_MINIMUM:
        raise WrongField("minimum_group", f"Batas minimal kelompok antara {MINIMUM} dan {LARGEST_MINIMUM} jawaban.")
    if len(version_ids) > INSTRUMENTS_AT_MOST:
        raise WrongField(
            "versions", f"Paling banyak {INSTRUMENTS_AT_MOST} instrumen, supaya tetap selesai dalam tiga menit."
        )


def ensure_draft_to_open(status: str) -> None:
    """Only a draft is opened, and once."""
    if status == WaveStatus.OPENING:
        raise NotNow("Gelombang ini sedang dibuka. Tunggu sampai selesai.")
    if status != WaveStatus.DRAFT:
        raise NotNow("Gelombang ini sudah pernah dibuka.")


def ensure_may_open(wave: SurveyWave, *, people: int, items: int, at: datetime) -> None:
    """Raises NotNow or TooFew with what is still missing."""
    if not items:
        raise NotNow("Pilih dulu instrumennya. Tanpa instrumen tidak ada yang ditanyakan.")
    if not people:
        raise TooFew("Belum ada yang ditanya. Tambahkan dulu siapa penjawabnya.")
    if wave.mode == WaveMode.ANONYMOUS and people < MINIMUM_TARGETED:
        raise TooFew(
            f"Survei tanpa nama perlu paling sedikit {MINIMUM_TARGETED} penjawab; sekarang {people}. Dengan orang "
            "sesedikit itu, siapa menjawab apa bisa ditebak. Tambah penjawab, atau bertanyalah langsung."
        )
    _ensure_time(wave.closes_at, at)


def _ensure_time(closes_at: datetime | None, at: datetime) -> None:
    if closes_at is None:
        raise NotNow("Isi dulu kapan survei ditutup.")
    if closes_at < at + SHORTEST_OPEN:
        raise NotNow("Waktu tutupnya sudah lewat atau kurang dari satu jam lagi. Ubah dulu waktu tutupnya.")
    if closes_at > at + LONGEST_OPEN:
        raise NotNow(f"Survei terbuka paling lama {LONGEST_OPEN.days} hari. Majukan waktu tutupnya.")


def is_open(status: str, closes_at: datetime | None, at: datetime) -> bool:
    return status == WaveStatus.OPEN and (closes_at is None or at < closes_at)


def ensure_open(status: str, closes_at: datetime | None, at: datetime) -> None:
    """Raises NotOpen after the end, NotNow before the beginning."""
    if status in (WaveStatus.DRAFT, WaveStatus.OPENING):
        raise NotNow("Gelombang ini belum dibuka, jadi belum ada yang diundang.")
    if not is_open(status, closes_at, at):
        raise NotOpen


def ensure_may_remind(wave: SurveyWave, at: datetime, day: date) -> None:
    """A few reminders with days between them: a storm makes nobody answer more honestly."""
    ensure_open(wave.status, wave.closes_at, at)
    if wave.reminders >= REMINDERS_AT_MOST:
        raise TooOften(
            f"Sudah {REMINDERS_AT_MOST} kali diingatkan. Lebih sering tidak membuat orang menjawab lebih jujur."
        )
    last = max((one for one in (wave.reminded_on, wave.opened_at and wave.opened_at.date()) if one), default=None)
    if last is not None and (day - last).days < DAYS_BETWEEN_REMINDERS:
        raise TooOften(f"Undangan atau pengingat terakhir belum {DAYS_BETWEEN_REMINDERS} hari lalu. Tunggu dulu.")


def is_to_remind(wave: SurveyWave, at: datetime, day: date) -> bool:
    """Whether the worker reminds by itself: once, when the end is near, unless somebody has just done so."""
    if wave.closes_at is None or not at < wave.closes_at <= at + REMIND_BEFORE:
        return False
    try:
        ensure_may_remind(wave, at, day)
    except (TooOften, NotOpen, NotNow):
        return False
    return wave.reminded_on is None or wave.reminded_on < (wave.closes_at - REMIND_BEFORE).date()


def ensure_may_close(status: str) -> None:
    if status == WaveStatus.DRAFT:
        raise NotNow("Gelombang ini belum dibuka, jadi belum ada yang ditutup.")
    if status == WaveStatus.OPENING:
        raise NotNow("Gelombang ini sedang dibuka. Tunggu sampai selesai, lalu tutup.")


def refuse_reopening(status: str) -> None:
    if status in (WaveStatus.CLOSING, WaveStatus.CLOSED):
        raise NotReopened
    raise NotNow("Gelombang ini belum pernah ditutup.")
