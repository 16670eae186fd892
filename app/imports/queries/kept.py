"""The kept table of an import: its needed columns, row by row."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from app.base.database import db
from app.documents import services as store
from app.documents.models import StoredFile
from app.imports.models import FaultWeight, ImportFault, ImportRun
from app.imports.reading import unpacked
from app.imports.rules.steps import NotNow


def content(run: ImportRun) -> bytes:
    if run.file_id is None:
        raise NotNow
    return store.read(db.session.get_one(StoredFile, run.file_id))


def rows(packed: bytes) -> Iterator[list[Any]]:
    """Each row as (number, cell, cell, …)."""
    lines = unpacked(packed)
    next(lines)
    return lines


def refused_rows(run: ImportRun) -> Iterator[tuple[list[Any], list[ImportFault]]]:
    """Rows that were refused, with their faults."""
    statement = (
        select(ImportFault)
        .where(ImportFault.run_id == run.id, ImportFault.weight == FaultWeight.REFUSED)
        .order_by(ImportFault.row, ImportFault.id)
    )
    faults: dict[int, list[ImportFault]] = defaultdict(list)
    for one in db.session.execute(statement).scalars():
        faults[one.row].append(one)
    for row in rows(content(run)):
        if row[0] in faults:
            yield row[1:], faults[row[0]]
