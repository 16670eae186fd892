from itertools import groupby
from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue

from app.access import labels
from app.access.guards import requires
from app.access.permissions import (
    COUNTS_IN_A_SUBTREE,
    NEEDS_CONFIRMATION,
    NEEDS_SECOND_FACTOR,
    ROLE_PERMISSIONS,
    Permission,
    Role,
)
from app.web.answers import download, show

bp = Blueprint("access", __name__)


@bp.get("/hak-akses")
@requires(Permission.ACCESS_TABLE_READ)
def show_table() -> ResponseReturnValue:
    return show("access/table.html", **_context())


@bp.get("/hak-akses/cetak")
@requires(Permission.ACCESS_TABLE_READ)
def show_printed_table() -> ResponseReturnValue:
    return show("access/printed_table.html", **_context())


def _context() -> dict[str, Any]:
    return {
        "roles": list(Role),
        "houses": [
            (labels.HOUSES[house], list(permissions))
            for house, permissions in groupby(Permission, key=lambda one: one.partition(":")[0])
        ],
        "table": ROLE_PERMISSIONS,
        "limited": COUNTS_IN_A_SUBTREE,
        "confirmed": NEEDS_CONFIRMATION,
        "coded": NEEDS_SECOND_FACTOR,
        "labels": labels,
    }


@bp.get("/hak-akses/tabel.csv")
@requires(Permission.ACCESS_TABLE_READ)
def download_table() -> ResponseReturnValue:
    """The same cells as a file; it holds nothing but what is written in the code."""
    heading = ["Izin", "Kode", "Bisa untuk satu unit", *labels.ROLES.values()]
    rows = [
        [labels.PERMISSIONS[one], one.value, _yes(one in COUNTS_IN_A_SUBTREE)]
        + [_yes(one in ROLE_PERMISSIONS[role]) for role in Role]
        for one in Permission
    ]
    lines = [";".join(f'"{cell}"' for cell in row) for row in [heading, *rows]]
    content = "\ufeff" + "\r\n".join(lines) + "\r\n"
    return download(content.encode(), name="hak-akses.csv", media_type="text/csv; charset=utf-8")


def _yes(holds: bool) -> str:
    return "ya" if holds else ""
