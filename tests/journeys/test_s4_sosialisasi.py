"""S4, the sosialisasi reaches whom it must: from the change to the repeat for exactly those who were missed."""

import re
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from icalendar import Calendar
from sqlalchemy import select

from app.access.permissions import Role
from app.attendance import rules as presence
from app.attendance.models import Meeting
from app.attendance.queries import meeting as meeting_of
from app.base.clock import now
from app.base.database import db
from app.initiatives.models import Initiative
from app.jobs import worker
from app.notifications.models import Mail
from app.organisation.models import OrgUnit
from app.sosialisasi.models import Sosialisasi, SosialisasiRound
from app.sosialisasi.queries import boards
from tests.support import pdf
from tests.support.builders import ZONE, Person, grant, make_employee, make_unit
from tests.support.html import attribute
from tests.support.initiatives import make_office
from tests.support.presence import shown_code, wrong_digits
from tests.support.proposals import TOR
from tests.support.sosialisasi import photo_bytes, token_of

STEP = 15
TITLE = "Sosialisasi penyederhanaan birokrasi"
# Of a working day's morning, ten days ahead; nothing below depends on which.
BEGINS = now().astimezone(ZONE).replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=10)


@dataclass
class Town:
    """Two units that change with four people each, and one of three that does not."""

    maya: Person
    archive: OrgUnit
    transport: OrgUnit
    archivists: list[Person]
    drivers: list[Person]
    neighbours: list[Person]

    @property
    def affected(self) -> list[Person]:
        return [*self.archivists, *self.drivers]


@pytest.fixture
def town(bungo) -> Town:
    top = make_unit("Sekretariat Daerah")
    archive, archivists = make_office("Dinas Kearsipan", people=4)
    transport, drivers = make_office("Dinas Perhubungan", people=4)
    _third, neighbours = make_office("Kecamatan Rimbo Tengah", people=3)
    maya = make_employee("Maya Anggraini", female=True)
    grant(maya.user_id, Role.CHANGE_TEAM)
    assert top.id
    return Town(maya, archive, transport, archivists, drivers, neighbours)


def typed(moment) -> str:
    return f"{moment.astimezone(ZONE):%Y-%m-%dT%H:%M}"


def only(model):
    db.session.rollback()
    return db.session.execute(select(model).order_by(model.id.desc()).limit(1)).scalar_one()


def round_number(number: int) -> SosialisasiRound:
    db.session.rollback()
    return db.session.execute(select(SosialisasiRound).where(SosialisasiRound.number == number)).scalar_one()


def mails(kind: str) -> dict[int, Mail]:
    """The latest mail of a kind to each person."""
    db.session.rollback()
    found = db.session.execute(select(Mail).where(Mail.kind == kind).order_by(Mail.id)).scalars()
    return {mail.employee_id: mail for mail in found}


@contextmanager
def day(visit, moment):
    """At another time, when everybody has to sign in anew."""
    visit.forget()
    with time_machine.travel(moment):
        yield
    visit.forget()


def wall(one: SosialisasiRound) -> str:
    return presence.screen_code(meeting_of(one.meeting_id), now(), STEP).digits


# --- the steps of the story, each through the pages ---------------------------------------------------


def the_change_is_written_down(visit, town) -> Initiative:
    form = visit(town.maya).open("initiatives.list_initiatives").link("Catat inisiatif")
    page = form.press(
        "Simpan rancangan",
        unit_id=str(town.archive.id),
        sponsor_nip=town.archivists[0].nip,
        title="Penyederhanaan birokrasi",
        short_name="Penyederhanaan",
        what_changes="Jabatan pengawas menjadi jabatan fungsional.",
        why="Supaya keputusan lebih cepat.",
        starts_on=f"{BEGINS:%Y-%m-%d}",
    )
    for unit in (town.archive, town.transport):
        page = page.press("Tambah unit", unit_id=str(unit.id), kind="post", degree="3", note="Disetarakan.")
    initiative = only(Initiative)
    visit(town.maya).open("initiatives.show_initiative", initiative_id=initiative.id).press("Mulai inisiatif")
    return initiative


