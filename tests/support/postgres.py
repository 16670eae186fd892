"""A private PostgreSQL for a test run or a measurement: made in a temporary folder, gone afterwards.

``with PostgresCluster() as cluster: cluster.url("name")`` gives the address of a fresh database.
"""

import atexit
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psycopg

USER = "penata"
LONGEST_SOCKET = 100
START_SECONDS = 180
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "shared_buffers": "64MB"}
PLACES = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql*/bin",
    "/usr/local/opt/postgresql*/bin",
)


class NoPostgres(RuntimeError):
    """PostgreSQL is not installed, or did not start."""


class PostgresCluster:
    """A server of our own. ``durable`` keeps fsync on, for measurements that must not flatter."""

    def __init__(self, *, durable: bool = False, **settings: str) -> None:
        self._settings = ({} if durable else FAST) | settings
        self._databases: set[str] = set()
        self._process: subprocess.Popen[bytes] | None = None
        self._mourner: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        self._binaries = find_binaries()
        self._folder = Path(tempfile.mkdtemp(prefix="penata-pg-"))
        self._as = _somebody_else(self._folder)
        self._host, self._port = _address(self._folder)
        atexit.register(self.stop)
        self._initialise()
        self._process = self._serve()
        self._mourner = _hire_mourner(self._process.pid, self._folder)
        self._wait()

    def stop(self) -> None:
        """End the server at once, by its own process id; nothing in it is worth a clean ending."""
        atexit.unregister(self.stop)
        if self._mourner is not None:
            self._mourner.kill()
            self._mourner.communicate()
            self._mourner = None
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait()
            self._process = None
        shutil.rmtree(self._folder, ignore_errors=True)

    def url(self, name: str) -> str:
        """The address of a database, which is made the first time it is asked for."""
        if name not in self._databases:
            with self.connect("postgres") as connection:
                connection.execute(f'CREATE DATABASE "{name}"')
            self._databases.add(name)
        return f"postgresql+psycopg://{USER}@/{name}?host={self._host}&port={self._port}"

    def empty(self, name: str) -> str:
        """The address of a database with nothing in it, whatever it held before."""
        with self.connect("postgres") as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        self._databases.discard(name)
        return self.url(name)

    def connect(self, name: str) -> "psycopg.Connection[Any]":
        """A connection of a superuser that commits each statement."""
        return psycopg.connect(host=self._host, port=self._port, user=USER, dbname=name, autocommit=True)

    @property
    def version(self) -> str:
        with self.connect("postgres") as connection:
            return str(connection.info.parameter_status("server_version"))

    def _initialise(self) -> None:
        self._data = self._folder / "data"
        command = [self._binaries / "initdb", "-D", self._data, "-U", USER, "-A", "trust", "-E", "UTF8"]
        done = subprocess.run(
            [*command, "--locale=C", "--no-sync"],
            capture_output=True,
            text=True,
            cwd=self._folder,
            check=False,
            **self._as,
        )
        if done.returncode:
            raise NoPostgres(f"initdb: {done.stderr}")

    def _serve(self) -> subprocess.Popen[bytes]:
        on_socket = self._host.startswith("/")
        settings = self._settings | {
            "listen_addresses": "" if on_socket else self._host,
            "unix_socket_directories": self._host if on_socket else "",
            "port": str(self._port),
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with (self._folder / "log").open("wb") as log:
            return subprocess.Popen(
                [self._binaries / "postgres", "-D", self._data, *options],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self._folder,
                start_new_session=True,
                **self._as,
            )

    def _wait(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self._process is not None and self._process.poll() is None:
            try:
                self.connect("postgres").close()
            except psycopg.OperationalError:
                time.sleep(0.02)
            else:
                return
        words = (self._folder / "log").read_text(errors="replace")
        self.stop()
        raise NoPostgres(f"the server did not start: {words[-2000:]}")


def _hire_mourner(server: int, folder: Path) -> subprocess.Popen[bytes]:
    """Somebody who ends the server when we are killed: then the pipe to us closes."""
    script = 'cat >/dev/null; kill -QUIT "$1"; sleep 1; rm -rf "$2"'
    return subprocess.Popen(
        ["/bin/sh", "-c", script, "sh", str(server), folder], stdin=subprocess.PIPE, start_new_session=True
    )


def find_binaries() -> Path:
    """The folder with initdb and postgres, the newest version first; raises NoPostgres."""
    on_path = shutil.which("initdb")
    folders = [Path(on_path).parent] if on_path else []
    for place in PLACES:
        folders += sorted(Path("/").glob(place.lstrip("/")), key=_version, reverse=True)
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise NoPostgres("PostgreSQL is not installed (PENATA_NO_POSTGRES=1 runs without it, and says so)")


def _version(folder: Path) -> int:
    digits = "".join(character for character in folder.parent.name if character.isdigit())
    return int(digits or 0)


def _somebody_else(folder: Path) -> dict[str, Any]:
    """PostgreSQL refuses to run as root, so root lends the folder to somebody without rights."""
    if os.geteuid() != 0:
        return {}
    known = {entry.pw_name for entry in pwd.getpwall()}
    user = pwd.getpwnam("postgres" if "postgres" in known else "nobody")
    os.chown(folder, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _address(folder: Path) -> tuple[str, int]:
    """The folder for a socket; a port of this machine only where the socket's path would be too long."""
    if len(str(folder / ".s.PGSQL.5432")) <= LONGEST_SOCKET:
        return str(folder), 5432
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return "127.0.0.1", probe.getsockname()[1]
