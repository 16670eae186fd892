"""The signed facts a certificate carries in its own QR code, so that a check needs no database.

``{base}/V/{code}/{payload}``: capitals and digits only, so that the code is set in the small alphanumeric mode
and a telephone still opens it as an address. The payload is written in the alphabet of the codes (base 32):

    1 byte    form of the payload
    4 bytes   the key that signed
    12 bytes  first and last day, day of issue, last day of validity (two bytes each, days since 2000, 0 for none),
              and a hundred times the JP (four bytes)
    n bytes   number, holder, title, organiser, government: deflated with words known beforehand
    64 bytes  Ed25519 over all of it and the code

NIP, position, score and place stay out.
"""

import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256, Hash

from app.certificates.rules import ALPHABET, MISREAD

FORM = 1
LONGEST = 700
LONGEST_WRITTEN = 400
SIGNATURE = 64
_HEAD = struct.Struct(">B4s4HI")
_DOMAIN = b"penata certificate 1\0"
_FIRST_DAY = date(2000, 1, 1)
_APART = "\x1f"
_CUT = "…"
_LEAST_KEPT = 24
_LONGEST_TEXT = 300
_MOST_TEXT = 8_000
_VALUES = {character: value for value, character in enumerate(ALPHABET)}
# Part of the form: changing a letter here needs a new form, or no old code can be read.
_KNOWN_WORDS = (
    b"Sekretariat Daerah\x1fDinas Pendidikan dan Kebudayaan\x1fDinas Kesehatan\x1fDinas Komunikasi dan Informatika"
    b"\x1fPelatihan Kepemimpinan Administrator\x1fPelatihan Dasar CPNS\x1fPelatihan Kepemimpinan Pengawas"
    b"\x1fBimbingan Teknis Pengelolaan Keuangan Daerah\x1fWorkshop Penyusunan Analisis Jabatan dan Analisis Beban Kerja"
    b"\x1fSosialisasi Penataan Organisasi Perangkat Daerah\x1fPelayanan Publik Prima bagi Petugas Loket, Angkatan "
    b", S.A.P., S.E., S.H., S.Sos., S.Kom., S.T., S.Pd., M.Si., M.M., M.Pd., A.Md., Drs. H. Muhammad Nur Siti Sri "
    b"800.2.3/ /BKPSDM/I/II/III/IV/V/VI/VII/VIII/IX/X/XI/XII/2025/2026/2027/2028"
    b"\x1fBadan Kepegawaian dan Pengembangan Sumber Daya Manusia\x1fPemerintah Provinsi \x1fPemerintah Kota "
    b"\x1fPemerintah Kabupaten "
)


class Proof(StrEnum):
    """What a payload proves."""

    GENUINE = "genuine"
    UNKNOWN_KEY = "unknown_key"
    TAMPERED = "tampered"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Printed:
    """The printed facts that travel in the code. A text too long for it ends in an ellipsis."""

    number: str
    holder: str
    title: str
    organiser: str
    government: str
    starts_on: date
    ends_on: date
    issued_on: date
    expires_on: date | None
    lesson_hours: Decimal


@dataclass(frozen=True)
class Checked:
    """The proof, and the facts where there is one."""

    proof: Proof
    key_id: str = ""
    printed: Printed | None = None


def key_id_of(public: bytes) -> str:
    """The name of a public key: eight hexadecimal digits of its hash."""
    digest = Hash(SHA256())
    digest.update(public)
    return digest.finalize()[:4].hex()


def write(printed: Printed, code: str, private: Ed25519PrivateKey) -> str:
    """The facts, signed for this code."""
    key_id = bytes.fromhex(key_id_of(private.public_key().public_bytes_raw()))
    body = _body(_shortened(printed), key_id)
    return _to_text(body + private.sign(_signed(code, body)))


def signer_of(text: str) -> str:
    """The name of the key a payload says it was signed with; empty where it says none."""
    content = _from_text(text)
    return content[1:5].hex() if content and len(content) > _HEAD.size and content[0] == FORM else ""


