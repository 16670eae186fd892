"""From an approved proposal to a programme with a batch that the unit runs; nothing is typed twice."""

from decimal import Decimal

from app.access.visitor import Actor
from app.audit import services as audit
from app.proposals import queries, rules
from app.proposals.facts import StartFacts
from app.proposals.models import Move, Proposal
from app.proposals.queries import ProposalPage
from app.proposals.services import proposing, steps
from app.training.facts import BatchFacts, ProgrammeFacts
from app.training.models import Batch, EnrolmentPolicy
from app.training.services import planning, programmes

_LONGEST_TRAINER = 150


def start(page: ProposalPage, facts: StartFacts, *, by: Actor) -> Batch:
    """Make the programme with its subjects and a draft batch of it, which the proposing unit manages from now on."""
    proposal, status = steps.held(page, Move.START)
    rules.ensure_not_own(proposal.proposer_id, by.employee_id)
    programme = programmes.create(_programme(page, facts), by=by)
    for one in queries.subjects(proposal.id):
        programmes.add_subject(programme, title=one.title, lesson_hours=one.lesson_hours, competency_id=None, by=by)
    batch = planning.create(programme, _batch(proposal), by=by, unit_id=page.unit.id)
    proposal.programme_id, proposal.batch_id = programme.id, batch.id
    steps.moved(proposal, status, by=by, due_on=steps.report_due(batch.ends_on))
    audit.record("proposals.proposal.running", proposal, by=by, batch=batch.id)
    steps.tell(
        page,
        steps.unit_side(page),
        "proposals_started",
        f"Angkatan {proposal.title} sudah dibuat. Susun jadwalnya, lalu buka pendaftaran.",
        but=by,
    )
    return batch


def _programme(page: ProposalPage, facts: StartFacts) -> ProgrammeFacts:
    proposal = page.proposal
    return ProgrammeFacts(
        title=proposal.title,
        code="",
        summary=proposal.purpose[:2000],
        organiser=page.unit.name[:150],
        form_code=proposal.form_code,
        series_id=facts.series_id,
        design_id=None,
        min_attendance=facts.min_attendance,
        min_score=None,
        needs_assignment=False,
        validity_months=None,
        cost=None,
        tiers=(),
        kinds=(),
    )


def _batch(proposal: Proposal) -> BatchFacts:
    if proposal.starts_on is None or proposal.ends_on is None or proposal.participants is None:
        raise rules.NotComplete("Tanggal atau jumlah peserta usulan ini kosong.")
    first_trainer = next((line.strip() for line in proposal.trainers.splitlines() if line.strip()), "")
    return BatchFacts(
        starts_on=proposal.starts_on,
        ends_on=proposal.ends_on,
        city=proposal.city,
        place=proposal.place,
        address="",
        trainer=first_trainer[:_LONGEST_TRAINER],
        trainer_from="",
        seats=proposal.participants,
        min_participants=None,
        decide_on=None,
        policy=EnrolmentPolicy.OPEN,
        enrolment_opens_at=None,
        enrolment_closes_at=None,
        withdrawal_closes_at=None,
        lesson_hours=proposing.counted_hours(proposal) or Decimal(0),
        budget=proposal.cost,
        realised=None,
    )
