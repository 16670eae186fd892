"""A database of its own for a bench, and the application on it in this process."""

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

import flask_migrate
from flask import Flask

from app import config
from app.base.database import begin_writing, db
from app.factory import create_app
from tests.support.postgres import PostgresCluster


@contextlib.contextmanager
def place(database: str) -> Iterator[tuple[Path, str]]:
    """A folder and the address of an empty database, gone with the block. PostgreSQL keeps its promises (fsync)."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="penata-bench-")))
        if database == "sqlite":
            yield folder, f"sqlite:///{folder / 'penata.db'}"
        else:
            yield folder, stack.enter_context(PostgresCluster(durable=True)).url("penata")


@contextlib.contextmanager
def opened(database: str) -> Iterator[Flask]:
    """The application with the newest tables and nothing in them."""
    with place(database) as (folder, url):
        app = create_app(config.load({
            "PENATA_DATA": str(folder), "PENATA_DATABASE_URL": url, "PENATA_DEMO": "1", "PENATA_LOG_LEVEL": "ERROR",
            "PENATA_BASE_URL": "http://127.0.0.1:8000",
        }))  # fmt: skip
        with app.app_context():
            begin_writing()
            flask_migrate.upgrade()
            yield app
            db.session.remove()
            db.engine.dispose()
