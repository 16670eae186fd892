"""Somebody's personal file, tab by tab. The tabs on hours, levels, certificates and training live in those houses."""

from flask.typing import ResponseReturnValue

from app.access.guards import requires, visitor
from app.access.permissions import Permission
from app.access.visitor import EVERYWHERE
from app.audit.guards import note_reading
from app.organisation import queries
from app.organisation.queries import staff
from app.organisation.queries.staff import FileHead
from app.organisation.views.blueprint import asked_day, bp, this_day, words
from app.web.answers import show

READ = Permission.ORGANISATION_EMPLOYEE_READ
FILE, HISTORY = "organisation/file_data.html", "organisation/file_history.html"


@bp.get("/pegawai/<int:employee_id>")
@requires(READ)
def show_file(employee_id: int) -> ResponseReturnValue:
    head = staff.file_head(employee_id, visitor.reach(READ), this_day())
    note_reading(employee_id, "file")
    return _file(head, own=False)


@bp.get("/pegawai/<int:employee_id>/riwayat")
@requires(READ)
def show_history(employee_id: int) -> ResponseReturnValue:
    head = staff.file_head(employee_id, visitor.reach(READ), this_day())
    note_reading(employee_id, "placements")
    return _history(head, own=False)


@bp.get("/saya/berkas")
@requires(Permission.ORGANISATION_OWN_READ)
def show_own_file() -> ResponseReturnValue:
    return _file(_own(), own=True)


@bp.get("/saya/berkas/riwayat")
@requires(Permission.ORGANISATION_OWN_READ)
def show_own_history() -> ResponseReturnValue:
    return _history(_own(), own=True)


def _own() -> FileHead:
    return staff.file_head(visitor.employee_id or 0, EVERYWHERE, this_day())


def _file(head: FileHead, *, own: bool) -> ResponseReturnValue:
    may_manage = not own and visitor.reach(Permission.ORGANISATION_EMPLOYEE_MANAGE).covers(head.path)
    return show(
        FILE,
        fragment="file_tab",
        head=head,
        own=own,
        employee=queries.employee(head.employee_id),
        superior=queries.superior_of(head.employee_id, this_day()),
        may_manage=may_manage,
        **words(),
    )


def _history(head: FileHead, *, own: bool) -> ResponseReturnValue:
    day = asked_day()
    may_manage = not own and visitor.reach(Permission.ORGANISATION_EMPLOYEE_MANAGE).covers(head.path)
    return show(
        HISTORY,
        fragment="file_tab",
        head=head,
        own=own,
        stays=staff.stays(head.employee_id),
        day=day,
        superior=queries.superior_of(head.employee_id, day),
        may_manage=may_manage,
        **words(),
    )
