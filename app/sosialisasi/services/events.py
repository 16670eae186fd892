"""Writing an event, opening it, copying it, ending it and calling it off."""

from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import delete

from app.access.visitor import Actor
from app.audit import services as audit
from app.base.clock import now
from app.base.database import db, lock
from app.base.errors import StaleVersion
from app.organisation.models import OrgUnit
from app.sosialisasi.facts.events import EventFacts, Point, Speaker
from app.sosialisasi.models import (
    AgendaItem,
    MaterialAccess,
    RoundStatus,
    Sosialisasi,
    SosialisasiMaterial,
    SosialisasiSpeaker,
    SosialisasiStatus,
)
from app.sosialisasi.queries import events as queries
from app.sosialisasi.queries import materials
from app.sosialisasi.queries.events import EventPage
from app.sosialisasi.rules import events as rules
from app.sosialisasi.services import rounds

_LISTS = ("speakers", "agenda")


@dataclass(frozen=True)
class CloneWish:
    """What a copy takes along besides what the event is about."""

    speakers: bool = True
    agenda: bool = True
    materials: bool = True
    budget: bool = False


def create(unit: OrgUnit, facts: EventFacts, *, by: Actor) -> Sosialisasi:
    """A draft, seen by those who prepare it."""
    rules.ensure_event(facts)
    event = Sosialisasi(unit_id=unit.id, status=SosialisasiStatus.DRAFT, cancel_reason="", version=1, **_plain(facts))
    db.session.add(event)
    db.session.flush()
    _write_lists(event, facts)
    audit.record("sosialisasi.event.created", event, by=by, title=event.title)
    return event


def _plain(facts: EventFacts) -> dict[str, Any]:
    return {one.name: getattr(facts, one.name) for one in fields(facts) if one.name not in _LISTS}


def _write_lists(event: Sosialisasi, facts: EventFacts) -> None:
    """Speakers and programme anew, in the order they were given."""
    for model in (SosialisasiSpeaker, AgendaItem):
        db.session.execute(delete(model).where(model.sosialisasi_id == event.id))
    for order, one in enumerate(facts.speakers, start=1):
        db.session.add(SosialisasiSpeaker(sosialisasi_id=event.id, sort_order=order, name=one.name, role=one.role))
    for order, point in enumerate(facts.agenda, start=1):
        db.session.add(
            AgendaItem(
                sosialisasi_id=event.id,
                sort_order=order,
                title=point.title,
                speaker=point.speaker,
                minutes=point.minutes,
            )
        )
    db.session.flush()


def change(page: EventPage, facts: EventFacts, *, version: int, by: Actor) -> None:
    """Raises StaleVersion where somebody else changed it meanwhile."""
    event = lock(page.event)
    if event.version != version:
        raise StaleVersion
    rules.ensure_may_change(event.status)
    rules.ensure_event(facts)
    plain = _plain(facts)
    changed = [name for name, value in plain.items() if getattr(event, name) != value]
    for name, value in plain.items():
        setattr(event, name, value)
    event.version += 1
    _write_lists(event, facts)
    audit.record("sosialisasi.event.changed", event, by=by, fields=changed)


def open_event(page: EventPage, *, by: Actor) -> None:
    """From now on invitations may go out, and a public one stands on its page."""
    event = lock(page.event)
    if event.status != SosialisasiStatus.DRAFT:
        raise rules.NotNow("Sosialisasi ini sudah dibuka atau sudah berakhir.")
    event.status = SosialisasiStatus.OPEN
    event.version += 1
    audit.record("sosialisasi.event.opened", event, by=by)


def finish(page: EventPage, *, by: Actor) -> None:
    """Say that it is over. Raises NotNow while a round lies ahead."""
    event = lock(page.event)
    if event.status != SosialisasiStatus.OPEN:
        raise rules.NotNow("Hanya sosialisasi yang sedang berjalan yang bisa diselesaikan.")
    live = [meeting for one, meeting in queries.rounds_of(event.id) if one.status != RoundStatus.CANCELLED]
    if any(meeting.ends_at > now() for meeting in live):
        raise rules.NotNow("Masih ada putaran yang belum selesai. Batalkan dulu, atau tunggu sampai selesai.")
    event.status = SosialisasiStatus.DONE
    event.version += 1
    audit.record("sosialisasi.event.finished", event, by=by)


def cancel(page: EventPage, reason: str, *, by: Actor) -> None:
    """Call it off with all its rounds that lie ahead; everybody invited is told by the worker."""
    event = lock(page.event)
    if event.status not in (SosialisasiStatus.DRAFT, SosialisasiStatus.OPEN):
        raise rules.NotNow("Sosialisasi ini sudah berakhir.")
    at = now()
    for one, meeting in queries.rounds_of(event.id):
        if one.status in (RoundStatus.PLANNED, RoundStatus.INVITED) and meeting.ends_at > at:
            rounds.call_off(lock(one), reason, by=by)
    event.status, event.cancel_reason = SosialisasiStatus.CANCELLED, reason
    event.version += 1
    audit.record("sosialisasi.event.cancelled", event, by=by)


def clone(page: EventPage, title: str, wish: CloneWish, *, by: Actor) -> Sosialisasi:
    """A new draft with what was wished for; rounds and invitations stay with the old one."""
    event = page.event
    facts = facts_of(event, wish)
    copy = create(page.unit, facts, by=by)
    copy.title, copy.cloned_from_id = title, event.id
    if wish.materials:
        at = now()
        for one in materials.latest(event.id):
            db.session.add(
                SosialisasiMaterial(
                    sosialisasi_id=copy.id,
                    title=one.title,
                    edition=1,
                    file_id=one.file_id,
                    access=MaterialAccess(one.access),
                    added_at=at,
                )
            )
    db.session.flush()
    return copy


def facts_of(event: Sosialisasi, wish: CloneWish) -> EventFacts:
    """An event as facts, with as much of it as is wished for."""
    plain = {one.name: getattr(event, one.name) for one in fields(EventFacts) if one.name not in (*_LISTS, "realised")}
    if not wish.budget:
        plain |= {"budget": None, "budget_line": ""}
    speakers = queries.speakers(event.id) if wish.speakers else []
    agenda = queries.agenda(event.id) if wish.agenda else []
    return EventFacts(
        **plain,
        speakers=tuple(Speaker(one.name, one.role) for one in speakers),
        agenda=tuple(Point(one.title, one.minutes, one.speaker) for one in agenda),
    )
