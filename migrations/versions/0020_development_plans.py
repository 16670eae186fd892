"""The needs analysis becomes a plan of a year, with its people, its money and the batches it turns into; units state
needs by hand; targets of several years; people named for a draft batch."""

import sqlalchemy as sa
from alembic import op

from app.base.types import Exact, UtcDateTime

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('development_fund',
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('source', sa.String(length=80), nullable=False),
    sa.Column('amount', Exact(precision=15, scale=2), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('amount >= 0', name=op.f('ck_development_fund_amount_not_negative')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_development_fund_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_development_fund')),
    sa.UniqueConstraint('government_id', 'year', 'source', name=op.f('uq_development_fund_government_id_year_source'))
    )
    op.create_table('development_plan',
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('area', sa.Integer(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=True),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('status', sa.String(length=12), nullable=False),
    sa.Column('class_size', sa.Integer(), nullable=False),
    sa.Column('smallest_class', sa.Integer(), nullable=False),
    sa.Column('hours_a_day', Exact(precision=12, scale=2), nullable=False),
    sa.Column('meetings_a_month', sa.Integer(), nullable=True),
    sa.Column('created_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('submitted_at', UtcDateTime(timezone=True), nullable=True),
    sa.Column('letter_id', sa.Integer(), nullable=True),
    sa.Column('decision_number', sa.String(length=120), nullable=False),
    sa.Column('decided_on', sa.Date(), nullable=True),
    sa.Column('decided_by', sa.String(length=150), nullable=False),
    sa.Column('reason', sa.String(length=500), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('class_size BETWEEN 1 AND 1000', name=op.f('ck_development_plan_class_size_sound')),
    sa.CheckConstraint('hours_a_day > 0', name=op.f('ck_development_plan_hours_a_day_positive')),
    sa.CheckConstraint('smallest_class BETWEEN 1 AND class_size', name=op.f('ck_development_plan_smallest_class_fits')),
    sa.CheckConstraint('year BETWEEN 2000 AND 2100', name=op.f('ck_development_plan_year_sound')),
    sa.ForeignKeyConstraint(['government_id', 'letter_id'], ['letter.government_id', 'letter.id'], name=op.f('fk_development_plan_government_id_letter_id')),
    sa.ForeignKeyConstraint(['government_id', 'unit_id'], ['org_unit.government_id', 'org_unit.id'], name=op.f('fk_development_plan_government_id_unit_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_development_plan_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_development_plan')),
    sa.UniqueConstraint('government_id', 'id', name=op.f('uq_development_plan_government_id_id')),
    sa.UniqueConstraint('government_id', 'year', 'area', 'revision', name=op.f('uq_development_plan_government_id_year_area_revision'))
    )
    op.create_table('horizon_plan',
    sa.Column('first_year', sa.Integer(), nullable=False),
    sa.Column('last_year', sa.Integer(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('status', sa.String(length=12), nullable=False),
    sa.Column('compiled_at', UtcDateTime(timezone=True), nullable=True),
    sa.Column('letter_id', sa.Integer(), nullable=True),
    sa.Column('decision_number', sa.String(length=120), nullable=False),
    sa.Column('decided_on', sa.Date(), nullable=True),
    sa.Column('decided_by', sa.String(length=150), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('last_year >= first_year AND last_year < first_year + 10', name=op.f('ck_horizon_plan_years_in_order')),
    sa.ForeignKeyConstraint(['government_id', 'letter_id'], ['letter.government_id', 'letter.id'], name=op.f('fk_horizon_plan_government_id_letter_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_horizon_plan_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_horizon_plan')),
    sa.UniqueConstraint('government_id', 'first_year', 'revision', name=op.f('uq_horizon_plan_government_id_first_year_revision')),
    sa.UniqueConstraint('government_id', 'id', name=op.f('uq_horizon_plan_government_id_id'))
    )
    op.create_table('horizon_target',
    sa.Column('plan_id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('competency_id', sa.Integer(), nullable=True),
    sa.Column('subject', sa.String(length=250), nullable=False),
    sa.Column('tier', sa.String(length=20), nullable=False),
    sa.Column('form_code', sa.String(length=10), nullable=False),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.Column('lesson_hours', Exact(precision=12, scale=2), nullable=True),
    sa.Column('cost', Exact(precision=15, scale=2), nullable=True),
    sa.Column('is_planned', sa.Boolean(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('cost IS NULL OR cost >= 0', name=op.f('ck_horizon_target_cost_not_negative')),
    sa.CheckConstraint('lesson_hours IS NULL OR lesson_hours > 0', name=op.f('ck_horizon_target_lesson_hours_positive')),
    sa.CheckConstraint('people >= 0', name=op.f('ck_horizon_target_people_not_negative')),
    sa.ForeignKeyConstraint(['competency_id'], ['competency.id'], name=op.f('fk_horizon_target_competency_id')),
    sa.ForeignKeyConstraint(['government_id', 'plan_id'], ['horizon_plan.government_id', 'horizon_plan.id'], name=op.f('fk_horizon_target_government_id_plan_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_horizon_target_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_horizon_target'))
    )
    with op.batch_alter_table('horizon_target', schema=None) as batch_op:
        batch_op.create_index('ix_horizon_target_plan_id_year_id', ['plan_id', 'year', 'id'], unique=False)

    op.create_table('plan_change',
    sa.Column('plan_id', sa.Integer(), nullable=False),
    sa.Column('at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('actor_id', sa.Integer(), nullable=True),
    sa.Column('actor', sa.String(length=150), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('before', sa.JSON(), nullable=False),
    sa.Column('undone_at', UtcDateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['government_id', 'plan_id'], ['development_plan.government_id', 'development_plan.id'], name=op.f('fk_plan_change_government_id_plan_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_plan_change_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plan_change'))
    )
    with op.batch_alter_table('plan_change', schema=None) as batch_op:
        batch_op.create_index('ix_plan_change_plan_id_id', ['plan_id', 'id'], unique=False)

    op.create_table('plan_line',
    sa.Column('plan_id', sa.Integer(), nullable=False),
    sa.Column('root_id', sa.Integer(), nullable=True),
    sa.Column('status', sa.String(length=8), nullable=False),
    sa.Column('drop_reason', sa.String(length=500), nullable=False),
    sa.Column('basis', sa.String(length=12), nullable=False),
    sa.Column('need', sa.String(length=500), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=True),
    sa.Column('competency_id', sa.Integer(), nullable=True),
    sa.Column('level_from', sa.Integer(), nullable=True),
    sa.Column('level_to', sa.Integer(), nullable=True),
    sa.Column('tier', sa.String(length=20), nullable=False),
    sa.Column('title', sa.String(length=250), nullable=False),
    sa.Column('programme_id', sa.Integer(), nullable=True),
    sa.Column('form_code', sa.String(length=10), nullable=False),
    sa.Column('organiser', sa.String(length=150), nullable=False),
    sa.Column('curriculum', sa.String(length=250), nullable=False),
    sa.Column('lesson_hours', Exact(precision=12, scale=2), nullable=True),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.Column('classes', sa.Integer(), nullable=False),
    sa.Column('seats', sa.Integer(), nullable=False),
    sa.Column('month', sa.Integer(), nullable=False),
    sa.Column('cost', Exact(precision=15, scale=2), nullable=True),
    sa.Column('cost_per', sa.String(length=6), nullable=False),
    sa.Column('fund_source', sa.String(length=80), nullable=False),
    sa.Column('priority', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('classes BETWEEN 1 AND 1000 AND seats BETWEEN 1 AND 10000', name=op.f('ck_plan_line_classes_sound')),
    sa.CheckConstraint('cost IS NULL OR cost >= 0', name=op.f('ck_plan_line_cost_not_negative')),
    sa.CheckConstraint('lesson_hours IS NULL OR lesson_hours > 0', name=op.f('ck_plan_line_lesson_hours_positive')),
    sa.CheckConstraint('level_to IS NULL OR level_to BETWEEN 1 AND 5', name=op.f('ck_plan_line_level_1_to_5')),
    sa.CheckConstraint('month BETWEEN 1 AND 12', name=op.f('ck_plan_line_month_1_to_12')),
    sa.CheckConstraint('people >= 0', name=op.f('ck_plan_line_people_not_negative')),
    sa.CheckConstraint('priority BETWEEN 1 AND 3', name=op.f('ck_plan_line_priority_1_to_3')),
    sa.ForeignKeyConstraint(['competency_id'], ['competency.id'], name=op.f('fk_plan_line_competency_id')),
    sa.ForeignKeyConstraint(['government_id', 'plan_id'], ['development_plan.government_id', 'development_plan.id'], name=op.f('fk_plan_line_government_id_plan_id')),
    sa.ForeignKeyConstraint(['government_id', 'programme_id'], ['programme.government_id', 'programme.id'], name=op.f('fk_plan_line_government_id_programme_id')),
    sa.ForeignKeyConstraint(['government_id', 'unit_id'], ['org_unit.government_id', 'org_unit.id'], name=op.f('fk_plan_line_government_id_unit_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_plan_line_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plan_line')),
    sa.UniqueConstraint('government_id', 'id', name=op.f('uq_plan_line_government_id_id'))
    )
    with op.batch_alter_table('plan_line', schema=None) as batch_op:
        batch_op.create_index('ix_plan_line_plan_id_priority_month_id', ['plan_id', 'priority', 'month', 'id'], unique=False)
        batch_op.create_index('ix_plan_line_root_id', ['root_id'], unique=False)

    op.create_table('batch_nominee',
    sa.Column('batch_id', sa.Integer(), nullable=False),
    sa.Column('employee_id', sa.Integer(), nullable=False),
    sa.Column('refusal', sa.String(length=300), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['employee_id'], ['employee.id'], name=op.f('fk_batch_nominee_employee_id')),
    sa.ForeignKeyConstraint(['government_id', 'batch_id'], ['batch.government_id', 'batch.id'], name=op.f('fk_batch_nominee_government_id_batch_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_batch_nominee_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_batch_nominee')),
    sa.UniqueConstraint('batch_id', 'employee_id', name=op.f('uq_batch_nominee_batch_id_employee_id'))
    )
    with op.batch_alter_table('batch_nominee', schema=None) as batch_op:
        batch_op.create_index('ix_batch_nominee_employee_id', ['employee_id'], unique=False)

    op.create_table('plan_batch',
    sa.Column('root_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('batch_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['government_id', 'root_id'], ['plan_line.government_id', 'plan_line.id'], name=op.f('fk_plan_batch_government_id_root_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_plan_batch_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plan_batch')),
    sa.UniqueConstraint('batch_id', name=op.f('uq_plan_batch_batch_id')),
    sa.UniqueConstraint('root_id', 'number', name=op.f('uq_plan_batch_root_id_number'))
    )
    op.create_table('plan_line_person',
    sa.Column('line_id', sa.Integer(), nullable=False),
    sa.Column('employee_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('required', sa.Integer(), nullable=True),
    sa.Column('measured', sa.Integer(), nullable=True),
    sa.Column('below_target', sa.Boolean(), nullable=False),
    sa.Column('left_out', sa.Boolean(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['employee_id'], ['employee.id'], name=op.f('fk_plan_line_person_employee_id')),
    sa.ForeignKeyConstraint(['government_id', 'line_id'], ['plan_line.government_id', 'plan_line.id'], name=op.f('fk_plan_line_person_government_id_line_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_plan_line_person_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plan_line_person')),
    sa.UniqueConstraint('line_id', 'employee_id', name=op.f('uq_plan_line_person_line_id_employee_id'))
    )
    with op.batch_alter_table('plan_line_person', schema=None) as batch_op:
        batch_op.create_index('ix_plan_line_person_employee_id', ['employee_id'], unique=False)

    op.create_table('plan_line_source',
    sa.Column('line_id', sa.Integer(), nullable=False),
    sa.Column('competency_id', sa.Integer(), nullable=False),
    sa.Column('required', sa.Integer(), nullable=False),
    sa.Column('tier', sa.String(length=20), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['competency_id'], ['competency.id'], name=op.f('fk_plan_line_source_competency_id')),
    sa.ForeignKeyConstraint(['government_id', 'line_id'], ['plan_line.government_id', 'plan_line.id'], name=op.f('fk_plan_line_source_government_id_line_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_plan_line_source_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plan_line_source')),
    sa.UniqueConstraint('line_id', 'competency_id', 'required', 'tier', name=op.f('uq_plan_line_source_line_id_competency_id_required_tier'))
    )
    op.create_table('unit_need',
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('basis', sa.String(length=12), nullable=False),
    sa.Column('competency_id', sa.Integer(), nullable=True),
    sa.Column('title', sa.String(length=250), nullable=False),
    sa.Column('reason', sa.String(length=500), nullable=False),
    sa.Column('form_code', sa.String(length=10), nullable=False),
    sa.Column('status', sa.String(length=8), nullable=False),
    sa.Column('answer', sa.String(length=500), nullable=False),
    sa.Column('line_id', sa.Integer(), nullable=True),
    sa.Column('stated_by', sa.Integer(), nullable=True),
    sa.Column('stated_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('year BETWEEN 2000 AND 2100', name=op.f('ck_unit_need_year_sound')),
    sa.ForeignKeyConstraint(['competency_id'], ['competency.id'], name=op.f('fk_unit_need_competency_id')),
    sa.ForeignKeyConstraint(['government_id', 'line_id'], ['plan_line.government_id', 'plan_line.id'], name=op.f('fk_unit_need_government_id_line_id')),
    sa.ForeignKeyConstraint(['government_id', 'unit_id'], ['org_unit.government_id', 'org_unit.id'], name=op.f('fk_unit_need_government_id_unit_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_unit_need_government_id')),
    sa.ForeignKeyConstraint(['stated_by'], ['employee.id'], name=op.f('fk_unit_need_stated_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_unit_need')),
    sa.UniqueConstraint('government_id', 'id', name=op.f('uq_unit_need_government_id_id'))
    )
    with op.batch_alter_table('unit_need', schema=None) as batch_op:
        batch_op.create_index('ix_unit_need_government_id_year_status_id', ['government_id', 'year', 'status', 'id'], unique=False)

    op.create_table('unit_need_person',
    sa.Column('need_id', sa.Integer(), nullable=False),
    sa.Column('employee_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['employee_id'], ['employee.id'], name=op.f('fk_unit_need_person_employee_id')),
    sa.ForeignKeyConstraint(['government_id', 'need_id'], ['unit_need.government_id', 'unit_need.id'], name=op.f('fk_unit_need_person_government_id_need_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_unit_need_person_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_unit_need_person')),
    sa.UniqueConstraint('need_id', 'employee_id', name=op.f('uq_unit_need_person_need_id_employee_id'))
    )
    with op.batch_alter_table('unit_need_person', schema=None) as batch_op:
        batch_op.create_index('ix_unit_need_person_employee_id', ['employee_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('unit_need_person', schema=None) as batch_op:
        batch_op.drop_index('ix_unit_need_person_employee_id')

    op.drop_table('unit_need_person')
    with op.batch_alter_table('unit_need', schema=None) as batch_op:
        batch_op.drop_index('ix_unit_need_government_id_year_status_id')

    op.drop_table('unit_need')
    op.drop_table('plan_line_source')
    with op.batch_alter_table('plan_line_person', schema=None) as batch_op:
        batch_op.drop_index('ix_plan_line_person_employee_id')

    op.drop_table('plan_line_person')
    op.drop_table('plan_batch')
    with op.batch_alter_table('batch_nominee', schema=None) as batch_op:
        batch_op.drop_index('ix_batch_nominee_employee_id')

    op.drop_table('batch_nominee')
    with op.batch_alter_table('plan_line', schema=None) as batch_op:
        batch_op.drop_index('ix_plan_line_root_id')
        batch_op.drop_index('ix_plan_line_plan_id_priority_month_id')

    op.drop_table('plan_line')
    with op.batch_alter_table('plan_change', schema=None) as batch_op:
        batch_op.drop_index('ix_plan_change_plan_id_id')

    op.drop_table('plan_change')
    with op.batch_alter_table('horizon_target', schema=None) as batch_op:
        batch_op.drop_index('ix_horizon_target_plan_id_year_id')

    op.drop_table('horizon_target')
    op.drop_table('horizon_plan')
    op.drop_table('development_plan')
    op.drop_table('development_fund')
