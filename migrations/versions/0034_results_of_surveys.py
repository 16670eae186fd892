"""What was found at the closing of a wave, worked out once and without what may not be told; free texts apart."""

import sqlalchemy as sa
from alembic import op

from app.base.types import Exact, UtcDateTime

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('survey_node',
    sa.Column('wave_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=True),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('unit_path', sa.String(length=200), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('above', sa.String(length=200), nullable=False),
    sa.Column('level', sa.Integer(), nullable=False),
    sa.Column('is_shown', sa.Boolean(), nullable=False),
    sa.Column('targeted', sa.Integer(), nullable=True),
    sa.Column('done', sa.Integer(), nullable=True),
    sa.Column('favourable', Exact(precision=18, scale=9), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('is_shown OR (targeted IS NULL AND done IS NULL AND favourable IS NULL)', name=op.f('ck_survey_node_untold')),
    sa.ForeignKeyConstraint(['government_id', 'unit_id'], ['org_unit.government_id', 'org_unit.id'], name=op.f('fk_survey_node_government_id_unit_id')),
    sa.ForeignKeyConstraint(['government_id', 'wave_id'], ['survey_wave.government_id', 'survey_wave.id'], name=op.f('fk_survey_node_government_id_wave_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_survey_node_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_survey_node')),
    sa.UniqueConstraint('government_id', 'id', name=op.f('uq_survey_node_government_id_id')),
    sa.UniqueConstraint('wave_id', 'unit_path', 'kind', name=op.f('uq_survey_node_wave_id_unit_path_kind'))
    )
    with op.batch_alter_table('survey_node', schema=None) as batch_op:
        batch_op.create_index('ix_survey_node_wave_id_favourable', ['wave_id', 'favourable', 'name', 'id'], unique=False)

    op.create_table('survey_report',
    sa.Column('wave_id', sa.Integer(), nullable=False),
    sa.Column('asked', sa.Integer(), nullable=False),
    sa.Column('made', sa.Integer(), nullable=False),
    sa.Column('file_id', sa.Integer(), nullable=True),
    sa.Column('printed_at', UtcDateTime(timezone=True), nullable=True),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['file_id'], ['stored_file.id'], name=op.f('fk_survey_report_file_id')),
    sa.ForeignKeyConstraint(['government_id', 'wave_id'], ['survey_wave.government_id', 'survey_wave.id'], name=op.f('fk_survey_report_government_id_wave_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_survey_report_government_id')),
    sa.PrimaryKeyConstraint('wave_id', name=op.f('pk_survey_report'))
    )
    op.create_table('survey_figure',
    sa.Column('node_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('subject_id', sa.Integer(), nullable=False),
    sa.Column('wave_id', sa.Integer(), nullable=False),
    sa.Column('is_shown', sa.Boolean(), nullable=False),
    sa.Column('n', sa.Integer(), nullable=True),
    sa.Column('mean', Exact(precision=18, scale=9), nullable=True),
    sa.Column('sd', Exact(precision=18, scale=9), nullable=True),
    sa.Column('low', Exact(precision=18, scale=9), nullable=True),
    sa.Column('high', Exact(precision=18, scale=9), nullable=True),
    sa.Column('favourable', Exact(precision=18, scale=9), nullable=True),
    sa.Column('details', sa.JSON(), nullable=True),
    sa.Column('change', sa.JSON(), nullable=True),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('is_shown OR (n IS NULL AND mean IS NULL AND favourable IS NULL)', name=op.f('ck_survey_figure_untold')),
    sa.ForeignKeyConstraint(['government_id', 'node_id'], ['survey_node.government_id', 'survey_node.id'], name=op.f('fk_survey_figure_government_id_node_id')),
    sa.ForeignKeyConstraint(['government_id', 'wave_id'], ['survey_wave.government_id', 'survey_wave.id'], name=op.f('fk_survey_figure_government_id_wave_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_survey_figure_government_id')),
    sa.PrimaryKeyConstraint('node_id', 'kind', 'subject_id', name=op.f('pk_survey_figure'))
    )
    with op.batch_alter_table('survey_figure', schema=None) as batch_op:
        batch_op.create_index('ix_survey_figure_wave_id_kind_node_id', ['wave_id', 'kind', 'node_id'], unique=False)

    op.create_table('survey_text',
    sa.Column('key', sa.String(length=32), nullable=False),
    sa.Column('wave_id', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('told', sa.Text(), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['government_id', 'item_id'], ['instrument_item.government_id', 'instrument_item.id'], name=op.f('fk_survey_text_government_id_item_id')),
    sa.ForeignKeyConstraint(['government_id', 'wave_id'], ['survey_wave.government_id', 'survey_wave.id'], name=op.f('fk_survey_text_government_id_wave_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_survey_text_government_id')),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_survey_text')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('survey_text', schema=None) as batch_op:
        batch_op.create_index('ix_survey_text_wave_id_item_id', ['wave_id', 'item_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('survey_text', schema=None) as batch_op:
        batch_op.drop_index('ix_survey_text_wave_id_item_id')

    op.drop_table('survey_text')
    with op.batch_alter_table('survey_figure', schema=None) as batch_op:
        batch_op.drop_index('ix_survey_figure_wave_id_kind_node_id')

    op.drop_table('survey_figure')
    op.drop_table('survey_report')
    with op.batch_alter_table('survey_node', schema=None) as batch_op:
        batch_op.drop_index('ix_survey_node_wave_id_favourable')

    op.drop_table('survey_node')
