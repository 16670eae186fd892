"""What a training changed in the demo: gaps of one closed batch, closed, set aside, waiting and still open.

Before the batch is closed its participants are measured; afterwards an assessor looks at some of what they brought.
"""

from datetime import timedelta

from sqlalchemy import select

from app.access.visitor import Actor
from app.accounts.models import User
from app.base import scope
from app.base.database import db
from app.competency.models import Assessment, AssessmentSource, CompetencyEvidence, EvidenceStatus
from app.competency.models.gaps import CompetencyGap
from app.competency.queries.wanted import Wanted
from app.competency.services import assessing
from app.demo import cast, courses
from app.demo.governments import BUNGO
from app.organisation import queries as organisation
from app.organisation.models import Government
from app.training.models import Batch, BatchStatus, Enrolment, Programme, ProgrammeCompetency
from app.training.services.closing import source_key
from app.training.services.moments import local_today

DAYS_BEFORE = 20
# In the order of their seats: who had no gap, whose evidence the assessor confirms, and whose is set aside.
WITHOUT_GAP, CONFIRMED, SET_ASIDE = 4, (0, 1), 2
LOWEST = 1


def measure_before(batch_id: int) -> None:
    """In the scope of Bungo, before the batch is closed: everybody a level short of their post, but for one and whose
    post asks the lowest."""
    batch = db.session.get_one(Batch, batch_id)
    raised = select(ProgrammeCompetency.competency_id).where(ProgrammeCompetency.programme_id == batch.programme_id)
    competency_id = db.session.execute(raised.limit(1)).scalar_one()
    on = batch.starts_on - timedelta(days=DAYS_BEFORE)
    ids = [one.employee_id for one in _seated(batch_id)]
    people = organisation.people(ids, batch.starts_on)
    wanted = Wanted(batch.starts_on, [one.position_id for one in people.values() if one.position_id])
    for place, number in enumerate(ids):
        post = people[number]
        required = wanted.of(post.position_id or 0, post.tier).get(competency_id, 1)
        db.session.add(
            Assessment(
                employee_id=number,
                competency_id=competency_id,
                level=required if place == WITHOUT_GAP else max(required - 1, LOWEST),
                source=AssessmentSource.CENTRE,
                assessed_on=on,
                valid_until=on + timedelta(days=3 * 365),
                assessor="Tim asesor BKPSDM",
            )
        )


def judge() -> None:
    """Once the batch is closed, and once only: an assessor decides on some of the evidence."""
    government_id = db.session.execute(select(Government.id).where(Government.slug == BUNGO.slug)).scalar_one_or_none()
    if government_id is None:
        db.session.rollback()
        return
    with scope.within(government_id):
        batch_id = _closed_batch()
        evidence = _evidence(batch_id) if batch_id else []
        if evidence and all(one.status == EvidenceStatus.WAITING for one in evidence):
            _decide(evidence)
            db.session.commit()
        db.session.rollback()


def _decide(evidence: list[CompetencyEvidence]) -> None:
    sari = db.session.execute(select(User).where(User.email == cast.SARI.email)).scalar_one()
    by = Actor(sari.id, sari.employee_id, sari.name)
    for place in CONFIRMED:
        if place < len(evidence):
            one = evidence[place]
            level = max(1, _required(one))
            note = "Terlihat di pekerjaan sehari-hari."
            assessing.confirm_evidence(one, level, note=note, today=local_today(), by=by)
    if len(evidence) > SET_ASIDE:
        note = "Belum tampak di pekerjaan; dinilai lagi tiga bulan kemudian."
        assessing.set_evidence_aside(evidence[SET_ASIDE], note=note, by=by)


def _required(one: CompetencyEvidence) -> int:
    kept = db.session.get(CompetencyGap, (one.employee_id, one.competency_id))
    return kept.required if kept is not None else one.level


def _closed_batch() -> int | None:
    """The batch of which everybody was measured."""
    statement = (
        select(Batch.id)
        .join(Programme, Programme.id == Batch.programme_id)
        .where(Programme.code == courses.E_SERVICE.code, Batch.status == BatchStatus.CLOSED)
        .order_by(Batch.starts_on.desc(), Batch.id.desc())
        .limit(1)
    )
    return db.session.execute(statement).scalar_one_or_none()


def _evidence(batch_id: int) -> list[CompetencyEvidence]:
    """In the order of seats."""
    keys = [source_key(one.id) for one in _seated(batch_id)]
    found = db.session.execute(select(CompetencyEvidence).where(CompetencyEvidence.source_key.in_(keys))).scalars()
    return sorted(found, key=lambda one: keys.index(one.source_key))


def _seated(batch_id: int) -> list[Enrolment]:
    statement = select(Enrolment).where(Enrolment.batch_id == batch_id).order_by(Enrolment.id)
    return list(db.session.execute(statement).scalars())
