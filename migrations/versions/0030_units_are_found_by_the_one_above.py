"""Units are found by the unit above them, which the map of gaps asks once for every unit it shows.

Without it each of forty units looked through all units of the government for one below itself.
"""

from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("org_unit", schema=None) as batch_op:
        batch_op.create_index("ix_org_unit_government_id_parent_id", ["government_id", "parent_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("org_unit", schema=None) as batch_op:
        batch_op.drop_index("ix_org_unit_government_id_parent_id")
