"""What somebody's facts make by a table of points, line by line; what is not known is never taken for zero.

A line that cannot be judged keeps the least and the most it can bring, so an estimate is a figure or a range.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from app.competency.rules.bands import band_of, two_places
from app.competency.rules.talent import predicate_score
from app.professionalism.models import Dimension, SanctionLevel
from app.professionalism.rules.education import echelon_named, education_code, matches
from app.professionalism.rules.table import (
    EDUCATION,
    NO_SANCTION,
    SANCTIONS,
    Course,
    Criterion,
    PointTable,
    post_kind,
)

ZERO = Decimal(0)


class State(StrEnum):
    COUNTED = "counted"
    MISSING = "missing"
    UNKNOWN = "unknown"


class Why(StrEnum):
    """Why a line is not known, or what is missing of it."""

    NONE = ""
    BLANK = "blank"
    UNREADABLE = "unreadable"
    NO_POST = "no_post"
    NO_HISTORY = "no_history"
    NO_NAMES = "no_names"
    OTHER_ECHELON = "other_echelon"
    NOT_NAMED = "not_named"
    TOO_FEW = "too_few"
    WAITING = "waiting"
    NOT_STATED = "not_stated"


@dataclass(frozen=True)
class Training:
    """A line of somebody's ledger; ``is_verified`` is False while it waits for HR."""

    form: str
    title: str
    ends_on: date
    hours: Decimal
    is_verified: bool = True


@dataclass(frozen=True)
class Rating:
    """The rating of the year before: its value from 0 to 100 where there is one, and its predicate."""

    value: Decimal | None
    predicate: str


@dataclass(frozen=True)
class Penalty:
    level: SanctionLevel
    decided_on: date


@dataclass(frozen=True)
class Facts:
    """What is known of a person on ``day``, for the index of ``year``. ``sanctions_known``: HR said that the list of
    sanctions is complete, so that none means none."""

    year: int
    day: date
    tier: str
    education: str
    trainings: Sequence[Training] = ()
    rating: Rating | None = None
    penalties: Sequence[Penalty] = ()
    sanctions_known: bool = False


