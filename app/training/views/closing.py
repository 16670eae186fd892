import re
from datetime import date
from decimal import Decimal
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires, visitor
from app.access.permissions import Permission
from app.attendance import labels as attendance_labels
from app.attendance import queries as attendance
from app.base.clock import now, today
from app.base.database import db
from app.certificates import labels as certificate_labels
from app.certificates.queries import issued
from app.certificates.rules import status_on
from app.documents import queries as documents
from app.documents import services as store
from app.jobs import queries as jobs
from app.training import labels, rules
from app.training.guards import managed_reach
from app.training.models import HOLDS_SEAT, TOOK_PART, BatchStatus, EnrolmentStatus
from app.training.queries import batches as queries
from app.training.queries import catalogue, enrolments, outlooks, rosters
from app.training.queries import planning as planned
from app.training.queries.batches import BatchPage
from app.training.rules import ManagedState
from app.training.services import closing, interests, planning, sheets
from app.training.views.blueprint import bp
from app.web.answers import changed, download, show
from app.web.inputs import arg_text, aware, is_row_number, keyset

PAGE = "training/managed_batch.html"
PAGE_SIZE = 25
PEOPLE_SHOWN = 50
HIGHEST_SCORE = 100
SCORE = re.compile(r"-?[0-9]{1,9}(?:\.[0-9]{1,2})?")


@bp.get("/kelola")
@requires(Permission.TRAINING_BATCH_MANAGE)
def list_managed() -> ResponseReturnValue:
    """What is still to do, the oldest first: what waits to be closed stands at the top."""
    reach, text, state = managed_reach(), arg_text("cari"), arg_text("keadaan", 20)
    found = catalogue.managed_batches(
        state=ManagedState(state) if state in list(ManagedState) else ManagedState.UNFINISHED,
        text=text,
        day=today(visitor.timezone),
        after=keyset("setelah", date.fromisoformat),
        limit=PAGE_SIZE + 1,
        reach=reach,
    )
    asked: dict[str, Any] = {name: value for name, value in (("cari", text), ("keadaan", state)) if value}
    batches = found[:PAGE_SIZE]
    last = batches[-1] if len(found) > PAGE_SIZE else None
    return show(
        "training/managed_list.html",
        fragment="managed_results",
        batches=batches,
        text=text,
        state=state,
        states=labels.MANAGED,
        admissions=len(planned.awaiting_organiser()) if reach.is_everything else 0,
        short=planned.short_of_people(today(visitor.timezone)) if reach.is_everything else [],
        runs_all=reach.is_everything,
        more_href=url_for(".list_managed", setelah=f"{last.starts_on}~{last.id}", **asked) if last else "",
        labels=labels,
        today=today(visitor.timezone),
    )


@bp.get("/kelola/<int:batch_id>")
@requires(Permission.TRAINING_BATCH_MANAGE)
def show_managed(batch_id: int) -> ResponseReturnValue:
    fragment = "participants" if request.args.keys() & {"cari", "sesudah"} else "closing"
    return show(PAGE, fragment=fragment, **managed_context(batch_id))


@bp.post("/kelola/<int:batch_id>/penutupan")
@requires(Permission.TRAINING_BATCH_MANAGE)
def create_closing(batch_id: int) -> ResponseReturnValue:
    closing.request_closing(queries.managed_batch(batch_id), by=actor())
    db.session.commit()
    return changed(
        PAGE,
        fragment="closing",
        say="Penutupan dimulai. Anda boleh meninggalkan halaman ini.",
        back_to=url_for(".show_managed", batch_id=batch_id),
        context=lambda: managed_context(batch_id),
    )


@bp.post("/kelola/<int:batch_id>/nilai")
@requires(Permission.TRAINING_BATCH_MANAGE)
def create_scores(batch_id: int) -> ResponseReturnValue:
    scores, faults = _scores()
    done = {int(one) for one in request.form.getlist("tugas") if is_row_number(one)}
    asked = {int(one) for one in request.form.getlist("tugas-tampil") if is_row_number(one)}
    if faults:
        context = managed_context(batch_id) | {"faults": faults, "typed": request.form}
        return show(PAGE, fragment="participants", http_status=422, **context)
    page = queries.managed_batch(batch_id)
    count = sheets.record_scores(page, scores, by=actor())
    count += sheets.record_assignments(page, {one: one in done for one in asked}, by=actor())
    db.session.commit()
    return changed(
        PAGE,
        fragment="participants",
        say=f"Tersimpan. {count} nilai berubah.",
        back_to=url_for(".show_managed", batch_id=batch_id, **_kept()),
        context=lambda: managed_context(batch_id),
    )


