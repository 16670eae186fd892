"""The lists of planning ask the same number of questions for one row and for three."""

from datetime import timedelta

import pytest

from app.base.database import db
from app.training.models import EnrolmentPolicy, EnrolmentStatus
from tests.support.builders import (
    competency_id,
    make_batch,
    make_document,
    make_employee,
    make_meeting,
    make_programme,
    make_reservation,
    make_unit,
    seat,
)
from tests.training.test_views_counts import asked, grow, same

__all__ = ["asked"]  # a fixture
once = pytest.mark.parametrize("app", ["sqlite"], indirect=True)


@once
def test_programmes(visit, sari, asked):
    same(grow(lambda: make_batch(programme=make_programme()), lambda: asked(visit(sari), "training.list_programmes")))


@once
def test_programme_with_its_batches(visit, sari, asked):
    programme = make_programme(
        subjects=(("Satu", "1"), ("Dua", "2")), competencies=[(competency_id("M.5"), 2), (competency_id("M.3"), 2)]
    )

    def measure():
        return asked(visit(sari), "training.show_programme", programme_id=programme.id)

    same(grow(lambda: make_batch(programme=programme), measure), at_most=10)


@once
def test_schedule_with_clashes(visit, sari, asked):
    batch = make_batch(meetings=0)

    def add():
        make_meeting(batch)

    same(grow(add, lambda: asked(visit(sari), "training.show_schedule", batch_id=batch.id)), at_most=8)


@once
def test_reservations(visit, sari, asked):
    batch = make_batch(starts_in_days=20)

    def add():
        make_reservation(batch, make_unit(), until=batch.starts_on - timedelta(days=5))

    same(grow(add, lambda: asked(visit(sari), "training.list_reservations", batch_id=batch.id)), at_most=8)


@once
def test_documents(visit, sari, asked):
    batch = make_batch()
    same(grow(lambda: make_document(batch), lambda: asked(visit(sari), "training.list_documents", batch_id=batch.id)))


@once
def test_admissions(visit, sari, asked):
    def add():
        enrolment = seat(make_employee("Hasan Basri"), make_batch(policy=EnrolmentPolicy.TWO_STEPS))
        enrolment.status = EnrolmentStatus.APPROVED
        db.session.commit()

    same(grow(add, lambda: asked(visit(sari), "training.list_admissions")))


@once
def test_the_year(visit, sari, asked):
    year = make_batch().starts_on.year
    same(grow(make_batch, lambda: asked(visit(sari), "training.show_year", year=year)))
