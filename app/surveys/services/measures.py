"""A new edition of what surveys are read by. What was closed keeps the edition it was closed under."""

from datetime import date

from app.access.visitor import Actor
from app.audit import services as audit
from app.base import scope
from app.base.database import db, lock
from app.organisation import queries as organisation
from app.surveys.models import SurveyMeasures
from app.surveys.queries import measures as queries
from app.surveys.rules import measures as rules
from app.surveys.rules.measures import Facts


def enter(facts: Facts, *, today: date, by: Actor) -> SurveyMeasures:
    """Holds the government, so that two editions never begin on one day. Raises BadMeasures."""
    lock(organisation.government(scope.current()))
    number, last = queries.last()
    rules.ensure_starts(facts.valid_from, today=today, last=last)
    bands = rules.ensure_cover(facts.bands)
    row = SurveyMeasures(
        number=number + 1,
        valid_from=facts.valid_from,
        bands=rules.to_content(bands),
        least_people=facts.least_people,
        least_alpha=facts.least_alpha,
        least_item_rest=facts.least_item_rest,
        source=facts.source,
    )
    db.session.add(row)
    db.session.flush()
    audit.record("surveys.measures.entered", row, by=by, number=row.number, on=facts.valid_from.isoformat())
    return row
