from flask import Blueprint
from flask.typing import ResponseReturnValue

from app.access.guards import requires, visitor
from app.access.permissions import Permission
from app.audit import labels, queries
from app.web.answers import show
from app.web.inputs import arg_int

bp = Blueprint("audit", __name__)
PAGE_SIZE = 50


@bp.get("/jejak-audit")
@requires(Permission.AUDIT_ENTRIES_READ)
def list_entries() -> ResponseReturnValue:
    found = queries.recent(visitor.government_id, before=arg_int("sebelum"), limit=PAGE_SIZE + 1)
    return show("audit/entry_list.html", entries=found[:PAGE_SIZE], more=len(found) > PAGE_SIZE, labels=labels)
