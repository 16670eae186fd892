"""Reading the answers of a named wave. Every reading is noted, and whom it concerns sees it."""

from flask import url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound

from app.access.guards import requires
from app.audit.guards import note_reading
from app.surveys.guards import NAMED, named_wave
from app.surveys.queries import named_readings as queries
from app.surveys.queries.waves import WavePage
from app.surveys.tabs import WAVE, Tab
from app.surveys.views.blueprint import bp, wave_context
from app.web.answers import show
from app.web.inputs import arg_int

PAGE_SIZE = 50

WAVE.add(Tab("bernama", "Jawaban bernama", "surveys.list_named", 60, NAMED, queries.is_readable))


def _readable(wave_id: int) -> WavePage:
    """A closed named wave; any other is simply not found."""
    page = named_wave(wave_id)
    if not queries.is_readable(page.wave):
        raise NoResultFound
    return page


@bp.get("/gelombang/<int:wave_id>/jawaban-bernama")
@requires(NAMED)
def list_named(wave_id: int) -> ResponseReturnValue:
    page = _readable(wave_id)
    found = queries.people(wave_id, after=arg_int("sesudah") or 0, limit=PAGE_SIZE + 1)
    rows = found[:PAGE_SIZE]
    more = ""
    if len(found) > PAGE_SIZE:
        more = url_for(".list_named", wave_id=wave_id, sesudah=rows[-1].employee_id)
    return show("surveys/named_list.html", **wave_context(page, "bernama", rows=rows, more_href=more))


@bp.get("/gelombang/<int:wave_id>/jawaban-bernama/<int:employee_id>")
@requires(NAMED)
def show_named(wave_id: int, employee_id: int) -> ResponseReturnValue:
    page = _readable(wave_id)
    name, said = queries.of_person(page.wave, employee_id)
    note_reading(employee_id, "survey_answers")
    return show("surveys/named_answer.html", **wave_context(page, "bernama", name=name, said=said))
