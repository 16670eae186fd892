from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.base.database import Model, Numbered
from app.base.scope import GovernmentOwned


class StoredFile(Numbered, GovernmentOwned, Model):
    """A file in the store: the database keeps its hash, size and kind, never its bytes."""

    __tablename__ = "stored_file"
    __table_args__ = (
        Index("ix_stored_file_government_id", "government_id"),
        Index("ix_stored_file_sha256", "sha256"),
    )

    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    storage_key: Mapped[str] = mapped_column(String(80), unique=True)
    created_at: Mapped[datetime]


class AskedFile(Numbered, GovernmentOwned, Model):
    """What every file has that somebody asks for and the worker makes, in whichever house (``documents.asked``)."""

    __abstract__ = True

    created_by: Mapped[int]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    count: Mapped[int | None]
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
