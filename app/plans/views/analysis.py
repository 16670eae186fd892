"""The needs analysis: which competencies become activities."""

from typing import Any

from flask import request, url_for
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
from app.plans import labels
from app.plans.forms import AnalysisForm
from app.plans.models import Toward
from app.plans.queries import analysis as queries
from app.plans.queries.plans import PlanPage
from app.plans.services import analysing as services
from app.plans.views.blueprint import MANAGE, bp, common, found, refused, this_day
from app.web import plots
from app.web.answers import moved_on, show
from app.web.fields import offer
from app.web.inputs import arg_int

PAGE = "plans/analysis.html"
_FIELDS = {Toward.PRESENT: "competencies", Toward.NEXT: "following"}


Given = dict[Toward, list[queries.Open]]


@bp.get("/<int:yearly_id>/analisis")
@requires(MANAGE)
def show_analysis(yearly_id: int) -> ResponseReturnValue:
    page = found(yearly_id)
    toward = labels.asked_toward(request.args.get("untuk", ""))
    given = _given(page, toward)
    asked = arg_int("kompetensi")
    ticked = {
        _FIELDS[one]: [str(row.competency_id) for row in rows if asked in (None, row.competency_id)]
        for one, rows in given.items()
    }
    form = AnalysisForm(formdata=None, data=ticked | {"performance": True})
    return show(PAGE, fragment="working", **_context(page, form, given, toward))


@bp.post("/<int:yearly_id>/analisis")
@requires(MANAGE)
def create_analysis(yearly_id: int) -> ResponseReturnValue:
    page = found(yearly_id)
    given = _given(page, None)
    form = _offered(AnalysisForm(), given)
    if form.validate_on_submit():
        try:
            job = services.request(
                page,
                form.chosen(Toward.PRESENT),
                following=form.chosen(Toward.NEXT),
                with_performance=form.performance.data,
                by=actor(),
            )
            db.session.commit()
        except WrongField as refusal:
            refused(form, refusal)
        else:
            say = "Kegiatan disusun dari kesenjangan." if job is None else "Kegiatan sedang disusun di latar belakang."
            endpoint = ".show_plan" if job is None else ".show_analysis"
            return moved_on(url_for(endpoint, yearly_id=yearly_id), say)
    return show(PAGE, http_status=422, **_context(found(yearly_id), form, given, None))


def _given(page: PlanPage, toward: Toward | None) -> Given:
    """What is lacked for the posts people hold and for those they aim at, or for only one of them."""
    path = services.path_of(page)
    asked = [one for one in Toward if toward in (None, one)]
    return {one: queries.open_competencies(page.plan.id, path, one) for one in asked}


def _offered(form: AnalysisForm, given: Given) -> AnalysisForm:
    for one, name in _FIELDS.items():
        form[name].choices = offer((row.competency_id, row.name) for row in given.get(one, []))
    return form


def _context(page: PlanPage, form: AnalysisForm, given: Given, toward: Toward | None) -> dict[str, Any]:
    settings = settings_on(this_day())
    limit = queries.below_expectation(settings.axis)
    path = services.path_of(page)
    poor = queries.count_poor(page.plan.id, path, limit=limit) if toward != Toward.NEXT else 0
    state = heatmap.state()
    return common(page) | {
        "form": _offered(form, given),
        "groups": [
            (one, form[_FIELDS[one]], [(row, _class_of(row, settings.gap_class)) for row in rows])
            for one, rows in given.items()
            if rows
        ],
        "toward": labels.ASKED[toward] if toward else "",
        "largest": max((row.gap for rows in given.values() for row in rows), default=0),
        "poor": poor,
        "job": jobs.unfinished(services.KIND, current()),
        "computed_at": state.computed_at if state is not None else None,
        "now": now(),
        "plots": plots,
    }


def _class_of(one: queries.Open, bands: Any) -> str:
    index = gap_index(job_person_match([(one.required, one.measured)], MatchRule()))
    return band_of(bands, index).name if index is not None else ""
