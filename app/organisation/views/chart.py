from flask.typing import ResponseReturnValue

from app.access.guards import requires, visitor
from app.access.permissions import Permission
from app.organisation.queries import holders, positions, structure
from app.organisation.rules import parted
from app.organisation.views.blueprint import asked_day, bp, this_day, words
from app.web.answers import show
from app.web.inputs import arg_int

DIRECTORY = Permission.ORGANISATION_DIRECTORY_READ
# With more units than this, what lies deeper is drawn on the unit's own page.
DRAWN_WHOLE = 400
DEEPEST_OF_LARGE = 2
# A smaller chart stands open; of a larger one only the top is seen until one unfolds it.
OPENED_WHOLE = 30


@bp.get("/organisasi")
@requires(Permission.ORGANISATION_STRUCTURE_READ)
def show_chart() -> ResponseReturnValue:
    day, root_id = asked_day(), arg_int("unit")
    root = structure.unit(root_id) if root_id else None
    units = structure.units_on(day, root=root.path if root else "")
    deepest = 99 if len(units) <= DRAWN_WHOLE else DEEPEST_OF_LARGE + (root.path.count("/") - 1 if root else 0)
    drawn = [one for one in units if one.path.count("/") - 1 <= deepest]
    ids = [one.id for one in drawn]
    return show(
        "organisation/chart.html",
        day=day,
        root=root,
        branches=parted(drawn),
        opened=2 if len(drawn) <= OPENED_WHOLE else 1 if root else 0,
        has_children={one.parent_id for one in units},
        heads=holders.heads_on(day, ids, reach=visitor.reach(DIRECTORY)),
        staffing=positions.staffing_on(day, ids),
        total=len(units),
        is_cut=len(units) >= structure.UNITS_AT_MOST,
        **words(),
    )


@bp.get("/organisasi/unit/<int:unit_id>")
@requires(Permission.ORGANISATION_STRUCTURE_READ)
def show_unit(unit_id: int) -> ResponseReturnValue:
    unit = structure.unit(unit_id)
    day = asked_day()
    if not (unit.starts_on <= day and (unit.ends_on is None or unit.ends_on > day)):
        day = unit.starts_on if day < unit.starts_on else structure.last_day(unit)
    children = [one for one in structure.units_on(day, root=unit.path) if one.parent_id == unit.id]
    ids = [unit.id, *(one.id for one in children)]
    posts = positions.positions_of(unit.id, day)
    predecessors, successors = structure.lineage_of(unit.id)
    return show(
        "organisation/unit_detail.html",
        unit=unit,
        day=day,
        above=structure.ancestors(unit.path)[:-1],
        children=children,
        heads=holders.heads_on(day, ids, reach=visitor.reach(DIRECTORY)),
        staffing=positions.staffing_on(day, ids),
        posts=posts,
        holders=holders.holders_on(day, [one.id for one in posts], reach=visitor.reach(DIRECTORY)),
        predecessors=predecessors,
        successors=successors,
        may_manage=visitor.may(Permission.ORGANISATION_STRUCTURE_MANAGE),
        may_see_people=visitor.may(DIRECTORY),
        is_over=unit.ends_on is not None and unit.ends_on <= this_day(),
        **words(),
    )
