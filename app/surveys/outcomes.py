"""A wave's results put together for a page: profile, barriers, segments, causes, and how they compare."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.surveys import findings, labels
from app.surveys.models import FigureKind, ItemKind, SurveyNode, SurveyWave
from app.surveys.queries import results
from app.surveys.queries.plans import plans_of
from app.surveys.queries.results import NOT_TOLD, Cell, Cells, WaveResults
from app.surveys.rules import comparing
from app.surveys.rules.plans import DimensionPlan, ItemPlan, Plan, VersionPlan
from app.surveys.rules.readiness import ELEMENTS, Segment


@dataclass(frozen=True)
class Earlier:
    """A wave before at the same unit: its cells by the subjects of this wave."""

    wave: SurveyWave
    cells: Mapping[results.Subject, Cell]
    refused: Sequence[str] = ()


@dataclass(frozen=True)
class DimensionRow:
    """A dimension with its cell, and the same in the waves before, the earliest first."""

    plan: DimensionPlan
    cell: Cell
    before: Sequence[Cell | None]
    is_barrier: bool = False

    @property
    def note(self) -> str:
        return findings.ELEMENT_NOTES.get(self.plan.code, "")


@dataclass(frozen=True)
class Profile:
    """One instrument: the rows of its dimensions, and all of them together."""

    version: VersionPlan
    rows: Sequence[DimensionRow]
    score: Cell

    @property
    def low(self) -> int:
        return min(row.plan.low for row in self.rows)

    @property
    def high(self) -> int:
        return max(row.plan.high for row in self.rows)

    @property
    def is_told(self) -> bool:
        return any(row.cell.is_shown for row in self.rows)

    @property
    def divided(self) -> list[str]:
        return [row.plan.title for row in self.rows if row.cell.is_divided]


@dataclass(frozen=True)
class Choice:
    """What people chose: (words, share) the most chosen first; ``cell`` says of how many, or that it is not told."""

    title: str
    cell: Cell
    shares: Sequence[tuple[str, float]]
    note: str = ""
    is_multiple: bool = False


@dataclass(frozen=True)
class Outcome:
    """A wave at one node, ready to be shown."""

    found: WaveResults
    plan: Plan
    cells: Cells
    finding: findings.Finding
    profiles: Sequence[Profile]
    barriers: Choice | None
    segments: Choice | None
    choices: Sequence[Choice]
    earlier: Sequence[Earlier] = field(default=())

    @property
    def wave(self) -> SurveyWave:
        return self.found.wave

    @property
    def node(self) -> SurveyNode:
        return self.found.node

    @property
    def refused(self) -> list[str]:
        """What the wave before asked under the same name, but meant otherwise."""
        return list(self.earlier[-1].refused) if self.earlier else []

    @property
    def has_rewordings(self) -> bool:
        return any((cell.change or {}).get("is_reworded") for cell in self.cells.values())


def outcome(found: WaveResults, *, is_own: bool = False) -> Outcome:
    """Everything a results page shows of what somebody may see."""
    before = list(reversed(results.earlier_at(found.wave, found.node)))
    plans = plans_of([found.wave.id, *(wave.id for wave, _node in before)])
    there = results.cells_at([found.node.id, *(node.id for _wave, node in before if node is not None)])
    plan, cells = plans[found.wave.id], there[found.node.id]
    finding = findings.finding(plan, cells, found.node, is_own=is_own)
    earlier = [
        _earlier(wave, there[node.id] if node is not None else {}, comparing.pairs(plans[wave.id], plan))
        for wave, node in before
    ]
    profiles = [_profile(version, cells, earlier, finding) for version in plan.versions if version.dimensions]
    return Outcome(
        found,
        plan,
        cells,
        finding,
        profiles,
        _barriers(plan, cells),
        _segments(plan, cells),
        [_choice(item, cells, found.wave.change_name) for item in plan.items if item.kind in _CHOSEN],
        earlier,
    )


_CHOSEN = frozenset({ItemKind.SINGLE, ItemKind.MULTIPLE})


def _earlier(wave: SurveyWave, cells: Cells, pairs: comparing.Pairs) -> Earlier:
    there = {
        subject: cells[subject[0], pair.before]
        for subject, pair in pairs.found.items()
        if (subject[0], pair.before) in cells
    }
    return Earlier(wave, there, pairs.refused)


def _profile(version: VersionPlan, cells: Cells, earlier: Sequence[Earlier], finding: findings.Finding) -> Profile:
    rows = []
    for one in version.dimensions:
        key = (FigureKind.DIMENSION, one.id)
        before = [wave.cells.get(key) for wave in earlier]
        rows.append(DimensionRow(one, cells.get(key, NOT_TOLD), before, is_barrier=one.id == finding.barrier_id))
    return Profile(version, rows, cells.get((FigureKind.SCORE, version.id), NOT_TOLD))


def _barriers(plan: Plan, cells: Cells) -> Choice | None:
    if plan.elements is None:
        return None
    cell = cells.get((FigureKind.BARRIERS, plan.elements.id), NOT_TOLD)
    words = [*(one.title for one in plan.elements.by_code(ELEMENTS)), "Tanpa titik hambat"]
    note = "Unsur pertama yang nilainya 3,0 atau kurang pada jawaban setiap orang."
    return Choice("Titik hambat setiap orang", cell, list(zip(words, cell.shares, strict=False)), note)


def _segments(plan: Plan, cells: Cells) -> Choice | None:
    if plan.segmenting is None:
        return None
    cell = cells.get((FigureKind.SEGMENTS, 0), NOT_TOLD)
    words = [labels.SEGMENTS[one] for one in Segment]
    shares = sorted(zip(words, cell.shares, strict=False), key=lambda one: -one[1])
    return Choice("Sikap terhadap perubahan", cell, shares, "Dari kesiapan dan keberatan orang yang sama.")


def _choice(item: ItemPlan, cells: Cells, change_name: str) -> Choice:
    cell = cells.get((FigureKind.ITEM, item.id), NOT_TOLD)
    is_multiple = item.kind == ItemKind.MULTIPLE
    shares: list[tuple[Any, float]] = list(zip(findings.options_of(item, change_name), cell.shares, strict=False))
    shares.sort(key=lambda one: -one[1])
    note = "Boleh memilih lebih dari satu." if is_multiple else ""
    return Choice(findings.statement(item, change_name), cell, shares, note, is_multiple=is_multiple)
