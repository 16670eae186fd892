"""Targets of several years tell the posts people hold from those they aim at, as yearly plans do."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('horizon_target', schema=None) as batch_op:
        batch_op.add_column(sa.Column('toward', sa.String(length=7), nullable=False, server_default='present'))
    with op.batch_alter_table('horizon_target', schema=None) as batch_op:
        batch_op.alter_column('toward', server_default=None)


def downgrade() -> None:
    with op.batch_alter_table('horizon_target', schema=None) as batch_op:
        batch_op.drop_column('toward')
