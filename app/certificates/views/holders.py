from flask.typing import ResponseReturnValue

from app.access.guards import requires, visitor
from app.access.permissions import Permission
from app.audit.guards import note_reading
from app.base.clock import today
from app.base.database import db
from app.certificates import labels, queries
from app.certificates.queries import names
from app.certificates.rules import status_on
from app.certificates.views.blueprint import bp
from app.documents import queries as documents
from app.documents import services as store
from app.organisation import labels as organisation_labels
from app.organisation.queries import staff
from app.web.answers import download, show


@bp.get("/sertifikat")
@requires(Permission.CERTIFICATES_OWN_READ)
def list_own() -> ResponseReturnValue:
    certificates = queries.of_holder(visitor.employee_id or 0, limit=200)
    return show(
        "certificates/certificate_list.html",
        certificates=certificates,
        labels=labels,
        tones=labels.TONES,
        status_on=status_on,
        today=today(visitor.timezone),
        waiting=names.waiting_of(visitor.employee_id or 0),
    )


@bp.get("/sertifikat/<int:certificate_id>/berkas")
@requires(Permission.CERTIFICATES_OWN_READ)
def download_own(certificate_id: int) -> ResponseReturnValue:
    certificate = queries.own(visitor.employee_id or 0, certificate_id)
    file = documents.stored_file(certificate.file_id or 0)
    db.session.rollback()
    return download(store.read(file), name=file.name, media_type=file.media_type)


@bp.get("/pegawai/<int:employee_id>/sertifikat")
@requires(Permission.ORGANISATION_EMPLOYEE_READ)
def list_of_employee(employee_id: int) -> ResponseReturnValue:
    """The tab of somebody's file that lives here."""
    reach = visitor.reach(Permission.ORGANISATION_EMPLOYEE_READ)
    head = staff.file_head(employee_id, reach, today(visitor.timezone))
    note_reading(employee_id, "certificates")
    return show(
        "certificates/file_certificates.html",
        fragment="file_tab",
        head=head,
        own=False,
        certificates=queries.of_holder(employee_id, limit=200),
        words=labels,
        tones=labels.TONES,
        status_on=status_on,
        today=today(visitor.timezone),
        labels=organisation_labels,
    )
