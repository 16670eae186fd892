"""Somebody's leaving can be written down ahead: its day, and which placements it cuts short so that it can be taken back.

Whoever left before keeps no day: it stands in the audit trail alone.

What hangs on people and grows with them is found by the person, too: undoing an import asks each of these tables for
each person it takes back, and read all of it where no index led there.
"""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

_BY_PERSON = (
    ("asked_question", "answered_by_id"),
    ("assessment_dispute", "employee_id"),
    ("evaluation_participation", "employee_id"),
    ("follow_up", "employee_id"),
    ("proposal", "proposer_id"),
    ("rating_draft", "employee_id"),
)
_AHEAD = sa.text("active AND leaves_on IS NOT NULL")


def upgrade() -> None:
    op.add_column("employee", sa.Column("leaves_on", sa.Date(), nullable=True))
    op.add_column("employee", sa.Column("cut_short", sa.JSON(), nullable=True))
    op.create_index(
        "ix_employee_leaving", "employee", ["government_id", "leaves_on"], sqlite_where=_AHEAD, postgresql_where=_AHEAD
    )
    for table, column in _BY_PERSON:
        op.create_index(f"ix_{table}_{column}", table, [column])


def downgrade() -> None:
    for table, column in _BY_PERSON:
        op.drop_index(f"ix_{table}_{column}", table_name=table)
    op.drop_index("ix_employee_leaving", table_name="employee")
    op.drop_column("employee", "cut_short")
    op.drop_column("employee", "leaves_on")
