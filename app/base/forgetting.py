"""Making the database let go of rows that were rewritten or deleted, and destroying copies of them (security N6)."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import structlog

from app.base.database import db

log = structlog.get_logger()
# How the backup command names a copy that has to be destroyed.
MARKED = "penata-*-marked.tar*"
# Superusers may by themselves; anybody else by the three grants of the operator's guide (PostgreSQL 15 and newer).
_MAY_WRITE_OVER = """
    SELECT has_function_privilege('pg_switch_wal()', 'EXECUTE') AND has_function_privilege('pg_ls_waldir()', 'EXECUTE')
       AND EXISTS (SELECT 1 FROM pg_roles
                   WHERE rolname = current_user AND rolsuper
                      OR rolname = 'pg_checkpoint' AND pg_has_role(oid, 'USAGE'))
"""
_backups: Path | None = None


def use_backups(folder: Path) -> None:
    """Where copies of the installation lie."""
    global _backups  # noqa: PLW0603 - one folder per process, set once at the start
    _backups = folder


def delete_securely() -> None:
    """From here on this transaction overwrites what it deletes, where the database can."""
    if db.engine.dialect.name == "sqlite":
        db.session.connection().exec_driver_sql("PRAGMA secure_delete=ON")


class StillHeld(RuntimeError):
    """Somebody was reading the log that has to go. The job that asked is tried again."""


def let_go(tables: Iterable[str]) -> None:
    """Make the database forget the rows that were: their pages, and what its log still holds of them.

    Raises StillHeld where the log could not be emptied.
    """
    db.session.commit()
    connection = db.engine.raw_connection()
    driver: Any = connection.driver_connection
    try:
        if db.engine.dialect.name == "sqlite":
            driver.execute("VACUUM")
            is_busy, *_pages = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if is_busy:
                raise StillHeld
            return
        driver.rollback()
        driver.read_only, driver.autocommit = None, True
        for table in tables:
            driver.execute(f"VACUUM (FULL, ANALYZE) {table}")
        _write_over_log(driver)
        driver.autocommit = False
    finally:
        connection.close()


def log_stays() -> bool:
    """Whether old pieces of the database's log outlive a closing, because Penata may not write over them.

    Asked once per database: who grants the rights restarts Penata, as ``docs/operation.md`` says.
    """
    return _log_stays(str(db.engine.url))


@cache
def _log_stays(_address: str) -> bool:
    if db.engine.dialect.name == "sqlite":
        return False
    with db.engine.connect() as connection:
        return not connection.exec_driver_sql(_MAY_WRITE_OVER).scalar_one()


def _write_over_log(driver: Any) -> None:
    """PostgreSQL keeps old pieces of its log to write into later: go through all of them now, so that each is blank.

    What a replica or an archive holds is theirs to destroy.
    """
    if not driver.execute(_MAY_WRITE_OVER).fetchone()[0]:
        log.warning("old pieces of the database log are kept", see="docs/operation.md")
        return
    _next_piece(driver)  # the one written to now becomes an old one, too
    driver.execute("CHECKPOINT")
    (pieces,) = driver.execute("SELECT count(*) FROM pg_ls_waldir()").fetchone()
    for _piece in range(pieces + 1):
        _next_piece(driver)
    driver.execute("CHECKPOINT")


def _next_piece(driver: Any) -> None:
    """Begin the next piece of the log; what remains of the present one is written over with nothing."""
    driver.execute("SELECT pg_logical_emit_message(false, 'penata', '')")
    driver.execute("SELECT pg_switch_wal()")


def destroy_copies(since: datetime) -> None:
    """Copies made while answers came in go: they would tell the order."""
    if _backups is None or not _backups.is_dir():
        return
    for path in _backups.glob(MARKED):
        made_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        if made_at >= since - timedelta(minutes=1):
            path.unlink(missing_ok=True)
