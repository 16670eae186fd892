"""What surveys told that an action answers, and what later waves tell of it: shown figures alone.

Every figure is asked for on the behalf of whoever plans, so that a finding or an effect never tells more than the
results page would.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlalchemy.exc import NoResultFound

from app.access.visitor import Reach
from app.interventions import labels
from app.interventions.facts import Finding
from app.interventions.models import InterventionAction, TargetKind
from app.surveys import findings, reference
from app.surveys.models import FigureKind, ItemKind
from app.surveys.queries import results
from app.surveys.queries.plans import plan_of
from app.surveys.queries.results import Cell, Viewer, WaveResults
from app.surveys.rules import statistics
from app.surveys.rules.comparing import LEAST_EFFECT, SIGNIFICANT
from app.surveys.rules.figures import TELLS_ALL_FROM
from app.surveys.rules.plans import Plan
from app.surveys.rules.readiness import Segment

_CENT = Decimal("0.01")


@dataclass(frozen=True)
class Effect:
    """What a later wave shows of what an action was to change, in words; ``is_better`` only beyond chance."""

    wave_id: int
    words: str
    is_better: bool


@dataclass(frozen=True)
class _Told:
    """A target at a node: its shown figure, and in words. ``share`` of a choice or segment, else the mean."""

    words: str
    value: Decimal
    cell: Cell
    share: float | None = None
    place: int = 0


def finding(reach: Reach, wave_id: int, unit_id: int | None, kind: TargetKind, code: str) -> Finding | None:
    """What a closed wave told of a unit and target; None where nothing of it is shown to this reach."""
    found = _at(Viewer(reach), wave_id, unit_id)
    told = _told(found, kind, code) if found is not None else None
    if found is None or told is None:
        return None
    words = f"{labels.target(code)}, {found.node.name}: {told.words}, menurut {found.wave.title}."
    return Finding(wave_id, kind, code, words[:300], told.value, told.cell.n)


def _at(viewer: Viewer, wave_id: int, unit_id: int | None) -> WaveResults | None:
    if unit_id is not None and (found := results.at_unit(viewer, wave_id, unit_id)) is not None:
        return found
    try:
        return results.results(viewer, wave_id)
    except NoResultFound:
        return None


def _told(found: WaveResults, kind: TargetKind, code: str) -> _Told | None:
    if not found.node.is_shown:
        return None
    plan, cells = plan_of(found.wave.id), results.cells_of(found.node.id)
    if kind == TargetKind.BARRIER:
        return _element(plan, cells, code)
    key, place = _choice(plan, kind, code)
    cell = cells.get(key) if key is not None else None
    if cell is None or not cell.is_shown or place >= len(cell.shares):
        return None
    share = float(cell.shares[place])
    words = f"{findings.percent(share, cell.n)} dari {cell.n} penjawab"
    return _Told(words, Decimal(str(share * 100)).quantize(_CENT, ROUND_HALF_UP), cell, share, place)


def _element(plan: Plan, cells: results.Cells, code: str) -> _Told | None:
    version = plan.elements
    one = next((dimension for dimension in version.dimensions if dimension.code == code), None) if version else None
    cell = cells.get((FigureKind.DIMENSION, one.id)) if one is not None else None
    if one is None or cell is None or not cell.is_shown or cell.mean is None:
        return None
    words = f"{findings.mean(cell, one.low, one.high)} pada skala {one.low}–{one.high} ({cell.n} penjawab)"
    return _Told(words, Decimal(cell.mean).quantize(_CENT, ROUND_HALF_UP), cell)


def _choice(plan: Plan, kind: TargetKind, code: str) -> tuple[results.Subject | None, int]:
    """Where the share of a cause or a segment stands: its figure, and its place in it."""
    if kind == TargetKind.SEGMENT:
        places = [one.value for one in Segment]
        return ((FigureKind.SEGMENTS, 0), places.index(code)) if code in places else (None, 0)
    codes = [one.code for one in reference.causes()]
    item = next((one for one in plan.items if one.kind == ItemKind.MULTIPLE and one.code == reference.CAUSE_ITEM), None)
    return ((FigureKind.ITEM, item.id), codes.index(code)) if item is not None and code in codes else (None, 0)


def effect(reach: Reach, action: InterventionAction, unit_id: int) -> Effect | None:
    """What the first later wave compared with that of the finding shows; None where there is none or nothing is told.

    It takes the change kept at the closing; shares of causes and segments of waves that kept none are tested here
    (pooled z, Cohen's h), where both sides are large enough to be told apart. Better is significant, large enough, and
    in the right direction.
    """
    if action.wave_id is None or action.target_kind is None:
        return None
    viewer, kind = Viewer(reach), TargetKind(action.target_kind)
    for wave_id in results.following(viewer, action.wave_id):
        before, after = _at(viewer, action.wave_id, unit_id), _at(viewer, wave_id, unit_id)
        if before is None or after is None or before.node.unit_path != after.node.unit_path:
            continue
        first, second = _told(before, kind, action.target_code), _told(after, kind, action.target_code)
        if first is not None and second is not None:
            return _effect(wave_id, after, first, second, action.target_code)
    return None


def _effect(wave_id: int, after: WaveResults, first: _Told, second: _Told, code: str) -> Effect:
    is_changed, is_up = _changed(first, second)
    is_better = is_changed and is_up == (second.share is None or code == Segment.SUPPORTER)
    direction = ("naik" if is_up else "turun") if is_changed else "tidak berbeda bermakna"
    words = f"{after.wave.title}: {first.words} menjadi {second.words}, {direction}."
    return Effect(wave_id, words[:300], is_better)


def _changed(first: _Told, second: _Told) -> tuple[bool, bool]:
    """(whether it is beyond chance and large enough, whether it went up)."""
    if first.share is None or second.share is None:
        change: Any = second.cell.change or {}
        return bool(change.get("means_something")), float(change.get("effect", 0)) > 0
    kept = findings.option_kept(second.cell, second.place)
    if kept is not None:
        return bool(kept["means_something"]), float(kept["effect"]) > 0
    before, after = first.cell.n or 0, second.cell.n or 0
    if min(before, after) < TELLS_ALL_FROM:
        return False, second.share > first.share
    test = statistics.two_proportions((round(first.share * before), before), (round(second.share * after), after))
    return test.p <= SIGNIFICANT and abs(test.effect) >= LEAST_EFFECT, second.share > first.share
