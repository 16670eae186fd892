"""Slips with codes for people without mail, and free texts taken apart from the answers they came with."""

import sqlalchemy as sa
from alembic import op

from app.base.types import UtcDateTime

revision = "0042"
down_revision = "0030"
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
    op.create_table(
        "survey_text",
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("government_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["government_id", "item_id"],
            ["instrument_item.government_id", "instrument_item.id"],
            name=op.f("fk_survey_text_government_id_item_id"),
        ),
        sa.ForeignKeyConstraint(
            ["government_id", "wave_id"],
            ["survey_wave.government_id", "survey_wave.id"],
            name=op.f("fk_survey_text_government_id_wave_id"),
        ),
        sa.ForeignKeyConstraint(["government_id"], ["government.id"], name=op.f("fk_survey_text_government_id")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_survey_text")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("survey_text", schema=None) as batch_op:
        batch_op.create_index("ix_survey_text_wave_id_item_id", ["wave_id", "item_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("survey_text", schema=None) as batch_op:
        batch_op.drop_index("ix_survey_text_wave_id_item_id")

    op.drop_table("survey_text")
    op.drop_table("survey_slips")
