"""Reminding: whoever should answer a plan, once; and everybody a day of the year concerns, once a year."""

from datetime import date

from app.access.visitor import SYSTEM
from app.audit import services as audit
from app.base.clock import now
from app.base.database import db, lock
from app.base.wording import plain_date
from app.individual_plans import rules
from app.individual_plans.models import WAITING, IndividualPlanRound, Round
from app.individual_plans.queries import due, plans, settings
from app.individual_plans.queries.settings import Year
from app.individual_plans.services import steps
from app.notifications import services as notifications
from app.notifications.services import Recipient
from app.training.services.moments import local_today

PEOPLE_AT_ONCE = 200
_KINDS = {
    Round.NO_PLAN: "individual_plans_none",
    Round.MIDYEAR: "individual_plans_midyear",
    Round.REPORT: "individual_plans_report",
}


def remind_decider(plan_id: int) -> bool:
    """Remind whoever a plan waits for once its time is over; returns whether they were."""
    page = plans.by_id(plan_id)
    plan = lock(page.plan)
    if plan.status not in WAITING or not rules.answer_is_late(plan.due_on, local_today(), plan.reminders):
        return False
    plan.reminders += 1
    waited = plain_date(plan.due_on) if plan.due_on else ""
    steps.tell_decider(
        page,
        "individual_plans_waiting",
        f"Rencana pengembangan {page.employee.name} tahun {plan.year} menunggu jawaban Anda sejak {waited}.",
        due=waited,
    )
    return True


def due_day(year: Year, kind: Round) -> date:
    """The day a round begins: after the day for plans, on the day of the mid-year look, ahead of the realisation."""
    if kind == Round.NO_PLAN:
        return year.day("plan_by")
    if kind == Round.MIDYEAR:
        return year.day("midyear_on")
    return year.day("report_by") - rules.REPORT_AHEAD


def go_round(year_number: int, kind: Round) -> bool:
    """Tell the next two hundred people; returns whether the round goes on.

    The place in the round and the letters are written in one transaction, so nobody is told twice.
    """
    year, today = settings.of_year(year_number), local_today()
    if not rules.round_is_due(due_day(year, kind), today):
        return False
    one = _round(year_number, kind)
    if one.finished_at is not None:
        return False
    people = due.to_tell(year_number, kind, after=one.last_id, limit=PEOPLE_AT_ONCE)
    for row in people:
        _tell(Recipient(row.id, row.name, row.email), year, kind)
        one.last_id = row.id
    if len(people) < PEOPLE_AT_ONCE:
        one.finished_at = now()
        audit.record("individual_plans.round.finished", None, by=SYSTEM, year=year_number, part=kind.value)
    return one.finished_at is None


def _round(year: int, kind: Round) -> IndividualPlanRound:
    known = due.round_of(year, kind)
    if known is None:
        known = IndividualPlanRound(year=year, kind=kind, last_id=0)
        db.session.add(known)
        db.session.flush()
    return lock(known)


def _tell(recipient: Recipient, year: Year, kind: Round) -> None:
    by_day = plain_date(year.day("plan_by" if kind == Round.NO_PLAN else "report_by"))
    say = {
        Round.NO_PLAN: f"Rencana pengembangan Anda tahun {year.year} belum diajukan.",
        Round.MIDYEAR: f"Sudah tengah tahun. Lihat lagi rencana pengembangan Anda tahun {year.year}.",
        Round.REPORT: f"Isi realisasi rencana pengembangan tahun {year.year} sampai {by_day}.",
    }[kind]
    notifications.tell(
        recipient,
        _KINDS[kind],
        say,
        path=f"/saya/idp?tahun={year.year}",
        key=f"{year.year}:{recipient.employee_id}",
        year=str(year.year),
        due=by_day,
    )
