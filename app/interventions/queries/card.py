"""The readiness card of a change: by perangkat daerah, what each house knows of it, put side by side.

Everything is asked on the behalf of whoever looks, and each in one statement for all units.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlalchemy import Select, case, func, select

from app.access.visitor import Reach
from app.base.database import db
from app.initiatives.models import Initiative
from app.initiatives.queries.affected import affected_ids, counts_by_path
from app.initiatives.queries.tallies import regional_units
from app.interventions import rules
from app.interventions.models import ActionStatus, InterventionAction
from app.organisation.models import OrgUnit, Placement, PlacementKind, Position
from app.organisation.queries import holds_on
from app.organisation.queries.directory import within
from app.sosialisasi.queries import reach as reaches
from app.sosialisasi.rules.coverage import Count
from app.surveys.queries import results
from app.surveys.queries.results import Scores, Viewer
from app.training.models import Batch, Enrolment, EnrolmentStatus, Programme

UnitKey = tuple[int | None, str]


@dataclass(frozen=True)
class Trained:
    """Enrolments of affected people in batches that began since the change did, by how they ended."""

    passed: int = 0
    failed: int = 0
    no_show: int = 0

    @property
    def ended(self) -> int:
        return self.passed + self.failed + self.no_show

    @property
    def share(self) -> Decimal | None:
        """Percent of ended enrolments that were passed, half up; None where none has ended."""
        if not self.ended:
            return None
        return (Decimal(100) * self.passed / self.ended).quantize(Decimal(1), ROUND_HALF_UP)

    def __add__(self, other: "Trained") -> "Trained":
        return Trained(self.passed + other.passed, self.failed + other.failed, self.no_show + other.no_show)


@dataclass(frozen=True)
class Acted:
    """Actions for a unit and below: still open, of these late, and verified."""

    open: int = 0
    late: int = 0
    verified: int = 0

    def __add__(self, other: "Acted") -> "Acted":
        return Acted(self.open + other.open, self.late + other.late, self.verified + other.verified)


@dataclass(frozen=True)
class Row:
    """A perangkat daerah on the card; ``scores`` None where the latest wave tells nothing of it."""

    unit_id: int | None
    name: str
    people: int
    scores: Scores | None
    reach: Count
    trained: Trained
    acted: Acted


@dataclass(frozen=True)
class Card:
    """The whole, and its units, the most people first. ``wave_id`` is that of the scores."""

    wave_id: int | None
    whole: Row
    rows: tuple[Row, ...]


def card(initiative: Initiative, viewer: Viewer, reads: Reach, day: date) -> Card:
    """``reads``: how far the viewer reads people, reach and actions; results are narrowed by ``viewer`` besides."""
    people = counts_by_path(initiative.id, day, reads)
    counted = _reached(initiative.id, reads, day)
    trained = _trained(initiative, reads, day)
    acted = _acted(initiative.id, reads, day)
    units = regional_units({*people, *counted, *trained, *acted})
    scores = results.scores_by_unit(viewer, initiative.id)
    gathered: dict[UnitKey, Row] = {}
    for path, unit in units.items():
        one = Row(
            *unit,
            people.get(path, 0),
            scores.by_unit.get(unit[0] or 0),
            counted.get(path, Count()),
            trained.get(path, Trained()),
            acted.get(path, Acted()),
        )
        gathered[unit] = _added(gathered[unit], one) if unit in gathered else one
    rows = tuple(sorted(gathered.values(), key=lambda row: (-row.people, row.name)))
    whole = Row(None, "Semua yang Anda lihat", 0, scores.whole, Count(), Trained(), Acted())
    for row in rows:
        whole = _added(whole, row)
    return Card(scores.wave_id, whole, rows)


def _added(one: Row, other: Row) -> Row:
    return Row(
        one.unit_id,
        one.name,
        one.people + other.people,
        one.scores,
        one.reach + other.reach,
        one.trained + other.trained,
        one.acted + other.acted,
    )


def _reached(initiative_id: int, reads: Reach, day: date) -> dict[str, Count]:
    found: dict[str, Count] = {}
    for group in reaches.groups(reaches.of_initiative(initiative_id, day), reads):
        found[group.path] = found.get(group.path, Count()) + group.count
    return found


@dataclass(frozen=True)
class BatchRow:
    """A batch affected people were enrolled in, and how that ended for them."""

    id: int
    title: str
    starts_on: date
    trained: Trained


def batches(initiative: Initiative, reads: Reach, day: date, path: str = "") -> list[BatchRow]:
    """The batches behind the figures of the card, the latest first; with a path only of units at or below it."""
    statement = (
        _ended(initiative, reads, day, Batch.id, Programme.title, Batch.starts_on)
        .join(Programme, Programme.id == Batch.programme_id)
        .group_by(Batch.id, Programme.title, Batch.starts_on)
        .order_by(Batch.starts_on.desc(), Batch.id.desc())
    )
    if path:
        statement = statement.where(OrgUnit.path.like(f"{path}%"))
    return [
        BatchRow(row[0], row[1], row[2], Trained(*(int(one or 0) for one in row[3:])))
        for row in db.session.execute(statement)
    ]


def _trained(initiative: Initiative, reads: Reach, day: date) -> Mapping[str, Trained]:
    statement = _ended(initiative, reads, day, OrgUnit.path).group_by(OrgUnit.path)
    return {row[0]: Trained(*(int(one or 0) for one in row[1:])) for row in db.session.execute(statement)}


def _ended(initiative: Initiative, reads: Reach, day: date, *first: Any) -> Select[Any]:
    """Enrolments of affected people that ended, counted by how, beside what they are grouped by."""
    ended = (EnrolmentStatus.PASSED, EnrolmentStatus.FAILED, EnrolmentStatus.NO_SHOW)
    counted = (func.sum(case((Enrolment.status == one, 1), else_=0)) for one in ended)
    return (
        select(*first, *counted)
        .select_from(Enrolment)
        .join(Batch, Batch.id == Enrolment.batch_id)
        .join(Placement, Placement.employee_id == Enrolment.employee_id)
        .join(Position, Position.id == Placement.position_id)
        .join(OrgUnit, OrgUnit.id == Position.unit_id)
        .where(
            Batch.starts_on >= initiative.starts_on,
            Enrolment.status.in_(ended),
            Enrolment.employee_id.in_(affected_ids(initiative.id, day)),
            Placement.kind == PlacementKind.DEFINITIVE,
            holds_on(Placement, day),
            within(reads),
        )
    )


def _acted(initiative_id: int, reads: Reach, day: date) -> Mapping[str, Acted]:
    is_open = InterventionAction.status.in_(sorted(rules.OPEN))
    late = is_open & (InterventionAction.due_on < day)
    verified = InterventionAction.status == ActionStatus.VERIFIED
    counted = (func.sum(case((one, 1), else_=0)) for one in (is_open, late, verified))
    statement = (
        select(OrgUnit.path, *counted)
        .select_from(InterventionAction)
        .join(OrgUnit, OrgUnit.id == InterventionAction.unit_id)
        .where(InterventionAction.initiative_id == initiative_id, within(reads))
        .group_by(OrgUnit.path)
    )
    return {row[0]: Acted(*(int(one or 0) for one in row[1:])) for row in db.session.execute(statement)}
