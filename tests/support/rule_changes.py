"""HR changes how lesson hours count, and claims that follow, on one day in November."""

from datetime import date
from decimal import Decimal

from sqlalchemy import select

from app.base.database import db
from app.competency.models import JpRule, LearningRecord
from app.jobs import worker
from app.learning.queries import claims as claim_queries
from app.learning.rules.versions import Conversion
from app.learning.services import claims, versions
from tests.support.lesson_claims import make_claim

TODAY = date(2026, 11, 20)
FIVE = Conversion(JpRule.PER_DAY, Decimal(5), Decimal(7))


def record_of(claim):
    statement = select(LearningRecord).where(LearningRecord.id == claim.record_id)
    return db.session.execute(statement.execution_options(populate_existing=True)).scalar_one()


def accepted(person, sari, *, hours=None, **different):
    claim = make_claim(person, **different)
    reason = "Sertifikat menyebut lain." if hours else ""
    claims.accept(claim_queries.own(person.employee_id, claim.id), hours=hours, reason=reason, by=sari.actor)
    db.session.commit()
    return claim


def enter(sari, code="KL06", typed=FIVE, *, valid_from=date(2026, 1, 1), is_sure=True):
    one = versions.enter_form(
        code, typed, valid_from=valid_from, source="SE 5/2026", is_sure=is_sure, today=TODAY, by=sari.actor
    )
    db.session.commit()
    worker.drain()
    return one
