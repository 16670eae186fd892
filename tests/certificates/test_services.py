"""Issuing: numbers without gaps, facts frozen, files printed once, and what a stranger may read of them."""

import io
import zipfile
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from hashlib import sha256

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError, NoResultFound

from app.access.visitor import SYSTEM
from app.audit.models import AuditEntry
from app.base import scope
from app.base.database import db
from app.certificates import queries, services
from app.certificates.models import Certificate, CertificateCounter
from app.certificates.rules import CertificateStatus, normalise_code
from app.documents import services as store
from app.documents.models import StoredFile
from tests.support import pdf
from tests.support.builders import make_certificate, make_employee, make_issue, make_series
from tests.support.parallel import together

DAY = date(2026, 12, 14)


def sequences(series):
    rows = db.session.execute(
        select(Certificate.year, Certificate.sequence)
        .where(Certificate.series_id == series.id)
        .order_by(Certificate.id)
    )
    return [tuple(row) for row in rows]


def test_a_certificate_has_a_number_a_code_and_its_facts(budi):
    certificate = make_certificate(budi, issued_on=DAY)
    assert certificate.number == "800.2.3/1/BKPSDM/XII/2026"
    assert normalise_code(certificate.code) == certificate.code
    facts = certificate.facts
    assert (facts["holder_name"], facts["number"], facts["signatory_name"]) == (
        budi.name,
        certificate.number,
        "Sari Wulandari, S.Sos., M.Si.",
    )
    assert facts["verification_url"].startswith(f"HTTP://127.0.0.1:8000/V/{certificate.code}/")
    assert facts["verification_host_path"] == "127.0.0.1:8000/v"
    assert facts["code"].replace("-", "") == certificate.code


def test_the_same_source_gets_its_first_certificate_again(budi):
    first = make_certificate(budi, source_key="enrolment:1", programme_title="Judul lama")
    again = make_certificate(budi, source_key="enrolment:1", programme_title="Judul baru")
    assert (again.id, again.number, again.title) == (first.id, first.number, "Judul lama")
    assert sequences(make_series()) == [(2026, 1)]
    assert len(db.session.execute(select(AuditEntry.id).where(AuditEntry.action == "certificates.issued")).all()) == 1


def test_numbers_count_on_without_gaps_and_start_again_each_year(budi, dewi):
    for number in range(3):
        make_certificate(budi, issued_on=DAY + timedelta(days=number))
    make_certificate(dewi, issued_on=date(2027, 1, 4))
    make_certificate(dewi, issued_on=DAY)
    assert sequences(make_series()) == [(2026, 1), (2026, 2), (2026, 3), (2027, 1), (2026, 4)]


def test_each_series_counts_for_itself(budi):
    ours, theirs = make_series(), make_series("Dinas Kesehatan")
    for series in (ours, theirs, ours):
        make_certificate(budi, series=series)
    assert (sequences(ours), sequences(theirs)) == ([(2026, 1), (2026, 2)], [(2026, 1)])


def test_a_number_given_back_is_given_again(budi):
    make_certificate(budi)
    services.issue(make_issue(budi), by=SYSTEM)
    db.session.flush()
    db.session.rollback()
    make_certificate(budi)
    assert sequences(make_series()) == [(2026, 1), (2026, 2)]


def test_two_batches_of_one_series_at_once_leave_no_gap(app, bungo):
    """Every fourth certificate is rolled back and issued again."""
    people = [make_employee(f"Pegawai {number}") for number in range(2)]
    plans = [
        [make_issue(person, source_key=f"{person.nip}:{n}", issued_on=DAY) for n in range(15)] for person in people
    ]

    def work(plan):
        for position, what in enumerate(plan):
            services.issue(what, by=SYSTEM)
            if position % 4 == 3:
                db.session.rollback()
                services.issue(what, by=SYSTEM)
            db.session.commit()

    assert together(app, bungo.id, [partial(work, plan) for plan in plans]) == [None, None]
    assert [number for _year, number in sequences(make_series())] == list(range(1, 31))
    assert db.session.execute(select(CertificateCounter.last)).scalar_one() == 30


def test_the_database_itself_refuses_a_number_twice(budi):
    first = make_certificate(budi)
    twin = make_certificate(budi)
    twin.sequence = first.sequence
    with pytest.raises(IntegrityError):
        db.session.commit()


