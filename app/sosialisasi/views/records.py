"""The signed record of a round: written, issued with a number, printed."""

from flask import request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound

from app.access.guards import actor, requires, visitor
from app.base import wording
from app.base.clock import today
from app.base.database import db
from app.base.errors import RuleBroken, StaleVersion
from app.documents import queries as documents
from app.documents import services as store
from app.jobs import queries as jobs
from app.sosialisasi.facts.records import RecordContent, RecordFacts
from app.sosialisasi.forms.records import RecordForm, version_in
from app.sosialisasi.guards import MANAGE, managed_round
from app.sosialisasi.queries import events
from app.sosialisasi.queries import records as queries
from app.sosialisasi.queries.events import RoundPage
from app.sosialisasi.rules import records as rules
from app.sosialisasi.services import records as services
from app.sosialisasi.tabs import ROUND, Tab
from app.sosialisasi.views.blueprint import bp, not_yet, round_context
from app.sosialisasi.views.minutes import MORE_LINES
from app.web.answers import download, moved_on, show

PAGE = "sosialisasi/record.html"
ISSUE = "terbitkan"

ROUND.add(Tab("berita-acara", "Berita acara", "sosialisasi.show_record", 75))


@bp.get("/putaran/<int:round_id>/berita-acara")
@requires(MANAGE)
def show_record(round_id: int) -> ResponseReturnValue:
    page = managed_round(round_id)
    record = queries.record_of(round_id)
    form = RecordForm(formdata=None)
    form.fill(services.content_of(record) if record else _first(page))
    form.version.data = record.version if record else 0
    return _page(page, form, 200)


def _first(page: RoundPage) -> RecordContent:
    """A record nobody wrote yet begins with what the event already says."""
    agenda = tuple(one.title for one in events.agenda(page.event.id))
    return RecordContent(basis=page.event.basis, agenda=agenda)


def _page(page: RoundPage, form: RecordForm, status: int) -> ResponseReturnValue:
    record = queries.record_of(page.round.id)
    if record is not None and record.number is not None:
        facts = RecordFacts.from_dict(record.facts)
    else:
        content = services.content_of(record)
        facts = services.facts_of(page, content, number=services.NOT_YET, on=today(visitor.timezone))
    context = round_context(
        page,
        "berita-acara",
        form=form,
        record=record,
        facts=facts,
        missing=rules.missing_of(facts.content),
        job=jobs.by_key(services.job_key(record.id)) if record else None,
        until=wording.kept,
        not_yet=not_yet(page),
    )
    return show(PAGE, fragment="printing", http_status=status, **context)


@bp.post("/putaran/<int:round_id>/berita-acara")
@requires(MANAGE)
def create_record(round_id: int) -> ResponseReturnValue:
    page, form, status = managed_round(round_id), RecordForm(), 422
    if MORE_LINES in request.form:
        form.add_lines(request.form)
        return _page(page, form, 200)
    valid = form.read_lines(request.form)
    if form.validate_on_submit() and valid:
        try:
            services.write(page, form.facts(), version=version_in(form.version), by=actor())
            issued = services.issue(page, by=actor()) if ISSUE in request.form else None
            db.session.commit()
        except RuleBroken as refusal:
            db.session.rollback()
            status = 409 if isinstance(refusal, StaleVersion) else 422
            form.form_errors = [*form.form_errors, refusal.message]
        else:
            say = f"Berita acara terbit dengan nomor {issued.number}." if issued else "Berita acara tersimpan."
            return moved_on(url_for(".show_record", round_id=round_id), say)
    return _page(managed_round(round_id), form, status)


@bp.get("/putaran/<int:round_id>/berita-acara.pdf")
@requires(MANAGE)
def download_record(round_id: int) -> ResponseReturnValue:
    managed_round(round_id)
    record = queries.record_of(round_id)
    return _file(record.file_id if record else None)


@bp.get("/putaran/<int:round_id>/berita-acara/daftar-hadir.pdf")
@requires(MANAGE)
def download_record_list(round_id: int) -> ResponseReturnValue:
    """The list of those who came, where it is an annex in a file of its own."""
    managed_round(round_id)
    record = queries.record_of(round_id)
    return _file(record.list_file_id if record else None)


def _file(file_id: int | None) -> ResponseReturnValue:
    if file_id is None:
        raise NoResultFound
    file = documents.stored_file(file_id)
    db.session.rollback()
    return download(store.read(file), name=file.name, media_type=file.media_type)
