from datetime import date
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound

from app.access.guards import actor, requires, visitor
from app.access.permissions import Permission
from app.audit.guards import note_reading
from app.base.database import db
from app.competency.models import LearningStatus
from app.documents import services as store
from app.learning import labels, rules
from app.learning.forms import ACCEPT, DecisionForm
from app.learning.queries import claims as queries
from app.learning.queries import lines
from app.learning.queries.claims import ClaimPage, Filters
from app.learning.rules.versions import rule_day
from app.learning.services import claims as services
from app.learning.services.counting import preview
from app.learning.views.blueprint import bp, this_day
from app.web.answers import download, moved_on, show
from app.web.inputs import arg_text, is_row_number, tidy

VERIFY = Permission.LEARNING_CLAIM_VERIFY
LIST, DETAIL = "learning/claim_list.html", "learning/claim_detail.html"
PAGE_SIZE, TICKED_AT_MOST = 25, 200


@bp.get("/jp/klaim")
@requires(VERIFY)
def list_claims() -> ResponseReturnValue:
    return _list()


@bp.post("/jp/klaim/keputusan")
@requires(VERIFY)
def create_decisions() -> ResponseReturnValue:
    """Decide on everything that was ticked, for one reason."""
    ticked = request.form.getlist("klaim")
    if not ticked:
        return _list(trouble="Centang dulu klaim yang diputuskan.", status=422)
    if len(ticked) > TICKED_AT_MOST or not all(is_row_number(one) for one in ticked):
        raise NoResultFound
    pages = queries.several(visitor.reach(VERIFY), [int(one) for one in ticked])
    reason = tidy(request.form.get("alasan", ""))[:500]
    try:
        if request.form.get("keputusan") == ACCEPT:
            services.accept_all(pages, by=actor())
        else:
            services.refuse_all(pages, reason, by=actor())
    except (rules.NoReason, rules.MaybeTwice) as missing:
        db.session.rollback()
        return _list(trouble=missing.message, ticked=set(ticked), reason=reason, status=422)
    db.session.commit()
    return moved_on(url_for(".list_claims"), f"{len(pages)} klaim diputuskan. Pegawai sudah diberi tahu.")


@bp.get("/jp/klaim/<int:claim_id>")
@requires(VERIFY)
def show_claim(claim_id: int) -> ResponseReturnValue:
    page = queries.reachable(visitor.reach(VERIFY), claim_id)
    note_reading(page.employee.id, "hours")
    return _detail(page, DecisionForm(formdata=None))


@bp.post("/jp/klaim/<int:claim_id>/keputusan")
@requires(VERIFY)
def create_claim_decision(claim_id: int) -> ResponseReturnValue:
    page, form = queries.reachable(visitor.reach(VERIFY), claim_id), DecisionForm()
    if not form.validate_on_submit():
        return _detail(page, form, status=422)
    try:
        if form.decision.data == ACCEPT:
            services.accept(page, hours=form.hours.data, reason=form.reason.data, by=actor())
        else:
            services.refuse(page, form.reason.data, by=actor())
    except rules.NoReason as missing:
        db.session.rollback()
        form.reason.errors = [missing.message]
        return _detail(queries.reachable(visitor.reach(VERIFY), claim_id), form, status=422)
    db.session.commit()
    return moved_on(url_for(".list_claims"), "Keputusan tercatat. Pegawai sudah diberi tahu.")


@bp.get("/jp/klaim/<int:claim_id>/bukti")
@requires(VERIFY)
def download_evidence(claim_id: int) -> ResponseReturnValue:
    page = queries.reachable(visitor.reach(VERIFY), claim_id)
    note_reading(page.employee.id, "hours")
    file = page.file
    db.session.rollback()
    return download(store.read(file), name=file.name, media_type=file.media_type)


def _list(
    *, trouble: str = "", ticked: set[str] | None = None, reason: str = "", status: int = 200
) -> ResponseReturnValue:
    filters = _filters()
    rows = queries.queue(visitor.reach(VERIFY), filters, after=_turn(), limit=PAGE_SIZE + 1)
    shown = rows[:PAGE_SIZE]
    waiting = [row.id for row in shown if row.status == LearningStatus.WAITING]
    asked: dict[str, Any] = {"keadaan": filters.status, "bentuk": filters.form_code, "cari": filters.text}
    forms = lines.forms(this_day())
    last = shown[-1] if len(rows) > PAGE_SIZE else None
    return show(
        LIST,
        fragment="claims",
        http_status=status,
        rows=shown,
        twice=queries.maybe_twice(waiting),
        shared=queries.with_a_shared_file(waiting),
        more_href=url_for(".list_claims", **asked, setelah=f"{last.due_on.isoformat()}_{last.id}") if last else "",
        filters=filters,
        is_narrowed=filters != Filters(),
        forms=forms,
        form_options=[("", "Semua bentuk"), *((one.code, one.name) for one in forms.values())],
        waiting=queries.waiting_count(visitor.reach(VERIFY), this_day()),
        at_most=queries.COUNTED_AT_MOST,
        today=this_day(),
        trouble=trouble,
        ticked=ticked or set(),
        reason=reason,
        own_id=visitor.employee_id,
        may_rules=visitor.may(Permission.LEARNING_RULE_MANAGE),
        statuses=[(one.value, words) for one, (words, _tone) in labels.STATUSES.items()],
        LearningStatus=LearningStatus,
        labels=labels,
    )


def _filters() -> Filters:
    status = arg_text("keadaan", 10)
    known = {one.value for one in LearningStatus}
    return Filters(
        status if status in known else LearningStatus.WAITING.value, arg_text("bentuk", 10), arg_text("cari", 80)
    )


def _turn() -> tuple[date, int] | None:
    day, _gap, number = request.args.get("setelah", "").partition("_")
    try:
        return (date.fromisoformat(day), int(number)) if is_row_number(number) else None
    except ValueError:
        return None


def _detail(page: ClaimPage, form: DecisionForm, *, status: int = 200) -> ResponseReturnValue:
    record = page.record
    return show(
        DETAIL,
        http_status=status,
        page=page,
        record=record,
        claim=page.claim,
        employee=page.employee,
        form=form,
        development_form=lines.forms(rule_day(record.ends_on, record.year)).get(record.form_code),
        would_be=preview(record) if page.is_waiting else None,
        overlapping=lines.overlapping(record.employee_id, record.starts_on, record.ends_on, but=record.id),
        same_file=queries.same_file_elsewhere(page),
        is_own=record.employee_id == visitor.employee_id,
        today=this_day(),
        labels=labels,
    )
