"""The dictionary of a government's own, what its tiers ask, and what its posts ask: each with the day it begins."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import delete

from app.access.visitor import Actor
from app.audit import services as audit
from app.base import scope
from app.base.database import db, lock
from app.base.errors import StaleVersion
from app.competency.facts import FIRST_DAY, LAST_DAY, CompetencyFacts, SheetFacts
from app.competency.models import (
    Competency,
    CompetencyGroup,
    PositionRequirement,
    PositionStandard,
    TierRequirement,
)
from app.competency.models.gaps import CompetencyGap, GapSummary
from app.competency.models.next_posts import NextGap
from app.competency.queries import standards as queries
from app.competency.queries.wanted import Wanted
from app.competency.rules import standards as rules
from app.competency.services import gaps
from app.organisation.models import Position

OWN_ORDER = 1_000


class CodeTaken(rules.BadStandard):
    message = "Kode ini sudah dipakai kompetensi lain. Pakai kode lain."


def add_competency(facts: CompetencyFacts, *, by: Actor) -> Competency:
    """A technical competency of this government's own."""
    _ensure_free(facts.code)
    one = Competency(
        government_id=scope.current(), group=CompetencyGroup.TECHNICAL, sort_order=OWN_ORDER, **vars(facts)
    )
    db.session.add(one)
    db.session.flush()
    audit.record("competency.competency.added", one, by=by, code=one.code, name=one.name)
    return one


def change_competency(one: Competency, facts: CompetencyFacts, *, version: int, by: Actor) -> None:
    """Raises StaleVersion where somebody else was faster."""
    one = lock(one)
    if one.version != version:
        raise StaleVersion
    if facts.code != one.code:
        _ensure_free(facts.code)
    for name, value in vars(facts).items():
        setattr(one, name, value)
    one.version += 1
    audit.record("competency.competency.changed", one, by=by, code=one.code, name=one.name)


def remove_competency(one: Competency, *, by: Actor) -> None:
    """Raises StillUsed with where it is used."""
    one = lock(one)
    sentence = rules.still_used(queries.uses(one.id))
    if sentence:
        raise rules.StillUsed(sentence)
    audit.record("competency.competency.removed", one, by=by, code=one.code, name=one.name)
    for model in (CompetencyGap, GapSummary, NextGap):
        db.session.execute(delete(model).where(model.competency_id == one.id))
    db.session.delete(one)


def _ensure_free(code: str) -> None:
    if queries.competency_coded(code) is not None:
        raise CodeTaken


def set_tier(tier: str, levels: Mapping[int, int | None], *, valid_from: date, source: str, by: Actor) -> int:
    """What a tier asks in this government from a day on, where it differs from what holds by then: a level, or None to
    go by the national default again, or by none where there is none."""
    rules.ensure_day(valid_from, earliest=FIRST_DAY, latest=LAST_DAY)
    before = Wanted(valid_from, ()).by_tier(tier)
    changed = 0
    for competency_id, level in levels.items():
        if level is None:
            changed += _let_go(tier, competency_id, valid_from)
        elif before.get(competency_id) != level:
            rules.ensure_level(level)
            _ask_of_tier(tier, competency_id, level, valid_from, source)
            changed += 1
    if changed:
        told = {"tier": tier, "count": changed, "on": valid_from.isoformat()}
        audit.record("competency.tier.changed", None, by=by, chain=scope.current(), **told)
        gaps.refresh_later()
    return changed


def _ask_of_tier(tier: str, competency_id: int, level: int, valid_from: date, source: str) -> None:
    same = next((one for one in queries.own_of_tier(tier, competency_id) if one.valid_from == valid_from), None)
    if same is None:
        same = TierRequirement(
            government_id=scope.current(), tier=tier, competency_id=competency_id, valid_from=valid_from
        )
        db.session.add(same)
    same.level, same.source, same.valid_to = level, source, None


