"""Tests, evaluations and assignments in every state a page can show, in one government."""

from datetime import timedelta

from app.base.clock import now
from app.base.database import db
from app.evaluations.models import EvaluationStatus
from app.evaluations.services import forms
from app.exams.facts import Reply
from app.exams.models import Exam, ExamPurpose, QuestionKind
from app.exams.services import papers
from app.training.models import Batch
from app.training.queries import enrolments
from app.training.queries.learning import link_of_exam
from tests.browser.seeding import Cast, Scene, _cast, _running, in_app
from tests.support.builders import (
    Person,
    attend,
    make_batch,
    make_employee,
    make_position,
    make_programme,
    page_of,
    seat,
)
from tests.support.learning import (
    evaluate,
    make_evaluation,
    make_exam,
    make_follow_up,
    make_question,
    make_work,
    sit,
)

K = QuestionKind
LONG = "Pengelolaan Keluhan Warga dan Tindak Lanjutnya di Kecamatan"
TRAINERS = ("Hendra Gunawan, M.Si.", "Ratna Kusumaningtyas Wiryodiningrat, S.Sos., M.A.P.")
ANSWERS = (0, 4, 5, 22)


@in_app
def learning() -> Scene:
    cast = _cast()
    running = _running(programme=make_programme(LONG, min_score="70"), number=1)
    for person in (cast.budi, cast.dewi, cast.rina):
        seat(person, running)
        attend(person, running)
    tests = _tests(cast, running)
    evaluation = make_evaluation(running, [cast.budi, cast.dewi, cast.rina], trainers=TRAINERS)
    crowd = _crowd()
    ids = (
        {"running": running.id}
        | tests
        | _work(cast)
        | {f"evaluated_{many}": _evaluated(crowd, many) for many in ANSWERS}
    )
    ids["follow_up"] = make_follow_up(cast.budi, cast.rina).id
    ids["question"] = make_question(K.TEXT).id
    return Scene(cast, ids | {"token": forms.token_of(evaluation.id, cast.budi.employee_id)})


def _tests(cast: Cast, batch: Batch) -> dict[str, int]:
    """Before the course: closed. After it: Dewi is in the middle, Rina is done, Budi is to begin."""
    before = make_exam(batch, [make_question(), make_question(K.ORDER)], purpose=ExamPurpose.PRE)
    sit(cast.rina, batch, before, [Reply(chosen=("1",)), Reply(chosen=("1", "0", "2"))])
    papers.close(before, by=cast.sari.actor)
    kinds = (*K, K.SINGLE, K.MULTIPLE)
    after = make_exam(batch, [make_question(kind) for kind in kinds], minutes=30, attempts=2)
    dewi = sit(cast.dewi, batch, after, [Reply(chosen=("0",))], send=False)
    sit(cast.rina, batch, after, [Reply(), Reply(), Reply(), Reply(text="Saya menyapa, lalu mendengar."), Reply()])
    draft = make_exam(make_batch(starts_in_days=3, number=8), opened=False)
    db.session.commit()
    return {"before": before.id, "after": after.id, "attempt": dewi.id, "draft": draft.id, "draft_batch": _batch(draft)}


def _batch(exam: Exam) -> int:
    return link_of_exam(exam.id).batch_id


def _crowd() -> list[Person]:
    post = make_position().id
    return [make_employee(f"Peserta Nomor {number}", position_id=post, email="") for number in range(22)]


def _evaluated(crowd: list[Person], answers: int) -> int:
    """A batch whose evaluation was closed with so many answers."""
    batch = make_batch(starts_in_days=-9, number=100 + answers)
    evaluation = make_evaluation(batch, crowd, trainers=TRAINERS)
    for place, person in enumerate(crowd[:answers]):
        evaluate(person, evaluation, str(place % 5 + 1), f"Contohnya dari kantor kami, butir {place}.")
    evaluation.status, evaluation.closed_at = EvaluationStatus.CLOSED, now()
    db.session.commit()
    return batch.id


def _work(cast: Cast) -> dict[str, int]:
    """An assignment: Budi's waits, Dewi's was sent back."""
    batch = _running(programme=make_programme("Rencana Aksi Perubahan Pelayanan"), number=2)
    page_of(batch).programme.needs_assignment = True
    batch.assignment_brief = "Rencana aksi satu halaman: apa, siapa, kapan, dan bagaimana diukur."
    batch.assignment_due_at = now() + timedelta(days=6)
    db.session.commit()
    for person in (cast.budi, cast.dewi):
        seat(person, batch)
        attend(person, batch)
    make_work(enrolments.own(cast.budi.employee_id, batch.id))
    returned = make_work(enrolments.own(cast.dewi.employee_id, batch.id), "Lampiran saya.")
    returned.accepted, returned.note, returned.decided_at = False, "Belum ada tanggalnya.", now()
    db.session.commit()
    return {"assigned": batch.id}
