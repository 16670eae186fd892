"""How Alembic reaches the database: through the application's own engine and models."""

from alembic import context
from flask import current_app

database = current_app.extensions["migrate"].db


def include(_object: object, name: str | None, kind: str, reflected: bool, _compare_to: object) -> bool:
    """Leave the messenger's own tables alone."""
    return not (kind == "table" and reflected and (name or "").startswith("huey_"))


def run() -> None:
    with database.engine.connect() as connection:
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


run()
