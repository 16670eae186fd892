"""Holding a draft, keeping what stood there before a change, and undoing it."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from sqlalchemy import delete, select, update

from app.access.visitor import Actor
from app.audit import services as audit
from app.base.clock import now
from app.base.database import db, lock
from app.base.errors import StaleVersion
from app.plans.models import (
    DevelopmentPlan,
    PlanChange,
    PlanLine,
    PlanLinePerson,
    PlanLineSource,
)
from app.plans.models.needs import NeedStatus, UnitNeed
from app.plans.queries import plans as queries
from app.plans.queries.plans import PlanPage
from app.plans.rules import grouping, states

_KEPT = (
    "status", "drop_reason", "basis", "toward", "need", "unit_id", "competency_id", "level_from", "level_to", "tier",
    "title", "programme_id", "form_code", "organiser", "curriculum", "lesson_hours", "people", "classes", "seats",
    "month", "cost", "cost_per", "fund_source", "priority",
)  # fmt: skip
_DECIMALS = {"lesson_hours", "cost"}


def hold(page: PlanPage) -> DevelopmentPlan:
    """The plan, locked, while its content may still be changed. Raises IsFrozen afterwards."""
    plan = lock(page.plan)
    states.ensure_editable(plan.status)
    plan.version += 1
    return plan


class Before:
    """What stands in a plan before one change; ``done`` keeps it for undoing."""

    def __init__(self, plan: DevelopmentPlan, words: str, *, by: Actor) -> None:
        self._plan, self._words, self._by = plan, words, by
        self._lines: dict[str, dict[str, Any]] = {}
        self._people: dict[str, list[Any]] = {}
        self._made: dict[str, list[int]] = {"lines": [], "people": []}

    def line(self, line: PlanLine, *, version: int | None = None) -> PlanLine:
        """The line, held and noted. Raises StaleVersion where somebody else was faster."""
        line = lock(line)
        if version is not None and line.version != version:
            raise StaleVersion
        self._lines.setdefault(str(line.id), {name: _plain(getattr(line, name)) for name in _KEPT})
        line.version += 1
        return line

    def person(self, row: PlanLinePerson) -> PlanLinePerson:
        self._people.setdefault(str(row.id), [row.line_id, row.left_out])
        return row

    def made_line(self, line: PlanLine) -> None:
        self._made["lines"].append(line.id)

    def made_people(self, rows: Iterable[PlanLinePerson]) -> None:
        self._made["people"] += [row.id for row in rows]

    def done(self) -> None:
        db.session.flush()
        change = PlanChange(
            plan_id=self._plan.id,
            at=now(),
            actor_id=self._by.user_id,
            actor=self._by.name,
            words=self._words,
            before={"lines": self._lines, "people": self._people, "made": self._made},
        )
        db.session.add(change)
        db.session.flush()
        audit.record("plans.plan.changed", self._plan, by=self._by, change=change.id)


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else value


def recount(line: PlanLine, size: int) -> None:
    """Count who takes part; classes and seats follow where the people no longer fit them."""
    db.session.flush()
    line.people = queries.count_people(line.id)
    fits = line.classes * line.seats >= line.people and (line.classes - 1) * line.seats < max(line.people, 1)
    if not fits:
        line.classes, line.seats = grouping.classes_of(line.people, size)


def undo(page: PlanPage, change_id: int, *, by: Actor) -> PlanChange:
    """Put back what stood before the latest change. Raises StaleVersion where it is not the latest any more."""
    plan = hold(page)
    latest = queries.changes(plan.id)
    if not latest or latest[0].id != change_id:
        raise StaleVersion
    change = lock(latest[0])
    _put_back(change.before)
    change.undone_at = now()
    db.session.flush()
    db.session.expire_all()
    audit.record("plans.plan.undone", plan, by=by, change=change.id)
    return change


def _put_back(before: dict[str, Any]) -> None:
    for number, kept in before["people"].items():
        line_id, left_out = kept
        db.session.execute(
            update(PlanLinePerson)
            .where(PlanLinePerson.id == int(number))
            .values(line_id=line_id, left_out=left_out)
            .execution_options(synchronize_session=False)
        )
    if before["made"]["people"]:
        _delete(PlanLinePerson, PlanLinePerson.id.in_(before["made"]["people"]))
    for number, kept in before["lines"].items():
        line = db.session.execute(select(PlanLine).where(PlanLine.id == int(number))).scalar_one()
        for name, value in kept.items():
            setattr(line, name, Decimal(value) if name in _DECIMALS and value is not None else value)
        line.version += 1
    db.session.flush()
    if before["made"]["lines"]:
        remove_lines(before["made"]["lines"])


def remove_lines(line_ids: list[int]) -> None:
    """Take lines out with everything that hangs on them; a need that became one waits again."""
    needs = select(UnitNeed).where(UnitNeed.line_id.in_(line_ids))
    for need in db.session.execute(needs).scalars():
        need.line_id, need.status = None, NeedStatus.STATED
    db.session.flush()
    _delete(PlanLinePerson, PlanLinePerson.line_id.in_(line_ids))
    _delete(PlanLineSource, PlanLineSource.line_id.in_(line_ids))
    _delete(PlanLine, PlanLine.id.in_(line_ids))


def _delete(model: Any, condition: Any) -> None:
    db.session.execute(delete(model).where(condition).execution_options(synchronize_session=False))
