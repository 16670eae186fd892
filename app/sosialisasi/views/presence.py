"""Being there: pages of the desk (``attendance.desk``), for a round, and the arrival of citizens."""

from flask import current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import public, requires, visitor
from app.attendance import desk
from app.attendance.forms import WalkInForm
from app.attendance.rules import CheckInRefused
from app.base import scope
from app.base.database import db
from app.base.errors import RuleBroken
from app.organisation import queries as organisation
from app.sosialisasi import labels
from app.sosialisasi.guards import MANAGE, OWN
from app.sosialisasi.queries import presence as queries
from app.sosialisasi.queries.events import RoundPage
from app.sosialisasi.services.presence import RoundHost, guest_checks_in
from app.sosialisasi.tabs import ROUND, Tab
from app.sosialisasi.views.blueprint import bp
from app.sosialisasi.views.gatherings import RoundGathering, at_desk, of_visitor
from app.web.answers import show
from app.web.dates import use_zone
from app.web.limits import from_setting, limiter
from app.web.polling import quiet

ARRIVAL = "sosialisasi/arrival.html"
# A whole hall shares one address, so guests are held back by the code on the wall, and only loosely by number.
arrival_limit = limiter.shared_limit(from_setting("ARRIVAL"), scope="arrival", methods=["POST"])
search_limit = limiter.shared_limit(from_setting("SEARCH"), scope="search", key_func=lambda: str(visitor.user_id))
print_limit = limiter.shared_limit(from_setting("PDF"), scope="pdf", key_func=lambda: str(visitor.user_id))
ask_limit = limiter.shared_limit(from_setting("EXPORT"), scope="export", key_func=lambda: str(visitor.user_id))

ROUND.add(Tab("hadir", "Kehadiran", "sosialisasi.show_sheet", 40))


@bp.get("/hadir/<int:round_id>")
@requires(OWN)
def show_check_in(round_id: int) -> ResponseReturnValue:
    return desk.show_check_in(of_visitor(round_id))


@bp.post("/hadir/<int:round_id>")
@requires(OWN)
def create_check_in(round_id: int) -> ResponseReturnValue:
    return desk.create_check_in(of_visitor(round_id))


@bp.get("/hadir/<int:round_id>/kode-saya")
@quiet
@requires(OWN)
def show_own_code(round_id: int) -> ResponseReturnValue:
    return desk.show_own_code(of_visitor(round_id))


@bp.get("/datang/<int:round_id>")
@public
def show_arrival(round_id: int) -> ResponseReturnValue:
    """Where the code on the wall of a public event leads: on to checking in with an account, or as a guest."""
    page, code = _public_round(round_id), request.args.get("kode", "")[:80]
    if visitor.is_authenticated and visitor.may(OWN) and visitor.government_id == page.event.government_id:
        return redirect(url_for(".show_check_in", round_id=round_id, kode=code), 303)
    return _arrival(page, WalkInForm(origin=RoundGathering.origin, formdata=None), code=code)


@bp.post("/datang/<int:round_id>")
@public
@arrival_limit
def create_arrival(round_id: int) -> ResponseReturnValue:
    page = _public_round(round_id)
    with scope.within(page.event.government_id):
        form, code = WalkInForm(origin=RoundGathering.origin), request.form.get("kode", "")[:80]
        if request.form.get("website"):
            return _arrival(page, form, code=code, status=422, trouble="Kosongkan isian yang tersembunyi.")
        if not form.validate():
            return _arrival(page, form, code=code, status=422)
        try:
            guest, _is_new = guest_checks_in(
                RoundHost(page),
                page.meeting,
                form.name.data,
                form.unit.data,
                code,
                step_seconds=current_app.config["CHECK_IN_STEP_SECONDS"],
            )
            name = guest.name
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            is_code = isinstance(broken, CheckInRefused)
            return _arrival(page, form, code="" if is_code else code, status=422, trouble=broken.message)
    return _arrival(page, form, came=name)


def _public_round(round_id: int) -> RoundPage:
    """A round citizens may come to, with the clock of its government. The visitor is found first: finding them enters
    their own government."""
    _is_somebody = visitor.is_authenticated
    with scope.everything():
        page = queries.public_round(round_id)
        use_zone(organisation.government(page.event.government_id).timezone)
    return page


def _arrival(
    page: RoundPage, form: WalkInForm, *, code: str = "", status: int = 200, trouble: str = "", came: str = ""
) -> ResponseReturnValue:
    return show(
        ARRIVAL,
        http_status=status,
        event=page.event,
        meeting=page.meeting,
        round=page.round,
        form=form,
        code=code,
        trouble=trouble,
        came=came,
        labels=labels,
    )


