"""Words of the directory by government, a mark for people who stand near each other, and units by the one above them.

PostgreSQL's search index gathers everybody it finds before they are put in order, and of a beginning everybody who has
any word that begins so: 'rini p' took a tenth of a second among a million people. Its planner, which guesses how rare
words are together, walked all names for 'dewi les', half a second. Knowing how rare words are, the directory asks for
the rare ones, among people nearby first, and looks at a few hundred lines instead.

Each of forty units on the map of gaps looked through all units for one below itself.
"""

from collections import Counter

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

SHORTEST, NEARBY, AT_ONCE = 6, 2**40, 10_000
INDEX = 'CREATE INDEX directory_search_words ON directory_entry USING gin (words) WITH (fastupdate = off)'


def upgrade() -> None:
    op.create_table('directory_word',
    sa.Column('government_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('word', sa.String(200).with_variant(sa.String(200, collation='C'), 'postgresql'), nullable=False),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_directory_word_government_id')),
    sa.PrimaryKeyConstraint('government_id', 'word', name=op.f('pk_directory_word'))
    )
    with op.batch_alter_table('org_unit', schema=None) as batch_op:
        batch_op.create_index('ix_org_unit_government_id_parent_id', ['government_id', 'parent_id'], unique=False)

    if op.get_bind().dialect.name == 'sqlite':
        op.execute('DROP TABLE directory_search_word')
        _note_long_words()
        return
    op.execute("""INSERT INTO directory_word (government_id, word, people)
        SELECT government_id, word, count(place) FROM directory_entry, unnest(tsvector_to_array(words)) AS word
        WHERE left(word, 1) <> '_' GROUP BY government_id, word""")
    op.execute('DROP INDEX directory_search_words')
    _write_anew(f"words || ('_p' || place / {NEARBY})::tsvector")
    op.execute(INDEX)


def downgrade() -> None:
    if op.get_bind().dialect.name == 'sqlite':
        op.execute('CREATE TABLE directory_search_word (word TEXT NOT NULL PRIMARY KEY) WITHOUT ROWID')
        op.execute('INSERT INTO directory_search_word (word) SELECT DISTINCT word FROM directory_word')
    else:
        op.execute('DROP INDEX directory_search_words')
        _write_anew(f"ts_delete(words, '_p' || place / {NEARBY})")
        op.execute(INDEX)
    with op.batch_alter_table('org_unit', schema=None) as batch_op:
        batch_op.drop_index('ix_org_unit_government_id_parent_id')
    op.drop_table('directory_word')


def _write_anew(words: str) -> None:
    """As a change of the column's type, which writes the table anew: an update would leave a dead line beside each."""
    op.execute(f'ALTER TABLE directory_entry ALTER COLUMN words TYPE tsvector USING {words}')


def _note_long_words() -> None:
    found: Counter[tuple[int, str]] = Counter()
    lines = op.get_bind().execute(sa.text('SELECT government_id, words FROM directory_entry'))
    for some in lines.partitions(AT_ONCE):
        found.update((row[0], word) for row in some for word in row[1].split() if len(word) >= SHORTEST and word[0] != '_')
    rows = [{'government': key[0], 'word': key[1], 'people': many} for key, many in found.items()]
    if rows:
        written = 'INSERT INTO directory_word (government_id, word, people) VALUES (:government, :word, :people)'
        op.get_bind().execute(sa.text(written), rows)
