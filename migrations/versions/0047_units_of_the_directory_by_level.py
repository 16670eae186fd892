"""The units above everybody in the directory, level by level.

A unit's people were found by its path and then put in the order of names, so that a page of a unit took the longer the
more people it had. With an index for each level they are a stretch of it, already in order.
"""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

LEVELS = range(1, 7)


def upgrade() -> None:
    with op.batch_alter_table('directory_entry', schema=None) as batch_op:
        batch_op.drop_index('ix_directory_entry_government_id_unit_path')
        for level in LEVELS:
            batch_op.add_column(sa.Column(f'unit_{level}', sa.Integer(), nullable=True))
    if op.get_bind().dialect.name == 'postgresql':
        # As a change of the columns' type, which writes the table anew once: an update would leave a dead line beside each.
        op.execute('ALTER TABLE directory_entry ' + ', '.join(
            f"ALTER COLUMN unit_{level} TYPE integer USING nullif(split_part(unit_path, '/', {level + 1}), '')::integer"
            for level in LEVELS))
    else:
        _note_levels()
    for level in LEVELS:
        has_one = sa.text(f'unit_{level} IS NOT NULL')
        op.create_index(f'ix_directory_entry_unit_{level}', 'directory_entry', [f'unit_{level}', 'place'],
            sqlite_where=has_one, postgresql_where=has_one)


def downgrade() -> None:
    with op.batch_alter_table('directory_entry', schema=None) as batch_op:
        for level in LEVELS:
            batch_op.drop_index(f'ix_directory_entry_unit_{level}')
        for level in LEVELS:
            batch_op.drop_column(f'unit_{level}')
        batch_op.create_index('ix_directory_entry_government_id_unit_path', ['government_id', 'unit_path', 'place'])


def _note_levels() -> None:
    connection = op.get_bind()
    paths = connection.execute(sa.text("SELECT DISTINCT unit_path FROM directory_entry WHERE unit_path <> ''")).scalars()
    rows = []
    for path in paths.all():
        units = [int(unit) for unit in path.strip('/').split('/')][:len(LEVELS)]
        rows.append({'path': path} | {f'unit_{level}': None for level in LEVELS}
            | {f'unit_{level}': unit for level, unit in enumerate(units, start=1)})
    if rows:
        op.execute('CREATE TEMPORARY TABLE level_of (path VARCHAR PRIMARY KEY, unit_1, unit_2, unit_3, unit_4, unit_5, unit_6)')
        connection.execute(sa.text('INSERT INTO level_of VALUES (:path, :unit_1, :unit_2, :unit_3, :unit_4, :unit_5, :unit_6)'), rows)
        op.execute('UPDATE directory_entry SET ' + ', '.join(f'unit_{level} = level_of.unit_{level}' for level in LEVELS)
            + ' FROM level_of WHERE level_of.path = directory_entry.unit_path')
        op.execute('DROP TABLE level_of')
