"""Programmes and batches are made in Penata: passing rules, reserved seats, materials, money, cancelling.

A programme may go without a certificate; an enrolment may wait for the organiser, or end with its batch.
"""

import sqlalchemy as sa
from alembic import op

from app.base.types import Exact, UtcDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('batch_document',
    sa.Column('batch_id', sa.Integer(), nullable=False),
    sa.Column('file_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=150), nullable=False),
    sa.Column('audience', sa.String(length=15), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['file_id'], ['stored_file.id'], name=op.f('fk_batch_document_file_id')),
    sa.ForeignKeyConstraint(['government_id', 'batch_id'], ['batch.government_id', 'batch.id'], name=op.f('fk_batch_document_government_id_batch_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_batch_document_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_batch_document'))
    )
    with op.batch_alter_table('batch_document', schema=None) as batch_op:
        batch_op.create_index('ix_batch_document_batch_id', ['batch_id', 'id'], unique=False)

    op.create_table('batch_reservation',
    sa.Column('batch_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('seats', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('government_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('seats > 0', name=op.f('ck_batch_reservation_has_seats')),
    sa.ForeignKeyConstraint(['government_id', 'batch_id'], ['batch.government_id', 'batch.id'], name=op.f('fk_batch_reservation_government_id_batch_id')),
    sa.ForeignKeyConstraint(['government_id', 'unit_id'], ['org_unit.government_id', 'org_unit.id'], name=op.f('fk_batch_reservation_government_id_unit_id')),
    sa.ForeignKeyConstraint(['government_id'], ['government.id'], name=op.f('fk_batch_reservation_government_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_batch_reservation')),
    sa.UniqueConstraint('batch_id', 'unit_id', name=op.f('uq_batch_reservation_batch_id_unit_id'))
    )
    with op.batch_alter_table('programme_subject', schema=None) as batch_op:
        batch_op.create_unique_constraint(batch_op.f('uq_programme_subject_government_id_id'), ['government_id', 'id'])

    with op.batch_alter_table('batch', schema=None) as batch_op:
        batch_op.add_column(sa.Column('min_participants', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('decide_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('reserved_until', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('budget', Exact(precision=15, scale=2), nullable=True))
        batch_op.add_column(sa.Column('realised', Exact(precision=15, scale=2), nullable=True))
        batch_op.add_column(sa.Column('cancelled_at', UtcDateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('cancel_reason', sa.String(length=500), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('version', sa.Integer(), nullable=False, server_default='1'))
        batch_op.create_check_constraint('minimum_fits', 'min_participants IS NULL OR min_participants BETWEEN 1 AND seats')
        batch_op.create_check_constraint('budget_not_negative', 'budget IS NULL OR budget >= 0')
        batch_op.create_check_constraint('realised_not_negative', 'realised IS NULL OR realised >= 0')

    with op.batch_alter_table('batch_meeting', schema=None) as batch_op:
        batch_op.add_column(sa.Column('subject_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('trainer', sa.String(length=150), nullable=False, server_default=''))
        batch_op.create_foreign_key(batch_op.f('fk_batch_meeting_government_id_subject_id'), 'programme_subject', ['government_id', 'subject_id'], ['government_id', 'id'])

    with op.batch_alter_table('enrolment', schema=None) as batch_op:
        batch_op.add_column(sa.Column('assignment_done', sa.Boolean(), nullable=False, server_default=sa.false()))

    with op.batch_alter_table('programme', schema=None) as batch_op:
        batch_op.add_column(sa.Column('needs_assignment', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('validity_months', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('cost', Exact(precision=15, scale=2), nullable=True))
        batch_op.add_column(sa.Column('archived_at', UtcDateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('version', sa.Integer(), nullable=False, server_default='1'))
        batch_op.alter_column('series_id',
               existing_type=sa.INTEGER(),
               nullable=True)
        batch_op.create_check_constraint('cost_not_negative', 'cost IS NULL OR cost >= 0')
        batch_op.create_check_constraint('validity_positive', 'validity_months IS NULL OR validity_months > 0')
        batch_op.create_index('ix_programme_government_id_title_id', ['government_id', 'title', 'id'], unique=False)



def downgrade() -> None:
    op.execute("UPDATE enrolment SET status = 'requested' WHERE status = 'approved'")
    op.execute("UPDATE enrolment SET status = 'withdrawn' WHERE status = 'cancelled'")
    op.execute("UPDATE batch SET policy = 'superior' WHERE policy IN ('two_steps', 'nominated')")
    _give_every_programme_a_series()
    with op.batch_alter_table('programme', schema=None) as batch_op:
        batch_op.drop_constraint('cost_not_negative', type_='check')
        batch_op.drop_constraint('validity_positive', type_='check')
        batch_op.drop_index('ix_programme_government_id_title_id')
        batch_op.alter_column('series_id', existing_type=sa.INTEGER(), nullable=False)
        batch_op.drop_column('version')
        batch_op.drop_column('archived_at')
        batch_op.drop_column('cost')
        batch_op.drop_column('validity_months')
        batch_op.drop_column('needs_assignment')

    with op.batch_alter_table('enrolment', schema=None) as batch_op:
        batch_op.drop_column('assignment_done')

    with op.batch_alter_table('batch_meeting', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_batch_meeting_government_id_subject_id'), type_='foreignkey')
        batch_op.drop_column('trainer')
        batch_op.drop_column('subject_id')

    with op.batch_alter_table('programme_subject', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('uq_programme_subject_government_id_id'), type_='unique')

    with op.batch_alter_table('batch', schema=None) as batch_op:
        batch_op.drop_constraint('minimum_fits', type_='check')
        batch_op.drop_constraint('budget_not_negative', type_='check')
        batch_op.drop_constraint('realised_not_negative', type_='check')
        batch_op.drop_column('version')
        batch_op.drop_column('cancel_reason')
        batch_op.drop_column('cancelled_at')
        batch_op.drop_column('realised')
        batch_op.drop_column('budget')
        batch_op.drop_column('reserved_until')
        batch_op.drop_column('decide_on')
        batch_op.drop_column('min_participants')

    op.drop_table('batch_reservation')
    with op.batch_alter_table('batch_document', schema=None) as batch_op:
        batch_op.drop_index('ix_batch_document_batch_id')

    op.drop_table('batch_document')


def _give_every_programme_a_series() -> None:
    """Before, a programme could not go without one: where there is none, its organiser gets the simplest."""
    op.execute("""
        INSERT INTO certificate_series (government_id, organiser, unit_code, classification, pattern,
            signatory_heading, signatory_position, signatory_name, signatory_nip)
        SELECT DISTINCT government_id, 'Tanpa sertifikat', '-', '-', '{urut}/{tahun}', '', '', '', ''
        FROM programme WHERE series_id IS NULL
    """)
    op.execute("""
        UPDATE programme SET series_id = (
            SELECT id FROM certificate_series
            WHERE certificate_series.government_id = programme.government_id AND organiser = 'Tanpa sertifikat'
        ) WHERE series_id IS NULL
    """)
