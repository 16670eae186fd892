"""Questions at a round with votes while it lasts, and checks of understanding without anybody's identity."""

import sqlalchemy as sa
from alembic import op

from app.base.types import UtcDateTime

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "asked_question",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("asked_when", sa.String(length=6), nullable=False),
        sa.Column("theme", sa.String(length=60), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("shown_text", sa.Text(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=True),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("is_hidden", sa.Boolean(), nullable=False),
        sa.Column("hidden_reason", sa.String(length=300), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("is_for_asker", sa.Boolean(), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("published_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("government_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("votes >= 0", name=op.f("ck_asked_question_votes_not_negative")),
        sa.ForeignKeyConstraint(["answered_by_id"], ["employee.id"], name=op.f("fk_asked_question_answered_by_id")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["employee.id"], name=op.f("fk_asked_question_asked_by_id")),
        sa.ForeignKeyConstraint(
            ["government_id", "merged_into_id"],
            ["asked_question.government_id", "asked_question.id"],
            name=op.f("fk_asked_question_government_id_merged_into_id"),
        ),
        sa.ForeignKeyConstraint(
            ["government_id", "round_id"],
            ["sosialisasi_round.government_id", "sosialisasi_round.id"],
            name=op.f("fk_asked_question_government_id_round_id"),
        ),
        sa.ForeignKeyConstraint(["government_id"], ["government.id"], name=op.f("fk_asked_question_government_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["employee.id"], name=op.f("fk_asked_question_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asked_question")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_asked_question_code_hash")),
        sa.UniqueConstraint("government_id", "id", name=op.f("uq_asked_question_government_id_id")),
    )
    with op.batch_alter_table("asked_question", schema=None) as batch_op:
        batch_op.create_index("ix_asked_question_asked_by_id", ["asked_by_id"], unique=False)
        batch_op.create_index("ix_asked_question_merged_into_id", ["merged_into_id"], unique=False)
        batch_op.create_index("ix_asked_question_owner_id_status", ["owner_id", "status"], unique=False)
        batch_op.create_index("ix_asked_question_round_id_votes_id", ["round_id", "votes", "id"], unique=False)
        batch_op.create_index("ix_asked_question_status_due_on", ["status", "due_on"], unique=False)

    op.create_table(
        "sosialisasi_board",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("vote_key", sa.String(length=64), nullable=False),
        sa.Column("takes_questions", sa.Boolean(), nullable=False),
        sa.Column("made_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("government_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["government_id", "round_id"],
            ["sosialisasi_round.government_id", "sosialisasi_round.id"],
            name=op.f("fk_sosialisasi_board_government_id_round_id"),
        ),
        sa.ForeignKeyConstraint(["government_id"], ["government.id"], name=op.f("fk_sosialisasi_board_government_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sosialisasi_board")),
        sa.UniqueConstraint("code", name=op.f("uq_sosialisasi_board_code")),
        sa.UniqueConstraint("round_id", name=op.f("uq_sosialisasi_board_round_id")),
    )
    op.create_table(
        "understanding_check",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=7), nullable=False),
        sa.Column("pass_mark", sa.Integer(), nullable=False),
        sa.Column("taker_key", sa.String(length=64), nullable=False),
        sa.Column("opened_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("closes_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("closed_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("government_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("pass_mark BETWEEN 1 AND 100", name=op.f("ck_understanding_check_pass_mark_1_to_100")),
        sa.ForeignKeyConstraint(
            ["government_id", "round_id"],
            ["sosialisasi_round.government_id", "sosialisasi_round.id"],
            name=op.f("fk_understanding_check_government_id_round_id"),
        ),
        sa.ForeignKeyConstraint(
            ["government_id"], ["government.id"], name=op.f("fk_understanding_check_government_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_understanding_check")),
        sa.UniqueConstraint("government_id", "id", name=op.f("uq_understanding_check_government_id_id")),
        sa.UniqueConstraint("round_id", name=op.f("uq_understanding_check_round_id")),
    )
    with op.batch_alter_table("understanding_check", schema=None) as batch_op:
        batch_op.create_index("ix_understanding_check_status_closes_at", ["status", "closes_at"], unique=False)

    op.create_table(
        "question_vote",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("voter", sa.String(length=64), nullable=False),
        sa.Column("government_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["government_id", "question_id"],
            ["asked_question.government_id", "asked_question.id"],
            name=op.f("fk_question_vote_government_id_question_id"),
        ),
        sa.ForeignKeyConstraint(["government_id"], ["government.id"], name=op.f("fk_question_vote_government_id")),
        sa.PrimaryKeyConstraint("question_id", "voter", name=op.f("pk_question_vote")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "understanding_answer",
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("check_id", sa.Integer(), nullable=False),
        sa.Column("phase", sa.String(length=6), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("replies", sa.JSON(), nullable=False),
        sa.Column("government_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["government_id", "check_id"],
            ["understanding_check.government_id", "understanding_check.id"],
            name=op.f("fk_understanding_answer_government_id_check_id"),
        ),
        sa.ForeignKeyConstraint(
            ["government_id"], ["government.id"], name=op.f("fk_understanding_answer_government_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name=op.f("fk_understanding_answer_unit_id")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_understanding_answer")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("understanding_answer", schema=None) as batch_op:
        batch_op.create_index("ix_understanding_answer_check_id", ["check_id"], unique=False)

    op.create_table(
        "understanding_item",
        sa.Column("check_id", sa.Integer(), nullable=False),
        sa.Column("sort_order", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("right", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("government_id", sa.Integer(), nullable=False),
        sa.CheckConstraint('"right" >= 0', name=op.f("ck_understanding_item_right_not_negative")),
        sa.ForeignKeyConstraint(
            ["government_id", "check_id"],
            ["understanding_check.government_id", "understanding_check.id"],
            name=op.f("fk_understanding_item_government_id_check_id"),
        ),
        sa.ForeignKeyConstraint(["government_id"], ["government.id"], name=op.f("fk_understanding_item_government_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_understanding_item")),
        sa.UniqueConstraint("check_id", "sort_order", name=op.f("uq_understanding_item_check_id_sort_order")),
    )
    op.create_table(
        "understanding_participation",
        sa.Column("check_id", sa.Integer(), nullable=False),
        sa.Column("taker", sa.String(length=64), nullable=False),
        sa.Column("government_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["government_id", "check_id"],
            ["understanding_check.government_id", "understanding_check.id"],
            name=op.f("fk_understanding_participation_government_id_check_id"),
        ),
        sa.ForeignKeyConstraint(
            ["government_id"], ["government.id"], name=op.f("fk_understanding_participation_government_id")
        ),
        sa.PrimaryKeyConstraint("check_id", "taker", name=op.f("pk_understanding_participation")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("understanding_participation")
    op.drop_table("understanding_item")
    with op.batch_alter_table("understanding_answer", schema=None) as batch_op:
        batch_op.drop_index("ix_understanding_answer_check_id")

    op.drop_table("understanding_answer")
    op.drop_table("question_vote")
    with op.batch_alter_table("understanding_check", schema=None) as batch_op:
        batch_op.drop_index("ix_understanding_check_status_closes_at")

    op.drop_table("understanding_check")
    op.drop_table("sosialisasi_board")
    with op.batch_alter_table("asked_question", schema=None) as batch_op:
        batch_op.drop_index("ix_asked_question_status_due_on")
        batch_op.drop_index("ix_asked_question_round_id_votes_id")
        batch_op.drop_index("ix_asked_question_owner_id_status")
        batch_op.drop_index("ix_asked_question_merged_into_id")
        batch_op.drop_index("ix_asked_question_asked_by_id")

    op.drop_table("asked_question")
