"""Which batches close one's gaps, all of them, with the reason of each."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask.typing import ResponseReturnValue

from app.access.guards import requires, visitor
from app.access.permissions import Permission
from app.base import wording
from app.base.clock import now, today
from app.competency import queries as competency
from app.initiatives.models import Initiative
from app.initiatives.tabs import OwnCard, add_own_card
from app.training import labels
from app.training.advice import Advice
from app.training.queries import recommendations as queries
from app.training.views.blueprint import bp
from app.web.answers import show
from app.web.inputs import arg_int, arg_month

SHOWN_AT_MOST = 50
BEST = 3


@dataclass(frozen=True)
class Asked:
    """What narrows the list; nothing narrows nothing."""

    competency_id: int | None
    month: date | None

    def fits(self, one: Advice) -> bool:
        works_on_it = self.competency_id is None or any(step.competency_id == self.competency_id for step in one.steps)
        return works_on_it and self.month in (None, one.starts_on.replace(day=1))


@bp.get("/rekomendasi")
@requires(Permission.TRAINING_ENROL)
def list_recommendations() -> ResponseReturnValue:
    day, employee_id = today(visitor.timezone), visitor.employee_id or 0
    learning = competency.learning_year(employee_id, day.year)
    advised = queries.for_person(employee_id, at=now(), day=day, missing=learning.missing)
    asked = Asked(arg_int("kompetensi"), arg_month("bulan"))
    fitting = [one for one in advised.batches if asked.fits(one)]
    return show(
        "training/recommendation_list.html",
        fragment="recommendations",
        advised=advised,
        best=fitting[:SHOWN_AT_MOST],
        more=max(0, len(fitting) - SHOWN_AT_MOST),
        asked=asked,
        competencies=list(advised.competencies),
        months=_months(advised.batches),
        own=True,
        said=labels,
    )


def _months(found: tuple[Advice, ...]) -> list[tuple[str, str]]:
    """The months in which these begin."""
    firsts = sorted({one.starts_on.replace(day=1) for one in found})
    return [(f"{one:%Y-%m}", wording.month_name(one)) for one in firsts]


def _of_a_change(_initiative: Initiative, employee_id: int) -> dict[str, Any] | None:
    """On the page that tells what a change means for somebody: the batches that help them most."""
    day = today(visitor.timezone)
    missing = competency.learning_year(employee_id, day.year).missing
    advised = queries.for_person(employee_id, at=now(), day=day, missing=missing)
    return {"batches": advised.batches[:BEST]} if advised.batches else None


add_own_card(OwnCard("pelatihan", 20, "training/_own_initiative_card.html", _of_a_change))
