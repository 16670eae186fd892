"""Standards and assessments get their dates, and gaps are kept as rows so that a page only reads them.

Rules that a circular may change become dated versions; a government may have technical competencies and tier
defaults of its own.
"""

import sqlalchemy as sa
from alembic import op

from app.base.types import Exact, UtcDateTime

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('competency_gap',
    sa.Column('employee_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('competency_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('top_id', sa.Integer(), nullable=False),
    sa.Column('tier', sa.String(length=20), nullable=False),
    sa.Column('sort_name', sa.String(length=150).with_variant(sa.String(length=150, collation='C'), 'postgresql'), nullable=False),
    sa.Column('required', sa.Integer(), nullable=False),
    sa.Column('measured', sa.Integer(), nullable=True),
    sa.Column('gap', sa.Integer(), nullable=True),
    sa.Column('urgency', sa.Integer(), nullable=False),
    sa.Column('assessed_on', sa.Date(), nullable=True),
    sa.Column('source', sa.String(length=12), nullable=False),
    sa.Column('expired', sa.Boolean(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('gap >= 0', name=op.f('ck_competency_gap_gap_not_negative')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_competency_gap_government_id')),
    sa.PrimaryKeyConstraint('employee_id', 'competency_id', name=op.f('pk_competency_gap'))
    )
    with op.batch_alter_table('competency_gap', schema=None) as batch_op:
        batch_op.create_index('ix_competency_gap_below', ['government_id', 'top_id', 'competency_id', 'urgency', 'sort_name', 'employee_id'], unique=False, sqlite_where=sa.text('gap > 0'), postgresql_where=sa.text('gap > 0'))
        batch_op.create_index('ix_competency_gap_unit_id_competency_id', ['unit_id', 'competency_id'], unique=False)

    op.create_table('competency_rule',
    sa.Column('government_id', sa.Integer(), nullable=True),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.CheckConstraint('valid_to IS NULL OR valid_to > valid_from', name=op.f('ck_competency_rule_ends_after_start')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_competency_rule_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_competency_rule')),
    sa.UniqueConstraint('government_id', 'kind', 'valid_from', name=op.f('uq_competency_rule_government_id_kind_valid_from'))
    )
    op.create_table('gap_profile',
    sa.Column('employee_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('position_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('top_id', sa.Integer(), nullable=False),
    sa.Column('tier', sa.String(length=20), nullable=False),
    sa.Column('sort_name', sa.String(length=150).with_variant(sa.String(length=150, collation='C'), 'postgresql'), nullable=False),
    sa.Column('asked', sa.Integer(), nullable=False),
    sa.Column('assessed', sa.Integer(), nullable=False),
    sa.Column('below', sa.Integer(), nullable=False),
    sa.Column('expired', sa.Integer(), nullable=False),
    sa.Column('job_person_match', Exact(precision=12, scale=2), nullable=True),
    sa.Column('gap_index', Exact(precision=12, scale=2), nullable=True),
    sa.Column('gap_class', sa.String(length=40), nullable=False),
    sa.Column('axis_x', Exact(precision=12, scale=2), nullable=True),
    sa.Column('axis_y', Exact(precision=12, scale=2), nullable=True),
    sa.Column('predicate', sa.String(length=40), nullable=False),
    sa.Column('box', sa.Integer(), nullable=True),
    sa.Column('versions', sa.JSON(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_gap_profile_government_id')),
    sa.PrimaryKeyConstraint('employee_id', name=op.f('pk_gap_profile'))
    )
    with op.batch_alter_table('gap_profile', schema=None) as batch_op:
        batch_op.create_index('ix_gap_profile_box', ['government_id', 'box', 'sort_name', 'employee_id'], unique=False)
        batch_op.create_index('ix_gap_profile_government_id_unit_id', ['government_id', 'unit_id'], unique=False)

    op.create_table('gap_state',
    sa.Column('government_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('day', sa.Date(), nullable=True),
    sa.Column('period', sa.String(length=6), nullable=False),
    sa.Column('asked', sa.Integer(), nullable=False),
    sa.Column('done', sa.Integer(), nullable=False),
    sa.Column('changes', sa.Integer(), nullable=False),
    sa.Column('computed_at', UtcDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_gap_state_government_id')),
    sa.PrimaryKeyConstraint('government_id', name=op.f('pk_gap_state'))
    )
    op.create_table('gap_summary',
    sa.Column('period', sa.String(length=6), nullable=False),
    sa.Column('tier', sa.String(length=20), nullable=False),
    sa.Column('unit_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('competency_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('government_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.Column('assessed', sa.Integer(), nullable=False),
    sa.Column('below', sa.Integer(), nullable=False),
    sa.Column('expired', sa.Integer(), nullable=False),
    sa.Column('required', sa.Integer(), nullable=False),
    sa.Column('measured', sa.Integer(), nullable=False),
    sa.Column('gap', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_gap_summary_government_id')),
    sa.PrimaryKeyConstraint('period', 'tier', 'unit_id', 'competency_id', 'government_id', name=op.f('pk_gap_summary'))
    )
    op.create_table('unit_summary',
    sa.Column('period', sa.String(length=6), nullable=False),
    sa.Column('tier', sa.String(length=20), nullable=False),
    sa.Column('unit_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('government_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.Column('assessed', sa.Integer(), nullable=False),
    sa.Column('meeting', sa.Integer(), nullable=False),
    sa.Column('match_total', Exact(precision=12, scale=2), nullable=False),
    sa.Column('index_total', Exact(precision=12, scale=2), nullable=False),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_unit_summary_government_id')),
    sa.PrimaryKeyConstraint('period', 'tier', 'unit_id', 'government_id', name=op.f('pk_unit_summary'))
    )
    op.create_table('performance_rating',
    sa.Column('employee_id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('predicate', sa.String(length=40), nullable=False),
    sa.Column('score', Exact(precision=12, scale=2), nullable=True),
    sa.Column('potential', Exact(precision=12, scale=2), nullable=True),
    sa.Column('qualification', Exact(precision=12, scale=2), nullable=True),
    sa.Column('integrity', Exact(precision=12, scale=2), nullable=True),
    sa.Column('source', sa.String(length=200), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('score >= 0', name=op.f('ck_performance_rating_score_not_negative')),
    sa.ForeignKeyConstraint(['employee_id'], ['employee.id'], name=op.f('fk_performance_rating_employee_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_performance_rating_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_performance_rating')),
    sa.UniqueConstraint('employee_id', 'year', name=op.f('uq_performance_rating_employee_id_year'))
    )
    with op.batch_alter_table('performance_rating', schema=None) as batch_op:
        batch_op.create_index('ix_performance_rating_government_id_year', ['government_id', 'year', 'employee_id'], unique=False)

    with op.batch_alter_table('assessment', schema=None) as batch_op:
        batch_op.add_column(sa.Column('valid_until', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('assessor', sa.String(length=150), server_default='', nullable=False))
        batch_op.add_column(sa.Column('note', sa.String(length=500), server_default='', nullable=False))
        batch_op.add_column(sa.Column('rule_id', sa.Integer(), nullable=True))
        batch_op.create_unique_constraint(batch_op.f('uq_assessment_government_id_id'), ['government_id', 'id'])
        batch_op.create_foreign_key(batch_op.f('fk_assessment_rule_id'), 'competency_rule', ['rule_id'], ['id'])

    op.create_table('assessment_dispute',
    sa.Column('assessment_id', sa.Integer(), nullable=False),
    sa.Column('employee_id', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(length=1000), nullable=False),
    sa.Column('raised_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('status', sa.String(length=10), nullable=False),
    sa.Column('answer', sa.String(length=1000), nullable=False),
    sa.Column('answered_at', UtcDateTime(timezone=True), nullable=True),
    sa.Column('answered_by', sa.String(length=150), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['employee_id'], ['employee.id'], name=op.f('fk_assessment_dispute_employee_id')),
    sa.ForeignKeyConstraint(['government_id', 'assessment_id'], ['assessment.government_id', 'assessment.id'], name=op.f('fk_assessment_dispute_government_id_assessment_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_assessment_dispute_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_assessment_dispute'))
    )
    with op.batch_alter_table('assessment_dispute', schema=None) as batch_op:
        batch_op.create_index('ix_assessment_dispute_government_id_status', ['government_id', 'status', 'id'], unique=False)
        batch_op.create_index('uq_assessment_dispute_open', ['assessment_id'], unique=True, sqlite_where=sa.text("status = 'open'"), postgresql_where=sa.text("status = 'open'"))

    op.create_table('position_standard',
    sa.Column('position_id', sa.Integer(), nullable=False),
    sa.Column('affair', sa.String(length=80), nullable=False),
    sa.Column('summary', sa.Text(), nullable=False),
    sa.Column('rank', sa.String(length=80), nullable=False),
    sa.Column('education', sa.String(length=250), nullable=False),
    sa.Column('training', sa.Text(), nullable=False),
    sa.Column('experience', sa.Text(), nullable=False),
    sa.Column('indicators', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['government_id', 'position_id'], ['position.government_id', 'position.id'], name=op.f('fk_position_standard_government_id_position_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_position_standard_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_position_standard')),
    sa.UniqueConstraint('position_id', name=op.f('uq_position_standard_position_id'))
    )
    op.create_table('rating_draft',
    sa.Column('rater_id', sa.Integer(), nullable=False),
    sa.Column('employee_id', sa.Integer(), nullable=False),
    sa.Column('competency_id', sa.Integer(), nullable=False),
    sa.Column('level', sa.Integer(), nullable=False),
    sa.Column('saved_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['competency_id'], ['competency.id'], name=op.f('fk_rating_draft_competency_id')),
    sa.ForeignKeyConstraint(['employee_id'], ['employee.id'], name=op.f('fk_rating_draft_employee_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_rating_draft_government_id')),
    sa.ForeignKeyConstraint(['rater_id'], ['user_account.id'], name=op.f('fk_rating_draft_rater_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rating_draft')),
    sa.UniqueConstraint('rater_id', 'employee_id', 'competency_id', name=op.f('uq_rating_draft_rater_id_employee_id_competency_id'))
    )

    with op.batch_alter_table('competency', schema=None) as batch_op:
        batch_op.add_column(sa.Column('government_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('affair', sa.String(length=80), server_default='', nullable=False))
        batch_op.add_column(sa.Column('definition', sa.Text(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('levels', sa.JSON(), server_default='[]', nullable=False))
        batch_op.add_column(sa.Column('version', sa.Integer(), server_default='1', nullable=False))
        batch_op.drop_constraint(batch_op.f('uq_competency_code'), type_='unique')
        batch_op.create_unique_constraint(batch_op.f('uq_competency_government_id_code'), ['government_id', 'code'])
        batch_op.create_index('uq_competency_national_code', ['code'], unique=True, sqlite_where=sa.text('government_id IS NULL'), postgresql_where=sa.text('government_id IS NULL'))
        batch_op.create_foreign_key(batch_op.f('fk_competency_government_id'), 'government', ['government_id'], ['id'])

    with op.batch_alter_table('competency_evidence', schema=None) as batch_op:
        batch_op.add_column(sa.Column('status', sa.String(length=10), server_default='waiting', nullable=False))
        batch_op.add_column(sa.Column('answer', sa.String(length=500), server_default='', nullable=False))
        batch_op.create_index('ix_competency_evidence_government_id_status', ['government_id', 'status', 'id'], unique=False)

    with op.batch_alter_table('position_requirement', schema=None) as batch_op:
        batch_op.add_column(sa.Column('valid_to', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('source', sa.String(length=200), server_default='', nullable=False))

    with op.batch_alter_table('tier_requirement', schema=None) as batch_op:
        batch_op.add_column(sa.Column('government_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('valid_to', sa.Date(), nullable=True))
        batch_op.drop_constraint(batch_op.f('uq_tier_requirement_tier_competency_id_valid_from'), type_='unique')
        batch_op.create_unique_constraint(batch_op.f('uq_tier_requirement_government_id_tier_competency_id_valid_from'), ['government_id', 'tier', 'competency_id', 'valid_from'])
        batch_op.create_index('uq_tier_requirement_national', ['tier', 'competency_id', 'valid_from'], unique=True, sqlite_where=sa.text('government_id IS NULL'), postgresql_where=sa.text('government_id IS NULL'))
        batch_op.create_foreign_key(batch_op.f('fk_tier_requirement_government_id'), 'government', ['government_id'], ['id'])



def downgrade() -> None:
    op.execute("DELETE FROM tier_requirement WHERE government_id IS NOT NULL")
    with op.batch_alter_table('tier_requirement', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_tier_requirement_government_id'), type_='foreignkey')
        batch_op.drop_index('uq_tier_requirement_national', sqlite_where=sa.text('government_id IS NULL'), postgresql_where=sa.text('government_id IS NULL'))
        batch_op.drop_constraint(batch_op.f('uq_tier_requirement_government_id_tier_competency_id_valid_from'), type_='unique')
        batch_op.create_unique_constraint(batch_op.f('uq_tier_requirement_tier_competency_id_valid_from'), ['tier', 'competency_id', 'valid_from'])
        batch_op.drop_column('valid_to')
        batch_op.drop_column('government_id')

    with op.batch_alter_table('position_requirement', schema=None) as batch_op:
        batch_op.drop_column('source')
        batch_op.drop_column('valid_to')

    with op.batch_alter_table('competency_evidence', schema=None) as batch_op:
        batch_op.drop_index('ix_competency_evidence_government_id_status')
        batch_op.drop_column('answer')
        batch_op.drop_column('status')

    with op.batch_alter_table('competency', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_competency_government_id'), type_='foreignkey')
        batch_op.drop_index('uq_competency_national_code', sqlite_where=sa.text('government_id IS NULL'), postgresql_where=sa.text('government_id IS NULL'))
        batch_op.drop_constraint(batch_op.f('uq_competency_government_id_code'), type_='unique')
        batch_op.create_unique_constraint(batch_op.f('uq_competency_code'), ['code'])
        batch_op.drop_column('version')
        batch_op.drop_column('levels')
        batch_op.drop_column('definition')
        batch_op.drop_column('affair')
        batch_op.drop_column('government_id')


    op.drop_table('rating_draft')
    op.drop_table('position_standard')
    with op.batch_alter_table('assessment_dispute', schema=None) as batch_op:
        batch_op.drop_index('uq_assessment_dispute_open', sqlite_where=sa.text("status = 'open'"), postgresql_where=sa.text("status = 'open'"))
        batch_op.drop_index('ix_assessment_dispute_government_id_status')

    op.drop_table('assessment_dispute')
    with op.batch_alter_table('performance_rating', schema=None) as batch_op:
        batch_op.drop_index('ix_performance_rating_government_id_year')

    op.drop_table('performance_rating')
    op.drop_table('unit_summary')
    op.drop_table('gap_summary')
    op.drop_table('gap_state')
    with op.batch_alter_table('gap_profile', schema=None) as batch_op:
        batch_op.drop_index('ix_gap_profile_government_id_unit_id')
        batch_op.drop_index('ix_gap_profile_box')

    op.drop_table('gap_profile')
    with op.batch_alter_table('assessment', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_assessment_rule_id'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('uq_assessment_government_id_id'), type_='unique')
        batch_op.drop_column('rule_id')
        batch_op.drop_column('note')
        batch_op.drop_column('assessor')
        batch_op.drop_column('valid_until')

    op.drop_table('competency_rule')
    with op.batch_alter_table('competency_gap', schema=None) as batch_op:
        batch_op.drop_index('ix_competency_gap_unit_id_competency_id')
        batch_op.drop_index('ix_competency_gap_below', sqlite_where=sa.text('gap > 0'), postgresql_where=sa.text('gap > 0'))

    op.drop_table('competency_gap')
