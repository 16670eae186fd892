from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.base.database import Model, Numbered, owned_by
from app.base.scope import GovernmentOwned
from app.imports.headings import ImportKind


class ImportStatus(StrEnum):
    MAPPING = "mapping"
    CHECKING = "checking"
    CHECKED = "checked"
    APPLYING = "applying"
    APPLIED = "applied"
    UNDOING = "undoing"
    UNDONE = "undone"


class FaultWeight(StrEnum):
    """What a fault means: the row is refused, the row is taken but doubtful, or the undoing is refused."""

    REFUSED = "refused"
    DOUBTFUL = "doubtful"
    KEPT = "kept"


class ImportRun(Numbered, GovernmentOwned, Model):
    """One table somebody brought: tried, taken, perhaps undone.

    The file in the store holds the needed columns only. ``digest`` says what the last check would have done;
    ``round`` numbers the checks, so that each is a job of its own.
    """

    __tablename__ = "import_run"
    __table_args__ = (
        UniqueConstraint("government_id", "id"),
        CheckConstraint("new >= 0 AND changed >= 0 AND unchanged >= 0 AND refused >= 0", name="counts_not_negative"),
    )

    kind: Mapped[ImportKind | None] = mapped_column(String(12))
    status: Mapped[ImportStatus] = mapped_column(String(10))
    file_name: Mapped[str] = mapped_column(String(200))
    sheet: Mapped[str] = mapped_column(String(100))
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    heading_key: Mapped[str] = mapped_column(String(64))
    columns: Mapped[list[str]]
    headings: Mapped[list[str]]
    all_headings: Mapped[list[str]]
    personal: Mapped[list[str]]
    unknown: Mapped[list[str]]
    other_sheets: Mapped[list[str]]
    make_units: Mapped[bool] = mapped_column(default=False)
    rows: Mapped[int] = mapped_column(default=0)
    new: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
    doubtful: Mapped[int] = mapped_column(default=0)
    faults: Mapped[int] = mapped_column(default=0)
    tally: Mapped[dict[str, Any]]
    digest: Mapped[str] = mapped_column(String(64), default="")
    round: Mapped[int] = mapped_column(default=1)
    message: Mapped[str] = mapped_column(Text, default="")
    created_by: Mapped[int | None]
    created_by_name: Mapped[str] = mapped_column(String(150))
    created_at: Mapped[datetime]
    applied_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]


class ImportFault(Numbered, GovernmentOwned, Model):
    """What is wrong in a row: where it stands, what stands there, and the sentence about it."""

    __tablename__ = "import_fault"
    __table_args__ = (
        owned_by("run_id", "import_run"),
        Index("ix_import_fault_run_id_row_id", "run_id", "weight", "row", "id"),
    )

    run_id: Mapped[int]
    weight: Mapped[FaultWeight] = mapped_column(String(8))
    row: Mapped[int]
    heading: Mapped[str] = mapped_column(String(100))
    value: Mapped[str] = mapped_column(String(500))
    sentence: Mapped[str] = mapped_column(Text)


class ImportChange(Numbered, GovernmentOwned, Model):
    """One row of another table that an import made (``before`` is empty) or changed: the changed fields only.

    After a check these are what would change; after an application what did, and undoing goes by them.
    """

    __tablename__ = "import_change"
    __table_args__ = (
        owned_by("run_id", "import_run"),
        Index("ix_import_change_run_id_row_id", "run_id", "is_new", "in_table", "row_id"),
    )

    run_id: Mapped[int]
    row: Mapped[int]
    in_table: Mapped[str] = mapped_column(String(30))
    row_id: Mapped[int]
    is_new: Mapped[bool]
    about: Mapped[str] = mapped_column(String(200))
    before: Mapped[dict[str, Any]]
    after: Mapped[dict[str, Any]]


class ImportMapping(Numbered, GovernmentOwned, Model):
    """How a government once said to read a set of headings it meets again."""

    __tablename__ = "import_mapping"
    __table_args__ = (UniqueConstraint("government_id", "heading_key"),)

    heading_key: Mapped[str] = mapped_column(String(64))
    kind: Mapped[ImportKind] = mapped_column(String(12))
    columns: Mapped[dict[str, Any]]
    used_on: Mapped[date]
