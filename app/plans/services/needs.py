"""What units need by their own word: stated by the unit, taken into a plan or declined by the agency."""

from collections.abc import Sequence

from app.access.visitor import EVERYWHERE, Actor, Reach
from app.audit import services as audit
from app.base import scope
from app.base.clock import now
from app.base.database import db, lock
from app.base.errors import StaleVersion, WrongField
from app.competency.models import CompetencyGroup
from app.organisation import queries as organisation
from app.organisation.models import OrgUnit
from app.plans.facts import NeedFacts
from app.plans.models import Basis, CostPer, PlanLine
from app.plans.models.needs import NeedStatus, UnitNeed, UnitNeedPerson
from app.plans.queries import analysis
from app.plans.queries import needs as queries
from app.plans.queries import plans as plan_queries
from app.plans.queries.needs import NeedPage
from app.plans.queries.plans import PlanPage
from app.plans.rules import grouping, states
from app.plans.services import changing, editing
from app.plans.services.changing import Before
from app.training.services.moments import local_today


def state(unit: OrgUnit, year: int, facts: NeedFacts, *, reach: Reach, by: Actor) -> UnitNeed:
    """A need of a unit for a year. Raises WrongField for people who are not of the unit."""
    need = UnitNeed(
        unit_id=unit.id, year=year, stated_by=by.employee_id, stated_at=now(), status=NeedStatus.STATED, version=1
    )
    _write(need, facts)
    db.session.add(need)
    db.session.flush()
    _name(need, unit, facts.people, reach)
    audit.record("plans.need.stated", need, by=by, unit=unit.id, year=year)
    return need


def change(page: NeedPage, facts: NeedFacts, *, version: int, reach: Reach, by: Actor) -> UnitNeed:
    need = _held(page)
    if need.version != version:
        raise StaleVersion
    _write(need, facts)
    need.version += 1
    _name(need, page.unit, facts.people, reach)
    audit.record("plans.need.changed", need, by=by, version=need.version)
    return need


def withdraw(page: NeedPage, *, by: Actor) -> None:
    need = _held(page)
    audit.record("plans.need.withdrawn", need, by=by, unit=need.unit_id)
    for row in queries.person_rows(need.id):
        db.session.delete(row)
    db.session.flush()
    db.session.delete(need)


def _held(page: NeedPage) -> UnitNeed:
    need = lock(page.need)
    if need.status != NeedStatus.STATED:
        raise states.NotNow("BKPSDM sudah menjawab kebutuhan ini, jadi tidak bisa diubah. Sampaikan kebutuhan baru.")
    return need


def _write(need: UnitNeed, facts: NeedFacts) -> None:
    if facts.basis == Basis.COMPETENCY:
        raise WrongField("basis", "Kesenjangan kompetensi dihitung dari penilaian. Pilih kinerja atau organisasi.")
    if facts.competency_id is not None and facts.competency_id not in analysis.groups_of({facts.competency_id}):
        raise WrongField("competency_id", "Kompetensi ini tidak ada di kamus. Pilih dari daftarnya.")
    need.basis, need.competency_id = facts.basis, facts.competency_id
    need.title, need.reason, need.form_code = facts.title, facts.reason, facts.form_code


def _name(need: UnitNeed, unit: OrgUnit, people: Sequence[int], reach: Reach) -> None:
    wanted = set(people)
    known = {row.id for row in queries.staff(unit.path, local_today(), reach, only=sorted(wanted))}
    if wanted - known:
        raise WrongField("people", "Ada orang yang bukan pegawai unit ini. Pilih dari daftarnya.")
    kept = {row.employee_id: row for row in queries.person_rows(need.id)}
    for employee_id, row in kept.items():
        if employee_id not in wanted:
            db.session.delete(row)
    db.session.add_all([UnitNeedPerson(need_id=need.id, employee_id=one) for one in sorted(wanted - kept.keys())])
    db.session.flush()


def take(page: PlanPage, found: NeedPage, *, by: Actor) -> PlanLine:
    """Make the need an activity of a draft, with its people; the unit reads that it was taken."""
    plan = changing.hold(page)
    need = _held(found)
    if need.year != plan.year:
        raise states.NotNow(f"Kebutuhan ini untuk tahun {need.year}, sedangkan rencana ini untuk {plan.year}.")
    if page.unit is not None and not found.unit.path.startswith(page.unit.path):
        raise states.NotNow(f"{found.unit.name} tidak termasuk dalam cakupan rencana ini.")
    states.ensure_room(plan_queries.count_lines(plan.id) + 1)
    line = _line(plan.id, need, found)
    db.session.add(line)
    db.session.flush()
    line.root_id = line.id
    before = Before(plan, f"Kebutuhan {found.unit.name} dimasukkan: {line.title}", by=by)
    before.made_line(line)
    ids = queries.people_ids(need.id)
    staff = queries.staff(found.unit.path, local_today(), EVERYWHERE, only=ids)
    editing.put(line, {row.id: row.unit_id for row in staff}, before)
    changing.recount(line, plan.class_size)
    need.status, need.line_id = NeedStatus.TAKEN, line.id
    need.version += 1
    before.done()
    audit.record("plans.need.taken", need, by=by, line=line.id)
    return line


def _line(plan_id: int, need: UnitNeed, found: NeedPage) -> PlanLine:
    group = CompetencyGroup.TECHNICAL.value
    if need.competency_id is not None:
        group = analysis.groups_of({need.competency_id})[need.competency_id][1]
    return PlanLine(
        plan_id=plan_id,
        basis=need.basis,
        need=need.reason,
        unit_id=found.unit.id,
        competency_id=need.competency_id,
        title=need.title,
        form_code=need.form_code or grouping.form_for(group, is_small=False),
        organiser=organisation.government(scope.current()).hr_agency_short[:150],
        month=grouping.FIRST_MONTH,
        priority=2,
        cost_per=CostPer.PERSON,
        people=0,
        version=1,
    )


def decline(found: NeedPage, answer: str, *, by: Actor) -> None:
    need = _held(found)
    need.status, need.answer = NeedStatus.DECLINED, answer
    need.version += 1
    audit.record("plans.need.declined", need, by=by)
