"""What comes of a sosialisasi, where others show it: the page for the hall, and the pages of an initiative."""

from collections.abc import Collection, Iterable
from datetime import date, time, timedelta
from typing import Any

from flask import current_app, url_for

from app.access.guards import visitor
from app.access.permissions import Permission
from app.base import wording
from app.base.clock import now, today
from app.initiatives import load_events
from app.initiatives.load_events import LoadEvent
from app.initiatives.models import Initiative
from app.initiatives.tabs import Card, OwnCard, add_card, add_own_card
from app.sosialisasi import labels, stage
from app.sosialisasi.queries import boards, events, load, questions, reach, understanding
from app.sosialisasi.queries.events import RoundPage
from app.sosialisasi.rules.coverage import Count
from app.sosialisasi.stage import Part
from app.sosialisasi.views.questions import wall_context
from app.web import plots, qr

READ = Permission.SOSIALISASI_REACH_READ


def _questions(page: RoundPage) -> dict[str, Any] | None:
    """The questions of the room, and how to ask one while it takes them."""
    board = boards.board_of(page.round.id)
    if board is None:
        return None
    address = f"{current_app.config['BASE_URL']}{url_for('sosialisasi.show_room', code=board.code)}"
    return wall_context(page.round.id) | {
        "board": board,
        "address": address.partition("://")[2],
        "qr": qr.drawing(address, "Alamat untuk bertanya") if board.takes_questions else "",
    }


def _understanding(page: RoundPage) -> dict[str, Any] | None:
    """What people knew before and after, once the check is closed and may be shown."""
    result = understanding.result_of_round(page.round.id)
    if result is None or not result.is_shown:
        return None
    return {"result": result, "bar": plots.bar, "labels": labels}


stage.add_part(Part("pertanyaan", "sosialisasi/_stage_questions.html", 10, _questions))
stage.add_part(Part("pemahaman", "sosialisasi/_stage_understanding.html", 20, _understanding))


def _readiness(initiative: Initiative) -> dict[str, Any] | None:
    """How far the change was brought across: reach within the visitor's units, understanding, and open questions."""
    if not visitor.may(READ):
        return None
    day = today(visitor.timezone)
    meant = reach.of_initiative(initiative.id, day)
    if not meant.event_ids:
        return None
    gain, checks = understanding.gain_of_initiative(initiative.id)
    found = reach.groups(meant, visitor.reach(READ))
    return {
        "count": sum((one.count for one in found), Count()),
        "tally": questions.tally_of_initiative(initiative.id, day),
        "gain": gain,
        "checks": checks,
        "runs": visitor.may(Permission.SOSIALISASI_EVENT_MANAGE),
        "announced": events.announced_for(initiative.id),
        "initiative_id": initiative.id,
    }


add_card(Card("sosialisasi", 20, "sosialisasi/_initiative_card.html", _readiness))


def _rounds(initiative_ids: Collection[int], first: date, last: date) -> Iterable[LoadEvent]:
    """The rounds as days that ask people's time, with a link for whoever organises them."""
    zone = visitor.timezone
    begins, ends = wording.at(first, zone, time(0)), wording.at(last, zone, time(0)) + timedelta(days=1)
    for one in load.rounds_of(initiative_ids, begins, ends):
        day = wording.local(one.starts_at, zone).date()
        yield LoadEvent(
            one.initiative_id,
            "Sosialisasi",
            f"{one.title}, {labels.round_name(one.number)}",
            day,
            max(day, wording.local(one.ends_at, zone).date()),
            href=_round_address(one.round_id),
            audience="Yang diundang" if one.paths else "",
            is_over=one.is_held,
            paths=one.paths,
        )


def _round_address(round_id: int) -> str:
    may_open = visitor.reach(Permission.SOSIALISASI_EVENT_MANAGE).is_everything
    return url_for("sosialisasi.show_round", round_id=round_id) if may_open else ""


def _own(initiative: Initiative, employee_id: int) -> dict[str, Any] | None:
    rows = load.own_of_initiative(initiative.id, employee_id)
    return {"rows": rows, "labels": labels, "at": now()} if rows else None


load_events.add_source("sosialisasi", _rounds)
add_own_card(OwnCard("sosialisasi", 10, "sosialisasi/_own_initiative_card.html", _own))
