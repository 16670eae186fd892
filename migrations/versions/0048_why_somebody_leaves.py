"""A leaving keeps why, from a short list of our own, with a note; whoever left before has none."""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("employee", sa.Column("leaving_reason", sa.String(length=16), nullable=False, server_default=""))
    op.add_column("employee", sa.Column("leaving_note", sa.String(length=200), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("employee", "leaving_note")
    op.drop_column("employee", "leaving_reason")
