"""Free texts: taken apart from the answers they came with, and read before anybody else may read them."""

import secrets
from typing import Any
from typing import cast as as_type

from sqlalchemy import String, Table, and_, cast, insert, null, select, update

from app.access.visitor import Actor
from app.audit import services as audit
from app.base.database import db
from app.surveys.models import NamedAnswer, SurveyAnswer, SurveyText, SurveyWave, TextState, WaveMode
from app.surveys.rules import redaction

_chance = secrets.SystemRandom()


def take_apart(wave: SurveyWave) -> int:
    """Move the free texts of a wave to a table of their own, in an order of chance under keys of chance.

    Nothing of the answer, its group or its place goes with them. In the caller's transaction; run again, it finds
    nothing left. A named wave keeps its texts beside the names, too. Returns how many there were.
    """
    if wave.mode == WaveMode.NAMED and _has_texts(wave):
        return 0
    model: Any = NamedAnswer if wave.mode == WaveMode.NAMED else SurveyAnswer
    has_text = and_(model.wave_id == wave.id, model.texts.is_not(None), cast(model.texts, String) != "null")
    found = db.session.execute(select(model.texts).where(has_text)).scalars().all()
    rows = [
        {
            "key": secrets.token_hex(16),
            "government_id": wave.government_id,
            "wave_id": wave.id,
            "item_id": int(item),
            "text": text.strip(),
            "told": "",
            "state": TextState.PENDING,
        }
        for texts in found
        for item, text in texts.items()
        if text.strip()
    ]
    _chance.shuffle(rows)
    if rows:
        db.session.execute(insert(_table(SurveyText)), rows)
    if found and wave.mode == WaveMode.ANONYMOUS:
        # Every answer of the wave, not only those: else their place in the file would tell who wrote something.
        emptied = update(SurveyAnswer).where(SurveyAnswer.wave_id == wave.id).values(texts=null())
        db.session.execute(emptied.execution_options(synchronize_session=False))
    return len(rows)


def _has_texts(wave: SurveyWave) -> bool:
    statement = select(SurveyText.key).where(SurveyText.wave_id == wave.id).limit(1)
    return db.session.execute(statement).first() is not None


def _table(model: type[SurveyText]) -> Table:
    return as_type("Table", model.__table__)


def show(text: SurveyText, told: str, *, by: Actor) -> None:
    """Let a text be read as it was redacted. Raises WrongField where nothing is left, or a name or number stands."""
    text.told, text.state = redaction.settled(told), TextState.SHOWN
    audit.record("surveys.text.shown", _wave(text), by=by)


def withhold(text: SurveyText, *, by: Actor) -> None:
    """Keep a text from everybody but the change team."""
    text.told, text.state = "", TextState.WITHHELD
    audit.record("surveys.text.withheld", _wave(text), by=by)


def _wave(text: SurveyText) -> SurveyWave:
    """The trail names the wave, not the text."""
    return db.session.get_one(SurveyWave, text.wave_id)
