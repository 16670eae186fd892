"""Where assessors work: evidence, disputes, and assessments they record."""

from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires, visitor
from app.access.permissions import Permission
from app.audit.guards import note_reading
from app.base.database import db
from app.base.errors import RuleBroken, WrongField
from app.competency import forms
from app.competency.models import AssessmentSource, EvidenceStatus
from app.competency.queries import assessing as queries
from app.competency.queries import standards
from app.competency.services import assessing as services
from app.competency.views.blueprint import bp, search_limit, this_day, typed_levels, words
from app.competency.views.evidence import LARGEST_BODY, kept_row, looked_into
from app.organisation.queries import directory, staff
from app.web.answers import moved_on, show
from app.web.fields import put_at_field
from app.web.inputs import arg_int, arg_text
from app.web.requests import takes_files

DECIDE = Permission.COMPETENCY_ASSESSMENT_DECIDE
PAGE_SIZE = 50


@bp.get("/kompetensi/penilaian")
@requires(DECIDE)
@search_limit
def list_assessing() -> ResponseReturnValue:
    """What waits for an assessor, and somebody to record an assessment for."""
    text, after, reach = arg_text("cari", 80), arg_int("setelah") or 0, visitor.reach(DECIDE)
    waiting = queries.evidence_waiting(after=after, limit=PAGE_SIZE + 1)
    more = len(waiting) > PAGE_SIZE
    return show(
        "competency/assessing.html",
        evidence=waiting[:PAGE_SIZE],
        disputes=queries.disputes(),
        text=text,
        people=queries.people_to_assess(text, reach) if text else [],
        leaves_out=bool(text) and directory.leaves_out(reach),
        next_href=url_for(".list_assessing", setelah=waiting[PAGE_SIZE - 1].id) if more else "",
        **words(),
    )


@bp.get("/kompetensi/bukti/<int:evidence_id>")
@requires(DECIDE)
def show_evidence(evidence_id: int) -> ResponseReturnValue:
    row = queries.evidence_row(evidence_id)
    note_reading(row.employee_id, "levels")
    return _evidence(row, forms.EvidenceForm(data={"level": row.level}), forms.SetAsideForm())


@bp.post("/kompetensi/bukti/<int:evidence_id>/penerimaan")
@requires(DECIDE)
def create_evidence_confirmation(evidence_id: int) -> ResponseReturnValue:
    form = forms.EvidenceForm()
    one = queries.evidence(evidence_id)
    if not form.validate_on_submit():
        return _evidence(queries.evidence_row(evidence_id), form, forms.SetAsideForm(), status=422)
    services.confirm_evidence(one, form.level.data, note=form.note.data or "", today=this_day(), by=actor())
    db.session.commit()
    return moved_on(url_for(".list_assessing"), "Bukti diterima. Level dan peta kesenjangan sudah mengikuti.")


@bp.post("/kompetensi/bukti/<int:evidence_id>/penyisihan")
@requires(DECIDE)
def create_evidence_setting_aside(evidence_id: int) -> ResponseReturnValue:
    form = forms.SetAsideForm()
    one = queries.evidence(evidence_id)
    if not form.validate_on_submit():
        row = queries.evidence_row(evidence_id)
        return _evidence(row, forms.EvidenceForm(formdata=None, data={"level": row.level}), form, status=422)
    services.set_evidence_aside(one, note=form.note.data, by=actor())
    db.session.commit()
    return moved_on(url_for(".list_assessing"), "Bukti disimpan tanpa mengubah level. Pegawai diberi tahu alasannya.")


def _evidence(
    row: Any, form: forms.EvidenceForm, aside: forms.SetAsideForm, *, status: int = 200
) -> ResponseReturnValue:
    return show(
        "competency/evidence_detail.html",
        http_status=status,
        row=row,
        form=form,
        aside=aside,
        is_waiting=row.status == EvidenceStatus.WAITING,
        competency_levels=standards.words_of([row.competency_id]).get(row.competency_id, []),
        **words(),
    )


