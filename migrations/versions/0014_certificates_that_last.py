"""Certificates can be replaced and recalled, signed with a key, and printed in designs of one's own.

A series may be signed for by whoever holds a post on the day; what was checked is counted without saying by whom.
"""

import sqlalchemy as sa
from alembic import op

from app.base.types import UtcDateTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table("certificate_design",
    sa.Column("name", sa.String(length=80), nullable=False),
    sa.Column("archived_at", UtcDateTime(timezone=True), nullable=True),
    sa.Column("version", sa.Integer(), nullable=False),
    sa.Column("id", sa.Integer(), nullable=False),
    sa.Column("government_id", sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(["government_id"], ["government.id"], name=op.f("fk_certificate_design_government_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate_design")),
    sa.UniqueConstraint("government_id", "id", name=op.f("uq_certificate_design_government_id_id")),
    sa.UniqueConstraint("government_id", "name", name=op.f("uq_certificate_design_government_id_name"))
    )
    op.create_table("certificate_recall",
    sa.Column("reason", sa.String(length=500), nullable=False),
    sa.Column("total", sa.Integer(), nullable=False),
    sa.Column("created_by", sa.Integer(), nullable=True),
    sa.Column("created_by_name", sa.String(length=150), nullable=False),
    sa.Column("created_at", UtcDateTime(timezone=True), nullable=False),
    sa.Column("told_at", UtcDateTime(timezone=True), nullable=True),
    sa.Column("id", sa.Integer(), nullable=False),
    sa.Column("government_id", sa.Integer(), nullable=False),
    sa.CheckConstraint("total > 0", name=op.f("ck_certificate_recall_recalls_something")),
    sa.ForeignKeyConstraint(["government_id"], ["government.id"], name=op.f("fk_certificate_recall_government_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate_recall")),
    sa.UniqueConstraint("government_id", "id", name=op.f("uq_certificate_recall_government_id_id"))
    )
    with op.batch_alter_table("certificate_recall", schema=None) as batch_op:
        batch_op.create_index("ix_certificate_recall_government_id", ["government_id"], unique=False)

    op.create_table("signing_certificate",
    sa.Column("fingerprint", sa.String(length=64), nullable=False),
    sa.Column("subject", sa.String(length=200), nullable=False),
    sa.Column("kind", sa.String(length=10), nullable=False),
    sa.Column("first_used_at", UtcDateTime(timezone=True), nullable=False),
    sa.Column("id", sa.Integer(), nullable=False),
    sa.Column("government_id", sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(["government_id"], ["government.id"], name=op.f("fk_signing_certificate_government_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_signing_certificate")),
    sa.UniqueConstraint("government_id", "fingerprint", name=op.f("uq_signing_certificate_government_id_fingerprint"))
    )
    op.create_table("certificate_design_version",
    sa.Column("design_id", sa.Integer(), nullable=False),
    sa.Column("number", sa.Integer(), nullable=False),
    sa.Column("layout", sa.String(length=10), nullable=False),
    sa.Column("colours", sa.JSON(), nullable=False),
    sa.Column("texts", sa.JSON(), nullable=False),
    sa.Column("logo_file_id", sa.Integer(), nullable=True),
    sa.Column("created_at", UtcDateTime(timezone=True), nullable=False),
    sa.Column("used_at", UtcDateTime(timezone=True), nullable=True),
    sa.Column("id", sa.Integer(), nullable=False),
    sa.Column("government_id", sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(["government_id", "design_id"], ["certificate_design.government_id", "certificate_design.id"], name=op.f("fk_certificate_design_version_government_id_design_id")),
    sa.ForeignKeyConstraint(["government_id"], ["government.id"], name=op.f("fk_certificate_design_version_government_id")),
    sa.ForeignKeyConstraint(["logo_file_id"], ["stored_file.id"], name=op.f("fk_certificate_design_version_logo_file_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate_design_version")),
    sa.UniqueConstraint("design_id", "number", name=op.f("uq_certificate_design_version_design_id_number")),
    sa.UniqueConstraint("government_id", "id", name=op.f("uq_certificate_design_version_government_id_id"))
    )
    op.create_table("signing_key",
    sa.Column("name", sa.String(length=30), nullable=False),
    sa.Column("kind", sa.String(length=10), nullable=False),
    sa.Column("employee_id", sa.Integer(), nullable=True),
    sa.Column("ended_at", UtcDateTime(timezone=True), nullable=True),
    sa.Column("id", sa.Integer(), nullable=False),
    sa.Column("government_id", sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(["government_id", "employee_id"], ["employee.government_id", "employee.id"], name=op.f("fk_signing_key_government_id_employee_id")),
    sa.ForeignKeyConstraint(["government_id"], ["government.id"], name=op.f("fk_signing_key_government_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_signing_key")),
    sa.UniqueConstraint("government_id", "name", name=op.f("uq_signing_key_government_id_name"))
    )
    with op.batch_alter_table("signing_key", schema=None) as batch_op:
        batch_op.create_index("ix_signing_key_employee_id", ["employee_id"], unique=False)

    op.create_table("certificate_check",
    sa.Column("certificate_id", sa.Integer(), nullable=False),
    sa.Column("way", sa.String(length=10), nullable=False),
    sa.Column("found", sa.String(length=10), nullable=False),
    sa.Column("checked_at", UtcDateTime(timezone=True), nullable=False),
    sa.Column("id", sa.Integer(), nullable=False),
    sa.Column("government_id", sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(["certificate_id"], ["certificate.id"], name=op.f("fk_certificate_check_certificate_id")),
    sa.ForeignKeyConstraint(["government_id"], ["government.id"], name=op.f("fk_certificate_check_government_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate_check"))
    )
    with op.batch_alter_table("certificate_check", schema=None) as batch_op:
        batch_op.create_index("ix_certificate_check_certificate_id_id", ["certificate_id", "id"], unique=False)

    op.create_table("certificate_name",
    sa.Column("employee_id", sa.Integer(), nullable=False),
    sa.Column("certificate_id", sa.Integer(), nullable=True),
    sa.Column("person_name", sa.String(length=150), nullable=False),
    sa.Column("printed", sa.String(length=150), nullable=False),
    sa.Column("wanted", sa.String(length=150), nullable=False),
    sa.Column("note", sa.String(length=500), nullable=False),
    sa.Column("status", sa.String(length=10), nullable=False),
    sa.Column("answer", sa.String(length=500), nullable=False),
    sa.Column("decided_by", sa.Integer(), nullable=True),
    sa.Column("created_at", UtcDateTime(timezone=True), nullable=False),
    sa.Column("decided_at", UtcDateTime(timezone=True), nullable=True),
    sa.Column("id", sa.Integer(), nullable=False),
    sa.Column("government_id", sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(["certificate_id"], ["certificate.id"], name=op.f("fk_certificate_name_certificate_id")),
    sa.ForeignKeyConstraint(["government_id", "employee_id"], ["employee.government_id", "employee.id"], name=op.f("fk_certificate_name_government_id_employee_id")),
    sa.ForeignKeyConstraint(["government_id"], ["government.id"], name=op.f("fk_certificate_name_government_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate_name"))
    )
    with op.batch_alter_table("certificate_name", schema=None) as batch_op:
        batch_op.create_index("ix_certificate_name_employee_id", ["employee_id", "id"], unique=False)
        batch_op.create_index("ix_certificate_name_government_id_status", ["government_id", "status", "id"], unique=False)

    with op.batch_alter_table("certificate", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reason", sa.String(length=500), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("changed_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("replaces_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("recall_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("recall_told_at", UtcDateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("design_version_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("signed_with", sa.String(length=64), nullable=False, server_default=""))
        batch_op.create_index("ix_certificate_recall_id", ["recall_id"], unique=False)
        batch_op.create_index("ix_certificate_sha256", ["sha256"], unique=False)
        batch_op.create_unique_constraint(batch_op.f("uq_certificate_government_id_number"), ["government_id", "number"])
        batch_op.create_unique_constraint(batch_op.f("uq_certificate_replaces_id"), ["replaces_id"])
        batch_op.create_foreign_key(batch_op.f("fk_certificate_government_id_recall_id"), "certificate_recall", ["government_id", "recall_id"], ["government_id", "id"])
        batch_op.create_foreign_key(batch_op.f("fk_certificate_government_id_design_version_id"), "certificate_design_version", ["government_id", "design_version_id"], ["government_id", "id"])
        batch_op.create_foreign_key(batch_op.f("fk_certificate_replaces_id"), "certificate", ["replaces_id"], ["id"])

    with op.batch_alter_table("certificate_series", schema=None) as batch_op:
        batch_op.add_column(sa.Column("signatory_position_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("signing", sa.String(length=10), nullable=False, server_default="none"))
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        batch_op.create_foreign_key(batch_op.f("fk_certificate_series_government_id_signatory_position_id"), "position", ["government_id", "signatory_position_id"], ["government_id", "id"])

    with op.batch_alter_table("programme", schema=None) as batch_op:
        batch_op.add_column(sa.Column("design_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_programme_government_id_design_id"), "certificate_design", ["government_id", "design_id"], ["government_id", "id"])



def downgrade() -> None:
    with op.batch_alter_table("programme", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_programme_government_id_design_id"), type_="foreignkey")
        batch_op.drop_column("design_id")

    with op.batch_alter_table("certificate_series", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_certificate_series_government_id_signatory_position_id"), type_="foreignkey")
        batch_op.drop_column("version")
        batch_op.drop_column("signing")
        batch_op.drop_column("signatory_position_id")

    with op.batch_alter_table("certificate", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_certificate_replaces_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_certificate_government_id_design_version_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_certificate_government_id_recall_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("uq_certificate_replaces_id"), type_="unique")
        batch_op.drop_constraint(batch_op.f("uq_certificate_government_id_number"), type_="unique")
        batch_op.drop_index("ix_certificate_sha256")
        batch_op.drop_index("ix_certificate_recall_id")
        batch_op.drop_column("signed_with")
        batch_op.drop_column("design_version_id")
        batch_op.drop_column("recall_told_at")
        batch_op.drop_column("recall_id")
        batch_op.drop_column("replaces_id")
        batch_op.drop_column("changed_on")
        batch_op.drop_column("reason")

    with op.batch_alter_table("certificate_name", schema=None) as batch_op:
        batch_op.drop_index("ix_certificate_name_government_id_status")
        batch_op.drop_index("ix_certificate_name_employee_id")

    op.drop_table("certificate_name")
    with op.batch_alter_table("certificate_check", schema=None) as batch_op:
        batch_op.drop_index("ix_certificate_check_certificate_id_id")

    op.drop_table("certificate_check")
    with op.batch_alter_table("signing_key", schema=None) as batch_op:
        batch_op.drop_index("ix_signing_key_employee_id")

    op.drop_table("signing_key")
    op.drop_table("certificate_design_version")
    op.drop_table("signing_certificate")
    with op.batch_alter_table("certificate_recall", schema=None) as batch_op:
        batch_op.drop_index("ix_certificate_recall_government_id")

    op.drop_table("certificate_recall")
    op.drop_table("certificate_design")
