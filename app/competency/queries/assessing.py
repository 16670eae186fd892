"""Assessments, evidence, drafts and disputes, for whoever may see the people they are about."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import and_, func, select

from app.access.visitor import Reach
from app.base import scope
from app.base.database import db
from app.competency.models import (
    Assessment,
    AssessmentDispute,
    Competency,
    CompetencyEvidence,
    DisputeStatus,
    EvidenceStatus,
    LearningRecord,
    RatingDraft,
)
from app.competency.models.gaps import CompetencyGap, GapProfile
from app.competency.queries.versions import visible
from app.documents.models import StoredFile
from app.organisation.models import Employee, OrgUnit, Placement, Position
from app.organisation.queries import definitive, subordinate_ids
from app.organisation.queries.directory import may_be_shown, within

LISTED_AT_MOST = 100


def assessment(assessment_id: int) -> Assessment:
    return db.session.execute(select(Assessment).where(Assessment.id == assessment_id)).scalar_one()


def own_assessment(assessment_id: int, employee_id: int) -> Assessment:
    statement = select(Assessment).where(Assessment.id == assessment_id, Assessment.employee_id == employee_id)
    return db.session.execute(statement).scalar_one()


def history(employee_id: int) -> list[Any]:
    """Everything ever measured of somebody, the latest first, with what became of a dispute."""
    statement = (
        select(
            Assessment.id,
            Assessment.competency_id,
            Competency.name,
            Assessment.level,
            Assessment.source,
            Assessment.assessed_on,
            Assessment.valid_until,
            Assessment.assessor,
            Assessment.note,
            Assessment.file_id,
            AssessmentDispute.status.label("dispute"),
            AssessmentDispute.answer,
        )
        .join(Competency, Competency.id == Assessment.competency_id)
        .outerjoin(AssessmentDispute, AssessmentDispute.id == _latest_dispute())
        .where(Assessment.employee_id == employee_id)
        .order_by(Assessment.assessed_on.desc(), Competency.sort_order, Competency.name, Assessment.id.desc())
        .limit(200)
    )
    return list(db.session.execute(statement).all())


def _latest_dispute() -> Any:
    return (
        select(func.max(AssessmentDispute.id))
        .where(AssessmentDispute.assessment_id == Assessment.id)
        .correlate(Assessment)
        .scalar_subquery()
    )


def gaps_of(employee_id: int) -> list[Any]:
    """What is kept of somebody's gaps, in the dictionary's order, with the words of the level asked."""
    gap = CompetencyGap
    statement = (
        select(
            gap.competency_id,
            Competency.code,
            Competency.name,
            Competency.levels,
            gap.required,
            gap.measured,
            gap.gap,
            gap.assessed_on,
            gap.source,
            gap.expired,
        )
        .join(Competency, Competency.id == gap.competency_id)
        .where(gap.employee_id == employee_id)
        .order_by(Competency.sort_order, Competency.name, Competency.id)
    )
    return list(db.session.execute(statement).all())


def profile_of(employee_id: int) -> GapProfile | None:
    return db.session.execute(select(GapProfile).where(GapProfile.employee_id == employee_id)).scalar_one_or_none()


def draft(rater_id: int, employee_id: int, competency_id: int) -> RatingDraft | None:
    statement = select(RatingDraft).where(
        RatingDraft.rater_id == rater_id,
        RatingDraft.employee_id == employee_id,
        RatingDraft.competency_id == competency_id,
    )
    return db.session.execute(statement).scalar_one_or_none()


def drafts(rater_id: int, employee_id: int) -> list[RatingDraft]:
    statement = select(RatingDraft).where(RatingDraft.rater_id == rater_id, RatingDraft.employee_id == employee_id)
    return list(db.session.execute(statement.order_by(RatingDraft.competency_id)).scalars())


def asked_of(competency_ids: Sequence[int]) -> list[Any]:
    """Competencies with the words of their levels, in order."""
    statement = select(Competency.id, Competency.name, Competency.definition, Competency.levels).where(
        Competency.id.in_(competency_ids), visible(Competency, scope.current())
    )
    return list(db.session.execute(statement.order_by(Competency.sort_order, Competency.name, Competency.id)).all())


def team(superior_id: int, day: date) -> list[Any]:
    """Whoever answers to somebody, with when they last rated them: (id, name, position, rated_on, drafts)."""
    rated = (
        select(func.max(Assessment.assessed_on))
        .where(Assessment.employee_id == Employee.id, Assessment.source == "superior")
        .correlate(Employee)
        .scalar_subquery()
    )
    statement = (
        select(Employee.id, Employee.name, Position.title.label("position"), rated.label("rated_on"))
        .join(Placement, definitive(Employee.id, day))
        .join(Position, Position.id == Placement.position_id)
        .where(Employee.active, Employee.id.in_(subordinate_ids(superior_id, day)))
        .order_by(Employee.sort_name, Employee.id)
        .limit(200)
    )
    return list(db.session.execute(statement).all())


def team_member(superior_id: int, employee_id: int, day: date) -> Any:
    """One of them; anybody else is simply not found."""
    statement = select(Employee.id, Employee.name).where(
        Employee.id == employee_id, Employee.id.in_(subordinate_ids(superior_id, day))
    )
    return db.session.execute(statement).one()


def evidence_waiting(*, after: int = 0, limit: int = LISTED_AT_MOST) -> list[Any]:
    """Evidence an assessor has yet to look at, the oldest first."""
    return _evidence(CompetencyEvidence.status == EvidenceStatus.WAITING, CompetencyEvidence.id > after, limit=limit)


def evidence_of(employee_id: int) -> list[Any]:
    """Somebody's evidence, whatever became of it."""
    return list(reversed(_evidence(CompetencyEvidence.employee_id == employee_id, limit=LISTED_AT_MOST)))


