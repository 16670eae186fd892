"""What attendance keeps about people, and which of its columns say nothing about anybody."""

from collections.abc import Mapping

from app.privacy.register.holding import ALL, LEARNING, SAFETY, SERVICE_YEARS, Erasure, Holding

HOLDINGS: tuple[Holding, ...] = (
    Holding(
        key="attendance",
        table="attendance",
        words="Kehadiran",
        purpose="Membuktikan kehadiran sebagai syarat kelulusan",
        basis=LEARNING,
        retention=SERVICE_YEARS,
        columns={
            "meeting_id": "Nomor pertemuan",
            "employee_id": "Nomor pegawai",
            "status": "Kehadiran",
            "method": "Cara",
            "at": "Waktu",
            "marked_by": "Nomor akun yang mencatat",
            "noted_at": "Diterima, kalau terlambat sampai",
            "device": "Tanda acak ponsel, hanya untuk pertemuan ini, sampai angkatan ditutup",
        },
    ),
    Holding(
        key="absence_notices",
        table="absence_notice",
        words="Kabar tidak hadir dan izin",
        purpose="Menimbang izin dan memberi tahu panitia siapa yang tidak datang",
        basis=LEARNING,
        retention=SERVICE_YEARS,
        columns={
            "meeting_id": "Nomor pertemuan",
            "employee_id": "Nomor pegawai",
            "reason": "Alasan",
            "file_id": "Nomor berkas bukti",
            "status": "Keadaan",
            "sent_at": "Disampaikan",
            "decided_by": "Nomor akun yang memutus",
            "decided_at": "Diputus",
            "answer": "Jawaban panitia",
        },
    ),
    Holding(
        key="walk_ins",
        table="walk_in",
        words="Tamu yang datang tanpa mendaftar",
        purpose="Mencatat siapa yang hadir di pertemuan",
        basis=LEARNING,
        retention=SERVICE_YEARS,
        columns={
            "meeting_id": "Nomor pertemuan",
            "employee_id": "Nomor pegawai",
            "name": "Nama",
            "unit": "Unit",
            "name_key": "Nama dan unit untuk dibandingkan",
            "status": "Keadaan",
            "at": "Waktu",
            "noted_by": "Nomor akun yang mencatat",
            "settled_by": "Nomor akun yang mengenali",
            "settled_at": "Dikenali",
            "seated": "Menjadi peserta karena dikenali",
        },
    ),
    Holding(
        key="scans",
        table="scan",
        words="Pindaian kode peserta",
        purpose="Mencatat kehadiran satu kali saja dan menyimpan sebab kode ditolak",
        basis=SAFETY,
        retention="keep_scan",
        erasure=Erasure.DELETE,
        columns={
            "meeting_id": "Nomor pertemuan",
            "employee_id": "Nomor pegawai",
            "key": "Kunci pindaian",
            "refusal": "Sebab ditolak",
            "at": "Dipindai",
            "received_at": "Diterima",
            "scanned_by": "Nomor akun yang memindai",
        },
    ),
    Holding(
        key="refused_check_ins",
        table="refused_check_in",
        words="Kode absen yang ditolak",
        purpose="Menahan percobaan menebak kode absen",
        basis=SAFETY,
        retention="keep_check_in",
        erasure=Erasure.DELETE,
        columns={
            "meeting_id": "Nomor pertemuan",
            "employee_id": "Nomor pegawai",
            "reason": "Sebab",
            "at": "Waktu",
        },
    ),
)

PLAIN: Mapping[str, frozenset[str]] = {
    "meeting": frozenset({ALL}),
}
