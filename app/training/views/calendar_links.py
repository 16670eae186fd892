"""One's own page of calendar links, and the address a calendar program reads."""

from typing import Any

from flask import Blueprint, Response, abort, current_app, request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, public, requires, visitor
from app.access.permissions import Permission
from app.attendance.calendars import MEDIA_TYPE
from app.base.clock import today
from app.base.database import db
from app.organisation.queries import structure
from app.training import labels
from app.training.models import CalendarKind, CalendarLink
from app.training.queries import batches
from app.training.queries import calendars as queries
from app.training.services import calendar_links, feeds
from app.training.services.calendar_links import Target
from app.training.services.feeds import Closed
from app.training.views.blueprint import bp
from app.web.answers import changed, show
from app.web.inputs import arg_int, is_row_number
from app.web.limits import from_setting, limiter

calendar_bp = Blueprint("calendars", __name__)
READ = Permission.TRAINING_CATALOGUE_READ
DIRECTORY = Permission.ORGANISATION_DIRECTORY_READ
PAGE = "training/calendar_links.html"
CLOSED = {Closed.UNKNOWN: 404, Closed.ENDED: 410, Closed.NOT_ALLOWED: 410}
feed_limit = limiter.limit(from_setting("CALENDAR"))


@bp.get("/tautan-kalender")
@requires(READ)
def list_calendar_links() -> ResponseReturnValue:
    return show(PAGE, fragment="links", **_context(arg_int("angkatan")))


@bp.post("/tautan-kalender")
@requires(READ)
def create_calendar_link() -> ResponseReturnValue:
    """The answer shows the address, once: it is kept nowhere, so there is nothing to come back to."""
    target = _target()
    if target is None:
        context = _context(None) | {"fault": "Pilih unitnya dulu."}
        return show(PAGE, http_status=422, **context)
    return _made(target)


@bp.post("/tautan-kalender/<int:link_id>/pembaruan")
@requires(READ)
def create_calendar_renewal(link_id: int) -> ResponseReturnValue:
    link = queries.link_of(visitor.user_id, link_id)
    target = _allowed(Target(CalendarKind(link.kind), link.unit_id, link.batch_id))
    calendar_links.end(link, by=actor())
    return _made(target)


@bp.post("/tautan-kalender/<int:link_id>/pencabutan")
@requires(READ)
def create_calendar_end(link_id: int) -> ResponseReturnValue:
    link: CalendarLink = queries.link_of(visitor.user_id, link_id)
    ended = calendar_links.end(link, by=actor())
    db.session.commit()
    return changed(
        PAGE,
        fragment="links",
        say="Tautan kalender dicabut." if ended else "Tautan ini memang sudah dicabut.",
        back_to=url_for(".list_calendar_links"),
        context=lambda: _context(None),
    )


@calendar_bp.get("/kalender/<token>.ics")
@public
@feed_limit
def show_feed(token: str) -> ResponseReturnValue:
    found = feeds.read(token)
    if isinstance(found, Closed):
        return show("training/calendar_closed.html", http_status=CLOSED[found], why=found.value)
    response = Response(found, mimetype=MEDIA_TYPE)
    response.headers.set("Content-Disposition", "inline", filename="penata.ics")
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _made(target: Target) -> ResponseReturnValue:
    token = calendar_links.make(visitor.user_id, target, government_id=visitor.government_id, by=actor())
    db.session.commit()
    path = url_for("calendars.show_feed", token=token)
    address = f"{current_app.config['BASE_URL']}{path}"
    return show(
        "training/calendar_link_made.html",
        address=address,
        subscribe="webcal" + address.removeprefix("https").removeprefix("http"),
        kind=target.kind,
        labels=labels,
    )


def _target() -> Target | None:
    """What the form asks for, within what this person may see; None where a unit is still to be chosen."""
    kind = request.form.get("jenis", "")
    if kind not in set(CalendarKind) or (kind == CalendarKind.PERSON and visitor.employee_id is None):
        abort(404)
    if kind == CalendarKind.UNIT and visitor.may(DIRECTORY) and not request.form.get("unit"):
        return None
    unit_id = _number("unit") if kind == CalendarKind.UNIT else None
    batch_id = _number("angkatan") if kind == CalendarKind.BATCH else None
    return _allowed(Target(CalendarKind(kind), unit_id, batch_id))


def _allowed(target: Target) -> Target:
    if target.kind is CalendarKind.BATCH:
        batches.visible_batch(target.batch_id or 0)
    if target.kind is CalendarKind.UNIT:
        path = structure.unit_path(target.unit_id)
        if not path or not visitor.may(DIRECTORY) or not visitor.reach(DIRECTORY).covers(path):
            abort(404)
    return target


def _number(name: str) -> int:
    typed = request.form.get(name, "")
    return int(typed) if is_row_number(typed) else 0


def _context(batch_id: int | None) -> dict[str, Any]:
    links = queries.links_of(visitor.user_id)
    asked = batches.visible_batch(batch_id) if batch_id else None
    return {
        "links": links,
        "has_own": any(one.kind == CalendarKind.PERSON for one in links),
        "is_employee": visitor.employee_id is not None,
        "units": _units(),
        "asked": asked,
        "fault": "",
        "labels": labels,
    }


def _units() -> list[tuple[int, str]]:
    if not visitor.may(DIRECTORY):
        return []
    reach = visitor.reach(DIRECTORY)
    return [(row.id, row.name) for row in structure.units_on(today(visitor.timezone)) if reach.covers(row.path)]
