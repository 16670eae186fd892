"""What is done about a wave, told to everybody who was asked ("Anda bilang, kami lakukan")."""

from collections.abc import Sequence

from app.base.clock import today
from app.interventions import labels
from app.interventions.models import ActionStatus
from app.interventions.queries import actions
from app.organisation import queries as organisation
from app.surveys import doing
from app.surveys.doing import Deed
from app.surveys.models import SurveyWave


def deeds(wave: SurveyWave) -> Sequence[Deed]:
    """Actions for a wave that somebody agreed to; dropped ones are told as such, for a promise was made."""
    day = today(organisation.government(wave.government_id).timezone)
    return [
        Deed(
            title=row.title,
            owner=row.owner,
            due=row.done_on or row.due_on,
            status=labels.STATUSES[ActionStatus(row.status)][0],
            tone=labels.STATUSES[ActionStatus(row.status)][1],
        )
        for row in actions.told_of([wave.id], day)
    ]


doing.add_source(deeds)
