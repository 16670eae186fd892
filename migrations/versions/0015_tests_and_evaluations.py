"""Tests come from a bank of questions, evaluations are anonymous by their tables, and assignments are handed in here.

Answers to an evaluation stand in a table without row numbers, under keys of chance.
"""

import sqlalchemy as sa
from alembic import op

from app.base.types import Exact, UtcDateTime

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('evaluation',
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('status', sa.String(length=7), nullable=False),
    sa.Column('opened_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('closes_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('closed_at', UtcDateTime(timezone=True), nullable=True),
    sa.Column('reminded_at', UtcDateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_evaluation_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_evaluation')),
    sa.UniqueConstraint('government_id', 'id', name=op.f('uq_evaluation_government_id_id'))
    )
    with op.batch_alter_table('evaluation', schema=None) as batch_op:
        batch_op.create_index('ix_evaluation_status_closes_at', ['status', 'closes_at'], unique=False)

    op.create_table('evaluation_item',
    sa.Column('part', sa.String(length=10), nullable=False),
    sa.Column('kind', sa.String(length=5), nullable=False),
    sa.Column('text', sa.String(length=300), nullable=False),
    sa.Column('sort_order', sa.Integer(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_until', sa.Date(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('valid_until IS NULL OR valid_until >= valid_from', name=op.f('ck_evaluation_item_ends_after_start')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_evaluation_item_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_evaluation_item'))
    )
    with op.batch_alter_table('evaluation_item', schema=None) as batch_op:
        batch_op.create_index('ix_evaluation_item_government_id_part_sort_order', ['government_id', 'part', 'sort_order'], unique=False)

    op.create_table('exam',
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('purpose', sa.String(length=4), nullable=False),
    sa.Column('status', sa.String(length=6), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=True),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('counting', sa.String(length=4), nullable=False),
    sa.Column('opened_at', UtcDateTime(timezone=True), nullable=True),
    sa.Column('closed_at', UtcDateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('attempts BETWEEN 1 AND 10', name=op.f('ck_exam_attempts_in_reason')),
    sa.CheckConstraint('minutes IS NULL OR minutes BETWEEN 1 AND 600', name=op.f('ck_exam_minutes_in_reason')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_exam_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_exam')),
    sa.UniqueConstraint('government_id', 'id', name=op.f('uq_exam_government_id_id'))
    )
    op.create_table('question',
    sa.Column('topic', sa.String(length=100), nullable=False),
    sa.Column('competency_id', sa.Integer(), nullable=True),
    sa.Column('archived_at', UtcDateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['competency_id'], ['competency.id'], name=op.f('fk_question_competency_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_question_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_question')),
    sa.UniqueConstraint('government_id', 'id', name=op.f('uq_question_government_id_id'))
    )
    with op.batch_alter_table('question', schema=None) as batch_op:
        batch_op.create_index('ix_question_government_id_topic_id', ['government_id', 'topic', 'id'], unique=False)

    op.create_table('attempt',
    sa.Column('exam_id', sa.Integer(), nullable=False),
    sa.Column('employee_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('seed', sa.String(length=32), nullable=False),
    sa.Column('started_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('deadline_at', UtcDateTime(timezone=True), nullable=True),
    sa.Column('submitted_at', UtcDateTime(timezone=True), nullable=True),
    sa.Column('score', Exact(precision=12, scale=2), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('score IS NULL OR score >= 0', name=op.f('ck_attempt_score_not_negative')),
    sa.ForeignKeyConstraint(['employee_id'], ['employee.id'], name=op.f('fk_attempt_employee_id')),
    sa.ForeignKeyConstraint(['government_id', 'exam_id'], ['exam.government_id', 'exam.id'], name=op.f('fk_attempt_government_id_exam_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_attempt_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attempt')),
    sa.UniqueConstraint('exam_id', 'employee_id', 'number', name=op.f('uq_attempt_exam_id_employee_id_number')),
    sa.UniqueConstraint('government_id', 'id', name=op.f('uq_attempt_government_id_id'))
    )
    with op.batch_alter_table('attempt', schema=None) as batch_op:
        batch_op.create_index('ix_attempt_employee_id', ['employee_id'], unique=False)
        batch_op.create_index('ix_attempt_submitted_at_deadline_at', ['submitted_at', 'deadline_at'], unique=False)

    op.create_table('evaluation_answer',
    sa.Column('key', sa.String(length=32), nullable=False),
    sa.Column('evaluation_id', sa.Integer(), nullable=False),
    sa.Column('replies', sa.JSON(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['government_id', 'evaluation_id'], ['evaluation.government_id', 'evaluation.id'], name=op.f('fk_evaluation_answer_government_id_evaluation_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_evaluation_answer_government_id')),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_evaluation_answer')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('evaluation_answer', schema=None) as batch_op:
        batch_op.create_index('ix_evaluation_answer_evaluation_id', ['evaluation_id'], unique=False)

    op.create_table('evaluation_part',
    sa.Column('evaluation_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('employee_id', sa.Integer(), nullable=True),
    sa.Column('sort_order', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['employee_id'], ['employee.id'], name=op.f('fk_evaluation_part_employee_id')),
    sa.ForeignKeyConstraint(['government_id', 'evaluation_id'], ['evaluation.government_id', 'evaluation.id'], name=op.f('fk_evaluation_part_government_id_evaluation_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_evaluation_part_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_evaluation_part')),
    sa.UniqueConstraint('evaluation_id', 'sort_order', name=op.f('uq_evaluation_part_evaluation_id_sort_order')),
    sa.UniqueConstraint('government_id', 'id', name=op.f('uq_evaluation_part_government_id_id'))
    )
    with op.batch_alter_table('evaluation_part', schema=None) as batch_op:
        batch_op.create_index('ix_evaluation_part_employee_id', ['employee_id'], unique=False)

    op.create_table('evaluation_participation',
    sa.Column('evaluation_id', sa.Integer(), nullable=False),
    sa.Column('employee_id', sa.Integer(), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=True),
    sa.Column('done', sa.Boolean(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['employee_id'], ['employee.id'], name=op.f('fk_evaluation_participation_employee_id')),
    sa.ForeignKeyConstraint(['government_id', 'evaluation_id'], ['evaluation.government_id', 'evaluation.id'], name=op.f('fk_evaluation_participation_government_id_evaluation_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_evaluation_participation_government_id')),
    sa.PrimaryKeyConstraint('evaluation_id', 'employee_id', name=op.f('pk_evaluation_participation')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_evaluation_participation_token_hash')),
    sqlite_with_rowid=False
    )
    op.create_table('follow_up',
    sa.Column('source_key', sa.String(length=60), nullable=False),
    sa.Column('group_key', sa.String(length=60), nullable=False),
    sa.Column('employee_id', sa.Integer(), nullable=False),
    sa.Column('superior_id', sa.Integer(), nullable=True),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('asked_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('expires_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('answered_at', UtcDateTime(timezone=True), nullable=True),
    sa.Column('items', sa.JSON(), nullable=False),
    sa.Column('values', sa.JSON(), nullable=False),
    sa.Column('comment', sa.Text(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['employee_id'], ['employee.id'], name=op.f('fk_follow_up_employee_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_follow_up_government_id')),
    sa.ForeignKeyConstraint(['superior_id'], ['employee.id'], name=op.f('fk_follow_up_superior_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_follow_up')),
    sa.UniqueConstraint('government_id', 'id', name=op.f('uq_follow_up_government_id_id')),
    sa.UniqueConstraint('government_id', 'source_key', name=op.f('uq_follow_up_government_id_source_key'))
    )
    with op.batch_alter_table('follow_up', schema=None) as batch_op:
        batch_op.create_index('ix_follow_up_government_id_group_key', ['government_id', 'group_key'], unique=False)
        batch_op.create_index('ix_follow_up_superior_id_answered_at', ['superior_id', 'answered_at'], unique=False)

    op.create_table('question_version',
    sa.Column('question_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('options', sa.JSON(), nullable=False),
    sa.Column('right', sa.JSON(), nullable=False),
    sa.Column('points', Exact(precision=12, scale=2), nullable=False),
    sa.Column('explanation', sa.Text(), nullable=False),
    sa.Column('rubric', sa.Text(), nullable=False),
    sa.Column('frozen_at', UtcDateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('points > 0', name=op.f('ck_question_version_points_positive')),
    sa.ForeignKeyConstraint(['government_id', 'question_id'], ['question.government_id', 'question.id'], name=op.f('fk_question_version_government_id_question_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_question_version_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_question_version')),
    sa.UniqueConstraint('government_id', 'id', name=op.f('uq_question_version_government_id_id')),
    sa.UniqueConstraint('question_id', 'number', name=op.f('uq_question_version_question_id_number'))
    )
    op.create_table('evaluation_question',
    sa.Column('part_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=5), nullable=False),
    sa.Column('text', sa.String(length=300), nullable=False),
    sa.Column('sort_order', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['government_id', 'part_id'], ['evaluation_part.government_id', 'evaluation_part.id'], name=op.f('fk_evaluation_question_government_id_part_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_evaluation_question_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_evaluation_question')),
    sa.UniqueConstraint('part_id', 'sort_order', name=op.f('uq_evaluation_question_part_id_sort_order'))
    )
    op.create_table('exam_question',
    sa.Column('exam_id', sa.Integer(), nullable=False),
    sa.Column('version_id', sa.Integer(), nullable=False),
    sa.Column('sort_order', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['government_id', 'exam_id'], ['exam.government_id', 'exam.id'], name=op.f('fk_exam_question_government_id_exam_id')),
    sa.ForeignKeyConstraint(['government_id', 'version_id'], ['question_version.government_id', 'question_version.id'], name=op.f('fk_exam_question_government_id_version_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_exam_question_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_exam_question')),
    sa.UniqueConstraint('exam_id', 'version_id', name=op.f('uq_exam_question_exam_id_version_id')),
    sa.UniqueConstraint('government_id', 'id', name=op.f('uq_exam_question_government_id_id'))
    )
    with op.batch_alter_table('exam_question', schema=None) as batch_op:
        batch_op.create_index('ix_exam_question_version_id', ['version_id'], unique=False)

    op.create_table('attempt_answer',
    sa.Column('attempt_id', sa.Integer(), nullable=False),
    sa.Column('exam_question_id', sa.Integer(), nullable=False),
    sa.Column('chosen', sa.JSON(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('points', Exact(precision=12, scale=2), nullable=True),
    sa.Column('note', sa.String(length=500), nullable=False),
    sa.Column('scored_by', sa.Integer(), nullable=True),
    sa.Column('scored_at', UtcDateTime(timezone=True), nullable=True),
    sa.Column('saved_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('points IS NULL OR points >= 0', name=op.f('ck_attempt_answer_points_not_negative')),
    sa.ForeignKeyConstraint(['government_id', 'attempt_id'], ['attempt.government_id', 'attempt.id'], name=op.f('fk_attempt_answer_government_id_attempt_id')),
    sa.ForeignKeyConstraint(['government_id', 'exam_question_id'], ['exam_question.government_id', 'exam_question.id'], name=op.f('fk_attempt_answer_government_id_exam_question_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_attempt_answer_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attempt_answer')),
    sa.UniqueConstraint('attempt_id', 'exam_question_id', name=op.f('uq_attempt_answer_attempt_id_exam_question_id'))
    )
    with op.batch_alter_table('attempt_answer', schema=None) as batch_op:
        batch_op.create_index('ix_attempt_answer_exam_question_id', ['exam_question_id'], unique=False)

    op.create_table('batch_evaluation',
    sa.Column('batch_id', sa.Integer(), nullable=False),
    sa.Column('evaluation_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['government_id', 'batch_id'], ['batch.government_id', 'batch.id'], name=op.f('fk_batch_evaluation_government_id_batch_id')),
    sa.ForeignKeyConstraint(['government_id', 'evaluation_id'], ['evaluation.government_id', 'evaluation.id'], name=op.f('fk_batch_evaluation_government_id_evaluation_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_batch_evaluation_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_batch_evaluation')),
    sa.UniqueConstraint('batch_id', name=op.f('uq_batch_evaluation_batch_id')),
    sa.UniqueConstraint('evaluation_id', name=op.f('uq_batch_evaluation_evaluation_id'))
    )
    op.create_table('batch_exam',
    sa.Column('batch_id', sa.Integer(), nullable=False),
    sa.Column('exam_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['government_id', 'batch_id'], ['batch.government_id', 'batch.id'], name=op.f('fk_batch_exam_government_id_batch_id')),
    sa.ForeignKeyConstraint(['government_id', 'exam_id'], ['exam.government_id', 'exam.id'], name=op.f('fk_batch_exam_government_id_exam_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_batch_exam_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_batch_exam')),
    sa.UniqueConstraint('exam_id', name=op.f('uq_batch_exam_exam_id'))
    )
    with op.batch_alter_table('batch_exam', schema=None) as batch_op:
        batch_op.create_index('ix_batch_exam_batch_id', ['batch_id'], unique=False)

    op.create_table('assignment_work',
    sa.Column('enrolment_id', sa.Integer(), nullable=False),
    sa.Column('file_id', sa.Integer(), nullable=True),
    sa.Column('link', sa.String(length=500), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('submitted_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('accepted', sa.Boolean(), nullable=True),
    sa.Column('note', sa.String(length=500), nullable=False),
    sa.Column('decided_by', sa.Integer(), nullable=True),
    sa.Column('decided_at', UtcDateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.CheckConstraint("file_id IS NOT NULL OR link <> '' OR text <> ''", name=op.f('ck_assignment_work_holds_something')),
    sa.ForeignKeyConstraint(['file_id'], ['stored_file.id'], name=op.f('fk_assignment_work_file_id')),
    sa.ForeignKeyConstraint(['government_id', 'enrolment_id'], ['enrolment.government_id', 'enrolment.id'], name=op.f('fk_assignment_work_government_id_enrolment_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_assignment_work_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_assignment_work'))
    )
    with op.batch_alter_table('assignment_work', schema=None) as batch_op:
        batch_op.create_index('ix_assignment_work_enrolment_id', ['enrolment_id', 'id'], unique=False)

    with op.batch_alter_table('batch', schema=None) as batch_op:
        batch_op.add_column(sa.Column('assignment_brief', sa.Text(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('assignment_due_at', UtcDateTime(timezone=True), nullable=True))



def downgrade() -> None:
    with op.batch_alter_table('batch', schema=None) as batch_op:
        batch_op.drop_column('assignment_due_at')
        batch_op.drop_column('assignment_brief')

    with op.batch_alter_table('assignment_work', schema=None) as batch_op:
        batch_op.drop_index('ix_assignment_work_enrolment_id')

    op.drop_table('assignment_work')
    with op.batch_alter_table('batch_exam', schema=None) as batch_op:
        batch_op.drop_index('ix_batch_exam_batch_id')

    op.drop_table('batch_exam')
    op.drop_table('batch_evaluation')
    with op.batch_alter_table('attempt_answer', schema=None) as batch_op:
        batch_op.drop_index('ix_attempt_answer_exam_question_id')

    op.drop_table('attempt_answer')
    with op.batch_alter_table('exam_question', schema=None) as batch_op:
        batch_op.drop_index('ix_exam_question_version_id')

    op.drop_table('exam_question')
    op.drop_table('evaluation_question')
    op.drop_table('question_version')
    with op.batch_alter_table('follow_up', schema=None) as batch_op:
        batch_op.drop_index('ix_follow_up_superior_id_answered_at')
        batch_op.drop_index('ix_follow_up_government_id_group_key')

    op.drop_table('follow_up')
    op.drop_table('evaluation_participation')
    with op.batch_alter_table('evaluation_part', schema=None) as batch_op:
        batch_op.drop_index('ix_evaluation_part_employee_id')

    op.drop_table('evaluation_part')
    with op.batch_alter_table('evaluation_answer', schema=None) as batch_op:
        batch_op.drop_index('ix_evaluation_answer_evaluation_id')

    op.drop_table('evaluation_answer')
    with op.batch_alter_table('attempt', schema=None) as batch_op:
        batch_op.drop_index('ix_attempt_submitted_at_deadline_at')
        batch_op.drop_index('ix_attempt_employee_id')

    op.drop_table('attempt')
    with op.batch_alter_table('question', schema=None) as batch_op:
        batch_op.drop_index('ix_question_government_id_topic_id')

    op.drop_table('question')
    op.drop_table('exam')
    with op.batch_alter_table('evaluation_item', schema=None) as batch_op:
        batch_op.drop_index('ix_evaluation_item_government_id_part_sort_order')

    op.drop_table('evaluation_item')
    with op.batch_alter_table('evaluation', schema=None) as batch_op:
        batch_op.drop_index('ix_evaluation_status_closes_at')

    op.drop_table('evaluation')
