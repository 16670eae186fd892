from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires, visitor
from app.access.permissions import Permission
from app.base.database import db
from app.base.errors import StaleVersion
from app.competency import forms
from app.competency.models import Competency
from app.competency.queries import standards as queries
from app.competency.rules.standards import still_used
from app.competency.services import standards as services
from app.competency.views.blueprint import bp, version_of, words
from app.web.answers import moved_on, show
from app.web.inputs import arg_int, arg_text

READ, MANAGE = Permission.COMPETENCY_DICTIONARY_READ, Permission.COMPETENCY_STANDARD_MANAGE
PAGE_SIZE = 50
FORM = "competency/competency_form.html"


@bp.get("/kompetensi/kamus")
@requires(READ)
def list_competencies() -> ResponseReturnValue:
    affair, text, after = arg_text("urusan", 80), arg_text("cari", 80), arg_int("setelah")
    last = queries.competency(after) if after else None
    key = (last.sort_order, last.name, last.id) if last else None
    found = queries.dictionary(affair=affair, text=text, after=key, limit=PAGE_SIZE + 1)
    rows = found[:PAGE_SIZE]
    asked: dict[str, Any] = {name: value for name, value in (("urusan", affair), ("cari", text)) if value}
    more = len(found) > PAGE_SIZE
    return show(
        "competency/competency_list.html",
        fragment="competencies",
        rows=rows,
        affair=affair,
        text=text,
        affair_choices=[(one, one) for one in queries.affairs()],
        next_href=url_for(".list_competencies", **asked, setelah=rows[-1].id) if more else "",
        may_manage=visitor.may(MANAGE),
        **words(),
    )


@bp.get("/kompetensi/kamus/<int:competency_id>")
@requires(READ)
def show_competency(competency_id: int) -> ResponseReturnValue:
    return _detail(queries.competency(competency_id))


def _detail(one: Competency) -> ResponseReturnValue:
    is_own = one.government_id is not None
    may_manage = visitor.may(MANAGE) and is_own
    uses = queries.uses(one.id) if may_manage else {}
    return show(
        "competency/competency_detail.html",
        competency=one,
        is_own=is_own,
        may_manage=may_manage,
        used=still_used(uses),
        **words(),
    )


@bp.get("/kompetensi/kamus/baru")
@requires(MANAGE)
def show_competency_form() -> ResponseReturnValue:
    return _form(forms.CompetencyForm(), None)


@bp.post("/kompetensi/kamus")
@requires(MANAGE)
def create_competency() -> ResponseReturnValue:
    form = forms.CompetencyForm()
    if not form.validate_on_submit():
        return _form(form, None, status=422)
    try:
        one = services.add_competency(form.facts(), by=actor())
    except services.CodeTaken as refusal:
        return _taken(form, None, refusal)
    db.session.commit()
    return moved_on(url_for(".show_competency", competency_id=one.id), f"{one.name} masuk kamus.")


@bp.get("/kompetensi/kamus/<int:competency_id>/ubah")
@requires(MANAGE)
def show_competency_change(competency_id: int) -> ResponseReturnValue:
    one = queries.own_competency(competency_id)
    levels = {f"level_{index}": text for index, text in enumerate(one.levels, start=1)}
    return _form(forms.CompetencyForm(obj=one, data=levels), one)


@bp.post("/kompetensi/kamus/<int:competency_id>/ubah")
@requires(MANAGE)
def create_competency_change(competency_id: int) -> ResponseReturnValue:
    one, form = queries.own_competency(competency_id), forms.CompetencyForm()
    if not form.validate_on_submit():
        return _form(form, one, status=422)
    try:
        services.change_competency(one, form.facts(), version=version_of(form), by=actor())
    except services.CodeTaken as refusal:
        return _taken(form, one, refusal)
    except StaleVersion:
        db.session.rollback()
        stored = queries.own_competency(competency_id)
        form.version.data = str(stored.version)
        return _form(form, stored, status=409, stale=stored)
    db.session.commit()
    return moved_on(url_for(".show_competency", competency_id=one.id), "Tersimpan.")


@bp.post("/kompetensi/kamus/<int:competency_id>/penghapusan")
@requires(MANAGE)
def create_competency_removal(competency_id: int) -> ResponseReturnValue:
    one = queries.own_competency(competency_id)
    name = one.name
    services.remove_competency(one, by=actor())
    db.session.commit()
    return moved_on(url_for(".list_competencies"), f"{name} dihapus dari kamus.")


def _taken(
    form: forms.CompetencyForm, one: Competency | None, refusal: services.CodeTaken
) -> ResponseReturnValue:  # fmt: skip
    db.session.rollback()
    form.code.errors = [refusal.message]
    return _form(form, one, status=422)


def _form(
    form: forms.CompetencyForm, one: Competency | None, *, status: int = 200, stale: Any = None
) -> ResponseReturnValue:  # fmt: skip
    return show(FORM, http_status=status, form=form, competency=one, stale=stale, **words())
