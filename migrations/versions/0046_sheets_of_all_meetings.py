"""The sheets to sign of all meetings of a batch, when they are long, are printed by the worker as those of one are."""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("sign_sheet", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_whole", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("sign_sheet", schema=None) as batch_op:
        batch_op.alter_column("is_whole", existing_type=sa.Boolean(), existing_nullable=False, server_default=None)


def downgrade() -> None:
    op.execute(sa.text("DELETE FROM sign_sheet WHERE is_whole"))
    with op.batch_alter_table("sign_sheet", schema=None) as batch_op:
        batch_op.drop_column("is_whole")
