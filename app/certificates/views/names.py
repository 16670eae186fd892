"""How a name is printed: the holder's wish, and the officer's decision."""

from flask import request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires, visitor
from app.access.permissions import Permission
from app.base.database import db
from app.certificates import labels, queries, rules
from app.certificates.forms import NameDecisionForm, NameForm
from app.certificates.models import Certificate
from app.certificates.queries import names
from app.certificates.services import names as services
from app.certificates.views.blueprint import bp
from app.organisation import queries as organisation
from app.web.answers import moved_on, show
from app.web.inputs import arg_int, is_row_number

OWN = "certificates/name_form.html"
PAGE_SIZE = 25


@bp.get("/sertifikat/nama")
@requires(Permission.CERTIFICATES_OWN_READ)
def show_own_name() -> ResponseReturnValue:
    certificate = _own_certificate(arg_int("sertifikat"))
    return _own_page(NameForm(certificate_id=certificate.id if certificate else ""), certificate)


@bp.post("/sertifikat/nama")
@requires(Permission.CERTIFICATES_OWN_READ)
def create_name_wish() -> ResponseReturnValue:
    form = NameForm()
    number = form.certificate_id.data or ""
    certificate = _own_certificate(int(number) if is_row_number(number) else None)
    if form.validate_on_submit():
        try:
            services.ask(visitor.employee_id or 0, form.wanted.data, form.note.data, certificate, by=actor())
            db.session.commit()
        except rules.WrongField as refusal:
            db.session.rollback()
            form.wanted.errors = [*form.wanted.errors, refusal.message]
        else:
            return moved_on(url_for(".show_own_name"), "Usulan terkirim. Petugas BKPSDM memutuskannya.")
    return _own_page(form, certificate, http_status=422)


def _own_certificate(certificate_id: int | None) -> Certificate | None:
    return queries.own(visitor.employee_id or 0, certificate_id) if certificate_id is not None else None


def _own_page(form: NameForm, certificate: Certificate | None, *, http_status: int = 200) -> ResponseReturnValue:
    employee_id = visitor.employee_id or 0
    printed = names.printed_name(employee_id, organisation.employee(employee_id).name)
    return show(
        OWN,
        http_status=http_status,
        form=form,
        certificate=certificate,
        printed=certificate.facts["holder_name"] if certificate else printed,
        waiting=names.waiting_of(employee_id),
        last=names.last_decided(employee_id),
        labels=labels,
    )


@bp.get("/kelola/sertifikat/nama")
@requires(Permission.CERTIFICATES_ISSUED_MANAGE)
def list_names() -> ResponseReturnValue:
    return _list(NameDecisionForm(), 0)


@bp.post("/kelola/sertifikat/nama/<int:name_id>/keputusan")
@requires(Permission.CERTIFICATES_ISSUED_MANAGE)
def create_name_decision(name_id: int) -> ResponseReturnValue:
    wish, form = names.wish(name_id), NameDecisionForm()
    if not form.validate_on_submit():
        return _list(form, name_id, http_status=422)
    decide = services.grant if form.decision.data == "grant" else services.refuse
    decide(wish, form.answer.data, by=actor())
    db.session.commit()
    return moved_on(url_for(".list_names"), "Keputusan tersimpan, dan pegawainya sudah diberi tahu.")


def _list(form: NameDecisionForm, asked: int, *, http_status: int = 200) -> ResponseReturnValue:
    text = request.args.get("setelah", "")
    found = names.waiting(after=int(text) if is_row_number(text) else 0, limit=PAGE_SIZE + 1)
    rows = found[:PAGE_SIZE]
    return show(
        "certificates/name_list.html",
        http_status=http_status,
        rows=rows,
        form=form,
        asked=asked,
        more_href=url_for(".list_names", setelah=rows[-1].id) if len(found) > PAGE_SIZE else "",
    )
