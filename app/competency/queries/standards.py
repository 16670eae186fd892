"""The dictionary and the standards of posts, as a government sees them."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, exists, func, select

from app.base import scope
from app.base.database import Base, db
from app.competency.models import (
    Assessment,
    Competency,
    CompetencyEvidence,
    CompetencyGroup,
    PositionRequirement,
    PositionStandard,
    RatingDraft,
    TierRequirement,
)
from app.competency.queries.versions import in_force, visible
from app.organisation.models import OrgUnit, Placement, PlacementKind, Position
from app.organisation.queries.structure import there_on

LISTED_AT_MOST, KNOWN_AT_MOST = 500, 2_000
_USES = {
    "standar jabatan": PositionRequirement,
    "bawaan jenjang": TierRequirement,
    "penilaian": Assessment,
    "penilaian yang belum selesai": RatingDraft,
    "bukti": CompetencyEvidence,
}


def dictionary(*, affair: str = "", text: str = "", after: tuple[int, str, int] | None = None, limit: int) -> list[Any]:
    """Competencies in their order: national ones, then the government's own by name."""
    key = Competency.sort_order, Competency.name, Competency.id
    statement = select(
        Competency.id, Competency.code, Competency.name, Competency.group, Competency.affair, Competency.sort_order,
        Competency.government_id.is_not(None).label("is_own"),
    ).where(visible(Competency, scope.current()))  # fmt: skip
    if affair:
        statement = statement.where(Competency.affair == affair)
    if text:
        statement = statement.where(func.lower(Competency.name).contains(text.lower(), autoescape=True))
    if after is not None:
        order, name, number = after
        statement = statement.where(
            (Competency.sort_order > order)
            | ((Competency.sort_order == order) & (Competency.name > name))
            | ((Competency.sort_order == order) & (Competency.name == name) & (Competency.id > number))
        )
    return list(db.session.execute(statement.order_by(*key).limit(limit)).all())


def affairs() -> list[str]:
    statement = select(Competency.affair).where(visible(Competency, scope.current()), Competency.affair != "")
    return list(db.session.execute(statement.distinct().order_by(Competency.affair).limit(200)).scalars())


def competency(competency_id: int) -> Competency:
    """One that this government may see."""
    statement = select(Competency).where(Competency.id == competency_id, visible(Competency, scope.current()))
    return db.session.execute(statement).scalar_one()


def own_competency(competency_id: int) -> Competency:
    """One that this government may change: its own."""
    statement = select(Competency).where(Competency.id == competency_id, Competency.government_id == scope.current())
    return db.session.execute(statement).scalar_one()


def competency_coded(code: str) -> Competency | None:
    statement = select(Competency).where(
        func.lower(Competency.code) == code.lower(), visible(Competency, scope.current())
    )
    return db.session.execute(statement.limit(1)).scalar_one_or_none()


def all_competencies() -> list[Any]:
    """(id, code, name, group, affair) of everything that may be asked here."""
    statement = select(Competency.id, Competency.code, Competency.name, Competency.group, Competency.affair)
    statement = statement.where(visible(Competency, scope.current()))
    return list(
        db.session.execute(
            statement.order_by(Competency.sort_order, Competency.name, Competency.id).limit(KNOWN_AT_MOST)
        ).all()
    )


@dataclass(frozen=True)
class Choosable:
    """What a form of levels lists, and the technical competencies one may still add, by government affair."""

    listed: list[Any]
    others: dict[str, list[Any]]

    @property
    def count(self) -> int:
        return sum(map(len, self.others.values()))


def choosable(kept: Collection[int]) -> Choosable:
    """Everything national, and of the technical ones what is ``kept`` because it has a level already."""
    listed, others = [], defaultdict(list)
    for one in all_competencies():
        if one.group != CompetencyGroup.TECHNICAL or one.id in kept:
            listed.append(one)
        else:
            others[one.affair].append(one)
    return Choosable(listed, {affair: others[affair] for affair in sorted(others, key=lambda name: (not name, name))})


def uses(competency_id: int) -> dict[str, int]:
    """How often each table points at a competency; tables of houses above are found by their keys."""
    counts = {what: _count(model.__table__, "competency_id", competency_id) for what, model in _USES.items()}
    known = {model.__tablename__ for model in _USES.values()}
    others = 0
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.column.table.name == "competency" and table.name not in known:
                others += _count(table, key.parent.name, competency_id)
    return counts | {"program pelatihan atau rencana pengembangan": others}


def _count(table: Any, column: str, competency_id: int) -> int:
    statement = select(func.count(table.c[column])).where(table.c[column] == competency_id)
    return int(db.session.connection().execute(statement).scalar_one())


def sheet(position_id: int) -> PositionStandard | None:
    return db.session.execute(
        select(PositionStandard).where(PositionStandard.position_id == position_id)
    ).scalar_one_or_none()


def requirements(position_id: int, competency_id: int) -> list[PositionRequirement]:
    """Everything ever asked of a post in one competency, the earliest first."""
    statement = select(PositionRequirement).where(
        PositionRequirement.position_id == position_id, PositionRequirement.competency_id == competency_id
    )
    return list(db.session.execute(statement.order_by(PositionRequirement.valid_from)).scalars())


