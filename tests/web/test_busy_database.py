"""While the database cannot be written, or does not answer at all, people read a sentence and never a bare error."""

from contextlib import contextmanager

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from app.base.database import db
from tests.support.builders import make_batch, status_of
from tests.support.visit import HTMX

WORDS = "Penyimpanan sedang tidak bisa ditulis. Isian Anda belum tersimpan; coba lagi sebentar."


@contextmanager
def listening(name, heard):
    event.listen(db.engine, name, heard)
    try:
        yield
    finally:
        event.remove(db.engine, name, heard)


@contextmanager
def another_writer():
    """Somebody writes and does not finish; nobody here has the patience to wait for them."""

    def timeout_of(milliseconds):
        return lambda connection, *_more: connection.execute(f"PRAGMA busy_timeout={milliseconds}")

    with db.engine.connect() as writer:
        writer.exec_driver_sql("SELECT 1")
        with listening("checkout", timeout_of(0)), listening("checkin", timeout_of(10_000)):
            yield


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_whoever_writes_while_somebody_else_does_reads_that_nothing_was_kept(visit, budi):
    batch = make_batch()
    page = visit(budi).open("training.show_batch", batch_id=batch.id)
    with another_writer():
        refused = page.press("Daftar angkatan ini", expect=503)
        assert (refused.heading, WORDS in refused.text) == ("Belum bisa menyimpan", True)
        again = visit(budi).open("training.show_batch", batch_id=batch.id)
        assert "Daftar angkatan ini" in again.buttons
    assert status_of(budi, batch) is None
    page.press("Daftar angkatan ini")
    assert status_of(budi, batch) is not None


def test_a_database_that_does_not_answer_is_a_sentence_too(visit, budi):
    def gone(_connection):
        raise OperationalError("BEGIN", {}, Exception("server closed the connection unexpectedly"))

    browser = visit(budi)
    with listening("begin", gone):
        for headers in ({}, HTMX):
            answer = browser.get("/beranda", headers=headers)
            assert answer.status_code == 503
            assert WORDS in answer.text
    assert browser.get("/beranda").status_code == 200
