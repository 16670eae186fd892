"""Plans of development: this year's established one with its results, next year's draft from the gaps, and five years.

They come after the gaps were worked out, in one transaction; where a plan is there already nothing is done.
"""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from app.access.visitor import EVERYWHERE, Actor
from app.accounts.models import User
from app.base import scope
from app.base.database import db
from app.demo import cast
from app.demo.governments import BUNGO
from app.organisation import queries as organisation
from app.organisation.models import Employee, Government
from app.organisation.queries import structure
from app.plans.facts import ManyFacts, NeedFacts, PlanFacts
from app.plans.models import (
    Basis,
    CostPer,
    DevelopmentPlan,
    PlanBatch,
    PlanLine,
    PlanLinePerson,
    PlanStatus,
)
from app.plans.queries import analysis, needs
from app.plans.queries import plans as queries
from app.plans.services import analysing, drafting, editing, funds, horizon
from app.plans.services import needs as need_services
from app.training.models import (
    TOOK_PART,
    Batch,
    BatchStatus,
    Enrolment,
    Programme,
    ProgrammeCompetency,
)
from app.training.services.moments import local_today

YEARS = 5
FUND = Decimal(900_000_000)
PER_PERSON, FREE, INCOMPLETE = Decimal(750_000), Decimal(0), 3
USUAL_HOURS = Decimal(16)
APPOINTING_AUTHORITY = "Bupati Bungo"


def bring() -> None:
    """Nothing where a plan is there, or where nobody's gaps are known."""
    government_id = db.session.execute(select(Government.id).where(Government.slug == BUNGO.slug)).scalar_one()
    db.session.rollback()
    with scope.within(government_id):
        if queries.plans():
            db.session.rollback()
            return
        sari, rina = _actor(cast.SARI), _actor(cast.RINA)
        _held(sari)
        draft = _draft(local_today().year + 1, sari)
        _needs(draft, rina, sari)
        horizon.create(draft.year, draft.year + YEARS - 1, f"HCDP {BUNGO.name} {draft.year}–{draft.year + YEARS - 1}",
                       by=sari)  # fmt: skip
        db.session.commit()


def _actor(player: cast.Player) -> Actor:
    row = db.session.execute(
        select(User.id, Employee.id, User.name)
        .join(Employee, Employee.id == User.employee_id)
        .where(Employee.nip == player.nip)
    ).one()
    return Actor(*row)


def _facts(year: int) -> PlanFacts:
    return PlanFacts(f"Rencana pengembangan kompetensi {year}", 30, 10, Decimal(8), None)


def _held(by: Actor) -> None:
    """The plan behind the batches that were closed: of this year, or of the last where it is January still."""
    rows = _closed()
    if not rows:
        return
    year = max(row.year for row in rows)
    plan = drafting.create(year, None, _facts(year), by=by)
    lines: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        if row.year == year:
            lines[row.programme_id].append(row)
    for found in lines.values():
        _line(plan, found)
    first = date(year, 1, 15)
    plan.status = PlanStatus.RUNNING if year == local_today().year else PlanStatus.CLOSED
    plan.decision_number, plan.decided_by = f"800.2/15/BKPSDM/{year}", APPOINTING_AUTHORITY
    plan.decided_on = min(first, local_today())
    plan.created_at = plan.submitted_at = min(batch.enrolment_opens_at for found in lines.values() for batch in
                                              (row.Batch for row in found))  # fmt: skip
    funds.enter(year, "APBD", FUND, by=by)
    db.session.flush()


def _closed() -> list[Any]:
    statement = (
        select(Batch.year, Batch.programme_id, Batch, Programme)
        .join(Programme, Programme.id == Batch.programme_id)
        .where(Batch.status == BatchStatus.CLOSED, Batch.unit_id.is_(None))
        .order_by(Batch.starts_on, Batch.id)
    )
    return list(db.session.execute(statement).all())


