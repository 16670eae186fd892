"""Indonesian words and figures of a certificate."""

from decimal import Decimal

from app.base.wording import date_range as period
from app.base.wording import number
from app.base.wording import plain_date as day
from app.certificates.facts import CertificateFacts
from app.certificates.models import BundleForm, KeyKind, KeyPurpose, NameStatus, Signing
from app.certificates.payload import Proof
from app.certificates.rules import CertificateStatus, Likeness
from app.certificates.style import Layout

__all__ = ["STATUSES", "TONES", "day", "footer", "lesson_hours", "number", "period", "spaced_nip", "stamp"]

STATUSES = {
    CertificateStatus.VALID: "Berlaku",
    CertificateStatus.EXPIRED: "Masa berlaku habis",
    CertificateStatus.REPLACED: "Diganti",
    CertificateStatus.REVOKED: "Dicabut",
}
TONES = {
    CertificateStatus.VALID: "good",
    CertificateStatus.EXPIRED: "wait",
    CertificateStatus.REPLACED: "wait",
    CertificateStatus.REVOKED: "bad",
}
PROOFS = {
    Proof.GENUINE: "Tanda tangan cocok",
    Proof.UNKNOWN_KEY: "Kunci tidak dikenal",
    Proof.TAMPERED: "Diubah setelah ditandatangani",
    Proof.UNREADABLE: "Tidak terbaca utuh",
}
PURPOSES = {KeyPurpose.CODE: "kode QR", KeyPurpose.BADGE: "lencana digital"}
FORMS = {BundleForm.ZIP: "ZIP, satu PDF tiap orang", BundleForm.PDF: "Satu PDF untuk dicetak"}
SIGNINGS = {
    Signing.NONE: "Tanpa tanda tangan elektronik",
    Signing.SEAL: "Segel penyelenggara",
    Signing.SIGNATORY: "Kunci pejabat penanda tangan",
}
KEY_KINDS = {KeyKind.PKCS12: "Berkas PKCS#12", KeyKind.BSRE: "Layanan BSrE"}
NAME_STATUSES = {
    NameStatus.WAITING: ("Menunggu keputusan", "wait"),
    NameStatus.GRANTED: ("Diterima", "good"),
    NameStatus.REFUSED: ("Tidak diterima", "bad"),
}
LIKENESSES = {
    Likeness.SAME: ("Berkas ini asli", "good", ""),
    Likeness.ALTERED: (
        "Isi berkas ini sudah diubah",
        "bad",
        (
            "Berkas ini pernah ditandatangani penerbit yang memakai Penata, tetapi isinya sekarang tidak sama dengan "
            "yang ditandatangani. Jangan dijadikan pegangan; minta berkas aslinya."
        ),
    ),
    Likeness.NOT_REGISTERED: (
        "Tanda tangannya utuh, tetapi berkasnya tidak terdaftar",
        "wait",
        (
            "Berkas ini ditandatangani penerbit yang memakai Penata dan tidak diubah, tetapi bukan sertifikat yang "
            "terbit di sini. Periksa juga lewat kodenya."
        ),
    ),
    Likeness.FOREIGN: (
        "Berkas ini dari penerbit lain",
        "wait",
        (
            "Berkas ini ditandatangani, tetapi bukan oleh penerbit yang memakai Penata. Keasliannya diperiksa di "
            "penerbitnya."
        ),
    ),
    Likeness.UNSIGNED: (
        "Berkas ini tidak dikenal",
        "wait",
        (
            "Berkas ini tidak bertanda tangan elektronik dan tidak sama dengan sertifikat mana pun yang terbit di "
            "sini. Mungkin disimpan ulang atau diubah. Periksa lewat kodenya."
        ),
    ),
    Likeness.NO_PDF: (
        "Berkas ini bukan PDF",
        "info",
        (
            "Unggah berkas PDF sertifikatnya, bukan foto atau tangkapan layar. Kalau hanya ada kertasnya, periksa "
            "lewat kodenya."
        ),
    ),
}
WAYS = {"page": "Halaman pemeriksaan", "json": "Sistem lain (JSON)", "file": "Unggahan berkas"}
LAYOUTS = {
    Layout.SHOOTS: ("Pucuk rebung", "Bingkai pucuk rebung dengan anyaman di tengah."),
    Layout.CLASSIC: ("Klasik", "Garis tenang, huruf tegak, tanpa anyaman."),
    Layout.MODERN: ("Pita", "Pita warna di kiri, teks rata kiri."),
}


# The block above the signatory's name, by how the file is signed.
_STAMPS = {
    "": ("Keaslian dokumen ini dapat diperiksa", "pada laman pemeriksaan Penata."),
    "pkcs12": ("Berkas ini ditandatangani secara elektronik", "dan sah tanpa tanda tangan basah."),
    "bsre": ("Ditandatangani secara elektronik menggunakan", "sertifikat elektronik yang diterbitkan BSrE, BSSN."),
    "demo": ("Ditandatangani dengan kunci contoh,", "bukan terbitan BSrE."),
}
_PADES = "Perubahan apa pun pada isinya membuat tanda tangan tidak sah."
_FOOTERS = {
    "pkcs12": f"Berkas ini ditandatangani secara elektronik (PAdES). {_PADES}",
    "demo": f"Berkas ini ditandatangani secara elektronik (PAdES) dengan kunci contoh, bukan terbitan BSrE. {_PADES}",
    # Reference 9.2: the two things such a footer says, only on documents really signed so.
    "bsre": "Informasi elektronik dan/atau hasil cetaknya merupakan alat bukti hukum yang sah (UU ITE pasal 5 ayat 1). "
    "Dokumen ini ditandatangani secara elektronik menggunakan sertifikat elektronik yang diterbitkan BSrE, BSSN.",
}


def stamp(facts: CertificateFacts) -> tuple[str, ...]:
    return _STAMPS[_how(facts)]


def footer(facts: CertificateFacts) -> str:
    """What the back says of signature and check."""
    how = _how(facts)
    if not how:
        return f"Keaslian dokumen ini dapat diperiksa pada laman pemeriksaan Penata, {facts.verification_host_path}."
    return _FOOTERS[how]


def _how(facts: CertificateFacts) -> str:
    return facts.signing or ("pkcs12" if facts.signed else "")


def lesson_hours(hours: Decimal) -> str:
    return f"{number(hours)} JP"


def spaced_nip(nip: str) -> str:
    """Birth date, month of appointment, sex and sequence, set apart as on every official paper."""
    if len(nip) != 18:
        return nip
    return f"{nip[:8]} {nip[8:14]} {nip[14]} {nip[15:]}"