def the_event_is_prepared(visit, town, initiative) -> Sosialisasi:
    form = visit(town.maya).open("sosialisasi.list_events").link("Buat sosialisasi")
    form.press(
        "Simpan rancangan",
        unit_id=str(town.archive.id),
        title=TITLE,
        purpose="Semua tahu apa yang berubah.",
        key_messages="Loket tetap buka.",
        basis="Keputusan Bupati tentang penyederhanaan birokrasi",
        initiative_id=str(initiative.id),
        is_public="y",
        form_code="KL11",
        gives_hours="y",
        gives_letter="y",
        narasumber=["Drs. Iskandar", "", ""],
        asal=["Sekretaris Daerah", "", ""],
        acara=["Paparan", "", ""],
        menit=["60", "", ""],
        pengisi=["Drs. Iskandar", "", ""],
    )
    event = only(Sosialisasi)
    materials = visit(town.maya).open("sosialisasi.list_materials", event_id=event.id)
    materials.press("Unggah materi", file=("paparan.pdf", TOR), title="Paparan", access="afterwards")
    return event


def a_round_is_sent(visit, town, event, *, begins, seats, kind, **named) -> SosialisasiRound:
    page = visit(town.maya).open("sosialisasi.show_event", event_id=event.id).link("Buat putaran")
    audience = page.press(
        "Buat putaran",
        starts_at=typed(begins),
        ends_at=typed(begins + timedelta(hours=3)),
        place="Aula dinas",
        city="Muara Bungo",
        seats=seats,
        reply_by=typed(begins - timedelta(days=2)),
    )
    audience = audience.press("Tambah ke sasaran", kind=kind, **named)
    sent = audience.press("Kirim undangan")
    assert sent.notices == ["Undangan sedang dikirim. Sasarannya sekarang tetap."]
    worker.drain()
    return only(SosialisasiRound)


def the_letter_has_a_number_and_a_code_for_each(visit, town, one):
    listed = visit(town.maya).open("sosialisasi.list_invitations", round_id=one.id)
    assert all(person.name in listed.text for person in town.affected)
    letter = visit(town.maya).download("sosialisasi.download_letter", round_id=one.id).data
    said = pdf.text(letter)
    assert re.search(r"Nomor.*/20\d\d", said)
    assert all(person.name in said for person in town.affected)
    assert pdf.codes(letter) == [f"http://127.0.0.1:8000/sosialisasi/putaran/{one.id}/undangan-saya"]


def she_answers_from_the_mail(visit, person, one, label="Saya hadir", **fields):
    """By the link of the mail: opening it changes nothing, the button does."""
    stranger = visit()
    path = f"/sosialisasi/jawab/{token_of(person, one)}"
    before = stranger.open(path)
    assert person.name in before.text
    assert "Saya hadir" in stranger.open(path).buttons
    return before.press(label, **fields)


def he_answers_from_the_printed_letter(visit, town, person, one):
    page = visit(town.maya).open("sosialisasi.list_letters", round_id=one.id)
    page.press("Siapkan berkasnya", siapa="everybody")
    worker.drain()
    page = visit(town.maya).open("sosialisasi.list_letters", round_id=one.id)
    href = next(href for label, href in page.links.items() if label.startswith("Unduh"))
    made = visit(town.maya).download(href).data
    number = next(n for n in range(1, pdf.page_count(made) + 1) if person.name in pdf.text(pdf.page(made, n))[:900])
    [code] = pdf.codes(pdf.page(made, number))
    page = visit().open(urlsplit(code).path)
    assert person.name in page.text
    assert page.press("Saya hadir").notices == ["Tercatat: Anda akan hadir."]


