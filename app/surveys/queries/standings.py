"""How instruments stand in their own data. It tells of the instrument, never of a unit or a wave."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select

from app.base.database import db
from app.surveys.models import (
    FigureKind,
    InstrumentDimension,
    InstrumentItem,
    ItemKind,
    NodeKind,
    SurveyFigure,
    SurveyNode,
    SurveyWave,
    WaveInstrument,
    WaveStatus,
)
from app.surveys.queries import measures as editions
from app.surveys.rules.measures import SHIPPED
from app.surveys.rules.standing import Standing, Wave, standing


def standings(version_ids: Sequence[int], today: date) -> dict[int, Standing]:
    """By version, in as many questions for one as for many."""
    dimensions = _dimensions(version_ids)
    asked = _closed(version_ids)
    alphas = _alphas({wave_id for rows in asked.values() for wave_id, _measures in rows})
    known = editions.several(one for rows in asked.values() for _wave, one in rows if one is not None)
    now = editions.on(today) if any(_is_judged_by_now(number, dimensions, asked) for number in version_ids) else SHIPPED
    return {
        number: standing(
            dimensions.get(number, []),
            [
                Wave(known.get(measures or 0, SHIPPED), alphas.get(wave_id, {}))
                for wave_id, measures in asked.get(number, [])
            ],
            now,
        )
        for number in version_ids
    }


def _is_judged_by_now(number: int, dimensions: Mapping[int, Any], asked: Mapping[int, Any]) -> bool:
    """Whether no wave says by which edition a version is judged."""
    return number not in asked or not any(items > 1 for _id, _title, items in dimensions.get(number, ()))


def _dimensions(version_ids: Sequence[int]) -> dict[int, list[tuple[int, str, int]]]:
    statement = (
        select(
            InstrumentDimension.version_id, InstrumentDimension.id, InstrumentDimension.title,
            func.count(InstrumentItem.id),
        )
        .join(InstrumentItem, InstrumentItem.dimension_id == InstrumentDimension.id)
        .where(InstrumentDimension.version_id.in_(version_ids), InstrumentItem.kind == ItemKind.SCALE)
        .group_by(InstrumentDimension.version_id, InstrumentDimension.id, InstrumentDimension.title)
        .order_by(func.min(InstrumentItem.sort_order))
    )  # fmt: skip
    found: dict[int, list[tuple[int, str, int]]] = defaultdict(list)
    for version_id, number, title, items in db.session.execute(statement):
        found[version_id].append((number, title, items))
    return found


def _closed(version_ids: Sequence[int]) -> dict[int, list[tuple[int, int | None]]]:
    """Closed waves that ask each version, the latest first, with the edition they are read by."""
    statement = (
        select(WaveInstrument.version_id, SurveyWave.id, SurveyWave.measures_id)
        .join(SurveyWave, SurveyWave.id == WaveInstrument.wave_id)
        .where(WaveInstrument.version_id.in_(version_ids), SurveyWave.status == WaveStatus.CLOSED)
        .order_by(SurveyWave.id.desc())
    )
    found: dict[int, list[tuple[int, int | None]]] = defaultdict(list)
    for version_id, wave_id, measures_id in db.session.execute(statement):
        found[version_id].append((wave_id, measures_id))
    return found


def _alphas(wave_ids: set[int]) -> dict[int, dict[int, Mapping[str, Any]]]:
    """By wave and dimension, of everybody asked and where that may be told."""
    statement = (
        select(SurveyNode.wave_id, SurveyFigure.subject_id, SurveyFigure.details)
        .join(SurveyFigure, SurveyFigure.node_id == SurveyNode.id)
        .where(
            SurveyNode.wave_id.in_(sorted(wave_ids)),
            SurveyNode.kind == NodeKind.WHOLE,
            SurveyFigure.kind == FigureKind.DIMENSION,
            SurveyFigure.is_shown,
        )
    )
    found: dict[int, dict[int, Mapping[str, Any]]] = defaultdict(dict)
    for wave_id, dimension_id, details in db.session.execute(statement):
        alpha = (details or {}).get("alpha")
        if alpha is not None:
            found[wave_id][dimension_id] = alpha
    return found
