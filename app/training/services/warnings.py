"""Telling participants when their attendance no longer suffices, or not so far."""

from collections.abc import Mapping

from app.attendance.rules.shares import Outlook, got_worse
from app.base.database import db
from app.organisation import queries as organisation
from app.training.queries import enrolments, outlooks
from app.training.queries.batches import BatchPage
from app.training.services import letters
from app.training.services.moments import local_today


def tell_who_fell(page: BatchPage, before: Mapping[int, Outlook]) -> None:
    """Tell whoever's prospect is worse than it was; told once for each time it gets worse."""
    db.session.flush()
    fallen = {
        employee_id: now
        for employee_id, now in outlooks.of_some(page, list(before)).items()
        if got_worse(before[employee_id], now)
    }
    people = organisation.people(list(fallen), local_today()) if fallen else {}
    for employee_id, outlook in fallen.items():
        enrolment = enrolments.own(employee_id, page.batch.id)
        letters.tell_outlook(enrolment, page, people[employee_id], outlook)
