"""Keeping files: bytes in the store under a random name, facts in the database."""

import hashlib
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from app.base.clock import now
from app.base.database import db
from app.documents.models import StoredFile

PIECE = 1024 * 1024
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


def put_file(file: BinaryIO) -> tuple[str, int, str]:
    """Write what an open file holds, in pieces; returns key, size and hash. Call it outside a transaction."""
    file.seek(0)
    digest = hashlib.sha256()
    for piece in iter(lambda: file.read(PIECE), b""):
        digest.update(piece)
    size = file.tell()
    file.seek(0)
    key = f"{secrets.token_hex(1)}/{secrets.token_hex(16)}"
    _store.put(key, file)
    return key, size, digest.hexdigest()


def keep_file(put: tuple[str, int, str], *, name: str, media_type: str) -> StoredFile:
    """The row of a file that was just put in pieces."""
    storage_key, size, digest = put
    row = StoredFile(
        name=name, media_type=media_type, size=size, sha256=digest, storage_key=storage_key, created_at=now()
    )
    db.session.add(row)
    db.session.flush()
    return row


def pieces(row: StoredFile) -> Iterator[bytes]:
    """The bytes in pieces, for files too large to hold; they are looked over once before the first is given."""
    digest = hashlib.sha256()
    for piece in _store.get(row.storage_key).stream(min_chunk_size=PIECE):
        digest.update(piece)
    if digest.hexdigest() != row.sha256:
        raise ValueError(f"file {row.id} is not what was stored")
    return (bytes(piece) for piece in _store.get(row.storage_key).stream(min_chunk_size=PIECE))


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
