from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from app.access.guards import actor, requires, visitor
from app.access.permissions import Permission
from app.base import wording
from app.base.database import db
from app.competency import queries as competency
from app.training import labels, rules
from app.training.forms import MeetingForm, PatternForm
from app.training.models import Batch, BatchStatus
from app.training.queries import batches as queries
from app.training.queries import clashes, planning, programmes
from app.training.services import schedule as services
from app.training.views.blueprint import bp
from app.training.views.editing import put_at_field
from app.web.answers import changed, moved_on, show
from app.web.fields import offer

PAGE = "training/batch_schedule.html"
PATTERN = "training/pattern_form.html"
MEETING = "training/meeting_form.html"
USUAL_HOURS = {"begins": "08:00", "ends": "15:30"}


@bp.get("/kelola/<int:batch_id>/jadwal")
@requires(Permission.TRAINING_BATCH_MANAGE)
def show_schedule(batch_id: int) -> ResponseReturnValue:
    return show(PAGE, fragment="schedule", **_context(batch_id))


@bp.get("/kelola/<int:batch_id>/jadwal/pola")
@requires(Permission.TRAINING_BATCH_MANAGE)
def show_pattern(batch_id: int) -> ResponseReturnValue:
    """The form, and once it is filled in, what it would make; nothing is written yet."""
    page = queries.managed_batch(batch_id)
    if "first" not in request.args:
        return show(
            PATTERN, fragment="pattern", page=page, planned=None, form=_usual_pattern(page.batch), labels=labels
        )
    form, planned, status = PatternForm(request.args, meta={"csrf": False}), None, 200
    if not form.validate():
        status = 422
    else:
        try:
            planned = services.preview(page, form.pattern())
        except rules.WrongField as refusal:
            put_at_field(form, refusal)
            status = 422
    page = queries.managed_batch(batch_id)
    return show(PATTERN, fragment="pattern", http_status=status, page=page, planned=planned, form=form, labels=labels)


def _usual_pattern(batch: Batch) -> PatternForm:
    values = MultiDict(
        {
            "first": batch.starts_on.isoformat(),
            "last": batch.ends_on.isoformat(),
            "place": batch.place,
            "trainer": batch.trainer,
            **USUAL_HOURS,
        }
    )
    for weekday in range(5):
        values.add("weekdays", str(weekday))
    return PatternForm(values, meta={"csrf": False})


@bp.post("/kelola/<int:batch_id>/jadwal/pola")
@requires(Permission.TRAINING_BATCH_MANAGE)
def create_meetings(batch_id: int) -> ResponseReturnValue:
    page, form = queries.managed_batch(batch_id), PatternForm()
    if form.validate_on_submit():
        try:
            count = services.add_pattern(page, form.pattern(), by=actor())
            db.session.commit()
        except rules.WrongField as refusal:
            put_at_field(form, refusal)
        else:
            say = f"{count} pertemuan ditambahkan." if count else "Semua pertemuan itu sudah ada."
            return moved_on(url_for(".show_schedule", batch_id=batch_id), say)
    page = queries.managed_batch(batch_id)
    return show(PATTERN, http_status=422, page=page, planned=None, form=form, labels=labels)


@bp.get("/kelola/<int:batch_id>/jadwal/baru")
@requires(Permission.TRAINING_BATCH_MANAGE)
def show_new_meeting(batch_id: int) -> ResponseReturnValue:
    page = queries.managed_batch(batch_id)
    number = len(planning.links(batch_id)) + 1
    values = {"title": f"Pertemuan {number}", "day": page.batch.starts_on.isoformat(), "place": page.batch.place}
    form = _subjects(MeetingForm(MultiDict(values | USUAL_HOURS)), page.programme.id)
    return show(MEETING, page=page, meeting=None, form=form, BatchStatus=BatchStatus)


