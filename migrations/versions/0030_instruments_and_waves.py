"""Instruments in versions, waves that ask a frozen population, and answers kept apart from who gave them."""

import sqlalchemy as sa
from alembic import op

from app.base.types import UtcDateTime

revision = '0030'
down_revision = '0029'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('instrument',
    sa.Column('title', sa.String(length=150), nullable=False),
    sa.Column('purpose', sa.String(length=500), nullable=False),
    sa.Column('direction', sa.String(length=12), nullable=False),
    sa.Column('shipped_code', sa.String(length=30), nullable=False),
    sa.Column('licence_note', sa.Text(), nullable=False),
    sa.Column('is_trait', sa.Boolean(), nullable=False),
    sa.Column('is_collective', sa.Boolean(), nullable=False),
    sa.Column('is_archived', sa.Boolean(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_instrument_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_instrument')),
    sa.UniqueConstraint('government_id', 'id', name=op.f('uq_instrument_government_id_id')),
    sa.UniqueConstraint('government_id', 'title', name=op.f('uq_instrument_government_id_title'))
    )
    with op.batch_alter_table('instrument', schema=None) as batch_op:
        batch_op.create_index('ix_instrument_government_id_shipped_code', ['government_id', 'shipped_code'], unique=False)

    op.create_table('instrument_version',
    sa.Column('instrument_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('status', sa.String(length=10), nullable=False),
    sa.Column('introduction', sa.Text(), nullable=False),
    sa.Column('change_note', sa.String(length=500), nullable=False),
    sa.Column('published_at', UtcDateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('number > 0', name=op.f('ck_instrument_version_number_positive')),
    sa.ForeignKeyConstraint(['government_id', 'instrument_id'], ['instrument.government_id', 'instrument.id'], name=op.f('fk_instrument_version_government_id_instrument_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_instrument_version_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_instrument_version')),
    sa.UniqueConstraint('government_id', 'id', name=op.f('uq_instrument_version_government_id_id')),
    sa.UniqueConstraint('instrument_id', 'number', name=op.f('uq_instrument_version_instrument_id_number'))
    )
    op.create_table('instrument_dimension',
    sa.Column('version_id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=30), nullable=False),
    sa.Column('title', sa.String(length=100), nullable=False),
    sa.Column('sort_order', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['government_id', 'version_id'], ['instrument_version.government_id', 'instrument_version.id'], name=op.f('fk_instrument_dimension_government_id_version_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_instrument_dimension_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_instrument_dimension')),
    sa.UniqueConstraint('government_id', 'id', name=op.f('uq_instrument_dimension_government_id_id')),
    sa.UniqueConstraint('version_id', 'code', name=op.f('uq_instrument_dimension_version_id_code')),
    sa.UniqueConstraint('version_id', 'sort_order', name=op.f('uq_instrument_dimension_version_id_sort_order'))
    )
    op.create_table('survey_wave',
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('initiative_id', sa.Integer(), nullable=True),
    sa.Column('previous_id', sa.Integer(), nullable=True),
    sa.Column('title', sa.String(length=150), nullable=False),
    sa.Column('purpose', sa.Text(), nullable=False),
    sa.Column('change_name', sa.String(length=60), nullable=False),
    sa.Column('mode', sa.String(length=10), nullable=False),
    sa.Column('status', sa.String(length=10), nullable=False),
    sa.Column('minimum_group', sa.Integer(), nullable=False),
    sa.Column('targeted', sa.Integer(), nullable=False),
    sa.Column('opened_at', UtcDateTime(timezone=True), nullable=True),
    sa.Column('closes_at', UtcDateTime(timezone=True), nullable=True),
    sa.Column('closed_at', UtcDateTime(timezone=True), nullable=True),
    sa.Column('reminders', sa.Integer(), nullable=False),
    sa.Column('reminded_on', sa.Date(), nullable=True),
    sa.Column('told', sa.Text(), nullable=False),
    sa.Column('shared_at', UtcDateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('minimum_group >= 5', name=op.f('ck_survey_wave_minimum_group_of_five')),
    sa.ForeignKeyConstraint(['government_id', 'initiative_id'], ['initiative.government_id', 'initiative.id'], name=op.f('fk_survey_wave_government_id_initiative_id')),
    sa.ForeignKeyConstraint(['government_id', 'previous_id'], ['survey_wave.government_id', 'survey_wave.id'], name=op.f('fk_survey_wave_government_id_previous_id')),
    sa.ForeignKeyConstraint(['government_id', 'unit_id'], ['org_unit.government_id', 'org_unit.id'], name=op.f('fk_survey_wave_government_id_unit_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_survey_wave_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_survey_wave')),
    sa.UniqueConstraint('government_id', 'id', name=op.f('uq_survey_wave_government_id_id'))
    )
    with op.batch_alter_table('survey_wave', schema=None) as batch_op:
        batch_op.create_index('ix_survey_wave_government_id_status_id', ['government_id', 'status', 'id'], unique=False)
        batch_op.create_index('ix_survey_wave_initiative_id', ['initiative_id'], unique=False)
        batch_op.create_index('ix_survey_wave_status_closes_at', ['status', 'closes_at'], unique=False)

    op.create_table('instrument_item',
    sa.Column('version_id', sa.Integer(), nullable=False),
    sa.Column('dimension_id', sa.Integer(), nullable=True),
    sa.Column('code', sa.String(length=20), nullable=False),
    sa.Column('concept', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('text', sa.String(length=500), nullable=False),
    sa.Column('options', sa.JSON(), nullable=False),
    sa.Column('scale_min', sa.Integer(), nullable=False),
    sa.Column('favourable_from', sa.Integer(), nullable=True),
    sa.Column('reversed', sa.Boolean(), nullable=False),
    sa.Column('is_required', sa.Boolean(), nullable=False),
    sa.Column('page', sa.Integer(), nullable=False),
    sa.Column('shown_if', sa.JSON(), nullable=True),
    sa.Column('sort_order', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('page > 0', name=op.f('ck_instrument_item_page_positive')),
    sa.ForeignKeyConstraint(['government_id', 'dimension_id'], ['instrument_dimension.government_id', 'instrument_dimension.id'], name=op.f('fk_instrument_item_government_id_dimension_id')),
    sa.ForeignKeyConstraint(['government_id', 'version_id'], ['instrument_version.government_id', 'instrument_version.id'], name=op.f('fk_instrument_item_government_id_version_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_instrument_item_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_instrument_item')),
    sa.UniqueConstraint('government_id', 'id', name=op.f('uq_instrument_item_government_id_id')),
    sa.UniqueConstraint('version_id', 'code', name=op.f('uq_instrument_item_version_id_code')),
    sa.UniqueConstraint('version_id', 'sort_order', name=op.f('uq_instrument_item_version_id_sort_order'))
    )
    op.create_table('population_rule',
    sa.Column('wave_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=True),
    sa.Column('position_id', sa.Integer(), nullable=True),
    sa.Column('initiative_id', sa.Integer(), nullable=True),
    sa.Column('employee_id', sa.Integer(), nullable=True),
    sa.Column('tier', sa.String(length=20), nullable=False),
    sa.Column('is_left_out', sa.Boolean(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['employee_id'], ['employee.id'], name=op.f('fk_population_rule_employee_id')),
    sa.ForeignKeyConstraint(['government_id', 'initiative_id'], ['initiative.government_id', 'initiative.id'], name=op.f('fk_population_rule_government_id_initiative_id')),
    sa.ForeignKeyConstraint(['government_id', 'position_id'], ['position.government_id', 'position.id'], name=op.f('fk_population_rule_government_id_position_id')),
    sa.ForeignKeyConstraint(['government_id', 'unit_id'], ['org_unit.government_id', 'org_unit.id'], name=op.f('fk_population_rule_government_id_unit_id')),
    sa.ForeignKeyConstraint(['government_id', 'wave_id'], ['survey_wave.government_id', 'survey_wave.id'], name=op.f('fk_population_rule_government_id_wave_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_population_rule_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_population_rule'))
    )
    with op.batch_alter_table('population_rule', schema=None) as batch_op:
        batch_op.create_index('ix_population_rule_employee_id', ['employee_id'], unique=False)
        batch_op.create_index('ix_population_rule_wave_id', ['wave_id'], unique=False)

    op.create_table('survey_group',
    sa.Column('wave_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=True),
    sa.Column('unit_path', sa.String(length=200), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('targeted', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['government_id', 'unit_id'], ['org_unit.government_id', 'org_unit.id'], name=op.f('fk_survey_group_government_id_unit_id')),
    sa.ForeignKeyConstraint(['government_id', 'wave_id'], ['survey_wave.government_id', 'survey_wave.id'], name=op.f('fk_survey_group_government_id_wave_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_survey_group_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_survey_group')),
    sa.UniqueConstraint('government_id', 'id', name=op.f('uq_survey_group_government_id_id')),
    sa.UniqueConstraint('wave_id', 'unit_path', name=op.f('uq_survey_group_wave_id_unit_path'))
    )
    op.create_table('wave_instrument',
    sa.Column('wave_id', sa.Integer(), nullable=False),
    sa.Column('version_id', sa.Integer(), nullable=False),
    sa.Column('sort_order', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['government_id', 'version_id'], ['instrument_version.government_id', 'instrument_version.id'], name=op.f('fk_wave_instrument_government_id_version_id')),
    sa.ForeignKeyConstraint(['government_id', 'wave_id'], ['survey_wave.government_id', 'survey_wave.id'], name=op.f('fk_wave_instrument_government_id_wave_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_wave_instrument_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_wave_instrument')),
    sa.UniqueConstraint('wave_id', 'sort_order', name=op.f('uq_wave_instrument_wave_id_sort_order')),
    sa.UniqueConstraint('wave_id', 'version_id', name=op.f('uq_wave_instrument_wave_id_version_id'))
    )
    with op.batch_alter_table('wave_instrument', schema=None) as batch_op:
        batch_op.create_index('ix_wave_instrument_version_id', ['version_id'], unique=False)

    op.create_table('survey_answer',
    sa.Column('key', sa.String(length=32), nullable=False),
    sa.Column('wave_id', sa.Integer(), nullable=False),
    sa.Column('group_id', sa.Integer(), nullable=False),
    sa.Column('marks', sa.LargeBinary(), nullable=False),
    sa.Column('texts', sa.JSON(), nullable=True),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['government_id', 'group_id'], ['survey_group.government_id', 'survey_group.id'], name=op.f('fk_survey_answer_government_id_group_id')),
    sa.ForeignKeyConstraint(['government_id', 'wave_id'], ['survey_wave.government_id', 'survey_wave.id'], name=op.f('fk_survey_answer_government_id_wave_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_survey_answer_government_id')),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_survey_answer')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('survey_answer', schema=None) as batch_op:
        batch_op.create_index('ix_survey_answer_wave_id', ['wave_id'], unique=False)

    op.create_table('survey_named_answer',
    sa.Column('wave_id', sa.Integer(), nullable=False),
    sa.Column('employee_id', sa.Integer(), nullable=False),
    sa.Column('group_id', sa.Integer(), nullable=False),
    sa.Column('answered_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('marks', sa.LargeBinary(), nullable=False),
    sa.Column('texts', sa.JSON(), nullable=True),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['employee_id'], ['employee.id'], name=op.f('fk_survey_named_answer_employee_id')),
    sa.ForeignKeyConstraint(['government_id', 'group_id'], ['survey_group.government_id', 'survey_group.id'], name=op.f('fk_survey_named_answer_government_id_group_id')),
    sa.ForeignKeyConstraint(['government_id', 'wave_id'], ['survey_wave.government_id', 'survey_wave.id'], name=op.f('fk_survey_named_answer_government_id_wave_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_survey_named_answer_government_id')),
    sa.PrimaryKeyConstraint('wave_id', 'employee_id', name=op.f('pk_survey_named_answer'))
    )
    with op.batch_alter_table('survey_named_answer', schema=None) as batch_op:
        batch_op.create_index('ix_survey_named_answer_employee_id', ['employee_id'], unique=False)

    op.create_table('survey_participation',
    sa.Column('wave_id', sa.Integer(), nullable=False),
    sa.Column('employee_id', sa.Integer(), nullable=False),
    sa.Column('group_id', sa.Integer(), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=True),
    sa.Column('code_hash', sa.String(length=64), nullable=True),
    sa.Column('done', sa.Boolean(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['employee_id'], ['employee.id'], name=op.f('fk_survey_participation_employee_id')),
    sa.ForeignKeyConstraint(['government_id', 'group_id'], ['survey_group.government_id', 'survey_group.id'], name=op.f('fk_survey_participation_government_id_group_id')),
    sa.ForeignKeyConstraint(['government_id', 'wave_id'], ['survey_wave.government_id', 'survey_wave.id'], name=op.f('fk_survey_participation_government_id_wave_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_survey_participation_government_id')),
    sa.PrimaryKeyConstraint('wave_id', 'employee_id', name=op.f('pk_survey_participation')),
    sa.UniqueConstraint('code_hash', name=op.f('uq_survey_participation_code_hash')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_survey_participation_token_hash')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('survey_participation', schema=None) as batch_op:
        batch_op.create_index('ix_survey_participation_employee_id', ['employee_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('survey_participation', schema=None) as batch_op:
        batch_op.drop_index('ix_survey_participation_employee_id')

    op.drop_table('survey_participation')
    with op.batch_alter_table('survey_named_answer', schema=None) as batch_op:
        batch_op.drop_index('ix_survey_named_answer_employee_id')

    op.drop_table('survey_named_answer')
    with op.batch_alter_table('survey_answer', schema=None) as batch_op:
        batch_op.drop_index('ix_survey_answer_wave_id')

    op.drop_table('survey_answer')
    with op.batch_alter_table('wave_instrument', schema=None) as batch_op:
        batch_op.drop_index('ix_wave_instrument_version_id')

    op.drop_table('wave_instrument')
    op.drop_table('survey_group')
    with op.batch_alter_table('population_rule', schema=None) as batch_op:
        batch_op.drop_index('ix_population_rule_wave_id')
        batch_op.drop_index('ix_population_rule_employee_id')

    op.drop_table('population_rule')
    op.drop_table('instrument_item')
    with op.batch_alter_table('survey_wave', schema=None) as batch_op:
        batch_op.drop_index('ix_survey_wave_status_closes_at')
        batch_op.drop_index('ix_survey_wave_initiative_id')
        batch_op.drop_index('ix_survey_wave_government_id_status_id')

    op.drop_table('survey_wave')
    op.drop_table('instrument_dimension')
    op.drop_table('instrument_version')
    with op.batch_alter_table('instrument', schema=None) as batch_op:
        batch_op.drop_index('ix_instrument_government_id_shipped_code')

    op.drop_table('instrument')
