"""Free texts of a wave, and who may read them in which state."""

from typing import Any

from sqlalchemy import func, select

from app.base.database import db
from app.base.suppression import may_show_texts
from app.surveys.models import InstrumentItem, SurveyText, TextState

TEXTS_AT_ONCE = 40


def tally(wave_id: int) -> dict[TextState, int]:
    statement = select(SurveyText.state, func.count(SurveyText.key)).where(SurveyText.wave_id == wave_id)
    found = {TextState(state): count for state, count in db.session.execute(statement.group_by(SurveyText.state))}
    return {state: found.get(state, 0) for state in TextState}


def enough(wave_id: int) -> set[int]:
    """Items that ten or more people wrote to; of fewer nothing is read by anybody."""
    statement = select(SurveyText.item_id, func.count(SurveyText.key)).where(SurveyText.wave_id == wave_id)
    rows = db.session.execute(statement.group_by(SurveyText.item_id))
    return {item_id for item_id, count in rows if may_show_texts(count)}


def shown(wave_id: int) -> list[tuple[str, list[str]]]:
    """What may be read by whoever sees the whole wave: by question, redacted, in the order of their random keys."""
    statement = (
        select(InstrumentItem.id, InstrumentItem.text, SurveyText.told)
        .join(InstrumentItem, InstrumentItem.id == SurveyText.item_id)
        .where(
            SurveyText.wave_id == wave_id,
            SurveyText.state == TextState.SHOWN,
            SurveyText.item_id.in_(enough(wave_id)),
        )
        .order_by(InstrumentItem.sort_order, SurveyText.key)
    )
    found: dict[int, tuple[str, list[str]]] = {}
    for item_id, question, told in db.session.execute(statement):
        found.setdefault(item_id, (question, []))[1].append(told)
    return list(found.values())


def to_redact(wave_id: int, state: TextState, *, after: str = "") -> list[Any]:
    """(text, question) in one state, for the change team; nothing of an item that fewer than ten people wrote to."""
    statement = (
        select(SurveyText, InstrumentItem.text.label("question"))
        .join(InstrumentItem, InstrumentItem.id == SurveyText.item_id)
        .where(
            SurveyText.wave_id == wave_id,
            SurveyText.state == state,
            SurveyText.key > after,
            SurveyText.item_id.in_(enough(wave_id)),
        )
        .order_by(SurveyText.key)
        .limit(TEXTS_AT_ONCE)
    )
    return list(db.session.execute(statement))


def text(wave_id: int, key: str) -> SurveyText:
    statement = select(SurveyText).where(
        SurveyText.wave_id == wave_id, SurveyText.key == key, SurveyText.item_id.in_(enough(wave_id))
    )
    return db.session.execute(statement).scalar_one()
