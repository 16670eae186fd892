"""Attendance corrected after a round was closed takes back what it gave; events in a series; letters of a round in one file."""

import sqlalchemy as sa
from alembic import op

from app.base.types import UtcDateTime

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

_ONCE = ["sosialisasi_id", "employee_id", "day"]
_UNIQUE = "uq_sosialisasi_attended_day_sosialisasi_id_employee_id_day"
_STANDS = sa.text("withdrawn_at IS NULL")


def upgrade() -> None:
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.add_column(sa.Column("withdrawn_on", sa.Date(), nullable=True))
        batch_op.add_column(
            sa.Column("withdrawn_because", sa.String(length=500), nullable=False, server_default="")
        )
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.alter_column("withdrawn_because", server_default=None)

    with op.batch_alter_table("sosialisasi_attended_day", schema=None) as batch_op:
        batch_op.add_column(sa.Column("withdrawn_at", UtcDateTime(timezone=True), nullable=True))
        batch_op.add_column(
            sa.Column("withdrawn_because", sa.String(length=500), nullable=False, server_default="")
        )
        batch_op.drop_constraint(op.f(_UNIQUE), type_="unique")
    with op.batch_alter_table("sosialisasi_attended_day", schema=None) as batch_op:
        batch_op.alter_column("withdrawn_because", server_default=None)
        batch_op.create_index(
            "ix_sosialisasi_attended_day_settled_once",
            _ONCE,
            unique=True,
            sqlite_where=_STANDS,
            postgresql_where=_STANDS,
        )

    with op.batch_alter_table("sosialisasi", schema=None) as batch_op:
        batch_op.add_column(sa.Column("series", sa.String(length=150), nullable=False, server_default=""))
        batch_op.drop_index("ix_sosialisasi_unit_id")
    with op.batch_alter_table("sosialisasi", schema=None) as batch_op:
        batch_op.alter_column("series", server_default=None)
        batch_op.create_index("ix_sosialisasi_unit_id_series", ["unit_id", "series"], unique=False)

    op.create_table(
        "sosialisasi_letter_bundle",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("choice", sa.String(length=10), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("count", sa.Integer(), nullable=True),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("government_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_sosialisasi_letter_bundle_file_id")),
        sa.ForeignKeyConstraint(
            ["government_id", "round_id"],
            ["sosialisasi_round.government_id", "sosialisasi_round.id"],
            name=op.f("fk_sosialisasi_letter_bundle_government_id_round_id"),
        ),
        sa.ForeignKeyConstraint(
            ["government_id"], ["government.id"], name=op.f("fk_sosialisasi_letter_bundle_government_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sosialisasi_letter_bundle")),
    )
    with op.batch_alter_table("sosialisasi_letter_bundle", schema=None) as batch_op:
        batch_op.create_index(
            "ix_sosialisasi_letter_bundle_round_id_created_by_id", ["round_id", "created_by", "id"], unique=False
        )
        batch_op.create_index("ix_sosialisasi_letter_bundle_expires_at", ["expires_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("sosialisasi_letter_bundle", schema=None) as batch_op:
        batch_op.drop_index("ix_sosialisasi_letter_bundle_expires_at")
        batch_op.drop_index("ix_sosialisasi_letter_bundle_round_id_created_by_id")
    op.drop_table("sosialisasi_letter_bundle")

    with op.batch_alter_table("sosialisasi", schema=None) as batch_op:
        batch_op.drop_index("ix_sosialisasi_unit_id_series")
        batch_op.create_index("ix_sosialisasi_unit_id", ["unit_id"], unique=False)
        batch_op.drop_column("series")

    op.execute("DELETE FROM sosialisasi_attended_day WHERE withdrawn_at IS NOT NULL")
    with op.batch_alter_table("sosialisasi_attended_day", schema=None) as batch_op:
        batch_op.drop_index("ix_sosialisasi_attended_day_settled_once")
        batch_op.create_unique_constraint(op.f(_UNIQUE), _ONCE)
        batch_op.drop_column("withdrawn_because")
        batch_op.drop_column("withdrawn_at")
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.drop_column("withdrawn_because")
        batch_op.drop_column("withdrawn_on")
