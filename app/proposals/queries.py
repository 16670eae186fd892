"""Reading proposals on somebody's behalf: a unit reads its own, the agency everything that was handed in."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, true

from app.access.visitor import EVERYWHERE, Reach
from app.base import scope
from app.base.database import db
from app.documents.models import StoredFile
from app.letters.models import Letter
from app.organisation import queries as organisation
from app.organisation.models import OrgUnit
from app.organisation.queries import structure
from app.proposals.models import (
    TO_REPORT,
    WITH_AGENCY,
    DocumentUse,
    Proposal,
    ProposalDocument,
    ProposalReport,
    ProposalStatus,
    ProposalStep,
    ProposalSubject,
    ProposalVersion,
)
from app.training.models import Batch


@dataclass(frozen=True)
class Whose:
    """How far somebody sees: ``reads`` what was handed in, ``runs`` what is their own unit's, drafts included."""

    reads: Reach
    runs: Reach


WHOLE = Whose(EVERYWHERE, EVERYWHERE)
COUNTED_AT_MOST = 100


@dataclass(frozen=True)
class Filters:
    """What narrows the list; empty values narrow nothing."""

    text: str = ""
    statuses: frozenset[ProposalStatus] = frozenset()

    @property
    def any(self) -> bool:
        return self != Filters()


@dataclass(frozen=True)
class ProposalPage:
    """A proposal with the unit it comes from."""

    proposal: Proposal
    unit: OrgUnit


def _inside(reach: Reach) -> ColumnElement[bool]:
    if reach.is_everything:
        return true()
    return or_(false(), *(OrgUnit.path.like(f"{path}%") for path in reach.paths))


def _visible(whose: Whose) -> ColumnElement[bool]:
    handed_in = and_(Proposal.status != ProposalStatus.DRAFT, _inside(whose.reads))
    return or_(handed_in, _inside(whose.runs))


def proposals(whose: Whose, filters: Filters, *, before: int | None, limit: int) -> list[Any]:
    """Proposals as a list shows them, the newest first."""
    statement = (
        select(
            Proposal.id,
            Proposal.title,
            Proposal.status,
            Proposal.starts_on,
            Proposal.ends_on,
            Proposal.participants,
            Proposal.due_on,
            OrgUnit.name.label("unit"),
            Batch.status.label("batch_status"),
        )
        .join(OrgUnit, OrgUnit.id == Proposal.unit_id)
        .outerjoin(Batch, Batch.id == Proposal.batch_id)
        .where(_visible(whose))
        .order_by(Proposal.id.desc())
        .limit(limit)
    )
    if filters.text:
        escaped = filters.text.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        statement = statement.where(
            or_(
                func.lower(Proposal.title).like(f"%{escaped}%", escape="\\"),
                func.lower(OrgUnit.name).like(f"%{escaped}%", escape="\\"),
            )
        )
    if filters.statuses:
        statement = statement.where(Proposal.status.in_(filters.statuses))
    if before is not None:
        statement = statement.where(Proposal.id < before)
    return list(db.session.execute(statement).all())


def page(whose: Whose, proposal_id: int) -> ProposalPage:
    """One proposal somebody may see; any other is simply not found."""
    statement = (
        select(Proposal, OrgUnit)
        .join(OrgUnit, OrgUnit.id == Proposal.unit_id)
        .where(Proposal.id == proposal_id, _visible(whose))
    )
    return ProposalPage(*db.session.execute(statement).one())


def counting(day: date) -> Select[int, int]:
    """A statement for (how many the agency has in hand, how many of them are late); up to a hundred."""
    found = (
        select(Proposal.id, Proposal.due_on)
        .where(Proposal.status.in_(WITH_AGENCY))
        .order_by(Proposal.due_on)
        .limit(COUNTED_AT_MOST)
        .subquery()
    )
    late = func.count(found.c.id).filter(found.c.due_on < day)
    return select(func.count(found.c.id).label("waiting"), late.label("late"))


def own_to_act(reach: Reach, *, day: date) -> list[Any]:
    """What waits for the units within reach: to be mended, or to be reported on; a handful."""
    over = and_(Proposal.status.in_(TO_REPORT), Batch.ends_on < day, Batch.status != "cancelled")
    statement = (
        select(Proposal.id, Proposal.title, Proposal.status, Proposal.due_on)
        .join(OrgUnit, OrgUnit.id == Proposal.unit_id)
        .outerjoin(Batch, Batch.id == Proposal.batch_id)
        .where(_inside(reach), or_(Proposal.status == ProposalStatus.RETURNED, over))
        .order_by(Proposal.due_on, Proposal.id)
        .limit(3)
    )
    return list(db.session.execute(statement).all())


def subjects(proposal_id: int) -> list[ProposalSubject]:
    statement = (
        select(ProposalSubject).where(ProposalSubject.proposal_id == proposal_id).order_by(ProposalSubject.sort_order)
    )
    return list(db.session.execute(statement).scalars())


