from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.base.database import Model, Numbered, owned_by
from app.base.scope import GovernmentOwned


class StagePattern(Numbered, GovernmentOwned, Model):
    """A stage of the list a government begins its initiatives with; ``documents`` has one to a line."""

    __tablename__ = "stage_pattern"
    __table_args__ = (Index("ix_stage_pattern_government_id_place", "government_id", "place"),)

    place: Mapped[int]
    name: Mapped[str] = mapped_column(String(150))
    about: Mapped[str] = mapped_column(String(1000), default="")
    documents: Mapped[str] = mapped_column(String(1000), default="")
    lead: Mapped[str] = mapped_column(String(150), default="")
    gate: Mapped[str] = mapped_column(String(300))
    basis: Mapped[str] = mapped_column(String(300), default="")
    version: Mapped[int] = mapped_column(default=1)


class Stage(Numbered, GovernmentOwned, Model):
    """A stage of one initiative with the gate that ends it; its days may be open."""

    __tablename__ = "initiative_stage"
    __table_args__ = (
        UniqueConstraint("government_id", "id"),
        owned_by("initiative_id", "initiative"),
        Index("ix_initiative_stage_initiative_id_place", "initiative_id", "place"),
        CheckConstraint("ends_on IS NULL OR starts_on IS NULL OR ends_on >= starts_on", name="ends_after_start"),
        CheckConstraint("ended_on IS NULL OR began_on IS NULL OR ended_on >= began_on", name="ended_after_it_began"),
        CheckConstraint("passed_at IS NULL OR ended_on IS NOT NULL", name="passed_is_over"),
    )

    initiative_id: Mapped[int]
    place: Mapped[int]
    name: Mapped[str] = mapped_column(String(150))
    about: Mapped[str] = mapped_column(String(1000), default="")
    lead: Mapped[str] = mapped_column(String(150), default="")
    gate: Mapped[str] = mapped_column(String(300))
    basis: Mapped[str] = mapped_column(String(300), default="")
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    began_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    passed_at: Mapped[datetime | None]
    passed_by_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"))
    pass_note: Mapped[str] = mapped_column(String(500), default="")
    version: Mapped[int] = mapped_column(default=1)


class StagePaper(Numbered, GovernmentOwned, Model):
    """A document of a stage: a file, an address, or (neither) one that is still expected.

    ``is_shared``: those the change concerns may read it.
    """

    __tablename__ = "stage_paper"
    __table_args__ = (
        owned_by("stage_id", "initiative_stage"),
        Index("ix_stage_paper_stage_id", "stage_id"),
        CheckConstraint("file_id IS NULL OR address = ''", name="file_or_address"),
    )

    stage_id: Mapped[int]
    title: Mapped[str] = mapped_column(String(150))
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    address: Mapped[str] = mapped_column(String(500), default="")
    is_shared: Mapped[bool] = mapped_column(default=False)
    added_at: Mapped[datetime | None]

    @property
    def is_there(self) -> bool:
        return self.file_id is not None or bool(self.address)
