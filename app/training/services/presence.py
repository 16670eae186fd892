"""A batch as the desk knows it: who is expected at its meetings, and what being there means to it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, ClassVar

from app.access.visitor import Actor
from app.attendance.services.hosting import Host
from app.base.database import lock
from app.base.errors import RuleBroken
from app.training.models import BatchStatus
from app.training.queries import batches, outlooks
from app.training.queries import enrolments as queries
from app.training.queries.batches import BatchPage
from app.training.services import enrolments, warnings
from app.training.services.sheets import BatchIsClosed


@dataclass(frozen=True)
class BatchHost(Host):
    """The batch is locked first, and everybody who takes part is expected at each of its meetings."""

    page: BatchPage
    closed: ClassVar[type[RuleBroken]] = BatchIsClosed

    @property
    def is_running(self) -> bool:
        return self.page.batch.status == BatchStatus.PUBLISHED

    def hold(self) -> None:
        lock(self.page.batch)

    def expected(self) -> Any:
        return queries.taking_part(self.page.batch.id)

    def meetings_with(self, _meeting_id: int) -> list[int]:
        return [meeting.id for meeting in batches.meetings(self.page.batch.id)]

    def seat(self, employee_id: int, *, by: Actor) -> bool:
        """A seat if one is free and the programme is for them."""
        return enrolments.seat_walk_in(employee_id, self.page, by=by)

    def unseat(self, employee_id: int, *, by: Actor) -> None:
        enrolments.unseat_walk_in(employee_id, self.page, by=by)

    @contextmanager
    def marking(self, employee_ids: Sequence[int]) -> Iterator[None]:
        """Who falls below the share the programme asks for is told."""
        before = outlooks.of_some(self.page, employee_ids)
        yield
        warnings.tell_who_fell(self.page, before)
