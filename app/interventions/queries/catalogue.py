"""The catalogue of a government: what is shipped, and its own."""

from sqlalchemy import select

from app.base.database import db
from app.interventions.catalogue import Intervention, of_own, shipped
from app.interventions.models import OwnIntervention


def every() -> list[Intervention]:
    """What can be proposed, the shipped ones first."""
    return [*shipped(), *(of_own(row) for row in own() if not row.is_archived)]


def own() -> list[OwnIntervention]:
    statement = select(OwnIntervention).order_by(OwnIntervention.name, OwnIntervention.id)
    return list(db.session.execute(statement).scalars())


def own_one(intervention_id: int) -> OwnIntervention:
    return db.session.execute(select(OwnIntervention).where(OwnIntervention.id == intervention_id)).scalar_one()


def is_taken(name: str, *, besides: int | None) -> bool:
    """Whether another own intervention or a shipped one has this name already."""
    statement = select(OwnIntervention.id).where(OwnIntervention.name == name, OwnIntervention.id != (besides or 0))
    known = db.session.execute(statement).first() is not None
    return known or any(one.name == name for one in shipped())
