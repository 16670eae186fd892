"""Minutes: written as often as one likes, then set and never changed."""

import re
from datetime import datetime

from app.access.visitor import Actor
from app.audit import services as audit
from app.base.clock import now
from app.base.database import db, lock
from app.base.errors import StaleVersion, WrongField
from app.sosialisasi.facts.records import MinutesFacts, Point
from app.sosialisasi.models import MinuteItem, SosialisasiMinutes
from app.sosialisasi.queries import records as queries
from app.sosialisasi.queries.events import RoundPage
from app.sosialisasi.rules import records as rules

_NIP = re.compile(r"[0-9]{18}")


def write(page: RoundPage, facts: MinutesFacts, *, version: int, by: Actor) -> SosialisasiMinutes:
    """Keep the minutes as typed. Locks the round, so that two who write at once do not write over each other.

    Raises NotYet, Final, WrongField for a NIP nobody has, and StaleVersion.
    """
    lock(page.round)
    rules.ensure_may_write(page.round.status, page.meeting.starts_at, now())
    minutes = queries.minutes_of(page.round.id)
    if minutes is None:
        minutes = SosialisasiMinutes(round_id=page.round.id, version=0)
        db.session.add(minutes)
        db.session.flush()
    rules.ensure_minutes_open(minutes.finalised_at)
    if minutes.version != version:
        raise StaleVersion
    minutes.taken_by = facts.taken_by
    minutes.version += 1
    for old in queries.minute_items(minutes.id):
        db.session.delete(old)
    db.session.flush()
    for place, point in enumerate(facts.points, start=1):
        db.session.add(_item(minutes.id, place, point))
    db.session.flush()
    audit.record("sosialisasi.minutes.written", minutes, by=by, points=len(facts.points))
    return minutes


def _item(minutes_id: int, place: int, point: Point) -> MinuteItem:
    owner, owner_id = point.owner, None
    if _NIP.fullmatch(owner):
        found = queries.employee_with_nip(owner)
        if found is None:
            raise WrongField("points", f"Tidak ada pegawai dengan NIP {owner}. Periksa lagi, atau tulis namanya saja.")
        owner, owner_id = found.name[:150], found.id
    return MinuteItem(
        minutes_id=minutes_id,
        sort_order=place,
        title=point.title,
        speaker=point.speaker,
        gist=point.gist,
        decision=point.decision,
        owner=owner,
        owner_id=owner_id,
        due_on=point.due_on,
    )


def finalise(page: RoundPage, *, by: Actor) -> datetime:
    """Set the minutes as they are. Raises Missing where they say nothing yet."""
    lock(page.round)
    minutes = queries.minutes_of(page.round.id)
    if minutes is None:
        raise rules.Missing("Notulen ini belum berisi satu butir pun. Tambahkan butirnya dulu.")
    rules.ensure_minutes_open(minutes.finalised_at)
    rules.ensure_may_finalise(facts_of(minutes))
    minutes.finalised_at = now()
    minutes.version += 1
    audit.record("sosialisasi.minutes.finalised", minutes, by=by)
    return minutes.finalised_at


def facts_of(minutes: SosialisasiMinutes | None) -> MinutesFacts:
    """What the minutes say so far."""
    if minutes is None:
        return MinutesFacts("", ())
    points = tuple(
        Point(one.title, one.speaker, one.gist, one.decision, one.owner, one.due_on)
        for one in queries.minute_items(minutes.id)
    )
    return MinutesFacts(minutes.taken_by, points)
