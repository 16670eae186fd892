"""Open Badges 3.0 in the form of its specification: credential, issuer, achievement, status list, baked pictures.

Everything here is built from what it is given; ``badges`` decides for whom. No NIP and no e-mail in clear:
the holder is named as on the public page, and an address only as a salted hash (IdentityObject).
"""

import base64
import gzip
import hashlib
import json
import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from joserfc import jws
from joserfc.jwk import RSAKey

from app.base.wording import date_range, number
from app.certificates import badge_art
from app.certificates.facts import CertificateFacts

MEDIA_TYPE = "application/vc+jwt"
VC_CONTEXT = "https://www.w3.org/ns/credentials/v2"
OB_CONTEXT = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
SCHEMA = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
SVG_NAMESPACE = "https://purl.imsglobal.org/ob/v3p0"
KEYWORD = b"openbadgecredential"
LIST_SIZE = 131_072
STATUS_HOURS = 24
ALGORITHM = "RS256"


@dataclass(frozen=True)
class Addresses:
    """Where a badge and what it names can be read."""

    credential: str
    issuer: str
    achievement: str
    image: str
    key: str
    status_list: str
    verification: str


@dataclass(frozen=True)
class Holder:
    """Who holds it, as far as a badge says."""

    name: str
    email: str
    salt: str


def issuer(address: str, name: str, home: str) -> dict[str, Any]:
    """The issuer's profile."""
    return {"id": address, "type": ["Profile"], "name": name, "url": home}


def achievement_key(facts: CertificateFacts) -> str:
    """The same for everybody who achieved the same: programme, hours and subjects of one government."""
    what = (
        facts.government_name,
        facts.organiser_name,
        facts.programme_title,
        str(facts.lesson_hours),
        facts.result,
        tuple((one.title, str(one.lesson_hours)) for one in facts.subjects),
    )
    return hashlib.sha256(repr(what).encode()).hexdigest()[:32]


def achievement(facts: CertificateFacts, address: str, image: str, creator: dict[str, Any]) -> dict[str, Any]:
    """What was achieved, in words that need no other page."""
    hours = number(facts.lesson_hours)
    subjects = "; ".join(f"{one.title} ({number(one.lesson_hours)} JP)" for one in facts.subjects)
    described = f"Pelatihan {hours} jam pelajaran (JP) yang diselenggarakan {facts.organiser_name}."
    return {
        "id": address,
        "type": ["Achievement"],
        "achievementType": "Certificate",
        "name": facts.programme_title,
        "description": described + (f" Materi: {subjects}." if subjects else ""),
        "criteria": {"narrative": f"Peserta {facts.result} menurut syarat lulus program, {hours} JP."},
        "creator": creator,
        "creditsAvailable": float(facts.lesson_hours),
        "image": {"id": image, "type": "Image", "caption": badge_art.words(facts.lesson_hours)},
        "inLanguage": "id",
    }


