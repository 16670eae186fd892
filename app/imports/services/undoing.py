"""Undoing an import as one batch, by its journal.

Whatever was changed since, and whatever hangs on a row the import made, speaks against it: then nothing is undone and
the list of what speaks against it is kept for the page.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any, cast

from sqlalchemy import Table, bindparam, delete, select, update

from app.access.visitor import SYSTEM, Actor
from app.audit import services as audit
from app.base import scope
from app.base.clock import now
from app.base.database import Base, db, lock
from app.imports import labels
from app.imports.models import FaultWeight, ImportChange, ImportFault, ImportRun, ImportStatus
from app.imports.rules.plan import EMPLOYEE, PLACEMENT, POSITION, TABLES, Fault
from app.imports.rules.steps import NotNow
from app.imports.services import writing
from app.imports.services.checking import enqueue, hold_tables
from app.jobs.models import Job
from app.organisation.services import directory

UNDO = "imports.undo"
AT_ONCE = 2_000
# Tables that follow others by themselves and never stand in the way.
FOLLOWING = ("import_", "directory_")
LISTED_AT_MOST = 500
_change = cast("Table", ImportChange.__table__)
Progress = Callable[[int, int], None]


class TooOld(NotNow):
    message = "Catatan impor ini sudah dihapus karena lewat 90 hari, jadi tidak bisa diurungkan lagi."


def request_undo(run: ImportRun, *, by: Actor) -> Job:
    """Undo in the background."""
    run = lock(run)
    if run.status != ImportStatus.APPLIED:
        raise NotNow
    if run.file_id is None:
        raise TooOld
    run.status, run.message = ImportStatus.UNDOING, ""
    return enqueue(UNDO, run, {"by": by.user_id, "name": by.name}, by)


def undo(args: dict[str, Any], _progress: Progress) -> str:
    """Take back all of it, or nothing with the list of what was changed since."""
    run = lock(db.session.get_one(ImportRun, args["run_id"]))
    if run.status != ImportStatus.UNDOING:
        return run.message
    hold_tables()
    against = list(islice(_against(run.id), LISTED_AT_MOST))
    db.session.execute(delete(ImportFault).where(ImportFault.run_id == run.id, ImportFault.weight == FaultWeight.KEPT))
    if against:
        writing.keep_faults(against, run.id, {name: name for name in labels.TABLES.values()})
        run.status, run.round = ImportStatus.APPLIED, run.round + 1
        run.message = "Impor ini belum bisa diurungkan: sebagian datanya sudah berubah atau dipakai."
    else:
        directory.let_go(_made_in(run.id, EMPLOYEE), _made_in(run.id, POSITION))
        for name in reversed(TABLES):
            _take_back(run.id, name)
        run.status, run.undone_at = ImportStatus.UNDONE, now()
        run.message = "Impor diurungkan. Data kembali seperti sebelum berkas ini diterapkan."
        by = Actor(args.get("by"), None, args.get("name", SYSTEM.name))
        audit.record("imports.run.undone", run, by=by, kind=run.kind, new=run.new, changed=run.changed)
        directory.refresh_later(by=by, government_id=run.government_id, key=f"undo:{run.id}:{run.round}")
    db.session.commit()
    return run.message


def let_go(args: dict[str, Any]) -> None:
    """An undoing that was given up changed nothing."""
    run = lock(db.session.get_one(ImportRun, args["run_id"]))
    if run.status == ImportStatus.UNDOING:
        run.status = ImportStatus.APPLIED
        run.round += 1


def _take_back(run_id: int, name: str) -> None:
    """A new open placement goes before the former one is opened again; elsewhere what pointed at a new row turns
    away from it before the row goes."""
    if name == PLACEMENT:
        _remove(run_id, name)
        _restore(run_id, name)
    else:
        _restore(run_id, name)
        _remove(run_id, name)


def _remove(run_id: int, name: str) -> None:
    table = writing.table_named(name)
    statement = delete(table).where(table.c.government_id == scope.current(), table.c.id.in_(_made_in(run_id, name)))
    db.session.connection().execute(statement)


def _restore(run_id: int, name: str) -> None:
    table = writing.table_named(name)
    by_fields: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for line in _lines(run_id, name, is_new=False):
        values = {field: writing.back(table, field, value) for field, value in line.before.items()}
        by_fields[tuple(values)].append(values | {"row_id": line.row_id})
    for fields, rows in by_fields.items():
        values = {field: bindparam(field, type_=table.c[field].type) for field in fields}
        statement = update(table).where(table.c.id == bindparam("row_id")).values(values)
        db.session.connection().execute(statement, rows)


def _made_in(run_id: int, name: str) -> Any:
    return select(_change.c.row_id).where(
        _change.c.run_id == run_id, _change.c.in_table == name, _change.c.is_new.is_(True)
    )


def _lines(run_id: int, name: str, *, is_new: bool) -> Iterator[Any]:
    """The journal of one table, in the order of its rows' numbers."""
    statement = (
        select(_change.c.row_id, _change.c.row, _change.c.about, _change.c.before, _change.c.after)
        .where(_change.c.run_id == run_id, _change.c.in_table == name, _change.c.is_new.is_(is_new))
        .order_by(_change.c.row_id)
    )
    yield from db.session.connection().execute(statement).all()


