from collections import defaultdict
from typing import Any

from flask import Response, current_app, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import requires, visitor
from app.access.permissions import Permission
from app.attendance import queries as attendance
from app.base.clock import now, today
from app.competency import queries as competency
from app.organisation import queries as organisation
from app.training import calendars, labels
from app.training.models import ALIVE, BatchStatus, EnrolmentPolicy, EnrolmentStatus
from app.training.queries import batches as queries
from app.training.queries import enrolments
from app.training.queries.batches import BatchPage
from app.training.views.blueprint import bp
from app.web import dates
from app.web.answers import show

PAGE = "training/batch_detail.html"


@bp.get("/angkatan/<int:batch_id>")
@requires(Permission.TRAINING_CATALOGUE_READ)
def show_batch(batch_id: int) -> ResponseReturnValue:
    page = queries.visible_batch(batch_id)
    return show(PAGE, fragment="enrolment_panel", **panel_context(page), **_page_context(page))


def panel_context(page: BatchPage) -> dict[str, Any]:
    """What the enrolment panel shows: seats, one's own state, and what may be done next."""
    enrolment = enrolments.of_employee(page.batch.id, visitor.employee_id)
    status = enrolment.status if enrolment else None
    return {
        "page": page,
        "batch": page.batch,
        "enrolment": enrolment,
        "status": status,
        "rank": enrolments.rank_of(enrolment) if enrolment and status == EnrolmentStatus.WAITLISTED else None,
        "waiting": enrolments.waiting_count(page.batch.id),
        "superior": _superior(page, status),
        "may_enrol": visitor.may(Permission.TRAINING_ENROL),
        "is_alive": status in ALIVE,
        "now": now(),
        "labels": labels,
        "BatchStatus": BatchStatus,
        "EnrolmentStatus": EnrolmentStatus,
    }


def _superior(page: BatchPage, status: str | None) -> str:
    """Whose approval a new request needs; empty where none does."""
    asks = page.batch.policy == EnrolmentPolicy.SUPERIOR and visitor.employee_id is not None
    if not asks or status not in (None, EnrolmentStatus.REQUESTED, *_MAY_RETURN):
        return ""
    superior = organisation.superior_of(visitor.employee_id or 0, today(visitor.timezone))
    return superior.name if superior else ""


_MAY_RETURN = (
    EnrolmentStatus.REJECTED,
    EnrolmentStatus.DECLINED,
    EnrolmentStatus.EXPIRED,
    EnrolmentStatus.WITHDRAWN,
)


def _page_context(page: BatchPage) -> dict[str, Any]:
    meetings = queries.meetings(page.batch.id)
    ids = [meeting.id for meeting in meetings]
    agenda = defaultdict(list)
    for item in queries.agenda(ids):
        agenda[item.meeting_id].append(
            {
                "time": dates.clock_time(item.starts_at),
                "title": item.title,
                "text": item.text,
                "pause": item.is_pause,
            }
        )
    return {
        "meetings": meetings,
        "agenda": agenda,
        "attended": attendance.of_person(ids, visitor.employee_id or 0),
        "gains": _gains(page),
        "form": competency.form(page.programme.form_code, page.batch.starts_on),
        "may_manage": visitor.may(Permission.TRAINING_BATCH_MANAGE),
    }


def _gains(page: BatchPage) -> list[Any]:
    """What the batch would do for this person: (competency with levels, level reached)."""
    raised = dict(queries.levels_raised(page.programme.id))
    if visitor.employee_id is None or not raised:
        return []
    day = today(visitor.timezone)
    person = organisation.person(visitor.employee_id, day)
    levels = competency.levels_needed(person.employee_id, person.position_id, person.tier, day)
    return [(level, raised[level.competency_id]) for level in levels if level.competency_id in raised]


@bp.get("/angkatan/<int:batch_id>/kalender.ics")
@requires(Permission.TRAINING_CATALOGUE_READ)
def download_calendar(batch_id: int) -> ResponseReturnValue:
    page = queries.visible_batch(batch_id)
    address = current_app.config["BASE_URL"] + url_for(".show_batch", batch_id=batch_id)
    content = calendars.of_entries(
        labels.batch_name(page.title, page.batch.number),
        calendars.entries(queries.meetings(batch_id)),
        address=address,
        timezone=visitor.timezone,
        written_at=now(),
    )
    response = Response(content, mimetype="text/calendar")
    response.headers.set("Content-Disposition", "attachment", filename=f"angkatan-{batch_id}.ics")
    return response
