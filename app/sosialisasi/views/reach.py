"""Whom an event reached and whom it missed: by unit on a map with its table, by tier, round after round."""

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires, visitor
from app.access.permissions import Permission
from app.audit import services as audit
from app.base.clock import now, today
from app.base.database import db
from app.documents import spreadsheets
from app.organisation import labels as organisation_labels
from app.organisation.models import PositionTier
from app.organisation.queries import directory
from app.organisation.queries.structure import unit
from app.sosialisasi import labels
from app.sosialisasi.queries import events
from app.sosialisasi.queries import reach as queries
from app.sosialisasi.queries.events import EventPage
from app.sosialisasi.rules.coverage import Count, child_of, summed
from app.sosialisasi.services import repeats
from app.sosialisasi.tabs import EVENT, Tab
from app.sosialisasi.views.blueprint import bp, event_context
from app.web import plots
from app.web.answers import download, moved_on, show
from app.web.inputs import arg_int, arg_text, is_row_number
from app.web.limits import from_setting, limiter

READ, MANAGE = Permission.SOSIALISASI_REACH_READ, Permission.SOSIALISASI_EVENT_MANAGE
PAGE = "sosialisasi/reach.html"
PAGE_SIZE, NAMES_AT_ONCE, SHOWN_AT_ONCE = 25, 50, 25
HEADINGS = ("Unit", "Jenjang", "Sasaran", "Diundang", "Terjangkau", "Terlewat", "Terjangkau (%)")
export_limit = limiter.shared_limit(from_setting("EXPORT"), scope="export", key_func=lambda: str(visitor.user_id))

EVENT.add(Tab("jangkauan", "Jangkauan", "sosialisasi.show_reach", 60))


@bp.get("/jangkauan")
@requires(READ)
def list_reaches() -> ResponseReturnValue:
    """Events that were announced, for whoever follows how far they reached their units."""
    found = events.announced(before=arg_int("sebelum"), limit=PAGE_SIZE + 1)
    rows = found[:PAGE_SIZE]
    more = url_for(".list_reaches", sebelum=rows[-1].id) if len(found) > PAGE_SIZE else ""
    return show("sosialisasi/reach_list.html", fragment="results", rows=rows, more_href=more, labels=labels)


@bp.get("/<int:event_id>/jangkauan")
@requires(READ)
def show_reach(event_id: int) -> ResponseReturnValue:
    page = events.readable_event(visitor.reach(READ), event_id)
    meant = queries.of_event(page.event, today(visitor.timezone))
    found = queries.groups(meant, visitor.reach(READ))
    top = unit(arg_int("unit") or 0) if arg_int("unit") else None
    path = top.path if top else _common_top(found)
    inside = [one for one in found if one.path.startswith(path)] if path else found
    by_unit = summed(inside, lambda one: child_of(one.path, path))
    names = queries.unit_names(number for number in by_unit if number)
    rows = sorted(
        ((number, names.get(number, "Tanpa jabatan"), count) for number, count in by_unit.items()),
        key=lambda row: (-row[2].missed, row[1]),
    )
    by_tier = summed(inside, lambda one: one.tier)
    return show(
        PAGE,
        fragment="reach",
        **_context(
            page,
            whole=sum((count for _number, _name, count in rows), Count()),
            rows=rows,
            top=top,
            parts=[(name, count.people, count.share) for _number, name, count in rows],
            below={number for number in by_unit if _has_below(found, number)},
            tiers=[(_tier_name(one), by_tier[one]) for one in _in_order(by_tier)],
            rounds=queries.rounds(meant, event_id, now()) if _sees_all(page) else None,
            outsiders=queries.outsiders(meant) if _sees_all(page) else None,
            plots=plots,
            SHOWN_AT_ONCE=SHOWN_AT_ONCE,
        ),
    )


def _manages(page: EventPage) -> bool:
    return visitor.may(MANAGE) and visitor.reach(MANAGE).covers(page.unit.path)


def _sees_all(page: EventPage) -> bool:
    """What is counted over everybody is for those who run the event or see everybody."""
    return _manages(page) or visitor.reach(READ).is_everything


