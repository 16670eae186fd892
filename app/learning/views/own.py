from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires, visitor
from app.access.permissions import Permission
from app.base.database import db
from app.base.errors import WrongField
from app.competency.models import DevelopmentForm
from app.documents import services as store
from app.documents.inspection import LARGEST, inspect_paper
from app.learning import labels, rules
from app.learning.forms import ClaimForm
from app.learning.queries import claims as queries
from app.learning.queries import lines
from app.learning.queries import year as years
from app.learning.services import claims as services
from app.learning.views.blueprint import asked_year, bp, this_day
from app.organisation import queries as organisation
from app.web.answers import changed, download, moved_on, show
from app.web.fields import put_at_field
from app.web.inputs import arg_int
from app.web.requests import takes_files

CLAIM = Permission.LEARNING_CLAIM_CREATE
PAGE, FORM = "learning/own.html", "learning/claim_form.html"
LARGEST_BODY = LARGEST + 64 * 1024


@bp.get("/saya/jp")
@requires(CLAIM)
def show_own() -> ResponseReturnValue:
    return show(PAGE, fragment="ledger", **_ledger(asked_year()))


def _ledger(year: int) -> dict[str, Any]:
    me = visitor.employee_id or 0
    rows = lines.of_year(me, year)
    kind = organisation.employee(me).kind
    periods = rules.periods_of(year, kind, lines.kind_changes(me))
    return {
        "learning": years.of_person(me, year, periods[-1].kind),
        "rows": rows,
        "forms": lines.forms(this_day()),
        "periods": periods if len(periods) > 1 else [],
        "this_year": this_day().year,
        "labels": labels,
    }


@bp.get("/saya/jp/klaim-baru")
@requires(CLAIM)
def show_claim_form() -> ResponseReturnValue:
    """An empty form, or one filled from an earlier claim (``dari``) that was not accepted."""
    earlier = arg_int("dari")
    facts = services.facts_of(queries.own(visitor.employee_id or 0, earlier)) if earlier else {}
    return _form(ClaimForm(lines.forms(this_day()), formdata=None, data=facts))


@bp.get("/saya/jp/klaim-baru/jumlah")
@requires(CLAIM)
def show_claim_quantity() -> ResponseReturnValue:
    """The field of the quantity, in the unit of the form that was chosen meanwhile."""
    return _form(ClaimForm(_forms(request.args), formdata=request.args), fragment="claim_quantity")


@bp.post("/saya/jp/klaim")
@takes_files(LARGEST_BODY)
@requires(CLAIM)
def create_claim() -> ResponseReturnValue:
    form = ClaimForm(_forms(request.form))
    if not form.validate_on_submit() or not _is_in_its_unit(form):
        return _form(form, status=422)
    db.session.rollback()  # reading a file stands outside the transaction (security C2)
    try:
        upload = inspect_paper(form.file.data.read(), form.file.data.filename or "")
        services.submit(
            visitor.employee_id or 0,
            form.activity,
            upload,
            storage_key=store.put(upload.content),
            day=this_day(),
            is_another=bool(form.is_another.data),
            by=actor(),
        )
        db.session.commit()
    except WrongField as refusal:
        put_at_field(form, refusal)
        return _form(form, status=422)
    except services.LooksTwice as doubt:
        db.session.rollback()
        form.form_errors = [doubt.message]
        return _form(form, status=422, asks_again=True)
    return moved_on(url_for(".show_own"), "Klaim dikirim. Anda dikabari begitu selesai diperiksa.")


@bp.post("/saya/jp/klaim/<int:claim_id>/penarikan")
@requires(CLAIM)
def create_claim_withdrawal(claim_id: int) -> ResponseReturnValue:
    page = queries.own(visitor.employee_id or 0, claim_id)
    services.withdraw(page, by=actor())
    db.session.commit()
    year = page.record.year
    return changed(
        PAGE,
        fragment="ledger",
        say="Klaim ditarik.",
        back_to=url_for(".show_own", tahun=year),
        context=lambda: _ledger(year),
    )


@bp.get("/saya/jp/klaim/<int:claim_id>/bukti")
@requires(CLAIM)
def download_own_evidence(claim_id: int) -> ResponseReturnValue:
    file = queries.own(visitor.employee_id or 0, claim_id).file
    db.session.rollback()
    return download(store.read(file), name=file.name, media_type=file.media_type)


def _forms(sent: Mapping[str, str]) -> dict[str, DevelopmentForm]:
    """The forms with their rules on the last day of what is claimed; while that is not known, today's."""
    day = this_day()
    try:
        ended = date.fromisoformat(sent.get("ends_on", ""))
    except ValueError:
        ended = day
    return lines.forms(min(ended, day)) or lines.forms(day)


def _is_in_its_unit(form: ClaimForm) -> bool:
    """Whether the quantity was asked in the unit the activity is counted in; another is asked again."""
    code = form.form_code.data
    asked = form.unit.data or labels.unit(lines.forms(this_day()).get(code))
    unit = labels.unit(form.forms.get(code))
    if asked != unit:
        form.quantity.errors = [f"Kegiatan yang selesai hari itu dihitung per {unit}. Isi jumlah {unit}."]
    return asked == unit


def _form(
    form: ClaimForm, *, status: int = 200, asks_again: bool = False, fragment: str = "claim"
) -> ResponseReturnValue:
    chosen = form.forms.get(form.form_code.data)
    form.quantity.label.text, hint = labels.asked_quantity(chosen)
    form.unit.data = labels.unit(chosen)
    return show(
        FORM,
        fragment=fragment,
        http_status=status,
        form=form,
        quantity_hint=hint,
        asks_again=asks_again or bool(form.is_another.data),
        labels=labels,
        lost_file=request.method == "POST",
    )
