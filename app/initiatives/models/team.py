from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.base.database import Model, Numbered, owned_by
from app.base.scope import GovernmentOwned


class MemberRole(StrEnum):
    """All but agents look after the whole initiative; an agent is there for one unit and everybody below it."""

    SPONSOR = "sponsor"
    LEAD = "lead"
    MEMBER = "member"
    AGENT = "agent"


class TeamMember(Numbered, GovernmentOwned, Model):
    """Somebody at work on an initiative from a day up to, but not including, another.

    ``label`` is what an agent is to the unit (PermenPANRB 27/2014 names five roles), in the government's own words.
    """

    __tablename__ = "team_member"
    __table_args__ = (
        owned_by("initiative_id", "initiative"),
        owned_by("unit_id", "org_unit"),
        Index("ix_team_member_initiative_id", "initiative_id"),
        Index("ix_team_member_employee_id", "employee_id"),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="ends_after_start"),
        CheckConstraint("(role = 'agent') = (unit_id IS NOT NULL)", name="agents_have_a_unit"),
    )

    initiative_id: Mapped[int]
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    role: Mapped[MemberRole] = mapped_column(String(10))
    unit_id: Mapped[int | None]
    label: Mapped[str] = mapped_column(String(80), default="")
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
