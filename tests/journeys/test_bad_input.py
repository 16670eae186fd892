"""What bad input gets: a sentence saying what, why and what next, the right status, and nothing lost."""

import threading
from datetime import timedelta

import pytest
import time_machine
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from app.accounts.models import UserSession
from app.base import wording
from app.base.clock import now
from app.base.database import db
from app.certificates.models import Certificate
from app.competency.models import LearningRecord
from app.documents import services as store
from app.documents.models import StoredFile
from app.jobs import worker
from app.notifications.models import Mail
from app.training.models import Enrolment, EnrolmentPolicy, EnrolmentStatus
from tests.support import pdf
from tests.support.builders import (
    attend,
    enrol,
    make_batch,
    make_employee,
    make_meeting,
    make_position,
    make_programme,
    marks_of,
    meetings_of,
    seat,
    status_of,
)
from tests.support.html import attribute
from tests.support.parallel import PATIENCE_SECONDS
from tests.support.visit import HTMX, ORIGIN, Browser, Fragment, Page

once = pytest.mark.parametrize("app", ["sqlite"], indirect=True)
REASON = "Loket sedang kurang orang sampai akhir bulan, jadi belum bisa dilepas."


def sign_out_elsewhere(person) -> None:
    """The session is over, whatever the browser still believes."""
    db.session.execute(delete(UserSession).where(UserSession.user_id == person.user_id))
    db.session.commit()


# --- signing in -----------------------------------------------------------------------------------


def test_a_wrong_password_and_an_unknown_account_get_the_same_words(visit, budi):
    page = visit().open("accounts.show_sign_in")
    wrong = page.press("Masuk", identifier=budi.nip, password="salah", expect=422)
    unknown = page.press("Masuk", identifier="199912312099121001", password="salah", expect=422)
    sentence = "NIP, email, atau kata sandi tidak cocok. Periksa lagi, lalu coba masuk sekali lagi."
    assert wrong.warnings == unknown.warnings == [f"Belum bisa masuk {sentence}"]
    assert (wrong.fields["identifier"], wrong.fields["password"]) == (budi.nip, "")


def test_too_many_wrong_passwords_have_to_wait(visit, budi):
    page = visit().open("accounts.show_sign_in")
    with time_machine.travel(now(), tick=False):
        for _count in range(5):
            page.press("Masuk", identifier=budi.nip, password="salah", expect=422)
        form = page.form()
        answer = form.send(identifier=budi.nip, password=budi.password)
    told = visit().page(answer, expect=429)
    assert answer.headers["Retry-After"] == "30"
    assert "Terlalu banyak percobaan masuk yang gagal. Coba lagi dalam" in told.warnings[0]
    assert "detik" in told.warnings[0]
    with time_machine.travel(now() + timedelta(seconds=31)):
        assert form.send(identifier=budi.nip, password=budi.password).status_code == 303


# --- a session that ended, a token that is broken -------------------------------------------------


@pytest.fixture
def request_of_budi(visit, budi, rina):
    batch = make_batch(policy=EnrolmentPolicy.SUPERIOR)
    return enrol(budi, batch)


def test_a_session_that_ends_in_the_middle_of_a_form_loses_no_text(visit, budi, rina, request_of_budi):
    form = visit(rina).open("training.show_rejection", enrolment_id=request_of_budi.id)
    sign_out_elsewhere(rina)
    signed_out = form.press("Tolak permohonan", reason=REASON, expect=401)
    assert signed_out.heading == "Masuk ke Penata"
    assert "Isian Anda masih ada Setelah masuk, Anda bisa langsung mengirimnya." in signed_out.warnings
    assert signed_out.fields["_isi_reason"] == REASON

    wrong = signed_out.press("Masuk", identifier=rina.nip, password="salah", expect=422)
    assert wrong.fields["_isi_reason"] == REASON
    back = wrong.press("Masuk", identifier=rina.nip, password=rina.password)
    assert back.heading == "Isian Anda masih ada"
    assert back.fields == {"reason": REASON}
    sent = back.press("Kirim isian")
    assert sent.notices == ["Permohonan ditolak. Pegawai sudah diberi tahu alasannya."]
    db.session.refresh(request_of_budi)
    assert (request_of_budi.status, request_of_budi.reason) == (EnrolmentStatus.REJECTED, REASON)


