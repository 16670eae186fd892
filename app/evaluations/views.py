"""The doors of evaluations: the anonymous form, the superior's question, a trainer's own part, and the statements."""

from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound

from app.access.guards import actor, public, requires, visitor
from app.access.permissions import Permission
from app.base import scope
from app.base.clock import now, today
from app.base.database import db
from app.evaluations import labels, queries, rules
from app.evaluations.forms import ItemForm
from app.evaluations.models import ItemKind, PartKind
from app.evaluations.services import follow_ups, forms
from app.web.answers import changed, moved_on, show
from app.web.inputs import is_row_number, tidy
from app.web.polling import quiet
from app.web.unlogged import unlogged

bp = Blueprint("evaluations", __name__, url_prefix="/evaluasi")
ITEMS = "evaluations/item_list.html"


@bp.get("/<token>")
@public
@unlogged
@quiet
def show_form(token: str) -> ResponseReturnValue:
    """The form, for whoever holds its token. Signing in is not needed, and nothing is noted."""
    return _form(token, {}, "")


@bp.post("/<token>")
@public
@unlogged
@quiet
def create_answer(token: str) -> ResponseReturnValue:
    replies = _replies()
    try:
        is_kept = forms.submit(token, replies)
        db.session.commit()
    except rules.Refused as refusal:
        db.session.rollback()
        return _form(token, replies, refusal.message)
    if not is_kept:
        return _spent()
    return show("evaluations/thanks.html")


def _replies() -> dict[int, str]:
    """Fields named ``p-<question>``; anything else in the form is not looked at."""
    found = {}
    for name, text in request.form.items():
        number = name.removeprefix("p-")
        if number != name and is_row_number(number):
            found[int(number)] = tidy(text)
    return found


def _form(token: str, typed: dict[int, str], trouble: str) -> ResponseReturnValue:
    with scope.everything():
        found = queries.by_token(forms.fingerprint(token[:80]))
        rows = queries.questions(found.id) if found else []
    if found is None:
        return _spent()
    rules.ensure_open(found.status, found.closes_at, now())
    parts: dict[int, list[Any]] = {}
    for row in rows:
        parts.setdefault(row.part_id, []).append(row)
    return show(
        "evaluations/form.html",
        http_status=422 if trouble else 200,
        evaluation=found,
        token=token,
        parts=list(parts.values()),
        typed=typed,
        trouble=trouble,
        labels=labels,
        ItemKind=ItemKind,
        PartKind=PartKind,
    )


def _spent() -> ResponseReturnValue:
    """Spent, guessed and mistyped look alike."""
    db.session.rollback()
    return show("evaluations/spent.html", http_status=404)


# --- the superior -------------------------------------------------------------------------------------


@bp.get("/atasan/<int:follow_up_id>")
@requires(Permission.TRAINING_APPROVAL_DECIDE)
def show_follow_up(follow_up_id: int) -> ResponseReturnValue:
    return _follow_up(follow_up_id, {}, "", "")


@bp.post("/atasan/<int:follow_up_id>")
@requires(Permission.TRAINING_APPROVAL_DECIDE)
def create_follow_up_answer(follow_up_id: int) -> ResponseReturnValue:
    row = queries.follow_up_of(visitor.employee_id or 0, follow_up_id).FollowUp
    values = {place: request.form.get(f"p-{place}", "") for place in range(len(row.items))}
    comment = tidy(request.form.get("catatan", ""))
    try:
        follow_ups.answer(row, list(values.values()), comment, by=actor())
        db.session.commit()
    except rules.Refused as refusal:
        db.session.rollback()
        return _follow_up(follow_up_id, values, comment, refusal.message)
    return moved_on(url_for(".show_follow_up", follow_up_id=follow_up_id), "Jawaban tersimpan.")


