"""The mails of proposals, registered with the catalogue: who gets each one, when, and what it looks like."""

from app.notifications import catalogue
from app.notifications.catalogue import LetterKind
from app.notifications.models import LetterGroup

_ABOUT = {
    "title": "Bimbingan Teknis Pelayanan Adminduk Keliling",
    "unit": "Dinas Kependudukan dan Pencatatan Sipil",
    "dates": "14–15 Desember 2026",
}
_PATH = "/usulan"
_DECISION = "Ini keputusan resmi atas usulan unit Anda."
_WAITS = "Ada yang menunggu tindakan Anda sebelum batas waktunya."

catalogue.register(
    LetterKind(
        "proposals_submitted",
        LetterGroup.APPROVALS,
        "Usulan kegiatan menunggu telaah",
        "Petugas BKPSDM, begitu sebuah unit mengajukan usulan kegiatan.",
        "Dinas Kependudukan dan Pencatatan Sipil mengajukan usulan kegiatan.",
        _ABOUT | {"due": "10 November 2026"},
        _PATH,
        why_duty=_WAITS,
    ),
    LetterKind(
        "proposals_withdrawn",
        LetterGroup.APPROVALS,
        "Usulan kegiatan ditarik",
        "Petugas BKPSDM, begitu unit menarik usulannya.",
        "Dinas Kependudukan dan Pencatatan Sipil menarik usulannya.",
        _ABOUT | {"note": "Narasumbernya berhalangan."},
        _PATH,
    ),
    LetterKind(
        "proposals_returned",
        LetterGroup.APPROVALS,
        "Usulan kegiatan dikembalikan",
        "Pengusul dan kepala unitnya, begitu BKPSDM mengembalikan usulan dengan catatan.",
        "BKPSDM mengembalikan usulan kegiatan Anda dengan catatan.",
        _ABOUT | {"note": "Lampirkan kerangka acuan yang sudah ditandatangani."},
        _PATH,
        why_duty=_WAITS,
    ),
    LetterKind(
        "proposals_answered",
        LetterGroup.APPROVALS,
        "Usulan kegiatan diputus",
        "Pengusul dan kepala unitnya, begitu surat balasan BKPSDM terbit.",
        "BKPSDM menyetujui usulan kegiatan Anda.",
        _ABOUT | {"decision": "Usulan ini disetujui.", "number": "800.2/7/BKPSDM/2026", "note": ""},
        _PATH,
        why_duty=_DECISION,
    ),
    LetterKind(
        "proposals_started",
        LetterGroup.APPROVALS,
        "Angkatan siap dijalankan unit",
        "Pengusul dan kepala unitnya, begitu BKPSDM membuat program dan angkatannya.",
        "Angkatan dari usulan Anda sudah dibuat. Susun jadwalnya, lalu buka pendaftaran.",
        _ABOUT,
        _PATH,
        why_duty=_WAITS,
    ),
    LetterKind(
        "proposals_reported",
        LetterGroup.APPROVALS,
        "Laporan kegiatan menunggu diperiksa",
        "Petugas BKPSDM, begitu unit mengajukan laporan pelaksanaan.",
        "Dinas Kependudukan dan Pencatatan Sipil mengajukan laporan kegiatan.",
        _ABOUT | {"due": "24 Desember 2026"},
        _PATH,
        why_duty=_WAITS,
    ),
    LetterKind(
        "proposals_report_answered",
        LetterGroup.APPROVALS,
        "Laporan kegiatan diterima atau dikembalikan",
        "Pengusul dan kepala unitnya, begitu BKPSDM memeriksa laporannya.",
        "BKPSDM menerima laporan kegiatan Anda.",
        _ABOUT | {"decision": "Laporan ini diterima. Angkatannya bisa ditutup.", "note": ""},
        _PATH,
        why_duty=_DECISION,
    ),
    LetterKind(
        "proposals_reminder",
        LetterGroup.APPROVALS,
        "Pengingat batas waktu usulan atau laporan",
        "Siapa pun yang ditunggu, dua hari sebelum batas waktunya dan sekali lagi sesudah lewat.",
        "Laporan kegiatan ditunggu sampai 28 Desember 2026.",
        _ABOUT | {"what": "Ajukan laporan pelaksanaannya.", "due": "28 Desember 2026"},
        _PATH,
        why_duty=_WAITS,
    ),
)