def the_silent_are_reminded(visit, town, one, silent):
    listed = visit.another(town.maya).open("sosialisasi.list_invitations", round_id=one.id)
    listed.press("Ingatkan yang belum menjawab")
    worker.drain()
    assert set(mails("sosialisasi_reminder")) == {person.employee_id for person in silent}


def questions_are_opened(visit, town, one):
    visit(town.maya).open("sosialisasi.show_round_questions", round_id=one.id).press("Buka pertanyaan")


def questions_are_asked_and_answered(visit, town, one):
    code = boards.board_of(one.id).code
    sent = visit().open("sosialisasi.show_room", code=code).press("Kirim", text="Apakah loket di kecamatan tetap buka?")
    own = sent.all(".own-code")[0]
    asker = town.archivists[1]
    visit(asker).open("sosialisasi.show_room", code=code).press("Kirim", text="Kapan SK terbit?", naming="nama")
    visit(town.archivists[2]).open("sosialisasi.show_room", code=code).press("Dukung", near="loket di kecamatan")
    projector = visit(town.maya).open("sosialisasi.show_stage", round_id=one.id)
    assert "Apakah loket di kecamatan" in projector.all(".wall__item")[0]
    for text, answer in (
        ("Apakah loket di kecamatan tetap buka?", "Ya, tetap buka."),
        ("Kapan SK terbit?", "Januari."),
    ):
        desk = visit(town.maya).open("sosialisasi.show_round_questions", round_id=one.id).link(text)
        desk = desk.press("Simpan jawaban", answer=answer)
        if "loket" in text:
            desk.press("Terbitkan ke tanya jawab")
    found = visit().open("sosialisasi.show_question_code").press("Baca jawaban", code=own)
    assert "Ya, tetap buka." in found.text
    assert "Januari." in visit(asker).open("sosialisasi.list_own_questions").text


def understanding_is_taken(visit, people, code, *, answer):
    """Everybody gives the same answer to every item."""
    for person in people:
        form = visit(person).open("sosialisasi.show_check_form", code=code)
        names = sorted({attribute(radio, "name") for radio in form.tree.query("input[type=radio]")})
        done = form.press("Kirim jawaban", **dict.fromkeys(names, answer))
        assert done.heading == "Jawaban Anda sudah dihitung"


def they_come(visit, town, one):
    """Two by the code on the wall, one scanned, one on the list, a colleague nobody asked, and two guests."""
    first, second, third, fourth = town.archivists[1], town.archivists[2], town.drivers[1], town.drivers[2]
    for person in (first, second):
        own = visit(person).open("sosialisasi.list_own").link(f"{TITLE}, Putaran 1")
        page = own.link("Catat kehadiran")
        wrong = page.press("Catat kehadiran saya", kode=wrong_digits(meeting_of(one.meeting_id)), expect=422)
        done = wrong.press("Catat kehadiran saya", kode=wall(one))
        assert "Kehadiran tercatat" in done.text
    meeting = db.session.get_one(Meeting, one.meeting_id)
    scanner = visit(town.maya).open("sosialisasi.show_scanner", round_id=one.id)
    scanned = scanner.press("Catat kehadiran", kode=shown_code(third, meeting, short=True))
    assert scanned.notices == [f"{third.name}: Hadir."]
    sheet = visit(town.maya).open("sosialisasi.show_sheet", round_id=one.id)
    sheet.press("Simpan daftar hadir", **{f"hadir-{fourth.employee_id}": "present"})
    visit(town.neighbours[1]).open("sosialisasi.show_check_in", round_id=one.id).press(
        "Catat kehadiran saya", kode=wall(one)
    )
    arrival = visit().open("sosialisasi.show_arrival", round_id=one.id)
    welcome = arrival.press("Catat kehadiran saya", name="Wati <b>", unit="Desa Sungai Mengkuang", kode=wall(one))
    assert "Selamat datang, Wati <b>." in welcome.text
    guests = visit(town.maya).open("sosialisasi.list_walk_ins", round_id=one.id)
    guests = guests.press("Catat tamu", name=town.archivists[3].name, unit="Kearsipan")
    known = guests.link("Kenali", near=town.archivists[3].name)
    done = known.press("Catat hadir", pegawai=str(town.archivists[3].employee_id))
    assert done.status == 200
    figures = visit(town.maya).open("sosialisasi.show_stage", round_id=one.id).all(".stage__figures")[0]
    # Whoever moved to the second round and came to this one all the same is no longer waited for here.
    assert "4 dari 7 undangan sudah hadir" in figures
    assert "2 pegawai lain" in figures
    assert "1 tamu" in figures


