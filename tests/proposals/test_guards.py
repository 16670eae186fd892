"""What a unit opens of the batch it runs: the named pages, and never another's batch."""

import pytest

from app.access.permissions import Permission
from app.organisation.services import refresh_directory
from app.training.guards import LIST, OF_ONE_BATCH
from tests.support.builders import make_batch, make_employee, make_position, make_unit, meetings_of
from tests.support.presence import make_running_batch, make_walk_in
from tests.support.proposals import make_agency, make_office

once = pytest.mark.parametrize("app", ["sqlite"], indirect=True)
NOT_FOR_UNITS = {
    # Tests are drawn from the bank of the whole government, the line of a programme spans its batches, and who taught
    # is found by a NIP: these look beyond one batch.
    "imports.create_score_trial",
    "imports.show_score_upload",
    "training.create_exam",
    "training.create_exam_closing",
    "training.create_exam_opening",
    "training.create_exam_question_removal",
    "training.create_exam_questions",
    "training.create_exam_removal",
    "training.create_text_score",
    "training.create_trainer_name",
    "training.list_exams",
    "training.list_texts",
    "training.show_exam",
    "training.show_exam_analysis",
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
