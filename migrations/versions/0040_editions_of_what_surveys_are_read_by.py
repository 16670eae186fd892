"""Bands of surveys and what makes an instrument steady become dated editions; a closed wave keeps the one it is read by."""

import sqlalchemy as sa
from alembic import op

from app.base.types import Exact

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "survey_measures",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("bands", sa.JSON(), nullable=False),
        sa.Column("least_people", sa.Integer(), nullable=False),
        sa.Column("least_alpha", Exact(precision=4, scale=2), nullable=False),
        sa.Column("least_item_rest", Exact(precision=4, scale=2), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("government_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("least_people >= 3", name=op.f("ck_survey_measures_least_people_of_three")),
        sa.CheckConstraint("least_alpha >= 0", name=op.f("ck_survey_measures_least_alpha_from_nothing")),
        sa.CheckConstraint("least_item_rest >= 0", name=op.f("ck_survey_measures_least_item_rest_from_nothing")),
        sa.ForeignKeyConstraint(["government_id"], ["government.id"], name=op.f("fk_survey_measures_government_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_measures")),
        sa.UniqueConstraint("government_id", "id", name=op.f("uq_survey_measures_government_id_id")),
        sa.UniqueConstraint("government_id", "number", name=op.f("uq_survey_measures_government_id_number")),
        sa.UniqueConstraint("government_id", "valid_from", name=op.f("uq_survey_measures_government_id_valid_from")),
    )
    with op.batch_alter_table("survey_wave", schema=None) as batch_op:
        batch_op.add_column(sa.Column("measures_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_survey_wave_government_id_measures_id"),
            "survey_measures",
            ["government_id", "measures_id"],
            ["government_id", "id"],
        )


def downgrade() -> None:
    with op.batch_alter_table("survey_wave", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("fk_survey_wave_government_id_measures_id"), type_="foreignkey")
        batch_op.drop_column("measures_id")

    op.drop_table("survey_measures")
