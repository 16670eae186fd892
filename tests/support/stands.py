"""An application on a real database, built by the migrations, and brought back to that state after each test."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Protocol

import flask_migrate
import psycopg
from flask import Flask
from sqlalchemy import Connection, Engine, event

from app import config
from app.audit import heads
from app.audit import services as audit
from app.base import database, scope
from app.base.database import begin_writing, db
from app.competency import reference
from app.documents import services as documents
from app.factory import create_app
from app.jobs import services as jobs
from app.notifications import post
from app.professionalism import reference as index_reference
from app.reports import digest
from app.training.services import enrolments, interests, lines, nominations
from app.web.limits import limiter
from tests.support.postgres import PostgresCluster

SETTINGS = {
    "PENATA_DEMO": "1",
    "PENATA_ARGON2_MEMORY_KIB": "64",
    "PENATA_ARGON2_TIME": "1",
    "PENATA_LOG_LEVEL": "ERROR",
    "PENATA_BASE_URL": "http://127.0.0.1:8000",
    "PENATA_DIGEST_HOUR": "-1",  # or every test would be different on a Monday
}


class Database(Protocol):
    url: str

    def remember(self) -> None:
        """Keep the present state as the one to come back to."""

    def restore(self) -> None:
        """Come back to the state that was kept."""


class Stand:
    """One application with its database."""

    def __init__(self, database: Database, data: Path, **settings: str) -> None:
        self._database = database
        self.app = build_app(database.url, data, **settings)
        with self.app.app_context():
            if database.url.startswith("sqlite"):
                event.listen(db.engine, "connect", _hurry_and_keep_no_order)
            flask_migrate.upgrade()
            with scope.everything():
                reference.load()
                index_reference.load()
                db.session.commit()
            self._let_go()
        database.remember()

    @contextmanager
    def in_use(self) -> Iterator[Flask]:
        """The application inside its context; afterwards everything is as before."""
        begin_writing()
        heads.use_file(Path(self.app.config["AUDIT_HEADS"]))  # whichever application was made last
        audit.use_key(self.app.config["AUDIT_KEY"])
        documents.use_folder(Path(self.app.config["DATA"]) / "files")
        with self.app.app_context():
            try:
                yield self.app
            finally:
                db.session.remove()
                self._let_go()
        self._database.restore()
        self._tidy()

    @staticmethod
    def _let_go() -> None:
        db.session.remove()
        db.engine.dispose()

    def _tidy(self) -> None:
        """What lives in the process or beside the database rather than in it."""
        settings = self.app.config
        Path(settings["AUDIT_HEADS"]).unlink(missing_ok=True)
        jobs.use_messenger(None)
        post.use_settings(smtp_url=settings["SMTP_URL"], sender=settings["MAIL_FROM"])
        lines.use_offer_hours(settings["OFFER_HOURS"])
        enrolments.use_request_hours(settings["REQUEST_HOURS"])
        nominations.use_hold_hours(settings["SEAT_HOLD_HOURS"])
        interests.use_step(settings["INTEREST_STEP"])
        digest.use_hour(settings["DIGEST_HOUR"])
        limiter.reset()


def build_app(url: str, data: Path, **settings: str) -> Flask:
    """An application for tests. It tells no messenger: ``worker.drain()`` does what waits."""
    own = {f"PENATA_{name}": value for name, value in settings.items()}
    begin_writing()  # whatever a request before left behind in this thread
    app = create_app(config.load(SETTINGS | {"PENATA_DATA": str(data), "PENATA_DATABASE_URL": url} | own))
    jobs.use_messenger(None)
    return app


def _hurry_and_keep_no_order(connection: Any, _record: object) -> None:
    """Tests lose nothing when the machine stops, so they do not wait for the disk. What nobody ordered comes from the
    last row to the first: PostgreSQL gives it in any order, and now and then in another one."""
    with closing(connection.cursor()) as cursor:
        cursor.execute("PRAGMA synchronous=OFF")
        cursor.execute("PRAGMA reverse_unordered_selects=ON")


@event.listens_for(Engine, "checkout")
def _let_begin(connection: Any, _record: object, _proxy: object) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA query_only=OFF")


@event.listens_for(Engine, "begin")
def _only_read(connection: Connection) -> None:
    """SQLite lets a transaction that began reading write after all; here it refuses, as PostgreSQL always does."""
    driver: Any = connection.connection.dbapi_connection
    if isinstance(driver, sqlite3.Connection) and not database.is_writing():
        driver.execute("PRAGMA query_only=ON")


class SqliteDatabase:
    """A file, and a copy of it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._kept = path.with_suffix(".kept")
        self.url = f"sqlite:///{path}"

    def remember(self) -> None:
        shutil.copyfile(self._path, self._kept)

    def restore(self) -> None:
        fresh = self._path.with_suffix(".fresh")
        shutil.copyfile(self._kept, fresh)
        for suffix in ("-wal", "-shm"):
            self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)
        fresh.replace(self._path)


class PostgresDatabase:
    """A database of a private cluster, with a copy of its rows in a schema beside them.

    Rows are deleted rather than tables truncated: with few rows that is several times faster.
    """

    def __init__(self, cluster: PostgresCluster, name: str) -> None:
        self.url = cluster.url(name)
        self._connection: psycopg.Connection[Any] = cluster.connect(name)
        self._connection.execute("SET lock_timeout = '60s'")
        self._connection.execute("SET session_replication_role = replica")  # no trigger, no foreign key
        self._restoring = ""

    def remember(self) -> None:
        found = self._connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
        )
        tables = [row[0] for row in found]
        self._connection.execute("CREATE SCHEMA kept")
        statements = [f'DELETE FROM public."{table}"' for table in tables]
        for table in tables:
            if self._connection.execute(f'SELECT EXISTS (SELECT FROM public."{table}")').fetchone() == (True,):
                self._connection.execute(f'CREATE TABLE kept."{table}" AS TABLE public."{table}"')
                statements.append(f'INSERT INTO public."{table}" SELECT * FROM kept."{table}"')
        self._restoring = "; ".join(statements)

    def restore(self) -> None:
        self._connection.execute(self._restoring)
