"""The anonymous form on its pages, the superior's question, the trainer's own part."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.access.visitor import SYSTEM
from app.audit.models import AuditEntry
from app.base.clock import now
from app.base.database import db
from app.evaluations import queries
from app.evaluations.models import EvaluationAnswer, EvaluationPart, FollowUp, ItemKind, PartKind
from app.evaluations.services import closing, forms
from app.jobs import worker
from app.notifications.models import Mail, Notice
from app.training.models import EnrolmentStatus
from tests.support.builders import attend, make_batch, make_employee, make_position, seat
from tests.support.learning import evaluate, make_evaluation, make_follow_up
from tests.support.remembering import remembered


@pytest.fixture
def batch(budi, dewi):
    batch = make_batch(starts_in_days=-1, trainer="Hendra Gunawan, M.Si.")
    for person in (budi, dewi):
        seat(person, batch)
        attend(person, batch)
    return batch


def path_of(evaluation, person):
    return forms.form_path(forms.token_of(evaluation.id, person.employee_id))


def answers():
    db.session.rollback()
    return db.session.execute(select(func.count(EvaluationAnswer.key))).scalar_one()


def filled(page, value="4", text="Ruangnya panas."):
    names = {name for form in page.tree.query("main form") for name in page.fields} | set()
    radios = {one.attrs["name"] for one in page.tree.query("input[type=radio]")}
    return dict.fromkeys(radios, value) | dict.fromkeys(
        (n for n in names if n.startswith("p-") and n not in radios), text
    )


def test_the_organiser_opens_it_and_whoever_came_gets_a_letter_of_their_own(visit, organiser, budi, dewi, batch):
    page = visit(organiser).open("training.show_evaluation", batch_id=batch.id)
    opened = page.press("Buka evaluasi")
    assert opened.notices == ["Evaluasi dibuka. Setiap peserta yang hadir mendapat tautannya sendiri."]
    assert "tidak ditampilkan sebelum evaluasi ditutup" in opened.text
    mails = db.session.execute(select(Mail).where(Mail.kind == "evaluation_open")).scalars().all()
    assert {one.employee_id for one in mails} == {budi.employee_id, dewi.employee_id}
    home = visit(budi).open("reports.show_home").link("Isi evaluasi")
    form = home.link("Isi evaluasi")
    assert "Jawaban Anda disimpan tanpa nama" in form.text


def test_without_signing_in_one_answers_once(visit, budi, batch):
    evaluation = make_evaluation(batch, [budi])
    path = path_of(evaluation, budi)
    page = visit().open(path)
    done = page.press("Kirim evaluasi", **filled(page))
    assert done.heading == "Jawaban Anda sudah dihitung"
    assert answers() == 1
    again = page.press("Kirim evaluasi", expect=404, **filled(page))
    assert again.heading == "Formulir ini tidak bisa dibuka"
    assert answers() == 1
    assert visit().open(path, expect=404).text == visit().open("/evaluasi/tebak-tebakan", expect=404).text
    own = visit(budi).open("training.show_own_evaluation", batch_id=batch.id)
    assert "Anda sudah mengisi" in own.text


def test_a_form_with_gaps_comes_back_with_everything_in_it(visit, budi, batch):
    evaluation = make_evaluation(batch, [budi])
    page = visit().open(path_of(evaluation, budi))
    values = filled(page)
    missing = min(name for name, value in values.items() if value == "4")
    back = page.press("Kirim evaluasi", expect=422, **{name: v for name, v in values.items() if name != missing})
    assert "Masih ada 1 pernyataan yang belum dijawab." in back.text
    assert {name: value for name, value in back.fields.items() if name in values} == {
        name: value for name, value in values.items() if name != missing
    }
    assert answers() == 0
    assert back.press("Kirim evaluasi", **{missing: "3"}).heading == "Jawaban Anda sudah dihitung"


def test_what_was_written_is_remembered_nowhere_but_on_the_page(visit, budi, batch):
    """A form with a gap comes back with its text; the caches that draw pages faster never see that."""
    evaluation = make_evaluation(batch, [budi])
    page = visit().open(path_of(evaluation, budi))
    number = next(row.id for row in queries.questions(evaluation.id) if row.kind == ItemKind.TEXT)
    back = page.press("Kirim evaluasi", expect=422, **{f"p-{number}": "Ujaran yang tak ada duanya"})
    assert back.fields[f"p-{number}"] == "Ujaran yang tak ada duanya"
    kept = remembered()
    assert "Kirim evaluasi" in kept
    assert "tak ada duanya" not in kept


def test_statements_of_another_evaluation_are_refused(visit, budi, dewi, batch):
    mine, other = make_evaluation(batch, [budi]), make_evaluation(make_batch(), [dewi])
    fields = {f"p-{row.id}": "4" for row in queries.questions(other.id)}
    browser = visit()
    token = browser.open(path_of(mine, budi)).token
    answer = browser.request("POST", path_of(mine, budi), data=fields | {"csrf_token": token})
    assert answer.status_code == 422
    assert "evaluasi lain" in answer.text
    assert answers() == 0


def test_results_after_closing_and_a_trainer_sees_their_own_part(visit, organiser, batch):
    trainer = make_employee("Hendra Gunawan, M.Si.")
    post = make_position().id
    crowd = [make_employee(f"Peserta {number:02d}", position_id=post, email="") for number in range(12)]
    evaluation = make_evaluation(batch, crowd)
    part = db.session.execute(
        select(EvaluationPart).where(
            EvaluationPart.evaluation_id == evaluation.id, EvaluationPart.kind == PartKind.TRAINER
        )
    ).scalar_one()
    page = visit(organiser).open("training.show_evaluation", batch_id=batch.id)
    assert "Tidak ada pegawai aktif" in page.press("Tautkan", expect=422, nip="123").text
    page.press("Tautkan", nip=trainer.nip)
    for number, person in enumerate(crowd[:10]):
        evaluate(person, evaluation, value=str(number % 5 + 1), text=f"Catatan {number}")
    assert visit(trainer).open("evaluations.show_taught", part_id=part.id, expect=404)
    visit(organiser).open("training.show_evaluation", batch_id=batch.id).press("Tutup evaluasi")
    worker.drain()
    shown = visit(organiser).open("training.show_evaluation", batch_id=batch.id)
    assert "10 dari 12 orang menjawab" in shown.text
    assert len(shown.all(".quotes li")) == 30
    own = visit(trainer).open("evaluations.list_taught").link("Pelayanan Prima, Angkatan 1")
    assert own.has("table")
    assert len(own.all(".quotes li")) == 10
    assert "Ruang" not in own.text
    assert visit(crowd[0]).open("evaluations.show_taught", part_id=part.id, expect=404)


def test_four_answers_show_nothing_and_say_why(visit, organiser, batch):
    crowd = [make_employee(f"Peserta {number}", email="") for number in range(4)]
    evaluation = make_evaluation(batch, crowd)
    for person in crowd:
        evaluate(person, evaluation)
    closing.request(evaluation, by=organiser.actor)
    db.session.commit()
    worker.drain()
    page = visit(organiser).open("training.show_evaluation", batch_id=batch.id)
    assert "Kurang dari 5 orang menjawab" in page.text
    assert not page.has("#evaluation table")


def test_time_over_closes_by_itself(batch, budi):
    evaluation = make_evaluation(batch, [budi], days=-1)
    with pytest.raises(Exception, match="sudah lewat"):
        evaluate(budi, evaluation)
    db.session.rollback()
    worker.see_to("evaluations.close_due")
    worker.drain()
    db.session.expire_all()
    assert evaluation.status == "closed"


def test_who_has_not_answered_is_reminded_once_and_nobody_sees_who(visit, organiser, sari, budi, dewi, batch):
    evaluation = make_evaluation(batch, [budi, dewi], days=1)
    evaluate(dewi, evaluation)
    worker.see_to("training.remind_evaluations")
    assert reminded() == []
    evaluation.opened_at = now() - timedelta(days=5)
    db.session.commit()
    for _times in range(2):
        worker.see_to("training.remind_evaluations")
    assert reminded() == [budi.employee_id]
    told = visit(budi).open("notifications.list_notices")
    assert "masih bisa dinilai tanpa nama" in told.text
    desk = visit(organiser).open("training.show_evaluation", batch_id=batch.id)
    assert "sudah diingatkan" in desk.text
    assert budi.name not in desk.text
    mail_id = db.session.execute(select(Mail.id).where(Mail.kind == "evaluation_reminder")).scalar_one()
    outbox = visit(sari).open(f"/kotak-keluar?cari={budi.name.split()[0]}")
    assert "Pengingat: evaluasi" not in outbox.text
    visit(sari).open("notifications.show_mail", mail_id=mail_id, expect=404)
    lines = db.session.execute(select(AuditEntry).where(AuditEntry.action.like("evaluations.%reminded"))).scalars()
    assert [json.dumps(line.details).count(str(budi.employee_id)) for line in lines] == [0]


def test_after_closing_nothing_tells_any_longer_who_was_reminded(batch, budi, dewi):
    another = make_batch(number=2, starts_in_days=-1)
    evaluation, other = (make_evaluation(one, [budi, dewi], days=1) for one in (batch, another))
    other.title = "Pelayanan Prima, Angkatan 2"
    for one in (evaluation, other):
        one.opened_at = now() - timedelta(days=5)
    db.session.commit()
    worker.see_to("training.remind_evaluations")
    assert (len(reminded()), notices_of(evaluation), notices_of(other)) == (4, 2, 2)
    closing.request(evaluation, by=SYSTEM)
    db.session.commit()
    worker.drain()
    assert (len(reminded()), notices_of(evaluation), notices_of(other)) == (2, 0, 2)


def notices_of(evaluation):
    found = select(Notice.id).where(Notice.kind == "evaluation_reminder", Notice.text.startswith(evaluation.title))
    return len(db.session.execute(found).all())


def reminded():
    db.session.rollback()
    return list(db.session.execute(select(Mail.employee_id).where(Mail.kind == "evaluation_reminder")).scalars())


def test_statements_are_taken_over_added_and_ended(visit, organiser, bungo):
    page = visit(organiser).open("evaluations.list_items").press("Ambil pernyataan bawaan")
    page = page.press("Tambah pernyataan", text="Ruangnya tenang.", part="place", kind="scale")
    assert "Ruangnya tenang." in page.text
    gone = page.press("Akhiri", near="Ruangnya tenang.")
    assert "Ruangnya tenang." not in gone.text
    assert page.press("Tambah pernyataan", expect=422, text="").all(".notice")
    assert (
        visit(organiser)
        .open("evaluations.list_items")
        .press("Tambah pernyataan", expect=422, text="Mengapa?", part="follow_up", kind="text")
    )


def test_a_superior_answers_by_name_and_once(visit, budi, rina, sari, batch):
    row = make_follow_up(budi, rina, group_key=f"batch:{batch.id}")
    page = visit(rina).open("reports.show_home").link("Jawab pertanyaan")
    assert budi.name in page.heading
    assert page.press("Kirim jawaban", expect=422, **{"p-0": "4"}).fields["p-0"] == "4"
    done = page.press("Kirim jawaban", **{"p-0": "4", "p-1": "5"}, catatan="Antrean lebih rapi.")
    assert "Sudah Anda jawab" in done.text
    assert visit(budi).open("evaluations.show_follow_up", follow_up_id=row.id, expect=403)
    results = visit(sari).open("training.show_evaluation", batch_id=batch.id)
    assert "Antrean lebih rapi." in results.text
    assert page.press("Kirim jawaban", expect=409, **{"p-0": "1", "p-1": "1"})


def test_after_three_months_the_superior_in_office_is_asked(budi, rina, app):
    batch, fresh = make_batch(starts_in_days=-95), make_batch(starts_in_days=-40)
    enrolment = seat(budi, batch)
    for row in (enrolment, seat(budi, fresh)):
        row.status = EnrolmentStatus.PASSED
    for one in (batch, fresh):
        one.status, one.closed_at = "closed", now()
    db.session.commit()
    for _times in range(2):
        worker.see_to("training.ask_superiors")
    rows = db.session.execute(select(FollowUp)).scalars().all()
    assert [(row.source_key, row.superior_id) for row in rows] == [(f"enrolment:{enrolment.id}", rina.employee_id)]
    assert len(rows[0].items) == 4
    mails = db.session.execute(select(Mail.employee_id).where(Mail.kind == "follow_up_asked")).scalars().all()
    assert mails == [rina.employee_id]
