"""What waves found, for whoever looks: their own units, or everything for the sponsor of the change.

Only closed waves have results, and only what was kept as tellable at the closing is ever read (security N6). Who sees
what is decided in the query.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import aliased

from app.access.visitor import Reach
from app.base.database import db
from app.initiatives.models import Initiative
from app.organisation.models import OrgUnit
from app.organisation.queries.directory import within
from app.surveys.models import (
    Direction,
    FigureKind,
    Instrument,
    InstrumentVersion,
    NodeKind,
    SurveyFigure,
    SurveyNode,
    SurveyParticipation,
    SurveyWave,
    WaveInstrument,
    WaveStatus,
)

WAVES_AT_ONCE = 30
UNITS_AT_ONCE = 50

Subject = tuple[FigureKind, int]


@dataclass(frozen=True)
class Viewer:
    """Who looks: how far they may read results, and who they are, for the sponsor sees the whole."""

    reach: Reach
    employee_id: int | None = None


@dataclass(frozen=True)
class Cell:
    """One figure as it may be told; without ``is_shown`` there is nothing else in it."""

    kind: FigureKind
    subject_id: int
    is_shown: bool
    n: int | None = None
    mean: Decimal | None = None
    sd: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    favourable: Decimal | None = None
    details: Mapping[str, Any] | None = None
    change: Mapping[str, Any] | None = None

    @property
    def is_unanimous(self) -> bool:
        return bool((self.details or {}).get("is_unanimous"))

    @property
    def is_divided(self) -> bool:
        return bool((self.details or {}).get("is_divided"))

    @property
    def alpha(self) -> Mapping[str, Any] | None:
        return (self.details or {}).get("alpha")

    @property
    def shares(self) -> Sequence[float]:
        shares: Sequence[float] = (self.details or {}).get("shares", ())
        return shares


NOT_TOLD = Cell(FigureKind.ITEM, 0, is_shown=False)
Cells = Mapping[Subject, Cell]
_CELL = (
    SurveyFigure.kind, SurveyFigure.subject_id, SurveyFigure.is_shown, SurveyFigure.n, SurveyFigure.mean,
    SurveyFigure.sd, SurveyFigure.low, SurveyFigure.high, SurveyFigure.favourable, SurveyFigure.details,
    SurveyFigure.change,
)  # fmt: skip


def _sponsored(viewer: Viewer) -> ColumnElement[bool]:
    """Whether the viewer sponsors the change a wave is about. The wave stands in the query around it."""
    statement = select(Initiative.id).where(
        Initiative.id == SurveyWave.initiative_id, Initiative.sponsor_id == (viewer.employee_id or 0)
    )
    return statement.exists()


def _open_to(viewer: Viewer) -> ColumnElement[bool]:
    """Nodes somebody may see, beside their wave."""
    seen = or_(within(viewer.reach, SurveyNode.unit_path), _sponsored(viewer))
    return and_(SurveyWave.id == SurveyNode.wave_id, SurveyWave.status == WaveStatus.CLOSED, seen)


def waves(viewer: Viewer, *, before: int | None = None, initiative_id: int | None = None) -> list[Any]:
    """Closed waves the viewer sees something of, the latest first, each with the topmost node they may see."""
    place = func.row_number().over(partition_by=SurveyWave.id, order_by=(SurveyNode.level, SurveyNode.id))
    mine = select(SurveyNode.id.label("node_id"), place.label("place")).where(_open_to(viewer))
    if before is not None:
        mine = mine.where(SurveyWave.id < before)
    if initiative_id is not None:
        mine = mine.where(SurveyWave.initiative_id == initiative_id)
    seen = mine.subquery()
    statement = (
        select(SurveyWave, SurveyNode)
        .join(SurveyNode, SurveyNode.wave_id == SurveyWave.id)
        .join(seen, seen.c.node_id == SurveyNode.id)
        .where(seen.c.place == 1)
        .order_by(SurveyWave.id.desc())
        .limit(WAVES_AT_ONCE)
    )
    return list(db.session.execute(statement))


def is_sponsor(employee_id: int, wave_id: int) -> bool:
    """Whether somebody sponsors the change a wave is about."""
    statement = select(SurveyWave.id).where(SurveyWave.id == wave_id, _sponsored(Viewer(Reach(), employee_id)))
    return db.session.execute(statement).first() is not None


@dataclass(frozen=True)
class WaveResults:
    """A closed wave as somebody sees it: their topmost node, and whether that is everybody asked."""

    wave: SurveyWave
    node: SurveyNode
    unit_name: str

    @property
    def is_whole(self) -> bool:
        return self.node.kind == NodeKind.WHOLE


def results(viewer: Viewer, wave_id: int, node_id: int | None = None) -> WaveResults:
    """A wave at one node, without one at the viewer's topmost. What they may not see is not found."""
    statement = (
        select(SurveyWave, SurveyNode, OrgUnit.name)
        .join(OrgUnit, OrgUnit.id == SurveyWave.unit_id)
        .where(SurveyWave.id == wave_id, SurveyNode.wave_id == wave_id, _open_to(viewer))
    )
    if node_id is not None:
        statement = statement.where(SurveyNode.id == node_id)
    row = db.session.execute(statement.order_by(SurveyNode.level, SurveyNode.id).limit(1)).one()
    return WaveResults(*row)


