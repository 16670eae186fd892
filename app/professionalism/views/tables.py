"""Versions of the table of points; a new one is entered here, without anybody touching code."""

from collections.abc import Mapping
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires
from app.access.permissions import Permission
from app.base.database import db
from app.base.errors import RuleBroken
from app.learning.queries.lines import forms as development_forms
from app.professionalism import forms
from app.professionalism.models import PostKind
from app.professionalism.queries import tables as queries
from app.professionalism.rules.table import BadTable, Criterion
from app.professionalism.services import tables as services
from app.professionalism.views.blueprint import bp, this_day, words
from app.web.answers import moved_on, show
from app.web.inputs import arg_int

MANAGE = Permission.PROFESSIONALISM_TABLE_MANAGE


@bp.get("/ip-asn/tabel")
@requires(MANAGE)
def list_tables() -> ResponseReturnValue:
    now = queries.in_force(this_day().year)
    return show("professionalism/tables.html", rows=queries.versions(), now=now.id if now else None, **words())


@bp.get("/ip-asn/tabel/<int:table_id>")
@requires(MANAGE)
def show_table(table_id: int) -> ResponseReturnValue:
    one, known = queries.version(table_id), development_forms(this_day())
    return show(
        "professionalism/table_detail.html",
        one=one,
        points=queries.points_of(one),
        form_names=lambda codes: ", ".join(known[one].name if one in known else one for one in codes),
        **words(),
    )


@bp.get("/ip-asn/tabel/baru")
@requires(MANAGE)
def show_table_form() -> ResponseReturnValue:
    """A new version as a copy of one that is there: the one asked for, or the one in force."""
    asked = arg_int("dari")
    source = queries.version(asked) if asked else queries.in_force(this_day().year)
    sent = forms.as_typed(queries.points_of(source)) if source else {}
    return _page(forms.TableForm(data={"from_year": this_day().year}), sent, source.name if source else "")


@bp.post("/ip-asn/tabel/baru")
@requires(MANAGE)
def create_table() -> ResponseReturnValue:
    form, fault, table = forms.TableForm(), "", None
    try:
        table = forms.typed_table(request.form, set(development_forms(this_day())))
    except BadTable as wrong:
        fault = wrong.message
    if not form.validate_on_submit() or table is None:
        return _refused(form, fault)
    try:
        services.enter(table, name=form.name.data, from_year=form.from_year.data, source=form.source.data, by=actor())
    except RuleBroken as refusal:
        db.session.rollback()
        return _refused(form, refusal.message)
    db.session.commit()
    return moved_on(url_for(".list_tables"), "Versi baru tersimpan. Perkiraan menyusul dalam beberapa menit.")


def _refused(form: forms.TableForm, fault: str) -> ResponseReturnValue:
    form.form_errors = [*form.form_errors, fault] if fault else form.form_errors
    return _page(form, request.form, status=422)


def _page(
    form: forms.TableForm, sent: Mapping[str, Any], copied: str = "", *, status: int = 200
) -> ResponseReturnValue:
    return show(
        "professionalism/table_form.html",
        http_status=status,
        form=form,
        sent=sent,
        copied=copied,
        band_rows=forms.BANDS_AT_MOST,
        predicate_rows=forms.PREDICATES_AT_MOST,
        led=forms.LED,
        PostKind=PostKind,
        Criterion=Criterion,
        codes=development_forms(this_day()),
        **words(),
    )
