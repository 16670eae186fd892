"""Tests, assignments and the look ahead at closing, on their pages, with and without a script."""

from datetime import timedelta
from decimal import Decimal

import pytest

from app.attendance.models import AttendanceStatus
from app.base.clock import now
from app.base.database import db
from app.documents.spreadsheets import csv_lines, xlsx_file
from app.exams.facts import Reply
from app.exams.models import ExamPurpose, QuestionKind
from app.exams.queries import papers
from app.jobs import worker
from app.training import foresight
from app.training.models import EnrolmentStatus, Programme
from app.training.queries import enrolments, learning
from app.training.services import closing
from app.training.views import assignments as assignment_pages
from app.training.views import exams as exam_pages
from tests.support.builders import attend, make_batch, make_employee, make_programme, page_of, seat, status_of
from tests.support.learning import make_exam, make_question, make_work, sit

K = QuestionKind
RIGHT = Reply(chosen=("0",))


@pytest.fixture
def batch(budi, dewi):
    batch = make_batch(programme=make_programme(min_score="60"), starts_in_days=-1)
    seat(budi, batch)
    seat(dewi, batch)
    return batch


def score_of(person, batch):
    db.session.rollback()
    db.session.expire_all()
    return enrolments.own(person.employee_id, batch.id).score


# --- the bank ---------------------------------------------------------------------------------------


def test_a_question_is_written_mended_and_archived(visit, organiser):
    page = visit(organiser).open("exams.show_new_question")
    wrong = page.press(
        "Simpan soal", expect=422, topic="Arsip", text="Mana yang arsip vital?", options="A\nB\nC", right="", points="1"
    )
    assert "Belum ada jawaban yang benar" in wrong.text
    assert wrong.fields["options"] == "A\nB\nC"
    kept = wrong.press("Simpan soal", right="2")
    assert kept.all(".answers li") == ["A", "B Benar", "C"]
    changed = kept.link("Ubah soal").press("Simpan soal", points="2,5")
    assert "2,5 poin" in changed.text
    archived = changed.press("Arsipkan")
    assert "Diarsipkan" in archived.text
    assert visit(organiser).open("exams.list_questions").has(".empty")
    assert "Mana yang arsip vital?" in visit(organiser).open("/soal?keadaan=arsip").text


def test_the_list_asks_as_much_for_three_as_for_one(visit, organiser, queries):
    counts = []
    for more in (1, 2):
        for _one in range(more):
            make_question()
        visit(organiser).open("exams.list_questions")
        with queries() as asked:
            visit(organiser).open("exams.list_questions")
        counts.append(len(asked))
    assert counts[0] == counts[1]


# --- a test from making to sitting --------------------------------------------------------------------


def test_the_organiser_makes_a_test_out_of_the_bank(visit, organiser, budi, batch):
    for _one in range(3):
        make_question()
    page = visit(organiser).open("training.list_exams", batch_id=batch.id)
    assert page.press("Buat tes", expect=422, minutes="999", attempts="0").all(".error")
    paper = page.press("Buat tes", purpose="post", minutes="30")
    assert "Ambil acak" in paper.buttons
    short = paper.press("Ambil acak", expect=422, topic="Pelayanan publik", count="9")
    assert "tinggal punya 3 soal" in short.text
    drawn = short.press("Ambil acak", topic="Pelayanan publik", count="2")
    assert drawn.notices == ["2 soal ditambahkan."]
    opened = drawn.press("Buka untuk peserta")
    assert opened.notices == ["Tes dibuka untuk peserta."]
    assert visit(budi).open("training.show_batch", batch_id=batch.id).link("Tes akhir").has("form")


def test_the_rules_of_a_test_are_mended_before_it_is_opened_and_its_questions_stay(visit, organiser, batch):
    make_question()
    page = (
        visit(organiser).open("training.list_exams", batch_id=batch.id).press("Buat tes", purpose="post", minutes="3")
    )
    paper = page.press("Ambil acak", topic="Pelayanan publik", count="1")
    wrong = paper.press("Simpan aturan", minutes="601", attempts="2", expect=422)
    assert "Batas waktu antara 1 dan 600 menit." in wrong.text
    assert (wrong.fields["minutes"], wrong.fields["attempts"]) == ("601", "2")
    mended = wrong.press("Simpan aturan", minutes="30", counting="last")
    assert mended.notices == ["Aturan tes disimpan."]
    assert "1 soal, 1 poin" in mended.text
    assert "30 menit, boleh 2 kali, percobaan terakhir yang dihitung." in mended.text
    opened = mended.press("Buka untuk peserta")
    assert "Simpan aturan" not in opened.buttons
    assert mended.press("Simpan aturan", minutes="90", expect=409).text.count("tidak bisa diubah lagi") == 1
    [exam] = learning.exams_of(batch.id)
    assert (exam.minutes, exam.attempts, exam.purpose) == (30, 2, ExamPurpose.POST)


