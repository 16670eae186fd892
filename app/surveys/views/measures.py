"""What surveys are read by: the editions, and a new one."""

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires
from app.base.database import db
from app.base.errors import RuleBroken
from app.surveys import findings
from app.surveys.forms.measures import BANDS_AT_MOST, NAME_LENGTH, MeasuresForm, typed_bands
from app.surveys.queries import measures as queries
from app.surveys.rules.measures import SHIPPED, Measures, two
from app.surveys.services import measures as services
from app.surveys.views.blueprint import bp, this_day
from app.surveys.views.instruments import MANAGE
from app.web.answers import moved_on, show


@bp.get("/instrumen/ambang")
@requires(MANAGE)
def list_measures() -> ResponseReturnValue:
    editions = [queries.edition(row) for row in queries.editions()]
    now = queries.on(this_day())
    return show("surveys/measure_list.html", editions=[*editions, SHIPPED], now=now, today=this_day(), two=two)


@bp.get("/instrumen/ambang/baru")
@requires(MANAGE)
def show_measures_form() -> ResponseReturnValue:
    now = queries.on(this_day())
    start = {
        "valid_from": this_day(),
        "least_people": now.least_people,
        "least_alpha": now.least_alpha,
        "least_item_rest": now.least_item_rest,
    }
    return _page(MeasuresForm(formdata=None, data=start), _rows(now))


@bp.post("/instrumen/ambang/baru")
@requires(MANAGE)
def create_measures() -> ResponseReturnValue:
    form = MeasuresForm()
    rows, bands, fault = typed_bands(request.form)
    is_valid = form.validate_on_submit()
    if is_valid and not fault:
        try:
            services.enter(form.facts(bands), today=this_day(), by=actor())
        except RuleBroken as refusal:
            db.session.rollback()
            fault = refusal.message
        else:
            db.session.commit()
            return moved_on(url_for(".list_measures"), "Edisi baru tersimpan.")
    if fault:
        form.form_errors = [*form.form_errors, fault]
    return _page(form, rows, status=422)


def _rows(now: Measures) -> list[dict[str, str]]:
    return [{"name": one.name, "lower": two(one.lower), "upper": two(one.upper)} for one in now.bands]


def _page(form: Any, rows: list[dict[str, str]], *, status: int = 200) -> ResponseReturnValue:
    empty = {"name": "", "lower": "", "upper": ""}
    return show(
        "surveys/measure_form.html",
        http_status=status,
        form=form,
        rows=(rows + [empty] * BANDS_AT_MOST)[:BANDS_AT_MOST],
        name_length=NAME_LENGTH,
        words=findings,
    )
