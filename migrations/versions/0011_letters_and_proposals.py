"""Letters go out on a unit's letterhead, numbered and frozen; units propose activities and run their own batches.

A batch may name the unit that runs it; it closes only once that unit's report was accepted.
"""

import sqlalchemy as sa
from alembic import op

from app.base.types import Exact, UtcDateTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('letter_text',
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('subject', sa.String(length=200), nullable=False),
    sa.Column('opening', sa.Text(), nullable=False),
    sa.Column('closing', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_letter_text_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_letter_text')),
    sa.UniqueConstraint('government_id', 'kind', name=op.f('uq_letter_text_government_id_kind'))
    )
    op.create_table('letter_series',
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=20), nullable=False),
    sa.Column('pattern', sa.String(length=100), nullable=False),
    sa.Column('unit_code', sa.String(length=40), nullable=False),
    sa.Column('classification', sa.String(length=20), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['government_id', 'unit_id'], ['org_unit.government_id', 'org_unit.id'], name=op.f('fk_letter_series_government_id_unit_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_letter_series_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_letter_series')),
    sa.UniqueConstraint('government_id', 'id', name=op.f('uq_letter_series_government_id_id')),
    sa.UniqueConstraint('government_id', 'unit_id', 'code', name=op.f('uq_letter_series_government_id_unit_id_code'))
    )
    op.create_table('letter',
    sa.Column('series_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=120), nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('source_key', sa.String(length=80), nullable=False),
    sa.Column('subject', sa.String(length=250), nullable=False),
    sa.Column('facts', sa.JSON(), nullable=False),
    sa.Column('issued_on', sa.Date(), nullable=False),
    sa.Column('issued_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('file_id', sa.Integer(), nullable=True),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['file_id'], ['stored_file.id'], name=op.f('fk_letter_file_id')),
    sa.ForeignKeyConstraint(['government_id', 'series_id'], ['letter_series.government_id', 'letter_series.id'], name=op.f('fk_letter_government_id_series_id')),
    sa.ForeignKeyConstraint(['government_id', 'unit_id'], ['org_unit.government_id', 'org_unit.id'], name=op.f('fk_letter_government_id_unit_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_letter_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_letter')),
    sa.UniqueConstraint('government_id', 'id', name=op.f('uq_letter_government_id_id')),
    sa.UniqueConstraint('government_id', 'number', name=op.f('uq_letter_government_id_number')),
    sa.UniqueConstraint('series_id', 'year', 'sequence', name=op.f('uq_letter_series_id_year_sequence')),
    sa.UniqueConstraint('source_key', name=op.f('uq_letter_source_key'))
    )
    with op.batch_alter_table('letter', schema=None) as batch_op:
        batch_op.create_index('ix_letter_government_id_unit_id_id', ['government_id', 'unit_id', 'id'], unique=False)

    op.create_table('letter_counter',
    sa.Column('series_id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('last', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('last >= 0', name=op.f('ck_letter_counter_last_not_negative')),
    sa.ForeignKeyConstraint(['government_id', 'series_id'], ['letter_series.government_id', 'letter_series.id'], name=op.f('fk_letter_counter_government_id_series_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_letter_counter_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_letter_counter')),
    sa.UniqueConstraint('series_id', 'year', name=op.f('uq_letter_counter_series_id_year'))
    )
    op.create_table('letterhead',
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('government_name', sa.String(length=150), nullable=False),
    sa.Column('unit_name', sa.String(length=200), nullable=False),
    sa.Column('address', sa.String(length=250), nullable=False),
    sa.Column('phone', sa.String(length=60), nullable=False),
    sa.Column('email', sa.String(length=120), nullable=False),
    sa.Column('web', sa.String(length=120), nullable=False),
    sa.Column('city', sa.String(length=80), nullable=False),
    sa.Column('emblem_file_id', sa.Integer(), nullable=True),
    sa.Column('signatory_position_id', sa.Integer(), nullable=True),
    sa.Column('on_behalf_of', sa.String(length=150), nullable=False),
    sa.Column('paper', sa.String(length=2), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['emblem_file_id'], ['stored_file.id'], name=op.f('fk_letterhead_emblem_file_id')),
    sa.ForeignKeyConstraint(['government_id', 'signatory_position_id'], ['position.government_id', 'position.id'], name=op.f('fk_letterhead_government_id_signatory_position_id')),
    sa.ForeignKeyConstraint(['government_id', 'unit_id'], ['org_unit.government_id', 'org_unit.id'], name=op.f('fk_letterhead_government_id_unit_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_letterhead_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_letterhead')),
    sa.UniqueConstraint('government_id', 'unit_id', name=op.f('uq_letterhead_government_id_unit_id'))
    )
    op.create_table('proposal',
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('status', sa.String(length=16), nullable=False),
    sa.Column('title', sa.String(length=250), nullable=False),
    sa.Column('form_code', sa.String(length=10), nullable=False),
    sa.Column('purpose', sa.Text(), nullable=False),
    sa.Column('basis', sa.Text(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=True),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('place', sa.String(length=200), nullable=False),
    sa.Column('city', sa.String(length=80), nullable=False),
    sa.Column('target', sa.Text(), nullable=False),
    sa.Column('participants', sa.Integer(), nullable=True),
    sa.Column('trainers', sa.Text(), nullable=False),
    sa.Column('cost', Exact(precision=15, scale=2), nullable=True),
    sa.Column('fund_source', sa.String(length=150), nullable=False),
    sa.Column('proposer_id', sa.Integer(), nullable=True),
    sa.Column('created_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('reminders', sa.Integer(), nullable=False),
    sa.Column('programme_id', sa.Integer(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('cost IS NULL OR cost >= 0', name=op.f('ck_proposal_cost_not_negative')),
    sa.CheckConstraint('ends_on IS NULL OR starts_on IS NULL OR ends_on >= starts_on', name=op.f('ck_proposal_ends_after_start')),
    sa.CheckConstraint('participants IS NULL OR participants > 0', name=op.f('ck_proposal_participants_positive')),
    sa.ForeignKeyConstraint(['government_id', 'batch_id'], ['batch.government_id', 'batch.id'], name=op.f('fk_proposal_government_id_batch_id')),
    sa.ForeignKeyConstraint(['government_id', 'programme_id'], ['programme.government_id', 'programme.id'], name=op.f('fk_proposal_government_id_programme_id')),
    sa.ForeignKeyConstraint(['government_id', 'unit_id'], ['org_unit.government_id', 'org_unit.id'], name=op.f('fk_proposal_government_id_unit_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_proposal_government_id')),
    sa.ForeignKeyConstraint(['proposer_id'], ['employee.id'], name=op.f('fk_proposal_proposer_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_proposal')),
    sa.UniqueConstraint('batch_id', name=op.f('uq_proposal_batch_id')),
    sa.UniqueConstraint('government_id', 'id', name=op.f('uq_proposal_government_id_id'))
    )
    with op.batch_alter_table('proposal', schema=None) as batch_op:
        batch_op.create_index('ix_proposal_government_id_status_id', ['government_id', 'status', 'id'], unique=False)
        batch_op.create_index('ix_proposal_status_due_on', ['status', 'due_on'], unique=False)
        batch_op.create_index('ix_proposal_unit_id_id', ['unit_id', 'id'], unique=False)

    op.create_table('proposal_document',
    sa.Column('proposal_id', sa.Integer(), nullable=False),
    sa.Column('file_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=150), nullable=False),
    sa.Column('used_for', sa.String(length=8), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['file_id'], ['stored_file.id'], name=op.f('fk_proposal_document_file_id')),
    sa.ForeignKeyConstraint(['government_id', 'proposal_id'], ['proposal.government_id', 'proposal.id'], name=op.f('fk_proposal_document_government_id_proposal_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_proposal_document_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_proposal_document'))
    )
    with op.batch_alter_table('proposal_document', schema=None) as batch_op:
        batch_op.create_index('ix_proposal_document_proposal_id_id', ['proposal_id', 'id'], unique=False)

    op.create_table('proposal_report',
    sa.Column('proposal_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('attended', sa.Integer(), nullable=False),
    sa.Column('cost', Exact(precision=15, scale=2), nullable=False),
    sa.Column('notes', sa.Text(), nullable=False),
    sa.Column('letter_id', sa.Integer(), nullable=False),
    sa.Column('submitted_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('outcome', sa.String(length=16), nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('decided_at', UtcDateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('attended >= 0', name=op.f('ck_proposal_report_attended_not_negative')),
    sa.CheckConstraint('cost >= 0', name=op.f('ck_proposal_report_cost_not_negative')),
    sa.ForeignKeyConstraint(['government_id', 'letter_id'], ['letter.government_id', 'letter.id'], name=op.f('fk_proposal_report_government_id_letter_id')),
    sa.ForeignKeyConstraint(['government_id', 'proposal_id'], ['proposal.government_id', 'proposal.id'], name=op.f('fk_proposal_report_government_id_proposal_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_proposal_report_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_proposal_report')),
    sa.UniqueConstraint('proposal_id', 'number', name=op.f('uq_proposal_report_proposal_id_number'))
    )
    op.create_table('proposal_step',
    sa.Column('proposal_id', sa.Integer(), nullable=False),
    sa.Column('at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('actor_id', sa.Integer(), nullable=True),
    sa.Column('actor', sa.String(length=150), nullable=False),
    sa.Column('status', sa.String(length=16), nullable=False),
    sa.Column('note', sa.String(length=500), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['government_id', 'proposal_id'], ['proposal.government_id', 'proposal.id'], name=op.f('fk_proposal_step_government_id_proposal_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_proposal_step_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_proposal_step'))
    )
    with op.batch_alter_table('proposal_step', schema=None) as batch_op:
        batch_op.create_index('ix_proposal_step_proposal_id_id', ['proposal_id', 'id'], unique=False)

    op.create_table('proposal_subject',
    sa.Column('proposal_id', sa.Integer(), nullable=False),
    sa.Column('sort_order', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('lesson_hours', Exact(precision=12, scale=2), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('lesson_hours > 0', name=op.f('ck_proposal_subject_lesson_hours_positive')),
    sa.ForeignKeyConstraint(['government_id', 'proposal_id'], ['proposal.government_id', 'proposal.id'], name=op.f('fk_proposal_subject_government_id_proposal_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_proposal_subject_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_proposal_subject')),
    sa.UniqueConstraint('proposal_id', 'sort_order', name=op.f('uq_proposal_subject_proposal_id_sort_order'))
    )
    op.create_table('proposal_version',
    sa.Column('proposal_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('facts', sa.JSON(), nullable=False),
    sa.Column('letter_id', sa.Integer(), nullable=False),
    sa.Column('submitted_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('outcome', sa.String(length=16), nullable=True),
    sa.Column('findings', sa.JSON(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('reply_id', sa.Integer(), nullable=True),
    sa.Column('decided_at', UtcDateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['government_id', 'letter_id'], ['letter.government_id', 'letter.id'], name=op.f('fk_proposal_version_government_id_letter_id')),
    sa.ForeignKeyConstraint(['government_id', 'proposal_id'], ['proposal.government_id', 'proposal.id'], name=op.f('fk_proposal_version_government_id_proposal_id')),
    sa.ForeignKeyConstraint(['government_id', 'reply_id'], ['letter.government_id', 'letter.id'], name=op.f('fk_proposal_version_government_id_reply_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_proposal_version_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_proposal_version')),
    sa.UniqueConstraint('proposal_id', 'number', name=op.f('uq_proposal_version_proposal_id_number'))
    )
    with op.batch_alter_table('batch', schema=None) as batch_op:
        batch_op.add_column(sa.Column('unit_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('report_accepted_at', UtcDateTime(timezone=True), nullable=True))
        batch_op.create_index('ix_batch_unit_id', ['unit_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_batch_government_id_unit_id'), 'org_unit', ['government_id', 'unit_id'], ['government_id', 'id'])



def downgrade() -> None:
    with op.batch_alter_table('batch', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_batch_government_id_unit_id'), type_='foreignkey')
        batch_op.drop_index('ix_batch_unit_id')
        batch_op.drop_column('report_accepted_at')
        batch_op.drop_column('unit_id')

    op.drop_table('proposal_version')
    op.drop_table('proposal_subject')
    with op.batch_alter_table('proposal_step', schema=None) as batch_op:
        batch_op.drop_index('ix_proposal_step_proposal_id_id')

    op.drop_table('proposal_step')
    op.drop_table('proposal_report')
    with op.batch_alter_table('proposal_document', schema=None) as batch_op:
        batch_op.drop_index('ix_proposal_document_proposal_id_id')

    op.drop_table('proposal_document')
    with op.batch_alter_table('proposal', schema=None) as batch_op:
        batch_op.drop_index('ix_proposal_unit_id_id')
        batch_op.drop_index('ix_proposal_status_due_on')
        batch_op.drop_index('ix_proposal_government_id_status_id')

    op.drop_table('proposal')
    op.drop_table('letterhead')
    op.drop_table('letter_counter')
    with op.batch_alter_table('letter', schema=None) as batch_op:
        batch_op.drop_index('ix_letter_government_id_unit_id_id')

    op.drop_table('letter')
    op.drop_table('letter_series')
    op.drop_table('letter_text')
