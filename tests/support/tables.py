"""Tables as people bring them, and what an import did to the database."""

import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from xlsxwriter import Workbook

from app.base.database import Base, db
from app.imports import reading
from app.imports.headings import HEADINGS, ImportKind
from app.imports.models import ImportFault, ImportRun
from app.imports.services import checking, undoing, uploads
from app.jobs import worker
from tests.support.builders import Person

NEVER_COMPARED = {
    # Worked out anew from the others.
    "competency_gap",
    "gap_profile",
    "gap_state",
    "gap_summary",
    "next_gap",
    "unit_summary",
    "index_due",
    "index_result",
    "index_sum",
    "index_year",
    "directory_day",
    "directory_entry",
    "directory_word",
    "audit_entry",
    "audit_head",
    "import_change",
    "import_fault",
    "import_mapping",
    "import_run",
    "job",
}
NEVER_COMPARED |= {"stored_file"}
# Written by the worker on days of its own: in December and January it asks for the year's reports.
NEVER_COMPARED |= {"individual_plan_round"}
TODAY = date(2026, 11, 23)


def headings_of(kind: ImportKind) -> list[str]:
    return [one.name for one in HEADINGS[kind]]


def xlsx(headings: Sequence[str], rows: Iterable[Sequence[Any]], *, sheet: str = "Data") -> bytes:
    """A workbook. Text stays text, numbers are numbers, and days are Excel's own."""
    buffer = io.BytesIO()
    book = Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    page, day = book.add_worksheet(sheet), book.add_format({"num_format": "dd-mm-yyyy"})
    for number, row in enumerate([headings, *rows]):
        for column, cell in enumerate(row):
            if isinstance(cell, date):
                page.write_datetime(number, column, cell, day)
            elif isinstance(cell, int | float):
                page.write_number(number, column, cell)
            elif cell is not None:
                page.write_string(number, column, cell)
    book.close()
    return buffer.getvalue()


def of_dicts(kind: ImportKind, rows: Sequence[dict[str, Any]]) -> bytes:
    """A workbook of this kind from rows by heading key; only columns some row has."""
    keys = [one.key for one in HEADINGS[kind] if any(one.key in row for row in rows) or one.required]
    names = {one.key: one.name for one in HEADINGS[kind]}
    return xlsx([names[key] for key in keys], [[row.get(key, "") for key in keys] for row in rows])


def bring(
    content: bytes, person: Person, *, kind: ImportKind | None = None, name: str = "data.xlsx", make_units: bool = False
) -> ImportRun:
    """Upload a file and have it checked. It is read here; the process of its own has tests of its own."""
    packed = b"".join(reading.packed(reading.answer(content, kind)))
    table = uploads.Table(next(reading.unpacked(packed)), packed)
    run = uploads.receive(table, name, make_units=make_units, today=TODAY, by=person.actor)
    db.session.commit()
    worker.drain()
    return fresh(run)


def apply(run: ImportRun, person: Person, *, everything: bool = False) -> ImportRun:
    checking.request_application(run, everything=everything, by=person.actor)
    db.session.commit()
    worker.drain()
    return fresh(run)


def undo(run: ImportRun, person: Person) -> ImportRun:
    undoing.request_undo(run, by=person.actor)
    db.session.commit()
    worker.drain()
    return fresh(run)


def fresh(run: ImportRun) -> ImportRun:
    db.session.rollback()
    statement = select(ImportRun).where(ImportRun.id == run.id).execution_options(populate_existing=True)
    return db.session.execute(statement).scalar_one()


def counts(run: ImportRun) -> dict[str, int]:
    return {name: getattr(run, name) for name in ("new", "changed", "unchanged", "refused")}


def sentences(run: ImportRun) -> list[tuple[int, str, str]]:
    """(row, column, sentence) of every fault."""
    statement = select(ImportFault).where(ImportFault.run_id == run.id).order_by(ImportFault.row, ImportFault.id)
    return [(one.row, one.heading, one.sentence) for one in db.session.execute(statement).scalars()]


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table an import could touch, as the database has it."""
    db.session.rollback()
    found = {}
    for table in Base.metadata.sorted_tables:
        if table.name not in NEVER_COMPARED:
            rows = db.session.connection().execute(select(table).order_by(*table.primary_key.columns)).all()
            found[table.name] = [tuple(row) for row in rows]
    db.session.rollback()
    return found
