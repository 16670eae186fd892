"""All initiatives on one calendar, with how much change each unit carries."""

from datetime import date, timedelta

from flask.typing import ResponseReturnValue

from app.access.guards import requires, visitor
from app.access.visitor import Reach
from app.base.clock import today
from app.initiatives import drawings, labels, load_events, portfolio
from app.initiatives.drawings import Span
from app.initiatives.guards import READ, whose
from app.initiatives.load_events import LoadEvent
from app.initiatives.models import InitiativeStatus
from app.initiatives.queries import initiatives, load
from app.initiatives.queries.tallies import regional_units
from app.initiatives.views.blueprint import bp
from app.web import plots
from app.web.answers import show

BEFORE, AHEAD = timedelta(days=31), timedelta(days=214)
SHOWN, UNITS_SHOWN, HEAPS_SHOWN = 50, 30, 30


@bp.get("/kalender")
@requires(READ)
def show_portfolio() -> ResponseReturnValue:
    day, reach = today(visitor.timezone), visitor.reach(READ)
    span = Span((day - BEFORE).replace(day=1), day + AHEAD)
    rows = initiatives.open_ones(whose(), limit=SHOWN)
    running = [row.id for row in rows if row.status == InitiativeStatus.RUNNING]
    shares = [one for one in load.shares(running, day) if reach.covers(one.path)]
    events = load_events.between([row.id for row in rows], span.first, span.last) + _go_lives(rows, span)
    paths = {one.path for one in shares} | {path for one in events for path in one.paths if _concerns(reach, path)}
    units = regional_units(paths)
    ahead = [one for one in events if one.ends_on >= day]
    return show(
        "initiatives/portfolio.html",
        rows=rows,
        span=span,
        axis=drawings.axis(span, day),
        lanes={
            row.id: drawings.lane(
                span,
                day,
                (row.starts_on, row.ends_on or row.takes_effect_on),
                marks=[one.starts_on for one in events if one.initiative_id == row.id],
            )
            for row in rows
        },
        events=sorted(ahead, key=lambda one: one.starts_on)[:SHOWN],
        names={row.id: row.short_name for row in rows},
        loads=portfolio.loads(shares, units)[:UNITS_SHOWN],
        heaps=portfolio.heaps(ahead, shares, units)[:HEAPS_SHOWN],
        piles_up=portfolio.PILES_UP,
        labels=labels,
        bar=plots.bar,
        today=day,
    )


def _concerns(reach: Reach, path: str) -> bool:
    """Whether what is meant for a unit and all below it asks somebody within reach."""
    return reach.covers(path) or any(own.startswith(path) for own in reach.paths)


def _go_lives(rows: list[initiatives.Open], span: Span) -> list[LoadEvent]:
    """The days from which changes are felt."""
    return [
        _go_live(row, row.takes_effect_on) for row in rows if row.takes_effect_on and span.holds(row.takes_effect_on)
    ]


def _go_live(row: initiatives.Open, day: date) -> LoadEvent:
    return LoadEvent(row.id, "Mulai berlaku", row.title, day, day)
