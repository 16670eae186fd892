"""One database object, its manners on SQLite and PostgreSQL, and locking before counting."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, Connection, Engine, ForeignKeyConstraint, MetaData, bindparam, event, select, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, registry

from app.base.types import Exact, UtcDateTime

_writing: ContextVar[bool] = ContextVar("writing", default=True)


class Base(DeclarativeBase):
    registry = registry(
        metadata=MetaData(
            naming_convention={
                "ix": "ix_%(table_name)s_%(column_0_N_name)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_N_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
        type_annotation_map={
            datetime: UtcDateTime(),
            Decimal: Exact(12, 2),
            dict[str, Any]: JSON(),
            list[str]: JSON(),
        },
    )


db = SQLAlchemy(
    model_class=Base,
    disable_autonaming=True,
    session_options={"expire_on_commit": False},
)

if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model

Row = TypeVar("Row", bound=Base)


class Numbered:
    """A row with a number of its own."""

    id: Mapped[int] = mapped_column(primary_key=True)


def owned_by(column: str, table: str) -> ForeignKeyConstraint:
    """A foreign key that includes the government, so that two owned tables never meet across governments."""
    return ForeignKeyConstraint(["government_id", column], [f"{table}.government_id", f"{table}.id"])


def begin_reading() -> None:
    """From here on transactions of this thread only read (SQLite: BEGIN deferred; PostgreSQL: READ ONLY)."""
    _writing.set(False)


def begin_writing() -> None:
    """From here on transactions of this thread may write (SQLite: BEGIN IMMEDIATE)."""
    _writing.set(True)


def is_writing() -> bool:
    """Whether the next transaction of this thread may write."""
    return _writing.get()


@contextmanager
def writing() -> Iterator[None]:
    """A short writing transaction inside a reading request: commits at the end, or rolls back."""
    db.session.rollback()
    token = _writing.set(True)
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    finally:
        _writing.reset(token)


@contextmanager
def only_reading() -> Iterator[None]:
    """A short reading transaction outside a request: it holds up no writer, and ends with the block."""
    db.session.rollback()
    token = _writing.set(False)
    try:
        yield
    finally:
        db.session.rollback()
        _writing.reset(token)


@contextmanager
def looking_up() -> Iterator[None]:
    """As ``only_reading``, for a look-up or two that need not agree: PostgreSQL is spared the BEGIN and the COMMIT."""
    with only_reading():
        if db.engine.dialect.name == "postgresql":
            db.session.connection(execution_options={"isolation_level": "AUTOCOMMIT"})
        yield


@contextmanager
def at_one_moment() -> Iterator[Connection]:
    """A connection that only reads and sees the database as it was at its first look, whatever is written meanwhile."""
    with only_reading():
        options = {"isolation_level": "REPEATABLE READ"} if db.engine.dialect.name == "postgresql" else {}
        with db.engine.connect().execution_options(**options) as connection:
            yield connection


def lock(row: Row) -> Row:
    """Hold this row until the transaction ends, with its values as they are now.

    PostgreSQL: SELECT … FOR UPDATE. SQLite: the writing transaction already holds the only write
    lock, so re-reading is enough.

    A model that nearly every row points to says so (``stands_above_everything``): its rows are held FOR NO KEY UPDATE,
    against others who lock them, but not against everybody who writes a row of the same government. Or two who lock
    it, each having written, would wait for each other.
    """
    found: Row = db.session.execute(_locking(type(row)), {"id": row.id}).scalar_one()  # type: ignore[attr-defined]
    return found


@cache
def _locking(model: Any) -> Any:
    keeps_key = getattr(model, "stands_above_everything", False)
    statement = select(model).where(model.id == bindparam("id")).with_for_update(key_share=keeps_key)
    return statement.execution_options(populate_existing=True)


def analyse() -> None:
    """Let the planner look at the tables as they are now, in the caller's transaction.

    Without it both databases guess: after many new rows they read a whole government to find a handful.
    PostgreSQL looks by itself within a minute; SQLite only when it is asked. It looks at so many rows of each index
    that a batch of a thousand and a whole government do not look alike to it.
    """
    if db.engine.dialect.name == "sqlite":
        db.session.execute(text("PRAGMA analysis_limit=10000"))
    db.session.execute(text("ANALYZE"))


@event.listens_for(Engine, "connect")
def _set_manners(connection: Any, _record: object) -> None:
    if type(connection).__module__.startswith("sqlite3"):
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA busy_timeout=10000")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA cache_size=-16000")
        cursor.close()


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")
    else:
        _driver_of(connection).read_only = not _writing.get()


@event.listens_for(Engine, "rollback")
def _end_reading(connection: Connection) -> None:
    """End a transaction that only read by a commit: after a rollback psycopg forgets every prepared statement,
    and planning them anew takes longer than all else a page asks of PostgreSQL."""
    if connection.dialect.name == "postgresql":
        driver = _driver_of(connection)
        if driver.read_only and driver.info.transaction_status.name == "INTRANS":
            driver.commit()


def _driver_of(connection: Connection) -> Any:
    return connection.connection.dbapi_connection
