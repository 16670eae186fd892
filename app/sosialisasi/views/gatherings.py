"""A round as the desk shows it."""

from dataclasses import dataclass
from typing import ClassVar

from flask import url_for

from app.access.guards import visitor
from app.access.permissions import Permission
from app.access.visitor import Reach
from app.attendance.desk import Gathering, Place
from app.attendance.papers import Letterhead, SheetFacts
from app.base import wording
from app.letters import services as letters
from app.sosialisasi import labels
from app.sosialisasi.guards import managed_round
from app.sosialisasi.queries import events
from app.sosialisasi.queries import presence as queries
from app.sosialisasi.queries.events import RoundPage
from app.sosialisasi.services.presence import RoundHost
from app.web import dates


@dataclass(frozen=True, kw_only=True)
class RoundGathering(Gathering):
    """The meeting of a round; citizens come as guests."""

    house: ClassVar[str] = "sosialisasi"
    noun: ClassVar[str] = "putaran"
    origin: ClassVar[str] = "Asal (unit, desa, atau lembaga)"

    page: RoundPage

    def reach(self) -> Reach:
        return visitor.reach(Permission.SOSIALISASI_EVENT_MANAGE)

    def letterhead(self) -> Letterhead:
        head = letters.head_for(self.page.unit.id)
        return Letterhead(head.government_name, head.unit_name, self.page.round.city or head.city)

    def sheet_facts(self) -> SheetFacts:
        meeting = self.meeting
        speakers = ", ".join(one.name for one in events.speakers(self.page.event.id))
        return SheetFacts(
            activity=self.page.event.title,
            meeting=labels.round_name(self.page.round.number),
            day=wording.full_date(dates.local(meeting.starts_at).date()),
            hours=dates.time_range(meeting.starts_at, meeting.ends_at),
            place=meeting.place or "Daring",
            trainer=speakers,
            role="Narasumber",
        )

    def own_address(self, page: str) -> str:
        """The code on the wall of a public event leads where citizens can check in, too."""
        if page == "show_check_in" and self.page.event.is_public:
            return url_for("sosialisasi.show_arrival", **self.own_keys)
        return super().own_address(page)


def at_desk(round_id: int) -> RoundGathering:
    """A round of an event the visitor runs."""
    page = managed_round(round_id)
    home = url_for("sosialisasi.show_round", round_id=round_id)
    listed = ("Sosialisasi", url_for("sosialisasi.list_events"))
    event = (page.event.title, url_for("sosialisasi.show_event", event_id=page.event.id))
    return _gathering(page, Place("sosialisasi", [listed, event, (labels.round_name(page.round.number), home)]))


def of_visitor(round_id: int) -> RoundGathering:
    """A round of this government that anybody in it may come to."""
    return _gathering(queries.open_round(round_id), Place("", []))


def _gathering(page: RoundPage, at_desk: Place) -> RoundGathering:
    number = page.round.number
    name = f"{page.event.title}, {labels.round_name(number).lower()}"
    own = [("Undangan saya", url_for("sosialisasi.list_own"))]
    return RoundGathering(
        page=page,
        host=RoundHost(page),
        meeting=page.meeting,
        name=name,
        title=page.event.title,
        slug=f"sosialisasi-{page.event.id}-putaran-{number}",
        keys={"round_id": page.round.id},
        own_keys={"round_id": page.round.id},
        at_desk=at_desk if at_desk.trail else Place("sosialisasi", own),
        of_visitor=Place("undangan", own),
    )
