"""The superior's side: who has a plan, what waits, and the answer to one or to several at once."""

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires, visitor
from app.base.database import db
from app.base.errors import RuleBroken, WrongField
from app.individual_plans import labels
from app.individual_plans.forms import LONGEST_NOTE, lines_of, version_of
from app.individual_plans.models import WAITING
from app.individual_plans.queries import plans
from app.individual_plans.queries.plans import PlanPage
from app.individual_plans.services import agreeing, drafting
from app.individual_plans.views.blueprint import TEAM, asked_year, bp, my_number, seen, this_day
from app.individual_plans.views.pages import PAGE, context
from app.web.answers import moved_on, show
from app.web.inputs import is_row_number

TEAM_PAGE = "individual_plans/team_list.html"
ACCEPT, GIVE_BACK = "setuju", "kembalikan"


@bp.get("/idp/tim")
@requires(TEAM)
def list_team() -> ResponseReturnValue:
    return _team()


def _team(*, status: int = 200, note: str = "", trouble: str = "", ticked: Any = ()) -> ResponseReturnValue:
    year, me, day = asked_year(), visitor.employee_id or 0, this_day()
    rows = plans.team(me, year, day)
    return show(
        TEAM_PAGE,
        fragment="team",
        http_status=status,
        rows=rows,
        waiting=[row for row in rows if row.status in WAITING],
        elsewhere=plans.waiting_elsewhere(me, year, day),
        year=year,
        this_year=day.year,
        today=day,
        note=note,
        trouble=trouble,
        ticked=frozenset(ticked),
        labels=labels,
    )


@bp.post("/idp/tim")
@requires(TEAM)
def create_decisions() -> ResponseReturnValue:
    """Say yes to the ticked plans as they stood on the page, or give them back with one note."""
    ticked, note = request.form.getlist("rencana"), lines_of(request.form.get("catatan"))
    chosen = [_chosen(one) for one in ticked]
    if not chosen:
        return _team(status=422, note=note, trouble="Centang paling sedikit satu rencana.")
    try:
        if request.form.get("keputusan") == GIVE_BACK:
            agreeing.give_back_all(chosen, note[:LONGEST_NOTE], by=actor())
            say = f"{len(chosen)} rencana dikembalikan. Pegawainya sudah diberi tahu."
        else:
            agreeing.accept_all(chosen, by=actor())
            say = f"{len(chosen)} rencana disetujui. Pegawainya sudah diberi tahu."
        db.session.commit()
    except WrongField as refusal:
        db.session.rollback()
        return _team(status=422, note=note, trouble=refusal.message, ticked=ticked)
    except RuleBroken as refusal:
        db.session.rollback()
        return _team(status=409, note=note, trouble=refusal.message, ticked=ticked)
    return moved_on(url_for(".list_team", tahun=asked_year()), say)


def _chosen(text: str) -> tuple[PlanPage, int]:
    """``number.version`` of a ticked plan; one of somebody else's person is simply not found."""
    number, _dot, version = text.partition(".")
    plan_id = int(number) if is_row_number(number) else 0
    return plans.of_team(visitor.employee_id or 0, plan_id, this_day()), version_of(version)


@bp.post("/idp/tim/<int:employee_id>")
@requires(TEAM)
def create_for_member(employee_id: int) -> ResponseReturnValue:
    """Begin a plan for somebody of the team; they complete it and hand it in themselves."""
    person = plans.team_member(my_number(), employee_id, this_day())
    plan = drafting.begin(person.id, asked_year(), by=actor())
    db.session.commit()
    return moved_on(url_for(".show_plan", idp_id=plan.id), f"Rancangan untuk {person.name} dibuat. Ia diberi tahu.")


@bp.post("/idp/<int:idp_id>/keputusan")
@requires(TEAM)
def create_decision(idp_id: int) -> ResponseReturnValue:
    page = plans.of_team(my_number(), idp_id, this_day())
    return decide(page, url_for(".list_team", tahun=page.plan.year))


def decide(page: PlanPage, back_to: str, *, as_office: bool = False) -> ResponseReturnValue:
    """Answer one plan; a refusal of the note comes back with what was typed."""
    note, number = lines_of(request.form.get("catatan"))[:LONGEST_NOTE], page.plan.id
    try:
        if request.form.get("keputusan") == GIVE_BACK:
            agreeing.give_back(page, note, seen=seen(), by=actor(), as_office=as_office)
            say = f"Dikembalikan. {page.employee.name} sudah diberi tahu."
        else:
            agreeing.accept(page, note, seen=seen(), by=actor(), as_office=as_office)
            say = f"Disetujui. {page.employee.name} sudah diberi tahu."
        db.session.commit()
    except RuleBroken as refusal:
        db.session.rollback()
        typed = {"decision_note": note, "decision_trouble": refusal.message}
        return show(PAGE, http_status=refusal.status, **context(plans.by_id(number), as_office=as_office, **typed))
    return moved_on(back_to, say)
