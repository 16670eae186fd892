from datetime import date
from typing import Any

from flask import Blueprint, request

from app.access.guards import visitor
from app.base.clock import today
from app.competency import labels as own_labels
from app.organisation import labels as organisation_labels
from app.web.inputs import is_row_number
from app.web.limits import from_setting, limiter

bp = Blueprint("competency", __name__)
search_limit = limiter.shared_limit(from_setting("SEARCH"), scope="search", key_func=lambda: str(visitor.user_id))


def this_day() -> date:
    return today(visitor.timezone)


def words() -> dict[str, Any]:
    """What every page of this house says things with."""
    return {"labels": organisation_labels, "words": own_labels}


def version_of(form: Any) -> int:
    """The version a form was filled in from; nothing fits a number that was tampered with."""
    text = str(form.version.data or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def typed_levels(prefix: str = "level-") -> tuple[dict[int, int | None], dict[int, str]]:
    """Levels a form sends beside its fields, as (competency → level or None), and what is wrong with the others."""
    levels: dict[int, int | None] = {}
    faults: dict[int, str] = {}
    for name, value in request.form.items():
        number = name.removeprefix(prefix)
        if name == number or not is_row_number(number):
            continue
        text = value.strip()
        if not text:
            levels[int(number)] = None
        elif text in {"1", "2", "3", "4", "5"}:
            levels[int(number)] = int(text)
        else:
            faults[int(number)] = f"Level antara 1 dan 5. Sekarang tertulis «{text[:20]}»."
    return levels, faults