@bp.get("/kompetensi/keberatan/<int:dispute_id>")
@requires(DECIDE)
def show_dispute(dispute_id: int) -> ResponseReturnValue:
    row = queries.dispute_row(dispute_id)
    note_reading(row.employee_id, "levels")
    return _dispute(row, forms.AnswerForm())


@bp.post("/kompetensi/keberatan/<int:dispute_id>/jawaban")
@requires(DECIDE)
def create_dispute_answer(dispute_id: int) -> ResponseReturnValue:
    one, form = queries.dispute(dispute_id), forms.AnswerForm()
    if not form.validate_on_submit():
        return _dispute(queries.dispute_row(dispute_id), form, status=422)
    level = int(form.level.data) if form.level.data else None
    services.answer_dispute(one, level=level, answer=form.answer.data, today=this_day(), by=actor())
    db.session.commit()
    return moved_on(url_for(".list_assessing"), "Jawaban terkirim ke pegawai.")


def _dispute(row: Any, form: forms.AnswerForm, *, status: int = 200) -> ResponseReturnValue:
    return show("competency/dispute_detail.html", http_status=status, row=row, form=form, **words())


@bp.get("/kompetensi/penilaian/<int:employee_id>")
@requires(DECIDE)
def show_assessment_form(employee_id: int) -> ResponseReturnValue:
    head = staff.file_head(employee_id, visitor.reach(DECIDE), this_day())
    note_reading(employee_id, "levels")
    return _form(head, forms.AssessmentForm(data={"assessed_on": this_day(), "assessor": visitor.name}), {}, {})


@bp.post("/kompetensi/penilaian/<int:employee_id>")
@takes_files(LARGEST_BODY)
@requires(DECIDE)
def create_assessment(employee_id: int) -> ResponseReturnValue:
    head, form = staff.file_head(employee_id, visitor.reach(DECIDE), this_day()), forms.AssessmentForm()
    levels, faults = typed_levels()
    asked = {number: level for number, level in levels.items() if level is not None}
    if not set(levels) | set(faults) <= {one.id for one in standards.all_competencies()}:
        abort(404)
    if not form.validate_on_submit() or faults:
        return _form(head, form, levels, faults, status=422)
    try:
        kept = looked_into(form.file.data) if form.file.data else None
        services.record(
            employee_id,
            asked,
            source=AssessmentSource(form.source.data),
            assessed_on=form.assessed_on.data,
            today=this_day(),
            by=actor(),
            assessor=form.assessor.data,
            note=form.note.data or "",
            file_id=kept_row(kept).id if kept else None,
        )
    except WrongField as refusal:
        db.session.rollback()
        put_at_field(form, refusal)
        return _form(head, form, levels, {}, status=422)
    except services.NotThatDay as refusal:
        db.session.rollback()
        form.assessed_on.errors = [refusal.message]
        return _form(head, form, levels, {}, status=422)
    except RuleBroken as refusal:
        db.session.rollback()
        form.form_errors = [*form.form_errors, refusal.message]
        return _form(head, form, levels, {}, status=422)
    db.session.commit()
    return moved_on(url_for(".list_assessing"), f"Penilaian {head.name} tersimpan. Peta kesenjangan sudah mengikuti.")


def _form(
    head: Any, form: forms.AssessmentForm, levels: dict[int, int | None], faults: dict[int, str], *, status: int = 200
) -> ResponseReturnValue:
    asked = {row.competency_id for row in queries.gaps_of(head.employee_id)}
    listed = [one for one in standards.all_competencies() if one.id in asked]
    given = {number for number, level in levels.items() if level is not None} | set(faults)
    return show(
        "competency/assessment_form.html",
        http_status=status,
        head=head,
        form=form,
        # Of a post that asks nothing, whatever there is may be recorded.
        choosable=standards.Choosable(listed, {}) if listed else standards.choosable(given),
        chosen=levels,
        faults=faults,
        history=queries.history(head.employee_id)[:20],
        lost_file=status != 200 and bool(request.files),
        **words(),
    )
