"""Seats change hands: superiors decide, a line forms, offers run out, people leave."""

from datetime import timedelta

import time_machine
from sqlalchemy import update

from app.base import wording
from app.base.clock import now
from app.base.database import db
from app.jobs import worker
from app.organisation.models import Placement
from app.training import labels
from app.training.models import EnrolmentPolicy, EnrolmentStatus
from tests.support.builders import (
    enrol,
    make_batch,
    make_employee,
    make_position,
    make_programme,
    meetings_of,
    place,
    seat,
    status_of,
)
from tests.support.workshop import batch_page, crowd, letters_to, notices_to, panel

ZONE = "Asia/Jakarta"


def test_refused_with_a_reason_the_employee_reads(visit, budi, rina, sari):
    batch = make_batch(policy=EnrolmentPolicy.SUPERIOR)
    batch_page(visit(budi), batch).press("Daftar angkatan ini")

    form = visit(rina).open("training.list_requests").link("Tolak")
    assert form.heading == f"Tolak permohonan {budi.name}"
    missing = form.press("Tolak permohonan", reason=" ", expect=422)
    assert missing.all(".error") == ["Tulis alasannya, supaya pegawai tahu apa yang bisa dilakukan."]
    short = missing.press("Tolak permohonan", reason="Tak", expect=422)
    assert short.fields["reason"] == "Tak"
    done = short.press("Tolak permohonan", reason="Loket sedang kurang orang; ambil angkatan Maret.")
    assert done.notices == ["Permohonan ditolak. Pegawai sudah diberi tahu alasannya."]
    assert done.all(".empty h2") == ["Tidak ada permohonan yang menunggu"]

    page = batch_page(visit(budi), batch)
    assert "Loket sedang kurang orang; ambil angkatan Maret." in page.all("#enrolment_panel p")[0]
    assert letters_to(visit, sari, budi)[0].startswith("Permohonan tidak disetujui: ")
    assert notices_to(visit, budi)[0].startswith(f"{rina.name} tidak menyetujui")


def test_only_the_superior_sees_and_decides_a_request(visit, budi, rina, dewi, sari):
    batch = make_batch(policy=EnrolmentPolicy.SUPERIOR)
    enrolment = enrol(budi, batch)
    other_head = make_employee("Kepala Lain")
    make_employee("Bawahan Lain", position_id=_below(other_head))
    assert visit(rina).open("training.list_requests").all("article h2") == [budi.name]
    assert visit(other_head).open("training.list_requests").all("article h2") == []
    refused = visit(other_head).post("training.create_approval", enrolment_id=enrolment.id)
    assert refused.status_code == 404
    assert visit(dewi).post("training.create_approval", enrolment_id=enrolment.id).status_code == 403
    assert status_of(budi, batch) == EnrolmentStatus.REQUESTED


def _below(head) -> int:
    return make_position(above=head.position_id).id


def test_decided_twice_is_refused_in_words(visit, budi, rina):
    batch = make_batch(policy=EnrolmentPolicy.SUPERIOR)
    batch_page(visit(budi), batch).press("Daftar angkatan ini")
    stale = visit(rina).open("training.list_requests")
    stale.press("Setujui")
    late = stale.press("Setujui", expect=409)
    assert "Permohonan ini sudah diputuskan." in late.text
    assert status_of(budi, batch) == EnrolmentStatus.CONFIRMED


def test_approval_of_a_full_batch_leads_to_the_queue(visit, budi, rina, dewi):
    batch = make_batch(policy=EnrolmentPolicy.SUPERIOR, seats=1)
    seat(dewi, batch)
    batch_page(visit(budi), batch).press("Masuk daftar tunggu")
    done = visit(rina).open("training.list_requests").press("Setujui")
    assert done.notices == ["Disetujui. Kursi sudah penuh, jadi Budi Pratama, S.A.P. masuk daftar tunggu."]
    assert panel(batch_page(visit(budi), batch)) == "Anda urutan 1 dari 1"


