from itertools import groupby
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import requires, visitor
from app.access.permissions import Permission
from app.base.clock import now
from app.base.database import db
from app.notifications import queries, services
from app.notifications.views.blueprint import bp
from app.web import dates
from app.web.answers import changed, moved_on, show, wants_fragment
from app.web.inputs import arg_int
from app.web.polling import quiet

PAGE = "notifications/notice_list.html"
PAGE_SIZE = 25


@bp.get("/pemberitahuan")
@requires(Permission.NOTIFICATIONS_OWN_READ)
def list_notices() -> ResponseReturnValue:
    return show(PAGE, fragment="notice_results", **_context())


@bp.get("/pemberitahuan/jumlah")
@quiet
@requires(Permission.NOTIFICATIONS_OWN_READ)
def show_unread() -> ResponseReturnValue:
    """What the bell asks once a minute; signing in has counted already."""
    return _unread(visitor.unread, before=arg_int("dari") or 0), 200


@bp.post("/pemberitahuan/<int:notice_id>/terbaca")
@requires(Permission.NOTIFICATIONS_OWN_READ)
def create_reading(notice_id: int) -> ResponseReturnValue:
    path = services.mark_read(visitor.employee_id or 0, notice_id)
    db.session.commit()
    return redirect(path, 303)


@bp.post("/pemberitahuan/<int:notice_id>/tanda")
@requires(Permission.NOTIFICATIONS_OWN_READ)
def create_mark(notice_id: int) -> ResponseReturnValue:
    """Read without opening what it speaks of."""
    services.mark_read(visitor.employee_id or 0, notice_id)
    db.session.commit()
    answer = changed(
        PAGE,
        fragment="notice_results",
        say="Ditandai terbaca.",
        back_to=url_for(".list_notices", saring=_filter(), sebelum=arg_int("sebelum")),
        context=_context,
    )
    if not wants_fragment():
        return answer
    unread = queries.unread_count(visitor.employee_id or 0)
    return str(answer) + _unread(unread, before=unread), 200


@bp.post("/pemberitahuan/terbaca")
@requires(Permission.NOTIFICATIONS_OWN_READ)
def create_reading_of_all() -> ResponseReturnValue:
    services.mark_all_read(visitor.employee_id or 0)
    db.session.commit()
    return moved_on(url_for(".list_notices"), "Semua pemberitahuan sudah ditandai terbaca.")


def _unread(unread: int, *, before: int) -> str:
    return render_template("notifications/_unread.html", unread=unread, before=before)


def _filter() -> str | None:
    return "baru" if request.args.get("saring") == "baru" else None


def _context() -> dict[str, Any]:
    only_unread, before = _filter() is not None, arg_int("sebelum")
    found = queries.notices_of(visitor.employee_id or 0, before=before, limit=PAGE_SIZE + 1, only_unread=only_unread)
    notices = found[:PAGE_SIZE]
    more = len(found) > PAGE_SIZE
    days = groupby(notices, key=lambda one: dates.local(one.created_at).date())
    return {
        "days": [(day, list(of_day)) for day, of_day in days],
        "only_unread": only_unread,
        "before": before,
        "today": dates.local(now()).date(),
        "more_href": url_for(".list_notices", saring=_filter(), sebelum=notices[-1].id) if more else "",
    }
