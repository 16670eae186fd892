"""What belongs to the learning of a batch: its tests, its evaluation, the work handed in, and what was gained."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import String, and_, case, cast, func, literal, or_, select
from sqlalchemy.orm import aliased

from app.base.database import db
from app.documents.models import StoredFile
from app.evaluations.models import Evaluation, FollowUp
from app.exams.models import Attempt, Exam, ExamPurpose, ExamStatus
from app.exams.queries import papers
from app.organisation.models import Employee
from app.training.models import (
    AssignmentWork,
    Batch,
    BatchEvaluation,
    BatchExam,
    BatchStatus,
    Enrolment,
    EnrolmentStatus,
    Programme,
)
from app.training.queries.batches import BatchPage

MAY_STILL_SIT = (
    EnrolmentStatus.REQUESTED,
    EnrolmentStatus.APPROVED,
    EnrolmentStatus.WAITLISTED,
    EnrolmentStatus.OFFERED,
    EnrolmentStatus.CONFIRMED,
)
_ORDER = case((Exam.purpose == ExamPurpose.PRE, 0), else_=1)


def exams_of(batch_id: int) -> list[Exam]:
    """The tests of a batch, the one before the course first."""
    statement = (
        select(Exam)
        .join(BatchExam, BatchExam.exam_id == Exam.id)
        .where(BatchExam.batch_id == batch_id)
        .order_by(_ORDER)
    )
    return list(db.session.execute(statement).scalars())


def exam_with(batch_id: int, purpose: ExamPurpose) -> Exam | None:
    return next((one for one in exams_of(batch_id) if one.purpose == purpose), None)


def exam_of(batch_id: int, exam_id: int) -> Exam:
    """A test of this very batch."""
    return db.session.execute(
        select(Exam)
        .join(BatchExam, BatchExam.exam_id == Exam.id)
        .where(BatchExam.batch_id == batch_id, Exam.id == exam_id)
    ).scalar_one()


def link_of_exam(exam_id: int) -> BatchExam:
    return db.session.execute(select(BatchExam).where(BatchExam.exam_id == exam_id)).scalar_one()


def page_of_exam(exam_id: int) -> BatchPage:
    """The batch a test belongs to."""
    statement = (
        select(Batch, Programme)
        .join(BatchExam, BatchExam.batch_id == Batch.id)
        .join(Programme, Programme.id == Batch.programme_id)
        .where(BatchExam.exam_id == exam_id)
    )
    return BatchPage(*db.session.execute(statement).one())


def earlier_exam(batch: Batch, purpose: ExamPurpose) -> Exam | None:
    """The same test of the programme's latest other batch that has one."""
    statement = (
        select(Exam)
        .join(BatchExam, BatchExam.exam_id == Exam.id)
        .join(Batch, Batch.id == BatchExam.batch_id)
        .where(Batch.programme_id == batch.programme_id, Batch.id != batch.id, Exam.purpose == purpose)
        .order_by(Batch.starts_on.desc(), Batch.id.desc())
        .limit(1)
    )
    return db.session.execute(statement).scalar_one_or_none()


def exams_ahead(employee_id: int) -> set[int]:
    """The tests somebody is enrolled for, or waits to be, and has not used up."""
    sent = (
        select(func.count(Attempt.id))
        .where(Attempt.exam_id == Exam.id, Attempt.employee_id == employee_id, Attempt.submitted_at.is_not(None))
        .scalar_subquery()
    )
    statement = (
        select(Exam.id)
        .join(BatchExam, BatchExam.exam_id == Exam.id)
        .join(Batch, Batch.id == BatchExam.batch_id)
        .join(Enrolment, Enrolment.batch_id == Batch.id)
        .where(
            Enrolment.employee_id == employee_id,
            Enrolment.status.in_(MAY_STILL_SIT),
            Batch.status.in_((BatchStatus.DRAFT, BatchStatus.PUBLISHED)),
            Exam.status != ExamStatus.CLOSED,
            sent < Exam.attempts,
        )
    )
    return set(db.session.execute(statement).scalars())


def evaluation_of(batch_id: int) -> Evaluation | None:
    statement = (
        select(Evaluation)
        .join(BatchEvaluation, BatchEvaluation.evaluation_id == Evaluation.id)
        .where(BatchEvaluation.batch_id == batch_id)
    )
    return db.session.execute(statement).scalar_one_or_none()


def batch_of_evaluation(evaluation_id: int) -> int | None:
    statement = select(BatchEvaluation.batch_id).where(BatchEvaluation.evaluation_id == evaluation_id)
    return db.session.execute(statement).scalar_one_or_none()


