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
from app.training import calendars, labels, rules
from app.training.models import ALIVE, BatchStatus, Enrolment, EnrolmentStatus
from app.training.queries import batches as queries
from app.training.queries import enrolments, planning
from app.training.queries.batches import BatchPage
from app.training.services import lines as services
from app.training.views.blueprint import bp
from app.web import dates
from app.web.answers import show

PAGE = "training/batch_detail.html"


@bp.get("/angkatan/<int:batch_id>")
@requires(Permission.TRAINING_CATALOGUE_READ)
def show_batch(batch_id: int) -> ResponseReturnValue:
    page = queries.visible_batch(batch_id)
    panel = panel_context(page)
    return show(PAGE, fragment="enrolment_panel", **panel, **_page_context(page, panel["status"]))


def panel_context(page: BatchPage) -> dict[str, Any]:
    """What the enrolment panel shows: seats, one's own state, and what may be done next."""
    enrolment = enrolments.of_employee(page.batch.id, visitor.employee_id)
    status = enrolment.status if enrolment else None
    waiting = enrolments.waiting_count(page.batch.id)
    return {
        **_seats(page, waiting),
        "page": page,
        "batch": page.batch,
        "enrolment": enrolment,
        "status": status,
        "rank": enrolments.rank_of(enrolment) if enrolment and status == EnrolmentStatus.WAITLISTED else None,
        "waiting": waiting,
        "superior": _superior(page, status),
        "nominator": _nominator(enrolment),
        "may_enrol": visitor.may(Permission.TRAINING_ENROL),
        "is_alive": status in ALIVE,
        "now": now(),
        "labels": labels,
        "BatchStatus": BatchStatus,
        "EnrolmentStatus": EnrolmentStatus,
    }


def _seats(page: BatchPage, waiting: int) -> dict[str, Any]:
    """What is free for this very person, and how many seats are kept for units they do not belong to."""
    kept = services.kept_now(page.batch)
    if not kept:
        return {"free": page.batch.seats_left, "kept": 0, "can_take": not waiting}
    path = planning.unit_path_of(visitor.employee_id or 0, today(visitor.timezone))
    free = rules.seats_free_for(path, page.batch.seats_left, kept)
    return {"free": free, "kept": page.batch.seats_left - free, "can_take": True}


def _superior(page: BatchPage, status: str | None) -> str:
    """Whose approval a new request needs; empty where none does."""
    asks = page.batch.policy in rules.ASKS_SUPERIOR and visitor.employee_id is not None
    if not asks or status not in (None, EnrolmentStatus.REQUESTED, *_MAY_RETURN):
        return ""
    superior = organisation.superior_of(visitor.employee_id or 0, today(visitor.timezone))
    return superior.name if superior else ""


def _nominator(enrolment: Enrolment | None) -> str:
    """Who named this person; empty for who came by themself."""
    if enrolment is None or enrolment.nominated_by is None:
        return ""
    return organisation.employee(enrolment.nominated_by).name


_MAY_RETURN = (
    EnrolmentStatus.REJECTED,
    EnrolmentStatus.DECLINED,
    EnrolmentStatus.EXPIRED,
    EnrolmentStatus.WITHDRAWN,
)


def _page_context(page: BatchPage, status: str | None) -> dict[str, Any]:
    meetings = planning.schedule(page.batch.id)
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
        "documents": [
            row
            for row in planning.documents(page.batch.id)
            if rules.may_see(
                row.audience,
                page.batch,
                status,
                runs_training=visitor.may(Permission.TRAINING_BATCH_MANAGE),
                at=now(),
            )
        ],
        "may_manage": visitor.may(Permission.TRAINING_BATCH_MANAGE),
        "may_nominate": visitor.may(Permission.TRAINING_NOMINATE),
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