@bp.get("/putaran/<int:round_id>/layar")
@requires(MANAGE)
def show_screen(round_id: int) -> ResponseReturnValue:
    return desk.show_screen(at_desk(round_id))


@bp.get("/putaran/<int:round_id>/daftar-hadir")
@requires(MANAGE)
def show_sheet(round_id: int) -> ResponseReturnValue:
    return desk.show_sheet(at_desk(round_id))


@bp.get("/putaran/<int:round_id>/jumlah")
@quiet
@requires(MANAGE)
def show_counts(round_id: int) -> ResponseReturnValue:
    return desk.show_counts(at_desk(round_id))


@bp.post("/putaran/<int:round_id>/daftar-hadir")
@requires(MANAGE)
def create_marks(round_id: int) -> ResponseReturnValue:
    return desk.create_marks(at_desk(round_id))


@bp.get("/putaran/<int:round_id>/pindai")
@requires(MANAGE)
def show_scanner(round_id: int) -> ResponseReturnValue:
    return desk.show_scanner(at_desk(round_id))


@bp.get("/putaran/<int:round_id>/pindai/daftar")
@quiet
@requires(MANAGE)
def show_scan_list(round_id: int) -> ResponseReturnValue:
    return desk.show_scan_list(at_desk(round_id))


@bp.post("/putaran/<int:round_id>/pindai")
@requires(MANAGE)
def create_scans(round_id: int) -> ResponseReturnValue:
    return desk.create_scans(at_desk(round_id))


@bp.get("/putaran/<int:round_id>/ditolak")
@requires(MANAGE)
def list_refused(round_id: int) -> ResponseReturnValue:
    return desk.list_refused(at_desk(round_id))


@bp.get("/putaran/<int:round_id>/tamu")
@requires(MANAGE)
def list_walk_ins(round_id: int) -> ResponseReturnValue:
    return desk.list_walk_ins(at_desk(round_id))


@bp.post("/putaran/<int:round_id>/tamu")
@requires(MANAGE)
def create_walk_in(round_id: int) -> ResponseReturnValue:
    return desk.create_walk_in(at_desk(round_id))


@bp.get("/putaran/<int:round_id>/tamu/<int:walk_in_id>")
@requires(MANAGE)
@search_limit
def show_walk_in(round_id: int, walk_in_id: int) -> ResponseReturnValue:
    return desk.show_walk_in(at_desk(round_id), walk_in_id)


@bp.post("/putaran/<int:round_id>/tamu/<int:walk_in_id>/pengenalan")
@requires(MANAGE)
def create_recognition(round_id: int, walk_in_id: int) -> ResponseReturnValue:
    return desk.create_recognition(at_desk(round_id), walk_in_id)


@bp.post("/putaran/<int:round_id>/tamu/<int:walk_in_id>/pengenalan/batal")
@requires(MANAGE)
def create_recognition_end(round_id: int, walk_in_id: int) -> ResponseReturnValue:
    return desk.create_recognition_end(at_desk(round_id), walk_in_id)


@bp.post("/putaran/<int:round_id>/tamu/<int:walk_in_id>/tetap")
@requires(MANAGE)
def create_guest(round_id: int, walk_in_id: int) -> ResponseReturnValue:
    return desk.create_guest(at_desk(round_id), walk_in_id)


@bp.get("/putaran/<int:round_id>/daftar-hadir/cetak")
@requires(MANAGE)
@print_limit
def download_sign_sheet(round_id: int) -> ResponseReturnValue:
    return desk.download_sign_sheet(at_desk(round_id))


@bp.get("/putaran/<int:round_id>/daftar-hadir/cetak/berkas")
@requires(MANAGE)
def list_sign_sheets(round_id: int) -> ResponseReturnValue:
    return desk.list_sign_sheets(at_desk(round_id))


@bp.post("/putaran/<int:round_id>/daftar-hadir/cetak")
@requires(MANAGE)
@ask_limit
def create_sign_sheet(round_id: int) -> ResponseReturnValue:
    return desk.create_sign_sheet(at_desk(round_id))


@bp.get("/putaran/<int:round_id>/daftar-hadir/cetak/berkas/<int:sheet_id>")
@requires(MANAGE)
def download_made_sheet(round_id: int, sheet_id: int) -> ResponseReturnValue:
    return desk.download_made_sheet(at_desk(round_id), sheet_id)
