from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires, visitor
from app.access.permissions import Permission
from app.accounts.forms import KINDS, ZONES, FirstAdministratorForm, GovernmentForm
from app.accounts.queries import grants as queries
from app.accounts.services import governments as services
from app.accounts.services.governments import FirstPerson, GovernmentFacts
from app.accounts.views.blueprint import bp
from app.base.clock import today
from app.base.database import db
from app.organisation import queries as organisation
from app.organisation.models import Government, GovernmentKind
from app.organisation.rules import clean_nip
from app.web.answers import moved_on, show
from app.web.inputs import keyset

PAGE_SIZE = 50
FORM, BEGIN = "accounts/government_form.html", "accounts/government_begin.html"


@bp.get("/instalasi/pemerintah")
@requires(Permission.ORGANISATION_GOVERNMENT_MANAGE)
def list_governments() -> ResponseReturnValue:
    found = queries.governments_page(after=keyset("setelah", str), limit=PAGE_SIZE + 1)
    shown = found[:PAGE_SIZE]
    last = f"{shown[-1].name}~{shown[-1].id}" if len(found) > PAGE_SIZE else ""
    return show(
        "accounts/government_list.html",
        governments=shown,
        more_href=url_for(".list_governments", setelah=last) if last else "",
        kinds=dict(KINDS),
        zones=dict(ZONES),
    )


@bp.get("/instalasi/pemerintah/baru")
@requires(Permission.ORGANISATION_GOVERNMENT_MANAGE)
def show_new_government() -> ResponseReturnValue:
    return show(FORM, form=GovernmentForm(), government=None)


@bp.post("/instalasi/pemerintah")
@requires(Permission.ORGANISATION_GOVERNMENT_MANAGE)
def create_government() -> ResponseReturnValue:
    form = GovernmentForm()
    if not form.validate_on_submit():
        return show(FORM, http_status=422, form=form, government=None)
    added = services.add(_facts(form), by=actor())
    db.session.commit()
    return moved_on(url_for(".show_first_administrator", government_id=added.id), f"{added.name} ditambahkan.")


@bp.get("/instalasi/pemerintah/<int:government_id>")
@requires(Permission.ORGANISATION_GOVERNMENT_MANAGE)
def show_government(government_id: int) -> ResponseReturnValue:
    government = _government(government_id)
    return show(FORM, form=GovernmentForm(obj=government, seen=services.fingerprint(government)), government=government)


@bp.post("/instalasi/pemerintah/<int:government_id>/perubahan")
@requires(Permission.ORGANISATION_GOVERNMENT_MANAGE)
def create_government_change(government_id: int) -> ResponseReturnValue:
    government, form = _government(government_id), GovernmentForm()
    if not form.validate_on_submit():
        return show(FORM, http_status=422, form=form, government=government)
    services.change(government_id, _facts(form), seen=form.seen.data or "", by=actor())
    db.session.commit()
    return moved_on(url_for(".list_governments"), "Tersimpan.")


@bp.get("/instalasi/pemerintah/<int:government_id>/admin")
@requires(Permission.ORGANISATION_GOVERNMENT_MANAGE)
def show_first_administrator(government_id: int) -> ResponseReturnValue:
    return show(BEGIN, **_begin_context(government_id, FirstAdministratorForm()))


@bp.post("/instalasi/pemerintah/<int:government_id>/admin")
@requires(Permission.ORGANISATION_GOVERNMENT_MANAGE)
def create_first_administrator(government_id: int) -> ResponseReturnValue:
    form, context = FirstAdministratorForm(), _begin_context(government_id, FirstAdministratorForm())
    if not form.validate_on_submit():
        return show(BEGIN, http_status=422, **context | {"form": form})
    first = FirstPerson(nip=clean_nip(form.nip.data), name=form.name.data, email=form.email.data)
    services.begin(government_id, first, by=actor(), day=today(visitor.timezone))
    db.session.commit()
    return moved_on(url_for(".list_governments"), f"Undangan untuk {first.name} dikirim. Tautannya berlaku 7 hari.")


def _begin_context(government_id: int, form: FirstAdministratorForm) -> dict[str, Any]:
    return {
        "government": _government(government_id),
        "form": form,
        "has_one": queries.has_administrator(government_id, today(visitor.timezone)),
    }


def _government(government_id: int) -> Government:
    return organisation.government(government_id)


def _facts(form: GovernmentForm) -> GovernmentFacts:
    return GovernmentFacts(
        name=form.name.data,
        short_name=form.short_name.data,
        kind=GovernmentKind(form.kind.data),
        region_code=form.region_code.data,
        seat=form.seat.data,
        timezone=form.timezone.data,
        hr_agency=form.hr_agency.data,
        hr_agency_short=form.hr_agency_short.data,
    )