def history(position_id: int) -> list[Any]:
    """Dated levels of a post, the latest first: (competency, level, valid_from, valid_to, source)."""
    statement = (
        select(
            Competency.name,
            PositionRequirement.level,
            PositionRequirement.valid_from,
            PositionRequirement.valid_to,
            PositionRequirement.source,
        )
        .join(Competency, Competency.id == PositionRequirement.competency_id)
        .where(PositionRequirement.position_id == position_id)
        .order_by(PositionRequirement.valid_from.desc(), Competency.sort_order, Competency.name)
        .limit(200)
    )
    return list(db.session.execute(statement).all())


def holders(position_ids: Sequence[int]) -> list[int]:
    """Who holds these posts definitively, now or from some day on."""
    statement = select(Placement.employee_id).where(
        Placement.position_id.in_(position_ids),
        Placement.kind == PlacementKind.DEFINITIVE,
    )
    return list(db.session.execute(statement.distinct()).scalars())


def positions_with_standards(
    day: date, *, text: str = "", only_own: bool = False, after: tuple[str, int] | None = None, limit: int
) -> list[Any]:
    """Posts of a day by title, with how many levels of their own they ask."""
    own = (
        select(func.count(PositionRequirement.id))
        .where(PositionRequirement.position_id == Position.id, in_force(PositionRequirement, day))
        .correlate(Position)
        .scalar_subquery()
    )
    statement = (
        select(Position.id, Position.title, Position.tier, OrgUnit.name.label("unit"), own.label("own"))
        .join(OrgUnit, OrgUnit.id == Position.unit_id)
        .where(there_on(Position, day))
        .order_by(Position.title, Position.id)
        .limit(limit)
    )
    if text:
        statement = statement.where(func.lower(Position.title).contains(text.lower(), autoescape=True))
    if only_own:
        asks = and_(PositionRequirement.position_id == Position.id, in_force(PositionRequirement, day))
        statement = statement.where(exists(select(PositionRequirement.id).where(asks)))
    if after is not None:
        title, number = after
        statement = statement.where((Position.title > title) | ((Position.title == title) & (Position.id > number)))
    return list(db.session.execute(statement).all())


def like(position: Position, day: date) -> list[Any]:
    """Other posts of the same title, to copy a standard to: (id, title, unit, tier)."""
    statement = (
        select(Position.id, Position.title, OrgUnit.name.label("unit"), Position.tier)
        .join(OrgUnit, OrgUnit.id == Position.unit_id)
        .where(Position.title == position.title, Position.id != position.id, there_on(Position, day))
        .order_by(OrgUnit.name, Position.id)
        .limit(LISTED_AT_MOST)
    )
    return list(db.session.execute(statement).all())


def positions_numbered(position_ids: Sequence[int], day: date) -> list[Position]:
    """Exactly these posts, or nothing is found (security A4)."""
    wanted = sorted(set(position_ids))
    statement = select(Position).where(Position.id.in_(wanted), there_on(Position, day)).order_by(Position.id)
    found = list(db.session.execute(statement).scalars())
    return found if len(found) == len(wanted) else []


def own_of_tier(tier: str, competency_id: int) -> list[TierRequirement]:
    """What this government itself asks of a tier in one competency, whenever."""
    statement = select(TierRequirement).where(
        TierRequirement.government_id == scope.current(),
        TierRequirement.tier == tier,
        TierRequirement.competency_id == competency_id,
    )
    return list(db.session.execute(statement.order_by(TierRequirement.valid_from)).scalars())


def levels_of_tier(tier: str, day: date, *, own: bool) -> dict[int, int]:
    """(competency id → level) a tier asks on a day by this government's own word, or by the national default."""
    whose = TierRequirement.government_id == scope.current() if own else TierRequirement.government_id.is_(None)
    statement = select(TierRequirement.competency_id, TierRequirement.level).where(
        TierRequirement.tier == tier, whose, in_force(TierRequirement, day)
    )
    return {row[0]: row[1] for row in db.session.execute(statement.order_by(TierRequirement.valid_from))}


def tier_history(tier: str) -> list[Any]:
    """What a tier asked and asks, the latest first, national rows and a government's own."""
    statement = (
        select(
            Competency.name,
            TierRequirement.level,
            TierRequirement.valid_from,
            TierRequirement.valid_to,
            TierRequirement.source,
            TierRequirement.government_id.is_not(None).label("is_own"),
        )
        .join(Competency, Competency.id == TierRequirement.competency_id)
        .where(TierRequirement.tier == tier, visible(TierRequirement, scope.current()))
        .order_by(TierRequirement.valid_from.desc(), Competency.sort_order, Competency.name)
        .limit(200)
    )
    return list(db.session.execute(statement).all())


def path_of(path: str) -> list[Any]:
    """The units of a path from the root down: (id, name, path)."""
    ids = [int(one) for one in path.strip("/").split("/") if one]
    rows = db.session.execute(select(OrgUnit.id, OrgUnit.name, OrgUnit.path).where(OrgUnit.id.in_(ids)))
    found = {row.id: row for row in rows}
    return [found[one] for one in ids if one in found]


def words_of(competency_ids: Sequence[int]) -> dict[int, list[str]]:
    """The words of the levels of some competencies."""
    statement = select(Competency.id, Competency.levels).where(
        Competency.id.in_(competency_ids), visible(Competency, scope.current())
    )
    return {row.id: row.levels for row in db.session.execute(statement)}
