from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, validates

from app.access.permissions import Role
from app.base.database import Model, Numbered


class LinkKind(StrEnum):
    INVITATION = "invitation"
    RESET = "reset"


class User(Numbered, Model):
    """An account. It usually belongs to an employee; an administrator of the installation has none.

    The e-mail is kept in small letters, so that nobody else can have it written differently. ``totp_secret`` is
    sealed; ``totp_step`` is the last step of which a code was used, so that none is used twice.
    """

    __tablename__ = "user_account"
    __table_args__ = (CheckConstraint("email = lower(email)", name="email_in_small_letters"),)

    employee_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"), unique=True)
    name: Mapped[str] = mapped_column(String(150))
    email: Mapped[str | None] = mapped_column(String(254), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200), default="")
    password_set_at: Mapped[datetime | None]
    totp_secret: Mapped[str] = mapped_column(String(300), default="")
    totp_step: Mapped[int] = mapped_column(default=0)
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    last_sign_in_at: Mapped[datetime | None]

    @validates("email")
    def _in_small_letters(self, _name: str, email: str | None) -> str | None:
        return email.lower() if email else email


class RoleGrant(Numbered, Model):
    """A role somebody holds in a government, or in the subtree of a unit, from a day up to another.

    A powerful role counts only once a second administrator has confirmed it (security A8). One that was refused
    stays pending for ever; one that ended on its first day never counted.
    """

    __tablename__ = "role_grant"
    __table_args__ = (
        Index("ix_role_grant_user_id", "user_id"),
        Index("ix_role_grant_government_id", "government_id"),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="ends_not_before_start"),
        CheckConstraint("refused_at IS NULL OR pending", name="refused_stays_pending"),
        CheckConstraint("confirmed_by IS NULL OR confirmed_by <> granted_by", name="confirmed_by_a_second"),
    )

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    government_id: Mapped[int | None] = mapped_column(ForeignKey("government.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("org_unit.id"))
    role: Mapped[Role] = mapped_column(String(40))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    pending: Mapped[bool] = mapped_column(default=False)
    granted_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    granted_at: Mapped[datetime | None]
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    confirmed_at: Mapped[datetime | None]
    refused_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    refused_at: Mapped[datetime | None]
    refusal: Mapped[str] = mapped_column(String(300), default="")


class UserSession(Model):
    """One signed-in browser. Only the hash of its token is kept."""

    __tablename__ = "user_session"
    __table_args__ = (Index("ix_user_session_user_id", "user_id"),)

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    idle_minutes: Mapped[int]
    device: Mapped[str] = mapped_column(String(60), default="")
    second_factor: Mapped[bool] = mapped_column(default=False)


class HalfSignIn(Model):
    """Somebody whose password was right and whose code is still awaited, for a few minutes."""

    __tablename__ = "half_sign_in"
    __table_args__ = (Index("ix_half_sign_in_user_id", "user_id"),)

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    expires_at: Mapped[datetime]


class RecoveryCode(Numbered, Model):
    """A code that opens the second door once when the telephone is lost. Only its keyed hash is kept."""

    __tablename__ = "recovery_code"
    __table_args__ = (Index("ix_recovery_code_user_id_code_hash", "user_id", "code_hash", unique=True),)

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    code_hash: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None]


class AccountLink(Numbered, Model):
    """A link by mail that sets a password once: an invitation or a reset. Only the hash of its token is kept."""

    __tablename__ = "account_link"
    __table_args__ = (Index("ix_account_link_user_id_kind", "user_id", "kind"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    kind: Mapped[LinkKind] = mapped_column(String(12))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SignInTry(Numbered, Model):
    """A failed sign-in, by account and by address, both hashed: the brake counts these."""

    __tablename__ = "sign_in_try"
    __table_args__ = (
        Index("ix_sign_in_try_account_hash_at", "account_hash", "at"),
        Index("ix_sign_in_try_address_hash_at", "address_hash", "at"),
    )

    account_hash: Mapped[str] = mapped_column(String(64))
    address_hash: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
