"""Certificates of one's own, and the page on which anybody checks one."""

import hashlib
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.base.clock import now
from app.base.database import db
from app.certificates.models import Certificate
from app.certificates.rules import CertificateStatus
from app.jobs import worker
from tests.support.builders import attend, make_batch, make_certificate, seat


@pytest.fixture
def printed(visit, budi, sari):
    """Budi's certificate from a closed batch, as its page tells of it."""
    batch = make_batch(starts_in_days=-3)
    seat(budi, batch)
    attend(budi, batch)
    visit(sari).open("training.show_closing", batch_id=batch.id).press("Tutup angkatan")
    worker.drain()
    return visit(budi).open("certificates.list_own")


def test_ones_own_list_newest_first(visit, budi, dewi):
    make_certificate(dewi, programme_title="Milik Dewi")
    make_certificate(budi, programme_title="Pertama")
    make_certificate(budi, programme_title="Kedua")
    page = visit(budi).open("certificates.list_own")
    assert page.all(".ticket__title") == ["Kedua", "Pertama"]
    assert page.text.count("Sedang dicetak") == 2
    assert "Unduh" not in page.links


def test_without_certificates_the_page_says_how_to_get_one(visit, budi):
    page = visit(budi).open("certificates.list_own")
    assert page.all(".empty h2") == ["Belum ada sertifikat"]


def test_a_download_is_a_file_no_browser_runs(visit, budi, printed):
    answer = visit(budi).get(printed.links["Unduh"])
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=sertifikat-")
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.data.startswith(b"%PDF-")


def test_a_certificate_that_is_not_printed_yet_has_no_file(visit, budi):
    certificate = make_certificate(budi)
    visit(budi).open("certificates.download_own", certificate_id=certificate.id, expect=404)


def test_the_link_to_the_check_leads_to_the_own_certificate(visit, budi, printed):
    assert printed.link("Periksa").all("dd")[0] == budi.name


@pytest.mark.parametrize(
    ("status", "heading"),
    [
        (CertificateStatus.REPLACED, "Sertifikat ini sudah diganti"),
        (CertificateStatus.REVOKED, "Sertifikat ini dicabut"),
    ],
)
def test_a_certificate_that_no_longer_counts_says_so(visit, budi, status, heading):
    certificate = make_certificate(budi)
    certificate.status = status
    db.session.commit()
    assert visit().open("certificates.show_verification", code=certificate.code).heading == heading
    told = visit().download("certificates.show_verification_json", code=certificate.code).get_json()
    assert told["status"] == status.value


def test_a_certificate_expires_the_day_after_its_last(visit, budi):
    day = now().date()
    headings = []
    for expires_on in (day + timedelta(days=2), day - timedelta(days=2)):
        certificate = make_certificate(budi, expires_on=expires_on)
        headings.append(visit().open("certificates.show_verification", code=certificate.code).heading)
    assert headings == ["Sertifikat ini berlaku", "Masa berlaku sertifikat ini habis"]


def test_the_check_needs_nobody_to_sign_in_and_sets_no_cookie(visit, budi):
    certificate = make_certificate(budi)
    stranger = visit()
    stranger.open("certificates.show_verification_form")
    stranger.open("certificates.show_verification", code=certificate.code)
    stranger.open("certificates.show_verification", code="SALAH", expect=404)
    assert stranger.cookies() == {}


def test_a_pasted_address_is_understood(visit, budi):
    certificate = make_certificate(budi)
    form = visit().open("certificates.show_verification_form")
    found = form.press("Periksa kode", kode=f"http://127.0.0.1:8000/v/{certificate.code}")
    assert found.heading == "Sertifikat ini berlaku"


@pytest.mark.usefixtures("in_one_minute")
def test_guessing_is_slowed_down_in_words(visit, app):
    allowed = int(app.config["LIMIT_VERIFICATION"].partition("/")[0])
    for _count in range(allowed):
        assert visit().get("/v/SALAH").status_code == 404
    answer = visit().get("/v/SALAH")
    page = visit().page(answer, expect=429)
    assert page.heading == "Tunggu sebentar"
    assert int(answer.headers["Retry-After"]) <= 60
    assert visit().get("/v/SALAH.json").status_code == 429


def test_the_kept_bytes_are_the_first_print(visit, budi, printed):
    """What is downloaded was printed once: facts that change afterwards do not change it."""
    address = printed.links["Unduh"]
    first, second = visit(budi).get(address).data, visit(budi).get(address).data
    certificate = db.session.execute(select(Certificate)).scalar_one()
    assert first == second
    assert hashlib.sha256(first).hexdigest() == certificate.sha256
    certificate.facts = certificate.facts | {"holder_name": "Nama Lain"}
    db.session.commit()
    assert visit(budi).get(address).data == first
