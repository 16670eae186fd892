"""Asking from a phone, voting in the room, answering at the desk, and the questions and answers everybody may read."""

import re

import pytest
from sqlalchemy import func, select

from app.access.permissions import Role
from app.access.visitor import SYSTEM
from app.base import scope
from app.base.database import db
from app.jobs import worker
from app.sosialisasi.facts.questions import Answered
from app.sosialisasi.models import AskedQuestion, Sosialisasi, UnderstandingAnswer
from app.sosialisasi.queries import boards
from app.sosialisasi.queries import questions as queries
from app.sosialisasi.services import replying
from tests.support.asking import ask, make_check, make_running_round, open_board
from tests.support.builders import grant, make_employee, make_government

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)


@pytest.fixture
def maya(bungo):
    """The change team of the government."""
    person = make_employee("Maya Anggraini", female=True)
    grant(person.user_id, Role.CHANGE_TEAM)
    return person


@pytest.fixture
def one(bungo):
    return make_running_round()


@pytest.fixture
def code(one):
    return open_board(one).code


def count(column):
    db.session.rollback()
    return db.session.execute(select(func.count(column))).scalar_one()


def publish(question, text="Mulai Januari."):
    replying.answer(question, Answered(text, False), version=question.version, by=SYSTEM)
    replying.publish(question, by=SYSTEM)
    db.session.commit()


def test_a_guest_asks_without_a_name_and_finds_the_answer_by_code(visit, maya, one, code):
    room = visit().open("sosialisasi.show_room", code=code)
    sent = room.press("Kirim", text="Apakah <b>loket</b> tetap buka?", theme="layanan")
    assert sent.heading == "Pertanyaan Anda"
    own = re.search(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}-[0-9A-Z]", sent.text)[0]
    assert "Apakah <b>loket</b> tetap buka?" in sent.text
    assert not sent.has("main b b")
    desk = visit(maya).open("sosialisasi.show_round_questions", round_id=one.id).link("Apakah <b>loket</b> tetap buka?")
    assert "Tanpa nama" in desk.text
    desk.press("Simpan jawaban", answer="Tetap buka.\n\nSetiap hari kerja.", audience="penanya")
    form = visit().open("sosialisasi.show_question_code")
    assert "tidak dikenal" in form.press("Baca jawaban", expect=422, code="ABCD-EFGH").text
    found = form.press("Baca jawaban", code=own.lower())
    assert "Setiap hari kerja." in found.text
    assert "hanya untuk Anda" in found.text
    assert "Tetap buka." not in visit().open("sosialisasi.show_room", code=code).text


def test_what_cannot_be_sent_comes_back_with_a_sentence(visit, one, code):
    room = visit().open("sosialisasi.show_room", code=code)
    assert "Tulis dulu" in room.press("Kirim", expect=422, text="  ").text
    long = room.press("Kirim", expect=422, text="x" * 2001)
    assert "paling panjang 2.000 huruf" in long.text
    assert long.fields["text"] == "x" * 2001
    warned = room.press("Kirim", expect=422, text="NIK saya 1508012345670001")
    assert "tampak memuat NIK" in warned.text
    assert count(AskedQuestion.id) == 0
    warned.press("Kirim", text="NIK saya 1508012345670001", is_sure="y")
    assert count(AskedQuestion.id) == 1
    assert "1508012345670001" not in visit().open("sosialisasi.show_room", code=code).text


def test_a_machine_that_fills_every_field_asks_nothing(visit, code):
    visit().open("sosialisasi.show_room", code=code).press("Kirim", text="Beli di sini", website="http://x.example")
    assert count(AskedQuestion.id) == 0


def test_an_employee_may_give_their_name_and_reads_the_answer_on_a_page_of_their_own(visit, budi, maya, one, code):
    sent = visit(budi).open("sosialisasi.show_room", code=code).press("Kirim", text="Kapan pindah?", naming="nama")
    assert sent.heading == "Pertanyaan saya"
    assert "Belum dijawab" in sent.text
    desk = visit(maya).open("sosialisasi.show_round_questions", round_id=one.id).link("Kapan pindah?")
    assert budi.name in desk.text
    assert budi.name not in visit().open("sosialisasi.show_room", code=code).text
    desk.press("Sembunyikan", reason="Sudah dijawab di surat edaran.")
    assert "Sudah dijawab di surat edaran." in visit(budi).open("sosialisasi.list_own_questions").text
    assert "Kapan pindah?" not in visit().open("sosialisasi.show_room", code=code).text


