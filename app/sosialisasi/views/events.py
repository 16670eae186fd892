"""The list of events and the page of one; opening, ending, copying and calling one off."""

from collections.abc import Callable
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires
from app.base.clock import now
from app.base.database import db
from app.base.errors import WrongField
from app.competency import queries as competency
from app.sosialisasi import labels
from app.sosialisasi.forms.events import CloneForm, ReasonForm, SeriesForm
from app.sosialisasi.guards import MANAGE, managed_event, managed_reach
from app.sosialisasi.models import RoundStatus, SosialisasiStatus
from app.sosialisasi.queries import events as queries
from app.sosialisasi.queries.events import EventPage, Filters
from app.sosialisasi.services import events as services
from app.sosialisasi.services import series
from app.sosialisasi.services.events import CloneWish
from app.sosialisasi.tabs import EVENT, Tab
from app.sosialisasi.views.blueprint import bp, event_context
from app.training.queries import programmes
from app.web.answers import moved_on, show
from app.web.fields import put_at_field
from app.web.inputs import arg_int, arg_text

PAGE_SIZE = 25
PAGE = "sosialisasi/event_detail.html"

EVENT.add(Tab("ringkasan", "Ringkasan", "sosialisasi.show_event", 10))


@bp.get("")
@requires(MANAGE)
def list_events() -> ResponseReturnValue:
    filters = Filters(arg_text("cari"), _status(request.args.get("keadaan", "")))
    rows, more_href = listed(filters, "sosialisasi.list_events")
    return show(
        "sosialisasi/event_list.html",
        fragment="results",
        rows=rows,
        filters=filters,
        more_href=more_href,
        statuses=[("", "Semua keadaan"), *((one.value, words) for one, (words, _) in labels.STATUSES.items())],
        labels=labels,
    )


def listed(filters: Filters, endpoint: str, **values: Any) -> tuple[list[Any], str]:
    """A page of events, and the address of the next one."""
    found = queries.events(managed_reach(), filters, before=arg_int("sebelum"), limit=PAGE_SIZE + 1, at=now())
    rows = found[:PAGE_SIZE]
    asked: dict[str, Any] = {
        name: value for name, value in (("cari", filters.text), ("keadaan", filters.status)) if value
    }
    more = url_for(endpoint, **values, **asked, sebelum=rows[-1].id) if len(found) > PAGE_SIZE else ""
    return rows, more


def _status(asked: str) -> SosialisasiStatus | None:
    return SosialisasiStatus(asked) if asked in set(SosialisasiStatus) else None


@bp.get("/<int:event_id>")
@requires(MANAGE)
def show_event(event_id: int) -> ResponseReturnValue:
    page = managed_event(event_id)
    status = page.event.status
    return show(
        PAGE,
        **event_context(
            page,
            "ringkasan",
            rounds=queries.rounds_of(event_id),
            speakers=queries.speakers(event_id),
            agenda=queries.agenda(event_id),
            form_name=dict(competency.forms()).get(page.event.form_code, ""),
            programme=programmes.programme(page.event.programme_id) if page.event.programme_id else None,
            series=queries.series_of(page.event.unit_id, page.event.series),
            is_live=status in (SosialisasiStatus.DRAFT, SosialisasiStatus.OPEN),
        ),
    )


@bp.post("/<int:event_id>/pembukaan")
@requires(MANAGE)
def create_opening(event_id: int) -> ResponseReturnValue:
    return _step(event_id, services.open_event, "Sosialisasi dibuka.")


@bp.post("/<int:event_id>/penyelesaian")
@requires(MANAGE)
def create_ending(event_id: int) -> ResponseReturnValue:
    return _step(event_id, services.finish, "Sosialisasi ditandai selesai.")


def _step(event_id: int, move: Callable[..., None], say: str) -> ResponseReturnValue:
    page: EventPage = managed_event(event_id)
    move(page, by=actor())
    db.session.commit()
    return moved_on(url_for(".show_event", event_id=event_id), say)


@bp.get("/<int:event_id>/pembatalan")
@requires(MANAGE)
def show_cancellation(event_id: int) -> ResponseReturnValue:
    return _cancellation(managed_event(event_id), ReasonForm(formdata=None))


def _cancellation(page: EventPage, form: ReasonForm, http_status: int = 200) -> ResponseReturnValue:
    return show("sosialisasi/event_cancellation.html", http_status=http_status, form=form, **event_context(page, ""))


@bp.post("/<int:event_id>/pembatalan")
@requires(MANAGE)
def create_cancellation(event_id: int) -> ResponseReturnValue:
    page, form = managed_event(event_id), ReasonForm()
    if not form.validate_on_submit():
        return _cancellation(page, form, 422)
    services.cancel(page, form.reason.data, by=actor())
    db.session.commit()
    say = "Sosialisasi dibatalkan. Semua yang diundang sedang dikabari."
    return moved_on(url_for(".show_event", event_id=event_id), say)


@bp.get("/<int:event_id>/salinan")
@requires(MANAGE)
def show_clone_form(event_id: int) -> ResponseReturnValue:
    page = managed_event(event_id)
    ticked = {"title": page.event.title, "speakers": True, "agenda": True, "materials": True}
    return _clone(page, CloneForm(formdata=None, data=ticked))


def _clone(page: EventPage, form: CloneForm, http_status: int = 200) -> ResponseReturnValue:
    return show("sosialisasi/event_clone.html", http_status=http_status, form=form, **event_context(page, ""))


@bp.post("/<int:event_id>/salinan")
@requires(MANAGE)
def create_clone(event_id: int) -> ResponseReturnValue:
    page, form = managed_event(event_id), CloneForm()
    if not form.validate_on_submit():
        return _clone(page, form, 422)
    wish = CloneWish(form.speakers.data, form.agenda.data, form.materials.data, form.budget.data)
    copy = services.clone(page, form.title.data, wish, by=actor())
    db.session.commit()
    return moved_on(url_for(".show_event", event_id=copy.id), "Salinan dibuat sebagai rancangan. Buat putarannya.")


@bp.get("/<int:event_id>/seri")
@requires(MANAGE)
def show_series_form(event_id: int) -> ResponseReturnValue:
    page = managed_event(event_id)
    first = {"name": page.event.series or page.event.title[:150], "times": 3, "weeks": 4}
    return _series(page, SeriesForm(formdata=None, data=first))


def _series(page: EventPage, form: SeriesForm, http_status: int = 200) -> ResponseReturnValue:
    live = [pair for pair in queries.rounds_of(page.event.id) if pair[0].status != RoundStatus.CANCELLED]
    context = event_context(page, "", form=form, last=live[-1] if live else None)
    return show("sosialisasi/series_form.html", http_status=http_status, **context)


@bp.post("/<int:event_id>/seri")
@requires(MANAGE)
def create_series(event_id: int) -> ResponseReturnValue:
    page, form = managed_event(event_id), SeriesForm()
    if form.validate_on_submit():
        try:
            made = series.plan(page, form.wish, by=actor())
            db.session.commit()
        except WrongField as refusal:
            db.session.rollback()
            put_at_field(form, refusal)
        else:
            say = f"{len(made)} rancangan dibuat dalam seri ini."
            return moved_on(url_for(".show_event", event_id=event_id), say)
    return _series(managed_event(event_id), form, 422)
