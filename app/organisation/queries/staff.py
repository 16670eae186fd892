"""Somebody's personal file, for whoever may open it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.exc import NoResultFound

from app.access.visitor import Reach
from app.base.database import db
from app.organisation.models import Employee, OrgUnit, Placement, PlacementKind, Position
from app.organisation.queries import definitive
from app.organisation.queries.directory import may_be_shown, within


@dataclass(frozen=True)
class FileHead:
    """Whose file it is and where they stand; ``path`` is the unit's."""

    employee_id: int
    name: str
    kind: str
    active: bool
    leaves_on: date | None
    restricted_on: date | None
    position_id: int | None
    position: str
    tier: str
    unit_id: int | None
    unit: str
    path: str


def file_head(employee_id: int, reach: Reach, day: date) -> FileHead:
    """The head of a file within ``reach``; anybody else's is simply not found, nor is one whose data is restricted."""
    statement = (
        select(
            Employee.id,
            Employee.name,
            Employee.kind,
            Employee.active,
            Employee.leaves_on,
            Employee.restricted_on,
            Position.id,
            Position.title,
            Position.tier,
            OrgUnit.id,
            OrgUnit.name,
            OrgUnit.path,
        )
        .select_from(Employee)
        .outerjoin(Placement, definitive(Employee.id, day))
        .outerjoin(Position, Position.id == Placement.position_id)
        .outerjoin(OrgUnit, OrgUnit.id == Position.unit_id)
        .where(Employee.id == employee_id, within(reach), may_be_shown(reach))
    )
    row = db.session.execute(statement).one()
    return FileHead(*row[:7], row[7] or "", row[8] or "", row[9], row[10] or "", row[11] or "")


def employee_within(employee_id: int, reach: Reach, day: date) -> Employee:
    """The person, where ``reach`` covers where they stand on the day."""
    file_head(employee_id, reach, day)
    return db.session.execute(select(Employee).where(Employee.id == employee_id)).scalar_one()


def id_with_nip(nip: str, reach: Reach, day: date) -> int | None:
    """Who has this NIP, within ``reach``; None alike for nobody and for somebody else's person."""
    found = db.session.execute(select(Employee.id).where(Employee.nip == nip)).scalar_one_or_none()
    if found is None:
        return None
    try:
        return file_head(found, reach, day).employee_id
    except NoResultFound:
        return None


def nip_taken(nip: str, *, but: int | None = None) -> bool:
    """Whether somebody of this installation has the NIP already; ask it outside the governments."""
    return (
        db.session.execute(select(Employee.id).where(Employee.nip == nip, Employee.id != (but or 0))).first()
        is not None
    )


@dataclass(frozen=True)
class Stay:
    """A stretch in one post: placements that only went on in the post's successor are told as one."""

    placement_id: int
    kind: str
    title: str
    tier: str
    unit: str
    position_id: int
    starts_on: date
    ends_on: date | None


def stays(employee_id: int, *, limit: int = 200) -> list[Stay]:
    """Somebody's placements, latest first."""
    statement = (
        select(
            Placement.id,
            Placement.kind,
            Position.title,
            Position.tier,
            OrgUnit.name,
            Position.id,
            Placement.starts_on,
            Placement.ends_on,
            Position.predecessor_id,
        )
        .join(Position, Position.id == Placement.position_id)
        .join(OrgUnit, OrgUnit.id == Position.unit_id)
        .where(Placement.employee_id == employee_id)
        .order_by(Placement.starts_on, Placement.id)
        .limit(limit)
    )
    told: list[Stay] = []
    for row in db.session.execute(statement):
        stay = Stay(*row[:8])
        at = next((i for i, one in enumerate(told) if _goes_on(one, stay, row.predecessor_id)), None)
        if at is None:
            told.append(stay)
        else:
            told[at] = Stay(*row[:6], told[at].starts_on, stay.ends_on)
    return sorted(told, key=lambda one: (one.starts_on, one.placement_id), reverse=True)


def _goes_on(before: Stay, after: Stay, predecessor_id: int | None) -> bool:
    """The same post under the same name in a unit of the same name."""
    same = (before.kind, before.title, before.unit) == (after.kind, after.title, after.unit)
    return same and before.position_id == predecessor_id and before.ends_on == after.starts_on


def placements_lasting(employee_id: int, day: date) -> list[Placement]:
    """Somebody's placements that go on beyond a day or begin later."""
    statement = (
        select(Placement)
        .where(Placement.employee_id == employee_id, or_(Placement.ends_on.is_(None), Placement.ends_on > day))
        .order_by(Placement.starts_on, Placement.id)
    )
    return list(db.session.execute(statement).scalars())


def continuations(placement: Placement) -> list[Placement]:
    """What a placement goes on as in the successors of its post."""
    found: list[Placement] = []
    last = placement
    while True:
        statement = (
            select(Placement)
            .join(Position, Position.id == Placement.position_id)
            .where(
                Placement.employee_id == last.employee_id,
                Placement.kind == last.kind,
                Placement.starts_on == last.ends_on,
                Position.predecessor_id == last.position_id,
            )
        )
        following = db.session.execute(statement).scalars().first()
        if following is None:
            return found
        found.append(following)
        last = following


def continued_from(placement: Placement) -> list[Placement]:
    """What a placement goes on from in the predecessors of its post, first to last."""
    found: list[Placement] = []
    first = placement
    while True:
        statement = (
            select(Placement)
            .join(Position, Position.predecessor_id == Placement.position_id)
            .where(
                Placement.employee_id == first.employee_id,
                Placement.kind == first.kind,
                Placement.ends_on == first.starts_on,
                Position.id == first.position_id,
            )
        )
        former = db.session.execute(statement).scalars().first()
        if former is None:
            return found
        found.insert(0, former)
        first = former


def span_of(placement: Placement) -> tuple[date, date | None]:
    """The first day and the end of a placement with everything it is told as."""
    whole = [*continued_from(placement), placement, *continuations(placement)]
    return whole[0].starts_on, whole[-1].ends_on


def ended_for(placement: Placement) -> Placement | None:
    """The definitive placement that ended on the day this definitive one began."""
    if placement.kind != PlacementKind.DEFINITIVE:
        return None
    statement = select(Placement).where(
        Placement.employee_id == placement.employee_id,
        Placement.kind == PlacementKind.DEFINITIVE,
        Placement.ends_on == span_of(placement)[0],
    )
    return db.session.execute(statement).scalars().first()


def placement_if_there(employee_id: int, placement_id: int) -> Placement | None:
    """One placement of this person, where it has not been taken back."""
    statement = select(Placement).where(Placement.id == placement_id, Placement.employee_id == employee_id)
    return db.session.execute(statement).scalar_one_or_none()


def placement_of(employee_id: int, placement_id: int) -> Placement:
    """One placement of this person."""
    statement = select(Placement).where(Placement.id == placement_id, Placement.employee_id == employee_id)
    return db.session.execute(statement).scalar_one()
