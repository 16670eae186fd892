"""Writing, changing and taking off what is noted about an initiative line by line."""

from collections.abc import Mapping
from typing import Any, TypeVar

from sqlalchemy import select

from app.access.visitor import Actor
from app.audit import services as audit
from app.base.database import db, lock
from app.base.errors import RuleBroken, StaleVersion, WrongField
from app.documents import services as store
from app.documents.inspection import Upload
from app.initiatives import entry_rules, rules
from app.initiatives.entry_rules import ENTRIES_AT_MOST
from app.initiatives.models import Cause, Decision, Indicator, Message, Reading, Risk, Stakeholder
from app.initiatives.queries import entries as queries
from app.initiatives.queries import people
from app.initiatives.queries.initiatives import InitiativePage

Entry = TypeVar("Entry", Stakeholder, Cause, Risk, Decision, Message, Indicator)


def add(page: InitiativePage, model: type[Entry], facts: Mapping[str, Any], *, by: Actor) -> Entry:
    initiative = lock(page.initiative)
    rules.ensure_may_change(initiative.status)
    if queries.count(model, initiative.id) >= ENTRIES_AT_MOST:
        raise RuleBroken(f"Paling banyak {ENTRIES_AT_MOST} baris. Hapus yang tidak dipakai dulu.")
    row = model(initiative_id=initiative.id, version=1, **facts)
    db.session.add(row)
    db.session.flush()
    audit.record("initiatives.entry.added", row, by=by)
    return row


def change(page: InitiativePage, row: Entry, facts: Mapping[str, Any], *, version: int, by: Actor) -> None:
    """Raises StaleVersion where somebody else changed it meanwhile."""
    initiative = lock(page.initiative)
    rules.ensure_may_change(initiative.status)
    row = lock(row)
    if row.version != version:
        raise StaleVersion
    changed = [name for name, value in facts.items() if getattr(row, name) != value]
    for name, value in facts.items():
        setattr(row, name, value)
    row.version += 1
    audit.record("initiatives.entry.changed", row, by=by, fields=changed)


def remove(page: InitiativePage, row: Any, *, by: Actor) -> None:
    initiative = lock(page.initiative)
    rules.ensure_may_change(initiative.status)
    if isinstance(row, Indicator):
        for reading in queries.readings([row.id]).get(row.id, []):
            db.session.delete(reading)
        db.session.flush()
    audit.record("initiatives.entry.removed", row, by=by)
    db.session.delete(row)


def ensure_names_nobody(facts: Mapping[str, Any], *fields: str) -> None:
    """Raises WrongField where a text that is to speak of units and posts names somebody who works here."""
    for field in fields:
        text = str(facts.get(field) or "")
        entry_rules.ensure_no_number_of_a_person(field, text)
        if people.names_somebody(text):
            raise WrongField(field, "Jangan tulis nama orang di sini. Tulis unit, kelompok, atau jabatannya.")


def attach(page: InitiativePage, decision: Decision, upload: Upload, *, storage_key: str, by: Actor) -> None:
    """The file of a decision, whose bytes were just put into the store."""
    initiative = lock(page.initiative)
    rules.ensure_may_change(initiative.status)
    row = store.keep(upload.content, storage_key=storage_key, name=upload.name, media_type=upload.media_type)
    decision.file_id = row.id
    audit.record("initiatives.decision.attached", decision, by=by, name=row.name)


def read(page: InitiativePage, indicator: Indicator, facts: Mapping[str, Any], *, by: Actor) -> Reading:
    """The value of a month; noted again, the month takes the new one."""
    initiative = lock(page.initiative)
    rules.ensure_may_change(initiative.status)
    known = select(Reading).where(Reading.indicator_id == indicator.id, Reading.month == facts["month"])
    row = db.session.execute(known).scalar_one_or_none() or Reading(indicator_id=indicator.id)
    for name, value in facts.items():
        setattr(row, name, value)
    db.session.add(row)
    db.session.flush()
    audit.record("initiatives.reading.noted", row, by=by, month=row.month.isoformat())
    return row


def remove_reading(page: InitiativePage, row: Reading, *, by: Actor) -> None:
    initiative = lock(page.initiative)
    rules.ensure_may_change(initiative.status)
    audit.record("initiatives.reading.removed", row, by=by, month=row.month.isoformat())
    db.session.delete(row)
