"""Finding a batch: the catalogue with its filters, as a list or a month."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Date, Integer, and_, bindparam, exists, func, or_, select, tuple_

from app.access.visitor import EVERYWHERE, Reach
from app.base.database import db
from app.organisation.models import OrgUnit
from app.training.models import Batch, BatchStatus, Enrolment, Programme, ProgrammeCompetency
from app.training.rules import ManagedState

VISIBLE = (BatchStatus.PUBLISHED, BatchStatus.CLOSING, BatchStatus.CLOSED)


@dataclass(frozen=True)
class Filters:
    """What narrows the catalogue; empty values narrow nothing."""

    text: str = ""
    competency_id: int | None = None
    form_code: str = ""
    month: date | None = None
    city: str = ""
    only_free: bool = False

    @property
    def any(self) -> bool:
        return self != Filters()


_day: Any = bindparam("day")
_first: Any = bindparam("first")
_last: Any = bindparam("last")
_text: Any = bindparam("text")
_after_day: Any = bindparam("after_day", type_=Date)
_after_id: Any = bindparam("after_id", type_=Integer)

_FOUND: Any = (
    select(
        Batch.id,
        Programme.title,
        Programme.form_code,
        Batch.number,
        Batch.starts_on,
        Batch.ends_on,
        Batch.city,
        Batch.place,
        Batch.lesson_hours,
        Batch.seats,
        Batch.seats_taken,
        Batch.status,
        Batch.policy,
        Batch.enrolment_opens_at,
        Batch.enrolment_closes_at,
        Enrolment.status.label("mine"),
    )
    .join(Programme, Programme.id == Batch.programme_id)
    .outerjoin(Enrolment, and_(Enrolment.batch_id == Batch.id, Enrolment.employee_id == bindparam("employee_id")))
    .where(Batch.status.in_(VISIBLE))
    .order_by(Batch.starts_on, Batch.id)
    .limit(bindparam("at_most", type_=Integer))
)
_CONDITIONS: dict[str, Any] = {
    "text": or_(
        func.lower(Programme.title).like(_text, escape="\\"), func.lower(Programme.code).like(_text, escape="\\")
    ),
    "competency_id": exists(
        select(ProgrammeCompetency.id).where(
            ProgrammeCompetency.programme_id == Programme.id,
            ProgrammeCompetency.competency_id == bindparam("competency_id"),
        )
    ),
    "form_code": Programme.form_code == bindparam("form_code"),
    "city": Batch.city == bindparam("city"),
    "only_free": Batch.seats_taken < Batch.seats,
    "first": and_(Batch.starts_on <= _last, Batch.ends_on >= _first),
    "day": Batch.ends_on >= _day,
    "after_day": tuple_(Batch.starts_on, Batch.id) > tuple_(_after_day, _after_id),
}


@cache
def _statement(asked: frozenset[str]) -> Any:
    """The statement for what is asked. Each kind is built once: building takes longer than running."""
    return _FOUND.where(*(condition for name, condition in _CONDITIONS.items() if name in asked))


def _find(asked: Mapping[str, Any]) -> list[Any]:
    return list(db.session.execute(_statement(frozenset(asked)), asked).all())


def coming_batches(
    employee_id: int | None, filters: Filters, *, day: date, after: tuple[date, int] | None, limit: int
) -> list[Any]:
    """Batches that have not ended on ``day`` (or those of the month asked for), soonest first.

    ``after`` is the (start, id) of the last batch already shown.
    """
    asked = _asked(filters) | {"employee_id": employee_id, "at_most": limit}
    if filters.month is None:
        asked["day"] = day
    else:
        asked["first"], asked["last"] = month_bounds(filters.month)
    if after is not None:
        asked["after_day"], asked["after_id"] = after
    return _find(asked)


def batches_touching(employee_id: int | None, filters: Filters, *, first: date, last: date) -> list[Any]:
    """Batches with at least one day between two days, soonest first; for the month calendar."""
    return _find(_asked(filters) | {"employee_id": employee_id, "at_most": 500, "first": first, "last": last})


def _asked(filters: Filters) -> dict[str, Any]:
    given = {
        "text": f"%{_escaped(filters.text.lower())}%" if filters.text else "",
        "competency_id": filters.competency_id,
        "form_code": filters.form_code,
        "city": filters.city,
        "only_free": filters.only_free or None,
    }
    return {name: value for name, value in given.items() if value not in (None, "")}


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def month_bounds(month: date) -> tuple[date, date]:
    """First and last day of the month."""
    following = (month.replace(day=28) + timedelta(days=4)).replace(day=1)
    return month.replace(day=1), following - timedelta(days=1)


_CITIES = select(Batch.city).where(Batch.status.in_(VISIBLE), Batch.ends_on >= _day).distinct().order_by(Batch.city)


def cities(day: date) -> list[str]:
    """Where coming batches are held."""
    return list(db.session.execute(_CITIES, {"day": day}).scalars())


def managed_batches(
    *,
    state: ManagedState = ManagedState.UNFINISHED,
    text: str = "",
    day: date,
    after: tuple[date, int] | None,
    limit: int,
    reach: Reach = EVERYWHERE,
) -> list[Any]:
    """The batches of the government for whoever runs training; within a reach, what its units run."""
    waiting = (
        select(func.count(Enrolment.id))
        .where(Enrolment.batch_id == Batch.id, Enrolment.status == "waitlisted")
        .scalar_subquery()
    )
    statement = (
        select(
            Batch.id,
            Programme.title,
            Batch.number,
            Batch.year,
            Batch.starts_on,
            Batch.ends_on,
            Batch.city,
            Batch.status,
            Batch.seats,
            Batch.seats_taken,
            waiting.label("waiting"),
        )
        .join(Programme, Programme.id == Batch.programme_id)
        .where(*_managed(state, day))
        .limit(limit)
    )
    place = tuple_(Batch.starts_on, Batch.id)
    if state.is_latest_first:
        statement = statement.order_by(Batch.starts_on.desc(), Batch.id.desc())
    else:
        statement = statement.order_by(Batch.starts_on, Batch.id)
    if after is not None:
        statement = statement.where(place < after if state.is_latest_first else place > after)
    if text:
        statement = statement.where(func.lower(Programme.title).like(f"%{_escaped(text.lower())}%", escape="\\"))
    if not reach.is_everything:
        inside = or_(OrgUnit.id.is_(None), *(OrgUnit.path.like(f"{path}%") for path in reach.paths))
        statement = statement.join(OrgUnit, OrgUnit.id == Batch.unit_id).where(inside)
    return list(db.session.execute(statement).all())


def _managed(state: ManagedState, day: date) -> list[ColumnElement[bool]]:
    match state:
        case ManagedState.UNFINISHED:
            return [Batch.status.in_([BatchStatus.DRAFT, BatchStatus.PUBLISHED, BatchStatus.CLOSING])]
        case ManagedState.TO_CLOSE:
            return [Batch.status.in_([BatchStatus.PUBLISHED, BatchStatus.CLOSING]), Batch.ends_on < day]
        case ManagedState.DRAFT:
            return [Batch.status == BatchStatus.DRAFT]
        case ManagedState.CLOSED:
            return [Batch.status == BatchStatus.CLOSED]
        case ManagedState.CANCELLED:
            return [Batch.status == BatchStatus.CANCELLED]
    return []
