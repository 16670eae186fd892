import csv
import io
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.base.database import db
from app.competency.models import LearningRecord, LearningStatus
from app.competency.queries import learning_year
from app.learning.exports import CONTROL, SIASN
from app.learning.queries import claims as queries
from app.learning.services import choices, claims
from app.organisation.models import Employee
from app.organisation.services.directory import refresh_directory
from tests.support.builders import make_employee
from tests.support.individual_plans import settled
from tests.support.lesson_claims import PDF, make_claim
from tests.support.tables import xlsx

TYPED = {
    "title": "Seminar Arsip Digital",
    "form_code": "KL06",
    "organiser": "Arsip Daerah",
    "starts_on": "2026-10-05",
    "ends_on": "2026-10-06",
    "quantity": "2",
    "certificate_number": "12/SA/2026",
}


@pytest.fixture(autouse=True)
def _in_november():
    with time_machine.travel("2026-11-20 03:00Z", tick=True):
        yield


def file(content=PDF, name="bukti.pdf"):
    return (name, content)


def claim_of(page, **different):
    return page.form("Kirim klaim").send(**TYPED | {"file": file()} | different, follow=False)


def test_an_employee_claims_and_sees_it_wait_then_count(visit, budi, sari):
    page = visit(budi).open("learning.show_own")
    assert "Belum ada JP yang tercatat untuk tahun 2026" in page.text
    form = page.link("Ajukan JP")
    sent = claim_of(form)
    assert sent.status_code == 303
    page = visit(budi).open("learning.show_own")
    assert "Seminar Arsip Digital" in page.text
    assert "Menunggu pemeriksaan" in page.text

    claim = queries.queue(
        __import__("app.access.visitor", fromlist=["EVERYWHERE"]).EVERYWHERE, queries.Filters(), after=None, limit=5
    )
    assert [row.jp_claimed for row in claim] == [Decimal(8)]
    detail = visit(sari).open("learning.show_claim", claim_id=claim[0].id)
    assert "dihitung 8 dari 8 JP" in detail.text
    answered = detail.form("Simpan keputusan").send(decision="accept", follow=False)
    assert answered.status_code == 303
    assert "Dihitung 8 JP." in visit(budi).open("learning.show_own").text
    assert learning_year(budi.employee_id, 2026).credited == 8


@pytest.mark.parametrize(
    ("different", "sentence"),
    [
        ({"quantity": "10.000", "form_code": "KL03"}, "10.000 JP melebihi batas satu klaim, 1.000 JP."),
        ({"ends_on": "2026-12-01"}, "Kegiatan ini belum selesai."),
        ({"ends_on": "2026-10-01"}, "Tanggal selesai lebih awal daripada tanggal mulai."),
        ({"starts_on": "2001-01-01", "ends_on": "2001-01-02"}, "lebih dari 24 bulan lalu tidak bisa diklaim lagi."),
        ({"starts_on": "kemarin"}, "Tanggal ini tidak ada di kalender."),
        ({"quantity": "-2"}, "Isi angka, misalnya 2,5."),
        ({"quantity": "0"}, "Jumlahnya lebih dari nol."),
        ({"title": ""}, "Isi nama kegiatannya, seperti tertulis di sertifikat."),
        ({"file": ("bukti.pdf", b"PK bukan pdf")}, "Berkas ini bukan PDF, PNG, atau JPEG yang utuh."),
        ({"file": ("bukti.xlsx", xlsx(["Nama"], [["Budi"]]))}, "Berkas ini bukan PDF, PNG, atau JPEG yang utuh."),
        ({"file": ("bukti.pdf", b"")}, "Berkas ini kosong. Pilih berkas lain."),
    ],
)
def test_a_wrong_claim_comes_back_with_a_sentence_and_everything_typed(visit, budi, different, sentence):
    sent = claim_of(visit(budi).open("learning.show_claim_form"), **different)
    page = visit(budi).page(sent, expect=422)
    assert sentence in page.text
    kept = {name: value for name, value in (TYPED | different).items() if name not in ("file", "form_code")}
    assert {name: page.form("Kirim klaim").fields[name] for name in kept} == kept
    assert db.session.execute(select(LearningRecord)).first() is None


def test_something_known_is_asked_about_before_it_is_claimed_again(visit, budi):
    make_claim(budi)
    page = visit(budi).page(claim_of(visit(budi).open("learning.show_claim_form")), expect=422)
    assert "«Seminar Arsip Digital» sudah tercatat pada tanggal yang sama." in page.text
    again = page.form("Kirim klaim").send(file=file(), is_another="y", follow=False)
    assert again.status_code == 303


