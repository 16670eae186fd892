"""The list of stages a government begins its initiatives with."""

from flask import request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires
from app.base.database import db
from app.base.errors import StaleVersion
from app.initiatives.guards import MANAGE
from app.initiatives.queries import stages as queries
from app.initiatives.services import stages as services
from app.initiatives.stage_forms import PatternForm
from app.initiatives.views.blueprint import bp
from app.web.answers import moved_on, show

FORM = "initiatives/pattern_form.html"


@bp.get("/tahapan")
@requires(MANAGE)
def list_patterns() -> ResponseReturnValue:
    own = queries.patterns()
    rows = [(one.id, queries.facts_of(one)) for one in own] or [(0, one) for one in queries.usual()]
    return show("initiatives/pattern_list.html", rows=rows, is_own=bool(own))


@bp.post("/tahapan/daftar")
@requires(MANAGE)
def create_own_list() -> ResponseReturnValue:
    services.own_list(by=actor())
    return _back("Daftar ini sekarang milik pemerintah daerah Anda, dan bisa diubah.")


@bp.get("/tahapan/baru")
@requires(MANAGE)
def show_new_pattern() -> ResponseReturnValue:
    return show(FORM, form=PatternForm(formdata=None), row=None)


@bp.post("/tahapan/baru")
@requires(MANAGE)
def create_pattern() -> ResponseReturnValue:
    form = PatternForm()
    if not form.validate_on_submit():
        return show(FORM, http_status=422, form=form, row=None)
    services.add_pattern(form.pattern(), by=actor())
    return _back("Tahapan ditambahkan.")


@bp.get("/tahapan/<int:pattern_id>")
@requires(MANAGE)
def show_pattern(pattern_id: int) -> ResponseReturnValue:
    row = queries.pattern(pattern_id)
    return show(FORM, form=PatternForm.of(row), row=row)


@bp.post("/tahapan/<int:pattern_id>")
@requires(MANAGE)
def create_pattern_change(pattern_id: int) -> ResponseReturnValue:
    row, form, status = queries.pattern(pattern_id), PatternForm(), 422
    if form.validate_on_submit():
        try:
            services.change_pattern(row, form.pattern(), version=form.versioned(), by=actor())
            return _back("Tersimpan. Inisiatif yang sudah ada tetap memakai tahapannya sendiri.")
        except StaleVersion as refusal:
            db.session.rollback()
            status, form.form_errors = 409, [refusal.message]
    return show(FORM, http_status=status, form=form, row=queries.pattern(pattern_id))


@bp.post("/tahapan/<int:pattern_id>/urutan")
@requires(MANAGE)
def create_pattern_move(pattern_id: int) -> ResponseReturnValue:
    services.move_pattern(queries.pattern(pattern_id), earlier=request.form.get("ke") != "sesudah", by=actor())
    return _back("Urutan diubah.")


@bp.post("/tahapan/<int:pattern_id>/penghapusan")
@requires(MANAGE)
def create_pattern_removal(pattern_id: int) -> ResponseReturnValue:
    services.remove_pattern(queries.pattern(pattern_id), by=actor())
    return _back("Tahapan dihapus dari daftar.")


def _back(say: str) -> ResponseReturnValue:
    db.session.commit()
    return moved_on(url_for(".list_patterns"), say)
