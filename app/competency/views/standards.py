from collections.abc import Collection, Mapping
from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires, visitor
from app.access.permissions import Permission
from app.base.database import db
from app.base.errors import StaleVersion
from app.competency import forms, labels
from app.competency.queries import standards as queries
from app.competency.queries.wanted import Wanted
from app.competency.rules.standards import BadStandard
from app.competency.services import standards as services
from app.competency.views.blueprint import bp, this_day, typed_levels, version_of, words
from app.organisation import queries as organisation
from app.organisation.labels import TIERS
from app.organisation.models import Position, PositionTier
from app.organisation.queries import positions, structure
from app.web.answers import download, moved_on, show
from app.web.inputs import arg_day, arg_int, arg_text, is_row_number

READ, MANAGE = Permission.COMPETENCY_DICTIONARY_READ, Permission.COMPETENCY_STANDARD_MANAGE
PAGE_SIZE, COMPARED_AT_MOST = 25, 4


@bp.get("/kompetensi/standar")
@requires(READ)
def list_standards() -> ResponseReturnValue:
    """Posts with their standards; some of them chosen are compared side by side."""
    text, after, own = arg_text("cari", 80), arg_int("setelah"), request.args.get("sendiri") == "1"
    last = positions.position(after) if after else None
    found = queries.positions_with_standards(
        this_day(), text=text, only_own=own, after=(last.title, last.id) if last else None, limit=PAGE_SIZE + 1
    )
    rows, more = found[:PAGE_SIZE], len(found) > PAGE_SIZE
    asked: dict[str, Any] = {name: value for name, value in (("cari", text), ("sendiri", "1" if own else "")) if value}
    return show(
        "competency/standard_list.html",
        fragment="standards",
        rows=rows,
        text=text,
        own=own,
        tiers=PositionTier,
        next_href=url_for(".list_standards", **asked, setelah=rows[-1].id) if more else "",
        may_manage=visitor.may(MANAGE),
        **words(),
    )


@bp.get("/kompetensi/standar/<int:position_id>")
@requires(READ)
def show_standard(position_id: int) -> ResponseReturnValue:
    position = positions.position(position_id)
    day = arg_day("tanggal") or this_day()
    return show(
        "competency/standard_detail.html",
        **_standard(position, day),
        day=day,
        history=queries.history(position_id),
        may_see_people=visitor.may(Permission.ORGANISATION_EMPLOYEE_READ),
        may_manage=visitor.may(MANAGE),
        **words(),
    )


def _standard(position: Position, day: Any) -> dict[str, Any]:
    wanted = Wanted(day, [position.id])
    asked, own = wanted.of(position.id, position.tier), wanted.own(position.id)
    rows = [one for one in queries.all_competencies() if one.id in asked]
    return {
        "position": position,
        "unit": structure.unit(position.unit_id),
        "rows": rows,
        "asked": asked,
        "own": own,
        "sheet": queries.sheet(position.id),
        "levels": queries.words_of(list(asked)),
    }


@bp.get("/kompetensi/standar/<int:position_id>/lembar.pdf")
@requires(READ)
def download_standard(position_id: int) -> ResponseReturnValue:
    """The sheet of the standard on paper."""
    from app.competency.printing import standard_pdf  # the PDF engine takes a second to import

    position, day = positions.position(position_id), arg_day("tanggal") or this_day()
    content = standard_pdf(organisation.government(visitor.government_id), _standard(position, day), day)
    return download(content, name=f"standar-jabatan-{position.id}.pdf", media_type="application/pdf")


@bp.get("/kompetensi/standar/<int:position_id>/ubah")
@requires(MANAGE)
def show_standard_form(position_id: int) -> ResponseReturnValue:
    position = positions.position(position_id)
    sheet = queries.sheet(position_id)
    form = forms.StandardForm(obj=sheet, data={"valid_from": max(this_day(), position.starts_on)})
    return _form(position, form, {}, {})


@bp.post("/kompetensi/standar/<int:position_id>/ubah")
@requires(MANAGE)
def create_standard_change(position_id: int) -> ResponseReturnValue:
    position, form = positions.position(position_id), forms.StandardForm()
    levels, faults = typed_levels()
    _ensure_ours(list(levels) + list(faults))
    if not form.validate_on_submit() or faults:
        return _form(position, form, levels, faults, status=422)
    try:
        services.set_standard(
            position,
            levels,
            form.sheet(),
            valid_from=form.valid_from.data,
            source=form.source.data or "",
            version=version_of(form),
            by=actor(),
        )
    except BadStandard as refusal:
        db.session.rollback()
        form.form_errors = [*form.form_errors, refusal.message]
        return _form(positions.position(position_id), form, levels, {}, status=422)
    except StaleVersion:
        db.session.rollback()
        stored = queries.sheet(position_id)
        form.version.data = str(stored.version if stored else 1)
        return _form(positions.position(position_id), form, levels, {}, status=409, stale=True)
    db.session.commit()
    own = Wanted(form.valid_from.data, [position_id]).own(position_id)
    return moved_on(
        url_for(".show_standard", position_id=position_id), labels.standard_saved(own, TIERS[position.tier])
    )


def _ensure_ours(numbers: list[int]) -> None:
    """A competency of somebody else's refuses the whole form (security A4)."""
    known = {one.id for one in queries.all_competencies()}
    if not set(numbers) <= known:
        abort(404)


def _kept(asked: Collection[int], typed: Mapping[int, int | None], faults: Collection[int]) -> set[int]:
    """Competencies that have a level, or were just given one; the others wait to be added."""
    return {*asked, *(number for number, level in typed.items() if level is not None), *faults}