def _evidence(*conditions: Any, limit: int) -> list[Any]:
    one = CompetencyEvidence
    statement = (
        select(
            one.id,
            one.employee_id,
            Employee.name,
            one.competency_id,
            Competency.name.label("competency"),
            one.level,
            one.shown_on,
            one.status,
            one.answer,
            CompetencyGap.required,
            CompetencyGap.measured,
            func.coalesce(LearningRecord.title, one.title).label("title"),
            one.file_id,
        )
        .join(Employee, Employee.id == one.employee_id)
        .join(Competency, Competency.id == one.competency_id)
        .outerjoin(
            CompetencyGap,
            and_(CompetencyGap.employee_id == one.employee_id, CompetencyGap.competency_id == one.competency_id),
        )
        .outerjoin(LearningRecord, LearningRecord.source_key == one.source_key)
        .where(*conditions)
        .order_by(one.id)
        .limit(limit)
    )
    return list(db.session.execute(statement).all())


def evidence(evidence_id: int) -> CompetencyEvidence:
    return db.session.execute(select(CompetencyEvidence).where(CompetencyEvidence.id == evidence_id)).scalar_one()


def evidence_row(evidence_id: int) -> Any:
    """One with everything an assessor needs to judge it."""
    evidence(evidence_id)
    return _evidence(CompetencyEvidence.id == evidence_id, limit=1)[0]


def waiting_of(employee_id: int) -> int:
    """How many pieces of somebody's evidence an assessor has yet to look at."""
    statement = select(func.count(CompetencyEvidence.id)).where(
        CompetencyEvidence.employee_id == employee_id, CompetencyEvidence.status == EvidenceStatus.WAITING
    )
    return db.session.execute(statement).scalar_one()


def assessment_file(employee_id: int, assessment_id: int) -> StoredFile:
    """What shows a level of somebody; a level without a file, or of somebody else, is not found."""
    statement = (
        select(StoredFile)
        .join(Assessment, Assessment.file_id == StoredFile.id)
        .where(Assessment.id == assessment_id, Assessment.employee_id == employee_id)
    )
    return db.session.execute(statement).scalar_one()


def evidence_file(employee_id: int, evidence_id: int) -> StoredFile:
    """What somebody handed in."""
    statement = (
        select(StoredFile)
        .join(CompetencyEvidence, CompetencyEvidence.file_id == StoredFile.id)
        .where(CompetencyEvidence.id == evidence_id, CompetencyEvidence.employee_id == employee_id)
    )
    return db.session.execute(statement).scalar_one()


def evidence_title(one: CompetencyEvidence) -> str:
    """What it came from, in words."""
    if one.title:
        return one.title
    title = db.session.execute(
        select(LearningRecord.title).where(LearningRecord.source_key == one.source_key)
    ).scalar_one_or_none()
    return title or "pelatihan yang lulus"


def disputes(*, status: DisputeStatus = DisputeStatus.OPEN, limit: int = LISTED_AT_MOST) -> list[Any]:
    """Disputes in a state, the oldest first."""
    return _disputes(AssessmentDispute.status == status, limit=limit)


def dispute_row(dispute_id: int) -> Any:
    dispute(dispute_id)
    return _disputes(AssessmentDispute.id == dispute_id, limit=1)[0]


def dispute(dispute_id: int) -> AssessmentDispute:
    return db.session.execute(select(AssessmentDispute).where(AssessmentDispute.id == dispute_id)).scalar_one()


def _disputes(*conditions: Any, limit: int) -> list[Any]:
    one = AssessmentDispute
    statement = (
        select(
            one.id,
            one.employee_id,
            Employee.name,
            Competency.name.label("competency"),
            Assessment.level,
            Assessment.source,
            Assessment.assessed_on,
            Assessment.assessor,
            Assessment.note,
            one.reason,
            one.raised_at,
            one.status,
            one.answer,
            one.answered_by,
        )
        .join(Assessment, Assessment.id == one.assessment_id)
        .join(Employee, Employee.id == one.employee_id)
        .join(Competency, Competency.id == Assessment.competency_id)
        .where(*conditions)
        .order_by(one.id)
        .limit(limit)
    )
    return list(db.session.execute(statement).all())


def people_to_assess(text: str, reach: Reach, *, limit: int = 20) -> list[Any]:
    """Somebody to record an assessment for, by the beginning of their name."""
    statement = (
        select(Employee.id, Employee.name, Position.title.label("position"), OrgUnit.name.label("unit"))
        .join(GapProfile, GapProfile.employee_id == Employee.id)
        .join(Position, Position.id == GapProfile.position_id)
        .join(OrgUnit, OrgUnit.id == GapProfile.unit_id)
        .where(
            Employee.active,
            Employee.sort_name.startswith(text.lower(), autoescape=True),
            within(reach),
            may_be_shown(reach),
        )
        .order_by(Employee.sort_name, Employee.id)
        .limit(limit)
    )
    return list(db.session.execute(statement).all())
