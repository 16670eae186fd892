"""Signed codes, Open Badges, many certificates in one file, and calendars under secret links.

An enrolment counts its changes, so that the calendar entries that follow it never go back.
"""

import sqlalchemy as sa
from alembic import op

from app.base.types import UtcDateTime

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('certificate', schema=None) as batch_op:
        batch_op.create_unique_constraint(batch_op.f('uq_certificate_government_id_id'), ['government_id', 'id'])

    op.create_table('certificate_key',
    sa.Column('purpose', sa.String(length=6), nullable=False),
    sa.Column('key_id', sa.String(length=8), nullable=False),
    sa.Column('public_pem', sa.Text(), nullable=False),
    sa.Column('private_sealed', sa.Text(), nullable=False),
    sa.Column('made_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('retired_at', UtcDateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_certificate_key_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_certificate_key')),
    sa.UniqueConstraint('government_id', 'id', name=op.f('uq_certificate_key_government_id_id')),
    sa.UniqueConstraint('key_id', name=op.f('uq_certificate_key_key_id'))
    )
    with op.batch_alter_table('certificate_key', schema=None) as batch_op:
        batch_op.create_index('uq_certificate_key_current', ['government_id', 'purpose'], unique=True, sqlite_where=sa.text('retired_at IS NULL'), postgresql_where=sa.text('retired_at IS NULL'))

    op.create_table('certificate_bundle',
    sa.Column('form', sa.String(length=3), nullable=False),
    sa.Column('title', sa.String(length=250), nullable=False),
    sa.Column('group_key', sa.String(length=80), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=True),
    sa.Column('year', sa.Integer(), nullable=True),
    sa.Column('reach', sa.Text(), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('expires_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('count', sa.Integer(), nullable=True),
    sa.Column('file_id', sa.Integer(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['file_id'], ['stored_file.id'], name=op.f('fk_certificate_bundle_file_id')),
    sa.ForeignKeyConstraint(['government_id', 'unit_id'], ['org_unit.government_id', 'org_unit.id'], name=op.f('fk_certificate_bundle_government_id_unit_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_certificate_bundle_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_certificate_bundle'))
    )
    with op.batch_alter_table('certificate_bundle', schema=None) as batch_op:
        batch_op.create_index('ix_certificate_bundle_created_by', ['created_by', 'id'], unique=False)
        batch_op.create_index('ix_certificate_bundle_expires_at', ['expires_at'], unique=False)

    op.create_table('certificate_badge',
    sa.Column('certificate_id', sa.Integer(), nullable=False),
    sa.Column('employee_id', sa.Integer(), nullable=False),
    sa.Column('key_id', sa.Integer(), nullable=False),
    sa.Column('token', sa.String(length=24), nullable=False),
    sa.Column('achievement', sa.String(length=32), nullable=False),
    sa.Column('status_index', sa.Integer(), nullable=False),
    sa.Column('credential', sa.Text(), nullable=False),
    sa.Column('made_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('ended_at', UtcDateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['employee_id'], ['employee.id'], name=op.f('fk_certificate_badge_employee_id')),
    sa.CheckConstraint('status_index >= 0', name=op.f('ck_certificate_badge_status_index_from_0')),
    sa.ForeignKeyConstraint(['government_id', 'certificate_id'], ['certificate.government_id', 'certificate.id'], name=op.f('fk_certificate_badge_government_id_certificate_id')),
    sa.ForeignKeyConstraint(['government_id', 'key_id'], ['certificate_key.government_id', 'certificate_key.id'], name=op.f('fk_certificate_badge_government_id_key_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_certificate_badge_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_certificate_badge')),
    sa.UniqueConstraint('key_id', 'status_index', name=op.f('uq_certificate_badge_key_id_status_index')),
    sa.UniqueConstraint('token', name=op.f('uq_certificate_badge_token'))
    )
    with op.batch_alter_table('certificate_badge', schema=None) as batch_op:
        batch_op.create_index('ix_certificate_badge_achievement', ['achievement'], unique=False)
        batch_op.create_index('ix_certificate_badge_employee_id', ['employee_id'], unique=False)
        batch_op.create_index('uq_certificate_badge_current', ['certificate_id'], unique=True, sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))

    op.create_table('calendar_link',
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=6), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('made_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('ended_at', UtcDateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.CheckConstraint("(kind = 'batch') = (batch_id IS NOT NULL)", name=op.f('ck_calendar_link_batch_where_asked')),
    sa.CheckConstraint("(kind = 'unit') = (unit_id IS NOT NULL)", name=op.f('ck_calendar_link_unit_where_asked')),
    sa.ForeignKeyConstraint(['government_id', 'batch_id'], ['batch.government_id', 'batch.id'], name=op.f('fk_calendar_link_government_id_batch_id')),
    sa.ForeignKeyConstraint(['government_id', 'unit_id'], ['org_unit.government_id', 'org_unit.id'], name=op.f('fk_calendar_link_government_id_unit_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_calendar_link_government_id')),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_calendar_link_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_calendar_link')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_calendar_link_token_hash'))
    )
    with op.batch_alter_table('calendar_link', schema=None) as batch_op:
        batch_op.create_index('ix_calendar_link_user_id', ['user_id'], unique=False)

    with op.batch_alter_table('enrolment', schema=None) as batch_op:
        batch_op.add_column(sa.Column('changes', sa.Integer(), nullable=False, server_default='0'))



def downgrade() -> None:
    with op.batch_alter_table('enrolment', schema=None) as batch_op:
        batch_op.drop_column('changes')

    with op.batch_alter_table('calendar_link', schema=None) as batch_op:
        batch_op.drop_index('ix_calendar_link_user_id')

    op.drop_table('calendar_link')
    with op.batch_alter_table('certificate_badge', schema=None) as batch_op:
        batch_op.drop_index('uq_certificate_badge_current', sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))
        batch_op.drop_index('ix_certificate_badge_employee_id')
        batch_op.drop_index('ix_certificate_badge_achievement')

    op.drop_table('certificate_badge')
    with op.batch_alter_table('certificate_bundle', schema=None) as batch_op:
        batch_op.drop_index('ix_certificate_bundle_expires_at')
        batch_op.drop_index('ix_certificate_bundle_created_by')

    op.drop_table('certificate_bundle')
    with op.batch_alter_table('certificate_key', schema=None) as batch_op:
        batch_op.drop_index('uq_certificate_key_current', sqlite_where=sa.text('retired_at IS NULL'), postgresql_where=sa.text('retired_at IS NULL'))

    op.drop_table('certificate_key')
    with op.batch_alter_table('certificate', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('uq_certificate_government_id_id'), type_='unique')
