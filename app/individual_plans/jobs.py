"""What the worker does for individual plans: reminding, each once."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from app.base import scope
from app.base.clock import furthest_today, today
from app.base.database import db
from app.individual_plans import rules
from app.individual_plans.models import Round
from app.individual_plans.queries import due, settings
from app.individual_plans.services import reminders
from app.jobs.registry import registry


@registry.duty("individual_plans.remind")
def remind() -> None:
    """Whoever should answer, one transaction each."""
    waiting = due.unanswered(furthest_today())
    db.session.commit()
    for government_id, plan_id in waiting:
        with scope.within(government_id):
            reminders.remind_decider(plan_id)
            db.session.commit()


@registry.duty("individual_plans.rounds")
def go_rounds() -> None:
    """Everybody a day of the year concerns; two hundred people a transaction, on until a round is finished."""
    due_now = list(_due_rounds())
    db.session.commit()
    for government_id, year, kind in due_now:
        with scope.within(government_id):
            goes_on = True
            while goes_on:
                goes_on = reminders.go_round(year, kind)
                db.session.commit()


def _due_rounds() -> Iterator[tuple[int, int, Round]]:
    """(government, year, kind) of the rounds that are due and not finished, told from three statements."""
    this_year = furthest_today().year
    finished, own = due.finished_rounds(this_year - 1), defaultdict[int, list[Any]](list)
    for row in due.own_settings():
        own[row.government_id].append(row)
    for government_id, timezone in due.governments():
        day = today(timezone)
        for number in (day.year - 1, day.year):
            year = settings.merged(number, own[government_id])
            for kind in Round:
                if (government_id, number, kind.value) in finished:
                    continue
                if rules.round_is_due(reminders.due_day(year, kind), day):
                    yield government_id, number, kind
