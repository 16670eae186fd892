"""Closing a round, for its organisers; what attending brought, for whoever attended."""

from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires, visitor
from app.attendance.queries import walk_ins
from app.base.database import db
from app.base.errors import RuleBroken
from app.documents import services as store
from app.documents.models import StoredFile
from app.sosialisasi.guards import MANAGE, OWN, managed_round
from app.sosialisasi.queries import settled as queries
from app.sosialisasi.queries.events import RoundPage
from app.sosialisasi.services import closing as services
from app.sosialisasi.tabs import ROUND, Tab
from app.sosialisasi.views.blueprint import bp, round_context
from app.web.answers import changed, download, show
from app.web.inputs import arg_int, keyset

PAGE, OWN_PAGE = "sosialisasi/closing.html", "sosialisasi/own_attendance.html"
PAGE_SIZE, OWN_PAGE_SIZE = 100, 25

ROUND.add(Tab("penutupan", "Penutupan", "sosialisasi.show_closing", 90))


@bp.get("/putaran/<int:round_id>/penutupan")
@requires(MANAGE)
def show_closing(round_id: int) -> ResponseReturnValue:
    """What closing would give everybody on the list, and why; nothing has changed yet."""
    return show(PAGE, fragment="closing", **_context(round_id))


def _context(round_id: int) -> dict[str, Any]:
    page = managed_round(round_id)
    found = services.outlooks_of(page, after=keyset("setelah", str), limit=PAGE_SIZE + 1)
    rows, last = found[:PAGE_SIZE], found[PAGE_SIZE - 1] if len(found) > PAGE_SIZE else None
    more = url_for(".show_closing", round_id=round_id, setelah=f"{last.sort_name}~{last.employee_id}") if last else ""
    return round_context(
        page,
        "penutupan",
        rows=rows,
        more_href=more,
        job=services.job_of(page),
        refusal=_refusal(page),
        unsettled=services.unsettled(page),
        settled=queries.given(round_id)[0],
        unrecognised=walk_ins.unrecognised(page.meeting.id),
        hours=services.hours_of(page),
    )


def _refusal(page: RoundPage) -> str:
    """Why the round cannot be closed now, or an empty string."""
    try:
        services.ensure_may_close(page)
    except RuleBroken as refusal:
        return refusal.message
    return ""


@bp.post("/putaran/<int:round_id>/penutupan")
@requires(MANAGE)
def create_closing(round_id: int) -> ResponseReturnValue:
    services.request_closing(managed_round(round_id), by=actor())
    db.session.commit()
    return changed(
        PAGE,
        fragment="closing",
        say="Penutupan dimulai. Anda boleh meninggalkan halaman ini.",
        back_to=url_for(".show_closing", round_id=round_id),
        context=lambda: _context(round_id),
    )


@bp.get("/kehadiran-saya")
@requires(OWN)
def list_own_attendance() -> ResponseReturnValue:
    """The days the visitor attended, what they count, the letters, and materials that may be opened now."""
    found = queries.own(visitor.employee_id or 0, before=arg_int("sebelum"), limit=OWN_PAGE_SIZE + 1)
    rows = found[:OWN_PAGE_SIZE]
    materials: dict[int, list[Any]] = {}
    for one in queries.materials(sorted({row.sosialisasi_id for row in rows})):
        materials.setdefault(one.sosialisasi_id, []).append(one)
    more = url_for(".list_own_attendance", sebelum=rows[-1].id) if len(found) > OWN_PAGE_SIZE else ""
    return show(OWN_PAGE, fragment="results", rows=rows, materials=materials, more_href=more)


@bp.get("/kehadiran-saya/<int:day_id>/surat")
@requires(OWN)
def download_own_attendance_letter(day_id: int) -> ResponseReturnValue:
    """The attendance letter, for its holder alone; not found until it is printed."""
    return _file(queries.own_letter(visitor.employee_id or 0, day_id))


@bp.get("/kehadiran-saya/materi/<int:material_id>")
@requires(OWN)
def download_attended_material(material_id: int) -> ResponseReturnValue:
    return _file(queries.own_material(visitor.employee_id or 0, material_id))


def _file(file: StoredFile) -> ResponseReturnValue:
    db.session.rollback()
    return download(store.read(file), name=file.name, media_type=file.media_type)
