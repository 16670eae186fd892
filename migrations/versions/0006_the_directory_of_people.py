"""The directory of people: one row per employee in the order of names, with a search index beside it.

SQLite keeps the index as FTS5, filled by the services; PostgreSQL as GIN over the same words. Neither needs an extension.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

FTS = """CREATE VIRTUAL TABLE directory_search USING fts5(
    words, content='directory_entry', content_rowid='place', prefix='1 2 3 4 5', detail='none',
    tokenize="unicode61 tokenchars '_'")"""


def plainly(length: int) -> sa.types.TypeEngine:
    return sa.String(length).with_variant(sa.String(length, collation='C'), 'postgresql')


def upgrade() -> None:
    op.create_table('directory_day',
    sa.Column('government_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_directory_day_government_id')),
    sa.PrimaryKeyConstraint('government_id', name=op.f('pk_directory_day'))
    )
    op.create_table('directory_entry',
    sa.Column('place', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
    sa.Column('employee_id', sa.Integer(), nullable=False),
    sa.Column('position_id', sa.Integer(), nullable=True),
    sa.Column('sort_name', plainly(150), nullable=False),
    sa.Column('unit_path', plainly(200), nullable=False),
    sa.Column('words', sa.Text().with_variant(postgresql.TSVECTOR(), 'postgresql'), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['employee_id'], ['employee.id'], name=op.f('fk_directory_entry_employee_id')),
    sa.ForeignKeyConstraint(['government_id', 'position_id'], ['position.government_id', 'position.id'], name=op.f('fk_directory_entry_government_id_position_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_directory_entry_government_id')),
    sa.PrimaryKeyConstraint('place', name=op.f('pk_directory_entry')),
    sa.UniqueConstraint('employee_id', name=op.f('uq_directory_entry_employee_id'))
    )
    with op.batch_alter_table('directory_entry', schema=None) as batch_op:
        batch_op.create_index('ix_directory_entry_government_id_sort_name', ['government_id', 'sort_name', 'employee_id'], unique=False)
        batch_op.create_index('ix_directory_entry_government_id_unit_path', ['government_id', 'unit_path', 'place'], unique=False)

    with op.batch_alter_table('position', schema=None) as batch_op:
        batch_op.create_index('ix_position_predecessor_id', ['predecessor_id'], unique=False)
        batch_op.create_index('ix_position_government_id_title_id', ['government_id', 'title', 'id'], unique=False)

    if op.get_bind().dialect.name == 'sqlite':
        op.execute(FTS)
    else:
        op.execute('CREATE INDEX directory_search_words ON directory_entry USING gin (words) WITH (fastupdate = off)')
        # More words are counted than the usual hundred times ten, so that the planner knows rare from frequent.
        op.execute('ALTER TABLE directory_entry ALTER COLUMN words SET STATISTICS 400')


def downgrade() -> None:
    if op.get_bind().dialect.name == 'sqlite':
        op.execute('DROP TABLE directory_search')
    with op.batch_alter_table('position', schema=None) as batch_op:
        batch_op.drop_index('ix_position_government_id_title_id')
        batch_op.drop_index('ix_position_predecessor_id')
    op.drop_table('directory_entry')
    op.drop_table('directory_day')
