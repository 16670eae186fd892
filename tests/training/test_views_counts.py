"""Every list asks the database the same number of questions for one row and for three."""

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest

from app.access.permissions import Role
from app.base.clock import now
from app.base.database import db
from app.training.models import AgendaItem, Enrolment, EnrolmentPolicy, EnrolmentStatus
from tests.support.builders import (
    attend,
    enrol,
    grant,
    make_batch,
    make_certificate,
    make_employee,
    make_meeting,
    make_position,
    make_programme,
    meetings_of,
    seat,
)

AT_MOST_ON_A_PAGE = 6


@pytest.fixture
def asked(queries) -> Callable[..., int]:
    """How many statements opening a page sends, once everything that is kept in memory is there."""

    def counted(browser: Any, endpoint: str, **values: Any) -> int:
        path = browser.address(endpoint, **values)
        assert browser.get(path).status_code == 200
        with queries() as statements:
            browser.page(browser.get(path))
        return len(statements)

    return counted


def grow(add: Callable[[], object], measure: Callable[[], int]) -> tuple[int, int]:
    """The count with one more, and with three more."""
    add()
    with_one = measure()
    add()
    add()
    return with_one, measure()


def same(counts: tuple[int, int], at_most: int = AT_MOST_ON_A_PAGE) -> None:
    one, three = counts
    assert one == three
    assert one <= at_most, f"{one} statements"


def waiting(batch) -> None:
    person = make_employee("Ganda Wijaya")
    db.session.add(
        Enrolment(
            batch_id=batch.id,
            employee_id=person.employee_id,
            status=EnrolmentStatus.WAITLISTED,
            requested_at=now(),
            queued_at=now(),
        )
    )
    db.session.commit()


def participant(batch) -> None:
    person = make_employee("Hasan Basri")
    seat(person, batch)
    attend(person, batch)


def test_catalogue(visit, budi, asked):
    same(grow(lambda: seat(budi, make_batch()), lambda: asked(visit(budi), "training.list_batches")))


def test_calendar(visit, budi, asked):
    month = f"{make_batch().starts_on:%Y-%m}"
    same(grow(lambda: seat(budi, make_batch()), lambda: asked(visit(budi), "training.show_calendar", bulan=month)))


def test_home(visit, budi, asked):
    def add():
        seat(budi, make_batch(meetings=2, starts_in_days=1))
        make_certificate(budi)

    same(grow(add, lambda: asked(visit(budi), "reports.show_home")))


def test_home_of_a_head_who_also_runs_training(visit, rina, asked):
    grant(rina.user_id, Role.HR)

    def add():
        below = make_employee("Bawahan", position_id=make_position(above=rina.position_id).id)
        enrol(below, make_batch(policy=EnrolmentPolicy.SUPERIOR))
        make_batch(starts_in_days=-4)

    # One statement for each thing that could wait for somebody who has every duty there is.
    same(grow(add, lambda: asked(visit(rina), "reports.show_home")), at_most=14)


def test_batch_page(visit, budi, asked):
    batch = make_batch(meetings=0)
    seat(budi, batch)

    def add():
        meeting = make_meeting(batch)
        db.session.add(AgendaItem(meeting_id=meeting.id, starts_at=meeting.starts_at, title="Diskusi"))
        db.session.commit()

    same(grow(add, lambda: asked(visit(budi), "training.show_batch", batch_id=batch.id)), at_most=13)


def test_own_list(visit, budi, asked):
    same(grow(lambda: seat(budi, make_batch()), lambda: asked(visit(budi), "training.list_own")))


def test_approvals(visit, rina, asked):
    def add():
        below = make_employee("Bawahan", position_id=make_position(above=rina.position_id).id)
        enrol(below, make_batch(policy=EnrolmentPolicy.SUPERIOR))

    same(grow(add, lambda: asked(visit(rina), "training.list_requests")))


def test_managed_list(visit, sari, asked):
    same(grow(lambda: waiting(make_batch()), lambda: asked(visit(sari), "training.list_managed")))


def test_managed_batch(visit, sari, asked):
    batch = make_batch(programme=make_programme(min_score="70"), meetings=2, starts_in_days=-5)

    def add():
        participant(batch)
        waiting(batch)

    def measure():
        return asked(visit(sari), "training.show_managed", batch_id=batch.id)

    same(grow(add, measure), at_most=18)


def test_sheet(visit, sari, asked):
    batch = make_batch(starts_in_days=-1)
    [meeting] = meetings_of(batch)
    values = {"batch_id": batch.id, "meeting_id": meeting.id}
    same(grow(lambda: participant(batch), lambda: asked(visit(sari), "training.show_sheet", **values)), at_most=9)


def test_screen(visit, sari, asked):
    batch = make_batch(starts_in_days=0)
    [meeting] = meetings_of(batch)
    values = {"batch_id": batch.id, "meeting_id": meeting.id}
    same(grow(lambda: participant(batch), lambda: asked(visit(sari), "training.show_screen", **values)))


def test_notices(visit, budi, asked):
    days = count(10, 3)
    same(grow(lambda: told(budi, next(days)), lambda: asked(visit(budi), "notifications.list_notices")))


def test_outbox(visit, budi, sari, asked):
    days = count(10, 3)
    same(grow(lambda: told(budi, next(days)), lambda: asked(visit(sari), "notifications.list_mails")))


def told(person, days: int) -> None:
    """A notice and a mail, by way of enrolling in a batch that clashes with no other."""
    enrol(person, make_batch(starts_in_days=days))


def test_certificates(visit, budi, asked):
    same(grow(lambda: make_certificate(budi), lambda: asked(visit(budi), "certificates.list_own")))


def test_audit(visit, budi, auditor, asked):
    same(grow(lambda: make_certificate(budi), lambda: asked(visit(auditor), "audit.list_entries")))
