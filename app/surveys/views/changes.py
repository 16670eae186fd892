"""What surveys bring to the pages of a change: days on its calendar, and what one person is asked about it."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from flask import url_for

from app.access.guards import visitor
from app.base import wording
from app.base.clock import now, today
from app.initiatives import load_events
from app.initiatives.load_events import LoadEvent
from app.initiatives.models import Initiative
from app.initiatives.tabs import OwnCard, add_own_card
from app.surveys.guards import MANAGE, OWN
from app.surveys.queries import load
from app.surveys.rules import tokens
from app.surveys.rules import waves as rules

PLANNED = "Rancangan survei"


def _waves(initiative_ids: Collection[int], first: date, last: date) -> Iterable[LoadEvent]:
    """The waves as weeks that ask people's time, with a link for whoever runs them all."""
    zone = visitor.timezone
    begins, ends = wording.at(first, zone, time(0)), wording.at(last, zone, time(0)) + timedelta(days=1)
    for one in load.waves_of(initiative_ids, begins, ends):
        yield LoadEvent(
            one.initiative_id,
            "Survei",
            one.title,
            wording.local(one.opened_at, zone).date(),
            wording.local(one.closes_at, zone).date(),
            href=url_for("surveys.show_wave", wave_id=one.wave_id) if _may_open() else "",
            audience="Yang ditanya" if one.paths else "",
            is_over=one.is_over,
            paths=one.paths,
        )
    yield from _planned(initiative_ids, max(begins, now()), ends)


def _planned(initiative_ids: Collection[int], begins: datetime, ends: datetime) -> Iterable[LoadEvent]:
    """Waves in preparation on the day they end: from when they ask nobody knows, but that week they do."""
    zone = visitor.timezone
    for one in load.planned_of(initiative_ids, begins, ends, today(zone)):
        day = wording.local(one.closes_at, zone).date()
        href = url_for("surveys.show_wave", wave_id=one.wave_id) if _may_open() else ""
        audience = "Yang akan ditanya" if one.paths else ""
        title = f"{one.title}, ditutup"
        yield LoadEvent(one.initiative_id, PLANNED, title, day, day, href=href, audience=audience, paths=one.paths)


def _may_open() -> bool:
    return visitor.may(MANAGE) and visitor.reach(MANAGE).is_everything


def _own(initiative: Initiative, employee_id: int) -> dict[str, Any] | None:
    """What somebody is asked and whether they took part, which nobody but they themselves see here (security N7)."""
    rows, at = load.own_of_initiative(initiative.id, employee_id), now()
    if not rows or not visitor.may(OWN):
        return None
    links = {
        row.id: url_for("surveys.show_start", token=tokens.token_of(row.id, employee_id))
        for row in rows
        if rules.is_open(row.status, row.closes_at, at) and not row.done and row.token_hash is not None
    }
    return {"rows": rows, "links": links}


load_events.add_source("survei", _waves)
add_own_card(OwnCard("survei", 15, "surveys/_own_initiative_card.html", _own))
