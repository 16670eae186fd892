"""Indonesian words for sosialisasi."""

from app.sosialisasi.models import (
    AudienceKind,
    InvitationStatus,
    MaterialAccess,
    RoundStatus,
    SosialisasiStatus,
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


def round_name(number: int) -> str:
    return f"Putaran {number}"
