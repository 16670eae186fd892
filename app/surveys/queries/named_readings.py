"""Answers of waves that were announced as named: whoever reads one is noted."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.base.database import db
from app.organisation.models import Employee
from app.surveys.models import ItemKind, NamedAnswer, SurveyWave, WaveMode, WaveStatus
from app.surveys.queries.items import items_of_wave
from app.surveys.rules import columns, wording


@dataclass(frozen=True)
class Said:
    """What somebody answered to one question, in words."""

    question: str
    answer: str


def is_readable(wave: SurveyWave) -> bool:
    return wave.mode == WaveMode.NAMED and wave.status == WaveStatus.CLOSED


def people(wave_id: int, *, after: int, limit: int) -> list[Any]:
    """Who answered a closed named wave, by number: (employee_id, name, answered_at)."""
    statement = (
        select(NamedAnswer.employee_id, Employee.name, NamedAnswer.answered_at)
        .join(Employee, Employee.id == NamedAnswer.employee_id)
        .where(
            NamedAnswer.wave_id == wave_id,
            NamedAnswer.employee_id > after,
            Employee.restricted_on.is_(None),
        )
        .order_by(NamedAnswer.employee_id)
        .limit(limit)
    )
    return list(db.session.execute(statement).all())


def of_person(wave: SurveyWave, employee_id: int) -> tuple[str, list[Said]]:
    """Somebody's name and what they answered; anybody else is simply not found."""
    statement = (
        select(NamedAnswer, Employee.name)
        .join(Employee, Employee.id == NamedAnswer.employee_id)
        .where(
            NamedAnswer.wave_id == wave.id,
            NamedAnswer.employee_id == employee_id,
            Employee.restricted_on.is_(None),
        )
    )
    answer, name = db.session.execute(statement).one()
    return name, _said(wave, answer)


def _said(wave: SurveyWave, answer: NamedAnswer) -> list[Said]:
    items = items_of_wave(wave.id)
    marks = dict(zip(columns.columns(items), answer.marks, strict=True))
    found = []
    for item in items:
        question = wording.worded(item.text, wave.change_name)
        if item.kind == ItemKind.TEXT:
            found.append(Said(question, (answer.texts or {}).get(str(item.id), "")))
        elif item.kind == ItemKind.MULTIPLE:
            chosen = [
                words
                for place, words in enumerate(item.options)
                if marks[columns.Column(item.id, place)] == columns.CHOSEN
            ]
            found.append(Said(question, "; ".join(chosen)))
        else:
            place = marks[columns.Column(item.id)]
            found.append(Said(question, item.options[place - 1] if place else ""))
    return found