def _context(page: EventPage, **more: Any) -> dict[str, Any]:
    """Whoever only reads how far an event reached has none of its other parts."""
    context = event_context(page, "jangkauan", is_managed=_manages(page), **more)
    return context if _manages(page) else context | {"tabs": []}


def _common_top(found: list[queries.Group]) -> str:
    """Where all people stand below one unit alone, the map begins below it."""
    roots = {child_of(one.path, "") for one in found if one.path}
    return f"/{roots.pop()}/" if len(roots) == 1 else ""


def _has_below(found: list[queries.Group], number: int) -> bool:
    return any(f"/{number}/" in one.path and not one.path.endswith(f"/{number}/") for one in found)


def _in_order(by_tier: Mapping[str, Count]) -> list[str]:
    order = {one.value: index for index, one in enumerate(PositionTier)}
    return sorted(by_tier, key=lambda one: order.get(one, len(order)))


def _tier_name(tier: str) -> str:
    return organisation_labels.TIERS[PositionTier(tier)] if tier else "Tanpa jabatan"


@bp.get("/<int:event_id>/jangkauan/terlewat")
@requires(READ)
def list_missed(event_id: int) -> ResponseReturnValue:
    """Who was not reached, by name, of a unit and everything below it."""
    page = events.readable_event(visitor.reach(READ), event_id)
    reach = visitor.reach(READ)
    top = unit(arg_int("unit") or 0) if arg_int("unit") else None
    meant = queries.of_event(page.event, today(visitor.timezone))
    found = queries.missed_page(meant, reach, path=top.path if top else "", after=_after(), limit=NAMES_AT_ONCE + 1)
    rows, last = found[:NAMES_AT_ONCE], found[:NAMES_AT_ONCE][-1:]
    asked: dict[str, Any] = {"unit": top.id} if top else {}
    more = (
        url_for(".list_missed", event_id=event_id, **asked, setelah=f"{last[0].id}:{last[0].sort_name}") if last else ""
    )
    return show(
        "sosialisasi/missed_list.html",
        fragment="results",
        **_context(
            page,
            rows=rows,
            top=top,
            leaves_out=directory.leaves_out(reach),
            more_href=more if len(found) > NAMES_AT_ONCE else "",
        ),
    )


def _after() -> tuple[str, int] | None:
    number, _colon, name = arg_text("setelah", 180).partition(":")
    return (name, int(number)) if is_row_number(number) else None


@bp.post("/<int:event_id>/jangkauan/unduhan")
@requires(READ)
@export_limit
def create_reach_export(event_id: int) -> ResponseReturnValue:
    """The figures of the page by unit and tier. A POST, since each export is noted in the trail (security T1, R2)."""
    page = events.readable_event(visitor.reach(READ), event_id)
    meant = queries.of_event(page.event, today(visitor.timezone))
    found = sorted(queries.groups(meant, visitor.reach(READ)), key=lambda one: (one.path, one.tier))
    names = queries.unit_names(child_of(one.path, one.path) for one in found if one.path)
    rows: list[tuple[Any, ...]] = [
        (
            names.get(child_of(one.path, one.path), "Tanpa jabatan"),
            _tier_name(one.tier),
            one.count.people,
            one.count.invited,
            one.count.reached,
            one.count.missed,
            one.count.share,
        )
        for one in found
    ]
    audit.record("sosialisasi.reach.exported", page.event, by=actor(), rows=len(rows))
    db.session.commit()
    content = spreadsheets.xlsx_file("Jangkauan", HEADINGS, rows)
    return download(content, name=f"jangkauan-sosialisasi-{event_id}.xlsx", media_type=spreadsheets.XLSX_TYPE)


@bp.post("/<int:event_id>/jangkauan/ulangi")
@requires(MANAGE)
def create_repeat(event_id: int) -> ResponseReturnValue:
    """The next round, for exactly those whom the rounds so far did not reach."""
    page = events.event_page(visitor.reach(MANAGE), event_id)
    made = repeats.repeat_for_missed(page.event, today(visitor.timezone), by=actor())
    db.session.commit()
    return moved_on(
        url_for(".show_round", round_id=made.id),
        "Putaran untuk yang terlewat sudah dibuat. Periksa waktu dan tempatnya, lalu kirim undangan.",
    )
