from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires, visitor
from app.access.permissions import Permission
from app.base.clock import today
from app.base.database import db
from app.base.errors import StaleVersion
from app.certificates.queries import designs
from app.competency import queries as competency
from app.organisation import labels as organisation_labels
from app.organisation.models import EmployeeKind, PositionTier
from app.training import labels, rules
from app.training.forms import ProgrammeForm, RaisedForm, SubjectForm
from app.training.models import Programme
from app.training.queries import interests
from app.training.queries import programmes as queries
from app.training.services import programmes as services
from app.training.views.blueprint import bp
from app.training.views.editing import put_at_field, version_of
from app.web.answers import changed, moved_on, show
from app.web.comparing import differences
from app.web.fields import offer
from app.web.inputs import arg_text, is_row_number

PAGE = "training/programme_detail.html"
FORM = "training/programme_form.html"
PAGE_SIZE = 25
BATCHES_SHOWN = 50
USUAL_ATTENDANCE = 80


@bp.get("/program")
@requires(Permission.TRAINING_BATCH_MANAGE)
def list_programmes() -> ResponseReturnValue:
    text, archived = arg_text("cari"), request.args.get("arsip") == "1"
    found = queries.programmes(text=text, archived=archived, after=_after(), limit=PAGE_SIZE + 1)
    rows = found[:PAGE_SIZE]
    last = rows[-1] if len(found) > PAGE_SIZE else None
    asked: dict[str, Any] = {"cari": text} | ({"arsip": "1"} if archived else {})
    return show(
        "training/programme_list.html",
        fragment="programme_results",
        programmes=rows,
        text=text,
        archived=archived,
        forms=competency.forms(),
        more_href=url_for(".list_programmes", setelah=f"{last.id}~{last.title}", **asked) if last else "",
    )


def _after() -> tuple[str, int] | None:
    number, _tilde, title = request.args.get("setelah", "").partition("~")
    return (title[:250], int(number)) if is_row_number(number) else None


@bp.get("/program/baru")
@requires(Permission.TRAINING_BATCH_MANAGE)
def show_new_programme() -> ResponseReturnValue:
    usual = next(iter(queries.series()), ("", ""))
    data = {"min_attendance": USUAL_ATTENDANCE, "series_id": usual[0], "organiser": usual[1]}
    return show(FORM, form=_choices(ProgrammeForm(data=data)), programme=None, stale=None)


@bp.post("/program/baru")
@requires(Permission.TRAINING_BATCH_MANAGE)
def create_programme() -> ResponseReturnValue:
    form = _choices(ProgrammeForm())
    if form.validate_on_submit():
        try:
            programme = services.create(form.facts(), by=actor())
            db.session.commit()
        except rules.WrongField as refusal:
            put_at_field(form, refusal)
        else:
            return moved_on(
                url_for(".show_programme", programme_id=programme.id), "Tersimpan. Sekarang isi mata pelatihannya."
            )
    return show(FORM, http_status=422, form=form, programme=None, stale=None)


@bp.get("/program/<int:programme_id>")
@requires(Permission.TRAINING_BATCH_MANAGE)
def show_programme(programme_id: int) -> ResponseReturnValue:
    return show(PAGE, fragment="subjects", **_context(queries.programme(programme_id)))


@bp.get("/program/<int:programme_id>/ubah")
@requires(Permission.TRAINING_BATCH_MANAGE)
def show_programme_form(programme_id: int) -> ResponseReturnValue:
    programme = queries.programme(programme_id)
    return show(FORM, form=_choices(ProgrammeForm(obj=programme)), programme=programme, stale=None)


@bp.post("/program/<int:programme_id>/ubah")
@requires(Permission.TRAINING_BATCH_MANAGE)
def create_programme_change(programme_id: int) -> ResponseReturnValue:
    programme, form, stale, status = queries.programme(programme_id), _choices(ProgrammeForm()), None, 422
    if form.validate_on_submit():
        try:
            services.change(programme, form.facts(), version=version_of(form), by=actor())
            db.session.commit()
        except rules.WrongField as refusal:
            put_at_field(form, refusal)
        except StaleVersion:
            db.session.rollback()
            programme, status = queries.programme(programme_id), 409
            stale = differences(form, _choices(ProgrammeForm(formdata=None, obj=programme)))
            form.version.data = programme.version
        else:
            return moved_on(url_for(".show_programme", programme_id=programme_id), "Tersimpan.")
    return show(FORM, http_status=status, form=form, programme=queries.programme(programme_id), stale=stale)


