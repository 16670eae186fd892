"""Telling those a round concerns, each with a link of their own."""

from typing import Any

from app.notifications import services as notifications
from app.notifications.services import Recipient
from app.sosialisasi import calendars, tokens
from app.sosialisasi.letters import invitations as letters
from app.sosialisasi.queries.events import RoundPage
from app.sosialisasi.words import Words

OWN = "/sosialisasi/undangan-saya"


def path_of(invitation_id: int) -> str:
    """The page of an invitation, for whoever it asks."""
    return f"{OWN}/{invitation_id}"


def invited(
    page: RoundPage, words: Words, invitation_id: int, person: Recipient, calendar: str, *, instead_of: str = ""
) -> None:
    who = f"{instead_of} meminta Anda mewakilinya di" if instead_of else "Anda diundang ke"
    until = f" Jawab paling lambat {words.until}." if words.until else ""
    _tell(
        page,
        letters.INVITED,
        invitation_id,
        person,
        f"{who} {words.event}: {words.when}.{until}",
        occasion="",
        calendar=calendar,
        until=words.until,
        instead_of=instead_of,
        **words.about,
    )


def changed(page: RoundPage, words: Words, invitation_id: int, person: Recipient, calendar: str) -> None:
    _tell(
        page,
        letters.CHANGED,
        invitation_id,
        person,
        f"Waktu atau tempat {words.event} berubah: {words.when}, {words.place}.",
        occasion=str(page.round.version),
        calendar=calendar,
        **words.about,
    )


def cancelled(page: RoundPage, words: Words, invitation_id: int, person: Recipient, calendar: str) -> None:
    _tell(
        page,
        letters.CANCELLED,
        invitation_id,
        person,
        f"{words.event} dibatalkan. Alasannya: {page.round.cancel_reason}",
        occasion=str(page.round.version),
        calendar=calendar,
        reason=page.round.cancel_reason,
        **words.about,
    )


def seated(page: RoundPage, invitation_id: int, version: int, person: Recipient) -> None:
    words = Words.of(page)
    _tell(
        page,
        letters.SEATED,
        invitation_id,
        person,
        f"Ada kursi untuk Anda di {words.event}: {words.when}.",
        occasion=str(version),
        calendar=calendars.file_for(page, calendars.REQUEST),
        **words.about,
    )


def reminded(page: RoundPage, words: Words, invitation_id: int, person: Recipient, occasion: str) -> None:
    until = f" Jawab paling lambat {words.until}." if words.until else ""
    _tell(
        page,
        letters.REMINDER,
        invitation_id,
        person,
        f"Undangan {words.event} menunggu jawaban Anda.{until}",
        occasion=occasion,
        until=words.until or words.when,
        **words.about,
    )


def _tell(
    page: RoundPage, kind: str, invitation_id: int, person: Recipient, say: str, *, occasion: str, **facts: Any
) -> None:
    notifications.tell(
        person,
        kind,
        say,
        path=path_of(invitation_id),
        key=f"{invitation_id}:{occasion}",
        secret_path=tokens.path_of(tokens.token_of(page.round.id, person.employee_id)),
        **facts,
    )
