"""Making a plan, its settings, its next version, and throwing a draft away."""

from dataclasses import fields
from typing import Any, cast

from sqlalchemy import Table, delete, insert, literal, select

from app.access.visitor import Actor
from app.audit import services as audit
from app.base import scope
from app.base.clock import now
from app.base.database import db, lock
from app.base.errors import StaleVersion, WrongField
from app.organisation import queries as organisation
from app.organisation.models import OrgUnit
from app.plans.facts import PlanFacts
from app.plans.models import (
    WHOLE_GOVERNMENT,
    DevelopmentPlan,
    LineStatus,
    PlanChange,
    PlanLine,
    PlanLinePerson,
    PlanLineSource,
    PlanMove,
    PlanStatus,
)
from app.plans.queries import plans as queries
from app.plans.queries.plans import PlanPage
from app.plans.rules import states
from app.plans.services import changing

EARLIEST, LATEST = 2000, 2100
_people = cast("Table", PlanLinePerson.__table__)
_sources = cast("Table", PlanLineSource.__table__)


def create(year: int, unit: OrgUnit | None, facts: PlanFacts, *, by: Actor) -> DevelopmentPlan:
    """A draft for a year. Raises WrongField where there is one for the same year and unit already."""
    if not EARLIEST <= year <= LATEST:
        raise WrongField("year", f"Tahun antara {EARLIEST} dan {LATEST}.")
    lock(organisation.government(scope.current()))
    area = unit.id if unit is not None else WHOLE_GOVERNMENT
    if queries.last_revision(year, area):
        raise WrongField("year", f"Rencana {year} untuk cakupan ini sudah ada. Buka rencana itu, atau buat revisinya.")
    plan = DevelopmentPlan(
        year=year, area=area, revision=1, unit_id=unit.id if unit else None, created_at=now(), version=1
    )
    _write(plan, facts)
    db.session.add(plan)
    db.session.flush()
    audit.record("plans.plan.created", plan, by=by, year=year)
    return plan


def change(page: PlanPage, facts: PlanFacts, *, version: int, by: Actor) -> DevelopmentPlan:
    plan = lock(page.plan)
    if plan.version != version:
        raise StaleVersion
    states.ensure_editable(plan.status)
    _write(plan, facts)
    plan.version += 1
    audit.record("plans.plan.changed", plan, by=by, version=plan.version)
    return plan


def _write(plan: DevelopmentPlan, facts: PlanFacts) -> None:
    if facts.smallest_class > facts.class_size:
        raise WrongField("smallest_class", "Kelas terkecil tidak boleh melebihi isi satu kelas.")
    for one in fields(facts):
        setattr(plan, one.name, getattr(facts, one.name))


def revise(page: PlanPage, reason: str, *, by: Actor) -> DevelopmentPlan:
    """A new version with everything that stands in this one; this one stays in force until the new one is established.

    Batches that were made belong to both. Raises NotNow while another revision is being prepared.
    """
    plan = lock(page.plan)
    states.after(plan.status, PlanMove.REVISE)
    number = queries.last_revision(plan.year, plan.area)
    if number != plan.revision:
        raise states.NotNow("Revisi rencana ini sedang disiapkan. Buka revisi itu, atau hapus dulu rancangannya.")
    fresh = DevelopmentPlan(
        year=plan.year,
        area=plan.area,
        revision=number + 1,
        unit_id=plan.unit_id,
        title=plan.title,
        status=PlanStatus.DRAFT,
        class_size=plan.class_size,
        smallest_class=plan.smallest_class,
        hours_a_day=plan.hours_a_day,
        meetings_a_month=plan.meetings_a_month,
        created_at=now(),
        reason=reason,
        version=1,
    )
    db.session.add(fresh)
    db.session.flush()
    for line in queries.planned_lines(plan.id):
        _copy(line, fresh)
    audit.record("plans.plan.revised", fresh, by=by, before=plan.id)
    return fresh


def _copy(line: PlanLine, plan: DevelopmentPlan) -> None:
    left_behind = {"id", "plan_id", "version"}
    values = {one.key: getattr(line, one.key) for one in PlanLine.__table__.columns if one.key not in left_behind}
    copy = PlanLine(**values, plan_id=plan.id, version=1)
    copy.status = LineStatus.PLANNED
    db.session.add(copy)
    db.session.flush()
    for table in (_people, _sources):
        names = [one.name for one in table.c if one.name not in {"id", "line_id"}]
        rows = select(literal(copy.id), *(table.c[name] for name in names)).where(table.c.line_id == line.id)
        db.session.execute(insert(table).from_select(["line_id", *names], rows))


def delete_draft(page: PlanPage, *, by: Actor) -> None:
    """Throw a draft away; needs that units stated wait again."""
    plan = lock(page.plan)
    if not states.is_editable(plan.status):
        raise states.NotNow("Hanya rancangan yang bisa dihapus. Kembalikan dulu rencananya ke rancangan.")
    if plan.letter_id is not None:
        raise states.NotNow("Rencana ini pernah diajukan dengan surat bernomor, jadi tidak dihapus. Perbaiki isinya.")
    audit.record("plans.plan.deleted", plan, by=by, year=plan.year, revision=plan.revision)
    _forget_changes(plan.id)
    ids = [line.id for line in queries.every_line(plan.id)]
    if ids:
        changing.remove_lines(ids)
    db.session.expire_all()
    db.session.delete(plan)
    db.session.flush()


def _forget_changes(plan_id: int) -> None:
    statement: Any = delete(PlanChange).where(PlanChange.plan_id == plan_id)
    db.session.execute(statement.execution_options(synchronize_session=False))
