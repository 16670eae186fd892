"""The letters about claims of lesson hours, registered with the catalogue."""

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
)
