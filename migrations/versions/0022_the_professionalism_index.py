"""The professionalism index (IP ASN): tables of points as versions, estimates by year, official values and sanctions.

A rating of performance may bring its value as a figure, which the index needs beside the predicate.
"""

import sqlalchemy as sa
from alembic import op

from app.base.types import Exact, UtcDateTime

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('discipline_statement',
    sa.Column('complete_on', sa.Date(), nullable=False),
    sa.Column('source', sa.String(length=200), nullable=False),
    sa.Column('stated_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('stated_by', sa.String(length=150), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_discipline_statement_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_discipline_statement'))
    )
    with op.batch_alter_table('discipline_statement', schema=None) as batch_op:
        batch_op.create_index('ix_discipline_statement_government_id', ['government_id', 'complete_on'], unique=False)

    op.create_table('index_due',
    sa.Column('employee_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_index_due_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_index_due'))
    )
    with op.batch_alter_table('index_due', schema=None) as batch_op:
        batch_op.create_index('ix_index_due_government_id', ['government_id', 'id'], unique=False)

    op.create_table('index_result',
    sa.Column('year', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('employee_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.String(length=200), nullable=False),
    sa.Column('tier', sa.String(length=20), nullable=False),
    sa.Column('kind', sa.String(length=6), nullable=False),
    sa.Column('sort_name', sa.String(length=150).with_variant(sa.String(length=150, collation='C'), 'postgresql'), nullable=False),
    sa.Column('qualification', Exact(precision=12, scale=2), nullable=True),
    sa.Column('training', Exact(precision=12, scale=2), nullable=True),
    sa.Column('performance', Exact(precision=12, scale=2), nullable=True),
    sa.Column('discipline', Exact(precision=12, scale=2), nullable=True),
    sa.Column('lowest', Exact(precision=12, scale=2), nullable=False),
    sa.Column('highest', Exact(precision=12, scale=2), nullable=False),
    sa.Column('total', Exact(precision=12, scale=2), nullable=True),
    sa.Column('category', sa.String(length=40), nullable=False),
    sa.Column('lines', sa.JSON(), nullable=False),
    sa.Column('table_id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('lowest <= highest', name=op.f('ck_index_result_lowest_not_above_highest')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_index_result_government_id')),
    sa.PrimaryKeyConstraint('year', 'employee_id', name=op.f('pk_index_result'))
    )
    with op.batch_alter_table('index_result', schema=None) as batch_op:
        batch_op.create_index('ix_index_result_name', ['government_id', 'year', 'sort_name', 'employee_id'], unique=False)
        batch_op.create_index('ix_index_result_unit', ['government_id', 'year', 'unit_id', 'sort_name', 'employee_id'], unique=False)

    op.create_table('index_sum',
    sa.Column('year', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('kind', sa.String(length=6), nullable=False),
    sa.Column('category', sa.String(length=40), nullable=False),
    sa.Column('unit_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('government_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.Column('known', sa.Integer(), nullable=False),
    sa.Column('total', Exact(precision=12, scale=2), nullable=False),
    sa.Column('lowest', Exact(precision=12, scale=2), nullable=False),
    sa.Column('highest', Exact(precision=12, scale=2), nullable=False),
    sa.Column('official_people', sa.Integer(), nullable=False),
    sa.Column('official_total', Exact(precision=12, scale=2), nullable=False),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_index_sum_government_id')),
    sa.PrimaryKeyConstraint('year', 'kind', 'category', 'unit_id', 'government_id', name=op.f('pk_index_sum'))
    )
    op.create_table('index_table',
    sa.Column('government_id', sa.Integer(), nullable=True),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('from_year', sa.Integer(), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_index_table_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_index_table')),
    sa.UniqueConstraint('government_id', 'from_year', 'name', name=op.f('uq_index_table_government_id_from_year_name'))
    )
    op.create_table('discipline_sanction',
    sa.Column('employee_id', sa.Integer(), nullable=False),
    sa.Column('level', sa.String(length=8), nullable=False),
    sa.Column('decided_on', sa.Date(), nullable=False),
    sa.Column('decree', sa.String(length=150), nullable=False),
    sa.Column('recorded_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('withdrawn_at', UtcDateTime(timezone=True), nullable=True),
    sa.Column('withdrawn_for', sa.String(length=300), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['employee_id'], ['employee.id'], name=op.f('fk_discipline_sanction_employee_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_discipline_sanction_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_discipline_sanction'))
    )
    with op.batch_alter_table('discipline_sanction', schema=None) as batch_op:
        batch_op.create_index('ix_discipline_sanction_employee_id', ['employee_id'], unique=False)
        batch_op.create_index('ix_discipline_sanction_government_id', ['government_id', 'decided_on', 'id'], unique=False)

    op.create_table('index_year',
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('status', sa.String(length=8), nullable=False),
    sa.Column('table_id', sa.Integer(), nullable=True),
    sa.Column('day', sa.Date(), nullable=True),
    sa.Column('computed_at', UtcDateTime(timezone=True), nullable=True),
    sa.Column('closed_at', UtcDateTime(timezone=True), nullable=True),
    sa.Column('closed_by', sa.String(length=150), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_index_year_government_id')),
    sa.ForeignKeyConstraint(['table_id'], ['index_table.id'], name=op.f('fk_index_year_table_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_index_year')),
    sa.UniqueConstraint('government_id', 'year', name=op.f('uq_index_year_government_id_year'))
    )
    op.create_table('official_index',
    sa.Column('employee_id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('qualification', Exact(precision=12, scale=2), nullable=True),
    sa.Column('training', Exact(precision=12, scale=2), nullable=True),
    sa.Column('performance', Exact(precision=12, scale=2), nullable=True),
    sa.Column('discipline', Exact(precision=12, scale=2), nullable=True),
    sa.Column('total', Exact(precision=12, scale=2), nullable=False),
    sa.Column('difference', Exact(precision=12, scale=2), nullable=True),
    sa.Column('source', sa.String(length=200), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('total >= 0', name=op.f('ck_official_index_total_not_negative')),
    sa.ForeignKeyConstraint(['employee_id'], ['employee.id'], name=op.f('fk_official_index_employee_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_official_index_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_official_index')),
    sa.UniqueConstraint('employee_id', 'year', name=op.f('uq_official_index_employee_id_year'))
    )
    with op.batch_alter_table('official_index', schema=None) as batch_op:
        batch_op.create_index('ix_official_index_government_id_year', ['government_id', 'year', 'employee_id'], unique=False)

    with op.batch_alter_table('performance_rating', schema=None) as batch_op:
        batch_op.add_column(sa.Column('value', Exact(precision=12, scale=2), nullable=True))
        batch_op.create_check_constraint('value_not_negative', 'value >= 0')


def downgrade() -> None:
    with op.batch_alter_table('performance_rating', schema=None) as batch_op:
        batch_op.drop_constraint('value_not_negative', type_='check')
        batch_op.drop_column('value')

    with op.batch_alter_table('official_index', schema=None) as batch_op:
        batch_op.drop_index('ix_official_index_government_id_year')

    op.drop_table('official_index')
    op.drop_table('index_year')
    with op.batch_alter_table('discipline_sanction', schema=None) as batch_op:
        batch_op.drop_index('ix_discipline_sanction_government_id')
        batch_op.drop_index('ix_discipline_sanction_employee_id')

    op.drop_table('discipline_sanction')
    op.drop_table('index_table')
    op.drop_table('index_sum')
    with op.batch_alter_table('index_result', schema=None) as batch_op:
        batch_op.drop_index('ix_index_result_unit')
        batch_op.drop_index('ix_index_result_name')

    op.drop_table('index_result')
    with op.batch_alter_table('index_due', schema=None) as batch_op:
        batch_op.drop_index('ix_index_due_government_id')

    op.drop_table('index_due')
    with op.batch_alter_table('discipline_statement', schema=None) as batch_op:
        batch_op.drop_index('ix_discipline_statement_government_id')

    op.drop_table('discipline_statement')
