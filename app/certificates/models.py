from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.base.database import Model, Numbered, owned_by
from app.base.scope import GovernmentOwned


class CertificateSeries(Numbered, GovernmentOwned, Model):
    """The numbering of one organiser: its pattern, and the last number given in each year."""

    __tablename__ = "certificate_series"
    __table_args__ = (
        UniqueConstraint("government_id", "id"),
        UniqueConstraint("government_id", "organiser"),
    )

    organiser: Mapped[str] = mapped_column(String(150))
    unit_code: Mapped[str] = mapped_column(String(40))
    classification: Mapped[str] = mapped_column(String(40))
    pattern: Mapped[str] = mapped_column(String(120))
    signatory_heading: Mapped[str] = mapped_column(String(150))
    signatory_position: Mapped[str] = mapped_column(String(150))
    signatory_name: Mapped[str] = mapped_column(String(150))
    signatory_nip: Mapped[str] = mapped_column(String(18))


class CertificateCounter(Numbered, GovernmentOwned, Model):
    """The last number of a series in a year; locked while the next is taken."""

    __tablename__ = "certificate_counter"
    __table_args__ = (
        owned_by("series_id", "certificate_series"),
        UniqueConstraint("series_id", "year"),
    )

    series_id: Mapped[int]
    year: Mapped[int]
    last: Mapped[int] = mapped_column(default=0)


class Certificate(Numbered, GovernmentOwned, Model):
    """What was issued, frozen: the printed facts, and once printed the file and its hash."""

    __tablename__ = "certificate"
    __table_args__ = (
        owned_by("series_id", "certificate_series"),
        UniqueConstraint("series_id", "year", "sequence"),
        Index("ix_certificate_employee_id_issued_on", "employee_id", "issued_on"),
        Index("ix_certificate_group_key", "group_key"),
        CheckConstraint("sequence > 0", name="sequence_from_1"),
    )

    series_id: Mapped[int]
    year: Mapped[int]
    sequence: Mapped[int]
    number: Mapped[str] = mapped_column(String(150))
    code: Mapped[str] = mapped_column(String(17), unique=True)
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    source_key: Mapped[str] = mapped_column(String(80), unique=True)
    group_key: Mapped[str] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(String(250))
    facts: Mapped[dict[str, Any]]
    status: Mapped[str] = mapped_column(String(10), default="valid")
    issued_on: Mapped[date]
    expires_on: Mapped[date | None]
    issued_at: Mapped[datetime]
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    sha256: Mapped[str] = mapped_column(String(64), default="")
