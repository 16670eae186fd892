from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.access.permissions import Role
from app.base.database import Model, Numbered


class User(Numbered, Model):
    """An account. It usually belongs to an employee; an administrator of the installation has none."""

    __tablename__ = "user_account"

    employee_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"), unique=True)
    name: Mapped[str] = mapped_column(String(150))
    email: Mapped[str | None] = mapped_column(String(254), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200), default="")
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]


class RoleGrant(Numbered, Model):
    """A role somebody holds in a government, or in the subtree of a unit, from a day up to another.

    A powerful role counts only once a second administrator has confirmed it (security A8).
    """

    __tablename__ = "role_grant"
    __table_args__ = (
        Index("ix_role_grant_user_id", "user_id"),
        Index("ix_role_grant_government_id", "government_id"),
        CheckConstraint("ends_on IS NULL OR ends_on > starts_on", name="ends_after_start"),
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
