"""Planning an action for an initiative, and changing one that is still open."""

from datetime import date, timedelta
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires, visitor
from app.base.clock import today
from app.base.database import db
from app.base.errors import StaleVersion, WrongField
from app.initiatives.guards import visible_initiative
from app.initiatives.queries import people
from app.initiatives.queries.initiatives import InitiativePage
from app.interventions import labels, rules
from app.interventions.catalogue import Intervention
from app.interventions.facts import ActionFacts, Finding
from app.interventions.forms import ActionForm
from app.interventions.guards import MANAGE, managed_action
from app.interventions.models import TargetKind
from app.interventions.queries import catalogue, findings
from app.interventions.queries.actions import ActionPage
from app.interventions.services import actions as services
from app.interventions.views.blueprint import bp
from app.letters import queries as letterheads
from app.organisation.queries import structure
from app.web.answers import moved_on, show
from app.web.fields import offer, put_at_field
from app.web.inputs import is_row_number

FORM = "interventions/action_form.html"
USUAL = timedelta(days=14)


def _asked_target() -> tuple[TargetKind | None, str]:
    """What the address says the action is to answer; anything unknown answers nothing in particular."""
    kind, code = request.values.get("jenis", ""), request.values.get("sasaran", "")[:30]
    known = kind in set(TargetKind) and code in labels.TARGETS
    return (TargetKind(kind), code) if known else (None, "")


def _asked_number(name: str) -> int | None:
    text = request.values.get(name, "")
    return int(text) if is_row_number(text) else None


def _finding() -> Finding | None:
    """The finding the address speaks of, as this visitor may see it; the form itself tells no figures."""
    kind, code = _asked_target()
    wave_id, unit_id = _asked_number("gelombang"), _asked_number("unit")
    if kind is None or wave_id is None:
        return None
    return findings.finding(visitor.reach(MANAGE), wave_id, unit_id, kind, code)


@bp.get("/inisiatif/<int:initiative_id>/baru")
@requires(MANAGE)
def show_new_action(initiative_id: int) -> ResponseReturnValue:
    page, day = visible_initiative(initiative_id), today(visitor.timezone)
    exact, _others = rules.fitting(catalogue.every(), *_asked_target())
    chosen = exact[0] if exact else None
    start = {
        "unit_id": str(_asked_number("unit") or ""),
        "catalogue_code": chosen.code if chosen else "",
        "due_on": day + (timedelta(days=chosen.days) if chosen else USUAL),
    }
    form = _with_choices(ActionForm(formdata=None, data=start))
    units = [one.value for one in form.unit_id.choices if one.value]
    if len(units) == 1:
        form.unit_id.data = units[0]
    return _new(page, form)


@bp.post("/inisiatif/<int:initiative_id>/baru")
@requires(MANAGE)
def create_action(initiative_id: int) -> ResponseReturnValue:
    page, form = visible_initiative(initiative_id), _with_choices(ActionForm())
    if not form.validate_on_submit():
        return _new(page, form, 422)
    chosen = _chosen(form)
    try:
        action = services.plan(
            page.initiative,
            _facts(form),
            chosen=chosen,
            finding=_finding(),
            day=today(visitor.timezone),
            by=actor(),
        )
        db.session.commit()
    except WrongField as refusal:
        put_at_field(form, refusal)
        return _new(page, form, 422)
    return moved_on(url_for(".show_action", action_id=action.id), "Tindakan direncanakan. Pelaksananya diberi tahu.")


def _new(page: InitiativePage, form: ActionForm, http_status: int = 200) -> ResponseReturnValue:
    kind, code = _asked_target()
    exact, others = rules.fitting(catalogue.every(), kind, code)
    return show(
        FORM,
        http_status=http_status,
        form=form,
        page=page,
        action=None,
        finding=_finding(),
        target=labels.target(code) if kind else "",
        asked={name: request.values.get(name, "") for name in ("gelombang", "jenis", "sasaran", "unit")},
        exact=exact,
        others=others,
        labels=labels,
    )


def _with_choices(form: ActionForm) -> ActionForm:
    reach = visitor.reach(MANAGE)
    units = structure.units_on(today(visitor.timezone))
    form.unit_id.choices = offer(((one.id, one.name) for one in units if reach.covers(one.path)), "Pilih unit")
    exact, others = rules.fitting(catalogue.every(), *_asked_target())
    form.catalogue_code.choices = offer(((one.code, one.name) for one in [*exact, *others]), "Tidak dari katalog")
    return form


def _chosen(form: ActionForm) -> Intervention | None:
    return next((one for one in catalogue.every() if one.code == form.catalogue_code.data), None)


def _facts(form: ActionForm, action_unit: int | None = None) -> ActionFacts:
    """Raises WrongField for a NIP of nobody here."""
    unit_id = action_unit or letterheads.unit_within(int(form.unit_id.data), visitor.reach(MANAGE)).id
    return ActionFacts(
        unit_id=unit_id,
        title=form.title.data,
        owner_id=_owner(form),
        due_on=form.due_on.data,
        description=form.description.data,
        catalogue_code=form.catalogue_code.data if action_unit is None else "",
    )


def _owner(form: ActionForm) -> int:
    found = people.by_nip("".join(form.owner_nip.data.split()))
    if found is None:
        raise WrongField("owner_nip", "Tidak ada pegawai dengan NIP ini. Tulis 18 angkanya.")
    return found.id


@bp.get("/<int:action_id>/ubah")
@requires(MANAGE)
def show_action_form(action_id: int) -> ResponseReturnValue:
    page = managed_action(action_id)
    rules.ensure_may_change(page.action.status)
    form = ActionForm(formdata=None, obj=page.action, data={"owner_nip": people.nip_of(page.action.owner_id)})
    return _change(page, _placed(form))


@bp.post("/<int:action_id>/ubah")
@requires(MANAGE)
def create_action_change(action_id: int) -> ResponseReturnValue:
    page, form, status = managed_action(action_id), _placed(ActionForm()), 422
    if form.validate_on_submit():
        try:
            day: date = today(visitor.timezone)
            facts = _facts(form, page.action.unit_id)
            services.change(page.action, facts, version=_version(form), day=day, by=actor())
            db.session.commit()
        except WrongField as refusal:
            put_at_field(form, refusal)
        except StaleVersion as refusal:
            db.session.rollback()
            status = 409
            form.form_errors = [refusal.message]
        else:
            return moved_on(url_for(".show_action", action_id=action_id), "Tersimpan.")
    return _change(managed_action(action_id), form, status)


def _placed(form: ActionForm) -> ActionForm:
    """The form of one that is there already: its unit and where it came from stay."""
    del form.unit_id
    del form.catalogue_code
    return form


def _version(form: ActionForm) -> int:
    text = str(form.version.data or "")
    return int(text) if is_row_number(text) else -1


def _change(page: ActionPage, form: Any, http_status: int = 200) -> ResponseReturnValue:
    return show(
        FORM,
        http_status=http_status,
        form=form,
        page=page,
        action=page.action,
        finding=None,
        target="",
        asked={},
        exact=[],
        others=[],
        labels=labels,
    )
