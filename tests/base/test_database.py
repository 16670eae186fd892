"""Manners of the two databases that everything else leans on."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from app.base.database import begin_reading, db, lock, writing
from app.organisation.models import Government
from app.training.models import Batch
from tests.support.builders import make_batch, make_government
from tests.support.parallel import together


def test_sqlite_keeps_its_promises(any_app):
    settings = {
        name: db.session.execute(text(f"PRAGMA {name}")).scalar_one() for name in ("foreign_keys", "busy_timeout")
    }
    assert settings == {"foreign_keys": 1, "busy_timeout": 10000}
    assert db.session.execute(text("PRAGMA journal_mode")).scalar_one() == "wal"


def test_a_locked_row_has_its_present_values(app, bungo):
    """Whoever waits for the lock sees what the one before them wrote."""
    batch = make_batch(seats=5)
    number = batch.id
    assert together(app, bungo.id, [lambda: take_a_seat(number)]) == [None]
    assert batch.seats_taken == 0
    assert lock(batch).seats_taken == 1
    assert batch.seats_taken == 1


def take_a_seat(batch_id):
    lock(db.session.get_one(Batch, batch_id)).seats_taken += 1
    db.session.commit()


def test_counting_under_the_lock_loses_nothing(app, bungo):
    number = make_batch(seats=40).id

    def take_seats():
        for _ in range(10):
            take_a_seat(number)

    assert together(app, bungo.id, [take_seats] * 4) == [None] * 4
    assert db.session.execute(select(Batch.seats_taken)).scalar_one() == 40


def test_the_database_itself_never_oversells(app, bungo):
    batch = make_batch(seats=1)
    batch.seats_taken = 2
    with pytest.raises(IntegrityError):
        db.session.commit()


def test_what_began_reading_does_not_write(app):
    """In tests on both databases, so that a second commit of one request shows on either."""
    government = make_government()
    begin_reading()
    db.session.get_one(Government, government.id).seat = "Muara Tebo"
    with pytest.raises(DBAPIError, match=r"read-?only"):
        db.session.commit()
    db.session.rollback()
    with writing():
        db.session.get_one(Government, government.id).seat = "Muara Tebo"


def test_a_short_write_inside_a_reading_request(app):
    government = make_government()
    begin_reading()
    assert db.session.execute(select(Government.name)).scalar_one() == "Kabupaten Bungo"
    with writing():
        db.session.get_one(Government, government.id).seat = "Muara Tebo"
    db.session.expunge_all()
    assert db.session.execute(select(Government.seat)).scalar_one() == "Muara Tebo"


def test_a_short_write_that_fails_leaves_nothing(app):
    government = make_government()
    with pytest.raises(ZeroDivisionError), writing():
        db.session.get_one(Government, government.id).seat = "Muara Tebo"
        db.session.flush()
        raise ZeroDivisionError
    assert db.session.execute(select(Government.seat)).scalar_one() == "Muara Bungo"


def test_on_sqlite_a_writer_asks_for_the_lock_first(any_app):
    """A read that turns into a write fails at once whatever the timeout; so a writer begins as one."""
    with db.engine.connect() as writer:
        writer.exec_driver_sql("SELECT 1")
        with pytest.raises(OperationalError, match="locked"):
            _begin_impatiently(db.engine)


def _begin_impatiently(engine):
    with engine.connect() as another:
        raw = another.connection.dbapi_connection
        raw.execute("PRAGMA busy_timeout=0")
        try:
            another.exec_driver_sql("SELECT 1")
        finally:
            raw.execute("PRAGMA busy_timeout=10000")
