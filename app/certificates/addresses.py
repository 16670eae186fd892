"""The address in a certificate's QR code, with its signed facts behind the code."""

from datetime import date
from urllib.parse import urlsplit

from app.certificates import code_keys, payload
from app.certificates.facts import CertificateFacts
from app.certificates.payload import Printed


def signed(base_url: str, code: str, facts: CertificateFacts, expires_on: date | None) -> str:
    """In capitals where the address allows it, so that the QR code stays coarse enough for any camera."""
    written = payload.write(printed(facts, expires_on), code, code_keys.code_signer())
    if urlsplit(base_url).path:
        return f"{base_url}/v/{code}/{written}"
    return f"{base_url}/V/{code}/{written}".upper()


def printed(facts: CertificateFacts, expires_on: date | None) -> Printed:
    """What of a certificate travels in its code."""
    return Printed(
        number=facts.number,
        holder=facts.holder_name,
        title=facts.programme_title,
        organiser=facts.organiser_name,
        government=facts.government_name,
        starts_on=facts.starts_on,
        ends_on=facts.ends_on,
        issued_on=facts.issued_on,
        expires_on=expires_on,
        lesson_hours=facts.lesson_hours,
    )
