"""People are seen in more ways: scanned by staff, come unexpected, or excused beforehand.

A mark also remembers when it reached us late, and which phone spoke for whom until the batch is closed.
"""

import sqlalchemy as sa
from alembic import op

from app.base.types import UtcDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.add_column(sa.Column("noted_at", UtcDateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("device", sa.String(length=32), nullable=True))

    op.create_table(
        "scan",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=True),
        sa.Column("refusal", sa.String(length=15), nullable=True),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("received_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("scanned_by", sa.Integer(), nullable=False),
        *_common("scan"),
        sa.UniqueConstraint("meeting_id", "key", name=op.f("uq_scan_meeting_id_key")),
    )
    op.create_index("ix_scan_employee_id", "scan", ["employee_id"], unique=False)
    op.create_table(
        "walk_in",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=150), nullable=False),
        sa.Column("unit", sa.String(length=200), nullable=False),
        sa.Column("name_key", sa.String(length=352), nullable=False),
        sa.Column("status", sa.String(length=6), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=True),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("noted_by", sa.Integer(), nullable=True),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        sa.Column("settled_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("seated", sa.Boolean(), nullable=False),
        *_common("walk_in"),
        sa.UniqueConstraint("meeting_id", "name_key", name=op.f("uq_walk_in_meeting_id_name_key")),
    )
    op.create_index("ix_walk_in_employee_id", "walk_in", ["employee_id"], unique=False)
    op.create_table(
        "absence_notice",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("sent_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(length=500), nullable=False),
        *_common("absence_notice"),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_absence_notice_file_id")),
        sa.UniqueConstraint("meeting_id", "employee_id", name=op.f("uq_absence_notice_meeting_id_employee_id")),
    )
    op.create_index("ix_absence_notice_employee_id", "absence_notice", ["employee_id"], unique=False)


def _common(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("government_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f(f"fk_{table}_employee_id")),
        sa.ForeignKeyConstraint(["government_id"], ["government.id"], name=op.f(f"fk_{table}_government_id")),
        sa.ForeignKeyConstraint(
            ["government_id", "meeting_id"],
            ["meeting.government_id", "meeting.id"],
            name=op.f(f"fk_{table}_government_id_meeting_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


def downgrade() -> None:
    op.execute("UPDATE attendance SET method = 'list' WHERE method IN ('scan', 'excuse', 'guest')")
    for table in ("absence_notice", "walk_in", "scan"):
        op.drop_index(f"ix_{table}_employee_id", table_name=table)
        op.drop_table(table)
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.drop_column("device")
        batch_op.drop_column("noted_at")
