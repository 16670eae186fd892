"""Superiors name their people or hold seats for them, within their own team only."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.base import scope
from app.base.clock import now
from app.base.database import db
from app.jobs import worker
from app.notifications.models import Notice
from app.organisation.models import PositionTier
from app.training import labels, lines, rules
from app.training.models import Enrolment, EnrolmentPolicy, EnrolmentStatus
from app.training.queries import batches
from app.training.queries import enrolments as queries
from app.training.services import enrolments, nominations, planning
from tests.support.builders import (
    enrol,
    make_batch,
    make_employee,
    make_position,
    make_programme,
    make_reservation,
    make_unit,
    seat,
    status_of,
)
from tests.support.lines import be_interested, held_without_names, hold_seats, make_sister, name, taken, team_of

S = EnrolmentStatus
NOMINATED = EnrolmentPolicy.NOMINATED


@pytest.fixture
def clock():
    with time_machine.travel(now(), tick=False) as moved:
        yield moved


@pytest.fixture
def batch(bungo):
    return make_batch(policy=NOMINATED, seats=3, starts_in_days=30)


def notices(person):
    db.session.rollback()
    statement = select(Notice.text).where(Notice.employee_id == person.employee_id).order_by(Notice.id)
    return db.session.execute(statement).scalars().all()


def page_of(batch):
    return batches.managed_batch(batch.id)


def test_a_name_gets_a_seat_and_the_person_sees_who_gave_it(batch, rina, budi, visit):
    page = visit(rina).open("training.show_nomination_form", batch_id=batch.id)
    page = page.press("Usulkan yang dipilih", orang=[str(budi.employee_id)])
    assert page.notices == ["1 orang diusulkan dan mendapat kursi."]
    assert status_of(budi, batch) == S.CONFIRMED
    assert notices(budi)[-1].startswith("Rina Marlina, S.E. mengusulkan Anda. Anda terdaftar di ")
    assert "Rina Marlina, S.E. mengusulkan Anda." in visit(budi).open("training.show_batch", batch_id=batch.id).text
    assert "Diusulkan Rina Marlina, S.E." in visit(budi).open("training.list_own").text


def test_names_beyond_the_seats_wait_in_line(batch, rina):
    people = team_of(rina, "Andi", "Beni", "Cici", "Didi")
    name(rina, batch, *people)
    assert [status_of(one, batch) for one in people] == [S.CONFIRMED] * 3 + [S.WAITLISTED]
    assert taken(batch) == 3


def test_a_name_needs_no_further_yes_from_the_superior_but_one_from_the_organiser(rina, budi, dewi):
    one_step = make_batch(policy=EnrolmentPolicy.SUPERIOR, starts_in_days=30)
    two_steps = make_batch(policy=EnrolmentPolicy.TWO_STEPS, starts_in_days=40)
    name(rina, one_step, budi)
    name(rina, two_steps, dewi)
    assert (status_of(budi, one_step), status_of(dewi, two_steps)) == (S.CONFIRMED, S.APPROVED)


def test_seats_are_held_first_and_named_later(batch, rina, budi, sari, visit):
    page = visit(rina).open("training.show_nomination_form", batch_id=batch.id).press("Pesan kursi", jumlah="3")
    assert "3 kursi pesanan Anda belum diberi nama" in page.text
    assert (taken(batch), held_without_names(batch)) == (3, 3)
    assert "Beri nama 3 kursi" in visit(rina).open("reports.show_home").text
    line = visit(sari).open("training.show_line", batch_id=batch.id)
    assert rina.name in line.text
    name(rina, batch, budi)
    assert (taken(batch), held_without_names(batch), status_of(budi, batch)) == (3, 2, S.CONFIRMED)
    visit(rina).open("training.show_nomination_form", batch_id=batch.id).press("Lepas kursi pesanan")
    assert (taken(batch), held_without_names(batch)) == (1, 0)


def test_seats_nobody_was_named_for_go_by_themselves_and_both_are_told(rina, organiser, dewi, clock):
    batch = make_batch(seats=2, starts_in_days=30)
    hold_seats(rina, batch, 2)
    enrol(dewi, batch)
    assert status_of(dewi, batch) == S.WAITLISTED
    clock.shift(timedelta(hours=167))
    worker.drain()
    assert held_without_names(batch) == 2
    clock.shift(timedelta(hours=1))
    worker.drain()
    worker.drain()
    assert (held_without_names(batch), taken(batch), status_of(dewi, batch)) == (0, 1, S.OFFERED)
    assert [text for text in notices(rina) if "belum diberi nama sampai" in text] == [notices(rina)[-1]]
    assert notices(organiser)[-1].startswith("2 kursi pesanan Rina Marlina, S.E. di ")


def test_a_name_after_the_deadline_does_not_take_a_held_seat(batch, rina, budi, dewi, clock):
    hold_seats(rina, batch, 3)
    clock.shift(timedelta(hours=168))
    name(rina, batch, budi)
    assert status_of(budi, batch) == S.WAITLISTED
    worker.drain()
    assert (status_of(budi, batch), taken(batch)) == (S.OFFERED, 1)


def test_calling_the_batch_off_ends_held_seats_too(batch, rina, sari):
    hold_seats(rina, batch, 2)
    planning.cancel(page_of(batch), "Aula dipakai rapat.", by=sari.actor)
    db.session.commit()
    assert (taken(batch), held_without_names(batch)) == (0, 0)
    assert notices(rina)[-1].endswith("dibatalkan, jadi 2 kursi pesanan Anda ikut lepas.")


# What is refused


def test_nobody_names_people_of_somebody_else(batch, rina, sari, joko, budi):
    for stranger in (sari, joko, rina):
        with pytest.raises(rules.WrongField) as refusal:
            nominations.nominate(page_of(batch), [budi.employee_id, stranger.employee_id], by=rina.actor)
        db.session.rollback()
        assert refusal.value.message == lines.NOT_OF_THE_TEAM
    assert db.session.execute(select(Enrolment.id)).all() == []


def test_a_stranger_on_the_form_is_a_sentence_and_nothing_is_written(batch, rina, sari, budi, visit):
    answer = visit(rina).post(
        "training.create_nominations",
        batch_id=batch.id,
        fields={"orang": [str(budi.employee_id), str(sari.employee_id)]},
    )
    assert answer.status_code == 422
    assert lines.NOT_OF_THE_TEAM in answer.text
    assert db.session.execute(select(Enrolment.id)).all() == []


def test_a_batch_of_another_government_is_not_there(batch, joko, batanghari, visit):
    with scope.within(batanghari.id):
        make_employee("Bawahan", position_id=make_position(above=joko.position_id).id)
    for endpoint in ("training.create_nominations", "training.create_hold", "training.create_hold_release"):
        assert visit(joko).post(endpoint, batch_id=batch.id, fields={"jumlah": "1"}).status_code == 404


def test_a_whole_ladder_below_may_be_named_and_nobody_above(batch, rina, budi):
    below = make_employee("Cucu", position_id=make_position(above=budi.position_id).id)
    name(rina, batch, below)
    assert status_of(below, batch) == S.CONFIRMED
    with pytest.raises(rules.WrongField):
        nominations.nominate(page_of(batch), [rina.employee_id], by=budi.actor)
    db.session.rollback()


def test_all_are_named_or_none_and_each_fault_has_its_sentence(rina, visit):
    programme = make_programme(tiers=["pelaksana"])
    batch = make_batch(programme=programme, policy=NOMINATED, starts_in_days=30)
    there, clashing, fine = team_of(rina, "Andi Saputra", "Beni Saputra", "Cici Saputra")
    head = make_employee(
        "Didi Saputra", position_id=make_position(above=rina.position_id, tier=PositionTier.PENGAWAS).id
    )
    name(rina, batch, there)
    seat(clashing, make_batch(starts_in_days=30))
    chosen = [str(one.employee_id) for one in (there, clashing, fine, head)]
    answer = visit(rina).post("training.create_nominations", batch_id=batch.id, fields={"orang": chosen})
    assert answer.status_code == 422
    assert "Andi Saputra sudah ada di angkatan ini: terdaftar." in answer.text
    assert "Beni Saputra: waktunya bertabrakan dengan" in answer.text
    assert "Didi Saputra: program ini bukan untuk jenjang" in answer.text
    assert f'value="{fine.employee_id}" checked' in answer.text
    assert [status_of(one, batch) for one in (clashing, fine, head)] == [None] * 3


def test_who_asked_already_is_approved_not_named(rina, budi):
    batch = make_batch(policy=EnrolmentPolicy.SUPERIOR, starts_in_days=30)
    enrol(budi, batch)
    with pytest.raises(lines.NotNominated, match="Setujui lewat Persetujuan"):
        name(rina, batch, budi)
    db.session.rollback()


@pytest.mark.parametrize("typed", ["", "0", "-1", "banyak", "2,5", "9" * 30])
def test_a_number_of_seats_that_is_none_stays_typed(batch, rina, budi, visit, typed):
    answer = visit(rina).post("training.create_hold", batch_id=batch.id, fields={"jumlah": typed})
    assert answer.status_code == 422
    assert "Isi jumlah kursi dengan angka bulat" in answer.text
    assert f'value="{typed}"' in answer.text
    assert taken(batch) == 0


def test_no_more_seats_are_held_than_are_free(batch, rina, budi, visit):
    answer = visit(rina).post("training.create_hold", batch_id=batch.id, fields={"jumlah": "4"})
    assert (answer.status_code, taken(batch)) == (422, 0)
    assert "Hanya 3 kursi yang bisa dipesan." in answer.text


def test_seats_kept_for_another_unit_cannot_be_held(batch, rina, budi):
    until = batch.starts_on - timedelta(days=2)
    make_reservation(batch, make_unit("Dinas Kesehatan"), 2, until=until)
    with pytest.raises(rules.WrongField, match="Hanya 1 kursi"):
        hold_seats(rina, batch, 2)
    db.session.rollback()
    hold_seats(rina, batch, 1)
    assert taken(batch) == 1


def test_seats_the_organiser_decides_on_are_not_held(rina, budi):
    batch = make_batch(policy=EnrolmentPolicy.TWO_STEPS, starts_in_days=30)
    with pytest.raises(rules.WrongField, match="ditentukan panitia"):
        hold_seats(rina, batch, 1)
    db.session.rollback()


def test_a_closed_window_takes_no_names(rina, budi, visit):
    batch = make_batch(policy=NOMINATED, starts_in_days=30, enrolment_closes_at=now() - timedelta(hours=1))
    page = visit(rina).open("training.show_nomination_form", batch_id=batch.id)
    assert "Angkatan ini tidak menerima usulan sekarang" in page.text
    answer = visit(rina).post("training.create_nominations", batch_id=batch.id, fields={"orang": str(budi.employee_id)})
    assert answer.status_code == 409
    assert status_of(budi, batch) is None


def test_seats_below_those_held_are_refused(batch, rina, sari, budi, visit):
    hold_seats(rina, batch, 3)
    page = (
        visit(sari).open("training.show_batch_form", batch_id=batch.id).press("Simpan angkatan", seats="2", expect=422)
    )
    assert "Kursi paling sedikit 3." in page.text


# Beside the line


def test_a_named_person_leaves_the_line_of_the_sister_batch(rina, budi, sari):
    first = make_batch(seats=1, starts_in_days=20)
    second = make_sister(first, starts_in_days=30, policy=NOMINATED, seats=2)
    seat(sari, first)
    enrol(budi, first)
    name(rina, second, budi)
    assert [status_of(budi, one) for one in (first, second)] == [S.WITHDRAWN, S.CONFIRMED]


def test_interest_is_shown_to_the_superior(rina, budi, dewi, sari, visit):
    programme = make_programme()
    be_interested(budi, programme)
    batch = make_batch(programme=programme, policy=NOMINATED, starts_in_days=30)
    page = visit(rina).open("training.show_nomination_form", batch_id=batch.id)
    assert page.text.count("Sudah mencatat minat") == 1
    listed = visit(rina).open("training.list_nominations")
    assert labels.STATUSES[S.CONFIRMED][0] not in listed.text
    assert "Hanya lewat usulan" in listed.text


def test_who_was_named_may_give_the_seat_back(batch, rina, budi):
    name(rina, batch, budi)
    enrolments.withdraw(queries.own(budi.employee_id, batch.id), by=budi.actor)
    db.session.commit()
    assert (status_of(budi, batch), taken(batch)) == (S.WITHDRAWN, 0)


def test_the_team_is_read_with_the_same_questions_for_one_and_three(batch, rina, visit, queries):
    counts = []
    for names in (["Andi"], ["Beni", "Cici"]):
        team_of(rina, *names)
        path = visit(rina).address("training.show_nomination_form", batch_id=batch.id)
        visit(rina).get(path)
        with queries() as asked:
            visit(rina).get(path)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 12
