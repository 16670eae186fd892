from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires, visitor
from app.access.permissions import Permission
from app.base.database import db
from app.base.errors import RuleBroken
from app.base.wording import plain_date
from app.organisation import forms
from app.organisation.models import Placement, PlacementKind, Position
from app.organisation.queries import directory, holders, positions, staff, structure
from app.organisation.queries.directory import Filters, Turn
from app.organisation.queries.positions import PositionFilters
from app.organisation.rules import looks_like_nip
from app.organisation.services import placements as services
from app.organisation.views.blueprint import bp, refused, search_limit, this_day, words
from app.web.answers import moved_on, show
from app.web.inputs import arg_int, arg_text, is_row_number

MANAGE = Permission.ORGANISATION_EMPLOYEE_MANAGE
OFFERED_AT_MOST = 10


@bp.get("/pegawai/<int:employee_id>/penempatan/baru")
@requires(MANAGE)
@search_limit
def show_placement_form(employee_id: int) -> ResponseReturnValue:
    """First find the post, then say from which day."""
    reach = visitor.reach(MANAGE)
    head = staff.file_head(employee_id, reach, this_day())
    chosen, text = arg_int("jabatan"), arg_text("cari", 80)
    if chosen:
        form = forms.PlacementForm(data={"employee": str(employee_id), "on": this_day(), "kind": "definitive"})
        return _form(form, _place_within(chosen))
    found = (
        positions.positions(this_day(), PositionFilters(text=text), limit=OFFERED_AT_MOST, reach=reach) if text else []
    )
    return show("organisation/placement_posts.html", fragment="posts", head=head, text=text, found=found, **words())


@bp.get("/organisasi/jabatan/<int:position_id>/penempatan/baru")
@requires(MANAGE)
@search_limit
def show_holder_form(position_id: int) -> ResponseReturnValue:
    """First find the person, then say from which day."""
    position, chosen, text = _place_within(position_id), arg_int("pegawai"), arg_text("cari", 80)
    if chosen:
        staff.file_head(chosen, visitor.reach(MANAGE), this_day())
        kind = request.args.get("sebagai", "definitive")
        return _form(forms.PlacementForm(data={"employee": str(chosen), "on": this_day(), "kind": kind}), position)
    filters = Filters(text="" if looks_like_nip(text) else text)
    page = directory.page(visitor.reach(MANAGE), filters, Turn(), limit=OFFERED_AT_MOST)
    return show(
        "organisation/placement_people.html",
        fragment="people",
        position=position,
        text=filters.text,
        found=page.rows if filters.text else [],
        **words(),
    )


@bp.post("/organisasi/jabatan/<int:position_id>/penempatan")
@requires(MANAGE)
def create_placement(position_id: int) -> ResponseReturnValue:
    position, form = _place_within(position_id), forms.PlacementForm()
    employee_id = _chosen(form)
    leaves_on = staff.file_head(employee_id, visitor.reach(MANAGE), this_day()).leaves_on
    if not form.validate_on_submit():
        return _form(form, position, status=422)
    kind, on = PlacementKind(form.kind.data), form.on.data
    try:
        if kind is PlacementKind.DEFINITIVE:
            held = services.place(employee_id, position, on=on, by=actor())
        else:
            held = services.stand_in(employee_id, position, kind, on=on, until=form.until.data, by=actor())
    except RuleBroken as refusal:
        return _form(refused(form, refusal), position, status=refusal.status)
    db.session.commit()
    say = f"Tersimpan. Penempatan berlaku mulai {plain_date(on)}."
    if leaves_on is not None and staff.span_of(held)[1] == leaves_on:
        say += f" Penempatan itu berakhir {plain_date(leaves_on)}, karena pegawai ini berhenti hari itu."
    return moved_on(url_for(".show_position", position_id=position_id), say)


@bp.get("/pegawai/<int:employee_id>/penempatan/<int:placement_id>/akhir")
@requires(MANAGE)
def show_ending(employee_id: int, placement_id: int) -> ResponseReturnValue:
    return _ending(employee_id, placement_id, forms.EndForm(data={"on": this_day()}))


