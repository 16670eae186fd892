"""Keys to sign with, and a signing service on the loopback that answers as it is told."""

import io
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from asn1crypto import keys as asn1_keys
from asn1crypto import tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import PdfSignatureMetadata, sign_pdf
from pyhanko.sign.signers import SimpleSigner
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from app.access.visitor import SYSTEM
from app.base.database import db
from app.certificates import keys
from app.certificates.keys import Service
from app.certificates.models import CertificateSeries, KeyKind, Signing, SigningKey
from app.certificates.pkcs12 import make_demo_key
from app.certificates.services import series as numberings
from app.certificates.wishes import SeriesFacts

PASSPHRASE = "rahasia sekali"


def make_key_file(folder: Path, name: str = "segel", *, at: datetime | None = None) -> Path:
    file = folder / f"{name}.p12"
    make_demo_key(file, PASSPHRASE, at=at)
    return file


def use_keys(**environ: str) -> None:
    """What the environment says of keys, as ``SEGEL_FILE=…`` for PENATA_KEY_SEGEL_FILE; no demo key."""
    told = {f"PENATA_KEY_{name}": value for name, value in environ.items()}
    keys.use(service=Service(), demo_folder=None, secret="x" * 32, environ=told)


def use_service(url: str, *, timeout: float = 60, **environ: str) -> None:
    told = {f"PENATA_KEY_{name}": value for name, value in environ.items()}
    service = Service(url, "penata", "sandi layanan", timeout)
    keys.use(service=service, demo_folder=None, secret="x" * 32, environ=told)


def sign_series(series: CertificateSeries, name: str = "SEGEL", *, kind: KeyKind = KeyKind.PKCS12) -> SigningKey:
    """Have a series signed with a seal of this name."""
    key = SigningKey(name=name, kind=kind)
    db.session.add(key)
    series.signing = Signing.SEAL
    db.session.commit()
    return key


def series_facts(**different: Any) -> SeriesFacts:
    facts = {
        "organiser": "Dinas Kesehatan",
        "unit_code": "DINKES",
        "classification": "800.2.3",
        "pattern": "{klasifikasi}/{urut}/{unit}/{bulan}/{tahun}",
        "signatory_heading": "",
        "signatory_position_id": None,
        "signatory_position": "Kepala Dinas Kesehatan",
        "signatory_name": "Sari Wulandari, S.Sos., M.Si.",
        "signatory_nip": "",
        "signing": Signing.NONE,
    }
    return SeriesFacts(**(facts | different))


def add_series(**different: Any) -> CertificateSeries:
    made = numberings.create(series_facts(**different), by=SYSTEM)
    db.session.commit()
    return made