def test_a_superior_who_moves_on_leaves_the_request_to_the_next_one(visit, budi, rina):
    batch = make_batch(policy=EnrolmentPolicy.SUPERIOR)
    enrol(budi, batch)
    successor = make_employee("Siti Rahma", female=True)
    today = now().date()
    both = (rina.employee_id, successor.employee_id)
    db.session.execute(update(Placement).where(Placement.employee_id.in_(both)).values(ends_on=today))
    db.session.commit()
    place(successor.employee_id, rina.position_id)
    assert visit(successor).open("training.list_requests").all("article h2") == [budi.name]
    visit(successor).open("training.list_requests").press("Setujui")
    assert panel(batch_page(visit(budi), batch)) == "Anda terdaftar"


def test_a_full_batch_shows_the_rank_and_the_rule(visit, budi, dewi):
    batch = make_batch(seats=1)
    first, *others = crowd(5)
    seat(first, batch)
    enrol(others[0], batch)
    assert panel(batch_page(visit(budi), batch)) == "Kursi sudah penuh"
    queued = batch_page(visit(budi), batch).press("Masuk daftar tunggu")
    assert queued.notices == ["Kursi sudah penuh. Anda masuk daftar tunggu, urutan 2."]
    for one in others[1:]:
        enrol(one, batch)
    page = batch_page(visit(budi), batch)
    assert panel(page) == "Anda urutan 2 dari 5"
    assert page.all("#enrolment_panel p")[0] == f"Kursi sudah penuh. {labels.QUEUE_RULE}"


def test_a_freed_seat_goes_to_the_first_in_line(visit, budi, dewi, sari):
    batch = make_batch(seats=1)
    batch_page(visit(budi), batch).press("Daftar angkatan ini")
    batch_page(visit(dewi), batch).press("Masuk daftar tunggu")
    left = batch_page(visit(budi), batch).press("Batalkan pendaftaran")
    assert left.notices == ["Pendaftaran dibatalkan."]

    offered = batch_page(visit(dewi), batch)
    assert panel(offered) == "Ada kursi untuk Anda"
    deadline = wording.moment(now() + timedelta(hours=24), ZONE)
    told = offered.all("#enrolment_panel p strong")
    assert told in ([deadline], [wording.moment(now() + timedelta(hours=24, minutes=-1), ZONE)])
    assert letters_to(visit, sari, dewi)[0].startswith("Ada kursi untuk Anda: ")
    assert f"Jawab sebelum {told[0]}." in notices_to(visit, dewi)[0]
    assert visit(dewi).open("reports.show_home").all(".tasks h3")[0].startswith("Ada kursi untuk Anda: ")

    accepted = offered.press("Terima kursi")
    assert accepted.notices == ["Anda terdaftar."]
    assert panel(accepted) == "Anda terdaftar"
    db.session.refresh(batch)
    assert batch.seats_taken == 1


def test_a_newcomer_never_overtakes_an_offer(visit, budi, dewi):
    batch = make_batch(seats=1)
    enrol(budi, batch)
    enrol(dewi, batch)
    batch_page(visit(budi), batch).press("Batalkan pendaftaran")
    newcomer = make_employee("Tono Hartono")
    assert panel(batch_page(visit(newcomer), batch)) == "Kursi sudah penuh"
    queued = batch_page(visit(newcomer), batch).press("Masuk daftar tunggu")
    assert panel(queued) == "Anda urutan 1 dari 1"
    assert status_of(dewi, batch) == EnrolmentStatus.OFFERED


def test_a_declined_seat_goes_to_the_next(visit, budi, dewi):
    batch = make_batch(seats=1)
    third = make_employee("Tono Hartono")
    for person in (budi, dewi, third):
        enrol(person, batch)
    batch_page(visit(budi), batch).press("Batalkan pendaftaran")
    declined = batch_page(visit(dewi), batch).press("Tolak tawaran")
    assert declined.notices == ["Tawaran ditolak. Kursinya diberikan ke peserta berikutnya."]
    assert "Anda menolak tawaran kursi sebelumnya." in declined.all("#enrolment_panel p")
    assert panel(batch_page(visit(third), batch)) == "Ada kursi untuk Anda"


