"""Who is at work on an initiative, and its agents of change by unit."""

from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires, visitor
from app.base.clock import today
from app.base.database import db
from app.base.errors import WrongField
from app.initiatives.entry_forms import MemberForm
from app.initiatives.facts import MemberFacts
from app.initiatives.guards import MANAGE, READ, managed_initiative, reach_within, visible_initiative
from app.initiatives.pages import context
from app.initiatives.queries import load, people
from app.initiatives.queries import team as queries
from app.initiatives.queries.initiatives import InitiativePage
from app.initiatives.services import team as services
from app.initiatives.tabs import INITIATIVE, Tab
from app.initiatives.views.blueprint import bp
from app.web.answers import moved_on, show
from app.web.fields import offer, put_at_field

PAGE = "initiatives/team.html"

INITIATIVE.add(Tab("tim", "Tim", "initiatives.list_team", 14))


@bp.get("/<int:initiative_id>/tim")
@requires(READ)
def list_team(initiative_id: int) -> ResponseReturnValue:
    return show(PAGE, **_context(visible_initiative(initiative_id)))


def _context(page: InitiativePage, form: MemberForm | None = None) -> dict[str, Any]:
    number, day = page.initiative.id, today(visitor.timezone)
    usual = {"role": "member", "starts_on": day}
    rows = queries.team(number, reach_within(number))
    units = load.units_affected(number, day)
    covered = {row.TeamMember.unit_id for row in rows if not row.TeamMember.ends_on or row.TeamMember.ends_on > day}
    return context(
        page,
        "tim",
        rows=rows,
        form=_with_units(form or MemberForm(formdata=None, data=usual), units),
        uncovered=[name for unit_id, name in units if unit_id not in covered] if covered - {None} else [],
    )


def _with_units(form: MemberForm, units: list[tuple[int, str]]) -> MemberForm:
    form.unit_id.choices = offer(units, "Tidak untuk satu unit")
    return form


@bp.post("/<int:initiative_id>/tim")
@requires(MANAGE)
def create_member(initiative_id: int) -> ResponseReturnValue:
    page = managed_initiative(initiative_id)
    form = _with_units(MemberForm(), load.units_affected(initiative_id, today(visitor.timezone)))
    if form.validate_on_submit():
        try:
            services.add(page, _facts(form), by=actor())
            db.session.commit()
        except WrongField as refusal:
            put_at_field(form, refusal)
        else:
            return _back(initiative_id, "Ditambahkan ke tim.")
    return show(PAGE, http_status=422, **_context(managed_initiative(initiative_id), form))


def _facts(form: MemberForm) -> MemberFacts:
    """Raises WrongField for a NIP of nobody here."""
    return MemberFacts(
        people.id_of(form.nip.data, "nip") or 0,
        form.chosen,
        form.starts_on.data,
        int(form.unit_id.data) if form.unit_id.data else None,
        form.called.data,
        form.ends_on.data,
    )


@bp.post("/<int:initiative_id>/tim/<int:member_id>/akhir")
@requires(MANAGE)
def create_member_end(initiative_id: int, member_id: int) -> ResponseReturnValue:
    page = managed_initiative(initiative_id)
    services.end(page, queries.member(initiative_id, member_id), today(visitor.timezone), by=actor())
    db.session.commit()
    return _back(initiative_id, "Perannya diakhiri mulai hari ini.")


def _back(initiative_id: int, say: str) -> ResponseReturnValue:
    return moved_on(url_for(".list_team", initiative_id=initiative_id), say)
