from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound

from app.access.guards import actor, requires, visitor
from app.access.permissions import Permission
from app.attendance import labels as attendance_labels
from app.attendance.models import WalkInStatus
from app.attendance.queries import scans
from app.attendance.queries import walk_ins as queries
from app.base.clock import today
from app.base.database import db
from app.base.errors import RuleBroken
from app.base.wording import bare_name
from app.organisation import queries as organisation
from app.organisation.queries import directory, staff
from app.organisation.queries.directory import Filters, Turn
from app.organisation.rules import mask_nip
from app.training.forms import WalkInForm
from app.training.guards import managed_reach
from app.training.models import TOOK_PART
from app.training.queries import batches, enrolments
from app.training.services import presence
from app.training.views.blueprint import bp
from app.training.views.catalogue import search_limit
from app.training.views.meetings import meeting_head
from app.web.answers import changed, moved_on, show
from app.web.inputs import arg_text, is_row_number

PAGE = "training/guest_list.html"
GUEST = "training/guest_detail.html"
FOUND_AT_MOST = 8


@bp.get("/angkatan/<int:batch_id>/pertemuan/<int:meeting_id>/tamu")
@requires(Permission.TRAINING_BATCH_MANAGE)
def list_walk_ins(batch_id: int, meeting_id: int) -> ResponseReturnValue:
    return show(PAGE, fragment="guests", **_list_context(batch_id, meeting_id))


@bp.post("/angkatan/<int:batch_id>/pertemuan/<int:meeting_id>/tamu")
@requires(Permission.TRAINING_BATCH_MANAGE)
def create_walk_in(batch_id: int, meeting_id: int) -> ResponseReturnValue:
    page, meeting = batches.managed_batch(batch_id), batches.meeting_of_batch(batch_id, meeting_id)
    form = WalkInForm()
    if not form.validate_on_submit():
        return show(PAGE, fragment="guests", http_status=422, **_list_context(batch_id, meeting_id, form))
    guest, is_new = presence.note_walk_in(page, meeting, form.name.data or "", form.unit.data or "", by=actor())
    db.session.commit()
    return _changed(batch_id, meeting_id, f"{guest.name} dicatat." if is_new else f"{guest.name} sudah tercatat.")


@bp.get("/angkatan/<int:batch_id>/pertemuan/<int:meeting_id>/tamu/<int:walk_in_id>")
@requires(Permission.TRAINING_BATCH_MANAGE)
@search_limit
def show_walk_in(batch_id: int, meeting_id: int, walk_in_id: int) -> ResponseReturnValue:
    """Who might this be? The directory is asked for the name, or for what is typed instead."""
    return show(GUEST, fragment="candidates", **_guest_context(batch_id, meeting_id, walk_in_id))


@bp.post("/angkatan/<int:batch_id>/pertemuan/<int:meeting_id>/tamu/<int:walk_in_id>/pengenalan")
@requires(Permission.TRAINING_BATCH_MANAGE)
def create_recognition(batch_id: int, meeting_id: int, walk_in_id: int) -> ResponseReturnValue:
    page, _meeting = batches.managed_batch(batch_id), batches.meeting_of_batch(batch_id, meeting_id)
    guest = queries.one(meeting_id, walk_in_id)
    chosen = request.form.get("pegawai", "")
    if not is_row_number(chosen) or not _is_findable(int(chosen)):
        context = _guest_context(batch_id, meeting_id, walk_in_id) | {"trouble": "Pilih dulu siapa orangnya."}
        return show(GUEST, fragment="candidates", http_status=422, **context)
    as_participant = request.form.get("sebagai") == "peserta"
    try:
        count = presence.recognise(page, guest, int(chosen), as_participant=as_participant, by=actor())
        db.session.commit()
    except RuleBroken as refusal:
        db.session.rollback()
        context = _guest_context(batch_id, meeting_id, walk_in_id) | {"trouble": refusal.message}
        return show(GUEST, fragment="candidates", http_status=409, **context)
    name = organisation.employee(int(chosen)).name
    where = f" di {count} pertemuan" if count > 1 else ""
    say = f"{name} jadi peserta dan tercatat hadir{where}." if as_participant else f"{name} tercatat hadir{where}."
    return moved_on(url_for(".list_walk_ins", batch_id=batch_id, meeting_id=meeting_id), say)