def _choices(form: ProgrammeForm) -> ProgrammeForm:
    form.form_code.choices = offer(competency.forms().items(), "Pilih bentuk")
    form.series_id.choices = offer(
        ((number, f"Penomoran {name}") for number, name in queries.series()), "Tanpa sertifikat, hanya JP"
    )
    form.design_id.choices = offer(_designs(form), "Pucuk rebung bawaan")
    for field in (form.series_id, form.design_id):
        field.data = field.data or ""  # nothing chosen is a choice of its own
    return form


def _designs(form: ProgrammeForm) -> list[tuple[int, str]]:
    """Designs in use, and the one the programme has even where it was archived since."""
    found = designs.choices()
    chosen = form.design_id.data
    if isinstance(chosen, int) and chosen not in dict(found):
        found.append((chosen, designs.design(chosen).name))
    return found


@bp.post("/program/<int:programme_id>/mata-pelatihan")
@requires(Permission.TRAINING_BATCH_MANAGE)
def create_subject(programme_id: int) -> ResponseReturnValue:
    programme, form = queries.programme(programme_id), _subject_choices(SubjectForm())
    if not form.validate_on_submit():
        return show(PAGE, fragment="subjects", http_status=422, **_context(programme, subject_form=form))
    services.add_subject(
        programme,
        title=form.title.data,
        lesson_hours=form.lesson_hours.data,
        competency_id=form.competency,
        by=actor(),
    )
    db.session.commit()
    return _changed(programme_id, "Mata pelatihan ditambahkan.")


@bp.get("/program/<int:programme_id>/mata-pelatihan/<int:subject_id>/ubah")
@requires(Permission.TRAINING_BATCH_MANAGE)
def show_subject_form(programme_id: int, subject_id: int) -> ResponseReturnValue:
    subject = queries.subject(programme_id, subject_id)
    return show(
        "training/subject_form.html",
        form=_subject_choices(SubjectForm(obj=subject)),
        programme=queries.programme(programme_id),
        subject=subject,
    )


@bp.post("/program/<int:programme_id>/mata-pelatihan/<int:subject_id>/ubah")
@requires(Permission.TRAINING_BATCH_MANAGE)
def create_subject_change(programme_id: int, subject_id: int) -> ResponseReturnValue:
    programme, subject = queries.programme(programme_id), queries.subject(programme_id, subject_id)
    form = _subject_choices(SubjectForm())
    if not form.validate_on_submit():
        return show("training/subject_form.html", http_status=422, form=form, programme=programme, subject=subject)
    services.change_subject(
        programme,
        subject,
        title=form.title.data,
        lesson_hours=form.lesson_hours.data,
        competency_id=form.competency,
        by=actor(),
    )
    db.session.commit()
    return moved_on(url_for(".show_programme", programme_id=programme_id), "Mata pelatihan diubah.")


@bp.post("/program/<int:programme_id>/mata-pelatihan/<int:subject_id>/naik")
@requires(Permission.TRAINING_BATCH_MANAGE)
def create_subject_rise(programme_id: int, subject_id: int) -> ResponseReturnValue:
    programme, subject = queries.programme(programme_id), queries.subject(programme_id, subject_id)
    services.raise_subject(programme, subject, by=actor())
    db.session.commit()
    return _changed(programme_id, "Urutan diubah.")


@bp.post("/program/<int:programme_id>/mata-pelatihan/<int:subject_id>/penghapusan")
@requires(Permission.TRAINING_BATCH_MANAGE)
def create_subject_removal(programme_id: int, subject_id: int) -> ResponseReturnValue:
    programme, subject = queries.programme(programme_id), queries.subject(programme_id, subject_id)
    services.remove_subject(programme, subject, by=actor())
    db.session.commit()
    return _changed(programme_id, "Mata pelatihan dihapus.")


