"""Letters about the line: interest, names and seats from superiors, and what ended by itself."""

from app.notifications import catalogue
from app.notifications.catalogue import LetterKind
from app.notifications.models import LetterGroup

_BATCH = {
    "batch": "Pelayanan Prima bagi Petugas Loket, Angkatan 3",
    "dates": "10–11 Desember 2026",
    "place": "Aula BKPSDM, Muara Bungo",
}
_PATH = "/pelatihan"
_UNTIL = "Selasa, 8 Desember 2026, 16.00 WIB"
_HELD = f"3 kursi yang Anda pesan tetap untuk Anda. Beri nama paling lambat {_UNTIL}."
_RINA = "Rina Marlina, S.E."

catalogue.register(
    LetterKind(
        "training_undecided",
        LetterGroup.SEATS,
        "Permohonan berakhir tanpa keputusan",
        "Pegawai yang permohonannya tidak diputuskan sampai batas waktunya.",
        f"{_RINA} tidak memutuskan permohonan Anda sampai {_UNTIL}, jadi permohonannya berakhir.",
        _BATCH | {"who": _RINA, "until": _UNTIL},
        _PATH,
        why_duty="Permohonan Anda berakhir, dan Anda bisa mengajukannya lagi.",
    ),
    LetterKind(
        "training_lapsed",
        LetterGroup.APPROVALS,
        "Permohonan lewat waktu",
        "Atasan atau panitia yang tidak memutuskan sebuah permohonan sampai batas waktunya.",
        f"Permohonan Dewi Lestari, S.Kom. berakhir {_UNTIL} tanpa keputusan.",
        _BATCH | {"requester": "Dewi Lestari, S.Kom.", "until": _UNTIL},
        "/pelatihan/persetujuan",
    ),
    LetterKind(
        "training_interest_kept",
        LetterGroup.QUEUE,
        "Jadwal ada, tetapi belum bisa untuk Anda",
        "Peminat yang tidak bisa ikut angkatan yang baru dibuka, beserta sebabnya.",
        "Angkatan baru sudah dibuka, tetapi belum bisa untuk Anda. Minat Anda tetap tercatat.",
        _BATCH | {"reason": "Waktunya bertabrakan dengan Manajemen Arsip, Angkatan 1."},
        _PATH,
    ),
    LetterKind(
        "training_hold_lapsed",
        LetterGroup.APPROVALS,
        "Kursi pesanan dilepas",
        "Atasan yang belum memberi nama pada kursi pesanannya sampai batas waktu.",
        f"3 kursi yang Anda pesan belum diberi nama sampai {_UNTIL}, jadi sudah dilepas.",
        _BATCH | {"seats": "3 kursi", "until": _UNTIL},
        "/pelatihan/usulan",
    ),
    LetterKind(
        "training_hold_freed",
        LetterGroup.APPROVALS,
        "Kursi pesanan unit kembali kosong",
        "Panitia, begitu kursi pesanan seorang atasan lepas tanpa nama.",
        f"3 kursi pesanan {_RINA} dilepas karena belum diberi nama.",
        _BATCH | {"seats": "3 kursi", "superior": _RINA},
        "/pelatihan/kelola",
    ),
    LetterKind(
        "training_hold_cancelled",
        LetterGroup.APPROVALS,
        "Angkatan dibatalkan, kursi pesanan lepas",
        "Atasan yang memesan kursi di angkatan yang dibatalkan.",
        "Pelayanan Prima bagi Petugas Loket, Angkatan 3 dibatalkan, jadi 3 kursi pesanan Anda ikut lepas.",
        _BATCH | {"seats": "3 kursi", "reason": "Pengajar berhalangan dan belum ada penggantinya."},
        _PATH,
    ),
    LetterKind(
        "training_hold_moved",
        LetterGroup.APPROVALS,
        "Jadwal berubah, kursi pesanan ikut",
        "Atasan yang kursi pesanannya belum diberi nama, begitu semua pertemuan angkatannya digeser. Yang juga "
        "terdaftar di sana membacanya di surat jadwalnya sendiri.",
        f"Jadwal Pelayanan Prima bagi Petugas Loket, Angkatan 3 berubah. {_HELD}",
        _BATCH | {"seats": "3 kursi", "held": _HELD, "days": ["Kamis, 10 Desember 2026, 08.00 WIB"]},
        "/pelatihan/usulan",
    ),
    LetterKind(
        "training_short",
        LetterGroup.APPROVALS,
        "Angkatan kekurangan peserta",
        "Panitia, pada tanggal jumlah peserta diperiksa.",
        "Angkatan ini baru 6 orang, padahal paling sedikit 10. Putuskan: lanjut atau batalkan.",
        _BATCH | {"people": 6, "least": 10},
        "/pelatihan/kelola",
        why_duty="Angkatan ini menunggu keputusan panitia.",
    ),
)
