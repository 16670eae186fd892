"""The evaluation of a batch: opened and closed by the organiser, filled in by whoever came, seen once it is closed."""

from datetime import timedelta
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound

from app.access.guards import actor, requires, visitor
from app.access.permissions import Permission
from app.base.clock import now, today
from app.base.database import db
from app.evaluations import labels as words
from app.evaluations import queries as evaluations
from app.evaluations import rules as evaluation_rules
from app.evaluations.models import EvaluationStatus, PartKind
from app.evaluations.services import closing, forms
from app.jobs import queries as jobs
from app.training import labels, rules
from app.training.learning_forms import EvaluationForm
from app.training.models import BatchStatus
from app.training.queries import batches as queries
from app.training.queries import learning
from app.training.services import evaluations as services
from app.training.services.closing import group_key
from app.training.views.blueprint import bp
from app.training.views.editing import put_at_field
from app.web.answers import changed, show

PAGE = "training/batch_evaluation.html"


@bp.get("/kelola/<int:batch_id>/evaluasi")
@requires(Permission.TRAINING_BATCH_MANAGE)
def show_evaluation(batch_id: int) -> ResponseReturnValue:
    return show(PAGE, fragment="evaluation", **_context(batch_id))


@bp.post("/kelola/<int:batch_id>/evaluasi")
@requires(Permission.TRAINING_BATCH_MANAGE)
def create_evaluation(batch_id: int) -> ResponseReturnValue:
    page, form = queries.managed_batch(batch_id), EvaluationForm()
    if form.validate_on_submit():
        try:
            services.open_(page, form.until.data, by=actor())
            db.session.commit()
        except rules.WrongField as refusal:
            put_at_field(form, refusal)
        else:
            return _changed(batch_id, "Evaluasi dibuka. Setiap peserta yang hadir mendapat tautannya sendiri.")
    return show(PAGE, fragment="evaluation", http_status=422, **_context(batch_id) | {"form": form})


@bp.post("/kelola/<int:batch_id>/evaluasi/penutupan")
@requires(Permission.TRAINING_BATCH_MANAGE)
def create_evaluation_closing(batch_id: int) -> ResponseReturnValue:
    queries.managed_batch(batch_id)
    closing.request(_found(batch_id), by=actor())
    db.session.commit()
    return _changed(batch_id, "Penutupan dimulai. Hasilnya tampil begitu jawaban selesai ditulis ulang.")


@bp.post("/kelola/<int:batch_id>/evaluasi/pengajar/<int:part_id>")
@requires(Permission.TRAINING_BATCH_MANAGE)
def create_trainer_name(batch_id: int, part_id: int) -> ResponseReturnValue:
    """Say by NIP which employee a trainer is; an empty field takes it back."""
    part = evaluations.part_of(_found(batch_id).id, part_id)
    if part.kind != PartKind.TRAINER:
        raise NoResultFound
    nip = request.form.get("nip", "").strip()[:30]
    employee_id = evaluations.employee_with_nip(nip) if nip else None
    if nip and employee_id is None:
        context = _context(batch_id) | {"wrong": part_id, "nip": nip}
        return show(PAGE, fragment="evaluation", http_status=422, **context)
    forms.name_trainer(part, employee_id, by=actor())
    db.session.commit()
    return _changed(batch_id, "Tersimpan. Pengajar itu melihat bagiannya sendiri setelah evaluasi ditutup.")


@bp.get("/angkatan/<int:batch_id>/evaluasi")
@requires(Permission.TRAINING_ENROL)
def show_own_evaluation(batch_id: int) -> ResponseReturnValue:
    """Leads to the form, for whoever was asked."""
    page, found = queries.visible_batch(batch_id), _found(batch_id)
    mine = evaluations.participation(found.id, visitor.employee_id or 0)
    if mine is None:
        raise NoResultFound
    is_open = found.status == EvaluationStatus.OPEN and now() < found.closes_at
    path = forms.form_path(forms.token_of(found.id, mine.employee_id)) if is_open and not mine.done else ""
    return show(
        "training/own_evaluation.html",
        page=page,
        batch=page.batch,
        evaluation=found,
        done=mine.done,
        path=path,
        labels=labels,
    )


def _found(batch_id: int) -> Any:
    found = learning.evaluation_of(batch_id)
    if found is None:
        raise NoResultFound
    return found


def _changed(batch_id: int, say: str) -> ResponseReturnValue:
    return changed(
        PAGE,
        fragment="evaluation",
        say=say,
        back_to=url_for(".show_evaluation", batch_id=batch_id),
        context=lambda: _context(batch_id),
    )


def _context(batch_id: int) -> dict[str, Any]:
    page = queries.managed_batch(batch_id)
    found = learning.evaluation_of(batch_id)
    until = today(visitor.timezone) + timedelta(days=7)
    asked = evaluations.follow_ups_of_group(group_key(batch_id))
    return {
        "page": page,
        "batch": page.batch,
        "evaluation": found,
        "parts": evaluations.parts(found.id) if found else [],
        "results": evaluations.results(found.id) if found else None,
        "job": jobs.by_key(closing.job_key(found.id)) if found else None,
        "came": len(services.came(batch_id)) if found is None else 0,
        "may_open": page.batch.status in (BatchStatus.PUBLISHED, BatchStatus.CLOSED),
        "form": EvaluationForm(formdata=None, data={"until": until}),
        "follow_ups": asked,
        "follow_up_means": _means(asked),
        "wrong": 0,
        "nip": "",
        "words": words,
        "part_names": words.PARTS,
        "labels": labels,
        "EvaluationStatus": EvaluationStatus,
        "PartKind": PartKind,
        "now": now(),
    }


def _means(asked: list[Any]) -> list[tuple[str, Any, int]]:
    """Of each statement put to superiors: its mean over those who answered, and how many they are."""
    found: dict[str, list[str]] = {}
    for row in asked:
        for text, value in zip(row.FollowUp.items, row.FollowUp.values, strict=False):
            found.setdefault(text, []).append(value)
    return [(text, evaluation_rules.mean_of(values), len(values)) for text, values in found.items()]
