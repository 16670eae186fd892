"""The unit's report after the last day, and what the agency says to it."""

from decimal import Decimal

from app.access.visitor import Actor
from app.attendance import queries as attendance
from app.attendance.rules import ATTENDED
from app.audit import services as audit
from app.base.clock import now
from app.base.database import db, lock
from app.letters import queries as letter_queries
from app.letters import services as letters
from app.proposals import papers, queries, rules
from app.proposals.facts import ReportFacts
from app.proposals.models import DocumentUse, Move, Proposal, ProposalReport, ProposalStatus
from app.proposals.queries import ProposalPage
from app.proposals.services import steps
from app.proposals.services.reviewing import agency_of
from app.training.models import TOOK_PART
from app.training.queries import batches
from app.training.queries.batches import BatchPage
from app.training.services.moments import local_today


def prefilled(page: ProposalPage) -> ReportFacts:
    """What the batch already knows: who came, and the money that was entered there."""
    batch_page = _batch_of(page.proposal)
    came = sum(1 for _name, count, _of in _presence(batch_page) if count)
    batch = batch_page.batch
    return ReportFacts(came, batch.realised if batch.realised is not None else Decimal(0), "")


def refusal(page: ProposalPage) -> str:
    """Why no report can be handed in now, or an empty string."""
    try:
        rules.after(page.proposal.status, Move.REPORT)
        batch = _batch_of(page.proposal).batch
        rules.ensure_may_report(batch.status, batch.ends_on, local_today())
    except (rules.NotNow, rules.TooEarly) as no:
        return no.message
    return ""


def hand_in(page: ProposalPage, facts: ReportFacts, *, by: Actor) -> ProposalReport:
    """Send the report to the agency with its letter; what came back before stays readable."""
    proposal, status = steps.held(page, Move.REPORT)
    batch_page = _batch_of(proposal)
    batch = lock(batch_page.batch)
    rules.ensure_may_report(batch.status, batch.ends_on, local_today())
    number = len(queries.reports(proposal.id)) + 1
    report = ProposalReport(
        proposal_id=proposal.id,
        number=number,
        attended=facts.attended,
        cost=facts.cost,
        notes=facts.notes,
        submitted_at=now(),
    )
    letter = letters.issue(
        papers.report(
            proposal,
            report,
            unit=page.unit.name,
            answered=_approval_number(proposal),
            expected=batch.seats_taken,
            dates=(batch.starts_on, batch.ends_on),
            people=[(name, f"{count} dari {of} pertemuan") for name, count, of in _presence(batch_page)],
            documents=queries.count_documents(proposal.id, DocumentUse.REPORT),
            to=steps.addressee_of(agency_of(by)),
        ),
        by=by,
    )
    report.letter_id = letter.id
    db.session.add(report)
    batch.realised = facts.cost
    batch.version += 1
    proposal.proposer_id = by.employee_id
    steps.moved(proposal, status, by=by, due_on=steps.answer_due(), note=f"Surat nomor {letter.number}")
    audit.record("proposals.proposal.reported", proposal, by=by, version=number)
    steps.tell(
        page,
        steps.agency_side(),
        "proposals_reported",
        f"{page.unit.name} mengajukan laporan {proposal.title}.",
        but=by,
        due=steps.in_words(proposal.due_on),
    )
    return report


def give_back(page: ProposalPage, note: str, *, by: Actor) -> None:
    proposal, status = steps.held(page, Move.RETURN_REPORT)
    rules.ensure_not_own(proposal.proposer_id, by.employee_id)
    _answered(proposal, status, note)
    steps.moved(proposal, status, by=by, due_on=steps.answer_due(), note=note)
    audit.record("proposals.proposal.report_returned", proposal, by=by)
    _tell(page, "Laporan ini dikembalikan. Perbaiki, lalu ajukan lagi.", "dikembalikan", note, by)


def accept(page: ProposalPage, note: str, *, by: Actor) -> None:
    """Take the report; from now on the batch can be closed and its certificates issued."""
    proposal, status = steps.held(page, Move.ACCEPT_REPORT)
    rules.ensure_not_own(proposal.proposer_id, by.employee_id)
    batch = lock(_batch_of(proposal).batch)
    _answered(proposal, status, note)
    batch.report_accepted_at = now()
    batch.version += 1
    audit.record("training.batch.report_accepted", batch, by=by)
    steps.moved(proposal, status, by=by, note=note)
    audit.record("proposals.proposal.accepted", proposal, by=by)
    _tell(page, "Laporan ini diterima. Angkatannya bisa ditutup.", "diterima", note, by)


def _tell(page: ProposalPage, decision: str, word: str, note: str, by: Actor) -> None:
    steps.tell(
        page,
        steps.unit_side(page),
        "proposals_report_answered",
        f"Laporan {page.proposal.title} {word}.",
        but=by,
        decision=decision,
        note=note,
    )


def _answered(proposal: Proposal, status: ProposalStatus, note: str) -> None:
    report = queries.reports(proposal.id)[0]
    report.outcome, report.note, report.decided_at = status, note, now()


def _batch_of(proposal: Proposal) -> BatchPage:
    return batches.managed_batch(proposal.batch_id or 0)


def _approval_number(proposal: Proposal) -> str:
    reply_id = queries.versions(proposal.id)[0].reply_id
    return letter_queries.letter(reply_id).number if reply_id else ""


def _presence(page: BatchPage) -> list[tuple[str, int, int]]:
    """(name, meetings attended, meetings) of everybody with a seat, by name."""
    ids = [meeting.id for meeting in batches.meetings(page.batch.id)]
    marks = attendance.at_meetings(ids)
    return [
        (row.name, sum(marks.get((one, row.employee_id)) in ATTENDED for one in ids), len(ids))
        for row in batches.participants(page.batch.id)
        if row.status in TOOK_PART
    ]