def test_cookies_thrown_away_lose_no_text_either(visit, rina, request_of_budi):
    form = visit(rina).open("training.show_rejection", enrolment_id=request_of_budi.id).form("Tolak permohonan")
    stranger = visit()
    fields = form.fields | {"reason": REASON}
    answer = stranger.request("POST", form.action, data=fields | {"csrf_token": "apa saja"})
    page = stranger.page(answer, expect=401)
    assert page.fields["_isi_reason"] == REASON
    assert "apa saja" not in page.source
    back = page.press("Masuk", identifier=rina.nip, password=rina.password)
    assert back.press("Kirim isian").notices == ["Permohonan ditolak. Pegawai sudah diberi tahu alasannya."]


def test_a_page_asked_for_without_a_session_comes_after_signing_in(visit, budi):
    batch = make_batch()
    asked = visit().open("training.show_batch", batch_id=batch.id, expect=401)
    page = asked.press("Masuk", identifier=budi.nip, password=budi.password)
    assert page.path == f"/pelatihan/angkatan/{batch.id}"


def test_a_way_back_that_leads_elsewhere_is_ignored(visit, budi):
    for target in ("https://jahat.example/", "//jahat.example", "/\\jahat.example", "javascript:alert(1)"):
        browser = Browser(visit(budi).app)
        page = browser.open("accounts.show_sign_in", next=target)
        answer = page.form().send(identifier=budi.nip, password=budi.password)
        assert (answer.status_code, answer.location) == (303, "/beranda")


def test_a_carried_form_with_a_target_elsewhere_is_not_carried(visit, budi):
    for target in ("https://jahat.example/", "//jahat.example/x", "javascript:alert(1)"):
        browser = Browser(visit(budi).app)
        page = browser.open("accounts.show_sign_in")
        token = attribute(page.tree.query("input[name=csrf_token]")[0], "value")
        fields = {"identifier": budi.nip, "password": budi.password, "_tujuan": target, "_isi_a": "b"}
        answer = browser.request("POST", "/masuk", data=fields | {"csrf_token": token})
        assert (answer.status_code, answer.location) == (303, "/beranda")


def test_a_broken_form_token_keeps_the_text(visit, rina, request_of_budi):
    form = visit(rina).open("training.show_rejection", enrolment_id=request_of_budi.id).form("Tolak permohonan")
    for token in ("", "rusak", None):
        fields = {"reason": REASON} | ({} if token is None else {"csrf_token": token})
        answer = visit(rina).request("POST", form.action, data=fields)
        page = visit(rina).page(answer, expect=400)
        assert page.heading == "Halaman ini sudah lama terbuka"
        assert page.fields == {"reason": REASON}
    db.session.refresh(request_of_budi)
    assert request_of_budi.status == EnrolmentStatus.REQUESTED
    assert page.press("Kirim isian").notices == ["Permohonan ditolak. Pegawai sudah diberi tahu alasannya."]


def test_a_form_from_another_site_is_refused(visit, budi):
    batch = make_batch()
    page = visit(budi).open("training.show_batch", batch_id=batch.id)
    form = page.form("Daftar angkatan ini")
    for headers in ({"Origin": "https://jahat.example"}, {"Sec-Fetch-Site": "cross-site"}):
        answer = visit(budi).request("POST", form.action, data={"csrf_token": page.token}, headers=headers)
        told = visit(budi).page(answer, expect=400)
        assert "Formulir ini dikirim dari situs lain." in told.text
    assert status_of(budi, batch) is None
    same = {"Origin": ORIGIN, "Sec-Fetch-Site": "same-origin"}
    assert visit(budi).request("POST", form.action, data={"csrf_token": page.token}, headers=same).status_code == 303


