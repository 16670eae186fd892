"""The keys of a government: one signs the QR codes of its certificates, one its Open Badges.

A key is made when it is first needed and changed by ``flask certificates rotate-key``. Public halves stay for good.
"""

from typing import Any

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from sqlalchemy import select

from app.access.visitor import SYSTEM, Actor
from app.audit import services as audit
from app.base import scope, sealing
from app.base.clock import now
from app.base.database import db, lock
from app.certificates.models import CertificateKey, KeyPurpose
from app.certificates.payload import key_id_of
from app.organisation.models import Government

_SEALED = "certificate key"
_RSA_BITS = 2048


def current(purpose: KeyPurpose) -> CertificateKey:
    """The key that signs for the government in scope; made at its first use."""
    return _current(purpose) or _first(purpose)


def rotate(purpose: KeyPurpose, *, by: Actor) -> CertificateKey:
    """A fresh key from now on. What the old one signed stays proved by its public half."""
    _lock_government()
    old = _current(purpose)
    if old is not None:
        old.retired_at = now()
        if purpose is KeyPurpose.CODE:
            old.private_sealed = ""
        db.session.flush()
    key = _make(purpose)
    audit.record("certificates.key.rotated", key, by=by, purpose=purpose.value, key=key.key_id)
    return key


def private(key: CertificateKey) -> Any:
    """The private half, unsealed."""
    return load_pem_private_key(sealing.unseal(_SEALED, key.private_sealed).encode(), None)


def code_signer() -> Ed25519PrivateKey:
    """What signs the QR codes of the government in scope."""
    signer: Ed25519PrivateKey = private(current(KeyPurpose.CODE))
    return signer


def published() -> list[Any]:
    """Every key of every government that anybody may check codes with, oldest first."""
    with scope.everything():
        return list(
            db.session.execute(
                select(
                    CertificateKey.key_id,
                    CertificateKey.public_pem,
                    CertificateKey.made_at,
                    CertificateKey.retired_at,
                    Government.name.label("government"),
                )
                .join(Government, Government.id == CertificateKey.government_id)
                .where(CertificateKey.purpose == KeyPurpose.CODE)
                .order_by(CertificateKey.id)
            )
        )


def public_key(key_id: str) -> bytes | None:
    """The raw public half of the key with this name, in whichever government."""
    with scope.everything():
        pem = db.session.execute(
            select(CertificateKey.public_pem).where(
                CertificateKey.key_id == key_id, CertificateKey.purpose == KeyPurpose.CODE
            )
        ).scalar_one_or_none()
    return None if pem is None else raw(pem)


def raw(pem: str) -> bytes:
    """The 32 bytes of an Ed25519 public key."""
    key = load_pem_public_key(pem.encode())
    if not isinstance(key, Ed25519PublicKey):
        raise TypeError("not a key for codes")
    return key.public_bytes_raw()


def _current(purpose: KeyPurpose) -> CertificateKey | None:
    return db.session.execute(
        select(CertificateKey)
        .where(CertificateKey.purpose == purpose, CertificateKey.retired_at.is_(None))
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()


def _first(purpose: KeyPurpose) -> CertificateKey:
    """Made under the government's lock, so that two who need it at once share one."""
    _lock_government()
    found = _current(purpose)
    if found is None:
        found = _make(purpose)
        audit.record("certificates.key.made", found, by=SYSTEM, purpose=purpose.value, key=found.key_id)
    return found


def _lock_government() -> None:
    lock(db.session.get_one(Government, scope.current()))


def _make(purpose: KeyPurpose) -> CertificateKey:
    pair = (
        Ed25519PrivateKey.generate()
        if purpose is KeyPurpose.CODE
        else rsa.generate_private_key(public_exponent=65537, key_size=_RSA_BITS)
    )
    public = pair.public_key()
    encoded = (
        public.public_bytes_raw()
        if isinstance(public, Ed25519PublicKey)
        else public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    )
    sealed = pair.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    key = CertificateKey(
        purpose=purpose,
        key_id=key_id_of(encoded),
        public_pem=public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode(),
        private_sealed=sealing.seal(_SEALED, sealed),
        made_at=now(),
    )
    db.session.add(key)
    db.session.flush()
    return key
