"""What units need by their own word, for the head of a unit and for the agency."""

from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from app.access.guards import actor, requires, visitor
from app.base.database import db
from app.base.errors import StaleVersion, WrongField
from app.competency import queries as competency
from app.organisation import queries as organisation
from app.plans import labels
from app.plans.forms import NeedForm, ReasonForm
from app.plans.models.needs import NeedStatus, UnitNeed
from app.plans.queries import needs as queries
from app.plans.queries import plans as plan_queries
from app.plans.queries.needs import NeedPage
from app.plans.services import needs as services
from app.plans.views.blueprint import MANAGE, NEED, bp, found, refused, this_day, version_of
from app.web.answers import moved_on, show
from app.web.fields import offer
from app.web.inputs import arg_int, arg_text, is_row_number

PAGE_SIZE = 25
FORM = "plans/need_form.html"


@bp.get("/kebutuhan")
@requires(NEED)
def list_needs() -> ResponseReturnValue:
    year, state = arg_int("tahun"), arg_text("keadaan", 10)
    rows = queries.needs(visitor.reach(NEED), year=year, status=state, before=arg_int("sebelum"), limit=PAGE_SIZE + 1)
    shown = rows[:PAGE_SIZE]
    asked: dict[str, Any] = {name: value for name, value in (("tahun", year), ("keadaan", state)) if value}
    return show(
        "plans/need_list.html",
        fragment="needs",
        rows=shown,
        state=state,
        more_href=url_for(".list_needs", **asked, sebelum=shown[-1][0].id) if len(rows) > PAGE_SIZE else "",
        drafts=plan_queries.drafts() if visitor.may(MANAGE) else [],
        may_manage=visitor.may(MANAGE),
        statuses=[("", "Semua keadaan"), *((one.value, words) for one, (words, _tone) in labels.NEEDS.items())],
        labels=labels,
        NeedStatus=NeedStatus,
        narrowed=bool(year or state),
    )


@bp.get("/kebutuhan/baru")
@requires(NEED)
def show_new_need() -> ResponseReturnValue:
    usual = {"year": str(this_day().year + 1), "basis": "performance"}
    unit_id = arg_int("unit") or _own_unit()
    form = _with_choices(NeedForm(formdata=MultiDict(usual | {"unit_id": str(unit_id or "")})), unit_id)
    return show(FORM, form=form, need=None, unit_options=_offered)


@bp.post("/kebutuhan/baru")
@requires(NEED)
def create_need() -> ResponseReturnValue:
    form = NeedForm()
    typed = form.unit_id.data or ""
    form = _with_choices(form, int(typed) if is_row_number(typed) else None)
    if form.validate_on_submit():
        try:
            unit = queries.unit_within(int(form.unit_id.data), visitor.reach(NEED))
            services.state(unit, form.year.data, form.facts(), reach=visitor.reach(NEED), by=actor())
            db.session.commit()
        except WrongField as refusal:
            refused(form, refusal)
        else:
            return moved_on(url_for(".list_needs"), "Kebutuhan disampaikan. BKPSDM membacanya saat menyusun rencana.")
    return show(FORM, http_status=422, form=form, need=None, unit_options=_offered)


def _offered(form: NeedForm) -> list[tuple[str, str]]:
    return [(one.value, one.label) for one in form.unit_id.choices]


def _own_unit() -> int | None:
    """The unit one is of oneself, where one may state its needs."""
    if visitor.employee_id is None:
        return None
    unit_id = organisation.person(visitor.employee_id, this_day()).unit_id
    offered = dict(queries.unit_choices(visitor.reach(NEED), this_day()))
    return unit_id if unit_id in offered else next(iter(offered), None)


