"""The way to the mail server: one connection for many letters, over SMTP."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate, parseaddr
from urllib.parse import unquote, urlsplit

from app.notifications.models import Mail
from app.notifications.rendering import Letter

TIMEOUT_SECONDS = 10


@dataclass
class _Settings:
    smtp_url: str = ""
    sender: str = "Penata <tidak-dibalas@penata.example>"


_settings = _Settings()


@dataclass(frozen=True)
class Trouble:
    """Why a letter was not taken; final when trying again will not help.

    ``office_shut`` says that the server itself did not answer, so the next letter would fare no better.
    """

    words: str
    is_final: bool
    office_shut: bool = False


def use_settings(*, smtp_url: str, sender: str) -> None:
    """``smtp://user:password@host:port`` (STARTTLS where offered) or ``smtps://…``; empty means no mail leaves."""
    _settings.smtp_url, _settings.sender = smtp_url, sender


def is_configured() -> bool:
    return bool(_settings.smtp_url)


def mail_domain() -> str:
    """The domain our Message-IDs are made in: the sender's own."""
    return parseaddr(_settings.sender)[1].rpartition("@")[2]


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

    def send(self, mail: Mail, letter: Letter) -> Trouble | None:
        """None when the server took the letter."""
        try:
            message = compose(mail, letter)
        except (ValueError, MessageError) as error:
            return Trouble(f"{type(error).__name__}: alamat atau judul surat tidak sah", is_final=True)
        try:
            if self._server is None:
                self._server = _connect()
            self._server.send_message(message)
        except smtplib.SMTPRecipientsRefused as refusal:
            codes = [code for code, _text in refusal.recipients.values()]
            return Trouble(f"alamat ditolak ({codes})", is_final=all(500 <= code < 600 for code in codes))
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            return Trouble(
                f"{type(error).__name__}: server surat belum bisa dihubungi", is_final=False, office_shut=True
            )
        return None

    def close(self) -> None:
        if self._server is not None:
            try:
                self._server.quit()
            except (smtplib.SMTPException, OSError):
                self._server.close()
            self._server = None


def compose(mail: Mail, letter: Letter) -> EmailMessage:
    """Text first, HTML beside it. Header values go through the mail API, which refuses line breaks."""
    message = EmailMessage()
    message["Subject"] = letter.subject
    message["From"] = _settings.sender
    message["To"] = Address(display_name=mail.recipient_name, addr_spec=mail.address)
    message["Date"] = formatdate(mail.created_at.timestamp())
    message["Message-ID"] = mail.message_id
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    calendar = mail.facts.get("calendar", "")
    if calendar:
        _attach_calendar(message, calendar)
    return message


def _attach_calendar(message: EmailMessage, calendar: str) -> None:
    """As an attachment whose method the calendar programs read (RFC 6047)."""
    method = "CANCEL" if "METHOD:CANCEL" in calendar else "REQUEST"
    message.add_attachment(calendar, subtype="calendar", filename="jadwal.ics", params={"method": method})


def _connect() -> smtplib.SMTP:
    url = urlsplit(_settings.smtp_url)
    host, port = url.hostname or "localhost", url.port
    if url.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            host, port or 465, timeout=TIMEOUT_SECONDS, context=ssl.create_default_context()
        )
    else:
        server = smtplib.SMTP(host, port or 25, timeout=TIMEOUT_SECONDS)
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=ssl.create_default_context())
    if url.username:
        server.login(unquote(url.username), unquote(url.password or ""))
    return server
