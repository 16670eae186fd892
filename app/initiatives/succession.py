"""What an initiative affects goes on in the units and posts that follow, and so does who answers for it and in them."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select, update

from app.base.database import db
from app.initiatives.models import AffectedPosition, AffectedUnit, Cause, Initiative, InitiativeStatus, TeamMember
from app.organisation.signals import Succession, structure_succeeded

_OPEN = (InitiativeStatus.DRAFT, InitiativeStatus.RUNNING)


@structure_succeeded.connect
def carry_affected(succession: Succession, **_more: Any) -> None:
    _continue(AffectedUnit, "unit_id", ((old, new) for old, heirs in succession.units.items() for new in heirs))
    _continue(AffectedPosition, "position_id", succession.positions.items())
    for old, heirs in succession.units.items():
        if heirs:
            moved = update(Initiative).where(Initiative.unit_id == old, Initiative.status.in_(_OPEN))
            db.session.execute(moved.values(unit_id=heirs[0]))
            _move_on(old, heirs[0])


def _move_on(old: int, heir: int) -> None:
    """Agents and causes of a unit belong to the first that follows; what its head said stays said of the old one."""
    open_ones = select(Initiative.id).where(Initiative.status.in_(_OPEN))
    for model in (Cause, TeamMember):
        moved = update(model).where(model.unit_id == old, model.initiative_id.in_(open_ones))
        db.session.execute(moved.values(unit_id=heir))


def _continue(model: Any, column: str, pairs: Iterable[tuple[int, int]]) -> None:
    """The successor is affected as its predecessor was; a line it has already stays as it is."""
    heirs: dict[int, list[int]] = {}
    for old, new in pairs:
        heirs.setdefault(old, []).append(new)
    if not heirs:
        return
    number = getattr(model, column)
    statement = select(model).join(Initiative, Initiative.id == model.initiative_id)
    open_ones = statement.where(number.in_(list(heirs)), Initiative.status.in_(_OPEN))
    rows = list(db.session.execute(open_ones.order_by(model.id)).scalars())
    ids = {row.initiative_id for row in rows}
    listed = select(model.initiative_id, number).where(model.initiative_id.in_(ids))
    known = {(row[0], row[1]) for row in db.session.execute(listed)}
    for row in rows:
        for new in heirs[getattr(row, column)]:
            if (row.initiative_id, new) not in known:
                known.add((row.initiative_id, new))
                facts = {"kind": row.kind, "degree": row.degree, "note": row.note}
                db.session.add(model(initiative_id=row.initiative_id, **{column: new}, **facts))
    db.session.flush()