def test_one_vote_for_each_device_and_person(visit, budi, one, code):
    question, _own = ask(one, "Kapan pindah?")
    phone = visit().open("sosialisasi.show_room", code=code)
    done = phone.press("Dukung")
    assert "Anda dukung" in done.text
    phone.press("Dukung", expect=409)
    visit(budi).open("sosialisasi.show_room", code=code).press("Dukung")
    db.session.expire_all()
    assert queries.by_id(question.id).votes == 2
    assert visit(budi).fragment("sosialisasi.list_room_questions", code=code).ids[0] == "room_questions"


def test_the_wall_renews_itself_for_those_who_run_the_round(visit, maya, budi, one, code):
    ask(one, "Kapan pindah?")
    shown = visit(maya).fragment("sosialisasi.show_question_wall", round_id=one.id)
    assert shown.ids == ["question_wall"]
    assert "Kapan pindah?" in shown.text
    visit(budi).open("sosialisasi.show_question_wall", round_id=one.id, expect=403)


def test_the_desk_opens_merges_hands_over_rewords_and_publishes(visit, maya, rina, one):
    page = visit(maya).open("sosialisasi.show_round_questions", round_id=one.id).press("Buka pertanyaan")
    assert "Menerima pertanyaan" in page.text
    first, _own = ask(one, "Kapan pindah?")
    ask(one, "Pindahnya kapan?")
    second = visit(maya).open("sosialisasi.show_round_questions", round_id=one.id).link("Pindahnya kapan?")
    merged = second.press("Gabungkan", into=str(first.id))
    assert "Pindahnya kapan?" in merged.text
    assert "Tidak ada pegawai aktif" in merged.press("Serahkan", expect=422, nip="123", due_on="2099-01-01").text
    late = merged.press("Serahkan", expect=422, nip=rina.nip, due_on="2020-01-01")
    assert "sudah lewat" in late.text
    given = merged.press("Serahkan", nip=rina.nip, due_on="2099-01-01")
    assert rina.name in given.text
    owned = visit(rina).open("sosialisasi.list_questions_to_answer").link("Kapan pindah?")
    assert "Tulis jawabannya" in owned.press("Simpan jawaban", expect=422, answer="").text
    owned.press("Simpan jawaban", answer="Mulai Januari.")
    desk = visit(maya).open("sosialisasi.show_question", asked_id=first.id)
    desk = desk.press("Simpan kata-kata", shown_text="Kapan kantor pindah?", theme="jadwal")
    desk.press("Terbitkan ke tanya jawab")
    event = visit(maya).open("sosialisasi.show_event_questions", event_id=one.sosialisasi_id, keadaan="published")
    assert "Kapan kantor pindah?" in event.text
    closed = visit(maya).open("sosialisasi.show_round_questions", round_id=one.id).press("Tutup pertanyaan baru")
    assert "Tidak menerima pertanyaan baru" in closed.text
    room = visit().open("sosialisasi.show_room", code=boards.board_of(one.id).code)
    assert "tidak diterima lagi" in room.text


def test_the_public_page_shows_what_was_published_at_public_events_and_nobody(visit, budi, bungo):
    shown, inside = make_running_round(is_public=True), None
    event = db.session.get_one(Sosialisasi, shown.sosialisasi_id)
    open_board(shown)
    question, _own = ask(shown, "Kapan kantor pindah?", by=budi)
    publish(question)
    other = make_running_round(title="Khusus pegawai")
    db.session.get_one(Sosialisasi, other.sosialisasi_id).initiative_id = event.initiative_id
    db.session.commit()
    open_board(other)
    inside, _own = ask(other, "Bagaimana tunjangan saya?")
    publish(inside)
    page = visit().open("sosialisasi.show_faq", initiative_id=event.initiative_id)
    assert "Kapan kantor pindah?" in page.text
    assert "Bagaimana tunjangan saya?" not in page.text
    assert budi.name not in page.text
    scope.enter(make_government("Kabupaten Tebo").id)
    neighbour = make_employee("Sinta")
    scope.enter(bungo.id)
    seen = visit(neighbour).open("sosialisasi.show_faq", initiative_id=event.initiative_id)
    assert "Kapan kantor pindah?" in seen.text
    assert "Bagaimana tunjangan saya?" not in seen.text
    own = visit(budi).open("sosialisasi.show_faq", initiative_id=event.initiative_id)
    assert "Bagaimana tunjangan saya?" in own.text
    found = visit(budi).open("sosialisasi.show_faq", initiative_id=event.initiative_id, cari="TUNJANGAN")
    assert "Kapan kantor pindah?" not in found.text
    assert "Bagaimana tunjangan saya?" in found.text
    event.is_public = False
    db.session.commit()
    visit().open("sosialisasi.show_faq", initiative_id=event.initiative_id, expect=404)