def _scores() -> tuple[dict[int, Decimal | None], dict[int, str]]:
    """Scores by enrolment id from fields named ``nilai-<id>``, and a sentence for each that is no score."""
    scores: dict[int, Decimal | None] = {}
    faults: dict[int, str] = {}
    for name, typed in request.form.items():
        number = name.removeprefix("nilai-")
        if number == name or not is_row_number(number):
            continue
        text = typed.strip().replace(",", ".")
        if text and not SCORE.fullmatch(text):
            faults[int(number)] = "Nilai berupa angka, misalnya 86 atau 86,5."
        elif text and not 0 <= Decimal(text) <= HIGHEST_SCORE:
            faults[int(number)] = f"Nilai antara 0 dan {HIGHEST_SCORE}."
        else:
            scores[int(number)] = Decimal(text) if text else None
    return scores, faults


@bp.get("/kelola/<int:batch_id>/sertifikat.zip")
@requires(Permission.TRAINING_BATCH_MANAGE)
def download_archive(batch_id: int) -> ResponseReturnValue:
    page = queries.managed_batch(batch_id)
    file = documents.stored_file(page.batch.archive_file_id or 0)
    db.session.rollback()
    return download(store.read(file), name=file.name, media_type=file.media_type)


def managed_context(batch_id: int, *, asked_to_publish: bool = False) -> dict[str, Any]:
    """Everything the managed page shows; of a draft also what it lacks. Its lists come a page at a time."""
    context = standing(batch_id)
    page, meetings = context["page"], context["meetings"]
    ended = any(meeting.ends_at <= now() for meeting in meetings)
    listed = _participants(batch_id)
    ids = [row.employee_id for row in listed["participants"]]
    counted = enrolments.counts(batch_id)
    seated = sum(counted.get(status, 0) for status in TOOK_PART | HOLDS_SEAT)
    return (
        context
        | listed
        | _queue(batch_id)
        | _nominees(batch_id)
        | {
            "missing": _missing(page) if page.batch.status == BatchStatus.DRAFT else [],
            "asked_to_publish": asked_to_publish,
            "runs_all": visitor.may(Permission.TRAINING_BATCH_MANAGE),
            "may_recall": visitor.may(Permission.CERTIFICATES_ISSUED_MANAGE),
            "is_paged": seated > PEOPLE_SHOWN,
            "waiting": counted.get(EnrolmentStatus.WAITLISTED, 0),
            "passing": outlooks.passing(page, len(meetings)) if ended else (0, 0),
            "forecast": _forecast(page, meetings, listed["participants"]) if ended else {},
            "endangered": _endangered(page, meetings),
            "attendance_labels": attendance_labels,
            "certificates": issued.latest_of(closing.group_key(batch_id), ids),
            "group": closing.group_key(batch_id),
            "fallen": issued.fallen_of(closing.group_key(batch_id)) if context["batch"].archive_file_id else 0,
            "turning": jobs.by_key(interests.job_key(batch_id)) if page.batch.turning_since else None,
            "begun": any(meeting.starts_at <= now() for meeting in meetings),
            "faults": {},
            "typed": {},
            "now": now(),
            "EnrolmentStatus": EnrolmentStatus,
            "certificate_labels": certificate_labels,
            "status_on": status_on,
        }
    )


def standing(batch_id: int) -> dict[str, Any]:
    """The batch, how far its closing is, and why it cannot be closed yet."""
    page, meetings = queries.managed_batch(batch_id), queries.meetings(batch_id)
    return {
        "page": page,
        "batch": page.batch,
        "meetings": meetings,
        "job": jobs.by_key(closing.job_key(batch_id)),
        "refusal": _refusal(page, meetings),
        "labels": labels,
        "today": today(visitor.timezone),
        "BatchStatus": BatchStatus,
    }


