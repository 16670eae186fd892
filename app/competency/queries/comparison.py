"""People against the standard of a post they do not hold: what each would reach and what each would lack."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from app.competency.queries import standards, talent
from app.competency.queries.versions import settings_on
from app.competency.queries.wanted import Wanted
from app.competency.rules.bands import band_of
from app.competency.rules.match import gap_index, job_person_match
from app.competency.rules.versions import Settings
from app.organisation.models import Position


@dataclass(frozen=True)
class Compared:
    """One person: the match with its bands (empty where nothing was measured), and levels by competency."""

    match: Decimal | None
    appointment: str
    mapping: str
    gap_class: str
    assessed: int
    lacking: int
    expired: int
    levels: dict[int, int | None]


@dataclass(frozen=True)
class Comparison:
    """What a post asks by competency, in the dictionary's order, and how each person stands before it."""

    wanted: dict[int, int]
    names: list[Any]
    people: dict[int, Compared]
    settings: Settings


def compared(employee_ids: Sequence[int], position: Position, day: date) -> Comparison:
    settings, wanted = settings_on(day), Wanted(day, [position.id]).of(position.id, position.tier)
    levels = talent.measured_levels(employee_ids)
    names = [one for one in standards.all_competencies() if one.id in wanted]
    return Comparison(
        wanted, names, {one: _compared(levels.get(one, {}), wanted, settings) for one in employee_ids}, settings
    )


def _compared(has: dict[int, Any], wanted: dict[int, int], settings: Settings) -> Compared:
    known = {key: row for key, row in has.items() if key in wanted and row.measured is not None}
    match = job_person_match([(wanted[key], row.measured) for key, row in known.items()], settings.match)
    index = gap_index(match)
    return Compared(
        match,
        band_of(settings.appointment, match).name if match is not None else "",
        band_of(settings.mapping, match).name if match is not None else "",
        band_of(settings.gap_class, index).name if index is not None else "",
        assessed=len(known),
        lacking=sum(row.measured < wanted[key] for key, row in known.items()),
        expired=sum(row.expired for row in known.values()),
        levels={key: known[key].measured if key in known else None for key in wanted},
    )
