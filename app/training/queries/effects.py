"""Gaps before a training and now: of a batch, of a person, of a unit over a year."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, bindparam, case, exists, func, select, true

from app.access.visitor import Reach
from app.base.database import db
from app.competency.models import Competency, CompetencyEvidence, EvidenceStatus
from app.competency.models.gaps import CompetencyGap, GapProfile
from app.competency.queries.heatmap import sole_root, top_of
from app.competency.rules.groups import hidden_groups
from app.organisation.models import Employee, OrgUnit
from app.organisation.queries.directory import may_be_shown, within
from app.training.effects import Effect, UnitEffect, unit_effect
from app.training.models import Batch, BatchGap, Programme

PERSON_AT_MOST = 100

_KEPT = select(
    CompetencyGap.competency_id, CompetencyGap.required, CompetencyGap.measured, CompetencyGap.gap
).where(
    CompetencyGap.employee_id == bindparam("employee_id"),
    CompetencyGap.competency_id.in_(bindparam("ids", expanding=True)),
)  # fmt: skip


def kept_gaps(employee_id: int, competency_ids: Sequence[int]) -> list[Any]:
    """What is kept of somebody's gaps in these competencies; nothing of what their post does not ask."""
    return list(db.session.execute(_KEPT, {"employee_id": employee_id, "ids": competency_ids}).all())


def _waits() -> Any:
    """Whether evidence of this person and competency lies with an assessor."""
    return exists(
        select(CompetencyEvidence.id).where(
            CompetencyEvidence.employee_id == BatchGap.employee_id,
            CompetencyEvidence.competency_id == BatchGap.competency_id,
            CompetencyEvidence.status == EvidenceStatus.WAITING,
        )
    )


_EFFECT = (
    BatchGap.employee_id,
    Employee.name,
    BatchGap.competency_id,
    Competency.name.label("competency"),
    BatchGap.required,
    BatchGap.measured,
    BatchGap.gap,
    CompetencyGap.required.label("required_now"),
    CompetencyGap.measured.label("measured_now"),
    CompetencyGap.gap.label("gap_now"),
    _waits().label("waits"),
)
_NOW = and_(CompetencyGap.employee_id == BatchGap.employee_id, CompetencyGap.competency_id == BatchGap.competency_id)


@dataclass(frozen=True)
class BatchEffects:
    """Everybody's effects for counting, and those whose people the viewer may see by name."""

    everybody: list[Effect]
    seen: list[Effect]

    @property
    def is_open(self) -> bool:
        """Whether the viewer may see each of them."""
        return len(self.everybody) == len(self.seen)


def of_batch(batch_id: int, reach: Reach) -> BatchEffects:
    """Before and after of everybody in a batch, by competency and name."""
    seen = case((and_(within(reach), may_be_shown(reach)), 1), else_=0)
    statement = (
        select(*_EFFECT, seen.label("is_seen"))
        .join(Employee, Employee.id == BatchGap.employee_id)
        .join(Competency, Competency.id == BatchGap.competency_id)
        .outerjoin(CompetencyGap, _NOW)
        .outerjoin(GapProfile, GapProfile.employee_id == BatchGap.employee_id)
        .outerjoin(OrgUnit, OrgUnit.id == GapProfile.unit_id)
        .where(BatchGap.batch_id == batch_id)
        .order_by(Competency.sort_order, Competency.name, Competency.id, Employee.sort_name, Employee.id)
    )
    rows = db.session.execute(statement).all()
    return BatchEffects([_effect(row) for row in rows], [_effect(row) for row in rows if row.is_seen])


def _effect(row: Any) -> Effect:
    return Effect(*row[: len(_EFFECT)])


@dataclass(frozen=True)
class PersonEffect:
    """One competency of somebody in one batch."""

    effect: Effect
    batch_id: int
    title: str
    number: int
    ends_on: date


def of_person(employee_id: int) -> list[PersonEffect]:
    """What somebody's trainings changed, the latest first."""
    statement = (
        select(*_EFFECT, Batch.id, Programme.title, Batch.number, Batch.ends_on)
        .join(Employee, Employee.id == BatchGap.employee_id)
        .join(Competency, Competency.id == BatchGap.competency_id)
        .join(Batch, Batch.id == BatchGap.batch_id)
        .join(Programme, Programme.id == Batch.programme_id)
        .outerjoin(CompetencyGap, _NOW)
        .where(BatchGap.employee_id == employee_id)
        .order_by(Batch.ends_on.desc(), Batch.id.desc(), Competency.sort_order, Competency.name, Competency.id)
        .limit(PERSON_AT_MOST)
    )
    return [PersonEffect(_effect(row), *row[len(_EFFECT) :]) for row in db.session.execute(statement)]