def at_unit(viewer: Viewer, wave_id: int, unit_id: int) -> WaveResults | None:
    """A wave at one unit with everything below it; None where the viewer may not see it, or it was no group.

    Where only this unit was asked it is everybody asked.
    """
    statement = (
        select(SurveyWave, SurveyNode, OrgUnit.name)
        .join(OrgUnit, OrgUnit.id == SurveyWave.unit_id)
        .where(
            SurveyWave.id == wave_id,
            SurveyNode.wave_id == wave_id,
            SurveyNode.unit_id == unit_id,
            SurveyNode.kind != NodeKind.OWN,
            _open_to(viewer),
        )
    )
    row = db.session.execute(statement).one_or_none()
    return None if row is None else WaveResults(*row)


def following(viewer: Viewer, wave_id: int) -> list[int]:
    """Closed waves that were compared with this one, the earliest first."""
    statement = (
        select(SurveyWave.id)
        .join(SurveyNode, SurveyNode.wave_id == SurveyWave.id)
        .where(SurveyWave.previous_id == wave_id, _open_to(viewer))
        .group_by(SurveyWave.id)
        .order_by(SurveyWave.id)
    )
    return list(db.session.execute(statement).scalars())


def whole_of(wave_id: int) -> SurveyNode:
    """The node of everybody asked. Whoever asks says on whose behalf."""
    statement = select(SurveyNode).where(SurveyNode.wave_id == wave_id, SurveyNode.kind == NodeKind.WHOLE)
    return db.session.execute(statement).scalar_one()


def cells_of(node_id: int) -> Cells:
    """Every subject at a node the caller has asked for on somebody's behalf."""
    return cells_at([node_id])[node_id]


def cells_at(node_ids: Sequence[int]) -> dict[int, Cells]:
    """The same of several nodes at once."""
    statement = select(SurveyFigure.node_id, *_CELL).where(SurveyFigure.node_id.in_(node_ids))
    found: dict[int, dict[Subject, Cell]] = {one: {} for one in node_ids}
    for node_id, kind, *rest in db.session.execute(statement):
        cell = Cell(FigureKind(kind), *rest)
        found[node_id][cell.kind, cell.subject_id] = cell
    return dict(found)


def dimension_cells(node_id: int, dimension_ids: Sequence[int]) -> dict[int, Cell]:
    """The dimensions at one node with everything that is kept of them."""
    statement = select(*_CELL).where(
        SurveyFigure.node_id == node_id,
        SurveyFigure.kind == FigureKind.DIMENSION,
        SurveyFigure.subject_id.in_(dimension_ids),
    )
    cells = (Cell(FigureKind(kind), *rest) for kind, *rest in db.session.execute(statement))
    return {cell.subject_id: cell for cell in cells}


