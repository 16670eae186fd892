"""What lower houses change about people changes their estimates, too."""

from collections.abc import Sequence
from typing import Any

from app.competency.signals import performance_rated
from app.learning.signals import lines_counted
from app.organisation.signals import people_moved
from app.professionalism.services import following


@people_moved.connect
def follow_people(_government_id: int, *, employee_ids: Sequence[int] | None, **_more: Any) -> None:
    """Another post, another unit, another education, or nobody's any more; an import concerns everybody."""
    if employee_ids is None:
        following.follow_everybody()
    else:
        following.follow(employee_ids)


@lines_counted.connect
def follow_lines(_sender: None, *, employee_id: int, **_more: Any) -> None:
    following.follow([employee_id])


@performance_rated.connect
def follow_rating(_sender: None, *, employee_id: int, **_more: Any) -> None:
    following.follow([employee_id])
