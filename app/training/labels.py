"""Indonesian words for batches and enrolments."""

from datetime import date, datetime
from typing import Any

from app.training.models import BatchStatus, EnrolmentPolicy, EnrolmentStatus

STATUSES = {
    EnrolmentStatus.REQUESTED: ("Menunggu persetujuan atasan", "wait"),
    EnrolmentStatus.REJECTED: ("Tidak disetujui atasan", "bad"),
    EnrolmentStatus.CONFIRMED: ("Terdaftar", "good"),
    EnrolmentStatus.WAITLISTED: ("Daftar tunggu", "wait"),
    EnrolmentStatus.OFFERED: ("Ada kursi untuk Anda", "info"),
    EnrolmentStatus.DECLINED: ("Tawaran ditolak", ""),
    EnrolmentStatus.EXPIRED: ("Lewat waktu", ""),
    EnrolmentStatus.WITHDRAWN: ("Dibatalkan", ""),
    EnrolmentStatus.PASSED: ("Lulus", "good"),
    EnrolmentStatus.FAILED: ("Belum lulus", "bad"),
    EnrolmentStatus.NO_SHOW: ("Tidak hadir", "bad"),
}
BATCHES = {
    BatchStatus.DRAFT: ("Rancangan", ""),
    BatchStatus.PUBLISHED: ("Dibuka", "info"),
    BatchStatus.CLOSING: ("Sedang ditutup", "wait"),
    BatchStatus.CLOSED: ("Selesai", "good"),
    BatchStatus.CANCELLED: ("Dibatalkan", "bad"),
}
POLICIES = {
    EnrolmentPolicy.OPEN: "Langsung dapat kursi selama masih ada.",
    EnrolmentPolicy.SUPERIOR: "Perlu persetujuan atasan.",
}
MODES = {"classical": "Klasikal", "nonclassical": "Nonklasikal", "formal": "Pendidikan"}
QUEUE_RULE = "Urutan menurut waktu masuk daftar tunggu: yang lebih dulu, lebih dulu ditawari."


def enrolled(status: str, *, rank: int = 0, superior: str = "") -> str:
    """What the person reads right after enrolling."""
    match EnrolmentStatus(status):
        case EnrolmentStatus.REQUESTED:
            return f"Permohonan Anda sudah dikirim ke {superior}."
        case EnrolmentStatus.WAITLISTED:
            return f"Kursi sudah penuh. Anda masuk daftar tunggu, urutan {rank}."
        case _:
            return "Anda terdaftar."


def batch_state(status: str, ends_on: date, today: date) -> tuple[str, str]:
    """Where a batch stands, for whoever runs it: one that is over but not closed asks for attention."""
    if status == BatchStatus.PUBLISHED and ends_on < today:
        return "Menunggu ditutup", "wait"
    return BATCHES[BatchStatus(status)]


def availability(row: Any, at: datetime) -> tuple[str, str, datetime | None]:
    """What the catalogue says of a batch: words, tone, and when enrolment opens where that is still to come."""
    free = row.seats - row.seats_taken
    if row.mine:
        return *STATUSES[EnrolmentStatus(row.mine)], None
    if row.status != BatchStatus.PUBLISHED:
        return *BATCHES[BatchStatus(row.status)], None
    if at < row.enrolment_opens_at:
        return "Dibuka", "", row.enrolment_opens_at
    if at >= row.enrolment_closes_at:
        return "Pendaftaran tutup", "", None
    return (f"{free} kursi tersisa", "good", None) if free > 0 else ("Penuh, bisa antre", "wait", None)


def batch_name(title: str, number: int) -> str:
    return f"{title}, Angkatan {number}"


def file_name(title: str, number: int, year: int) -> str:
    plain = "".join(c if c.isalnum() else "-" for c in title.lower())
    return f"sertifikat-{'-'.join(filter(None, plain.split('-')))[:60]}-angkatan-{number}-{year}.zip"
