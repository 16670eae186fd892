"""Accounts and rights: invitations and resets by link, a second factor, refused grants, e-mails in small letters.

An e-mail that differed from another only in its letters' case goes to the older account; the younger signs in by NIP.
"""

import sqlalchemy as sa
from alembic import op

from app.base.types import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('account_link',
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('created_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('expires_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('used_at', UtcDateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_account_link_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_account_link')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_account_link_token_hash'))
    )
    op.create_index('ix_account_link_user_id_kind', 'account_link', ['user_id', 'kind'])
    op.create_table('recovery_code',
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('code_hash', sa.String(length=64), nullable=False),
    sa.Column('used_at', UtcDateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_recovery_code_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_recovery_code'))
    )
    op.create_index('ix_recovery_code_user_id_code_hash', 'recovery_code', ['user_id', 'code_hash'], unique=True)
    op.create_table('half_sign_in',
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('expires_at', UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_half_sign_in_user_id')),
    sa.PrimaryKeyConstraint('token_hash', name=op.f('pk_half_sign_in'))
    )
    op.create_index('ix_half_sign_in_user_id', 'half_sign_in', ['user_id'])

    op.execute(
        "UPDATE user_account SET email = NULL WHERE email IS NOT NULL AND EXISTS (SELECT 1 FROM user_account AS older "
        "WHERE lower(older.email) = lower(user_account.email) AND older.id < user_account.id)"
    )
    op.execute("UPDATE user_account SET email = lower(email) WHERE email <> lower(email)")
    with op.batch_alter_table('user_account', schema=None) as batch_op:
        batch_op.add_column(sa.Column('password_set_at', UtcDateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('totp_secret', sa.String(length=300), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('totp_step', sa.Integer(), nullable=False, server_default='0'))
        batch_op.add_column(sa.Column('last_sign_in_at', UtcDateTime(timezone=True), nullable=True))
        batch_op.create_check_constraint('email_in_small_letters', 'email = lower(email)')
    op.execute("UPDATE user_account SET password_set_at = created_at WHERE password_hash <> ''")

    with op.batch_alter_table('user_session', schema=None) as batch_op:
        batch_op.add_column(sa.Column('device', sa.String(length=60), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('second_factor', sa.Boolean(), nullable=False, server_default=sa.false()))

    with op.batch_alter_table('role_grant', schema=None) as batch_op:
        batch_op.add_column(sa.Column('refused_by', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('refused_at', UtcDateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('refusal', sa.String(length=300), nullable=False, server_default=''))
        batch_op.drop_constraint('ends_after_start', type_='check')
        batch_op.create_check_constraint('ends_not_before_start', 'ends_on IS NULL OR ends_on >= starts_on')
        batch_op.create_check_constraint('refused_stays_pending', 'refused_at IS NULL OR pending')
        batch_op.create_foreign_key(batch_op.f('fk_role_grant_refused_by'), 'user_account', ['refused_by'], ['id'])


def downgrade() -> None:
    # A role that ended on its first day never counted, and could not be told from one that did.
    op.execute("DELETE FROM role_grant WHERE ends_on = starts_on OR refused_at IS NOT NULL")
    with op.batch_alter_table('role_grant', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_role_grant_refused_by'), type_='foreignkey')
        batch_op.drop_constraint('refused_stays_pending', type_='check')
        batch_op.drop_constraint('ends_not_before_start', type_='check')
        batch_op.create_check_constraint('ends_after_start', 'ends_on IS NULL OR ends_on > starts_on')
        batch_op.drop_column('refusal')
        batch_op.drop_column('refused_at')
        batch_op.drop_column('refused_by')

    with op.batch_alter_table('user_session', schema=None) as batch_op:
        batch_op.drop_column('second_factor')
        batch_op.drop_column('device')

    with op.batch_alter_table('user_account', schema=None) as batch_op:
        batch_op.drop_constraint('email_in_small_letters', type_='check')
        batch_op.drop_column('last_sign_in_at')
        batch_op.drop_column('totp_step')
        batch_op.drop_column('totp_secret')
        batch_op.drop_column('password_set_at')

    op.drop_table('half_sign_in')
    op.drop_table('recovery_code')
    op.drop_table('account_link')
