from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.base.database import Model, Numbered, owned_by
from app.base.scope import GovernmentOwned
from app.documents.models import AskedFile


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


class KeyPurpose(StrEnum):
    """What a key of a government signs."""

    CODE = "code"
    BADGE = "badge"


class CertificateKey(Numbered, GovernmentOwned, Model):
    """A key pair of a government: the current one signs, the earlier ones go on proving what they signed.

    The private half is sealed with the installation's own key, and gone once nothing needs it any more.
    """

    __tablename__ = "certificate_key"
    __table_args__ = (
        Index(
            "uq_certificate_key_current",
            "government_id",
            "purpose",
            unique=True,
            sqlite_where=text("retired_at IS NULL"),
            postgresql_where=text("retired_at IS NULL"),
        ),
        UniqueConstraint("government_id", "id"),
        UniqueConstraint("key_id"),
    )

    purpose: Mapped[KeyPurpose] = mapped_column(String(6))
    key_id: Mapped[str] = mapped_column(String(8))
    public_pem: Mapped[str] = mapped_column(Text)
    private_sealed: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]


class Certificate(Numbered, GovernmentOwned, Model):
    """What was issued, frozen: the printed facts, and once printed the file and its hash."""

    __tablename__ = "certificate"
    __table_args__ = (
        UniqueConstraint("government_id", "id"),
        owned_by("series_id", "certificate_series"),
        owned_by("design_version_id", "certificate_design_version"),
        owned_by("recall_id", "certificate_recall"),
        UniqueConstraint("series_id", "year", "sequence"),
        UniqueConstraint("government_id", "number"),
        Index("ix_certificate_employee_id_issued_on", "employee_id", "issued_on"),
        Index("ix_certificate_group_key", "group_key"),
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


class CertificateBadge(Numbered, GovernmentOwned, Model):
    """An Open Badge its holder asked for. ``ended_at`` takes it back: the status list says so from then on."""

    __tablename__ = "certificate_badge"
    __table_args__ = (
        owned_by("certificate_id", "certificate"),
        owned_by("key_id", "certificate_key"),
        UniqueConstraint("token"),
        UniqueConstraint("key_id", "status_index"),
        Index("ix_certificate_badge_achievement", "achievement"),
        Index("ix_certificate_badge_employee_id", "employee_id"),
        Index(
            "uq_certificate_badge_current",
            "certificate_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        CheckConstraint("status_index >= 0", name="status_index_from_0"),
    )

    certificate_id: Mapped[int]
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    key_id: Mapped[int]
    token: Mapped[str] = mapped_column(String(24))
    achievement: Mapped[str] = mapped_column(String(32))
    status_index: Mapped[int]
    credential: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class BundleForm(StrEnum):
    """How many certificates become one file."""

    ZIP = "zip"
    PDF = "pdf"


class CertificateBundle(AskedFile):
    """Many certificates in one file, asked for by somebody who may see them, and kept for some days."""

    __tablename__ = "certificate_bundle"
    __table_args__ = (
        owned_by("unit_id", "org_unit"),
        Index("ix_certificate_bundle_created_by", "created_by", "id"),
        Index("ix_certificate_bundle_expires_at", "expires_at"),
    )

    form: Mapped[BundleForm] = mapped_column(String(3))
    title: Mapped[str] = mapped_column(String(250))
    group_key: Mapped[str] = mapped_column(String(80), default="")
    unit_id: Mapped[int | None]
    year: Mapped[int | None]
    reach: Mapped[str] = mapped_column(Text, default="")


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
