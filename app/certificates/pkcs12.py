"""Signing with a key in a PKCS#12 file, which is opened once and then kept in memory."""

import asyncio
import hashlib
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from app.base import wording
from app.certificates import pades
from app.certificates.keys import Signed
from app.certificates.rules import SigningStopped
from app.certificates.stamping import StampService, stamped

REASON = "Sertifikat pelatihan"
SAMPLE = "contoh, bukan terbitan BSrE"


class Pkcs12Signer:
    """Opens the file on being made. Raises SigningStopped where file or passphrase do not fit."""

    def __init__(
        self,
        name: str,
        file: Path,
        passphrase: str,
        *,
        is_sample: bool = False,
        stamps: StampService = StampService(),  # noqa: B008 - frozen, and nobody's in particular
    ) -> None:
        self.name, self._stamps = name, stamps
        self.is_sample = is_sample
        self._key, self._certificate, others = _opened(name, file, passphrase)
        self._others = [one.certificate for one in others]
        der = self._certificate.public_bytes(serialization.Encoding.DER)
        self._fingerprint = hashlib.sha256(der).hexdigest()
        self.subject = _common_name(self._certificate)
        self._structure: pades.Structure | None = None

    def check(self, at: datetime) -> None:
        if at > self._certificate.not_valid_after_utc:
            day = wording.plain_date(self._certificate.not_valid_after_utc.date())
            raise SigningStopped(
                f"Sertifikat elektronik kunci {self.name} habis masa berlakunya pada {day}. "
                "Admin server perlu memasang yang baru. Sesudah itu, ulangi; yang belum ditandatangani dilanjutkan."
            )
        if at < self._certificate.not_valid_before_utc:
            raise SigningStopped(f"Sertifikat elektronik kunci {self.name} belum mulai berlaku.")

    def sign(self, pdf: bytes, at: datetime) -> Signed:
        self.check(at)
        structure = self._structure = self._structure or self._first_structure()
        content = pades.append_signature(
            pdf,
            name=self.subject,
            reason=REASON,
            at=at,
            room=len(structure.content) + self._stamps.room,
            fill=lambda digest: self._filled(structure, digest),
        )
        return Signed(content, self._fingerprint)

    def _filled(self, structure: pades.Structure, digest: bytes) -> bytes:
        filled = structure.filled(digest, self._value)
        return stamped(filled, self._stamps) if self._stamps.url else filled

    def _value(self, attributes: bytes) -> bytes:
        if isinstance(self._key, ec.EllipticCurvePrivateKey):
            return bytes(self._key.sign(attributes, ec.ECDSA(hashes.SHA256())))
        return bytes(self._key.sign(attributes, padding.PKCS1v15(), hashes.SHA256()))

    def _first_structure(self) -> pades.Structure:
        """What pyHanko makes of a digest; of ECDSA values the commonest length is taken, so that it recurs soon."""
        from asn1crypto import keys  # type: ignore[import-untyped]  # with pyHanko half a second to import
        from asn1crypto import x509 as asn1_x509
        from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes, SimpleSigner
        from pyhanko_certvalidator.registry import SimpleCertificateStore

        def der(certificate: x509.Certificate) -> Any:
            return asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))

        registry = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        registry.register_multiple([der(one) for one in self._others])
        raw = self._key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        signer = SimpleSigner(
            signing_cert=der(self._certificate),
            signing_key=keys.PrivateKeyInfo.load(raw),
            cert_registry=registry,
        )
        digest = os.urandom(32)
        while True:
            content = asyncio.run(
                signer.async_sign(
                    digest, "sha256", use_pades=True, signed_attr_settings=PdfCMSSignedAttributes(signing_time=None)
                )
            )
            info = content["content"]["signer_infos"][0]
            value = info["signature"].native
            if not isinstance(self._key, ec.EllipticCurvePrivateKey) or len(value) == _commonest(self._key):
                break
        return pades.structure_of(content.dump(), info["signed_attrs"].untag().dump(), digest, value)


def _commonest(key: ec.EllipticCurvePrivateKey) -> int:
    """Each of the two numbers of a value has its highest bit set every other time, and then needs a byte more."""
    size = (key.key_size + 7) // 8
    inside = 2 * (size + 2) + 1
    return inside + (2 if inside < 128 else 3)


def _opened(name: str, file: Path, passphrase: str) -> tuple[Any, x509.Certificate, list[Any]]:
    try:
        content = file.read_bytes()
    except OSError as error:
        raise SigningStopped(
            f"Berkas kunci {name} tidak bisa dibaca. Admin server perlu memeriksa PENATA_KEY_{name}_FILE, lalu ulangi."
        ) from error
    try:
        found = pkcs12.load_pkcs12(content, passphrase.encode())
    except ValueError as error:
        raise SigningStopped(
            f"Kata sandi kunci {name} tidak cocok dengan berkasnya. Admin server perlu memeriksa "
            f"PENATA_KEY_{name}_PASSPHRASE, lalu ulangi."
        ) from error
    key = found.key
    if found.cert is None or not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        raise SigningStopped(f"Berkas kunci {name} tidak berisi kunci RSA atau ECDSA dengan sertifikatnya.")
    return key, found.cert.certificate, list(found.additional_certs)


def _common_name(certificate: x509.Certificate) -> str:
    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(names[0].value) if names else certificate.subject.rfc4514_string()


def make_demo_key(file: Path, passphrase: str, *, at: datetime | None = None, days: int = 730) -> None:
    """An authority of its own and a key under it for so many days, both samples; readable by its owner alone."""
    begun = (at or datetime.now(UTC)) - timedelta(days=1)
    authority_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    authority = _named(f"Otoritas contoh Penata ({SAMPLE})")
    root = _sealed(authority, authority, authority_key, authority_key, begun, days=3650, is_authority=True)
    leaf = _sealed(_named(f"Penanda tangan contoh ({SAMPLE})"), authority, key, authority_key, begun, days=days)
    content = pkcs12.serialize_key_and_certificates(
        b"contoh", key, leaf, [root], serialization.BestAvailableEncryption(passphrase.encode())
    )
    fresh = file.with_suffix(f".{os.getpid()}")
    fresh.touch(mode=0o600)
    fresh.write_bytes(content)
    fresh.replace(file)


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _sealed(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    by: ec.EllipticCurvePrivateKey,
    begun: datetime,
    *,
    days: int,
    is_authority: bool = False,
) -> x509.Certificate:
    usage: Callable[..., x509.KeyUsage] = x509.KeyUsage
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begun)
        .not_valid_after(begun + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        .add_extension(
            usage(
                digital_signature=not is_authority,
                content_commitment=not is_authority,
                key_cert_sign=is_authority,
                crl_sign=is_authority,
                key_encipherment=False,
                data_encipherment=False,
                key_agreement=False,
                encipher_only=False,
                decipher_only=False,
            ),
            critical=True,
        )
        .sign(by, hashes.SHA256())
    )
