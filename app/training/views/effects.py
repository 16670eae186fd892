"""What trainings changed: on the batch, for oneself, and in a unit."""

from flask import abort
from flask.typing import ResponseReturnValue

from app.access.guards import requires, visitor
from app.access.permissions import Permission
from app.access.visitor import Reach
from app.audit.guards import note_reading_of
from app.base.clock import today
from app.competency.queries import heatmap
from app.training import effects, labels
from app.training.effects import EffectState
from app.training.models import BatchStatus
from app.training.queries import batches
from app.training.queries import effects as queries
from app.training.views.blueprint import bp
from app.web import plots
from app.web.answers import show
from app.web.inputs import arg_int

PEOPLE = Permission.ORGANISATION_EMPLOYEE_READ
YEARS_BACK = 4
LISTED_AT_MOST = 200


def _people_reach() -> Reach:
    """Whose people the visitor may see; nobody's for an organiser."""
    return visitor.reach(PEOPLE) if visitor.may(PEOPLE) else Reach()


@bp.get("/kelola/<int:batch_id>/kesenjangan")
@requires(Permission.TRAINING_BATCH_MANAGE)
def show_effect(batch_id: int) -> ResponseReturnValue:
    page = batches.managed_batch(batch_id)
    found = queries.of_batch(batch_id, _people_reach())
    tallies = effects.tallies(found.everybody, is_open=found.is_open)
    seen = [one for one in found.seen if one.state is not EffectState.NO_GAP][:LISTED_AT_MOST]
    note_reading_of(sorted({one.employee_id for one in seen}), "levels")
    return show(
        "training/batch_effect.html",
        page=page,
        batch=page.batch,
        is_closed=page.batch.status == BatchStatus.CLOSED,
        tallies=tallies,
        shares=effects.shares(tallies),
        seen=seen,
        at_most=LISTED_AT_MOST,
        is_open=found.is_open,
        hides=any(one.had is None for one in tallies),
        labels=labels,
        plots=plots,
    )


@bp.get("/sebelum-sesudah")
@requires(Permission.ORGANISATION_OWN_READ)
def show_own_effects() -> ResponseReturnValue:
    if visitor.employee_id is None:
        abort(404)
    return show(
        "training/own_effects.html",
        fragment="person_effects",
        found=queries.of_person(visitor.employee_id),
        said=labels,
    )


@bp.get("/pengaruh")
@requires(Permission.COMPETENCY_GAPS_READ)
def show_unit_effects() -> ResponseReturnValue:
    """``unit`` and ``tahun`` in the address; without a unit the whole government."""
    day, unit_id = today(visitor.timezone), arg_int("unit")
    year = min(max(arg_int("tahun") or day.year, day.year - YEARS_BACK), day.year)
    unit = heatmap.unit_named(unit_id) if unit_id else None
    found = queries.of_unit(unit, _people_reach(), year=year, day=day)
    return show(
        "training/unit_effects.html",
        fragment="unit_effects",
        unit=unit,
        year=year,
        years=[(str(one), str(one)) for one in range(day.year, day.year - YEARS_BACK - 1, -1)],
        found=found,
        labels=labels,
        plots=plots,
    )
