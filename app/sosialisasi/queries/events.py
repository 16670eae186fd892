"""Events and rounds, as far as somebody's reach goes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from app.access.visitor import EVERYWHERE, Reach
from app.attendance.models import Meeting
from app.base import scope
from app.base.database import db
from app.initiatives.models import Initiative
from app.organisation.models import OrgUnit
from app.organisation.queries.directory import within
from app.sosialisasi.models import (
    AgendaItem,
    RoundStatus,
    Sosialisasi,
    SosialisasiRound,
    SosialisasiSpeaker,
    SosialisasiStatus,
)


@dataclass(frozen=True)
class Filters:
    """What narrows the list; empty values narrow nothing."""

    text: str = ""
    status: SosialisasiStatus | None = None
    initiative_id: int | None = None

    @property
    def any(self) -> bool:
        return self != Filters()


@dataclass(frozen=True)
class EventPage:
    """An event with the unit that answers for it, and the initiative it is for."""

    event: Sosialisasi
    unit: OrgUnit
    initiative: Initiative | None


@dataclass(frozen=True)
class RoundPage:
    """A round with its meeting, its event and the unit that answers for it."""

    round: SosialisasiRound
    meeting: Meeting
    event: Sosialisasi
    unit: OrgUnit


def events(reach: Reach, filters: Filters, *, before: int | None, limit: int, at: datetime) -> list[Any]:
    """Events as a list shows them, the newest first, each with how many rounds it has and when the next one is."""
    live = and_(SosialisasiRound.sosialisasi_id == Sosialisasi.id, SosialisasiRound.status != RoundStatus.CANCELLED)
    rounds = select(func.count(SosialisasiRound.id)).where(live).correlate(Sosialisasi).scalar_subquery()
    next_at = (
        select(func.min(Meeting.starts_at))
        .join(SosialisasiRound, SosialisasiRound.meeting_id == Meeting.id)
        .where(live, Meeting.ends_at > at)
        .correlate(Sosialisasi)
        .scalar_subquery()
    )
    statement = (
        select(
            Sosialisasi.id,
            Sosialisasi.title,
            Sosialisasi.status,
            Sosialisasi.is_public,
            OrgUnit.name.label("unit"),
            Initiative.short_name.label("initiative"),
            rounds.label("rounds"),
            next_at.label("next_at"),
        )
        .join(OrgUnit, OrgUnit.id == Sosialisasi.unit_id)
        .outerjoin(Initiative, Initiative.id == Sosialisasi.initiative_id)
        .where(within(reach), *_conditions(filters))
        .order_by(Sosialisasi.id.desc())
        .limit(limit)
    )
    if before is not None:
        statement = statement.where(Sosialisasi.id < before)
    return list(db.session.execute(statement).all())


def _conditions(filters: Filters) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if filters.text:
        escaped = filters.text.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        texts = (Sosialisasi.title, Sosialisasi.series, OrgUnit.name)
        found.append(or_(*(func.lower(text).like(f"%{escaped}%", escape="\\") for text in texts)))
    if filters.status is not None:
        found.append(Sosialisasi.status == filters.status)
    if filters.initiative_id is not None:
        found.append(Sosialisasi.initiative_id == filters.initiative_id)
    return found


def announced(*, before: int | None, limit: int) -> list[Any]:
    """Events that are no drafts, the newest first: (id, title, status, unit, initiative)."""
    statement = (
        select(
            Sosialisasi.id,
            Sosialisasi.title,
            Sosialisasi.status,
            OrgUnit.name.label("unit"),
            Initiative.short_name.label("initiative"),
        )
        .join(OrgUnit, OrgUnit.id == Sosialisasi.unit_id)
        .outerjoin(Initiative, Initiative.id == Sosialisasi.initiative_id)
        .where(Sosialisasi.status != SosialisasiStatus.DRAFT)
        .order_by(Sosialisasi.id.desc())
        .limit(limit)
    )
    if before is not None:
        statement = statement.where(Sosialisasi.id < before)
    return list(db.session.execute(statement).all())


def announced_for(initiative_id: int) -> list[Any]:
    """(id, title) of the events of an initiative that are no drafts, the newest first, a few."""
    statement = (
        select(Sosialisasi.id, Sosialisasi.title)
        .where(Sosialisasi.initiative_id == initiative_id, Sosialisasi.status != SosialisasiStatus.DRAFT)
        .order_by(Sosialisasi.id.desc())
        .limit(10)
    )
    return list(db.session.execute(statement).all())


def readable_event(reach: Reach, event_id: int) -> EventPage:
    """An event whose reach may be followed: any that was announced, and drafts of units within reach."""
    statement = (
        select(Sosialisasi, OrgUnit, Initiative)
        .join(OrgUnit, OrgUnit.id == Sosialisasi.unit_id)
        .outerjoin(Initiative, Initiative.id == Sosialisasi.initiative_id)
        .where(Sosialisasi.id == event_id, or_(Sosialisasi.status != SosialisasiStatus.DRAFT, within(reach)))
    )
    return EventPage(*db.session.execute(statement).one())


def event_page(reach: Reach, event_id: int) -> EventPage:
    """An event of a unit within reach; any other is simply not found."""
    statement = (
        select(Sosialisasi, OrgUnit, Initiative)
        .join(OrgUnit, OrgUnit.id == Sosialisasi.unit_id)
        .outerjoin(Initiative, Initiative.id == Sosialisasi.initiative_id)
        .where(Sosialisasi.id == event_id, within(reach))
    )
    return EventPage(*db.session.execute(statement).one())


def any_event(event_id: int) -> EventPage:
    """An event of the government in scope, for whoever has just written it."""
    return event_page(EVERYWHERE, event_id)


def series_of(unit_id: int, name: str, *, limit: int = 100) -> list[Any]:
    """Events of one series of a unit, in their order, each with when its first round begins."""
    begins = (
        select(func.min(Meeting.starts_at))
        .join(SosialisasiRound, SosialisasiRound.meeting_id == Meeting.id)
        .where(SosialisasiRound.sosialisasi_id == Sosialisasi.id, SosialisasiRound.status != RoundStatus.CANCELLED)
        .correlate(Sosialisasi)
        .scalar_subquery()
    )
    statement = (
        select(Sosialisasi.id, Sosialisasi.title, Sosialisasi.status, begins.label("begins"))
        .where(Sosialisasi.unit_id == unit_id, Sosialisasi.series == name)
        .order_by(Sosialisasi.id)
        .limit(limit)
    )
    return list(db.session.execute(statement).all()) if name else []


def round_page(reach: Reach, round_id: int) -> RoundPage:
    """A round of an event of a unit within reach; any other is simply not found."""
    statement = (
        select(SosialisasiRound, Meeting, Sosialisasi, OrgUnit)
        .join(Meeting, Meeting.id == SosialisasiRound.meeting_id)
        .join(Sosialisasi, Sosialisasi.id == SosialisasiRound.sosialisasi_id)
        .join(OrgUnit, OrgUnit.id == Sosialisasi.unit_id)
        .where(SosialisasiRound.id == round_id, within(reach))
    )
    return RoundPage(*db.session.execute(statement).one())


def any_round(round_id: int) -> RoundPage:
    """A round of the government in scope, for the worker and for whoever was shown to be invited."""
    return round_page(EVERYWHERE, round_id)


def public_page(event_id: int) -> EventPage:
    """An event that stands open to anybody, of whatever government; any other is simply not found."""
    with scope.everything():
        statement = (
            select(Sosialisasi, OrgUnit, Initiative)
            .join(OrgUnit, OrgUnit.id == Sosialisasi.unit_id)
            .outerjoin(Initiative, Initiative.id == Sosialisasi.initiative_id)
            .where(
                Sosialisasi.id == event_id,
                Sosialisasi.is_public,
                Sosialisasi.status.in_((SosialisasiStatus.OPEN, SosialisasiStatus.DONE)),
            )
        )
        return EventPage(*db.session.execute(statement).one())


def rounds_of(event_id: int) -> list[tuple[SosialisasiRound, Meeting]]:
    """The rounds of an event with their meetings, by number."""
    statement = (
        select(SosialisasiRound, Meeting)
        .join(Meeting, Meeting.id == SosialisasiRound.meeting_id)
        .where(SosialisasiRound.sosialisasi_id == event_id)
        .order_by(SosialisasiRound.number)
    )
    return [(row[0], row[1]) for row in db.session.execute(statement)]


def last_number(event_id: int) -> int:
    """The number of the latest round of an event; 0 before the first."""
    statement = select(func.max(SosialisasiRound.number)).where(SosialisasiRound.sosialisasi_id == event_id)
    return db.session.execute(statement).scalar_one() or 0


def speakers(event_id: int) -> list[SosialisasiSpeaker]:
    statement = (
        select(SosialisasiSpeaker)
        .where(SosialisasiSpeaker.sosialisasi_id == event_id)
        .order_by(SosialisasiSpeaker.sort_order)
    )
    return list(db.session.execute(statement).scalars())


def agenda(event_id: int) -> list[AgendaItem]:
    statement = select(AgendaItem).where(AgendaItem.sosialisasi_id == event_id).order_by(AgendaItem.sort_order)
    return list(db.session.execute(statement).scalars())
