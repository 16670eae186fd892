"""The lesson hours of a batch follow from its form of development (PerLAN 10/2018)."""

from datetime import date, datetime
from decimal import Decimal

from app.base import wording
from app.competency import queries as competency
from app.competency import rules as competency_rules
from app.competency.models import DevelopmentForm, JpRule
from app.training.models import Batch
from app.training.queries import planning, programmes
from app.training.services.moments import timezone

Spans = list[tuple[datetime, datetime]]


def hours_of(
    form: DevelopmentForm,
    subject_hours: Decimal,
    spans: Spans,
    starts_on: date,
    ends_on: date,
    *,
    international: bool = False,
) -> Decimal:
    """What the form's rule gives. Before there are meetings, every day from the first to the last counts as one."""
    zone = timezone()
    days = len({wording.local(start, zone).date() for start, _end in spans})
    expected = (ends_on - starts_on).days + 1
    return competency_rules.lesson_hours(
        form,
        programme_hours=subject_hours,
        days=days or expected,
        sessions=len(spans) or expected,
        international=international,
    )


def follow_the_rule(batch: Batch, form_code: str) -> None:
    """Work the hours out anew after a change; where the rule leaves them to the organiser they stay."""
    form = competency.form(form_code, batch.starts_on)
    if form.jp_rule == JpRule.MANUAL and batch.lesson_hours > 0:
        return
    spans = [(row.starts_at, row.ends_at) for row in planning.schedule(batch.id)] if batch.id else []
    subject_hours = programmes.subject_hours(batch.programme_id)
    batch.lesson_hours = hours_of(
        form,
        subject_hours,
        spans,
        batch.starts_on,
        batch.ends_on,
        international=programmes.programme(batch.programme_id).is_international,
    )
