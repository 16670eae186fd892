"""What whoever leads a unit says a change means for it."""

from datetime import date

from sqlalchemy import select

from app.access.visitor import Actor
from app.audit import services as audit
from app.base.database import db, lock
from app.base.errors import RuleBroken
from app.initiatives import rules
from app.initiatives.facts import Impact
from app.initiatives.models import InitiativeStatus, UnitView
from app.initiatives.queries import unit_views as queries
from app.initiatives.queries.initiatives import InitiativePage


class NotTheirs(RuleBroken):
    heading = "Bukan unit yang Anda pimpin"
    message = "Pandangan unit ditulis oleh yang memimpinnya hari ini, atau oleh Plt. dan Plh.-nya."


def say(page: InitiativePage, unit_id: int, impact: Impact, *, day: date, by: Actor) -> UnitView:
    """Said again, the view that is there takes the new words. Raises NotTheirs for whoever does not lead the unit."""
    initiative = lock(page.initiative)
    if initiative.status != InitiativeStatus.RUNNING:
        raise rules.NotNow("Pandangan unit dicatat selama inisiatifnya berjalan.")
    led = dict(queries.led_by(initiative.id, by.employee_id, day))
    if unit_id not in led or by.employee_id is None:
        raise NotTheirs
    known = select(UnitView).where(UnitView.initiative_id == initiative.id, UnitView.unit_id == unit_id)
    row = db.session.execute(known).scalar_one_or_none() or UnitView(initiative_id=initiative.id, unit_id=unit_id)
    row.kind, row.degree, row.note = impact.kind, impact.degree, impact.note
    row.said_by_id, row.said_on = by.employee_id, day
    db.session.add(row)
    db.session.flush()
    audit.record("initiatives.view.said", row, by=by, degree=impact.degree)
    return row
