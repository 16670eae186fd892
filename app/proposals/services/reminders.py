"""Reminding whoever a proposal waits for: shortly before the day, and once when it is over."""

from app.access.visitor import SYSTEM
from app.base.database import lock
from app.proposals import queries, rules
from app.proposals.models import WITH_AGENCY, ProposalStatus
from app.proposals.services import steps
from app.training.queries import batches
from app.training.services.moments import local_today

_WHAT = {
    ProposalStatus.SUBMITTED: "Usulan ini menunggu telaah.",
    ProposalStatus.APPROVED: "Usulan ini menunggu program dan angkatannya dibuat.",
    ProposalStatus.REPORTED: "Laporan ini menunggu diperiksa.",
    ProposalStatus.RETURNED: "Usulan ini menunggu diperbaiki.",
    ProposalStatus.RUNNING: "Ajukan laporan pelaksanaannya.",
    ProposalStatus.REPORT_RETURNED: "Laporan ini menunggu diperbaiki.",
}


def remind(proposal_id: int) -> bool:
    """Send the next reminder if it is due; returns whether one was sent. A changed date moves the deadline."""
    page = queries.page(queries.WHOLE, proposal_id)
    proposal = lock(page.proposal)
    status = ProposalStatus(proposal.status)
    if status == ProposalStatus.RUNNING:
        due_on = steps.report_due(batches.managed_batch(proposal.batch_id or 0).batch.ends_on)
        if due_on != proposal.due_on:
            proposal.due_on, proposal.reminders = due_on, 0
    if status not in _WHAT or not rules.reminder_due(proposal.due_on, local_today(), proposal.reminders):
        return False
    proposal.reminders += 1
    to = steps.agency_side() if status in WITH_AGENCY else steps.unit_side(page)
    due = steps.in_words(proposal.due_on)
    steps.tell(
        page,
        to,
        "proposals_reminder",
        f"{proposal.title}: {_WHAT[status]} Batas waktunya {due}.",
        but=SYSTEM,
        what=_WHAT[status],
        due=due,
    )
    return True