def _line(plan: DevelopmentPlan, found: list[Any]) -> None:
    batches, programme = [row.Batch for row in found], found[0].Programme
    raised = db.session.execute(
        select(ProgrammeCompetency.competency_id, ProgrammeCompetency.level)
        .where(ProgrammeCompetency.programme_id == programme.id)
        .order_by(ProgrammeCompetency.id)
        .limit(1)
    ).one_or_none()
    people = _participants([one.id for one in batches])
    seats = max(one.seats for one in batches)
    line = PlanLine(
        plan_id=plan.id,
        basis=Basis.COMPETENCY if raised else Basis.ORGANISATION,
        need="Analisis kebutuhan tahun sebelumnya.",
        competency_id=raised.competency_id if raised else None,
        level_from=raised.level - 1 if raised and raised.level > 1 else None,
        level_to=raised.level if raised else None,
        title=programme.title,
        programme_id=programme.id,
        form_code=programme.form_code,
        organiser=programme.organiser,
        curriculum=f"Sesuai kurikulum program {programme.code}",
        lesson_hours=batches[0].lesson_hours or None,
        people=len(people),
        classes=len(batches),
        seats=seats,
        month=batches[0].starts_on.month,
        cost=sum((one.budget or FREE for one in batches), Decimal(0)),
        cost_per=CostPer.TOTAL,
        fund_source="APBD",
        priority=2,
        version=1,
    )
    db.session.add(line)
    db.session.flush()
    line.root_id = line.id
    db.session.add_all(
        [PlanLinePerson(line_id=line.id, employee_id=key, unit_id=unit_id) for key, unit_id in people.items()]
    )
    db.session.add_all([PlanBatch(root_id=line.id, number=count, batch_id=one.id)
                        for count, one in enumerate(batches, start=1)])  # fmt: skip
    db.session.flush()


def _participants(batch_ids: list[int]) -> dict[int, int]:
    statement = select(Enrolment.employee_id).where(
        Enrolment.batch_id.in_(batch_ids), Enrolment.status.in_(sorted(TOOK_PART))
    )
    ids = list(dict.fromkeys(db.session.execute(statement).scalars()))
    people = organisation.people(ids, local_today())
    return {one.employee_id: one.unit_id for one in people.values() if one.unit_id is not None}


def _draft(year: int, by: Actor) -> DevelopmentPlan:
    """Gathered from every gap; hours, money and curriculum are filled in but for a few activities."""
    plan = drafting.create(year, None, _facts(year), by=by)
    page = queries.page(plan.id)
    given = [one.competency_id for one in analysis.open_competencies(plan.id, "")]
    analysing.analyse(page, given, with_performance=True, by=by)
    lines = queries.planned_lines(plan.id)
    without_hours = [one for one in lines if one.lesson_hours is None][INCOMPLETE:]
    without_cost = [one for one in lines if one.cost is None][INCOMPLETE:]
    if without_hours:
        editing.change_many(page, without_hours, _many(lesson_hours=USUAL_HOURS, curriculum="Disusun penyelenggara"),
                            by=by)  # fmt: skip
    if without_cost:
        editing.change_many(page, without_cost, _many(cost=PER_PERSON), by=by)
    if lines[INCOMPLETE:]:
        editing.change_many(page, lines[INCOMPLETE:], _many(fund_source="APBD"), by=by)
    funds.enter(year, "APBD", FUND, by=by)
    db.session.flush()
    return plan


def _many(**given: Any) -> ManyFacts:
    return ManyFacts(**dict.fromkeys(ManyFacts.__dataclass_fields__) | given)


def _needs(draft: DevelopmentPlan, rina: Actor, sari: Actor) -> None:
    """Two needs of Rina's unit: one waits, one stands in the draft."""
    day = local_today()
    unit = structure.unit(organisation.person(rina.employee_id or 0, day).unit_id or 0)
    staff = [row.id for row in needs.staff(unit.path, day, EVERYWHERE)][:4]
    waiting = NeedFacts(
        Basis.ORGANISATION,
        None,
        "Pendampingan aplikasi lowongan kerja daerah",
        "Aplikasinya diganti awal tahun depan, dan semua petugas loket akan memakainya.",
        "KL10",
        tuple(staff),
    )
    taken = NeedFacts(
        Basis.PERFORMANCE,
        None,
        "Penulisan laporan penempatan tenaga kerja",
        "Laporan triwulan terlambat dua kali tahun ini karena datanya dihitung ulang.",
        "KL07",
        tuple(staff[:2]),
    )
    need_services.state(unit, draft.year, waiting, reach=EVERYWHERE, by=rina)
    need = need_services.state(unit, draft.year, taken, reach=EVERYWHERE, by=rina)
    need_services.take(queries.page(draft.id), needs.need(need.id, EVERYWHERE), by=sari)
    db.session.flush()
