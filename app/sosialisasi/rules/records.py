"""When minutes, the signed record, photos and the report of a sosialisasi may be written. Pure."""

from datetime import datetime

from app.base.errors import RuleBroken, WrongField
from app.sosialisasi.facts.records import MinutesFacts, RecordContent
from app.sosialisasi.models import RoundStatus

PHOTOS_AT_MOST = 40


class NotYet(RuleBroken):
    """Something that has to wait for another thing."""


class Final(RuleBroken):
    heading = "Sudah tetap"


class Missing(RuleBroken):
    heading = "Belum lengkap"


def ensure_may_write(round_status: str, starts_at: datetime, at: datetime) -> None:
    """Minutes, record and photos tell of a round that took place."""
    if round_status == RoundStatus.CANCELLED:
        raise NotYet("Putaran ini dibatalkan, jadi tidak ada yang dicatat.")
    if starts_at > at:
        raise NotYet("Putaran ini belum mulai. Catat sesudah acaranya berjalan.")


def ensure_minutes_open(finalised_at: datetime | None) -> None:
    if finalised_at is not None:
        raise Final("Notulen ini sudah ditetapkan, jadi tidak bisa diubah lagi.")


def ensure_may_finalise(facts: MinutesFacts) -> None:
    if not facts.points:
        raise Missing("Notulen ini belum berisi satu butir pun. Tambahkan butirnya dulu.")
    if not facts.taken_by:
        raise WrongField("taken_by", "Isi nama notulis, supaya jelas siapa yang mencatat.")


def ensure_record_open(number: str | None) -> None:
    if number is not None:
        raise Final(f"Berita acara ini sudah terbit dengan nomor {number}, jadi isinya tetap.")


def missing_of(content: RecordContent) -> list[str]:
    """What a record still lacks before it can be issued."""
    wanted = (
        (content.chair.name and content.chair.title, "nama dan jabatan pimpinan"),
        (content.secretary.name and content.secretary.title, "nama dan jabatan sekretaris"),
        (content.agenda, "agenda"),
        (content.points, "hal yang disepakati"),
    )
    return [words for there, words in wanted if not there]


def ensure_may_issue(content: RecordContent, ends_at: datetime, people: int, at: datetime) -> None:
    """Raises NotYet before the round is over, Missing for what it lacks."""
    if ends_at > at:
        raise NotYet("Putaran ini belum selesai. Terbitkan berita acara sesudah jam selesainya.")
    missing = missing_of(content)
    if not people:
        missing.append("peserta (belum ada yang tercatat hadir)")
    if missing:
        raise Missing(f"Berita acara ini belum berisi {', '.join(missing)}.")


def ensure_room_for_photo(count: int) -> None:
    if count >= PHOTOS_AT_MOST:
        raise WrongField("file", f"Satu putaran paling banyak {PHOTOS_AT_MOST} foto. Hapus yang lama dulu.")
