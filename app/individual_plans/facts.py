"""What the forms of individual plans hand to their services, and what queries return that is not a row."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.individual_plans.models import Outcome, Way


@dataclass(frozen=True)
class ItemFacts:
    """What the form of an item holds; ``from_level`` is what was measured, 0 where nobody did."""

    competency_id: int | None
    aim: str
    reason: str
    from_level: int
    to_level: int | None
    form_code: str
    way: Way
    programme_id: int | None
    batch_id: int | None
    activity: str
    target_hours: Decimal
    first_month: int
    last_month: int
    support: str

    @property
    def same_as(self) -> tuple[object, ...]:
        """Two items with the same are the same item."""
        return (
            self.competency_id,
            self.aim.casefold() if self.competency_id is None else "",
            self.programme_id,
            "" if self.programme_id else self.activity.casefold(),
            self.form_code,
        )


@dataclass(frozen=True)
class Record:
    """A credited line of the JP ledger, with the programme it came from and what that raises, where known."""

    record_id: int
    title: str
    form_code: str
    ends_on: date
    hours: Decimal
    certificate: str = ""
    programme_id: int | None = None
    competency_ids: frozenset[int] = frozenset()

    @property
    def told(self) -> dict[str, str]:
        """As it is kept with a realisation."""
        return {
            "record": str(self.record_id),
            "title": self.title,
            "ends_on": self.ends_on.isoformat(),
            "hours": str(self.hours),
            "certificate": self.certificate,
        }


@dataclass(frozen=True)
class Realised:
    """What somebody says came of an item."""

    outcome: Outcome
    note: str
