"""Ways to one's form without mail: printed codes, and a phone that goes round in a room."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.access.permissions import Role
from app.access.visitor import SYSTEM
from app.audit.models import AuditEntry, PersonalReading
from app.base.clock import now
from app.base.database import db
from app.documents.models import StoredFile
from app.jobs import worker
from app.jobs.models import Job
from app.surveys import papers
from app.surveys.models import SurveyAnswer, SurveyParticipation, WaveMode
from app.surveys.queries import waves as wave_queries
from app.surveys.rules import tokens
from app.surveys.services import rooms, slips
from tests.support import pdf
from tests.support.builders import make_employee, make_unit
from tests.support.waves import answer, close_wave, make_crowd, open_wave


@pytest.fixture
def agent(bungo):
    return make_employee("Agen Perubahan", roles=[Role.CHANGE_AGENT])


def code_of(wave, person):
    return tokens.code_of(wave.id, person.employee_id)


def fill_in(page):
    first = page.press("Mulai")
    radios = {one.attrs["name"] for one in first.tree.query("input[type=radio]")}
    return first.press("Lanjut", **dict.fromkeys(radios, "3"))


@pytest.mark.parametrize("change", [str, str.lower, tokens.as_printed, lambda text: f"  {text[:4]} {text[4:]} "])
def test_a_code_opens_its_own_form_however_it_is_typed(visit, wave, crowd, change):
    page = visit().open("surveys.show_code_form")
    start = page.press("Buka survei", kode=change(code_of(wave, crowd[0])))
    assert start.heading == wave.title
    assert fill_in(start).press("Kirim jawaban").heading == "Jawaban Anda sudah dihitung"
    mine = db.session.execute(select(SurveyParticipation).where(SurveyParticipation.done)).scalar_one()
    assert mine.employee_id == crowd[0].employee_id


def test_spent_and_wrong_codes_look_alike(visit, wave, crowd):
    answer(wave, crowd[0])
    page = visit().open("surveys.show_code_form")
    spent = page.press("Buka survei", expect=422, kode=code_of(wave, crowd[0]))
    wrong = page.press("Buka survei", expect=422, kode="AAAAA-BBBBB")
    assert spent.all(".error") == wrong.all(".error")
    assert "tidak membuka survei" in wrong.text
    assert page.press("Buka survei", expect=422, kode="").all(".error") == ["Ketik dulu kodenya."]


@pytest.mark.usefixtures("in_one_minute")
def test_guessing_codes_is_braked(visit, wave):
    browser = visit()
    token = browser.open("surveys.show_code_form").token
    fields = {"csrf_token": token, "kode": "AAAAA-BBBBB"}
    answers = [browser.request("POST", "/survei", data=fields).status_code for _one in range(61)]
    assert answers == [422] * 60 + [429]


def test_only_people_without_mail_have_a_code(unit):
    with_mail, without = make_crowd(unit, 6, email=None), make_crowd(unit, 6)
    wave = open_wave(unit)
    coded = select(SurveyParticipation.employee_id).where(
        SurveyParticipation.wave_id == wave.id, SurveyParticipation.code_hash.is_not(None)
    )
    assert set(db.session.execute(coded).scalars()) == {one.employee_id for one in without}
    assert len(with_mail) == 6


def test_slips_are_printed_for_everybody_without_mail_and_gone_with_the_wave(visit, unit, changer, wave, crowd):
    answer(wave, crowd[0])
    page = visit(changer).open("surveys.show_wave", wave_id=wave.id)
    page.press("Cetak lembar kode")
    worker.work_off()
    printed = pdf.text(visit(changer).download("surveys.download_slips", wave_id=wave.id).data)
    missing = [one.name for one in crowd if one.name not in printed]
    assert missing == []  # a list of those left would tell who has taken part
    assert tokens.as_printed(code_of(wave, crowd[1])) in printed
    assert "127.0.0.1:8000/survei" in printed
    again = visit(changer).open("surveys.show_wave", wave_id=wave.id).press("Cetak ulang lembar kode")
    assert again.notices == ["Lembar kode sedang dicetak."]
    worker.work_off()
    assert len(db.session.execute(select(StoredFile)).all()) == 1
    close_wave(wave)
    assert db.session.execute(select(StoredFile)).all() == []
    assert visit(changer).download("surveys.download_slips", wave_id=wave.id, expect=404)


def test_slips_for_more_than_are_printed_at_once_are_one_file_with_everybody(
    visit, unit, changer, wave, crowd, monkeypatch
):
    """Twelve people, eight to a part: two parts, each beginning on a sheet of its own."""
    monkeypatch.setattr(slips, "AT_ONCE", papers.ON_A_SHEET)
    visit(changer).open("surveys.show_wave", wave_id=wave.id).press("Cetak lembar kode")
    worker.work_off()
    content = visit(changer).download("surveys.download_slips", wave_id=wave.id).data
    printed = pdf.text(content)
    assert [one.name for one in crowd if one.name not in printed] == []
    assert [one.name for one in crowd if tokens.as_printed(code_of(wave, one)) not in printed] == []
    assert pdf.page_count(content) == 2
    done = db.session.execute(select(Job).where(Job.kind == slips.KIND)).scalar_one()
    assert (done.message, done.progress) == ("Lembar kode untuk 12 orang selesai dicetak.", 12)


def test_where_everybody_has_mail_there_is_nothing_to_print(visit, unit, changer):
    make_crowd(unit, 12, email=None)
    wave = open_wave(unit)
    refused = visit(changer).post("surveys.create_slips", wave_id=wave.id)
    assert refused.status_code == 409
    assert "Semua yang ditanya punya surel" in refused.text


# --- the phone that goes round ---------------------------------------------------------------------------


@pytest.fixture
def room(visit, wave, agent):
    """The address of a phone for the only group."""
    opened = visit(agent).open("surveys.show_room_opening", wave_id=wave.id).press("Buka ponsel bersama")
    return opened.links["daftar nama Dinas Kearsipan"].removeprefix("http://127.0.0.1:8000")


def test_a_phone_goes_round_and_nothing_stays_on_it(visit, room, crowd):
    phone = visit()
    names = phone.open(room)
    assert sorted(names.all("main .rows a")) == sorted(one.name for one in crowd)
    door = names.link(crowd[0].name)
    start = door.press("Buka formulir saya", angka=crowd[0].nip[-6:])
    back = fill_in(start).press("Kirim jawaban")
    assert back.heading == "Pilih nama Anda"
    assert back.notices == ["Terkirim. Berikan ponselnya kepada orang berikutnya."]
    # Who is done and who is not look alike on the list.
    assert back.all("main .rows a") == names.all("main .rows a")
    assert db.session.execute(select(SurveyAnswer.marks)).scalars().all() == [bytes([4, 4, 4])]
    assert phone.get(room).headers["Cache-Control"] == "no-store"
    done = back.link(crowd[0].name).press("Buka formulir saya", expect=422, angka=crowd[0].nip[-6:])
    wrong = back.link(crowd[1].name).press("Buka formulir saya", expect=422, angka="000000")
    assert done.all(".error") == wrong.all(".error")
    next_one = back.link(crowd[1].name).press("Buka formulir saya", angka=f" {crowd[1].nip[-6:]} ")
    assert next_one.link("Bukan saya, kembali ke daftar nama").heading == "Pilih nama Anda"


@pytest.mark.usefixtures("in_one_minute")
def test_trying_digits_at_one_door_is_braked_and_the_next_door_is_not(visit, room, crowd):
    phone = visit()
    page = phone.open(room).link(crowd[0].name)
    for _time in range(5):
        page.press("Buka formulir saya", expect=422, angka="123456")
    assert page.press("Buka formulir saya", expect=429, angka=crowd[0].nip[-6:])
    assert phone.open(room).link(crowd[1].name).press("Buka formulir saya", angka=crowd[1].nip[-6:])


def test_a_ticket_ends_by_itself_with_the_wave_and_cannot_be_changed(visit, room, wave, crowd):
    with time_machine.travel(now() + timedelta(hours=4, minutes=1)):
        over = visit().open(room, expect=404)
    assert over.heading == "Ponsel bersama ini tidak berlaku"
    assert visit().open(room[:-4] + "AAAA", expect=404).heading == over.heading
    assert visit().open("/survei/bersama/tebak", expect=404).heading == over.heading
    close_wave(wave)
    assert visit().open(room, expect=404).heading == over.heading


def test_a_ticket_opens_one_group_alone(visit, wave, unit, room, bungo):
    stranger = make_crowd(make_unit("Dinas Lain"), 1)[0]
    ticket = room.rpartition("/")[2]
    answer_page = visit().open("surveys.show_room_door", ticket=ticket, employee_id=stranger.employee_id, expect=404)
    assert answer_page.heading == "Ponsel bersama ini tidak berlaku"
    other = open_wave(unit, title="Gelombang lain")
    group = wave_queries.groups_of(other.id)[0]
    ticket = rooms.open_(other, group, by=SYSTEM)
    db.session.commit()
    assert rooms.entered(ticket).wave_id == other.id


def test_opening_a_phone_leaves_a_line_and_no_name(visit, room, agent):
    lines = db.session.execute(select(AuditEntry).where(AuditEntry.action == "surveys.room.opened")).scalars().all()
    assert [(one.actor_id, one.details) for one in lines] == [(agent.user_id, {})]


def test_a_list_asks_as_many_statements_for_many_as_for_few(visit, queries, bungo):
    """A group has ten at least, so one and three rows cannot be had: ten and thirty."""
    counts = []
    for people in (10, 30):
        unit = make_unit(f"Dinas dengan {people}")
        make_crowd(unit, people)
        wave = open_wave(unit)
        ticket = rooms.open_(wave, wave_queries.groups_of(wave.id)[0], by=SYSTEM)
        db.session.commit()
        phone = visit()
        phone.open("surveys.show_room", ticket=ticket)
        with queries() as asked:
            assert len(phone.open("surveys.show_room", ticket=ticket).all("main .rows a")) == people
        counts.append(len(asked))
    assert counts[0] == counts[1] > 0


# --- named waves -------------------------------------------------------------------------------------------


def test_named_answers_are_read_by_the_change_team_and_every_reading_is_shown(visit, unit, crowd, changer):
    wave = open_wave(unit, mode=WaveMode.NAMED)
    answer(wave, crowd[0], place=1, text="Tolong jelaskan tugas baru.")
    assert visit(changer).open("surveys.list_named", wave_id=wave.id, expect=404)
    close_wave(wave)
    listed = visit(changer).open("surveys.list_named", wave_id=wave.id)
    shown = listed.link(crowd[0].name)
    assert "Tidak setuju" in shown.text
    assert "Tolong jelaskan tugas baru." in shown.text
    reading = db.session.execute(select(PersonalReading)).scalar_one()
    assert (reading.employee_id, reading.reader_id, reading.part) == (
        crowd[0].employee_id,
        changer.user_id,
        "survey_answers",
    )
    assert "Cahyo Nugroho" in visit(crowd[0]).open("privacy.list_readers").text
    assert visit(crowd[1]).open("surveys.show_named", wave_id=wave.id, employee_id=crowd[0].employee_id, expect=403)


def test_anonymous_answers_have_no_such_page(visit, wave, crowd, changer):
    answer(wave, crowd[0])
    close_wave(wave)
    assert visit(changer).open("surveys.list_named", wave_id=wave.id, expect=404)
    page = visit(changer).open("surveys.show_wave", wave_id=wave.id)
    assert "Jawaban bernama" not in page.links
