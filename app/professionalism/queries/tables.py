"""Versions of the table of points: a government's own before the national ones, then the latest."""

from typing import Any

from sqlalchemy import bindparam, select

from app.base import scope
from app.base.database import db
from app.competency.queries.versions import visible
from app.professionalism.models import IndexTable
from app.professionalism.rules.table import PointTable, from_json

_IN_FORCE = (
    select(IndexTable)
    .where(visible(IndexTable), IndexTable.from_year <= bindparam("year"))
    # A government's own, and a later one, come first.
    .order_by(IndexTable.government_id.is_(None), IndexTable.from_year.desc(), IndexTable.id.desc())
    .limit(1)
)


def in_force(year: int) -> IndexTable | None:
    """The version that counts for a year in the government in scope."""
    here: Any = {"here": scope.current(), "year": year}
    return db.session.execute(_IN_FORCE, here).scalar_one_or_none()


def points_of(table: IndexTable) -> PointTable:
    return from_json(table.content)


def versions() -> list[IndexTable]:
    """Every version this government may see, the latest first."""
    statement = select(IndexTable).where(visible(IndexTable, scope.current()))
    order = (IndexTable.from_year.desc(), IndexTable.government_id.is_(None), IndexTable.id.desc())
    return list(db.session.execute(statement.order_by(*order)).scalars())


def version(table_id: int) -> IndexTable:
    """One version, where this government may see it."""
    statement = select(IndexTable).where(IndexTable.id == table_id, visible(IndexTable, scope.current()))
    return db.session.execute(statement).scalar_one()


def names() -> dict[int, str]:
    """What the versions are called."""
    return {one.id: one.name for one in versions()}
