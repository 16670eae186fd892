"""Official values of people."""

from collections.abc import Sequence
from decimal import Decimal

from sqlalchemy import RowMapping, bindparam, select

from app.base.database import db
from app.professionalism.models import IndexResult, IndexYear, OfficialIndex, YearStatus

_TOTALS = select(OfficialIndex.employee_id, OfficialIndex.total).where(
    OfficialIndex.year == bindparam("year"), OfficialIndex.employee_id.in_(bindparam("ids", expanding=True))
)


def of_person(employee_id: int, year: int) -> OfficialIndex | None:
    statement = select(OfficialIndex).where(OfficialIndex.employee_id == employee_id, OfficialIndex.year == year)
    return db.session.execute(statement).scalar_one_or_none()


def years_of(employee_id: int) -> list[int]:
    """The years somebody has an official value of, the latest first."""
    statement = select(OfficialIndex.year).where(OfficialIndex.employee_id == employee_id)
    return list(db.session.execute(statement.order_by(OfficialIndex.year.desc())).scalars())


def totals(employee_ids: Sequence[int], year: int) -> dict[int, Decimal]:
    """The official value of a year of each of these people who has one."""
    rows = db.session.execute(_TOTALS, {"year": year, "ids": list(employee_ids)})
    return {row.employee_id: row.total for row in rows}


def behind_in_closed_years(employee_ids: Sequence[int] | None) -> Sequence[RowMapping]:
    """Results of closed years whose official value is no longer the one beside them; of these people, or of all."""
    result = IndexResult
    statement = (
        select(
            result.year,
            result.employee_id,
            result.unit_id,
            result.kind,
            result.category,
            result.total,
            result.lowest,
            result.highest,
            result.official,
            OfficialIndex.total.label("published"),
        )
        .join(IndexYear, IndexYear.year == result.year)
        .outerjoin(
            OfficialIndex, (OfficialIndex.employee_id == result.employee_id) & (OfficialIndex.year == result.year)
        )
        .where(IndexYear.status == YearStatus.CLOSED, result.official.is_distinct_from(OfficialIndex.total))
        .order_by(result.year, result.employee_id)
    )
    if employee_ids is not None:
        statement = statement.where(result.employee_id.in_(employee_ids))
    return db.session.execute(statement).mappings().all()
