"""A request that waited too long: no seat in a batch that has begun, was cancelled or is over."""

from datetime import timedelta

import pytest
import time_machine

from app.base.database import db
from app.jobs import worker
from app.training.models import BatchStatus, EnrolmentPolicy, EnrolmentStatus
from app.training.rules import TooLate
from app.training.services import enrolments as services
from tests.support.builders import enrol, make_batch, meetings_of, status_of


@pytest.fixture
def batch(bungo):
    return make_batch(policy=EnrolmentPolicy.SUPERIOR)


def test_no_seat_once_the_batch_has_begun(batch, budi, rina):
    request = enrol(budi, batch)
    with (
        time_machine.travel(meetings_of(batch)[0].starts_at, tick=False),
        pytest.raises(TooLate, match="sudah dimulai"),
    ):
        services.approve(request, by=rina.actor)
    assert status_of(budi, batch) == EnrolmentStatus.REQUESTED


def test_no_seat_in_a_cancelled_batch(batch, budi, rina):
    request = enrol(budi, batch)
    batch.status = BatchStatus.CANCELLED
    db.session.commit()
    with pytest.raises(TooLate, match="tidak berjalan"):
        services.approve(request, by=rina.actor)
    assert status_of(budi, batch) == EnrolmentStatus.REQUESTED


def test_a_superior_sees_no_request_for_a_batch_that_is_over(batch, budi, rina, visit):
    enrol(budi, batch)
    assert "Budi Pratama" in visit(rina).open("training.list_requests").text
    batch.status = BatchStatus.CANCELLED
    db.session.commit()
    assert "Budi Pratama" not in visit(rina).open("training.list_requests").text


def test_a_request_nobody_decided_ends_with_its_batch(batch, budi):
    enrol(budi, batch)
    with time_machine.travel(meetings_of(batch)[-1].ends_at + timedelta(days=2), tick=False):
        worker.drain()
        assert status_of(budi, batch) == EnrolmentStatus.EXPIRED
        worker.drain()
    assert status_of(budi, batch) == EnrolmentStatus.EXPIRED
