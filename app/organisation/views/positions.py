from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires, visitor
from app.access.permissions import Permission
from app.access.visitor import Reach
from app.base.database import db
from app.base.errors import RuleBroken, StaleVersion
from app.base.wording import plain_date
from app.organisation import forms
from app.organisation.models import OrgUnit, Position
from app.organisation.queries import carrying, holders, structure
from app.organisation.queries import positions as queries
from app.organisation.queries.positions import PositionFilters
from app.organisation.rules import SuperiorCycle
from app.organisation.services import positions as services
from app.organisation.views.blueprint import asked_day, bp, continued, refused, search_limit, this_day, words
from app.web.answers import moved_on, show
from app.web.comparing import Difference, differences, now_from
from app.web.inputs import arg_int, arg_text

MANAGE = Permission.ORGANISATION_STRUCTURE_MANAGE
PAGE_SIZE = 25
FILTERS = frozenset({"cari", "unit", "jenjang", "kosong", "tanggal"})


def position_filters() -> PositionFilters:
    return PositionFilters(
        text=arg_text("cari", 80),
        unit_path=structure.unit_path(arg_int("unit")),
        tier=arg_text("jenjang", 20),
        vacant=request.args.get("kosong") == "1",
    )


@bp.get("/organisasi/jabatan")
@requires(Permission.ORGANISATION_STRUCTURE_READ)
@search_limit
def list_positions() -> ResponseReturnValue:
    day, filters = asked_day(), position_filters()
    after, before = arg_int("setelah"), arg_int("sebelum")
    backwards = before is not None and after is None
    found = queries.positions(
        day,
        filters,
        limit=PAGE_SIZE + 1,
        after=queries.position_key(after) if after else None,
        before=queries.position_key(before or 0) if backwards else None,
    )
    more = len(found) > PAGE_SIZE
    rows = found[-PAGE_SIZE:] if backwards else found[:PAGE_SIZE]
    asked: dict[str, Any] = {name: value for name, value in request.args.items() if name in FILTERS and value}
    has_next, has_previous = (backwards or more), (more if backwards else after is not None)
    held = holders.holders_on(day, [row.id for row in rows], reach=_reach()) if _may_see_people() else {}
    return show(
        "organisation/position_list.html",
        fragment="position_results",
        rows=rows,
        holders=held,
        filters=filters,
        unit_id=arg_int("unit"),
        units=structure.unit_choices(day),
        asked=asked,
        day=day,
        next_href=url_for(".list_positions", **asked, setelah=rows[-1].id) if rows and has_next else "",
        previous_href=url_for(".list_positions", **asked, sebelum=rows[0].id) if rows and has_previous else "",
        may_manage=visitor.may(MANAGE),
        may_see_people=_may_see_people(),
        **words(),
    )


def _may_see_people() -> bool:
    """Who holds leading posts is public; who holds every other is for whoever reads the whole directory."""
    return _reach().is_everything


def _reach() -> Reach:
    return visitor.reach(Permission.ORGANISATION_DIRECTORY_READ)


@bp.get("/organisasi/jabatan/<int:position_id>")
@requires(Permission.ORGANISATION_STRUCTURE_READ)
def show_position(position_id: int) -> ResponseReturnValue:
    position = queries.position(position_id)
    unit, day = structure.unit(position.unit_id), asked_day()
    if position.ends_on is not None and position.ends_on <= day:
        day = structure.last_day(position)
    day = max(day, position.starts_on)
    reach = _reach()
    return show(
        "organisation/position_detail.html",
        position=position,
        unit=unit,
        day=day,
        above=queries.ladder(position.reports_to_id)[:1],
        holders=holders.holders_on(day, [position.id], reach=reach).get(position.id, []),
        history=holders.history_of_holders(position.id, reach=reach) if reach.covers(unit.path) else [],
        may_see_people=reach.covers(unit.path),
        below=queries.reports_of(position.id, day),
        successor=carrying.successor_of(position.id),
        may_manage=visitor.may(MANAGE),
        may_place=visitor.reach(Permission.ORGANISATION_EMPLOYEE_MANAGE).covers(unit.path),
        **words(),
    )


@bp.get("/organisasi/unit/<int:unit_id>/jabatan/baru")
@requires(MANAGE)
def show_position_form(unit_id: int) -> ResponseReturnValue:
    unit = structure.unit(unit_id)
    form = forms.PositionForm(data={"on": max(this_day(), unit.starts_on), "needed": 1, "tier": "pelaksana"})
    return _form(unit, form)


@bp.post("/organisasi/unit/<int:unit_id>/jabatan")
@requires(MANAGE)
def create_position(unit_id: int) -> ResponseReturnValue:
    unit, form = structure.unit(unit_id), forms.PositionForm()
    form.reports_to.choices = _superiors(unit)
    if not form.validate_on_submit():
        return _form(unit, form, status=422)
    try:
        position = services.create_position(unit, form.facts, on=form.on.data, by=actor())
    except RuleBroken as refusal:
        return _form(structure.unit(unit_id), refused(form, refusal), status=refusal.status)
    db.session.commit()
    return moved_on(url_for(".show_position", position_id=position.id), f"Jabatan {position.title} dibuat.")


