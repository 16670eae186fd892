from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.access.guards import public, requires, visitor
from app.access.permissions import Permission
from app.base.clock import now
from app.certificates import queries as certificates
from app.competency import queries as competency
from app.initiatives import stage_rules
from app.initiatives.labels import step
from app.initiatives.models import Stage
from app.initiatives.queries import stages
from app.organisation.rules import first_name
from app.reports import home, queries, rules
from app.training import labels
from app.training.models import EnrolmentStatus
from app.training.queries import enrolments, recommendations
from app.web import dates
from app.web.answers import show

bp = Blueprint("reports", __name__)
AHEAD_AT_MOST = 100
AHEAD_SHOWN = 4
CERTIFICATES_AT_MOST = 3
ADVICE_SHOWN = 3
CHANGES_SHOWN = 2


@bp.get("/")
@public
def show_front() -> ResponseReturnValue:
    """The front door: signed-in people go home, everybody else signs in or checks a certificate."""
    if current_user.is_authenticated:
        return redirect(url_for(".show_home"), 303)
    return show("reports/front.html")


@bp.get("/beranda")
@requires(Permission.REPORTS_HOME_READ)
def show_home() -> ResponseReturnValue:
    at = now()
    return show(
        "reports/home.html",
        greeting=f"{dates.greeting(at)}, {visitor.salutation}{first_name(visitor.name)}.",
        today=dates.local(at).date(),
        EnrolmentStatus=EnrolmentStatus,
        statuses=labels.STATUSES,
        **_as_employee(at),
    )


def _as_employee(at: Any) -> dict[str, Any]:
    day = dates.local(at).date()
    employee_id = visitor.employee_id
    if employee_id is None:
        return {"learning": None, "ahead": [], "certificates": [], "tasks": home.staff_tasks(visitor, day)}
    ahead = enrolments.ahead_of(employee_id, at, limit=AHEAD_AT_MOST)
    learning = competency.learning_year(employee_id, day.year)
    advised = recommendations.for_person(employee_id, at=at, day=day, missing=learning.missing)
    planned = home.planned_hours(ahead, day.year)
    asked = queries.own_duties(employee_id, at, day)
    return {
        "learning": learning,
        "planned": planned,
        "learning_sentence": rules.learning_sentence(learning, planned),
        "gap_sentence": rules.nothing_planned(learning),
        "ahead": ahead[:AHEAD_SHOWN],
        "advised": advised,
        "best": advised.best(ADVICE_SHOWN),
        "own": True,
        "said": labels,
        "certificates": certificates.of_holder(employee_id, limit=CERTIFICATES_AT_MOST),
        "tasks": home.tasks(visitor, ahead, asked, at),
        "changes": _changes(asked["changes"], day),
    }


def _changes(rows: list[Any], day: date) -> list[Any]:
    """The running initiatives that concern somebody, the newest few, each with where it stands."""
    if not visitor.may(Permission.SOSIALISASI_OWN_JOIN):
        return []
    newest = sorted(rows, key=lambda row: -row.id)[:CHANGES_SHOWN]
    every = stages.stages_of_each([row.id for row in newest])
    return [(row, _steps(every[row.id], day)) for row in newest]


def _steps(every: Sequence[Stage], day: date) -> list[dict[str, Any]]:
    shown = stage_rules.around(every)
    current = stage_rules.current(shown)
    return [
        {
            "name": one.name,
            "when": step(one, stage_rules.state(one, day)),
            "is_done": one.ended_on is not None,
            "is_now": one is current,
        }
        for one in shown
    ]


@bp.get("/healthz")
@public
def show_health() -> ResponseReturnValue:
    return {"status": "alive"}


@bp.get("/readyz")
@public
def show_readiness() -> ResponseReturnValue:
    ready = home.is_ready()
    return {"status": "ready" if ready else "not ready"}, 200 if ready else 503
