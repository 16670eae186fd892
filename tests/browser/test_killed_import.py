"""The worker is killed while it applies a table: all of it is there or nothing, and in the end all of it, once."""

import time

import pytest

from tests.browser import seeding
from tests.browser.server import Server

ROWS = 3000
# Longer than a busy machine takes over the table: whoever is at work is not taken for dead.
LOST_SECONDS = 10
# Seconds into the application at which the worker dies.
MOMENTS = {"sqlite": (0.2, 0.8), "postgresql": (0.5,)}
# Seconds since a moment, as each database tells it.
SINCE = {
    "sqlite": "(julianday('now') - julianday({})) * 86400",
    "postgresql": "extract(epoch FROM clock_timestamp() - {})",
}


@pytest.fixture(params=["sqlite", "postgresql"])
def stage(request, tmp_path):
    """A server whose jobs count as left behind after some seconds of silence."""
    url = request.getfixturevalue("cluster").empty("killed") if request.param == "postgresql" else ""
    with Server(tmp_path, url, HEARTBEAT_LOST_SECONDS=str(LOST_SECONDS)) as server:
        yield server, server.seed(seeding.table_to_apply, ROWS), request.param


def test_a_killed_import_leaves_all_or_nothing(stage):
    server, scene, kind = stage
    before = _people(server)
    server.seed(seeding.ask_to_apply, scene.ids["run"], scene.cast.sari)
    for moment in MOMENTS[kind]:
        server.start("worker")
        server.wait_for(lambda: _job(server, "status") != "queued", "the job to be taken up")
        time.sleep(moment)
        server.kill("worker")
        assert _people(server) - before in {0, ROWS}
        assert (_people(server) - before, _status(server)) in {(0, "applying"), (ROWS, "applied")}
        server.wait_for(lambda: _is_silent(server, SINCE[kind]), "the heartbeat to be lost")
    server.start("worker")
    server.wait_for(lambda: _job(server, "status") == "done", "the import to be done")
    server.stop("worker")
    assert (_people(server) - before, _status(server)) == (ROWS, "applied")
    assert server.rows("SELECT count(*) FROM import_change WHERE is_new") == [(ROWS,)]


def _people(server) -> int:
    return int(server.rows("SELECT count(*) FROM employee")[0][0])


def _status(server) -> str:
    return str(server.rows("SELECT status FROM import_run")[0][0])


def _job(server, column) -> str:
    return str(server.rows(f"SELECT {column} FROM job WHERE kind = 'imports.apply'")[0][0])


def _is_silent(server, age) -> bool:
    """Silent for longer than the setting allows, and old enough not to be on its way to the worker still."""
    if _job(server, "status") == "done":
        return True
    ages = f"{age.format('heartbeat_at')}, {age.format('created_at')}"
    silent, old = server.rows(f"SELECT {ages} FROM job WHERE kind = 'imports.apply'")[0]
    return float(silent) > LOST_SECONDS and float(old) > 5
