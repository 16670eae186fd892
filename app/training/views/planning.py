from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires, visitor
from app.access.permissions import Permission
from app.base import wording
from app.base.clock import now, today
from app.base.database import db
from app.base.errors import StaleVersion
from app.competency import queries as competency
from app.competency.models import JpRule
from app.training import labels, rules
from app.training.forms import BatchForm, CancellationForm, CloneForm, RealisationForm
from app.training.models import IN_HAND, OVER, Batch, BatchStatus, EnrolmentPolicy, Programme
from app.training.queries import batches as queries
from app.training.queries import enrolments, planning, programmes
from app.training.queries.batches import BatchPage
from app.training.services import hours
from app.training.services import planning as services
from app.training.services.interests import Turned
from app.training.views.blueprint import bp
from app.training.views.closing import PAGE as MANAGED
from app.training.views.closing import managed_context
from app.training.views.editing import put_at_field, version_of
from app.web.answers import moved_on, show
from app.web.comparing import differences

FORM = "training/batch_form.html"
FIGURES = "training/batch_figures.html"
SOONEST_DAYS = 30


@bp.get("/program/<int:programme_id>/angkatan-baru")
@requires(Permission.TRAINING_BATCH_MANAGE)
def show_new_batch(programme_id: int) -> ResponseReturnValue:
    programme = programmes.programme(programme_id)
    soon = today(visitor.timezone) + timedelta(days=SOONEST_DAYS)
    first = soon + timedelta(days=-soon.weekday() % 7)
    form = BatchForm(data={"starts_on": first, "ends_on": first, "seats": services.USUAL_SEATS, "policy": "open"})
    return show(FORM, form=form, stale=None, **_form_context(programme, None, form))


@bp.post("/program/<int:programme_id>/angkatan-baru")
@requires(Permission.TRAINING_BATCH_MANAGE)
def create_batch(programme_id: int) -> ResponseReturnValue:
    programme, form = programmes.programme(programme_id), BatchForm()
    if form.validate_on_submit():
        try:
            batch = services.create(programme, form.facts(), by=actor())
            db.session.commit()
        except rules.WrongField as refusal:
            put_at_field(form, refusal)
        else:
            return moved_on(
                url_for(".show_managed", batch_id=batch.id), "Rancangan tersimpan. Sekarang susun jadwalnya."
            )
    return show(
        FORM, http_status=422, form=form, stale=None, **_form_context(programmes.programme(programme_id), None, form)
    )


@bp.get("/kelola/<int:batch_id>/ubah")
@requires(Permission.TRAINING_BATCH_MANAGE)
def show_batch_form(batch_id: int) -> ResponseReturnValue:
    page = queries.managed_batch(batch_id)
    if page.batch.status in OVER:
        return show(FIGURES, form=RealisationForm(obj=page.batch), stale=None, **_figures(page))
    form = BatchForm(obj=page.batch)
    return show(FORM, form=form, stale=None, **_form_context(page.programme, page.batch, form))


@bp.post("/kelola/<int:batch_id>/ubah")
@requires(Permission.TRAINING_BATCH_MANAGE)
def create_batch_change(batch_id: int) -> ResponseReturnValue:
    page, form, stale, status = queries.managed_batch(batch_id), BatchForm(), None, 422
    if form.validate_on_submit():
        try:
            services.change(page, form.facts(), version=version_of(form), by=actor())
            db.session.commit()
        except rules.WrongField as refusal:
            put_at_field(form, refusal)
        except StaleVersion:
            db.session.rollback()
            stored, status = queries.managed_batch(batch_id).batch, 409
            stale = differences(form, BatchForm(formdata=None, obj=stored))
            form.version.data = stored.version
        else:
            return moved_on(url_for(".show_managed", batch_id=batch_id), "Tersimpan.")
    page = queries.managed_batch(batch_id)
    return show(FORM, http_status=status, form=form, stale=stale, **_form_context(page.programme, page.batch, form))


