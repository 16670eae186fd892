"""Levels are 1 to 5 wherever they are kept (PermenPANRB 38/2017), and a level may carry the file that shows it.

A level 0 could only come from sample data; it becomes the lowest there is. Who holds a post is found by an index.
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

HAS_FILE = "file_id IS NOT NULL"


def upgrade() -> None:
    op.execute("UPDATE assessment SET level = 1 WHERE level < 1")
    op.execute("UPDATE rating_draft SET level = 1 WHERE level < 1")
    op.execute("UPDATE rating_draft SET level = 5 WHERE level > 5")
    with op.batch_alter_table('assessment', schema=None) as batch_op:
        batch_op.add_column(sa.Column('file_id', sa.Integer(), nullable=True))
        batch_op.drop_constraint(batch_op.f('ck_assessment_level_0_to_5'), type_='check')
        batch_op.create_check_constraint(batch_op.f('ck_assessment_level_1_to_5'), 'level BETWEEN 1 AND 5')
        batch_op.create_foreign_key(batch_op.f('fk_assessment_file_id'), 'stored_file', ['file_id'], ['id'])
        batch_op.create_index('ix_assessment_file', ['file_id'], unique=False, sqlite_where=sa.text(HAS_FILE), postgresql_where=sa.text(HAS_FILE))
    with op.batch_alter_table('competency_evidence', schema=None) as batch_op:
        batch_op.add_column(sa.Column('title', sa.String(length=200), server_default='', nullable=False))
        batch_op.add_column(sa.Column('file_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_competency_evidence_file_id'), 'stored_file', ['file_id'], ['id'])
        batch_op.create_index('ix_competency_evidence_file', ['file_id'], unique=False, sqlite_where=sa.text(HAS_FILE), postgresql_where=sa.text(HAS_FILE))
    with op.batch_alter_table('gap_profile', schema=None) as batch_op:
        batch_op.create_index('ix_gap_profile_government_id_position_id', ['government_id', 'position_id'], unique=False)
    with op.batch_alter_table('rating_draft', schema=None) as batch_op:
        batch_op.create_check_constraint(batch_op.f('ck_rating_draft_level_1_to_5'), 'level BETWEEN 1 AND 5')


def downgrade() -> None:
    with op.batch_alter_table('rating_draft', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_rating_draft_level_1_to_5'), type_='check')
    with op.batch_alter_table('gap_profile', schema=None) as batch_op:
        batch_op.drop_index('ix_gap_profile_government_id_position_id')
    with op.batch_alter_table('competency_evidence', schema=None) as batch_op:
        batch_op.drop_index('ix_competency_evidence_file')
        batch_op.drop_constraint(batch_op.f('fk_competency_evidence_file_id'), type_='foreignkey')
        batch_op.drop_column('file_id')
        batch_op.drop_column('title')
    with op.batch_alter_table('assessment', schema=None) as batch_op:
        batch_op.drop_index('ix_assessment_file')
        batch_op.drop_constraint(batch_op.f('fk_assessment_file_id'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('ck_assessment_level_1_to_5'), type_='check')
        batch_op.create_check_constraint(batch_op.f('ck_assessment_level_0_to_5'), 'level BETWEEN 0 AND 5')
        batch_op.drop_column('file_id')
