"""Printed slips with codes, for people without mail."""

import sqlalchemy as sa
from alembic import op

from app.base.types import UtcDateTime

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "survey_slips",
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("made", sa.Integer(), nullable=False),
        sa.Column("printed_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("government_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("made <= asked", name=op.f("ck_survey_slips_made_when_asked")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_survey_slips_file_id")),
        sa.ForeignKeyConstraint(
            ["government_id", "wave_id"],
            ["survey_wave.government_id", "survey_wave.id"],
            name=op.f("fk_survey_slips_government_id_wave_id"),
        ),
        sa.ForeignKeyConstraint(["government_id"], ["government.id"], name=op.f("fk_survey_slips_government_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_slips")),
        sa.UniqueConstraint("wave_id", name=op.f("uq_survey_slips_wave_id")),
    )


def downgrade() -> None:
    op.drop_table("survey_slips")
