"""What a signed PDF says of its signature. ``python -m app.certificates.reading`` reads a foreign one, in a process
of its own with limits on memory and time (security D1, V2): bytes in, one line of JSON out."""

import hashlib
import io
import json
import resource
import sys
from dataclasses import asdict, dataclass
from typing import Any

MEMORY_BYTES = 768 * 1024 * 1024
CPU_SECONDS = 15


@dataclass(frozen=True)
class Reading:
    """``fingerprint`` is of the certificate inside the last signature; empty where there is none."""

    is_pdf: bool = False
    fingerprint: str = ""
    subject: str = ""
    intact: bool = False


def read(content: bytes) -> Reading:
    """Look for a signature and whether it still fits every byte of the file."""
    if not content.startswith(b"%PDF-"):
        return Reading()
    if b"/ByteRange" not in content:  # stands bare in every file that is signed
        return Reading(is_pdf=True)
    from pyhanko.pdf_utils.reader import PdfFileReader  # a second to import
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    signatures = PdfFileReader(io.BytesIO(content), strict=False).embedded_signatures
    if not signatures:
        return Reading(is_pdf=True)
    last = signatures[-1]
    certificate = last.signer_cert
    last.compute_integrity_info()
    status = last.summarise_integrity_info()
    whole = status["coverage"] == SignatureCoverageLevel.ENTIRE_FILE
    valid = whole and _fits(last)
    return Reading(
        is_pdf=True,
        fingerprint=hashlib.sha256(certificate.dump()).hexdigest(),
        subject=_name_in(certificate.subject)[:200],
        intact=valid,
    )


def _name_in(subject: Any) -> str:
    """Whom a certificate was given to: the name people know, or all it says where it has none."""
    name = subject.native.get("common_name")
    return name if isinstance(name, str) else str(subject.human_friendly)


def _fits(signature: object) -> bool:
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity

    intact, valid = validate_sig_integrity(
        signature.signer_info,  # type: ignore[attr-defined]
        signature.signer_cert,  # type: ignore[attr-defined]
        expected_content_type="data",
        actual_digest=signature.compute_digest(),  # type: ignore[attr-defined]
    )
    return bool(intact and valid)


def read_anything(content: bytes) -> Reading:
    """As ``read``, of a file that may be broken in any way; then it proves nothing."""
    try:
        return read(content)
    except Exception:  # noqa: BLE001 - whatever a foreign file makes the reader raise
        return Reading(is_pdf=content.startswith(b"%PDF-"))


def signer_of(content: bytes) -> str:
    """The SHA-256 of the certificate a file was just signed with."""
    return read(content).fingerprint


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    sys.stdout.write(json.dumps(asdict(read_anything(sys.stdin.buffer.read()))))


if __name__ == "__main__":
    main()
