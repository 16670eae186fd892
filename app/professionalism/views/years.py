"""Which years are worked out, and closing one for good."""

from flask import url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires
from app.access.permissions import Permission
from app.base.database import db
from app.professionalism import forms
from app.professionalism.models import YearStatus
from app.professionalism.queries import tables
from app.professionalism.queries import years as queries
from app.professionalism.services import years as services
from app.professionalism.views.blueprint import bp, this_day, words
from app.web.answers import moved_on, show

MANAGE = Permission.PROFESSIONALISM_OFFICIAL_MANAGE


@bp.get("/ip-asn/tahun")
@requires(MANAGE)
def list_years() -> ResponseReturnValue:
    return _list(forms.YearForm(data={"year": this_day().year - 1}))


def _list(form: forms.YearForm, *, status: int = 200) -> ResponseReturnValue:
    return show(
        "professionalism/years.html",
        http_status=status,
        rows=queries.all_years(),
        officials=queries.officials_by_year(),
        tables=tables.names(),
        form=form,
        this_year=this_day().year,
        YearStatus=YearStatus,
        **words(),
    )


@bp.post("/ip-asn/tahun")
@requires(MANAGE)
def create_year() -> ResponseReturnValue:
    form = forms.YearForm()
    if not form.validate_on_submit():
        return _list(form, status=422)
    try:
        one = services.add(form.year.data, by=actor())
    except services.WrongYear as wrong:
        db.session.rollback()
        form.year.errors = [*form.year.errors, wrong.message]
        return _list(form, status=422)
    db.session.commit()
    return moved_on(url_for(".list_years"), f"Tahun {one.year} dihitung di latar belakang.")


@bp.post("/ip-asn/tahun/<int:year>/penutupan")
@requires(MANAGE)
def create_closing(year: int) -> ResponseReturnValue:
    queries.existing(year)
    services.close(year, by=actor())
    db.session.commit()
    return moved_on(url_for(".list_years"), f"Tahun {year} sedang ditutup. Hasilnya tidak dihitung ulang lagi.")
