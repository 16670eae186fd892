"""How lesson hours count, each rule with its versions; HR enters a new one, nobody changes an old one."""

from collections import defaultdict
from dataclasses import asdict

from flask import abort, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires
from app.access.permissions import Permission
from app.base.database import db, only_reading
from app.base.errors import WrongField
from app.competency.models import DevelopmentForm, LearningTarget
from app.competency.rules.versions import may_be_withdrawn
from app.learning import labels
from app.learning.forms import FormRuleForm, TargetForm
from app.learning.queries import lines
from app.learning.queries import versions as queries
from app.learning.rules.versions import conversion_of
from app.learning.services import versions as services
from app.learning.services.versions import CountsAnew, Foreseen, Target
from app.learning.views.blueprint import bp, this_day
from app.web.answers import moved_on, show
from app.web.fields import put_at_field

MANAGE = Permission.LEARNING_RULE_MANAGE
CEILING = "ceiling"


@bp.get("/jp/aturan")
@requires(MANAGE)
def list_rules() -> ResponseReturnValue:
    day, forms = this_day(), queries.forms()
    modes: dict[str, list[DevelopmentForm]] = defaultdict(list)
    for one in forms:
        modes[one.mode].append(one)
    used = queries.used([one.id for one in forms if one.government_id is not None])
    return show(
        "learning/rule_list.html",
        modes={mode: modes[mode] for mode in labels.MODES if mode in modes},
        targets=queries.targets(),
        now={one.id for one in lines.forms(day).values()},
        targets_now={queries.target_on(kind, day).id for kind in labels.KINDS},
        may_be_withdrawn=lambda one: (
            one.id not in used and may_be_withdrawn(one.valid_from, is_own=one.government_id is not None, today=day)
        ),
        may_target_be_withdrawn=lambda one: may_be_withdrawn(
            one.valid_from, is_own=one.government_id is not None, today=day
        ),
        this_year=day.year,
        labels=labels,
    )


@bp.get("/jp/aturan/bentuk/<form_code>")
@requires(MANAGE)
def show_form_rule(form_code: str) -> ResponseReturnValue:
    now = _known(form_code)
    typed = asdict(conversion_of(now)) | {"valid_from": this_day()}
    return _form_rule(now, FormRuleForm(formdata=None, data=typed))


@bp.post("/jp/aturan/bentuk/<form_code>")
@requires(MANAGE)
def create_form_rule(form_code: str) -> ResponseReturnValue:
    form = FormRuleForm()
    now = _known(form_code)
    if not form.validate_on_submit():
        return _form_rule(now, form, status=422)
    try:
        services.enter_form(
            form_code,
            form.conversion,
            valid_from=form.valid_from.data,
            source=form.source.data,
            is_sure=bool(form.is_sure.data) and form.seen.data == form.typed,
            today=this_day(),
            by=actor(),
        )
    except WrongField as refusal:
        put_at_field(form, refusal)
        return _form_rule(_known(form_code), form, status=422)
    except CountsAnew as doubt:
        form.form_errors = [doubt.message]
        return _shown_what_comes_of_it(form_code, form)
    db.session.commit()
    return moved_on(
        url_for(".list_rules"),
        "Versi baru tersimpan. JP yang berubah menyusul dalam beberapa menit, dan pegawainya dikabari.",
    )


def _shown_what_comes_of_it(form_code: str, form: FormRuleForm) -> ResponseReturnValue:
    """Everybody's lines are gone through outside the transaction that would write: it holds up nobody."""
    form.is_sure.data, form.seen.data = False, form.typed
    with only_reading():
        foreseen = services.foresee(form_code, form.conversion, valid_from=form.valid_from.data, today=this_day())
        return _form_rule(_known(form_code), form, status=422, foreseen=foreseen)


@bp.post("/jp/aturan/bentuk/versi/<int:form_rule_id>/pembatalan")
@requires(MANAGE)
def create_form_rule_withdrawal(form_rule_id: int) -> ResponseReturnValue:
    services.withdraw_form(form_rule_id, today=this_day(), by=actor())
    db.session.commit()
    return moved_on(url_for(".list_rules"), "Versi dibatalkan. Yang sebelumnya berlaku lagi.")


def _known(form_code: str) -> DevelopmentForm:
    return lines.forms(this_day()).get(form_code) or abort(404)


def _form_rule(
    now: DevelopmentForm, form: FormRuleForm, *, status: int = 200, foreseen: Foreseen | None = None
) -> ResponseReturnValue:
    return show(
        "learning/rule_form.html",
        http_status=status,
        form=form,
        now=now,
        foreseen=foreseen,
        this_year=this_day().year,
        labels=labels,
    )


@bp.get("/jp/aturan/target/<kind>")
@requires(MANAGE)
def show_target_form(kind: str) -> ResponseReturnValue:
    now = _now(kind)
    bound = CEILING if now.is_ceiling else "floor"
    return _target(
        kind, TargetForm(formdata=None, data={"hours": now.lesson_hours, "bound": bound, "valid_from": this_day()})
    )


@bp.post("/jp/aturan/target/<kind>")
@requires(MANAGE)
def create_target(kind: str) -> ResponseReturnValue:
    _now(kind)
    form = TargetForm()
    if not form.validate_on_submit():
        return _target(kind, form, status=422)
    try:
        services.enter_target(
            kind,
            Target(form.hours.data, form.bound.data == CEILING),
            valid_from=form.valid_from.data,
            source=form.source.data,
            today=this_day(),
            by=actor(),
        )
    except WrongField as refusal:
        put_at_field(form, refusal)
        return _target(kind, form, status=422)
    db.session.commit()
    return moved_on(url_for(".list_rules"), "Versi baru tersimpan.")


@bp.post("/jp/aturan/target/versi/<int:yearly_target_id>/pembatalan")
@requires(MANAGE)
def create_target_withdrawal(yearly_target_id: int) -> ResponseReturnValue:
    services.withdraw_target(yearly_target_id, today=this_day(), by=actor())
    db.session.commit()
    return moved_on(url_for(".list_rules"), "Versi dibatalkan. Yang sebelumnya berlaku lagi.")


def _now(kind: str) -> LearningTarget:
    if kind not in labels.KINDS:
        abort(404)
    return queries.target_on(kind, this_day())


def _target(kind: str, form: TargetForm, *, status: int = 200) -> ResponseReturnValue:
    return show(
        "learning/target_form.html",
        http_status=status,
        form=form,
        kind=kind,
        now=_now(kind),
        this_year=this_day().year,
        labels=labels,
    )