def the_full_hall_leads_to_another(visit, town, event, one, waiting) -> SosialisasiRound:
    """Who said yes to a full round waits, and takes a seat in a second one."""
    own = visit(waiting).open("sosialisasi.list_own").link(f"{TITLE}, Putaran 1")
    own = own.press("Saya hadir")
    assert own.notices == ["Kursi sudah penuh. Anda masuk daftar tunggu dan dikabari begitu ada kursi."]
    assert "Pindah putaran" not in own.buttons
    second = a_round_is_sent(
        visit, town, event, begins=BEGINS + timedelta(days=7), seats="30", kind="unit", unit_id=str(town.archive.id)
    )
    own = visit(waiting).open("sosialisasi.list_own").link(f"{TITLE}, Putaran 1")
    moved = own.press("Pindah putaran", putaran=str(second.id))
    assert moved.notices == ["Anda pindah ke putaran ini."]
    assert "Putaran 2" in moved.text
    return second


def understanding_is_prepared(visit, town, one):
    desk = visit(town.maya).open("sosialisasi.show_understanding", round_id=one.id)
    for text in ("Loket pindah?", "Tunjangan turun?", "Jabatan berubah?"):
        desk = desk.press("Tambah butir", text=text, options="Ya\nTidak", right="2")
    desk.press("Buka bagian sebelum acara")


def papers_are_written(visit, town, event, one):
    minutes = visit(town.maya).open("sosialisasi.show_minutes", round_id=one.id)
    minutes = minutes.press(
        "Simpan dan tetapkan",
        taken_by="Fitri",
        **{"butir-title": ["Loket kecamatan", ""], "butir-decision": ["Loket tetap buka.", ""]},
    )
    assert minutes.notices == ["Notulen ditetapkan."]
    record = visit(town.maya).open("sosialisasi.show_record", round_id=one.id)
    issued = record.press(
        "Simpan dan terbitkan",
        chair_name="Hasan",
        chair_title="Kepala Dinas",
        secretary_name="Fitri",
        secretary_title="Analis",
        **{"agenda-text": ["Paparan", ""], "sepakat-text": ["Loket tetap buka.", ""]},
    )
    assert "Berita acara terbit dengan nomor" in issued.notices[0]
    photos = visit(town.maya).open("sosialisasi.list_photos", round_id=one.id)
    photos.press("Unggah", file=("IMG 1.jpg", photo_bytes(with_place=True)), caption="Paparan di aula")
    visit(town.maya).open("sosialisasi.show_report", event_id=event.id).press("Cetak laporan")
    worker.drain()
    signed = pdf.text(visit(town.maya).download("sosialisasi.download_record", round_id=one.id).data)
    assert all(person.name in signed for person in came(town))
    report = pdf.text(visit(town.maya).download("sosialisasi.download_report", event_id=event.id).data)
    for said in ("Dinas Kearsipan", "Wati <b>", "Paparan di aula", "Ya, tetap buka.", *names_of(came(town))):
        assert said in report, said


def came(town) -> list[Person]:
    """Whom the round was for and who was there, in the order they came in."""
    return [town.archivists[1], town.archivists[2], town.drivers[1], town.drivers[2], town.archivists[3]]


def names_of(people) -> list[str]:
    return [person.name for person in people]


