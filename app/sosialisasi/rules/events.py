"""What may happen with a sosialisasi, its rounds and its invitations, and when."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from app.base.errors import RuleBroken, WrongField
from app.sosialisasi.facts.events import EventFacts, RoundFacts
from app.sosialisasi.models import (
    InvitationStatus,
    MaterialAccess,
    RoundStatus,
    SosialisasiStatus,
)

LONGEST_ROUND = timedelta(hours=24)
LINES_AT_MOST = 30
REMIND_BEFORE = (timedelta(days=3), timedelta(days=1))
REMIND_AGAIN = timedelta(hours=24)
# Whoever is in one of these states keeps the hour of the round free.
EXPECTED = frozenset({InvitationStatus.INVITED, InvitationStatus.ACCEPTED, InvitationStatus.WAITING})


class NotNow(RuleBroken):
    """Something that is over, or has not begun."""


class NobodyInvited(RuleBroken):
    message = "Belum ada seorang pun dalam sasaran putaran ini. Tambahkan unit, jenjang, jabatan, atau orangnya dulu."
    heading = "Sasaran masih kosong"


class TwoAtOnce(RuleBroken):
    heading = "Ada undangan yang waktunya sama"


class TooLate(RuleBroken):
    heading = "Waktu menjawab sudah lewat"


def ensure_may_change(status: str) -> None:
    """Raises NotNow for an event that is over or was called off."""
    if status in (SosialisasiStatus.DONE, SosialisasiStatus.CANCELLED):
        words = "dibatalkan" if status == SosialisasiStatus.CANCELLED else "selesai"
        raise NotNow(
            f"Sosialisasi ini sudah {words}, jadi tidak bisa diubah lagi. Salin menjadi yang baru kalau perlu."
        )


def ensure_may_attach(status: str) -> None:
    """Materials still come after it is over, but not where it was called off."""
    if status == SosialisasiStatus.CANCELLED:
        raise NotNow("Sosialisasi ini dibatalkan, jadi tidak menerima berkas lagi.")


def ensure_event(facts: EventFacts) -> None:
    """Raises WrongField for what cannot be."""
    if facts.gives_hours and not facts.form_code:
        raise WrongField("form_code", "Pilih bentuk pengembangannya, supaya JP bisa dihitung.")
    if facts.realised is not None and facts.budget is None:
        raise WrongField("budget", "Isi anggarannya juga, supaya realisasinya bisa dibandingkan.")


def ensure_round(facts: RoundFacts, *, at: datetime, taken: int = 0, moved: bool = True) -> None:
    """Raises WrongField for a round that cannot be held. ``moved``: its time is new, so it must lie ahead."""
    if moved and facts.starts_at <= at:
        raise WrongField("starts_at", "Waktu mulainya sudah lewat. Pilih waktu yang akan datang.")
    if facts.ends_at <= facts.starts_at:
        raise WrongField("ends_at", "Jam selesai harus sesudah jam mulai.")
    if facts.ends_at - facts.starts_at > LONGEST_ROUND:
        raise WrongField("ends_at", "Satu putaran paling lama 24 jam. Buat putaran lain untuk hari berikutnya.")
    if not facts.place and not facts.online_url:
        raise WrongField("place", "Isi tempatnya, atau tautan pertemuan daringnya.")
    if facts.online_url and not _is_address(facts.online_url):
        raise WrongField("online_url", "Tulis tautan lengkap, diawali https://.")
    if facts.seats is not None and facts.seats < max(taken, 1):
        raise WrongField("seats", _too_few(taken))
    _ensure_reply_by(facts, at, moved=moved)


def _too_few(taken: int) -> str:
    if not taken:
        return "Isi paling sedikit 1 kursi, atau kosongkan kalau tidak dibatasi."
    return f"Sudah {taken} orang menyatakan hadir, jadi kursi tidak bisa kurang dari {taken}."


def _ensure_reply_by(facts: RoundFacts, at: datetime, *, moved: bool) -> None:
    if facts.reply_by is None:
        return
    if facts.reply_by > facts.starts_at:
        raise WrongField("reply_by", "Batas menjawab harus sebelum putaran dimulai.")
    if moved and facts.reply_by <= at:
        raise WrongField("reply_by", "Batas menjawab sudah lewat. Pilih waktu yang akan datang.")


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("https", "http") and bool(parts.hostname) and " " not in text


def ensure_may_plan(status: str) -> None:
    """Whether a round may still be changed. Raises NotNow."""
    if status == RoundStatus.CANCELLED:
        raise NotNow("Putaran ini sudah dibatalkan.")
    if status == RoundStatus.HELD:
        raise NotNow("Putaran ini sudah terlaksana, jadi waktu dan tempatnya tetap.")


def ensure_may_choose(status: str) -> None:
    """The audience is chosen until the invitations go out."""
    if status != RoundStatus.PLANNED:
        raise NotNow("Undangan sudah dikirim, jadi sasarannya tetap. Yang menyusul bisa diundang satu per satu.")


def ensure_may_invite(event_status: str, round_status: str, starts_at: datetime, at: datetime) -> None:
    if event_status not in (SosialisasiStatus.DRAFT, SosialisasiStatus.OPEN):
        raise NotNow("Sosialisasi ini sudah berakhir, jadi tidak ada lagi yang diundang.")
    if round_status != RoundStatus.PLANNED:
        raise NotNow("Undangan putaran ini sudah dikirim atau putarannya dibatalkan.")
    if starts_at <= at:
        raise NotNow("Putaran ini sudah mulai. Pindahkan waktunya dulu, lalu kirim undangannya.")


def ensure_reply_by(reply_by: datetime | None, at: datetime) -> None:
    """Nobody is asked to answer by an hour that is over."""
    if reply_by is not None and reply_by <= at:
        raise NotNow("Batas menjawab sudah lewat. Ubah dulu batasnya di putaran ini.")


def ensure_may_invite_later(status: str, starts_at: datetime, at: datetime) -> None:
    if status != RoundStatus.INVITED:
        raise NotNow("Yang menyusul baru bisa diundang sesudah undangan putaran ini dikirim.")
    if starts_at <= at:
        raise NotNow("Putaran ini sudah mulai. Yang terlewat bisa diundang ke putaran berikutnya.")


def ensure_may_remind(status: str, starts_at: datetime, reply_by: datetime | None, at: datetime) -> None:
    if status != RoundStatus.INVITED or starts_at <= at:
        raise NotNow("Hanya putaran yang masih menunggu jawaban yang bisa diingatkan.")
    if reply_by is not None and reply_by <= at:
        raise TooLate("Batas menjawab sudah lewat, jadi mengingatkan tidak menolong lagi.")


def ensure_no_clash(names: Sequence[str], total: int) -> None:
    """Nobody is asked to be in two places at once. Raises TwoAtOnce with some of their names."""
    if total:
        more = f" dan {total - len(names)} orang lagi" if total > len(names) else ""
        raise TwoAtOnce(
            f"{', '.join(names)}{more} sudah diundang ke putaran lain pada jam yang sama. "
            "Pindahkan waktunya, atau centang untuk melewati mereka."
        )


def lies_ahead(status: str, starts_at: datetime, at: datetime) -> bool:
    """Whether a round has not been: nobody could have come to it yet."""
    return status in (RoundStatus.PLANNED, RoundStatus.INVITED) and starts_at > at


def ensure_may_hold(status: str, ends_at: datetime, at: datetime) -> None:
    if status == RoundStatus.CANCELLED:
        raise NotNow("Putaran ini sudah dibatalkan.")
    if status == RoundStatus.HELD:
        raise NotNow("Putaran ini sudah ditandai terlaksana.")
    if ends_at > at:
        raise NotNow("Putaran ini belum selesai. Tandai sesudah jam selesainya.")


def ensure_may_print(status: str, *, has_letter: bool) -> None:
    """Letters to hand over are printed while the round lies ahead and once its letter has a number."""
    if status != RoundStatus.INVITED:
        raise NotNow("Surat undangan hanya dicetak untuk putaran yang masih akan diadakan.")
    if not has_letter:
        raise NotNow("Surat undangan putaran ini masih disiapkan. Coba lagi sebentar.")


def ensure_may_correct(status: str, *, is_closing: bool) -> None:
    """Whether somebody was there is put right one by one once the round is closed; before that, on its list."""
    if status != RoundStatus.HELD:
        raise NotNow("Putaran ini belum ditutup, jadi kehadirannya diubah langsung di daftar hadir.")
    if is_closing:
        raise NotNow("Putaran ini sedang ditutup. Tunggu sampai selesai, lalu koreksi.")


def ensure_may_answer(
    status: str, round_status: str, starts_at: datetime, reply_by: datetime | None, at: datetime
) -> None:
    """Raises NotNow or TooLate where an answer would not help any more."""
    if round_status == RoundStatus.CANCELLED:
        raise NotNow("Putaran ini dibatalkan, jadi tidak perlu dijawab.")
    if status in (InvitationStatus.DELEGATED, InvitationStatus.MOVED):
        raise NotNow("Undangan ini sudah dialihkan, jadi jawabannya tetap.")
    if starts_at <= at or round_status == RoundStatus.HELD:
        raise TooLate("Acaranya sudah mulai, jadi jawaban tidak bisa diubah lagi.")
    if reply_by is not None and reply_by <= at:
        raise TooLate("Batas menjawab sudah lewat. Hubungi penyelenggara; Anda tetap boleh datang.")


def has_seat(seats: int | None, taken: int) -> bool:
    return seats is None or taken < seats


def may_open(access: str, ends_at: datetime, at: datetime) -> bool:
    """Whether somebody invited may open a material yet."""
    return access == MaterialAccess.BEFORE or (access == MaterialAccess.AFTERWARDS and ends_at <= at)


def reminder_mark(reply_by: datetime, at: datetime) -> datetime | None:
    """Since when a reminder is due: the latest of the days before ``reply_by`` that has come; None before all."""
    if at >= reply_by:
        return None
    come = [reply_by - before for before in REMIND_BEFORE if reply_by - before <= at]
    return max(come, default=None)