@bp.post("/kelola/<int:batch_id>/jadwal/baru")
@requires(Permission.TRAINING_BATCH_MANAGE)
def create_meeting(batch_id: int) -> ResponseReturnValue:
    page = queries.managed_batch(batch_id)
    form = _subjects(MeetingForm(), page.programme.id)
    if form.validate_on_submit():
        try:
            services.add(page, form.facts(), by=actor())
            db.session.commit()
        except rules.WrongField as refusal:
            put_at_field(form, refusal)
        else:
            return moved_on(url_for(".show_schedule", batch_id=batch_id), "Pertemuan ditambahkan.")
    page = queries.managed_batch(batch_id)
    return show(MEETING, http_status=422, page=page, meeting=None, form=form, BatchStatus=BatchStatus)


@bp.get("/kelola/<int:batch_id>/jadwal/<int:meeting_id>/ubah")
@requires(Permission.TRAINING_BATCH_MANAGE)
def show_meeting_form(batch_id: int, meeting_id: int) -> ResponseReturnValue:
    page, meeting = queries.managed_batch(batch_id), queries.meeting_of_batch(batch_id, meeting_id)
    link = planning.link(meeting_id)
    start, end = (wording.local(one, visitor.timezone) for one in (meeting.starts_at, meeting.ends_at))
    values = {
        "title": meeting.title,
        "day": start.date().isoformat(),
        "begins": f"{start:%H:%M}",
        "ends": f"{end:%H:%M}",
        "place": meeting.place,
        "online_url": meeting.online_url,
        "subject_id": str(link.subject_id or ""),
        "trainer": link.trainer,
    }
    form = _subjects(MeetingForm(MultiDict(values)), page.programme.id)
    return show(MEETING, page=page, meeting=meeting, form=form, BatchStatus=BatchStatus)


@bp.post("/kelola/<int:batch_id>/jadwal/<int:meeting_id>/ubah")
@requires(Permission.TRAINING_BATCH_MANAGE)
def create_meeting_change(batch_id: int, meeting_id: int) -> ResponseReturnValue:
    page, meeting = queries.managed_batch(batch_id), queries.meeting_of_batch(batch_id, meeting_id)
    form = _subjects(MeetingForm(), page.programme.id)
    if form.validate_on_submit():
        try:
            services.change(page, meeting, form.facts(), by=actor())
            db.session.commit()
        except rules.WrongField as refusal:
            put_at_field(form, refusal)
        else:
            return moved_on(url_for(".show_schedule", batch_id=batch_id), "Pertemuan diubah.")
    page, meeting = queries.managed_batch(batch_id), queries.meeting_of_batch(batch_id, meeting_id)
    return show(MEETING, http_status=422, page=page, meeting=meeting, form=form, BatchStatus=BatchStatus)


@bp.post("/kelola/<int:batch_id>/jadwal/<int:meeting_id>/penghapusan")
@requires(Permission.TRAINING_BATCH_MANAGE)
def create_meeting_removal(batch_id: int, meeting_id: int) -> ResponseReturnValue:
    page, meeting = queries.managed_batch(batch_id), queries.meeting_of_batch(batch_id, meeting_id)
    services.remove(page, meeting, by=actor())
    db.session.commit()
    return changed(
        PAGE,
        fragment="schedule",
        say="Pertemuan dihapus.",
        back_to=url_for(".show_schedule", batch_id=batch_id),
        context=lambda: _context(batch_id),
    )


def _subjects(form: MeetingForm, programme_id: int) -> MeetingForm:
    rows = programmes.subject_rows(programme_id)
    form.subject_id.choices = offer(((row.id, row.title) for row in rows), "Beberapa mata pelatihan")
    return form


def _context(batch_id: int) -> dict[str, Any]:
    page = queries.managed_batch(batch_id)
    return {
        "page": page,
        "batch": page.batch,
        "meetings": planning.schedule(batch_id),
        "clashes": clashes.of_batch(batch_id),
        "jp_words": labels.jp_rule(competency.form(page.programme.form_code, page.batch.starts_on)),
        "labels": labels,
        "BatchStatus": BatchStatus,
    }
