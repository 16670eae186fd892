"""The two answers of every page: whole for a visit, its block for htmx with what travels along."""

from datetime import timedelta

import pytest
from sqlalchemy import delete

from app.accounts.models import UserSession
from app.attendance import rules as attendance
from app.base.clock import now
from app.base.database import db
from app.training.models import EnrolmentPolicy
from tests.support.builders import attend, enrol, make_batch, make_meeting, make_programme, meetings_of, seat
from tests.support.html import attribute
from tests.support.visit import HTMX, ORIGIN

once = pytest.mark.parametrize("app", ["sqlite"], indirect=True)
pytestmark = once


@pytest.fixture
def running(bungo):
    """A batch whose only meeting began a few minutes ago."""
    batch = make_batch(meetings=0, starts_in_days=0)
    make_meeting(batch, now() - timedelta(minutes=5), hours=2)
    return batch


@pytest.fixture
def scored(bungo):
    return make_batch(programme=make_programme(min_score="70"), starts_in_days=-3)


def batch_page(browser, batch):
    return browser.open("training.show_batch", batch_id=batch.id)


def sheet(browser, batch):
    [meeting] = meetings_of(batch)
    return browser.open("training.show_sheet", batch_id=batch.id, meeting_id=meeting.id)


def desk(browser, batch):
    return browser.open("training.show_managed", batch_id=batch.id)


def end_session(person) -> None:
    db.session.execute(delete(UserSession).where(UserSession.user_id == person.user_id))
    db.session.commit()


def check(fragment, block: str, say: str) -> None:
    """The block and nothing else, and the passing notice beside it."""
    assert fragment.ids == [block]
    assert list(fragment.partials) == ["#toasts"]
    assert fragment.notices == [say]


# --- a change: the fresh block and a toast --------------------------------------------------------


def test_enrolling_and_leaving(visit, budi):
    batch = make_batch()
    enrolled = batch_page(visit(budi), batch).press_with_htmx("Daftar angkatan ini")
    check(enrolled, "enrolment_panel", "Anda terdaftar.")
    assert enrolled.all("h2") == ["Anda terdaftar"]
    assert enrolled.has("h2[data-focus][tabindex]")
    left = batch_page(visit(budi), batch).press_with_htmx("Batalkan pendaftaran")
    check(left, "enrolment_panel", "Pendaftaran dibatalkan.")


def test_the_fresh_block_can_be_pressed_again(visit, budi):
    """What htmx put in is as whole as what the page brought: form, token and address."""
    batch = make_batch()
    page = batch_page(visit(budi), batch)
    enrolled = page.press_with_htmx("Daftar angkatan ini")
    [form] = enrolled.tree.query("form")
    token = attribute(enrolled.tree.query("input[name=csrf_token]")[0], "value")
    answer = visit(budi).request("POST", attribute(form, "action"), data={"csrf_token": token})
    assert answer.status_code == 303


def test_answering_an_offer(visit, budi, dewi, rina):
    batch = make_batch(seats=1)
    for person in (budi, dewi, rina):
        enrol(person, batch)
    batch_page(visit(budi), batch).press("Batalkan pendaftaran")
    declined = batch_page(visit(dewi), batch).press_with_htmx("Tolak tawaran")
    check(declined, "enrolment_panel", "Tawaran ditolak. Kursinya diberikan ke peserta berikutnya.")
    accepted = batch_page(visit(rina), batch).press_with_htmx("Terima kursi")
    check(accepted, "enrolment_panel", "Anda terdaftar.")


def test_approving(visit, budi, dewi, rina):
    batch = make_batch(policy=EnrolmentPolicy.SUPERIOR)
    for person in (budi, dewi):
        enrol(person, batch)
    page = visit(rina).open("training.list_requests")
    approved = page.press_with_htmx("Setujui", near=budi.name)
    check(approved, "requests", "Disetujui. Budi Pratama, S.A.P. mendapat kursi.")
    assert approved.all("article h2") == [dewi.name]


def test_marking_the_list(visit, budi, sari, running):
    seat(budi, running)
    marked = sheet(visit(sari), running).press_with_htmx("Tandai sisanya hadir")
    check(marked, "sheet", "Tersimpan. 1 kehadiran berubah.")
    mended = sheet(visit(sari), running).press_with_htmx(
        "Simpan daftar hadir", **{f"hadir-{budi.employee_id}": "excused"}
    )
    check(mended, "sheet", "Tersimpan. 1 kehadiran berubah.")


