"""What a change means for oneself: for whoever a running initiative concerns."""

from flask.typing import ResponseReturnValue

from app.access.guards import requires, visitor
from app.access.permissions import Permission
from app.base.clock import today
from app.base.database import db
from app.documents import services as store
from app.initiatives import labels, stage_rules
from app.initiatives.queries import initiatives, stages, team
from app.initiatives.tabs import own_cards
from app.initiatives.views.blueprint import bp
from app.organisation import queries as organisation
from app.organisation.queries import structure
from app.web.answers import download, show

OWN = Permission.SOSIALISASI_OWN_JOIN


@bp.get("/bagi-saya")
@requires(OWN)
def list_own() -> ResponseReturnValue:
    """The changes that concern somebody, and those they are at work on."""
    day = today(visitor.timezone)
    return show(
        "initiatives/own_list.html",
        rows=initiatives.running_for(visitor.employee_id or 0, day),
        worked_on=team.worked_on_by(visitor.employee_id, day),
        labels=labels,
    )


@bp.get("/bagi-saya/<int:initiative_id>")
@requires(OWN)
def show_own(initiative_id: int) -> ResponseReturnValue:
    day, mine = today(visitor.timezone), visitor.employee_id or 0
    page, lines = initiatives.running_page_for(mine, day, initiative_id)
    ahead = [one for one in stages.stages(initiative_id) if not one.passed_at and (one.starts_on or one.began_on)]
    return show(
        "initiatives/own_detail.html",
        initiative=page.initiative,
        unit=page.unit,
        sponsor=page.sponsor,
        lines=lines,
        labels=labels,
        today=day,
        agents=team.agents_for(initiative_id, structure.unit_path(organisation.person(mine, day).unit_id), day),
        stages=[(one, stage_rules.state(one, day)) for one in ahead],
        papers=stages.shared_papers(initiative_id),
        cards=own_cards(page.initiative, mine),
    )


@bp.get("/bagi-saya/<int:initiative_id>/dokumen/<int:stage_paper_id>")
@requires(OWN)
def download_own_paper(initiative_id: int, stage_paper_id: int) -> ResponseReturnValue:
    initiatives.running_page_for(visitor.employee_id or 0, today(visitor.timezone), initiative_id)
    file = stages.shared_file(initiative_id, stage_paper_id)
    db.session.rollback()
    return download(store.read(file), name=file.name, media_type=file.media_type)
