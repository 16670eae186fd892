"""A wave's results put together for a page: profile, barriers, segments, causes, and how they compare."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.surveys import findings, labels
from app.surveys.models import FigureKind, ItemKind, SurveyNode, SurveyWave
from app.surveys.queries import results
from app.surveys.queries.measures import measures_of
from app.surveys.queries.plans import plans_of
from app.surveys.queries.results import NOT_TOLD, Cell, Cells, WaveResults
from app.surveys.rules import comparing
from app.surveys.rules.measures import SHIPPED, Measures
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
    beside: Sequence["ChoiceRow"] = ()


@dataclass(frozen=True)
class ChoiceRow:
    """One thing that could be chosen beside the wave before; without ``turn`` the two are not compared."""

    words: str
    before: float | None
    n_before: int | None
    now: float
    turn: findings.Turn | None
    kept: Mapping[str, Any] | None


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
    measures: Measures = SHIPPED

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
    def compared_choices(self) -> list[Choice]:
        """Barriers, stances and what was chosen, where the wave before has something beside it."""
        every = [one for one in (self.barriers, self.segments, *self.choices) if one is not None]
        return [one for one in every if one.beside]

    @property
    def has_rewordings(self) -> bool:
        return any((cell.change or {}).get("is_reworded") for cell in self.cells.values())


def outcome(found: WaveResults, *, is_own: bool = False) -> Outcome:
    """Everything a results page shows of what somebody may see."""
    before = list(reversed(results.earlier_at(found.wave, found.node)))
    plans = plans_of([found.wave.id, *(wave.id for wave, _node in before)])
    there = results.cells_at([found.node.id, *(node.id for _wave, node in before if node is not None)])
    plan, cells = plans[found.wave.id], there[found.node.id]
    measures = measures_of(found.wave.measures_id)
    finding = findings.finding(plan, cells, found.node, measures, is_own=is_own)
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
        _barriers(plan, cells, earlier),
        _segments(plan, cells, earlier),
        [_choice(item, cells, found.wave.change_name, earlier) for item in plan.items if item.kind in _CHOSEN],
        earlier,
        measures,
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


def _barriers(plan: Plan, cells: Cells, earlier: Sequence[Earlier]) -> Choice | None:
    if plan.elements is None:
        return None
    subject = (FigureKind.BARRIERS, plan.elements.id)
    words = [*(one.title for one in plan.elements.by_code(ELEMENTS)), "Tanpa titik hambat"]
    note = "Unsur pertama yang nilainya 3,0 atau kurang pada jawaban setiap orang."
    rows = _beside(subject, words, cells, earlier)
    cell = cells.get(subject, NOT_TOLD)
    return Choice("Titik hambat setiap orang", cell, _shares(words, cell), note, beside=rows)


def _segments(plan: Plan, cells: Cells, earlier: Sequence[Earlier]) -> Choice | None:
    if plan.segmenting is None:
        return None
    subject = (FigureKind.SEGMENTS, 0)
    words = [labels.SEGMENTS[one] for one in Segment]
    cell = cells.get(subject, NOT_TOLD)
    note = "Dari kesiapan dan keberatan orang yang sama."
    rows = _beside(subject, words, cells, earlier)
    return Choice("Sikap terhadap perubahan", cell, _most_first(_shares(words, cell)), note, beside=rows)


def _choice(item: ItemPlan, cells: Cells, change_name: str, earlier: Sequence[Earlier]) -> Choice:
    subject = (FigureKind.ITEM, item.id)
    cell = cells.get(subject, NOT_TOLD)
    is_multiple = item.kind == ItemKind.MULTIPLE
    words = findings.options_of(item, change_name)
    note = "Boleh memilih lebih dari satu." if is_multiple else ""
    rows = _beside(subject, words, cells, earlier)
    title = findings.statement(item, change_name)
    return Choice(title, cell, _most_first(_shares(words, cell)), note, is_multiple=is_multiple, beside=rows)


def _shares(words: Sequence[str], cell: Cell) -> list[tuple[str, float]]:
    return list(zip(words, cell.shares, strict=False))


def _most_first(shares: Sequence[tuple[str, float]]) -> list[tuple[str, float]]:
    return sorted(shares, key=lambda one: -one[1])


def _beside(
    subject: results.Subject, words: Sequence[str], cells: Cells, earlier: Sequence[Earlier]
) -> list[ChoiceRow]:
    """What could be chosen beside the wave before, the most chosen now first; nothing where either side is not told."""
    cell = cells.get(subject, NOT_TOLD)
    old = earlier[-1].cells.get(subject, NOT_TOLD) if earlier else NOT_TOLD
    if not cell.is_shown or not old.is_shown:
        return []
    rows = [
        ChoiceRow(text, before, old.n, now, findings.option_change(cell, place), findings.option_kept(cell, place))
        for place, (text, before, now) in enumerate(zip(words, old.shares, cell.shares, strict=False))
    ]
    return sorted(rows, key=lambda row: -row.now)
