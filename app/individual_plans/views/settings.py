from flask import url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires
from app.base.database import db
from app.base.errors import WrongField
from app.individual_plans import labels
from app.individual_plans.forms import SettingForm
from app.individual_plans.queries import settings as queries
from app.individual_plans.services import choices as services
from app.individual_plans.views.blueprint import MANAGE, bp, this_day
from app.web.answers import moved_on, show
from app.web.fields import put_at_field


@bp.get("/idp/pengaturan")
@requires(MANAGE)
def show_settings() -> ResponseReturnValue:
    return _page(SettingForm(formdata=None, data={"from_year": this_day().year}))


@bp.post("/idp/pengaturan")
@requires(MANAGE)
def create_setting() -> ResponseReturnValue:
    form = SettingForm()
    if not form.validate_on_submit():
        return _page(form, status=422)
    try:
        services.set_value(
            form.key.data,
            form.number,
            from_year=form.from_year.data,
            source=form.source.data,
            this_year=this_day().year,
            by=actor(),
        )
        db.session.commit()
    except WrongField as refusal:
        put_at_field(form, refusal)
        return _page(form, status=422)
    return moved_on(url_for(".show_settings"), "Tersimpan.")


def _page(form: SettingForm, *, status: int = 200) -> ResponseReturnValue:
    year = this_day().year
    return show(
        "individual_plans/settings.html",
        http_status=status,
        form=form,
        year=year,
        in_force=queries.in_force(year).values(),
        own=queries.own_rows(),
        shipped=queries.shipped(),
        labels=labels,
    )
