"""The pages of certificates for officers, for holders, and for anybody with a file in hand."""

import struct
import zlib
from datetime import date

import pytest
from sqlalchemy import func, select

from app.base.clock import now
from app.base.database import db
from app.certificates import bundles, keys, preview
from app.certificates.bundles import Choice
from app.certificates.models import Certificate, CertificateCheck, CertificateDesign, CertificateName
from app.certificates.pkcs12 import SAMPLE, Pkcs12Signer
from app.certificates.preview import LONG, SHORT, sample
from app.certificates.printing import print_certificate
from app.certificates.services import recalls
from app.certificates.style import STANDING
from app.jobs import worker
from tests.certificates.test_lasting import issued, picture
from tests.support import pdf as look
from tests.support.builders import (
    attend,
    make_batch,
    make_certificate,
    make_employee,
    make_position,
    make_programme,
    make_series,
    seat,
)
from tests.support.certificates import make_facts
from tests.support.counting import queries
from tests.support.signing import PASSPHRASE, add_series, make_key_file, sign_series, use_keys


@pytest.fixture(autouse=True)
def _keys_as_before():
    before = (keys._here.environ, keys._here.service, keys._here.demo_file, keys._here.demo_secret)
    yield
    keys._here.environ, keys._here.service, keys._here.demo_file, keys._here.demo_secret = before


def test_an_officer_recalls_what_was_ticked_and_anybody_reads_why(visit, sari, budi, dewi):
    first, second = issued(budi), issued(dewi)
    code = first.code
    page = visit(sari).open("certificates.list_issued")
    assert page.all("tbody th a") == [dewi.name, budi.name]
    asked = page.press("Cabut yang dipilih", pilih=str(first.id))
    refused = asked.press("Cabut 1 sertifikat", reason="", expect=422)
    assert "Tulis alasannya" in refused.text
    done = asked.press("Cabut 1 sertifikat", reason="Daftar hadir keliru.")
    assert "Pemegang sedang diberi tahu" in done.text
    worker.drain()
    shown = visit().open("certificates.show_verification", code=code)
    assert shown.heading == "Sertifikat ini dicabut"
    assert "Daftar hadir keliru." in shown.text
    assert "Daftar hadir keliru." in visit(budi).open("certificates.list_own").text
    assert second.status == "valid"


def test_a_whole_batch_is_recalled_as_one_act(visit, sari, budi, dewi):
    for person in (budi, dewi):
        issued(person)
    other = issued(budi, "batch:2")
    page = visit(sari).open("certificates.show_recall_form", kelompok="batch:1")
    page.press("Cabut 2 sertifikat", reason="Keliru terbit.")
    states = db.session.execute(select(Certificate.group_key, Certificate.status).order_by(Certificate.id)).all()
    assert [tuple(one) for one in states] == [("batch:1", "revoked"), ("batch:1", "revoked"), ("batch:2", "valid")]
    assert other.recall_id is None


def test_what_was_corrected_falls_with_its_batch(visit, sari, budi, dewi):
    """A recall of the batch takes the corrected copy along, and the copy of a copy."""
    first, other = issued(budi), issued(dewi)
    code = first.code
    for name in ("Budi Pratama, M.Si.", "Budi Pratama, S.A.P., M.Si."):
        page = visit(sari).open("certificates.show_issued", certificate_id=_valid_of(budi))
        page.link("Ganti sertifikat ini").press("Terbitkan pengganti", holder_name=name, reason="Gelar keliru.")
        worker.drain()
    listed = visit(sari).open("certificates.list_issued", kelompok="batch:1")
    assert len(listed.all("tbody tr")) == 4
    names = [one.name for one in bundles._each(bundles._ids(Choice(group_key="batch:1")), lambda _done, _total: None)]
    assert len(names) == 2
    asked = listed.link("Cabut semua yang berlaku dari angkatan ini")
    asked.press("Cabut 2 sertifikat", reason="Pelatihannya tidak pernah diadakan.")
    states = dict(
        db.session.execute(select(Certificate.status, func.count(Certificate.id)).group_by(Certificate.status)).all()
    )
    assert states == {"replaced": 2, "revoked": 2}
    last = visit().open("certificates.show_verification", code=code).link("Lihat sertifikat penggantinya")
    assert last.link("Lihat sertifikat penggantinya").heading == "Sertifikat ini dicabut"
    db.session.refresh(other)
    assert other.status == "revoked"


def _valid_of(person):
    db.session.rollback()
    statement = select(Certificate.id).where(
        Certificate.employee_id == person.employee_id, Certificate.status == "valid"
    )
    return db.session.execute(statement).scalar_one()