def the_round_is_closed(visit, town, one):
    page = visit(town.maya).open("sosialisasi.show_closing", round_id=one.id)
    assert "6 orang yang hadir akan mendapat" in page.text
    page.press("Tutup putaran")
    worker.drain()
    thanked = {person.employee_id for person in (*came(town), town.neighbours[1])}
    assert set(mails("sosialisasi_thanks")) == thanked
    assert mails("sosialisasi_thanks")[town.drivers[1].employee_id].facts["materials"] == ["Paparan"]
    own = visit(town.drivers[1]).open("sosialisasi.list_own").link("Sosialisasi yang saya hadiri")
    assert any("JP" in badge for badge in own.all(".badge"))
    letter = visit(town.drivers[1]).download(own.links["Surat keterangan hadir"]).data
    assert town.drivers[1].name in pdf.text(letter)
    assert visit(town.drivers[1]).download(own.links["Paparan"]).data.startswith(b"%PDF")
    absent = visit(town.drivers[3]).open("sosialisasi.list_own").link("Sosialisasi yang saya hadiri")
    assert "Belum ada kehadiran yang dicatat" in absent.text


def whom_it_missed_is_asked_again(visit, town, event):
    """Distinct people by unit; the outsider and the guest count apart; two clicks ask exactly those who were missed."""
    missed = [town.archivists[0], town.drivers[0], town.drivers[3]]
    reach = visit(town.maya).open("sosialisasi.show_reach", event_id=event.id)
    assert "5 dari 8 orang" in reach.text
    rows = {
        row.split(" ")[1]: row for row in reach.all("#unit ~ * tbody tr, section tbody tr") if row.startswith("Dinas")
    }
    assert "4 4 3 1 orang terlewat di Dinas Kearsipan 75%" in rows["Kearsipan"]
    assert "4 4 2 2 orang terlewat di Dinas Perhubungan 50%" in rows["Perhubungan"]
    listed = reach.link("Lihat yang terlewat")
    assert {name for name in names_of(town.affected) if name in listed.text} == set(names_of(missed))
    repeated = visit(town.maya).open("sosialisasi.show_reach", event_id=event.id).press("Ulangi untuk yang terlewat")
    third = round_number(3)
    assert "Putaran 3" in repeated.heading
    audience = repeated.link("Tentukan sasaran")
    assert "3 orang" in audience.all("aside h2")
    audience.press("Kirim undangan")
    worker.drain()
    page = visit(town.maya).open("sosialisasi.list_invitations", round_id=third.id)
    assert {name for name in names_of(town.affected) if name in page.text} == set(names_of(missed))


