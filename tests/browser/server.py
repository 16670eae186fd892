"""The real server on throw-away data: ``python -m app``, web and worker, as the README starts them."""

import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psycopg

from app.config import ROOT
from tests.browser import seeding
from tests.support.ports import own_port
from tests.support.signing import PASSPHRASE, make_key_file
from tests.support.stands import SETTINGS

PATIENCE = 300


class Server:
    """One application on one database. ``seed(seeding.workshop)`` furnishes it while it runs."""

    def __init__(self, data: Path, database_url: str = "", **settings: str) -> None:
        self.data = data
        self.log = data / "log"
        self._kept = contextlib.ExitStack()
        self.port = self._kept.enter_context(own_port())
        self.address = f"http://127.0.0.1:{self.port}"
        self.database_url = database_url or f"sqlite:///{data / 'penata.db'}"
        own = SETTINGS | {
            "PENATA_KEY_SEGEL_FILE": str(make_key_file(data)),
            "PENATA_KEY_SEGEL_PASSPHRASE": PASSPHRASE,
            "PENATA_DATA": str(data),
            "PENATA_DATABASE_URL": self.database_url,
            "PENATA_PORT": str(self.port),
            "PENATA_BASE_URL": self.address,
            "PENATA_OWN_CODE_STEP_SECONDS": "600",  # a busy machine may take its time before the camera sees
        }
        self._environment = os.environ | own | {f"PENATA_{name}": value for name, value in settings.items()}
        self._processes: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> Self:
        self._seeder = ProcessPoolExecutor(
            1,
            mp_context=get_context("spawn"),
            initializer=seeding.open_app,
            initargs=(self.database_url, str(self.data), self.address),
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for name in list(self._processes):
            self.stop(name)
        self._seeder.shutdown()
        self._kept.close()

    def seed(self, scene: Callable[..., Any], *arguments: Any) -> Any:
        return self._seeder.submit(scene, *arguments).result(timeout=PATIENCE)

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """``start()`` for web and worker together, ``start("worker")`` for one of them."""
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "app", *arguments],
                cwd=ROOT,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self._processes[" ".join(arguments)] = process
        return process

    def stop(self, name: str = "") -> None:
        process = self._processes.pop(name)
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def kill(self, name: str) -> None:
        """As a power cut would end it."""
        process = self._processes.pop(name)
        process.send_signal(signal.SIGKILL)
        process.wait()

    def wait_until_ready(self) -> None:
        def is_ready() -> bool:
            with contextlib.suppress(OSError, urllib.error.URLError):
                return bool(urllib.request.urlopen(f"{self.address}/readyz", timeout=5).status == 200)
            return False

        self.wait_for(is_ready, "the server to be ready")

    def wait_for(self, condition: Callable[[], Any], what: str) -> Any:
        """Look again and again, not longer than five minutes; fail with the server's own words."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if found := condition():
                return found
            ended = [name or "both" for name, process in self._processes.items() if process.poll() is not None]
            assert not ended, f"{ended} ended while waiting for {what}:\n{self.words()}"
            time.sleep(0.02)
        raise AssertionError(f"waited in vain for {what}:\n{self.words()}")

    def words(self) -> str:
        return self.log.read_text(errors="replace")[-4000:] if self.log.exists() else ""

    def rows(self, statement: str) -> list[Any]:
        """A look into the database from outside the application."""
        with contextlib.closing(self._looking_in()) as connection:
            return connection.execute(statement).fetchall()

    def _looking_in(self) -> Any:
        if self.database_url.startswith("sqlite"):
            return sqlite3.connect(self.data / "penata.db", timeout=10)
        return psycopg.connect(self.database_url.replace("+psycopg", "", 1), autocommit=True)

    @contextlib.contextmanager
    def with_the_worker_held(self):
        """The worker stands still meanwhile, between two transactions: what is asked of it waits, nobody else."""
        [worker] = [child for child in _children_of(self._processes[""].pid) if "worker" in _command_of(child)]
        try:
            self.wait_for(lambda: self._held_between_transactions(worker), "the worker to be between two transactions")
            yield
        finally:
            os.kill(worker, signal.SIGCONT)

    def _held_between_transactions(self, worker: int) -> bool:
        """Hold it; let it go on if it has a lock in its hands, for which the pages would wait in vain."""
        os.kill(worker, signal.SIGSTOP)
        if not self._somebody_is_writing():
            return True
        os.kill(worker, signal.SIGCONT)
        return False

    def _somebody_is_writing(self) -> bool:
        with contextlib.closing(self._looking_in()) as connection:
            if not self.database_url.startswith("sqlite"):
                others = "datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
                writing = f"SELECT 1 FROM pg_stat_activity WHERE {others} AND xact_start IS NOT NULL"
                return bool(connection.execute(writing).fetchall())
            try:
                connection.execute("PRAGMA busy_timeout=0")
                connection.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                return True
            connection.execute("ROLLBACK")
            return False


def _children_of(pid: int) -> list[int]:
    return [child for child, parent, _command in _processes() if parent == pid]


def _command_of(pid: int) -> str:
    return next(command for child, _parent, command in _processes() if child == pid)


def _processes() -> list[tuple[int, int, str]]:
    """(pid, parent, command) of everything that runs, from /proc where there is one."""
    if not Path("/proc/self/stat").exists():
        listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid=,command="], capture_output=True, text=True, check=True)
        parts = [line.split(maxsplit=2) for line in listed.stdout.splitlines()]
        return [(int(one[0]), int(one[1]), one[2]) for one in parts if len(one) == 3]
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            found.append((int(folder.name), parent, command))
    return found
