from datetime import date
from typing import Any

from flask import Blueprint

from app.access.guards import visitor
from app.access.permissions import Permission
from app.base.clock import today
from app.organisation import labels as organisation_labels
from app.professionalism import labels as own_labels
from app.web.inputs import arg_int
from app.web.limits import from_setting, limiter

bp = Blueprint("professionalism", __name__)
export_limit = limiter.shared_limit(from_setting("EXPORT"), scope="export", key_func=lambda: str(visitor.user_id))


def this_day() -> date:
    return today(visitor.timezone)


def asked_year() -> int:
    """The year the page is about: ``tahun`` of the address, else this year."""
    year = arg_int("tahun")
    return year if year is not None and 2000 <= year <= 2100 else this_day().year


def sees_all() -> bool:
    """Whether the visitor keeps official values: they alone meet discipline, and what holds it."""
    return visitor.may(Permission.PROFESSIONALISM_OFFICIAL_MANAGE)


def words() -> dict[str, Any]:
    """What every page of this house says things with."""
    return {"labels": organisation_labels, "words": own_labels}
