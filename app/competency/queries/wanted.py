"""What posts ask on a day: their own standard before their tier's, a government's tier before the national one."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import bindparam, select

from app.base import scope
from app.base.database import db
from app.competency.models import Competency, PositionRequirement, TierRequirement
from app.competency.queries.versions import in_force, visible

_day: Any = bindparam("day")
_TIERS = (
    select(TierRequirement.tier, TierRequirement.competency_id, TierRequirement.level)
    .join(Competency, Competency.id == TierRequirement.competency_id)
    .where(visible(TierRequirement), in_force(TierRequirement, _day))
    .order_by(
        Competency.sort_order,
        Competency.id,
        TierRequirement.government_id.is_not(None),
        TierRequirement.valid_from,
    )
)
_OWN = (
    select(PositionRequirement.position_id, PositionRequirement.competency_id, PositionRequirement.level)
    .join(Competency, Competency.id == PositionRequirement.competency_id)
    .where(PositionRequirement.position_id.in_(bindparam("ids", expanding=True)), in_force(PositionRequirement, _day))
    .order_by(Competency.sort_order, Competency.name, Competency.id, PositionRequirement.valid_from)
)


class Wanted:
    """The standards of some posts on a day, read once."""

    def __init__(self, day: date, position_ids: Iterable[int]) -> None:
        self._by_tier: dict[str, dict[int, int]] = {}
        for tier, competency_id, level in db.session.execute(_TIERS, {"here": scope.current(), "day": day}):
            self._by_tier.setdefault(tier, {})[competency_id] = level
        self._own: dict[int, dict[int, int]] = {}
        ids = sorted(set(position_ids))
        for position_id, competency_id, level in db.session.execute(_OWN, {"ids": ids, "day": day}):
            self._own.setdefault(position_id, {})[competency_id] = level

    def of(self, position_id: int, tier: str) -> dict[int, int]:
        """(competency id → level), the tier's competencies first."""
        return self.by_tier(tier) | self.own(position_id)

    def by_tier(self, tier: str) -> dict[int, int]:
        return self._by_tier.get(tier, {})

    def own(self, position_id: int) -> dict[int, int]:
        return self._own.get(position_id, {})
