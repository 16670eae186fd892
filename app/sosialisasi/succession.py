"""Who answers for an event, and whom a round in preparation is for, go on in the units and posts that follow."""

from typing import Any

from sqlalchemy import select, update

from app.base.database import db
from app.organisation.signals import Succession, structure_succeeded
from app.sosialisasi.models import AudienceRule, RoundStatus, Sosialisasi, SosialisasiRound, SosialisasiStatus

_OPEN = (SosialisasiStatus.DRAFT, SosialisasiStatus.OPEN)


@structure_succeeded.connect
def carry_events(succession: Succession, **_more: Any) -> None:
    for old, heirs in succession.units.items():
        if heirs:
            moved = update(Sosialisasi).where(Sosialisasi.unit_id == old, Sosialisasi.status.in_(_OPEN))
            db.session.execute(moved.values(unit_id=heirs[0]))
    _continue("unit_id", succession.units)
    _continue("position_id", {old: [new] for old, new in succession.positions.items()})
    db.session.flush()


def _continue(column: str, heirs: dict[int, list[int]]) -> None:
    """A line that names a predecessor is joined by one for each successor."""
    number = getattr(AudienceRule, column)
    statement = (
        select(AudienceRule)
        .join(SosialisasiRound, SosialisasiRound.id == AudienceRule.round_id)
        .where(number.in_(list(heirs)), SosialisasiRound.status == RoundStatus.PLANNED)
        .order_by(AudienceRule.id)
    )
    for row in db.session.execute(statement).scalars().all() if heirs else ():
        for new in heirs[getattr(row, column)]:
            line = {"round_id": row.round_id, "kind": row.kind, "tier": "", "is_left_out": row.is_left_out}
            db.session.add(AudienceRule(**line, **{column: new}))