def test_claims_that_overlap_are_shown_beside_each_other_to_the_officer(visit, budi, sari):
    """Two activities of one day may both have happened, so the officer decides, seeing both."""
    seminar = make_claim(budi)
    workshop = make_claim(budi, title="Lokakarya Kearsipan", starts_on=date(2026, 10, 6), ends_on=date(2026, 10, 7))
    for one, other in ((seminar, "Lokakarya Kearsipan"), (workshop, "Seminar Arsip Digital")):
        page = visit(sari).open("learning.show_claim", claim_id=one.id)
        assert [row.split(",")[0] for row in page.all(".notice li")] == [f"Pada tanggal yang sama: {other}"]


def test_a_refused_claim_is_handed_in_again_without_typing(visit, budi, sari):
    claim = make_claim(budi)
    claims.refuse(queries.own(budi.employee_id, claim.id), "Berkasnya tidak terbaca.", by=sari.actor)
    db.session.commit()
    page = visit(budi).open("learning.show_own")
    assert "Berkasnya tidak terbaca." in page.text
    form = page.link("Ajukan lagi Seminar Arsip Digital").form("Kirim klaim")
    assert {name: form.fields[name] for name in TYPED} == TYPED


def test_a_waiting_claim_is_withdrawn_with_one_button(visit, budi):
    make_claim(budi)
    page = visit(budi).open("learning.show_own").press("Tarik")
    assert "Klaim ditarik." in page.notices
    assert "Ditarik" in page.text


def test_the_queue_decides_on_many_and_keeps_the_ticks_when_a_reason_is_missing(visit, budi, dewi, sari):
    both = [make_claim(budi), make_claim(dewi)]
    numbers = [str(one.id) for one in both]
    page = visit(sari).open("learning.list_claims")
    assert page.form("Akui yang dicentang").send(follow=False).status_code == 422
    refused = page.form("Jangan akui yang dicentang").send(klaim=numbers, follow=False)
    again = visit(sari).page(refused, expect=422)
    assert "Tulis alasannya, paling sedikit 10 huruf." in again.text
    sent = again.form("Akui yang dicentang").send(follow=False)
    assert sent.status_code == 303
    statuses = db.session.execute(select(LearningRecord.status)).scalars().all()
    assert statuses == [LearningStatus.CREDITED] * 2


def test_what_may_stand_twice_is_marked_and_never_taken_in_bulk(visit, budi, dewi, sari):
    first = make_claim(budi)
    again = make_claim(budi, title="Seminar Kearsipan", form_code="KL03", content=PDF + b"1")
    alone = make_claim(dewi, content=PDF + b"2")
    page = visit(sari).open("learning.list_claims")
    marked = [row for row in page.all("#claims tbody tr") if "Mungkin dua kali" in row]
    assert [("Budi" in row, "Dewi" in row) for row in marked] == [(True, False)] * 2
    numbers = [str(one.id) for one in (first, again, alone)]
    refused = page.form("Akui yang dicentang").send(klaim=numbers, follow=False)
    told = visit(sari).page(refused, expect=422)
    assert "«Seminar Arsip Digital», «Seminar Kearsipan» mungkin tercatat dua kali. Buka klaimnya" in told.text
    assert learning_year(dewi.employee_id, 2026).credited == 0
    assert told.form("Akui yang dicentang").send(klaim=[str(alone.id)], follow=False).status_code == 303
    assert learning_year(dewi.employee_id, 2026).credited == 8
    # One by one, once somebody looked; what is left no longer waits beside another that waits.
    visit(sari).open("learning.show_claim", claim_id=first.id).press("Simpan keputusan", decision="accept")
    visit(sari).open("learning.show_claim", claim_id=again.id).press(
        "Simpan keputusan", decision="refuse", reason="Kegiatan yang sama sudah diakui."
    )
    assert learning_year(budi.employee_id, 2026).credited == 8


def test_a_file_of_many_is_told_and_may_be_taken_in_bulk(visit, budi, dewi, sari):
    both = [make_claim(budi), make_claim(dewi)]
    page = visit(sari).open("learning.list_claims")
    assert page.text.count("Berkas sama dengan rekan") == 2
    assert page.form("Akui yang dicentang").send(klaim=[str(one.id) for one in both], follow=False).status_code == 303


