"""Whom an initiative concerns: its units, posts and people, and who that is by name."""

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires, visitor
from app.base.clock import today
from app.base.database import db
from app.initiatives import choosing
from app.initiatives.forms import ImpactForm, UnitImpactForm
from app.initiatives.guards import MANAGE, READ, managed_initiative, reach_within, visible_initiative
from app.initiatives.pages import context
from app.initiatives.queries import affected as queries
from app.initiatives.queries.initiatives import InitiativePage
from app.initiatives.services import affecting
from app.initiatives.tabs import INITIATIVE, Tab
from app.initiatives.views.blueprint import bp
from app.organisation.queries import directory, staff, structure
from app.organisation.queries import positions as posts
from app.organisation.queries.directory import Turn
from app.organisation.queries.positions import PositionFilters
from app.web.answers import moved_on, show
from app.web.fields import offer
from app.web.inputs import arg_text, keyset

PAGE = "initiatives/affected.html"
SEARCH = "initiatives/affected_search.html"
PAGE_SIZE = 50
USUAL = {"kind": "structure", "degree": "2"}

INITIATIVE.add(Tab("terdampak", "Terdampak", "initiatives.show_affected", 20))


@bp.get("/<int:initiative_id>/terdampak")
@requires(READ)
def show_affected(initiative_id: int) -> ResponseReturnValue:
    return show(PAGE, fragment="names", **_context(visible_initiative(initiative_id)))


def _context(page: InitiativePage, form: UnitImpactForm | None = None) -> dict[str, Any]:
    day, reach = today(visitor.timezone), reach_within(page.initiative.id)
    rows = queries.people(page.initiative.id, day, reach, after=keyset("sesudah", str), limit=PAGE_SIZE + 1)
    shown = rows[:PAGE_SIZE]
    last = f"{shown[-1].sort_name}~{shown[-1].id}" if len(rows) > PAGE_SIZE else ""
    return context(
        page,
        "terdampak",
        lines=queries.lines_of(page.initiative.id, day, reach),
        people=shown,
        is_first=not request.args.get("sesudah"),
        leaves_out=directory.leaves_out(reach),
        more_href=url_for(".show_affected", initiative_id=page.initiative.id, sesudah=last) if last else "",
        form=form or _with_units(UnitImpactForm(formdata=None, data=USUAL)),
    )


def _with_units(form: UnitImpactForm) -> UnitImpactForm:
    form.unit_id.choices = offer(structure.parent_choices(today(visitor.timezone)), "Pilih unit")
    return form


@bp.post("/<int:initiative_id>/terdampak")
@requires(MANAGE)
def create_affected_unit(initiative_id: int) -> ResponseReturnValue:
    page, form = managed_initiative(initiative_id), _with_units(UnitImpactForm())
    if not form.validate_on_submit():
        return show(PAGE, http_status=422, **_context(page, form))
    affecting.add_unit(page, structure.unit(int(form.unit_id.data)), form.impact(), by=actor())
    return _kept(initiative_id, "Unit dicatat, beserta semua orang di bawahnya.")


@bp.get("/<int:initiative_id>/terdampak/cari")
@requires(MANAGE)
def show_affected_search(initiative_id: int) -> ResponseReturnValue:
    return show(SEARCH, fragment="found", **_found(managed_initiative(initiative_id), arg_text("cari")))


def _found(page: InitiativePage, text: str, form: ImpactForm | None = None, trouble: str = "") -> dict[str, Any]:
    day, reach = today(visitor.timezone), visitor.reach(READ)
    filters = directory.Filters(text=text)
    return context(
        page,
        "terdampak",
        text=text,
        positions=posts.positions(day, PositionFilters(text=text), limit=choosing.OFFERED) if text else [],
        found=directory.page(reach, filters, Turn(), limit=choosing.OFFERED).rows if text else [],
        form=form or ImpactForm(formdata=None, data=USUAL),
        trouble=trouble,
    )


@bp.post("/<int:initiative_id>/terdampak/cari")
@requires(MANAGE)
def create_affected(initiative_id: int) -> ResponseReturnValue:
    """Posts and people that were ticked."""
    page, form = managed_initiative(initiative_id), ImpactForm()
    positions, people = choosing.numbers("jabatan"), choosing.numbers("orang")
    if not form.validate_on_submit() or not (positions or people):
        trouble = "" if positions or people else choosing.NOTHING_TICKED
        return show(SEARCH, http_status=422, **_found(page, choosing.asked_again(), form, trouble))
    day, reach, impact = today(visitor.timezone), visitor.reach(READ), form.impact()
    for number in positions:
        post = posts.position_within(number, reach_within(initiative_id))
        affecting.add_position(page, post, impact, by=actor())
    for number in people:
        employee = staff.employee_within(number, reach, day)
        affecting.add_person(page, employee, impact, by=actor())
    return _kept(initiative_id, f"{len(positions) + len(people)} dicatat sebagai terdampak.")


@bp.post("/<int:initiative_id>/terdampak/penghapusan")
@requires(MANAGE)
def create_affected_removal(initiative_id: int) -> ResponseReturnValue:
    affecting.remove(managed_initiative(initiative_id), request.form.get("baris", ""), by=actor())
    return _kept(initiative_id, "Dihapus dari daftar terdampak.")


def _kept(initiative_id: int, say: str) -> ResponseReturnValue:
    db.session.commit()
    return moved_on(url_for(".show_affected", initiative_id=initiative_id), say)
