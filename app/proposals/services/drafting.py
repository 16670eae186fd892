"""A proposal before it is handed in, and every time it came back: written, given files, thrown away."""

from dataclasses import fields

from app.access.visitor import Actor
from app.audit import services as audit
from app.base.clock import now
from app.base.database import db, lock
from app.base.errors import StaleVersion, WrongField
from app.documents import services as store
from app.documents.inspection import Upload
from app.organisation.models import OrgUnit
from app.proposals import queries, rules
from app.proposals.facts import ProposalFacts, Subject
from app.proposals.models import TO_REPORT, DocumentUse, Proposal, ProposalDocument, ProposalStatus, ProposalSubject
from app.proposals.queries import ProposalPage
from app.proposals.services import steps


def create(unit: OrgUnit, facts: ProposalFacts, *, by: Actor) -> Proposal:
    """A draft that only the unit sees; it may still lack most of what it needs."""
    rules.ensure_dates(facts.starts_on, facts.ends_on)
    proposal = Proposal(
        unit_id=unit.id,
        status=ProposalStatus.DRAFT,
        proposer_id=by.employee_id,
        created_at=now(),
        reminders=0,
        version=1,
    )
    _write(proposal, facts)
    db.session.add(proposal)
    db.session.flush()
    _write_subjects(proposal, facts.subjects)
    steps.add_step(proposal, by=by)
    audit.record("proposals.proposal.created", proposal, by=by)
    return proposal


def change(page: ProposalPage, facts: ProposalFacts, *, version: int, by: Actor) -> Proposal:
    """Raises StaleVersion where somebody else was faster, NotNow once it was handed in."""
    proposal = lock(page.proposal)
    rules.ensure_editable(proposal.status)
    if proposal.version != version:
        raise StaleVersion
    rules.ensure_dates(facts.starts_on, facts.ends_on)
    _write(proposal, facts)
    proposal.version += 1
    _write_subjects(proposal, facts.subjects)
    audit.record("proposals.proposal.changed", proposal, by=by, version=proposal.version)
    return proposal


def _write(proposal: Proposal, facts: ProposalFacts) -> None:
    for one in fields(facts):
        if one.name != "subjects":
            setattr(proposal, one.name, getattr(facts, one.name))


def _write_subjects(proposal: Proposal, subjects: tuple[Subject, ...]) -> None:
    for row in queries.subjects(proposal.id):
        db.session.delete(row)
    db.session.flush()
    for order, one in enumerate(subjects, start=1):
        db.session.add(
            ProposalSubject(proposal_id=proposal.id, sort_order=order, title=one.title, lesson_hours=one.lesson_hours)
        )
    db.session.flush()


def attach(
    page: ProposalPage, upload: Upload, *, storage_key: str, title: str, used_for: DocumentUse, by: Actor
) -> None:
    """Keep a file whose bytes were just put into the store."""
    proposal = lock(page.proposal)
    _ensure_open(proposal, used_for)
    if queries.count_documents(proposal.id, used_for) >= rules.DOCUMENTS_AT_MOST:
        raise WrongField("file", f"Paling banyak {rules.DOCUMENTS_AT_MOST} dokumen. Hapus yang lama dulu.")
    file = store.keep(upload.content, storage_key=storage_key, name=upload.name, media_type=upload.media_type)
    document = ProposalDocument(proposal_id=proposal.id, file_id=file.id, title=title, used_for=used_for)
    db.session.add(document)
    db.session.flush()
    audit.record("proposals.document.added", document, by=by, use=used_for)


def remove(page: ProposalPage, document: ProposalDocument, *, by: Actor) -> None:
    """Take a file off; versions that were handed in keep its name."""
    proposal = lock(page.proposal)
    _ensure_open(proposal, DocumentUse(document.used_for))
    audit.record("proposals.document.removed", document, by=by, use=document.used_for)
    db.session.delete(document)


def _ensure_open(proposal: Proposal, used_for: DocumentUse) -> None:
    if used_for == DocumentUse.PROPOSAL:
        rules.ensure_editable(proposal.status)
    elif proposal.status not in TO_REPORT:
        raise rules.NotNow("Dokumen laporan bisa diubah selama kegiatan berjalan atau laporannya dikembalikan.")


def delete(page: ProposalPage, *, by: Actor) -> None:
    """Throw away a draft that nobody but the unit has seen."""
    proposal = lock(page.proposal)
    rules.ensure_deletable(proposal.status)
    audit.record("proposals.proposal.deleted", proposal, by=by)
    for row in queries.subjects(proposal.id):
        db.session.delete(row)
    for shown in queries.documents(proposal.id):
        db.session.delete(queries.document(proposal.id, shown.id)[0])
    for step in queries.steps(proposal.id):
        db.session.delete(step)
    db.session.flush()
    db.session.delete(proposal)
