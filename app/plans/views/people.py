"""Who takes part in an activity: left out, taken in again, moved, parted, added."""

from flask import request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires, visitor
from app.base.database import db
from app.base.errors import WrongField
from app.plans.forms import numbers
from app.plans.models import PlanLine
from app.plans.queries import needs
from app.plans.queries import plans as queries
from app.plans.queries.plans import PlanPage
from app.plans.services import editing as services
from app.plans.views.blueprint import MANAGE, bp, found, this_day
from app.plans.views.lines import PAGE, context
from app.web.answers import moved_on, show

OUT, IN, MOVE, SPLIT = "keluarkan", "ikutkan", "pindahkan", "pisahkan"


@bp.post("/<int:yearly_id>/kegiatan/<int:line_id>/peserta")
@requires(MANAGE)
def create_people_change(yearly_id: int, line_id: int) -> ResponseReturnValue:
    page, line = found(yearly_id), queries.line(yearly_id, line_id)
    ticked = numbers(request.form.getlist("orang"))
    try:
        target, say = _change(page, line, ticked)
        db.session.commit()
    except WrongField as refusal:
        db.session.rollback()
        line = queries.line(yearly_id, line_id)
        return show(PAGE, http_status=422, **context(found(yearly_id), line, trouble=refusal.message, ticked=ticked))
    return moved_on(url_for(".show_line", yearly_id=yearly_id, line_id=target), say)


def _change(page: PlanPage, line: PlanLine, ticked: list[int]) -> tuple[int, str]:
    """What the button pressed asks for: (the activity to show, what was done)."""
    wish, people = request.form.get("tindakan", ""), queries.persons(line.id, ticked)
    if wish == MOVE:
        return _move(page, line, ticked)
    if wish == SPLIT:
        fresh = services.split(page, line, people, by=actor())
        return fresh.id, f"{len(people)} orang sekarang punya kegiatan sendiri."
    if wish not in (OUT, IN):
        raise WrongField("people", "Pilih salah satu tombol di bawah daftar.")
    services.leave_out(page, line, people, out=wish == OUT, by=actor())
    return line.id, f"{len(people)} orang {'tidak diikutkan' if wish == OUT else 'diikutkan lagi'}."


def _move(page: PlanPage, line: PlanLine, ticked: list[int]) -> tuple[int, str]:
    chosen = numbers([request.form.get("tujuan", "")])
    if not chosen:
        raise WrongField("into", "Pilih dulu kegiatan tujuannya.")
    into = queries.line(page.plan.id, chosen[0])
    moved = services.move(page, line, queries.persons(line.id, ticked), into, by=actor())
    return line.id, f"{moved} orang dipindah ke {into.title}."


@bp.post("/<int:yearly_id>/kegiatan/<int:line_id>/penambahan")
@requires(MANAGE)
def create_addition(yearly_id: int, line_id: int) -> ResponseReturnValue:
    page, line = found(yearly_id), queries.line(yearly_id, line_id)
    ticked = numbers(request.form.getlist("pegawai"))
    path = page.unit.path if page.unit is not None else ""
    staff = needs.staff(path, this_day(), visitor.reach(MANAGE), only=ticked) if ticked else []
    if not staff:
        trouble = "Cari dulu namanya, lalu centang orang yang akan ditambahkan."
        return show(PAGE, http_status=422, **context(page, line, trouble=trouble))
    count = services.add_people(page, line, {row.id: row.unit_id for row in staff}, by=actor())
    db.session.commit()
    return moved_on(url_for(".show_line", yearly_id=yearly_id, line_id=line_id), f"{count} orang ditambahkan.")