def credential(
    facts: CertificateFacts,
    where: Addresses,
    holder: Holder,
    profile: dict[str, Any],
    *,
    issued_at: datetime,
    expires_at: datetime | None,
    status_index: int,
) -> dict[str, Any]:
    """The OpenBadgeCredential with the registered claims of a VC-JWT beside it (OB 3.0, section 8.2)."""
    subject_id = f"{where.credential}#pemegang"
    vc: dict[str, Any] = {
        "@context": [VC_CONTEXT, OB_CONTEXT],
        "id": where.credential,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": facts.programme_title,
        "issuer": profile,
        "validFrom": _instant(issued_at),
        "credentialSubject": {
            "id": subject_id,
            "type": ["AchievementSubject"],
            "identifier": _identities(holder),
            "activityStartDate": _day_as_instant(facts.starts_on),
            "activityEndDate": _day_as_instant(facts.ends_on),
            "creditsEarned": float(facts.lesson_hours),
            "achievement": achievement(facts, where.achievement, where.image, profile),
        },
        "evidence": [
            {
                "id": where.verification,
                "type": ["Evidence"],
                "name": f"Sertifikat nomor {facts.number}",
                "narrative": f"{date_range(facts.starts_on, facts.ends_on)}. Keadaannya dapat diperiksa di alamat ini.",
            }
        ],
        "credentialSchema": [{"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
        "credentialStatus": {
            "id": f"{where.status_list}#{status_index}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": str(status_index),
            "statusListCredential": where.status_list,
        },
        "iss": profile["id"],
        "sub": subject_id,
        "jti": where.credential,
        "nbf": int(issued_at.timestamp()),
    }
    if expires_at is not None:
        vc["validUntil"], vc["exp"] = _instant(expires_at), int(expires_at.timestamp())
    return vc


def status_list(address: str, issuer_address: str, ended: Iterable[int], *, at: datetime) -> dict[str, Any]:
    """The list credential: one bit for each badge, set where it was taken back (Bitstring Status List)."""
    bits = bytearray(LIST_SIZE // 8)
    for index in ended:
        bits[index // 8] |= 0x80 >> index % 8
    encoded = base64.urlsafe_b64encode(gzip.compress(bytes(bits), mtime=0)).decode().rstrip("=")
    until = datetime.fromtimestamp(at.timestamp() + STATUS_HOURS * 3600, UTC)
    return {
        "@context": [VC_CONTEXT],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer_address,
        "validFrom": _instant(at),
        "validUntil": _instant(until),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": f"u{encoded}",
        },
        "iss": issuer_address,
        "jti": address,
        "nbf": int(at.timestamp()),
        "exp": int(until.timestamp()),
    }


def sign(claims: dict[str, Any], private_pem: bytes, key_address: str) -> str:
    """The claims as a compact JWS (RS256, which every verifier must know)."""
    header = {"alg": ALGORITHM, "typ": "JWT", "kid": key_address}
    content = json.dumps(claims, ensure_ascii=False, separators=(",", ":")).encode()
    return jws.serialize_compact(header, content, RSAKey.import_key(private_pem))


def public_jwk(public_pem: str, key_address: str) -> dict[str, Any]:
    """The key under the address a credential names."""
    public = load_pem_public_key(public_pem.encode())
    if not isinstance(public, RSAPublicKey):
        raise TypeError("not a key for badges")
    numbers = public.public_numbers()
    return {
        "kty": "RSA",
        "use": "sig",
        "alg": ALGORITHM,
        "kid": key_address,
        "n": _base64url(numbers.n),
        "e": _base64url(numbers.e),
    }


def baked_png(picture: bytes, token: str) -> bytes:
    """The picture with the credential in an iTXt chunk before its end (OB 3.0, section 5.3)."""
    content = KEYWORD + b"\0\0\0\0\0" + token.encode()
    chunk = struct.pack(">I", len(content)) + b"iTXt" + content + struct.pack(">I", zlib.crc32(b"iTXt" + content))
    end = picture.rindex(b"IEND") - 4
    return picture[:end] + chunk + picture[end:]


def baked_svg(picture: str, token: str) -> str:
    """The picture with the credential as its first element (OB 3.0, section 5.3)."""
    head, opening, rest = picture.partition(">")
    return f'{head} xmlns:openbadges="{SVG_NAMESPACE}"{opening}<openbadges:credential verify="{token}"/>{rest}'


def end_of(day: Any, timezone: str) -> datetime | None:
    """The last second of a certificate's last day, by the government's clock."""
    return None if day is None else datetime.combine(day, time(23, 59, 59), ZoneInfo(timezone)).astimezone(UTC)


def _identities(holder: Holder) -> list[dict[str, Any]]:
    found = [{"type": "IdentityObject", "identityType": "name", "hashed": False, "identityHash": holder.name}]
    if holder.email:
        digest = hashlib.sha256((holder.email.strip().lower() + holder.salt).encode()).hexdigest()
        found.append(
            {
                "type": "IdentityObject",
                "identityType": "emailAddress",
                "hashed": True,
                "identityHash": f"sha256${digest}",
                "salt": holder.salt,
            }
        )
    return found


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _day_as_instant(day: Any) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _base64url(value: int) -> str:
    content = value.to_bytes((value.bit_length() + 7) // 8, "big")
    return base64.urlsafe_b64encode(content).decode().rstrip("=")
