from collections import defaultdict
from datetime import timedelta
from typing import Any

from flask import Response, current_app, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import requires, visitor
from app.access.permissions import Permission
from app.attendance import labels as attendance_labels
from app.attendance import queries as attendance
from app.attendance.queries import absences
from app.base.clock import now, today
from app.competency import queries as competency
from app.evaluations import queries as evaluations
from app.exams import labels as exam_labels
from app.exams.models import ExamPurpose, ExamStatus
from app.organisation import queries as organisation
from app.training import calendars, labels, rules
from app.training.guards import manages
from app.training.models import ALIVE, TOOK_PART, BatchStatus, Enrolment, EnrolmentStatus
from app.training.queries import batches as queries
from app.training.queries import enrolments, learning, outlooks, planning
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
        return {"free": page.batch.seats_left, "kept": 0, "can_take": not waiting and page.batch.turning_since is None}
    path = planning.unit_path_of(visitor.employee_id or 0, today(visitor.timezone))
    free = rules.seats_free_for(path, page.batch.seats_left, kept)
    can_take = page.batch.turning_since is None
    return {"free": free, "kept": page.batch.seats_left - free, "can_take": can_take}


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
    runs_training, day = manages(page.batch.id), today(visitor.timezone)
    return {
        "meetings": meetings,
        "agenda": agenda,
        **_own_days(page, meetings, takes_part=status in TOOK_PART),
        "gains": _gains(page),
        "form": competency.form(page.programme.form_code, page.batch.starts_on),
        "documents": [
            row
            for row in planning.documents(page.batch.id)
            if rules.may_see(row.audience, page.batch, status, runs_training=runs_training, day=day)
        ],
        "duties": _duties(page, status),
        "may_manage": runs_training,
        "may_nominate": visitor.may(Permission.TRAINING_NOMINATE),
    }


def _own_days(page: BatchPage, meetings: list[Any], *, takes_part: bool) -> dict[str, Any]:
    """One's own attendance, what one said about it, and what it can still come to."""
    meeting_ids = [meeting.id for meeting in meetings]
    attended = attendance.of_person(meeting_ids, visitor.employee_id or 0)
    return {
        "attended": attended,
        "absences": absences.own(meeting_ids, visitor.employee_id or 0) if takes_part else {},
        "open_now": {one.id for one in meetings if one.starts_at - timedelta(minutes=one.opens_minutes) <= now()},
        "outlook": outlooks.of_person(page, meeting_ids, attended),
        "attendance_labels": attendance_labels,
    }


def _duties(page: BatchPage, status: str | None) -> list[tuple[str, str, str]]:
    """Tests, the assignment and the evaluation, for somebody who takes part: title, text, address."""
    if status not in TOOK_PART:
        return []
    batch_id = page.batch.id
    found = [
        (
            exam_labels.PURPOSES[ExamPurpose(exam.purpose)],
            "Sedang dibuka" if exam.status == ExamStatus.OPEN else "Sudah ditutup",
            url_for(".show_own_exam", batch_id=batch_id, exam_id=exam.id),
        )
        for exam in learning.exams_of(batch_id)
        if exam.status != ExamStatus.DRAFT
    ]
    if page.programme.needs_assignment or page.batch.assignment_brief:
        due_at = page.batch.assignment_due_at
        until = f"Diserahkan paling lambat {dates.moment(due_at)}" if due_at else "Tanpa batas waktu"
        found.append(("Tugas akhir", until, url_for(".show_own_work", batch_id=batch_id)))
    evaluation = learning.evaluation_of(batch_id)
    if evaluation is not None and evaluations.participation(evaluation.id, visitor.employee_id or 0) is not None:
        text = "Tanpa nama, kira-kira tiga menit"
        found.append(("Evaluasi pelatihan", text, url_for(".show_own_evaluation", batch_id=batch_id)))
    return found


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
    content = calendars.of_batch(page, queries.meetings(batch_id), address, visitor.timezone)
    response = Response(content, mimetype="text/calendar")
    response.headers.set("Content-Disposition", "attachment", filename=f"angkatan-{batch_id}.ics")
    return response