def test_a_foreign_number_among_the_ticks_refuses_all(visit, budi, sari):
    claim = make_claim(budi)
    sent = visit(sari).post(
        "learning.create_decisions", fields={"klaim": [str(claim.id), "999999"], "keputusan": "accept"}
    )
    assert sent.status_code == 404
    assert learning_year(budi.employee_id, 2026).credited == 0


def test_nobody_else_opens_a_claim_or_its_file(visit, budi, dewi, rina, joko):
    claim = make_claim(budi)
    assert visit(budi).download("learning.download_own_evidence", claim_id=claim.id).data == PDF
    visit(dewi).download("learning.download_own_evidence", claim_id=claim.id, expect=404)
    visit(rina).download("learning.download_evidence", claim_id=claim.id, expect=403)
    visit(joko).download("learning.download_evidence", claim_id=claim.id, expect=404)
    assert visit(joko).post("learning.create_claim_decision", claim_id=claim.id).status_code == 404


def test_the_queue_asks_the_same_number_of_questions_for_one_and_for_three(visit, budi, dewi, rina, sari, queries):
    make_claim(budi)
    desk = visit(sari)
    desk.open("learning.list_claims")
    with queries() as first:
        desk.open("learning.list_claims")
    make_claim(dewi)
    make_claim(rina)
    with queries() as third:
        desk.open("learning.list_claims")
    assert len(first) == len(third)


def test_the_recap_counts_by_unit_and_names_no_last_one(visit, budi, dewi, sari, rina):
    for person in (budi, dewi):
        claim = make_claim(person, form_code="KL03", quantity=Decimal(20))
        claims.accept(queries_own(person, claim), by=sari.actor)
    make_employee("Putri Pppk", kind="pppk")
    db.session.commit()
    refresh_directory()
    db.session.commit()
    page = visit(sari).open("learning.show_recap")
    assert "Dinas Kependudukan dan Pencatatan Sipil" in page.text
    assert "bukan perlombaan" in page.text
    book = visit(sari).download("learning.download_recap")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(book.data)).get_sheet_by_index(0).to_python()
    assert sum(row[2] for row in rows[1:]) == 2
    assert sum(row[4] for row in rows[1:]) == 1


def test_the_control_document_has_everybody_with_their_activities(visit, budi, dewi, sari, rina):
    claim = make_claim(budi, form_code="KL03", quantity=Decimal(20))
    claims.accept(queries_own(budi, claim), by=sari.actor)
    make_claim(budi, title="Yang menunggu")
    db.session.commit()
    refresh_directory()
    db.session.commit()
    sent = visit(sari).open("learning.show_recap", tahun=2026).form("Unduh dokumen pengendali").send(follow=False)
    headings, *rows = CalamineWorkbook.from_filelike(io.BytesIO(sent.data)).get_sheet_by_index(0).to_python()
    assert headings == list(CONTROL)
    told = {row[2]: [] for row in rows}
    for row in rows:
        told[row[2]].append((row[4], row[7], row[10], row[11], row[12]))
    assert sorted(told[budi.nip]) == [
        ("Seminar Arsip Digital", 20, "Diakui", 20, 20),
        ("Yang menunggu", 0, "Menunggu pemeriksaan", 20, 20),
    ]
    assert told[dewi.nip] == [("Belum ada kegiatan", 0, "", 0, 20)]
    noted = select(AuditEntry.details).where(AuditEntry.action == "learning.control.exported")
    assert db.session.execute(noted).scalar_one()["year"] == 2026
    assert visit(rina).post("learning.create_control_file", tahun=2026).status_code == 403


def queries_own(person, claim):
    return queries.own(person.employee_id, claim.id)


def test_siasn_gets_only_what_it_would_take(visit, budi, dewi, sari):
    good = make_claim(budi)
    bad = make_claim(dewi, certificate_number="")
    for person, claim in ((budi, good), (dewi, bad)):
        claims.accept(queries_own(person, claim), by=sari.actor)
    db.session.commit()
    page = visit(sari).open("learning.show_siasn", tahun=2026)
    assert "Nomor sertifikat kosong." in page.text
    assert page.all("caption + thead + tbody tr")[0].startswith("Nomor sertifikat kosong.")
    mend = page.form("Unduh daftar perbaikan (CSV)").send(follow=False)
    assert mend.status_code == 200
    assert dewi.nip in mend.data.decode()
    assert budi.nip not in mend.data.decode()
    last = select(AuditEntry.action).order_by(AuditEntry.id.desc()).limit(1)
    assert db.session.execute(last).scalar_one() == "learning.siasn.listed"
    sent = page.form("Unduh CSV").send(follow=False)
    headings, *rows = csv.reader(io.StringIO(sent.data.decode()))
    assert headings == list(SIASN)
    seminar = "9", "Seminar/Konferensi/Sarasehan", "Seminar Arsip Digital", "Arsip Daerah", "12/SA/2026"
    assert rows == [[budi.nip, *seminar, "2026", "05-10-2026", "06-10-2026", "8.00"]]


