"""The worker is killed in the middle of a closing and started again: nothing is missing, nobody has two."""

import io
import zipfile

import pytest

from tests.browser import seeding
from tests.browser.server import Server

PEOPLE = 15
STEPS = 2 * PEOPLE + 1
# Longer than a busy machine takes over one step: whoever is at work is not taken for dead.
LOST_SECONDS = 4
TURNS = 5


@pytest.fixture
def stage(tmp_path):
    """A server whose jobs count as left behind after some seconds of silence."""
    with Server(tmp_path, HEARTBEAT_LOST_SECONDS=str(LOST_SECONDS)) as server:
        yield server


def _killed_in_the_middle(server):
    """A batch whose closing was cut off; where the machine let it end before we came, the next."""
    for _turn in range(TURNS):
        scene = server.seed(seeding.crowd, PEOPLE)
        server.seed(seeding.ask_to_close, scene.ids["batch"], scene.cast.sari)
        server.start("worker")
        server.wait_for(lambda: _progress(server) >= PEOPLE + 4, "some certificates to be printed")
        server.kill("worker")
        if (_status(server), _progress(server) < STEPS) == ("running", True):
            return scene
    raise AssertionError(f"no worker of {TURNS} was killed in the middle")


def test_a_closing_survives_the_death_of_its_worker(stage):
    server = stage
    scene = _killed_in_the_middle(server)
    server.wait_for(lambda: _is_left_behind(server), "the heartbeat to be lost")
    server.start("worker")
    server.wait_for(lambda: _status(server) == "done", "the closing to be done")
    server.stop("worker")

    left = server.seed(seeding.what_closing_left, scene.ids["batch"], scene.cast.government_id)
    assert left["status"] == "closed"
    assert left["sequences"] == list(range(1, PEOPLE + 1))
    assert len(set(left["holders"])) == PEOPLE
    assert left["statuses"] == {"passed": PEOPLE}
    assert left["files"] == PEOPLE
    assert left["told"] == left["credited"] == left["holders"]
    with zipfile.ZipFile(io.BytesIO(left["archive"])) as archive:
        assert len(archive.namelist()) == PEOPLE


def _progress(server) -> int:
    return int(server.rows("SELECT progress FROM job ORDER BY id DESC")[0][0])


def _status(server) -> str:
    return str(server.rows("SELECT status FROM job ORDER BY id DESC")[0][0])


def _is_left_behind(server) -> bool:
    """Silent for longer than the setting allows, and old enough not to be on its way to the worker still."""
    statement = "SELECT (julianday('now') - julianday({})) * 86400 FROM job ORDER BY id DESC"
    silent, old = (float(server.rows(statement.format(column))[0][0]) for column in ("heartbeat_at", "created_at"))
    return silent > LOST_SECONDS and old > 5
