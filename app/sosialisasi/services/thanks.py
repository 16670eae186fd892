"""Thanking whoever attended, once for each event, with the materials they may open now."""

from datetime import date
from decimal import Decimal

from app.base import wording
from app.notifications import services as notifications
from app.notifications.services import Recipient
from app.organisation.queries import Person
from app.sosialisasi.letters.thanks import THANKS
from app.sosialisasi.queries import settled
from app.sosialisasi.queries.events import RoundPage

PATH = "/sosialisasi/kehadiran-saya"


def send(page: RoundPage, person: Person, day: date, *, hours: Decimal, has_letter: bool) -> None:
    """Leave the notice and the mail in the caller's transaction, which settles the day they thank for."""
    notifications.tell(
        Recipient(person.employee_id, person.name, person.email),
        THANKS,
        f"Terima kasih sudah hadir di {page.event.title}.",
        path=PATH,
        key=f"{page.event.id}:{person.employee_id}",
        event=page.event.title,
        unit=page.unit.name,
        when=wording.full_date(day),
        hours=wording.number(hours) if hours else "",
        has_letter=has_letter,
        materials=[one.title for one in settled.materials([page.event.id])],
    )
