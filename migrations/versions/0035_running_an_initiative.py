"""How an initiative is run: stages with gates, its team, the units' own view, stakeholders, causes, risks, indicators.

Whoever an initiative names as its sponsor is the first of its team from the day it begins.
"""

import sqlalchemy as sa
from alembic import op

from app.base.types import Exact, UtcDateTime

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('stage_pattern',
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=150), nullable=False),
    sa.Column('about', sa.String(length=1000), nullable=False),
    sa.Column('documents', sa.String(length=1000), nullable=False),
    sa.Column('lead', sa.String(length=150), nullable=False),
    sa.Column('gate', sa.String(length=300), nullable=False),
    sa.Column('basis', sa.String(length=300), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_stage_pattern_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stage_pattern'))
    )
    with op.batch_alter_table('stage_pattern', schema=None) as batch_op:
        batch_op.create_index('ix_stage_pattern_government_id_place', ['government_id', 'place'], unique=False)

    op.create_table('initiative_decision',
    sa.Column('initiative_id', sa.Integer(), nullable=False),
    sa.Column('decided_on', sa.Date(), nullable=False),
    sa.Column('decided_by', sa.String(length=150), nullable=False),
    sa.Column('what', sa.String(length=1000), nullable=False),
    sa.Column('why', sa.String(length=1000), nullable=False),
    sa.Column('file_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['file_id'], ['stored_file.id'], name=op.f('fk_initiative_decision_file_id')),
    sa.ForeignKeyConstraint(['government_id', 'initiative_id'], ['initiative.government_id', 'initiative.id'], name=op.f('fk_initiative_decision_government_id_initiative_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_initiative_decision_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_initiative_decision'))
    )
    with op.batch_alter_table('initiative_decision', schema=None) as batch_op:
        batch_op.create_index('ix_initiative_decision_initiative_id', ['initiative_id'], unique=False)

    op.create_table('initiative_indicator',
    sa.Column('initiative_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=150), nullable=False),
    sa.Column('definition', sa.String(length=1000), nullable=False),
    sa.Column('measured_in', sa.String(length=40), nullable=False),
    sa.Column('source', sa.String(length=200), nullable=False),
    sa.Column('baseline_month', sa.Date(), nullable=False),
    sa.Column('baseline', Exact(precision=16, scale=2), nullable=False),
    sa.Column('baseline_n', sa.Integer(), nullable=True),
    sa.Column('target', Exact(precision=16, scale=2), nullable=False),
    sa.Column('direction', sa.String(length=4), nullable=False),
    sa.Column('owner_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('baseline_n IS NULL OR baseline_n >= 0', name=op.f('ck_initiative_indicator_baseline_n_not_negative')),
    sa.ForeignKeyConstraint(['government_id', 'initiative_id'], ['initiative.government_id', 'initiative.id'], name=op.f('fk_initiative_indicator_government_id_initiative_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_initiative_indicator_government_id')),
    sa.ForeignKeyConstraint(['owner_id'], ['employee.id'], name=op.f('fk_initiative_indicator_owner_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_initiative_indicator')),
    sa.UniqueConstraint('government_id', 'id', name=op.f('uq_initiative_indicator_government_id_id'))
    )
    with op.batch_alter_table('initiative_indicator', schema=None) as batch_op:
        batch_op.create_index('ix_initiative_indicator_initiative_id', ['initiative_id'], unique=False)

    op.create_table('initiative_risk',
    sa.Column('initiative_id', sa.Integer(), nullable=False),
    sa.Column('what', sa.String(length=300), nullable=False),
    sa.Column('likelihood', sa.Integer(), nullable=False),
    sa.Column('impact', sa.Integer(), nullable=False),
    sa.Column('mitigation', sa.String(length=1000), nullable=False),
    sa.Column('owner_id', sa.Integer(), nullable=True),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('impact BETWEEN 1 AND 5', name=op.f('ck_initiative_risk_impact_in_range')),
    sa.CheckConstraint('likelihood BETWEEN 1 AND 5', name=op.f('ck_initiative_risk_likelihood_in_range')),
    sa.ForeignKeyConstraint(['government_id', 'initiative_id'], ['initiative.government_id', 'initiative.id'], name=op.f('fk_initiative_risk_government_id_initiative_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_initiative_risk_government_id')),
    sa.ForeignKeyConstraint(['owner_id'], ['employee.id'], name=op.f('fk_initiative_risk_owner_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_initiative_risk'))
    )
    with op.batch_alter_table('initiative_risk', schema=None) as batch_op:
        batch_op.create_index('ix_initiative_risk_initiative_id', ['initiative_id'], unique=False)

    op.create_table('initiative_stage',
    sa.Column('initiative_id', sa.Integer(), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=150), nullable=False),
    sa.Column('about', sa.String(length=1000), nullable=False),
    sa.Column('lead', sa.String(length=150), nullable=False),
    sa.Column('gate', sa.String(length=300), nullable=False),
    sa.Column('basis', sa.String(length=300), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=True),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('began_on', sa.Date(), nullable=True),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('passed_at', UtcDateTime(timezone=True), nullable=True),
    sa.Column('passed_by_id', sa.Integer(), nullable=True),
    sa.Column('pass_note', sa.String(length=500), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('ended_on IS NULL OR began_on IS NULL OR ended_on >= began_on', name=op.f('ck_initiative_stage_ended_after_it_began')),
    sa.CheckConstraint('ends_on IS NULL OR starts_on IS NULL OR ends_on >= starts_on', name=op.f('ck_initiative_stage_ends_after_start')),
    sa.CheckConstraint('passed_at IS NULL OR ended_on IS NOT NULL', name=op.f('ck_initiative_stage_passed_is_over')),
    sa.ForeignKeyConstraint(['government_id', 'initiative_id'], ['initiative.government_id', 'initiative.id'], name=op.f('fk_initiative_stage_government_id_initiative_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_initiative_stage_government_id')),
    sa.ForeignKeyConstraint(['passed_by_id'], ['employee.id'], name=op.f('fk_initiative_stage_passed_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_initiative_stage')),
    sa.UniqueConstraint('government_id', 'id', name=op.f('uq_initiative_stage_government_id_id'))
    )
    with op.batch_alter_table('initiative_stage', schema=None) as batch_op:
        batch_op.create_index('ix_initiative_stage_initiative_id_place', ['initiative_id', 'place'], unique=False)

    op.create_table('planned_message',
    sa.Column('initiative_id', sa.Integer(), nullable=False),
    sa.Column('audience', sa.String(length=150), nullable=False),
    sa.Column('what', sa.String(length=500), nullable=False),
    sa.Column('channel', sa.String(length=80), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('told_by', sa.String(length=150), nullable=False),
    sa.Column('told_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['government_id', 'initiative_id'], ['initiative.government_id', 'initiative.id'], name=op.f('fk_planned_message_government_id_initiative_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_planned_message_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_planned_message'))
    )
    with op.batch_alter_table('planned_message', schema=None) as batch_op:
        batch_op.create_index('ix_planned_message_initiative_id', ['initiative_id'], unique=False)

    op.create_table('resistance_cause',
    sa.Column('initiative_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=True),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('own_words', sa.String(length=150), nullable=False),
    sa.Column('note', sa.String(length=500), nullable=False),
    sa.Column('noted_on', sa.Date(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.CheckConstraint("code <> '' OR own_words <> ''", name=op.f('ck_resistance_cause_says_something')),
    sa.ForeignKeyConstraint(['government_id', 'initiative_id'], ['initiative.government_id', 'initiative.id'], name=op.f('fk_resistance_cause_government_id_initiative_id')),
    sa.ForeignKeyConstraint(['government_id', 'unit_id'], ['org_unit.government_id', 'org_unit.id'], name=op.f('fk_resistance_cause_government_id_unit_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_resistance_cause_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_resistance_cause'))
    )
    with op.batch_alter_table('resistance_cause', schema=None) as batch_op:
        batch_op.create_index('ix_resistance_cause_initiative_id', ['initiative_id'], unique=False)

    op.create_table('stakeholder',
    sa.Column('initiative_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('name', sa.String(length=150), nullable=False),
    sa.Column('influence', sa.Integer(), nullable=False),
    sa.Column('impact', sa.Integer(), nullable=False),
    sa.Column('stance', sa.Integer(), nullable=False),
    sa.Column('wanted', sa.Integer(), nullable=False),
    sa.Column('note', sa.String(length=500), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('impact BETWEEN 1 AND 5', name=op.f('ck_stakeholder_impact_in_range')),
    sa.CheckConstraint('influence BETWEEN 1 AND 5', name=op.f('ck_stakeholder_influence_in_range')),
    sa.CheckConstraint('stance BETWEEN -2 AND 2', name=op.f('ck_stakeholder_stance_in_range')),
    sa.CheckConstraint('wanted BETWEEN -2 AND 2', name=op.f('ck_stakeholder_wanted_in_range')),
    sa.ForeignKeyConstraint(['government_id', 'initiative_id'], ['initiative.government_id', 'initiative.id'], name=op.f('fk_stakeholder_government_id_initiative_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_stakeholder_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stakeholder'))
    )
    with op.batch_alter_table('stakeholder', schema=None) as batch_op:
        batch_op.create_index('ix_stakeholder_initiative_id', ['initiative_id'], unique=False)

    op.create_table('team_member',
    sa.Column('initiative_id', sa.Integer(), nullable=False),
    sa.Column('employee_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.String(length=10), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=True),
    sa.Column('label', sa.String(length=80), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.CheckConstraint("(role = 'agent') = (unit_id IS NOT NULL)", name=op.f('ck_team_member_agents_have_a_unit')),
    sa.CheckConstraint('ends_on IS NULL OR ends_on >= starts_on', name=op.f('ck_team_member_ends_after_start')),
    sa.ForeignKeyConstraint(['employee_id'], ['employee.id'], name=op.f('fk_team_member_employee_id')),
    sa.ForeignKeyConstraint(['government_id', 'initiative_id'], ['initiative.government_id', 'initiative.id'], name=op.f('fk_team_member_government_id_initiative_id')),
    sa.ForeignKeyConstraint(['government_id', 'unit_id'], ['org_unit.government_id', 'org_unit.id'], name=op.f('fk_team_member_government_id_unit_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_team_member_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_team_member'))
    )
    with op.batch_alter_table('team_member', schema=None) as batch_op:
        batch_op.create_index('ix_team_member_employee_id', ['employee_id'], unique=False)
        batch_op.create_index('ix_team_member_initiative_id', ['initiative_id'], unique=False)

    op.create_table('unit_view',
    sa.Column('initiative_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('degree', sa.Integer(), nullable=False),
    sa.Column('note', sa.String(length=500), nullable=False),
    sa.Column('said_by_id', sa.Integer(), nullable=False),
    sa.Column('said_on', sa.Date(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('degree BETWEEN 0 AND 3', name=op.f('ck_unit_view_degree_0_to_3')),
    sa.ForeignKeyConstraint(['government_id', 'initiative_id'], ['initiative.government_id', 'initiative.id'], name=op.f('fk_unit_view_government_id_initiative_id')),
    sa.ForeignKeyConstraint(['government_id', 'unit_id'], ['org_unit.government_id', 'org_unit.id'], name=op.f('fk_unit_view_government_id_unit_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_unit_view_government_id')),
    sa.ForeignKeyConstraint(['said_by_id'], ['employee.id'], name=op.f('fk_unit_view_said_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_unit_view')),
    sa.UniqueConstraint('initiative_id', 'unit_id', name=op.f('uq_unit_view_initiative_id_unit_id'))
    )
    op.create_table('indicator_reading',
    sa.Column('indicator_id', sa.Integer(), nullable=False),
    sa.Column('month', sa.Date(), nullable=False),
    sa.Column('value', Exact(precision=16, scale=2), nullable=False),
    sa.Column('n', sa.Integer(), nullable=True),
    sa.Column('breaks', sa.String(length=300), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('n IS NULL OR n >= 0', name=op.f('ck_indicator_reading_n_not_negative')),
    sa.ForeignKeyConstraint(['government_id', 'indicator_id'], ['initiative_indicator.government_id', 'initiative_indicator.id'], name=op.f('fk_indicator_reading_government_id_indicator_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_indicator_reading_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_indicator_reading')),
    sa.UniqueConstraint('indicator_id', 'month', name=op.f('uq_indicator_reading_indicator_id_month'))
    )
    op.create_table('stage_paper',
    sa.Column('stage_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=150), nullable=False),
    sa.Column('file_id', sa.Integer(), nullable=True),
    sa.Column('address', sa.String(length=500), nullable=False),
    sa.Column('is_shared', sa.Boolean(), nullable=False),
    sa.Column('added_at', UtcDateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.CheckConstraint("file_id IS NULL OR address = ''", name=op.f('ck_stage_paper_file_or_address')),
    sa.ForeignKeyConstraint(['file_id'], ['stored_file.id'], name=op.f('fk_stage_paper_file_id')),
    sa.ForeignKeyConstraint(['government_id', 'stage_id'], ['initiative_stage.government_id', 'initiative_stage.id'], name=op.f('fk_stage_paper_government_id_stage_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_stage_paper_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stage_paper'))
    )
    with op.batch_alter_table('stage_paper', schema=None) as batch_op:
        batch_op.create_index('ix_stage_paper_stage_id', ['stage_id'], unique=False)
    op.execute(
        "INSERT INTO team_member (government_id, initiative_id, employee_id, role, label, starts_on)"
        " SELECT government_id, id, sponsor_id, 'sponsor', '', starts_on FROM initiative WHERE sponsor_id IS NOT NULL"
    )


def downgrade() -> None:
    with op.batch_alter_table('stage_paper', schema=None) as batch_op:
        batch_op.drop_index('ix_stage_paper_stage_id')

    op.drop_table('stage_paper')
    op.drop_table('indicator_reading')
    op.drop_table('unit_view')
    with op.batch_alter_table('team_member', schema=None) as batch_op:
        batch_op.drop_index('ix_team_member_initiative_id')
        batch_op.drop_index('ix_team_member_employee_id')

    op.drop_table('team_member')
    with op.batch_alter_table('stakeholder', schema=None) as batch_op:
        batch_op.drop_index('ix_stakeholder_initiative_id')

    op.drop_table('stakeholder')
    with op.batch_alter_table('resistance_cause', schema=None) as batch_op:
        batch_op.drop_index('ix_resistance_cause_initiative_id')

    op.drop_table('resistance_cause')
    with op.batch_alter_table('planned_message', schema=None) as batch_op:
        batch_op.drop_index('ix_planned_message_initiative_id')

    op.drop_table('planned_message')
    with op.batch_alter_table('initiative_stage', schema=None) as batch_op:
        batch_op.drop_index('ix_initiative_stage_initiative_id_place')

    op.drop_table('initiative_stage')
    with op.batch_alter_table('initiative_risk', schema=None) as batch_op:
        batch_op.drop_index('ix_initiative_risk_initiative_id')

    op.drop_table('initiative_risk')
    with op.batch_alter_table('initiative_indicator', schema=None) as batch_op:
        batch_op.drop_index('ix_initiative_indicator_initiative_id')

    op.drop_table('initiative_indicator')
    with op.batch_alter_table('initiative_decision', schema=None) as batch_op:
        batch_op.drop_index('ix_initiative_decision_initiative_id')

    op.drop_table('initiative_decision')
    with op.batch_alter_table('stage_pattern', schema=None) as batch_op:
        batch_op.drop_index('ix_stage_pattern_government_id_place')

    op.drop_table('stage_pattern')
