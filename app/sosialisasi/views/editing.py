"""Writing an event: what it is about, who speaks, and its programme."""

from flask import request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires, visitor
from app.base.clock import today
from app.base.database import db
from app.base.errors import StaleVersion, WrongField
from app.competency import queries as competency
from app.initiatives.queries import initiatives
from app.letters import queries as letterheads
from app.organisation.queries import structure
from app.sosialisasi.forms.events import EventForm, Rows, number
from app.sosialisasi.guards import MANAGE, managed_event, managed_reach
from app.sosialisasi.models import Sosialisasi
from app.sosialisasi.queries import events as queries
from app.sosialisasi.services import events as services
from app.sosialisasi.views.blueprint import bp
from app.training.queries import programmes
from app.web.answers import moved_on, show
from app.web.fields import offer, put_at_field
from app.web.inputs import arg_int

FORM = "sosialisasi/event_form.html"
MORE_LINES = "tambah"
LINES_MORE = 3
PROGRAMMES_AT_MOST = 500


@bp.get("/baru")
@requires(MANAGE)
def show_new_event() -> ResponseReturnValue:
    asked = arg_int("inisiatif")
    form = _with_choices(EventForm(formdata=None, data={"initiative_id": str(asked or "")}))
    return show(FORM, form=form, event=None)


@bp.post("/baru")
@requires(MANAGE)
def create_event() -> ResponseReturnValue:
    form = _with_choices(EventForm())
    valid = form.read_rows(request.form)
    if MORE_LINES in request.form:
        return _with_more_lines(form, None)
    if form.validate_on_submit() and valid:
        try:
            unit = letterheads.unit_within(int(form.unit_id.data), managed_reach())
            event = services.create(unit, form.facts(), by=actor())
            db.session.commit()
        except WrongField as refusal:
            put_at_field(form, refusal)
        else:
            say = "Rancangan tersimpan. Buat sekarang putaran pertamanya."
            return moved_on(url_for(".show_event", event_id=event.id), say)
    return show(FORM, http_status=422, form=form, event=None)


def _with_more_lines(form: EventForm, event: Sosialisasi | None) -> ResponseReturnValue:
    """The form as it was typed, nothing kept and nothing judged yet, with more lines below."""
    form.form_errors = []
    for rows in (form.speakers, form.agenda):
        rows.spare += LINES_MORE
        rows.trouble = ""
    return show(FORM, form=form, event=event)


def _with_choices(form: EventForm, event: Sosialisasi | None = None) -> EventForm:
    """What may be chosen; what an event has already stays among it."""
    reach, day = managed_reach(), today(visitor.timezone)
    units = structure.units_on(day)
    form.unit_id.choices = offer(((one.id, one.name) for one in units if reach.covers(one.path)), "Pilih unit")
    own = initiatives.choices(reach)
    if event is not None and event.initiative_id is not None and event.initiative_id not in dict(own):
        kept = managed_event(event.id).initiative
        own.append((event.initiative_id, kept.short_name if kept else ""))
    form.initiative_id.choices = offer(own, "Tidak terkait inisiatif")
    listed = programmes.programmes(text="", archived=False, after=None, limit=PROGRAMMES_AT_MOST)
    form.programme_id.choices = offer(((one.id, one.title) for one in listed), "Tidak terkait program")
    form.form_code.choices = offer(competency.forms().items(), "Tanpa JP")
    return form


def _of_a_unit(form: EventForm, event: Sosialisasi) -> EventForm:
    """The form of an event that is there already: it stays with its unit."""
    form = _with_choices(form, event)
    del form.unit_id
    return form


@bp.get("/<int:event_id>/ubah")
@requires(MANAGE)
def show_event_form(event_id: int) -> ResponseReturnValue:
    event = managed_event(event_id).event
    form = _of_a_unit(EventForm(formdata=None, obj=event), event)
    form.speakers = Rows([(one.name, one.role) for one in queries.speakers(event_id)])
    form.agenda = Rows([(one.title, str(one.minutes), one.speaker) for one in queries.agenda(event_id)])
    return show(FORM, form=form, event=event)


@bp.post("/<int:event_id>/ubah")
@requires(MANAGE)
def create_event_change(event_id: int) -> ResponseReturnValue:
    page = managed_event(event_id)
    form, status = _of_a_unit(EventForm(), page.event), 422
    valid = form.read_rows(request.form)
    if MORE_LINES in request.form:
        return _with_more_lines(form, page.event)
    if form.validate_on_submit() and valid:
        try:
            version = number(str(form.version.data or "")) or -1
            services.change(page, form.facts(), version=version, by=actor())
            db.session.commit()
        except WrongField as refusal:
            put_at_field(form, refusal)
        except StaleVersion as refusal:
            db.session.rollback()
            status = 409
            form.form_errors = [refusal.message]
        else:
            return moved_on(url_for(".show_event", event_id=event_id), "Tersimpan.")
    return show(FORM, http_status=status, form=form, event=managed_event(event_id).event)
