"""Answers of named waves, for those who were announced to read them."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from app.access.visitor import Reach
from app.base.database import db
from app.organisation.models import Employee, OrgUnit
from app.organisation.queries.directory import within
from app.surveys.models import NamedAnswer, SurveyGroup, SurveyWave, WaveMode, WaveStatus


def named_wave(reach: Reach, wave_id: int) -> SurveyWave:
    """A closed named wave of a unit within reach; any other is not found."""
    statement = (
        select(SurveyWave)
        .join(OrgUnit, OrgUnit.id == SurveyWave.unit_id)
        .where(
            SurveyWave.id == wave_id,
            SurveyWave.mode == WaveMode.NAMED,
            SurveyWave.status == WaveStatus.CLOSED,
            within(reach),
        )
    )
    return db.session.execute(statement).scalar_one()


def answers(wave_id: int) -> Iterator[Any]:
    """(employee_id, nip, name, group, marks, texts) by name."""
    statement = (
        select(
            NamedAnswer.employee_id, Employee.nip, Employee.name, SurveyGroup.name.label("group"), NamedAnswer.marks,
            NamedAnswer.texts,
        )
        .join(Employee, Employee.id == NamedAnswer.employee_id)
        .join(SurveyGroup, SurveyGroup.id == NamedAnswer.group_id)
        .where(NamedAnswer.wave_id == wave_id)
        .order_by(Employee.name, Employee.id)
    )  # fmt: skip
    yield from db.session.execute(statement)