def earlier_at(wave: SurveyWave, node: SurveyNode) -> list[tuple[SurveyWave, SurveyNode | None]]:
    """The waves before, the latest first and at most two, each with the node of the same unit."""
    if wave.previous_id is None:
        return []
    last, first = aliased(SurveyWave), aliased(SurveyWave)
    statement = (
        select(last, first)
        .outerjoin(first, and_(first.id == last.previous_id, first.status == WaveStatus.CLOSED))
        .where(last.id == wave.previous_id, last.status == WaveStatus.CLOSED)
    )
    found = [one for row in db.session.execute(statement) for one in row if one is not None]
    same = select(SurveyNode).where(SurveyNode.wave_id.in_([one.id for one in found]), SurveyNode.kind == node.kind)
    if node.kind != NodeKind.WHOLE:
        same = same.where(SurveyNode.unit_path == node.unit_path)
    there = {one.wave_id: one for one in db.session.execute(same).scalars()}
    return [(one, there.get(one.id)) for one in found]


@dataclass(frozen=True)
class UnitRow:
    """A unit with its cells by dimension, and the score of them all where that was asked for."""

    id: int
    name: str
    above: str
    kind: NodeKind
    is_shown: bool
    done: int | None
    targeted: int | None
    favourable: Decimal | None
    cells: Mapping[int, Cell]
    score: Cell = NOT_TOLD


def units(
    viewer: Viewer,
    wave_id: int,
    dimension_ids: Sequence[int],
    *,
    score_of: int | None = None,
    start: int = 0,
    limit: int | None = UNITS_AT_ONCE,
) -> list[UnitRow]:
    """Units with a cell for each dimension, the least favourable first; what may not be told stands at the end, by
    name, so that its place tells nothing."""
    statement = (
        select(
            SurveyNode.id, SurveyNode.name, SurveyNode.above, SurveyNode.kind, SurveyNode.is_shown, SurveyNode.done,
            SurveyNode.targeted, SurveyNode.favourable,
        )
        .join(SurveyWave, SurveyWave.id == SurveyNode.wave_id)
        .where(SurveyNode.wave_id == wave_id, SurveyNode.kind != NodeKind.WHOLE, _open_to(viewer))
        .order_by(case((SurveyNode.favourable.is_(None), 1), else_=0), SurveyNode.favourable, SurveyNode.name,
                  SurveyNode.id)
        .offset(start)
    )  # fmt: skip
    rows = db.session.execute(statement.limit(limit) if limit is not None else statement).all()
    subjects = {(FigureKind.DIMENSION, one) for one in dimension_ids}
    score = (FigureKind.SCORE, score_of or 0)
    cells = _cells_by_node(wave_id, [row.id for row in rows], subjects | ({score} if score_of else set()))
    found = [(row, cells.get(row.id, {})) for row in rows]
    return [UnitRow(*row, _by_dimension(here), here.get(score, NOT_TOLD)) for row, here in found]


def _by_dimension(cells: Cells) -> dict[int, Cell]:
    return {key: cell for (kind, key), cell in cells.items() if kind == FigureKind.DIMENSION}


IDS_AT_ONCE = 500


def _cells_by_node(
    wave_id: int, node_ids: Sequence[int], subjects: Collection[Subject]
) -> dict[int, dict[Subject, Cell]]:
    columns = (
        SurveyFigure.node_id, SurveyFigure.kind, SurveyFigure.subject_id, SurveyFigure.is_shown, SurveyFigure.n,
        SurveyFigure.mean, SurveyFigure.favourable, SurveyFigure.change,
    )  # fmt: skip
    found: dict[int, dict[Subject, Cell]] = {}
    for start in range(0, len(node_ids), IDS_AT_ONCE):
        statement = select(*columns).where(
            SurveyFigure.node_id.in_(node_ids[start : start + IDS_AT_ONCE]),
            SurveyFigure.wave_id == wave_id,
            SurveyFigure.kind.in_({kind for kind, _key in subjects}),
            SurveyFigure.subject_id.in_({key for _kind, key in subjects}),
        )
        for node_id, kind, key, is_shown, n, mean, favourable, change in db.session.execute(statement):
            subject = (FigureKind(kind), key)
            if subject in subjects:
                cell = Cell(*subject, is_shown, n, mean, favourable=favourable, change=change)
                found.setdefault(node_id, {})[subject] = cell
    return found


