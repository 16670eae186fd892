from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.base.database import Model, Numbered, owned_by
from app.base.scope import GovernmentOwned


class Signing(StrEnum):
    """With whose key the certificates of a series are signed."""

    NONE = "none"
    SEAL = "seal"
    SIGNATORY = "signatory"


class KeyKind(StrEnum):
    PKCS12 = "pkcs12"
    BSRE = "bsre"


class NameStatus(StrEnum):
    WAITING = "waiting"
    GRANTED = "granted"
    REFUSED = "refused"


class CertificateSeries(Numbered, GovernmentOwned, Model):
    """The numbering of one organiser: its pattern, and the last number given in each year."""

    __tablename__ = "certificate_series"
    __table_args__ = (
        UniqueConstraint("government_id", "id"),
        UniqueConstraint("government_id", "organiser"),
        owned_by("signatory_position_id", "position"),
    )

    organiser: Mapped[str] = mapped_column(String(150))
    unit_code: Mapped[str] = mapped_column(String(40))
    classification: Mapped[str] = mapped_column(String(40))
    pattern: Mapped[str] = mapped_column(String(120))
    signatory_heading: Mapped[str] = mapped_column(String(150))
    signatory_position: Mapped[str] = mapped_column(String(150))
    signatory_name: Mapped[str] = mapped_column(String(150))
    signatory_nip: Mapped[str] = mapped_column(String(18))
    signatory_position_id: Mapped[int | None]
    signing: Mapped[Signing] = mapped_column(String(10), default=Signing.NONE)
    version: Mapped[int] = mapped_column(default=1)


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
        owned_by("design_version_id", "certificate_design_version"),
        owned_by("recall_id", "certificate_recall"),
        UniqueConstraint("series_id", "year", "sequence"),
        UniqueConstraint("government_id", "number"),
        Index("ix_certificate_employee_id_issued_on", "employee_id", "issued_on"),
        Index("ix_certificate_group_key", "group_key"),
        Index("ix_certificate_government_id_id", "government_id", "id"),
        Index("ix_certificate_recall_id", "recall_id"),
        Index("ix_certificate_sha256", "sha256"),
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
    reason: Mapped[str] = mapped_column(String(500), default="")
    changed_on: Mapped[date | None]
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("certificate.id"), unique=True)
    recall_id: Mapped[int | None]
    recall_told_at: Mapped[datetime | None]
    design_version_id: Mapped[int | None]
    signed_with: Mapped[str] = mapped_column(String(64), default="")


class CertificateDesign(Numbered, GovernmentOwned, Model):
    """How the certificates of some programmes look. What was printed keeps the version it was printed with."""

    __tablename__ = "certificate_design"
    __table_args__ = (UniqueConstraint("government_id", "id"), UniqueConstraint("government_id", "name"))

    name: Mapped[str] = mapped_column(String(80))
    archived_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)


class CertificateDesignVersion(Numbered, GovernmentOwned, Model):
    """One state of a design. ``used_at`` is set when the first certificate is issued with it: from then on it is
    frozen, and a change makes the next version."""

    __tablename__ = "certificate_design_version"
    __table_args__ = (
        UniqueConstraint("government_id", "id"),
        UniqueConstraint("design_id", "number"),
        owned_by("design_id", "certificate_design"),
    )

    design_id: Mapped[int]
    number: Mapped[int]
    layout: Mapped[str] = mapped_column(String(10))
    colours: Mapped[dict[str, Any]]
    texts: Mapped[dict[str, Any]]
    logo_file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class CertificateRecall(Numbered, GovernmentOwned, Model):
    """One or a thousand certificates withdrawn by one act, for one reason."""

    __tablename__ = "certificate_recall"
    __table_args__ = (
        UniqueConstraint("government_id", "id"),
        Index("ix_certificate_recall_government_id", "government_id"),
        CheckConstraint("total > 0", name="recalls_something"),
    )

    reason: Mapped[str] = mapped_column(String(500))
    total: Mapped[int]
    created_by: Mapped[int | None]
    created_by_name: Mapped[str] = mapped_column(String(150))
    created_at: Mapped[datetime]
    told_at: Mapped[datetime | None]


class CertificateName(Numbered, GovernmentOwned, Model):
    """A holder's wish for how their name is printed: before the next certificate, or instead of one already issued."""

    __tablename__ = "certificate_name"
    __table_args__ = (
        owned_by("employee_id", "employee"),
        Index("ix_certificate_name_government_id_status", "government_id", "status", "id"),
        Index("ix_certificate_name_employee_id", "employee_id", "id"),
    )

    employee_id: Mapped[int]
    certificate_id: Mapped[int | None] = mapped_column(ForeignKey("certificate.id"))
    person_name: Mapped[str] = mapped_column(String(150))
    printed: Mapped[str] = mapped_column(String(150))
    wanted: Mapped[str] = mapped_column(String(150))
    note: Mapped[str] = mapped_column(String(500), default="")
    status: Mapped[NameStatus] = mapped_column(String(10), default=NameStatus.WAITING)
    answer: Mapped[str] = mapped_column(String(500), default="")
    decided_by: Mapped[int | None]
    created_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]


class CertificateCheck(Numbered, GovernmentOwned, Model):
    """Somebody checked a certificate; of whoever it was nothing is kept."""

    __tablename__ = "certificate_check"
    __table_args__ = (Index("ix_certificate_check_certificate_id_id", "certificate_id", "id"),)

    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificate.id"))
    way: Mapped[str] = mapped_column(String(10))
    found: Mapped[str] = mapped_column(String(10))
    checked_at: Mapped[datetime]


class SigningKey(Numbered, GovernmentOwned, Model):
    """A key the worker may sign with. Only its name is kept here; file, NIK and passphrase stand in the environment.

    Without an employee it is the organiser's own seal.
    """

    __tablename__ = "signing_key"
    __table_args__ = (
        UniqueConstraint("government_id", "name"),
        owned_by("employee_id", "employee"),
        Index("ix_signing_key_employee_id", "employee_id"),
    )

    name: Mapped[str] = mapped_column(String(30))
    kind: Mapped[KeyKind] = mapped_column(String(10))
    employee_id: Mapped[int | None]
    ended_at: Mapped[datetime | None]


class SigningCertificate(Numbered, GovernmentOwned, Model):
    """A certificate that signatures of ours carry, remembered so that a foreign one can be told apart."""

    __tablename__ = "signing_certificate"
    __table_args__ = (UniqueConstraint("government_id", "fingerprint"),)

    fingerprint: Mapped[str] = mapped_column(String(64))
    subject: Mapped[str] = mapped_column(String(200))
    kind: Mapped[KeyKind] = mapped_column(String(10))
    first_used_at: Mapped[datetime]
