"""Trust: requests about personal data, restricted employees, and a trail that can be searched.

The trail is found by what happened, by whom and when; a person may ask for a correction, an erasure or a restriction.
"""

import sqlalchemy as sa
from alembic import op

from app.base.types import UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('privacy_request',
    sa.Column('employee_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('part', sa.String(length=40), nullable=False),
    sa.Column('wrong', sa.String(length=500), nullable=False),
    sa.Column('correct', sa.String(length=500), nullable=False),
    sa.Column('note', sa.String(length=1000), nullable=False),
    sa.Column('status', sa.String(length=10), nullable=False),
    sa.Column('created_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('due_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('decided_by', sa.Integer(), nullable=True),
    sa.Column('closed_at', UtcDateTime(timezone=True), nullable=True),
    sa.Column('reason', sa.String(length=1000), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.CheckConstraint("(status = 'waiting') = (closed_at IS NULL)", name=op.f('ck_privacy_request_closed_when_over')),
    sa.CheckConstraint("status NOT IN ('granted', 'refused') OR reason <> ''", name=op.f('ck_privacy_request_decided_with_a_reason')),
    sa.ForeignKeyConstraint(['decided_by'], ['user_account.id'], name=op.f('fk_privacy_request_decided_by')),
    sa.ForeignKeyConstraint(['government_id', 'employee_id'], ['employee.government_id', 'employee.id'], name=op.f('fk_privacy_request_government_id_employee_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_privacy_request_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_privacy_request'))
    )
    with op.batch_alter_table('privacy_request', schema=None) as batch_op:
        batch_op.create_index('ix_privacy_request_employee_id', ['employee_id'], unique=False)
        batch_op.create_index('ix_privacy_request_government_id_status_due_at', ['government_id', 'status', 'due_at', 'id'], unique=False)
        batch_op.create_index('uq_privacy_request_one_waiting', ['employee_id', 'kind', 'part'], unique=True, sqlite_where=sa.text("status = 'waiting'"), postgresql_where=sa.text("status = 'waiting'"))

    with op.batch_alter_table('audit_entry', schema=None) as batch_op:
        batch_op.create_index('ix_audit_entry_chain_action_position', ['chain', 'action', 'position'], unique=False)
        batch_op.create_index('ix_audit_entry_chain_actor_id_position', ['chain', 'actor_id', 'position'], unique=False)
        batch_op.create_index('ix_audit_entry_chain_at', ['chain', 'at'], unique=False)

    with op.batch_alter_table('employee', schema=None) as batch_op:
        batch_op.add_column(sa.Column('restricted_on', sa.Date(), nullable=True))



def downgrade() -> None:
    with op.batch_alter_table('employee', schema=None) as batch_op:
        batch_op.drop_column('restricted_on')

    with op.batch_alter_table('audit_entry', schema=None) as batch_op:
        batch_op.drop_index('ix_audit_entry_chain_at')
        batch_op.drop_index('ix_audit_entry_chain_actor_id_position')
        batch_op.drop_index('ix_audit_entry_chain_action_position')

    with op.batch_alter_table('privacy_request', schema=None) as batch_op:
        batch_op.drop_index('uq_privacy_request_one_waiting', sqlite_where=sa.text("status = 'waiting'"), postgresql_where=sa.text("status = 'waiting'"))
        batch_op.drop_index('ix_privacy_request_government_id_status_due_at')
        batch_op.drop_index('ix_privacy_request_employee_id')

    op.drop_table('privacy_request')