def test_scores_and_closing(visit, budi, sari, scored):
    enrolment = seat(budi, scored)
    attend(budi, scored)
    saved = desk(visit(sari), scored).press_with_htmx("Simpan nilai", **{f"nilai-{enrolment.id}": "88"})
    check(saved, "participants", "Tersimpan. 1 nilai berubah.")
    closing = visit(sari).open("training.show_closing", batch_id=scored.id).press("Tutup angkatan")
    assert closing.notices == ["Penutupan dimulai. Anda boleh meninggalkan halaman ini."]
    polled = visit(sari).fragment("training.show_managed", batch_id=scored.id)
    assert (polled.ids, polled.partials) == (["closing"], {})
    assert polled.has("#closing[hx-get][hx-trigger] progress")


def test_a_check_in_leads_to_its_own_page(visit, budi, running):
    seat(budi, running)
    [meeting] = meetings_of(running)
    page = visit(budi).open("training.show_check_in", meeting_id=meeting.id)
    code = attendance.screen_code(meeting, now(), 15).digits
    answer = page.form("Catat kehadiran saya").send(htmx=True, kode=code)
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (200, f"/pelatihan/pertemuan/{meeting.id}/hadir")
    after = visit(budi).open("training.show_check_in", meeting_id=meeting.id)
    assert after.notices[0].startswith("Kehadiran tercatat pukul ")


# --- wrong input: 422 with the block, everything typed still there ----------------------------------


def test_a_wrong_score_comes_back_in_its_block(visit, budi, sari, scored):
    enrolment = seat(budi, scored)
    field = f"nilai-{enrolment.id}"
    refused = desk(visit(sari), scored).press_with_htmx("Simpan nilai", expect=422, **{field: "delapan"})
    assert (refused.ids, refused.partials) == (["participants"], {})
    assert refused.fields[field] == "delapan"
    assert refused.has(f"#{field}[aria-invalid=true]")
    assert refused.has("[role=alert] [data-focus]")


def test_a_wrong_code_comes_back_in_its_block(visit, budi, running):
    seat(budi, running)
    [meeting] = meetings_of(running)
    page = visit(budi).open("training.show_check_in", meeting_id=meeting.id)
    refused = page.press_with_htmx("Catat kehadiran saya", expect=422, kode="bukan")
    assert (refused.ids, refused.partials) == (["check_in"], {})
    assert refused.fields["kode"] == "bukan"


# --- a rule says no: only the notice -----------------------------------------------------------------


def refusal(fragment) -> str:
    assert fragment.ids == []
    assert list(fragment.partials) == ["#notices"]
    assert fragment.has("hx-partial [data-focus]")
    return fragment.warnings[0]


def test_a_rule_answers_with_its_notice_alone(visit, budi, sari, running, scored):
    batch = make_batch()
    stale = batch_page(visit(budi), batch)
    stale.press("Daftar angkatan ini")
    words = refusal(stale.press_with_htmx("Daftar angkatan ini", expect=409))
    assert words == "Belum bisa dilakukan Anda sudah terdaftar pada angkatan ini. Tidak perlu mendaftar lagi."
    seat(budi, scored, score="80")
    attend(budi, scored)
    desks = visit(sari).open("training.show_closing", batch_id=scored.id)
    desks.press("Tutup angkatan")
    assert "sedang berjalan" in refusal(desks.press_with_htmx("Tutup angkatan", expect=409))


@pytest.mark.parametrize(
    ("path", "status", "heading"),
    [
        ("/pelatihan/angkatan/999999", 404, "Halaman tidak ditemukan"),
        ("/pelatihan/kelola", 403, "Halaman ini bukan untuk peran Anda"),
        ("/pelatihan?cari=%00", 400, "Permintaan tidak bisa dibaca"),
    ],
)
def test_no_error_page_ever_lands_inside_a_card(visit, budi, path, status, heading):
    words = refusal(visit(budi).fragment(path, expect=status))
    assert words.startswith(heading)


def test_a_broken_token_tells_htmx_to_reload(visit, budi):
    batch = make_batch()
    answer = visit(budi).request(
        "POST", f"/pelatihan/angkatan/{batch.id}/pendaftaran", data={"csrf_token": "rusak"}, headers=HTMX
    )
    assert answer.status_code == 400
    assert 'hx-target="#notices"' in answer.text
    assert "Muat ulang halaman, lalu kirim lagi." in answer.text


# --- signed out meanwhile -----------------------------------------------------------------------------