# --- work handed in ---------------------------------------------------------------------------------


def works_of(enrolment_id: int) -> list[Any]:
    """What somebody handed in, the latest first, with the file's name."""
    statement = (
        select(AssignmentWork, StoredFile.name.label("file_name"))
        .outerjoin(StoredFile, StoredFile.id == AssignmentWork.file_id)
        .where(AssignmentWork.enrolment_id == enrolment_id)
        .order_by(AssignmentWork.id.desc())
    )
    return list(db.session.execute(statement).all())


_is_decided = case((AssignmentWork.accepted.is_(None), 0), else_=1)


def works(batch_id: int, *, after: tuple[int, int] | None = None, limit: int) -> list[Any]:
    """The latest work of each participant, what waits for a decision first, the oldest of it at the top.

    A place is (1 for one that is decided, the work's number).
    """
    later = aliased(AssignmentWork)
    latest = select(func.max(later.id)).where(later.enrolment_id == AssignmentWork.enrolment_id).scalar_subquery()
    statement = (
        select(AssignmentWork, Employee.name, Enrolment.employee_id, StoredFile.name.label("file_name"))
        .join(Enrolment, Enrolment.id == AssignmentWork.enrolment_id)
        .join(Employee, Employee.id == Enrolment.employee_id)
        .outerjoin(StoredFile, StoredFile.id == AssignmentWork.file_id)
        .where(Enrolment.batch_id == batch_id, AssignmentWork.id == latest)
        .order_by(_is_decided, AssignmentWork.id)
        .limit(limit)
    )
    if after is not None:
        same = and_(_is_decided == after[0], AssignmentWork.id > after[1])
        statement = statement.where(or_(_is_decided > after[0], same))
    return list(db.session.execute(statement).all())


def work(batch_id: int, work_id: int) -> tuple[AssignmentWork, Enrolment]:
    """A work handed in to this very batch, with whose it is."""
    statement = (
        select(AssignmentWork, Enrolment)
        .join(Enrolment, Enrolment.id == AssignmentWork.enrolment_id)
        .where(AssignmentWork.id == work_id, Enrolment.batch_id == batch_id)
    )
    row, enrolment = db.session.execute(statement).one()
    return row, enrolment


def undecided(batch_id: int) -> dict[int, int]:
    """Work nobody has decided on yet: its number by employee."""
    later = aliased(AssignmentWork)
    latest = select(func.max(later.id)).where(later.enrolment_id == AssignmentWork.enrolment_id).scalar_subquery()
    statement = (
        select(Enrolment.employee_id, AssignmentWork.id)
        .join(Enrolment, Enrolment.id == AssignmentWork.enrolment_id)
        .where(Enrolment.batch_id == batch_id, AssignmentWork.id == latest, AssignmentWork.accepted.is_(None))
    )
    return {row.employee_id: row.id for row in db.session.execute(statement)}


# --- what was gained --------------------------------------------------------------------------------


def pre_and_post(batch_id: int, people: Sequence[Any]) -> dict[int, tuple[Any, Any]]:
    """The scores before and after by employee. Where there is no test after, the score on record counts."""
    pre_exam, post_exam = exam_with(batch_id, ExamPurpose.PRE), exam_with(batch_id, ExamPurpose.POST)
    pre = papers.scores(pre_exam.id) if pre_exam else {}
    post = papers.scores(post_exam.id) if post_exam else {}
    return {row.employee_id: (pre.get(row.employee_id), post.get(row.employee_id, row.score)) for row in people}


# --- the superior, months later ---------------------------------------------------------------------


def passed_between(first: date, last: date, *, limit: int) -> list[Any]:
    """Who passed a batch that ended in these days and about whom no superior was asked, everywhere."""
    key = literal("enrolment:").concat(cast(Enrolment.id, String))
    asked = (
        select(FollowUp.id)
        .where(FollowUp.government_id == Enrolment.government_id, FollowUp.source_key == key)
        .correlate(Enrolment)
        .exists()
    )
    statement = (
        select(Enrolment.government_id, Enrolment.id, Enrolment.employee_id, Enrolment.batch_id, Batch.ends_on)
        .join(Batch, Batch.id == Enrolment.batch_id)
        .where(
            Enrolment.status == EnrolmentStatus.PASSED,
            Batch.status == BatchStatus.CLOSED,
            Batch.ends_on >= first,
            Batch.ends_on <= last,
            ~asked,
        )
        .order_by(Batch.ends_on, Enrolment.id)
        .limit(limit)
    )
    return list(db.session.execute(statement).all())
