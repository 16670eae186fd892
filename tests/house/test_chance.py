"""No test hangs on how fast the machine is or what the clock says when it begins."""

import socket
import sys
from datetime import datetime
from types import SimpleNamespace

import pytest
from hypothesis import settings
from sqlalchemy import text

from app.base.database import db
from tests.conftest import _seconds_to_wait
from tests.support.ports import own_port


def test_no_example_of_a_property_has_a_deadline():
    assert settings().deadline is None


def test_rows_that_nobody_ordered_come_backwards(app):
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL gives them as it likes without being asked to")
    assert db.session.execute(text("PRAGMA reverse_unordered_selects")).scalar_one() == 1


@pytest.mark.parametrize(
    ("file", "at", "seconds"),
    [
        ("tests/base/test_scope.py", "16:58:59", 0),
        ("tests/base/test_scope.py", "16:59:01", 59),
        ("tests/browser/test_pages.py", "16:57:30", 150),
        ("tests/base/test_scope.py", "17:00:00", 0),
        ("tests/base/test_scope.py", "23:59:59", 1),
        ("tests/browser/test_pages.py", "12:00:00", 0),
    ],
)
def test_no_test_begins_on_one_day_to_end_on_the_next(file, at, seconds):
    item = SimpleNamespace(nodeid=f"{file}::test")
    assert _seconds_to_wait(item, datetime.fromisoformat(f"2026-11-30T{at}+00:00")) == seconds


@pytest.mark.skipif(sys.platform == "darwin", reason="there whoever holds a port is the only one to have it")
def test_a_port_that_is_kept_is_nobody_elses_and_takes_its_server():
    with own_port() as port:
        with socket.socket() as stranger, pytest.raises(OSError, match="in use"):
            stranger.bind(("127.0.0.1", port))
        with socket.create_server(("127.0.0.1", port)) as server:
            assert server.getsockname()[1] == port
