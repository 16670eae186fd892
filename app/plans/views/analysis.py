"""The needs analysis: which competencies become activities."""

from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires
from app.base.clock import now
from app.base.database import db
from app.base.errors import WrongField
from app.base.scope import current
from app.competency.queries import heatmap
from app.competency.queries.versions import settings_on
from app.competency.rules.bands import band_of
from app.competency.rules.match import MatchRule, gap_index, job_person_match
from app.jobs import services as jobs
from app.plans.forms import AnalysisForm
from app.plans.queries import analysis as queries
from app.plans.queries.plans import PlanPage
from app.plans.services import analysing as services
from app.plans.views.blueprint import MANAGE, bp, common, found, refused, this_day
from app.web import plots
from app.web.answers import moved_on, show
from app.web.fields import offer
from app.web.inputs import arg_int

PAGE = "plans/analysis.html"


@bp.get("/<int:yearly_id>/analisis")
@requires(MANAGE)
def show_analysis(yearly_id: int) -> ResponseReturnValue:
    page = found(yearly_id)
    given = queries.open_competencies(page.plan.id, services.path_of(page))
    asked = arg_int("kompetensi")
    chosen = [str(one.competency_id) for one in given if asked in (None, one.competency_id)]
    form = AnalysisForm(formdata=None, data={"competencies": chosen, "performance": True})
    return show(PAGE, fragment="working", **_context(page, form, given))


@bp.post("/<int:yearly_id>/analisis")
@requires(MANAGE)
def create_analysis(yearly_id: int) -> ResponseReturnValue:
    page = found(yearly_id)
    given = queries.open_competencies(page.plan.id, services.path_of(page))
    form = AnalysisForm()
    form.competencies.choices = offer((one.competency_id, one.name) for one in given)
    if form.validate_on_submit():
        try:
            job = services.request(page, form.chosen(), with_performance=form.performance.data, by=actor())
            db.session.commit()
        except WrongField as refusal:
            refused(form, refusal)
        else:
            say = "Kegiatan disusun dari kesenjangan." if job is None else "Kegiatan sedang disusun di latar belakang."
            endpoint = ".show_plan" if job is None else ".show_analysis"
            return moved_on(url_for(endpoint, yearly_id=yearly_id), say)
    return show(PAGE, http_status=422, **_context(found(yearly_id), form, given))


def _context(page: PlanPage, form: AnalysisForm, given: list[queries.Open]) -> dict[str, Any]:
    settings = settings_on(this_day())
    form.competencies.choices = offer((one.competency_id, one.name) for one in given)
    limit = queries.below_expectation(settings.axis)
    poor = queries.count_poor(page.plan.id, services.path_of(page), limit=limit)
    state = heatmap.state()
    return common(page) | {
        "form": form,
        "given": [(one, _class_of(one, settings.gap_class)) for one in given],
        "chosen": set(form.competencies.data or []),
        "largest": max((one.gap for one in given), default=0),
        "poor": poor,
        "job": jobs.unfinished(services.KIND, current()),
        "computed_at": state.computed_at if state is not None else None,
        "now": now(),
        "plots": plots,
    }


def _class_of(one: queries.Open, bands: Any) -> str:
    index = gap_index(job_person_match([(one.required, one.measured)], MatchRule()))
    return band_of(bands, index).name if index is not None else ""
