"""Whom a round is for, who was asked to it, and their letters on paper."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.base.database import Model, Numbered, owned_by
from app.base.scope import GovernmentOwned
from app.documents.models import AskedFile


class AudienceKind(StrEnum):
    """What a line of an audience names. MISSED are those affected whom earlier rounds did not reach."""

    UNIT = "unit"
    SUBTREE = "subtree"
    TIER = "tier"
    POSITION = "position"
    INITIATIVE = "initiative"
    MISSED = "missed"
    PERSON = "person"


class InvitationStatus(StrEnum):
    """WAITING said yes to a round that was full; MOVED was sent on to another round."""

    INVITED = "invited"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    DELEGATED = "delegated"
    WAITING = "waiting"
    MOVED = "moved"


class AudienceRule(Numbered, GovernmentOwned, Model):
    """A line of a round's audience: whom it takes in, or, ``is_left_out``, whom it leaves out again."""

    __tablename__ = "audience_rule"
    __table_args__ = (
        owned_by("round_id", "sosialisasi_round"),
        owned_by("unit_id", "org_unit"),
        owned_by("position_id", "position"),
        owned_by("initiative_id", "initiative"),
        Index("ix_audience_rule_round_id", "round_id"),
        Index("ix_audience_rule_employee_id", "employee_id"),
    )

    round_id: Mapped[int]
    kind: Mapped[AudienceKind] = mapped_column(String(10))
    unit_id: Mapped[int | None]
    position_id: Mapped[int | None]
    initiative_id: Mapped[int | None]
    employee_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"))
    tier: Mapped[str] = mapped_column(String(20), default="")
    is_left_out: Mapped[bool] = mapped_column(default=False)


class Invitation(Numbered, GovernmentOwned, Model):
    """Somebody asked to one round, with the unit and tier they had on the day it was frozen.

    ``is_later`` joined the audience after the freeze. ``token`` opens the page to answer without signing in, from the
    mail or a printed letter; only its hash is kept. A delegate has an invitation of their own, ``delegate_of_id``.
    """

    __tablename__ = "sosialisasi_invitation"
    __table_args__ = (
        UniqueConstraint("government_id", "id"),
        owned_by("round_id", "sosialisasi_round"),
        owned_by("delegate_of_id", "sosialisasi_invitation"),
        UniqueConstraint("round_id", "employee_id"),
        UniqueConstraint("token_hash"),
        Index("ix_sosialisasi_invitation_employee_id", "employee_id"),
        Index("ix_sosialisasi_invitation_round_id_unit_path", "round_id", "unit_path"),
        Index("ix_sosialisasi_invitation_delegate_of_id", "delegate_of_id"),
    )

    round_id: Mapped[int]
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    unit_path: Mapped[str] = mapped_column(String(200), default="")
    tier: Mapped[str] = mapped_column(String(20), default="")
    is_later: Mapped[bool] = mapped_column(default=False)
    status: Mapped[InvitationStatus] = mapped_column(String(10), default=InvitationStatus.INVITED)
    token_hash: Mapped[str] = mapped_column(String(64))
    invited_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(500), default="")
    delegate_of_id: Mapped[int | None]
    reminded_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)


class LetterChoice(StrEnum):
    """Whose letters are wanted on paper. NO_MAIL have no address that a mail could reach."""

    EVERYBODY = "everybody"
    SILENT = "silent"
    NO_MAIL = "no_mail"


class LetterBundle(AskedFile):
    """The letters of a round to each person in one file, for the printer; only who asked may take it, for some days."""

    __tablename__ = "sosialisasi_letter_bundle"
    __table_args__ = (
        owned_by("round_id", "sosialisasi_round"),
        Index("ix_sosialisasi_letter_bundle_round_id_created_by_id", "round_id", "created_by", "id"),
        Index("ix_sosialisasi_letter_bundle_expires_at", "expires_at"),
    )

    round_id: Mapped[int]
    choice: Mapped[LetterChoice] = mapped_column(String(10))