@dataclass(frozen=True)
class Line:
    """One row of the table applied to a person. ``low`` and ``high`` are the same once it is known; ``rise`` is what
    the next step up would add. ``facts`` are plain words and figures for the sentence about it."""

    dimension: Dimension
    criterion: str
    state: State
    low: Decimal
    high: Decimal
    most: Decimal
    rise: Decimal = ZERO
    why: Why = Why.NONE
    facts: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Without what is empty. Written out, since it is asked of everybody: ``asdict`` copies to the last leaf."""
        told = {"most": self.most, "rise": self.rise, "why": self.why, "facts": dict(self.facts)}
        return {
            "dimension": str(self.dimension),
            "criterion": str(self.criterion),
            "state": str(self.state),
            "low": str(self.low),
            "high": str(self.high),
        } | {name: one if isinstance(one, dict) else str(one) for name, one in told.items() if one}


def line_from(kept: Mapping[str, Any]) -> Line:
    """A line as a result keeps it."""
    return Line(
        Dimension(kept["dimension"]),
        kept["criterion"],
        State(kept["state"]),
        Decimal(kept["low"]),
        Decimal(kept["high"]),
        Decimal(kept.get("most", "0")),
        Decimal(kept.get("rise", "0")),
        Why(kept.get("why", "")),
        kept.get("facts", {}),
    )


@dataclass(frozen=True)
class Estimate:
    lines: Sequence[Line]
    category: str = ""

    @property
    def lowest(self) -> Decimal:
        return two_places(sum((one.low for one in self.lines), ZERO))

    @property
    def highest(self) -> Decimal:
        return two_places(sum((one.high for one in self.lines), ZERO))

    @property
    def total(self) -> Decimal | None:
        """The index with two places, half up; None while anything it needs is not known."""
        return None if any(one.state is State.UNKNOWN for one in self.lines) else self.lowest

    def of(self, dimension: Dimension) -> Decimal | None:
        lines = [one for one in self.lines if one.dimension is dimension]
        if any(one.state is State.UNKNOWN for one in lines):
            return None
        return two_places(sum((one.low for one in lines), ZERO))


def estimate(facts: Facts, table: PointTable) -> Estimate:
    """All four dimensions. The category is named as soon as the whole range lies in one."""
    lines = (_education(facts, table), *_courses(facts, table), _performance(facts, table), _discipline(facts, table))
    found = Estimate(lines)
    return Estimate(lines, category_of(found.lowest, found.highest, table))


def category_of(lowest: Decimal, highest: Decimal, table: PointTable) -> str:
    """The category of a value, or of a range that lies in one; empty where it may be either."""
    low, high = band_of(table.categories, lowest), band_of(table.categories, highest)
    return low.name if low == high else ""


def _education(facts: Facts, table: PointTable) -> Line:
    most = max(table.education.values())
    code = education_code(facts.education)
    if code is None:
        why = Why.UNREADABLE if facts.education.strip() else Why.BLANK
        least = min(table.education.values())
        told = {"level": facts.education} if facts.education.strip() else {}
        return _unknown(Dimension.QUALIFICATION, "education", (least, most), why, told)
    points = table.education[code]
    following = next((one for one in EDUCATION[EDUCATION.index(code) :] if table.education[one] > points), None)
    told = {"level": code} | ({"next": following} if following else {})
    rise = table.education[following] - points if following else ZERO
    return _counted(Dimension.QUALIFICATION, "education", points, most, told, rise=rise)


def _courses(facts: Facts, table: PointTable) -> Iterable[Line]:
    kind = post_kind(facts.tier)
    if kind is None:
        rows = table.courses.values()
        most = max(sum((one.points for one in courses), ZERO) for courses in rows)
        return [_unknown(Dimension.TRAINING, "courses", (ZERO, most), Why.NO_POST, {})]
    return [_course(one, facts, table) for one in table.courses[kind]]


def _course(course: Course, facts: Facts, table: PointTable) -> Line:
    """One row of the training dimension, by what was verified; what waits for HR is only told."""
    told = {"hours": str(course.hours), "years": str(course.years)}
    if course.criterion is Criterion.LEADERSHIP and not table.leadership.get(facts.tier):
        return _unknown(Dimension.TRAINING, course.criterion, (ZERO, course.points), Why.NO_NAMES, told)
    if not any(one.is_verified for one in facts.trainings):
        return _unknown(Dimension.TRAINING, course.criterion, (ZERO, course.points), Why.NO_HISTORY, told)
    fitting = [one for one in facts.trainings if _is_asked(one, course, facts, table)]
    verified = [one for one in fitting if one.is_verified]
    gathered = sum((one.hours for one in verified), ZERO)
    told |= {"count": str(len(verified)), "gathered": str(gathered)}
    if verified and gathered >= course.hours:
        last = max(verified, key=lambda one: one.ends_on)
        told |= {"title": last.title, "on": last.ends_on.isoformat()}
        return _counted(Dimension.TRAINING, course.criterion, course.points, course.points, told)
    why, more = _what_is_missing(course, facts, table, fitting)
    if why is Why.NOT_NAMED:
        return _unknown(Dimension.TRAINING, course.criterion, (ZERO, course.points), why, told | more)
    return Line(
        Dimension.TRAINING, course.criterion, State.MISSING, ZERO, ZERO, course.points, course.points, why, told | more
    )


def _is_asked(one: Training, course: Course, facts: Facts, table: PointTable) -> bool:
    if one.form not in table.forms.get(course.criterion, ()) or one.ends_on > facts.day:
        return False
    if course.years and one.ends_on <= years_before(facts.day, course.years):
        return False
    return course.criterion is not Criterion.LEADERSHIP or matches(one.title, table.leadership[facts.tier])


def _what_is_missing(
    course: Course, facts: Facts, table: PointTable, fitting: Sequence[Training]
) -> tuple[Why, dict[str, str]]:
    waiting = [one for one in fitting if not one.is_verified]
    if waiting and sum((one.hours for one in fitting), ZERO) >= course.hours:
        return Why.WAITING, {"title": waiting[0].title}
    if course.criterion is Criterion.LEADERSHIP:
        return _other_leadership(facts, table)
    return (Why.TOO_FEW, {}) if fitting else (Why.NONE, {})


def _other_leadership(facts: Facts, table: PointTable) -> tuple[Why, dict[str, str]]:
    """A leadership training of another echelon, or one whose title does not say of which."""
    forms = table.forms.get(Criterion.LEADERSHIP, ())
    others = [one for one in facts.trainings if one.form in forms and one.is_verified and one.ends_on <= facts.day]
    wanted = {"wanted": table.leadership[facts.tier][-1]}
    for one in others:
        if echelon_named(one.title, table.leadership) is None:
            return Why.NOT_NAMED, wanted | {"title": one.title}
    return (Why.OTHER_ECHELON, wanted | {"title": others[-1].title}) if others else (Why.NONE, wanted)


def years_before(day: date, years: int) -> date:
    """The same day so many years earlier; 29 February becomes 28 February."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def _performance(facts: Facts, table: PointTable) -> Line:
    points = [one.points for one in table.ratings]
    least, most = min(points), max(points)
    told = {"year": str(facts.year - 1)}
    rating = facts.rating
    if rating is None:
        return _unknown(Dimension.PERFORMANCE, "rating", (least, most), Why.BLANK, told)
    if rating.value is not None:
        return _by_value(rating.value, table, most, told)
    reached = predicate_score(rating.predicate, table.predicates)
    told |= {"predicate": rating.predicate}
    if reached is None:
        return _unknown(Dimension.PERFORMANCE, "predicate", (least, most), Why.UNREADABLE, told)
    better = min(((score, name) for name, score in table.predicates.items() if score > reached), default=None)
    if better:
        told |= {"next": better[1]}
    rise = better[0] - reached if better else ZERO
    return _counted(Dimension.PERFORMANCE, "predicate", reached, most, told, rise=rise)