def _follow_up(follow_up_id: int, values: dict[int, str], comment: str, trouble: str) -> ResponseReturnValue:
    row = queries.follow_up_of(visitor.employee_id or 0, follow_up_id)
    return show(
        "evaluations/follow_up.html",
        http_status=422 if trouble else 200,
        row=row.FollowUp,
        name=row.name,
        values=values,
        comment=comment,
        trouble=trouble,
        labels=labels,
        now=now(),
    )


# --- a trainer's own part -----------------------------------------------------------------------------


@bp.get("/mengajar")
@requires(Permission.TRAINING_ENROL)
def list_taught() -> ResponseReturnValue:
    return show("evaluations/taught_list.html", rows=queries.taught_by(visitor.employee_id or 0))


@bp.get("/mengajar/<int:part_id>")
@requires(Permission.TRAINING_ENROL)
def show_taught(part_id: int) -> ResponseReturnValue:
    found, part = queries.own_part(visitor.employee_id or 0, part_id)
    results = queries.results(found.id, only_part=part.id)
    return show("evaluations/taught.html", evaluation=found, results=results, part_names=labels.PARTS, part=part)


# --- the statements -----------------------------------------------------------------------------------


@bp.get("/pernyataan")
@requires(Permission.TRAINING_BATCH_MANAGE)
def list_items() -> ResponseReturnValue:
    return show(ITEMS, fragment="items", **_items_context())


@bp.post("/pernyataan")
@requires(Permission.TRAINING_BATCH_MANAGE)
def create_item() -> ResponseReturnValue:
    form = ItemForm()
    if not form.validate_on_submit():
        return show(ITEMS, fragment="items", http_status=422, **_items_context(form))
    part, kind, text = form.chosen
    if part == PartKind.FOLLOW_UP and kind == ItemKind.TEXT:
        form.kind.errors = ["Kepada atasan hanya ditanyakan skala; catatannya sudah ada di bawah formulir."]
        return show(ITEMS, fragment="items", http_status=422, **_items_context(form))
    forms.add_item(part, kind, text, today=today(visitor.timezone), by=actor())
    db.session.commit()
    return _items_changed("Pernyataan ditambahkan. Berlaku untuk evaluasi yang dibuka mulai hari ini.")


@bp.post("/pernyataan/pengambilan")
@requires(Permission.TRAINING_BATCH_MANAGE)
def create_adoption() -> ResponseReturnValue:
    forms.adopt_defaults(today=today(visitor.timezone), by=actor())
    db.session.commit()
    return _items_changed("Pernyataan bawaan sekarang milik Anda dan bisa diubah.")


@bp.post("/pernyataan/<int:item_id>/pengakhiran")
@requires(Permission.TRAINING_BATCH_MANAGE)
def create_item_end(item_id: int) -> ResponseReturnValue:
    item = queries.own_item(item_id)
    if item.valid_until is not None and item.valid_until <= today(visitor.timezone):
        raise NoResultFound
    forms.end_item(item, today=today(visitor.timezone), by=actor())
    db.session.commit()
    return _items_changed("Pernyataan tidak ditanyakan lagi mulai hari ini.")


def _items_changed(say: str) -> ResponseReturnValue:
    return changed(ITEMS, fragment="items", say=say, back_to=url_for(".list_items"), context=_items_context)


def _items_context(form: ItemForm | None = None) -> dict[str, Any]:
    day = today(visitor.timezone)
    is_own = queries.has_own_items()
    own = queries.own_items(day)
    lists = [
        (part, [(one.id, one.kind, one.text, one.valid_from) for one in own if one.part == part])
        if is_own
        else (part, [(0, kind, text, None) for kind, text in queries.items(part, day)])
        for part in PartKind
    ]
    start = {"part": PartKind.CONTENT.value, "kind": ItemKind.SCALE.value}
    return {
        "lists": lists,
        "is_own": is_own,
        "form": form or ItemForm(formdata=None, data=start),
        "labels": labels,
    }