def test_a_fragment_without_a_session_leads_to_the_sign_in_page_and_back(visit, budi):
    make_batch()
    browser = visit(budi)
    end_session(budi)
    path = "/pelatihan?cari=prima"
    answer = browser.get("/pelatihan?cari=arsip", headers=HTMX | {"HX-Current-URL": ORIGIN + path})
    assert answer.status_code == 401
    assert answer.text == ""
    where = answer.headers["HX-Redirect"]
    back = browser.open(where).press("Masuk", identifier=budi.nip, password=budi.password)
    assert (back.path, back.fields["cari"]) == ("/pelatihan", "prima")


def test_a_form_sent_by_htmx_without_a_session_is_carried(visit, budi, sari, scored):
    enrolment = seat(budi, scored)
    form = desk(visit(sari), scored).form("Simpan nilai")
    end_session(sari)
    answer = form.send(htmx=True, **{f"nilai-{enrolment.id}": "88,5"})
    assert answer.status_code == 401
    assert (answer.headers["HX-Retarget"], answer.headers["HX-Reswap"]) == ("body", "innerHTML")
    page = visit(sari).page(answer, expect=401)
    back = page.press("Masuk", identifier=sari.nip, password=sari.password)
    sent = back.press("Kirim isian")
    assert sent.notices == ["Tersimpan. 1 nilai berubah."]
    assert sent.fields[f"nilai-{enrolment.id}"] == "88,5"


# --- whole pages --------------------------------------------------------------------------------------


BLOCKS = {
    "training.list_batches": "batch_results",
    "training.show_calendar": "batch_results",
    "training.list_requests": "requests",
    "training.show_batch": "enrolment_panel",
    "training.show_managed": "closing",
    "training.show_sheet": "sheet",
    "training.show_screen": "screen",
}


@pytest.fixture
def values(budi, rina, sari, running):
    """Who opens each page, and with which numbers."""
    enrol(budi, make_batch(policy=EnrolmentPolicy.SUPERIOR))
    seat(budi, running)
    [meeting] = meetings_of(running)
    numbers = {"batch_id": running.id, "meeting_id": meeting.id}
    needed = {"show_batch": 1, "show_managed": 1, "show_sheet": 2, "show_screen": 2}
    names = list(numbers)

    def of(endpoint):
        return {name: numbers[name] for name in names[: needed.get(endpoint.partition(".")[2], 0)]}

    return of


@pytest.mark.parametrize(("endpoint", "block"), BLOCKS.items())
def test_a_part_for_htmx_and_the_page_for_everything_else(visit, rina, sari, values, endpoint, block):
    person = rina if endpoint == "training.list_requests" else sari
    part = visit(person).fragment(endpoint, **values(endpoint))
    assert part.ids == [block]
    whole = visit(person).open(endpoint, **values(endpoint))
    assert whole.has(f"#{block}")
    address = visit(person).address(endpoint, **values(endpoint))
    for headers in (
        {"HX-Request": "true"},
        {"HX-Request": "true", "HX-Request-Type": "full"},
        {"HX-Request": "true", "HX-History-Restore-Request": "true"},
    ):
        restored = visit(person).page(visit(person).get(address, headers=headers))
        assert restored.heading == whole.heading


def test_a_filter_refreshes_only_the_results(visit, budi):
    make_batch(programme=make_programme("Pengelolaan Arsip Dinamis"), number=7)
    make_batch(number=8)
    page = visit(budi).open("training.list_batches")
    part = page.press_with_htmx("Cari pelatihan", cari="arsip")
    assert (part.ids, part.partials) == (["batch_results"], {})
    assert part.all(".ticket__title") == ["Pengelolaan Arsip Dinamis"]


def test_pages_are_never_kept_and_never_mixed_up(visit, budi, sari):
    for browser, path in ((visit(budi), "/pelatihan"), (visit(budi), "/beranda"), (visit(), "/masuk"), (visit(), "/v")):
        answer = browser.get(path)
        assert answer.headers["Cache-Control"] == "no-store"
        assert {"Cookie", "HX-Request-Type"} <= set(answer.vary)
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "unsafe" not in answer.headers["Content-Security-Policy"]
    part = visit(budi).get("/pelatihan", headers=HTMX)
    assert part.headers["Cache-Control"] == "no-store"
    assert {"Cookie", "HX-Request-Type"} <= set(part.vary)


def test_files_may_be_kept_for_ever(visit):
    page = visit().open("/masuk")
    for tag, name in (("link[rel=stylesheet]", "href"), ("script", "src")):
        address = attribute(page.tree.query(tag)[0], name)
        answer = visit().get(address, headers={"Accept-Encoding": "br"})
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer.headers["Content-Encoding"] == "br"
        assert "Set-Cookie" not in answer.headers
