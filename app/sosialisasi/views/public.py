"""The page of a public event: what, when and where, for anybody. Nobody is named on it."""

from flask.typing import ResponseReturnValue

from app.access.guards import public
from app.base import scope
from app.base.clock import now
from app.initiatives.models import InitiativeStatus
from app.organisation import queries as organisation
from app.sosialisasi import labels
from app.sosialisasi.models import RoundStatus
from app.sosialisasi.queries import boards
from app.sosialisasi.queries import events as queries
from app.sosialisasi.views.blueprint import bp
from app.web import dates
from app.web.answers import show
from app.web.limits import from_setting, limiter

public_limit = limiter.shared_limit(from_setting("ANSWER"), scope="public-event")


@bp.get("/umum/<int:event_id>")
@public
@public_limit
def show_public(event_id: int) -> ResponseReturnValue:
    page = queries.public_page(event_id)
    with scope.within(page.event.government_id):
        government = organisation.government(page.event.government_id)
        dates.use_zone(government.timezone)
        rounds = [pair for pair in queries.rounds_of(event_id) if pair[0].status != RoundStatus.CANCELLED]
        return show(
            "sosialisasi/public.html",
            event=page.event,
            unit=page.unit,
            government=government,
            rounds=rounds,
            agenda=queries.agenda(event_id),
            rooms=boards.codes_open([one.id for one, _meeting in rounds]),
            has_faq=page.initiative is not None and page.initiative.status != InitiativeStatus.DRAFT,
            labels=labels,
            at=now(),
        )
