"""Beginning for an action what other houses run."""

from app.access.visitor import Actor
from app.interventions import rules
from app.interventions.queries.actions import ActionPage
from app.interventions.services import actions
from app.sosialisasi.facts.events import EventFacts
from app.sosialisasi.models import Sosialisasi
from app.sosialisasi.services import events


def begin_event(page: ActionPage, *, by: Actor) -> Sosialisasi:
    """A draft event of the action's unit and initiative, with the action's words; remembered beside the action."""
    action = page.action
    rules.ensure_may_change(action.status)
    facts = EventFacts(
        title=action.title,
        purpose=action.description or page.initiative.why,
        key_messages=page.initiative.what_changes,
        basis=page.initiative.legal_basis,
        initiative_id=page.initiative.id,
    )
    event = events.create(page.unit, facts, by=by)
    actions.link_sosialisasi(action, event.id, by=by)
    return event