def test_an_officer_changes_a_setting_and_sees_since_when(visit, sari):
    page = visit(sari).open("learning.show_settings")
    typed = {"key": "verification_days", "source": "SE 5/2026", "valid_from": "2026-12-01"}
    wrong = page.form("Simpan pengaturan").send(**typed, value="0", follow=False)
    assert "Isi angka 1 sampai 90." in visit(sari).page(wrong, expect=422).text
    page.form("Simpan pengaturan").send(**typed, value="7")
    assert "SE 5/2026" in visit(sari).open("learning.show_settings").text


def test_a_year_with_two_kinds_says_so(visit, budi, sari):
    page = visit(sari).open("learning.show_kind_change", employee_id=budi.employee_id)
    page.form("Catat perubahan").send(kind_before="cpns", on_day="2026-06-01")
    text = visit(budi).open("learning.show_own").text
    assert "CPNS 1 Januari–31 Mei 2026; PNS 1 Juni–31 Desember 2026" in text
    assert date(2026, 6, 1).isoformat() not in text


def test_a_year_that_is_over_keeps_the_target_of_the_kind_somebody_was(visit, budi, sari):
    """Budi was PPPK until this year: last year's ceiling stays a ceiling, in his ledger and in the recap."""
    employee = db.session.get_one(Employee, budi.employee_id)
    choices.note_kind_change(employee, "pppk", date(2026, 3, 1), by=sari.actor)
    refresh_directory()
    db.session.commit()
    assert "dari 20 JP" in visit(budi).open("learning.show_own").text
    before = visit(budi).open("learning.show_own", tahun=2025).text
    assert "dari 24 JP (paling banyak)" in before
    ceilings = []
    for year in (2025, 2026):
        book = visit(sari).download("learning.download_recap", tahun=year)
        rows = CalamineWorkbook.from_filelike(io.BytesIO(book.data)).get_sheet_by_index(0).to_python()
        ceilings.append(sum(row[4] for row in rows[1:]))
    assert ceilings == [1, 0]


def test_claims_that_wait_stand_on_the_officers_home_page_until_decided(visit, budi, dewi, sari):
    make_claim(budi)
    settled(dewi)
    home = visit(sari).open("reports.show_home")
    assert "1 klaim JP menunggu pemeriksaan" in home.all(".tasks h3")
    assert "Tidak ada yang menunggu Anda hari ini" in visit(dewi).open("reports.show_home").text
    with time_machine.travel("2026-12-20 03:00Z", tick=True):
        page = visit.another(sari).open("reports.show_home")
        assert "1 di antaranya lewat tenggat." in page.text
        page.link("Periksa klaim").link(budi.name).form("Simpan keputusan").send(decision="accept")
        assert "klaim JP" not in "".join(visit.another(sari).open("reports.show_home").all(".tasks h3"))


@pytest.mark.parametrize(
    ("form_code", "label", "hint"),
    [
        ("KL06", "Jumlah hari", "4 JP sehari. Isi jumlah hari. Bukti: Sertifikat"),
        ("NK01", "Jumlah sesi", "paling banyak 2 sesi sebulan"),
        ("", "Jumlah", "Satuannya mengikuti bentuk kegiatan"),
        ("XX99", "Jumlah", "Satuannya mengikuti bentuk kegiatan"),
    ],
)
def test_the_quantity_is_asked_in_the_unit_of_the_form(visit, budi, form_code, label, hint):
    browser = visit(budi)
    address = browser.address("learning.show_claim_quantity") + f"?form_code={form_code}&quantity=2%2C5"
    answer = browser.get(address)
    assert answer.status_code == 200
    page = browser.page(answer)
    assert [one.strip() for one in page.all("label[for=quantity]")] == [label]
    assert hint in page.all("#quantity-hint")[0]
    assert 'value="2,5"' in page.source


def test_hr_finds_the_change_of_kind_from_the_file(visit, budi, sari):
    page = visit(sari).open("organisation.show_file", employee_id=budi.employee_id)
    assert page.link("Catat perubahan jenis").heading == f"Jenis pegawai {budi.name}"
