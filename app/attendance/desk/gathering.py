"""A meeting as the desk shows it: in the words and under the addresses of whoever holds it."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from flask import url_for

from app.access.visitor import Reach
from app.attendance import rules
from app.attendance.models import Meeting
from app.attendance.papers import Letterhead, SheetFacts
from app.attendance.queries import tallies
from app.attendance.services.hosting import Host
from app.base.clock import now

# The routes an owner has in its own blueprint, under these names: of whoever attends, and of whoever sits at the desk.
OWN_PAGES = ("show_check_in", "create_check_in", "show_own_code")
DESK_PAGES = (
    "show_screen",
    "show_sheet",
    "show_counts",
    "create_marks",
    "show_scanner",
    "show_scan_list",
    "create_scans",
    "list_refused",
    "list_walk_ins",
    "create_walk_in",
    "show_walk_in",
    "create_recognition",
    "create_recognition_end",
    "create_guest",
    "download_sign_sheet",
    "list_sign_sheets",
    "create_sign_sheet",
    "download_made_sheet",
)
Crumb = tuple[str, str | None]
Tab = tuple[str, str, str, Any]


@dataclass(frozen=True)
class Place:
    """Where pages stand: their entry in the menu, and the crumbs above them. The last crumb is the owner's own page."""

    active: str
    trail: Sequence[tuple[str, str]]

    @property
    def home(self) -> str:
        return self.trail[-1][1]

    def crumbs(self, page: str, *between: Crumb) -> list[Crumb]:
        """The crumbs of one page, from the top down to it."""
        return [*self.trail, *between, (page, None)]


@dataclass(frozen=True, kw_only=True)
class Gathering(ABC):
    """One meeting with its host. ``name`` is what the host is called in full, ``title`` to those who attend.

    ``keys`` and ``own_keys`` are what the addresses of DESK_PAGES and of OWN_PAGES are made of in the blueprint
    ``house``. ``slug`` names files. ``noun`` is a host in a word ("angkatan"), ``origin`` what is asked of a guest
    beside the name, ``seating`` what becoming a participant means to a guest who is recognised; without it, none does.
    ``foot`` is a template below the list, drawn with what ``below`` finds.
    """

    house: ClassVar[str]
    noun: ClassVar[str]
    origin: ClassVar[str] = "Unit atau instansi"
    seating: ClassVar[str] = ""
    foot: ClassVar[str] = ""

    host: Host
    meeting: Meeting
    name: str
    title: str
    slug: str
    keys: Mapping[str, Any]
    own_keys: Mapping[str, Any]
    at_desk: Place
    of_visitor: Place

    @abstractmethod
    def reach(self) -> Reach:
        """Whom the visitor may find when they say who a guest is."""

    @abstractmethod
    def letterhead(self) -> Letterhead:
        """Whose sheet people sign."""

    @abstractmethod
    def sheet_facts(self) -> SheetFacts:
        """The head of the sheet people sign."""

    def below(self) -> dict[str, Any]:
        """What ``foot`` shows."""
        return {}

    def more_tabs(self, waiting: Mapping[str, Any]) -> list[Tab]:  # noqa: ARG002 - what waits behind an owner's tabs
        """Pages of the owner's own beside the desk's: key, label, address, and how much waits there."""
        return []

    def address(self, page: str, **more: Any) -> str:
        """Where a page of the desk stands."""
        return url_for(f"{self.house}.{page}", **self.keys, **more)

    def own_address(self, page: str) -> str:
        """Where a page of whoever attends stands."""
        return url_for(f"{self.house}.{page}", **self.own_keys)


def head(gathering: Gathering) -> dict[str, Any]:
    """What every page of the desk has in common: the meeting, how things stand, and what waits behind each tab."""
    meeting = gathering.meeting
    opens_at = rules.opens_at(meeting)
    tally = tallies.of_meeting(meeting.id)
    return {
        "gathering": gathering,
        "meeting": meeting,
        "now": now(),
        "opens_at": opens_at,
        "editable": gathering.host.is_running and opens_at <= now(),
        "waiting": {
            "tamu": tally.unrecognised or "",
            "izin": tally.excuses or "",
            "ditolak": tally.refused or "",
        },
        "guests_beside": tally.guests,
    }
