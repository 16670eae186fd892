"""Handing a proposal in, and taking it back."""

from decimal import Decimal
from typing import Any

from app.access.visitor import Actor
from app.audit import services as audit
from app.base import scope, wording
from app.base.clock import now
from app.base.database import db
from app.competency import queries as competency
from app.letters import queries as letter_queries
from app.letters import services as letters
from app.letters.facts import Draft, LetterFacts
from app.organisation import queries as organisation
from app.organisation.queries import structure
from app.proposals import papers, queries, rules
from app.proposals.models import DocumentUse, Move, Proposal, ProposalVersion
from app.proposals.queries import ProposalPage
from app.proposals.rules import Missing
from app.proposals.services import steps
from app.training.models import BatchStatus
from app.training.queries import batches
from app.training.services import hours, planning
from app.training.services.moments import local_today


def missing(page: ProposalPage) -> list[Missing]:
    """What the draft still lacks."""
    return rules.missing(
        page.proposal,
        subjects=len(queries.subjects(page.proposal.id)),
        documents=queries.count_documents(page.proposal.id, DocumentUse.PROPOSAL),
        today=local_today(),
    )


def subject_hours(proposal: Proposal) -> Decimal:
    return sum((one.lesson_hours for one in queries.subjects(proposal.id)), Decimal(0))


def counted_hours(proposal: Proposal) -> Decimal | None:
    """The hours by the rule of the form, or None while form or dates are missing."""
    if not proposal.form_code or proposal.starts_on is None or proposal.ends_on is None:
        return None
    form = competency.form(proposal.form_code, proposal.starts_on)
    return hours.hours_of(form, subject_hours(proposal), [], proposal.starts_on, proposal.ends_on)


def submit(page: ProposalPage, *, by: Actor) -> ProposalVersion:
    """Hand the proposal in: its letter gets a number and is printed, and the agency is told.

    What is handed in is kept as a version, so that what was said of it stays readable when it is mended.
    """
    proposal, status = steps.held(page, Move.SUBMIT)
    rules.ensure_complete(missing(page))
    number = len(queries.versions(proposal.id)) + 1
    letter = letters.issue(_draft(page, number), by=by)
    proposal.proposer_id = by.employee_id
    version = ProposalVersion(
        proposal_id=proposal.id,
        number=number,
        facts={
            "rincian": [list(row) for row in rows(proposal)],
            "tujuan": proposal.purpose,
            "dasar": proposal.basis,
            "mata": [[one.title, wording.number(one.lesson_hours)] for one in queries.subjects(proposal.id)],
            "dokumen": [one.title for one in _files(proposal)],
        },
        letter_id=letter.id,
        submitted_at=now(),
        findings={},
    )
    db.session.add(version)
    steps.moved(proposal, status, by=by, due_on=steps.answer_due(), note=f"Surat nomor {letter.number}")
    audit.record("proposals.proposal.submitted", proposal, by=by, version=number)
    steps.tell(
        page,
        steps.agency_side(),
        "proposals_submitted",
        f"{page.unit.name} mengajukan usulan {proposal.title}.",
        but=by,
        due=steps.in_words(proposal.due_on),
    )
    return version


def preview(page: ProposalPage) -> LetterFacts:
    """The letter as it would go out today. Raises NoSignatory where nobody could sign it."""
    return letters.draft(_draft(page, len(queries.versions(page.proposal.id)) + 1), on=local_today())


def rows(proposal: Proposal) -> tuple[tuple[str, str], ...]:
    form = competency.forms().get(proposal.form_code, "")
    return papers.details(proposal, form, counted_hours(proposal) or subject_hours(proposal))


def _files(proposal: Proposal) -> list[Any]:
    return [one for one in queries.documents(proposal.id) if one.used_for == DocumentUse.PROPOSAL]


def _draft(page: ProposalPage, number: int) -> Draft:
    proposal, earlier = page.proposal, queries.versions(page.proposal.id)
    before = letter_queries.letter(earlier[0].letter_id).number if earlier else ""
    agency = structure.agency(local_today())
    government = organisation.government(scope.current())
    to = steps.addressee_of(agency) if agency else (f"Kepala {government.hr_agency}", f"di {government.seat}")
    return papers.request(
        proposal,
        page.unit.name,
        number=number,
        before=before,
        rows=rows(proposal),
        subjects=queries.subjects(proposal.id),
        documents=len(_files(proposal)),
        to=to,
    )


def withdraw(page: ProposalPage, reason: str, *, by: Actor) -> None:
    """Take the proposal back, with a reason; a batch nobody has seen yet goes with it.

    What is open for enrolment has to be cancelled first, as every batch is, so that everybody who enrolled is told.
    """
    proposal, status = steps.held(page, Move.WITHDRAW)
    if proposal.batch_id is not None:
        batch_page = batches.managed_batch(proposal.batch_id)
        rules.ensure_may_stop(batch_page.batch.status)
        if batch_page.batch.status == BatchStatus.DRAFT:
            proposal.batch_id = batch_page.batch.unit_id = None
            db.session.flush()
            planning.delete_draft(batch_page, by=by)
    steps.moved(proposal, status, by=by, note=reason)
    audit.record("proposals.proposal.withdrawn", proposal, by=by)
    steps.tell(
        page,
        steps.agency_side(),
        "proposals_withdrawn",
        f"{page.unit.name} menarik usulan {proposal.title}.",
        but=by,
        note=reason,
    )
