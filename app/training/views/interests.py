from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires, visitor
from app.access.permissions import Permission
from app.base.clock import now, today
from app.base.database import db
from app.competency import queries as competency
from app.training import labels
from app.training.models import ALIVE, EnrolmentPolicy, EnrolmentStatus
from app.training.queries import batches, lines
from app.training.queries import interests as queries
from app.training.services import choices
from app.training.services import interests as services
from app.training.views.blueprint import bp
from app.training.views.catalogue import search_limit
from app.web.answers import changed, show
from app.web.inputs import arg_text, is_row_number

PAGE = "training/programme_page.html"
PAGE_SIZE = 20


@bp.get("/tanpa-jadwal")
@requires(Permission.TRAINING_CATALOGUE_READ)
@search_limit
def list_undated() -> ResponseReturnValue:
    text = arg_text("cari")
    found = queries.without_dates(visitor.employee_id, text=text, at=now(), after=_after(), limit=PAGE_SIZE + 1)
    rows = found[:PAGE_SIZE]
    last = rows[-1] if len(found) > PAGE_SIZE else None
    return show(
        "training/undated_list.html",
        fragment="undated",
        programmes=rows,
        text=text,
        forms=competency.forms(),
        more_href=url_for(".list_undated", setelah=f"{last.id}~{last.title}", cari=text) if last else "",
    )


def _after() -> tuple[str, int] | None:
    number, _tilde, title = request.args.get("setelah", "").partition("~")
    return (title[:250], int(number)) if is_row_number(number) else None


@bp.get("/katalog/<int:programme_id>")
@requires(Permission.TRAINING_CATALOGUE_READ)
def show_offered_programme(programme_id: int) -> ResponseReturnValue:
    return show(PAGE, fragment="dates", **_context(programme_id))


@bp.post("/katalog/<int:programme_id>/minat")
@requires(Permission.TRAINING_ENROL)
def create_interest(programme_id: int) -> ResponseReturnValue:
    services.register(queries.programme_in_use(programme_id), visitor.employee_id or 0, by=actor())
    db.session.commit()
    return _changed(programme_id, "Minat Anda tercatat.")


@bp.post("/katalog/<int:programme_id>/minat/penarikan")
@requires(Permission.TRAINING_ENROL)
def create_interest_removal(programme_id: int) -> ResponseReturnValue:
    services.withdraw(queries.programme_in_use(programme_id), visitor.employee_id or 0, by=actor())
    db.session.commit()
    return _changed(programme_id, "Minat ditarik.")


@bp.post("/katalog/<int:programme_id>/pilihan")
@requires(Permission.TRAINING_ENROL)
def create_choice(programme_id: int) -> ResponseReturnValue:
    """Which batches one accepts: boxes of the same name."""
    wanted = {int(one) for one in request.form.getlist("angkatan") if is_row_number(one)}
    got_seat = choices.accept_batches(
        queries.programme_in_use(programme_id), visitor.employee_id or 0, wanted, by=actor()
    )
    db.session.commit()
    return _changed(programme_id, "Anda mendapat kursi." if got_seat else "Pilihan tersimpan.")


def _changed(programme_id: int, say: str) -> ResponseReturnValue:
    return changed(
        PAGE,
        fragment="dates",
        say=say,
        back_to=url_for(".show_offered_programme", programme_id=programme_id),
        context=lambda: _context(programme_id),
    )


def _context(programme_id: int) -> dict[str, Any]:
    programme, day, at = queries.programme_in_use(programme_id), today(visitor.timezone), now()
    employee_id = visitor.employee_id or 0
    rows = lines.coming(programme_id, visitor.employee_id, day)
    return {
        "programme": programme,
        "form": competency.form(programme.form_code, day),
        "subjects": batches.subjects(programme_id),
        "batches": rows,
        "choosable": [row for row in rows if _may_choose(row, at)],
        "standings": lines.standings(programme_id, employee_id),
        "interest": queries.own(programme_id, visitor.employee_id),
        "interested": queries.count(programme_id),
        "has_dates": queries.has_open_batch(programme_id, at),
        "has_seat": any(row.mine == EnrolmentStatus.CONFIRMED for row in rows),
        "may_enrol": visitor.may(Permission.TRAINING_ENROL),
        "labels": labels,
        "now": at,
        "ALIVE": ALIVE,
        "MAY_LET_GO": choices.MAY_LET_GO,
        "EnrolmentStatus": EnrolmentStatus,
    }


def _may_choose(row: Any, at: Any) -> bool:
    """Whether a box can be ticked or cleared: batches one may enrol in, and those one waits for."""
    if row.mine in choices.MAY_LET_GO:
        return True
    is_open = row.policy != EnrolmentPolicy.NOMINATED and row.enrolment_opens_at <= at < row.enrolment_closes_at
    return is_open and row.mine not in ALIVE
