"""Choosing people by lines, for whatever asks or invites them: what its form offers, and posts and people by search.

A house that keeps such lines has the doors, the words and the reach, and writes them down; who they are in the end is
for ``queries.populations`` to say.
"""

from typing import Any

from flask import request

from app.access.guards import visitor
from app.access.visitor import Reach
from app.base.clock import today
from app.initiatives.queries import initiatives, populations
from app.initiatives.queries.populations import Named
from app.organisation.labels import TIERS
from app.organisation.queries import directory, staff, structure
from app.organisation.queries import positions as posts
from app.organisation.queries.directory import Turn
from app.organisation.queries.positions import PositionFilters
from app.web.fields import offer
from app.web.inputs import is_row_number, tidy

OFFERED = 20
NOTHING_TICKED = "Centang paling sedikit satu jabatan atau orang."
_BY_UNIT = (populations.UNIT, populations.SUBTREE)


def offer_lists(form: Any, reach: Reach) -> None:
    """What ``unit_id``, ``tier`` and ``initiative_id`` of a form offer, as far as a reach goes."""
    day = today(visitor.timezone)
    paths = {one.id: one.path for one in structure.units_on(day)}
    units = [(key, words) for key, words in structure.parent_choices(day) if reach.covers(paths.get(key, ""))]
    form.unit_id.choices = offer(units, "Pilih unit")
    form.tier.choices = offer(TIERS.items(), "Pilih jenjang")
    form.initiative_id.choices = offer(initiatives.choices(reach), "Pilih inisiatif")


def named(form: Any) -> Named:
    """What the chosen kind asks for; what else was filled in is not looked at."""
    kind = str(form.kind.data)
    if kind in _BY_UNIT:
        return Named(kind, unit_id=_number(form.unit_id.data))
    if kind == populations.TIER:
        return Named(kind, tier=form.tier.data or "")
    if kind == populations.INITIATIVE:
        return Named(kind, initiative_id=_number(form.initiative_id.data))
    return Named(kind)


def found(text: str, reach: Reach) -> dict[str, Any]:
    """Posts and people of a name, as ``initiatives/_picks.html`` shows them to be ticked; none without a name."""
    day = today(visitor.timezone)
    return {
        "text": text,
        "positions": posts.positions(day, PositionFilters(text=text), limit=OFFERED, reach=reach) if text else [],
        "found": directory.page(reach, directory.Filters(text=text), Turn(), limit=OFFERED).rows if text else [],
    }


def asked_again() -> str:
    """The name that was searched for, as the form that was sent still holds it."""
    return tidy(request.form.get("cari", ""))[:100]


def ticked(reach: Reach) -> list[Named]:
    """The posts and people that were ticked; one beyond the reach is simply not found."""
    day = today(visitor.timezone)
    chosen = [
        Named(populations.POSITION, position_id=posts.position_within(one, reach).id) for one in numbers("jabatan")
    ]
    return chosen + [
        Named(populations.PERSON, employee_id=staff.employee_within(one, reach, day).id) for one in numbers("orang")
    ]


def numbers(name: str) -> list[int]:
    """The numbers that were ticked under a name."""
    return [int(one) for one in request.form.getlist(name)[: 2 * OFFERED] if is_row_number(one)]


def _number(text: str | None) -> int | None:
    return int(text) if text and is_row_number(text) else None
