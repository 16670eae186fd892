"""Stored figures as the rules read them: for comparing a wave with the one before. On nobody's behalf."""

from decimal import Decimal

from sqlalchemy import select

from app.base.database import db
from app.surveys.models import FigureKind, NodeKind, SurveyFigure, SurveyNode
from app.surveys.rules.figures import Figure
from app.surveys.rules.statistics import Interval

_COLUMNS = (
    SurveyFigure.kind.label("subject"), SurveyFigure.subject_id, SurveyFigure.n, SurveyFigure.mean, SurveyFigure.sd,
    SurveyFigure.low, SurveyFigure.high, SurveyFigure.favourable, SurveyFigure.details,
)  # fmt: skip


Place = tuple[NodeKind, str]


def targeted_by_node(wave_id: int) -> dict[Place, int | None]:
    """How many were asked at each node that may be told."""
    statement = select(SurveyNode.kind, SurveyNode.unit_path, SurveyNode.targeted)
    rows = db.session.execute(statement.where(SurveyNode.wave_id == wave_id, SurveyNode.is_shown))
    return {place_of(kind, path): targeted for kind, path, targeted in rows}


def place_of(kind: str, path: str) -> Place:
    """Where a node is in every wave: everybody asked has no path, for they may be asked elsewhere next time."""
    return NodeKind(kind), "" if kind == NodeKind.WHOLE else path


def figures_by_node(wave_id: int) -> dict[Place, dict[tuple[FigureKind, int], Figure]]:
    """By the node's place and by subject; only what may be told."""
    statement = (
        select(SurveyNode.kind, SurveyNode.unit_path, *_COLUMNS)
        .join(SurveyNode, SurveyNode.id == SurveyFigure.node_id)
        .where(SurveyFigure.wave_id == wave_id, SurveyFigure.is_shown)
    )
    found: dict[Place, dict[tuple[FigureKind, int], Figure]] = {}
    for kind, path, subject, subject_id, n, mean, sd, low, high, favourable, details in db.session.execute(statement):
        key = place_of(kind, path)
        interval = None if low is None else Interval(float(low), float(high))
        found.setdefault(key, {})[FigureKind(subject), subject_id] = Figure(
            FigureKind(subject), subject_id, n, _float(mean), _float(sd), interval, _float(favourable), details or {}
        )
    return found


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
