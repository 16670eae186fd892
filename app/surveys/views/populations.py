"""Whom a wave asks: the lines of its population, how many people that is, and by which groups answers are kept."""

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires, visitor
from app.base.clock import today
from app.base.database import db
from app.base.errors import WrongField
from app.initiatives.queries import initiatives
from app.initiatives.queries.tallies import by_regional_unit
from app.organisation.labels import TIERS
from app.organisation.queries import directory, staff, structure
from app.organisation.queries import positions as posts
from app.organisation.queries.directory import Turn
from app.organisation.queries.positions import PositionFilters
from app.surveys.forms.waves import PopulationForm, number
from app.surveys.guards import MANAGE, managed_reach, managed_wave
from app.surveys.models import PopulationKind, WaveStatus
from app.surveys.queries import waves as queries
from app.surveys.queries.waves import WavePage
from app.surveys.services import waves as services
from app.surveys.services.waves import Named
from app.surveys.tabs import WAVE, Tab
from app.surveys.views.blueprint import bp, wave_context
from app.web.answers import moved_on, show
from app.web.fields import offer, put_at_field
from app.web.inputs import arg_text, is_row_number, tidy

PAGE, SEARCH = "surveys/population.html", "surveys/population_search.html"
OFFERED = 20

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
    day, reach = today(visitor.timezone), managed_reach()
    paths = {one.id: one.path for one in structure.units_on(day)}
    units = [(key, words) for key, words in structure.parent_choices(day) if reach.covers(paths.get(key, ""))]
    form.unit_id.choices = offer(units, "Pilih unit")
    form.tier.choices = offer(TIERS.items(), "Pilih jenjang")
    form.initiative_id.choices = offer(initiatives.choices(reach), "Pilih inisiatif")
    return form


@bp.post("/gelombang/<int:wave_id>/penjawab")
@requires(MANAGE)
def create_population_line(wave_id: int) -> ResponseReturnValue:
    page, form = managed_wave(wave_id), _with_choices(PopulationForm())
    if form.validate_on_submit():
        try:
            services.add_line(page.wave, _named(form), is_left_out=bool(form.is_left_out.data), by=actor())
            db.session.commit()
        except WrongField as refusal:
            put_at_field(form, refusal)
        else:
            return _kept(wave_id, "Penjawab diperbarui.")
    return show(PAGE, http_status=422, **_context(managed_wave(wave_id), form))


def _named(form: PopulationForm) -> Named:
    """What the chosen kind asks for; what else was filled in is not looked at."""
    kind = PopulationKind(form.kind.data)
    if kind in (PopulationKind.UNIT, PopulationKind.SUBTREE):
        return Named(kind, unit_id=number(form.unit_id.data))
    if kind == PopulationKind.TIER:
        return Named(kind, tier=form.tier.data or "")
    return Named(kind, initiative_id=number(form.initiative_id.data))


@bp.get("/gelombang/<int:wave_id>/penjawab/cari")
@requires(MANAGE)
def show_population_search(wave_id: int) -> ResponseReturnValue:
    return show(SEARCH, fragment="found", **_found(managed_wave(wave_id), arg_text("cari")))


def _found(page: WavePage, text: str, trouble: str = "") -> dict[str, Any]:
    day, reach = today(visitor.timezone), managed_reach()
    found = directory.page(reach, directory.Filters(text=text), Turn(), limit=OFFERED).rows if text else []
    positions = posts.positions(day, PositionFilters(text=text), limit=OFFERED, reach=reach) if text else []
    return wave_context(page, "penjawab", text=text, positions=positions, found=found, trouble=trouble)


@bp.post("/gelombang/<int:wave_id>/penjawab/cari")
@requires(MANAGE)
def create_population_picks(wave_id: int) -> ResponseReturnValue:
    """Posts and people that were ticked."""
    page = managed_wave(wave_id)
    positions, people = _numbers("jabatan"), _numbers("orang")
    if not positions and not people:
        trouble = "Centang paling sedikit satu jabatan atau orang."
        return show(SEARCH, http_status=422, **_found(page, tidy(request.form.get("cari", ""))[:100], trouble))
    day, reach, left_out = today(visitor.timezone), managed_reach(), bool(request.form.get("dikecualikan"))
    named = [Named(PopulationKind.POSITION, position_id=posts.position_within(one, reach).id) for one in positions]
    named += [Named(PopulationKind.PERSON, employee_id=staff.employee_within(one, reach, day).id) for one in people]
    try:
        for one in named:
            services.add_line(page.wave, one, is_left_out=left_out, by=actor())
    except WrongField as refusal:
        db.session.rollback()
        return show(SEARCH, http_status=422, **_found(managed_wave(wave_id), "", refusal.message))
    return _kept(wave_id, "Penjawab diperbarui.")


def _numbers(name: str) -> list[int]:
    return [int(one) for one in request.form.getlist(name)[: 2 * OFFERED] if is_row_number(one)]


@bp.post("/gelombang/<int:wave_id>/penjawab/<int:population_line_id>/penghapusan")
@requires(MANAGE)
def create_population_line_removal(wave_id: int, population_line_id: int) -> ResponseReturnValue:
    services.remove_line(managed_wave(wave_id).wave, population_line_id, by=actor())
    return _kept(wave_id, "Baris dihapus.")


def _kept(wave_id: int, say: str) -> ResponseReturnValue:
    db.session.commit()
    return moved_on(url_for(".show_population", wave_id=wave_id), say)
