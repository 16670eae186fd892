"""Signing by the web service of BSrE: the file goes there with NIK and passphrase, and comes back signed.

The shape of the call follows what clients of regional governments send to the service of BSSN inside their networks
(decision 0036): a POST of a multipart form with HTTP Basic, answered by the file itself or by a reason as JSON.
"""

import base64
import http.client
import json
import secrets
import ssl
from datetime import datetime
from urllib.parse import urlsplit

from app.certificates import reading
from app.certificates.keys import Service, Signed
from app.certificates.rules import SigningStopped

PATH = "/api/sign/pdf"
_AGAIN = "Yang sudah ditandatangani tetap; sesudah itu, ulangi dan sisanya dilanjutkan."
_BIGGEST = 20 * 1024 * 1024


class BsreSigner:
    """One connection for a run, opened anew where the service has closed it."""

    is_sample = False

    def __init__(self, service: Service, name: str, nik: str, passphrase: str) -> None:
        if not service.url:
            raise SigningStopped(f"Layanan BSrE belum diatur. Admin server perlu mengisi PENATA_BSRE_URL. {_AGAIN}")
        self.name, self.subject = name, f"BSrE {name}"
        self._service, self._nik, self._passphrase = service, nik, passphrase
        self._address = urlsplit(service.url)
        self._connection: http.client.HTTPConnection | None = None

    def check(self, at: datetime) -> None:
        """Only the service knows whether the key is still good, and says so at the first file."""

    def sign(self, pdf: bytes, at: datetime) -> Signed:  # noqa: ARG002 - the service puts its own time
        status, kind, content = self._answer(pdf)
        if status == http.client.OK and content.startswith(b"%PDF-"):
            return Signed(content, reading.signer_of(content))
        if status == http.client.OK:
            raise SigningStopped(f"Layanan BSrE menjawab tanpa berkas yang ditandatangani. Hubungi BSrE. {_AGAIN}")
        raise SigningStopped(_reason(self.name, status, _said(kind, content)))

    def _answer(self, pdf: bytes) -> tuple[int, str, bytes]:
        boundary = secrets.token_hex(16)
        body = _form(boundary, pdf, {"nik": self._nik, "passphrase": self._passphrase, "tampilan": "invisible"})
        login = base64.b64encode(f"{self._service.user}:{self._service.password}".encode()).decode()
        headers = {"Content-Type": f"multipart/form-data; boundary={boundary}", "Authorization": f"Basic {login}"}
        try:
            connection = self._connected()
            connection.request("POST", self._address.path.rstrip("/") + PATH, body, headers)
            answer = connection.getresponse()
            content = answer.read(_BIGGEST)
        except TimeoutError as error:
            self._hang_up()
            raise SigningStopped(
                f"Layanan BSrE tidak menjawab dalam {self._service.timeout:g} detik. Coba lagi nanti. {_AGAIN}"
            ) from error
        except (OSError, http.client.HTTPException) as error:
            self._hang_up()
            raise SigningStopped(f"Layanan BSrE tidak bisa dihubungi. Coba lagi nanti. {_AGAIN}") from error
        return answer.status, answer.headers.get_content_type(), content

    def _connected(self) -> http.client.HTTPConnection:
        if self._connection is None:
            host, port, seconds = self._address.hostname or "", self._address.port, self._service.timeout
            if self._address.scheme == "https":
                context = ssl.create_default_context()
                self._connection = http.client.HTTPSConnection(host, port, timeout=seconds, context=context)
            else:
                self._connection = http.client.HTTPConnection(host, port, timeout=seconds)
        return self._connection

    def _hang_up(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _form(boundary: str, pdf: bytes, fields: dict[str, str]) -> bytes:
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    head = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="sertifikat.pdf"\r\n'
        "Content-Type: application/pdf\r\n\r\n"
    )
    return b"".join((*parts, head.encode(), pdf, f"\r\n--{boundary}--\r\n".encode()))


def _said(kind: str, content: bytes) -> str:
    """What the service gives as its reason, in lower case; never shown, only recognised."""
    if kind != "application/json":
        return ""
    try:
        told = json.loads(content)
    except ValueError:
        return ""
    if not isinstance(told, dict):
        return ""
    return " ".join(str(told.get(name, "")) for name in ("error", "message", "keterangan")).lower()


def _reason(name: str, status: int, said: str) -> str:
    if status >= http.client.INTERNAL_SERVER_ERROR or status == http.client.TOO_MANY_REQUESTS:
        return f"Layanan BSrE sedang sibuk atau tidak tersedia (jawaban {status}). Coba lagi nanti. {_AGAIN}"
    if status in (http.client.UNAUTHORIZED, http.client.FORBIDDEN):
        return f"Layanan BSrE menolak akun Penata. Admin server perlu memeriksa PENATA_BSRE_USER. {_AGAIN}"
    if "passphrase" in said:
        return (
            f"Passphrase kunci {name} ditolak BSrE. Admin server perlu memeriksa PENATA_KEY_{name}_PASSPHRASE. {_AGAIN}"
        )
    if any(word in said for word in ("expired", "kedaluwarsa", "kadaluarsa", "masa berlaku")):
        return f"Sertifikat elektronik kunci {name} habis masa berlakunya. Perpanjang di BSrE. {_AGAIN}"
    if "nik" in said or "terdaftar" in said or status == http.client.NOT_FOUND:
        return f"NIK kunci {name} tidak dikenal BSrE. Admin server perlu memeriksa PENATA_KEY_{name}_NIK. {_AGAIN}"
    return f"BSrE menolak menandatangani (jawaban {status}). Hubungi BSrE. {_AGAIN}"