def test_a_wrong_code_and_another_government_find_nothing(visit, one, code, bungo):
    question, _own = ask(one, "Kapan?")
    visit().open("sosialisasi.show_room", code="AAAAAAAA", expect=404)
    visit().open("sosialisasi.show_room", code="apa saja", expect=404)
    visit().open("/sosialisasi/jawaban/0000-0000-0000-0000-0", expect=404)
    scope.enter(make_government("Kabupaten Tebo").id)
    stranger = make_employee("Sinta", roles=[Role.HR])
    scope.enter(bungo.id)
    for name in ("show_question", "show_round_questions", "show_understanding"):
        values = {"asked_id": question.id} if name == "show_question" else {"round_id": one.id}
        visit(stranger).open(f"sosialisasi.{name}", expect=404, **values)
    answer = visit(stranger).post(
        "sosialisasi.create_question_answer", asked_id=question.id, fields={"answer": "x", "audience": "semua"}
    )
    assert answer.status_code == 404
    room = visit(stranger).open("sosialisasi.show_room", code=code)
    assert "Dengan nama saya" not in room.text
    fields = {"text": "Dari tetangga", "kind": "question", "naming": "nama"}
    sent = visit(stranger).post("sosialisasi.create_question", code=code, fields=fields)
    assert sent.status_code == 303, sent.text
    db.session.rollback()
    kept = db.session.execute(select(AskedQuestion.asked_by_id).where(AskedQuestion.text == "Dari tetangga"))
    assert kept.scalar_one() is None


def test_a_check_is_prepared_taken_on_phones_closed_and_read(visit, maya, budi, one):
    desk = visit(maya).open("sosialisasi.show_understanding", round_id=one.id)
    wrong = desk.press("Tambah butir", expect=422, text="Apa?", options="A\nB", right="")
    assert "Pilih nomor jawaban yang benar" in wrong.text
    assert wrong.fields["options"] == "A\nB"
    desk = desk.press("Tambah butir", text="Loket pindah?", options="Ya\nTidak", right="2")
    desk = desk.press("Ambil", near="Perubahan dan saya")
    assert "Isi antara 1 dan 100" in desk.press("Simpan batas lulus", expect=422, pass_mark="0").text
    desk = desk.press("Simpan batas lulus", pass_mark="80")
    desk = desk.press("Hapus butir", near="Kabar yang beredar")
    desk = desk.press("Buka bagian sebelum acara")
    code = boards.board_of(one.id).code
    form = visit().open("sosialisasi.show_check_form", code=code)
    names = sorted({radio.attrs["name"] for radio in form.tree.query("input[type=radio]")})
    gap = form.press("Kirim jawaban", expect=422, **dict.fromkeys(names[1:], "0"))
    assert "Masih ada 1 butir" in gap.text
    done = gap.press("Kirim jawaban", **dict.fromkeys(names, "0"))
    assert done.heading == "Jawaban Anda sudah dihitung"
    form.press("Kirim jawaban", expect=409, **dict.fromkeys(names, "0"))
    assert "Sudah Anda isi" in visit().open("sosialisasi.show_check_form", code=code).text
    visit(budi).open("sosialisasi.show_check_form", code=code).press("Kirim jawaban", **dict.fromkeys(names, "1"))
    assert count(UnderstandingAnswer.key) == 2
    desk = visit(maya).open("sosialisasi.show_understanding", round_id=one.id)
    assert "2 jawaban" not in desk.text
    desk.press("Buka bagian sesudah acara").press("Tutup dan lihat hasil")
    worker.drain()
    assert "Kurang dari 5 orang" in visit(maya).open("sosialisasi.show_understanding", round_id=one.id).text
    closed = visit().open("sosialisasi.show_check_form", code=code, expect=409)
    assert "Waktu mengisi sudah lewat" in closed.text


def test_a_phone_asks_ten_times_an_hour_and_no_more(visit, code):
    visit().open("sosialisasi.show_room", code=code)
    fields = {"kind": "question", "text": "Kapan?"}
    statuses = [visit().post("sosialisasi.create_question", code=code, fields=fields).status_code for _ in range(11)]
    assert statuses == [303] * 10 + [429]


def test_a_draft_is_not_taken_and_a_round_without_a_check_says_so(visit, one, code):
    assert "tidak memakai" in visit().open("sosialisasi.show_check_form", code=code, expect=409).text
    make_check(one, opened=False)
    assert "belum dibuka" in visit().open("sosialisasi.show_check_form", code=code, expect=409).text


def test_nothing_of_the_room_stands_in_the_log(app):
    for name in ("show_room", "create_question", "create_vote", "show_check_form", "create_check_answer"):
        assert app.view_functions[f"sosialisasi.{name}"].is_unlogged
    for name in ("show_question_answer", "show_question_code", "create_question_search", "list_room_questions"):
        assert app.view_functions[f"sosialisasi.{name}"].is_unlogged