def test_one_sits_page_by_page_without_a_script(visit, budi, batch):
    kinds = [K.SINGLE, K.MULTIPLE, K.TRUE_FALSE, K.ORDER, K.TEXT, K.SINGLE]
    exam = make_exam(batch, [make_question(kind) for kind in kinds], minutes=30)
    page = visit(budi).open("training.show_own_exam", batch_id=batch.id, exam_id=exam.id).press("Mulai tes")
    assert "bagian 1 dari 2" in page.heading
    page = page.press("Simpan dan lanjut", **_rightly(page, budi, exam))
    assert "bagian 2 dari 2" in page.heading
    page = page.press("Simpan dan periksa", **_rightly(page, budi, exam))
    assert "6 dari 6 soal sudah dijawab" in page.text
    done = page.press("Kirim jawaban")
    assert done.notices == ["Jawaban terkirim."]
    assert "Jawaban singkatnya dinilai panitia" in done.text
    sent = papers.attempts_of(exam.id, budi.employee_id)[0]
    points = {row.exam_question_id: row.points for row in papers.answers(sent.id).values()}
    assert sorted(one for one in points.values() if one is not None) == [1, 1, 1, 1, 1]
    assert page.press("Kirim jawaban").heading == done.heading


def _rightly(page, person, exam):
    """The right answers to the questions on a page, by their places in this attempt."""
    db.session.rollback()
    attempt = papers.attempts_of(exam.id, person.employee_id)[0]
    shown = {name.split("-")[1] for name in page.fields if name[:2] in ("t-", "u-")}
    shown |= {
        one.attrs["name"].split("-")[1]
        for one in page.tree.query("#sitting input[type=radio], #sitting input[type=checkbox]")
    }
    fields = {}
    for one in papers.asked(attempt):
        if str(one.id) not in shown:
            continue
        if one.kind == K.TEXT:
            fields[f"t-{one.id}"] = "Saya menyapa."
        elif one.kind == K.ORDER:
            fields |= {f"u-{one.id}-{at}": str(place + 1) for at, place in enumerate(one.order)}
        else:
            fields[f"j-{one.id}"] = [str(at) for at, place in enumerate(one.order) if str(place) in one.right]
    return fields


def test_autosave_answers_with_its_line_and_a_lost_window_goes_on(visit, budi, batch):
    exam = make_exam(batch, [make_question(K.TEXT)])
    page = visit(budi).open("training.show_own_exam", batch_id=batch.id, exam_id=exam.id).press("Mulai tes")
    asked = papers.questions(exam.id)[0].id
    saved = page.press_with_htmx("Simpan dan periksa", **{f"t-{asked}": "Baru separuh"})
    assert (saved.ids, saved.text.startswith("Tersimpan pukul")) == (["saved"], True)
    again = visit(budi).open("training.show_own_exam", batch_id=batch.id, exam_id=exam.id).link("Lanjutkan tes")
    assert again.fields[f"t-{asked}"] == "Baru separuh"


def test_bad_answers_get_a_sentence_and_lose_nothing(visit, budi, batch):
    exam = make_exam(batch, [make_question(K.TEXT), make_question(K.ORDER), make_question()])
    page = visit(budi).open("training.show_own_exam", batch_id=batch.id, exam_id=exam.id).press("Mulai tes")
    text, order, single = (row.id for row in papers.questions(exam.id))
    long = "x" * 10_000
    back = page.press("Simpan dan periksa", expect=422, **{f"t-{text}": long, f"u-{order}-0": "1", f"u-{order}-1": "1"})
    assert back.fields[f"t-{text}"] == long
    assert len(back.all(".question .error")) == 2
    token = {"csrf_token": page.token, "soal": str(single)}
    address = page.path + "/jawaban"
    for fields in ({f"j-{single}": "7"}, {f"j-{single}": ["0", "1"]}, {"soal": "99999"}):
        assert visit(budi).request("POST", address, data=token | fields).status_code == 422
    forged = {"soal": str(order), f"u-{order}-0": "9"}
    assert visit(budi).request("POST", address, data=token | forged).status_code == 422


