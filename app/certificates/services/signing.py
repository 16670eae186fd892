"""Who signs what is issued on a day, and with which key."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import select

from app.access.visitor import SYSTEM
from app.audit import services as audit
from app.base import scope
from app.base.clock import now, today
from app.base.database import db, lock
from app.certificates import keys
from app.certificates.facts import CertificateFacts
from app.certificates.keys import Signer
from app.certificates.models import (
    Certificate,
    CertificateSeries,
    KeyKind,
    Signing,
    SigningCertificate,
    SigningKey,
)
from app.certificates.queries import series as numberings
from app.certificates.rules import SigningStopped, vacant
from app.organisation import queries as organisation
from app.organisation.queries.signing import signatory_of

DEMO = "demo"


@dataclass(frozen=True)
class Signature:
    """The block under a certificate, and the key behind it where there is one."""

    heading: str
    position: str
    name: str
    nip: str
    signing: str = ""
    key_name: str = ""

    @property
    def key(self) -> Signer | None:
        return _signer(self.signing, self.key_name) if self.signing else None

    def written_on(self, facts: CertificateFacts) -> CertificateFacts:
        return replace(
            facts,
            signatory_heading=self.heading,
            signatory_position=self.position,
            signatory_name=self.name,
            signatory_nip=self.nip,
            signed=bool(self.signing),
            signing=self.signing,
            signing_key=self.key_name,
        )


def _signer(how: str, name: str) -> Signer:
    return keys.signer(name, KeyKind.BSRE if how == KeyKind.BSRE else KeyKind.PKCS12)


def signature_for(series: CertificateSeries, day: date) -> Signature:
    """Raises SignatoryVacant where the signing post is empty on this day, SigningStopped where a key is missing."""
    employee_id = None
    if series.signatory_position_id is None:
        signature = Signature(
            series.signatory_heading, series.signatory_position, series.signatory_name, series.signatory_nip
        )
    else:
        signatory = signatory_of(series.signatory_position_id, day)
        if signatory is None:
            raise vacant(numberings.post_title(series.signatory_position_id), day)
        employee_id = signatory.employee_id
        signature = Signature(series.signatory_heading, signatory.title, signatory.name, signatory.nip)
    if series.signing == Signing.NONE:
        return signature
    key = _key_for(series, signature.name, employee_id)
    how = DEMO if key.name == keys.DEMO_KEY and keys.is_demo() else str(key.kind)
    return replace(signature, signing=how, key_name=key.name)


def _key_for(series: CertificateSeries, name: str, employee_id: int | None) -> SigningKey:
    if series.signing == Signing.SEAL:
        key = numberings.key_of(None)
        whose = f"Penyelenggara {series.organiser}"
    else:
        key = numberings.key_of(employee_id) if employee_id is not None else None
        whose = name
    if key is None:
        raise SigningStopped(
            f"{whose} belum punya kunci tanda tangan elektronik di Penata. "
            "Tambahkan di halaman Penomoran sertifikat, lalu ulangi."
        )
    return key


@dataclass(frozen=True)
class Made:
    """A file as it will be kept."""

    content: bytes
    fingerprint: str = ""
    subject: str = ""
    kind: KeyKind = KeyKind.PKCS12


@dataclass
class Signatures:
    """What a run signs with: the facts of each certificate, and each key opened once."""

    facts: dict[int, dict[str, Any]] = field(default_factory=dict)
    _signers: dict[tuple[str, str], Signer] = field(default_factory=dict)

    def sign(self, certificate_id: int, content: bytes) -> Made:
        how = self.facts[certificate_id].get("signing", "")
        if not how:
            return Made(content)
        name = self.facts[certificate_id]["signing_key"]
        signer = self._signers.get((how, name)) or self._signers.setdefault((how, name), _signer(how, name))
        signed = signer.sign(content, now())
        return Made(
            signed.content, signed.fingerprint, signer.subject, KeyKind.BSRE if how == KeyKind.BSRE else KeyKind.PKCS12
        )


def renewed(waiting: Sequence[Any]) -> Signatures:
    """What waits for its file is signed by whoever signs by now; a change since the number was given is put on record.

    Raises before anything is printed where a key cannot sign now.
    """
    found = Signatures()
    known: dict[int, Signature] = {}
    day = today(organisation.government(scope.current()).timezone)
    for row in waiting:
        found.facts[row.id] = row.facts
        if not row.facts.get("signing"):
            continue
        if row.series_id not in known:
            known[row.series_id] = signature_for(numberings.series(row.series_id), day)
            if (key := known[row.series_id].key) is not None:
                key.check(now())
        before = CertificateFacts.from_dict(row.facts)
        after = known[row.series_id].written_on(before)
        if after != before:
            found.facts[row.id] = _rewrite(row.id, before, after)
    return found


def _rewrite(certificate_id: int, before: CertificateFacts, after: CertificateFacts) -> dict[str, Any]:
    certificate = lock(db.session.get_one(Certificate, certificate_id))
    if certificate.file_id is None:
        certificate.facts = after.to_dict()
        audit.record(
            "certificates.signatory_changed",
            certificate,
            by=SYSTEM,
            before=before.signatory_position,
            after=after.signatory_position,
        )
    return certificate.facts


def remember(certificate: Certificate, made: Made) -> None:
    """Keep which certificate signed, so that a file altered later can be told from a foreign one."""
    certificate.signed_with = made.fingerprint
    known = select(SigningCertificate.id).where(SigningCertificate.fingerprint == made.fingerprint)
    if db.session.execute(known).first() is None:
        db.session.add(
            SigningCertificate(
                fingerprint=made.fingerprint, subject=made.subject[:200], kind=made.kind, first_used_at=now()
            )
        )
        db.session.flush()