def pdfsig(pdf: bytes) -> str:
    """What Poppler has to say about the signatures of a file."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf)
        file.flush()
        done = subprocess.run(["pdfsig", "-nocert", file.name], capture_output=True, text=True, check=False)
    return done.stdout


def accepted_by_pyhanko(pdf: bytes) -> bool:
    """Whether pyHanko finds one signature, trusted by its own root, over the whole file, that fits."""
    (signature,) = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    roots = list(signature.other_embedded_certs)
    status = validate_pdf_signature(signature, ValidationContext(trust_roots=roots, allow_fetching=False))
    return bool(status.bottom_line and status.coverage.name == "ENTIRE_FILE")


@dataclass
class Desk:
    """The signing service: ``answer`` is how it treats the next files, ``seen`` what reached it.

    ``good_for`` is how many files it still signs before the key behind it has expired; without a number it never does.
    """

    url: str
    file: Path
    answer: str = "sign"
    good_for: int | None = None
    seen: list[dict[str, str]] = field(default_factory=list)
    logins: list[str] = field(default_factory=list)
    let_go: threading.Event = field(default_factory=threading.Event)


REFUSALS = {
    "passphrase": (400, b'{"error": "Passphrase anda salah", "status_code": 2031}'),
    "expired": (400, b'{"error": "Sertifikat pengguna sudah expired"}'),
    "nik": (400, b'{"error": "User dengan NIK tersebut belum terdaftar"}'),
    "busy": (503, b"sedang sibuk"),
    "login": (401, b""),
    "nothing": (200, b"ok"),
}


@contextmanager
def signing_desk(folder: Path) -> Iterator[Desk]:
    """A service that speaks HTTP and really signs, with a key of its own."""
    desk = Desk("", make_key_file(folder, "bsre"))

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            head = f"Content-Type: {self.headers['Content-Type']}\r\n\r\n".encode()
            parts = {
                part.get_param("name", header="content-disposition"): part.get_payload(decode=True)
                for part in BytesParser().parsebytes(head + body).get_payload()
            }
            desk.seen.append({name: value.decode() for name, value in parts.items() if name != "file"})
            desk.logins.append(self.headers["Authorization"])
            if desk.answer == "slow":
                desk.let_go.wait(60)
            answer = "expired" if desk.good_for == 0 else desk.answer
            status, content = REFUSALS.get(answer, (200, b""))
            if answer in {"sign", "slow"}:
                content = _signed_elsewhere(parts["file"], desk.file)
                desk.good_for = desk.good_for and desk.good_for - 1
            self.send_response(status)
            kind = "application/json" if content.startswith(b"{") else "application/pdf"
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_words: object) -> None:
            pass

    with _serving(Handler) as desk.url:
        try:
            yield desk
        finally:
            desk.let_go.set()


@contextmanager
def _serving(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    """The address of a server of one's own on this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _signed_elsewhere(pdf: bytes, file: Path) -> bytes:
    """Signed by pyHanko's own means, not by ours."""
    signer = SimpleSigner.load_pkcs12(str(file), passphrase=PASSPHRASE.encode())
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    out = sign_pdf(writer, PdfSignatureMetadata(field_name="TTE"), signer=signer)
    return bytes(out.getvalue())


def long_expired() -> datetime:
    """A day so long ago that a key begun then is over."""
    return datetime(2020, 1, 1, tzinfo=UTC)


# A TimeStampResp that holds nothing but the status "rejection".
REJECTION = bytes.fromhex("30053003020102")


@dataclass
class Clockmaker:
    """A time stamping service: ``answer`` is how it treats the next questions."""

    url: str
    certificate: Any
    answer: str = "stamp"


@contextmanager
def stamping_desk() -> Iterator[Clockmaker]:
    """A service that speaks HTTP and really stamps, with a key of its own."""
    stamper, certificate = _stamper()
    maker = Clockmaker("", certificate)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            question = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            if maker.answer == "other":
                question["message_imprint"]["hashed_message"] = b"x" * 32
            content = stamper.request_tsa_response(question).dump()
            if maker.answer == "refuses":
                content = REJECTION
            if maker.answer == "nonsense":
                content = b"bukan stempel"
            self.send_response(503 if maker.answer == "busy" else 200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_words: object) -> None:
            pass

    with _serving(Handler) as maker.url:
        yield maker


def _stamper() -> tuple[DummyTimeStamper, Any]:
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Layanan stempel waktu contoh")])
    begun = datetime.now(UTC) - timedelta(days=1)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begun)
        .not_valid_after(begun + timedelta(days=30))
        .add_extension(x509.ExtendedKeyUsage([x509.ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        .sign(key, hashes.SHA256())
    )
    raw = key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    told = asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))
    return DummyTimeStamper(told, asn1_keys.PrivateKeyInfo.load(raw)), told


def stamp_accepted_by_pyhanko(pdf: bytes, maker: Clockmaker) -> bool:
    """Whether pyHanko finds a stamp on the signature that fits it and comes from this service."""
    (signature,) = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    roots = [*signature.other_embedded_certs, maker.certificate]
    trust = ValidationContext(trust_roots=roots, allow_fetching=False)
    status = validate_pdf_signature(signature, trust, ts_validation_context=trust)
    stamp = status.timestamp_validity
    return bool(status.bottom_line and stamp is not None and stamp.intact and stamp.valid and stamp.trusted)