# --- pages that have grown old --------------------------------------------------------------------


def test_enrolling_twice_from_a_stale_page(visit, budi):
    batch = make_batch()
    stale = visit(budi).open("training.show_batch", batch_id=batch.id)
    stale.press("Daftar angkatan ini")
    refused = stale.press("Daftar angkatan ini", expect=409)
    assert "Anda sudah terdaftar pada angkatan ini. Tidak perlu mendaftar lagi." in refused.text
    db.session.refresh(batch)
    assert batch.seats_taken == 1
    assert len(db.session.execute(select(Mail.id).where(Mail.employee_id == budi.employee_id)).all()) == 1


def test_accepting_an_offer_twice(visit, budi, dewi):
    batch = make_batch(seats=1)
    enrol(budi, batch)
    enrol(dewi, batch)
    visit(budi).open("training.show_batch", batch_id=batch.id).press("Batalkan pendaftaran")
    stale = visit(dewi).open("training.show_batch", batch_id=batch.id)
    stale.press("Terima kursi")
    refused = stale.press("Terima kursi", expect=409)
    assert "Tawaran kursi ini sudah tidak berlaku." in refused.text
    assert status_of(dewi, batch) == EnrolmentStatus.CONFIRMED


def test_withdrawing_from_a_stale_page_twice(visit, budi):
    batch = make_batch()
    enrol(budi, batch)
    stale = visit(budi).open("training.show_batch", batch_id=batch.id)
    stale.press("Batalkan pendaftaran")
    refused = stale.press("Batalkan pendaftaran", expect=409)
    assert "Pendaftaran ini sudah selesai, jadi tidak bisa dibatalkan lagi." in refused.text


def test_two_people_on_the_last_seat(visit, budi, dewi):
    batch = make_batch(seats=1)
    pages = {person: visit(person).open("training.show_batch", batch_id=batch.id) for person in (budi, dewi)}
    first = pages[budi].press("Daftar angkatan ini")
    second = pages[dewi].press("Daftar angkatan ini")
    assert first.notices == ["Anda terdaftar."]
    assert second.notices == ["Kursi sudah penuh. Anda masuk daftar tunggu, urutan 1."]


def test_many_people_at_once_on_two_seats(app, visit, budi):
    """All of them press in the same moment; nobody sees an error, and the seats are never oversold."""
    batch = make_batch(seats=2)
    batch_id = batch.id
    people = [make_employee(f"Pelamar {letter} Sutrisno") for letter in "ABCDEF"]
    forms = [visit(one).open("training.show_batch", batch_id=batch_id).form("Daftar angkatan ini") for one in people]
    db.session.rollback()
    ready, answers = threading.Barrier(len(forms)), []

    def press(form) -> None:
        ready.wait(timeout=PATIENCE_SECONDS)
        with app.app_context():
            answers.append(form.send().status_code)

    threads = [threading.Thread(target=press, args=(form,)) for form in forms]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=PATIENCE_SECONDS)
    assert answers == [303] * len(forms)
    statuses = sorted(status_of(one, batch) for one in people)
    assert statuses == [EnrolmentStatus.CONFIRMED] * 2 + [EnrolmentStatus.WAITLISTED] * 4
    db.session.refresh(batch)
    assert batch.seats_taken == 2


# --- not now, not here, not you -------------------------------------------------------------------


def test_before_and_after_the_window(visit, budi):
    soon = make_batch(enrolment_opens_at=now() + timedelta(days=1))
    late = make_batch(enrolment_closes_at=now() - timedelta(minutes=1), starts_in_days=11)
    for batch, heading, sentence in (
        (soon, "Pendaftaran belum dibuka", f"baru dibuka {_moment(soon.enrolment_opens_at)}."),
        (late, "Pendaftaran sudah tutup", f"sudah tutup {_moment(late.enrolment_closes_at)}."),
    ):
        page = visit(budi).open("training.show_batch", batch_id=batch.id)
        assert page.all("#enrolment_panel h2") == [heading]
        assert page.form().action == "/keluar" if len(page.tree.query("main form")) else page.has(".btn--secondary")
        answer = visit(budi).post("training.create_enrolment", batch_id=batch.id)
        told = visit(budi).page(answer, expect=409)
        assert sentence in told.text
        assert status_of(budi, batch) is None


