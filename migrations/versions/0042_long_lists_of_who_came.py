"""Long lists of people are printed by the worker: a sheet to sign of its own, and a record's list beside the record.
A question belongs to whoever opened its board, until it is handed on."""

import sqlalchemy as sa
from alembic import op

from app.base.types import UtcDateTime

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

_LIST, _OWNER = "fk_sosialisasi_record_list_file_id", "fk_sosialisasi_board_owner_id"


def upgrade() -> None:
    op.create_table(
        "sign_sheet",
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("house", sa.String(length=20), nullable=False),
        sa.Column("paper", sa.String(length=2), nullable=False),
        sa.Column("is_masked", sa.Boolean(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("count", sa.Integer(), nullable=True),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("government_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_sign_sheet_file_id")),
        sa.ForeignKeyConstraint(
            ["government_id", "meeting_id"],
            ["meeting.government_id", "meeting.id"],
            name=op.f("fk_sign_sheet_government_id_meeting_id"),
        ),
        sa.ForeignKeyConstraint(["government_id"], ["government.id"], name=op.f("fk_sign_sheet_government_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_sheet")),
    )
    with op.batch_alter_table("sign_sheet", schema=None) as batch_op:
        batch_op.create_index(
            "ix_sign_sheet_meeting_id_created_by_id", ["meeting_id", "created_by", "id"], unique=False
        )
        batch_op.create_index("ix_sign_sheet_expires_at", ["expires_at"], unique=False)

    with op.batch_alter_table("sosialisasi_record", schema=None) as batch_op:
        batch_op.add_column(sa.Column("list_file_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f(_LIST), "stored_file", ["list_file_id"], ["id"])

    with op.batch_alter_table("sosialisasi_board", schema=None) as batch_op:
        batch_op.add_column(sa.Column("owner_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f(_OWNER), "employee", ["owner_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("sosialisasi_board", schema=None) as batch_op:
        batch_op.drop_constraint(op.f(_OWNER), type_="foreignkey")
        batch_op.drop_column("owner_id")

    with op.batch_alter_table("sosialisasi_record", schema=None) as batch_op:
        batch_op.drop_constraint(op.f(_LIST), type_="foreignkey")
        batch_op.drop_column("list_file_id")

    with op.batch_alter_table("sign_sheet", schema=None) as batch_op:
        batch_op.drop_index("ix_sign_sheet_expires_at")
        batch_op.drop_index("ix_sign_sheet_meeting_id_created_by_id")
    op.drop_table("sign_sheet")
