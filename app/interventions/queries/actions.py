"""Actions on somebody's behalf: of the units they look after, or those that are their own to do."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import aliased

from app.access.visitor import Reach
from app.base.database import db
from app.documents.models import StoredFile
from app.initiatives.models import Initiative
from app.interventions import rules
from app.interventions.models import ActionStatus, InterventionAction
from app.organisation.models import Employee, OrgUnit, Placement, PlacementKind, Position
from app.organisation.queries import holds_on
from app.organisation.queries.directory import within

READ_AT_ONCE = 500


@dataclass(frozen=True)
class Filters:
    """What narrows the list; empty values narrow nothing."""

    status: ActionStatus | None = None
    is_overdue: bool = False
    initiative_id: int | None = None
    unit_path: str = ""

    @property
    def any(self) -> bool:
        return self != Filters()


@dataclass(frozen=True)
class ActionPage:
    """An action with what stands around it."""

    action: InterventionAction
    initiative: Initiative
    unit: OrgUnit
    owner: str
    verifier: str
    evidence_file: StoredFile | None


def actions(reach: Reach, filters: Filters, day: date, *, after: tuple[date, int] | None, limit: int) -> list[Any]:
    """Actions as a list shows them, what is due first at the top; those that are over come last."""
    statement = _listed().where(within(reach), *_narrowed(filters, day))
    if after is not None:
        due, number = after
        later = and_(InterventionAction.due_on == due, InterventionAction.id > number)
        statement = statement.where(or_(InterventionAction.due_on > due, later))
    return list(db.session.execute(statement.limit(limit)).all())


def for_file(reach: Reach, filters: Filters, day: date) -> Iterator[Any]:
    """The same lines with what their pages tell besides, a few at a time."""
    statement = (
        _listed()
        .add_columns(
            InterventionAction.done_on, InterventionAction.target_code, InterventionAction.finding,
            InterventionAction.verified_by, InterventionAction.drop_reason,
        )
        .where(within(reach), *_narrowed(filters, day))
    )  # fmt: skip
    yield from db.session.execute(statement.execution_options(yield_per=READ_AT_ONCE))


def owned_by(employee_id: int, *, initiative_id: int | None = None) -> list[Any]:
    """What somebody is to do, of one initiative or of all, and what they did; what is open first."""
    is_open = case((InterventionAction.status.in_(sorted(rules.OPEN)), 0), else_=1)
    statement = _listed().where(InterventionAction.owner_id == employee_id).order_by(None)
    if initiative_id is not None:
        statement = statement.where(InterventionAction.initiative_id == initiative_id)
    ordered = statement.order_by(is_open, InterventionAction.due_on, InterventionAction.id).limit(200)
    return list(db.session.execute(ordered).all())


def _listed() -> Any:
    owner = aliased(Employee)
    return (
        select(
            InterventionAction.id,
            InterventionAction.title,
            InterventionAction.status,
            InterventionAction.due_on,
            InterventionAction.effect,
            OrgUnit.name.label("unit"),
            owner.name.label("owner"),
            Initiative.short_name.label("initiative"),
        )
        .join(OrgUnit, OrgUnit.id == InterventionAction.unit_id)
        .join(owner, owner.id == InterventionAction.owner_id)
        .join(Initiative, Initiative.id == InterventionAction.initiative_id)
        .order_by(InterventionAction.due_on, InterventionAction.id)
    )


def _narrowed(filters: Filters, day: date) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if filters.status is not None:
        found.append(InterventionAction.status == filters.status)
    if filters.is_overdue:
        found += [InterventionAction.status.in_(sorted(rules.OPEN)), InterventionAction.due_on < day]
    if filters.initiative_id is not None:
        found.append(InterventionAction.initiative_id == filters.initiative_id)
    if filters.unit_path:
        found.append(OrgUnit.path.like(f"{filters.unit_path}%"))
    return found


def page(reach: Reach, action_id: int) -> ActionPage:
    """One action of a unit within reach; any other is simply not found."""
    return ActionPage(*db.session.execute(_pages(action_id).where(within(reach))).one())


def own_page(employee_id: int, action_id: int) -> ActionPage:
    """One action that is this person's to do."""
    return ActionPage(*db.session.execute(_pages(action_id).where(InterventionAction.owner_id == employee_id)).one())


def _pages(action_id: int) -> Any:
    owner, verifier = aliased(Employee), aliased(Employee)
    return (
        select(InterventionAction, Initiative, OrgUnit, owner.name, func.coalesce(verifier.name, ""), StoredFile)
        .join(Initiative, Initiative.id == InterventionAction.initiative_id)
        .join(OrgUnit, OrgUnit.id == InterventionAction.unit_id)
        .join(owner, owner.id == InterventionAction.owner_id)
        .outerjoin(verifier, verifier.id == InterventionAction.verified_by_id)
        .outerjoin(StoredFile, StoredFile.id == InterventionAction.evidence_file_id)
        .where(InterventionAction.id == action_id)
    )


def by_id(action_id: int) -> InterventionAction:
    return db.session.execute(select(InterventionAction).where(InterventionAction.id == action_id)).scalar_one()


def to_remind(day: date) -> list[tuple[int, int]]:
    """(government, action) that may have to be reminded of, everywhere; the rule decides."""
    statement = (
        select(InterventionAction.government_id, InterventionAction.id)
        .where(
            InterventionAction.status.in_(sorted(rules.OPEN)),
            InterventionAction.due_on <= day + rules.REMIND_BEFORE,
            or_(
                InterventionAction.reminded_on.is_(None),
                InterventionAction.reminded_on <= day - rules.REMIND_EVERY,
            ),
        )
        .order_by(InterventionAction.due_on, InterventionAction.id)
        .limit(200)
    )
    return [(row.government_id, row.id) for row in db.session.execute(statement)]


def told_of(wave_ids: list[int], day: date) -> list[Any]:
    """What is or was done about what these waves found, for everybody who was asked: (wave, title, state, days, owner's
    post; no name, since whoever answered reads it)."""
    post = (
        select(func.min(Position.title))
        .join(Placement, Placement.position_id == Position.id)
        .where(
            Placement.employee_id == InterventionAction.owner_id,
            Placement.kind == PlacementKind.DEFINITIVE,
            holds_on(Placement, day),
        )
        .scalar_subquery()
    )
    statement = (
        select(
            func.coalesce(post, "").label("owner"),
            InterventionAction.wave_id,
            InterventionAction.title,
            InterventionAction.status,
            InterventionAction.due_on,
            InterventionAction.done_on,
        )
        .where(InterventionAction.wave_id.in_(wave_ids), InterventionAction.status != ActionStatus.PROPOSED)
        .order_by(InterventionAction.due_on, InterventionAction.id)
        .limit(100)
    )
    return list(db.session.execute(statement).all())
