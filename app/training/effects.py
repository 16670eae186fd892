"""What became of the gaps a batch worked on. Pure.

Before is what was kept when somebody's result was set; after is what is kept now. A training only leaves evidence, so a
gap closes when an assessor has confirmed it, and until then it waits.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any

from app.competency.rules.groups import SMALLEST_GROUP, hidden_groups

TENTH = Decimal("0.1")


class EffectState(StrEnum):
    CLOSED = "closed"
    WAITING = "waiting"
    OPEN = "open"
    NO_GAP = "no_gap"
    UNMEASURED = "unmeasured"
    NO_LONGER_ASKED = "no_longer_asked"


HAD_A_GAP = (EffectState.CLOSED, EffectState.WAITING, EffectState.OPEN)


def state_of(before: int | None, after: int | None, *, is_asked: bool, waits: bool) -> EffectState:
    """``before`` and ``after`` are gaps, None where nobody measured; ``is_asked``: the post of today asks it, too;
    ``waits``: evidence lies with an assessor."""
    if before is None:
        return EffectState.UNMEASURED
    if before == 0:
        return EffectState.NO_GAP
    if not is_asked:
        return EffectState.NO_LONGER_ASKED
    if after == 0:
        return EffectState.CLOSED
    return EffectState.WAITING if waits else EffectState.OPEN


@dataclass(frozen=True)
class Effect:
    """One person and one competency, before and after."""

    employee_id: int
    name: str
    competency_id: int
    competency: str
    required: int
    measured: int | None
    gap: int | None
    required_now: int | None
    measured_now: int | None
    gap_now: int | None
    waits: bool

    @property
    def state(self) -> EffectState:
        return state_of(self.gap, self.gap_now, is_asked=self.required_now is not None, waits=self.waits)


@dataclass(frozen=True)
class Tally:
    """One competency over people: how many had a gap and what became of it.

    ``states`` leaves out what may not be told, and ``is_hidden`` says that nothing may.
    """

    competency_id: int
    name: str
    people: int
    states: Mapping[EffectState, int] = field(default_factory=dict)
    before: Decimal | None = None
    after: Decimal | None = None
    is_hidden: bool = False

    def count(self, state: str) -> int | None:
        """How many; None where it may not be told."""
        return None if self.is_hidden else self.states.get(EffectState(state))

    @property
    def had(self) -> int | None:
        """How many had a gap before; None where it may not be told."""
        found = [self.count(state) for state in HAD_A_GAP]
        return None if None in found else sum(one for one in found if one is not None)


def mean(total: int, count: int) -> Decimal | None:
    """With one place, half up; None over nobody."""
    return (Decimal(total) / count).quantize(TENTH, ROUND_HALF_UP) if count else None


def tallies(found: Iterable[Effect], *, is_open: bool) -> list[Tally]:
    """By competency, in the order in which they come. Where the viewer may not see the people, groups below five go,
    and with them what could be had by subtraction."""
    grouped: dict[int, list[Effect]] = {}
    for one in found:
        grouped.setdefault(one.competency_id, []).append(one)
    return [_tally(rows, is_open=is_open) for rows in grouped.values()]


def _tally(rows: Sequence[Effect], *, is_open: bool) -> Tally:
    states = {state: sum(one.state == state for one in rows) for state in EffectState}
    compared = [one for one in rows if one.gap is not None and one.gap_now is not None]
    hidden, needs_all = (set(), False) if is_open else hidden_groups(states)
    first = rows[0]
    if needs_all or (not is_open and len(rows) < SMALLEST_GROUP):
        return Tally(first.competency_id, first.competency, len(rows), is_hidden=True)
    tells_means = is_open or len(compared) >= SMALLEST_GROUP
    return Tally(
        first.competency_id,
        first.competency,
        len(rows),
        {state: count for state, count in states.items() if state not in hidden},
        mean(sum(one.gap or 0 for one in compared), len(compared)) if tells_means else None,
        mean(sum(one.gap_now or 0 for one in compared), len(compared)) if tells_means else None,
    )


def shares(found: Iterable[Tally]) -> list[tuple[EffectState, int]]:
    """What became of all gaps together, over the competencies in which everything may be told."""
    told = [one for one in found if one.had is not None]
    return [(state, sum(one.states[state] for one in told)) for state in HAD_A_GAP]


@dataclass(frozen=True)
class UnitEffect:
    """One competency in a unit over a year: people who came from a training and were measured before it.

    ``had``, ``closed`` and ``waiting`` are None where only means may be told, and everything where ``is_hidden``.
    """

    competency_id: int
    name: str
    people: int
    before: Decimal | None
    after: Decimal | None
    had: int | None = None
    closed: int | None = None
    waiting: int | None = None
    is_hidden: bool = False

    @property
    def open(self) -> int | None:
        if self.had is None or self.closed is None or self.waiting is None:
            return None
        return self.had - self.closed - self.waiting


def unit_effect(row: Any, *, is_open: bool, is_hidden: bool = False) -> UnitEffect:
    """``row`` has sums of a unit: people, before, after, had, closed, waiting."""
    if is_hidden:
        return UnitEffect(row.competency_id, row.name, 0, None, None, is_hidden=True)
    before, after = mean(row.before, row.people), mean(row.after, row.people)
    if not is_open:
        return UnitEffect(row.competency_id, row.name, row.people, before, after)
    return UnitEffect(row.competency_id, row.name, row.people, before, after, row.had, row.closed, row.waiting)
