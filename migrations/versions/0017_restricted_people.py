"""Lists leave out people whose data is restricted: an index of these few, so that leaving them out costs nothing."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('employee', schema=None) as batch_op:
        batch_op.create_index('ix_employee_restricted', ['government_id'], unique=False, sqlite_where=sa.text('restricted_on IS NOT NULL'), postgresql_where=sa.text('restricted_on IS NOT NULL'))


def downgrade() -> None:
    with op.batch_alter_table('employee', schema=None) as batch_op:
        batch_op.drop_index('ix_employee_restricted')
