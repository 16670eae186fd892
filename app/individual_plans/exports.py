"""The agency's lists as files."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from app.base import wording
from app.individual_plans import labels
from app.individual_plans.models import PlanStatus
from app.individual_plans.queries.overview import UnitPlans

PEOPLE = ("Nama", "Jabatan", "Unit", "Keadaan", "Butir", "Target JP", "Disepakati", "Selesai")
RECAP = ("Perangkat daerah", "Pegawai", "Punya rencana", "Disepakati", "Realisasi diajukan", "Selesai")


def people_rows(rows: Iterable[Any], timezone: str) -> Iterator[Sequence[Any]]:
    """Days are those of the government's own clock."""

    def day(moment: datetime | None) -> date | None:
        return wording.local(moment, timezone).date() if moment else None

    for row in rows:
        words = labels.STATUSES[PlanStatus(row.status)][0] if row.status else labels.NONE[0]
        yield (
            row.name,
            row.position,
            row.unit,
            words,
            row.items if row.plan_id else None,
            row.hours,
            day(row.agreed_at),
            day(row.closed_at),
        )


def recap_rows(units: Iterable[UnitPlans]) -> Iterator[Sequence[Any]]:
    for one in units:
        yield one.unit, one.people, one.planned, one.agreed, one.realised, one.closed
