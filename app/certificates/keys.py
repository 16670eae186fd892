"""Keys to sign with: what stands in the environment under a key's name, and the one thing a signer can do.

A key called ``KABAN`` is described by ``PENATA_KEY_KABAN_FILE`` and ``PENATA_KEY_KABAN_PASSPHRASE`` (a PKCS#12 file),
or by ``PENATA_KEY_KABAN_NIK`` and ``PENATA_KEY_KABAN_PASSPHRASE`` (the signing service of BSrE). The database keeps the
name alone; a passphrase is read when it is needed, and stands in no row, no log and no message.
"""

import hashlib
import hmac
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from app.certificates.models import KeyKind
from app.certificates.rules import SigningStopped
from app.certificates.stamping import StampService

NAME = re.compile(r"[A-Z][A-Z0-9_]{1,29}")
DEMO_KEY = "CONTOH"


@dataclass(frozen=True)
class Signed:
    """A signed file, and the SHA-256 of the certificate it was signed with."""

    content: bytes
    fingerprint: str


class Signer(Protocol):
    """Signs a file last of all; nothing may touch its bytes afterwards."""

    subject: str
    is_sample: bool

    def check(self, at: datetime) -> None:
        """Raises SigningStopped where this key cannot sign now."""

    def sign(self, pdf: bytes, at: datetime) -> Signed:
        """Raises SigningStopped with the sentence for whoever runs the training."""


@dataclass(frozen=True)
class Service:
    """Where the signing service answers, and who this installation is to it."""

    url: str = ""
    user: str = ""
    password: str = field(default="", repr=False)
    timeout: float = 20


@dataclass
class _Surroundings:
    environ: Mapping[str, str]
    service: Service
    demo_file: Path | None
    demo_secret: str = field(repr=False)
    stamps: StampService = field(default_factory=StampService)


_here = _Surroundings(os.environ, Service(), None, "")
_NO_STAMPS = StampService()


def use(
    *,
    service: Service,
    demo_folder: Path | None,
    secret: str,
    environ: Mapping[str, str] | None = None,
    stamps: StampService = _NO_STAMPS,
) -> None:
    """Where keys are found. ``demo_folder`` is given by a demo alone, which makes a key of its own there."""
    _here.stamps = stamps
    _here.environ = os.environ if environ is None else environ
    _here.service = service
    _here.demo_file = demo_folder / "contoh.p12" if demo_folder else None
    _here.demo_secret = secret


def signer(name: str, kind: KeyKind) -> Signer:
    """The signer behind a key's name. Raises SigningStopped where the environment does not describe it."""
    if kind == KeyKind.BSRE:
        from app.certificates.bsre import BsreSigner  # its client is not needed by a page

        return BsreSigner(_here.service, name, _told(name, "NIK"), _told(name, "PASSPHRASE"))
    from app.certificates.pkcs12 import Pkcs12Signer  # brings the cryptography along

    if name == DEMO_KEY and _here.demo_file is not None:
        return Pkcs12Signer(name, demo_file(), demo_passphrase(), is_sample=True, stamps=_here.stamps)
    return Pkcs12Signer(name, Path(_told(name, "FILE")), _told(name, "PASSPHRASE"), stamps=_here.stamps)


def _told(name: str, what: str) -> str:
    variable = f"PENATA_KEY_{name}_{what}"
    value = _here.environ.get(variable, "")
    if not value:
        raise SigningStopped(
            f"Kunci {name} belum lengkap: admin server perlu mengisi {variable}. "
            "Sesudah itu, ulangi; yang belum ditandatangani dilanjutkan."
        )
    return value


def is_demo() -> bool:
    return _here.demo_file is not None


def demo_file() -> Path:
    """The demo's own key, made when it is first needed; never outside a demo."""
    if _here.demo_file is None:
        raise SigningStopped("Kunci contoh hanya ada pada demo.")
    if not _here.demo_file.exists():
        from app.certificates.pkcs12 import make_demo_key  # as above

        # Good on any day a demo may be set in: it proves nothing but itself.
        make_demo_key(_here.demo_file, demo_passphrase(), at=datetime(2024, 1, 1, tzinfo=UTC), days=3650)
    return _here.demo_file


def demo_passphrase() -> str:
    return hmac.new(_here.demo_secret.encode(), b"penata demo signing key", hashlib.sha256).hexdigest()
