"""Everything the report of an event says, gathered from its rounds, its reach and what other rooms tell."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from app.access.visitor import EVERYWHERE
from app.attendance.models import Meeting
from app.base import wording
from app.base.database import db
from app.initiatives.models import Initiative
from app.letters import queries as letters
from app.letters.facts import Head, Signer
from app.organisation import labels as organisation_labels
from app.organisation.models import OrgUnit, PositionTier
from app.sosialisasi import report_parts
from app.sosialisasi.models import (
    AgendaItem,
    RoundStatus,
    Sosialisasi,
    SosialisasiMaterial,
    SosialisasiReport,
    SosialisasiRound,
    SosialisasiSpeaker,
)
from app.sosialisasi.queries import attendees, events, reach, records
from app.sosialisasi.queries.attendees import Named
from app.sosialisasi.queries.events import EventPage
from app.sosialisasi.report_parts import Part
from app.sosialisasi.rules.coverage import Count, summed
from app.sosialisasi.rules.events import lies_ahead

# So many names a report prints, over all its rounds: more would outlast a job's silence.
NAMES_AT_MOST = 2_000


@dataclass(frozen=True)
class RoundLine:
    """A round as the report tells of it, with everybody who came; of a crowd only how many."""

    number: int
    day: str
    hours: str
    place: str
    letter_number: str
    people: tuple[Named, ...]
    employees: int
    guests: int
    clock: tuple[str, ...]
    is_ahead: bool

    @property
    def is_crowd(self) -> bool:
        """Whether too many came for their names to be printed."""
        return not self.people and self.employees + self.guests > 0


@dataclass(frozen=True)
class ReportFacts:
    head: Head
    signer: Signer
    today: date
    event: Sosialisasi
    unit: str
    initiative: str
    report: SosialisasiReport
    speakers: tuple[SosialisasiSpeaker, ...]
    agenda: tuple[AgendaItem, ...]
    rounds: tuple[RoundLine, ...]
    whole: Count
    by_unit: tuple[tuple[str, Count], ...]
    by_tier: tuple[tuple[str, Count], ...]
    round_reach: tuple[Any, ...]
    outsiders: int
    parts: tuple[Part, ...]
    materials: tuple[SosialisasiMaterial, ...]
    photos: tuple[tuple[int, str, int], ...]


def page(event_id: int) -> EventPage:
    """An event as the worker reports it, on nobody's behalf."""
    statement = (
        select(Sosialisasi, OrgUnit, Initiative)
        .join(OrgUnit, OrgUnit.id == Sosialisasi.unit_id)
        .outerjoin(Initiative, Initiative.id == Sosialisasi.initiative_id)
        .where(Sosialisasi.id == event_id)
    )
    return EventPage(*db.session.execute(statement).one())


def facts(one: EventPage, report: SosialisasiReport, signer: Signer, at: datetime, timezone: str) -> ReportFacts:
    event, today = one.event, wording.local(at, timezone).date()
    meant = reach.of_event(event, today)
    groups = reach.groups(meant, EVERYWHERE)
    owners = attendees.owners({group.path for group in groups})
    by_unit = summed(groups, lambda group: owners.get(group.path, attendees.NOWHERE))
    by_tier = summed(groups, lambda group: group.tier)
    return ReportFacts(
        head=letters.sender_of(one.unit.id).head,
        signer=signer,
        today=today,
        event=event,
        unit=one.unit.name,
        initiative=one.initiative.title if one.initiative else "",
        report=report,
        speakers=tuple(events.speakers(event.id)),
        agenda=tuple(events.agenda(event.id)),
        rounds=_rounds(event.id, at, timezone),
        whole=sum((group.count for group in groups), Count()),
        by_unit=tuple(sorted(by_unit.items())),
        by_tier=tuple((_tier(name), by_tier[name]) for name in _in_order(by_tier)),
        round_reach=tuple(reach.rounds(meant, event.id, at)),
        outsiders=reach.outsiders(meant),
        parts=tuple(report_parts.of(event)),
        materials=tuple(_materials(event.id)),
        photos=tuple((photo.id, photo.caption, number) for photo, _file, number in records.photos_of_event(event.id)),
    )


def _rounds(event_id: int, at: datetime, timezone: str) -> tuple[RoundLine, ...]:
    pairs = [pair for pair in events.rounds_of(event_id) if pair[0].status != RoundStatus.CANCELLED]
    numbers = letters.letters([one.letter_id for one, _meeting in pairs if one.letter_id])
    lines, left = list[RoundLine](), NAMES_AT_MOST
    for one, meeting in pairs:
        letter = numbers.get(one.letter_id or 0)
        lines.append(_line(one, meeting, letter.number if letter else "", at, timezone, names=left))
        left -= len(lines[-1].people)
    return tuple(lines)


def _line(
    one: SosialisasiRound, meeting: Meeting, letter_number: str, at: datetime, timezone: str, *, names: int
) -> RoundLine:
    day = wording.local(meeting.starts_at, timezone).date()
    came = attendees.came(meeting.id, day)
    guests = sum(not person.nip for person in came)
    people = tuple(came) if len(came) <= names else ()
    return RoundLine(
        number=one.number,
        day=wording.full_date(day),
        hours=wording.time_range(meeting.starts_at, meeting.ends_at, timezone),
        place=meeting.place or "Daring",
        letter_number=letter_number,
        people=people,
        employees=len(came) - guests,
        guests=guests,
        clock=tuple(wording.clock_time(person.came_at, timezone) for person in people),
        is_ahead=not came and lies_ahead(one.status, meeting.starts_at, at),
    )


def _in_order(by_tier: Any) -> list[str]:
    order = {tier.value: index for index, tier in enumerate(PositionTier)}
    return sorted(by_tier, key=lambda name: order.get(name, len(order)))


def _tier(name: str) -> str:
    return organisation_labels.TIERS[PositionTier(name)] if name else attendees.NOWHERE


def _materials(event_id: int) -> list[SosialisasiMaterial]:
    statement = (
        select(SosialisasiMaterial)
        .where(SosialisasiMaterial.sosialisasi_id == event_id)
        .order_by(SosialisasiMaterial.title, SosialisasiMaterial.edition)
    )
    return list(db.session.execute(statement).scalars())