def _moment(instant) -> str:
    return wording.moment(instant, "Asia/Jakarta")


def test_not_for_this_tier_or_kind(visit, budi):
    for different, sentence in (
        ({"tiers": ["jpt_pratama"]}, "Program ini bukan untuk jenjang"),
        ({"kinds": ["pppk"]}, "Program ini tidak dibuka untuk PNS."),
    ):
        batch = make_batch(programme=make_programme(**different))
        refused = visit(budi).open("training.show_batch", batch_id=batch.id).press("Daftar angkatan ini", expect=409)
        assert sentence in refused.text
        assert status_of(budi, batch) is None


def test_an_offer_accepted_after_enrolling_elsewhere_at_the_same_time(visit, budi, dewi):
    batch = make_batch(seats=1)
    enrol(dewi, batch)
    enrol(budi, batch)
    other = make_batch(programme=make_programme("Pengelolaan Arsip Dinamis"), number=8)
    visit(budi).open("training.show_batch", batch_id=other.id).press("Daftar angkatan ini")
    visit(dewi).open("training.show_batch", batch_id=batch.id).press("Batalkan pendaftaran")
    offered = visit(budi).open("training.show_batch", batch_id=batch.id)
    refused = offered.press("Terima kursi", expect=409)
    assert "bertabrakan dengan Pengelolaan Arsip Dinamis, Angkatan 8" in refused.text
    assert status_of(budi, batch) == EnrolmentStatus.OFFERED


def test_a_draft_is_not_there_and_a_cancelled_batch_says_so(visit, budi, sari):
    draft, cancelled = make_batch(status="draft"), make_batch(status="cancelled", starts_in_days=12)
    visit(budi).open("training.show_batch", batch_id=draft.id, expect=404)
    assert visit(budi).post("training.create_enrolment", batch_id=draft.id).status_code == 404
    page = visit(budi).open("training.show_batch", batch_id=cancelled.id)
    assert page.all("#enrolment_panel h2") == ["Angkatan ini dibatalkan"]
    answer = visit(budi).post("training.create_enrolment", batch_id=cancelled.id)
    assert "Angkatan ini dibatalkan." in visit(budi).page(answer, expect=409).text


def test_a_page_for_another_role_says_whom_it_is_for(visit, budi):
    page = visit(budi).open("training.list_managed", expect=403)
    assert page.heading == "Halaman ini bukan untuk peran Anda"
    assert "Perlu akses? Hubungi admin instansi Anda." in page.text


# --- names ----------------------------------------------------------------------------------------


LONGEST = (
    "Raden Mas Haryo Kusumaningrat Suryadiningrat Wirosentono Adiwijaya Purnomosidhi "
    "Tjokroaminoto Djojohadikusumo, S.Sos., M.Si."
)[:120]
NAMES = ['Dr. Fatimah Nur\'aini "Ani" <b>Putri</b> & Rekan', LONGEST, "Zülkîflî Ñandô, S.Kom."]


@pytest.mark.parametrize("name", NAMES, ids=["apostrophe and markup", "120 characters", "accents"])
def test_a_name_goes_through_every_page_and_onto_the_certificate(visit, rina, sari, name):
    person = make_employee(name, position_id=make_position(above=rina.position_id).id, email="nama@bungo.example")
    batch = make_batch(starts_in_days=-3, policy=EnrolmentPolicy.SUPERIOR)
    asked = make_batch(policy=EnrolmentPolicy.SUPERIOR)
    visit(person).open("training.show_batch", batch_id=asked.id).press("Daftar angkatan ini")
    assert visit(rina).open("training.list_requests").all("article h2") == [name]
    seat(person, batch)
    attend(person, batch)
    desk = visit(sari).open("training.show_managed", batch_id=batch.id)
    assert desk.all("#participants th[scope=row]") == [name]
    desk.link("Lihat hasilnya, lalu tutup").press("Tutup angkatan")
    worker.drain()
    certificate = db.session.execute(
        select(Certificate).where(Certificate.employee_id == person.employee_id)
    ).scalar_one()
    verified = visit().open("certificates.show_verification", code=certificate.code)
    assert verified.all("dd")[0] == name
    content = store.read(db.session.get_one(StoredFile, certificate.file_id))
    assert pdf.complaints(content) == ""
    assert "".join(name.split()) in "".join(pdf.text(content).split())
    mail = visit(sari).open("notifications.list_mails").link(f"Sertifikat Anda sudah terbit: {_name_of(batch)}")
    assert name in mail.text