def nodes_for_export(viewer: Viewer, wave_id: int) -> list[SurveyNode]:
    """Every node the viewer may see, from the top down."""
    statement = (
        select(SurveyNode)
        .join(SurveyWave, SurveyWave.id == SurveyNode.wave_id)
        .where(SurveyNode.wave_id == wave_id, _open_to(viewer))
        .order_by(SurveyNode.level, SurveyNode.name, SurveyNode.id)
    )
    return list(db.session.execute(statement).scalars())


def cells_for_export(wave_id: int, node_ids: Sequence[int]) -> dict[int, dict[Subject, Cell]]:
    found: dict[int, dict[Subject, Cell]] = {one: {} for one in node_ids}
    for start in range(0, len(node_ids), IDS_AT_ONCE):
        wanted = SurveyFigure.node_id.in_(node_ids[start : start + IDS_AT_ONCE])
        statement = select(SurveyFigure.node_id, *_CELL).where(wanted, SurveyFigure.wave_id == wave_id)
        for node_id, kind, *rest in db.session.execute(statement):
            cell = Cell(FigureKind(kind), *rest)
            found[node_id][cell.kind, cell.subject_id] = cell
    return found


# --- for everybody who was asked ---------------------------------------------------------------------------


def _told_to(employee_id: int) -> ColumnElement[bool]:
    asked = select(SurveyParticipation.wave_id).where(
        SurveyParticipation.wave_id == SurveyWave.id, SurveyParticipation.employee_id == employee_id
    )
    return and_(SurveyWave.status == WaveStatus.CLOSED, SurveyWave.shared_at.is_not(None), asked.exists())


def told_waves(employee_id: int) -> list[SurveyWave]:
    """Waves somebody was asked in and whose findings were shared with everybody asked."""
    statement = select(SurveyWave).where(_told_to(employee_id)).order_by(SurveyWave.id.desc()).limit(WAVES_AT_ONCE)
    return list(db.session.execute(statement).scalars())


def told_wave(employee_id: int, wave_id: int) -> WaveResults:
    statement = (
        select(SurveyWave, SurveyNode, OrgUnit.name)
        .join(SurveyNode, SurveyNode.wave_id == SurveyWave.id)
        .join(OrgUnit, OrgUnit.id == SurveyWave.unit_id)
        .where(SurveyWave.id == wave_id, SurveyNode.kind == NodeKind.WHOLE, _told_to(employee_id))
    )
    return WaveResults(*db.session.execute(statement).one())


# --- for houses above ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Readiness:
    """The latest closed wave about a change at a unit and for everybody: scores out of 100, None where not told."""

    wave_id: int
    title: str
    closed_at: datetime | None
    unit_node_id: int | None
    unit: Mapping[int, Cell]
    whole: Mapping[int, Cell]


