"""The house stands: every table the first journey needs.

The audit trail is closed against change here, by triggers on both databases.
"""

import sqlalchemy as sa
from alembic import op

from app.base.types import Exact, UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


CLOSED_SQLITE = """
CREATE TRIGGER audit_entry_no_{verb} BEFORE {verb} ON audit_entry
BEGIN SELECT RAISE(ABORT, 'the audit trail is append only'); END
"""
CLOSED_POSTGRESQL = """
CREATE FUNCTION audit_entry_is_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the audit trail is append only'; END $$
"""


def close_the_trail() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(CLOSED_SQLITE.format(verb=verb))
        return
    op.execute(CLOSED_POSTGRESQL)
    op.execute(
        "CREATE TRIGGER audit_entry_closed BEFORE UPDATE OR DELETE ON audit_entry "
        "FOR EACH ROW EXECUTE FUNCTION audit_entry_is_closed()"
    )


def open_the_trail() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(f"DROP TRIGGER audit_entry_no_{verb}")
        return
    op.execute("DROP TRIGGER audit_entry_closed ON audit_entry")
    op.execute("DROP FUNCTION audit_entry_is_closed()")


def upgrade() -> None:
    op.create_table('audit_entry',
    sa.Column('chain', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('actor_id', sa.Integer(), nullable=True),
    sa.Column('action', sa.String(length=80), nullable=False),
    sa.Column('object_kind', sa.String(length=40), nullable=False),
    sa.Column('object_id', sa.Integer(), nullable=True),
    sa.Column('details', sa.JSON(), nullable=False),
    sa.Column('request_id', sa.String(length=32), nullable=False),
    sa.Column('previous_hash', sa.String(length=64), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_entry')),
    sa.UniqueConstraint('chain', 'position', name=op.f('uq_audit_entry_chain_position'))
    )
    with op.batch_alter_table('audit_entry', schema=None) as batch_op:
        batch_op.create_index('ix_audit_entry_object', ['chain', 'object_kind', 'object_id'], unique=False)

    op.create_table('audit_head',
    sa.Column('chain', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('chain', name=op.f('pk_audit_head'))
    )
    op.create_table('competency',
    sa.Column('code', sa.String(length=20), nullable=False),
    sa.Column('competency_group', sa.String(length=20), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('sort_order', sa.Integer(), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_competency')),
    sa.UniqueConstraint('code', name=op.f('uq_competency_code'))
    )
    op.create_table('development_form',
    sa.Column('code', sa.String(length=10), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('mode', sa.String(length=20), nullable=False),
    sa.Column('jp_rule', sa.String(length=20), nullable=False),
    sa.Column('jp_per_unit', Exact(precision=12, scale=2), nullable=True),
    sa.Column('cap_value', Exact(precision=12, scale=2), nullable=True),
    sa.Column('cap_period', sa.String(length=10), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_development_form')),
    sa.UniqueConstraint('code', 'valid_from', name=op.f('uq_development_form_code_valid_from'))
    )
    op.create_table('government',
    sa.Column('slug', sa.String(length=40), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('short_name', sa.String(length=60), nullable=False),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('region_code', sa.String(length=10), nullable=False),
    sa.Column('seat', sa.String(length=80), nullable=False),
    sa.Column('timezone', sa.String(length=40), nullable=False),
    sa.Column('hr_agency', sa.String(length=150), nullable=False),
    sa.Column('hr_agency_short', sa.String(length=40), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_government')),
    sa.UniqueConstraint('name', name=op.f('uq_government_name')),
    sa.UniqueConstraint('slug', name=op.f('uq_government_slug'))
    )
    op.create_table('job',
    sa.Column('government_id', sa.Integer(), nullable=True),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('key', sa.String(length=120), nullable=True),
    sa.Column('args', sa.JSON(), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.Column('status', sa.String(length=10), nullable=False),
    sa.Column('progress', sa.Integer(), nullable=False),
    sa.Column('total', sa.Integer(), nullable=False),
    sa.Column('message', sa.Text(), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('heartbeat_at', UtcDateTime(timezone=True), nullable=True),
    sa.Column('finished_at', UtcDateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.CheckConstraint('progress >= 0 AND progress <= total', name=op.f('ck_job_progress_within_total')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_job')),
    sa.UniqueConstraint('key', name=op.f('uq_job_key'))
    )
    with op.batch_alter_table('job', schema=None) as batch_op:
        batch_op.create_index('ix_job_status_heartbeat_at', ['status', 'heartbeat_at'], unique=False)

    op.create_table('learning_target',
    sa.Column('employee_kind', sa.String(length=6), nullable=False),
    sa.Column('lesson_hours', Exact(precision=12, scale=2), nullable=False),
    sa.Column('is_ceiling', sa.Boolean(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_learning_target')),
    sa.UniqueConstraint('employee_kind', 'valid_from', name=op.f('uq_learning_target_employee_kind_valid_from'))
    )
    op.create_table('sign_in_try',
    sa.Column('account_hash', sa.String(length=64), nullable=False),
    sa.Column('address_hash', sa.String(length=64), nullable=False),
    sa.Column('at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_in_try'))
    )
    with op.batch_alter_table('sign_in_try', schema=None) as batch_op:
        batch_op.create_index('ix_sign_in_try_account_hash_at', ['account_hash', 'at'], unique=False)
        batch_op.create_index('ix_sign_in_try_address_hash_at', ['address_hash', 'at'], unique=False)

    op.create_table('certificate_series',
    sa.Column('organiser', sa.String(length=150), nullable=False),
    sa.Column('unit_code', sa.String(length=40), nullable=False),
    sa.Column('classification', sa.String(length=40), nullable=False),
    sa.Column('pattern', sa.String(length=120), nullable=False),
    sa.Column('signatory_heading', sa.String(length=150), nullable=False),
    sa.Column('signatory_position', sa.String(length=150), nullable=False),
    sa.Column('signatory_name', sa.String(length=150), nullable=False),
    sa.Column('signatory_nip', sa.String(length=18), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_certificate_series_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_certificate_series')),
    sa.UniqueConstraint('government_id', 'id', name=op.f('uq_certificate_series_government_id_id')),
    sa.UniqueConstraint('government_id', 'organiser', name=op.f('uq_certificate_series_government_id_organiser'))
    )
    op.create_table('employee',
    sa.Column('nip', sa.String(length=18), nullable=False),
    sa.Column('name', sa.String(length=150), nullable=False),
    sa.Column('kind', sa.String(length=6), nullable=False),
    sa.Column('rank', sa.String(length=8), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('length(nip) = 18', name=op.f('ck_employee_nip_has_18_digits')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_employee_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_employee')),
    sa.UniqueConstraint('government_id', 'id', name=op.f('uq_employee_government_id_id')),
    sa.UniqueConstraint('nip', name=op.f('uq_employee_nip'))
    )
    with op.batch_alter_table('employee', schema=None) as batch_op:
        batch_op.create_index('ix_employee_government_id_name', ['government_id', 'name'], unique=False)

    op.create_table('mail',
    sa.Column('employee_id', sa.Integer(), nullable=True),
    sa.Column('recipient_name', sa.String(length=150), nullable=False),
    sa.Column('address', sa.String(length=254), nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('key', sa.String(length=120), nullable=False),
    sa.Column('message_id', sa.String(length=120), nullable=False),
    sa.Column('facts', sa.JSON(), nullable=False),
    sa.Column('status', sa.String(length=10), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('next_try_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('sent_at', UtcDateTime(timezone=True), nullable=True),
    sa.Column('trouble', sa.String(length=200), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_mail_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mail')),
    sa.UniqueConstraint('key', name=op.f('uq_mail_key')),
    sa.UniqueConstraint('message_id', name=op.f('uq_mail_message_id'))
    )
    with op.batch_alter_table('mail', schema=None) as batch_op:
        batch_op.create_index('ix_mail_status_next_try_at', ['status', 'next_try_at'], unique=False)

    op.create_table('meeting',
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('starts_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('ends_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('place', sa.String(length=200), nullable=False),
    sa.Column('address', sa.String(length=200), nullable=False),
    sa.Column('online_url', sa.String(length=300), nullable=False),
    sa.Column('opens_minutes', sa.Integer(), nullable=False),
    sa.Column('late_minutes', sa.Integer(), nullable=False),
    sa.Column('secret', sa.String(length=64), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('ends_at > starts_at', name=op.f('ck_meeting_ends_after_start')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_meeting_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting')),
    sa.UniqueConstraint('government_id', 'id', name=op.f('uq_meeting_government_id_id'))
    )
    with op.batch_alter_table('meeting', schema=None) as batch_op:
        batch_op.create_index('ix_meeting_starts_at', ['government_id', 'starts_at'], unique=False)

    op.create_table('notice',
    sa.Column('employee_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('path', sa.String(length=200), nullable=False),
    sa.Column('created_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('read_at', UtcDateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_notice_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notice'))
    )
    with op.batch_alter_table('notice', schema=None) as batch_op:
        batch_op.create_index('ix_notice_employee_id_read_at_id', ['employee_id', 'read_at', 'id'], unique=False)

    op.create_table('org_unit',
    sa.Column('parent_id', sa.Integer(), nullable=True),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('path', sa.String(length=200), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('ends_on IS NULL OR ends_on > starts_on', name=op.f('ck_org_unit_ends_after_start')),
    sa.ForeignKeyConstraint(['government_id', 'parent_id'], ['org_unit.government_id', 'org_unit.id'], name=op.f('fk_org_unit_government_id_parent_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_org_unit_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_org_unit')),
    sa.UniqueConstraint('government_id', 'id', name=op.f('uq_org_unit_government_id_id'))
    )
    with op.batch_alter_table('org_unit', schema=None) as batch_op:
        batch_op.create_index('ix_org_unit_government_id_path', ['government_id', 'path'], unique=False)

    op.create_table('stored_file',
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('media_type', sa.String(length=100), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('storage_key', sa.String(length=80), nullable=False),
    sa.Column('created_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_stored_file_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stored_file')),
    sa.UniqueConstraint('storage_key', name=op.f('uq_stored_file_storage_key'))
    )
    with op.batch_alter_table('stored_file', schema=None) as batch_op:
        batch_op.create_index('ix_stored_file_government_id', ['government_id'], unique=False)

    op.create_table('tier_requirement',
    sa.Column('tier', sa.String(length=20), nullable=False),
    sa.Column('competency_id', sa.Integer(), nullable=False),
    sa.Column('level', sa.Integer(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.CheckConstraint('level BETWEEN 1 AND 5', name=op.f('ck_tier_requirement_level_1_to_5')),
    sa.ForeignKeyConstraint(['competency_id'], ['competency.id'], name=op.f('fk_tier_requirement_competency_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tier_requirement')),
    sa.UniqueConstraint('tier', 'competency_id', 'valid_from', name=op.f('uq_tier_requirement_tier_competency_id_valid_from'))
    )
    op.create_table('agenda_item',
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('starts_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('text', sa.String(length=300), nullable=False),
    sa.Column('is_pause', sa.Boolean(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['government_id', 'meeting_id'], ['meeting.government_id', 'meeting.id'], name=op.f('fk_agenda_item_government_id_meeting_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_agenda_item_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_agenda_item'))
    )
    with op.batch_alter_table('agenda_item', schema=None) as batch_op:
        batch_op.create_index('ix_agenda_item_meeting_id', ['meeting_id', 'starts_at'], unique=False)

    op.create_table('assessment',
    sa.Column('employee_id', sa.Integer(), nullable=False),
    sa.Column('competency_id', sa.Integer(), nullable=False),
    sa.Column('level', sa.Integer(), nullable=False),
    sa.Column('source', sa.String(length=12), nullable=False),
    sa.Column('assessed_on', sa.Date(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('level BETWEEN 0 AND 5', name=op.f('ck_assessment_level_0_to_5')),
    sa.ForeignKeyConstraint(['competency_id'], ['competency.id'], name=op.f('fk_assessment_competency_id')),
    sa.ForeignKeyConstraint(['employee_id'], ['employee.id'], name=op.f('fk_assessment_employee_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_assessment_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_assessment'))
    )
    with op.batch_alter_table('assessment', schema=None) as batch_op:
        batch_op.create_index('ix_assessment_employee_id_competency_id', ['employee_id', 'competency_id', 'assessed_on'], unique=False)

    op.create_table('attendance',
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('employee_id', sa.Integer(), nullable=False),
    sa.Column('status', sa.String(length=10), nullable=False),
    sa.Column('method', sa.String(length=6), nullable=False),
    sa.Column('at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('marked_by', sa.Integer(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['employee_id'], ['employee.id'], name=op.f('fk_attendance_employee_id')),
    sa.ForeignKeyConstraint(['government_id', 'meeting_id'], ['meeting.government_id', 'meeting.id'], name=op.f('fk_attendance_government_id_meeting_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_attendance_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attendance')),
    sa.UniqueConstraint('meeting_id', 'employee_id', name=op.f('uq_attendance_meeting_id_employee_id'))
    )
    with op.batch_alter_table('attendance', schema=None) as batch_op:
        batch_op.create_index('ix_attendance_employee_id', ['employee_id'], unique=False)

    op.create_table('certificate',
    sa.Column('series_id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=150), nullable=False),
    sa.Column('code', sa.String(length=17), nullable=False),
    sa.Column('employee_id', sa.Integer(), nullable=False),
    sa.Column('source_key', sa.String(length=80), nullable=False),
    sa.Column('group_key', sa.String(length=80), nullable=False),
    sa.Column('title', sa.String(length=250), nullable=False),
    sa.Column('facts', sa.JSON(), nullable=False),
    sa.Column('status', sa.String(length=10), nullable=False),
    sa.Column('issued_on', sa.Date(), nullable=False),
    sa.Column('expires_on', sa.Date(), nullable=True),
    sa.Column('issued_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('file_id', sa.Integer(), nullable=True),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('sequence > 0', name=op.f('ck_certificate_sequence_from_1')),
    sa.ForeignKeyConstraint(['employee_id'], ['employee.id'], name=op.f('fk_certificate_employee_id')),
    sa.ForeignKeyConstraint(['file_id'], ['stored_file.id'], name=op.f('fk_certificate_file_id')),
    sa.ForeignKeyConstraint(['government_id', 'series_id'], ['certificate_series.government_id', 'certificate_series.id'], name=op.f('fk_certificate_government_id_series_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_certificate_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_certificate')),
    sa.UniqueConstraint('code', name=op.f('uq_certificate_code')),
    sa.UniqueConstraint('series_id', 'year', 'sequence', name=op.f('uq_certificate_series_id_year_sequence')),
    sa.UniqueConstraint('source_key', name=op.f('uq_certificate_source_key'))
    )
    with op.batch_alter_table('certificate', schema=None) as batch_op:
        batch_op.create_index('ix_certificate_employee_id_issued_on', ['employee_id', 'issued_on'], unique=False)
        batch_op.create_index('ix_certificate_group_key', ['group_key'], unique=False)

    op.create_table('certificate_counter',
    sa.Column('series_id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('last', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['government_id', 'series_id'], ['certificate_series.government_id', 'certificate_series.id'], name=op.f('fk_certificate_counter_government_id_series_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_certificate_counter_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_certificate_counter')),
    sa.UniqueConstraint('series_id', 'year', name=op.f('uq_certificate_counter_series_id_year'))
    )
    op.create_table('competency_evidence',
    sa.Column('employee_id', sa.Integer(), nullable=False),
    sa.Column('competency_id', sa.Integer(), nullable=False),
    sa.Column('level', sa.Integer(), nullable=False),
    sa.Column('source_key', sa.String(length=80), nullable=False),
    sa.Column('shown_on', sa.Date(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('level BETWEEN 1 AND 5', name=op.f('ck_competency_evidence_level_1_to_5')),
    sa.ForeignKeyConstraint(['competency_id'], ['competency.id'], name=op.f('fk_competency_evidence_competency_id')),
    sa.ForeignKeyConstraint(['employee_id'], ['employee.id'], name=op.f('fk_competency_evidence_employee_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_competency_evidence_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_competency_evidence')),
    sa.UniqueConstraint('source_key', 'competency_id', name=op.f('uq_competency_evidence_source_key_competency_id'))
    )
    with op.batch_alter_table('competency_evidence', schema=None) as batch_op:
        batch_op.create_index('ix_competency_evidence_employee_id', ['employee_id'], unique=False)

    op.create_table('learning_record',
    sa.Column('employee_id', sa.Integer(), nullable=False),
    sa.Column('form_code', sa.String(length=10), nullable=False),
    sa.Column('title', sa.String(length=250), nullable=False),
    sa.Column('organiser', sa.String(length=150), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('jp_claimed', Exact(precision=12, scale=2), nullable=False),
    sa.Column('jp_credited', Exact(precision=12, scale=2), nullable=False),
    sa.Column('status', sa.String(length=10), nullable=False),
    sa.Column('source_key', sa.String(length=80), nullable=False),
    sa.Column('recorded_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('jp_credited >= 0 AND jp_claimed >= 0', name=op.f('ck_learning_record_jp_not_negative')),
    sa.ForeignKeyConstraint(['employee_id'], ['employee.id'], name=op.f('fk_learning_record_employee_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_learning_record_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_learning_record')),
    sa.UniqueConstraint('source_key', name=op.f('uq_learning_record_source_key'))
    )
    with op.batch_alter_table('learning_record', schema=None) as batch_op:
        batch_op.create_index('ix_learning_record_employee_id_year', ['employee_id', 'year'], unique=False)

    op.create_table('position',
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('reports_to_id', sa.Integer(), nullable=True),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('tier', sa.String(length=20), nullable=False),
    sa.Column('grade', sa.Integer(), nullable=True),
    sa.Column('needed', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('needed >= 0', name=op.f('ck_position_needed_not_negative')),
    sa.ForeignKeyConstraint(['government_id', 'reports_to_id'], ['position.government_id', 'position.id'], name=op.f('fk_position_government_id_reports_to_id')),
    sa.ForeignKeyConstraint(['government_id', 'unit_id'], ['org_unit.government_id', 'org_unit.id'], name=op.f('fk_position_government_id_unit_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_position_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_position')),
    sa.UniqueConstraint('government_id', 'id', name=op.f('uq_position_government_id_id'))
    )
    with op.batch_alter_table('position', schema=None) as batch_op:
        batch_op.create_index('ix_position_reports_to_id', ['reports_to_id'], unique=False)
        batch_op.create_index('ix_position_unit_id', ['unit_id'], unique=False)

    op.create_table('programme',
    sa.Column('series_id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=30), nullable=False),
    sa.Column('title', sa.String(length=250), nullable=False),
    sa.Column('summary', sa.Text(), nullable=False),
    sa.Column('form_code', sa.String(length=10), nullable=False),
    sa.Column('organiser', sa.String(length=150), nullable=False),
    sa.Column('min_attendance', sa.Integer(), nullable=False),
    sa.Column('min_score', Exact(precision=12, scale=2), nullable=True),
    sa.Column('tiers', sa.JSON(), nullable=False),
    sa.Column('kinds', sa.JSON(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('min_attendance BETWEEN 0 AND 100', name=op.f('ck_programme_min_attendance_is_a_share')),
    sa.CheckConstraint('min_score IS NULL OR min_score >= 0', name=op.f('ck_programme_min_score_not_negative')),
    sa.ForeignKeyConstraint(['government_id', 'series_id'], ['certificate_series.government_id', 'certificate_series.id'], name=op.f('fk_programme_government_id_series_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_programme_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_programme')),
    sa.UniqueConstraint('government_id', 'code', name=op.f('uq_programme_government_id_code')),
    sa.UniqueConstraint('government_id', 'id', name=op.f('uq_programme_government_id_id'))
    )
    op.create_table('refused_check_in',
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('employee_id', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(length=15), nullable=False),
    sa.Column('at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['employee_id'], ['employee.id'], name=op.f('fk_refused_check_in_employee_id')),
    sa.ForeignKeyConstraint(['government_id', 'meeting_id'], ['meeting.government_id', 'meeting.id'], name=op.f('fk_refused_check_in_government_id_meeting_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_refused_check_in_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_refused_check_in'))
    )
    with op.batch_alter_table('refused_check_in', schema=None) as batch_op:
        batch_op.create_index('ix_refused_check_in_employee_id_at', ['employee_id', 'at'], unique=False)

    op.create_table('user_account',
    sa.Column('employee_id', sa.Integer(), nullable=True),
    sa.Column('name', sa.String(length=150), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=True),
    sa.Column('password_hash', sa.String(length=200), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('created_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['employee_id'], ['employee.id'], name=op.f('fk_user_account_employee_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_user_account')),
    sa.UniqueConstraint('email', name=op.f('uq_user_account_email')),
    sa.UniqueConstraint('employee_id', name=op.f('uq_user_account_employee_id'))
    )
    op.create_table('batch',
    sa.Column('programme_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('status', sa.String(length=10), nullable=False),
    sa.Column('policy', sa.String(length=10), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('city', sa.String(length=80), nullable=False),
    sa.Column('place', sa.String(length=200), nullable=False),
    sa.Column('address', sa.String(length=200), nullable=False),
    sa.Column('trainer', sa.String(length=150), nullable=False),
    sa.Column('trainer_from', sa.String(length=150), nullable=False),
    sa.Column('lesson_hours', Exact(precision=12, scale=2), nullable=False),
    sa.Column('seats', sa.Integer(), nullable=False),
    sa.Column('seats_taken', sa.Integer(), nullable=False),
    sa.Column('enrolment_opens_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('enrolment_closes_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('withdrawal_closes_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('archive_file_id', sa.Integer(), nullable=True),
    sa.Column('closed_at', UtcDateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('ends_on >= starts_on', name=op.f('ck_batch_ends_after_start')),
    sa.CheckConstraint('seats > 0', name=op.f('ck_batch_has_seats')),
    sa.CheckConstraint('seats_taken >= 0 AND seats_taken <= seats', name=op.f('ck_batch_never_oversold')),
    sa.ForeignKeyConstraint(['archive_file_id'], ['stored_file.id'], name=op.f('fk_batch_archive_file_id')),
    sa.ForeignKeyConstraint(['government_id', 'programme_id'], ['programme.government_id', 'programme.id'], name=op.f('fk_batch_government_id_programme_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_batch_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_batch')),
    sa.UniqueConstraint('government_id', 'id', name=op.f('uq_batch_government_id_id')),
    sa.UniqueConstraint('programme_id', 'year', 'number', name=op.f('uq_batch_programme_id_year_number'))
    )
    with op.batch_alter_table('batch', schema=None) as batch_op:
        batch_op.create_index('ix_batch_government_id_starts_on_id', ['government_id', 'starts_on', 'id'], unique=False)

    op.create_table('placement',
    sa.Column('employee_id', sa.Integer(), nullable=False),
    sa.Column('position_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('ends_on IS NULL OR ends_on > starts_on', name=op.f('ck_placement_ends_after_start')),
    sa.ForeignKeyConstraint(['employee_id'], ['employee.id'], name=op.f('fk_placement_employee_id')),
    sa.ForeignKeyConstraint(['government_id', 'position_id'], ['position.government_id', 'position.id'], name=op.f('fk_placement_government_id_position_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_placement_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_placement'))
    )
    with op.batch_alter_table('placement', schema=None) as batch_op:
        batch_op.create_index('ix_placement_employee_id', ['employee_id'], unique=False)
        batch_op.create_index('ix_placement_position_id', ['position_id'], unique=False)

    op.create_table('position_requirement',
    sa.Column('position_id', sa.Integer(), nullable=False),
    sa.Column('competency_id', sa.Integer(), nullable=False),
    sa.Column('level', sa.Integer(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('level BETWEEN 1 AND 5', name=op.f('ck_position_requirement_level_1_to_5')),
    sa.ForeignKeyConstraint(['competency_id'], ['competency.id'], name=op.f('fk_position_requirement_competency_id')),
    sa.ForeignKeyConstraint(['government_id', 'position_id'], ['position.government_id', 'position.id'], name=op.f('fk_position_requirement_government_id_position_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_position_requirement_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_position_requirement')),
    sa.UniqueConstraint('position_id', 'competency_id', 'valid_from', name=op.f('uq_position_requirement_position_id_competency_id_valid_from'))
    )
    op.create_table('programme_competency',
    sa.Column('programme_id', sa.Integer(), nullable=False),
    sa.Column('competency_id', sa.Integer(), nullable=False),
    sa.Column('level', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('level BETWEEN 1 AND 5', name=op.f('ck_programme_competency_level_1_to_5')),
    sa.ForeignKeyConstraint(['competency_id'], ['competency.id'], name=op.f('fk_programme_competency_competency_id')),
    sa.ForeignKeyConstraint(['government_id', 'programme_id'], ['programme.government_id', 'programme.id'], name=op.f('fk_programme_competency_government_id_programme_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_programme_competency_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_programme_competency')),
    sa.UniqueConstraint('programme_id', 'competency_id', name=op.f('uq_programme_competency_programme_id_competency_id'))
    )
    op.create_table('programme_subject',
    sa.Column('programme_id', sa.Integer(), nullable=False),
    sa.Column('sort_order', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('competency_id', sa.Integer(), nullable=True),
    sa.Column('lesson_hours', Exact(precision=12, scale=2), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('lesson_hours > 0', name=op.f('ck_programme_subject_lesson_hours_positive')),
    sa.ForeignKeyConstraint(['competency_id'], ['competency.id'], name=op.f('fk_programme_subject_competency_id')),
    sa.ForeignKeyConstraint(['government_id', 'programme_id'], ['programme.government_id', 'programme.id'], name=op.f('fk_programme_subject_government_id_programme_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_programme_subject_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_programme_subject')),
    sa.UniqueConstraint('programme_id', 'sort_order', name=op.f('uq_programme_subject_programme_id_sort_order'))
    )
    op.create_table('role_grant',
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=True),
    sa.Column('role', sa.String(length=40), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.CheckConstraint('ends_on IS NULL OR ends_on > starts_on', name=op.f('ck_role_grant_ends_after_start')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_role_grant_government_id')),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_role_grant_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_role_grant'))
    )
    with op.batch_alter_table('role_grant', schema=None) as batch_op:
        batch_op.create_index('ix_role_grant_user_id', ['user_id'], unique=False)

    op.create_table('user_session',
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('last_seen_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('expires_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('idle_minutes', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_user_session_user_id')),
    sa.PrimaryKeyConstraint('token_hash', name=op.f('pk_user_session'))
    )
    with op.batch_alter_table('user_session', schema=None) as batch_op:
        batch_op.create_index('ix_user_session_user_id', ['user_id'], unique=False)

    op.create_table('batch_meeting',
    sa.Column('batch_id', sa.Integer(), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['government_id', 'batch_id'], ['batch.government_id', 'batch.id'], name=op.f('fk_batch_meeting_government_id_batch_id')),
    sa.ForeignKeyConstraint(['government_id', 'meeting_id'], ['meeting.government_id', 'meeting.id'], name=op.f('fk_batch_meeting_government_id_meeting_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_batch_meeting_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_batch_meeting')),
    sa.UniqueConstraint('meeting_id', name=op.f('uq_batch_meeting_meeting_id'))
    )
    with op.batch_alter_table('batch_meeting', schema=None) as batch_op:
        batch_op.create_index('ix_batch_meeting_batch_id', ['batch_id'], unique=False)

    op.create_table('enrolment',
    sa.Column('batch_id', sa.Integer(), nullable=False),
    sa.Column('employee_id', sa.Integer(), nullable=False),
    sa.Column('status', sa.String(length=12), nullable=False),
    sa.Column('requested_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('queued_at', UtcDateTime(timezone=True), nullable=True),
    sa.Column('decided_by', sa.Integer(), nullable=True),
    sa.Column('decided_at', UtcDateTime(timezone=True), nullable=True),
    sa.Column('reason', sa.String(length=500), nullable=False),
    sa.Column('offer_expires_at', UtcDateTime(timezone=True), nullable=True),
    sa.Column('score', Exact(precision=12, scale=2), nullable=True),
    sa.Column('attendance_share', Exact(precision=12, scale=2), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('score IS NULL OR (score >= 0)', name=op.f('ck_enrolment_score_not_negative')),
    sa.ForeignKeyConstraint(['employee_id'], ['employee.id'], name=op.f('fk_enrolment_employee_id')),
    sa.ForeignKeyConstraint(['government_id', 'batch_id'], ['batch.government_id', 'batch.id'], name=op.f('fk_enrolment_government_id_batch_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_enrolment_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_enrolment')),
    sa.UniqueConstraint('batch_id', 'employee_id', name=op.f('uq_enrolment_batch_id_employee_id')),
    sa.UniqueConstraint('government_id', 'id', name=op.f('uq_enrolment_government_id_id'))
    )
    with op.batch_alter_table('enrolment', schema=None) as batch_op:
        batch_op.create_index('ix_enrolment_batch_id_status_queued_at', ['batch_id', 'status', 'queued_at', 'id'], unique=False)
        batch_op.create_index('ix_enrolment_employee_id_status', ['employee_id', 'status'], unique=False)
        batch_op.create_index('ix_enrolment_status_offer_expires_at', ['status', 'offer_expires_at'], unique=False)

    close_the_trail()


def downgrade() -> None:
    open_the_trail()
    with op.batch_alter_table('enrolment', schema=None) as batch_op:
        batch_op.drop_index('ix_enrolment_status_offer_expires_at')
        batch_op.drop_index('ix_enrolment_employee_id_status')
        batch_op.drop_index('ix_enrolment_batch_id_status_queued_at')

    op.drop_table('enrolment')
    with op.batch_alter_table('batch_meeting', schema=None) as batch_op:
        batch_op.drop_index('ix_batch_meeting_batch_id')

    op.drop_table('batch_meeting')
    with op.batch_alter_table('user_session', schema=None) as batch_op:
        batch_op.drop_index('ix_user_session_user_id')

    op.drop_table('user_session')
    with op.batch_alter_table('role_grant', schema=None) as batch_op:
        batch_op.drop_index('ix_role_grant_user_id')

    op.drop_table('role_grant')
    op.drop_table('programme_subject')
    op.drop_table('programme_competency')
    op.drop_table('position_requirement')
    with op.batch_alter_table('placement', schema=None) as batch_op:
        batch_op.drop_index('ix_placement_position_id')
        batch_op.drop_index('ix_placement_employee_id')

    op.drop_table('placement')
    with op.batch_alter_table('batch', schema=None) as batch_op:
        batch_op.drop_index('ix_batch_government_id_starts_on_id')

    op.drop_table('batch')
    op.drop_table('user_account')
    with op.batch_alter_table('refused_check_in', schema=None) as batch_op:
        batch_op.drop_index('ix_refused_check_in_employee_id_at')

    op.drop_table('refused_check_in')
    op.drop_table('programme')
    with op.batch_alter_table('position', schema=None) as batch_op:
        batch_op.drop_index('ix_position_unit_id')
        batch_op.drop_index('ix_position_reports_to_id')

    op.drop_table('position')
    with op.batch_alter_table('learning_record', schema=None) as batch_op:
        batch_op.drop_index('ix_learning_record_employee_id_year')

    op.drop_table('learning_record')
    with op.batch_alter_table('competency_evidence', schema=None) as batch_op:
        batch_op.drop_index('ix_competency_evidence_employee_id')

    op.drop_table('competency_evidence')
    op.drop_table('certificate_counter')
    with op.batch_alter_table('certificate', schema=None) as batch_op:
        batch_op.drop_index('ix_certificate_group_key')
        batch_op.drop_index('ix_certificate_employee_id_issued_on')

    op.drop_table('certificate')
    with op.batch_alter_table('attendance', schema=None) as batch_op:
        batch_op.drop_index('ix_attendance_employee_id')

    op.drop_table('attendance')
    with op.batch_alter_table('assessment', schema=None) as batch_op:
        batch_op.drop_index('ix_assessment_employee_id_competency_id')

    op.drop_table('assessment')
    with op.batch_alter_table('agenda_item', schema=None) as batch_op:
        batch_op.drop_index('ix_agenda_item_meeting_id')

    op.drop_table('agenda_item')
    op.drop_table('tier_requirement')
    with op.batch_alter_table('stored_file', schema=None) as batch_op:
        batch_op.drop_index('ix_stored_file_government_id')

    op.drop_table('stored_file')
    with op.batch_alter_table('org_unit', schema=None) as batch_op:
        batch_op.drop_index('ix_org_unit_government_id_path')

    op.drop_table('org_unit')
    with op.batch_alter_table('notice', schema=None) as batch_op:
        batch_op.drop_index('ix_notice_employee_id_read_at_id')

    op.drop_table('notice')
    with op.batch_alter_table('meeting', schema=None) as batch_op:
        batch_op.drop_index('ix_meeting_starts_at')

    op.drop_table('meeting')
    with op.batch_alter_table('mail', schema=None) as batch_op:
        batch_op.drop_index('ix_mail_status_next_try_at')

    op.drop_table('mail')
    with op.batch_alter_table('employee', schema=None) as batch_op:
        batch_op.drop_index('ix_employee_government_id_name')

    op.drop_table('employee')
    op.drop_table('certificate_series')
    with op.batch_alter_table('sign_in_try', schema=None) as batch_op:
        batch_op.drop_index('ix_sign_in_try_address_hash_at')
        batch_op.drop_index('ix_sign_in_try_account_hash_at')

    op.drop_table('sign_in_try')
    op.drop_table('learning_target')
    with op.batch_alter_table('job', schema=None) as batch_op:
        batch_op.drop_index('ix_job_status_heartbeat_at')

    op.drop_table('job')
    op.drop_table('government')
    op.drop_table('development_form')
    op.drop_table('competency')
    op.drop_table('audit_head')
    with op.batch_alter_table('audit_entry', schema=None) as batch_op:
        batch_op.drop_index('ix_audit_entry_object')

    op.drop_table('audit_entry')
