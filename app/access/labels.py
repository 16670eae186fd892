"""Words for roles and permissions, as an auditor reads them."""

from app.access.permissions import Permission, Role

ROLES = {
    Role.EMPLOYEE: "Pegawai",
    Role.MANAGER: "Atasan",
    Role.HR: "BKPSDM",
    Role.ORGANISER: "Panitia pelatihan",
    Role.AUDITOR: "Auditor",
    Role.ADMINISTRATOR: "Admin pemerintah daerah",
    Role.INSTALLATION_ADMINISTRATOR: "Admin instalasi",
}
PERMISSIONS = {
    Permission.ACCESS_TABLE_READ: "Membaca tabel hak akses",
    Permission.AUDIT_ENTRIES_READ: "Membaca jejak audit",
    Permission.CERTIFICATES_OWN_READ: "Melihat dan mengunduh sertifikat sendiri",
    Permission.NOTIFICATIONS_OUTBOX_READ: "Membaca surat keluar",
    Permission.NOTIFICATIONS_OWN_READ: "Membaca pemberitahuan sendiri",
    Permission.REPORTS_HOME_READ: "Membuka Beranda",
    Permission.TRAINING_APPROVAL_DECIDE: "Menyetujui permohonan bawahan",
    Permission.TRAINING_BATCH_MANAGE: "Mengelola angkatan: hadir, nilai, penutupan",
    Permission.TRAINING_CATALOGUE_READ: "Melihat katalog pelatihan",
    Permission.TRAINING_ENROL: "Mendaftar pelatihan",
}
