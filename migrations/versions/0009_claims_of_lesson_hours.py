"""Lesson hours are claimed with a file, verified, and counted by the caps of their forms.

A line remembers why less counts than was claimed and by which version of the rule. Forms know their
number in SIASN. A government sets its own figures from a day on.
"""

import sqlalchemy as sa
from alembic import op

from app.base.types import Exact, UtcDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("development_form") as table:
        table.add_column(sa.Column("siasn_type", sa.Integer(), nullable=True))
    with op.batch_alter_table("learning_record") as table:
        table.add_column(sa.Column("note", sa.String(length=300), server_default="", nullable=False))
        table.add_column(sa.Column("rule_id", sa.Integer(), nullable=True))
        table.create_foreign_key("fk_learning_record_rule_id", "development_form", ["rule_id"], ["id"])
    op.create_table(
        "learning_claim",
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("quantity", Exact(12, 2), nullable=False),
        sa.Column("is_international", sa.Boolean(), nullable=False),
        sa.Column("certificate_number", sa.String(length=150), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("submitted_at", UtcDateTime(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("government_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_learning_claim_quantity_positive")),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_learning_claim_employee_id")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_learning_claim_file_id")),
        sa.ForeignKeyConstraint(["government_id"], ["government.id"], name=op.f("fk_learning_claim_government_id")),
        sa.ForeignKeyConstraint(["record_id"], ["learning_record.id"], name=op.f("fk_learning_claim_record_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learning_claim")),
        sa.UniqueConstraint("record_id", name=op.f("uq_learning_claim_record_id")),
    )
    with op.batch_alter_table("learning_claim") as table:
        table.create_index("ix_learning_claim_employee_id", ["employee_id"])
        table.create_index("ix_learning_claim_file_id", ["file_id"])
        table.create_index("ix_learning_claim_government_id_due_on", ["government_id", "due_on", "id"])
    op.create_table(
        "employee_kind_change",
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("kind_before", sa.String(length=6), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("government_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_employee_kind_change_employee_id")),
        sa.ForeignKeyConstraint(
            ["government_id"], ["government.id"], name=op.f("fk_employee_kind_change_government_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employee_kind_change")),
        sa.UniqueConstraint("employee_id", "on_day", name=op.f("uq_employee_kind_change_employee_id_on_day")),
    )
    op.create_table(
        "learning_setting",
        sa.Column("key", sa.String(length=30), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("government_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["government_id"], ["government.id"], name=op.f("fk_learning_setting_government_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learning_setting")),
        sa.UniqueConstraint(
            "government_id", "key", "valid_from", name=op.f("uq_learning_setting_government_id_key_valid_from")
        ),
    )


def downgrade() -> None:
    op.drop_table("learning_setting")
    op.drop_table("employee_kind_change")
    op.drop_table("learning_claim")
    with op.batch_alter_table("learning_record") as table:
        table.drop_constraint("fk_learning_record_rule_id", type_="foreignkey")
        table.drop_column("rule_id")
        table.drop_column("note")
    with op.batch_alter_table("development_form") as table:
        table.drop_column("siasn_type")
