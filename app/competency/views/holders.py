"""The gaps of one post: who holds it, what they lack, and how they would stand before another one."""

from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue

from app.access.guards import requires, visitor
from app.access.permissions import Permission
from app.audit.guards import note_reading_of
from app.competency.queries import holders as queries
from app.competency.queries import standards
from app.competency.queries.comparison import compared
from app.competency.views.blueprint import bp, this_day, words
from app.organisation.queries import positions, structure
from app.web.answers import show
from app.web.inputs import arg_int, arg_text

PEOPLE = Permission.ORGANISATION_EMPLOYEE_READ


@bp.get("/kompetensi/standar/<int:position_id>/pemangku")
@requires(PEOPLE)
def list_holders(position_id: int) -> ResponseReturnValue:
    """Only people within reach; ``jabatan`` sets them against the standard of another post, too."""
    position, reach = positions.position(position_id), visitor.reach(PEOPLE)
    rows, after = queries.holders(position_id, reach, after=arg_int("setelah"))
    numbers = [row.employee_id for row in rows]
    next_id, title = arg_int("jabatan"), arg_text("cari_jabatan", 80)
    following = positions.position(next_id) if next_id else None
    note_reading_of(numbers, "levels")
    asked: dict[str, Any] = {"position_id": position_id} | ({"jabatan": next_id} if next_id else {})
    return show(
        "competency/holder_list.html",
        fragment="holders",
        position=position,
        unit=structure.unit(position.unit_id),
        rows=rows,
        lacks=queries.lacks_of(numbers),
        lacked=queries.lacked(position_id, reach),
        following=following,
        comparison=compared(numbers, following, this_day()) if following else None,
        title=title,
        posts=standards.positions_with_standards(this_day(), text=title, limit=20) if title else [],
        next_href=url_for(".list_holders", **asked, setelah=after) if after else "",
        **words(),
    )
