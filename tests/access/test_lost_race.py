"""Two transactions that wait for each other: PostgreSQL ends one, and whoever pressed the button never notices."""

import io
import threading
import time

import pytest
from flask import request
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError

from app.access.guards import _once_more_after_a_lost_race
from app.audit.models import AuditHead
from app.base.database import db
from app.training.models import Batch, Enrolment, EnrolmentStatus
from tests.support.builders import make_batch

PATIENCE_SECONDS = 60
WAITING = text("SELECT count(*) FROM pg_locks WHERE NOT granted")


class Rival(threading.Thread):
    """Holds the end of the trail, and asks for the batch once somebody waits behind it."""

    def __init__(self, engine, chain, batch_id):
        super().__init__(daemon=True)
        self._engine, self._chain, self._batch_id = engine, chain, batch_id
        self.is_holding, self.met = threading.Event(), False

    def run(self):
        with self._engine.connect() as connection, connection.begin() as transaction:
            connection.execute(select(AuditHead.chain).where(AuditHead.chain == self._chain).with_for_update())
            self.is_holding.set()
            self.met = self._somebody_waits()
            connection.execute(select(Batch.id).where(Batch.id == self._batch_id).with_for_update())
            transaction.rollback()

    def _somebody_waits(self):
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            with self._engine.connect() as other:
                if other.execute(WAITING).scalar_one():
                    return True
        return False


@pytest.mark.parametrize("app", ["postgresql"], indirect=True)
def test_a_press_that_lost_a_deadlock_is_done_all_the_same(app, visit, budi):
    rival = Rival(db.engine, budi.government_id, make_batch().id)
    page = visit(budi).open("training.show_batch", batch_id=rival._batch_id)
    rival.start()
    assert rival.is_holding.wait(PATIENCE_SECONDS)
    page.press("Daftar angkatan ini")
    rival.join(PATIENCE_SECONDS)
    assert rival.met
    found = db.session.execute(select(Enrolment.status).where(Enrolment.employee_id == budi.employee_id)).scalars()
    assert list(found) == [EnrolmentStatus.CONFIRMED]


class Deadlock(Exception):
    sqlstate = "40P01"


def test_a_file_sent_with_a_lost_race_is_read_from_its_beginning_again(any_app):
    read = []

    def answer():
        read.extend(one.read() for one in request.files.getlist("berkas"))
        if len(read) < 4:
            raise OperationalError("", None, Deadlock())
        return "kept"

    files = [(io.BytesIO(content), "bukti.txt") for content in (b"one", b"two")]
    with any_app.test_request_context("/", method="POST", data={"berkas": files}):
        assert _once_more_after_a_lost_race(answer) == "kept"
    assert read == [b"one", b"two"] * 2
