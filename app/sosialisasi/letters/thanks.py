"""The mail that thanks whoever attended, registered with the catalogue."""

from app.notifications import catalogue
from app.notifications.catalogue import LetterKind
from app.notifications.models import LetterGroup

THANKS = "sosialisasi_thanks"

catalogue.register(
    LetterKind(
        THANKS,
        LetterGroup.RESULTS,
        "Terima kasih sudah hadir di sosialisasi",
        "Pegawai yang hadir, sekali untuk setiap sosialisasi, begitu putarannya ditutup. Materinya bisa dibuka.",
        "Terima kasih sudah hadir di Sosialisasi penyederhanaan birokrasi.",
        {
            "event": "Sosialisasi penyederhanaan birokrasi",
            "unit": "Dinas Kependudukan dan Pencatatan Sipil",
            "when": "Kamis, 10 Desember 2026",
            "hours": "4",
            "has_letter": True,
            "materials": ["Paparan perubahan struktur", "Tanya jawab"],
        },
        "/sosialisasi/kehadiran-saya",
    ),
)