def _with_choices(form: NeedForm, unit_id: int | None) -> NeedForm:
    reach, day = visitor.reach(NEED), this_day()
    if "unit_id" in form:
        form.unit_id.choices = offer(queries.unit_choices(reach, day))
    form.competency_id.choices = offer(competency.competencies(), "Tidak tertentu")
    form.form_code.choices = offer(competency.forms().items(), "Terserah BKPSDM")
    staff: list[Any] = []
    if unit_id is not None and unit_id in dict(queries.unit_choices(reach, day)):
        staff = queries.staff(queries.unit_within(unit_id, reach).path, day, reach)
    form.people.choices = offer((row.id, f"{row.name}, {row.position}") for row in staff)
    return form


@bp.get("/kebutuhan/<int:need_id>")
@requires(NEED)
def show_need_form(need_id: int) -> ResponseReturnValue:
    page = queries.need(need_id, visitor.reach(NEED))
    return show(FORM, form=_form_of(page, NeedForm(formdata=None, obj=_Typed(page.need))), need=page.need, page=page)


class _Typed:
    """A need as its form shows it."""

    def __init__(self, need: UnitNeed) -> None:
        self.version, self.year, self.basis = need.version, need.year, need.basis
        self.title, self.reason, self.form_code = need.title, need.reason, need.form_code
        self.competency_id = need.competency_id
        self.people = [str(one) for one in queries.people_ids(need.id)]


def _form_of(page: NeedPage, form: NeedForm) -> NeedForm:
    """The form of a need that is there already: it stays with its unit and year."""
    del form.unit_id
    del form.year
    return _with_choices(form, page.unit.id)


@bp.post("/kebutuhan/<int:need_id>")
@requires(NEED)
def create_need_change(need_id: int) -> ResponseReturnValue:
    page = queries.need(need_id, visitor.reach(NEED))
    form, status = _form_of(page, NeedForm()), 422
    if form.validate_on_submit():
        try:
            services.change(page, form.facts(), version=version_of(form), reach=visitor.reach(NEED), by=actor())
            db.session.commit()
        except WrongField as refusal:
            refused(form, refusal)
        except StaleVersion as refusal:
            db.session.rollback()
            status, form.form_errors = 409, [refusal.message]
        else:
            return moved_on(url_for(".list_needs"), "Tersimpan.")
    page = queries.need(need_id, visitor.reach(NEED))
    return show(FORM, http_status=status, form=form, need=page.need, page=page)


@bp.post("/kebutuhan/<int:need_id>/penarikan")
@requires(NEED)
def create_need_withdrawal(need_id: int) -> ResponseReturnValue:
    services.withdraw(queries.need(need_id, visitor.reach(NEED)), by=actor())
    db.session.commit()
    return moved_on(url_for(".list_needs"), "Kebutuhan ditarik.")


@bp.post("/<int:yearly_id>/kebutuhan/<int:need_id>")
@requires(MANAGE)
def create_line_from_need(yearly_id: int, need_id: int) -> ResponseReturnValue:
    line = services.take(found(yearly_id), queries.need(need_id, visitor.reach(NEED)), by=actor())
    db.session.commit()
    return moved_on(url_for(".show_line", yearly_id=yearly_id, line_id=line.id), "Kebutuhan masuk rencana.")


@bp.get("/kebutuhan/<int:need_id>/jawaban")
@requires(MANAGE)
def show_need_answer(need_id: int) -> ResponseReturnValue:
    return _answer(queries.need(need_id, visitor.reach(NEED)), ReasonForm(formdata=None), 200)


@bp.post("/kebutuhan/<int:need_id>/jawaban")
@requires(MANAGE)
def create_need_answer(need_id: int) -> ResponseReturnValue:
    page, form = queries.need(need_id, visitor.reach(NEED)), ReasonForm()
    if not form.validate_on_submit():
        return _answer(page, form, 422)
    services.decline(page, form.reason.data, by=actor())
    db.session.commit()
    return moved_on(url_for(".list_needs"), "Jawaban tersimpan. Unitnya bisa membacanya.")


def _answer(page: NeedPage, form: ReasonForm, status: int) -> ResponseReturnValue:
    return show("plans/need_answer.html", http_status=status, form=form, page=page, need=page.need, labels=labels)
