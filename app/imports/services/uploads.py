"""Taking a file in: read in a process of its own, trimmed to what is needed, and only then kept."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any, BinaryIO

from sqlalchemy import select

from app.access.visitor import Actor
from app.audit import services as audit
from app.base import scope
from app.base.clock import now
from app.base.database import db
from app.base.errors import RuleBroken
from app.config import ROOT
from app.documents import services as store
from app.documents.models import StoredFile
from app.imports.headings import HEADINGS, ImportKind, key_of
from app.imports.models import ImportMapping, ImportRun, ImportStatus
from app.imports.reading import packed, unpacked
from app.imports.services.checking import request_check

KEPT_TYPE = "application/vnd.penata.table"
SECONDS_AT_MOST = 120
REFUSED = 3
TOO_MUCH = "Berkas ini terlalu besar untuk dibaca sekaligus. Bagi menjadi beberapa berkas, lalu unggah satu per satu."


class FileRefused(RuleBroken):
    """A file that cannot be read as a table; the message says why and what to do."""

    heading = "Berkas belum bisa dibaca"
    status = 422


class MappingIncomplete(RuleBroken):
    heading = "Belum semua kolom cocok"
    status = 422


@dataclass(frozen=True)
class Table:
    """A table as it is kept: what is known about it, and its needed cells, packed."""

    about: dict[str, Any]
    content: bytes


def read_file(stream: BinaryIO, asked: ImportKind | None) -> Table:
    """Read a foreign file outside any transaction. Raises FileRefused with the sentence for the person."""
    answer = read_apart("app.imports.reading", stream.read(), asked or "")
    return Table(next(unpacked(answer)), answer)


def read_apart(module: str, content: bytes, *wishes: str) -> bytes:
    """What one of our reading modules answers about a foreign file, in a process of its own."""
    try:
        done = subprocess.run(  # noqa: S603 - our own module, in a process that knows no secrets
            [sys.executable, "-m", module, *wishes],
            cwd=ROOT,
            env={"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"},
            input=content,
            capture_output=True,
            timeout=SECONDS_AT_MOST,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise FileRefused(TOO_MUCH) from error
    if done.returncode == REFUSED:
        raise FileRefused(json.loads(done.stdout)["fault"])
    if done.returncode != 0:
        raise FileRefused(TOO_MUCH)
    return done.stdout


def receive(table: Table, name: str, *, make_units: bool, today: date, by: Actor) -> ImportRun:
    """Keep a table and check it at once where its headings are known, now or from another time."""
    about, content = table.about, table.content
    heading_key = key_of(about["all_headings"])
    if not about["kind"]:
        known = db.session.execute(select(ImportMapping).where(ImportMapping.heading_key == heading_key)).scalar()
        if known is not None:
            about, content = _mapped(table, ImportKind(known.kind), known.columns)
            known.used_on = today
    run = ImportRun(
        kind=about["kind"] or None,
        status=ImportStatus.MAPPING,
        file_name=name[:200],
        heading_key=heading_key,
        make_units=make_units,
        tally={},
        created_by=by.user_id,
        created_by_name=by.name,
        created_at=now(),
    )
    _describe(run, about)
    run.file_id = _keep(content, name).id
    db.session.add(run)
    db.session.flush()
    audit.record("imports.run.created", run, by=by, kind=run.kind or "")
    if run.kind:
        request_check(run, by=by)
    return run


def _describe(run: ImportRun, about: dict[str, Any]) -> None:
    run.sheet = about["sheet"][:100]
    for name in ("columns", "headings", "all_headings", "personal", "unknown", "other_sheets"):
        setattr(run, name, about[name])


def _keep(content: bytes, name: str) -> StoredFile:
    return store.keep(content, storage_key=store.put(content), name=name[:200], media_type=KEPT_TYPE)


def map_columns(run: ImportRun, kind: ImportKind, chosen: dict[str, str], *, today: date, by: Actor) -> str:
    """Read the kept table as ``kind`` with these headings by key, remember it, and check it.

    Columns nobody chose are left out of the kept file from now on. Returns the key of the bytes to erase after
    the commit.
    """
    if run.status != ImportStatus.MAPPING or run.file_id is None:
        raise RuleBroken("Kolom berkas ini sudah dicocokkan.")
    missing = [one.name for one in HEADINGS[kind] if one.required and not chosen.get(one.key)]
    if missing:
        raise MappingIncomplete(f"Pilih kolom untuk: {', '.join(missing)}.")
    old = db.session.get_one(StoredFile, run.file_id)
    content = store.read(old)
    about, content = _mapped(Table(next(unpacked(content)), content), kind, chosen)
    run.kind = kind
    _describe(run, about)
    run.file_id = _keep(content, old.name).id
    _remember(run.heading_key, kind, chosen, today)
    db.session.flush()
    key = store.forget(old)
    request_check(run, by=by)
    return key


def is_remembered(run: ImportRun) -> bool:
    """Whether the columns of this file were matched by somebody, now or at an earlier file."""
    statement = select(ImportMapping.id).where(ImportMapping.heading_key == run.heading_key)
    return db.session.execute(statement).first() is not None


def forget_mapping(run: ImportRun, *, by: Actor) -> None:
    """Ask anew which column holds what, the next time a file has these headings."""
    known = db.session.execute(select(ImportMapping).where(ImportMapping.heading_key == run.heading_key)).scalar()
    if known is not None:
        db.session.delete(known)
        audit.record("imports.mapping.forgotten", run, by=by, kind=known.kind)


def _remember(heading_key: str, kind: ImportKind, chosen: dict[str, str], today: date) -> None:
    known = db.session.execute(select(ImportMapping).where(ImportMapping.heading_key == heading_key)).scalar()
    if known is None:
        known = ImportMapping(heading_key=heading_key, government_id=scope.current())
        db.session.add(known)
    known.kind, known.columns, known.used_on = kind, chosen, today


def _mapped(table: Table, kind: ImportKind, chosen: dict[str, str]) -> tuple[dict[str, Any], bytes]:
    """The table with the chosen columns only: (about it, its content)."""
    about, headings = table.about, table.about["headings"]
    kept = {key: headings.index(heading) for key, heading in chosen.items() if heading in headings}
    left = [one for index, one in enumerate(headings) if index not in kept.values()]
    mapped = about | {
        "kind": kind.value,
        "columns": list(kept),
        "headings": [headings[index] for index in kept.values()],
        "unknown": left,
    }
    lines = unpacked(table.content)
    next(lines)
    rows = ([number, *(cells[index] for index in kept.values())] for number, *cells in lines)
    texts = (json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in rows)
    return mapped, b"".join(packed(chain([json.dumps(mapped, ensure_ascii=False)], texts)))
