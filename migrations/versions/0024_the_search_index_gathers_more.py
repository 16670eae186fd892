"""SQLite's search index gathers 64 MiB before it writes, and knows its long words one by one.

A million people wrote hundreds of small pieces that were merged again and again: more than two minutes, growing faster
than the number of people; gathered so, seventeen seconds. A transaction of a few people writes at its end, as before.
What begins with more letters than the index keeps beginnings of (five) is asked by the words themselves: the index
would otherwise read and merge every line of each of them, for some words half of all people.
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

GATHERED, USUAL = 64 * 1024 * 1024, 1024 * 1024
KEPT_BEGINNING, AT_ONCE = 5, 10_000


def upgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        return
    _gather(GATHERED)
    op.execute("CREATE TABLE directory_search_word (word TEXT NOT NULL PRIMARY KEY) WITHOUT ROWID")
    words = _long_words()
    if words:
        rows = [{"word": word} for word in sorted(words)]
        op.get_bind().execute(sa.text("INSERT INTO directory_search_word (word) VALUES (:word)"), rows)


def downgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        return
    op.execute("DROP TABLE directory_search_word")
    _gather(USUAL)


def _gather(size: int) -> None:
    op.execute(f"INSERT INTO directory_search (directory_search, rank) VALUES ('hashsize', {size})")


def _long_words() -> set[str]:
    found: set[str] = set()
    lines = op.get_bind().execute(sa.text("SELECT words FROM directory_entry"))
    for some in lines.scalars().partitions(AT_ONCE):
        found.update(word for line in some for word in line.split() if len(word) > KEPT_BEGINNING and word[0] != "_")
    return found
