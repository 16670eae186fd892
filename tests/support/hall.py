"""Another house that holds meetings, as small as it can be: a hall where citizens and staff meet, without seats."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, ClassVar
from urllib.parse import urlencode

from sqlalchemy import select

from app.access.visitor import EVERYWHERE, Reach
from app.attendance.desk import Gathering, Place
from app.attendance.models import Meeting
from app.attendance.papers import Letterhead, SheetFacts
from app.attendance.services import plan_meeting
from app.attendance.services.hosting import Host
from app.base.clock import now
from app.base.database import db
from app.base.errors import RuleBroken
from app.organisation.models import Employee
from tests.support.builders import Person


class HallIsShut(RuleBroken):
    message = "Balai sudah tutup."


@dataclass
class Hall(Host):
    """Whoever was invited is expected. ``held`` counts how often the desk asked it to hold on."""

    invited: Sequence[Person]
    is_open: bool = True
    held: int = field(default=0)
    closed: ClassVar[type[RuleBroken]] = HallIsShut

    @property
    def is_running(self) -> bool:
        return self.is_open

    def hold(self) -> None:
        self.held += 1

    def expected(self) -> Any:
        return select(Employee.id).where(Employee.id.in_([one.employee_id for one in self.invited]))


@dataclass(frozen=True, kw_only=True)
class HallGathering(Gathering):
    """Its pages stand nowhere: no route leads to them."""

    house: ClassVar[str] = "hall"
    noun: ClassVar[str] = "musyawarah"
    origin: ClassVar[str] = "Asal"

    def reach(self) -> Reach:
        return EVERYWHERE

    def letterhead(self) -> Letterhead:
        return Letterhead("Pemerintah Kabupaten Bungo", "Bagian Organisasi", "Muara Bungo")

    def sheet_facts(self) -> SheetFacts:
        return SheetFacts("Musyawarah", self.meeting.title, "Kamis", "08.00", self.meeting.place, "")

    def address(self, page: str, **more: Any) -> str:
        numbers = more.pop("walk_in_id", "")
        return f"/balai/meja/{page}/{numbers}" + (f"?{urlencode(more)}" if more else "")

    def own_address(self, page: str) -> str:
        return f"/balai/saya/{page}"


def make_hall_meeting(*, began_minutes_ago: int = 10) -> Meeting:
    """A meeting of no batch that began a few minutes ago."""
    began = now() - timedelta(minutes=began_minutes_ago)
    meeting = plan_meeting(title="Musyawarah", starts_at=began, ends_at=began + timedelta(hours=2), place="Balai")
    db.session.commit()
    return meeting


def gathering_at(hall: Hall, meeting: Meeting) -> HallGathering:
    return HallGathering(
        host=hall,
        meeting=meeting,
        name="Musyawarah Desa",
        title="Musyawarah Desa",
        slug="musyawarah",
        keys={},
        own_keys={},
        at_desk=Place("balai", [("Balai", "/balai"), ("Musyawarah Desa", "/balai/1")]),
        of_visitor=Place("balai", [("Balai", "/balai/saya")]),
    )
