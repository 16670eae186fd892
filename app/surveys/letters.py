"""The letters of surveys, registered with the catalogue."""

from app.notifications import catalogue
from app.notifications.catalogue import LetterKind
from app.notifications.models import LetterGroup
from app.surveys import labels
from app.surveys.models import WaveMode
from app.surveys.services.telling import INVITED, REMINDED

_SAMPLE = {
    "title": "Kesiapan penyederhanaan birokrasi",
    "until": "Kamis, 17 Desember 2026, 16.00 WIB",
    "mode": labels.MODE_IN_MAIL[WaveMode.ANONYMOUS],
}
_WHY = "Tautan ini hanya untuk Anda dan hanya berlaku sampai surveinya ditutup."

catalogue.register(
    LetterKind(
        INVITED,
        LetterGroup.RESULTS,
        "Survei menunggu jawaban",
        "Setiap orang yang ditanya, begitu gelombangnya dibuka. Tautannya hanya untuk penerima surat.",
        f"Survei {_SAMPLE['title']} menunggu jawaban Anda, sampai {_SAMPLE['until']}. Kira-kira tiga menit.",
        _SAMPLE,
        "/survei/saya",
        why_duty=_WHY,
        is_confidential=True,
    ),
    LetterKind(
        REMINDED,
        LetterGroup.RESULTS,
        "Pengingat survei",
        "Paling banyak tiga kali, kepada yang belum mengisi. Tidak tampak di Kotak keluar, supaya tidak ada yang tahu "
        "siapa mereka.",
        f"Survei {_SAMPLE['title']} masih menunggu jawaban Anda, sampai {_SAMPLE['until']}. Kira-kira tiga menit.",
        _SAMPLE,
        "/survei/saya",
        why_duty=_WHY,
        is_confidential=True,
        tells_by_its_recipient=True,
    ),
)
