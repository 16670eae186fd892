"""What is left of a sosialisasi: minutes, the signed record, photos, the report, and what attending brought."""

import sqlalchemy as sa
from alembic import op

from app.base.types import Exact, UtcDateTime

revision = '0028'
down_revision = '0027'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('sosialisasi_report',
    sa.Column('sosialisasi_id', sa.Integer(), nullable=False),
    sa.Column('background', sa.Text(), nullable=False),
    sa.Column('aims', sa.Text(), nullable=False),
    sa.Column('obstacles', sa.Text(), nullable=False),
    sa.Column('conclusion', sa.Text(), nullable=False),
    sa.Column('follow_up', sa.Text(), nullable=False),
    sa.Column('asked', sa.Integer(), nullable=False),
    sa.Column('made', sa.Integer(), nullable=False),
    sa.Column('printed_at', UtcDateTime(), nullable=True),
    sa.Column('file_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('made <= asked', name=op.f('ck_sosialisasi_report_made_when_asked')),
    sa.ForeignKeyConstraint(['file_id'], ['stored_file.id'], name=op.f('fk_sosialisasi_report_file_id')),
    sa.ForeignKeyConstraint(['government_id', 'sosialisasi_id'], ['sosialisasi.government_id', 'sosialisasi.id'], name=op.f('fk_sosialisasi_report_government_id_sosialisasi_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_sosialisasi_report_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sosialisasi_report')),
    sa.UniqueConstraint('sosialisasi_id', name=op.f('uq_sosialisasi_report_sosialisasi_id'))
    )
    op.create_table('sosialisasi_attended_day',
    sa.Column('sosialisasi_id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('employee_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('hours', Exact(), nullable=False),
    sa.Column('letter_id', sa.Integer(), nullable=True),
    sa.Column('settled_at', UtcDateTime(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('hours >= 0', name=op.f('ck_sosialisasi_attended_day_hours_not_negative')),
    sa.ForeignKeyConstraint(['employee_id'], ['employee.id'], name=op.f('fk_sosialisasi_attended_day_employee_id')),
    sa.ForeignKeyConstraint(['government_id', 'letter_id'], ['letter.government_id', 'letter.id'], name=op.f('fk_sosialisasi_attended_day_government_id_letter_id')),
    sa.ForeignKeyConstraint(['government_id', 'round_id'], ['sosialisasi_round.government_id', 'sosialisasi_round.id'], name=op.f('fk_sosialisasi_attended_day_government_id_round_id')),
    sa.ForeignKeyConstraint(['government_id', 'sosialisasi_id'], ['sosialisasi.government_id', 'sosialisasi.id'], name=op.f('fk_sosialisasi_attended_day_government_id_sosialisasi_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_sosialisasi_attended_day_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sosialisasi_attended_day')),
    sa.UniqueConstraint('sosialisasi_id', 'employee_id', 'day', name=op.f('uq_sosialisasi_attended_day_sosialisasi_id_employee_id_day'))
    )
    with op.batch_alter_table('sosialisasi_attended_day', schema=None) as batch_op:
        batch_op.create_index('ix_sosialisasi_attended_day_employee_id_day', ['employee_id', 'day'], unique=False)
        batch_op.create_index('ix_sosialisasi_attended_day_round_id', ['round_id'], unique=False)

    op.create_table('sosialisasi_minutes',
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('taken_by', sa.String(length=150), nullable=False),
    sa.Column('finalised_at', UtcDateTime(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['government_id', 'round_id'], ['sosialisasi_round.government_id', 'sosialisasi_round.id'], name=op.f('fk_sosialisasi_minutes_government_id_round_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_sosialisasi_minutes_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sosialisasi_minutes')),
    sa.UniqueConstraint('government_id', 'id', name=op.f('uq_sosialisasi_minutes_government_id_id')),
    sa.UniqueConstraint('round_id', name=op.f('uq_sosialisasi_minutes_round_id'))
    )
    op.create_table('sosialisasi_photo',
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('sort_order', sa.Integer(), nullable=False),
    sa.Column('caption', sa.String(length=200), nullable=False),
    sa.Column('file_id', sa.Integer(), nullable=False),
    sa.Column('added_at', UtcDateTime(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['file_id'], ['stored_file.id'], name=op.f('fk_sosialisasi_photo_file_id')),
    sa.ForeignKeyConstraint(['government_id', 'round_id'], ['sosialisasi_round.government_id', 'sosialisasi_round.id'], name=op.f('fk_sosialisasi_photo_government_id_round_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_sosialisasi_photo_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sosialisasi_photo'))
    )
    with op.batch_alter_table('sosialisasi_photo', schema=None) as batch_op:
        batch_op.create_index('ix_sosialisasi_photo_round_id_sort_order', ['round_id', 'sort_order'], unique=False)

    op.create_table('sosialisasi_record',
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.Column('series_id', sa.Integer(), nullable=True),
    sa.Column('year', sa.Integer(), nullable=True),
    sa.Column('sequence', sa.Integer(), nullable=True),
    sa.Column('number', sa.String(length=120), nullable=True),
    sa.Column('facts', sa.JSON(), nullable=False),
    sa.Column('issued_on', sa.Date(), nullable=True),
    sa.Column('file_id', sa.Integer(), nullable=True),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('(number IS NULL) = (issued_on IS NULL)', name=op.f('ck_sosialisasi_record_numbered_when_issued')),
    sa.ForeignKeyConstraint(['file_id'], ['stored_file.id'], name=op.f('fk_sosialisasi_record_file_id')),
    sa.ForeignKeyConstraint(['government_id', 'round_id'], ['sosialisasi_round.government_id', 'sosialisasi_round.id'], name=op.f('fk_sosialisasi_record_government_id_round_id')),
    sa.ForeignKeyConstraint(['government_id', 'series_id'], ['letter_series.government_id', 'letter_series.id'], name=op.f('fk_sosialisasi_record_government_id_series_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_sosialisasi_record_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sosialisasi_record')),
    sa.UniqueConstraint('government_id', 'number', name=op.f('uq_sosialisasi_record_government_id_number')),
    sa.UniqueConstraint('round_id', name=op.f('uq_sosialisasi_record_round_id')),
    sa.UniqueConstraint('series_id', 'year', 'sequence', name=op.f('uq_sosialisasi_record_series_id_year_sequence'))
    )
    op.create_table('sosialisasi_minute_item',
    sa.Column('minutes_id', sa.Integer(), nullable=False),
    sa.Column('sort_order', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('speaker', sa.String(length=150), nullable=False),
    sa.Column('gist', sa.Text(), nullable=False),
    sa.Column('decision', sa.Text(), nullable=False),
    sa.Column('owner', sa.String(length=150), nullable=False),
    sa.Column('owner_id', sa.Integer(), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['government_id', 'minutes_id'], ['sosialisasi_minutes.government_id', 'sosialisasi_minutes.id'], name=op.f('fk_sosialisasi_minute_item_government_id_minutes_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_sosialisasi_minute_item_government_id')),
    sa.ForeignKeyConstraint(['owner_id'], ['employee.id'], name=op.f('fk_sosialisasi_minute_item_owner_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sosialisasi_minute_item')),
    sa.UniqueConstraint('minutes_id', 'sort_order', name=op.f('uq_sosialisasi_minute_item_minutes_id_sort_order'))
    )
    with op.batch_alter_table('sosialisasi_minute_item', schema=None) as batch_op:
        batch_op.create_index('ix_sosialisasi_minute_item_owner_id', ['owner_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('sosialisasi_minute_item', schema=None) as batch_op:
        batch_op.drop_index('ix_sosialisasi_minute_item_owner_id')

    op.drop_table('sosialisasi_minute_item')
    op.drop_table('sosialisasi_record')
    with op.batch_alter_table('sosialisasi_photo', schema=None) as batch_op:
        batch_op.drop_index('ix_sosialisasi_photo_round_id_sort_order')

    op.drop_table('sosialisasi_photo')
    op.drop_table('sosialisasi_minutes')
    with op.batch_alter_table('sosialisasi_attended_day', schema=None) as batch_op:
        batch_op.drop_index('ix_sosialisasi_attended_day_round_id')
        batch_op.drop_index('ix_sosialisasi_attended_day_employee_id_day')

    op.drop_table('sosialisasi_attended_day')
    op.drop_table('sosialisasi_report')
