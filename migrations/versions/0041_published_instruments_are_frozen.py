"""What was published is asked as it was published: the database itself refuses to change an instrument's version, its
dimensions and its items once they are no draft, whoever tries. Only its status may move on, and never back.
"""

from alembic import op

revision = "0041"
down_revision = "0030"
branch_labels = None
depends_on = None

PARTS = ("instrument_item", "instrument_dimension")
MESSAGE = "a published instrument does not change"
# What of a version is frozen with it.
FROZEN = ("id", "government_id", "instrument_id", "number", "introduction", "change_note", "published_at")

PART_SQLITE = """
CREATE TRIGGER {table}_frozen_{verb} BEFORE {verb} ON {table}
WHEN EXISTS (SELECT 1 FROM instrument_version v WHERE v.id IN ({ids}) AND v.status <> 'draft')
BEGIN SELECT RAISE(ABORT, '{message}'); END
"""
VERSION_SQLITE = """
CREATE TRIGGER instrument_version_frozen_update BEFORE UPDATE ON instrument_version
WHEN OLD.status <> 'draft' AND (NEW.status = 'draft' OR (OLD.status = 'retired' AND NEW.status <> 'retired') OR {changed})
BEGIN SELECT RAISE(ABORT, '{message}'); END
"""
VERSION_GONE_SQLITE = """
CREATE TRIGGER instrument_version_frozen_delete BEFORE DELETE ON instrument_version
WHEN OLD.status <> 'draft'
BEGIN SELECT RAISE(ABORT, '{message}'); END
"""
PART_POSTGRESQL = """
CREATE FUNCTION instrument_part_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' AND EXISTS (SELECT 1 FROM instrument_version v WHERE v.id = OLD.version_id AND v.status <> 'draft')
  THEN RAISE EXCEPTION 'a published instrument does not change'; END IF;
  IF TG_OP <> 'DELETE' AND EXISTS (SELECT 1 FROM instrument_version v WHERE v.id = NEW.version_id AND v.status <> 'draft')
  THEN RAISE EXCEPTION 'a published instrument does not change'; END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$
"""
VERSION_POSTGRESQL = """
CREATE FUNCTION instrument_version_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status = 'draft' THEN
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
  END IF;
  IF TG_OP = 'DELETE' OR NEW.status = 'draft' OR (OLD.status = 'retired' AND NEW.status <> 'retired') OR {changed}
  THEN RAISE EXCEPTION 'a published instrument does not change'; END IF;
  RETURN NEW;
END $$
"""


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _freeze_sqlite()
    else:
        _freeze_postgresql()


def _freeze_sqlite() -> None:
    for table in PARTS:
        for verb, ids in (("insert", "NEW.version_id"), ("update", "OLD.version_id, NEW.version_id"), ("delete", "OLD.version_id")):
            op.execute(PART_SQLITE.format(table=table, verb=verb, ids=ids, message=MESSAGE))
    changed = " OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in FROZEN)
    op.execute(VERSION_SQLITE.format(changed=changed, message=MESSAGE))
    op.execute(VERSION_GONE_SQLITE.format(message=MESSAGE))


def _freeze_postgresql() -> None:
    op.execute(PART_POSTGRESQL)
    for table in PARTS:
        op.execute(
            f"CREATE TRIGGER {table}_frozen BEFORE INSERT OR UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION instrument_part_is_frozen()"
        )
    changed = " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in FROZEN)
    op.execute(VERSION_POSTGRESQL.format(changed=changed))
    op.execute(
        "CREATE TRIGGER instrument_version_frozen BEFORE UPDATE OR DELETE ON instrument_version "
        "FOR EACH ROW EXECUTE FUNCTION instrument_version_is_frozen()"
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table in PARTS:
            for verb in ("insert", "update", "delete"):
                op.execute(f"DROP TRIGGER {table}_frozen_{verb}")
        op.execute("DROP TRIGGER instrument_version_frozen_update")
        op.execute("DROP TRIGGER instrument_version_frozen_delete")
        return
    for table in PARTS:
        op.execute(f"DROP TRIGGER {table}_frozen ON {table}")
    op.execute("DROP TRIGGER instrument_version_frozen ON instrument_version")
    op.execute("DROP FUNCTION instrument_part_is_frozen()")
    op.execute("DROP FUNCTION instrument_version_is_frozen()")
