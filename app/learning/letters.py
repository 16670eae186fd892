"""The letters about lesson hours, registered with the catalogue."""

from app.notifications import catalogue
from app.notifications.catalogue import LetterKind
from app.notifications.models import LetterGroup

_PATH = "/saya/jp"

catalogue.register(
    LetterKind(
        "learning_accepted",
        LetterGroup.RESULTS,
        "Klaim JP diakui",
        "Pegawai, begitu petugas mengakui klaim JP-nya.",
        "Klaim JP «Webinar Arsip Digital» diakui: 4 dari 6 JP.",
        {"reason": "2 JP tidak dihitung: E-learning paling banyak 3 JP sehari."},
        _PATH,
    ),
    LetterKind(
        "learning_refused",
        LetterGroup.RESULTS,
        "Klaim JP tidak diakui",
        "Pegawai, begitu petugas menolak klaim JP-nya.",
        "Klaim JP «Webinar Arsip Digital» tidak diakui.",
        {"reason": "Sertifikatnya atas nama orang lain."},
        _PATH,
    ),
    LetterKind(
        "learning_recounted",
        LetterGroup.RESULTS,
        "JP tahun ini dihitung ulang",
        "Pegawai yang JP tahun ini berubah karena aturan hitungnya berganti; satu surat untuk satu perubahan.",
        "JP 2026 Anda naik dari 8 menjadi 10, karena aturannya berubah.",
        {
            "year": 2026,
            "before": "8",
            "after": "10",
            "rules": ["Seminar/Konferensi/Sarasehan: 5 JP sehari, mulai 1 Januari 2026. Dasar: SE 5/2026."],
        },
        _PATH,
    ),
)
