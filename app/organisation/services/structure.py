"""Changes of the structure. What is renamed, moved, merged or split ends on a day, and successors begin that day
with everything below: units, posts, whoever holds them, and (by signal) what other houses hang on them.

So any day can be drawn as it was, and a change set down for a future day takes effect by itself. The government is
locked first: two changes of one tree at the same time would each miss what the other carries along.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.access.visitor import Actor
from app.audit import services as audit
from app.base import scope
from app.base.database import db, lock
from app.base.errors import StaleVersion
from app.organisation import queries as organisation
from app.organisation import rules
from app.organisation.models import OrgUnit, Placement, Position, SuccessionKind, UnitSuccession
from app.organisation.queries import carrying
from app.organisation.queries import structure as queries
from app.organisation.services.directory import refresh_directory
from app.organisation.signals import Succession, structure_succeeded


@dataclass(frozen=True)
class Carried:
    """What a change of the structure takes along."""

    units: list[OrgUnit]
    positions: list[Position]
    placements: list[Placement]


@dataclass
class _Change:
    """One change in the making: which unit and post is continued by which."""

    on: date
    kind: SuccessionKind
    legal_basis: str
    units: dict[int, OrgUnit] = field(default_factory=dict)
    positions: dict[int, Position] = field(default_factory=dict)


def carried_by(units: Iterable[OrgUnit], on: date) -> Carried:
    """What would end with these units on a day and be continued; for the page that says what will happen."""
    below = [one for unit in units for one in carrying.units_below(unit.path, on)]
    positions = carrying.positions_below([one.id for one in below], on)
    return Carried(below, positions, carrying.placements_in([one.id for one in positions], on))


def foreseen(units: Sequence[OrgUnit], on: date) -> Carried:
    """What a change on this day would take along; raises the rule that forbids it."""
    for one in units:
        _ensure_changeable(one, on)
    if len(units) > 1:
        _ensure_apart(units)
    return carried_by(units, on)


def create_unit(*, name: str, kind: str, code: str, parent: OrgUnit | None, on: date, by: Actor) -> OrgUnit:
    """A new unit from a day on."""
    _lock_structure()
    if parent is not None:
        rules.ensure_covers(parent.starts_on, parent.ends_on, on, what=parent.name)
    unit = _new_unit(name=name, kind=kind, code=code, parent=parent, on=on, ends_on=parent.ends_on if parent else None)
    audit.record("organisation.unit.created", unit, by=by, name=name, parent=unit.parent_id, on=on.isoformat())
    return unit


def correct_unit(unit: OrgUnit, *, name: str, code: str, kind: str, version: int, by: Actor) -> OrgUnit:
    """Mend what was mistyped; a change of the structure is never a correction."""
    unit = _at_version(unit, version)
    before = {"name": unit.name, "code": unit.code, "kind": unit.kind}
    unit.name, unit.code, unit.kind, unit.version = name, code, kind, unit.version + 1
    after = {"name": name, "code": code, "kind": kind}
    audit.record("organisation.unit.corrected", unit, by=by, **_difference(before, after))
    db.session.flush()
    refresh_directory(_people_in(carrying.units_below(unit.path, unit.starts_on)))
    return unit


def rename_unit(unit: OrgUnit, name: str, *, on: date, version: int, by: Actor, legal_basis: str = "") -> OrgUnit:
    """Continue the unit under another name from a day on."""
    unit = _at_version(unit, version)
    change = _Change(on, SuccessionKind.RENAMED, legal_basis)
    successor = _succeed_tree(change, unit, parent=_parent_of(unit), name=name)
    _finish(change, by)
    audit.record(
        "organisation.unit.renamed", successor, by=by, before=unit.name, after=name, on=on.isoformat(), unit=unit.id
    )
    return successor


def move_unit(
    unit: OrgUnit, parent: OrgUnit | None, *, on: date, version: int, by: Actor, legal_basis: str = ""
) -> OrgUnit:
    """Continue the unit below another one from a day on. Raises UnitCycle below itself."""
    unit = _at_version(unit, version)
    if parent is not None:
        rules.ensure_no_unit_cycle(unit.path, parent.path)
        rules.ensure_covers(parent.starts_on, parent.ends_on, on, what=parent.name)
    if (parent.id if parent else None) == unit.parent_id:
        raise rules.StructureRule("Unit ini sudah berada di bawah induk itu. Pilih induk lain.")
    change = _Change(on, SuccessionKind.MOVED, legal_basis)
    successor = _succeed_tree(change, unit, parent=parent, name=unit.name)
    _finish(change, by)
    after = successor.parent_id
    audit.record(
        "organisation.unit.moved", successor, by=by, before=unit.parent_id, after=after, on=on.isoformat(), unit=unit.id
    )
    return successor


def merge_units(
    units: Sequence[OrgUnit], name: str, *, on: date, version: int, by: Actor, legal_basis: str = ""
) -> OrgUnit:
    """Continue several units as one from a day on, where the first of them stands; ``version`` is the first one's."""
    first = _at_version(units[0], version)
    units = [first, *(lock(one) for one in units[1:] if one.id != first.id)]
    _ensure_apart(units)
    change = _Change(on, SuccessionKind.MERGED, legal_basis)
    for one in units:
        _ensure_changeable(one, on)
    merged = _new_unit(name=name, kind=first.kind, code=first.code, parent=_parent_of(first), on=on)
    _carry(change, [(one, merged) for one in units])
    _finish(change, by)
    before = [one.id for one in units]
    audit.record("organisation.unit.merged", merged, by=by, before=before, after=merged.id, on=on.isoformat())
    return merged


