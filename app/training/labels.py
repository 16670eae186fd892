"""Indonesian words for batches and enrolments."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from app.base import wording
from app.competency.models import DevelopmentForm, JpRule
from app.training.models import Audience, BatchStatus, CalendarKind, EnrolmentPolicy, EnrolmentStatus

STATUSES = {
    EnrolmentStatus.REQUESTED: ("Menunggu persetujuan atasan", "wait"),
    EnrolmentStatus.APPROVED: ("Menunggu keputusan panitia", "wait"),
    EnrolmentStatus.REJECTED: ("Tidak disetujui", "bad"),
    EnrolmentStatus.CONFIRMED: ("Terdaftar", "good"),
    EnrolmentStatus.WAITLISTED: ("Daftar tunggu", "wait"),
    EnrolmentStatus.OFFERED: ("Ada kursi untuk Anda", "info"),
    EnrolmentStatus.DECLINED: ("Tawaran ditolak", ""),
    EnrolmentStatus.EXPIRED: ("Lewat waktu", ""),
    EnrolmentStatus.WITHDRAWN: ("Dibatalkan", ""),
    EnrolmentStatus.PASSED: ("Lulus", "good"),
    EnrolmentStatus.FAILED: ("Belum lulus", "bad"),
    EnrolmentStatus.NO_SHOW: ("Tidak hadir", "bad"),
    EnrolmentStatus.CANCELLED: ("Angkatan dibatalkan", "bad"),
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
    EnrolmentPolicy.TWO_STEPS: "Perlu persetujuan atasan, lalu panitia.",
    EnrolmentPolicy.NOMINATED: "Hanya untuk yang diusulkan unit kerjanya.",
}
AUDIENCES = {
    Audience.EVERYBODY: "Semua pegawai",
    Audience.PARTICIPANTS: "Peserta",
    Audience.AFTERWARDS: "Peserta, setelah angkatan selesai",
    Audience.ORGANISERS: "Panitia saja",
}
CALENDARS = {
    CalendarKind.PERSON: "Pelatihan saya",
    CalendarKind.UNIT: "Pelatihan sebuah unit",
    CalendarKind.BATCH: "Satu angkatan",
}
JP_UNITS = {
    JpRule.PROGRAMME_HOURS: "jumlah JP mata pelatihan",
    JpRule.PER_DAY: "JP per hari",
    JpRule.PER_DAY_CAPPED: "JP per hari paling banyak",
    JpRule.PER_SESSION: "JP per sesi",
    JpRule.PER_ACTIVITY: "JP per kegiatan",
    JpRule.PER_SEMESTER: "JP per semester",
    JpRule.MANUAL: "JP ditetapkan panitia",
}
PERIODS = {"day": "hari", "month": "bulan"}
MODES = {"classical": "Klasikal", "nonclassical": "Nonklasikal", "formal": "Pendidikan"}
QUEUE_RULE = "Urutan menurut waktu masuk daftar tunggu: yang lebih dulu, lebih dulu ditawari."


def enrolled(status: str, *, rank: int = 0, superior: str = "") -> str:
    """What the person reads right after enrolling."""
    match EnrolmentStatus(status):
        case EnrolmentStatus.REQUESTED:
            return f"Permohonan Anda sudah dikirim ke {superior}."
        case EnrolmentStatus.APPROVED:
            return "Pendaftaran Anda sudah masuk. Panitia memeriksanya lebih dulu."
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
    if row.policy == EnrolmentPolicy.NOMINATED:
        return "Lewat usulan unit", "", None
    if at < row.enrolment_opens_at:
        return "Dibuka", "", row.enrolment_opens_at
    if at >= row.enrolment_closes_at:
        return "Pendaftaran tutup", "", None
    return (f"{free} kursi tersisa", "good", None) if free > 0 else ("Penuh, bisa antre", "wait", None)


def batch_name(title: str, number: int) -> str:
    return f"{title}, Angkatan {number}"


def jp_rule(form: DevelopmentForm) -> str:
    """How the hours of a form are counted: "4 JP per hari"."""
    rule = JpRule(form.jp_rule)
    if rule in (JpRule.PROGRAMME_HOURS, JpRule.MANUAL):
        return JP_UNITS[rule][0].upper() + JP_UNITS[rule][1:]
    cap = ""
    if rule == JpRule.PER_SESSION and form.cap_value is not None:
        cap = f", yang diakui paling banyak {wording.number(form.cap_value)} sesi per {PERIODS[form.cap_period]}"
    return f"{wording.number(form.jp_per_unit or Decimal(0))} {JP_UNITS[rule]}{cap}"


def rupiah(amount: Decimal | None) -> str:
    """Rp 1.250.000"""
    return "–" if amount is None else f"Rp\u00a0{wording.number(amount)}"


def rupiah_rounded(amount: Decimal) -> str:
    """Rp 526,2 juta"""
    for size, words in ((Decimal(1_000_000_000), "miliar"), (Decimal(1_000_000), "juta")):
        if amount >= size:
            return f"Rp\u00a0{wording.number((amount / size).quantize(Decimal('0.1')))} {words}"
    return rupiah(amount)


def file_name(title: str, number: int, year: int) -> str:
    plain = "".join(c if c.isalnum() else "-" for c in title.lower())
    return f"sertifikat-{'-'.join(filter(None, plain.split('-')))[:60]}-angkatan-{number}-{year}.zip"
