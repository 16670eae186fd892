"""The two databases: a copy of a moment while others write, its counts, and putting it back.

SQLite is copied by its online backup API in one step, which in WAL mode holds up nobody. PostgreSQL exports a snapshot,
and both ``pg_dump`` and our counting look at that one moment.
"""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import Connection, Engine, create_engine, inspect, make_url, text

from app.backup.errors import CopyTrouble
from app.base.database import only_reading

log = structlog.get_logger()
PLACES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin")
# The messenger's own tables carry nothing that the rows of jobs do not say.
LEFT_OUT = ("huey_",)


@dataclass(frozen=True)
class Kept:
    """A file of the store as the database remembers it."""

    storage_key: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Snapshot:
    """A copied moment: the file it is in, and what stood in the database then."""

    path: Path
    revision: str
    rows: dict[str, int]
    files: list[Kept]


def kind(url: str) -> str:
    return "postgresql" if url.startswith("postgresql") else "sqlite"


@contextmanager
def reading(url: str) -> Iterator[Connection]:
    """A connection of our own that only reads, on any database."""
    engine = create_engine(url, **({"isolation_level": "REPEATABLE READ"} if kind(url) == "postgresql" else {}))
    try:
        with only_reading(), engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def copy(url: str, into: Path) -> Snapshot:
    """Copy the database as it is at one moment into this file."""
    return _copy_postgres(url, into) if kind(url) == "postgresql" else _copy_sqlite(url, into)


def _copy_sqlite(url: str, into: Path) -> Snapshot:
    source = Path(make_url(url).database or "")
    if not source.exists():
        raise CopyTrouble(f"basis data {source.name} tidak ada")
    into.touch(mode=0o600)
    with closing(sqlite3.connect(source, timeout=30)) as live, closing(sqlite3.connect(into)) as kept:
        live.backup(kept, pages=-1)
        kept.execute("PRAGMA journal_mode=DELETE")  # one file that stands alone
    with reading(f"sqlite:///{into}") as connection:
        told = _told(connection)
    _settle(into)
    return Snapshot(into, *told)


def _settle(path: Path) -> None:
    """Our own connections open every SQLite file in WAL mode; a copy is one file again afterwards."""
    with closing(sqlite3.connect(path)) as kept:
        kept.execute("PRAGMA journal_mode=DELETE")


def _copy_postgres(url: str, into: Path) -> Snapshot:
    engine = create_engine(url, isolation_level="REPEATABLE READ")
    try:
        with engine.connect() as connection:
            snapshot = connection.execute(text("SELECT pg_export_snapshot()")).scalar_one()
            told = _told(connection)
            excluded = [part for name in LEFT_OUT for part in ("--exclude-table", f"public.{name}*")]
            into.touch(mode=0o600)
            _run(["pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", *excluded,
                  f"--file={into}"], url)  # fmt: skip
    finally:
        engine.dispose()
    return Snapshot(into, *told)


def _told(connection: Connection) -> tuple[str, dict[str, int], list[Kept]]:
    return revision(connection), counts(connection), files(connection)


def tables(connection: Connection) -> list[str]:
    names = inspect(connection).get_table_names()
    return sorted(name for name in names if not name.startswith(LEFT_OUT))


def counts(connection: Connection) -> dict[str, int]:
    """Rows of every table. The names come from the database's own list."""
    preparer = connection.dialect.identifier_preparer
    return {
        name: int(connection.execute(text(f"SELECT count(*) FROM {preparer.quote(name)}")).scalar_one())  # noqa: S608 - quoted names of tables
        for name in tables(connection)
    }


def revision(connection: Connection) -> str:
    return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one())


def files(connection: Connection) -> list[Kept]:
    rows = connection.execute(text("SELECT storage_key, size, sha256 FROM stored_file ORDER BY id"))
    return [Kept(*row) for row in rows]


def ensure_empty(url: str) -> None:
    """Refuse to write where anything is."""
    if kind(url) == "sqlite":
        path = Path(make_url(url).database or "")
        if path.exists() and path.stat().st_size:
            raise CopyTrouble(f"{path.name} sudah ada di tempat tujuan. Pulihkan hanya ke tempat yang kosong.")
        return
    with reading(url) as connection:
        if tables(connection):
            raise CopyTrouble("basis data tujuan sudah berisi tabel. Pulihkan hanya ke basis data yang kosong.")