def test_when_the_time_is_over_the_page_says_so(visit, budi, batch):
    exam = make_exam(batch, minutes=5)
    attempt = sit(budi, batch, exam, [RIGHT], send=False)
    page = visit(budi).open("training.show_attempt", batch_id=batch.id, exam_id=exam.id, attempt_id=attempt.id)
    assert page.has("#clock[data-seconds]")
    attempt.deadline_at = now() - timedelta(minutes=2)
    db.session.commit()
    assert "Waktunya habis" in page.press("Simpan dan periksa", expect=409).text
    over = visit(budi).open(page.path)
    assert over.press("Kirim yang tersimpan").notices == ["Waktunya habis. Yang sudah tersimpan dikirim dan dihitung."]
    assert score_of(budi, batch) == 100


def test_strangers_and_drafts_are_not_there(visit, rina, budi, dewi, batch):
    draft = make_exam(batch, opened=False)
    exam = make_exam(batch, purpose=ExamPurpose.PRE)
    mine = sit(budi, batch, exam, [RIGHT])
    visit(budi).open("training.show_own_exam", batch_id=batch.id, exam_id=draft.id, expect=404)
    visit(rina).open("training.show_own_exam", batch_id=batch.id, exam_id=exam.id, expect=404)
    visit(dewi).open("training.show_attempt", batch_id=batch.id, exam_id=exam.id, attempt_id=mine.id, expect=404)


def test_short_answers_are_scored_by_the_rubric(visit, organiser, budi, batch):
    exam = make_exam(batch, [make_question(K.TEXT)])
    sit(budi, batch, exam, [Reply(text="Saya menyapa dulu.")])
    page = visit(organiser).open("training.list_texts", batch_id=batch.id, exam_id=exam.id)
    assert "Menyebut sapaan: 1 poin" in page.text
    assert "Poin antara 0 dan 2" in page.press("Simpan nilai", expect=422, points="5").text
    assert page.press("Simpan nilai", expect=422, points="dua").all(".error")
    assert page.press("Simpan nilai", points="1,5", note="Lengkapi tindak lanjutnya.").notices == ["Nilai tersimpan."]
    assert score_of(budi, batch) == 75


def test_analysis_and_gain_are_shown_with_their_reasons(visit, organiser, budi, dewi, batch):
    pre = make_exam(batch, [make_question(), make_question()], purpose=ExamPurpose.PRE)
    post = make_exam(batch, [make_question(), make_question()])
    sit(budi, batch, pre, [RIGHT])
    sit(budi, batch, post, [RIGHT, RIGHT])
    page = visit(organiser).open("training.show_exam_analysis", batch_id=batch.id, exam_id=post.id)
    assert "Baru 1 peserta" in page.text
    assert "Daya beda baru bisa dihitung dari 4 peserta." in page.text
    gain = visit(organiser).open("training.show_gain", batch_id=batch.id)
    assert "peningkatan 1, tinggi. Dihitung dari 1 peserta" in gain.text
    assert "Belum ada nilai tes awal dan tes akhir." in gain.text
    own = visit(budi).open("training.show_own_exam", batch_id=batch.id, exam_id=post.id)
    assert "Peningkatan Anda 1 (tinggi)" in own.text


# --- scores from a table ------------------------------------------------------------------------------


def test_scores_are_tried_out_row_by_row_and_then_kept(visit, organiser, budi, dewi, batch):
    stranger = make_employee("Orang Lain")
    rows = [(budi.nip, "86,5"), (dewi.nip, "101"), (stranger.nip, "70"), (budi.nip, "50"), ("", "9")]
    page = visit(organiser).open("imports.show_score_upload", batch_id=batch.id)
    table = xlsx_file("Nilai", ["Nama", "NIP", "Nilai"], [("x", *row) for row in rows])
    tried = page.press("Unggah dan periksa", berkas=("nilai.xlsx", table))
    assert "Dari nilai.xlsx: 5 baris, 4 ditolak" in tried.text
    for words in ("Nilai antara 0 dan 100.", "Bukan peserta angkatan ini.", "sudah ada di baris 2.", "NIP kosong."):
        assert words in tried.text
    assert score_of(budi, batch) is None
    tried.press("Terapkan 1 nilai")
    assert score_of(budi, batch) == Decimal("86.5")
    table = "".join(csv_lines(["NIP", "Nilai akhir"], rows[:1], for_excel=True)).encode()
    same = (
        visit(organiser)
        .open("imports.show_score_upload", batch_id=batch.id)
        .press("Unggah dan periksa", berkas=("nilai.csv", table))
    )
    assert "0 nilai akan berubah" in same.text