@bp.post("/pegawai/<int:employee_id>/penempatan/<int:placement_id>/akhir")
@requires(MANAGE)
def create_ending(employee_id: int, placement_id: int) -> ResponseReturnValue:
    form = forms.EndForm()
    staff.file_head(employee_id, visitor.reach(MANAGE), this_day())
    placement = staff.placement_of(employee_id, placement_id)
    if not form.validate_on_submit():
        return _ending(employee_id, placement_id, form, status=422)
    try:
        services.end_placement(placement, on=form.on.data, by=actor())
    except RuleBroken as refusal:
        return _ending(employee_id, placement_id, refused(form, refusal), status=refusal.status)
    db.session.commit()
    return moved_on(
        url_for(".show_position", position_id=placement.position_id),
        f"Tersimpan. Penempatan berakhir mulai {plain_date(form.on.data)}.",
    )


def _ending(employee_id: int, placement_id: int, form: forms.EndForm, *, status: int = 200) -> ResponseReturnValue:
    head = staff.file_head(employee_id, visitor.reach(MANAGE), this_day())
    placement = staff.placement_of(employee_id, placement_id)
    position = positions.position(placement.position_id)
    return show(
        "organisation/placement_ending.html",
        http_status=status,
        head=head,
        placement=placement,
        position=position,
        form=form,
        **words(),
    )


@bp.get("/pegawai/<int:employee_id>/penempatan/<int:placement_id>/perbaikan")
@requires(MANAGE)
def show_placement_correction(employee_id: int, placement_id: int) -> ResponseReturnValue:
    placement = _correctable(employee_id, placement_id)
    first, end = staff.span_of(placement)
    return _correction(placement, forms.PlacementCorrectionForm(data={"on": first, "until": end}))


@bp.post("/pegawai/<int:employee_id>/penempatan/<int:placement_id>/perbaikan")
@requires(MANAGE)
def create_placement_correction(employee_id: int, placement_id: int) -> ResponseReturnValue:
    placement, form = _correctable(employee_id, placement_id), forms.PlacementCorrectionForm()
    if not form.validate_on_submit():
        return _correction(placement, form, status=422)
    try:
        services.correct_placement(placement, on=form.on.data, until=form.until.data, by=actor())
    except RuleBroken as refusal:
        return _correction(placement, refused(form, refusal), status=refusal.status)
    db.session.commit()
    return moved_on(url_for(".show_history", employee_id=employee_id), "Tersimpan.")


@bp.post("/pegawai/<int:employee_id>/penempatan/<int:placement_id>/penghapusan")
@requires(MANAGE)
def create_placement_withdrawal(employee_id: int, placement_id: int) -> ResponseReturnValue:
    placement = _correctable(employee_id, placement_id)
    services.withdraw_placement(placement, reopen=request.form.get("lanjutkan") == "1", by=actor())
    db.session.commit()
    return moved_on(url_for(".show_history", employee_id=employee_id), "Penempatan dihapus.")


def _correctable(employee_id: int, placement_id: int) -> Placement:
    """A placement of somebody one looks after, in a post one looks after."""
    reach = visitor.reach(MANAGE)
    staff.file_head(employee_id, reach, this_day())
    placement = staff.placement_of(employee_id, placement_id)
    if not reach.covers(structure.unit(positions.position(placement.position_id).unit_id).path):
        abort(404)
    return placement


def _correction(placement: Placement, form: forms.PlacementCorrectionForm, *, status: int = 200) -> ResponseReturnValue:
    position = positions.position(placement.position_id)
    former = staff.ended_for(placement)
    return show(
        "organisation/placement_correction.html",
        http_status=status,
        head=staff.file_head(placement.employee_id, visitor.reach(MANAGE), this_day()),
        placement=placement,
        position=position,
        unit=structure.unit(position.unit_id),
        former=positions.position(former.position_id) if former else None,
        form=form,
        **words(),
    )


def _place_within(position_id: int) -> Position:
    """A post in a unit this person may place people in."""
    return positions.position_within(position_id, visitor.reach(MANAGE))


def _chosen(form: Any) -> int:
    number = str(form.employee.data or "")
    return int(number) if is_row_number(number) else 0


def _form(form: Any, position: Position, *, status: int = 200) -> ResponseReturnValue:
    head = staff.file_head(_chosen(form), visitor.reach(MANAGE), this_day())
    day = this_day()
    return show(
        "organisation/placement_form.html",
        http_status=status,
        form=form,
        position=position,
        unit=structure.unit(position.unit_id),
        head=head,
        holders=holders.holders_on(day, [position.id]).get(position.id, []),
        **words(),
    )