def documents(proposal_id: int) -> list[Any]:
    """The files with their names and sizes, in the order they came."""
    statement = (
        select(
            ProposalDocument.id,
            ProposalDocument.title,
            ProposalDocument.used_for,
            StoredFile.name,
            StoredFile.size,
        )
        .join(StoredFile, StoredFile.id == ProposalDocument.file_id)
        .where(ProposalDocument.proposal_id == proposal_id)
        .order_by(ProposalDocument.id)
    )
    return list(db.session.execute(statement).all())


def document(proposal_id: int, document_id: int) -> tuple[ProposalDocument, StoredFile]:
    """A file of this very proposal."""
    statement = (
        select(ProposalDocument, StoredFile)
        .join(StoredFile, StoredFile.id == ProposalDocument.file_id)
        .where(ProposalDocument.proposal_id == proposal_id, ProposalDocument.id == document_id)
    )
    row = db.session.execute(statement).one()
    return row[0], row[1]


def count_documents(proposal_id: int, used_for: DocumentUse) -> int:
    statement = select(func.count(ProposalDocument.id)).where(
        ProposalDocument.proposal_id == proposal_id, ProposalDocument.used_for == used_for
    )
    return db.session.execute(statement).scalar_one()


def versions(proposal_id: int) -> list[ProposalVersion]:
    """Every version that was handed in, the newest first."""
    statement = (
        select(ProposalVersion)
        .where(ProposalVersion.proposal_id == proposal_id)
        .order_by(ProposalVersion.number.desc())
    )
    return list(db.session.execute(statement).scalars())


def reports(proposal_id: int) -> list[ProposalReport]:
    """Every report that was handed in, the newest first."""
    statement = (
        select(ProposalReport).where(ProposalReport.proposal_id == proposal_id).order_by(ProposalReport.number.desc())
    )
    return list(db.session.execute(statement).scalars())


def steps(proposal_id: int) -> list[ProposalStep]:
    statement = select(ProposalStep).where(ProposalStep.proposal_id == proposal_id).order_by(ProposalStep.id)
    return list(db.session.execute(statement).scalars())


def letters_of(proposal_id: int) -> list[Letter]:
    """Every letter written about a proposal, in order."""
    asked = select(ProposalVersion.letter_id).where(ProposalVersion.proposal_id == proposal_id)
    answered = select(ProposalVersion.reply_id).where(
        ProposalVersion.proposal_id == proposal_id, ProposalVersion.reply_id.is_not(None)
    )
    reported = select(ProposalReport.letter_id).where(ProposalReport.proposal_id == proposal_id)
    statement = (
        select(Letter)
        .where(or_(Letter.id.in_(asked), Letter.id.in_(answered), Letter.id.in_(reported)))
        .order_by(Letter.id)
    )
    return list(db.session.execute(statement).scalars())


def letter_of(proposal_id: int, letter_id: int) -> Letter:
    """A letter about this very proposal; any other is simply not found."""
    return next_or_not_found([one for one in letters_of(proposal_id) if one.id == letter_id])


def next_or_not_found(found: list[Letter]) -> Letter:
    """The one row, with the error of a query that found nothing."""
    return found[0] if found else db.session.execute(select(Letter).where(Letter.id == -1)).scalar_one()


def of_batch(batch_id: int) -> Proposal | None:
    """The proposal a batch came from."""
    return db.session.execute(select(Proposal).where(Proposal.batch_id == batch_id)).scalar_one_or_none()


def unit_choices(reach: Reach, day: date) -> list[tuple[int, str]]:
    """The units somebody may propose for, the regional ones first."""
    statement = (
        select(OrgUnit.id, OrgUnit.name)
        .where(_inside(reach), structure.there_on(OrgUnit, day))
        .order_by((OrgUnit.kind != organisation.REGIONAL_UNIT), func.length(OrgUnit.path), OrgUnit.name)
        .limit(1000)
    )
    return [(row.id, row.name) for row in db.session.execute(statement)]


def with_deadline(day: date) -> list[tuple[int, int]]:
    """(government, proposal) of everything somebody may have to be reminded of; across governments."""
    with scope.everything():
        statement = (
            select(Proposal.government_id, Proposal.id)
            .outerjoin(Batch, Batch.id == Proposal.batch_id)
            .where(
                Proposal.status.in_(WITH_AGENCY | TO_REPORT | {ProposalStatus.RETURNED}),
                Proposal.reminders < 2,
                Proposal.due_on.is_not(None),
                or_(Batch.id.is_(None), Batch.status != "cancelled"),
                or_(
                    Proposal.due_on <= _soon(day), and_(Proposal.status == ProposalStatus.RUNNING, Batch.ends_on < day)
                ),
            )
            .order_by(Proposal.id)
        )
        return [(row.government_id, row.id) for row in db.session.execute(statement)]


def _soon(day: date) -> date:
    return date.fromordinal(day.toordinal() + 3)