def test_states_in_the_list_are_those_of_today(visit, sari, budi, dewi):
    issued(budi, expires_on=date(2020, 1, 31))
    issued(dewi, expires_on=date(2090, 1, 31))
    for asked, names in (
        ("valid", [dewi.name]),
        ("expired", [budi.name]),
        ("revoked", []),
        ("", [dewi.name, budi.name]),
    ):
        assert visit(sari).open("certificates.list_issued", keadaan=asked).all("tbody th a") == names


def test_an_officer_replaces_and_the_old_code_leads_to_the_new(visit, sari, budi):
    old = issued(budi)
    code = old.code
    form = visit(sari).open("certificates.show_issued", certificate_id=old.id).link("Ganti sertifikat ini")
    assert form.fields["holder_name"] == budi.name
    form.press("Terbitkan pengganti", holder_name="Budi Pratama, M.Si.", reason="Gelar belum tertulis.")
    worker.drain()
    shown = visit().open("certificates.show_verification", code=code)
    assert shown.heading == "Sertifikat ini sudah diganti"
    assert shown.link("Lihat sertifikat penggantinya").all("dd")[0] == "Budi Pratama, M.Si."
    own = visit(budi).open("certificates.list_own")
    assert sorted(own.all(".ticket .badge")) == ["Berlaku", "Diganti"]


def test_a_holder_sees_the_name_and_asks_and_an_officer_decides(visit, sari, budi):
    form = visit(budi).open("certificates.show_own_name")
    assert form.all(".certificate-name") == [budi.name]
    refused = form.press("Usulkan nama ini", wanted=budi.name, expect=422)
    assert "sama dengan yang akan tercetak" in refused.text
    assert "menunggu keputusan" in form.press("Usulkan nama ini", wanted="Budi P., M.Si.", note="Ijazah").text
    listed = visit(sari).open("certificates.list_names")
    again = listed.press("Simpan keputusan", decision="refuse", answer="", expect=422)
    assert "Tulis alasan penolakannya" in again.text
    listed.press("Simpan keputusan", decision="grant", answer="Sesuai ijazah.")
    assert visit(budi).open("certificates.show_own_name").all(".certificate-name") == ["Budi P., M.Si."]
    assert db.session.execute(select(CertificateName.status)).scalar_one() == "granted"


def test_checks_are_counted_after_the_answer_and_know_nobody(visit, sari, budi):
    certificate = issued(budi)
    for _time in range(2):
        visit().open("certificates.show_verification", code=certificate.code)
    visit().download("certificates.show_verification_json", code=certificate.code)
    visit().open("certificates.show_verification", code="SALAH", expect=404)
    ways = db.session.execute(select(CertificateCheck.way, CertificateCheck.found).order_by(CertificateCheck.id)).all()
    assert [tuple(one) for one in ways] == [("page", "valid"), ("page", "valid"), ("json", "valid")]
    assert {column.name for column in CertificateCheck.__table__.columns} == {
        "id", "government_id", "certificate_id", "way", "found", "checked_at",
    }  # fmt: skip
    assert "Diperiksa 3 kali" in visit(sari).open("certificates.show_issued", certificate_id=certificate.id).text


def send(visit, content, expect=200):
    form = visit().open("certificates.show_comparison_form")
    return form.press("Periksa berkas", file=("kiriman.pdf", content), expect=expect)


def test_a_file_is_compared_by_its_bytes_and_then_by_its_signature(visit, sari, budi, tmp_path):
    use_keys(SEGEL_FILE=str(make_key_file(tmp_path)), SEGEL_PASSPHRASE=PASSPHRASE)
    sign_series(make_series())
    batch = make_batch(starts_in_days=-3)
    seat(budi, batch)
    attend(budi, batch)
    visit(sari).open("training.show_closing", batch_id=batch.id).press("Tutup angkatan")
    worker.drain()
    own = visit(budi).open("certificates.list_own")
    content = visit(budi).get(own.links["Unduh"]).data

    same = send(visit, content)
    assert (same.heading, budi.name in same.text) == ("Berkas ini asli", True)
    assert send(visit, content[:30000] + b"x" + content[30001:]).heading == "Isi berkas ini sudah diubah"
    assert send(visit, preview_pdf()).heading == "Berkas ini tidak dikenal"
    other = send(visit, foreign(tmp_path))
    assert other.heading == "Berkas ini dari penerbit lain"
    assert other.all("dd")[0] == f"Penanda tangan contoh ({SAMPLE})"
    assert send(visit, b"bukan pdf", expect=422).heading == "Berkas ini bukan PDF"
    assert visit().open("certificates.show_comparison_form").press("Periksa berkas", expect=422).warnings

    recalls.recall([db.session.execute(select(Certificate.id)).scalar_one()], "Keliru terbit.", by=sari.actor)
    db.session.commit()
    assert "sudah dicabut" in send(visit, content).text


def preview_pdf():
    return print_certificate(make_facts())


def foreign(folder):
    return Pkcs12Signer("LAIN", make_key_file(folder, "lain"), PASSPHRASE).sign(preview_pdf(), now()).content