def read(text: str, code: str, keys: Mapping[str, bytes]) -> Checked:
    """What the payload proves about the code, by public keys and nothing else; never raises."""
    content = _from_text(text)
    if content is None or len(content) <= _HEAD.size + SIGNATURE or content[0] != FORM:
        return Checked(Proof.UNREADABLE)
    body, signature = content[:-SIGNATURE], content[-SIGNATURE:]
    key_id = body[1:5].hex()
    public = keys.get(key_id)
    if public is None:
        return Checked(Proof.UNKNOWN_KEY, key_id)
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, _signed(code, body))
    except InvalidSignature:
        return Checked(Proof.TAMPERED, key_id)
    printed = _printed(body)
    return Checked(Proof.UNREADABLE, key_id) if printed is None else Checked(Proof.GENUINE, key_id, printed)


def _signed(code: str, body: bytes) -> bytes:
    return _DOMAIN + code.encode() + b"\0" + body


def _shortened(printed: Printed) -> Printed:
    """The longest text shrinks, and then the next, until the payload fits its code."""
    names = ("number", "holder", "title", "organiser", "government")
    texts = {name: _cut(_flat(getattr(printed, name)), _LONGEST_TEXT) for name in names}
    while True:
        printed = replace(
            printed,
            number=texts["number"],
            holder=texts["holder"],
            title=texts["title"],
            organiser=texts["organiser"],
            government=texts["government"],
        )
        over = len(_body(printed, b"0000")) + SIGNATURE - LONGEST_WRITTEN * 5 // 8
        longest = max(texts, key=lambda name: len(texts[name]))
        if over <= 0 or len(texts[longest]) <= _LEAST_KEPT:
            return printed
        texts[longest] = _cut(texts[longest], max(_LEAST_KEPT, len(texts[longest]) - max(2, over // 4)))


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text.removesuffix(_CUT)[: longest - 1].rstrip() + _CUT


def _flat(text: str) -> str:
    return " ".join(text.replace(_APART, " ").split())


def _body(printed: Printed, key_id: bytes) -> bytes:
    days = (printed.starts_on, printed.ends_on, printed.issued_on, printed.expires_on)
    head = _HEAD.pack(FORM, key_id, *map(_day_number, days), int(printed.lesson_hours * 100))
    texts = (printed.number, printed.holder, printed.title, printed.organiser, printed.government)
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15, 9, zlib.Z_DEFAULT_STRATEGY, _KNOWN_WORDS)
    return head + squeeze.compress(_APART.join(texts).encode()) + squeeze.flush()


def _printed(body: bytes) -> Printed | None:
    """The facts of a body whose signature holds."""
    _form, _key, starts_on, ends_on, issued_on, expires_on, hundredths = _HEAD.unpack_from(body)
    stretch = zlib.decompressobj(-15, _KNOWN_WORDS)
    try:
        text = stretch.decompress(body[_HEAD.size :], _MOST_TEXT).decode()
        number, holder, title, organiser, government = text.split(_APART)
    except (zlib.error, ValueError):
        return None
    return Printed(
        number,
        holder,
        title,
        organiser,
        government,
        _day(starts_on),
        _day(ends_on),
        _day(issued_on),
        _day(expires_on) if expires_on else None,
        Decimal(hundredths) / 100,
    )


def _day_number(day: date | None) -> int:
    return 0 if day is None else max(1, min(65_535, (day - _FIRST_DAY).days + 1))


def _day(number: int) -> date:
    return _FIRST_DAY + timedelta(days=number - 1)


def _to_text(content: bytes) -> str:
    length = -(-len(content) * 8 // 5)
    number = int.from_bytes(content, "big") << (length * 5 - len(content) * 8)
    return "".join(ALPHABET[number >> shift & 31] for shift in range(length * 5 - 5, -1, -5))


def _from_text(text: str) -> bytes | None:
    """The bytes of a text; None for anything no payload of ours can be."""
    characters = text.upper().translate(MISREAD)
    if not characters or len(characters) > LONGEST or not _VALUES.keys() >= set(characters):
        return None
    number = 0
    for character in characters:
        number = number << 5 | _VALUES[character]
    left_over = len(characters) * 5 % 8
    if left_over > 4 or number & ((1 << left_over) - 1):
        return None
    return (number >> left_over).to_bytes(len(characters) * 5 // 8, "big")
