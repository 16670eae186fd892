"""What happened, in words."""

from typing import Any

ACTIONS = {
    "accounts.code.begun": "Kode masuk dipasang",
    "accounts.code.ended": "Kode masuk dilepas",
    "accounts.code.renewed": "Kode cadangan diganti",
    "accounts.code.reset": "Kode masuk dilepas oleh admin",
    "accounts.government.added": "Pemerintah daerah ditambahkan",
    "accounts.government.changed": "Pemerintah daerah diubah",
    "accounts.grant.asked": "Peran diusulkan",
    "accounts.grant.confirmed": "Peran dikonfirmasi",
    "accounts.grant.ended": "Peran diakhiri",
    "accounts.grant.first": "Admin pertama ditetapkan",
    "accounts.grant.followed": "Peran mengikuti unit penerus",
    "accounts.grant.given": "Peran diberikan",
    "accounts.grant.refused": "Usulan peran ditolak",
    "accounts.grant.withdrawn": "Usulan peran ditarik",
    "accounts.grants.exported": "Daftar peran diunduh",
    "accounts.password.asked": "Kata sandi baru diminta",
    "accounts.password.changed": "Kata sandi diganti",
    "accounts.password.set": "Kata sandi diatur lewat tautan",
    "accounts.session.created": "Masuk ke Penata",
    "accounts.session.ended": "Keluar dari Penata",
    "accounts.session.refused": "Gagal masuk",
    "accounts.user.created": "Akun dibuat",
    "accounts.user.invited": "Undangan dikirim",
    "accounts.user.rested": "Akun dinonaktifkan",
    "accounts.user.woken": "Akun diaktifkan lagi",
    "accounts.users.inviting": "Undangan massal dimulai",
    "attendance.marked": "Kehadiran dicatat",
    "audit.exported": "Jejak audit diunduh",
    "certificates.issued": "Sertifikat terbit",
    "competency.assessment.recorded": "Penilaian kompetensi dicatat",
    "competency.competency.added": "Kompetensi ditambahkan ke kamus",
    "competency.competency.changed": "Kompetensi diubah",
    "competency.competency.removed": "Kompetensi dihapus dari kamus",
    "competency.dispute.answered": "Keberatan atas penilaian dijawab",
    "competency.dispute.raised": "Keberatan atas penilaian diajukan",
    "competency.evidence.confirmed": "Bukti kompetensi diterima",
    "competency.evidence.set_aside": "Bukti kompetensi disimpan tanpa mengubah level",
    "competency.hours.credited": "JP dicatat",
    "competency.performance.rated": "Predikat kinerja dicatat",
    "competency.rule.entered": "Versi aturan kompetensi dimasukkan",
    "competency.standard.changed": "Standar jabatan diubah",
    "competency.standard.copied": "Standar jabatan disalin",
    "competency.tier.changed": "Bawaan jenjang diubah",
    "demo.loaded": "Data contoh dimuat",
    "imports.run.applied": "Impor diterapkan",
    "imports.run.created": "Berkas impor diunggah",
    "imports.run.discarded": "Berkas impor dibuang",
    "imports.run.undone": "Impor diurungkan",
    "notifications.choice.changed": "Pilihan email diubah",
    "notifications.mail.resent": "Surat dikirim ulang",
    "notifications.outbox.exported": "Daftar surat diunduh",
    "notifications.sample.sent": "Contoh surat dikirim",
    "organisation.employee.changed": "Data pegawai diubah",
    "organisation.employee.created": "Pegawai dicatat",
    "organisation.employee.deactivated": "Pegawai dinonaktifkan",
    "organisation.placement.created": "Penempatan dibuat",
    "organisation.placement.ended": "Penempatan diakhiri",
    "organisation.position.changed": "Jabatan berubah",
    "organisation.position.closed": "Jabatan ditutup",
    "organisation.position.corrected": "Jabatan diperbaiki",
    "organisation.position.created": "Jabatan dibuat",
    "organisation.unit.closed": "Unit ditutup",
    "organisation.unit.corrected": "Unit diperbaiki",
    "organisation.unit.created": "Unit dibuat",
    "organisation.unit.merged": "Unit digabung",
    "organisation.unit.moved": "Unit pindah induk",
    "organisation.unit.renamed": "Unit berganti nama",
    "organisation.unit.split": "Unit dipecah",
    "privacy.copy.made": "Salinan data sendiri diunduh",
    "privacy.request.created": "Permintaan atas data pribadi diajukan",
    "privacy.request.granted": "Permintaan atas data pribadi dikabulkan",
    "privacy.request.refused": "Permintaan atas data pribadi ditolak",
    "privacy.request.withdrawn": "Permintaan atas data pribadi ditarik",
    "privacy.restriction.lifted": "Pembatasan data dicabut",
    "privacy.retention.swept": "Data lama dihapus menurut masa simpan",
    "training.batch.cancelled": "Angkatan dibatalkan",
    "training.batch.changed": "Angkatan diubah",
    "training.batch.closed": "Angkatan ditutup",
    "training.batch.closing": "Penutupan angkatan dimulai",
    "training.batch.closing_failed": "Penutupan angkatan gagal",
    "training.batch.created": "Rancangan angkatan dibuat",
    "training.batch.deleted": "Rancangan angkatan dihapus",
    "training.batch.published": "Angkatan dibuka",
    "training.batch.rescheduled": "Jadwal angkatan diubah",
    "training.batch.seats_kept": "Jatah kursi unit diubah",
    "training.document.added": "Dokumen diunggah",
    "training.document.removed": "Dokumen dihapus",
    "training.enrolment.admitted": "Pendaftaran diterima panitia",
    "training.enrolment.approved": "Permohonan disetujui",
    "training.enrolment.assignment": "Tugas akhir dicatat",
    "training.enrolment.cancelled": "Pendaftaran berakhir karena angkatan dibatalkan",
    "training.enrolment.created": "Pendaftaran dibuat",
    "training.enrolment.expired": "Pendaftaran lewat waktu",
    "training.enrolment.rejected": "Permohonan ditolak",
    "training.enrolment.scored": "Nilai dicatat",
    "training.enrolment.settled": "Hasil ditetapkan",
    "training.enrolment.withdrawn": "Pendaftaran dibatalkan",
    "training.offer.accepted": "Tawaran kursi diterima",
    "training.offer.declined": "Tawaran kursi ditolak",
    "training.offer.expired": "Tawaran kursi lewat waktu",
    "training.offer.made": "Kursi ditawarkan",
    "training.programme.archived": "Program diarsipkan",
    "training.programme.changed": "Program diubah",
    "training.programme.created": "Program dibuat",
    "training.programme.deleted": "Program dihapus",
    "training.programme.restored": "Program dipulihkan",
}
# The houses an auditor may choose between: the first word of an action.
GROUPS = {
    "accounts": "Akun dan masuk",
    "attendance": "Kehadiran",
    "audit": "Jejak audit",
    "certificates": "Sertifikat",
    "competency": "Kompetensi dan JP",
    "demo": "Data contoh",
    "imports": "Impor data",
    "notifications": "Surat dan pemberitahuan",
    "organisation": "Organisasi dan pegawai",
    "privacy": "Data pribadi",
    "training": "Pelatihan",
}
# What changes no record: coming and going, and taking data away. Left out of "hanya perubahan".
NO_CHANGE = frozenset(
    {
        "accounts.session.created",
        "accounts.session.ended",
        "accounts.session.refused",
        "audit.exported",
        "privacy.copy.made",
    }
)
OBJECTS = {
    "": "",
    "assessment_dispute": "Keberatan penilaian",
    "attendance": "Kehadiran",
    "batch": "Angkatan",
    "batch_document": "Dokumen angkatan",
    "certificate": "Sertifikat",
    "competency": "Kompetensi",
    "competency_evidence": "Bukti kompetensi",
    "competency_rule": "Aturan kompetensi",
    "employee": "Pegawai",
    "enrolment": "Pendaftaran",
    "government": "Pemerintah daerah",
    "import_run": "Impor",
    "learning_record": "Catatan JP",
    "programme": "Program pelatihan",
    "mail": "Surat",
    "mail_choice": "Pilihan email",
    "org_unit": "Unit",
    "performance_rating": "Predikat kinerja",
    "placement": "Penempatan",
    "position": "Jabatan",
    "privacy_request": "Permintaan data pribadi",
    "role_grant": "Peran",
    "user_account": "Akun",
}
# Names of what a line tells. What is missing here is shown by its own name.
DETAILS = {
    "after": "Sesudah",
    "batches": "Angkatan",
    "before": "Sebelum",
    "certificates": "Sertifikat",
    "employees": "Pegawai",
    "format": "Bentuk berkas",
    "hours": "JP",
    "kind": "Jenis",
    "lines": "Baris",
    "method": "Cara",
    "number": "Nomor",
    "part": "Bagian",
    "reason": "Alasan",
    "source": "Sumber",
    "status": "Keadaan",
}
VALUES = {
    "absent": "tidak hadir",
    "code": "kode di layar",
    "confirmed": "terdaftar",
    "correction": "perbaikan",
    "declined": "ditolak peserta",
    "erasure": "penghapusan",
    "excused": "izin",
    "expired": "lewat waktu",
    "failed": "tidak lulus",
    "late": "terlambat",
    "list": "daftar hadir",
    "no_show": "tidak hadir",
    "offered": "ditawari kursi",
    "passed": "lulus",
    "present": "hadir",
    "rejected": "ditolak",
    "requested": "menunggu atasan",
    "restriction": "pembatasan",
    "waitlisted": "daftar tunggu",
    "withdrawn": "dibatalkan",
}
# Parts of somebody's personal file, as the person reads who opened them.
PARTS = {
    "certificates": "Sertifikat",
    "file": "Data kepegawaian",
    "hours": "Catatan JP",
    "levels": "Level kompetensi",
    "placements": "Riwayat jabatan",
    "requests": "Permintaan data pribadi",
    "training": "Riwayat pelatihan",
}


def value(told: Any) -> str:
    """One value on a line, as an auditor reads it."""
    if told is None or told == "":
        return "kosong"
    if isinstance(told, bool):
        return "ya" if told else "tidak"
    return VALUES.get(str(told), str(told))


def comparisons(details: dict[str, Any]) -> list[tuple[str, str, str]]:
    """The changes on a line: field, before, after. ``changed`` holds several, ``before`` and ``after`` one."""
    changed = details.get("changed")
    if isinstance(changed, dict):
        return [
            (str(DETAILS.get(name, name)), value(pair.get("before")), value(pair.get("after")))
            for name, pair in changed.items()
            if isinstance(pair, dict)
        ]
    if "before" in details and "after" in details:
        return [("Keadaan", value(details["before"]), value(details["after"]))]
    return []


def other_facts(details: dict[str, Any]) -> list[tuple[str, str]]:
    """Everything else a line tells."""
    told = {"changed"} | ({"before", "after"} if "before" in details and "after" in details else set())
    return [(DETAILS.get(name, name), value(found)) for name, found in details.items() if name not in told]
