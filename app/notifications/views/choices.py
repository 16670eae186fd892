from collections.abc import Mapping
from typing import Any

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, public, requires, visitor
from app.access.permissions import Permission
from app.access.visitor import Actor
from app.base import scope
from app.base.database import db
from app.notifications import addresses, catalogue, labels, queries, rules, services
from app.notifications.models import Delivery, LetterGroup
from app.notifications.views.blueprint import bp
from app.web.answers import changed, show

PAGE = "notifications/choices.html"
STOP_PAGE = "notifications/stop.html"


@bp.get("/saya/pemberitahuan")
@requires(Permission.NOTIFICATIONS_OWN_READ)
def show_choices() -> ResponseReturnValue:
    return show(PAGE, fragment="mail_choices", **_context())


@bp.post("/saya/pemberitahuan")
@requires(Permission.NOTIFICATIONS_OWN_READ)
def create_choices() -> ResponseReturnValue:
    if visitor.employee_id is None:
        abort(404)
    choices, faults = _typed()
    if faults:
        return show(PAGE, fragment="mail_choices", http_status=422, **_context(choices) | {"faults": faults})
    services.choose(visitor.employee_id, choices, by=actor())
    db.session.commit()
    return changed(PAGE, fragment="mail_choices", say="Tersimpan.", back_to=url_for(".show_choices"), context=_context)


def _typed() -> tuple[dict[LetterGroup, Delivery], dict[LetterGroup, str]]:
    """What was chosen for each group that may be chosen for; a group that was not sent stays as it is."""
    choices: dict[LetterGroup, Delivery] = {}
    faults: dict[LetterGroup, str] = {}
    for group in catalogue.choosable():
        typed = request.form.get(group.value)
        if typed is None:
            continue
        if typed in rules.deliveries_of(group):
            choices[group] = Delivery(typed)
        else:
            faults[group] = "Pilih salah satu cara di atas."
    if choices.get(LetterGroup.DIGEST) == Delivery.NONE:
        weekly = [group for group, one in choices.items() if one == Delivery.WEEKLY]
        faults |= dict.fromkeys(weekly, "Ringkasan mingguan Anda matikan. Pilih Langsung atau Tanpa email.")
    return choices, faults


def _context(typed: Mapping[LetterGroup, Delivery] | None = None) -> dict[str, Any]:
    kept = {group: row.delivery for group, row in queries.choices_of(visitor.employee_id or 0).items()}
    chosen = {**kept, **(typed or {})}
    return {
        "groups": {
            group: (kinds, chosen.get(group, rules.usual_delivery(group)), _options(group))
            for group, kinds in catalogue.choosable().items()
        },
        "duties": [one for one in catalogue.every() if one.is_duty],
        "labels": labels,
        "faults": {},
    }


def _options(group: LetterGroup) -> list[tuple[str, str]]:
    return [(one.value, labels.DELIVERIES[one]) for one in rules.deliveries_of(group)]


@bp.get("/berhenti-surat/<token>")
@public
def show_stop(token: str) -> ResponseReturnValue:
    """Where the link in a letter leads, signed in or not. Looking changes nothing (security R2)."""
    government_id, employee_id, group = _asked(token)
    with scope.within(government_id):
        delivery = queries.delivery_of(employee_id, group)
    is_stopped = delivery == Delivery.NONE
    return show(STOP_PAGE, title=labels.GROUPS[group], is_stopped=is_stopped, token=token)


@bp.post("/berhenti-surat/<token>")
@public
def create_stop(token: str) -> ResponseReturnValue:
    """Stop a group of letters, or have them again. Mail programs press this by themselves (RFC 8058)."""
    government_id, employee_id, group = _asked(token)
    by = Actor(None, employee_id, "")
    with scope.within(government_id):
        if request.form.get("lagi"):
            services.choose(employee_id, {group: rules.usual_delivery(group)}, by=by)
        else:
            services.stop(employee_id, group, by=by)
        db.session.commit()
    if request.form.get("List-Unsubscribe"):
        return "", 200
    return redirect(url_for(".show_stop", token=token), 303)


def _asked(token: str) -> tuple[int, int, LetterGroup]:
    found = addresses.read_stop_token(token)
    if found is None or found[2] not in catalogue.choosable():
        abort(404)
    return found
