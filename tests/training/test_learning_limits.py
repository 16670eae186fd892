"""What the learning of a batch refuses: deadlines nobody could keep, early closings, and reading one's own test."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.access.permissions import Role
from app.base.clock import now, today
from app.base.database import db
from app.exams import rules as exam_rules
from app.exams.facts import Reply
from app.training import rules
from app.training.models import EnrolmentStatus, Programme
from app.training.queries import enrolments, learning
from app.training.services import closing
from tests.support.builders import attend, make_batch, make_employee, make_programme, page_of, seat
from tests.support.learning import make_exam, make_question, sit

ZONE = "Asia/Jakarta"


@pytest.fixture
def keeper(bungo):
    """Somebody who keeps the bank and takes part."""
    return make_employee("Maya Kartika, S.Pd.", roles=[Role.ORGANISER])


@pytest.fixture
def with_assignment(budi):
    batch = make_batch(programme=make_programme(), starts_in_days=-1)
    db.session.get_one(Programme, batch.programme_id).needs_assignment = True
    seat(budi, batch)
    attend(budi, batch)
    db.session.commit()
    return batch


@pytest.mark.parametrize(
    ("days", "words"), [(-1, "Batas ini sudah lewat"), (800, "lebih dari setahun sesudah angkatan selesai")]
)
def test_a_deadline_nobody_could_keep_is_refused_where_it_is_typed(visit, organiser, with_assignment, days, words):
    due = f"{today(ZONE) + timedelta(days=days)}T16:00"
    page = visit(organiser).open("training.list_works", batch_id=with_assignment.id)
    refused = page.press("Simpan penjelasan", expect=422, brief="Rencana aksi.", due_at=due)
    assert words in refused.all("#due_at-error")[0]
    assert (refused.fields["due_at"], refused.fields["brief"]) == (due, "Rencana aksi.")


def test_a_deadline_that_has_passed_meanwhile_does_not_hold_the_words(visit, organiser, with_assignment):
    with_assignment.assignment_due_at = (now() - timedelta(hours=2)).replace(second=0, microsecond=0)
    db.session.commit()
    page = visit(organiser).open("training.list_works", batch_id=with_assignment.id)
    assert page.press("Simpan penjelasan", brief="Rencana aksi dua halaman.").notices == ["Tersimpan."]


def test_nobody_is_failed_while_they_may_still_hand_in(visit, organiser, budi, with_assignment):
    with_assignment.assignment_due_at = now() + timedelta(days=3)
    db.session.commit()
    with pytest.raises(rules.NotReadyToClose, match=r"Tugas masih bisa diserahkan sampai .* 1 peserta belum selesai"):
        closing.request_closing(page_of(with_assignment), by=organiser.actor)
    db.session.rollback()
    page = visit(organiser).open("training.show_closing", batch_id=with_assignment.id)
    assert "Tugas masih bisa diserahkan" in page.text
    assert "Tutup angkatan" not in page.buttons
    assert (
        "Tugas masih bisa diserahkan"
        in visit(organiser).open("training.show_managed", batch_id=with_assignment.id).text
    )
    enrolments.own(budi.employee_id, with_assignment.id).assignment_done = True
    db.session.commit()
    closing.request_closing(page_of(with_assignment), by=organiser.actor)


@given(st.lists(st.decimals(min_value="0.25", max_value=100, places=2), min_size=1, max_size=12))
def test_whoever_reaches_every_point_meets_every_rule_that_can_be_entered(worths):
    assert exam_rules.score_of(worths, worths) == Decimal(rules.HIGHEST_SCORE)


# --- one's own test -----------------------------------------------------------------------------------


def test_whoever_keeps_the_bank_does_not_read_the_test_they_still_have_to_sit(visit, keeper):
    batch = make_batch(starts_in_days=-1)
    enrolment = seat(keeper, batch)
    asked, other = make_question(text="Rahasia dari tes?"), make_question(text="Soal yang bebas?")
    exam = make_exam(batch, [asked])
    desk = visit(keeper)
    listed = desk.open("exams.list_questions")
    assert ("Rahasia dari tes?" in listed.text, "Soal yang bebas?" in listed.text) == (False, True)
    assert "1 soal tidak ditampilkan" in listed.text
    assert "Rahasia dari tes?" not in desk.open("/soal?cari=rahasia").text
    desk.open("exams.show_question", question_id=other.id)
    where = {"batch_id": batch.id, "exam_id": exam.id}
    for endpoint, values in (
        ("exams.show_question", {"question_id": asked.id}),
        ("exams.show_question_form", {"question_id": asked.id}),
        ("training.show_exam", where),
        ("training.list_texts", where),
        ("training.show_exam_analysis", where),
    ):
        refused = desk.open(endpoint, expect=403, **values)
        assert "Soalnya tidak ditampilkan kepada orang yang masih harus mengerjakannya." in refused.text, endpoint
    sit(keeper, batch, exam, [Reply(chosen=("0",))])
    assert "Rahasia dari tes?" in visit(keeper).open("training.show_exam", **where).text
    assert enrolment.status == EnrolmentStatus.CONFIRMED


def test_a_question_of_ones_own_test_is_not_offered_for_another(visit, keeper):
    mine, other = make_batch(starts_in_days=-1), make_batch(starts_in_days=-1)
    seat(keeper, mine)
    make_exam(mine, [make_question(text="Rahasia dari tes?")])
    draft = make_exam(other, [make_question(text="Soal pertama?")], opened=False)
    make_question(text="Soal yang bebas?")
    page = visit(keeper).open(f"/pelatihan/kelola/{other.id}/tes/{draft.id}?topik=Pelayanan+publik")
    assert ("Rahasia dari tes?" in page.text, "Soal yang bebas?" in page.text) == (False, True)


@pytest.mark.parametrize("status", [EnrolmentStatus.WITHDRAWN, EnrolmentStatus.NO_SHOW])
def test_who_sits_no_test_reads_it(keeper, status):
    batch = make_batch(starts_in_days=-1)
    enrolment = seat(keeper, batch)
    exam = make_exam(batch)
    assert learning.exams_ahead(keeper.employee_id) == {exam.id}
    enrolment.status = status
    db.session.commit()
    assert learning.exams_ahead(keeper.employee_id) == set()
