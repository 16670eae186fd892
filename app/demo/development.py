"""Individual plans in the demo: Budi's with results coming in, last year's closed, others in every state."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from app.access.visitor import Actor
from app.accounts.models import User
from app.base import scope
from app.base.clock import today
from app.base.database import db
from app.competency.models import Competency
from app.demo import cast
from app.demo.cast import Player
from app.demo.governments import BUNGO
from app.individual_plans import labels
from app.individual_plans.models import (
    IN_FORCE,
    REALISED,
    WAITING,
    IndividualPlan,
    IndividualPlanItem,
    IndividualPlanStep,
    Move,
    Outcome,
    PlanStatus,
    Way,
)
from app.individual_plans.queries import proof
from app.individual_plans.queries.plans import team
from app.individual_plans.services import realising
from app.organisation import queries as organisation
from app.organisation.models import Employee, Government

OTHERS = 60
_ZONE = ZoneInfo(BUNGO.timezone)
_STORY: Mapping[PlanStatus, tuple[Move, ...]] = {
    PlanStatus.DRAFT: (),
    PlanStatus.SUBMITTED: (Move.SUBMIT,),
    PlanStatus.RETURNED: (Move.SUBMIT, Move.RETURN),
    PlanStatus.AGREED: (Move.SUBMIT, Move.AGREE),
    PlanStatus.REVISION_SUBMITTED: (Move.SUBMIT, Move.AGREE, Move.REVISE, Move.SUBMIT),
    PlanStatus.REPORTED: (Move.SUBMIT, Move.AGREE, Move.REPORT),
    PlanStatus.CLOSED: (Move.SUBMIT, Move.AGREE, Move.REPORT, Move.CLOSE),
}
_BY_SUPERIOR = frozenset({Move.RETURN, Move.AGREE, Move.CLOSE})
# What the others do, one after the other; None has no plan.
_TURNS: tuple[PlanStatus | None, ...] = (
    PlanStatus.AGREED,
    None,
    PlanStatus.AGREED,
    PlanStatus.SUBMITTED,
    PlanStatus.REVISION_SUBMITTED,
    None,
    PlanStatus.DRAFT,
    PlanStatus.REPORTED,
    PlanStatus.AGREED,
    PlanStatus.RETURNED,
)


@dataclass(frozen=True)
class Aim:
    """An item: what, from which level to which, how, how many hours, when, and what came of it."""

    code: str
    levels: tuple[int, int]
    form: str
    way: Way
    activity: str
    hours: int
    months: tuple[int, int]
    outcome: Outcome = Outcome.OPEN
    note: str = ""
    support: str = ""
    programme_id: int | None = None


_SERVICE = Aim("M.5", (1, 2), "KL03", Way.CLASSICAL, "Pelatihan teknis pelayanan di loket", 12, (4, 6), Outcome.DONE)
_COACHING = Aim(
    "M.7",
    (1, 2),
    "NK01",
    Way.COLLEAGUES,
    "Coaching dengan kepala bidang tentang perubahan alur loket",
    6,
    (1, 12),
    Outcome.PARTLY,
    "Tiga dari empat pertemuan sudah berjalan.",
    "Satu jam setiap dua minggu",
)
_WRITING = Aim(
    "M.3",
    (1, 2),
    "NK11",
    Way.WORK,
    "Menyusun panduan jawaban untuk pertanyaan warga",
    10,
    (7, 9),
    support="Contoh surat",
)
_LAST_YEAR = (
    Aim("M.4", (1, 2), "NK11", Way.WORK, "Memegang laporan bulanan penempatan", 8, (1, 12), Outcome.DONE, "Selesai."),
    Aim(
        "M.2", (1, 2), "NK10", Way.COLLEAGUES, "Komunitas belajar petugas antarkerja", 4, (4, 6), Outcome.DONE, "Rutin."
    ),
)
_USUAL = (
    Aim("M.7", (1, 2), "NK01", Way.COLLEAGUES, "Coaching dengan atasan", 6, (4, 6), Outcome.DONE, "Terlaksana."),
    Aim("M.3", (1, 2), "NK11", Way.WORK, "Menyusun bahan rapat bulanan", 8, (1, 12), Outcome.DONE, "Terlaksana."),
)


def act() -> None:
    """Once the closings are done, and once only; everything stands as if it had been done on its days."""
    government_id = db.session.execute(select(Government.id).where(Government.slug == BUNGO.slug)).scalar_one_or_none()
    if government_id is None:
        db.session.rollback()
        return
    with scope.within(government_id):
        if db.session.execute(select(IndividualPlan.id).limit(1)).first() is None:
            _write_the_year()
            db.session.commit()
        else:
            db.session.rollback()


def _write_the_year() -> None:
    writer = _Writer(today(BUNGO.timezone))
    budi, dewi, rina, sari = (_actor(one) for one in (cast.BUDI, cast.DEWI, cast.RINA, cast.SARI))
    year = writer.today.year
    writer.write(budi, rina, year - 1, PlanStatus.CLOSED, _LAST_YEAR, note="Lanjutkan tahun depan, dengan warga.")
    writer.write(budi, rina, year, PlanStatus.AGREED, (writer.found(budi), _COACHING, _WRITING))
    writer.write(dewi, rina, year, PlanStatus.SUBMITTED, (_COACHING, _WRITING))
    writer.write(sari, None, year, PlanStatus.DRAFT, _USUAL[:1])
    mates = [row for row in team(rina.employee_id or 0, year, writer.today) if row.plan_id is None]
    turns = (PlanStatus.REVISION_SUBMITTED, PlanStatus.RETURNED, PlanStatus.SUBMITTED)
    for row, status in zip(mates, turns, strict=False):
        note = "Sebutkan tugas yang akan dipakai untuk belajar." if status == PlanStatus.RETURNED else ""
        writer.write(Actor(None, row.id, row.name), rina, year, status, _USUAL, note=note)
    writer.write_others(year)


def _actor(player: Player) -> Actor:
    user = db.session.execute(select(User).where(User.email == player.email)).scalar_one()
    return Actor(user.id, user.employee_id, user.name)


class _Writer:
    def __init__(self, today: date) -> None:
        self.today = today
        national = select(Competency.code, Competency.id).where(Competency.government_id.is_(None))
        self._competencies = {row.code: row.id for row in db.session.execute(national)}

    def found(self, owner: Actor) -> Aim:
        """The first thing to learn is what the ledger of the year already tells of, where it does."""
        codes = {number: code for code, number in self._competencies.items()}
        for one in proof.records(owner.employee_id or 0, self.today.year):
            known = sorted(codes[number] for number in one.competency_ids if number in codes)
            if one.programme_id is not None:
                return replace(
                    _SERVICE,
                    code=known[0] if known else "M.4",
                    form=one.form_code,
                    activity=one.title,
                    hours=int(one.hours),
                    months=(one.ends_on.month, one.ends_on.month),
                    programme_id=one.programme_id,
                )
        return replace(_SERVICE, outcome=Outcome.OPEN)

    def write_others(self, year: int) -> None:
        """People of the government, one in each state after the other."""
        there = select(IndividualPlan.employee_id)
        statement = (
            select(Employee.id, Employee.name)
            .where(Employee.active, Employee.id.not_in(there))
            .order_by(Employee.id)
            .limit(OTHERS)
        )
        for place, row in enumerate(db.session.execute(statement).all()):
            status = _TURNS[place % len(_TURNS)]
            superior = organisation.superior_of(row.id, self.today)
            if status is None or (superior is None and status not in WAITING):
                continue
            above = Actor(None, superior.employee_id, superior.name) if superior else None
            note = "Pilih satu hal yang paling perlu dulu." if status == PlanStatus.RETURNED else ""
            self.write(Actor(None, row.id, row.name), above, year, status, _USUAL, note=note)

    def write(
        self,
        owner: Actor,
        superior: Actor | None,
        year: int,
        status: PlanStatus,
        aims: Sequence[Aim],
        *,
        note: str = "",
    ) -> None:
        employee_id = owner.employee_id or 0
        person = organisation.person(employee_id, self.today)
        moves = _STORY[status]
        moments = self._moments(year, moves)
        agreed_at = moments[moves.index(Move.AGREE) + 1] if Move.AGREE in moves else None
        is_revision = status == PlanStatus.REVISION_SUBMITTED
        plan = IndividualPlan(
            employee_id=employee_id,
            year=year,
            status=status,
            edition=2 if is_revision else 1,
            agreed_edition=1 if status in IN_FORCE else 0,
            nobody_above=superior is None and status in WAITING,
            note=note,
            report_note="Sebagian besar terlaksana sesuai rencana." if status in REALISED else "",
            created_at=moments[0],
            due_on=moments[-1].date() + timedelta(days=7) if status in WAITING else None,
            position=person.position if agreed_at else "",
            unit=person.unit if agreed_at else "",
            agreed_at=agreed_at,
            agreed_by=superior.name if superior and agreed_at else "",
            closed_at=moments[-1] if status == PlanStatus.CLOSED else None,
            closed_by=superior.name if superior and status == PlanStatus.CLOSED else "",
            version=len(moves) + len(aims) + 1,
        )
        db.session.add(plan)
        db.session.flush()
        for edition in (1, 2) if is_revision else (1,):
            self._add_items(plan, edition, aims[: len(aims) if edition == plan.edition else 1])
        self._keep_proof(plan)
        self._add_steps(plan, moves, moments, owner=owner, superior=superior, note=note)

    def _moments(self, year: int, moves: Sequence[Move]) -> list[datetime]:
        """Mornings, one for each step: up to the agreement early in the year, what came after it lately."""
        last = min(self.today - timedelta(days=1), date(year, 12, 20))
        first = min(date(year, 1, 20), last)
        early = moves.index(Move.AGREE) + 1 if Move.AGREE in moves else -1
        days = [
            min(first + timedelta(days=5 * place), last)
            if place <= early
            else max(last - timedelta(days=3 * (len(moves) - place)), first)
            for place in range(len(moves) + 1)
        ]
        return [
            datetime.combine(day, time(8, 30 + place), _ZONE).astimezone(UTC) for place, day in enumerate(sorted(days))
        ]

    def _add_items(self, plan: IndividualPlan, edition: int, aims: Sequence[Aim]) -> None:
        says = plan.status in IN_FORCE and plan.status != PlanStatus.REVISION_SUBMITTED
        for aim in aims:
            db.session.add(
                IndividualPlanItem(
                    plan_id=plan.id,
                    edition=edition,
                    employee_id=plan.employee_id,
                    competency_id=self._competencies[aim.code],
                    from_level=aim.levels[0],
                    to_level=aim.levels[1],
                    form_code=aim.form,
                    way=aim.way,
                    activity=aim.activity,
                    programme_id=aim.programme_id,
                    target_hours=Decimal(aim.hours),
                    first_month=aim.months[0],
                    last_month=aim.months[1],
                    support=aim.support,
                    outcome=aim.outcome if says else Outcome.OPEN,
                    outcome_note=aim.note if says else "",
                    proof={},
                )
            )
        db.session.flush()

    def _keep_proof(self, plan: IndividualPlan) -> None:
        if plan.status not in REALISED:
            return
        rows = _rows(plan)
        for number, found in realising.found_for(plan, rows).items():
            next(row for row in rows if row.id == number).proof = {"lines": [one.told for one in found]}

    def _add_steps(
        self,
        plan: IndividualPlan,
        moves: Sequence[Move],
        moments: Sequence[datetime],
        *,
        owner: Actor,
        superior: Actor | None,
        note: str,
    ) -> None:
        steps: list[tuple[str, Actor, str]] = [(labels.BEGUN, owner, "")]
        for move in moves:
            by = superior if superior is not None and move in _BY_SUPERIOR else owner
            steps.append((move.value, by, note if move in (Move.RETURN, Move.CLOSE) else ""))
        for at, (move_name, by, said) in zip(moments, steps, strict=True):
            db.session.add(
                IndividualPlanStep(
                    plan_id=plan.id, at=at, actor_id=by.user_id, actor=by.name, move=move_name, note=said
                )
            )


def _workday(day: date) -> date:
    """The day, or the Friday before a weekend, though never in another year."""
    friday = day - timedelta(days=max(day.weekday() - 4, 0))
    return friday if friday.year == day.year else day


def _rows(plan: IndividualPlan) -> list[Any]:
    statement = select(IndividualPlanItem).where(
        IndividualPlanItem.plan_id == plan.id, IndividualPlanItem.edition == plan.agreed_edition
    )
    return list(db.session.execute(statement).scalars())
