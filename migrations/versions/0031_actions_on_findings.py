"""Actions on what a survey found, with owner, day and proof, and what a government adds to the catalogue."""

import sqlalchemy as sa
from alembic import op

from app.base.types import Exact, UtcDateTime

revision = '0031'
down_revision = '0030'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('own_intervention',
    sa.Column('target_kind', sa.String(length=20), nullable=False),
    sa.Column('target_code', sa.String(length=30), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('description', sa.Text(), nullable=False),
    sa.Column('effort', sa.String(length=6), nullable=False),
    sa.Column('days', sa.Integer(), nullable=False),
    sa.Column('evidence', sa.String(length=200), nullable=False),
    sa.Column('is_archived', sa.Boolean(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('days > 0', name=op.f('ck_own_intervention_days_positive')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_own_intervention_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_own_intervention')),
    sa.UniqueConstraint('government_id', 'id', name=op.f('uq_own_intervention_government_id_id')),
    sa.UniqueConstraint('government_id', 'name', name=op.f('uq_own_intervention_government_id_name'))
    )
    op.create_table('intervention_action',
    sa.Column('initiative_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('wave_id', sa.Integer(), nullable=True),
    sa.Column('target_kind', sa.String(length=20), nullable=True),
    sa.Column('target_code', sa.String(length=30), nullable=False),
    sa.Column('finding', sa.String(length=300), nullable=False),
    sa.Column('finding_value', Exact(precision=8, scale=2), nullable=True),
    sa.Column('finding_answers', sa.Integer(), nullable=True),
    sa.Column('catalogue_code', sa.String(length=30), nullable=False),
    sa.Column('title', sa.String(length=150), nullable=False),
    sa.Column('description', sa.Text(), nullable=False),
    sa.Column('owner_id', sa.Integer(), nullable=False),
    sa.Column('planned_by_id', sa.Integer(), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('status', sa.String(length=12), nullable=False),
    sa.Column('evidence', sa.Text(), nullable=False),
    sa.Column('evidence_file_id', sa.Integer(), nullable=True),
    sa.Column('done_on', sa.Date(), nullable=True),
    sa.Column('verified_by', sa.String(length=10), nullable=True),
    sa.Column('verified_by_id', sa.Integer(), nullable=True),
    sa.Column('verified_wave_id', sa.Integer(), nullable=True),
    sa.Column('verified_at', UtcDateTime(timezone=True), nullable=True),
    sa.Column('effect', sa.String(length=300), nullable=False),
    sa.Column('drop_reason', sa.String(length=500), nullable=False),
    sa.Column('sosialisasi_id', sa.Integer(), nullable=True),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('reminded_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['evidence_file_id'], ['stored_file.id'], name=op.f('fk_intervention_action_evidence_file_id')),
    sa.ForeignKeyConstraint(['government_id', 'batch_id'], ['batch.government_id', 'batch.id'], name=op.f('fk_intervention_action_government_id_batch_id')),
    sa.ForeignKeyConstraint(['government_id', 'initiative_id'], ['initiative.government_id', 'initiative.id'], name=op.f('fk_intervention_action_government_id_initiative_id')),
    sa.ForeignKeyConstraint(['government_id', 'sosialisasi_id'], ['sosialisasi.government_id', 'sosialisasi.id'], name=op.f('fk_intervention_action_government_id_sosialisasi_id')),
    sa.ForeignKeyConstraint(['government_id', 'unit_id'], ['org_unit.government_id', 'org_unit.id'], name=op.f('fk_intervention_action_government_id_unit_id')),
    sa.ForeignKeyConstraint(['government_id', 'verified_wave_id'], ['survey_wave.government_id', 'survey_wave.id'], name=op.f('fk_intervention_action_government_id_verified_wave_id')),
    sa.ForeignKeyConstraint(['government_id', 'wave_id'], ['survey_wave.government_id', 'survey_wave.id'], name=op.f('fk_intervention_action_government_id_wave_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_intervention_action_government_id')),
    sa.ForeignKeyConstraint(['owner_id'], ['employee.id'], name=op.f('fk_intervention_action_owner_id')),
    sa.ForeignKeyConstraint(['planned_by_id'], ['employee.id'], name=op.f('fk_intervention_action_planned_by_id')),
    sa.ForeignKeyConstraint(['verified_by_id'], ['employee.id'], name=op.f('fk_intervention_action_verified_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_intervention_action')),
    sa.UniqueConstraint('government_id', 'id', name=op.f('uq_intervention_action_government_id_id'))
    )
    with op.batch_alter_table('intervention_action', schema=None) as batch_op:
        batch_op.create_index('ix_intervention_action_initiative_id_status', ['initiative_id', 'status'], unique=False)
        batch_op.create_index('ix_intervention_action_owner_id_status', ['owner_id', 'status'], unique=False)
        batch_op.create_index('ix_intervention_action_status_due_on', ['status', 'due_on'], unique=False)
        batch_op.create_index('ix_intervention_action_unit_id', ['unit_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('intervention_action', schema=None) as batch_op:
        batch_op.drop_index('ix_intervention_action_unit_id')
        batch_op.drop_index('ix_intervention_action_status_due_on')
        batch_op.drop_index('ix_intervention_action_owner_id_status')
        batch_op.drop_index('ix_intervention_action_initiative_id_status')

    op.drop_table('intervention_action')
    op.drop_table('own_intervention')