# Units. Somebody counts once for each competency, from the largest gap any batch of the year found, in the unit in
# which they are now.


@dataclass(frozen=True)
class UnitEffects:
    """By competency. ``is_open``: exact, since the viewer may see the people; ``is_shown``: may be told at all."""

    rows: list[UnitEffect]
    is_open: bool
    is_shown: bool = True


def of_unit(unit: Any | None, reach: Reach, *, year: int, day: date) -> UnitEffects:
    """What trainings of a year changed in a unit with everything below it, or (None) in the whole government.

    Exact where the viewer may see the people. Everybody else is told means of perangkat daerah and of the whole,
    without small groups and what goes with them (decision 0043); of units below that, nothing.
    """
    sole = sole_root(day)
    is_whole = unit is None or (sole is not None and unit.id == sole.id)
    if reach.is_everything or (unit is not None and reach.covers(unit.path)):
        rows = _sums(year, true() if unit is None or is_whole else OrgUnit.path.like(f"{unit.path}%"))
        return UnitEffects([unit_effect(row, is_open=True) for row in rows], is_open=True)
    if unit is None or is_whole:
        return UnitEffects(_told(None, reach, year), is_open=False)
    if top_of(unit.path, sole) != unit.id:
        return UnitEffects([], is_open=False, is_shown=False)
    return UnitEffects(_told(unit.id, reach, year), is_open=False)


def _told(top: int | None, reach: Reach, year: int) -> list[UnitEffect]:
    """The figures of one perangkat daerah or of all, as far as no small group could be had from them."""
    rows = _sums(year, true(), by_top=True)
    own = _sums(year, within(reach), by_top=True) if reach.paths else []
    known = {(row.competency_id, row.top_id): row.people for row in own}
    by_competency: dict[int, dict[int, Any]] = {}
    for row in rows:
        by_competency.setdefault(row.competency_id, {})[row.top_id] = row
    found = []
    for number, tops in by_competency.items():
        sizes = {key: row.people - known.get((number, key), 0) for key, row in tops.items()}
        hidden, is_total_hidden = hidden_groups(sizes)
        if top is None:
            found.append(unit_effect(_together(tops), is_open=False, is_hidden=is_total_hidden))
        elif top in tops:
            found.append(unit_effect(tops[top], is_open=False, is_hidden=is_total_hidden or top in hidden))
    return found


@dataclass(frozen=True)
class _Sums:
    competency_id: int
    name: str
    people: int
    before: int
    after: int


def _together(tops: Mapping[int, Any]) -> _Sums:
    rows = list(tops.values())
    return _Sums(
        rows[0].competency_id,
        rows[0].name,
        *(sum(getattr(row, name) for row in rows) for name in ("people", "before", "after")),
    )


def _sums(year: int, where: Any, *, by_top: bool = False) -> list[Any]:
    """By competency (and perangkat daerah): people measured before, their gaps then and now, what became of them."""
    first = (
        select(
            BatchGap.employee_id,
            BatchGap.competency_id,
            func.max(BatchGap.gap).label("gap"),
            func.max(case((_waits(), 1), else_=0)).label("waits"),
        )
        .where(
            BatchGap.frozen_on >= date(year, 1, 1), BatchGap.frozen_on <= date(year, 12, 31), BatchGap.gap.is_not(None)
        )
        .group_by(BatchGap.employee_id, BatchGap.competency_id)
        .subquery()
    )
    now = CompetencyGap
    had = first.c.gap > 0
    columns = [
        now.competency_id,
        Competency.name,
        func.count(now.employee_id).label("people"),
        func.sum(first.c.gap).label("before"),
        func.sum(func.coalesce(now.gap, 0)).label("after"),
        _how_many(had).label("had"),
        _how_many(and_(had, now.gap == 0)).label("closed"),
        _how_many(and_(had, now.gap > 0, first.c.waits == 1)).label("waiting"),
    ]
    group = [now.competency_id, Competency.name, Competency.sort_order]
    if by_top:
        columns.append(now.top_id)
        group.append(now.top_id)
    statement = (
        select(*columns)
        .join(first, and_(first.c.employee_id == now.employee_id, first.c.competency_id == now.competency_id))
        .join(Competency, Competency.id == now.competency_id)
        .join(OrgUnit, OrgUnit.id == now.unit_id)
        .where(where)
        .group_by(*group)
        .order_by(Competency.sort_order, Competency.name, now.competency_id)
    )
    return list(db.session.execute(statement).all())


def _how_many(condition: Any) -> Any:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
