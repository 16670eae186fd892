"""A score given to a predicate keeps the version of the table that gave it, as every computed result does.

What was scored before stays without one: which version it was is not known any more. Files are looked up by what
they hold, so that the queue of claims can mark a file handed in twice.
"""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

_KEY = "fk_performance_rating_rule_id_competency_rule"


def upgrade() -> None:
    with op.batch_alter_table("performance_rating", schema=None) as batch_op:
        batch_op.add_column(sa.Column("rule_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(_KEY, "competency_rule", ["rule_id"], ["id"])
    with op.batch_alter_table("stored_file", schema=None) as batch_op:
        batch_op.create_index("ix_stored_file_sha256", ["sha256"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("stored_file", schema=None) as batch_op:
        batch_op.drop_index("ix_stored_file_sha256")
    with op.batch_alter_table("performance_rating", schema=None) as batch_op:
        batch_op.drop_constraint(_KEY, type_="foreignkey")
        batch_op.drop_column("rule_id")
