"""What every move shares: holding the proposal, the timeline, the trail, deadlines, and telling both sides."""

from datetime import date, timedelta
from typing import Any

from app.access.permissions import Role
from app.access.visitor import Actor
from app.accounts.queries import grants
from app.base import scope, wording
from app.base.clock import now
from app.base.database import db, lock
from app.notifications import services as notifications
from app.notifications.services import Recipient
from app.organisation import queries as organisation
from app.organisation.models import OrgUnit
from app.organisation.queries import holders
from app.proposals import rules
from app.proposals.models import Move, Proposal, ProposalStatus, ProposalStep
from app.proposals.queries import ProposalPage
from app.training.services.moments import local_today

_review_days, _report_days = 7, 14


def use_days(*, review: int, report: int) -> None:
    """How long the agency has for an answer, and a unit for its report."""
    global _review_days, _report_days
    _review_days, _report_days = review, report


def answer_due() -> date:
    return local_today() + timedelta(days=_review_days)


def report_due(ends_on: date) -> date:
    return ends_on + timedelta(days=_report_days)


def held(page: ProposalPage, move: Move) -> tuple[Proposal, ProposalStatus]:
    """The proposal, locked, and where the move leads it. Raises NotNow where it is not possible any more."""
    proposal = lock(page.proposal)
    return proposal, rules.after(proposal.status, move)


def moved(proposal: Proposal, status: ProposalStatus, *, by: Actor, due_on: date | None = None, note: str = "") -> None:
    """Write the new state with its line in the timeline; the caller leaves the line in the trail."""
    proposal.status, proposal.due_on, proposal.reminders = status, due_on, 0
    proposal.version += 1
    add_step(proposal, by=by, note=note)


def add_step(proposal: Proposal, *, by: Actor, note: str = "") -> None:
    db.session.add(
        ProposalStep(
            proposal_id=proposal.id,
            at=now(),
            actor_id=by.user_id,
            actor=by.name,
            status=proposal.status,
            note=note[:500],
        )
    )


def unit_side(page: ProposalPage) -> list[Recipient]:
    """Whoever handed the proposal in, and the head of the unit."""
    day = local_today()
    head = holders.heads_on(day, [page.unit.id]).get(page.unit.id)
    ids = [one for one in (page.proposal.proposer_id, head.employee_id if head else None) if one is not None]
    people = organisation.people(list(dict.fromkeys(ids)), day)
    return [Recipient(one.employee_id, one.name, one.email) for one in people.values()]


def agency_side() -> list[Recipient]:
    """Everybody who reviews proposals in this government."""
    rows = grants.holders(scope.current(), Role.HR, local_today())
    return [Recipient(row.id, row.name, row.email or "") for row in rows]


def tell(page: ProposalPage, recipients: list[Recipient], kind: str, say: str, *, but: Actor, **facts: Any) -> None:
    """Tell one side, but not whoever did it."""
    proposal = page.proposal
    dates = wording.date_range(proposal.starts_on, proposal.ends_on) if proposal.starts_on and proposal.ends_on else ""
    for one in recipients:
        if one.employee_id == but.employee_id:
            continue
        notifications.tell(
            one,
            kind,
            say,
            path=f"/usulan/{proposal.id}",
            key=f"{proposal.id}:{proposal.version}:{proposal.reminders}:{one.employee_id}",
            title=proposal.title,
            unit=page.unit.name,
            dates=dates,
            **facts,
        )


def in_words(day: date | None) -> str:
    return wording.plain_date(day) if day else ""


def addressee_of(unit: OrgUnit) -> tuple[str, ...]:
    """To whom a letter to a unit goes: its leading post."""
    head = holders.heads_on(local_today(), [unit.id]).get(unit.id)
    seat = organisation.government(scope.current()).seat
    return (head.title if head else f"Kepala {unit.name}"), f"di {seat}"
