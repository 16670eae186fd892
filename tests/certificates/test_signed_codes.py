"""The QR code of an issued certificate: read from a coarse rendering, checked with and without the database."""

import json
import subprocess
import sys
from datetime import date, timedelta

import pytest
import zxingcpp
from PIL import Image
from sqlalchemy import delete, select

from app.access.visitor import SYSTEM
from app.audit.models import AuditEntry
from app.base import scope
from app.base.database import db
from app.certificates import code_keys, commands, offline, payload, queries
from app.certificates.facts import CertificateFacts
from app.certificates.models import Certificate, CertificateKey, KeyPurpose
from app.certificates.payload import Proof
from app.certificates.printing import print_certificate
from app.certificates.rules import new_code
from app.config import ROOT
from tests.support.builders import make_certificate, make_employee
from tests.support.certificates import make_facts
from tests.support.parallel import together


def parts(certificate):
    return certificate.facts["verification_url"].split("/")[-2:]


def public_keys():
    return offline.read_keys(json.dumps(offline.key_set(code_keys.published(), code_keys.raw)))


def forget(certificate):
    """As if the database were elsewhere."""
    db.session.execute(delete(Certificate).where(Certificate.id == certificate.id))
    db.session.commit()


def rendered(content, folder, dpi):
    (folder / "c.pdf").write_bytes(content)
    subprocess.run(
        ["pdftoppm", "-r", str(dpi), "-png", "-f", "1", "-singlefile", folder / "c.pdf", folder / "c"], check=True
    )
    return folder / "c.png"