def _name_of(batch) -> str:
    return f"Pelayanan Prima bagi Petugas Loket, Angkatan {batch.number}"


# --- impossible values ----------------------------------------------------------------------------

IMPOSSIBLE_PATHS = [
    "/pelatihan/angkatan/0",
    "/pelatihan/angkatan/-1",
    "/pelatihan/angkatan/2147483648",
    "/pelatihan/angkatan/9223372036854775807",
    "/pelatihan/angkatan/9223372036854775808",
    "/pelatihan/angkatan/99999999999999999999999999",
    "/pelatihan/angkatan/abc",
    "/pelatihan/angkatan/1.5",
    "/pelatihan/angkatan/%00",
    "/pelatihan/angkatan/²",
    "/sertifikat/9223372036854775808/berkas",
    "/tidak/ada",
    "/aset/../app/config.py",
    "/aset/%2e%2e%2fconfig.py",
    "/.env",
]


def test_impossible_addresses_are_not_there(visit, budi):
    for path in IMPOSSIBLE_PATHS:
        page = visit(budi).page(visit(budi).get(path), expect=404)
        assert page.heading == "Halaman tidak ditemukan", path
        assert "Kembali ke Beranda" in page.text, path


IMPOSSIBLE_QUERIES = [
    "bulan=2026-13",
    "bulan=0000-01",
    "bulan=99999-01",
    "bulan=kemarin",
    "kompetensi=abc",
    "kompetensi=-1",
    "kompetensi=²",
    "kompetensi=2147483648",
    "kompetensi=99999999999999999999999",
    "setelah=2026-12-10~99999999999999999999",
    "setelah=2026-02-31~1",
    "setelah=~",
    "setelah=9999-12-31~9223372036854775807",
    "setelah=-1~x",
    "sebelum=abc",
    "sebelum=99999999999999999999",
    "sebelum=2026-12-10~²",
    "kursi=ya",
    "bentuk=%27%3B--",
    "tempat=" + "x" * 500,
    "cari=%25%5F%5C",
    "cari=" + "%F0%9F%8C%B1" * 50,
    "cari=a&cari=b",
    "%5B%5D=1",
]
LISTS = [
    "training.list_batches",
    "training.show_calendar",
    "training.list_managed",
    "notifications.list_notices",
    "notifications.list_mails",
]


@pytest.mark.parametrize("endpoint", LISTS)
def test_impossible_queries_narrow_nothing_or_find_nothing(visit, sari, endpoint):
    make_batch()
    for query in IMPOSSIBLE_QUERIES:
        visit(sari).open(f"{visit(sari).address(endpoint)}?{query}")


UNREADABLE = ["%00", "a%00b", "%07", "%1b%5b31m", "%7f"]


def test_text_nobody_can_read_is_refused_in_words(visit, rina, request_of_budi):
    for bad in UNREADABLE:
        page = visit(rina).page(visit(rina).get(f"/pelatihan?cari={bad}"), expect=400)
        assert "Isian mengandung karakter yang tidak bisa dibaca." in page.text
    form = visit(rina).open("training.show_rejection", enrolment_id=request_of_budi.id)
    refused = form.press("Tolak permohonan", reason="Alasan\x00 dengan NUL", expect=400)
    assert "Ketik ulang tanpa menempel dari berkas lain." in refused.text
    db.session.refresh(request_of_budi)
    assert request_of_budi.status == EnrolmentStatus.REQUESTED


