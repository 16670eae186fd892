"""Words for being there, and for a code that was not accepted."""

from app.attendance.models import AbsenceStatus, AttendanceMethod, AttendanceStatus, Refusal, WalkInStatus
from app.attendance.papers import Paper
from app.attendance.rules.shares import Outlook, Prospect

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
METHODS = {
    AttendanceMethod.CODE: "dengan kode",
    AttendanceMethod.LIST: "dicatat panitia",
    AttendanceMethod.SCAN: "dipindai panitia",
    AttendanceMethod.EXCUSE: "izin diterima panitia",
    AttendanceMethod.GUEST: "datang tanpa mendaftar",
}
WALK_INS = {
    WalkInStatus.OPEN: ("Belum dikenali", "wait"),
    WalkInStatus.PERSON: ("Sudah dikenali", "good"),
    WalkInStatus.GUEST: ("Tamu", "info"),
}
ABSENCES = {
    AbsenceStatus.ANNOUNCED: ("Mengabarkan tidak hadir", "info"),
    AbsenceStatus.WAITING: ("Izin menunggu keputusan", "wait"),
    AbsenceStatus.ACCEPTED: ("Izin diterima", "good"),
    AbsenceStatus.REFUSED: ("Izin ditolak", "bad"),
    AbsenceStatus.TAKEN_BACK: ("Kabar ditarik", ""),
}
REFUSALS = {
    Refusal.WRONG_CODE: "Kode tidak cocok. Lihat kode yang tampil di layar sekarang, lalu ketik lagi.",
    Refusal.OLD_CODE: "Kode itu sudah berganti. Pakai kode yang tampil di layar sekarang.",
    Refusal.OTHER_MEETING: "Kode itu milik pertemuan lain. Pindai layar di ruangan pertemuan ini.",
    Refusal.TOO_EARLY: "Absen pertemuan ini belum dibuka. Coba lagi mendekati waktu mulai.",
    Refusal.OVER: "Pertemuan ini sudah selesai. Hubungi panitia supaya kehadiran Anda dicatat dari daftar.",
    Refusal.UNREADABLE: "Ini bukan kode peserta Penata. Minta peserta membuka halaman Kode saya.",
    Refusal.AMBIGUOUS: "Kode ketik ini cocok untuk lebih dari satu orang. Pindai gambarnya, atau tandai dari daftar.",
    Refusal.NOT_EXPECTED: "Orang ini bukan peserta pertemuan ini. Kalau tetap ikut, catat sebagai tamu.",
    Refusal.OTHER_LIST: "Daftar di halaman pindai milik pertemuan lain. Buka halaman pindai pertemuan ini.",
    Refusal.OWN_CODE: "Kehadiran Anda sendiri dicatat oleh petugas lain.",
    Refusal.CLOSED: "Kehadiran sudah ditutup, jadi tidak bisa ditambah lagi.",
}
# Why, in the organiser's list.
REASONS = {
    Refusal.WRONG_CODE: "Kode tidak cocok",
    Refusal.OLD_CODE: "Kode sudah lewat waktu",
    Refusal.OTHER_MEETING: "Kode milik pertemuan lain",
    Refusal.TOO_EARLY: "Absen belum dibuka",
    Refusal.OVER: "Pertemuan sudah selesai",
    Refusal.UNREADABLE: "Bukan kode peserta",
    Refusal.AMBIGUOUS: "Kode ketik cocok untuk dua orang",
    Refusal.NOT_EXPECTED: "Bukan peserta",
    Refusal.OTHER_LIST: "Dipindai dengan daftar pertemuan lain",
    Refusal.OWN_CODE: "Kode petugas yang memindai",
    Refusal.CLOSED: "Kehadiran sudah ditutup",
}
# The same in the words of whoever scans, where those of the participant would mislead.
SCAN_REFUSALS = REFUSALS | {
    Refusal.WRONG_CODE: "Kode ini tidak asli, atau salah ketik. Minta peserta membuka halaman Kode saya lagi.",
    Refusal.OLD_CODE: "Kode ini sudah lewat waktu. Mungkin gambar kiriman; minta peserta membuka halaman Kode saya.",
    Refusal.OTHER_MEETING: "Kode ini untuk pertemuan lain. Minta peserta membuka Kode saya untuk pertemuan ini.",
    Refusal.TOO_EARLY: "Absen pertemuan ini belum dibuka waktu kode dipindai.",
    Refusal.OVER: "Pertemuan ini sudah selesai waktu kode dipindai. Kalau orangnya hadir, tandai dari daftar.",
}
PAPERS = {Paper.A4: "A4", Paper.F4: "F4"}
PROSPECTS = {
    Prospect.ENOUGH: ("Kehadiran cukup", "good"),
    Prospect.BELOW: ("Di bawah syarat, masih bisa dikejar", "wait"),
    Prospect.LOST: ("Syarat kehadiran tidak tercapai lagi", "bad"),
}


def outlook(one: Outlook) -> str:
    """What somebody's attendance comes to, in a sentence: what was missed, what is asked, what is still possible."""
    asked = -(-one.minimum * one.meetings // 100)
    missed = f"Tidak hadir {one.missed} dari {one.meetings} pertemuan, syaratnya hadir paling sedikit {asked}."
    left = one.meetings - one.decided
    if one.prospect is Prospect.LOST:
        return f"{missed} Paling banyak bisa hadir {one.at_best} kali." if left else missed
    needed = asked - one.attended
    return f"{missed} Masih bisa tercapai: hadiri paling sedikit {needed} dari {left} pertemuan yang tersisa."