@pytest.mark.parametrize(
    "different",
    [
        {},
        {
            "holder_name": "Prof. Dr. H. Muhammad Ma'ruf Nur'aini Siti Rahmatullah Abdurrahman Wahid, S.H., M.Hum.",
            "programme_title": "Pelatihan Penyusunan Analisis Jabatan, Analisis Beban Kerja, Evaluasi Kelembagaan, "
            "dan Penataan Organisasi Perangkat Daerah bagi Analis Kebijakan Ahli Utama Angkatan Gabungan",
            "number": "800.2.3.4.5.6/1234567/BADAN-KEPEGAWAIAN-DAN-PENGEMBANGAN-SDM/VIII/2026",
            "organiser_name": "Badan Kepegawaian dan Pengembangan Sumber Daya Manusia Aparatur Daerah Kepulauan",
            "government_name": "Pemerintah Kabupaten Administrasi Kepulauan Hulu Sungai Tengah Barat Daya Raya",
        },
    ],
    ids=["ordinary", "longest"],
)
def test_two_readers_read_it_from_a_coarse_picture(budi, tmp_path, different):
    """150 dots per inch, the whole page, 27 mm."""
    certificate = make_certificate(budi, **different)
    facts = CertificateFacts.from_dict(certificate.facts)
    picture = rendered(print_certificate(facts), tmp_path, 150)
    assert [one.text for one in zxingcpp.read_barcodes(Image.open(picture))] == [facts.verification_url]
    told = subprocess.run(["zbarimg", "-q", "--raw", picture], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == facts.verification_url
    result = offline.check(told.stdout.strip(), public_keys())
    assert result.holds
    assert result.checked.printed.starts_on == facts.starts_on
    assert budi.nip not in repr(result)


def test_the_status_of_the_database_wins(visit, budi):
    certificate = make_certificate(budi)
    code, written = parts(certificate)
    page = visit().open("signed.show_signed", code=code, written=written)
    assert page.heading == "Sertifikat ini berlaku"
    assert "Tanda tangan di kode QR-nya juga cocok" in page.text
    certificate.status = "revoked"
    db.session.commit()
    assert visit().open("signed.show_signed", code=code, written=written).heading == "Sertifikat ini dicabut"
    typed = visit().open("certificates.show_verification_form")
    found = typed.press("Periksa kode", kode=certificate.facts["verification_url"])
    assert found.heading == "Sertifikat ini dicabut"


def test_the_printed_address_itself_opens(visit, budi):
    certificate = make_certificate(budi)
    path = certificate.facts["verification_url"].removeprefix("HTTP://127.0.0.1:8000")
    assert visit().open(path).heading == "Sertifikat ini berlaku"
    assert visit().open(path.lower()).heading == "Sertifikat ini berlaku"


def test_what_a_signature_proves_without_the_certificate(visit, budi):
    certificate = make_certificate(budi, expires_on=date(2030, 1, 31))
    code, written = parts(certificate)
    forget(certificate)
    page = visit().open("signed.show_signed", code=code, written=written)
    assert page.heading == "Tanda tangan cocok, status terbaru tidak diketahui"
    assert page.all("dd")[:2] == [budi.name, "Pelayanan Prima bagi Petugas Loket"]
    assert "31 Januari 2030" in page.text
    assert budi.nip not in page.source


def test_a_changed_code_says_so_and_shows_what_is_on_record(visit, budi, dewi):
    certificate, other = make_certificate(budi), make_certificate(dewi)
    code, _written = parts(certificate)
    _code, foreign = parts(other)
    page = visit().open("signed.show_signed", code=code, written=foreign, expect=422)
    assert page.heading == "Isi kode QR ini sudah diubah"
    assert budi.name in page.text
    assert dewi.name not in page.text
    forget(certificate)
    alone = visit().open("signed.show_signed", code=code, written=foreign, expect=422)
    assert alone.heading == "Isi kode QR ini sudah diubah"
    assert budi.name not in alone.text


def test_foreign_cut_and_huge_codes_get_a_sentence(visit, budi):
    certificate = make_certificate(budi)
    code, written = parts(certificate)
    stranger = payload.Ed25519PrivateKey.from_private_bytes(b"9" * 32)
    foreign = payload.write(offline.check(f"/v/{code}/{written}", public_keys()).checked.printed, code, stranger)
    assert visit().open("signed.show_signed", code=code, written=foreign, expect=404).heading == (
        "Keaslian kode QR ini tidak bisa dibuktikan"
    )
    unreadable = [
        (code, written[:50]),
        (code, written * 20),
        (code, "tidak-ada!"),
        ("SALAH", written),
        (new_code(), "A"),
    ]
    for typed, payload_text in unreadable:
        page = visit().open("signed.show_signed", code=typed, written=payload_text, expect=422)
        assert page.heading == "Kode QR ini tidak terbaca utuh"


def test_a_new_key_signs_and_the_old_one_goes_on_proving(bungo, budi, app):
    first = make_certificate(budi)
    ran = app.test_cli_runner().invoke(commands.group, ["rotate-key", bungo.slug])
    scope.enter(bungo.id)
    assert ran.output.startswith("Kunci baru: ")
    second = make_certificate(budi)
    results = [offline.check(one.facts["verification_url"], public_keys()) for one in (first, second)]
    assert [one.holds for one in results] == [True, True]
    assert results[0].checked.key_id != results[1].checked.key_id
    kept = db.session.execute(select(CertificateKey).order_by(CertificateKey.id)).scalars().all()
    assert [bool(one.private_sealed) for one in kept] == [False, True]
    assert [one.retired_at is None for one in kept] == [False, True]
    actions = db.session.execute(select(AuditEntry.action).where(AuditEntry.action.like("certificates.key.%")))
    assert sorted(actions.scalars()) == ["certificates.key.made", "certificates.key.rotated"]
    assert app.test_cli_runner().invoke(commands.group, ["rotate-key", "entah"]).exit_code == 1


def test_each_government_signs_with_its_own_key(budi, joko):
    ours = make_certificate(budi)
    with scope.within(joko.government_id):
        theirs = make_certificate(joko)
    found = {offline.check(one.facts["verification_url"], public_keys()).checked.key_id for one in (ours, theirs)}
    assert len(found) == 2
    assert {row.key_id for row in code_keys.published()} == found


def test_two_who_need_the_first_key_at_once_share_one(app, bungo):
    def work():
        code_keys.current(KeyPurpose.CODE)
        db.session.commit()

    assert together(app, bungo.id, [work, work]) == [None, None]
    assert len(db.session.execute(select(CertificateKey.id)).all()) == 1


def test_the_private_half_stays_sealed(budi):
    make_certificate(budi)
    key = db.session.execute(select(CertificateKey)).scalar_one()
    assert "PRIVATE KEY" not in key.private_sealed
    told = json.dumps(offline.key_set(code_keys.published(), code_keys.raw))
    assert key.private_sealed not in told


def test_public_keys_stand_at_an_address(visit, budi):
    certificate = make_certificate(budi)
    answer = visit().download("signed.show_public_keys")
    assert answer.content_type.startswith("application/jwk-set+json")
    read = offline.read_keys(answer.get_data(as_text=True))
    assert offline.check(certificate.facts["verification_url"], read).holds
    listed = answer.get_json()["keys"][0]
    assert (listed["kty"], listed["crv"], listed["government"]) == ("OKP", "Ed25519", "Kabupaten Bungo")


def test_the_command_needs_no_database(budi, tmp_path, app):
    """Run by a Python that knows no settings, on a text and, by the other command, on a picture."""
    certificate = make_certificate(budi)
    url = certificate.facts["verification_url"]
    file = tmp_path / "code_keys.json"
    file.write_text(json.dumps(offline.key_set(code_keys.published(), code_keys.raw)))
    done = subprocess.run(
        [sys.executable, "-m", "app.certificates.offline", file, url],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={"PENATA_DATABASE_URL": "sqlite:////nowhere/at/all.db"},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert budi.name in done.stdout
    picture = rendered(print_certificate(CertificateFacts.from_dict(certificate.facts)), tmp_path, 150)
    run = app.test_cli_runner()
    ran = run.invoke(commands.group, ["check-qr", str(picture), "--keys", str(file)])
    assert (ran.exit_code, budi.name in ran.output) == (0, True)
    text_file = tmp_path / "code.txt"
    text_file.write_text(url[:-4] + "0000\n")
    ran = run.invoke(commands.group, ["check-qr", str(text_file), "--keys", str(file)])
    assert (ran.exit_code, ran.output.splitlines()[0]) == (1, offline.SENTENCES[Proof.TAMPERED])
    blank = tmp_path / "blank.png"
    Image.new("RGB", (50, 50), "white").save(blank)
    assert "tidak ada kode QR" in run.invoke(commands.group, ["check-qr", str(blank), "--keys", str(file)]).output
    assert "bukan berkas kunci" in run.invoke(commands.group, ["check-qr", url, "--keys", str(text_file)]).output


def test_a_certificate_without_end_and_one_that_lapsed(visit, budi):
    certificate = make_certificate(budi, expires_on=date(2026, 1, 1))
    code, written = parts(certificate)
    page = visit().open("signed.show_signed", code=code, written=written)
    assert page.heading == "Masa berlaku sertifikat ini habis"
    assert queries.by_code(code, date(2025, 12, 31) + timedelta(days=1)).facts.holder_name == budi.name


def test_rotation_before_any_key(bungo):
    key = code_keys.rotate(KeyPurpose.CODE, by=SYSTEM)
    db.session.commit()
    assert code_keys.current(KeyPurpose.CODE).id == key.id


def test_a_base_address_with_a_path_is_left_as_it_is(bungo):
    from app.certificates import addresses

    facts = make_facts()
    found = addresses.signed("https://penata.example/Penata", "7QK2M9XD4FTR8BWH2", facts, None)
    assert found.startswith("https://penata.example/Penata/v/7QK2M9XD4FTR8BWH2/")


def test_everybody_gets_an_own_code(budi):
    make_employee("Orang Lain")
    one, two = make_certificate(budi), make_certificate(budi)
    assert parts(one)[1] != parts(two)[1]