def test_a_reason_of_any_language_is_kept_as_typed(visit, rina, request_of_budi):
    reason = "Alasan: 50% <b>tugas</b> & “kutipan” 🌱 ﷺ; DROP TABLE enrolment; --"
    form = visit(rina).open("training.show_rejection", enrolment_id=request_of_budi.id)
    form.press("Tolak permohonan", reason=reason)
    db.session.refresh(request_of_budi)
    assert request_of_budi.reason == reason


def test_a_reason_that_is_too_long_keeps_every_word(visit, rina, request_of_budi):
    reason = "Alasan panjang sekali. " * 30
    form = visit(rina).open("training.show_rejection", enrolment_id=request_of_budi.id)
    refused = form.press("Tolak permohonan", reason=reason, expect=422)
    assert refused.all(".error") == ["Alasan terdiri dari 5 sampai 500 huruf."]
    assert refused.fields["reason"] == reason.strip()


@once
def test_fields_that_are_no_numbers_are_passed_over(visit, budi, sari):
    batch = make_batch(programme=make_programme(min_score="70"), starts_in_days=-3)
    enrolment = seat(budi, batch)
    [meeting] = meetings_of(batch)
    odd = ["²", "-1", "1e3", "9" * 40, "", " 1", "٣", "abc"]
    scores = {f"nilai-{one}": "80" for one in odd}
    answer = visit(sari).post("training.create_scores", batch_id=batch.id, fields=scores)
    assert answer.status_code == 303
    marks = {f"hadir-{one}": "present" for one in odd} | {f"hadir-{budi.employee_id}": "menari", "sisanya": "terbang"}
    answer = visit(sari).post("training.create_marks", batch_id=batch.id, meeting_id=meeting.id, fields=marks)
    assert answer.status_code == 303
    db.session.refresh(enrolment)
    assert (enrolment.score, marks_of(meeting)) == (None, {})


@once
def test_more_than_fits_is_refused(visit, budi):
    batch = make_batch(meetings=0, starts_in_days=0)
    seat(budi, batch)
    meeting = make_meeting(batch, now() - timedelta(minutes=5), hours=2)
    huge = visit(budi).post("training.create_check_in", meeting_id=meeting.id, fields={"kode": "9" * 3_000_000})
    assert huge.status_code == 413
    assert "Paling besar 2 MB." in huge.text
    long = visit(budi).post("training.create_check_in", meeting_id=meeting.id, fields={"kode": "9" * 30_000})
    assert (long.status_code, "Isian terlalu panjang." in long.text) == (400, True)
    page = visit(budi).open("training.show_check_in", meeting_id=meeting.id)
    many = {f"x{number}": "1" for number in range(1200)} | {"csrf_token": page.token}
    address = page.form("Catat kehadiran saya").action
    parts = visit(budi).request("POST", address, data=many, content_type="multipart/form-data")
    assert parts.status_code == 413
    assert marks_of(meeting) == {}


@once
def test_an_unknown_host_gets_no_page(app, budi):
    client = app.test_client()
    answer = client.get("/masuk", base_url="http://jahat.example")
    assert (answer.status_code, answer.mimetype) == (400, "text/plain")
    assert "Alamat ini tidak dikenal." in answer.text


@once
def test_methods_a_page_does_not_know(visit, budi):
    for method in ("PUT", "DELETE", "PATCH"):
        answer = visit(budi).request(method, "/pelatihan")
        assert (answer.status_code, sorted(answer.headers["Allow"].split(", "))) == (405, ["GET", "HEAD", "OPTIONS"])
        assert "pakai tombolnya" in visit(budi).page(answer, expect=405).text
    assert visit(budi).get("/keluar").status_code == 405
    assert visit(budi).request("HEAD", "/pelatihan").status_code == 200


