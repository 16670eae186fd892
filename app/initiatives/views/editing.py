"""Writing an initiative, beginning, ending and calling it off."""

from collections.abc import Callable

from flask import url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires, visitor
from app.access.visitor import Actor
from app.base.clock import today
from app.base.database import db
from app.base.errors import StaleVersion, WrongField
from app.initiatives.forms import InitiativeForm, ReasonForm
from app.initiatives.guards import MANAGE, managed_initiative
from app.initiatives.pages import context
from app.initiatives.queries import people
from app.initiatives.queries.initiatives import InitiativePage
from app.initiatives.services import initiatives as services
from app.initiatives.views.blueprint import bp
from app.letters import queries as letterheads
from app.organisation.models import OrgUnit
from app.organisation.queries import structure
from app.web.answers import moved_on, show
from app.web.fields import offer, put_at_field
from app.web.inputs import is_row_number

FORM = "initiatives/initiative_form.html"


@bp.get("/baru")
@requires(MANAGE)
def show_new_initiative() -> ResponseReturnValue:
    form = _with_choices(InitiativeForm(formdata=None, data={"starts_on": today(visitor.timezone)}))
    return show(FORM, form=form, initiative=None)


@bp.post("/baru")
@requires(MANAGE)
def create_initiative() -> ResponseReturnValue:
    form = _with_choices(InitiativeForm())
    if form.validate_on_submit():
        try:
            facts, day = form.facts(_sponsor(form)), today(visitor.timezone)
            initiative = services.create(_unit(form), facts, by=actor(), day=day)
            db.session.commit()
        except WrongField as refusal:
            put_at_field(form, refusal)
        else:
            say = "Rancangan tersimpan. Catat sekarang siapa yang terdampak."
            return moved_on(url_for(".show_affected", initiative_id=initiative.id), say)
    return show(FORM, http_status=422, form=form, initiative=None)


def _with_choices(form: InitiativeForm) -> InitiativeForm:
    reach = visitor.reach(MANAGE)
    units = structure.units_on(today(visitor.timezone))
    form.unit_id.choices = offer(((one.id, one.name) for one in units if reach.covers(one.path)), "Pilih unit")
    return form


def _placed(form: InitiativeForm) -> InitiativeForm:
    """The form of one that is there already: it stays with its unit."""
    del form.unit_id
    return form


def _unit(form: InitiativeForm) -> OrgUnit:
    return letterheads.unit_within(int(form.unit_id.data), visitor.reach(MANAGE))


def _sponsor(form: InitiativeForm) -> int | None:
    """Raises WrongField for a NIP of nobody here."""
    return people.id_of(form.sponsor_nip.data, "sponsor_nip")


@bp.get("/<int:initiative_id>/ubah")
@requires(MANAGE)
def show_initiative_form(initiative_id: int) -> ResponseReturnValue:
    initiative = managed_initiative(initiative_id).initiative
    form = InitiativeForm(formdata=None, obj=initiative, data={"sponsor_nip": people.nip_of(initiative.sponsor_id)})
    return show(FORM, form=_placed(form), initiative=initiative)


@bp.post("/<int:initiative_id>/ubah")
@requires(MANAGE)
def create_initiative_change(initiative_id: int) -> ResponseReturnValue:
    page = managed_initiative(initiative_id)
    form, status = _placed(InitiativeForm()), 422
    if form.validate_on_submit():
        try:
            facts, day = form.facts(_sponsor(form)), today(visitor.timezone)
            services.change(page, facts, version=_version(form), by=actor(), day=day)
            db.session.commit()
        except WrongField as refusal:
            put_at_field(form, refusal)
        except StaleVersion as refusal:
            db.session.rollback()
            status = 409
            form.form_errors = [refusal.message]
        else:
            return moved_on(url_for(".show_initiative", initiative_id=initiative_id), "Tersimpan.")
    return show(FORM, http_status=status, form=form, initiative=managed_initiative(initiative_id).initiative)


def _version(form: InitiativeForm) -> int:
    text = str(form.version.data or "")
    return int(text) if is_row_number(text) else -1


@bp.post("/<int:initiative_id>/mulai")
@requires(MANAGE)
def create_start(initiative_id: int) -> ResponseReturnValue:
    return _step(initiative_id, services.start, "Inisiatif dimulai. Yang terdampak sekarang bisa membacanya.")


@bp.post("/<int:initiative_id>/selesai")
@requires(MANAGE)
def create_end(initiative_id: int) -> ResponseReturnValue:
    return _step(initiative_id, services.end, "Inisiatif ditandai selesai.")


def _step(initiative_id: int, move: Callable[..., None], say: str) -> ResponseReturnValue:
    page: InitiativePage = managed_initiative(initiative_id)
    by: Actor = actor()
    move(page, by=by)
    db.session.commit()
    return moved_on(url_for(".show_initiative", initiative_id=initiative_id), say)


@bp.get("/<int:initiative_id>/pembatalan")
@requires(MANAGE)
def show_cancellation(initiative_id: int) -> ResponseReturnValue:
    page = managed_initiative(initiative_id)
    return show("initiatives/cancellation.html", form=ReasonForm(formdata=None), **context(page, ""))


@bp.post("/<int:initiative_id>/pembatalan")
@requires(MANAGE)
def create_cancellation(initiative_id: int) -> ResponseReturnValue:
    page, form = managed_initiative(initiative_id), ReasonForm()
    if not form.validate_on_submit():
        return show("initiatives/cancellation.html", http_status=422, form=form, **context(page, ""))
    services.cancel(page, form.reason.data, by=actor())
    db.session.commit()
    return moved_on(url_for(".show_initiative", initiative_id=initiative_id), "Inisiatif dibatalkan.")
