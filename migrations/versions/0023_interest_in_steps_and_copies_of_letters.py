"""Interest turns into bookings step by step, so a batch says since when it does; words of letters name who gets a copy."""

import sqlalchemy as sa
from alembic import op

from app.base.types import UtcDateTime

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('batch', schema=None) as batch_op:
        batch_op.add_column(sa.Column('turning_since', UtcDateTime(timezone=True), nullable=True))
    with op.batch_alter_table('letter_text', schema=None) as batch_op:
        batch_op.add_column(sa.Column('copies', sa.Text(), nullable=False, server_default=''))
    with op.batch_alter_table('letter_text', schema=None) as batch_op:
        batch_op.alter_column('copies', server_default=None)


def downgrade() -> None:
    with op.batch_alter_table('letter_text', schema=None) as batch_op:
        batch_op.drop_column('copies')
    with op.batch_alter_table('batch', schema=None) as batch_op:
        batch_op.drop_column('turning_since')
