"""Indicators before and after: their definition, and the value of each month against the baseline."""

from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires, visitor
from app.base.clock import today
from app.base.database import db
from app.base.errors import WrongField
from app.initiatives import drawings, indicator_rules
from app.initiatives.entry_forms import IndicatorForm, ReadingForm
from app.initiatives.guards import MANAGE, READ, managed_initiative, visible_initiative
from app.initiatives.models import Indicator, Reading
from app.initiatives.pages import context
from app.initiatives.queries import entries as queries
from app.initiatives.queries import people
from app.initiatives.queries.initiatives import InitiativePage
from app.initiatives.services import entries as services
from app.initiatives.tabs import INITIATIVE, Tab
from app.initiatives.views import entries
from app.initiatives.views.blueprint import bp
from app.web.answers import moved_on, show
from app.web.fields import put_at_field

ONE = "initiatives/indicator_detail.html"


def _ensure(_page: InitiativePage, facts: dict[str, Any]) -> None:
    indicator_rules.ensure_month("baseline_month", facts["baseline_month"], today(visitor.timezone))
    indicator_rules.ensure_target(facts["baseline"], facts["target"], facts["direction"])


KIND = entries.Kind(
    Indicator,
    IndicatorForm,
    "indikator",
    "indikator",
    "list_indicators",
    "create_indicator",
    "create_indicator_change",
    "create_indicator_removal",
    "indicator_id",
    ensure=_ensure,
)
INITIATIVE.add(Tab("indikator", "Indikator", "initiatives.list_indicators", 50))


@bp.get("/<int:initiative_id>/indikator")
@requires(READ)
def list_indicators(initiative_id: int) -> ResponseReturnValue:
    page = visible_initiative(initiative_id)
    rows = queries.indicators(initiative_id)
    readings = queries.readings([row.Indicator.id for row in rows])
    found = [_drawn(row.Indicator, row.owner, readings.get(row.Indicator.id, [])) for row in rows]
    return show("initiatives/indicator_list.html", **context(page, "indikator", rows=found))


def _drawn(one: Indicator, owner: str, readings: list[Reading]) -> dict[str, Any]:
    changes = indicator_rules.changes(one, readings)
    breaks = [place for place, change in enumerate(changes, 1) if change.reading.breaks]
    values = [one.baseline, *(change.reading.value for change in changes)]
    return {
        "one": one,
        "owner": owner,
        "changes": changes,
        "last": changes[-1] if changes else None,
        "picture": drawings.trend(values, one.target, breaks),
    }


@bp.get("/<int:initiative_id>/indikator/<int:indicator_id>")
@requires(READ)
def show_indicator(initiative_id: int, indicator_id: int) -> ResponseReturnValue:
    page = visible_initiative(initiative_id)
    return show(ONE, **_one(page, indicator_id, ReadingForm(formdata=None)))


def _one(page: InitiativePage, indicator_id: int, form: ReadingForm) -> dict[str, Any]:
    indicator = queries.one(Indicator, page.initiative.id, indicator_id)
    readings = queries.readings([indicator_id]).get(indicator_id, [])
    drawn = _drawn(indicator, people.name_of(indicator.owner_id), readings)
    return context(page, "indikator", form=form, **drawn)


@bp.post("/<int:initiative_id>/indikator/<int:indicator_id>/nilai")
@requires(MANAGE)
def create_reading(initiative_id: int, indicator_id: int) -> ResponseReturnValue:
    page, form = managed_initiative(initiative_id), ReadingForm()
    indicator = queries.one(Indicator, initiative_id, indicator_id)
    if form.validate_on_submit():
        try:
            indicator_rules.ensure_month("month", form.month.data, today(visitor.timezone))
            services.read(page, indicator, form.facts(), by=actor())
            db.session.commit()
        except WrongField as refusal:
            put_at_field(form, refusal)
        else:
            return _back(initiative_id, indicator_id, "Nilai dicatat.")
    return show(ONE, http_status=422, **_one(managed_initiative(initiative_id), indicator_id, form))


@bp.post("/<int:initiative_id>/indikator/<int:indicator_id>/nilai/<int:reading_id>/penghapusan")
@requires(MANAGE)
def create_reading_removal(initiative_id: int, indicator_id: int, reading_id: int) -> ResponseReturnValue:
    page = managed_initiative(initiative_id)
    indicator = queries.one(Indicator, initiative_id, indicator_id)
    services.remove_reading(page, queries.reading(indicator.id, reading_id), by=actor())
    db.session.commit()
    return _back(initiative_id, indicator_id, "Nilai dihapus.")


def _back(initiative_id: int, indicator_id: int, say: str) -> ResponseReturnValue:
    return moved_on(url_for(".show_indicator", initiative_id=initiative_id, indicator_id=indicator_id), say)


@bp.get("/<int:initiative_id>/indikator/baru")
@requires(MANAGE)
def show_new_indicator(initiative_id: int) -> ResponseReturnValue:
    return entries.show_new(KIND, initiative_id)


@bp.post("/<int:initiative_id>/indikator/baru")
@requires(MANAGE)
def create_indicator(initiative_id: int) -> ResponseReturnValue:
    return entries.create(KIND, initiative_id)


@bp.get("/<int:initiative_id>/indikator/<int:indicator_id>/ubah")
@requires(MANAGE)
def show_indicator_form(initiative_id: int, indicator_id: int) -> ResponseReturnValue:
    return entries.show_one(KIND, initiative_id, indicator_id)


@bp.post("/<int:initiative_id>/indikator/<int:indicator_id>/ubah")
@requires(MANAGE)
def create_indicator_change(initiative_id: int, indicator_id: int) -> ResponseReturnValue:
    return entries.change(KIND, initiative_id, indicator_id)


@bp.post("/<int:initiative_id>/indikator/<int:indicator_id>/penghapusan")
@requires(MANAGE)
def create_indicator_removal(initiative_id: int, indicator_id: int) -> ResponseReturnValue:
    return entries.remove(KIND, initiative_id, indicator_id)
