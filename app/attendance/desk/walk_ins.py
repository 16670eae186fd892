"""Who came unexpected: noted by name and origin, and said to be somebody, or nobody of ours, whenever there is time."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound

from app.access.guards import actor, visitor
from app.access.visitor import Reach
from app.attendance import labels
from app.attendance.desk.gathering import Gathering, head
from app.attendance.forms import WalkInForm
from app.attendance.models import WalkInStatus
from app.attendance.queries import scans
from app.attendance.queries import walk_ins as queries
from app.attendance.services import hosting
from app.base.clock import today
from app.base.database import db
from app.base.errors import RuleBroken
from app.base.wording import bare_name
from app.organisation import queries as organisation
from app.organisation.queries import directory, staff
from app.organisation.queries.directory import Filters, Turn
from app.organisation.rules import mask_nip
from app.web.answers import changed, moved_on, show
from app.web.inputs import arg_text, is_row_number

PAGE = "attendance/guest_list.html"
GUEST = "attendance/guest_detail.html"
FOUND_AT_MOST = 8


def list_walk_ins(gathering: Gathering) -> ResponseReturnValue:
    return show(PAGE, fragment="guests", **_list_context(gathering))


def create_walk_in(gathering: Gathering) -> ResponseReturnValue:
    form = WalkInForm(origin=gathering.origin)
    if not form.validate_on_submit():
        return show(PAGE, fragment="guests", http_status=422, **_list_context(gathering, form))
    name, unit = form.name.data or "", form.unit.data or ""
    guest, is_new = hosting.note_walk_in(gathering.host, gathering.meeting, name, unit, by=actor())
    db.session.commit()
    return changed(
        PAGE,
        fragment="guests",
        say=f"{guest.name} dicatat." if is_new else f"{guest.name} sudah tercatat.",
        back_to=gathering.address("list_walk_ins"),
        context=lambda: _list_context(gathering),
    )


def show_walk_in(gathering: Gathering, walk_in_id: int) -> ResponseReturnValue:
    """Who might this be? The directory is asked for the name, or for what is typed instead."""
    return show(GUEST, fragment="candidates", **_guest_context(gathering, walk_in_id))


def create_recognition(gathering: Gathering, walk_in_id: int) -> ResponseReturnValue:
    """Say who a guest is, among those the visitor may find."""
    guest = queries.one(gathering.meeting.id, walk_in_id)
    chosen = request.form.get("pegawai", "")
    if not is_row_number(chosen) or not _is_findable(int(chosen), gathering.reach()):
        return _again(gathering, walk_in_id, "Pilih dulu siapa orangnya.", 422)
    as_participant = bool(gathering.seating) and request.form.get("sebagai") == "peserta"
    try:
        count = hosting.recognise(gathering.host, guest, int(chosen), as_participant=as_participant, by=actor())
        db.session.commit()
    except RuleBroken as refusal:
        db.session.rollback()
        return _again(gathering, walk_in_id, refusal.message, 409)
    name, where = organisation.employee(int(chosen)).name, _at(count)
    say = f"{name} jadi peserta dan tercatat hadir{where}." if as_participant else f"{name} tercatat hadir{where}."
    return moved_on(gathering.address("list_walk_ins"), say)


def create_recognition_end(gathering: Gathering, walk_in_id: int) -> ResponseReturnValue:
    """Take back who a guest was said to be."""
    guest = queries.one(gathering.meeting.id, walk_in_id)
    count = hosting.forget_person(gathering.host, guest, by=actor())
    db.session.commit()
    back = gathering.address("show_walk_in", walk_in_id=walk_in_id)
    return moved_on(back, f"Pengenalan {guest.name} dibatalkan{_at(count)}.")


def create_guest(gathering: Gathering, walk_in_id: int) -> ResponseReturnValue:
    """Leave it at a guest: a citizen, or somebody of another government."""
    guest = queries.one(gathering.meeting.id, walk_in_id)
    hosting.keep_as_guest(gathering.host, guest, by=actor())
    db.session.commit()
    return moved_on(gathering.address("list_walk_ins"), f"{guest.name} dicatat sebagai tamu.")


def _at(count: int) -> str:
    return f" di {count} pertemuan" if count > 1 else ""


def _again(gathering: Gathering, walk_in_id: int, trouble: str, status: int) -> ResponseReturnValue:
    context = _guest_context(gathering, walk_in_id) | {"trouble": trouble}
    return show(GUEST, fragment="candidates", http_status=status, **context)


def _list_context(gathering: Gathering, form: WalkInForm | None = None) -> dict[str, Any]:
    facts = head(gathering)
    guests = queries.of_meeting(gathering.meeting.id)
    return facts | {
        "guests": guests,
        "names": scans.names_of([one.employee_id for one in guests if one.employee_id is not None]),
        "form": form or WalkInForm(formdata=None, origin=gathering.origin),
        "WALK_INS": labels.WALK_INS,
        "WalkInStatus": WalkInStatus,
    }


def _guest_context(gathering: Gathering, walk_in_id: int) -> dict[str, Any]:
    facts, reach, host, meeting_id = head(gathering), gathering.reach(), gathering.host, gathering.meeting.id
    guest = queries.one(meeting_id, walk_in_id)
    asked = arg_text("cari")
    found = _found(asked or bare_name(guest.name), reach)
    return facts | {
        "guest": guest,
        "asked": asked,
        "found": found,
        "expected": host.expected_among([row.id for row in found]),
        "same": len(queries.same_person(guest, host.meetings_with(meeting_id))),
        "mask_nip": mask_nip,
        "trouble": "",
        "finds_everybody": reach.is_everything,
        "leaves_out": directory.leaves_out(reach),
        "names": scans.names_of([guest.employee_id] if guest.employee_id is not None else []),
        "WalkInStatus": WalkInStatus,
    }


def _is_findable(employee_id: int, reach: Reach) -> bool:
    """Whether the search could have shown this person: a unit's officer knows the people of that unit alone."""
    try:
        staff.employee_within(employee_id, reach, today(visitor.timezone))
    except NoResultFound:
        return False
    return True


def _found(text: str, reach: Reach) -> list[Any]:
    """People of this name, or with this NIP, as far as the visitor may find people."""
    if text.isdigit():
        number = staff.id_with_nip(text, reach, today(visitor.timezone))
        if number is not None:
            text = organisation.employee(number).name
    return list(directory.page(reach, Filters(text=text), Turn(), limit=FOUND_AT_MOST).rows)
