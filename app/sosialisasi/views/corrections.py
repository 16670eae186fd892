"""Putting right whether somebody was at a round that is closed, one person at a time."""

from flask import request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires
from app.base.database import db
from app.base.errors import WrongField
from app.organisation.queries import staff
from app.sosialisasi.forms.events import CorrectionForm, number
from app.sosialisasi.guards import MANAGE, managed_reach, managed_round
from app.sosialisasi.queries import attendees
from app.sosialisasi.queries.attendees import Expected
from app.sosialisasi.queries.events import RoundPage
from app.sosialisasi.services import correcting as services
from app.sosialisasi.services.records import local_day
from app.sosialisasi.views.blueprint import bp, round_context
from app.web.answers import moved_on, show
from app.web.fields import put_at_field
from app.web.inputs import arg_int

PAGE = "sosialisasi/correction.html"


@bp.get("/putaran/<int:round_id>/koreksi")
@requires(MANAGE)
def show_correction(round_id: int) -> ResponseReturnValue:
    """For somebody on the list by number, or for anybody by NIP."""
    page, asked = managed_round(round_id), arg_int("pegawai")
    person = _on_the_list(page, asked) if asked is not None else None
    return _shown(page, CorrectionForm(formdata=None), person)


def _on_the_list(page: RoundPage, employee_id: int) -> Expected:
    return attendees.expected_one(page.round.id, page.meeting.id, local_day(page), employee_id)


def _shown(page: RoundPage, form: CorrectionForm, person: Expected | None, status: int = 200) -> ResponseReturnValue:
    return show(PAGE, http_status=status, **round_context(page, "penutupan", form=form, person=person))


@bp.post("/putaran/<int:round_id>/koreksi")
@requires(MANAGE)
def create_correction(round_id: int) -> ResponseReturnValue:
    page, form = managed_round(round_id), CorrectionForm()
    asked = number(request.form.get("pegawai"))
    person = _on_the_list(page, asked) if asked is not None else None
    if form.validate_on_submit():
        try:
            employee_id = person.employee_id if person else _with_nip(page, form.digits)
            services.correct(page, employee_id, form.chosen(), form.reason.data, by=actor())
            db.session.commit()
        except WrongField as refusal:
            put_at_field(form, refusal)
        else:
            say = "Kehadiran dikoreksi. Orangnya diberi tahu dengan alasan ini."
            return moved_on(url_for(".show_closing", round_id=round_id), say)
    return _shown(managed_round(round_id), form, person, 422)


def _with_nip(page: RoundPage, nip: str) -> int:
    """Whoever has the NIP among those the organiser may find. Raises WrongField."""
    if not nip:
        raise WrongField("nip", "Isi NIP pegawainya.")
    found = staff.id_with_nip(nip, managed_reach(), local_day(page))
    if found is None:
        raise WrongField("nip", "NIP ini tidak ditemukan di antara pegawai yang Anda kelola. Periksa lagi angkanya.")
    return found
