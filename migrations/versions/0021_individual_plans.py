"""Individual plans of a year, agreed by employee and superior, with what came of them, and the days they are due."""

import sqlalchemy as sa
from alembic import op

from app.base.types import Exact, UtcDateTime

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "individual_plan_round",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("last_id", sa.Integer(), nullable=False),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("government_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["government_id"], ["government.id"], name=op.f("fk_individual_plan_round_government_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_individual_plan_round")),
        sa.UniqueConstraint(
            "government_id", "year", "kind", name=op.f("uq_individual_plan_round_government_id_year_kind")
        ),
    )
    op.create_table(
        "individual_plan_setting",
        sa.Column("key", sa.String(length=20), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("from_year", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("government_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["government_id"], ["government.id"], name=op.f("fk_individual_plan_setting_government_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_individual_plan_setting")),
        sa.UniqueConstraint(
            "government_id", "key", "from_year", name=op.f("uq_individual_plan_setting_government_id_key_from_year")
        ),
    )
    op.create_table(
        "individual_plan",
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("agreed_edition", sa.Integer(), nullable=False),
        sa.Column("begun_by_superior", sa.Boolean(), nullable=False),
        sa.Column("nobody_above", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.Column("report_note", sa.String(length=1000), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("reminders", sa.Integer(), nullable=False),
        sa.Column("position", sa.String(length=200), nullable=False),
        sa.Column("unit", sa.String(length=200), nullable=False),
        sa.Column("agreed_at", UtcDateTime(), nullable=True),
        sa.Column("agreed_by", sa.String(length=150), nullable=False),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("closed_by", sa.String(length=150), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("government_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "agreed_edition >= 0 AND agreed_edition <= edition", name=op.f("ck_individual_plan_agreed_is_an_edition")
        ),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_individual_plan_employee_id")),
        sa.ForeignKeyConstraint(["government_id"], ["government.id"], name=op.f("fk_individual_plan_government_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_individual_plan")),
        sa.UniqueConstraint("employee_id", "year", name=op.f("uq_individual_plan_employee_id_year")),
        sa.UniqueConstraint("government_id", "id", name=op.f("uq_individual_plan_government_id_id")),
    )
    with op.batch_alter_table("individual_plan", schema=None) as batch_op:
        batch_op.create_index(
            "ix_individual_plan_government_id_year_status", ["government_id", "year", "status", "id"], unique=False
        )
        batch_op.create_index("ix_individual_plan_status_due_on", ["status", "due_on"], unique=False)

    op.create_table(
        "individual_plan_item",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("competency_id", sa.Integer(), nullable=True),
        sa.Column("aim", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("from_level", sa.Integer(), nullable=False),
        sa.Column("to_level", sa.Integer(), nullable=True),
        sa.Column("form_code", sa.String(length=10), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=True),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("activity", sa.String(length=300), nullable=False),
        sa.Column("target_hours", Exact(12, 2), nullable=False),
        sa.Column("first_month", sa.Integer(), nullable=False),
        sa.Column("last_month", sa.Integer(), nullable=False),
        sa.Column("support", sa.String(length=500), nullable=False),
        sa.Column("outcome", sa.String(length=6), nullable=False),
        sa.Column("outcome_note", sa.Text(), nullable=False),
        sa.Column("proof", sa.JSON(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("government_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "competency_id IS NOT NULL OR reason <> ''", name=op.f("ck_individual_plan_item_has_a_ground")
        ),
        sa.CheckConstraint(
            "first_month BETWEEN 1 AND last_month AND last_month <= 12",
            name=op.f("ck_individual_plan_item_months_of_a_year"),
        ),
        sa.CheckConstraint("target_hours > 0", name=op.f("ck_individual_plan_item_hours_positive")),
        sa.CheckConstraint(
            "to_level IS NULL OR to_level > from_level", name=op.f("ck_individual_plan_item_level_rises")
        ),
        sa.CheckConstraint(
            "to_level IS NULL OR to_level BETWEEN 1 AND 5", name=op.f("ck_individual_plan_item_level_1_to_5")
        ),
        sa.ForeignKeyConstraint(
            ["competency_id"], ["competency.id"], name=op.f("fk_individual_plan_item_competency_id")
        ),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_individual_plan_item_employee_id")),
        sa.ForeignKeyConstraint(
            ["government_id", "plan_id"],
            ["individual_plan.government_id", "individual_plan.id"],
            name=op.f("fk_individual_plan_item_government_id_plan_id"),
        ),
        sa.ForeignKeyConstraint(
            ["government_id"], ["government.id"], name=op.f("fk_individual_plan_item_government_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_individual_plan_item")),
    )
    with op.batch_alter_table("individual_plan_item", schema=None) as batch_op:
        batch_op.create_index("ix_individual_plan_item_employee_id", ["employee_id"], unique=False)
        batch_op.create_index("ix_individual_plan_item_plan_id_edition", ["plan_id", "edition", "id"], unique=False)

    op.create_table(
        "individual_plan_step",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor", sa.String(length=150), nullable=False),
        sa.Column("move", sa.String(length=20), nullable=False),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("government_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["government_id", "plan_id"],
            ["individual_plan.government_id", "individual_plan.id"],
            name=op.f("fk_individual_plan_step_government_id_plan_id"),
        ),
        sa.ForeignKeyConstraint(
            ["government_id"], ["government.id"], name=op.f("fk_individual_plan_step_government_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_individual_plan_step")),
    )
    with op.batch_alter_table("individual_plan_step", schema=None) as batch_op:
        batch_op.create_index("ix_individual_plan_step_plan_id_id", ["plan_id", "id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("individual_plan_step", schema=None) as batch_op:
        batch_op.drop_index("ix_individual_plan_step_plan_id_id")

    op.drop_table("individual_plan_step")
    with op.batch_alter_table("individual_plan_item", schema=None) as batch_op:
        batch_op.drop_index("ix_individual_plan_item_plan_id_edition")
        batch_op.drop_index("ix_individual_plan_item_employee_id")

    op.drop_table("individual_plan_item")
    with op.batch_alter_table("individual_plan", schema=None) as batch_op:
        batch_op.drop_index("ix_individual_plan_status_due_on")
        batch_op.drop_index("ix_individual_plan_government_id_year_status")

    op.drop_table("individual_plan")
    op.drop_table("individual_plan_setting")
    op.drop_table("individual_plan_round")
