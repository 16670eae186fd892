"""What several journeys of a workshop do and look at: a batch that runs or is over, the code on the wall."""

from datetime import timedelta

from sqlalchemy import select

from app.base.clock import now
from app.base.database import db
from app.certificates.models import Certificate
from app.documents import services as store
from app.documents.models import StoredFile
from app.jobs import worker
from tests.support.builders import (
    attend,
    make_batch,
    make_employee,
    make_meeting,
    make_programme,
    seat,
)


def panel(page) -> str:
    """What the enrolment panel says first."""
    return page.all("#enrolment_panel h2")[0]


def batch_page(browser, batch):
    return browser.open("training.show_batch", batch_id=batch.id)


def letters_to(visit, sari, person) -> list[str]:
    """The subjects of the mails to somebody, newest first, as the outbox shows them."""
    rows = visit(sari).open("notifications.list_mails").all(".rows__body")
    return [row.partition(" Untuk ")[0] for row in rows if f" Untuk {person.name}," in row]


def notices_to(visit, person) -> list[str]:
    """The texts of somebody's notices, newest first."""
    return visit(person).open("notifications.list_notices").all(".rows__body b")


def crowd(count: int) -> list:
    return [make_employee(f"Peserta {letter} Sutrisno") for letter in "ABCDEFGH"[:count]]


def screen_code(visit, sari, batch, meeting) -> str:
    """The digits on the wall, read off the page."""
    page = visit(sari).open("training.show_screen", batch_id=batch.id, meeting_id=meeting.id)
    return page.all('.screen__code [aria-hidden="true"]')[0].replace(" ", "")


def check_in(browser, meeting, code: str, *, expect: int = 200):
    page = browser.open("training.show_check_in", meeting_id=meeting.id)
    return page.press("Catat kehadiran saya", kode=code, expect=expect)


def running_batch(**different):
    """A batch whose only meeting began a few minutes ago."""
    batch = make_batch(meetings=0, starts_in_days=0, **different)
    make_meeting(batch, now() - timedelta(minutes=5), hours=2)
    return batch


def finished_batch(people, *, score: str | None = None, **programme):
    """A batch that is over, everybody present at both meetings."""
    batch = make_batch(programme=make_programme(**programme), starts_in_days=-3, meetings=2)
    for person in people:
        seat(person, batch, score=score)
        attend(person, batch)
    return batch


def close(visit, sari, batch):
    """Press the button, let the worker work, and look again."""
    visit(sari).open("training.show_closing", batch_id=batch.id).press("Tutup angkatan")
    worker.drain()
    return visit(sari).open("training.show_managed", batch_id=batch.id)


def certificate_of(person) -> Certificate:
    db.session.rollback()
    return db.session.execute(select(Certificate).where(Certificate.employee_id == person.employee_id)).scalar_one()


def stored_bytes(person) -> bytes:
    certificate = certificate_of(person)
    return store.read(db.session.get_one(StoredFile, certificate.file_id))
