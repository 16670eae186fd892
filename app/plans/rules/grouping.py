"""From open gaps to activities (decision 0047). Pure.

People lacking the same competency up to the same level are one need. Each tier of posts is a group of its own while
it fills a class; smaller ones are put together, since the level taught is the same. What is too small even then waits
for the few of the other levels of the competency: mentoring takes people as they are. Big groups are held as several
classes of even size. The class of the group's gap index gives its priority (reference 4.2), and the months are filled
so that no month has more meetings than needed.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from app.competency.models import CompetencyGroup
from app.competency.rules.bands import Band, band_of
from app.competency.rules.match import MatchRule, gap_index, job_person_match

# A budget is open from February, and December is for closing accounts; an editable default, no rule.
FIRST_MONTH, LAST_MONTH = 2, 11
SMALL_FORM, COACHING = "NK02", "NK01"
FORMS = {
    CompetencyGroup.MANAGERIAL.value: "KL02",
    CompetencyGroup.SOCIOCULTURAL.value: "KL05",
    CompetencyGroup.TECHNICAL.value: "KL03",
}
HIGHEST, LOWEST = 1, 3

Source = tuple[int, int, str]


@dataclass(frozen=True)
class GapGroup:
    """People of one tier who lack a competency up to the level asked. ``lowest`` is the least measured level,
    ``below_target`` how many of them were rated below expectation."""

    competency_id: int
    required: int
    tier: str
    people: int
    measured: int
    lowest: int
    below_target: int = 0


@dataclass(frozen=True)
class Gathered:
    """A need that becomes one activity."""

    competency_id: int
    level_from: int
    level_to: int
    tier: str
    people: int
    below_target: int
    index: Decimal
    sources: tuple[Source, ...]
    is_small: bool


@dataclass(frozen=True)
class Offer:
    """A programme that raises a competency, with its hours and its cost for each participant."""

    programme_id: int
    title: str
    code: str
    form_code: str
    organiser: str
    competency_id: int
    level: int
    tiers: tuple[str, ...]
    hours: Decimal
    cost: Decimal | None


def gather(groups: Iterable[GapGroup], *, smallest: int) -> list[Gathered]:
    """Every group in exactly one need, the largest index first, then whoever was rated below expectation."""
    by_need: dict[tuple[int, int], list[GapGroup]] = defaultdict(list)
    for one in groups:
        if one.people > 0:
            by_need[one.competency_id, one.required].append(one)
    found: list[Gathered] = []
    left: dict[int, list[GapGroup]] = defaultdict(list)
    for alike in by_need.values():
        found += [_together([one]) for one in alike if one.people >= smallest]
        few = [one for one in alike if one.people < smallest]
        if sum(one.people for one in few) >= smallest:
            found.append(_together(few))
        else:
            left[alike[0].competency_id] += few
    found += [_together(few, is_small=True) for few in left.values() if few]
    return sorted(found, key=lambda one: (-one.index, -one.below_target, -one.people, one.competency_id, one.sources))


def _together(groups: Sequence[GapGroup], *, is_small: bool = False) -> Gathered:
    people = sum(one.people for one in groups)
    asked = sum(one.required * one.people for one in groups)
    match = job_person_match([(asked, sum(one.measured for one in groups))], MatchRule())
    return Gathered(
        competency_id=groups[0].competency_id,
        level_from=min(one.lowest for one in groups),
        level_to=max(one.required for one in groups),
        tier=groups[0].tier if len(groups) == 1 else "",
        people=people,
        below_target=sum(one.below_target for one in groups),
        index=gap_index(match) or Decimal(0),
        sources=tuple(sorted((one.competency_id, one.required, one.tier) for one in groups)),
        is_small=is_small,
    )


def classes_of(people: int, size: int) -> tuple[int, int]:
    """How many classes of at most ``size``, and the seats of each, as even as can be; at least one seat."""
    classes = max(1, -(-people // size))
    return classes, max(1, -(-people // classes))


def priority_of(index: Decimal, bands: Sequence[Band]) -> int:
    """1 for the highest class of gaps (Tinggi), 2 for the next, 3 for the rest."""
    ordered = sorted(bands, key=lambda one: one.lower, reverse=True)
    return min(ordered.index(band_of(ordered, index)) + 1, LOWEST)


def meetings_of(classes: int, hours: Decimal | None, hours_a_day: Decimal) -> int:
    """Meetings an activity takes; none while its hours are not known."""
    if hours is None:
        return 0
    return classes * int((hours / hours_a_day).to_integral_value(ROUND_CEILING))


def months_for(meetings: Sequence[int]) -> list[int]:
    """A month for each activity in its order: always the month with the fewest meetings so far, the earliest first."""
    held = dict.fromkeys(range(FIRST_MONTH, LAST_MONTH + 1), 0)
    chosen = []
    for count in meetings:
        month = min(held, key=lambda one: (held[one], one))
        held[month] += max(count, 1)
        chosen.append(month)
    return chosen


def best_offer(offers: Iterable[Offer], need: Gathered) -> Offer | None:
    """The programme that leads to the level asked with the least beyond it, else the one that leads furthest; never
    one that does not lead above where these people stand, or is not for their tier."""
    fitting = [
        one
        for one in offers
        if one.competency_id == need.competency_id
        and one.level > need.level_from
        and (not one.tiers or {tier for _key, _level, tier in need.sources} <= set(one.tiers))
    ]
    return min(
        fitting, key=lambda one: (*_distance(one.level, need.level_to), one.title, one.programme_id), default=None
    )


def _distance(level: int, wanted: int) -> tuple[bool, int]:
    return level < wanted, abs(level - wanted)


def form_for(group: str, *, is_small: bool) -> str:
    """The usual form where no programme says otherwise: a class by the competency's group, mentoring for a few."""
    return SMALL_FORM if is_small else FORMS[group]
