"""Indonesian words for sosialisasi."""

from app.attendance.models import AttendanceStatus
from app.sosialisasi.models import (
    AskedKind,
    AskedWhen,
    AudienceKind,
    CheckStatus,
    InvitationStatus,
    LetterChoice,
    MaterialAccess,
    Phase,
    QuestionStatus,
    RoundStatus,
    SosialisasiStatus,
    Which,
)

STATUSES = {
    SosialisasiStatus.DRAFT: ("Rancangan", ""),
    SosialisasiStatus.OPEN: ("Berjalan", "info"),
    SosialisasiStatus.DONE: ("Selesai", "good"),
    SosialisasiStatus.CANCELLED: ("Dibatalkan", "bad"),
}
ROUNDS = {
    RoundStatus.PLANNED: ("Disiapkan", ""),
    RoundStatus.INVITED: ("Undangan terkirim", "info"),
    RoundStatus.HELD: ("Terlaksana", "good"),
    RoundStatus.CANCELLED: ("Dibatalkan", "bad"),
}
AUDIENCES = {
    AudienceKind.INITIATIVE: "Semua yang terdampak suatu inisiatif",
    AudienceKind.SUBTREE: "Satu unit dan semua di bawahnya",
    AudienceKind.UNIT: "Satu unit saja",
    AudienceKind.TIER: "Satu jenjang jabatan",
    AudienceKind.POSITION: "Pemegang satu jabatan",
    AudienceKind.MISSED: "Yang terdampak tetapi belum hadir di putaran sebelumnya",
    AudienceKind.PERSON: "Satu orang",
}
INVITATIONS = {
    InvitationStatus.INVITED: ("Belum menjawab", "wait"),
    InvitationStatus.ACCEPTED: ("Akan hadir", "good"),
    InvitationStatus.DECLINED: ("Tidak hadir", "bad"),
    InvitationStatus.DELEGATED: ("Mengirim wakil", "info"),
    InvitationStatus.WAITING: ("Menunggu kursi", "wait"),
    InvitationStatus.MOVED: ("Pindah putaran", ""),
}
ACCESS = {
    MaterialAccess.BEFORE: "Sejak diundang",
    MaterialAccess.AFTERWARDS: "Sesudah putarannya selesai",
    MaterialAccess.ORGANISERS: "Hanya penyelenggara",
}
ASKED = {AskedKind.QUESTION: "Pertanyaan", AskedKind.ASPIRATION: "Aspirasi"}
QUESTIONS = {
    QuestionStatus.OPEN: ("Belum dijawab", "wait"),
    QuestionStatus.ANSWERED: ("Dijawab", "info"),
    QuestionStatus.PUBLISHED: ("Terbit", "good"),
}
WHEN = {
    AskedWhen.BEFORE: "sebelum acara",
    AskedWhen.DURING: "saat acara",
    AskedWhen.AFTER: "sesudah acara",
}
CHECKS = {
    CheckStatus.DRAFT: ("Disiapkan", ""),
    CheckStatus.BEFORE: ("Diisi sebelum acara", "info"),
    CheckStatus.AFTER: ("Diisi sesudah acara", "info"),
    CheckStatus.CLOSING: ("Sedang ditutup", "wait"),
    CheckStatus.CLOSED: ("Ditutup", "good"),
}
PHASES = {Phase.BEFORE: "Sebelum", Phase.AFTER: "Sesudah"}
BANDS = {
    "loss": "turun",
    "none": "tetap",
    "low": "rendah",
    "medium": "sedang",
    "high": "tinggi",
}
WHICH = {
    Which.EVERY: "Semua",
    Which.OPEN: "Belum dijawab",
    Which.OVERDUE: "Lewat batas",
    Which.ANSWERED: "Dijawab",
    Which.PUBLISHED: "Terbit",
    Which.HIDDEN: "Disembunyikan",
}

CAME = {
    None: "diundang, tidak tercatat hadir",
    AttendanceStatus.PRESENT: "hadir",
    AttendanceStatus.LATE: "datang terlambat",
    AttendanceStatus.EXCUSED: "izin",
    AttendanceStatus.ABSENT: "tidak hadir",
}
CORRECTED = (
    (AttendanceStatus.PRESENT, "Hadir"),
    (AttendanceStatus.LATE, "Hadir, datang terlambat"),
    (AttendanceStatus.ABSENT, "Tidak hadir"),
)

LETTERS = {
    LetterChoice.NO_MAIL: "Yang tidak punya alamat email",
    LetterChoice.SILENT: "Yang belum menjawab",
    LetterChoice.EVERYBODY: "Semua yang diundang",
}


def came(status: AttendanceStatus | None) -> str:
    return CAME[status]


def round_name(number: int) -> str:
    return f"Putaran {number}"


def supporters(votes: int) -> str:
    return f"{votes} dukungan" if votes else "Belum ada dukungan"
