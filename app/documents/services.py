"""Keeping files: bytes in the store under a random name, facts in the database."""

import hashlib
import secrets
from pathlib import Path
from typing import Any

from app.base.clock import now
from app.base.database import db
from app.documents.models import StoredFile

_store: Any = None


def use_folder(folder: Path) -> None:
    """Keep files in this folder, which is outside anything the web serves."""
    from obstore.store import LocalStore  # slow to import, and the web process rarely needs it

    global _store  # noqa: PLW0603 - one store per process, set once at the start
    folder.mkdir(parents=True, exist_ok=True)
    _store = LocalStore(str(folder))


def put(content: bytes) -> str:
    """Write the bytes; returns the key they are kept under. Call it before the row, outside a transaction."""
    key = f"{secrets.token_hex(1)}/{secrets.token_hex(16)}"
    _store.put(key, content)
    return key


def keep(content: bytes, *, storage_key: str, name: str, media_type: str) -> StoredFile:
    """The row of a file whose bytes were just put."""
    row = StoredFile(
        name=name,
        media_type=media_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        storage_key=storage_key,
        created_at=now(),
    )
    db.session.add(row)
    db.session.flush()
    return row


def read(row: StoredFile) -> bytes:
    """The bytes as they were kept; raises if they are not the ones the database remembers."""
    content = bytes(_store.get(row.storage_key).bytes())
    if hashlib.sha256(content).hexdigest() != row.sha256:
        raise ValueError(f"file {row.id} is not what was stored")
    return content


def forget(row: StoredFile) -> str:
    """Take the row of a file away in the caller's transaction; returns the key of the bytes to erase after it."""
    db.session.delete(row)
    db.session.flush()
    return row.storage_key


def erase(key: str) -> None:
    """Erase bytes no row speaks of any more. Call it after the commit."""
    _store.delete(key)
