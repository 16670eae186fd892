"""Making a copy, putting it back in an empty place, and checking either (security B1)."""

import hashlib
import io
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from app.audit import queries as audit
from app.audit.rules import fingerprint
from app.backup import archives, databases, manifest
from app.backup.archives import Writer
from app.backup.databases import Kept, Snapshot
from app.backup.errors import CopyTrouble
from app.backup.manifest import Manifest
from app.base import copies, scope
from app.base.database import only_reading

# What may lie in an empty place: a start before the restore leaves these behind.
LEFT_BY_A_START = frozenset({"secrets.json", "queue.db", "queue.db-wal", "queue.db-shm", "audit-heads.jsonl"})
SECRETS = "secrets.json"
DATABASE_FILE = "penata.db"


@dataclass(frozen=True)
class Place:
    """An installation: its database, the folder of its files, its keys, and the ends of its chains written outside."""

    database_url: str
    files: Path
    keys: Mapping[str, str]
    noted: Mapping[int, Mapping[int, str]] = field(default_factory=dict)

    @property
    def fingerprints(self) -> dict[str, str]:
        return {name: fingerprint(secret.encode()) for name, secret in self.keys.items()}


@dataclass(frozen=True)
class Made:
    path: Path
    manifest: Manifest


@dataclass(frozen=True)
class Report:
    """What a check found. ``looked_at`` says in words what was counted."""

    faults: list[str]
    looked_at: list[str]


def make(place: Place, to: Path, *, at: datetime, encrypt_to: str = "", with_keys: bool = False) -> Made:
    """Copy the installation into one archive in this folder while everybody works on; returns where.

    The database is copied as it was at one moment after the call, so whatever was acknowledged before is in it.
    Raises CopyTrouble where a house forbids a copy now.
    """
    if with_keys and not encrypt_to:
        raise CopyTrouble("kunci hanya ikut dalam cadangan yang bersandi (--encrypt-to)")
    words = _ask_the_houses()
    to.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = to / _name(at, marked=bool(words), encrypted=bool(encrypt_to))
    with _workroom(to) as room, archives.writing(path, encrypt_to) as writer:
        snapshot = databases.copy(place.database_url, room / "database")
        writer.add_path(manifest.DATABASE[databases.kind(place.database_url)], snapshot.path)
        snapshot.path.unlink()
        missing = _add_files(writer, place.files, snapshot)
        if with_keys:
            _add_keys(writer, place.keys)
        told = Manifest(
            made_at=at.astimezone(UTC).isoformat(timespec="seconds"),
            database=databases.kind(place.database_url),
            revision=snapshot.revision,
            rows=snapshot.rows,
            members=writer.members,
            keys=place.fingerprints,
            has_keys=with_keys,
            words=words,
            missing=missing,
        )
        writer.close_with(told)
    return Made(path, told)


def _ask_the_houses() -> list[str]:
    with only_reading(), scope.everything():
        words = copies.words()
    forbidding = [one.sentence for one in words if one.forbids]
    if forbidding:
        raise CopyTrouble("cadangan ditahan: " + "; ".join(forbidding))
    return [one.sentence for one in words]


def _name(at: datetime, *, marked: bool, encrypted: bool) -> str:
    """A marked copy says so in its name: it is kept apart, and destroyed when its reason ends."""
    name = f"penata-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}{'-marked' if marked else ''}.tar"
    return name + (archives.ENVELOPE if encrypted else "")


@contextmanager
def _workroom(beside: Path) -> Iterator[Path]:
    """A folder of ours on the same disk, gone afterwards whatever happens."""
    room = Path(tempfile.mkdtemp(prefix=".penata-", dir=beside))
    try:
        yield room
    finally:
        shutil.rmtree(room, ignore_errors=True)


def _add_files(writer: Writer, folder: Path, snapshot: Snapshot) -> list[str]:
    """Add every file the snapshot knows; returns those that are lost or are not what was stored."""
    missing = []
    for kept in snapshot.files:
        path = folder / kept.storage_key
        try:
            with path.open("rb") as content:
                found = writer.add(manifest.FILES + kept.storage_key, content, os.fstat(content.fileno()).st_size)
        except FileNotFoundError:
            missing.append(kept.storage_key)
            continue
        if found != kept.sha256:
            missing.append(kept.storage_key)
    return missing


def _add_keys(writer: Writer, keys: Mapping[str, str]) -> None:

    content = json.dumps(dict(keys)).encode()
    writer.add(manifest.KEYS, io.BytesIO(content), len(content))


def restore(path: Path, into: Path, *, database_url: str, identity: Path | None, keys: Mapping[str, str]) -> Report:
    """Put an archive back into an empty folder (and, for PostgreSQL, an empty database), then check it.

    Nothing is put in place before every byte has been held against the manifest.
    """
    _ensure_empty_folder(into)
    into.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _workroom(into) as room:
        told = archives.unpack(path, room, archives.identities(identity))
        url = _target(told, into, database_url)
        databases.ensure_empty(url)
        databases.put_back(room / manifest.DATABASE[told.database], url)
        if (room / "files").exists():
            (into / "files").mkdir(exist_ok=True)
            for folder in sorted((room / "files").iterdir()):
                folder.rename(into / "files" / folder.name)
        keys = _keys_of(told, room, into) or keys
    os.sync()
    return check(Place(url, into / "files", keys), against=told)


