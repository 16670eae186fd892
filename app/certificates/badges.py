"""Open Badges for holders who want one: made and taken back by the holder, followed by the status list."""

import secrets
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from sqlalchemy import func, or_, select

from app.access.visitor import Actor
from app.audit import services as audit
from app.base import scope
from app.base.clock import now
from app.base.database import db, lock
from app.base.errors import RuleBroken
from app.certificates import code_keys, openbadges, queries
from app.certificates.facts import CertificateFacts
from app.certificates.models import Certificate, CertificateBadge, CertificateKey, KeyPurpose
from app.certificates.openbadges import Addresses, Holder
from app.certificates.rules import CertificateStatus
from app.organisation import queries as organisation
from app.organisation.models import Government

PATH = "/lencana"
NO_LONGER = (CertificateStatus.REVOKED, CertificateStatus.REPLACED)
_base_url = ""


class NoLongerValid(RuleBroken):
    """A badge is only made of a certificate that holds."""

    message = (
        "Lencana hanya dibuat dari sertifikat yang berlaku. Sertifikat ini sudah dicabut, diganti, atau lewat waktu."
    )


class ListIsFull(RuleBroken):
    """A status list has a place for each badge of its key, and no more."""

    message = "Daftar status lencana sudah penuh. Minta admin instalasi mengganti kunci lencana, lalu coba lagi."


@dataclass(frozen=True)
class Public:
    """A badge anybody may read by its token."""

    badge: CertificateBadge
    is_ended: bool


def use_base_url(base_url: str) -> None:
    """Where issuer, achievement, keys and status lists are read."""
    global _base_url  # noqa: PLW0603 - one address per process, set once at the start
    _base_url = base_url


def of_certificate(certificate_id: int) -> CertificateBadge | None:
    """The badge that stands for this certificate now."""
    return db.session.execute(
        select(CertificateBadge).where(
            CertificateBadge.certificate_id == certificate_id, CertificateBadge.ended_at.is_(None)
        )
    ).scalar_one_or_none()


def make(certificate: Certificate, *, email: str, by: Actor) -> CertificateBadge:
    """Sign a badge for its holder; asked twice, the first one is returned."""
    certificate = lock(certificate)
    known = of_certificate(certificate.id)
    if known is not None:
        return known
    government = organisation.government(certificate.government_id)
    expires_at = openbadges.end_of(certificate.expires_on, government.timezone)
    if certificate.status != CertificateStatus.VALID or (expires_at is not None and expires_at <= now()):
        raise NoLongerValid
    facts = CertificateFacts.from_dict(certificate.facts)
    key = lock(code_keys.current(KeyPurpose.BADGE))
    badge = CertificateBadge(
        certificate_id=certificate.id,
        employee_id=certificate.employee_id,
        key_id=key.id,
        token=secrets.token_urlsafe(18),
        achievement=openbadges.achievement_key(facts),
        status_index=_next_index(key),
        credential="",
        made_at=now(),
    )
    claims = openbadges.credential(
        facts,
        _addresses(badge, key, government.slug, certificate.code),
        Holder(facts.holder_name, email, secrets.token_hex(8)),
        issuer_profile(government),
        issued_at=certificate.issued_at,
        expires_at=expires_at,
        status_index=badge.status_index,
    )
    badge.credential = openbadges.sign(claims, _pem(key), key_address(key.key_id))
    db.session.add(badge)
    audit.record("certificates.badge.made", badge, by=by, certificate=certificate.id)
    return badge


def end(certificate: Certificate, *, by: Actor) -> bool:
    """Take the badge back. Whoever has a copy reads in the status list that it no longer counts."""
    certificate = lock(certificate)
    badge = of_certificate(certificate.id)
    if badge is None:
        return False
    badge.ended_at = now()
    audit.record("certificates.badge.ended", badge, by=by, certificate=certificate.id)
    return True


def by_token(token: str) -> Public | None:
    """A badge in whichever government, and whether it was taken back or its certificate no longer counts."""
    with scope.everything():
        row = db.session.execute(
            select(CertificateBadge, Certificate.status)
            .join(Certificate, Certificate.id == CertificateBadge.certificate_id)
            .where(CertificateBadge.token == token)
        ).one_or_none()
    return None if row is None else Public(row[0], row[0].ended_at is not None or row.status in NO_LONGER)


