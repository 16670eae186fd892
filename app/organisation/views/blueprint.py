from datetime import date
from typing import Any

from flask import Blueprint

from app.access.guards import visitor
from app.base.clock import today
from app.base.database import db
from app.base.errors import RuleBroken
from app.base.wording import plain_date
from app.organisation import labels
from app.organisation.rules import mask_nip
from app.web.inputs import arg_day
from app.web.limits import from_setting, limiter

bp = Blueprint("organisation", __name__)
search_limit = limiter.shared_limit(from_setting("SEARCH"), scope="search", key_func=lambda: str(visitor.user_id))
export_limit = limiter.shared_limit(from_setting("EXPORT"), scope="export", key_func=lambda: str(visitor.user_id))


def this_day() -> date:
    return today(visitor.timezone)


def asked_day() -> date:
    """The day the page is about: ``tanggal`` of the address, else today."""
    return arg_day("tanggal") or this_day()


def words() -> dict[str, Any]:
    """What every page of this house says things with."""
    return {"labels": labels, "mask_nip": mask_nip, "today": this_day()}


def continued(name: str, starts_on: date, *, is_another: bool) -> str:
    """Where what two people changed at once goes on under another number: what the form is about now."""
    if not is_another:
        return ""
    return f"Yang Anda buka sudah dilanjutkan oleh {name} mulai {plain_date(starts_on)}. Isian di bawah kini untuk itu."


def refused(form: Any, refusal: RuleBroken, field: str = "on") -> Any:
    """The form with what was typed and, at the field that decides, why a rule said no."""
    db.session.rollback()
    form[field].errors = [refusal.message]
    return form