def test_what_is_no_table_of_scores_is_refused_with_words(visit, organiser, batch):
    page = visit(organiser).open("imports.show_score_upload", batch_id=batch.id)
    assert "Pilih berkasnya dulu" in page.press("Unggah dan periksa", expect=422).text
    assert "PDF" in page.press("Unggah dan periksa", expect=422, berkas=("a.csv", b"%PDF-1.7")).text
    assert "kolom NIP dan Nilai" in page.press("Unggah dan periksa", expect=422, berkas=("a.csv", b"a;b\n1;2")).text


# --- assignments --------------------------------------------------------------------------------------


@pytest.fixture
def with_assignment(batch):
    programme = db.session.get_one(Programme, batch.programme_id)
    programme.needs_assignment, programme.min_score = True, None
    db.session.commit()
    return batch


def test_work_is_handed_in_sent_back_and_accepted(visit, organiser, budi, with_assignment):
    batch = with_assignment
    visit(organiser).open("training.list_works", batch_id=batch.id).press(
        "Simpan penjelasan", brief="Rencana aksi satu halaman."
    )
    own = visit(budi).open("training.show_batch", batch_id=batch.id).link("Tugas akhir")
    assert "Rencana aksi satu halaman." in own.text
    assert "Isi salah satu" in own.press("Serahkan tugas", expect=422).text
    assert own.press("Serahkan tugas", expect=422, link="ftp://x").all(".error")
    pdf = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\nstartxref\n0\n%%EOF\n"
    handed = own.press("Serahkan tugas", file=("rencana.pdf", pdf), text="Terlampir.")
    assert "Menunggu diperiksa" in handed.text
    works = visit(organiser).open("training.list_works", batch_id=batch.id)
    assert "Tulis apa yang perlu diperbaiki" in works.press("Kembalikan", expect=422).text
    works.press("Kembalikan", note="Belum ada tanggalnya.")
    assert "Belum ada tanggalnya." in visit(budi).open("training.show_own_work", batch_id=batch.id).text
    visit(budi).open("training.show_own_work", batch_id=batch.id).press("Serahkan tugas", text="Tanggal 5.")
    visit(organiser).open("training.list_works", batch_id=batch.id).press("Terima tugas")
    db.session.rollback()
    assert enrolments.own(budi.employee_id, batch.id).assignment_done
    assert "Serahkan tugas" not in visit(budi).open("training.show_own_work", batch_id=batch.id).buttons


def test_after_the_deadline_nothing_is_taken(visit, budi, with_assignment):
    page = visit(budi).open("training.show_own_work", batch_id=with_assignment.id)
    with_assignment.assignment_due_at = now() - timedelta(hours=1)
    db.session.commit()
    assert "Batas menyerahkan tugas sudah lewat" in page.press("Serahkan tugas", expect=409, text="Telat.").text


def test_a_file_is_for_its_owner_and_the_organiser(visit, organiser, budi, dewi, with_assignment):
    own = visit(budi).open("training.show_own_work", batch_id=with_assignment.id)
    pdf = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\nstartxref\n0\n%%EOF\n"
    page = own.press("Serahkan tugas", file=("rencana.pdf", pdf))
    address = page.links["Unduh rencana.pdf"]
    assert [visit(one).get(address).status_code for one in (budi, organiser, dewi)] == [200, 200, 404]


# --- before closing -----------------------------------------------------------------------------------


def test_the_look_ahead_says_for_each_what_will_happen_and_why(visit, organiser, budi, dewi, batch):
    absent, unmarked = make_employee("Cahyo Tidak Datang"), make_employee("Citra Belum Dicatat")
    exam = make_exam(batch, [make_question(K.TEXT)])
    for person in (absent, unmarked):
        seat(person, batch)
    attend(budi, batch)
    attend(dewi, batch)
    attend(absent, batch, AttendanceStatus.EXCUSED)
    sit(budi, batch, exam, [Reply(text="Menunggu")])
    page = visit(organiser).open("training.show_closing", batch_id=batch.id)
    rows = {row.split(" Tertahan")[0].split(" Tidak hadir")[0]: row for row in page.all("#outlooks tbody tr")}
    assert "Jawaban singkat pada tes akhir belum dinilai." in rows[budi.name]
    assert "Nilainya belum ada." in rows[dewi.name]
    assert "Izin 1 kali; izin tidak dihitung hadir." in rows[absent.name]
    assert "Kehadiran pada Hari pelatihan belum dicatat." in page.text
    held = visit(organiser).open(f"{page.path}?hasil=held")
    assert len(held.all("#outlooks tbody tr")) == 3
    assert "Tutup angkatan" not in page.buttons
    assert page.link("Jawaban singkat pada tes akhir belum dinilai.").heading == "Menilai jawaban singkat"


