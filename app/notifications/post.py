"""The way to the mail server: one connection for many letters, over SMTP."""

import hashlib
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, parseaddr
from urllib.parse import unquote, urlsplit

from app.notifications.catalogue import Attachment
from app.notifications.models import Mail
from app.notifications.rendering import Letter

TIMEOUT_SECONDS = 10.0
OK, WILL_FORWARD, LEAVING = 250, 251, 421


@dataclass
class _Settings:
    smtp_url: str = ""
    sender: str = "Penata <tidak-dibalas@penata.example>"
    timeout_seconds: float = TIMEOUT_SECONDS


_settings = _Settings()


@dataclass(frozen=True)
class Trouble:
    """Why a letter was not taken; final when trying again will not help.

    ``office_shut`` says that the server itself did not answer, so the next letter would fare no better.
    """

    words: str
    is_final: bool
    office_shut: bool = False


def use_settings(*, smtp_url: str, sender: str, timeout_seconds: float = TIMEOUT_SECONDS) -> None:
    """``smtp://user:password@host:port`` (STARTTLS where offered) or ``smtps://…``; empty means no mail leaves."""
    _settings.smtp_url, _settings.sender, _settings.timeout_seconds = smtp_url, sender, timeout_seconds


def is_configured() -> bool:
    return bool(_settings.smtp_url)


def sender_address() -> str:
    return parseaddr(_settings.sender)[1]


def mail_domain() -> str:
    """The domain our Message-IDs are made in: the sender's own."""
    return sender_address().rpartition("@")[2]


@contextmanager
def open_office() -> "Iterator[Office]":
    office = Office()
    try:
        yield office
    finally:
        office.close()


class Office:
    """A connection that is opened for the first letter and reopened after trouble."""

    def __init__(self) -> None:
        self._server: smtplib.SMTP | None = None

    def send(self, mail: Mail, letter: Letter, attachment: Attachment | None = None) -> Trouble | None:
        """None when the server took the letter."""
        try:
            address = mail.address.encode("ascii").decode()
            content = compose(mail, letter, attachment).as_bytes(policy=SMTP)
        except (ValueError, MessageError) as error:
            return Trouble(f"{type(error).__name__}: alamat atau judul surat tidak sah", is_final=True)
        try:
            return _hand_over(self._ready(), address, content)
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            return Trouble(
                f"{type(error).__name__}: server surat belum bisa dihubungi", is_final=False, office_shut=True
            )

    def _ready(self) -> smtplib.SMTP:
        """A connection on which a letter has been begun. One that the server closed meanwhile is opened anew,
        which is safe: no letter was under way on it."""
        sender = sender_address()
        if self._server is not None and _begins(self._server, sender):
            return self._server
        self.close()
        self._server = _connect()
        code, words = self._server.mail(sender)
        if code != OK:
            raise smtplib.SMTPSenderRefused(code, words, sender)
        return self._server

    def close(self) -> None:
        if self._server is not None:
            try:
                self._server.quit()
            except (smtplib.SMTPException, OSError):
                self._server.close()
            self._server = None


def _begins(server: smtplib.SMTP, sender: str) -> bool:
    try:
        return server.mail(sender)[0] == OK
    except (smtplib.SMTPException, OSError):
        return False


def _hand_over(server: smtplib.SMTP, address: str, content: bytes) -> Trouble | None:
    """The recipient, then the letter itself. What the server says about one letter holds up no other;
    only 421, with which it takes its leave, or a broken connection does."""
    code, words = server.rcpt(address)
    if code not in (OK, WILL_FORWARD):
        return _refused(server, code, words, "alamat ditolak")
    try:
        code, words = server.data(content)
    except smtplib.SMTPDataError as error:
        return _refused(server, error.smtp_code, error.smtp_error, "surat ditolak")
    return None if code == OK else _refused(server, code, words, "surat ditolak")


def _refused(server: smtplib.SMTP, code: int, words: bytes | str, what: str) -> Trouble:
    if code == LEAVING:
        raise smtplib.SMTPResponseException(code, words)
    server.rset()
    return Trouble(f"{what} ({code})", is_final=500 <= code < 600)


def compose(mail: Mail, letter: Letter, attachment: Attachment | None = None) -> EmailMessage:
    """Text first, HTML beside it, and the same bytes at each try.

    Header values go through the mail API, which refuses line breaks (security O4).
    """
    message = EmailMessage()
    message["Subject"] = letter.subject
    message["From"] = _settings.sender
    message["To"] = Address(display_name=mail.recipient_name, addr_spec=mail.address)
    message["Date"] = formatdate(mail.created_at.timestamp())
    message["Message-ID"] = mail.message_id
    message["Auto-Submitted"] = "auto-generated"
    if letter.stop_link:
        message["List-Unsubscribe"] = f"<{letter.stop_link}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    if attachment is not None:
        maintype, _slash, subtype = attachment.media_type.partition("/")
        message.add_attachment(
            attachment.content,
            maintype=maintype,
            subtype=subtype,
            filename=attachment.name,
            params=dict(attachment.parameters),
        )
    _set_boundaries(message, mail.message_id)
    return message


def _set_boundaries(message: EmailMessage, message_id: str) -> None:
    """Left alone, the library draws lots for them at each try."""
    for number, part in enumerate(part for part in message.walk() if part.is_multipart()):
        digest = hashlib.sha256(f"{message_id}{number}".encode()).hexdigest()
        part.set_boundary(f"=_{digest[:32]}")


def _connect() -> smtplib.SMTP:
    url = urlsplit(_settings.smtp_url)
    host, port = url.hostname or "localhost", url.port
    if url.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            host, port or 465, timeout=_settings.timeout_seconds, context=ssl.create_default_context()
        )
    else:
        server = smtplib.SMTP(host, port or 25, timeout=_settings.timeout_seconds)
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=ssl.create_default_context())
    server.ehlo_or_helo_if_needed()
    if url.username:
        server.login(unquote(url.username), unquote(url.password or ""))
    return server
