"""A new version of a rule: it ends the one before and begins on its day; what was computed keeps its own version."""

from datetime import date
from decimal import Decimal
from typing import Any

from app.access.visitor import Actor
from app.audit import services as audit
from app.base import scope
from app.base.database import db, lock
from app.competency.models import RuleKind
from app.competency.models.gaps import CompetencyRule
from app.competency.queries import versions as queries
from app.competency.rules.bands import ensure_cover, from_content
from app.competency.rules.periods import first_day, period_of
from app.competency.rules.talent import ensure_weights
from app.competency.rules.versions import BANDED, ensure_may_be_withdrawn, ensure_starts
from app.competency.services import gaps, talent


def enter(
    kind: RuleKind, content: dict[str, Any], *, valid_from: date, source: str, today: date, by: Actor
) -> CompetencyRule:
    """Raises BadBands for holes and overlaps, BadVersion for a day that cannot be."""
    last = queries.last_own(kind)
    ensure_starts(valid_from, last=last.valid_from if last else None, open_period=first_day(period_of(today)))
    if kind in BANDED:
        ensure_cover(from_content(content["bands"]))
    if kind is RuleKind.POTENTIAL:
        ensure_weights([Decimal(content[name]) for name in ("potential", "qualification", "integrity")])
    if last is not None and last.valid_to is None:
        last.valid_to = valid_from
    one = CompetencyRule(
        government_id=scope.current(), kind=kind, content=content, valid_from=valid_from, source=source
    )
    db.session.add(one)
    db.session.flush()
    audit.record("competency.rule.entered", one, by=by, kind=str(kind), on=valid_from.isoformat())
    if kind is RuleKind.PREDICATE and valid_from <= today:
        talent.settle_waiting(by=by)
    gaps.refresh_later()
    return one


def withdraw(rule_id: int, *, today: date, by: Actor) -> CompetencyRule:
    """Take back a version that was entered by mistake, before it counted: the one before goes on. Raises BadVersion."""
    one = lock(queries.own_version(rule_id))
    ensure_may_be_withdrawn(one.valid_from, is_used=queries.is_used(rule_id), today=today)
    for before in queries.versions(RuleKind(one.kind)):
        if before.government_id == one.government_id and before.valid_to == one.valid_from:
            before.valid_to = one.valid_to
    audit.record("competency.rule.withdrawn", one, by=by, kind=str(one.kind), on=one.valid_from.isoformat())
    db.session.delete(one)
    gaps.refresh_later()
    return one