def _participants(batch_id: int) -> dict[str, Any]:
    text = arg_text("cari")
    found = rosters.participants(batch_id, text=text, after=keyset("sesudah", str), limit=PEOPLE_SHOWN + 1)
    rows = found[:PEOPLE_SHOWN]
    more = ""
    if len(found) > PEOPLE_SHOWN:
        place = {"sesudah": f"{rows[-1].sort_name}~{rows[-1].employee_id}"}
        more = url_for(".show_managed", batch_id=batch_id, **_kept() | place)
    return {"participants": rows, "text": text, "kept": _kept(), "more_href": more}


def _kept() -> dict[str, Any]:
    """What was asked for and where the page begins, for the addresses that lead back to it."""
    asked = {"cari": arg_text("cari"), "sesudah": request.args.get("sesudah", "")}
    return {name: value for name, value in asked.items() if value}


def _queue(batch_id: int) -> dict[str, Any]:
    found = rosters.waiting(batch_id, after=keyset("tunggu", aware), limit=PEOPLE_SHOWN + 1)
    rows = found[:PEOPLE_SHOWN]
    more = ""
    if len(found) > PEOPLE_SHOWN:
        place = f"{rows[-1].queued_at.isoformat()}~{rows[-1].id}"
        more = url_for(".show_managed", batch_id=batch_id, tunggu=place, _anchor="tunggu")
    return {"queue": rows, "more_waiting": more}


def _nominees(batch_id: int) -> dict[str, Any]:
    found = rosters.nominees(batch_id, after=keyset("calon", str), limit=PEOPLE_SHOWN + 1)
    rows = found[:PEOPLE_SHOWN]
    more = ""
    if len(found) > PEOPLE_SHOWN:
        place = f"{rows[-1].sort_name}~{rows[-1].employee_id}"
        more = url_for(".show_managed", batch_id=batch_id, calon=place, _anchor="calon")
    count = rosters.nominated(batch_id) if more or "calon" in request.args else len(rows)
    return {"nominees": rows, "nominated": count, "more_nominees": more}


def _missing(page: BatchPage) -> list[tuple[str, str]]:
    """(sentence, address) of each thing a draft lacks before it can be opened."""
    batch_id, programme_id = page.batch.id, page.programme.id
    form = url_for(".show_batch_form", batch_id=batch_id)
    addresses = {
        "programme": url_for(".show_programme", programme_id=programme_id),
        "subjects": url_for(".show_programme", programme_id=programme_id) + "#subjects",
        "schedule": url_for(".show_schedule", batch_id=batch_id),
        "hours": url_for(".show_programme", programme_id=programme_id) + "#subjects",
    }
    return [(one.text, addresses.get(one.where, f"{form}#{one.where}")) for one in planning.missing(page)]


def _forecast(page: BatchPage, meetings: list[Any], participants: list[Any]) -> dict[int, Any]:
    """What closing now would give each of these people, by enrolment id."""
    ids, seated = [one.id for one in meetings], [row for row in participants if row.status == EnrolmentStatus.CONFIRMED]
    marks = attendance.at_meetings(ids, [row.employee_id for row in seated])
    return {
        row.id: rules.result_of(
            page.programme,
            [marks.get((one, row.employee_id)) for one in ids],
            len(ids),
            row.score,
            assignment_done=row.assignment_done,
        )
        for row in seated
    }


def _endangered(page: BatchPage, meetings: list[Any]) -> outlooks.Endangered | None:
    """While the batch runs, whose attendance is in danger, and how it stands."""
    return outlooks.endangered(page, len(meetings)) if page.batch.status == BatchStatus.PUBLISHED else None


def _refusal(page: BatchPage, meetings: list[Any]) -> str:
    """Why the batch cannot be closed yet, or an empty string."""
    try:
        rules.ensure_may_close(
            page.batch,
            last_meeting_ends_at=max((meeting.ends_at for meeting in meetings), default=None),
            at=now(),
            unmarked=closing.unmarked(page.batch.id),
            unscored=closing.unscored(page),
            undecided=closing.undecided(page),
        )
    except rules.NotReadyToClose as refusal:
        return refusal.message
    return ""
