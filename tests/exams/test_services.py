"""The bank, papers and sittings as the database keeps them."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from app.access.visitor import SYSTEM
from app.base.clock import now
from app.base.database import db
from app.base.errors import StaleVersion
from app.exams import rules
from app.exams.facts import Reply
from app.exams.models import AttemptAnswer, Counting, ExamPurpose, ExamStatus, QuestionKind, QuestionVersion
from app.exams.queries import bank, papers
from app.exams.services import bank as bank_services
from app.exams.services import papers as paper_services
from app.exams.services import sittings
from app.jobs import worker
from app.training.queries import enrolments
from app.training.services import exams
from tests.support.builders import make_batch, make_programme, page_of, seat
from tests.support.learning import exam_facts, make_exam, make_question, question_facts, sit

RIGHT, WRONG = Reply(chosen=("0",)), Reply(chosen=("1",))


@pytest.fixture
def batch(budi, dewi):
    batch = make_batch(programme=make_programme(min_score="60"), starts_in_days=-1)
    seat(budi, batch)
    seat(dewi, batch)
    return batch


def score_of(person, batch):
    db.session.expire_all()
    return enrolments.own(person.employee_id, batch.id).score


def test_a_question_changes_in_place_until_a_test_has_asked_it(bungo):
    question = make_question()
    facts = question_facts(text="Bunyi baru?")
    bank_services.change(question, facts, version=1, by=SYSTEM)
    assert [(one.number, one.text) for one in bank.versions(question.id)] == [(1, "Bunyi baru?")]
    with pytest.raises(StaleVersion):
        bank_services.change(question, facts, version=1, by=SYSTEM)


def test_what_was_asked_stays_and_drafts_follow_the_new_version(batch):
    question = make_question(text="Bunyi lama?")
    asked = make_exam(batch, [question])
    draft = make_exam(batch, [question], purpose=ExamPurpose.PRE, opened=False)
    bank_services.change(question, question_facts(text="Bunyi baru?"), version=1, by=SYSTEM)
    db.session.commit()
    texts = {exam.id: papers.questions(exam.id)[0].QuestionVersion.text for exam in (asked, draft)}
    assert texts == {asked.id: "Bunyi lama?", draft.id: "Bunyi baru?"}
    bank_services.change(question, question_facts(text="Bunyi baru?", topic="Lain"), version=2, by=SYSTEM)
    assert len(db.session.execute(select(QuestionVersion.id)).all()) == 2


def test_an_archived_question_is_drawn_no_more(batch):
    question = make_question()
    exam = make_exam(batch, [make_question()], opened=False)
    bank_services.archive(question, by=SYSTEM)
    assert paper_services.add_questions(exam, [question.id], by=SYSTEM) == 0
    bank_services.restore(question, by=SYSTEM)
    assert paper_services.add_questions(exam, [question.id, question.id], by=SYSTEM) == 1


def test_drawing_takes_what_the_paper_does_not_have(batch):
    questions = [make_question() for _one in range(4)]
    exam = make_exam(batch, [make_question()], opened=False)
    assert paper_services.draw(exam, "Pelayanan publik", 3, by=SYSTEM) == 3
    with pytest.raises(rules.WrongField, match="tinggal punya 1 soal"):
        paper_services.draw(exam, "Pelayanan publik", 2, by=SYSTEM)
    left = {one.id for one in questions} - {row.origin for row in papers.questions(exam.id)}
    with pytest.raises(rules.WrongField, match="Semua soal topik ini"):
        paper_services.draw(exam, "Pelayanan publik", 1, without=left, by=SYSTEM)
    with pytest.raises(rules.WrongField, match="sudah ada dalam tes"):
        paper_services.draw(exam, "Tidak ada", 1, by=SYSTEM)


def test_a_test_without_a_question_is_not_opened_and_an_open_one_not_changed(batch):
    empty = paper_services.plan(exam_facts(), by=SYSTEM)
    with pytest.raises(rules.Unfinished):
        paper_services.open_(empty, by=SYSTEM)
    exam = make_exam(batch)
    for change in (
        lambda: paper_services.add_questions(exam, [make_question().id], by=SYSTEM),
        lambda: paper_services.change(exam, exam_facts(), by=SYSTEM),
        lambda: paper_services.delete(exam, by=SYSTEM),
        lambda: paper_services.open_(exam, by=SYSTEM),
    ):
        with pytest.raises(rules.IsFrozen):
            change()


def test_the_score_follows_into_the_enrolment(batch, budi):
    exam = make_exam(batch, [make_question() for _one in range(3)])
    attempt = sit(budi, batch, exam, [RIGHT, RIGHT, WRONG])
    assert (attempt.score, score_of(budi, batch)) == (Decimal("66.67"), Decimal("66.67"))


def test_a_test_before_the_course_leaves_the_enrolment_alone(batch, budi):
    exam = make_exam(batch, purpose=ExamPurpose.PRE)
    sit(budi, batch, exam, [RIGHT])
    assert score_of(budi, batch) is None


def test_starting_again_goes_on_where_one_was(batch, budi):
    exam = make_exam(batch, minutes=30)
    first = sit(budi, batch, exam, [RIGHT], send=False)
    again = exams.start(page_of(batch), exam, by=budi.actor)
    assert again.id == first.id
    assert [one.reply for one in papers.asked(again)] == [RIGHT]


def test_sent_twice_it_counts_once(batch, budi):
    exam = make_exam(batch)
    attempt = sit(budi, batch, exam, [RIGHT])
    asked = papers.questions(exam.id)[0].id
    assert exams.submit(page_of(batch), exam, attempt, {asked: WRONG}, by=budi.actor)
    db.session.commit()
    assert (attempt.score, len(papers.attempts_of(exam.id, budi.employee_id))) == (Decimal(100), 1)
    with pytest.raises(rules.AlreadySent):
        sittings.save(attempt, {asked: WRONG})


@pytest.mark.parametrize(("counting", "score"), [(Counting.BEST, 100), (Counting.LAST, 0)])
def test_best_or_last_counts_and_no_more_than_allowed(batch, budi, counting, score):
    exam = make_exam(batch, attempts=2, counting=counting)
    sit(budi, batch, exam, [RIGHT])
    sit(budi, batch, exam, [WRONG])
    assert score_of(budi, batch) == score
    with pytest.raises(rules.NoAttemptLeft):
        exams.start(page_of(batch), exam, by=budi.actor)


def move_back(attempt, seconds):
    """As if it had begun so much earlier."""
    attempt.deadline_at = now() - timedelta(seconds=seconds)
    db.session.commit()


def test_within_the_grace_an_answer_is_kept_and_after_it_not(batch, budi, dewi):
    exam = make_exam(batch, minutes=10)
    asked = papers.questions(exam.id)[0].id
    early, late = (sit(one, batch, exam, [WRONG], send=False) for one in (budi, dewi))
    move_back(early, 10)
    sittings.save(early, {asked: RIGHT})
    move_back(late, 60)
    with pytest.raises(rules.TimeOver):
        sittings.save(late, {asked: RIGHT})
    assert not exams.submit(page_of(batch), exam, late, {asked: RIGHT}, by=dewi.actor)
    assert exams.submit(page_of(batch), exam, early, {}, by=budi.actor)
    db.session.commit()
    assert (early.score, late.score) == (Decimal(100), Decimal(0))
    assert late.submitted_at == late.deadline_at + rules.GRACE


def test_the_worker_sends_what_was_kept_when_the_time_is_up(batch, budi):
    exam = make_exam(batch, minutes=10)
    attempt = sit(budi, batch, exam, [RIGHT], send=False)
    move_back(attempt, 60)
    worker.see_to("training.end_attempts")
    assert score_of(budi, batch) == 100
    worker.see_to("training.end_attempts")
    assert len(papers.attempts_of(exam.id, budi.employee_id)) == 1


def test_closing_a_test_sends_what_people_were_writing(batch, budi, dewi):
    exam = make_exam(batch)
    sit(budi, batch, exam, [RIGHT], send=False)
    exams.close(page_of(batch), exam, by=SYSTEM)
    db.session.commit()
    assert (exam.status, score_of(budi, batch)) == (ExamStatus.CLOSED, 100)
    with pytest.raises(rules.NotOpen):
        exams.start(page_of(batch), exam, by=dewi.actor)


def test_a_short_answer_waits_for_the_scorer(batch, budi, sari):
    exam = make_exam(batch, [make_question(QuestionKind.TEXT), make_question()])
    sit(budi, batch, exam, [Reply(text="Saya menyapa dulu."), RIGHT])
    assert score_of(budi, batch) is None
    [row] = papers.texts_waiting(exam.id)
    page = page_of(batch)
    with pytest.raises(rules.WrongField, match="antara 0 dan 2"):
        exams.score_text(page, exam, row.AttemptAnswer, Decimal(3), "", by=sari.actor)
    with pytest.raises(rules.IsFrozen, match="petugas lain"):
        exams.score_text(page, exam, row.AttemptAnswer, Decimal(2), "", by=budi.actor)
    exams.score_text(page, exam, row.AttemptAnswer, Decimal("0.5"), "Tindak lanjutnya?", by=sari.actor)
    db.session.commit()
    assert score_of(budi, batch) == 50
    assert exams.waiting_people(batch.id) == {}


def test_an_empty_short_answer_waits_for_nobody(batch, budi):
    exam = make_exam(batch, [make_question(QuestionKind.TEXT), make_question()])
    sit(budi, batch, exam, [Reply(), RIGHT])
    assert score_of(budi, batch) == Decimal("33.33")


def test_a_question_of_another_test_is_refused(batch, budi):
    exam = make_exam(batch)
    other = make_exam(batch, purpose=ExamPurpose.PRE)
    attempt = exams.start(page_of(batch), exam, by=budi.actor)
    with pytest.raises(rules.WrongAnswer):
        sittings.save(attempt, {papers.questions(other.id)[0].id: RIGHT})
    assert db.session.execute(select(AttemptAnswer.id)).all() == []


def test_only_participants_sit(batch, rina):
    with pytest.raises(exams.NotForYou):
        exams.start(page_of(batch), make_exam(batch), by=rina.actor)


def test_the_analysis_takes_the_first_attempt_of_each(batch, budi, dewi):
    exam = make_exam(batch, [make_question(), make_question()], attempts=2)
    sit(budi, batch, exam, [RIGHT, WRONG])
    sit(budi, batch, exam, [RIGHT, RIGHT])
    sit(dewi, batch, exam, [RIGHT])
    _ids, shares = papers.shares(exam.id)
    assert shares == [[1.0, 0.0], [1.0, 0.0]]