def test_a_numbering_is_previewed_and_saved_and_a_clash_stays_on_the_form(visit, sari):
    make_series()
    form = visit(sari).open("certificates.show_new_series")
    typed = {
        "organiser": "Dinas Kesehatan",
        "signatory_name": "Sari",
        "unit_code": "BKPSDM",
        "classification": "800.2.3",
    }
    shown = form.press("Lihat nomor berikutnya", **typed | {"unit_code": "DINKES"})
    assert "800.2.3/1/DINKES/" in shown.text
    clash = form.press("Simpan penomoran", **typed, expect=422)
    assert "nomor yang sama dengan penomoran BKPSDM" in clash.text
    assert clash.fields["organiser"] == "Dinas Kesehatan"
    saved = clash.press("Simpan penomoran", unit_code="DINKES")
    assert "Dinas Kesehatan" in saved.all("h2")


def test_a_vacant_post_stops_the_closing_with_a_sentence_and_it_goes_on_when_mended(visit, sari, budi):
    post = make_position("Kepala BKPSDM")
    series = make_series()
    series.signatory_position_id = post.id
    db.session.commit()
    batch = make_batch(starts_in_days=-3)
    seat(budi, batch)
    attend(budi, batch)
    page = visit(sari).open("training.show_closing", batch_id=batch.id)
    refused = page.press("Tutup angkatan", expect=409)
    assert "Kepala BKPSDM kosong" in refused.text
    assert db.session.execute(select(func.count(Certificate.id))).scalar_one() == 0
    head = make_employee("Ratna Dewi, S.E.", position_id=post.id)
    visit(sari).open("training.show_closing", batch_id=batch.id).press("Tutup angkatan")
    worker.drain()
    assert db.session.execute(select(Certificate)).scalar_one().facts["signatory_name"] == head.name


def test_a_key_says_what_is_missing_and_never_a_passphrase(visit, sari, tmp_path):
    use_keys()
    form = visit(sari).open("certificates.show_new_key")
    assert "huruf besar" in form.press("Tambah kunci", name="kecil", expect=422).text
    listed = form.press("Tambah kunci", name="SEGEL_1")
    assert "PENATA_KEY_SEGEL_1_FILE" in listed.text
    use_keys(SEGEL_1_FILE=str(make_key_file(tmp_path)), SEGEL_1_PASSPHRASE=PASSPHRASE)
    ready = visit(sari).open("certificates.list_series")
    assert "Siap" in ready.all(".badge")
    assert PASSPHRASE not in ready.source
    assert "SEGEL_1" not in ready.press("Akhiri").all(".rows li")


def claims_to_be(edge: int) -> bytes:
    """A small PNG that says it is a square with such an edge."""
    head = b"IHDR" + struct.pack(">IIBBBBB", edge, edge, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))


def test_a_design_is_made_with_a_logo_and_chosen_by_a_programme(visit, sari):
    form = visit(sari).open("certificates.show_new_design")
    bad = form.press("Simpan desain", name="Teknis", role="{sandi} <script>", primary="#ffeeaa", expect=422)
    assert "terlalu pucat" in bad.text
    assert "skrip" in bad.text
    svg = form.press("Simpan desain", name="Teknis", logo=("a.png", b"<svg onload=x>"), expect=422)
    assert "PNG atau JPEG" in svg.text
    vast = form.press("Simpan desain", name="Teknis", logo=("a.png", claims_to_be(40_000)), expect=422)
    assert "PNG atau JPEG yang bisa dibuka" in vast.text
    made = form.press("Simpan desain", name="Teknis", layout="modern", logo=("a.png", picture("PNG")))
    assert made.heading == "Desain Teknis"
    design = db.session.execute(select(CertificateDesign)).scalar_one()
    programme = make_programme()
    edit = visit(sari).open("training.show_programme_form", programme_id=programme.id)
    edit.press("Simpan program", design_id=str(design.id))
    db.session.expire_all()
    assert programme.design_id == design.id


@pytest.mark.parametrize("kind", [SHORT, LONG])
def test_a_sample_is_printed_apart_and_fits(kind):
    pdf = sample(STANDING, kind)
    assert look.complaints(pdf) == ""
    assert ("Ani" in look.text(pdf)) == (kind == SHORT)
    assert preview.picture(pdf, 1).startswith(b"\x89PNG")


def test_lists_ask_the_same_number_of_questions_with_one_row_and_with_three(visit, sari, budi):
    issued(budi)
    add_series()

    def asked():
        counts = []
        for who, page in ((sari, "issued"), (budi, "own"), (sari, "names")):
            with queries() as sent:
                visit(who).open(f"certificates.list_{page}")
            counts.append(len(sent))
        return counts

    asked()
    one = asked()
    for _more in range(2):
        make_certificate(budi)
    assert asked() == one
