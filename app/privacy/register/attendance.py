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