def _by_value(value: Decimal, table: PointTable, most: Decimal, told: dict[str, str]) -> Line:
    ordered = sorted(table.ratings, key=lambda one: (one.band.lower, not one.band.lower_in))
    held = band_of([one.band for one in ordered], value)
    index = next(at for at, one in enumerate(ordered) if one.band == held)
    points = ordered[index].points
    better = next((one for one in ordered[index + 1 :] if one.points > points), None)
    told |= {"value": str(value)}
    if better:
        told |= {"next": str(better.band.lower), "from": "1" if better.band.lower_in else ""}
    rise = better.points - points if better else ZERO
    return _counted(Dimension.PERFORMANCE, "rating", points, most, told, rise=rise)


def _discipline(facts: Facts, table: PointTable) -> Line:
    """The heaviest sanction of the last years."""
    most = max(table.discipline.values())
    since = years_before(facts.day, table.discipline_years)
    recent = [one for one in facts.penalties if since < one.decided_on <= facts.day]
    told = {"years": str(table.discipline_years)}
    if not recent and not facts.sanctions_known:
        return _unknown(Dimension.DISCIPLINE, "sanction", (min(table.discipline.values()), most), Why.NOT_STATED, told)
    if not recent:
        return _counted(Dimension.DISCIPLINE, "sanction", table.discipline[NO_SANCTION], most, told)
    heaviest = max(recent, key=lambda one: (SANCTIONS.index(one.level), one.decided_on))
    points = table.discipline[heaviest.level]
    until = heaviest.decided_on.replace(day=min(heaviest.decided_on.day, 28))
    until = until.replace(year=until.year + table.discipline_years)
    told |= {"level": str(heaviest.level), "on": heaviest.decided_on.isoformat(), "until": until.isoformat()}
    return _counted(Dimension.DISCIPLINE, "sanction", points, most, told, rise=most - points)


def _counted(
    dimension: Dimension,
    criterion: str,
    points: Decimal,
    most: Decimal,
    told: Mapping[str, str],
    *,
    rise: Decimal = ZERO,
) -> Line:
    return Line(dimension, str(criterion), State.COUNTED, points, points, most, rise, Why.NONE, told)


def _unknown(
    dimension: Dimension, criterion: str, limits: tuple[Decimal, Decimal], why: Why, told: Mapping[str, str]
) -> Line:
    """A line that may bring from the least to the most of these limits."""
    least, most = limits
    return Line(dimension, str(criterion), State.UNKNOWN, least, most, most, most - least, why, told)
