"""The pages of sosialisasi: organising, and answering with and without signing in."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.access.permissions import Role
from app.base import scope
from app.base.clock import now
from app.base.database import db
from app.jobs import worker
from app.sosialisasi.models import (
    Invitation,
    RoundBoard,
    Sosialisasi,
    SosialisasiMaterial,
    SosialisasiRound,
    SosialisasiStatus,
)
from tests.support import pdf as look
from tests.support.asking import open_board
from tests.support.builders import ZONE, grant, make_employee, make_programme, make_unit
from tests.support.initiatives import make_initiative, make_office
from tests.support.sosialisasi import (
    TITLE,
    event_page,
    invitation_of,
    let_it_pass,
    of_unit,
    plan_event,
    plan_round,
    send,
    sent_round,
    status_of,
    token_of,
)

# Words, guards and forms are the same on either database.
pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\nstartxref\n9\n%%EOF\n"


@pytest.fixture
def office(bungo):
    return make_office()


@pytest.fixture
def maya(office):
    """The change team of the government."""
    person = make_employee("Maya Anggraini", female=True)
    grant(person.user_id, Role.CHANGE_TEAM)
    return person


def typed(moment) -> str:
    return f"{moment.astimezone(ZONE):%Y-%m-%dT%H:%M}"


def test_from_a_change_to_invitations_that_are_answered(visit, office, maya):
    unit, (head, first, second) = office
    initiative = make_initiative(unit)
    browser = visit(maya)
    form = browser.open("sosialisasi.list_events").link("Buat sosialisasi")
    page = form.press(
        "Simpan rancangan",
        unit_id=str(unit.id),
        title=TITLE,
        purpose="Semua tahu apa yang berubah.",
        initiative_id=str(initiative.id),
        narasumber=["Drs. Iskandar", "", ""],
        asal=["Sekretaris Daerah", "", ""],
        acara=["Paparan", "", ""],
        menit=["60", "", ""],
        pengisi=["Drs. Iskandar", "", ""],
    )
    assert page.heading == TITLE
    begins = now() + timedelta(days=8)
    fields = {"starts_at": typed(begins), "ends_at": typed(begins + timedelta(hours=2)), "place": "Aula"}
    audience = page.link("Buat putaran").press("Buat putaran", **fields, seats="2")
    audience = audience.press("Tambah ke sasaran", kind="subtree", unit_id=str(unit.id))
    assert "3 orang" in audience.text
    one = audience.press("Kirim undangan")
    assert one.notices == ["Undangan sedang dikirim. Sasarannya sekarang tetap."]
    worker.drain()
    round_id = db.session.execute(select(SosialisasiRound.id)).scalar_one()
    listed = browser.open("sosialisasi.list_invitations", round_id=round_id)
    assert all(person.name in listed.text for person in (head, first, second))
    own = visit(first).open("sosialisasi.list_own").link(f"{TITLE}, Putaran 1")
    assert own.press("Saya hadir").notices == ["Tercatat: Anda akan hadir."]
    assert "Akan hadir (1)" in browser.open("sosialisasi.list_invitations", round_id=round_id).text


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"title": ""}, "Isi judulnya."),
        ({"purpose": ""}, "Tulis tujuannya: apa yang dipahami peserta sesudahnya."),
        ({"gives_hours": "y"}, "Pilih bentuk pengembangannya, supaya JP bisa dihitung."),
        ({"budget": "gratis"}, "Isi jumlah rupiah, misalnya 1.250.000."),
        ({"narasumber": ["", "", ""], "asal": ["Setda", "", ""]}, "Isi nama narasumber dari Setda."),
        ({"acara": ["Paparan", "", ""], "menit": ["lama", "", ""]}, "Lama Paparan berupa menit, misalnya 45."),
        ({"acara": ["Paparan", "", ""], "menit": ["0", "", ""]}, "Lama Paparan berupa menit, misalnya 45."),
        ({"unit_id": ""}, "Pilih unitnya."),
    ],
)
def test_a_wrong_event_gets_a_sentence_and_loses_nothing(visit, office, maya, wrong, sentence):
    form = visit(maya).open("sosialisasi.show_new_event")
    right = {"unit_id": str(office[0].id), "title": TITLE, "purpose": "Tujuan", "moderator": "Ibu Ketua"}
    page = form.press("Simpan rancangan", **right | wrong, expect=422)
    assert sentence in page.text
    assert page.fields["moderator"] == "Ibu Ketua"
    assert db.session.execute(select(func.count(Sosialisasi.id))).scalar_one() == 0


def test_more_lines_come_without_saving(visit, office, maya):
    form = visit(maya).open("sosialisasi.show_new_event")
    more = form.press("Tambah baris", acara=["Paparan", "", ""], menit=["x", "", ""], pengisi=["", "", ""])
    assert len(more.all("[name=acara]")) > 3
    assert more.has("[name=acara][value=Paparan]")
    assert db.session.execute(select(func.count(Sosialisasi.id))).scalar_one() == 0


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"starts_at": "2020-01-01T09:00"}, "Waktu mulainya sudah lewat. Pilih waktu yang akan datang."),
        ({"starts_at": "besok"}, "Tanggal dan jam ini tidak terbaca. Tulis seperti 2027-03-15T08:00."),
        ({"ends_at": "2020-01-01T09:00"}, "Jam selesai harus sesudah jam mulai."),
        ({"place": ""}, "Isi tempatnya, atau tautan pertemuan daringnya."),
        ({"online_url": "rapat"}, "Tulis tautan lengkap, diawali https://."),
        ({"seats": "banyak"}, "Isi angka bulat, misalnya 30."),
        ({"seats": "0"}, "Isi paling sedikit 1 kursi, atau kosongkan kalau tidak dibatasi."),
    ],
)
def test_a_wrong_round_gets_a_sentence_and_loses_nothing(visit, office, maya, wrong, sentence):
    begins = now() + timedelta(days=8)
    fields = {
        "starts_at": typed(begins),
        "ends_at": typed(begins + timedelta(hours=2)),
        "place": "Aula",
        "city": "Muara",
    }
    form = visit(maya).open("sosialisasi.show_new_round", event_id=plan_event(office[0]).id)
    page = form.press("Buat putaran", **fields | wrong, expect=422)
    assert sentence in page.text
    assert page.fields["city"] == "Muara"


def test_a_form_from_an_older_version_is_refused(visit, office, maya):
    event = plan_event(office[0])
    first, second = (visit(maya).open("sosialisasi.show_event_form", event_id=event.id) for _twice in range(2))
    first.press("Simpan", title="Judul pertama")
    page = second.press("Simpan", title="Judul kedua", expect=409)
    assert "sudah diubah orang lain" in page.text
    assert page.fields["title"] == "Judul kedua"


def test_an_empty_audience_and_an_incomplete_line_are_refused(visit, office, maya):
    one = plan_round(plan_event(office[0]))
    page = visit(maya).open("sosialisasi.show_audience", round_id=one.id)
    page = page.press("Kirim undangan", expect=409)
    assert "Belum ada seorang pun dalam sasaran" in page.warnings[0]
    assert "Pilih unitnya." in page.press("Tambah ke sasaran", kind="subtree", expect=422).text
    page = visit(maya).open("sosialisasi.show_audience", round_id=one.id)
    assert "belum terkait inisiatif" in page.press("Tambah ke sasaran", kind="missed", expect=422).text


def test_posts_and_people_are_picked_and_left_out(visit, office, maya):
    _unit, (_head, first, _second) = office
    one = plan_round(plan_event(office[0]), of_unit(office[0]))
    found = visit(maya).open("sosialisasi.show_audience_search", round_id=one.id, cari="Arsiparis")
    page = found.press("Tambahkan yang dicentang", jabatan=str(first.position_id), dikecualikan="1")
    assert "1 orang" in page.text
    empty = visit(maya).open("sosialisasi.show_audience_search", round_id=one.id, cari="Arsiparis")
    refused = empty.press("Tambahkan yang dicentang", expect=422)
    assert "Centang paling sedikit satu" in refused.text
    assert "3 orang" in page.press("Hapus", near="Arsiparis").text


def test_the_letter_and_a_copy_of_ones_own(visit, office, maya):
    unit, (head, first, _second) = office
    one = sent_round(unit, head, first)
    whole = visit(maya).download("sosialisasi.download_letter", round_id=one.id)
    words = " ".join(look.text(whole.data).split())
    assert "Daftar undangan" in words
    assert first.name in words
    assert look.codes(whole.data)[0].endswith(f"/sosialisasi/putaran/{one.id}/undangan-saya")
    own = visit(first).download(
        "sosialisasi.download_own_letter", invitation_id=invitation_of(first, one).invitation.id
    )
    words = " ".join(look.text(own.data).split())
    assert f"Yth. {first.name}" in words
    assert "Daftar undangan" not in words
    assert look.codes(own.data)[0].endswith(f"/sosialisasi/jawab/{token_of(first, one)}")
    assert look.complaints(own.data) == ""


def test_materials_open_when_they_are_for_those_invited(visit, office, maya):
    unit, (head, *_rest) = office
    event = plan_event(unit)
    one = plan_round(event, of_unit(unit))
    send(one)
    page = visit(maya).open("sosialisasi.list_materials", event_id=event.id)
    for access in ("before", "afterwards", "organisers"):
        upload = (f"{access}.pdf", PDF)
        page = page.press("Unggah materi", file=upload, title=f"Berkas {access}", access=access)
    invitation_id = invitation_of(head, one).invitation.id
    materials = {row.access: row.id for row in db.session.execute(select(SosialisasiMaterial)).scalars()}

    def opens(access: str) -> int:
        path = f"/sosialisasi/undangan-saya/{invitation_id}/materi/{materials[access]}"
        return visit(head).get(path).status_code

    assert [opens(one) for one in ("before", "afterwards", "organisers")] == [200, 404, 404]
    let_it_pass(one)
    assert [opens(one) for one in ("before", "afterwards", "organisers")] == [200, 200, 404]
    page = visit(maya).open("sosialisasi.list_materials", event_id=event.id)
    bad = page.press("Unggah materi", file=("virus.exe", b"MZ"), title="X", expect=422)
    assert bad.has(".error")


def test_a_copy_takes_what_is_ticked(visit, office, maya):
    event = plan_event(office[0])
    form = visit(maya).open("sosialisasi.show_clone_form", event_id=event.id)
    page = form.press("Buat salinan", title="Putaran tahun depan", speakers=[])
    copy = db.session.execute(select(Sosialisasi).where(Sosialisasi.cloned_from_id == event.id)).scalar_one()
    assert (copy.title, copy.status) == ("Putaran tahun depan", SosialisasiStatus.DRAFT)
    assert page.heading == "Putaran tahun depan"


def test_the_whole_life_of_an_event(visit, office, maya):
    event = plan_event(office[0])
    one = plan_round(event, of_unit(office[0]))
    browser = visit(maya)
    browser.open("sosialisasi.show_event", event_id=event.id).press("Buka sosialisasi")
    refused = browser.open("sosialisasi.show_event", event_id=event.id).press("Tandai selesai", expect=409)
    assert "Masih ada putaran yang belum selesai" in refused.text
    let_it_pass(one)
    closing = browser.open("sosialisasi.show_round", round_id=one.id).link("Tutup putaran ini")
    assert closing.heading.startswith("Putaran 1")
    page = browser.open("sosialisasi.show_event", event_id=event.id).press("Tandai selesai")
    assert page.notices == ["Sosialisasi ditandai selesai."]


def test_calling_off_asks_why(visit, office, maya):
    event = plan_event(office[0])
    one = plan_round(event)
    browser = visit(maya)
    form = browser.open("sosialisasi.show_round_cancellation", round_id=one.id)
    assert "Tulis alasannya" in form.press("Batalkan putaran", expect=422).text
    page = form.press("Batalkan putaran", reason="Aula sedang dipakai.")
    assert "Aula sedang dipakai." in page.text
    form = browser.open("sosialisasi.show_cancellation", event_id=event.id)
    assert "Tulis alasannya" in form.press("Batalkan sosialisasi", expect=422).text
    assert "Anggaran dialihkan." in form.press("Batalkan sosialisasi", reason="Anggaran dialihkan.").text


def test_answering_from_the_mail_needs_no_sign_in(visit, office):
    unit, (head, first, second) = office
    one = sent_round(unit, head, first)
    for press, status in (("Saya hadir", "accepted"), ("Saya tidak hadir", "declined")):
        page = visit().open("sosialisasi.show_answer", token=token_of(head, one))
        assert status_of(head, one) != status, "a GET answers nothing"
        page.press(press)
        assert status_of(head, one) == status
    page = visit().open("sosialisasi.show_answer", token=token_of(first, one))
    assert second.name not in page.text
    for nip, sentence in (("", "Isi NIP wakil Anda."), (head.nip, "Wakil harus rekan di unit Anda")):
        assert sentence in page.press("Kirim wakil", nip=nip, expect=422).text
    page.press("Kirim wakil", nip=second.nip)
    assert (status_of(first, one), status_of(second, one)) == ("delegated", "invited")


def test_a_wrong_token_says_nothing_and_answers_nothing(visit, office):
    unit, (head, *_rest) = office
    one = sent_round(unit, head)
    token = token_of(head, one)
    good = visit().open("sosialisasi.show_answer", token=token)
    for wrong in (token[:-1], "x", "a" * 300):
        assert visit().open("sosialisasi.show_answer", token=wrong, expect=404).heading == "Undangan tidak ditemukan"
        answer = visit().request("POST", f"/sosialisasi/jawab/{wrong}/kehadiran", data={"csrf_token": good.token})
        assert answer.status_code == 404
    assert status_of(head, one) == "invited"


def test_too_late_gets_a_sentence_on_both_pages(visit, office):
    unit, (head, *_rest) = office
    one = sent_round(unit, head, reply_by=now() + timedelta(days=1))
    token, number = token_of(head, one), invitation_of(head, one).invitation.id
    public, own = (
        visit().open("sosialisasi.show_answer", token=token),
        visit(head).open("sosialisasi.show_own", invitation_id=number),
    )
    db.session.get_one(SosialisasiRound, one.id).reply_by = now() - timedelta(minutes=1)
    db.session.commit()
    for page in (public, own):
        assert "Batas menjawab sudah lewat" in page.press("Saya hadir", expect=409).text
    for page in (
        visit().open("sosialisasi.show_answer", token=token),
        visit(head).open("sosialisasi.show_own", invitation_id=number),
    ):
        assert "Batas menjawab sudah lewat" in page.text
        assert "Saya hadir" not in page.buttons
    assert status_of(head, one) == "invited"


def test_a_delegate_is_chosen_from_a_list(visit, office):
    unit, (head, first, second) = office
    one = sent_round(unit, head)
    page = visit(head).open("sosialisasi.show_own", invitation_id=invitation_of(head, one).invitation.id)
    assert "Pilih siapa yang mewakili Anda." in page.press("Kirim wakil", wakil="", expect=422).text
    path = f"/sosialisasi/undangan-saya/{invitation_of(head, one).invitation.id}/wakil"
    assert visit(head).post(path, fields={"wakil": "999999"}).status_code == 422
    assert page.press("Kirim wakil", wakil=str(first.employee_id)).notices == [
        f"{first.name} diminta hadir sebagai wakil Anda."
    ]
    assert db.session.execute(select(func.count(Invitation.id))).scalar_one() == 2
    assert second.name not in visit(first).open("sosialisasi.list_own").text


def test_the_printed_letters_code_leads_to_ones_own_invitation(visit, office):
    unit, (head, first, _second) = office
    one = sent_round(unit, head)
    page = visit(head).open("sosialisasi.show_own_to_round", round_id=one.id)
    assert page.heading == f"Undangan: {TITLE}"
    assert visit(first).open("sosialisasi.show_own_to_round", round_id=one.id, expect=404)


def test_one_reads_ones_own_invitations_alone(visit, office):
    unit, (head, first, second) = office
    one = sent_round(unit, head)
    number = invitation_of(head, one).invitation.id
    for endpoint in ("show_own", "download_own_letter"):
        assert visit(first).open(f"sosialisasi.{endpoint}", invitation_id=number, expect=404)
    assert visit(second).post("sosialisasi.create_acceptance", invitation_id=number).status_code == 404
    assert status_of(head, one) == "invited"


def test_a_limited_role_organises_for_its_own_units_alone(visit, office):
    unit, _people = office
    other = make_unit("Dinas Lain")
    person = make_employee("Tim Perubahan Unit")
    limited = grant(person.user_id, Role.CHANGE_TEAM)
    limited.unit_id = unit.id
    db.session.commit()
    mine, foreign = plan_event(unit, "Acara sendiri"), plan_event(other, "Acara lain")
    theirs = plan_round(foreign)
    browser = visit(person)
    listed = browser.open("sosialisasi.list_events").text
    assert "Acara sendiri" in listed
    assert "Acara lain" not in listed
    assert browser.open("sosialisasi.show_event", event_id=mine.id)
    assert browser.open("sosialisasi.show_event", event_id=foreign.id, expect=404)
    for endpoint in ("show_round", "show_audience", "list_invitations", "show_round_form"):
        assert browser.open(f"sosialisasi.{endpoint}", round_id=theirs.id, expect=404)


def test_a_public_page_names_nobody_and_is_there_only_while_it_is_public(visit, office):
    event = plan_event(office[0], is_public=True, moderator="Ibu Moderator")
    plan_round(event)
    assert visit().open("sosialisasi.show_public", event_id=event.id, expect=404)
    row = db.session.get_one(Sosialisasi, event.id)
    row.status = SosialisasiStatus.OPEN
    db.session.commit()
    page = visit().open("sosialisasi.show_public", event_id=event.id)
    assert page.heading == TITLE
    assert "Aula dinas" in page.text
    assert "Iskandar" not in page.text
    assert "Ibu Moderator" not in page.text
    row = db.session.get_one(Sosialisasi, event.id)
    row.is_public = False
    db.session.commit()
    assert visit().open("sosialisasi.show_public", event_id=event.id, expect=404)


def test_citizens_find_from_the_public_page_where_to_ask_and_what_was_answered(visit, office):
    event = plan_event(office[0], is_public=True, initiative_id=make_initiative(office[0]).id)
    one = plan_round(event)
    db.session.get_one(Sosialisasi, event.id).status = SosialisasiStatus.OPEN
    db.session.commit()
    page = visit().open("sosialisasi.show_public", event_id=event.id)
    assert [label for label in page.links if label.startswith("Bertanya")] == []
    faq = page.link("Baca tanya jawab yang sudah terbit")
    assert faq.heading.startswith("Tanya jawab")
    board = open_board(one)
    page = visit().open("sosialisasi.show_public", event_id=event.id)
    label = next(label for label in page.links if label.startswith("Bertanya untuk"))
    assert page.link(label).press("Kirim", text="Apakah loket tetap buka?").heading == "Pertanyaan Anda"
    db.session.get_one(RoundBoard, board.id).takes_questions = False
    db.session.commit()
    assert "Bertanya untuk" not in visit().open("sosialisasi.show_public", event_id=event.id).text


def test_an_invitation_leads_to_where_its_questions_are_asked(visit, office):
    person = office[1][1]
    one = sent_round(office[0], person)
    browser, number = visit(person), invitation_of(person, one).invitation.id
    assert "Ajukan pertanyaan" not in browser.open("sosialisasi.show_own", invitation_id=number).links
    board = open_board(one)
    room = browser.open("sosialisasi.show_own", invitation_id=number).link("Ajukan pertanyaan")
    assert room.press("Kirim", text="Kapan SK terbit?", naming="nama").status == 200
    db.session.get_one(RoundBoard, board.id).takes_questions = False
    db.session.commit()
    assert "Baca pertanyaan dan jawaban" in browser.open("sosialisasi.show_own", invitation_id=number).links


def test_an_event_says_which_programme_it_is_for(visit, office, maya):
    programme = make_programme(title="Bimbingan Teknis Arsip Digital")
    event = plan_event(office[0], programme_id=programme.id)
    assert programme.title in visit(maya).open("sosialisasi.show_event", event_id=event.id).text
    other = plan_event(office[0], "Acara lain")
    assert programme.title not in visit(maya).open("sosialisasi.show_event", event_id=other.id).text


def test_an_open_board_without_questions_asks_to_share_its_address(visit, office, maya):
    one = plan_round(plan_event(office[0]))
    open_board(one)
    page = visit(maya).open("sosialisasi.show_round_questions", round_id=one.id)
    assert "Bagikan alamat atau gambar kodenya kepada peserta." in page.text
    assert "Buka pertanyaan untuk sebuah putaran" not in page.text


@pytest.mark.parametrize("size", [1, 3])
def test_lists_ask_the_same_number_of_statements(visit, office, maya, queries, size):
    unit, people = office
    for number in range(size):
        sent_round(unit, *people[: size or 1], title=f"Acara {number}", starts_at=now() + timedelta(days=5 + number))
    one = db.session.execute(select(SosialisasiRound).order_by(SosialisasiRound.id).limit(1)).scalar_one()
    browsers = {
        maya: ["/sosialisasi", f"/sosialisasi/putaran/{one.id}/undangan"],
        people[0]: ["/sosialisasi/undangan-saya"],
    }
    for person, paths in browsers.items():
        browser = visit(person)
        for path in paths:
            with queries() as asked:
                browser.get(path)
            assert len(asked) <= 12, (path, asked)


def test_what_another_government_has_is_not_there(visit, office, joko, batanghari):
    event = plan_event(office[0], is_public=True)
    one = plan_round(event)
    with scope.within(batanghari.id):
        grant(joko.user_id, Role.CHANGE_TEAM)
    browser = visit(joko)
    assert browser.open("sosialisasi.show_event", event_id=event.id, expect=404)
    assert browser.open("sosialisasi.show_round", round_id=one.id, expect=404)
    assert TITLE not in browser.open("sosialisasi.list_events").text
    assert event_page(event).event.title == TITLE