def split_unit(
    unit: OrgUnit,
    names: Sequence[str],
    *,
    on: date,
    version: int,
    by: Actor,
    units_to: Mapping[int, int] | None = None,
    positions_to: Mapping[int, int] | None = None,
    legal_basis: str = "",
) -> list[OrgUnit]:
    """Continue the unit as several from a day on.

    ``units_to`` and ``positions_to`` say by number which successor (0 for the first) takes a unit right below and
    a post of the unit itself; the first takes what is not named.
    """
    unit = _at_version(unit, version)
    if len(set(names)) < 2:
        raise rules.StructureRule("Pemecahan menghasilkan sedikitnya dua unit dengan nama yang berbeda.")
    _ensure_changeable(unit, on)
    change = _Change(on, SuccessionKind.SPLIT, legal_basis)
    parent = _parent_of(unit)
    parts = [_new_unit(name=name, kind=unit.kind, code="", parent=parent, on=on) for name in names]
    _carry(change, [(unit, parts[0])], choose=_Chooser(parts, units_to or {}, positions_to or {}))
    for other in parts[1:]:
        _note(change, unit, other)
    _finish(change, by, more={unit.id: [one.id for one in parts]})
    after = [one.id for one in parts]
    audit.record("organisation.unit.split", unit, by=by, before=unit.id, after=after, on=on.isoformat())
    return parts


def close_unit(unit: OrgUnit, *, on: date, version: int, by: Actor) -> None:
    """End an empty unit; raises NotEmpty while units or posts are still there."""
    unit = _at_version(unit, version)
    rules.ensure_lives_on(unit.name, unit.starts_on, unit.ends_on, on)
    carried = carried_by([unit], on)
    if len(carried.units) > 1 or carried.positions:
        raise rules.NotEmpty(
            f"{unit.name} masih punya {len(carried.units) - 1} unit dan {len(carried.positions)} jabatan. "
            "Pindahkan atau tutup dulu semuanya."
        )
    unit.ends_on, unit.version = on, unit.version + 1
    audit.record("organisation.unit.closed", unit, by=by, on=on.isoformat())


