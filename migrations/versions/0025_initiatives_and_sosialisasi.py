"""Initiatives with whom they concern; outreach events with rounds, audiences by rule and invitations."""

import sqlalchemy as sa
from alembic import op

from app.base.types import Exact, UtcDateTime

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "initiative",
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("sponsor_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("short_name", sa.String(length=60), nullable=False),
        sa.Column("what_changes", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("legal_basis", sa.String(length=300), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("takes_effect_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("government_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_initiative_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["government_id", "unit_id"],
            ["org_unit.government_id", "org_unit.id"],
            name=op.f("fk_initiative_government_id_unit_id"),
        ),
        sa.ForeignKeyConstraint(["government_id"], ["government.id"], name=op.f("fk_initiative_government_id")),
        sa.ForeignKeyConstraint(["sponsor_id"], ["employee.id"], name=op.f("fk_initiative_sponsor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_initiative")),
        sa.UniqueConstraint("government_id", "id", name=op.f("uq_initiative_government_id_id")),
    )
    with op.batch_alter_table("initiative", schema=None) as batch_op:
        batch_op.create_index("ix_initiative_government_id_status_id", ["government_id", "status", "id"], unique=False)
        batch_op.create_index("ix_initiative_unit_id", ["unit_id"], unique=False)

    op.create_table(
        "affected_person",
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("degree", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("government_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("degree BETWEEN 1 AND 3", name=op.f("ck_affected_person_degree_1_to_3")),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_affected_person_employee_id")),
        sa.ForeignKeyConstraint(
            ["government_id", "initiative_id"],
            ["initiative.government_id", "initiative.id"],
            name=op.f("fk_affected_person_government_id_initiative_id"),
        ),
        sa.ForeignKeyConstraint(["government_id"], ["government.id"], name=op.f("fk_affected_person_government_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_affected_person")),
        sa.UniqueConstraint("initiative_id", "employee_id", name=op.f("uq_affected_person_initiative_id_employee_id")),
    )
    with op.batch_alter_table("affected_person", schema=None) as batch_op:
        batch_op.create_index("ix_affected_person_employee_id", ["employee_id"], unique=False)

    op.create_table(
        "affected_position",
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("position_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("degree", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("government_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("degree BETWEEN 1 AND 3", name=op.f("ck_affected_position_degree_1_to_3")),
        sa.ForeignKeyConstraint(
            ["government_id", "initiative_id"],
            ["initiative.government_id", "initiative.id"],
            name=op.f("fk_affected_position_government_id_initiative_id"),
        ),
        sa.ForeignKeyConstraint(
            ["government_id", "position_id"],
            ["position.government_id", "position.id"],
            name=op.f("fk_affected_position_government_id_position_id"),
        ),
        sa.ForeignKeyConstraint(["government_id"], ["government.id"], name=op.f("fk_affected_position_government_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_affected_position")),
        sa.UniqueConstraint(
            "initiative_id", "position_id", name=op.f("uq_affected_position_initiative_id_position_id")
        ),
    )
    op.create_table(
        "affected_unit",
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("degree", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("government_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("degree BETWEEN 1 AND 3", name=op.f("ck_affected_unit_degree_1_to_3")),
        sa.ForeignKeyConstraint(
            ["government_id", "initiative_id"],
            ["initiative.government_id", "initiative.id"],
            name=op.f("fk_affected_unit_government_id_initiative_id"),
        ),
        sa.ForeignKeyConstraint(
            ["government_id", "unit_id"],
            ["org_unit.government_id", "org_unit.id"],
            name=op.f("fk_affected_unit_government_id_unit_id"),
        ),
        sa.ForeignKeyConstraint(["government_id"], ["government.id"], name=op.f("fk_affected_unit_government_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_affected_unit")),
        sa.UniqueConstraint("initiative_id", "unit_id", name=op.f("uq_affected_unit_initiative_id_unit_id")),
    )
    op.create_table(
        "sosialisasi",
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=True),
        sa.Column("programme_id", sa.Integer(), nullable=True),
        sa.Column("cloned_from_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("key_messages", sa.Text(), nullable=False),
        sa.Column("basis", sa.String(length=300), nullable=False),
        sa.Column("moderator", sa.String(length=150), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("form_code", sa.String(length=10), nullable=False),
        sa.Column("gives_hours", sa.Boolean(), nullable=False),
        sa.Column("gives_letter", sa.Boolean(), nullable=False),
        sa.Column("budget", Exact(precision=15, scale=2), nullable=True),
        sa.Column("realised", Exact(precision=15, scale=2), nullable=True),
        sa.Column("budget_line", sa.String(length=150), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("cancel_reason", sa.String(length=500), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("government_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("budget IS NULL OR budget >= 0", name=op.f("ck_sosialisasi_budget_not_negative")),
        sa.CheckConstraint("realised IS NULL OR realised >= 0", name=op.f("ck_sosialisasi_realised_not_negative")),
        sa.ForeignKeyConstraint(
            ["government_id", "cloned_from_id"],
            ["sosialisasi.government_id", "sosialisasi.id"],
            name=op.f("fk_sosialisasi_government_id_cloned_from_id"),
        ),
        sa.ForeignKeyConstraint(
            ["government_id", "initiative_id"],
            ["initiative.government_id", "initiative.id"],
            name=op.f("fk_sosialisasi_government_id_initiative_id"),
        ),
        sa.ForeignKeyConstraint(
            ["government_id", "programme_id"],
            ["programme.government_id", "programme.id"],
            name=op.f("fk_sosialisasi_government_id_programme_id"),
        ),
        sa.ForeignKeyConstraint(
            ["government_id", "unit_id"],
            ["org_unit.government_id", "org_unit.id"],
            name=op.f("fk_sosialisasi_government_id_unit_id"),
        ),
        sa.ForeignKeyConstraint(["government_id"], ["government.id"], name=op.f("fk_sosialisasi_government_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sosialisasi")),
        sa.UniqueConstraint("government_id", "id", name=op.f("uq_sosialisasi_government_id_id")),
    )
    with op.batch_alter_table("sosialisasi", schema=None) as batch_op:
        batch_op.create_index("ix_sosialisasi_government_id_status_id", ["government_id", "status", "id"], unique=False)
        batch_op.create_index("ix_sosialisasi_initiative_id", ["initiative_id"], unique=False)
        batch_op.create_index("ix_sosialisasi_unit_id", ["unit_id"], unique=False)

    op.create_table(
        "sosialisasi_agenda_item",
        sa.Column("sosialisasi_id", sa.Integer(), nullable=False),
        sa.Column("sort_order", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("speaker", sa.String(length=150), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("government_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_sosialisasi_agenda_item_minutes_positive")),
        sa.ForeignKeyConstraint(
            ["government_id", "sosialisasi_id"],
            ["sosialisasi.government_id", "sosialisasi.id"],
            name=op.f("fk_sosialisasi_agenda_item_government_id_sosialisasi_id"),
        ),
        sa.ForeignKeyConstraint(
            ["government_id"], ["government.id"], name=op.f("fk_sosialisasi_agenda_item_government_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sosialisasi_agenda_item")),
        sa.UniqueConstraint(
            "sosialisasi_id", "sort_order", name=op.f("uq_sosialisasi_agenda_item_sosialisasi_id_sort_order")
        ),
    )
    op.create_table(
        "sosialisasi_material",
        sa.Column("sosialisasi_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=150), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("access", sa.String(length=10), nullable=False),
        sa.Column("added_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("government_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("edition > 0", name=op.f("ck_sosialisasi_material_edition_positive")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_sosialisasi_material_file_id")),
        sa.ForeignKeyConstraint(
            ["government_id", "sosialisasi_id"],
            ["sosialisasi.government_id", "sosialisasi.id"],
            name=op.f("fk_sosialisasi_material_government_id_sosialisasi_id"),
        ),
        sa.ForeignKeyConstraint(
            ["government_id"], ["government.id"], name=op.f("fk_sosialisasi_material_government_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sosialisasi_material")),
        sa.UniqueConstraint(
            "sosialisasi_id", "title", "edition", name=op.f("uq_sosialisasi_material_sosialisasi_id_title_edition")
        ),
    )
    op.create_table(
        "sosialisasi_round",
        sa.Column("sosialisasi_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("city", sa.String(length=80), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=True),
        sa.Column("seats_taken", sa.Integer(), nullable=False),
        sa.Column("reply_by", UtcDateTime(timezone=True), nullable=True),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("invited_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("held_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("letter_id", sa.Integer(), nullable=True),
        sa.Column("cancel_reason", sa.String(length=500), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("government_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("seats IS NULL OR seats > 0", name=op.f("ck_sosialisasi_round_has_seats")),
        sa.CheckConstraint(
            "seats_taken >= 0 AND (seats IS NULL OR seats_taken <= seats)",
            name=op.f("ck_sosialisasi_round_never_oversold"),
        ),
        sa.ForeignKeyConstraint(
            ["government_id", "letter_id"],
            ["letter.government_id", "letter.id"],
            name=op.f("fk_sosialisasi_round_government_id_letter_id"),
        ),
        sa.ForeignKeyConstraint(
            ["government_id", "meeting_id"],
            ["meeting.government_id", "meeting.id"],
            name=op.f("fk_sosialisasi_round_government_id_meeting_id"),
        ),
        sa.ForeignKeyConstraint(
            ["government_id", "sosialisasi_id"],
            ["sosialisasi.government_id", "sosialisasi.id"],
            name=op.f("fk_sosialisasi_round_government_id_sosialisasi_id"),
        ),
        sa.ForeignKeyConstraint(["government_id"], ["government.id"], name=op.f("fk_sosialisasi_round_government_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sosialisasi_round")),
        sa.UniqueConstraint("government_id", "id", name=op.f("uq_sosialisasi_round_government_id_id")),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_sosialisasi_round_meeting_id")),
        sa.UniqueConstraint("sosialisasi_id", "number", name=op.f("uq_sosialisasi_round_sosialisasi_id_number")),
    )
    op.create_table(
        "sosialisasi_speaker",
        sa.Column("sosialisasi_id", sa.Integer(), nullable=False),
        sa.Column("sort_order", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=150), nullable=False),
        sa.Column("role", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("government_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["government_id", "sosialisasi_id"],
            ["sosialisasi.government_id", "sosialisasi.id"],
            name=op.f("fk_sosialisasi_speaker_government_id_sosialisasi_id"),
        ),
        sa.ForeignKeyConstraint(
            ["government_id"], ["government.id"], name=op.f("fk_sosialisasi_speaker_government_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sosialisasi_speaker")),
        sa.UniqueConstraint(
            "sosialisasi_id", "sort_order", name=op.f("uq_sosialisasi_speaker_sosialisasi_id_sort_order")
        ),
    )
    op.create_table(
        "audience_rule",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("position_id", sa.Integer(), nullable=True),
        sa.Column("initiative_id", sa.Integer(), nullable=True),
        sa.Column("employee_id", sa.Integer(), nullable=True),
        sa.Column("tier", sa.String(length=20), nullable=False),
        sa.Column("is_left_out", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("government_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_audience_rule_employee_id")),
        sa.ForeignKeyConstraint(
            ["government_id", "initiative_id"],
            ["initiative.government_id", "initiative.id"],
            name=op.f("fk_audience_rule_government_id_initiative_id"),
        ),
        sa.ForeignKeyConstraint(
            ["government_id", "position_id"],
            ["position.government_id", "position.id"],
            name=op.f("fk_audience_rule_government_id_position_id"),
        ),
        sa.ForeignKeyConstraint(
            ["government_id", "round_id"],
            ["sosialisasi_round.government_id", "sosialisasi_round.id"],
            name=op.f("fk_audience_rule_government_id_round_id"),
        ),
        sa.ForeignKeyConstraint(
            ["government_id", "unit_id"],
            ["org_unit.government_id", "org_unit.id"],
            name=op.f("fk_audience_rule_government_id_unit_id"),
        ),
        sa.ForeignKeyConstraint(["government_id"], ["government.id"], name=op.f("fk_audience_rule_government_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audience_rule")),
    )
    with op.batch_alter_table("audience_rule", schema=None) as batch_op:
        batch_op.create_index("ix_audience_rule_employee_id", ["employee_id"], unique=False)
        batch_op.create_index("ix_audience_rule_round_id", ["round_id"], unique=False)

    op.create_table(
        "sosialisasi_invitation",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("unit_path", sa.String(length=200), nullable=False),
        sa.Column("tier", sa.String(length=20), nullable=False),
        sa.Column("is_later", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("invited_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("answered_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("delegate_of_id", sa.Integer(), nullable=True),
        sa.Column("reminded_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("government_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_sosialisasi_invitation_employee_id")),
        sa.ForeignKeyConstraint(
            ["government_id", "delegate_of_id"],
            ["sosialisasi_invitation.government_id", "sosialisasi_invitation.id"],
            name=op.f("fk_sosialisasi_invitation_government_id_delegate_of_id"),
        ),
        sa.ForeignKeyConstraint(
            ["government_id", "round_id"],
            ["sosialisasi_round.government_id", "sosialisasi_round.id"],
            name=op.f("fk_sosialisasi_invitation_government_id_round_id"),
        ),
        sa.ForeignKeyConstraint(
            ["government_id"], ["government.id"], name=op.f("fk_sosialisasi_invitation_government_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sosialisasi_invitation")),
        sa.UniqueConstraint("government_id", "id", name=op.f("uq_sosialisasi_invitation_government_id_id")),
        sa.UniqueConstraint("round_id", "employee_id", name=op.f("uq_sosialisasi_invitation_round_id_employee_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sosialisasi_invitation_token_hash")),
    )
    with op.batch_alter_table("sosialisasi_invitation", schema=None) as batch_op:
        batch_op.create_index("ix_sosialisasi_invitation_delegate_of_id", ["delegate_of_id"], unique=False)
        batch_op.create_index("ix_sosialisasi_invitation_employee_id", ["employee_id"], unique=False)
        batch_op.create_index("ix_sosialisasi_invitation_round_id_unit_path", ["round_id", "unit_path"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("sosialisasi_invitation", schema=None) as batch_op:
        batch_op.drop_index("ix_sosialisasi_invitation_round_id_unit_path")
        batch_op.drop_index("ix_sosialisasi_invitation_employee_id")
        batch_op.drop_index("ix_sosialisasi_invitation_delegate_of_id")

    op.drop_table("sosialisasi_invitation")
    with op.batch_alter_table("audience_rule", schema=None) as batch_op:
        batch_op.drop_index("ix_audience_rule_round_id")
        batch_op.drop_index("ix_audience_rule_employee_id")

    op.drop_table("audience_rule")
    op.drop_table("sosialisasi_speaker")
    op.drop_table("sosialisasi_round")
    op.drop_table("sosialisasi_material")
    op.drop_table("sosialisasi_agenda_item")
    with op.batch_alter_table("sosialisasi", schema=None) as batch_op:
        batch_op.drop_index("ix_sosialisasi_unit_id")
        batch_op.drop_index("ix_sosialisasi_initiative_id")
        batch_op.drop_index("ix_sosialisasi_government_id_status_id")

    op.drop_table("sosialisasi")
    op.drop_table("affected_unit")
    op.drop_table("affected_position")
    with op.batch_alter_table("affected_person", schema=None) as batch_op:
        batch_op.drop_index("ix_affected_person_employee_id")

    op.drop_table("affected_person")
    with op.batch_alter_table("initiative", schema=None) as batch_op:
        batch_op.drop_index("ix_initiative_unit_id")
        batch_op.drop_index("ix_initiative_government_id_status_id")

    op.drop_table("initiative")
