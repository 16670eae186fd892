from flask import Blueprint
from flask.typing import ResponseReturnValue

from app.access import labels
from app.access.guards import requires
from app.access.permissions import ROLE_PERMISSIONS, Permission, Role
from app.web.answers import show

bp = Blueprint("access", __name__)


@bp.get("/hak-akses")
@requires(Permission.ACCESS_TABLE_READ)
def show_table() -> ResponseReturnValue:
    return show(
        "access/table.html",
        roles=list(Role),
        role_names=[labels.ROLES[role] for role in Role],
        permissions=list(Permission),
        table=ROLE_PERMISSIONS,
        labels=labels,
    )
