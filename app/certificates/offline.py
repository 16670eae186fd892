"""Checking a certificate's QR code with nothing but public keys: no database, no network.

Also ``python -m app.certificates.offline KUNCI.json TEKS``, for a machine that has only these few files.
"""

import base64
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.base.wording import date_range, number, plain_date
from app.certificates import payload
from app.certificates.payload import Checked, Printed, Proof
from app.certificates.rules import display_code, normalise_code, split_address

SENTENCES = {
    Proof.GENUINE: "Tanda tangan cocok. Status terbaru tidak diketahui tanpa laman pemeriksaan.",
    Proof.UNKNOWN_KEY: "Tidak bisa dibuktikan: kunci yang menandatanganinya tidak ada di berkas kunci.",
    Proof.TAMPERED: "Isi kode QR ini diubah setelah ditandatangani.",
    Proof.UNREADABLE: "Kode QR ini tidak memuat data bertanda tangan yang utuh. Pindai ulang seluruh kodenya.",
}


class BadKeys(Exception):
    """A file of public keys that is none."""


@dataclass(frozen=True)
class Result:
    """What an offline check found."""

    code: str
    checked: Checked

    @property
    def holds(self) -> bool:
        return self.checked.proof is Proof.GENUINE

    def lines(self) -> Iterator[str]:
        """The answer for a terminal."""
        yield SENTENCES[self.checked.proof]
        if self.code:
            yield f"Kode: {display_code(self.code)}"
        if self.checked.printed is not None:
            yield from (f"{term}: {value}" for term, value in facts(self.checked.printed))
        if self.checked.key_id:
            yield f"Kunci: {self.checked.key_id}"


def check(text: str, keys: Mapping[str, bytes]) -> Result:
    """What the text of a QR code proves by these keys."""
    typed, written = split_address(text)
    code = normalise_code(typed)
    if code is None or not written:
        return Result(code or "", Checked(Proof.UNREADABLE))
    return Result(code, payload.read(written, code, keys))


def facts(printed: Printed) -> list[tuple[str, str]]:
    """The facts in words, in the order of the paper."""
    found = [
        ("Diberikan kepada", printed.holder),
        ("Pelatihan", printed.title),
        ("Nomor", printed.number),
        ("Waktu", date_range(printed.starts_on, printed.ends_on)),
        ("Jam pelajaran", f"{number(printed.lesson_hours)} JP"),
        ("Penerbit", f"{printed.organiser}, {printed.government}"),
        ("Tanggal terbit", plain_date(printed.issued_on)),
    ]
    if printed.expires_on is not None:
        found.append(("Berlaku sampai", plain_date(printed.expires_on)))
    return found


def key_set(rows: Iterable[Any], raw: Any) -> dict[str, Any]:
    """Public keys as a JSON Web Key Set, the form they are published in."""
    return {
        "keys": [
            {
                "kty": "OKP",
                "crv": "Ed25519",
                "use": "sig",
                "kid": row.key_id,
                "x": base64.urlsafe_b64encode(raw(row.public_pem)).decode().rstrip("="),
                "government": row.government,
                "made_at": row.made_at.isoformat(),
                "retired_at": row.retired_at.isoformat() if row.retired_at else None,
            }
            for row in rows
        ]
    }


def read_keys(text: str) -> dict[str, bytes]:
    """The keys of a published set by their names; a name that does not fit its key is refused."""
    try:
        listed = json.loads(text)["keys"]
        keys = {str(one["kid"]): base64.urlsafe_b64decode(str(one["x"]) + "=") for one in listed}
    except (ValueError, KeyError, TypeError) as error:
        raise BadKeys from error
    if any(payload.key_id_of(public) != name for name, public in keys.items()):
        raise BadKeys
    return keys


def main(arguments: list[str]) -> int:
    """0 where the signature holds, 1 where not, 2 where nothing could be checked."""
    if len(arguments) != 2:
        sys.stderr.write("Pakai: python -m app.certificates.offline KUNCI.json TEKS\n")
        return 2
    try:
        with open(arguments[0], encoding="utf-8") as file:  # noqa: PTH123 - one line for one file
            keys = read_keys(file.read())
    except (OSError, BadKeys):
        sys.stderr.write("Berkas kunci tidak bisa dibaca. Unduh lagi dari /sertifikat/kunci-publik.json.\n")
        return 2
    result = check(arguments[1], keys)
    sys.stdout.write("\n".join(result.lines()) + "\n")
    return 0 if result.holds else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
