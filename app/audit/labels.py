"""What happened, in words."""

ACTIONS = {
    "accounts.session.created": "Masuk ke Penata",
    "accounts.session.ended": "Keluar dari Penata",
    "accounts.session.refused": "Gagal masuk",
    "attendance.marked": "Kehadiran dicatat",
    "certificates.issued": "Sertifikat terbit",
    "competency.hours.credited": "JP dicatat",
    "demo.loaded": "Data contoh dimuat",
    "imports.run.applied": "Impor diterapkan",
    "imports.run.created": "Berkas impor diunggah",
    "imports.run.discarded": "Berkas impor dibuang",
    "imports.run.undone": "Impor diurungkan",
    "training.batch.closed": "Angkatan ditutup",
    "training.batch.closing": "Penutupan angkatan dimulai",
    "training.batch.closing_failed": "Penutupan angkatan gagal",
    "training.enrolment.approved": "Permohonan disetujui",
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
}
OBJECTS = {
    "": "",
    "attendance": "Kehadiran",
    "batch": "Angkatan",
    "certificate": "Sertifikat",
    "enrolment": "Pendaftaran",
    "import_run": "Impor",
    "learning_record": "Catatan JP",
}
# Parts of somebody's personal file, as the person reads who opened them.
PARTS = {
    "certificates": "Sertifikat",
    "file": "Data kepegawaian",
    "hours": "Catatan JP",
    "levels": "Level kompetensi",
    "placements": "Riwayat jabatan",
}
