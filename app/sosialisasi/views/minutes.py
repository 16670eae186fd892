"""Minutes of a round: written, set, printed."""

from flask import request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound

from app.access.guards import actor, requires
from app.base import wording
from app.base.database import db
from app.base.errors import RuleBroken, StaleVersion
from app.letters.services import head_for
from app.letters.services.issuing import emblem_of
from app.sosialisasi.forms.records import MinutesForm, version_in
from app.sosialisasi.guards import MANAGE, managed_round
from app.sosialisasi.papers import records as papers
from app.sosialisasi.queries import records as queries
from app.sosialisasi.queries.events import RoundPage
from app.sosialisasi.services import minutes as services
from app.sosialisasi.services import records
from app.sosialisasi.tabs import ROUND, Tab
from app.sosialisasi.views.blueprint import bp, not_yet, round_context
from app.web.answers import download, moved_on, show

PAGE = "sosialisasi/minutes.html"
MORE_LINES, FINALISE = "tambah", "tetapkan"

ROUND.add(Tab("notulen", "Notulen", "sosialisasi.show_minutes", 70))


@bp.get("/putaran/<int:round_id>/notulen")
@requires(MANAGE)
def show_minutes(round_id: int) -> ResponseReturnValue:
    return _page(managed_round(round_id), _filled(round_id), 200)


def _filled(round_id: int) -> MinutesForm:
    minutes = queries.minutes_of(round_id)
    form = MinutesForm(formdata=None)
    form.fill(services.facts_of(minutes))
    form.version.data = minutes.version if minutes else 0
    return form


def _page(page: RoundPage, form: MinutesForm, status: int) -> ResponseReturnValue:
    minutes = queries.minutes_of(page.round.id)
    facts = services.facts_of(minutes)
    context = round_context(page, "notulen", form=form, minutes=minutes, facts=facts, not_yet=not_yet(page))
    return show(PAGE, http_status=status, **context)


@bp.post("/putaran/<int:round_id>/notulen")
@requires(MANAGE)
def create_minutes(round_id: int) -> ResponseReturnValue:
    page, form, status = managed_round(round_id), MinutesForm(), 422
    if MORE_LINES in request.form:
        form.add_lines(request.form)
        return _page(page, form, 200)
    valid = form.read_lines(request.form)
    if form.validate_on_submit() and valid:
        try:
            services.write(page, form.facts(), version=version_in(form.version), by=actor())
            finalised = FINALISE in request.form and services.finalise(page, by=actor())
            db.session.commit()
        except RuleBroken as refusal:
            db.session.rollback()
            status = 409 if isinstance(refusal, StaleVersion) else 422
            form.form_errors = [*form.form_errors, refusal.message]
        else:
            say = "Notulen ditetapkan." if finalised else "Notulen tersimpan."
            return moved_on(url_for(".show_minutes", round_id=round_id), say)
    return _page(managed_round(round_id), form, status)


@bp.get("/putaran/<int:round_id>/notulen.pdf")
@requires(MANAGE)
def download_minutes(round_id: int) -> ResponseReturnValue:
    page, minutes = managed_round(round_id), queries.minutes_of(round_id)
    if minutes is None:
        raise NoResultFound
    facts, head, day = services.facts_of(minutes), head_for(page.unit.id), records.local_day(page)
    about = {
        "day": wording.full_date(day),
        "hours": wording.time_range(page.meeting.starts_at, page.meeting.ends_at, records.timezone()),
        "state": "" if minutes.finalised_at else "Rancangan. Notulen ini belum ditetapkan.",
    }
    emblem = emblem_of(head)
    db.session.rollback()
    content = papers.print_minutes(page, facts, head, emblem, **about)
    return download(content, name=f"notulen-putaran-{page.round.number}.pdf", media_type=records.PDF)
