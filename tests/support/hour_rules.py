"""Versions of a government's own of how lesson hours count, written without the service."""

from datetime import date
from decimal import Decimal
from typing import Any

from app.base.database import db
from app.competency.models import DevelopmentForm, JpRule, LearningTarget


def make_form_rule(government_id: int, **different: Any) -> DevelopmentForm:
    """A seminar of five JP a day, from a day far away."""
    facts: dict[str, Any] = {
        "code": "KL06",
        "name": "Seminar/Konferensi/Sarasehan",
        "mode": "classical",
        "jp_rule": JpRule.PER_DAY,
        "jp_per_unit": Decimal(5),
        "cap_period": "",
        "valid_from": date(2090, 1, 1),
        "source": "SE 5/2026",
    }
    one = DevelopmentForm(government_id=government_id, **facts | different)
    db.session.add(one)
    db.session.commit()
    return one


def make_yearly_target(government_id: int, **different: Any) -> LearningTarget:
    """Thirty JP a year for PNS, from a day far away."""
    facts: dict[str, Any] = {
        "employee_kind": "pns",
        "lesson_hours": Decimal(30),
        "is_ceiling": False,
        "valid_from": date(2090, 1, 1),
        "source": "SE 6/2026",
    }
    one = LearningTarget(government_id=government_id, **facts | different)
    db.session.add(one)
    db.session.commit()
    return one
