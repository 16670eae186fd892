"""What a plan becomes: choosing activities, watching the batches being made, and plan beside realisation."""

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires, visitor
from app.access.permissions import Permission
from app.base.database import db
from app.base.errors import WrongField
from app.base.scope import current
from app.competency import queries as competency
from app.jobs import services as jobs
from app.plans.forms import numbers
from app.plans.models import PlanMove
from app.plans.queries import plans as queries
from app.plans.queries import realised
from app.plans.queries.plans import PlanPage
from app.plans.rules import states
from app.plans.services import realising as services
from app.plans.views.blueprint import MANAGE, READ, bp, common, found, this_day
from app.web.answers import moved_on, show

PAGE = "plans/realisation.html"


@bp.get("/<int:yearly_id>/realisasi")
@requires(READ)
def show_realisation(yearly_id: int) -> ResponseReturnValue:
    return show(PAGE, fragment="working", **_context(found(yearly_id)))


@bp.post("/<int:yearly_id>/realisasi")
@requires(MANAGE)
def create_batches(yearly_id: int) -> ResponseReturnValue:
    page, ticked = found(yearly_id), numbers(request.form.getlist("kegiatan"))
    try:
        services.request(page, queries.lines_numbered(yearly_id, ticked), by=actor())
        db.session.commit()
    except WrongField as refusal:
        db.session.rollback()
        return show(PAGE, http_status=422, **_context(found(yearly_id), trouble=refusal.message))
    say = "Angkatan sedang dibuat di latar belakang. Anda boleh meninggalkan halaman ini."
    return moved_on(url_for(".show_realisation", yearly_id=yearly_id), say)


def _context(page: PlanPage, *, trouble: str = "") -> dict[str, Any]:
    lines = queries.planned_lines(page.plan.id)
    became = realised.of_plan(page.plan.id)
    rows = [(line, became.get(line.root_id or line.id, realised.NOTHING)) for line in lines]
    spent = [one.cost for _line, one in rows if one.cost is not None]
    return common(page) | {
        "rows": rows,
        "open": [line for line, one in rows if len(one.batches) < line.classes],
        "totals": queries.totals(page.plan.id),
        "batches": sum(len(one.batches) for _line, one in rows),
        "participants": sum(one.participants for _line, one in rows),
        "passed_hours": sum(one.hours for _line, one in rows),
        "spent": sum(spent) if spent else None,
        "may_run": visitor.may(MANAGE) and states.is_possible(page.plan.status, PlanMove.RUN),
        "may_open_batches": visitor.may(Permission.TRAINING_BATCH_MANAGE),
        "job": jobs.unfinished(services.KIND, current()),
        "last": jobs.last(services.KIND, current()),
        "forms": competency.forms(),
        "today": this_day(),
        "trouble": trouble,
    }
