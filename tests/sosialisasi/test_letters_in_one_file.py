"""The letters of a round in one file: whose they are, that each code is its own, and that nobody else may take them."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.access.permissions import Role
from app.audit.models import AuditEntry
from app.base.clock import now
from app.base.database import db
from app.documents import services as store
from app.documents.models import StoredFile
from app.jobs import worker
from app.notifications import addresses
from app.organisation.models import Employee
from app.sosialisasi import tokens
from app.sosialisasi.jobs import rounds as jobs
from app.sosialisasi.models import Invitation, InvitationStatus, LetterBundle, LetterChoice
from app.sosialisasi.queries import bundles as queries
from app.sosialisasi.services import answering, bundles, copies, rounds
from tests.support import pdf
from tests.support.builders import grant, make_employee, make_position, make_unit
from tests.support.initiatives import make_office
from tests.support.sosialisasi import (
    invitation_of,
    of_unit,
    plan_event,
    plan_round,
    round_page,
    send,
    sent_round,
    token_of,
)

NEAR_MM = 0.1


@pytest.fixture
def office(bungo):
    return make_office(people=4)


@pytest.fixture
def maya(office):
    person = make_employee("Maya Anggraini", female=True)
    grant(person.user_id, Role.CHANGE_TEAM)
    return person


def asked(one, choice, by):
    bundle = bundles.ask(round_page(one), choice, by=by.actor)
    db.session.commit()
    worker.drain()
    db.session.rollback()
    return db.session.get_one(LetterBundle, bundle.id)


def content(bundle):
    return store.read(db.session.get_one(StoredFile, bundle.file_id))


def test_each_letter_has_its_persons_name_and_code_in_the_order_of_units(office, maya):
    unit, people = office
    below = make_unit("Bidang Akuisisi", parent=unit)
    odd = make_employee("Nguyễn Thị Minh", position_id=make_position("Arsiparis Muda", unit=below).id)
    long = make_employee("A" * 60 + " " + "B" * 60, position_id=make_position("Arsiparis Madya", unit=below).id)
    one = plan_round(plan_event(unit), of_unit(unit))
    send(one)
    bundle = asked(one, LetterChoice.EVERYBODY, maya)
    made = content(bundle)
    assert pdf.complaints(made) == ""
    everybody = [*sorted(people, key=lambda one: one.name), *sorted((odd, long), key=lambda one: one.name)]
    assert bundle.count == len(everybody) == pdf.page_count(made)
    for number, person in enumerate(everybody, start=1):
        page = pdf.page(made, number)
        assert person.name.replace(" ", "") in pdf.text(page).replace(" ", "")
        assert pdf.codes(page) == [addresses.absolute(tokens.path_of(token_of(person, one)))]
        # The head of the unit signs, so their name stands under every letter.
        others = [other.name for other in everybody if other not in (person, people[0])]
        assert not any(name in pdf.text(page) for name in others)
    assert pdf.bookmarks(made) == [(unit.name, 0), (below.name, len(people))]


def test_a_copy_says_what_the_letter_printed_alone_says(office, maya):
    _unit, people = office
    one = sent_round(office[0], *people)
    made = content(asked(one, LetterChoice.EVERYBODY, maya))
    for number, person in enumerate(sorted(people, key=lambda one: one.name), start=1):
        alone = copies.personal_copy(invitation_of(person, one))
        copy = pdf.words(pdf.page(made, number))
        usual = pdf.words(alone)
        assert [word.text for word in copy] == [word.text for word in usual]
        assert max(abs(a.left - b.left) + abs(a.top - b.top) for a, b in zip(copy, usual, strict=True)) < NEAR_MM


@pytest.mark.parametrize(
    ("choice", "names"),
    [(LetterChoice.EVERYBODY, {0, 1, 3}), (LetterChoice.SILENT, {1, 3}), (LetterChoice.NO_MAIL, {1})],
)
def test_the_choice_says_whose(office, maya, choice, names):
    _unit, people = office
    one = sent_round(office[0], *people)
    answering.accept(invitation_of(people[0], one), by=people[0].actor)
    answering.decline(invitation_of(people[2], one), "Dinas luar", by=people[2].actor)
    for person in (people[1], people[2]):
        db.session.get_one(Employee, person.employee_id).email = ""
    db.session.commit()
    found = {row.employee_id for row in queries.people(one.id, choice)}
    assert found == {people[number].employee_id for number in names}
    assert queries.count(one.id, choice) == len(names)


def test_killed_and_run_again_there_is_one_file(office, maya):
    one = sent_round(office[0], *office[1])
    bundle = asked(one, LetterChoice.EVERYBODY, maya)
    files = db.session.execute(select(func.count(StoredFile.id))).scalar_one()
    bundles.make({"bundle_id": bundle.id}, lambda _done, _total: None)
    assert db.session.execute(select(func.count(StoredFile.id))).scalar_one() == files


def test_on_the_page_it_is_asked_for_watched_and_taken_by_whoever_asked_alone(office, maya, sari, visit):
    one = sent_round(office[0], *office[1])
    page = visit(maya).open("sosialisasi.list_invitations", round_id=one.id).link("Cetak surat per orang")
    assert "Belum ada berkas yang Anda minta" in page.text
    page = page.press("Siapkan berkasnya", siapa="everybody")
    assert "Menunggu giliran" in page.text
    worker.drain()
    page = visit(maya).open("sosialisasi.list_letters", round_id=one.id)
    assert "Unduh 4 surat" in page.links
    bundle_id = db.session.execute(select(LetterBundle.id)).scalar_one()
    answer = visit(maya).download("sosialisasi.download_letters", round_id=one.id, letters_id=bundle_id)
    assert answer.data.startswith(b"%PDF")
    visit(sari).open("sosialisasi.download_letters", round_id=one.id, letters_id=bundle_id, expect=404)
    other = sent_round(office[0], office[1][0], title="Acara lain", starts_at=now() + timedelta(days=20))
    visit(maya).open("sosialisasi.download_letters", round_id=other.id, letters_id=bundle_id, expect=404)
    taken = select(func.count(AuditEntry.id)).where(AuditEntry.action == "sosialisasi.letters.taken")
    assert db.session.execute(taken).scalar_one() == 1


@pytest.mark.parametrize("siapa", ["", "semua", "everybody'--"])
def test_a_wrong_choice_gets_a_sentence(office, maya, visit, siapa):
    one = sent_round(office[0], *office[1])
    visit(maya).open("sosialisasi.list_letters", round_id=one.id)
    answer = visit(maya).post("sosialisasi.create_letters", round_id=one.id, fields={"siapa": siapa})
    assert answer.status_code == 422
    assert "Pilih surat siapa yang dicetak." in answer.text


def test_nobody_and_a_round_called_off_are_refused(office, maya, visit):
    one = sent_round(office[0], *office[1])
    page = visit(maya).open("sosialisasi.list_letters", round_id=one.id)
    for row in db.session.execute(select(Invitation)).scalars():
        row.status = InvitationStatus.DECLINED
    db.session.commit()
    refused = page.press("Siapkan berkasnya", siapa="silent", expect=409)
    assert "tidak ada yang dicetak" in refused.text
    rounds.cancel(round_page(one), "Aulanya dipakai.", by=maya.actor)
    db.session.commit()
    refused = page.press("Siapkan berkasnya", siapa="everybody", expect=409)
    assert "hanya dicetak untuk putaran yang masih akan diadakan" in refused.text


def test_after_seven_days_the_file_is_gone_with_its_bytes(office, maya):
    one = sent_round(office[0], *office[1])
    bundle = asked(one, LetterChoice.EVERYBODY, maya)
    file_id, bundle_id = bundle.file_id, bundle.id
    bundle.expires_at = now() - timedelta(minutes=1)
    db.session.commit()
    jobs.tidy_letters()
    assert db.session.get(LetterBundle, bundle_id) is None
    assert db.session.get(StoredFile, file_id) is None
