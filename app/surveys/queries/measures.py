"""Editions of what surveys are read by: the one of a wave, of a day, and all of them."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import func, select

from app.base.database import db
from app.surveys.models import SurveyMeasures
from app.surveys.rules.measures import SHIPPED, Measures, from_content


def edition(row: SurveyMeasures) -> Measures:
    return Measures(
        from_content(row.bands), row.least_people, row.least_alpha, row.least_item_rest, row.number, row.valid_from,
        row.source,
    )  # fmt: skip


def measures_of(measures_id: int | None) -> Measures:
    """What a wave was read by; without a number the edition that ships."""
    row = db.session.get(SurveyMeasures, measures_id) if measures_id is not None else None
    return SHIPPED if row is None else edition(row)


def several(ids: Iterable[int]) -> dict[int, Measures]:
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    rows = db.session.execute(select(SurveyMeasures).where(SurveyMeasures.id.in_(wanted))).scalars()
    return {row.id: edition(row) for row in rows}


def in_force(day: date) -> SurveyMeasures | None:
    """The edition of a day; None where the shipped one holds."""
    statement = select(SurveyMeasures).where(SurveyMeasures.valid_from <= day)
    return db.session.execute(statement.order_by(SurveyMeasures.valid_from.desc()).limit(1)).scalar_one_or_none()


def on(day: date) -> Measures:
    row = in_force(day)
    return SHIPPED if row is None else edition(row)


def editions() -> list[SurveyMeasures]:
    """The latest first."""
    return list(db.session.execute(select(SurveyMeasures).order_by(SurveyMeasures.valid_from.desc())).scalars())


def last() -> tuple[int, date | None]:
    """The number of the last edition and the day it begins."""
    row = db.session.execute(select(func.max(SurveyMeasures.number), func.max(SurveyMeasures.valid_from))).one()
    return row[0] or 0, row[1]
