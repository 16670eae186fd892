import asyncio
import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from datetime import time as clock

import pytest
import time_machine
from flask import Flask
from xdist.scheduler import LoadGroupScheduling

from app.base.clock import now
from tests.support import counting, examples
from tests.support.builders import ZONE
from tests.support.postgres import PostgresCluster
from tests.support.stands import PostgresDatabase, SqliteDatabase, Stand

# What has a costly thing made once for a whole file stays with the worker that made it.
BY_FILE = ("tests/browser/",)
BY_DATABASE = ("tests/demo/",)
LONG = ("tests/browser/", "tests/demo/", "tests/journeys/")

pytest_plugins = ["tests.support.cast", "tests.support.visit"]
examples.use_profile()

WITHOUT_POSTGRES = os.environ.get("PENATA_NO_POSTGRES") == "1"
WITHOUT_BROWSER = os.environ.get("PENATA_NO_BROWSER") == "1"


def pytest_collection_modifyitems(config, items):
    skipped = [item for item in items if _is_left_out(item)]
    if skipped:
        config.hook.pytest_deselected(items=skipped)
        items[:] = [item for item in items if item not in skipped]


def _is_left_out(item) -> bool:
    without_postgres = WITHOUT_POSTGRES and _uses_postgresql(item)
    return without_postgres or (WITHOUT_BROWSER and item.get_closest_marker("browser") is not None)


class ByWhatIsCostly(LoadGroupScheduling):
    """A file of browser tests, or the demo on one database, goes to one worker as a whole; everything else singly.

    The mark ``xdist_group`` would say it, but xdist 3.8 does not get its word across to pytest 9.2.
    """

    def _split_scope(self, nodeid: str) -> str:
        file, _, test = nodeid.partition("::")
        if file.startswith(BY_FILE):
            return file
        if file.startswith(BY_DATABASE):
            return f"{file}@{'postgresql' if 'postgresql' in test else 'sqlite'}"
        return nodeid


def pytest_xdist_make_scheduler(config, log):
    return ByWhatIsCostly(config, log) if config.getvalue("dist") == "loadgroup" else None


def _uses_postgresql(item) -> bool:
    return "postgresql" in getattr(item, "callspec", None).params.values() if hasattr(item, "callspec") else False


def pytest_terminal_summary(terminalreporter):
    if WITHOUT_POSTGRES:
        terminalreporter.write_sep("!", "PENATA_NO_POSTGRES=1: nothing was tried on PostgreSQL", yellow=True, bold=True)
    if WITHOUT_BROWSER:
        terminalreporter.write_sep("!", "PENATA_NO_BROWSER=1: nothing was tried in a browser", yellow=True, bold=True)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item):
    """What a test makes and what it asks for are of one day: none begins so late that midnight may fall into it."""
    time.sleep(_seconds_to_wait(item, now()))
    return (yield)


def _seconds_to_wait(item, at) -> float:
    """Until the day is over, in Greenwich or here, where it ends before the test would."""
    longest = timedelta(minutes=3 if item.nodeid.startswith(LONG) else 1)
    ends = (datetime.combine(at.astimezone(zone).date() + timedelta(days=1), clock.min, zone) for zone in (UTC, ZONE))
    left = (end - at for end in ends)
    return max((one.total_seconds() for one in left if one < longest), default=0)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item):
    return (yield from _without_the_browsers_loop(item))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    return (yield from _without_the_browsers_loop(item))


def _without_the_browsers_loop(item):
    """The browser's driver leaves its event loop marked as running in this thread; others may need one of their own."""
    loop = None if item.get_closest_marker("browser") else asyncio._get_running_loop()
    if loop is None:
        return (yield)
    asyncio._set_running_loop(None)
    try:
        return (yield)
    finally:
        asyncio._set_running_loop(loop)


@pytest.fixture(scope="session")
def cluster() -> Iterator[PostgresCluster]:
    """A PostgreSQL of this run's own."""
    with PostgresCluster() as server:
        yield server


@pytest.fixture(scope="session")
def data_folder(tmp_path_factory):
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="session")
def stand(request, data_folder):
    """``stand("sqlite")`` or ``stand("postgresql")``: made when first asked for, kept for the run."""
    made: dict[str, Stand] = {}

    def get(kind: str) -> Stand:
        if kind not in made:
            made[kind] = Stand(_database(kind), data_folder)
        return made[kind]

    def _database(kind: str):
        if kind == "sqlite":
            return SqliteDatabase(data_folder / "penata.db")
        return PostgresDatabase(request.getfixturevalue("cluster"), "penata")

    return get


@pytest.fixture(params=["sqlite", "postgresql"])
def app(request, stand) -> Iterator[Flask]:
    """The application on either database, inside its context. Whatever a test writes is gone after it."""
    with stand(request.param).in_use() as application:
        yield application


@pytest.fixture
def any_app(stand) -> Iterator[Flask]:
    """The application where the database does not matter."""
    with stand("sqlite").in_use() as application:
        yield application


@pytest.fixture
def in_one_minute() -> Iterator[None]:
    """Time stands still: what is counted by the minute is of one minute, however slow the machine."""
    with time_machine.travel(now(), tick=False):
        yield


@pytest.fixture
def within_a_year() -> Iterator[None]:
    """A morning in June of this year: a story that began some weeks ago and goes on for some stays in one year."""
    morning = datetime(now().astimezone(ZONE).year, 6, 9, 9, tzinfo=ZONE)
    with time_machine.travel(morning, tick=True):
        yield


@pytest.fixture
def queries():
    """``with queries() as asked:`` gathers the statements sent to the database."""
    return counting.queries