def test_anybody_may_check_a_code_of_any_government_without_being_in_one(app, bungo, joko):
    with scope.within(joko.government_id):
        certificate = make_certificate(joko)
        code = certificate.code
    for typed in (code, code.lower(), f" {code[:4]}-{code[4:8]} {code[8:]} ", f"https://penata.example/v/{code}"):
        assert queries.by_code(typed, DAY).facts.holder_name == "Joko Susilo"
    db.session.remove()
    assert queries.by_code(code, DAY).status == CertificateStatus.VALID


def test_unknown_and_malformed_look_alike(budi):
    code = make_certificate(budi).code
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
    other = "0" * 17
    assert normalise_code(other) is not None
    assert [queries.by_code(text, DAY) for text in (wrong, other, "", "x", "1" * 600)] == [None] * 5
    assert queries.by_code(code, DAY).facts.holder_name == budi.name


@pytest.mark.parametrize(
    ("status", "expires_on", "shown"),
    [
        ("valid", None, CertificateStatus.VALID),
        ("valid", DAY, CertificateStatus.VALID),
        ("valid", DAY - timedelta(days=1), CertificateStatus.EXPIRED),
        ("revoked", DAY - timedelta(days=1), CertificateStatus.REVOKED),
        ("revoked", None, CertificateStatus.REVOKED),
        ("replaced", None, CertificateStatus.REPLACED),
    ],
)
def test_what_a_check_says(budi, status, expires_on, shown):
    certificate = make_certificate(budi)
    certificate.status, certificate.expires_on = status, expires_on
    db.session.commit()
    assert queries.by_code(certificate.code, DAY).status == shown


def test_what_anybody_reads_is_not_personal(budi):
    found = queries.by_code(make_certificate(budi, holder_unit="Dinas Rahasia", score=Decimal("61.87")).code, DAY)
    public = repr(found.to_public_dict())
    assert budi.name in public
    for secret in (budi.nip, "Dinas Rahasia", found.facts.holder_position, found.facts.signatory_nip, "61.87"):
        assert secret not in public


def test_a_holder_finds_their_own_newest_first(budi, dewi):
    days = [date(2026, 5, 1), date(2026, 7, 1), date(2026, 7, 1)]
    own = [make_certificate(budi, issued_on=day) for day in days]
    foreign = make_certificate(dewi)
    found = queries.of_holder(budi.employee_id, limit=9)
    assert [row.id for row in found] == [own[2].id, own[1].id, own[0].id]
    rest = queries.of_holder(budi.employee_id, limit=9, before=(found[0].issued_on, found[0].id))
    assert [row.id for row in rest] == [own[1].id, own[0].id]
    assert queries.own(budi.employee_id, own[0].id).id == own[0].id
    with pytest.raises(NoResultFound):
        queries.own(budi.employee_id, foreign.id)


def test_a_group_is_printed_once_and_kept(bungo, budi, dewi):
    for person in (dewi, budi):
        make_certificate(person, group_key="batch:1", programme_title="Pelayanan Prima")
    make_certificate(budi, group_key="batch:2")
    told = []

    def commit(_count):
        db.session.commit()

    for _ in range(2):
        services.print_group("batch:1", after_each=lambda one: told.append(one.employee_id), progress=commit)
    assert told == [dewi.employee_id, budi.employee_id]
    first = queries.own(dewi.employee_id, queries.of_group("batch:1")[0].id)
    file = db.session.get_one(StoredFile, first.file_id)
    content = store.read(file)
    assert first.sha256 == file.sha256 == sha256(content).hexdigest()
    assert file.name == "sertifikat-800-2-3-1-BKPSDM-XII-2026.pdf"
    text = pdf.text(content)
    assert dewi.name in text
    assert first.number in text
    assert pdf.codes(content) == [first.facts["verification_url"]]
    assert [row.file_id for row in queries.of_group("batch:2")] == [None]

    archive = services.archive_group("batch:1", "semua.zip")
    db.session.commit()
    with zipfile.ZipFile(io.BytesIO(store.read(archive))) as opened:
        assert opened.namelist() == ["00001 Dewi Lestari S Kom.pdf", "00002 Budi Pratama S A P.pdf"]
        assert opened.read("00001 Dewi Lestari S Kom.pdf") == content
    assert services.numbers_of("batch:1") == ["800.2.3/1/BKPSDM/XII/2026", "800.2.3/2/BKPSDM/XII/2026"]