@dataclass(frozen=True)
class _Chooser:
    """Which part of a split unit takes what stood right below it."""

    parts: Sequence[OrgUnit]
    units: Mapping[int, int]
    positions: Mapping[int, int]

    def for_unit(self, unit: OrgUnit) -> OrgUnit:
        return self._part(self.units.get(unit.id, 0))

    def for_position(self, position: Position) -> OrgUnit:
        return self._part(self.positions.get(position.id, 0))

    def _part(self, index: int) -> OrgUnit:
        if not 0 <= index < len(self.parts):
            raise rules.StructureRule("Ada bagian yang dibagikan ke unit yang tidak ada. Periksa lagi pembagiannya.")
        return self.parts[index]


def _lock_structure() -> None:
    lock(organisation.government(scope.current()))


def _at_version(unit: OrgUnit, version: int) -> OrgUnit:
    _lock_structure()
    unit = lock(unit)
    if unit.version != version:
        raise StaleVersion(
            f"Unit ini sudah diubah orang lain; namanya sekarang {unit.name}. Muat ulang, lalu coba lagi."
        )
    return unit


def _parent_of(unit: OrgUnit) -> OrgUnit | None:
    return None if unit.parent_id is None else queries.unit(unit.parent_id)


def _ensure_apart(units: Sequence[OrgUnit]) -> None:
    if len(units) < 2:
        raise rules.StructureRule("Pilih sedikitnya satu unit lain untuk digabung.")
    for one in units:
        if any(other is not one and other.path.startswith(one.path) for other in units):
            raise rules.UnitCycle("Unit tidak bisa digabung dengan bagiannya sendiri. Pilih unit yang berdampingan.")


def _ensure_changeable(unit: OrgUnit, on: date) -> None:
    """All of the tree was there before the day, and nothing in it has another change ahead."""
    for one in carrying.units_below(unit.path, on):
        rules.ensure_lives_on(one.name, one.starts_on, one.ends_on, on)


def _new_unit(
    *, name: str, kind: str, code: str, parent: OrgUnit | None, on: date, ends_on: date | None = None
) -> OrgUnit:
    unit = OrgUnit(
        name=name, kind=kind, code=code, parent_id=parent.id if parent else None, starts_on=on, ends_on=ends_on
    )
    db.session.add(unit)
    db.session.flush()
    unit.path = f"{parent.path if parent else '/'}{unit.id}/"
    return unit


def _succeed_tree(change: _Change, unit: OrgUnit, *, parent: OrgUnit | None, name: str) -> OrgUnit:
    _ensure_changeable(unit, change.on)
    if parent is not None:
        rules.ensure_covers(parent.starts_on, parent.ends_on, change.on, what=parent.name)
    successor = _new_unit(name=name, kind=unit.kind, code=unit.code, parent=parent, on=change.on)
    _carry(change, [(unit, successor)])
    return successor


def _carry(change: _Change, tops: Sequence[tuple[OrgUnit, OrgUnit]], *, choose: _Chooser | None = None) -> None:
    """End the old tops with everything below them, and begin it anew below the new ones."""
    carried = carried_by([old for old, _new in tops], change.on)
    for old, new in tops:
        _note(change, old, new)
        change.units[old.id] = new
    for unit in carried.units:
        if unit.id not in change.units:
            _continue_unit(change, unit, choose)
    _continue_positions(change, carried.positions, choose)
    _continue_placements(change, carried.placements)


def _note(change: _Change, old: OrgUnit, new: OrgUnit) -> None:
    old.ends_on, old.version = change.on, old.version + (1 if old.ends_on is None else 0)
    db.session.add(
        UnitSuccession(predecessor_id=old.id, successor_id=new.id, kind=change.kind, legal_basis=change.legal_basis)
    )