def test_closing_from_the_look_ahead_does_what_it_said(visit, organiser, budi, dewi, batch):
    exam = make_exam(batch)
    attend(budi, batch)
    attend(dewi, batch)
    sit(budi, batch, exam, [RIGHT])
    sit(dewi, batch, exam, [Reply(chosen=("1",))])
    page = visit(organiser).open("training.show_closing", batch_id=batch.id)
    assert "1 lulus, 1 belum lulus, 0 tidak hadir" in page.text
    told = {one.employee_id: one.status for one in closing.outlooks(page_of(batch))}
    page.press("Tutup angkatan")
    worker.drain()
    became = {one.employee_id: status_of(one, batch) for one in (budi, dewi)}
    assert became == told == {budi.employee_id: EnrolmentStatus.PASSED, dewi.employee_id: EnrolmentStatus.FAILED}


@pytest.mark.parametrize("kind", ["texts", "works"])
def test_what_nobody_has_decided_holds_the_closing(batch, budi, dewi, organiser, kind):
    for person in (budi, dewi):
        attend(person, batch)
    enrolments.own(dewi.employee_id, batch.id).score = Decimal(80)
    if kind == "texts":
        sit(budi, batch, make_exam(batch, [make_question(K.TEXT)]), [Reply(text="?")])
    else:
        db.session.get_one(Programme, batch.programme_id).needs_assignment = True
        make_work(enrolments.own(budi.employee_id, batch.id))
        enrolments.own(budi.employee_id, batch.id).score = Decimal(80)
    db.session.commit()
    with pytest.raises(closing.rules.NotReadyToClose, match="belum dinilai" if kind == "texts" else "belum diperiksa"):
        closing.request_closing(page_of(batch), by=organiser.actor)


def test_counts_and_pages_ask_as_much_for_three_as_for_one(visit, organiser, batch, queries):
    counts = []
    for more in (0, 2):
        for number in range(more):
            seat(make_employee(f"Tambahan {number}"), batch)
        visit(organiser).open("training.show_closing", batch_id=batch.id)
        with queries() as asked:
            visit(organiser).open("training.show_closing", batch_id=batch.id)
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert foresight.counts({}) == {"passed": 0, "failed": 0, "no_show": 0, "held": 0}


# --- long lists ---------------------------------------------------------------------------------------


def test_work_and_short_answers_come_a_page_at_a_time_and_a_mistake_stays_on_its_page(
    visit, organiser, batch, monkeypatch
):
    monkeypatch.setattr(assignment_pages, "WORKS_SHOWN", 2)
    monkeypatch.setattr(exam_pages, "TEXTS_SHOWN", 2)
    monkeypatch.setattr(exam_pages, "PAGE_SIZE", 2)
    exam = make_exam(batch, [make_question(K.TEXT)])
    people = [make_employee(f"Peserta {one}") for one in range(1, 6)]
    for person in people:
        seat(person, batch)
        make_work(enrolments.own(person.employee_id, batch.id))
        sit(person, batch, exam, [Reply(text="Sebab")])
    names = [one.name for one in people]
    for endpoint, heading, button, mistake in (
        ("training.list_works", "#works h3", "Kembalikan", {"note": ""}),
        ("training.list_texts", "#texts h2", "Simpan nilai", {"points": "seribu"}),
    ):
        numbers = {"batch_id": batch.id} | ({} if endpoint.endswith("works") else {"exam_id": exam.id})
        page = visit(organiser).open(endpoint, **numbers)
        found = page.all(heading)
        page = page.link("Berikutnya")
        wrong = page.press(button, near=names[2], **mistake, expect=422)
        assert wrong.all(heading) == page.all(heading)
        while True:
            found += page.all(heading)
            if "Berikutnya" not in page.links:
                break
            page = page.link("Berikutnya")
        assert found == names
        for after in ("", "x~1", "2~1", "0.x~1", "9" * 30 + "~1", "0.1~" + "9" * 30):
            assert visit(organiser).open(endpoint, sesudah=after, **numbers).all(heading) == names[:2]
    shown = visit(organiser).open("training.show_exam", batch_id=batch.id, exam_id=exam.id)
    assert "5 orang menunggu" in shown.text
    assert [one for one in names if one in shown.link("Berikutnya").text] == names[2:4]
