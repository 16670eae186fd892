from collections.abc import Mapping
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires, visitor
from app.access.permissions import Permission
from app.base.clock import now, today
from app.base.database import db
from app.organisation import queries as organisation
from app.organisation.queries import directory
from app.organisation.queries.structure import unit_path
from app.training import labels, lines
from app.training.models import BatchStatus, EnrolmentPolicy, EnrolmentStatus
from app.training.queries import batches
from app.training.queries import nominations as queries
from app.training.rules import WrongField
from app.training.services import nominations as services
from app.training.views.blueprint import bp
from app.web.answers import changed, show
from app.web.inputs import arg_int, is_row_number

PAGE = "training/nomination_form.html"
SEATS_AT_MOST = 1000


@bp.get("/usulan")
@requires(Permission.TRAINING_NOMINATE)
def list_nominations() -> ResponseReturnValue:
    return show(
        "training/nomination_list.html",
        batches=queries.open_for_names(visitor.employee_id or 0, now()),
        labels=labels,
        now=now(),
    )


@bp.get("/usulan/<int:batch_id>")
@requires(Permission.TRAINING_NOMINATE)
def show_nomination_form(batch_id: int) -> ResponseReturnValue:
    """``orang`` in the address ticks the box of somebody the visitor came from."""
    asked = arg_int("orang")
    return show(PAGE, fragment="nominations", **_context(batch_id, chosen=[asked] if asked else []))


@bp.post("/usulan/<int:batch_id>")
@requires(Permission.TRAINING_NOMINATE)
def create_nominations(batch_id: int) -> ResponseReturnValue:
    page = batches.visible_batch(batch_id)
    chosen = [int(one) for one in request.form.getlist("orang") if is_row_number(one)]
    if not chosen:
        return _refused(batch_id, "people", "Pilih paling sedikit satu orang.")
    try:
        named = services.nominate(page, chosen, by=actor())
        db.session.commit()
    except lines.NotNominated as refusal:
        db.session.rollback()
        return show(
            PAGE, fragment="nominations", http_status=422, **_context(batch_id, chosen=chosen, faults=refusal.faults)
        )
    except WrongField as refusal:
        db.session.rollback()
        return _refused(batch_id, refusal.field, refusal.message, chosen=chosen)
    return _changed(batch_id, _say(len(named), sum(one.status == EnrolmentStatus.CONFIRMED for one in named)))


def _say(named: int, seated: int) -> str:
    if seated == named:
        return f"{named} orang diusulkan dan mendapat kursi."
    return f"{named} orang diusulkan, {seated} mendapat kursi. Yang lain menunggu, dan semua sudah diberi tahu."


@bp.post("/usulan/<int:batch_id>/kursi")
@requires(Permission.TRAINING_NOMINATE)
def create_hold(batch_id: int) -> ResponseReturnValue:
    page, typed = batches.visible_batch(batch_id), request.form.get("jumlah", "").strip()
    if not is_row_number(typed) or not 1 <= int(typed) <= SEATS_AT_MOST:
        return _refused(batch_id, "seats", "Isi jumlah kursi dengan angka bulat, misalnya 3.", typed=typed)
    try:
        services.reserve(page, int(typed), by=actor())
        db.session.commit()
    except WrongField as refusal:
        db.session.rollback()
        return _refused(batch_id, "seats", refusal.message, typed=typed)
    return _changed(batch_id, f"{typed} kursi dipesan. Isi namanya sebelum batas waktunya.")


@bp.post("/usulan/<int:batch_id>/kursi/pelepasan")
@requires(Permission.TRAINING_NOMINATE)
def create_hold_release(batch_id: int) -> ResponseReturnValue:
    count = services.release(batches.visible_batch(batch_id), by=actor())
    db.session.commit()
    return _changed(batch_id, f"{count} kursi dilepas.")


def _refused(
    batch_id: int, field: str, message: str, *, chosen: list[int] | None = None, typed: str = ""
) -> ResponseReturnValue:
    context = _context(batch_id, chosen=chosen or [], errors={field: message}, typed=typed)
    return show(PAGE, fragment="nominations", http_status=422, **context)


def _changed(batch_id: int, say: str) -> ResponseReturnValue:
    return changed(
        PAGE,
        fragment="nominations",
        say=say,
        back_to=url_for(".show_nomination_form", batch_id=batch_id),
        context=lambda: _context(batch_id),
    )


def _context(
    batch_id: int,
    *,
    chosen: list[int] | None = None,
    faults: Mapping[int, str] | None = None,
    errors: Mapping[str, str] | None = None,
    typed: str = "",
) -> dict[str, Any]:
    page, day, at = batches.visible_batch(batch_id), today(visitor.timezone), now()
    superior_id = visitor.employee_id or 0
    team = queries.team(superior_id, page.batch, day)
    hold = queries.own_hold(batch_id, superior_id)
    unit_id = organisation.person(superior_id, day).unit_id
    return {
        "page": page,
        "batch": page.batch,
        "team": team,
        "leaves_out": directory.leaves_out(visitor.reach(Permission.TRAINING_NOMINATE)),
        "cannot": services.states_of(page, team),
        "hold": hold if hold is not None and hold.expires_at > at else None,
        "named": queries.named_by(superior_id, batch_id),
        "free": services.free_to_hold(page.batch, unit_path(unit_id)),
        "is_open": page.batch.status == BatchStatus.PUBLISHED
        and page.batch.enrolment_opens_at <= at < page.batch.enrolment_closes_at,
        "may_hold": page.batch.policy != EnrolmentPolicy.TWO_STEPS,
        "people_at_most": queries.PEOPLE_AT_MOST,
        "chosen": set(chosen or ()),
        "faults": faults or {},
        "errors": errors or {},
        "typed": typed,
        "labels": labels,
        "now": at,
    }