def put_back(snapshot: Path, url: str) -> None:
    """Fill the empty database from a copied one."""
    if kind(url) == "postgresql":
        _run(["pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction",
              f"--dbname={_dsn(url)}", str(snapshot)], url)  # fmt: skip
        _look_at_tables(url)
        return
    target = Path(make_url(url).database or "")
    snapshot.replace(target)


def _look_at_tables(url: str) -> None:
    """A restored database plans like a fresh one until it has looked at its tables."""
    engine: Engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("ANALYZE"))
    engine.dispose()


def is_readable(dump: Path) -> bool:
    """Whether ``pg_restore`` can list what is in a dump."""
    return _call(["pg_restore", "--list", str(dump)], {}).returncode == 0


def faults(connection: Connection) -> list[str]:
    """What the database itself finds wrong with it."""
    return _faults_of_postgres(connection) if connection.dialect.name == "postgresql" else _faults_of_sqlite(connection)


def _faults_of_sqlite(connection: Connection) -> list[str]:
    found = [str(row[0]) for row in connection.execute(text("PRAGMA integrity_check")) if row[0] != "ok"]
    broken = connection.execute(text("PRAGMA foreign_key_check")).fetchall()
    return [f"integritas: {words}" for words in found[:20]] + [
        f"kunci asing: {row[0]} baris {row[1]} menunjuk {row[2]} yang tidak ada" for row in broken[:20]
    ]


def _faults_of_postgres(connection: Connection) -> list[str]:
    """Indexes and constraints that do not hold, and rows that refer to nothing. Counting has read every page."""
    invalid = connection.execute(
        text("SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid ORDER BY 1")
    ).scalars()
    unproven = connection.execute(
        text("SELECT conname FROM pg_constraint WHERE NOT convalidated ORDER BY conname")
    ).scalars()
    return [
        *(f"indeks {name} tidak sah" for name in invalid),
        *(f"batasan {name} belum terbukti" for name in unproven),
        *_orphans(connection),
    ]


def _orphans(connection: Connection) -> Iterator[str]:
    quote = connection.dialect.identifier_preparer.quote
    found = inspect(connection)
    for table in tables(connection):
        for key in found.get_foreign_keys(table):
            pairs = list(zip(key["constrained_columns"], key["referred_columns"], strict=True))
            joined = " AND ".join(f"a.{quote(one)} = b.{quote(other)}" for one, other in pairs)
            there = " AND ".join(f"a.{quote(one)} IS NOT NULL" for one, _other in pairs)
            statement = (
                f"SELECT count(*) FROM {quote(table)} a WHERE {there} AND NOT EXISTS "  # noqa: S608 - names the database gave us
                f"(SELECT 1 FROM {quote(key['referred_table'])} b WHERE {joined})"
            )
            count = connection.execute(text(statement)).scalar_one()
            if count:
                yield f"kunci asing: {count} baris {table} menunjuk {key['referred_table']} yang tidak ada"


def _dsn(url: str) -> str:
    """The address as PostgreSQL's own programs read it, without the password, which travels in the environment."""
    return make_url(url).set(drivername="postgresql", password=None).render_as_string(hide_password=False)


def _run(command: list[str], url: str) -> None:
    address = make_url(url)
    secret = {"PGPASSWORD": str(address.password)} if address.password else {}
    if command[0] == "pg_dump":
        command = [*command, f"--dbname={_dsn(url)}"]
    done = _call(command, secret)
    if done.returncode:
        log.error("database program failed", program=command[0], words=done.stderr[-500:])
        raise CopyTrouble(f"{command[0]} gagal: {done.stderr.strip().splitlines()[-1] if done.stderr else ''}")


def _call(command: list[str], secret: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    program = _program(command[0])
    return subprocess.run(  # noqa: S603 - programs of PostgreSQL, arguments of ours
        [program, *command[1:]], capture_output=True, text=True, check=False, env=os.environ | secret
    )


def _program(name: str) -> str:
    """The program on the path, or of the newest PostgreSQL installed."""
    places: list[Any] = [path for place in PLACES for path in Path("/").glob(place.lstrip("/"))]
    newest = sorted(places, key=lambda path: [int(part) for part in _digits(str(path)).split()], reverse=True)
    found = next((path / name for path in newest if (path / name).exists()), None)
    on_path = shutil.which(name)
    if found is None and on_path is None:
        raise CopyTrouble(f"{name} tidak terpasang. Pasang alat klien PostgreSQL (postgresql-client).")
    return str(found or on_path)


def _digits(words: str) -> str:
    return "".join(one if one.isdigit() else " " for one in words)
