"""Predicates that no table knows are counted for the home page of HR, among however many."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

_NAME, _WAITS = "ix_performance_rating_to_review", sa.text("score IS NULL")


def upgrade() -> None:
    with op.batch_alter_table("performance_rating", schema=None) as batch_op:
        batch_op.create_index(_NAME, ["government_id"], unique=False, sqlite_where=_WAITS, postgresql_where=_WAITS)


def downgrade() -> None:
    with op.batch_alter_table("performance_rating", schema=None) as batch_op:
        batch_op.drop_index(_NAME)
