"""Questions and answers of an initiative, as everybody may read them: no name, no day, no code."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, or_, select

from app.base.database import db
from app.initiatives.models import Initiative, InitiativeStatus
from app.organisation.models import Government
from app.sosialisasi.models import AskedQuestion, QuestionStatus, Sosialisasi, SosialisasiRound, SosialisasiStatus


@dataclass(frozen=True)
class Faq:
    """An initiative's questions and answers; strangers read those of public events alone."""

    initiative: Initiative
    government: Government
    is_for_all: bool


def faq(initiative_id: int, government_id: int | None) -> Faq:
    """For somebody of this government, or None for a stranger; raises NoResultFound where they may not read it.

    Ask outside governments.
    """
    statement = (
        select(Initiative, Government)
        .join(Government, Government.id == Initiative.government_id)
        .where(Initiative.id == initiative_id, Initiative.status != InitiativeStatus.DRAFT)
    )
    initiative, government = db.session.execute(statement).one()
    if government.id == government_id:
        return Faq(initiative, government, is_for_all=False)
    is_public = select(Sosialisasi.id).where(Sosialisasi.initiative_id == initiative_id, _is_public()).limit(1)
    db.session.execute(is_public).one()
    return Faq(initiative, government, is_for_all=True)


def published(one: Faq, text: str, *, after: tuple[int, int] | None, limit: int) -> list[Any]:
    """(id, votes, theme, shown_text, answer), most votes first; ``after``: the last (votes, id) of the page before."""
    statement = (
        select(
            AskedQuestion.id,
            AskedQuestion.votes,
            AskedQuestion.theme,
            AskedQuestion.shown_text,
            AskedQuestion.answer,
        )
        .join(SosialisasiRound, SosialisasiRound.id == AskedQuestion.round_id)
        .join(Sosialisasi, Sosialisasi.id == SosialisasiRound.sosialisasi_id)
        .where(
            Sosialisasi.initiative_id == one.initiative.id,
            AskedQuestion.status == QuestionStatus.PUBLISHED,
            AskedQuestion.is_hidden == false(),
            *_conditions(one, text),
        )
        .order_by(AskedQuestion.votes.desc(), AskedQuestion.id)
        .limit(limit)
    )
    if after is not None:
        votes, number = after
        statement = statement.where(
            or_(AskedQuestion.votes < votes, and_(AskedQuestion.votes == votes, AskedQuestion.id > number))
        )
    return list(db.session.execute(statement).all())


def _conditions(one: Faq, text: str) -> Sequence[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [_is_public()] if one.is_for_all else []
    if text:
        columns = (AskedQuestion.shown_text, AskedQuestion.answer, AskedQuestion.theme)
        found.append(or_(*(func.lower(column).contains(text.lower(), autoescape=True) for column in columns)))
    return found


def _is_public() -> ColumnElement[bool]:
    return and_(
        Sosialisasi.is_public,
        Sosialisasi.status.in_([SosialisasiStatus.OPEN, SosialisasiStatus.DONE]),
    )