def readiness_of(unit_path: str, initiative_id: int) -> Readiness | None:
    """Scores by version of the latest closed wave about an initiative, at a unit and for everybody asked.

    A version is in neither mapping where nothing of it was asked; its cell says where it may not be told. The caller
    answers for who may see the unit.
    """
    latest = select(SurveyWave).where(SurveyWave.initiative_id == initiative_id, SurveyWave.status == WaveStatus.CLOSED)
    wave = db.session.execute(latest.order_by(SurveyWave.id.desc()).limit(1)).scalar_one_or_none()
    if wave is None:
        return None
    statement = select(SurveyNode).where(
        SurveyNode.wave_id == wave.id,
        or_(
            SurveyNode.kind == NodeKind.WHOLE,
            and_(SurveyNode.kind == NodeKind.UNIT, SurveyNode.unit_path == unit_path),
        ),
    )
    nodes = list(db.session.execute(statement).scalars())
    whole = next((one for one in nodes if one.kind == NodeKind.WHOLE), None)
    unit = next((one for one in nodes if one.unit_path == unit_path), None)
    return Readiness(wave.id, wave.title, wave.closed_at, unit.id if unit else None, _scores(unit), _scores(whole))


def _scores(node: SurveyNode | None) -> dict[int, Cell]:
    if node is None:
        return {}
    return {key: cell for (kind, key), cell in cells_of(node.id).items() if kind == FigureKind.SCORE}


@dataclass(frozen=True)
class Scores:
    """Readiness and resistance at a node out of 100, of the first instrument of each kind; None where not told."""

    node_id: int
    readiness: Cell | None
    resistance: Cell | None


@dataclass(frozen=True)
class ScoresByUnit:
    """The latest closed wave about a change: scores by unit as the viewer may see them, and of everybody asked."""

    wave_id: int | None
    by_unit: Mapping[int, Scores]
    whole: Scores | None


def scores_by_unit(viewer: Viewer, initiative_id: int) -> ScoresByUnit:
    """Scores of every unit the viewer may see, in two statements whatever their number."""
    latest = select(SurveyWave.id).where(
        SurveyWave.initiative_id == initiative_id, SurveyWave.status == WaveStatus.CLOSED
    )
    wave_id = db.session.execute(latest.order_by(SurveyWave.id.desc()).limit(1)).scalar_one_or_none()
    if wave_id is None:
        return ScoresByUnit(None, {}, None)
    statement = (
        select(SurveyNode.unit_id, SurveyNode.kind, SurveyFigure.node_id, SurveyFigure.n, SurveyFigure.mean,
               Instrument.direction, SurveyFigure.subject_id)
        .join(SurveyFigure, SurveyFigure.node_id == SurveyNode.id)
        .join(SurveyWave, SurveyWave.id == SurveyNode.wave_id)
        .join(InstrumentVersion, InstrumentVersion.id == SurveyFigure.subject_id)
        .join(Instrument, Instrument.id == InstrumentVersion.instrument_id)
        .join(WaveInstrument, and_(WaveInstrument.version_id == InstrumentVersion.id,
                                   WaveInstrument.wave_id == SurveyWave.id))
        .where(
            SurveyNode.wave_id == wave_id,
            SurveyNode.kind.in_((NodeKind.WHOLE, NodeKind.UNIT)),
            SurveyFigure.kind == FigureKind.SCORE,
            SurveyFigure.is_shown,
            Instrument.is_trait.is_(False),
            _open_to(viewer),
        )
        .order_by(SurveyFigure.node_id, WaveInstrument.sort_order)
    )  # fmt: skip
    found: dict[int, Scores] = {}
    whole: Scores | None = None
    for unit_id, kind, node_id, n, mean, direction, subject_id in db.session.execute(statement):
        cell = Cell(FigureKind.SCORE, subject_id, is_shown=True, n=n, mean=mean)
        if kind == NodeKind.WHOLE:
            whole = _beside(whole or Scores(node_id, None, None), Direction(direction), cell)
        if unit_id is not None:
            found[unit_id] = _beside(found.get(unit_id) or Scores(node_id, None, None), Direction(direction), cell)
    return ScoresByUnit(wave_id, found, whole)


def _beside(known: Scores, direction: Direction, cell: Cell) -> Scores:
    """The first score of each direction stands."""
    if direction == Direction.HIGH_IS_GOOD:
        return Scores(known.node_id, known.readiness or cell, known.resistance)
    return Scores(known.node_id, known.readiness, known.resistance or cell)
