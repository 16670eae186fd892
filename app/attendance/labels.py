"""Words for being there, and for a code that was not accepted."""

from app.attendance.models import AttendanceMethod, AttendanceStatus, Refusal

STATUSES = {
    AttendanceStatus.PRESENT: "Hadir",
    AttendanceStatus.LATE: "Terlambat",
    AttendanceStatus.EXCUSED: "Izin",
    AttendanceStatus.ABSENT: "Tidak hadir",
}
TONES = {
    AttendanceStatus.PRESENT: "good",
    AttendanceStatus.LATE: "wait",
    AttendanceStatus.EXCUSED: "info",
    AttendanceStatus.ABSENT: "bad",
}
METHODS = {AttendanceMethod.CODE: "dengan kode", AttendanceMethod.LIST: "dicatat panitia"}
REFUSALS = {
    Refusal.WRONG_CODE: "Kode tidak cocok. Lihat kode yang tampil di layar sekarang, lalu ketik lagi.",
    Refusal.OLD_CODE: "Kode itu sudah berganti. Pakai kode yang tampil di layar sekarang.",
    Refusal.OTHER_MEETING: "Kode itu milik pertemuan lain. Pindai layar di ruangan pertemuan ini.",
    Refusal.TOO_EARLY: "Absen pertemuan ini belum dibuka. Coba lagi mendekati waktu mulai.",
    Refusal.OVER: "Pertemuan ini sudah selesai. Hubungi panitia supaya kehadiran Anda dicatat dari daftar.",
}
