"""What a government adds to the catalogue."""

from dataclasses import asdict

from app.access.visitor import Actor
from app.audit import services as audit
from app.base.database import db, lock
from app.base.errors import StaleVersion, WrongField
from app.interventions.facts import OwnFacts
from app.interventions.models import OwnIntervention
from app.interventions.queries import catalogue as queries


def add(facts: OwnFacts, *, by: Actor) -> OwnIntervention:
    _ensure_new(facts, besides=None)
    row = OwnIntervention(**asdict(facts), is_archived=False, version=1)
    db.session.add(row)
    db.session.flush()
    audit.record("interventions.catalogue.added", row, by=by)
    return row


def change(row: OwnIntervention, facts: OwnFacts, *, version: int, by: Actor) -> None:
    """Actions planned with it keep what it said then. Raises StaleVersion."""
    row = lock(row)
    if row.version != version:
        raise StaleVersion
    _ensure_new(facts, besides=row.id)
    for name, value in asdict(facts).items():
        setattr(row, name, value)
    row.version += 1
    audit.record("interventions.catalogue.changed", row, by=by)


def set_archived(row: OwnIntervention, *, is_archived: bool, by: Actor) -> None:
    row = lock(row)
    if row.is_archived != is_archived:
        row.is_archived = is_archived
        row.version += 1
        audit.record("interventions.catalogue.archived", row, by=by, is_archived=is_archived)


def _ensure_new(facts: OwnFacts, *, besides: int | None) -> None:
    if queries.is_taken(facts.name, besides=besides):
        raise WrongField("name", "Nama ini sudah ada di katalog. Beri nama lain.")
