"""Time stamps on signatures (RFC 3161): the word of a third party that a signature was there at an instant.

A signature with one can be proved after its certificate has ended (PAdES-B-T). Where no service is named, nothing is
stamped.
"""

import asyncio
import hashlib
import http.client
import ssl
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from app.certificates.rules import SigningStopped

# Bytes kept for a stamp in a file. Those of public services, which bring their chain along, have three to seven
# thousand.
ROOM = 12_288
_BIGGEST = 64 * 1024
_AGAIN = "Yang sudah ditandatangani tetap; sesudah itu, ulangi dan sisanya dilanjutkan."


@dataclass(frozen=True)
class StampService:
    """Where the time stamping service answers; without an address there is none."""

    url: str = ""
    timeout: float = 20

    @property
    def room(self) -> int:
        return ROOM if self.url else 0


def stamped(signature: bytes, service: StampService) -> bytes:
    """The CMS structure with a stamp on its value. Raises SigningStopped where the service gives no good one."""
    from asn1crypto import cms  # type: ignore[import-untyped]  # with pyHanko half a second to import

    content = cms.ContentInfo.load(signature)
    info = content["content"]["signer_infos"][0]
    digest = hashlib.sha256(info["signature"].native).digest()
    token = _token(digest, service)
    info["unsigned_attrs"] = cms.CMSAttributes([{"type": "signature_time_stamp_token", "values": [token]}])
    made = bytes(content.dump(force=True))
    if len(made) - len(signature) > ROOM:
        raise SigningStopped(f"Stempel waktu yang diterima terlalu besar. Hubungi penyedia layanannya. {_AGAIN}")
    return made


def _token(digest: bytes, service: StampService) -> Any:
    from asn1crypto import tsp  # as above
    from pyhanko.sign.timestamps import TimeStamper, TimestampRequestError

    class _Stamper(TimeStamper):
        async def async_request_tsa_response(self, req: Any) -> Any:
            return tsp.TimeStampResp.load(_answer(req.dump(), service))

    try:
        stamper: Any = _Stamper()  # type: ignore[no-untyped-call]
        token = asyncio.run(stamper.async_timestamp(digest, "sha256"))
        about = token["content"]["encap_content_info"]["content"].parsed["message_imprint"]["hashed_message"].native
    except (TimestampRequestError, ValueError, TypeError, KeyError) as error:
        raise SigningStopped(f"Layanan stempel waktu menolak atau menjawab tidak lengkap. {_AGAIN}") from error
    if about != digest:
        raise SigningStopped(f"Layanan stempel waktu memberi stempel untuk berkas lain. {_AGAIN}")
    return token


def _answer(question: bytes, service: StampService) -> bytes:
    address = urlsplit(service.url)
    host, port, path = address.hostname or "", address.port, address.path or "/"
    if address.scheme == "https":
        context = ssl.create_default_context()
        connection: http.client.HTTPConnection = http.client.HTTPSConnection(
            host, port, timeout=service.timeout, context=context
        )
    else:
        connection = http.client.HTTPConnection(host, port, timeout=service.timeout)
    try:
        target = f"{path}?{address.query}" if address.query else path
        connection.request("POST", target, question, {"Content-Type": "application/timestamp-query"})
        answer = connection.getresponse()
        content = answer.read(_BIGGEST)
    except (OSError, http.client.HTTPException) as error:
        raise SigningStopped(f"Layanan stempel waktu tidak bisa dihubungi. Coba lagi nanti. {_AGAIN}") from error
    finally:
        connection.close()
    if answer.status != http.client.OK:
        raise SigningStopped(f"Layanan stempel waktu menjawab {answer.status}. Coba lagi nanti. {_AGAIN}")
    return content