def _subject_choices(form: SubjectForm) -> SubjectForm:
    form.competency_id.choices = offer(competency.competencies(), "Tidak satu kompetensi tertentu")
    return form


@bp.post("/program/<int:programme_id>/kompetensi")
@requires(Permission.TRAINING_BATCH_MANAGE)
def create_raised_competency(programme_id: int) -> ResponseReturnValue:
    programme, form = queries.programme(programme_id), _raised_choices(RaisedForm())
    if not form.validate_on_submit():
        return show(PAGE, fragment="raised", http_status=422, **_context(programme, raised_form=form))
    services.raise_competency(programme, competency_id=int(form.raised_id.data), level=int(form.level.data), by=actor())
    db.session.commit()
    return _changed(programme_id, "Kompetensi disimpan.", fragment="raised")


@bp.post("/program/<int:programme_id>/kompetensi/<int:raised_id>/penghapusan")
@requires(Permission.TRAINING_BATCH_MANAGE)
def create_raised_removal(programme_id: int, raised_id: int) -> ResponseReturnValue:
    programme = queries.programme(programme_id)
    services.drop_competency(programme, queries.raised_row(programme_id, raised_id), by=actor())
    db.session.commit()
    return _changed(programme_id, "Kompetensi dihapus dari program.", fragment="raised")


def _raised_choices(form: RaisedForm) -> RaisedForm:
    form.raised_id.choices = offer(competency.competencies(), "Pilih kompetensi")
    return form


@bp.post("/program/<int:programme_id>/arsip")
@requires(Permission.TRAINING_BATCH_MANAGE)
def create_archiving(programme_id: int) -> ResponseReturnValue:
    services.archive(queries.programme(programme_id), by=actor())
    db.session.commit()
    return moved_on(
        url_for(".show_programme", programme_id=programme_id),
        "Program diarsipkan. Riwayat dan sertifikatnya tetap ada.",
    )


@bp.post("/program/<int:programme_id>/pemulihan")
@requires(Permission.TRAINING_BATCH_MANAGE)
def create_restoration(programme_id: int) -> ResponseReturnValue:
    services.restore(queries.programme(programme_id), by=actor())
    db.session.commit()
    return moved_on(url_for(".show_programme", programme_id=programme_id), "Program dipakai lagi.")


@bp.post("/program/<int:programme_id>/penghapusan")
@requires(Permission.TRAINING_BATCH_MANAGE)
def create_programme_removal(programme_id: int) -> ResponseReturnValue:
    programme = queries.programme(programme_id)
    try:
        services.delete(programme, by=actor())
    except rules.StillNeeded as refusal:
        refusal.way_on = ("Kembali ke program", url_for(".show_programme", programme_id=programme_id))
        raise
    db.session.commit()
    return moved_on(url_for(".list_programmes"), "Program dihapus.")


def _changed(programme_id: int, say: str, fragment: str = "subjects") -> ResponseReturnValue:
    return changed(
        PAGE,
        fragment=fragment,
        say=say,
        back_to=url_for(".show_programme", programme_id=programme_id),
        context=lambda: _context(queries.programme(programme_id)),
    )


def _context(programme: Programme, **forms: Any) -> dict[str, Any]:
    subjects = queries.subject_rows(programme.id)
    form = competency.form(programme.form_code, today(visitor.timezone))
    series = dict(queries.series())
    return {
        "programme": programme,
        "subjects": subjects,
        "hours": sum(row.lesson_hours for row in subjects),
        "raised": queries.raised(programme.id),
        "batches": queries.batches_of(programme.id, limit=BATCHES_SHOWN),
        "form": form,
        "jp_words": labels.jp_rule(form, international=programme.is_international),
        "interest": interests.by_unit(programme.id, today(visitor.timezone)),
        "series_name": series.get(programme.series_id or 0, ""),
        "kinds": [organisation_labels.KINDS[EmployeeKind(one)] for one in programme.kinds],
        "tiers": [organisation_labels.TIERS[PositionTier(one)] for one in programme.tiers],
        "labels": labels,
        "today": today(visitor.timezone),
        "subject_form": _subject_choices(SubjectForm(formdata=None)),
        "raised_form": _raised_choices(RaisedForm(formdata=None)),
    } | forms
