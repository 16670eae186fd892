"""Posts people aim at and what they lack for them, which yearly plans gather apart; official values beside results.

The sums of the index follow from its kept results alone, so a result keeps the official value that was counted with it.
"""

import sqlalchemy as sa
from alembic import op

from app.base.types import Exact, UtcDateTime

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

_BEFORE = ['line_id', 'competency_id', 'required', 'tier']
_AFTER = ['line_id', 'toward', 'competency_id', 'required', 'tier']


def upgrade() -> None:
    op.create_table('next_post',
    sa.Column('employee_id', sa.Integer(), nullable=False),
    sa.Column('position_id', sa.Integer(), nullable=False),
    sa.Column('chosen_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['employee_id'], ['employee.id'], name=op.f('fk_next_post_employee_id')),
    sa.ForeignKeyConstraint(['government_id', 'position_id'], ['position.government_id', 'position.id'], name=op.f('fk_next_post_government_id_position_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_next_post_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_next_post')),
    sa.UniqueConstraint('employee_id', name=op.f('uq_next_post_employee_id'))
    )
    with op.batch_alter_table('next_post', schema=None) as batch_op:
        batch_op.create_index('ix_next_post_position_id', ['position_id'], unique=False)

    op.create_table('next_gap',
    sa.Column('employee_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('competency_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('tier', sa.String(length=20), nullable=False),
    sa.Column('required', sa.Integer(), nullable=False),
    sa.Column('measured', sa.Integer(), nullable=False),
    sa.Column('gap', sa.Integer(), nullable=False),
    sa.Column('at_present', sa.Boolean(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('gap > 0', name=op.f('ck_next_gap_gap_positive')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_next_gap_government_id')),
    sa.PrimaryKeyConstraint('employee_id', 'competency_id', name=op.f('pk_next_gap'))
    )
    with op.batch_alter_table('next_gap', schema=None) as batch_op:
        batch_op.create_index('ix_next_gap_government_id_competency_id', ['government_id', 'competency_id'], unique=False)
        batch_op.create_index('ix_next_gap_unit_id', ['unit_id'], unique=False)

    with op.batch_alter_table('plan_line', schema=None) as batch_op:
        batch_op.add_column(sa.Column('toward', sa.String(length=7), nullable=False, server_default='present'))
    with op.batch_alter_table('plan_line', schema=None) as batch_op:
        batch_op.alter_column('toward', server_default=None)
    with op.batch_alter_table('plan_line_source', schema=None) as batch_op:
        batch_op.add_column(sa.Column('toward', sa.String(length=7), nullable=False, server_default='present'))
        batch_op.drop_constraint(op.f('uq_plan_line_source_line_id_competency_id_required_tier'), type_='unique')
        batch_op.create_unique_constraint(op.f('uq_plan_line_source_line_id_toward_competency_id_required_tier'), _AFTER)
    with op.batch_alter_table('plan_line_source', schema=None) as batch_op:
        batch_op.alter_column('toward', server_default=None)

    with op.batch_alter_table('index_result', schema=None) as batch_op:
        batch_op.add_column(sa.Column('official', Exact(precision=12, scale=2), nullable=True))
    op.execute(
        "UPDATE index_result SET official = (SELECT total FROM official_index"
        " WHERE official_index.employee_id = index_result.employee_id AND official_index.year = index_result.year)"
    )


def downgrade() -> None:
    with op.batch_alter_table('index_result', schema=None) as batch_op:
        batch_op.drop_column('official')
    op.execute("DELETE FROM plan_line_source WHERE toward <> 'present'")
    with op.batch_alter_table('plan_line_source', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('uq_plan_line_source_line_id_toward_competency_id_required_tier'), type_='unique')
        batch_op.create_unique_constraint(op.f('uq_plan_line_source_line_id_competency_id_required_tier'), _BEFORE)
        batch_op.drop_column('toward')
    with op.batch_alter_table('plan_line', schema=None) as batch_op:
        batch_op.drop_column('toward')
    with op.batch_alter_table('next_gap', schema=None) as batch_op:
        batch_op.drop_index('ix_next_gap_unit_id')
        batch_op.drop_index('ix_next_gap_government_id_competency_id')

    op.drop_table('next_gap')
    with op.batch_alter_table('next_post', schema=None) as batch_op:
        batch_op.drop_index('ix_next_post_position_id')

    op.drop_table('next_post')
