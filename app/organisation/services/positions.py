"""Changes of posts. What only mends a mistake is corrected; what is decided for a day makes a successor."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.access.visitor import Actor
from app.audit import services as audit
from app.base import scope
from app.base.database import db, lock
from app.base.errors import StaleVersion
from app.organisation import queries as organisation
from app.organisation import rules
from app.organisation.models import OrgUnit, Position
from app.organisation.queries import carrying, positions
from app.organisation.services import structure
from app.organisation.services.directory import refresh_directory
from app.organisation.signals import Succession

FACTS = ("title", "tier", "grade", "needed", "code", "reports_to_id")


def create_position(unit: OrgUnit, facts: Mapping[str, Any], *, on: date, by: Actor) -> Position:
    """A new post in a unit from a day on; ``facts`` are named as in ``FACTS``."""
    lock(organisation.government(scope.current()))
    rules.ensure_covers(unit.starts_on, unit.ends_on, on, what=unit.name)
    _ensure_superior_there(facts.get("reports_to_id"), on)
    position = Position(unit_id=unit.id, starts_on=on, ends_on=unit.ends_on, **facts)
    db.session.add(position)
    db.session.flush()
    audit.record("organisation.position.created", position, by=by, unit=unit.id, on=on.isoformat(), after=_plain(facts))
    return position


def correct_position(position: Position, facts: Mapping[str, Any], *, version: int, by: Actor) -> Position:
    """Mend what was wrong from the start. Raises SuperiorCycle and StaleVersion."""
    position = _at_version(position, version)
    before = {name: getattr(position, name) for name in FACTS}
    _ensure_superior(position, facts, position.starts_on)
    for name in FACTS:
        setattr(position, name, facts[name])
    position.version += 1
    audit.record("organisation.position.corrected", position, by=by, **_difference(before, facts))
    refresh_directory({one.employee_id for one in carrying.placements_in([position.id], date.min)})
    return position


def change_position(position: Position, facts: Mapping[str, Any], *, on: date, version: int, by: Actor) -> Position:
    """Continue the post otherwise from a day on, with whoever holds it and whatever answers to it."""
    position = _at_version(position, version)
    before = {name: getattr(position, name) for name in FACTS}
    _ensure_superior(position, facts, on)
    carried = _with_all_below(position, on)
    successors = {}
    for one in carried:
        rules.ensure_lives_on(f"Jabatan {one.title}", one.starts_on, one.ends_on, on)
        successors[one.id] = structure.continue_position(one, on=on, unit_id=one.unit_id)
    db.session.flush()
    for old in carried:
        above = successors.get(old.reports_to_id or 0)
        if above is not None:
            successors[old.id].reports_to_id = above.id
    successor = successors[position.id]
    for name in FACTS:
        setattr(successor, name, facts[name])
    ids = {old: new.id for old, new in successors.items()}
    structure.continue_placements(carrying.placements_in(list(ids), on), ids, on=on)
    structure.announce(Succession(on=on, by=by, positions=ids))
    audit.record("organisation.position.changed", successor, by=by, on=on.isoformat(), **_difference(before, facts))
    return successor


def close_position(position: Position, *, on: date, version: int, by: Actor) -> None:
    """End a post that nobody holds and nothing answers to any more."""
    position = _at_version(position, version)
    rules.ensure_lives_on(f"Jabatan {position.title}", position.starts_on, position.ends_on, on)
    held = carrying.placements_in([position.id], on)
    below = [one for one in _with_all_below(position, on) if one.id != position.id]
    if held or below:
        raise rules.NotEmpty(
            f"{position.title} masih punya {len(held)} pemangku dan {len(below)} jabatan di bawahnya setelah tanggal "
            "itu. Akhiri penempatannya dan pindahkan jabatan di bawahnya dulu."
        )
    position.ends_on, position.version = on, position.version + 1
    audit.record("organisation.position.closed", position, by=by, on=on.isoformat())


def _at_version(position: Position, version: int) -> Position:
    lock(organisation.government(scope.current()))
    position = lock(position)
    if position.version != version:
        raise StaleVersion(
            f"Jabatan ini sudah diubah orang lain; sekarang tercatat sebagai {position.title}. "
            "Muat ulang halaman untuk melihat yang terbaru, lalu coba lagi."
        )
    return position


def _ensure_superior(position: Position, facts: Mapping[str, Any], on: date) -> None:
    superior_id = facts.get("reports_to_id")
    rules.ensure_no_superior_cycle(position.id, [row.id for row in positions.ladder(superior_id)])
    if superior_id != position.reports_to_id:
        _ensure_superior_there(superior_id, on)


def _ensure_superior_there(superior_id: int | None, on: date) -> None:
    if superior_id is not None:
        superior = positions.position(superior_id)
        rules.ensure_covers(superior.starts_on, superior.ends_on, on, what=f"Jabatan atasan {superior.title}")


def _with_all_below(position: Position, on: date) -> list[Position]:
    """The post and everything that answers to it: a post names its superior by number, so they go on together."""
    return carrying.positions_answering_to(position.id, on)


def _difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    changed = [name for name in FACTS if before[name] != after[name]]
    return {
        "before": _plain({name: before[name] for name in changed}),
        "after": _plain({name: after[name] for name in changed}),
    }


def _plain(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: None if value is None else value if isinstance(value, int) else str(value)
        for name, value in facts.items()
    }
