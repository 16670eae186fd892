"""Writing an initiative, beginning, ending and calling it off."""

from dataclasses import asdict
from datetime import date

from app.access.visitor import Actor
from app.audit import services as audit
from app.base.database import db, lock
from app.base.errors import StaleVersion, WrongField
from app.initiatives import rules
from app.initiatives.facts import InitiativeFacts
from app.initiatives.models import Initiative, InitiativeStatus
from app.initiatives.queries import affected
from app.initiatives.queries.initiatives import InitiativePage
from app.initiatives.services import stages, team
from app.organisation import queries as organisation
from app.organisation.models import OrgUnit


def create(unit: OrgUnit, facts: InitiativeFacts, *, by: Actor, day: date | None = None) -> Initiative:
    """A draft with the usual stages; nobody but its team sees it until it begins. ``day`` is the sponsor's first."""
    _ensure(facts)
    initiative = Initiative(
        unit_id=unit.id, status=InitiativeStatus.DRAFT, cancel_reason="", version=1, **asdict(facts)
    )
    db.session.add(initiative)
    db.session.flush()
    audit.record("initiatives.initiative.created", initiative, by=by, title=initiative.title)
    stages.copy_usual(initiative)
    team.name_sponsor(initiative, since=day or initiative.starts_on, by=by)
    return initiative


def change(page: InitiativePage, facts: InitiativeFacts, *, version: int, by: Actor, day: date | None = None) -> None:
    """Raises StaleVersion where somebody else changed it meanwhile."""
    initiative = lock(page.initiative)
    if initiative.version != version:
        raise StaleVersion
    rules.ensure_may_change(initiative.status)
    _ensure(facts)
    before = {name: getattr(initiative, name) for name in asdict(facts)}
    for name, value in asdict(facts).items():
        setattr(initiative, name, value)
    initiative.version += 1
    changed = [name for name, value in before.items() if value != getattr(initiative, name)]
    audit.record("initiatives.initiative.changed", initiative, by=by, fields=changed)
    if "sponsor_id" in changed:
        team.name_sponsor(initiative, since=day or initiative.starts_on, by=by)


def _ensure(facts: InitiativeFacts) -> None:
    rules.ensure_dates(facts)
    if facts.sponsor_id is not None and not organisation.employee(facts.sponsor_id).active:
        raise WrongField("sponsor_nip", "Penanggung jawab ini sudah tidak bekerja di sini.")


def start(page: InitiativePage, *, by: Actor) -> None:
    """From now on those it concerns read what changes for them. Raises NobodyAffected where it concerns nobody."""
    initiative = lock(page.initiative)
    rules.ensure_possible(initiative.status, InitiativeStatus.RUNNING)
    if not affected.is_about_anybody(initiative.id):
        raise rules.NobodyAffected
    _move(initiative, InitiativeStatus.RUNNING)
    audit.record("initiatives.initiative.started", initiative, by=by)


def end(page: InitiativePage, *, by: Actor) -> None:
    initiative = lock(page.initiative)
    rules.ensure_possible(initiative.status, InitiativeStatus.ENDED)
    _move(initiative, InitiativeStatus.ENDED)
    audit.record("initiatives.initiative.ended", initiative, by=by)


def cancel(page: InitiativePage, reason: str, *, by: Actor) -> None:
    initiative = lock(page.initiative)
    rules.ensure_possible(initiative.status, InitiativeStatus.CANCELLED)
    initiative.cancel_reason = reason
    _move(initiative, InitiativeStatus.CANCELLED)
    audit.record("initiatives.initiative.cancelled", initiative, by=by)


def _move(initiative: Initiative, status: InitiativeStatus) -> None:
    initiative.status = status
    initiative.version += 1