@bp.post("/angkatan/<int:batch_id>/pertemuan/<int:meeting_id>/tamu/<int:walk_in_id>/pengenalan/batal")
@requires(Permission.TRAINING_BATCH_MANAGE)
def create_recognition_end(batch_id: int, meeting_id: int, walk_in_id: int) -> ResponseReturnValue:
    page, _meeting = batches.managed_batch(batch_id), batches.meeting_of_batch(batch_id, meeting_id)
    guest = queries.one(meeting_id, walk_in_id)
    count = presence.forget_person(page, guest, by=actor())
    db.session.commit()
    where = f" di {count} pertemuan" if count > 1 else ""
    return moved_on(
        url_for(".show_walk_in", batch_id=batch_id, meeting_id=meeting_id, walk_in_id=walk_in_id),
        f"Pengenalan {guest.name} dibatalkan{where}.",
    )


@bp.post("/angkatan/<int:batch_id>/pertemuan/<int:meeting_id>/tamu/<int:walk_in_id>/tetap")
@requires(Permission.TRAINING_BATCH_MANAGE)
def create_guest(batch_id: int, meeting_id: int, walk_in_id: int) -> ResponseReturnValue:
    page, _meeting = batches.managed_batch(batch_id), batches.meeting_of_batch(batch_id, meeting_id)
    guest = queries.one(meeting_id, walk_in_id)
    presence.keep_as_guest(page, guest, by=actor())
    db.session.commit()
    return moved_on(
        url_for(".list_walk_ins", batch_id=batch_id, meeting_id=meeting_id), f"{guest.name} dicatat sebagai tamu."
    )


def _changed(batch_id: int, meeting_id: int, say: str) -> ResponseReturnValue:
    return changed(
        PAGE,
        fragment="guests",
        say=say,
        back_to=url_for(".list_walk_ins", batch_id=batch_id, meeting_id=meeting_id),
        context=lambda: _list_context(batch_id, meeting_id),
    )


def _list_context(batch_id: int, meeting_id: int, form: WalkInForm | None = None) -> dict[str, Any]:
    head = meeting_head(batch_id, meeting_id)
    guests = queries.of_meeting(meeting_id)
    return head | {
        "guests": guests,
        "names": scans.names_of([one.employee_id for one in guests if one.employee_id is not None]),
        "form": form or WalkInForm(formdata=None),
        "WALK_INS": attendance_labels.WALK_INS,
        "WalkInStatus": WalkInStatus,
    }


def _guest_context(batch_id: int, meeting_id: int, walk_in_id: int) -> dict[str, Any]:
    head, reach = meeting_head(batch_id, meeting_id), managed_reach()
    guest = queries.one(meeting_id, walk_in_id)
    asked = arg_text("cari")
    found = _found(asked or bare_name(guest.name))
    seats = enrolments.statuses(batch_id, [row.id for row in found])
    return head | {
        "guest": guest,
        "asked": asked,
        "found": found,
        "seats": seats,
        "same": len(queries.same_person(guest, [one.id for one in batches.meetings(batch_id)])),
        "mask_nip": mask_nip,
        "trouble": "",
        "finds_everybody": reach.is_everything,
        "leaves_out": directory.leaves_out(reach),
        "names": scans.names_of([guest.employee_id] if guest.employee_id is not None else []),
        "TOOK_PART": TOOK_PART,
        "WALK_INS": attendance_labels.WALK_INS,
        "WalkInStatus": WalkInStatus,
    }


def _is_findable(employee_id: int) -> bool:
    """Whether the search could have shown this person: a unit's officer knows the people of that unit alone."""
    try:
        staff.employee_within(employee_id, managed_reach(), today(visitor.timezone))
    except NoResultFound:
        return False
    return True


def _found(text: str) -> list[Any]:
    """People of this name, or with this NIP, as far as the visitor manages people."""
    reach = managed_reach()
    if text.isdigit():
        number = staff.id_with_nip(text, reach, today(visitor.timezone))
        if number is not None:
            text = organisation.employee(number).name
    return list(directory.page(reach, Filters(text=text), Turn(), limit=FOUND_AT_MOST).rows)