def test_closing_twice_at_once_gives_one_number_each(visit, budi, dewi, sari):
    batch = make_batch(starts_in_days=-3)
    for person in (budi, dewi):
        seat(person, batch)
        attend(person, batch)
    desks = [browser.open("training.show_closing", batch_id=batch.id) for browser in (visit(sari), visit.another(sari))]
    desks[0].press("Tutup angkatan")
    refused = desks[1].press("Tutup angkatan", expect=409)
    assert "sedang berjalan" in refused.text
    worker.drain()
    worker.drain()
    numbers = db.session.execute(select(Certificate.sequence).order_by(Certificate.sequence)).scalars()
    assert list(numbers) == [1, 2]
    credited = db.session.execute(select(LearningRecord.employee_id)).scalars()
    assert sorted(credited) == sorted([budi.employee_id, dewi.employee_id])
    assert len(db.session.execute(select(Enrolment.id).where(Enrolment.status == "passed")).all()) == 2


# --- anything at all ------------------------------------------------------------------------------

ANY_TEXT = st.text(st.characters(codec="utf-8"), max_size=30)
NEARLY = st.sampled_from(
    ["2026-12", "2026-12-10~17", "1", "0", "-1", "present", "absent", "NaN", "1e400", "86,5", "²", "/beranda", "1.2.x"]
)
VALUE = st.one_of(NEARLY, ANY_TEXT, st.integers().map(str))
PARAMETERS = ["cari", "bulan", "kompetensi", "bentuk", "tempat", "kursi", "setelah", "sebelum", "kode", "next"]
FIELDS = [
    "reason",
    "kode",
    "sisanya",
    "belum",
    "nilai-1",
    "hadir-1",
    "identifier",
    "password",
    "next",
    "_tujuan",
    "_isi_x",
]
NUMBER = st.one_of(st.integers(0, 4), st.integers(0, 2**70))
EXAMPLES = 60
KEPT_OUT = {"accounts.create_sign_out", "assets.show_asset"}


@once
@pytest.mark.parametrize("who", ["stranger", "budi", "rina", "sari", "organiser", "auditor", "administrator", "joko"])
def test_no_input_breaks_a_page(app, visit, cast, who):
    """Whatever is asked or sent, by whomever: never a 5xx, always a page or a part that stands inspection."""
    _something_to_break(cast)
    browser = visit(cast.get(who))
    rules = sorted(
        (rule for rule in app.url_map.iter_rules() if rule.endpoint not in KEPT_OUT), key=lambda rule: rule.endpoint
    )
    token = browser.open("/beranda").token if who in cast else ""

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=[*HealthCheck],
    )
    @given(
        rule=st.sampled_from(rules),
        number=NUMBER,
        text=ANY_TEXT,
        query=st.dictionaries(st.sampled_from(PARAMETERS), VALUE, max_size=3),
        fields=st.dictionaries(st.one_of(st.sampled_from(FIELDS), ANY_TEXT), VALUE, max_size=4),
        htmx=st.booleans(),
    )
    def ask(rule, number, text, query, fields, htmx):
        values = {name: text if name == "code" else number for name in rule.arguments}
        try:
            path = browser.address(rule.endpoint, **values)
        except ValueError:  # a number no address can carry
            return
        headers = HTMX if htmx else {}
        if "POST" in rule.methods:
            answer = browser.request("POST", path, data=fields | {"csrf_token": token}, headers=headers)
        else:
            answer = browser.request("GET", path, query_string=query, headers=headers)
        assert answer.status_code < 500
        _inspect(browser, answer)

    ask()


def _something_to_break(cast) -> None:
    running = make_batch(programme=make_programme(min_score="70"), starts_in_days=0)
    seat(cast["budi"], running)
    enrol(cast["dewi"], make_batch(policy=EnrolmentPolicy.SUPERIOR))


def _inspect(browser, answer) -> None:
    if answer.mimetype != "text/html" or 300 <= answer.status_code < 400 or not answer.text:
        return
    if answer.text.lstrip().lower().startswith("<!doctype"):
        Page(browser, answer)
    else:
        Fragment(answer, expect=answer.status_code)
