"""Words for roles and permissions, as an auditor reads them."""

from app.access.permissions import Permission, Role

ROLES = {
    Role.EMPLOYEE: "Pegawai",
    Role.MANAGER: "Atasan",
    Role.HR: "BKPSDM",
    Role.ORGANISER: "Panitia pelatihan",
    Role.TRAINER: "Pengajar",
    Role.ASSESSOR: "Asesor",
    Role.CHANGE_TEAM: "Tim perubahan",
    Role.CHANGE_AGENT: "Agen perubahan",
    Role.COMPLAINT_TEAM: "Tim pengaduan",
    Role.ORGANISATION_BUREAU: "Bagian Organisasi",
    Role.AUDITOR: "Auditor",
    Role.ADMINISTRATOR: "Admin pemerintah daerah",
    Role.INSTALLATION_ADMINISTRATOR: "Admin instalasi",
}
PERMISSIONS = {
    Permission.ACCESS_TABLE_READ: "Membaca tabel hak akses",
    Permission.ACCOUNTS_GRANT_MANAGE: "Memberi, mengonfirmasi, dan mengakhiri peran",
    Permission.ACCOUNTS_OWN_MANAGE: "Mengelola kata sandi, kode masuk, dan sesi sendiri",
    Permission.ACCOUNTS_USER_MANAGE: "Mengundang dan menonaktifkan akun",
    Permission.AUDIT_ENTRIES_READ: "Membaca jejak audit",
    Permission.CERTIFICATES_OWN_READ: "Melihat dan mengunduh sertifikat sendiri",
    Permission.IMPORTS_RUN_MANAGE: "Mengimpor data dan mengurungkan impor",
    Permission.NOTIFICATIONS_LETTERS_READ: "Melihat contoh semua surat",
    Permission.NOTIFICATIONS_OUTBOX_READ: "Membaca surat keluar",
    Permission.NOTIFICATIONS_OWN_READ: "Membaca pemberitahuan sendiri",
    Permission.ORGANISATION_DIRECTORY_READ: "Mencari pegawai dan mengunduh daftarnya",
    Permission.ORGANISATION_EMPLOYEE_MANAGE: "Mengubah data dan penempatan pegawai",
    Permission.ORGANISATION_EMPLOYEE_READ: "Membuka berkas pegawai",
    Permission.ORGANISATION_GOVERNMENT_MANAGE: "Mengelola pemerintah daerah dalam instalasi",
    Permission.ORGANISATION_OWN_READ: "Melihat berkas sendiri",
    Permission.ORGANISATION_STRUCTURE_MANAGE: "Mengubah unit dan jabatan",
    Permission.ORGANISATION_STRUCTURE_READ: "Melihat unit, jabatan, dan bagan organisasi",
    Permission.PRIVACY_OWN_MANAGE: "Melihat siapa membuka data sendiri, mengunduhnya, dan meminta perubahan",
    Permission.PRIVACY_REGISTER_READ: "Membaca daftar data pribadi yang disimpan",
    Permission.PRIVACY_REQUEST_DECIDE: "Memutus permintaan atas data pribadi",
    Permission.REPORTS_HOME_READ: "Membuka Beranda",
    Permission.TRAINING_APPROVAL_DECIDE: "Menyetujui permohonan bawahan",
    Permission.TRAINING_BATCH_MANAGE: "Mengelola angkatan: hadir, nilai, penutupan",
    Permission.TRAINING_CATALOGUE_READ: "Melihat katalog pelatihan",
    Permission.TRAINING_ENROL: "Mendaftar pelatihan",
}
# Houses in the words of the menu; a permission's first part names its house.
HOUSES = {
    "access": "Hak akses",
    "accounts": "Akun dan peran",
    "audit": "Jejak audit",
    "certificates": "Sertifikat",
    "imports": "Impor data",
    "notifications": "Pemberitahuan dan surat",
    "organisation": "Organisasi dan pegawai",
    "privacy": "Data pribadi",
    "reports": "Beranda",
    "training": "Pelatihan",
}