@bp.post("/kelola/<int:batch_id>/realisasi")
@requires(Permission.TRAINING_BATCH_MANAGE)
def create_realisation(batch_id: int) -> ResponseReturnValue:
    page, form, stale, status = queries.managed_batch(batch_id), RealisationForm(), None, 422
    if form.validate_on_submit():
        try:
            services.realise(page, form.realised.data, version=version_of(form), by=actor())
            db.session.commit()
        except StaleVersion:
            db.session.rollback()
            stored, status = queries.managed_batch(batch_id).batch, 409
            stale = differences(form, RealisationForm(formdata=None, obj=stored))
            form.version.data = stored.version
        else:
            return moved_on(url_for(".show_batch_form", batch_id=batch_id), "Realisasi tersimpan.")
    return show(FIGURES, http_status=status, form=form, stale=stale, **_figures(queries.managed_batch(batch_id)))


def _figures(page: BatchPage) -> dict[str, Any]:
    return {"page": page, "batch": page.batch, "labels": labels, "today": today(visitor.timezone)}


def _form_context(programme: Programme, batch: Batch | None, form: BatchForm) -> dict[str, Any]:
    return {
        "programme": programme,
        "batch": batch,
        "BatchStatus": BatchStatus,
        **_hours_context(programme, batch, form.starts_on.data, form.ends_on.data),
    }


@bp.get("/program/<int:programme_id>/jp")
@requires(Permission.TRAINING_BATCH_MANAGE)
def show_expected_hours(programme_id: int) -> ResponseReturnValue:
    """The hours a batch with these dates would have, while one is still typing."""
    programme = programmes.programme(programme_id)
    context = _hours_context(programme, None, _asked_day("starts_on"), _asked_day("ends_on"))
    return show("training/batch_hours.html", fragment="batch_hours", programme=programme, batch=None, **context)


@bp.get("/kelola/<int:batch_id>/jp")
@requires(Permission.TRAINING_BATCH_MANAGE)
def show_batch_hours(batch_id: int) -> ResponseReturnValue:
    page = queries.managed_batch(batch_id)
    context = _hours_context(page.programme, page.batch, _asked_day("starts_on"), _asked_day("ends_on"))
    return show(
        "training/batch_hours.html", fragment="batch_hours", programme=page.programme, batch=page.batch, **context
    )


def _asked_day(name: str) -> date | None:
    try:
        day = date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
    return day if 1900 <= day.year <= 2100 else None


def _hours_context(
    programme: Programme, batch: Batch | None, starts_on: date | None, ends_on: date | None
) -> dict[str, Any]:
    form = competency.form(programme.form_code, starts_on or today(visitor.timezone))
    spans = [(row.starts_at, row.ends_at) for row in planning.schedule(batch.id)] if batch else []
    subject_hours = programmes.subject_hours(programme.id)
    expected: Decimal | None = None
    if starts_on and ends_on and starts_on <= ends_on:
        expected = hours.hours_of(
            form, subject_hours, spans, starts_on, ends_on, international=programme.is_international
        )
    return {
        "jp_words": labels.jp_rule(form, international=programme.is_international),
        "expected_hours": expected,
        "meeting_count": len(spans),
        "is_manual": form.jp_rule == JpRule.MANUAL,
    }


@bp.post("/kelola/<int:batch_id>/pembukaan")
@requires(Permission.TRAINING_BATCH_MANAGE)
def create_publication(batch_id: int) -> ResponseReturnValue:
    page = queries.managed_batch(batch_id)
    try:
        turned = services.publish(page, by=actor())
    except rules.NotReadyToPublish:
        db.session.rollback()
        return show(MANAGED, fragment="closing", http_status=422, **managed_context(batch_id, asked_to_publish=True))
    db.session.commit()
    return moved_on(url_for(".show_managed", batch_id=batch_id), _say_published(page, turned))


