"""Words for mails, for what they are about, and for how they come."""

from app.notifications.models import Delivery, LetterGroup, MailStatus

MAIL = {
    MailStatus.WAITING: ("Menunggu dikirim", "wait"),
    MailStatus.SENT: ("Terkirim", "good"),
    MailStatus.FAILED: ("Ditolak", "bad"),
    MailStatus.HELD: ("Menunggu ringkasan", "info"),
    MailStatus.GATHERED: ("Masuk ringkasan", ""),
}
GROUPS = {
    LetterGroup.ACCOUNT: "Akun dan keamanan",
    LetterGroup.APPROVALS: "Persetujuan",
    LetterGroup.SEATS: "Kursi dan jadwal",
    LetterGroup.QUEUE: "Permohonan dan daftar tunggu",
    LetterGroup.RESULTS: "Hasil dan sertifikat",
    LetterGroup.DATA: "Data dan impor",
    LetterGroup.SOSIALISASI: "Sosialisasi",
    LetterGroup.DIGEST: "Ringkasan mingguan",
}
DELIVERIES = {
    Delivery.NOW: "Langsung",
    Delivery.WEEKLY: "Ringkasan Senin",
    Delivery.NONE: "Tanpa email",
}
