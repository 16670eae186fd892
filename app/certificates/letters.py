"""The letters of certificates, registered with the catalogue."""

from app.notifications import catalogue
from app.notifications.catalogue import LetterKind
from app.notifications.models import LetterGroup

_TITLE = {"title": "Pelayanan Prima bagi Petugas Loket"}

catalogue.register(
    LetterKind(
        "certificate_revoked",
        LetterGroup.RESULTS,
        "Sertifikat dicabut",
        "Pemegang sertifikat, begitu penyelenggara mencabut sertifikatnya.",
        "Sertifikat Anda nomor 800.2.3/12/BKPSDM/XI/2026 dicabut.",
        _TITLE | {"reason": "Daftar hadir hari kedua ternyata milik angkatan lain."},
        "/sertifikat",
        why_duty="Sertifikat Anda tidak berlaku lagi, dan siapa pun yang memeriksanya membaca itu.",
    ),
    LetterKind(
        "certificate_replaced",
        LetterGroup.RESULTS,
        "Sertifikat diganti",
        "Pemegang sertifikat, begitu sertifikat penggantinya terbit.",
        "Sertifikat Anda nomor 800.2.3/12/BKPSDM/XI/2026 diganti dengan nomor 800.2.3/31/BKPSDM/XI/2026.",
        _TITLE | {"reason": "Penulisan nama diperbaiki."},
        "/sertifikat",
        why_duty="Sertifikat lama Anda tidak berlaku lagi; yang baru sudah bisa diunduh.",
    ),
    LetterKind(
        "certificate_name",
        LetterGroup.RESULTS,
        "Jawaban atas usulan nama pada sertifikat",
        "Pegawai yang mengusulkan penulisan namanya, begitu petugas memutuskan.",
        "Usulan nama Anda pada sertifikat diterima.",
        {"wanted": "Budi Pratama, S.A.P., M.Si.", "answer": "Sesuai ijazah yang terlampir di berkas pegawai."},
        "/sertifikat/nama",
    ),
)
