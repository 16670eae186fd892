"""The agency's lists as files."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from app.individual_plans import labels
from app.individual_plans.models import PlanStatus
from app.individual_plans.queries.overview import UnitPlans

PEOPLE = ("Nama", "Jabatan", "Unit", "Keadaan", "Butir", "Target JP", "Disepakati", "Selesai")
RECAP = ("Perangkat daerah", "Pegawai", "Punya rencana", "Disepakati", "Realisasi diajukan", "Selesai")


def people_rows(rows: Iterable[Any]) -> Iterator[Sequence[Any]]:
    for row in rows:
        words = labels.STATUSES[PlanStatus(row.status)][0] if row.status else labels.NONE[0]
        yield (
            row.name,
            row.position,
            row.unit,
            words,
            row.items if row.plan_id else None,
            row.hours,
            row.agreed_at.date() if row.agreed_at else None,
            row.closed_at.date() if row.closed_at else None,
        )


def recap_rows(units: Iterable[UnitPlans]) -> Iterator[Sequence[Any]]:
    for one in units:
        yield one.unit, one.people, one.planned, one.agreed, one.realised, one.closed
