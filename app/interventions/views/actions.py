"""The list of actions, those of an initiative, and the page of one."""

from datetime import date
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound

from app.access.guards import requires, visitor
from app.base.clock import today
from app.base.database import db
from app.documents import services as store
from app.initiatives.guards import visible_initiative
from app.initiatives.pages import context as initiative_context
from app.initiatives.tabs import INITIATIVE, Tab
from app.interventions import labels, rules
from app.interventions.forms import CheckForm, ReasonForm
from app.interventions.guards import MANAGE, READ, manages, visible_action
from app.interventions.models import ActionStatus
from app.interventions.queries import actions as queries
from app.interventions.queries import findings
from app.interventions.queries.actions import ActionPage, Filters
from app.interventions.views.blueprint import bp
from app.web.answers import download, show
from app.web.inputs import keyset

LIST, PAGE = "interventions/action_list.html", "interventions/action_detail.html"
OF_INITIATIVE = "interventions/of_initiative.html"
PAGE_SIZE = 25
OVERDUE = "lewat"

INITIATIVE.add(Tab("tindakan", "Tindakan", "interventions.list_of_initiative", 50, permission=READ))


@bp.get("")
@requires(READ)
def list_actions() -> ResponseReturnValue:
    filters = asked_filters()
    rows, more_href = listed(filters, "interventions.list_actions")
    return show(
        LIST,
        fragment="results",
        rows=rows,
        more_href=more_href,
        filters=filters,
        state=OVERDUE if filters.is_overdue else filters.status or "",
        states=[
            ("", "Semua keadaan"),
            (OVERDUE, "Lewat batas"),
            *((one, words[0]) for one, words in labels.STATUSES.items()),
        ],
        labels=labels,
        is_overdue=_overdue(today(visitor.timezone)),
    )


def asked_filters(initiative_id: int | None = None) -> Filters:
    state = request.args.get("keadaan", "")
    return Filters(
        status=ActionStatus(state) if state in set(ActionStatus) else None,
        is_overdue=state == OVERDUE,
        initiative_id=initiative_id,
    )


def listed(filters: Filters, endpoint: str, **values: Any) -> tuple[list[Any], str]:
    """A page of actions, and the address of the next one."""
    after, day = keyset("sesudah", date.fromisoformat), today(visitor.timezone)
    found = queries.actions(visitor.reach(READ), filters, day, after=after, limit=PAGE_SIZE + 1)
    rows = found[:PAGE_SIZE]
    state = OVERDUE if filters.is_overdue else filters.status
    asked: dict[str, Any] = {"keadaan": state} if state else {}
    if len(found) <= PAGE_SIZE:
        return rows, ""
    return rows, url_for(endpoint, **values, **asked, sesudah=f"{rows[-1].due_on}~{rows[-1].id}")


def _overdue(day: date) -> Any:
    return lambda row: rules.is_overdue(row, day)


@bp.get("/inisiatif/<int:initiative_id>")
@requires(READ)
def list_of_initiative(initiative_id: int) -> ResponseReturnValue:
    page = visible_initiative(initiative_id)
    rows, more_href = listed(
        asked_filters(initiative_id), "interventions.list_of_initiative", initiative_id=initiative_id
    )
    return show(
        OF_INITIATIVE,
        **initiative_context(
            page,
            "tindakan",
            rows=rows,
            more_href=more_href,
            action_labels=labels,
            plans=visitor.may(MANAGE),
            is_overdue=_overdue(today(visitor.timezone)),
        ),
    )


@bp.get("/<int:action_id>")
@requires(READ)
def show_action(action_id: int) -> ResponseReturnValue:
    return action_page(visible_action(action_id))


def action_page(
    page: ActionPage, *, http_status: int = 200, check: CheckForm | None = None, reason: ReasonForm | None = None
) -> ResponseReturnValue:
    """One action as those see it who plan and check; ``check`` and ``reason`` come back with what was typed."""
    action = page.action
    may_check = manages(page) and action.status == ActionStatus.DONE and action.owner_id != visitor.employee_id
    return show(
        PAGE,
        http_status=http_status,
        page=page,
        action=action,
        labels=labels,
        manages=manages(page),
        may_change=manages(page) and action.status in rules.OPEN,
        may_check=may_check,
        is_own=action.owner_id == visitor.employee_id,
        is_overdue=rules.is_overdue(action, today(visitor.timezone)),
        effect=findings.effect(visitor.reach(READ), action, page.unit.id),
        check=check or CheckForm(formdata=None),
        reason=reason or ReasonForm(formdata=None),
    )


@bp.get("/<int:action_id>/bukti")
@requires(READ)
def download_evidence(action_id: int) -> ResponseReturnValue:
    return evidence_of(visible_action(action_id))


def evidence_of(page: ActionPage) -> ResponseReturnValue:
    """The file, or not found where there is none."""
    file = page.evidence_file
    if file is None:
        raise NoResultFound
    db.session.rollback()
    return download(store.read(file), name=file.name, media_type=file.media_type)
