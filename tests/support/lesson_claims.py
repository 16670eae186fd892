"""Builders of claims."""

from datetime import date
from decimal import Decimal
from typing import Any

from app.base.database import db
from app.documents import services as store
from app.documents.inspection import inspect
from app.learning.models import LearningClaim
from app.learning.rules import Activity
from app.learning.services import claims
from tests.support.builders import Person

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\nstartxref\n0\n%%EOF\n"
DAY = date(2026, 11, 20)


def make_activity(**different: Any) -> Activity:
    """Two days of a seminar: 8 JP."""
    facts: dict[str, Any] = {
        "form_code": "KL06",
        "title": "Seminar Arsip Digital",
        "organiser": "Arsip Daerah",
        "starts_on": date(2026, 10, 5),
        "ends_on": date(2026, 10, 6),
        "quantity": Decimal(2),
        "is_international": False,
        "certificate_number": "12/SA/2026",
    }
    return Activity(**facts | different)


def make_claim(
    person: Person, *, content: bytes = PDF, is_another: bool = True, day: date = DAY, **different: Any
) -> LearningClaim:
    upload = inspect(content, "bukti.pdf")
    claim = claims.submit(
        person.employee_id,
        make_activity(**different),
        upload,
        storage_key=store.put(upload.content),
        day=day,
        is_another=is_another,
        by=person.actor,
    )
    db.session.commit()
    return claim