def _let_go(tier: str, competency_id: int, day: date) -> bool:
    """End what this government itself asks of a tier on a day; whether anything ended."""
    held = [
        one
        for one in queries.own_of_tier(tier, competency_id)
        if one.valid_from <= day and (one.valid_to is None or one.valid_to > day)
    ]
    for one in held:
        if one.valid_from == day:
            db.session.delete(one)
        else:
            one.valid_to = day
    return bool(held)


def set_standard(
    position: Position,
    levels: Mapping[int, int | None],
    sheet: SheetFacts,
    *,
    valid_from: date,
    source: str,
    version: int,
    by: Actor,
) -> None:
    """What one post asks from a day on: a level, or None to go by the tier again. Earlier days stay as they were.

    Raises StaleVersion where somebody else was faster, and BadStandard where nothing would be asked at all.
    """
    rules.ensure_day(valid_from, earliest=max(FIRST_DAY, position.starts_on), latest=LAST_DAY)
    position = lock(position)
    standard = _sheet_of(position.id)
    if standard.version != version:
        raise StaleVersion
    own = Wanted(valid_from, [position.id]).own(position.id)
    for competency_id, level in levels.items():
        if level is not None:
            rules.ensure_level(level)
        if own.get(competency_id) != level:
            _ask(position.id, competency_id, level, valid_from, source)
    for name, value in vars(sheet).items():
        setattr(standard, name, value)
    standard.version += 1
    db.session.flush()
    asked = Wanted(valid_from, [position.id]).of(position.id, position.tier)
    rules.ensure_asks_something(asked, position.title)
    audit.record("competency.standard.changed", position, by=by, on=valid_from.isoformat(), count=len(asked))
    _follow([position.id])


def copy_standard(source: Position, targets: Sequence[Position], *, valid_from: date, by: Actor) -> int:
    """What one post asks by its own standard, asked of others from a day on; returns of how many."""
    levels = Wanted(valid_from, [source.id]).own(source.id)
    if not levels:
        raise rules.BadStandard(
            f"{source.title} tidak punya standar sendiri pada hari itu, jadi tidak ada yang disalin."
        )
    told = queries.sheet(source.id)
    for target in sorted(targets, key=lambda one: one.id):
        rules.ensure_day(valid_from, earliest=max(FIRST_DAY, target.starts_on), latest=LAST_DAY)
        lock(target)
        own = Wanted(valid_from, [target.id]).own(target.id)
        for competency_id in levels.keys() | own.keys():
            level = levels.get(competency_id)
            if own.get(competency_id) != level:
                _ask(target.id, competency_id, level, valid_from, f"Disalin dari {source.title}"[:200])
        sheet = _sheet_of(target.id)
        if told is not None:
            for name in vars(SheetFacts()):
                setattr(sheet, name, getattr(told, name))
            sheet.version += 1
        audit.record("competency.standard.copied", target, by=by, source=source.id, on=valid_from.isoformat())
    _follow([one.id for one in targets])
    return len(targets)


def _sheet_of(position_id: int) -> PositionStandard:
    found = queries.sheet(position_id)
    if found is None:
        found = PositionStandard(position_id=position_id, version=1)
        db.session.add(found)
        db.session.flush()
    return found


def _ask(position_id: int, competency_id: int, level: int | None, valid_from: date, source: str) -> None:
    """End what holds on the day, and begin what is asked instead; later changes stay as they were entered."""
    rows = queries.requirements(position_id, competency_id)
    for row in rows:
        if row.valid_from < valid_from and (row.valid_to is None or row.valid_to > valid_from):
            row.valid_to = valid_from
    same = next((row for row in rows if row.valid_from == valid_from), None)
    if level is None:
        if same is not None:
            db.session.delete(same)
        return
    if same is None:
        same = PositionRequirement(position_id=position_id, competency_id=competency_id, valid_from=valid_from)
        db.session.add(same)
    later = next((row.valid_from for row in rows if row.valid_from > valid_from), None)
    same.level, same.source, same.valid_to = level, source, later


def _follow(position_ids: Sequence[int]) -> None:
    db.session.flush()
    gaps.refresh(queries.holders(position_ids))
