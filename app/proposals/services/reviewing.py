"""The agency's review and its answer by letter."""

from collections.abc import Mapping
from dataclasses import asdict

from app.access.visitor import Actor
from app.audit import services as audit
from app.base.clock import now
from app.letters import queries as letter_queries
from app.letters import rules as letter_rules
from app.letters import services as letters
from app.letters.models import Letter
from app.organisation import queries as organisation
from app.organisation.models import OrgUnit
from app.organisation.queries import structure
from app.proposals import labels, papers, queries, rules
from app.proposals.models import Move, Proposal, ProposalStatus, ProposalVersion, ReviewItem
from app.proposals.queries import ProposalPage
from app.proposals.rules import Finding
from app.proposals.services import proposing, steps
from app.training.services.moments import local_today

Findings = Mapping[ReviewItem, Finding]


def give_back(page: ProposalPage, findings: Findings, note: str, *, by: Actor) -> None:
    """Return the proposal with a note on each item that has to be mended; this version stays as it was."""
    proposal, status = steps.held(page, Move.RETURN)
    rules.ensure_not_own(proposal.proposer_id, by.employee_id)
    rules.ensure_may_return(findings)
    version = _answered(proposal, status, findings, note)
    told = _in_words(version)
    steps.moved(proposal, status, by=by, due_on=steps.answer_due(), note=told)
    audit.record("proposals.proposal.returned", proposal, by=by)
    steps.tell(
        page,
        steps.unit_side(page),
        "proposals_returned",
        f"Usulan {proposal.title} dikembalikan dengan catatan.",
        but=by,
        note=told,
    )


def approve(page: ProposalPage, findings: Findings, note: str, *, copies: tuple[str, ...] = (), by: Actor) -> Letter:
    """Say yes by letter, with copies to those named. Raises WrongField while an item is not in order."""
    return _answer(page, Move.APPROVE, findings, note, copies, by=by)


def reject(page: ProposalPage, findings: Findings, reason: str, *, copies: tuple[str, ...] = (), by: Actor) -> Letter:
    """Say no by letter, with the reason, and with copies to those named."""
    return _answer(page, Move.REJECT, findings, reason, copies, by=by)


def usual_copies(page: ProposalPage) -> str:
    """Who gets a copy of an approval by the government's own words, a line each, for whoever writes the answer."""
    asked = letter_queries.letter(queries.versions(page.proposal.id)[0].letter_id)
    values = papers.reply_values(page.proposal, asked, page.unit.name, "")
    return "\n".join(letter_rules.copies_of(letter_queries.words_of(papers.APPROVAL).copies, values))


def _answer(
    page: ProposalPage, move: Move, findings: Findings, note: str, copies: tuple[str, ...], *, by: Actor
) -> Letter:
    proposal, status = steps.held(page, move)
    rules.ensure_not_own(proposal.proposer_id, by.employee_id)
    approved = move == Move.APPROVE
    if approved:
        rules.ensure_may_approve(findings)
    version = _answered(proposal, status, findings, note)
    letter = letters.issue(
        papers.reply(
            proposal,
            version,
            letter_queries.letter(version.letter_id),
            agency_id=agency_of(by).id,
            unit=page.unit.name,
            approved=approved,
            note=note,
            rows=proposing.rows(proposal),
            to=steps.addressee_of(page.unit),
            copies=copies,
        ),
        by=by,
    )
    version.reply_id = letter.id
    steps.moved(
        proposal, status, by=by, due_on=steps.answer_due() if approved else None, note=f"Surat nomor {letter.number}"
    )
    audit.record("proposals.proposal.approved" if approved else "proposals.proposal.rejected", proposal, by=by)
    decision = "Usulan ini disetujui." if approved else "Usulan ini ditolak."
    steps.tell(
        page,
        steps.unit_side(page),
        "proposals_answered",
        f"Usulan {proposal.title} {'disetujui' if approved else 'ditolak'}. Surat balasan nomor {letter.number}.",
        but=by,
        decision=decision,
        number=letter.number,
        note=note,
    )
    return letter


def _answered(proposal: Proposal, status: ProposalStatus, findings: Findings, note: str) -> ProposalVersion:
    version = queries.versions(proposal.id)[0]
    version.outcome, version.note, version.decided_at = status, note, now()
    version.findings = {item.value: asdict(one) for item, one in findings.items()}
    return version


def _in_words(version: ProposalVersion) -> str:
    poor = [
        f"{labels.REVIEW[ReviewItem(item)][0]}: {one['note']}"
        for item, one in version.findings.items()
        if not one["is_fine"]
    ]
    return " ".join([*(f"{text.rstrip('.')}." for text in poor), version.note]).strip()


def agency_of(by: Actor) -> OrgUnit:
    """On whose letterhead the answer goes: the personnel agency, else the unit of whoever answers."""
    day = local_today()
    found = structure.agency(day)
    if found is not None:
        return found
    person = organisation.person(by.employee_id, day) if by.employee_id is not None else None
    if person is None or person.unit_id is None:
        raise rules.NotNow("Unit BKPSDM belum ada di Struktur, jadi surat balasan belum bisa terbit.")
    return structure.unit(person.unit_id)
