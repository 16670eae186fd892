"""The mails of individual plans, registered with the catalogue: who gets each one, when, and what it looks like."""

from app.notifications import catalogue
from app.notifications.catalogue import LetterKind
from app.notifications.models import LetterGroup

_PATH = "/saya/idp"
_SUPERIOR = "Rina Kartika, S.Sos., M.Si."
_WAITS = "Ada yang menunggu tindakan Anda sebelum batas waktunya."

catalogue.register(
    LetterKind(
        "individual_plans_begun",
        LetterGroup.APPROVALS,
        "Rencana pengembangan dimulai atasan",
        "Pegawai, begitu atasan memulai rencana pengembangan untuknya.",
        "Rina memulai rencana pengembangan Anda tahun 2026.",
        {"year": "2026", "superior": _SUPERIOR},
        _PATH,
    ),
    LetterKind(
        "individual_plans_submitted",
        LetterGroup.APPROVALS,
        "Rencana pengembangan atau realisasinya menunggu atasan",
        "Atasan pada hari itu (atau BKPSDM kalau tidak ada atasan), begitu pegawai mengajukan.",
        "Budi mengajukan rencana pengembangan tahun 2026.",
        {"employee": "Budi Pratama, S.A.P."},
        "/idp/tim",
        why_duty=_WAITS,
    ),
    LetterKind(
        "individual_plans_returned",
        LetterGroup.APPROVALS,
        "Rencana pengembangan dikembalikan",
        "Pegawai, begitu atasan mengembalikan rencana atau realisasinya dengan catatan.",
        "Rina mengembalikan rencana pengembangan Anda tahun 2026 dengan catatan.",
        {"year": "2026", "note": "Tambah satu butir tentang pelayanan."},
        _PATH,
        why_duty=_WAITS,
    ),
    LetterKind(
        "individual_plans_agreed",
        LetterGroup.APPROVALS,
        "Rencana pengembangan disepakati",
        "Pegawai, begitu atasan menyetujui rencananya atau perubahannya.",
        "Rina menyetujui rencana pengembangan Anda tahun 2026.",
        {"year": "2026", "superior": _SUPERIOR},
        _PATH,
    ),
    LetterKind(
        "individual_plans_closed",
        LetterGroup.APPROVALS,
        "Realisasi rencana pengembangan diterima",
        "Pegawai, begitu atasan menerima realisasi rencananya tahun itu.",
        "Rina menerima realisasi rencana pengembangan Anda tahun 2026.",
        {"year": "2026", "superior": _SUPERIOR, "note": "Lanjutkan coaching di tahun depan."},
        _PATH,
    ),
    LetterKind(
        "individual_plans_waiting",
        LetterGroup.APPROVALS,
        "Rencana pengembangan terlalu lama menunggu",
        "Atasan, satu kali, begitu waktu menjawabnya lewat.",
        "Rencana pengembangan Budi tahun 2026 menunggu jawaban Anda.",
        {"year": "2026", "employee": "Budi Pratama, S.A.P.", "due": "7 April 2026"},
        "/idp/tim",
        why_duty=_WAITS,
    ),
    LetterKind(
        "individual_plans_none",
        LetterGroup.APPROVALS,
        "Rencana pengembangan belum diajukan",
        "Pegawai tanpa rencana yang diajukan, satu kali setahun, sesudah tanggal yang diatur BKPSDM.",
        "Rencana pengembangan Anda tahun 2026 belum diajukan.",
        {"year": "2026", "due": "31 Maret 2026"},
        _PATH,
    ),
    LetterKind(
        "individual_plans_midyear",
        LetterGroup.APPROVALS,
        "Rencana pengembangan di tengah tahun",
        "Pegawai dengan rencana yang disepakati, satu kali setahun, di tengah tahun.",
        "Sudah tengah tahun. Lihat lagi rencana pengembangan Anda tahun 2026.",
        {"year": "2026"},
        _PATH,
    ),
    LetterKind(
        "individual_plans_report",
        LetterGroup.APPROVALS,
        "Realisasi rencana pengembangan ditunggu",
        "Pegawai yang belum mengajukan realisasi, satu kali setahun, dua minggu sebelum batasnya.",
        "Isi realisasi rencana pengembangan tahun 2026 sampai 15 Desember 2026.",
        {"year": "2026", "due": "15 Desember 2026"},
        _PATH,
        why_duty=_WAITS,
    ),
)
