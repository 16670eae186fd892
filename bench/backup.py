"""A large government copied, put back and checked, beside the barest copy there is.

    python bench/backup.py [--quick] [--database sqlite|postgresql|both]

The demo with fifty thousand employees (two thousand with --quick) and a thousand files: ``backup make``,
``backup restore`` into an empty place with the check that belongs to it. Beside it a bare copy of the same run: for
SQLite the database file and the folder copied by shutil, for PostgreSQL ``pg_dump`` alone and the folder. Aim: restored
and checked within ten minutes, with nothing found wrong.
"""

import os
import secrets
import shutil
import subprocess
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from sqlalchemy import make_url
from support.figures import arguments, finish, say
from support.town import Town

from app.backup import databases, services
from app.backup.services import Place
from app.base.clock import now
from app.base.database import db
from app.documents import services as documents
from tests.support.postgres import PostgresCluster

SIZE, QUICK = 50_000, 2_000
FILES, FILE_BYTES = 1_000, 40_000
AIM_SECONDS = 600


def add_files(town: Town, count: int) -> None:
    with town.inside():
        for number in range(count):
            content = secrets.token_bytes(FILE_BYTES)
            documents.keep(
                content, storage_key=documents.put(content), name=f"{number}.pdf", media_type="application/pdf"
            )
        db.session.commit()


def place_of(town: Town) -> Place:
    keys = {name: town.app.config[name] for name in ("SECRET_KEY", "AUDIT_KEY")}
    return Place(town.url, Path(town.app.config["DATA"]) / "files", keys)


def bare(town: Town, into: Path) -> float:
    """What anybody would do first: not safe while people write, and without any proof."""
    into.mkdir()
    started = time.perf_counter()
    if town.database == "sqlite":
        shutil.copyfile(make_url(town.url).database or "", into / "penata.db")
    else:
        url = make_url(town.url).set(drivername="postgresql").render_as_string(hide_password=False)
        program = databases._program("pg_dump")  # noqa: SLF001 - the same program as the backup's
        subprocess.run([program, "-Fc", f"--file={into / 'dump'}", f"--dbname={url}"], check=True)
    shutil.copytree(Path(town.app.config["DATA"]) / "files", into / "files")
    os.sync()
    return time.perf_counter() - started


def measure(town: Town, folder: Path, empty: str, files: int) -> dict[str, Any]:
    add_files(town, files)
    place = place_of(town)
    plain = bare(town, folder / "bare")
    with town.app.app_context():
        started = time.perf_counter()
        made = services.make(place, folder / "copies", at=now())
        making = time.perf_counter() - started
        started = time.perf_counter()
        report = services.restore(made.path, folder / "restored", database_url=empty, identity=None, keys=place.keys)
        restoring = time.perf_counter() - started
    return {
        "employees": town.employees(),
        "rows": sum(made.manifest.rows.values()),
        "files": len(made.manifest.files),
        "archive_mib": round(made.path.stat().st_size / 2**20, 1),
        "make_seconds": round(making, 2),
        "restore_and_check_seconds": round(restoring, 2),
        "bare_copy_seconds": round(plain, 2),
        "make_to_bare_copy": round(making / plain, 2),
        "faults": report.faults,
    }


def main() -> None:
    given = arguments(__doc__ or "")
    size, files = (QUICK, 100) if given.quick else (SIZE, FILES)
    found = {}
    for database in given.databases:
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="penata-bench-")))
            (folder / "data").mkdir()
            url, empty = f"sqlite:///{folder / 'data' / 'penata.db'}", ""
            if database == "postgresql":
                cluster = stack.enter_context(PostgresCluster(durable=True))
                url, empty = cluster.url("penata"), cluster.url("empty")
            town = Town(folder / "data", url, size)
            stack.callback(town.close)
            found[database] = one = measure(town, folder, empty, files)
        say(
            f"{database}: {one['employees']} employees, made in {one['make_seconds']} s "
            f"({one['make_to_bare_copy']} times a bare copy), "
            f"restored and checked in {one['restore_and_check_seconds']} s"
        )
    finish(
        "backup",
        {"size": size, "aims": {"restore_and_check_seconds": AIM_SECONDS}, "databases": found},
        quick=given.quick,
        holds=all(not one["faults"] and one["restore_and_check_seconds"] <= AIM_SECONDS for one in found.values()),
    )


if __name__ == "__main__":
    main()
