"""Dates take effect by themselves: on their day people leave, and once a day each directory follows."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from app.base import scope
from app.base.clock import today
from app.base.database import db
from app.jobs.registry import registry
from app.organisation import queries
from app.organisation.models import Government
from app.organisation.services.directory import REFRESH, bring_to_today, refresh_directory
from app.organisation.services.employees import leave_on_their_day


@registry.handles(REFRESH)
def refresh(_args: dict[str, Any], _progress: Callable[[int, int], None]) -> str:
    """Number everybody anew after rows were written in bulk."""
    refresh_directory()
    db.session.commit()
    return "Direktori pegawai disusun ulang."


@registry.duty("organisation.directory")
def follow_the_days() -> None:
    """Bring every government to its own today, one transaction each: who leaves, and who stands where."""
    governments = list(db.session.execute(select(Government.id).order_by(Government.id)).scalars())
    db.session.commit()
    for government_id in governments:
        with scope.within(government_id):
            leave_on_their_day(today(queries.government(government_id).timezone))
            bring_to_today(government_id)
            db.session.commit()
