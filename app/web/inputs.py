"""The one place that turns raw input into values (security R3)."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from typing import TypeVar
from urllib.parse import urlsplit

from flask import Flask, abort, request
from werkzeug.routing import IntegerConverter

from app.base.errors import BadInput

T = TypeVar("T")
# Control characters, and those that turn the direction of the text around them.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_FORGED = re.compile(r"[\x00-\x20\x7f\\]")
LONGEST = 20_000
FIELDS_AT_MOST = 1000
# The fields of all forms that take a file. Everything else is text, and is read as text.
FILE_FIELDS = frozenset({"berkas", "file", "logo"})
BIGGEST = 2**31 - 1  # of the numbers of rows, as PostgreSQL counts them


class RowNumber(IntegerConverter):
    """A row's number in an address; anything a database could not hold is simply not found."""

    regex = r"[0-9]+"

    def __init__(self, url_map: object) -> None:
        super().__init__(url_map, max=BIGGEST)  # type: ignore[arg-type]


def install(app: Flask) -> None:
    app.url_map.converters["int"] = RowNumber
    app.before_request(_refuse_impossible_text)


def _refuse_impossible_text() -> None:
    if _CONTROL.search(request.path):
        abort(404)
    if request.query_string:
        _check(request.args.items(multi=True))
    if request.method not in ("GET", "HEAD"):
        if len(request.form) > FIELDS_AT_MOST:
            raise BadInput(f"Formulir ini punya terlalu banyak isian. Paling banyak {FIELDS_AT_MOST:n}.")
        _check(request.form.items(multi=True))
        _refuse_other_bodies()


def _refuse_other_bodies() -> None:
    """A form would read JSON, and a file, where it asks for text: neither is text that was looked over here."""
    if request.is_json:
        raise BadInput("Formulir dikirim dalam bentuk yang tidak dikenal. Buka halamannya, lalu kirim dari sana.")
    if request.files.keys() - FILE_FIELDS:
        raise BadInput("Ada berkas di tempat tulisan. Buka lagi halamannya, lalu isi dari sana.")


def _check(pairs: object) -> None:
    for name, value in pairs:  # type: ignore[attr-defined]
        if _CONTROL.search(value) or _CONTROL.search(name):
            raise BadInput(
                "Isian mengandung karakter yang tidak bisa dibaca. Ketik ulang tanpa menempel dari berkas lain."
            )
        if len(value) > LONGEST:
            raise BadInput(f"Isian terlalu panjang. Paling banyak {LONGEST:n} huruf.")


def tidy(text: str) -> str:
    """Text as people mean it: composed (NFC), blanks folded, ends trimmed."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def arg_text(name: str, longest: int = 100) -> str:
    """A short text from the address, or an empty one."""
    return tidy(request.args.get(name, ""))[:longest]


def is_digits(text: str) -> bool:
    """Whether these are plain digits, and few enough to reckon with."""
    return text.isascii() and text.isdigit() and len(text) < 19


def is_row_number(text: str) -> bool:
    """Whether these are plain digits of a number that a row could have."""
    return is_digits(text) and int(text) <= BIGGEST


def row_number(text: str) -> int:
    """The number these digits are; ValueError for one that no row could have."""
    if not is_row_number(text):
        raise ValueError(text)
    return int(text)


def keyset(name: str, read: Callable[[str], T]) -> tuple[T, int] | None:
    """Where the last page ended, written in the address as ``value~number``; None where that cannot be read."""
    value, _tilde, number = request.args.get(name, "").rpartition("~")
    if not is_row_number(number):
        return None
    try:
        return read(value), int(number)
    except ValueError:
        return None


def aware(text: str) -> datetime:
    """A moment as an address holds it; ValueError for one that says no zone."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("no zone")
    return moment


def arg_int(name: str) -> int | None:
    """A whole number from the address, or None where there is none that a database could hold."""
    text = request.args.get(name, "")
    return int(text) if is_row_number(text) else None


def arg_day(name: str) -> date | None:
    """A day written as 2026-12-31, between 1900 and 2100, or None."""
    text = request.args.get(name, "")
    if not re.fullmatch(r"(?:19|20)\d\d-\d\d-\d\d", text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def arg_month(name: str) -> date | None:
    """The first day of a month written as 2026-12, between 1900 and 2100, or None."""
    match = re.fullmatch(r"((?:19|20)\d\d)-(0[1-9]|1[0-2])", request.args.get(name, ""))
    return date(int(match[1]), int(match[2]), 1) if match else None


def safe_path(target: str | None) -> str | None:
    """A path of this site to go back to, or None for anything that could lead elsewhere (security S6)."""
    if not target or not target.startswith("/") or target.startswith("//") or _FORGED.search(target):
        return None
    parts = urlsplit(target)
    return None if parts.scheme or parts.netloc else target
