"""Verification codes, and what may become of a certificate."""

import secrets
import unicodedata
from datetime import date
from enum import StrEnum
from urllib.parse import urlsplit

from app.base import wording
from app.base.errors import RuleBroken

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 16
LONGEST_PASTE = 1_000

_VALUES = {character: value for value, character in enumerate(ALPHABET)}
MISREAD = str.maketrans("OIL", "011")


class CertificateStatus(StrEnum):
    VALID = "valid"
    EXPIRED = "expired"
    REPLACED = "replaced"
    REVOKED = "revoked"


class Likeness(StrEnum):
    """What a file somebody holds is to what was issued."""

    SAME = "same"
    ALTERED = "altered"
    NOT_REGISTERED = "not_registered"
    FOREIGN = "foreign"
    UNSIGNED = "unsigned"
    NO_PDF = "no_pdf"


class WrongField(RuleBroken):
    """What was typed into one field cannot be; the form says so beside it."""

    status = 422

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class NotValid(RuleBroken):
    heading = "Sertifikat ini sudah tidak berlaku"
    message = "Sertifikat ini sudah dicabut atau diganti. Buka sertifikat penggantinya, kalau ada."


class NotPrinted(RuleBroken):
    heading = "Sertifikat ini belum terbit"
    message = "Sertifikat ini belum selesai dicetak. Tunggu sampai berkasnya ada, lalu ulangi."


class NumberTaken(RuleBroken):
    heading = "Nomor sertifikat sudah dipakai"


class SignatoryVacant(RuleBroken):
    heading = "Penanda tangan belum ada"


class SigningStopped(RuleBroken):
    """No signature can be made now; whatever was signed before stays, and the rest goes on after the repair."""

    heading = "Belum bisa ditandatangani"


class AlreadyWaiting(RuleBroken):
    message = "Usulan nama Anda yang sebelumnya masih menunggu keputusan petugas."


class AlreadyDecided(RuleBroken):
    message = "Usulan ini sudah diputus."


class OwnWish(RuleBroken):
    message = "Ini usulan Anda sendiri, jadi petugas lain yang memutuskannya."


def status_on(day: date, status: str, expires_on: date | None) -> CertificateStatus:
    """What a certificate counts for on a day: one that was withdrawn stays so whether or not its time is over."""
    known = CertificateStatus(status)
    over = expires_on is not None and expires_on < day
    return CertificateStatus.EXPIRED if known is CertificateStatus.VALID and over else known


def ensure_valid(status: str) -> None:
    if status != CertificateStatus.VALID:
        raise NotValid


def vacant(post: str, day: date) -> SignatoryVacant:
    """The sentence for a post in which nobody is on the day its signature is needed."""
    return SignatoryVacant(
        f"Jabatan {post} kosong pada {wording.plain_date(day)}, jadi tidak ada yang menandatangani sertifikat. "
        "Isi jabatannya atau tunjuk Plt. atau Plh. di halaman Jabatan, lalu ulangi. Yang sudah bernomor tetap."
    )


def new_code() -> str:
    """Sixteen characters out of 80 random bits, and a check character."""
    bits = secrets.randbits(CODE_LENGTH * 5)
    code = "".join(ALPHABET[bits >> shift & 31] for shift in range(0, CODE_LENGTH * 5, 5))
    return code + _check_character(code)


def display_code(code: str) -> str:
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def normalise_code(text: str) -> str | None:
    """The code somebody typed, or pasted with the address around it; None if it cannot be one."""
    if len(text) > LONGEST_PASTE:
        return None
    code = _without_separators(split_address(text)[0]).upper().translate(MISREAD)
    if len(code) != CODE_LENGTH + 1 or not _VALUES.keys() >= set(code):
        return None
    return code if _checksum(code) == 0 else None


def split_address(text: str) -> tuple[str, str]:
    """The code and, where the address of a QR code was pasted, the signed facts behind it."""
    text = text.strip()
    if "/" not in text:
        return text, ""
    try:
        parts = urlsplit(text).path.rstrip("/").split("/")
    except ValueError:
        return "", ""
    if len(parts) > 2 and parts[-3] in {"v", "V"}:
        return parts[-2], parts[-1]
    return parts[-1], ""


def _check_character(code: str) -> str:
    return ALPHABET[_times_alpha(_checksum(code))]


def _checksum(code: str) -> int:
    """A weighted sum over the field of 32 elements, zero for a whole code.

    Every position has a weight of its own, so one wrong character and any two characters that changed
    places, neighbours or not, leave a remainder.
    """
    total = 0
    for character in code:
        total = _times_alpha(total) ^ _VALUES[character]
    return total


def _times_alpha(value: int) -> int:
    doubled = value << 1
    return doubled ^ 0b100101 if doubled & 32 else doubled


def _without_separators(text: str) -> str:
    return "".join(character for character in text if not _separates(character))


def _separates(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) in {"Pd", "Cf"} or character == "\u2212"
