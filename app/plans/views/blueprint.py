from datetime import date
from typing import Any

from flask import Blueprint
from flask_wtf import FlaskForm

from app.access.guards import visitor
from app.access.permissions import Permission
from app.base.clock import today
from app.base.errors import WrongField
from app.plans import labels
from app.plans.queries import plans as queries
from app.plans.queries.plans import PlanPage
from app.plans.rules import states
from app.training import labels as training_labels
from app.web.fields import put_at_field
from app.web.limits import from_setting, limiter

bp = Blueprint("plans", __name__, url_prefix="/rencana-tahunan")
READ, MANAGE, NEED = (
    Permission.PLANS_PLAN_READ,
    Permission.PLANS_PLAN_MANAGE,
    Permission.PLANS_NEED_MANAGE,
)
print_limit = limiter.shared_limit(from_setting("PDF"), scope="pdf", key_func=lambda: str(visitor.user_id))
export_limit = limiter.shared_limit(from_setting("EXPORT"), scope="export", key_func=lambda: str(visitor.user_id))


def found(yearly_id: int) -> PlanPage:
    """A plan of the visitor's government; any other is simply not found."""
    return queries.page(yearly_id)


def this_day() -> date:
    return today(visitor.timezone)


def common(page: PlanPage) -> dict[str, Any]:
    """What every page about one plan shows."""
    return {
        "page": page,
        "plan": page.plan,
        "unit": page.unit,
        "whose": page.unit.name if page.unit is not None else visitor.government_name,
        "may_manage": visitor.may(MANAGE),
        "editable": visitor.may(MANAGE) and states.is_editable(page.plan.status),
        "labels": labels,
        "training_labels": training_labels,
        "rules": states,
    }


def refused(form: FlaskForm, refusal: WrongField) -> None:
    """The same for every form of a plan: undo what was begun, and say at its field why."""
    put_at_field(form, refusal)


def version_of(form: FlaskForm) -> int:
    """The version a form was filled in from; nothing fits a number that was tampered with."""
    text = str(form.version.data or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
