"""Tables that are brought in: what was tried, what was wrong, what was changed; evidence beside a JP claim."""

import sqlalchemy as sa
from alembic import op

from app.base.types import UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('import_mapping',
    sa.Column('heading_key', sa.String(length=64), nullable=False),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('columns', sa.JSON(), nullable=False),
    sa.Column('used_on', sa.Date(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_import_mapping_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_import_mapping')),
    sa.UniqueConstraint('government_id', 'heading_key', name=op.f('uq_import_mapping_government_id_heading_key'))
    )
    op.create_table('import_run',
    sa.Column('kind', sa.String(length=12), nullable=True),
    sa.Column('status', sa.String(length=10), nullable=False),
    sa.Column('file_name', sa.String(length=200), nullable=False),
    sa.Column('sheet', sa.String(length=100), nullable=False),
    sa.Column('file_id', sa.Integer(), nullable=True),
    sa.Column('heading_key', sa.String(length=64), nullable=False),
    sa.Column('columns', sa.JSON(), nullable=False),
    sa.Column('headings', sa.JSON(), nullable=False),
    sa.Column('all_headings', sa.JSON(), nullable=False),
    sa.Column('personal', sa.JSON(), nullable=False),
    sa.Column('unknown', sa.JSON(), nullable=False),
    sa.Column('other_sheets', sa.JSON(), nullable=False),
    sa.Column('make_units', sa.Boolean(), nullable=False),
    sa.Column('rows', sa.Integer(), nullable=False),
    sa.Column('new', sa.Integer(), nullable=False),
    sa.Column('changed', sa.Integer(), nullable=False),
    sa.Column('unchanged', sa.Integer(), nullable=False),
    sa.Column('refused', sa.Integer(), nullable=False),
    sa.Column('doubtful', sa.Integer(), nullable=False),
    sa.Column('faults', sa.Integer(), nullable=False),
    sa.Column('tally', sa.JSON(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('message', sa.Text(), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.Column('created_by_name', sa.String(length=150), nullable=False),
    sa.Column('created_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('applied_at', UtcDateTime(timezone=True), nullable=True),
    sa.Column('undone_at', UtcDateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('new >= 0 AND changed >= 0 AND unchanged >= 0 AND refused >= 0', name=op.f('ck_import_run_counts_not_negative')),
    sa.ForeignKeyConstraint(['file_id'], ['stored_file.id'], name=op.f('fk_import_run_file_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_import_run_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_import_run')),
    sa.UniqueConstraint('government_id', 'id', name=op.f('uq_import_run_government_id_id'))
    )
    op.create_table('import_change',
    sa.Column('run_id', sa.Integer(), nullable=False),
    sa.Column('row', sa.Integer(), nullable=False),
    sa.Column('in_table', sa.String(length=30), nullable=False),
    sa.Column('row_id', sa.Integer(), nullable=False),
    sa.Column('is_new', sa.Boolean(), nullable=False),
    sa.Column('about', sa.String(length=200), nullable=False),
    sa.Column('before', sa.JSON(), nullable=False),
    sa.Column('after', sa.JSON(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['government_id', 'run_id'], ['import_run.government_id', 'import_run.id'], name=op.f('fk_import_change_government_id_run_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_import_change_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_import_change'))
    )
    with op.batch_alter_table('import_change', schema=None) as batch_op:
        batch_op.create_index('ix_import_change_run_id_row_id', ['run_id', 'is_new', 'in_table', 'row_id'], unique=False)

    op.create_table('import_fault',
    sa.Column('run_id', sa.Integer(), nullable=False),
    sa.Column('weight', sa.String(length=8), nullable=False),
    sa.Column('row', sa.Integer(), nullable=False),
    sa.Column('heading', sa.String(length=100), nullable=False),
    sa.Column('value', sa.String(length=500), nullable=False),
    sa.Column('sentence', sa.Text(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['government_id', 'run_id'], ['import_run.government_id', 'import_run.id'], name=op.f('fk_import_fault_government_id_run_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_import_fault_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_import_fault'))
    )
    with op.batch_alter_table('import_fault', schema=None) as batch_op:
        batch_op.create_index('ix_import_fault_run_id_row_id', ['run_id', 'weight', 'row', 'id'], unique=False)

    with op.batch_alter_table('learning_record', schema=None) as batch_op:
        batch_op.add_column(sa.Column('evidence', sa.String(length=200), server_default='', nullable=False))



def downgrade() -> None:
    with op.batch_alter_table('learning_record', schema=None) as batch_op:
        batch_op.drop_column('evidence')

    with op.batch_alter_table('import_fault', schema=None) as batch_op:
        batch_op.drop_index('ix_import_fault_run_id_row_id')

    op.drop_table('import_fault')
    with op.batch_alter_table('import_change', schema=None) as batch_op:
        batch_op.drop_index('ix_import_change_run_id_row_id')

    op.drop_table('import_change')
    op.drop_table('import_run')
    op.drop_table('import_mapping')