@bp.get("/organisasi/jabatan/<int:position_id>/perubahan")
@requires(MANAGE)
def show_position_change(position_id: int) -> ResponseReturnValue:
    position = queries.position(position_id)
    form = forms.PositionChangeForm(
        obj=position, data={"reports_to": position.reports_to_id, "on": this_day(), "version": str(position.version)}
    )
    return _form(structure.unit(position.unit_id), form, position=position)


@bp.post("/organisasi/jabatan/<int:position_id>/perubahan")
@requires(MANAGE)
def create_position_change(position_id: int) -> ResponseReturnValue:
    position, form = queries.position(position_id), forms.PositionChangeForm()
    unit = structure.unit(position.unit_id)
    form.reports_to.choices = _superiors(unit, position)
    if not form.validate_on_submit():
        return _form(unit, form, status=422, position=position)
    facts, version = form.facts, form.seen_version
    try:
        if form.is_correction.data:
            changed = services.correct_position(position, facts, version=version, by=actor())
            say = "Tersimpan."
        else:
            changed = services.change_position(position, facts, on=form.on.data, version=version, by=actor())
            say = f"Tersimpan, berlaku mulai {plain_date(form.on.data)}."
    except StaleVersion:
        db.session.rollback()
        return _both_versions(form, position_id)
    except RuleBroken as refusal:
        field = "reports_to" if isinstance(refusal, SuperiorCycle) else "on"
        form, position = refused(form, refusal, field), queries.position(position_id)
        return _form(structure.unit(position.unit_id), form, status=refusal.status, position=position)
    db.session.commit()
    return moved_on(url_for(".show_position", position_id=changed.id), say)


def _both_versions(form: forms.PositionChangeForm, position_id: int) -> ResponseReturnValue:
    """What was typed beside what somebody else has saved meanwhile: of the post, or of the one that continues it."""
    opened = queries.position(position_id)
    newest = carrying.newest_of(opened)
    unit, superior_id = structure.unit(newest.unit_id), form.reports_to.data
    if superior_id:
        form.reports_to.data = carrying.newest_of(queries.position(superior_id)).id
    stored = forms.PositionChangeForm(formdata=None, obj=newest, data={"reports_to": newest.reports_to_id})
    stored.reports_to.choices = form.reports_to.choices = _superiors(unit, newest)
    now_from(form, newest.version)
    saved = differences(form, stored, but=("on", "is_correction"))
    more = continued(newest.title, newest.starts_on, is_another=newest.id != position_id)
    return _form(unit, form, status=409, position=newest, saved=saved, more=more)


@bp.get("/organisasi/jabatan/<int:position_id>/penutupan")
@requires(MANAGE)
def show_position_closing(position_id: int) -> ResponseReturnValue:
    position = queries.position(position_id)
    form = forms.ClosingForm(data={"on": this_day(), "version": str(position.version)})
    return show("organisation/position_closing.html", position=position, form=form, **words())


@bp.post("/organisasi/jabatan/<int:position_id>/penutupan")
@requires(MANAGE)
def create_position_closing(position_id: int) -> ResponseReturnValue:
    position, form = queries.position(position_id), forms.ClosingForm()
    if not form.validate_on_submit():
        return show("organisation/position_closing.html", http_status=422, position=position, form=form, **words())
    try:
        services.close_position(position, on=form.on.data, version=form.seen_version, by=actor())
    except RuleBroken as refusal:
        form, position = refused(form, refusal), queries.position(position_id)
        return show(
            "organisation/position_closing.html", http_status=refusal.status, position=position, form=form, **words()
        )
    db.session.commit()
    return moved_on(
        url_for(".show_position", position_id=position_id), f"Jabatan ditutup mulai {plain_date(form.on.data)}."
    )


def _superiors(unit: OrgUnit, position: Position | None = None) -> list[Any]:
    choices: list[tuple[Any, str]] = [
        ("", "Tidak ada (jabatan puncak)"),
        *queries.superior_choices(unit.path, this_day()),
    ]
    known = {number for number, _name in choices}
    if position is not None and position.reports_to_id and position.reports_to_id not in known:
        choices.append((position.reports_to_id, queries.position(position.reports_to_id).title))
    return forms.offered(choices)


def _form(
    unit: OrgUnit,
    form: Any,
    *,
    status: int = 200,
    position: Position | None = None,
    saved: list[Difference] | None = None,
    more: str = "",
) -> ResponseReturnValue:
    form.reports_to.choices = _superiors(unit, position)
    return show(
        "organisation/position_form.html",
        http_status=status,
        unit=unit,
        form=form,
        position=position,
        saved=saved,
        more=more,
        **words(),
    )
