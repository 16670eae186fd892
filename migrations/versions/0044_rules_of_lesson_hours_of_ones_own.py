"""A government enters versions of its own of how a form turns into lesson hours, and of the targets of a year.

What is shipped has no government and stays as it is; a government's own come before it, there alone.
"""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

_TABLES = {"development_form": "code", "learning_target": "employee_kind"}
_NATIONAL = sa.text("government_id IS NULL")


def upgrade() -> None:
    for table, key in _TABLES.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column("government_id", sa.Integer(), nullable=True))
            batch_op.drop_constraint(batch_op.f(f"uq_{table}_{key}_valid_from"), type_="unique")
            batch_op.create_unique_constraint(
                batch_op.f(f"uq_{table}_government_id_{key}_valid_from"), ["government_id", key, "valid_from"]
            )
            batch_op.create_index(
                f"uq_{table}_national",
                [key, "valid_from"],
                unique=True,
                sqlite_where=_NATIONAL,
                postgresql_where=_NATIONAL,
            )
            batch_op.create_foreign_key(
                batch_op.f(f"fk_{table}_government_id"), "government", ["government_id"], ["id"]
            )


def downgrade() -> None:
    op.execute(
        "UPDATE learning_record SET rule_id = NULL WHERE rule_id IN "
        "(SELECT id FROM development_form WHERE government_id IS NOT NULL)"
    )
    for table, key in _TABLES.items():
        op.execute(f"DELETE FROM {table} WHERE government_id IS NOT NULL")
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_constraint(batch_op.f(f"fk_{table}_government_id"), type_="foreignkey")
            batch_op.drop_index(f"uq_{table}_national", sqlite_where=_NATIONAL, postgresql_where=_NATIONAL)
            batch_op.drop_constraint(batch_op.f(f"uq_{table}_government_id_{key}_valid_from"), type_="unique")
            batch_op.create_unique_constraint(batch_op.f(f"uq_{table}_{key}_valid_from"), [key, "valid_from"])
            batch_op.drop_column("government_id")