def _against(run_id: int) -> Iterator[Fault]:
    """What speaks against undoing: rows that differ from how they were left, and rows that hang on new ones."""
    for name in TABLES:
        for is_new in (False, True):
            yield from _differing(run_id, name, is_new=is_new)
    for name in TABLES:
        yield from _hanging(run_id, name)


def _differing(run_id: int, name: str, *, is_new: bool) -> Iterator[Fault]:
    table, lines = writing.table_named(name), _lines(run_id, name, is_new=is_new)
    while chunk := list(islice(lines, AT_ONCE)):
        first, last = chunk[0].row_id, chunk[-1].row_id
        wanted = {line.row_id for line in chunk}
        rows = db.session.connection().execute(
            select(table).where(table.c.government_id == scope.current(), table.c.id.between(first, last))
        )
        there = {row.id: row._mapping for row in rows if row.id in wanted}  # noqa: SLF001 - SQLAlchemy's public name
        for line in chunk:
            sentence = _difference(line.after, there.get(line.row_id))
            if sentence:
                yield _fault(line.row, name, line.about, sentence)


def _difference(after: dict[str, Any], row: Any) -> str:
    if row is None:
        return "Sudah dihapus sesudah impor."
    differing = [field for field, value in after.items() if writing.plain(row[field]) != value]
    told = [labels.FIELDS.get(field, field) for field in differing if field not in labels.SILENT]
    if not differing:
        return ""
    return f"Sudah diubah sesudah impor{': ' + ', '.join(told) if told else ''}."


def _hanging(run_id: int, name: str) -> Iterator[Fault]:
    """Rows of any table that point at a row this import made, but for those it made or turned there itself."""
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_key_constraints:
            if key.referred_table.name == name and not table.name.startswith(FOLLOWING):
                column = next(one.parent for one in key.elements if one.column.name == "id")
                yield from _pointing(run_id, name, table, column)


def _pointing(run_id: int, name: str, table: Table, column: Any) -> Iterator[Fault]:
    identity = table.c.get("id", column)
    statement = (
        select(identity.label("id"), _change.c.row, _change.c.about)
        .join(_change, (_change.c.row_id == column) & (_change.c.in_table == name))
        .where(_change.c.run_id == run_id, _change.c.is_new.is_(True))
        .order_by(_change.c.row, identity)
    )
    turning_away: set[int] = set()
    if table.name in TABLES:
        statement = statement.where(table.c.id.not_in(_made_in(run_id, table.name)))
        altered = _lines(run_id, table.name, is_new=False)
        turning_away = {line.row_id for line in altered if column.name in line.after}
    what = labels.HANGING.get(table.name, "data lain")
    rows = db.session.connection().execute(statement)
    hanging = Counter((row.row, row.about) for row in rows if row.id not in turning_away)
    for (row, about), times in islice(hanging.items(), LISTED_AT_MOST):
        yield _fault(row, name, about, f"Sudah dipakai sesudah impor: {times} {what}.")


def _fault(row: int, name: str, about: str, sentence: str) -> Fault:
    return Fault(FaultWeight.KEPT, row, labels.TABLES[name], about, sentence)
