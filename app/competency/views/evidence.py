"""Files that show a level: handed in by the employee, fetched by whoever may see the person."""

from typing import Any

from flask import abort, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires, visitor
from app.access.permissions import Permission
from app.audit.guards import note_reading
from app.base.database import db
from app.base.errors import WrongField
from app.competency import forms
from app.competency.queries import assessing as queries
from app.competency.services import assessing as services
from app.competency.views.blueprint import bp, this_day, words
from app.documents import services as store
from app.documents.inspection import LARGEST, Upload, inspect
from app.documents.models import StoredFile
from app.organisation.queries import staff
from app.web.answers import download, moved_on, show
from app.web.fields import put_at_field
from app.web.requests import takes_files

OWN, PEOPLE = Permission.COMPETENCY_OWN_MANAGE, Permission.ORGANISATION_EMPLOYEE_READ
DECIDE = Permission.COMPETENCY_ASSESSMENT_DECIDE
LARGEST_BODY = LARGEST + 64 * 1024


def looked_into(file: Any) -> tuple[Upload, str]:
    """A file that came with a form, looked into and put away outside the transaction (security C2), with its key.

    Raises WrongField for what is no whole PDF, PNG, JPEG or XLSX.
    """
    db.session.rollback()
    upload = inspect(file.read(), file.filename or "")
    return upload, store.put(upload.content)


def kept_row(kept: tuple[Upload, str]) -> StoredFile:
    upload, key = kept
    return store.keep(upload.content, storage_key=key, name=upload.name, media_type=upload.media_type)


@bp.get("/saya/kesenjangan/bukti-baru")
@requires(OWN)
def show_own_evidence_form() -> ResponseReturnValue:
    return _form(forms.OwnEvidenceForm(_asked(), formdata=None))


@bp.post("/saya/kesenjangan/bukti")
@takes_files(LARGEST_BODY)
@requires(OWN)
def create_own_evidence() -> ResponseReturnValue:
    form = forms.OwnEvidenceForm(_asked())
    if not form.validate_on_submit():
        return _form(form, status=422)
    try:
        upload, key = looked_into(form.file.data)
        services.hand_in(
            visitor.employee_id or 0, form.facts(), upload, storage_key=key, today=this_day(), by=actor()
        )  # fmt: skip
        db.session.commit()
    except WrongField as refusal:
        db.session.rollback()
        put_at_field(form, refusal)
        return _form(form, status=422)
    return moved_on(url_for(".show_own_gaps"), "Bukti terkirim. Asesor memeriksanya, lalu Anda diberi tahu.")


def _asked() -> list[tuple[int, str]]:
    """What the employee's post asks: other competencies have no level to show."""
    if visitor.employee_id is None:
        abort(404)
    return [(row.competency_id, row.name) for row in queries.gaps_of(visitor.employee_id)]


def _form(form: forms.OwnEvidenceForm, *, status: int = 200) -> ResponseReturnValue:
    return show(
        "competency/evidence_form.html",
        http_status=status,
        form=form,
        competencies=_asked(),
        lost_file=status != 200,
        **words(),
    )


@bp.get("/saya/kesenjangan/penilaian/<int:assessment_id>/berkas")
@requires(OWN)
def download_own_file(assessment_id: int) -> ResponseReturnValue:
    return _sent(queries.assessment_file(visitor.employee_id or 0, assessment_id))


@bp.get("/saya/kesenjangan/bukti/<int:evidence_id>/berkas")
@requires(OWN)
def download_own_evidence(evidence_id: int) -> ResponseReturnValue:
    return _sent(queries.evidence_file(visitor.employee_id or 0, evidence_id))


@bp.get("/pegawai/<int:employee_id>/kompetensi/penilaian/<int:assessment_id>/berkas")
@requires(PEOPLE)
def download_level_file(employee_id: int, assessment_id: int) -> ResponseReturnValue:
    """For HR, and for superiors of their own people."""
    staff.file_head(employee_id, visitor.reach(PEOPLE), this_day())
    note_reading(employee_id, "levels")
    return _sent(queries.assessment_file(employee_id, assessment_id))


@bp.get("/pegawai/<int:employee_id>/kompetensi/bukti/<int:evidence_id>/berkas")
@requires(PEOPLE)
def download_evidence_of(employee_id: int, evidence_id: int) -> ResponseReturnValue:
    staff.file_head(employee_id, visitor.reach(PEOPLE), this_day())
    note_reading(employee_id, "levels")
    return _sent(queries.evidence_file(employee_id, evidence_id))


@bp.get("/kompetensi/bukti/<int:evidence_id>/berkas")
@requires(DECIDE)
def download_evidence_file(evidence_id: int) -> ResponseReturnValue:
    """For the assessor who has to judge it."""
    one = queries.evidence(evidence_id)
    staff.file_head(one.employee_id, visitor.reach(DECIDE), this_day())
    note_reading(one.employee_id, "levels")
    return _sent(queries.evidence_file(one.employee_id, evidence_id))


def _sent(file: StoredFile) -> ResponseReturnValue:
    db.session.rollback()
    return download(store.read(file), name=file.name, media_type=file.media_type)
