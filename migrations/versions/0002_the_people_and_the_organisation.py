"""People and organisation: every unit and post has its days, people are listed by their bare name.

Units and posts that are renamed, moved, merged or split end and are followed by successors; a role may be
limited to a unit, and a powerful one waits for a second administrator.
"""

import sqlalchemy as sa
from alembic import op

from app.base.types import UtcDateTime
from app.base.wording import bare_name

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('unit_succession',
    sa.Column('predecessor_id', sa.Integer(), nullable=False),
    sa.Column('successor_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('legal_basis', sa.String(length=200), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['government_id', 'predecessor_id'], ['org_unit.government_id', 'org_unit.id'], name=op.f('fk_unit_succession_government_id_predecessor_id')),
    sa.ForeignKeyConstraint(['government_id', 'successor_id'], ['org_unit.government_id', 'org_unit.id'], name=op.f('fk_unit_succession_government_id_successor_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_unit_succession_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_unit_succession')),
    sa.UniqueConstraint('predecessor_id', 'successor_id', name=op.f('uq_unit_succession_predecessor_id_successor_id'))
    )
    op.create_table('personal_reading',
    sa.Column('employee_id', sa.Integer(), nullable=False),
    sa.Column('reader_id', sa.Integer(), nullable=False),
    sa.Column('part', sa.String(length=40), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('first_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('last_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('times', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_personal_reading_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_personal_reading')),
    sa.UniqueConstraint('employee_id', 'reader_id', 'part', 'day', name=op.f('uq_personal_reading_employee_id_reader_id_part_day'))
    )
    with op.batch_alter_table('personal_reading', schema=None) as batch_op:
        batch_op.create_index('ix_personal_reading_employee_id_last_at', ['employee_id', 'last_at', 'id'], unique=False)
        batch_op.create_index('ix_personal_reading_day', ['day'], unique=False)

    with op.batch_alter_table('unit_succession', schema=None) as batch_op:
        batch_op.create_index('ix_unit_succession_successor_id', ['successor_id'], unique=False)

    with op.batch_alter_table('employee', schema=None) as batch_op:
        batch_op.add_column(sa.Column('sort_name', sa.String(length=150), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('rank_from', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('cpns_from', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('legal_status', sa.String(length=80), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('education_level', sa.String(length=60), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('education', sa.String(length=150), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('siasn_id', sa.String(length=40), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('version', sa.Integer(), nullable=False, server_default='1'))
        batch_op.drop_index(batch_op.f('ix_employee_government_id_name'))
        batch_op.create_index('ix_employee_government_id_sort_name_id', ['government_id', 'sort_name', 'id'], unique=False)

    with op.batch_alter_table('org_unit', schema=None) as batch_op:
        batch_op.add_column(sa.Column('code', sa.String(length=40), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('version', sa.Integer(), nullable=False, server_default='1'))

    with op.batch_alter_table('placement', schema=None) as batch_op:
        batch_op.create_index('uq_placement_one_definitive', ['employee_id'], unique=True, sqlite_where=sa.text("kind = 'definitive' AND ends_on IS NULL"), postgresql_where=sa.text("kind = 'definitive' AND ends_on IS NULL"))

    with op.batch_alter_table('position', schema=None) as batch_op:
        batch_op.add_column(sa.Column('predecessor_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('code', sa.String(length=40), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('starts_on', sa.Date(), nullable=False, server_default='2000-01-01'))
        batch_op.add_column(sa.Column('ends_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('version', sa.Integer(), nullable=False, server_default='1'))
        batch_op.create_check_constraint('grade_1_to_17', 'grade BETWEEN 1 AND 17')
        batch_op.create_check_constraint('ends_after_start', 'ends_on IS NULL OR ends_on > starts_on')
        batch_op.create_foreign_key(batch_op.f('fk_position_government_id_predecessor_id'), 'position', ['government_id', 'predecessor_id'], ['government_id', 'id'])

    with op.batch_alter_table('role_grant', schema=None) as batch_op:
        batch_op.add_column(sa.Column('unit_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('pending', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('granted_by', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('granted_at', UtcDateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('confirmed_by', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('confirmed_at', UtcDateTime(timezone=True), nullable=True))
        batch_op.create_index('ix_role_grant_government_id', ['government_id'], unique=False)
        batch_op.create_check_constraint('confirmed_by_a_second', 'confirmed_by IS NULL OR confirmed_by <> granted_by')
        batch_op.create_foreign_key(batch_op.f('fk_role_grant_confirmed_by'), 'user_account', ['confirmed_by'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_role_grant_granted_by'), 'user_account', ['granted_by'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_role_grant_unit_id'), 'org_unit', ['unit_id'], ['id'])

    op.execute("UPDATE position SET starts_on = (SELECT starts_on FROM org_unit WHERE org_unit.id = position.unit_id)")
    people = sa.table("employee", sa.column("id"), sa.column("name"), sa.column("sort_name"))
    connection = op.get_bind()
    named = [{"of": row.id, "bare": bare_name(row.name)} for row in connection.execute(sa.select(people.c.id, people.c.name))]
    if named:
        filled = sa.update(people).where(people.c.id == sa.bindparam("of")).values(sort_name=sa.bindparam("bare"))
        connection.execute(filled, named)


def downgrade() -> None:
    with op.batch_alter_table('role_grant', schema=None) as batch_op:
        batch_op.drop_constraint('confirmed_by_a_second', type_='check')
        batch_op.drop_constraint(batch_op.f('fk_role_grant_unit_id'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_role_grant_granted_by'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_role_grant_confirmed_by'), type_='foreignkey')
        batch_op.drop_index('ix_role_grant_government_id')
        batch_op.drop_column('confirmed_at')
        batch_op.drop_column('confirmed_by')
        batch_op.drop_column('granted_at')
        batch_op.drop_column('granted_by')
        batch_op.drop_column('pending')
        batch_op.drop_column('unit_id')

    with op.batch_alter_table('position', schema=None) as batch_op:
        batch_op.drop_constraint('ends_after_start', type_='check')
        batch_op.drop_constraint('grade_1_to_17', type_='check')
        batch_op.drop_constraint(batch_op.f('fk_position_government_id_predecessor_id'), type_='foreignkey')
        batch_op.drop_column('version')
        batch_op.drop_column('ends_on')
        batch_op.drop_column('starts_on')
        batch_op.drop_column('code')
        batch_op.drop_column('predecessor_id')

    with op.batch_alter_table('placement', schema=None) as batch_op:
        batch_op.drop_index('uq_placement_one_definitive', sqlite_where=sa.text("kind = 'definitive' AND ends_on IS NULL"), postgresql_where=sa.text("kind = 'definitive' AND ends_on IS NULL"))

    with op.batch_alter_table('org_unit', schema=None) as batch_op:
        batch_op.drop_column('version')
        batch_op.drop_column('code')

    with op.batch_alter_table('employee', schema=None) as batch_op:
        batch_op.drop_index('ix_employee_government_id_sort_name_id')
        batch_op.create_index(batch_op.f('ix_employee_government_id_name'), ['government_id', 'name'], unique=False)
        batch_op.drop_column('version')
        batch_op.drop_column('siasn_id')
        batch_op.drop_column('education')
        batch_op.drop_column('education_level')
        batch_op.drop_column('legal_status')
        batch_op.drop_column('cpns_from')
        batch_op.drop_column('rank_from')
        batch_op.drop_column('sort_name')

    with op.batch_alter_table('unit_succession', schema=None) as batch_op:
        batch_op.drop_index('ix_unit_succession_successor_id')

    op.drop_table('unit_succession')
    op.drop_table('personal_reading')