def achievement_facts(achievement: str) -> tuple[CertificateFacts, Government] | None:
    """What an achievement's own page tells of, while anybody shows a badge of it."""
    with scope.everything():
        row = db.session.execute(
            select(Certificate.facts, Government)
            .join(CertificateBadge, CertificateBadge.certificate_id == Certificate.id)
            .join(Government, Government.id == Certificate.government_id)
            .where(CertificateBadge.achievement == achievement)
            .order_by(CertificateBadge.id)
            .limit(1)
        ).one_or_none()
    return None if row is None else (CertificateFacts.from_dict(row.facts), row.Government)


def badge_key(key_id: str) -> CertificateKey | None:
    """The key for badges with this name, in whichever government."""
    with scope.everything():
        return db.session.execute(
            select(CertificateKey).where(CertificateKey.key_id == key_id, CertificateKey.purpose == KeyPurpose.BADGE)
        ).scalar_one_or_none()


def status_list(key: CertificateKey) -> str:
    """The signed status list of one key: set where the holder took the badge back, or the certificate fell."""
    with scope.everything():
        government = organisation.government(key.government_id)
        ended = db.session.execute(
            select(CertificateBadge.status_index)
            .join(Certificate, Certificate.id == CertificateBadge.certificate_id)
            .where(CertificateBadge.key_id == key.id)
            .where(or_(CertificateBadge.ended_at.is_not(None), Certificate.status.in_(NO_LONGER)))
        ).scalars()
        address = f"{_base_url}{PATH}/status/{key.key_id}"
        claims = openbadges.status_list(address, issuer_address(government.slug), ended, at=now())
    return openbadges.sign(claims, _pem(key), key_address(key.key_id))


def government_with(slug: str) -> Government | None:
    """The government of an issuer's address."""
    return db.session.execute(select(Government).where(Government.slug == slug)).scalar_one_or_none()


def issuer_profile(government: Government) -> dict[str, Any]:
    return openbadges.issuer(issuer_address(government.slug), f"Pemerintah {government.name}", _base_url)


def achievement_page(achievement: str, facts: CertificateFacts, government: Government) -> dict[str, Any]:
    """An achievement as a document of its own."""
    page = openbadges.achievement(
        facts, achievement_address(achievement), image_address(achievement), issuer_profile(government)
    )
    return {"@context": [openbadges.VC_CONTEXT, openbadges.OB_CONTEXT]} | page


def own(employee_id: int, certificate_id: int) -> Certificate:
    """The holder's own certificate."""
    return queries.own(employee_id, certificate_id)


def issuer_address(slug: str) -> str:
    return f"{_base_url}{PATH}/penerbit/{slug}"


def achievement_address(achievement: str) -> str:
    return f"{_base_url}{PATH}/capaian/{achievement}"


def image_address(achievement: str) -> str:
    return f"{_base_url}{PATH}/capaian/{achievement}/gambar.png"


def key_address(key_id: str) -> str:
    return f"{_base_url}{PATH}/kunci/{key_id}"


def _addresses(badge: CertificateBadge, key: CertificateKey, slug: str, code: str) -> Addresses:
    return Addresses(
        credential=f"{_base_url}{PATH}/{badge.token}",
        issuer=issuer_address(slug),
        achievement=achievement_address(badge.achievement),
        image=image_address(badge.achievement),
        key=key_address(key.key_id),
        status_list=f"{_base_url}{PATH}/status/{key.key_id}",
        verification=f"{_base_url}/v/{code}",
    )


def _next_index(key: CertificateKey) -> int:
    """Counted under the key's lock, so that no two badges share a bit."""
    last = db.session.execute(
        select(func.max(CertificateBadge.status_index)).where(CertificateBadge.key_id == key.id)
    ).scalar()
    index = 0 if last is None else last + 1
    if index >= openbadges.LIST_SIZE:
        raise ListIsFull
    return index


def _pem(key: CertificateKey) -> bytes:
    pem: bytes = code_keys.private(key).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return pem
