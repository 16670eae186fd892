"""What a post asks goes on being asked of its successor."""

from typing import Any

from sqlalchemy import select

from app.base.database import db
from app.competency.models import PositionRequirement
from app.organisation.signals import Succession, structure_succeeded

AT_ONCE = 2_000


@structure_succeeded.connect
def copy_requirements(succession: Succession, **_more: Any) -> None:
    """The successor asks the same levels, in force since the same days."""
    olds = list(succession.positions)
    for start in range(0, len(olds), AT_ONCE):
        asked = select(PositionRequirement).where(PositionRequirement.position_id.in_(olds[start : start + AT_ONCE]))
        for one in db.session.execute(asked).scalars().all():
            db.session.add(
                PositionRequirement(
                    position_id=succession.positions[one.position_id],
                    competency_id=one.competency_id,
                    level=one.level,
                    valid_from=one.valid_from,
                )
            )
