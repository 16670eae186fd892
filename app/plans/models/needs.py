"""What units need, said by hand: a performance gap or a need of the organisation, with its reason."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.base.database import Model, Numbered, owned_by
from app.base.scope import GovernmentOwned
from app.plans.models import Basis


class NeedStatus(StrEnum):
    STATED = "stated"
    TAKEN = "taken"
    DECLINED = "declined"


class UnitNeed(Numbered, GovernmentOwned, Model):
    """A need of a unit in a year. ``line_id`` is the activity it became."""

    __tablename__ = "unit_need"
    __table_args__ = (
        UniqueConstraint("government_id", "id"),
        owned_by("unit_id", "org_unit"),
        owned_by("line_id", "plan_line"),
        Index("ix_unit_need_government_id_year_status_id", "government_id", "year", "status", "id"),
        CheckConstraint("year BETWEEN 2000 AND 2100", name="year_sound"),
    )

    unit_id: Mapped[int]
    year: Mapped[int]
    basis: Mapped[Basis] = mapped_column(String(12))
    competency_id: Mapped[int | None] = mapped_column(ForeignKey("competency.id"))
    title: Mapped[str] = mapped_column(String(250))
    reason: Mapped[str] = mapped_column(String(500))
    form_code: Mapped[str] = mapped_column(String(10), default="")
    status: Mapped[NeedStatus] = mapped_column(String(8), default=NeedStatus.STATED)
    answer: Mapped[str] = mapped_column(String(500), default="")
    line_id: Mapped[int | None]
    stated_by: Mapped[int | None] = mapped_column(ForeignKey("employee.id"))
    stated_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)


class UnitNeedPerson(Numbered, GovernmentOwned, Model):
    """Somebody of the unit whom the need is about."""

    __tablename__ = "unit_need_person"
    __table_args__ = (
        owned_by("need_id", "unit_need"),
        UniqueConstraint("need_id", "employee_id"),
        Index("ix_unit_need_person_employee_id", "employee_id"),
    )

    need_id: Mapped[int]
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
