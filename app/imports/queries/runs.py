"""Imports as they are listed and looked at."""

from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, or_, select, tuple_

from app.base.database import db
from app.imports.models import FaultWeight, ImportChange, ImportFault, ImportRun, ImportStatus
from app.imports.rules.plan import UNKNOWN_UNIT


def recent(*, before: int | None, limit: int) -> list[Any]:
    """The government's imports, newest first."""
    statement = (
        select(
            ImportRun.id,
            ImportRun.kind,
            ImportRun.status,
            ImportRun.file_name,
            ImportRun.rows,
            ImportRun.new,
            ImportRun.changed,
            ImportRun.refused,
            ImportRun.created_by_name,
            ImportRun.created_at,
        )
        .order_by(ImportRun.id.desc())
        .limit(limit)
    )
    if before is not None:
        statement = statement.where(ImportRun.id < before)
    return list(db.session.execute(statement).all())


def checked(limit: int) -> list[Any]:
    """Imports that were tried and wait for somebody to take or discard them, oldest first."""
    statement = (
        select(ImportRun.id, ImportRun.file_name, ImportRun.new, ImportRun.changed, ImportRun.refused)
        .where(ImportRun.status == ImportStatus.CHECKED)
        .order_by(ImportRun.id)
        .limit(limit)
    )
    return list(db.session.execute(statement).all())


def run(run_id: int) -> ImportRun:
    """One import of the government in scope, as it stands now."""
    statement = select(ImportRun).where(ImportRun.id == run_id).execution_options(populate_existing=True)
    return db.session.execute(statement).scalar_one()


def faults(
    run_id: int, weights: tuple[FaultWeight, ...], *, heading: str, after: tuple[int, int] | None, limit: int
) -> list[Any]:
    """Faults in the order of the rows, of one column where it is named."""
    statement = (
        select(
            ImportFault.id,
            ImportFault.row,
            ImportFault.heading,
            ImportFault.value,
            ImportFault.sentence,
            ImportFault.weight,
        )
        .where(ImportFault.run_id == run_id, ImportFault.weight.in_(weights))
        .order_by(ImportFault.row, ImportFault.id)
        .limit(limit)
    )
    if heading:
        statement = statement.where(ImportFault.heading == heading)
    if after is not None:
        statement = statement.where(tuple_(ImportFault.row, ImportFault.id) > after)
    return list(db.session.execute(statement).all())


def faulty_headings(run_id: int, weights: tuple[FaultWeight, ...]) -> list[tuple[str, int]]:
    """Columns with faults and how many, most first."""
    statement = (
        select(ImportFault.heading, func.count(ImportFault.id).label("times"))
        .where(ImportFault.run_id == run_id, ImportFault.weight.in_(weights))
        .group_by(ImportFault.heading)
        .order_by(func.count(ImportFault.id).desc(), ImportFault.heading)
    )
    return [(row.heading, row.times) for row in db.session.execute(statement)]


def names_unknown_units(run_id: int) -> bool:
    """Whether rows were refused because their unit is not there."""
    statement = select(ImportFault.id).where(
        ImportFault.run_id == run_id,
        ImportFault.weight == FaultWeight.REFUSED,
        ImportFault.sentence.startswith(UNKNOWN_UNIT, autoescape=True),
    )
    return db.session.execute(statement.limit(1)).first() is not None


def changes(run_id: int, *, after: tuple[str, int] | None, limit: int) -> list[Any]:
    """Rows that are changed, with the fields before and after."""
    statement = (
        select(
            ImportChange.row,
            ImportChange.in_table,
            ImportChange.row_id,
            ImportChange.about,
            ImportChange.before,
            ImportChange.after,
        )
        .where(ImportChange.run_id == run_id, ImportChange.is_new.is_(False))
        .order_by(ImportChange.in_table, ImportChange.row_id)
        .limit(limit)
    )
    if after is not None:
        statement = statement.where(tuple_(ImportChange.in_table, ImportChange.row_id) > after)
    return list(db.session.execute(statement).all())


def to_forget(*, applied_before: datetime, unused_before: datetime) -> list[tuple[int, int]]:
    """(government, import) of what is kept no longer; asked for the whole installation."""
    over = (ImportStatus.APPLIED, ImportStatus.UNDONE)
    unused = (ImportStatus.MAPPING, ImportStatus.CHECKED)
    statement = (
        select(ImportRun.government_id, ImportRun.id)
        .where(
            or_(
                and_(ImportRun.status.in_(over), ImportRun.file_id.is_not(None), ImportRun.created_at < applied_before),
                and_(ImportRun.status.in_(unused), ImportRun.created_at < unused_before),
            )
        )
        .order_by(ImportRun.id)
        .limit(50)
    )
    return [(row.government_id, row.id) for row in db.session.execute(statement)]
