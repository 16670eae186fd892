"""Words for requests and for what an erasure does."""

from app.privacy.models import RequestKind, RequestStatus
from app.privacy.register import Erasure, Whose

KINDS = {
    RequestKind.CORRECTION: "Perbaikan data",
    RequestKind.ERASURE: "Penghapusan data",
    RequestKind.RESTRICTION: "Pembatasan pemakaian",
}
ASKING = {
    RequestKind.CORRECTION: "Minta perbaikan data",
    RequestKind.ERASURE: "Minta penghapusan data",
    RequestKind.RESTRICTION: "Minta pembatasan pemakaian",
}
STATUSES = {
    RequestStatus.WAITING: ("Menunggu keputusan", "wait"),
    RequestStatus.GRANTED: ("Dikabulkan", "good"),
    RequestStatus.REFUSED: ("Ditolak", "bad"),
    RequestStatus.WITHDRAWN: ("Ditarik", ""),
}
ERASURES = {
    Erasure.DELETE: "Dihapus",
    Erasure.CLEAR: "Dikosongkan",
    Erasure.RESTRICT: "Dibatasi: tetap disimpan karena kewajiban hukum, dan tidak dipakai lagi untuk hal lain",
    Erasure.STAYS: "Tetap",
}
WHOSE = {
    Whose.EMPLOYEE: "nomor pegawai",
    Whose.ACCOUNT: "nomor akun",
    Whose.ACCOUNT_HASH: "sidik akun",
    Whose.CERTIFICATE_FILE: "sertifikatnya",
    Whose.ATTEMPT: "tes yang dikerjakannya",
    Whose.ENROLMENT: "pendaftarannya",
    Whose.NOBODY: "tidak terkait akun",
}
LEGAL_RETENTION = (
    "Data kepegawaian wajib disimpan menurut UU 20/2023 dan jadwal retensi arsip pemerintah daerah, "
    "jadi data itu dibatasi pemakaiannya, bukan dihapus."
)
EFFECTS = {
    RequestKind.CORRECTION: "Perbaiki dulu datanya di berkas pegawai, lalu catat keputusannya di sini.",
    RequestKind.ERASURE: (
        "Surat, pemberitahuan, sesi, percobaan masuk, kode absen yang ditolak, dan alamat email langsung dihapus. "
        "Namanya disamarkan di surat dan pemberitahuan orang lain. " + LEGAL_RETENTION
    ),
    RequestKind.RESTRICTION: (
        "Mulai hari ini orangnya tidak tampil di daftar, pencarian, dan unduhan bagi selain petugas kepegawaian, dan "
        "berkasnya hanya dibuka petugas itu. Urusan jabatan dan persetujuan berjalan terus. Pembatasan bisa dicabut."
    ),
}
EFFECTS_FOR_ASKER = {
    RequestKind.CORRECTION: "Petugas kepegawaian memeriksanya, memperbaiki datanya, lalu menjawab dengan alasan.",
    RequestKind.ERASURE: (
        "Kalau dikabulkan, surat, pemberitahuan, sesi, percobaan masuk, kode absen yang ditolak, dan alamat email Anda "
        "dihapus, dan Anda masuk lagi dengan NIP. " + LEGAL_RETENTION
    ),
    RequestKind.RESTRICTION: (
        "Kalau dikabulkan, data kepegawaian Anda tetap disimpan, tetapi Anda tidak tampil lagi di daftar, pencarian, "
        "dan unduhan, dan berkas Anda hanya dibuka petugas kepegawaian. "
        "Pakai ini selama Anda mempersoalkan kebenaran atau pemakaiannya."
    ),
}
