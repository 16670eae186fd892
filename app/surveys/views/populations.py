"""Whom a wave asks: the lines of its population, how many people that is, and by which groups answers are kept."""

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires, visitor
from app.base.clock import today
from app.base.database import db
from app.base.errors import WrongField
from app.initiatives import choosing
from app.initiatives.queries.populations import Named as Chosen
from app.initiatives.queries.tallies import by_regional_unit
from app.organisation.labels import TIERS
from app.surveys.forms.waves import PopulationForm
from app.surveys.guards import MANAGE, managed_reach, managed_wave
from app.surveys.models import PopulationKind, WaveStatus
from app.surveys.queries import waves as queries
from app.surveys.queries.waves import WavePage
from app.surveys.rules import waves as rules
from app.surveys.services import waves as services
from app.surveys.services.waves import Named
from app.surveys.tabs import WAVE, Tab
from app.surveys.views.blueprint import bp, wave_context
from app.web.answers import moved_on, show
from app.web.fields import put_at_field
from app.web.inputs import arg_text

PAGE, SEARCH = "surveys/population.html", "surveys/population_search.html"

WAVE.add(Tab("penjawab", "Siapa yang ditanya", "surveys.show_population", 20, MANAGE))


@bp.get("/gelombang/<int:wave_id>/penjawab")
@requires(MANAGE)
def show_population(wave_id: int) -> ResponseReturnValue:
    return show(PAGE, **_context(managed_wave(wave_id)))


def _context(page: WavePage, form: PopulationForm | None = None) -> dict[str, Any]:
    is_draft = page.wave.status == WaveStatus.DRAFT
    groups = queries.groups_of(page.wave.id)
    counts = queries.counts_by_path(page.wave.id, today(visitor.timezone)) if is_draft else {}
    return wave_context(
        page,
        "penjawab",
        lines=queries.lines_of(page.wave.id),
        people=sum(counts.values()) if is_draft else page.wave.targeted,
        units=by_regional_unit(counts),
        groups=groups,
        is_draft=is_draft,
        tiers=TIERS,
        form=form or _with_choices(PopulationForm(formdata=None)),
    )


def _with_choices(form: PopulationForm) -> PopulationForm:
    choosing.offer_lists(form, managed_reach())
    return form


@bp.post("/gelombang/<int:wave_id>/penjawab")
@requires(MANAGE)
def create_population_line(wave_id: int) -> ResponseReturnValue:
    page, form = managed_wave(wave_id), _with_choices(PopulationForm())
    rules.ensure_draft(page.wave.status)
    if form.validate_on_submit():
        try:
            services.add_line(
                page.wave, _line(choosing.named(form)), is_left_out=bool(form.is_left_out.data), by=actor()
            )
            db.session.commit()
        except WrongField as refusal:
            put_at_field(form, refusal)
        else:
            return _kept(wave_id, "Penjawab diperbarui.")
    return show(PAGE, http_status=422, **_context(managed_wave(wave_id), form))


def _line(named: Chosen) -> Named:
    return Named(
        PopulationKind(named.kind),
        named.unit_id,
        named.position_id,
        named.initiative_id,
        named.employee_id,
        named.tier,
    )


@bp.get("/gelombang/<int:wave_id>/penjawab/cari")
@requires(MANAGE)
def show_population_search(wave_id: int) -> ResponseReturnValue:
    return show(SEARCH, fragment="found", **_found(managed_wave(wave_id), arg_text("cari")))


def _found(page: WavePage, text: str, trouble: str = "") -> dict[str, Any]:
    return wave_context(page, "penjawab", trouble=trouble, **choosing.found(text, managed_reach()))


@bp.post("/gelombang/<int:wave_id>/penjawab/cari")
@requires(MANAGE)
def create_population_picks(wave_id: int) -> ResponseReturnValue:
    """Posts and people that were ticked."""
    page = managed_wave(wave_id)
    named = choosing.ticked(managed_reach())
    if not named:
        return show(SEARCH, http_status=422, **_found(page, choosing.asked_again(), choosing.NOTHING_TICKED))
    left_out = bool(request.form.get("dikecualikan"))
    try:
        for one in named:
            services.add_line(page.wave, _line(one), is_left_out=left_out, by=actor())
    except WrongField as refusal:
        db.session.rollback()
        return show(SEARCH, http_status=422, **_found(managed_wave(wave_id), "", refusal.message))
    return _kept(wave_id, "Penjawab diperbarui.")


@bp.post("/gelombang/<int:wave_id>/penjawab/<int:population_line_id>/penghapusan")
@requires(MANAGE)
def create_population_line_removal(wave_id: int, population_line_id: int) -> ResponseReturnValue:
    services.remove_line(managed_wave(wave_id).wave, population_line_id, by=actor())
    return _kept(wave_id, "Baris dihapus.")


def _kept(wave_id: int, say: str) -> ResponseReturnValue:
    db.session.commit()
    return moved_on(url_for(".show_population", wave_id=wave_id), say)
