"""Notices: people choose how letters reach them, and the outbox keeps the subject and the seal of each."""

import sqlalchemy as sa
from alembic import op

from app.base.types import UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('mail_choice',
    sa.Column('employee_id', sa.Integer(), nullable=False),
    sa.Column('letter_group', sa.String(length=12), nullable=False),
    sa.Column('delivery', sa.String(length=8), nullable=False),
    sa.Column('changed_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_mail_choice_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mail_choice')),
    sa.UniqueConstraint('employee_id', 'letter_group', name=op.f('uq_mail_choice_employee_id_letter_group'))
    )
    with op.batch_alter_table('mail', schema=None) as batch_op:
        batch_op.add_column(sa.Column('subject', sa.String(length=250), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('is_sample', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('seal', sa.String(length=64), nullable=False, server_default=''))
        batch_op.create_index('ix_mail_employee_id_status', ['employee_id', 'status'], unique=False)
        batch_op.create_index('ix_mail_government_id_id', ['government_id', 'id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('mail', schema=None) as batch_op:
        batch_op.drop_index('ix_mail_government_id_id')
        batch_op.drop_index('ix_mail_employee_id_status')
        batch_op.drop_column('seal')
        batch_op.drop_column('is_sample')
        batch_op.drop_column('subject')

    op.drop_table('mail_choice')