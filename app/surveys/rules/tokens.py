"""The token that opens somebody's form, and the short code for people without mail.

Both are derived, so that a letter or a slip can be made again at any time, and only their fingerprints are kept:
whoever has the database alone opens no form, and after sending the fingerprint is gone, too.
"""

import base64
import hashlib

from app.base import sealing

LONGEST = 80
_TOKEN, _CODE = "survey form", "survey short code"
# Crockford's letters: none is mistaken for another when read from paper.
_PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_TO_CODE = str.maketrans(_PLAIN, _CROCKFORD)
_READ_AS = str.maketrans("OIL", "011")
CODE_LENGTH = 10


def token_of(wave_id: int, employee_id: int) -> str:
    """The wave's number, which is no secret, and 160 bits that nobody makes without the installation's key."""
    return f"{wave_id}-" + sealing.digest(_TOKEN, f"{wave_id}:{employee_id}")[:40]


def wave_of(token: str) -> int | None:
    """The number of the wave a token names, whether it opens anything or not."""
    number, dash, _secret = token[:LONGEST].partition("-")
    return int(number) if dash and number.isascii() and number.isdigit() else None


def code_of(wave_id: int, employee_id: int) -> str:
    """50 bits to be typed from paper."""
    digest = bytes.fromhex(sealing.digest(_CODE, f"{wave_id}:{employee_id}"))
    return base64.b32encode(digest[:10]).decode().translate(_TO_CODE)[:CODE_LENGTH]


def as_printed(code: str) -> str:
    return f"{code[:5]}-{code[5:]}"


def as_typed(text: str) -> str:
    """A code as it was made, however it was typed: in small letters, with blanks, O for 0 and I or L for 1."""
    return "".join(one for one in text.upper() if one.isalnum()).translate(_READ_AS)[:LONGEST]


def fingerprint(text: str) -> str:
    return hashlib.sha256(text[:LONGEST].encode()).hexdigest()


def path_of(token: str) -> str:
    return f"/survei/{token}"
