"""How much each source gives in a year, as the personnel agency enters it."""

from decimal import Decimal

from app.access.visitor import Actor
from app.audit import services as audit
from app.base import scope
from app.base.database import db, lock
from app.organisation import queries as organisation
from app.plans.models import DevelopmentFund
from app.plans.queries import resources as queries


def enter(year: int, source: str, amount: Decimal, *, by: Actor) -> DevelopmentFund:
    """Entered again for the same source, the later figure counts."""
    lock(organisation.government(scope.current()))
    fund = queries.fund_named(year, source)
    if fund is None:
        fund = DevelopmentFund(year=year, source=source)
        db.session.add(fund)
    fund.amount = amount
    db.session.flush()
    audit.record("plans.fund.entered", fund, by=by, year=year, source=source)
    return fund


def remove(fund: DevelopmentFund, *, by: Actor) -> None:
    audit.record("plans.fund.removed", fund, by=by, year=fund.year, source=fund.source)
    db.session.delete(fund)
