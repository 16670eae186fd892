"""The mail that tells somebody that their attendance was put right, registered with the catalogue."""

from app.notifications import catalogue
from app.notifications.catalogue import LetterKind
from app.notifications.models import LetterGroup

CORRECTED = "sosialisasi_corrected"

catalogue.register(
    LetterKind(
        CORRECTED,
        LetterGroup.RESULTS,
        "Kehadiran di sosialisasi dikoreksi",
        "Pegawai yang kehadirannya dikoreksi sesudah putarannya ditutup, dengan alasannya.",
        "Kehadiran Anda di Sosialisasi penyederhanaan birokrasi dikoreksi: tidak hadir.",
        {
            "event": "Sosialisasi penyederhanaan birokrasi",
            "unit": "Dinas Kependudukan dan Pencatatan Sipil",
            "when": "Kamis, 10 Desember 2026",
            "came": False,
            "hours": "4",
            "has_letter": True,
            "reason": "Nama Anda tertukar dengan nama rekan saat daftar hadir disalin.",
        },
        "/sosialisasi/kehadiran-saya",
        why_duty="JP dan surat keterangan Anda ikut berubah.",
    ),
)