def _form(
    position: Position,
    form: forms.StandardForm,
    levels: dict[int, int | None],
    faults: dict[int, str],
    *,
    status: int = 200,
    stale: bool = False,
) -> ResponseReturnValue:
    day = form.valid_from.data or this_day()
    wanted = Wanted(day, [position.id])
    return show(
        "competency/standard_form.html",
        http_status=status,
        form=form,
        position=position,
        unit=structure.unit(position.unit_id),
        choosable=queries.choosable(_kept(wanted.of(position.id, position.tier), levels, faults)),
        affair=form.affair.data or "",
        tier=wanted.by_tier(position.tier),
        chosen=wanted.own(position.id) | levels,
        faults=faults,
        stale=stale,
        **words(),
    )


@bp.get("/kompetensi/standar/<int:position_id>/salin")
@requires(MANAGE)
def show_standard_copy(position_id: int) -> ResponseReturnValue:
    return _copy(positions.position(position_id), forms.CopyForm(data={"valid_from": this_day()}))


@bp.post("/kompetensi/standar/<int:position_id>/salin")
@requires(MANAGE)
def create_standard_copy(position_id: int) -> ResponseReturnValue:
    position, form = positions.position(position_id), forms.CopyForm()
    numbers = [int(one) for one in request.form.getlist("jabatan") if is_row_number(one)]
    if not form.validate_on_submit():
        return _copy(position, form, status=422)
    if not numbers:
        form.form_errors = [*form.form_errors, "Pilih paling sedikit satu jabatan tujuan."]
        return _copy(position, form, status=422)
    targets = queries.positions_numbered(numbers, this_day())
    if not targets:
        abort(404)
    try:
        count = services.copy_standard(position, targets, valid_from=form.valid_from.data, by=actor())
    except BadStandard as refusal:
        db.session.rollback()
        form.form_errors = [*form.form_errors, refusal.message]
        return _copy(positions.position(position_id), form, status=422)
    db.session.commit()
    return moved_on(url_for(".show_standard", position_id=position_id), f"Standar disalin ke {count} jabatan.")


def _copy(position: Position, form: forms.CopyForm, *, status: int = 200) -> ResponseReturnValue:
    day = this_day()
    text = arg_text("cari", 80)
    found = queries.positions_with_standards(day, text=text, limit=100) if text else queries.like(position, day)
    return show(
        "competency/standard_copy.html",
        http_status=status,
        form=form,
        position=position,
        text=text,
        targets=[one for one in found if one.id != position.id],
        chosen=set(request.form.getlist("jabatan")),
        **words(),
    )


@bp.get("/kompetensi/standar/banding")
@requires(READ)
def show_comparison() -> ResponseReturnValue:
    """Standards side by side: what differs stands out."""
    numbers = [int(one) for one in request.args.getlist("jabatan") if is_row_number(one)][:COMPARED_AT_MOST]
    day = this_day()
    compared = queries.positions_numbered(numbers, day) if numbers else []
    if numbers and not compared:
        abort(404)
    wanted = Wanted(day, [one.id for one in compared])
    asked = {one.id: wanted.of(one.id, one.tier) for one in compared}
    rows = [one for one in queries.all_competencies() if any(one.id in levels for levels in asked.values())]
    return show(
        "competency/standard_comparison.html",
        positions=compared,
        headings=[f"{one.title}, {structure.unit(one.unit_id).name}" for one in compared],
        asked=asked,
        rows=rows,
        most=COMPARED_AT_MOST,
        **words(),
    )


@bp.get("/kompetensi/jenjang")
@requires(READ)
def show_tiers() -> ResponseReturnValue:
    """What each tier asks by default."""
    wanted = Wanted(this_day(), ())
    levels = {tier: wanted.by_tier(tier) for tier in PositionTier}
    rows = [one for one in queries.all_competencies() if any(one.id in asked for asked in levels.values())]
    return show(
        "competency/tier_list.html", rows=rows, levels=levels, may_manage=visitor.may(MANAGE), **words()
    )  # fmt: skip


@bp.get("/kompetensi/jenjang/<tier>")
@requires(MANAGE)
def show_tier_form(tier: str) -> ResponseReturnValue:
    return _tier(_known_tier(tier), forms.TierForm(data={"valid_from": this_day()}), {}, {})


@bp.post("/kompetensi/jenjang/<tier>")
@requires(MANAGE)
def create_tier_change(tier: str) -> ResponseReturnValue:
    known, form = _known_tier(tier), forms.TierForm()
    levels, faults = typed_levels()
    _ensure_ours(list(levels) + list(faults))
    if not form.validate_on_submit() or faults:
        return _tier(known, form, levels, faults, status=422)
    count = services.set_tier(known, levels, valid_from=form.valid_from.data, source=form.source.data, by=actor())
    db.session.commit()
    say = f"{count} level bawaan diubah." if count else "Tidak ada level yang berbeda."
    return moved_on(url_for(".show_tiers"), say)


def _known_tier(tier: str) -> PositionTier:
    if tier not in set(PositionTier):
        abort(404)
    return PositionTier(tier)


def _tier(
    tier: PositionTier,
    form: forms.TierForm,
    levels: dict[int, int | None],
    faults: dict[int, str],
    *,
    status: int = 200,
) -> ResponseReturnValue:
    own, national = (queries.levels_of_tier(tier, this_day(), own=one) for one in (True, False))
    return show(
        "competency/tier_form.html",
        http_status=status,
        form=form,
        tier=tier,
        choosable=queries.choosable(_kept(own | national, levels, faults)),
        affair="",
        chosen=own | levels,
        national=national,
        faults=faults,
        history=queries.tier_history(tier),
        **words(),
    )
