"""A round in words, as mails and letters say it."""

from dataclasses import dataclass

from app.base import scope, wording
from app.organisation import queries as organisation
from app.sosialisasi import calendars
from app.sosialisasi.queries.events import RoundPage


@dataclass(frozen=True)
class Words:
    """What every word about a round says: which event, when, where and until when one answers."""

    event: str
    when: str
    place: str
    until: str

    @classmethod
    def of(cls, page: RoundPage) -> "Words":
        meeting, zone = page.meeting, organisation.government(scope.current()).timezone
        day = wording.full_date(wording.local(meeting.starts_at, zone).date())
        hours = wording.time_range(meeting.starts_at, meeting.ends_at, zone)
        place = ", ".join(filter(None, (meeting.place, meeting.address, page.round.city))) or "Daring"
        until = wording.moment(page.round.reply_by, zone) if page.round.reply_by else ""
        return cls(calendars.title_of(page), f"{day}, {hours}", place, until)

    @property
    def about(self) -> dict[str, str]:
        return {"event": self.event, "when": self.when, "place": self.place}
