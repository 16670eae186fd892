"""Questions, tests, evaluations and work handed in, with dull defaults."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from sqlalchemy import select

from app.access.visitor import SYSTEM
from app.base.clock import now
from app.base.database import db
from app.documents import services as store
from app.evaluations import queries as evaluations
from app.evaluations.models import Evaluation, EvaluationPart, EvaluationStatus, FollowUp, ItemKind, PartKind
from app.evaluations.services import forms
from app.exams.facts import ExamFacts, QuestionFacts, Reply
from app.exams.models import (
    Attempt,
    AttemptAnswer,
    Counting,
    Exam,
    ExamPurpose,
    ExamQuestion,
    Question,
    QuestionKind,
)
from app.exams.queries import papers as paper_queries
from app.exams.services import bank, papers, sittings
from app.training.models import AssignmentWork, Batch, BatchEvaluation, BatchExam, Enrolment
from app.training.services import exams
from tests.support.builders import Person, page_of

_numbers = count(1)
RIGHT, WRONG = ("0",), ("1",)


def question_facts(kind: QuestionKind = QuestionKind.SINGLE, **different: Any) -> QuestionFacts:
    facts = {
        QuestionKind.SINGLE: {"options": ("Menyapa dulu", "Menunggu", "Pergi"), "right": ("0",)},
        QuestionKind.MULTIPLE: {"options": ("KTP", "KK", "Foto"), "right": ("0", "1")},
        QuestionKind.TRUE_FALSE: {"options": (), "right": ("0",)},
        QuestionKind.TEXT: {
            "options": (),
            "right": (),
            "rubric": "Menyebut sapaan: 1 poin. Menyebut tindak lanjut: 1 poin.",
        },
        QuestionKind.ORDER: {"options": ("Sapa", "Dengar", "Jawab"), "right": ()},
    }[kind]
    basis = QuestionFacts(
        topic="Pelayanan publik",
        competency_id=None,
        kind=kind,
        text=f"Pertanyaan nomor {next(_numbers)}?",
        options=(),
        right=(),
        points=Decimal(2 if kind == QuestionKind.TEXT else 1),
        explanation="Warga yang disapa merasa dilayani.",
        rubric="",
    )
    return replace(basis, **facts | different)


def make_question(kind: QuestionKind = QuestionKind.SINGLE, **different: Any) -> Question:
    question = bank.create(question_facts(kind, **different), by=SYSTEM)
    db.session.commit()
    return question


def exam_facts(purpose: ExamPurpose = ExamPurpose.POST, **different: Any) -> ExamFacts:
    return replace(ExamFacts("Tes akhir", purpose, None, 1, Counting.BEST), **different)


def make_exam(
    batch: Batch,
    questions: Sequence[Question] = (),
    *,
    purpose: ExamPurpose = ExamPurpose.POST,
    opened: bool = True,
    **different: Any,
) -> Exam:
    """A test of a batch with these questions (one single choice unless given), open unless told otherwise."""
    exam = papers.plan(exam_facts(purpose, **different), by=SYSTEM)
    db.session.add(BatchExam(batch_id=batch.id, exam_id=exam.id))
    papers.add_questions(exam, [one.id for one in questions or [make_question()]], by=SYSTEM)
    if opened:
        papers.open_(exam, by=SYSTEM)
    db.session.commit()
    return exam


def sit(person: Person, batch: Batch, exam: Exam, replies: Sequence[Reply] = (), *, send: bool = True) -> Attempt:
    """Sit a test through the real services, answering in the order of the paper."""
    page = page_of(batch)
    attempt = exams.start(page, exam, by=person.actor)
    rows = paper_queries.questions(exam.id)
    sittings.save(attempt, {row.id: reply for row, reply in zip(rows, replies, strict=False)})
    if send:
        exams.submit(page, exam, attempt, {}, by=person.actor)
    db.session.commit()
    return attempt


def make_evaluation(
    batch: Batch, people: Sequence[Person], *, trainers: Sequence[str] = ("Hendra Gunawan, M.Si.",), days: int = 7
) -> Evaluation:
    """An open evaluation put to these people."""
    found = forms.open_(
        forms.Wanted(
            title="Pelayanan Prima, Angkatan 1",
            trainers=tuple(trainers),
            place="Aula BKPSDM",
            people=tuple(forms.Recipient(one.employee_id, one.name, one.email) for one in people),
            closes_at=now() + timedelta(days=days),
            until="minggu depan",
            path=f"/pelatihan/angkatan/{batch.id}/evaluasi",
        ),
        today=now().date(),
        by=SYSTEM,
    )
    db.session.add(BatchEvaluation(batch_id=batch.id, evaluation_id=found.id))
    db.session.commit()
    return found


def replies_to(evaluation: Evaluation, value: str = "4", text: str = "") -> dict[int, str]:
    """The same answer to every statement."""
    rows = evaluations.questions(evaluation.id)
    return {row.id: value if row.kind == ItemKind.SCALE else text for row in rows}


def evaluate(person: Person, evaluation: Evaluation, value: str = "4", text: str = "") -> bool:
    token = forms.token_of(evaluation.id, person.employee_id)
    kept = forms.submit(token, replies_to(evaluation, value, text))
    db.session.commit()
    return kept


def make_follow_up(employee: Person, superior: Person, *, group_key: str = "batch:1", days: int = 30) -> FollowUp:
    row = FollowUp(
        source_key=f"test:{next(_numbers)}",
        group_key=group_key,
        employee_id=employee.employee_id,
        superior_id=superior.employee_id,
        title="Pelayanan Prima, Angkatan 1",
        asked_at=now(),
        expires_at=now() + timedelta(days=days),
        items=["Ia memakai hasil pelatihan ini.", "Hasil kerjanya lebih baik."],
        values=[],
    )
    db.session.add(row)
    db.session.commit()
    return row


def make_work(enrolment: Enrolment, text: str = "Rencana aksi saya") -> AssignmentWork:
    content = b"%PDF-1.7\n"
    file = store.keep(content, storage_key=store.put(content), name="rencana.pdf", media_type="application/pdf")
    work = AssignmentWork(enrolment_id=enrolment.id, file_id=file.id, text=text, submitted_at=now())
    db.session.add(work)
    db.session.commit()
    return work


def ids_of_learning(batch: Batch, person: Person, superior: Person) -> dict[str, int]:
    """One number of each thing here, for whoever walks all addresses."""
    exam = make_exam(batch, [make_question(QuestionKind.TEXT)], attempts=1)
    attempt = sit(person, batch, exam, [Reply(text="Saya menyapa.")])
    evaluation = make_evaluation(batch, [person])
    enrolment = db.session.execute(
        select(Enrolment).where(Enrolment.batch_id == batch.id, Enrolment.employee_id == person.employee_id)
    ).scalar_one()
    asked = db.session.execute(select(ExamQuestion).where(ExamQuestion.exam_id == exam.id)).scalar_one()
    answer = db.session.execute(select(AttemptAnswer).where(AttemptAnswer.attempt_id == attempt.id)).scalar_one()
    part = db.session.execute(
        select(EvaluationPart).where(
            EvaluationPart.evaluation_id == evaluation.id, EvaluationPart.kind == PartKind.TRAINER
        )
    ).scalar_one()
    part.employee_id, evaluation.status, evaluation.closed_at = person.employee_id, EvaluationStatus.CLOSED, now()
    batch.assignment_brief = "Rencana aksi satu halaman."
    item = forms.add_item(
        PartKind.PLACE, ItemKind.SCALE, "Ruangnya tenang.", today=now().date() - timedelta(days=1), by=SYSTEM
    )
    db.session.commit()
    return {
        "question_id": paper_queries.questions(exam.id)[0].origin,
        "exam_id": exam.id,
        "exam_question_id": asked.id,
        "attempt_id": attempt.id,
        "answer_id": answer.id,
        "part_id": part.id,
        "item_id": item.id,
        "follow_up_id": make_follow_up(person, superior).id,
        "work_id": make_work(enrolment).id,
    }
