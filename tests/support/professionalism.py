"""Builders for the index: courses in the ledger, sanctions, official values, and everybody worked out."""

from datetime import date
from decimal import Decimal
from itertools import count

from app.base.clock import now, today
from app.base.database import db
from app.competency.models import LearningRecord, LearningStatus
from app.organisation.models import Employee
from app.professionalism.models import IndexResult, OfficialIndex, Sanction, SanctionLevel, SanctionStatement
from app.professionalism.services import following
from tests.support.builders import Person

_numbers = count(1)


def this_day() -> date:
    return today("Asia/Jakarta")


def this_year() -> int:
    return this_day().year


def learn(
    person: Person,
    form: str,
    title: str = "Pelatihan",
    *,
    hours: str = "20",
    on: date | None = None,
    waiting: bool = False,
) -> LearningRecord:
    """A line of somebody's ledger, verified unless it waits."""
    day = on or this_day()
    one = LearningRecord(
        employee_id=person.employee_id,
        form_code=form,
        title=title,
        organiser="BKPSDM",
        starts_on=day,
        ends_on=day,
        year=day.year,
        jp_claimed=Decimal(hours),
        jp_credited=Decimal(0) if waiting else Decimal(hours),
        status=LearningStatus.WAITING if waiting else LearningStatus.CREDITED,
        source_key=f"test:{next(_numbers)}",
        recorded_at=now(),
    )
    db.session.add(one)
    db.session.commit()
    return one


def educate(person: Person, level: str) -> None:
    db.session.get_one(Employee, person.employee_id).education_level = level
    db.session.commit()


def punish(person: Person, level: SanctionLevel, *, on: date | None = None) -> Sanction:
    one = Sanction(
        employee_id=person.employee_id, level=level, decided_on=on or this_day(), decree="SK/1", recorded_at=now()
    )
    db.session.add(one)
    db.session.commit()
    return one


def state_complete(on: date | None = None) -> None:
    """The list of sanctions is complete: whoever has none has none."""
    db.session.add(SanctionStatement(complete_on=on or this_day(), source="Uji", stated_at=now(), stated_by="Sari"))
    db.session.commit()


def publish(person: Person, total: str, *, year: int = 0, difference: str | None = None) -> OfficialIndex:
    """An official value, written without the service."""
    one = OfficialIndex(
        employee_id=person.employee_id,
        year=year or this_year(),
        total=Decimal(total),
        difference=None if difference is None else Decimal(difference),
        source="Uji",
    )
    db.session.add(one)
    db.session.commit()
    return one


def work_out() -> None:
    """Everybody of the government in scope, as the worker does it."""
    following.follow_everybody()
    following.catch_up()


def kept(person: Person, year: int = 0) -> IndexResult:
    db.session.rollback()
    return db.session.get_one(IndexResult, (year or this_year(), person.employee_id), populate_existing=True)
