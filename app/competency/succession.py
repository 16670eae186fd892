"""What a post asks goes on being asked of its successor, and gaps follow whoever moves."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from app.base.database import db
from app.competency.models import PositionRequirement, PositionStandard
from app.competency.services import gaps, next_posts
from app.organisation.signals import Succession, people_moved, structure_succeeded

AT_ONCE = 2_000
_TOLD = ("affair", "summary", "rank", "education", "training", "experience", "indicators")


@structure_succeeded.connect
def copy_requirements(succession: Succession, **_more: Any) -> None:
    """The successor asks the same levels on the same days, its sheet says the same, and it is aimed at as before."""
    olds = list(succession.positions)
    for start in range(0, len(olds), AT_ONCE):
        ids = olds[start : start + AT_ONCE]
        asked = select(PositionRequirement).where(PositionRequirement.position_id.in_(ids))
        for one in db.session.execute(asked).scalars().all():
            db.session.add(
                PositionRequirement(
                    position_id=succession.positions[one.position_id],
                    competency_id=one.competency_id,
                    level=one.level,
                    valid_from=one.valid_from,
                    valid_to=one.valid_to,
                    source=one.source,
                )
            )
        sheets = select(PositionStandard).where(PositionStandard.position_id.in_(ids))
        for sheet in db.session.execute(sheets).scalars().all():
            told = {name: getattr(sheet, name) for name in _TOLD}
            db.session.add(PositionStandard(position_id=succession.positions[sheet.position_id], **told))
        next_posts.follow({one: succession.positions[one] for one in ids})
    if olds:
        gaps.refresh_later()


@people_moved.connect
def follow_people(_government_id: int, *, employee_ids: Sequence[int] | None, **_more: Any) -> None:
    """Somebody else's standard, another unit, or nobody's any more."""
    if employee_ids is None:
        gaps.refresh_later()
    else:
        gaps.refresh(employee_ids)