def _ensure_empty_folder(into: Path) -> None:
    there = {one.name for one in into.iterdir()} if into.exists() else set()
    files = into / "files"
    filled = files.is_dir() and any(files.iterdir())
    odd = sorted(there - LEFT_BY_A_START - {"files", "backups"})
    if odd or filled:
        found = ", ".join([*odd[:5], *(["files"] if filled else [])])
        raise CopyTrouble(f"{into} tidak kosong ({found}). Pulihkan hanya ke tempat yang kosong.")


def _target(told: Manifest, into: Path, database_url: str) -> str:
    if told.database == "sqlite":
        if database_url and databases.kind(database_url) != "sqlite":
            raise CopyTrouble("cadangan ini dari SQLite; --database tidak diperlukan")
        return f"sqlite:///{into.absolute() / DATABASE_FILE}"
    if not database_url or databases.kind(database_url) != "postgresql":
        raise CopyTrouble("cadangan ini dari PostgreSQL. Sebutkan basis data kosong dengan --database postgresql://…")
    return database_url


def _keys_of(told: Manifest, room: Path, into: Path) -> dict[str, str]:
    """The keys of an archive that has them, written where a start looks for them."""
    if not told.has_keys:
        return {}
    keys: dict[str, str] = json.loads((room / manifest.KEYS).read_text())
    target = into / SECRETS
    if target.exists():
        target.rename(target.with_suffix(".before"))
    (room / manifest.KEYS).rename(target)
    return keys


def check_archive(path: Path, *, identity: Path | None, keys: Mapping[str, str]) -> Report:
    """Hold an archive against its manifest. A SQLite copy is checked as deeply as a living installation."""
    with _workroom(Path(tempfile.gettempdir())) as room:
        told = archives.unpack(path, room, archives.identities(identity))
        looked_at = [f"cadangan {told.made_at}, {len(told.members)} isi cocok dengan manifes"]
        if told.database == "sqlite":
            found = check(Place(f"sqlite:///{room / manifest.DATABASE['sqlite']}", room / "files", keys), against=told)
            return Report(found.faults, looked_at + found.looked_at)
        faults = _told_faults(told)
        if not databases.is_readable(room / manifest.DATABASE["postgresql"]):
            faults.append("pg_restore tidak bisa membaca isi basis data")
        looked_at.append("isi basis data terbaca pg_restore; untuk pemeriksaan penuh, pulihkan ke basis data kosong")
        return Report(faults, looked_at)


def check(place: Place, *, against: Manifest | None = None) -> Report:
    """Look at everything: the database's own checks, the chains, every file's hash, and the counts of a manifest."""
    faults: list[str] = []
    looked_at: list[str] = []
    with databases.reading(place.database_url) as connection:
        rows = databases.counts(connection)
        faults += databases.faults(connection)
        looked_at.append(f"{len(rows)} tabel, {sum(rows.values())} baris, integritas dan kunci asing")
        chains = audit.chains(connection)
        noted = place.noted
        found = [
            audit.first_fault(one, place.keys["AUDIT_KEY"].encode(), connection=connection, noted=noted.get(one))
            for one in sorted({*chains, *noted})
        ]
        faults += [f"jejak audit, rantai {one.chain}, baris {one.position}: {one.reason}" for one in found if one]
        looked_at.append(f"{len(chains)} rantai jejak audit")
        kept = databases.files(connection)
    faults += list(_file_faults(place.files, kept))
    looked_at.append(f"{len(kept)} berkas")
    if against is not None:
        faults += _told_faults(against) + _count_faults(against, rows) + _key_faults(against, place)
        looked_at.append("jumlah baris menurut manifes")
    return Report(faults, looked_at)


def _told_faults(told: Manifest) -> list[str]:
    return [f"berkas {one} sudah hilang atau rusak ketika cadangan dibuat" for one in told.missing]


def _count_faults(told: Manifest, rows: Mapping[str, int]) -> list[str]:
    odd = sorted(name for name in told.rows.keys() | rows.keys() if told.rows.get(name) != rows.get(name))
    return [f"tabel {name}: {rows.get(name)} baris, menurut manifes {told.rows.get(name)}" for name in odd]


def _key_faults(told: Manifest, place: Place) -> list[str]:
    odd = sorted(name for name, seal in told.keys.items() if place.fingerprints.get(name) != seal)
    return [f"kunci {name} bukan kunci yang dipakai ketika cadangan dibuat" for name in odd]


def _file_faults(folder: Path, kept: list[Kept]) -> Iterator[str]:
    for one in kept:
        path = folder / one.storage_key
        if not path.exists():
            yield f"berkas {one.storage_key} hilang"
        elif _sha256(path) != one.sha256:
            yield f"berkas {one.storage_key} bukan yang disimpan"


def _sha256(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
