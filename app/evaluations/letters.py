"""The letters of evaluations, registered with the catalogue."""

from app.notifications import catalogue
from app.notifications.catalogue import LetterKind
from app.notifications.models import LetterGroup

_TITLE = "Pelayanan Prima bagi Petugas Loket, Angkatan 3"
_UNTIL = "Kamis, 17 Desember 2026, 16.00 WIB"

catalogue.register(
    LetterKind(
        "evaluation_open",
        LetterGroup.RESULTS,
        "Evaluasi tanpa nama dibuka",
        "Setiap peserta, begitu panitia membuka evaluasi angkatannya. Tautannya hanya untuk penerima surat.",
        f"Nilai {_TITLE} tanpa nama, sampai {_UNTIL}. Kira-kira tiga menit.",
        {"title": _TITLE, "until": _UNTIL},
        "/pelatihan",
        why_duty="Tautan ini hanya untuk Anda dan hanya berlaku sampai evaluasinya ditutup.",
        is_confidential=True,
    ),
    LetterKind(
        "evaluation_reminder",
        LetterGroup.RESULTS,
        "Pengingat evaluasi tanpa nama",
        "Sekali, dua hari sebelum ditutup, kepada yang belum mengisi. Tidak tampak di Kotak keluar, supaya tidak ada "
        "yang tahu siapa mereka.",
        f"{_TITLE} masih bisa dinilai tanpa nama, sampai {_UNTIL}.",
        {"title": _TITLE, "until": _UNTIL},
        "/pelatihan",
        why_duty="Tautan ini hanya untuk Anda dan hanya berlaku sampai evaluasinya ditutup.",
        is_confidential=True,
        tells_by_its_recipient=True,
    ),
    LetterKind(
        "follow_up_asked",
        LetterGroup.APPROVALS,
        "Pertanyaan kepada atasan setelah pelatihan",
        "Atasan yang menjabat beberapa bulan setelah bawahannya lulus.",
        f"Apakah {_TITLE} terasa dalam pekerjaan Dewi Lestari, S.Kom.? Jawab sebelum {_UNTIL}.",
        {"person": "Dewi Lestari, S.Kom.", "title": _TITLE, "until": _UNTIL},
        "/beranda",
    ),
)
