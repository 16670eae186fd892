"""The report of an event: its words, and the file the worker makes of it."""

from flask import url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound

from app.access.guards import actor, requires
from app.base.database import db
from app.base.errors import StaleVersion
from app.documents import queries as documents
from app.documents import services as store
from app.sosialisasi.forms.records import ReportForm, version_in
from app.sosialisasi.guards import MANAGE, managed_event
from app.sosialisasi.queries import records as queries
from app.sosialisasi.queries.events import EventPage
from app.sosialisasi.services import reports as services
from app.sosialisasi.tabs import EVENT, Tab
from app.sosialisasi.views.blueprint import bp, event_context
from app.web.answers import changed, download, moved_on, show

PAGE = "sosialisasi/report.html"

EVENT.add(Tab("laporan", "Laporan", "sosialisasi.show_report", 90))


@bp.get("/<int:event_id>/laporan")
@requires(MANAGE)
def show_report(event_id: int) -> ResponseReturnValue:
    return _page(managed_event(event_id), None, 200)


def _page(page: EventPage, form: ReportForm | None, status: int) -> ResponseReturnValue:
    report = queries.report_of(page.event.id)
    if form is None:
        form = ReportForm(formdata=None, obj=report, data={"version": report.version if report else 0})
    context = event_context(page, "laporan", form=form, report=report, job=services.job_of(report))
    return show(PAGE, fragment="printing", http_status=status, **context)


@bp.post("/<int:event_id>/laporan")
@requires(MANAGE)
def create_report_words(event_id: int) -> ResponseReturnValue:
    page, form, status = managed_event(event_id), ReportForm(), 422
    if form.validate_on_submit():
        texts = {name: form[name].data or "" for name in services.TEXTS}
        try:
            services.write(page, texts, version=version_in(form.version), by=actor())
            db.session.commit()
        except StaleVersion as refusal:
            db.session.rollback()
            status = 409
            form.form_errors = [*form.form_errors, refusal.message]
        else:
            return moved_on(
                url_for(".show_report", event_id=event_id), "Isi laporan tersimpan. Cetak untuk memakainya."
            )
    return _page(managed_event(event_id), form, status)


@bp.post("/<int:event_id>/laporan/cetakan")
@requires(MANAGE)
def create_report_print(event_id: int) -> ResponseReturnValue:
    services.request(managed_event(event_id), by=actor())
    db.session.commit()
    return changed(
        PAGE,
        fragment="printing",
        say="Laporan sedang dicetak.",
        back_to=url_for(".show_report", event_id=event_id),
        context=lambda: _printing(managed_event(event_id)),
    )


def _printing(page: EventPage) -> dict[str, object]:
    report = queries.report_of(page.event.id)
    return event_context(page, "laporan", report=report, job=services.job_of(report))


@bp.get("/<int:event_id>/laporan.pdf")
@requires(MANAGE)
def download_report(event_id: int) -> ResponseReturnValue:
    managed_event(event_id)
    report = queries.report_of(event_id)
    if report is None or report.file_id is None:
        raise NoResultFound
    file = documents.stored_file(report.file_id)
    db.session.rollback()
    return download(store.read(file), name=file.name, media_type=file.media_type)
