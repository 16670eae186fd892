"""SQLite's search index gathers 64 MiB of words before it writes them out, not one.

A million people wrote hundreds of small pieces that were merged again and again: more than two minutes, growing faster
than the number of people; gathered so, seventeen seconds. A transaction of a few people writes at its end, as before.
"""

from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

GATHERED, USUAL = 64 * 1024 * 1024, 1024 * 1024


def upgrade() -> None:
    _gather(GATHERED)


def downgrade() -> None:
    _gather(USUAL)


def _gather(size: int) -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"INSERT INTO directory_search (directory_search, rank) VALUES ('hashsize', {size})")
