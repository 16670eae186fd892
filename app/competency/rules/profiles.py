"""One person against a standard: every gap, the match and the place among the nine boxes, from plain facts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.competency.rules.bands import band_of
from app.competency.rules.match import Measured, Rated, gap_index, job_person_match, measured
from app.competency.rules.talent import axis_x, box, on_axis
from app.competency.rules.versions import Settings


@dataclass(frozen=True)
class Performance:
    """The latest yearly rating; ``score`` is None while its predicate is to be looked at."""

    predicate: str
    score: Decimal | None
    potential: Decimal | None = None
    qualification: Decimal | None = None
    integrity: Decimal | None = None


@dataclass(frozen=True)
class OneGap:
    """A competency the post asks; ``gap`` is None where nobody measured yet."""

    competency_id: int
    required: int
    measured: Measured | None

    @property
    def gap(self) -> int | None:
        return None if self.measured is None else max(0, self.required - self.measured.level)

    @property
    def surplus(self) -> int:
        return 0 if self.measured is None else max(0, self.measured.level - self.required)


@dataclass(frozen=True)
class Profile:
    gaps: list[OneGap]
    match: Decimal | None
    index: Decimal | None
    gap_class: str

    @property
    def assessed(self) -> int:
        return sum(one.measured is not None for one in self.gaps)

    @property
    def below(self) -> int:
        return sum(bool(one.gap) for one in self.gaps)

    @property
    def expired(self) -> int:
        return sum(one.measured is not None and one.measured.expired for one in self.gaps)

    @property
    def is_meeting(self) -> bool:
        """Everything was measured and nothing is missing."""
        return bool(self.gaps) and self.assessed == len(self.gaps) and not self.below


@dataclass(frozen=True)
class TalentPlace:
    """Where somebody stands on both axes; None where one of them is not known."""

    x: Decimal | None = None
    y: Decimal | None = None
    box: int | None = None


def profile_of(
    required: Mapping[int, int], rated: Mapping[int, Sequence[Rated]], settings: Settings, day: date
) -> Profile:
    """Everything asked, in the order it is given, against what was measured by a day."""
    gaps = [
        OneGap(number, level, measured(rated.get(number, ()), day, settings.measure))
        for number, level in required.items()
        if level > 0
    ]
    match = match_of(gaps, settings)
    index = gap_index(match)
    return Profile(gaps, match, index, "" if index is None else band_of(settings.gap_class, index).name)


def match_of(gaps: Iterable[OneGap], settings: Settings) -> Decimal | None:
    pairs = [(one.required, one.measured.level) for one in gaps if one.measured is not None]
    return job_person_match(pairs, settings.match)


def talent_of(match: Decimal | None, performance: Performance | None, settings: Settings) -> TalentPlace:
    """Axis X from all three parts where they are known, else from the first alone: the potential, or the match."""
    x = None if match is None else on_axis(match)[0]
    y = None
    if performance is not None:
        y = performance.score
        first = performance.potential if performance.potential is not None else x
        x = first
        if first is not None and performance.qualification is not None and performance.integrity is not None:
            x = axis_x((first, performance.qualification, performance.integrity), settings.weights)
    return TalentPlace(x, y, None if x is None or y is None else box(y, x, settings.axis))
