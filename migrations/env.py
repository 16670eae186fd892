"""How Alembic reaches the database: through the application's own engine and models."""

from alembic import context
from flask import current_app

database = current_app.extensions["migrate"].db
OWN = ("huey_", "directory_search")


def include(_object: object, name: str | None, kind: str, reflected: bool, _compare_to: object) -> bool:
    """Leave alone the messenger's own tables and the search index, which each database keeps in its own way."""
    return not (reflected and kind in {"table", "index"} and (name or "").startswith(OWN))


def keys(connection, *, on: bool) -> None:
    """SQLite changes a table by building it anew, which its foreign keys would forbid; they are checked afterwards."""
    if connection.dialect.name == "sqlite":
        connection.connection.dbapi_connection.execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")


def check_keys(connection) -> None:
    if connection.dialect.name == "sqlite":
        broken = connection.connection.dbapi_connection.execute("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise RuntimeError(f"rows that refer to nothing: {broken[:5]}")


def run() -> None:
    with database.engine.connect() as connection:
        keys(connection, on=False)
        context.configure(
            connection=connection,
            target_metadata=database.metadata,
            render_as_batch=True,
            compare_type=True,
            include_object=include,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        check_keys(connection)
        keys(connection, on=True)


run()