def _say_published(page: BatchPage, turned: Turned) -> str:
    if turned.waiting:
        return labels.turning(turned.people, turned.waiting)
    if turned.people:
        return labels.turned(turned.seated, turned.queued, turned.asked, turned.kept)
    if page.batch.policy == EnrolmentPolicy.NOMINATED:
        return "Angkatan dibuka. Pegawai bisa melihatnya; pesertanya lewat usulan unit."
    if page.batch.enrolment_opens_at > now():
        return f"Angkatan dibuka. Pendaftaran mulai {wording.moment(page.batch.enrolment_opens_at, visitor.timezone)}."
    return "Angkatan dibuka. Pegawai sudah bisa mendaftar."


@bp.get("/kelola/<int:batch_id>/salinan")
@requires(Permission.TRAINING_BATCH_MANAGE)
def show_clone_form(batch_id: int) -> ResponseReturnValue:
    page = queries.managed_batch(batch_id)
    form = CloneForm(
        data={
            "starts_on": rules.same_weekday_next_year(page.batch.starts_on),
            "schedule": True,
            "documents": True,
            "reservations": True,
            "assignment": True,
            "money": True,
        }
    )
    return show("training/clone_form.html", form=form, page=page, **_clone_counts(batch_id))


@bp.post("/kelola/<int:batch_id>/salinan")
@requires(Permission.TRAINING_BATCH_MANAGE)
def create_clone(batch_id: int) -> ResponseReturnValue:
    page, form = queries.managed_batch(batch_id), CloneForm()
    if not form.validate_on_submit():
        return show("training/clone_form.html", http_status=422, form=form, page=page, **_clone_counts(batch_id))
    batch = services.clone(page, form.wishes(), by=actor())
    db.session.commit()
    return moved_on(
        url_for(".show_managed", batch_id=batch.id),
        f"Angkatan {batch.number} tahun {batch.year} siap diperiksa. Pegawai belum melihatnya.",
    )


def _clone_counts(batch_id: int) -> dict[str, Any]:
    return {
        "meetings": len(planning.links(batch_id)),
        "documents": len(planning.document_rows(batch_id)),
        "reservations": len(planning.reservation_rows(batch_id)),
    }


@bp.get("/kelola/<int:batch_id>/pembatalan")
@requires(Permission.TRAINING_BATCH_MANAGE)
def show_cancellation(batch_id: int) -> ResponseReturnValue:
    return show("training/cancellation_form.html", form=CancellationForm(), **_cancellation_context(batch_id))


@bp.post("/kelola/<int:batch_id>/pembatalan")
@requires(Permission.TRAINING_BATCH_MANAGE)
def create_cancellation(batch_id: int) -> ResponseReturnValue:
    page, form = queries.managed_batch(batch_id), CancellationForm()
    if not form.validate_on_submit():
        return show("training/cancellation_form.html", http_status=422, form=form, **_cancellation_context(batch_id))
    told = services.cancel(page, form.reason.data, by=actor())
    db.session.commit()
    say = f"Angkatan dibatalkan. {told} orang diberi tahu." if told else "Angkatan dibatalkan. Belum ada pendaftar."
    return moved_on(url_for(".show_managed", batch_id=batch_id), say)


def _cancellation_context(batch_id: int) -> dict[str, Any]:
    page = queries.managed_batch(batch_id)
    refusal = ""
    try:
        rules.ensure_may_cancel(page.batch, settled=enrolments.settled(batch_id))
    except rules.IsOver as no:
        refusal = no.message
    affected = enrolments.counts(batch_id)
    return {
        "page": page,
        "batch": page.batch,
        "refusal": refusal,
        "affected": [(labels.STATUSES[one][0], count) for one, count in affected.items() if one in IN_HAND],
        "total": sum(count for one, count in affected.items() if one in IN_HAND),
    }


@bp.post("/kelola/<int:batch_id>/penghapusan")
@requires(Permission.TRAINING_BATCH_MANAGE)
def create_draft_removal(batch_id: int) -> ResponseReturnValue:
    page = queries.managed_batch(batch_id)
    programme_id = page.programme.id
    services.delete_draft(page, by=actor())
    db.session.commit()
    return moved_on(url_for(".show_programme", programme_id=programme_id), "Rancangan dihapus.")
