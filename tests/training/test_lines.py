"""One line for a programme, interest without dates, and requests that end by themselves."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.base import scope
from app.base.clock import now
from app.base.database import db
from app.base.errors import WrongField
from app.jobs import queries as job_queries
from app.jobs import services as job_services
from app.jobs import worker
from app.notifications.models import Notice
from app.training import jobs, labels, lines
from app.training.models import Batch, Enrolment, EnrolmentPolicy, EnrolmentStatus, ProgrammeInterest
from app.training.queries import batches
from app.training.queries import enrolments as queries
from app.training.queries import lines as line_queries
from app.training.services import choices, interests, planning
from app.training.services import enrolments as services
from tests.support.builders import (
    enrol,
    make_batch,
    make_employee,
    make_programme,
    meetings_of,
    seat,
    status_of,
)
from tests.support.lines import be_interested, hold_seats, make_draft, make_sister, taken

S = EnrolmentStatus


@pytest.fixture
def clock():
    with time_machine.travel(now(), tick=False) as moved:
        yield moved


def step(service, person, batch):
    db.session.rollback()
    service(queries.own(person.employee_id, batch.id), by=person.actor)
    db.session.commit()


def notices(person):
    db.session.rollback()
    statement = select(Notice.text).where(Notice.employee_id == person.employee_id).order_by(Notice.id)
    return db.session.execute(statement).scalars().all()


def order(batch):
    return [row.name.split()[0].rstrip(",") for row in batches.queue(batch.id)]


@pytest.fixture
def full_pair(sari, organiser):
    """Two batches of one programme, both full."""
    first = make_batch(seats=1)
    second = make_sister(first)
    seat(sari, first)
    seat(organiser, second)
    return first, second


def test_who_waits_for_two_batches_has_one_place(full_pair, budi, dewi, rina, clock):
    first, second = full_pair
    for person, batch in ((budi, first), (dewi, second), (rina, first), (budi, second), (rina, second)):
        clock.shift(1)
        enrol(person, batch)
    assert order(first) == ["Budi", "Rina"]
    assert order(second) == ["Budi", "Dewi", "Rina"]
    assert line_queries.standings(second.programme_id, budi.employee_id)[second.id].rank == 1
    assert line_queries.waiting_in_programme(first.programme_id) == 3


def test_one_offer_at_a_time_and_the_next_gets_the_other_seat(full_pair, budi, dewi, sari, organiser, clock):
    first, second = full_pair
    for person, batch in ((budi, first), (budi, second), (dewi, second)):
        clock.shift(1)
        enrol(person, batch)
    step(services.withdraw, sari, first)
    step(services.withdraw, organiser, second)
    assert [status_of(budi, one) for one in full_pair] == [S.OFFERED, S.WAITLISTED]
    assert status_of(dewi, second) == S.OFFERED
    assert (taken(first), taken(second)) == (1, 1)


def test_a_seat_in_one_batch_ends_the_wait_for_the_others(full_pair, budi, sari, clock):
    first, second = full_pair
    enrol(budi, first)
    enrol(budi, second)
    step(services.withdraw, sari, first)
    step(services.accept_offer, budi, first)
    assert [status_of(budi, one) for one in full_pair] == [S.CONFIRMED, S.WITHDRAWN]
    left = queries.own(budi.employee_id, second.id)
    assert left.reason == labels.has_seat_in(first.number, first.year)
    with pytest.raises(lines.AlreadySeated, match=f"Angkatan {first.number}"):
        enrol(budi, second)
    db.session.rollback()


def test_a_free_seat_elsewhere_gives_an_offer_to_the_next(full_pair, budi, dewi, sari, clock):
    first, second = full_pair
    third = make_sister(first, starts_in_days=40, seats=2)
    enrol(budi, first)
    clock.shift(1)
    enrol(dewi, first)
    step(services.withdraw, sari, first)
    enrol(budi, third)
    assert [status_of(budi, one) for one in (first, third)] == [S.WITHDRAWN, S.CONFIRMED]
    assert status_of(dewi, first) == S.OFFERED
    assert (taken(first), taken(third)) == (1, 1)


def test_who_lets_an_offer_go_has_had_their_turn(full_pair, budi, dewi, sari, organiser, clock):
    first, second = full_pair
    for person, batch in ((budi, first), (budi, second), (dewi, second)):
        clock.shift(1)
        enrol(person, batch)
    step(services.withdraw, sari, first)
    clock.shift(1)
    step(services.decline_offer, budi, first)
    assert order(second) == ["Dewi", "Budi"]
    step(services.withdraw, organiser, second)
    assert [status_of(one, second) for one in (budi, dewi)] == [S.WAITLISTED, S.OFFERED]


def test_a_seat_that_waited_for_an_answer_elsewhere_is_offered_after_it(full_pair, budi, sari, organiser, clock):
    first, second = full_pair
    enrol(budi, first)
    enrol(budi, second)
    step(services.withdraw, sari, first)
    step(services.withdraw, organiser, second)
    assert (taken(first), taken(second)) == (1, 0)
    clock.shift(timedelta(hours=25))
    with scope.everything():
        jobs.expire_offers()
    scope.enter(budi.government_id)
    assert [status_of(budi, one) for one in full_pair] == [S.EXPIRED, S.OFFERED]
    assert (taken(first), taken(second)) == (0, 1)


def test_calling_a_batch_off_lets_those_it_kept_waiting_have_the_other(full_pair, budi, sari, organiser, clock):
    first, second = full_pair
    enrol(budi, first)
    enrol(budi, second)
    step(services.withdraw, sari, first)
    step(services.withdraw, organiser, second)
    planning.cancel(batches.managed_batch(first.id), "Aula dipakai rapat.", by=sari.actor)
    db.session.commit()
    assert [status_of(budi, one) for one in full_pair] == [S.CANCELLED, S.OFFERED]


def test_why_somebody_was_offered_a_seat_is_on_record(full_pair, budi, dewi, sari, clock):
    first, _second = full_pair
    enrol(budi, first)
    clock.shift(1)
    enrol(dewi, first)
    step(services.withdraw, sari, first)
    offer = queries.own(budi.employee_id, first.id)
    assert offer.reason.startswith("Urutan pertama dari 2 yang menunggu, sejak ")
    entry = db.session.execute(select(AuditEntry).where(AuditEntry.action == "training.offer.made")).scalar_one()
    assert (entry.details["why"], entry.details["rank"], entry.details["waiting"]) == ("first in line", 1, 2)


def test_somebody_says_in_one_go_which_batches_they_accept(full_pair, budi, visit):
    first, second = full_pair
    page = visit(budi).open("training.show_offered_programme", programme_id=first.programme_id)
    assert page.text.count(labels.QUEUE_RULE) == 1
    page = page.press("Simpan pilihan", angkatan=[str(first.id), str(second.id)])
    assert page.text.count("Anda urutan 1 dari 1.") == 2
    page = page.press("Simpan pilihan", angkatan=[str(second.id)])
    assert [status_of(budi, one) for one in full_pair] == [S.WITHDRAWN, S.WAITLISTED]
    assert page.notices == ["Pilihan tersimpan."]


def test_a_choice_that_a_rule_refuses_changes_nothing(full_pair, budi):
    first, second = full_pair
    seat(budi, make_batch(starts_in_days=20))
    with pytest.raises(services.rules.Clash) as refusal:
        choices.accept_batches(
            batches.managed_batch(first.id).programme, budi.employee_id, {first.id, second.id}, by=budi.actor
        )
    assert refusal.value.message.startswith(f"Angkatan {second.number}: Waktunya bertabrakan")
    assert [status_of(budi, one) for one in full_pair] == [None, None]


# Interest


def test_interest_becomes_bookings_in_order(sari, budi, dewi, rina, visit, clock):
    programme = make_programme("Mengelola Arsip")
    for person in (dewi, budi):
        clock.shift(60)
        assert "Mengelola Arsip" in visit(person).open("training.list_undated").text
        visit(person).open("training.show_offered_programme", programme_id=programme.id).press("Catat minat")
    assert "Minat tercatat" in visit(budi).open("training.list_own").text
    detail = visit(sari).open("training.show_programme", programme_id=programme.id)
    assert "2 pegawai menunggu jadwal program ini" in detail.text
    draft = make_draft(programme, seats=1)
    page = visit(sari).open("training.show_managed", batch_id=draft.id).press("Buka angkatan")
    assert page.notices == ["Angkatan dibuka. Dari 2 peminat: 1 dapat kursi, 1 mengantre. Semua sudah diberi tahu."]
    assert [status_of(one, draft) for one in (dewi, budi, rina)] == [S.CONFIRMED, S.WAITLISTED, None]
    assert notices(dewi)[-1].startswith("Dari minat yang dicatat ")
    assert "urutan 1 dari 1" in notices(budi)[-1]
    assert db.session.execute(select(ProgrammeInterest.id)).all() == []


@pytest.fixture
def crowd(bungo):
    """More people than are booked at once, in the order in which they said they were interested."""
    interests.use_step(2)
    programme = make_programme("Mengelola Arsip")
    people = [make_employee(f"Pegawai {number}") for number in range(7)]
    for person in people:
        be_interested(person, programme)
    return programme, people


def publish(draft, by):
    turned = planning.publish(batches.managed_batch(draft.id), by=by.actor)
    db.session.commit()
    return turned


def test_a_long_list_of_interest_goes_on_in_the_background_and_shows_how_far(crowd, sari, visit):
    programme, people = crowd
    draft = make_draft(programme, seats=6)
    page = visit(sari).open("training.show_managed", batch_id=draft.id).press("Buka angkatan")
    said = (
        "Angkatan dibuka. 2 peminat pertama sudah didaftarkan; 5 lagi sedang didaftarkan menurut urutan. "
        "Anda boleh meninggalkan halaman ini."
    )
    assert page.notices == [said]
    assert "Sedang mendaftarkan peminat" in page.text
    worker.drain()
    assert [status_of(one, draft) for one in people] == [S.CONFIRMED] * 6 + [S.WAITLISTED]
    assert db.session.execute(select(ProgrammeInterest.id)).all() == []
    assert "Tutup angkatan" in visit(sari).open("training.show_managed", batch_id=draft.id).text


def test_nobody_gets_ahead_of_those_who_wait_for_their_turn(crowd, sari, budi, rina, dewi, visit):
    """A newcomer, a superior who holds seats, and a seat given back: all come after the last of the interested."""
    programme, people = crowd
    draft = make_draft(programme, seats=8)
    publish(draft, sari)
    panel = visit(budi).open("training.show_batch", batch_id=draft.id)
    assert "Peminat didaftarkan lebih dulu" in panel.text
    panel.press("Masuk daftar tunggu")
    with pytest.raises(WrongField, match="Tidak ada kursi kosong untuk dipesan"):
        hold_seats(rina, draft, 1)
    step(services.withdraw, people[0], draft)
    assert status_of(budi, draft) == S.WAITLISTED
    worker.drain()
    assert [status_of(one, draft) for one in people[1:]] == [S.CONFIRMED] * 6
    assert status_of(budi, draft) == S.OFFERED, "what is left goes to whoever came meanwhile"
    assert taken(draft) == 7
    assert enrol(dewi, draft).status == S.CONFIRMED


def test_turning_that_broke_off_ends_the_same_when_run_again(crowd, sari, visit):
    programme, people = crowd
    seat(people[-1], make_batch(starts_in_days=30))
    draft = make_draft(programme, seats=5)
    publish(draft, sari)

    def lost(_done, _total):
        db.session.commit()
        raise ConnectionError

    for _ in range(2):
        with scope.within(sari.government_id), pytest.raises(ConnectionError):
            interests.turn_the_rest({"batch_id": draft.id}, lost)
        db.session.rollback()
    worker.drain()
    assert [status_of(one, draft) for one in people[-4:]] == [S.CONFIRMED, S.CONFIRMED, S.WAITLISTED, None]
    assert len([one for one in notices(people[-1]) if "Minat Anda tetap tercatat" in one]) == 1


def test_a_turning_that_was_given_up_is_taken_up_again_by_a_button(crowd, sari, visit):
    programme, people = crowd
    draft = make_draft(programme, seats=7)
    publish(draft, sari)
    job = job_queries.by_key(interests.job_key(draft.id))
    job_services.fail(job.id, worker.GAVE_UP)
    page = visit(sari).open("training.show_managed", batch_id=draft.id)
    assert "Pendaftaran peminat terhenti" in page.text
    page.press("Lanjutkan mendaftarkan peminat")
    worker.drain()
    assert status_of(people[-1], draft) == S.CONFIRMED


def test_a_batch_called_off_leaves_the_others_noted(crowd, sari):
    programme, _people = crowd
    draft = make_draft(programme, seats=5)
    publish(draft, sari)
    planning.cancel(batches.managed_batch(draft.id), "Gedung dipakai untuk pengungsi.", by=sari.actor)
    db.session.commit()
    worker.drain()
    assert len(db.session.execute(select(ProgrammeInterest.id)).all()) == 5
    assert taken(draft) == 0


def test_interest_goes_through_the_superior_where_the_batch_asks_for_it(budi, rina, sari, clock):
    programme = make_programme()
    be_interested(budi, programme)
    since = now()
    draft = make_draft(programme, seats=1, policy=EnrolmentPolicy.SUPERIOR)
    turned = planning.publish(batches.managed_batch(draft.id), by=sari.actor)
    db.session.commit()
    assert (turned.asked, status_of(budi, draft)) == (1, S.REQUESTED)
    clock.shift(timedelta(hours=2))
    seat(sari, draft)
    services.approve(queries.own(budi.employee_id, draft.id), by=rina.actor)
    db.session.commit()
    waiting = queries.own(budi.employee_id, draft.id)
    assert (waiting.status, waiting.queued_at) == (S.WAITLISTED, since)


def test_who_cannot_come_is_told_why_and_stays_noted(budi, dewi, sari):
    programme = make_programme()
    be_interested(budi, programme)
    be_interested(dewi, programme)
    seat(budi, make_batch(starts_in_days=30))
    draft = make_draft(programme)
    turned = planning.publish(batches.managed_batch(draft.id), by=sari.actor)
    db.session.commit()
    assert (turned.seated, turned.kept) == (1, 1)
    assert status_of(budi, draft) is None
    assert "Waktunya bertabrakan" in notices(budi)[-1]
    assert notices(budi)[-1].endswith("Minat Anda tetap tercatat.")
    assert db.session.execute(select(ProgrammeInterest.employee_id)).scalars().all() == [budi.employee_id]


def test_no_interest_where_there_are_dates_or_where_one_may_not_come(budi, visit):
    dated = make_batch()
    answer = visit(budi).post("training.create_interest", programme_id=dated.programme_id)
    assert answer.status_code == 409
    closed = make_programme("Khusus Pimpinan", tiers=["jpt_pratama"])
    page = visit(budi).open("training.show_offered_programme", programme_id=closed.id).press("Catat minat", expect=409)
    assert "bukan untuk jenjang" in page.text
    assert db.session.execute(select(ProgrammeInterest.id)).all() == []


def test_interest_can_be_taken_back(budi, visit):
    programme = make_programme()
    page = visit(budi).open("training.show_offered_programme", programme_id=programme.id).press("Catat minat")
    page = page.press("Tarik minat")
    assert "Catat minat" in page.buttons
    assert db.session.execute(select(ProgrammeInterest.id)).all() == []


# What ends by itself


def test_a_request_nobody_decides_ends_and_both_are_told(budi, rina, clock):
    batch = make_batch(policy=EnrolmentPolicy.SUPERIOR, starts_in_days=30)
    request = enrol(budi, batch)
    assert request.decide_by == now() + timedelta(hours=120)
    clock.shift(timedelta(hours=119))
    worker.drain()
    assert status_of(budi, batch) == S.REQUESTED
    clock.shift(timedelta(hours=1))
    with pytest.raises(services.rules.TooLate, match="Batas memutuskan"):
        services.approve(queries.own(budi.employee_id, batch.id), by=rina.actor)
    db.session.rollback()
    worker.drain()
    worker.drain()
    assert status_of(budi, batch) == S.EXPIRED
    assert notices(budi)[-1].startswith("Rina Marlina, S.E. tidak memutuskan permohonan Anda")
    assert notices(rina)[-1].startswith("Permohonan Budi Pratama, S.A.P. mengikuti")
    enrol(budi, batch)
    assert status_of(budi, batch) == S.REQUESTED


def test_what_the_organiser_leaves_undecided_ends_when_the_batch_begins(budi, organiser, rina, clock):
    batch = make_batch(policy=EnrolmentPolicy.TWO_STEPS, starts_in_days=30)
    enrol(budi, batch)
    services.approve(queries.own(budi.employee_id, batch.id), by=rina.actor)
    db.session.commit()
    clock.shift(meetings_of(batch)[0].starts_at - now())
    worker.drain()
    assert status_of(budi, batch) == S.EXPIRED
    assert notices(budi)[-1].startswith("Panitia tidak memutuskan permohonan Anda")
    assert notices(organiser)[-1].startswith("Permohonan Budi Pratama")


# Too few people


def test_a_batch_short_of_people_asks_its_organisers_once(organiser, sari, budi, visit):
    batch = make_batch(seats=10, min_participants=5, decide_on=None, starts_in_days=12)
    batch.decide_on = batch.starts_on - timedelta(days=12)
    db.session.commit()
    enrol(budi, batch)
    for _twice in range(2):
        worker.drain()
    said = [text for text in notices(organiser) if "paling sedikit 5" in text]
    assert len(said) == 1
    assert f"Putuskan {labels.batch_name('Pelayanan Prima bagi Petugas Loket', batch.number)}" in (
        visit(sari).open("reports.show_home").text
    )
    page = visit(sari).open("training.show_managed", batch_id=batch.id).press("Tetap diadakan")
    assert page.notices == ["Angkatan tetap diadakan."]
    assert "Putuskan Pelayanan" not in visit(sari).open("reports.show_home").text


def test_the_organiser_sees_the_line_and_its_reasons(full_pair, budi, dewi, sari, visit, clock):
    first, second = full_pair
    enrol(budi, first)
    clock.shift(60)
    enrol(dewi, first)
    enrol(dewi, second)
    step(services.withdraw, sari, first)
    page = visit(sari).open("training.show_line", batch_id=first.id)
    assert "Urutan pertama dari 2 yang menunggu" in page.text
    assert labels.TURN_RULE in page.text
    rows = page.all("table th[scope=row]")
    assert rows[:2] == [budi.name, dewi.name]


def test_the_page_of_a_line_asks_the_same_for_one_and_three(full_pair, sari, visit, queries):
    first, _second = full_pair
    counts = []
    for more in (1, 2):
        for _one in range(more):
            enrol(make_employee("Ganda Wijaya"), first)
        path = visit(sari).address("training.show_line", batch_id=first.id)
        visit(sari).get(path)
        with queries() as asked:
            visit(sari).get(path)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 9


def test_nothing_of_another_governments_duties_is_on_the_home_page(batanghari, sari, visit):
    with scope.within(batanghari.id):
        make_batch(starts_in_days=-5)
    assert "Tutup " not in visit(sari).open("reports.show_home").text
    assert db.session.execute(select(Batch.id)).all() == []
    assert db.session.execute(select(Enrolment.id)).all() == []
