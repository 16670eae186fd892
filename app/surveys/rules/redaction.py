"""What a free text may not contain once others read it. Pure."""

import re

from app.base.errors import WrongField

_NUMBER = re.compile(r"(?:\d[\s.\-]?){8,}")
_MAIL = re.compile(r"\S+@\S+\.\S+")


def settled(text: str) -> str:
    """The text as it will be shown. Raises WrongField where nothing is left, or a number or address of a person."""
    text = " ".join(text.split())
    if not text:
        raise WrongField("told", "Isi teksnya, atau pilih Jangan tampilkan.")
    if _NUMBER.search(text):
        raise WrongField("told", "Masih ada angka panjang (NIP, NIK, atau nomor telepon). Ganti dengan […].")
    if _MAIL.search(text):
        raise WrongField("told", "Masih ada alamat surel. Ganti dengan […].")
    return text


def suspicions(text: str) -> list[str]:
    """What the reader should look at first."""
    found = ["angka panjang"] if _NUMBER.search(text) else []
    return found + (["alamat surel"] if _MAIL.search(text) else [])