def _continue_unit(change: _Change, unit: OrgUnit, choose: _Chooser | None) -> None:
    """A unit below one that changed has, from then on, another parent."""
    parent = change.units[unit.parent_id or 0]
    if choose is not None and parent is choose.parts[0]:
        parent = choose.for_unit(unit)
    successor = _new_unit(name=unit.name, kind=unit.kind, code=unit.code, parent=parent, on=change.on)
    unit.ends_on, unit.version = change.on, unit.version + 1
    db.session.add(
        UnitSuccession(
            predecessor_id=unit.id,
            successor_id=successor.id,
            kind=SuccessionKind.MOVED,
            legal_basis=change.legal_basis,
        )
    )
    change.units[unit.id] = successor


def _continue_positions(change: _Change, positions: Sequence[Position], choose: _Chooser | None) -> None:
    """Each post gets a successor, in the new unit where its unit changed; then they answer to one another anew."""
    for one in positions:
        rules.ensure_lives_on(f"Jabatan {one.title}", one.starts_on, one.ends_on, change.on)
        successor = continue_position(one, on=change.on, unit_id=_new_unit_of(change, one, choose))
        change.positions[one.id] = successor
    db.session.flush()
    for one in positions:
        above = change.positions.get(one.reports_to_id or 0)
        if above is not None:
            change.positions[one.id].reports_to_id = above.id


def continue_position(position: Position, *, on: date, unit_id: int) -> Position:
    """End a post on a day and begin its successor, the same but for its unit."""
    successor = Position(
        unit_id=unit_id,
        reports_to_id=position.reports_to_id,
        predecessor_id=position.id,
        code=position.code,
        title=position.title,
        tier=position.tier,
        grade=position.grade,
        needed=position.needed,
        starts_on=on,
    )
    position.ends_on, position.version = on, position.version + 1
    db.session.add(successor)
    return successor


def _new_unit_of(change: _Change, position: Position, choose: _Chooser | None) -> int:
    unit = change.units.get(position.unit_id)
    if unit is None:  # a post elsewhere that answers to one of these
        return position.unit_id
    if choose is not None and unit is choose.parts[0]:
        return choose.for_position(position).id
    return unit.id


def _continue_placements(change: _Change, placements: Sequence[Placement]) -> None:
    continue_placements(placements, {old: new.id for old, new in change.positions.items()}, on=change.on)


def continue_placements(placements: Iterable[Placement], positions: Mapping[int, int], *, on: date) -> None:
    """Whoever holds these posts goes on in their successors; what begins only later simply begins there."""
    for one in placements:
        if one.starts_on >= on:
            one.position_id = positions[one.position_id]
            continue
        ends_on, one.ends_on = one.ends_on, on
        db.session.flush()  # the old one has ended before the new one begins: only one may be open
        db.session.add(
            Placement(
                employee_id=one.employee_id,
                position_id=positions[one.position_id],
                kind=one.kind,
                starts_on=on,
                ends_on=ends_on,
            )
        )
    db.session.flush()


def _finish(change: _Change, by: Actor, more: dict[int, list[int]] | None = None) -> None:
    """Let the other houses follow, and the directory with them."""
    db.session.flush()
    units = {old: [new.id] for old, new in change.units.items()} | (more or {})
    positions = {old: new.id for old, new in change.positions.items()}
    announce(Succession(on=change.on, by=by, units=units, positions=positions))


def announce(succession: Succession) -> None:
    """Tell whoever listens, inside this transaction, and bring the directory up to date."""
    structure_succeeded.send(succession)
    db.session.flush()
    ids = [*succession.positions, *succession.positions.values()]
    refresh_directory({one.employee_id for one in carrying.placements_in(ids, date.min)})


def _people_in(units: Sequence[OrgUnit]) -> set[int]:
    positions = carrying.positions_below([one.id for one in units], date.min)
    return {one.employee_id for one in carrying.placements_in([one.id for one in positions], date.min)}


def _difference(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """Only what changed, before and after."""
    changed = [name for name in after if before[name] != after[name]]
    return {"before": {name: before[name] for name in changed}, "after": {name: after[name] for name in changed}}
