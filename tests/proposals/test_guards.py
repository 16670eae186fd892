"""What a unit opens of the batch it runs: the named pages, and never another's batch."""

import pytest

from app.access.permissions import Permission
from app.exams.queries import papers
from app.organisation.services import refresh_directory
from app.training.guards import LIST, OF_ONE_BATCH
from app.training.queries import learning
from tests.support.builders import (
    make_batch,
    make_employee,
    make_position,
    make_unit,
    meetings_of,
    seat,
)
from tests.support.learning import make_exam, make_question
from tests.support.presence import make_running_batch, make_walk_in
from tests.support.proposals import make_agency, make_office

once = pytest.mark.parametrize("app", ["sqlite"], indirect=True)
NOT_FOR_UNITS = {
    # The line of a programme spans its batches, and who taught is found by a NIP: these look beyond one batch.
    "imports.create_score_trial",
    "imports.show_score_upload",
    "training.create_trainer_name",
    "training.show_line",
    "training.create_certificate_bundle",  # the heap of bundles is the agency's
    "training.create_clone",
    "training.create_draft_removal",  # a unit takes its proposal back instead
    "training.show_clone_form",
}


@pytest.fixture
def office(bungo):
    make_agency()
    return make_office()


def managing(app):
    """Every rule that asks for the running of all training."""
    return [
        rule
        for rule in app.url_map.iter_rules()
        if getattr(app.view_functions[rule.endpoint], "guard", None) == Permission.TRAINING_BATCH_MANAGE
    ]


def test_every_page_of_a_batch_was_decided_on(any_app):
    of_a_batch = {rule.endpoint for rule in managing(any_app) if "batch_id" in rule.arguments}
    assert of_a_batch == OF_ONE_BATCH | NOT_FOR_UNITS
    assert set() == OF_ONE_BATCH & NOT_FOR_UNITS


@once
def test_a_unit_opens_the_named_pages_of_its_batch_and_nothing_else(app, visit, office):
    own, foreign = make_batch(unit_id=office.unit.id), make_batch()
    browser = visit(office.officer)
    own_id, foreign_id = own.id, foreign.id

    def answer(rule, batch_id):
        numbers = dict.fromkeys(rule.arguments, 1) | ({"batch_id": batch_id} if "batch_id" in rule.arguments else {})
        if "POST" in rule.methods:
            return browser.post(rule.endpoint, **numbers).status_code
        return browser.get(browser.address(rule.endpoint, **numbers)).status_code

    for rule in managing(app):
        if rule.endpoint != LIST:
            assert answer(rule, foreign_id) == 403, rule.endpoint
        if rule.endpoint in OF_ONE_BATCH:
            assert answer(rule, own_id) not in (403, 500), rule.endpoint
        elif rule.endpoint != LIST:
            assert answer(rule, own_id) == 403, rule.endpoint


@once
def test_a_unit_draws_its_test_from_the_bank_without_reading_the_bank(visit, office, budi):
    batch = make_batch(unit_id=office.unit.id)
    questions = [make_question(text=f"Soal rahasia {number}?") for number in range(3)]
    seat(budi, batch)
    page = visit(office.officer).open("training.show_managed", batch_id=batch.id).link("Tes")
    assert "Bank soal" not in page.text
    page = page.press("Buat tes", purpose="post", attempts="1", counting="best")
    assert "Pilih satu per satu" not in page.text
    assert "Soal rahasia" not in page.text
    exam_id = paper_of(batch).id
    here = {"batch_id": batch.id, "exam_id": exam_id}
    listed = visit(office.officer).get(f"/pelatihan/kelola/{batch.id}/tes/{exam_id}?topik=Pelayanan+publik")
    assert "Soal rahasia" not in listed.text
    chosen = visit(office.officer).post("training.create_exam_questions", fields={"soal": questions[0].id}, **here)
    assert chosen.status_code == 422, "what is ticked is taken from those alone who keep the bank"
    drawn = visit(office.officer).open("training.show_exam", **here)
    drawn = drawn.press("Ambil acak", topic="Pelayanan publik", count="2")
    assert drawn.text.count("Soal rahasia") == 2
    assert drawn.press("Buka untuk peserta").notices == ["Tes dibuka untuk peserta."]
    assert visit(budi).open("training.show_own_exam", **here)
    assert visit(office.officer).open("training.show_exam_analysis", **here)
    assert visit(office.officer).open("training.list_texts", **here)


@once
def test_who_still_has_to_sit_a_test_does_not_draw_its_questions(visit, office):
    """An organiser of one batch who takes part in another."""
    asked, other = make_question(), make_question()
    elsewhere = make_batch()
    seat(office.officer, elsewhere)
    make_exam(elsewhere, [asked])
    batch = make_batch(unit_id=office.unit.id)
    exam = make_exam(batch, [make_question(topic="Arsip")], opened=False)
    here = {"batch_id": batch.id, "exam_id": exam.id}
    page = visit(office.officer).open("training.show_exam", **here)
    page = page.press("Ambil acak", topic="Pelayanan publik", count="2", expect=422)
    assert "Topik ini tinggal punya 1 soal" in page.text
    page.press("Ambil acak", topic="Pelayanan publik", count="1")
    drawn = {row.origin for row in papers.questions(exam.id)}
    assert other.id in drawn
    assert asked.id not in drawn


def paper_of(batch):
    return learning.exams_of(batch.id)[0]


@once
def test_an_officer_recognises_people_of_the_own_unit_alone(visit, office, sari):
    batch = make_running_batch(unit_id=office.unit.id)
    other = make_employee("Yanti Kusuma", position_id=make_position(unit=make_unit("Dinas Perikanan")).id)
    own = make_employee("Yanti Lestari", position_id=make_position(unit=office.unit).id)
    refresh_directory()
    meeting = meetings_of(batch)[0]
    guest = make_walk_in(meeting, "Yanti")
    here = {"batch_id": batch.id, "meeting_id": meeting.id, "walk_in_id": guest.id}
    page = visit(office.officer).open("training.show_walk_in", **here)
    assert own.name in page.text
    assert other.name not in page.text
    refused = visit(office.officer).post(
        "training.create_recognition", fields={"pegawai": other.employee_id, "sebagai": "tamu"}, **here
    )
    assert refused.status_code == 422
    assert other.name in visit(sari).open("training.show_walk_in", **here).text


@once
def test_a_unit_reads_the_work_it_decides_on_and_no_other_unit_does(visit, office, budi):
    batch = make_running_batch(unit_id=office.unit.id, assignment_brief="Rencana aksi.")
    seat(budi, batch)
    pdf = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\nstartxref\n0\n%%EOF\n"
    visit(budi).open("training.show_own_work", batch_id=batch.id).press(
        "Serahkan tugas", file=("rencana.pdf", pdf), text="Terlampir."
    )
    works = visit(office.officer).open("training.list_works", batch_id=batch.id)
    address = works.links["Unduh rencana.pdf"]
    assert visit(office.officer).get(address).data == pdf
    neighbour = make_office("Dinas Perikanan", head="Yanto Saputra", officer="Yuni Astuti")
    assert visit(neighbour.officer).get(address).status_code == 404
