"""People wait for a programme: interest without dates, names and seats from superiors, requests that end by themselves.

A form of development also knows its figures for international activities.
"""

import sqlalchemy as sa
from alembic import op

from app.base.types import Exact, UtcDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('programme_interest',
    sa.Column('programme_id', sa.Integer(), nullable=False),
    sa.Column('employee_id', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['employee_id'], ['employee.id'], name=op.f('fk_programme_interest_employee_id')),
    sa.ForeignKeyConstraint(['government_id', 'programme_id'], ['programme.government_id', 'programme.id'], name=op.f('fk_programme_interest_government_id_programme_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_programme_interest_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_programme_interest')),
    sa.UniqueConstraint('programme_id', 'employee_id', name=op.f('uq_programme_interest_programme_id_employee_id'))
    )
    with op.batch_alter_table('programme_interest', schema=None) as batch_op:
        batch_op.create_index('ix_programme_interest_employee_id', ['employee_id'], unique=False)
        batch_op.create_index('ix_programme_interest_programme_id_created_at', ['programme_id', 'created_at', 'id'], unique=False)

    op.create_table('seat_hold',
    sa.Column('batch_id', sa.Integer(), nullable=False),
    sa.Column('superior_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('seats', sa.Integer(), nullable=False),
    sa.Column('expires_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('seats > 0', name=op.f('ck_seat_hold_has_seats')),
    sa.ForeignKeyConstraint(['government_id', 'batch_id'], ['batch.government_id', 'batch.id'], name=op.f('fk_seat_hold_government_id_batch_id')),
    sa.ForeignKeyConstraint(['government_id', 'unit_id'], ['org_unit.government_id', 'org_unit.id'], name=op.f('fk_seat_hold_government_id_unit_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_seat_hold_government_id')),
    sa.ForeignKeyConstraint(['superior_id'], ['employee.id'], name=op.f('fk_seat_hold_superior_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_seat_hold')),
    sa.UniqueConstraint('batch_id', 'superior_id', name=op.f('uq_seat_hold_batch_id_superior_id')),
    sa.UniqueConstraint('government_id', 'id', name=op.f('uq_seat_hold_government_id_id'))
    )
    with op.batch_alter_table('seat_hold', schema=None) as batch_op:
        batch_op.create_index('ix_seat_hold_expires_at', ['expires_at'], unique=False)
        batch_op.create_index('ix_seat_hold_superior_id', ['superior_id'], unique=False)

    with op.batch_alter_table('batch', schema=None) as batch_op:
        batch_op.add_column(sa.Column('short_told_at', UtcDateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('went_ahead_at', UtcDateTime(timezone=True), nullable=True))

    with op.batch_alter_table('development_form', schema=None) as batch_op:
        batch_op.add_column(sa.Column('jp_per_unit_international', Exact(precision=12, scale=2), nullable=True))
        batch_op.add_column(sa.Column('international_bonus_pct', Exact(precision=12, scale=2), nullable=True))

    with op.batch_alter_table('enrolment', schema=None) as batch_op:
        batch_op.add_column(sa.Column('nominated_by', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('decide_by', UtcDateTime(timezone=True), nullable=True))
        batch_op.create_index('ix_enrolment_status_decide_by', ['status', 'decide_by'], unique=False)

    with op.batch_alter_table('programme', schema=None) as batch_op:
        batch_op.add_column(sa.Column('is_international', sa.Boolean(), nullable=False, server_default=sa.false()))



def downgrade() -> None:
    op.execute("""
        UPDATE batch SET seats_taken = seats_taken - (SELECT SUM(seats) FROM seat_hold WHERE batch_id = batch.id)
        WHERE EXISTS (SELECT 1 FROM seat_hold WHERE batch_id = batch.id)
    """)
    with op.batch_alter_table('programme', schema=None) as batch_op:
        batch_op.drop_column('is_international')

    with op.batch_alter_table('enrolment', schema=None) as batch_op:
        batch_op.drop_index('ix_enrolment_status_decide_by')
        batch_op.drop_column('decide_by')
        batch_op.drop_column('nominated_by')

    with op.batch_alter_table('development_form', schema=None) as batch_op:
        batch_op.drop_column('international_bonus_pct')
        batch_op.drop_column('jp_per_unit_international')

    with op.batch_alter_table('batch', schema=None) as batch_op:
        batch_op.drop_column('went_ahead_at')
        batch_op.drop_column('short_told_at')

    with op.batch_alter_table('seat_hold', schema=None) as batch_op:
        batch_op.drop_index('ix_seat_hold_superior_id')
        batch_op.drop_index('ix_seat_hold_expires_at')

    op.drop_table('seat_hold')
    with op.batch_alter_table('programme_interest', schema=None) as batch_op:
        batch_op.drop_index('ix_programme_interest_programme_id_created_at')
        batch_op.drop_index('ix_programme_interest_employee_id')

    op.drop_table('programme_interest')