def test_s4(visit, town, joko):
    initiative = the_change_is_written_down(visit, town)
    event = the_event_is_prepared(visit, town, initiative)
    one = a_round_is_sent(
        visit, town, event, begins=BEGINS, seats="3", kind="initiative", initiative_id=str(initiative.id)
    )
    assert set(mails("sosialisasi_invited")) == {person.employee_id for person in town.affected}
    entry = Calendar.from_ical(mails("sosialisasi_invited")[town.drivers[1].employee_id].facts["calendar"])
    assert [part["dtstart"].dt for part in entry.walk("VEVENT")] == [BEGINS]
    the_letter_has_a_number_and_a_code_for_each(visit, town, one)
    assert she_answers_from_the_mail(visit, town.archivists[1], one).notices == ["Tercatat: Anda akan hadir."]
    he_answers_from_the_printed_letter(visit, town, town.archivists[2], one)
    declined = she_answers_from_the_mail(visit, town.drivers[3], one, "Saya tidak hadir", reason="Dinas luar")
    assert declined.notices == ["Tercatat: Anda tidak hadir."]
    she_answers_from_the_mail(visit, town.drivers[1], one)
    second = the_full_hall_leads_to_another(visit, town, event, one, town.archivists[3])

    with day(visit, BEGINS - timedelta(days=4)):
        the_silent_are_reminded(visit, town, one, [town.archivists[0], town.drivers[0], town.drivers[2]])
        questions_are_opened(visit, town, one)
        understanding_is_prepared(visit, town, one)
        understanding_is_taken(visit, town.affected[:6], boards.board_of(one.id).code, answer="0")
    with day(visit, BEGINS - timedelta(days=1)):
        late = visit().open(f"/sosialisasi/jawab/{token_of(town.drivers[0], one)}")
        assert "Batas menjawab sudah lewat" in late.text
        assert "Saya hadir" not in late.buttons
    with day(visit, BEGINS + timedelta(minutes=5)):
        they_come(visit, town, one)
        questions_are_asked_and_answered(visit, town, one)
    with day(visit, BEGINS + timedelta(hours=3, minutes=10)):
        visit(town.maya).open("sosialisasi.show_understanding", round_id=one.id).press("Buka bagian sesudah acara")
        understanding_is_taken(visit, town.affected[:6], boards.board_of(one.id).code, answer="1")
        visit(town.maya).open("sosialisasi.show_understanding", round_id=one.id).press("Tutup dan lihat hasil")
        worker.drain()
        result = visit(town.maya).open("sosialisasi.show_understanding", round_id=one.id)
        assert "100" in result.text
        papers_are_written(visit, town, event, one)
        the_round_is_closed(visit, town, one)
        whom_it_missed_is_asked_again(visit, town, event)
        for path in (
            f"/sosialisasi/{event.id}",
            f"/sosialisasi/putaran/{second.id}",
            f"/sosialisasi/{event.id}/jangkauan",
        ):
            visit(joko).open(path, expect=404)
        faq = visit().open("sosialisasi.show_faq", initiative_id=initiative.id)
        assert "Apakah loket di kecamatan tetap buka?" in faq.text
        assert "Kapan SK terbit?" not in faq.text


def test_what_cannot_be_gets_a_sentence_and_nothing_is_lost(visit, town):
    """The bad input of the issue that a page of the organiser can be given, each with what was typed still there."""
    initiative = the_change_is_written_down(visit, town)
    event = the_event_is_prepared(visit, town, initiative)
    right = {
        "starts_at": typed(BEGINS),
        "ends_at": typed(BEGINS + timedelta(hours=2)),
        "place": "Aula dinas",
        "city": "Muara Bungo",
    }
    form = visit(town.maya).open("sosialisasi.show_new_round", event_id=event.id)
    past = form.press("Buat putaran", **right | {"starts_at": "2020-01-01T09:00"}, expect=422)
    assert "Waktu mulainya sudah lewat. Pilih waktu yang akan datang." in past.text
    assert past.fields["city"] == "Muara Bungo"
    nowhere = form.press("Buat putaran", **right | {"place": ""}, expect=422)
    assert "Isi tempatnya, atau tautan pertemuan daringnya." in nowhere.text
    assert nowhere.fields["starts_at"] == right["starts_at"]
    audience = form.press("Buat putaran", **right)
    empty = audience.press("Kirim undangan", expect=409)
    assert "Belum ada seorang pun dalam sasaran putaran ini." in empty.text
    audience = audience.press("Tambah ke sasaran", kind="subtree", unit_id=str(town.archive.id))
    audience.press("Kirim undangan")
    worker.drain()
    again = visit(town.maya).open("sosialisasi.show_new_round", event_id=event.id).press("Buat putaran", **right)
    again = again.press("Tambah ke sasaran", kind="initiative", initiative_id=str(initiative.id))
    assert "sudah diundang ke putaran lain pada jam yang sama" in again.text
    clash = again.press("Kirim undangan", expect=409)
    assert "Pindahkan waktunya, atau centang untuk melewati mereka." in clash.text
    again.press("Kirim undangan", lewati="1")
    worker.drain()
    listed = visit(town.maya).open("sosialisasi.list_invitations", round_id=round_number(2).id)
    assert {name for name in names_of(town.affected) if name in listed.text} == set(names_of(town.drivers))