def test_an_offer_that_runs_out_goes_to_the_next(visit, budi, dewi, sari):
    batch = make_batch(seats=1)
    third = make_employee("Tono Hartono")
    for person in (budi, dewi, third):
        enrol(person, batch)
    batch_page(visit(budi), batch).press("Batalkan pendaftaran")
    stale = batch_page(visit(dewi), batch)
    with time_machine.travel(now() + timedelta(hours=25)):
        late = visit.another(dewi)
        before = batch_page(late, batch)
        assert "Terima kursi" not in before.buttons
        refused = late.request("POST", stale.form("Terima kursi").action, data={"csrf_token": before.token})
        assert refused.status_code == 409
        worker.drain()
        page = batch_page(late, batch)
        assert "Tawaran kursi sebelumnya sudah lewat waktu." in page.all("#enrolment_panel p")
        assert panel(batch_page(visit.another(third), batch)) == "Ada kursi untuk Anda"
        outbox = visit.another(sari).open("notifications.list_mails").all(".rows__body")
        subjects = [row.partition(" Untuk ")[0].partition(":")[0] for row in outbox[:2]]
        assert sorted(subjects) == ["Ada kursi untuk Anda", "Tawaran kursi lewat waktu"]


def test_a_confirmed_seat_cannot_be_given_back_after_the_cut_off(visit, budi):
    batch = make_batch(withdrawal_closes_at=now() + timedelta(hours=1))
    seat(budi, batch)
    page = batch_page(visit(budi), batch)
    assert "Batalkan pendaftaran" in page.buttons
    with time_machine.travel(now() + timedelta(hours=2)):
        refused = page.press("Batalkan pendaftaran", expect=409)
        closed = wording.moment(batch.withdrawal_closes_at, ZONE)
        assert f"Batas pembatalan sudah lewat ({closed})." in refused.text
        assert "Batalkan pendaftaran" not in batch_page(visit(budi), batch).buttons
    assert status_of(budi, batch) == EnrolmentStatus.CONFIRMED


def test_a_place_in_line_can_be_left_at_any_time(visit, budi, dewi):
    batch = make_batch(seats=1, withdrawal_closes_at=now() - timedelta(hours=1))
    seat(dewi, batch)
    enrol(budi, batch)
    left = batch_page(visit(budi), batch).press("Keluar dari daftar tunggu")
    assert panel(left) == "Kursi sudah penuh"
    assert status_of(budi, batch) == EnrolmentStatus.WITHDRAWN


def test_whoever_left_may_come_back_at_the_end_of_the_line(visit, budi, dewi):
    batch = make_batch(seats=1)
    third = make_employee("Tono Hartono")
    seat(dewi, batch)
    enrol(budi, batch)
    enrol(third, batch)
    batch_page(visit(budi), batch).press("Keluar dari daftar tunggu")
    back = batch_page(visit(budi), batch).press("Masuk daftar tunggu")
    assert panel(back) == "Anda urutan 2 dari 2"


def test_a_clash_is_refused_with_the_name_of_the_other_batch(visit, budi):
    arsip = make_programme("Pengelolaan Arsip Dinamis")
    other = make_batch(programme=arsip, number=7, starts_in_days=10)
    enrol(budi, other)
    wanted = make_batch(starts_in_days=9, meetings=3)
    refused = batch_page(visit(budi), wanted).press("Daftar angkatan ini", expect=409)
    [meeting] = meetings_of(other)
    when = wording.moment(meeting.starts_at, ZONE)
    assert refused.heading == "Waktunya bertabrakan"
    assert f"Pengelolaan Arsip Dinamis, Angkatan 7 ({when}), yang sudah Anda ikuti." in refused.text
    assert status_of(budi, wanted) is None
