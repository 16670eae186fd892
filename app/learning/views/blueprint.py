from datetime import date

from flask import Blueprint

from app.access.guards import visitor
from app.base.clock import today
from app.web.inputs import arg_int
from app.web.limits import from_setting, limiter

bp = Blueprint("learning", __name__)
export_limit = limiter.shared_limit(from_setting("EXPORT"), scope="export", key_func=lambda: str(visitor.user_id))
YEARS_BACK = 10


def this_day() -> date:
    return today(visitor.timezone)


def asked_year() -> int:
    """The year the page is about: ``tahun`` of the address, else this one."""
    this_year = this_day().year
    return min(max(arg_int("tahun") or this_year, this_year - YEARS_BACK), this_year)
