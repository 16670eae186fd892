"""Quick checks of a room: five statements on phones, told once, and nothing kept but the sums."""

import sqlalchemy as sa
from alembic import op

from app.base.types import UtcDateTime

revision = '0032'
down_revision = '0031'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('group_check',
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('initiative_id', sa.Integer(), nullable=True),
    sa.Column('change_name', sa.String(length=60), nullable=False),
    sa.Column('code', sa.String(length=8), nullable=False),
    sa.Column('status', sa.String(length=6), nullable=False),
    sa.Column('taker_key', sa.String(length=64), nullable=False),
    sa.Column('opened_by_id', sa.Integer(), nullable=False),
    sa.Column('opened_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('ends_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('shown_at', UtcDateTime(timezone=True), nullable=True),
    sa.Column('result', sa.JSON(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['government_id', 'initiative_id'], ['initiative.government_id', 'initiative.id'], name=op.f('fk_group_check_government_id_initiative_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_group_check_government_id')),
    sa.ForeignKeyConstraint(['opened_by_id'], ['employee.id'], name=op.f('fk_group_check_opened_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_group_check')),
    sa.UniqueConstraint('code', name=op.f('uq_group_check_code')),
    sa.UniqueConstraint('government_id', 'id', name=op.f('uq_group_check_government_id_id'))
    )
    with op.batch_alter_table('group_check', schema=None) as batch_op:
        batch_op.create_index('ix_group_check_opened_by_id_id', ['opened_by_id', 'id'], unique=False)
        batch_op.create_index('ix_group_check_status_ends_at', ['status', 'ends_at'], unique=False)

    op.create_table('group_check_answer',
    sa.Column('key', sa.String(length=32), nullable=False),
    sa.Column('check_id', sa.Integer(), nullable=False),
    sa.Column('marks', sa.LargeBinary(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['government_id', 'check_id'], ['group_check.government_id', 'group_check.id'], name=op.f('fk_group_check_answer_government_id_check_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_group_check_answer_government_id')),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_group_check_answer')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('group_check_answer', schema=None) as batch_op:
        batch_op.create_index('ix_group_check_answer_check_id', ['check_id'], unique=False)

    op.create_table('group_check_mark',
    sa.Column('check_id', sa.Integer(), nullable=False),
    sa.Column('taker', sa.String(length=64), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['government_id', 'check_id'], ['group_check.government_id', 'group_check.id'], name=op.f('fk_group_check_mark_government_id_check_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_group_check_mark_government_id')),
    sa.PrimaryKeyConstraint('check_id', 'taker', name=op.f('pk_group_check_mark')),
    sqlite_with_rowid=False
    )


def downgrade() -> None:
    op.drop_table('group_check_mark')
    with op.batch_alter_table('group_check_answer', schema=None) as batch_op:
        batch_op.drop_index('ix_group_check_answer_check_id')

    op.drop_table('group_check_answer')
    with op.batch_alter_table('group_check', schema=None) as batch_op:
        batch_op.drop_index('ix_group_check_status_ends_at')
        batch_op.drop_index('ix_group_check_opened_by_id_id')

    op.drop_table('group_check')
