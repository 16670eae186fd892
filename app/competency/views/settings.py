"""The rules of this house, each with its versions; HR enters a new one, nobody changes an old one."""

from collections.abc import Callable
from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires
from app.access.permissions import Permission
from app.base.database import db
from app.base.errors import RuleBroken
from app.competency import forms
from app.competency.models import RuleKind
from app.competency.queries import versions as queries
from app.competency.rules.bands import figure, to_content
from app.competency.rules.versions import BANDED, may_be_withdrawn
from app.competency.services import settings as services
from app.competency.views.blueprint import bp, this_day, words
from app.web.answers import moved_on, show
from app.web.inputs import tidy

MANAGE = Permission.COMPETENCY_STANDARD_MANAGE
BANDS_AT_MOST, SCORES_AT_MOST = 7, 8
_FORMS: dict[RuleKind, type[forms.DatedForm]] = {
    RuleKind.MATCH: forms.MatchForm,
    RuleKind.MEASURE: forms.MeasureForm,
    RuleKind.POTENTIAL: forms.PotentialForm,
    RuleKind.PREDICATE: forms.PredicateForm,
}


@bp.get("/kompetensi/aturan")
@requires(MANAGE)
def list_rules() -> ResponseReturnValue:
    held = {kind: queries.versions(kind) for kind in RuleKind}
    now = queries.settings_on(this_day()).numbers
    return show(
        "competency/rule_list.html",
        held=held,
        now=set(now.values()),
        may_be_withdrawn=lambda one: may_be_withdrawn(
            one.valid_from, is_own=one.government_id is not None, today=this_day()
        ),
        **words(),
    )


@bp.get("/kompetensi/aturan/<kind>")
@requires(MANAGE)
def show_rule_form(kind: str) -> ResponseReturnValue:
    known = _known(kind)
    content = _now(known)
    form = _FORMS.get(known, forms.BandsForm)(data=content | {"valid_from": this_day()})
    return _page(known, form, content)


@bp.post("/kompetensi/aturan/<kind>")
@requires(MANAGE)
def create_rule(kind: str) -> ResponseReturnValue:
    known = _known(kind)
    form = _FORMS.get(known, forms.BandsForm)()
    content, fault = _typed(known, form)
    if fault:
        form.form_errors = [*form.form_errors, fault]
    if not form.validate_on_submit() or fault:
        if fault and fault not in form.form_errors:
            form.form_errors = [*form.form_errors, fault]
        return _page(known, form, content, status=422)
    try:
        services.enter(
            known, content, valid_from=form.valid_from.data, source=form.source.data, today=this_day(), by=actor()
        )
    except RuleBroken as refusal:
        db.session.rollback()
        form.form_errors = [*form.form_errors, refusal.message]
        return _page(known, form, content, status=422)
    db.session.commit()
    return moved_on(url_for(".list_rules"), "Versi baru tersimpan. Angka menyusul dalam beberapa menit.")


@bp.post("/kompetensi/aturan/versi/<int:rule_id>/pembatalan")
@requires(MANAGE)
def create_rule_withdrawal(rule_id: int) -> ResponseReturnValue:
    services.withdraw(rule_id, today=this_day(), by=actor())
    db.session.commit()
    return moved_on(url_for(".list_rules"), "Versi dibatalkan. Yang sebelumnya berlaku lagi.")


def _known(kind: str) -> RuleKind:
    if kind not in set(RuleKind):
        abort(404)
    return RuleKind(kind)


def _now(kind: RuleKind) -> dict[str, Any]:
    number = queries.settings_on(this_day()).numbers[kind]
    return next(one.content for one in queries.versions(kind) if one.id == number)


def _typed(kind: RuleKind, form: Any) -> tuple[dict[str, Any], str]:
    """What was typed as a version keeps it, and what cannot be read of it."""
    if kind in BANDED:
        bands, fault = forms.typed_bands(request.form, BANDS_AT_MOST)
        if kind is RuleKind.AXIS and not fault and len(bands) != 3:
            fault = "Sumbu kotak talenta punya tepat tiga rentang: bawah, tengah, dan atas."
        return {"bands": to_content(bands)}, fault
    if kind is RuleKind.PREDICATE:
        return _typed_scores()
    read: Callable[[], dict[str, Any]] = form.content
    return read(), ""


def _typed_scores() -> tuple[dict[str, Any], str]:
    scores: dict[str, str] = {}
    for index in range(SCORES_AT_MOST):
        name, text = tidy(request.form.get(f"name-{index}", ""))[:40], request.form.get(f"score-{index}", "")
        if not name and not text.strip():
            continue
        value = figure(text)
        if not name or value is None or not 0 <= value <= 100:
            return {"scores": scores}, f"Baris {index + 1} perlu predikat dan nilai antara 0 dan 100."
        scores[name] = str(value)
    return {"scores": scores}, "" if scores else "Isi paling sedikit satu predikat."


def _page(kind: RuleKind, form: Any, content: dict[str, Any], *, status: int = 200) -> ResponseReturnValue:
    return show(
        "competency/rule_form.html",
        http_status=status,
        form=form,
        kind=kind,
        content=content,
        banded=kind in BANDED,
        band_rows=BANDS_AT_MOST,
        score_rows=SCORES_AT_MOST,
        RuleKind=RuleKind,
        **words(),
    )
