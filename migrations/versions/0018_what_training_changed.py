"""What participants lacked is kept when a batch closes, so that before and after can be compared; recommendations find
programmes by competency and batches by the end of their enrolment."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'batch_gap',
        sa.Column('batch_id', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('employee_id', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('competency_id', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('level', sa.Integer(), nullable=False),
        sa.Column('required', sa.Integer(), nullable=False),
        sa.Column('measured', sa.Integer(), nullable=True),
        sa.Column('gap', sa.Integer(), nullable=True),
        sa.Column('frozen_on', sa.Date(), nullable=False),
        sa.Column('government_id', sa.Integer(), nullable=False),
        sa.CheckConstraint('gap >= 0', name=op.f('ck_batch_gap_gap_not_negative')),
        sa.ForeignKeyConstraint(['employee_id'], ['employee.id'], name=op.f('fk_batch_gap_employee_id')),
        sa.ForeignKeyConstraint(['government_id', 'batch_id'], ['batch.government_id', 'batch.id'], name=op.f('fk_batch_gap_government_id_batch_id')),
        sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_batch_gap_government_id')),
        sa.PrimaryKeyConstraint('batch_id', 'employee_id', 'competency_id', name=op.f('pk_batch_gap')),
    )
    with op.batch_alter_table('batch_gap', schema=None) as batch_op:
        batch_op.create_index('ix_batch_gap_employee_id', ['employee_id', 'competency_id'], unique=False)
        batch_op.create_index('ix_batch_gap_government_id_frozen_on', ['government_id', 'frozen_on'], unique=False)
    with op.batch_alter_table('batch', schema=None) as batch_op:
        batch_op.create_index('ix_batch_programme_id_enrolment_closes_at', ['programme_id', 'enrolment_closes_at'], unique=False)
    with op.batch_alter_table('programme_competency', schema=None) as batch_op:
        batch_op.create_index('ix_programme_competency_competency_id', ['competency_id', 'programme_id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('programme_competency', schema=None) as batch_op:
        batch_op.drop_index('ix_programme_competency_competency_id')
    with op.batch_alter_table('batch', schema=None) as batch_op:
        batch_op.drop_index('ix_batch_programme_id_enrolment_closes_at')
    op.drop_table('batch_gap')
