"""Signatures: two foreign tools accept them and both see one flipped byte; a key that fails loses nothing."""

import logging
from dataclasses import fields, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pikepdf
import pytest
import time_machine
from sqlalchemy import select

from app.base.clock import now
from app.base.database import db
from app.certificates import keys, services
from app.certificates.facts import CertificateFacts
from app.certificates.models import Certificate, KeyKind, Signing, SigningCertificate
from app.certificates.pkcs12 import SAMPLE, Pkcs12Signer
from app.certificates.printing import print_certificate
from app.certificates.reading import read_anything as read
from app.certificates.rules import SignatoryVacant, SigningStopped
from app.certificates.stamping import StampService
from app.documents import queries as documents
from app.documents import services as store
from app.organisation.models import PlacementKind
from tests.support import pdf as look
from tests.support.builders import make_certificate, make_employee, make_position, make_series, place
from tests.support.certificates import make_facts
from tests.support.signing import (
    PASSPHRASE,
    REFUSALS,
    accepted_by_pyhanko,
    long_expired,
    make_key_file,
    pdfsig,
    sign_series,
    signing_desk,
    stamp_accepted_by_pyhanko,
    stamping_desk,
    use_keys,
    use_service,
)


@pytest.fixture(autouse=True)
def _keys_as_before():
    here, before = keys._here, replace(keys._here)
    yield
    for one in fields(here):
        setattr(here, one.name, getattr(before, one.name))


@pytest.fixture(scope="module")
def key_file(tmp_path_factory):
    return make_key_file(tmp_path_factory.mktemp("keys"))


@pytest.fixture(scope="module")
def unsigned():
    return print_certificate(make_facts(signed=True, signing="pkcs12"))


@pytest.fixture(scope="module")
def signed(key_file, unsigned):
    return Pkcs12Signer("SEGEL", key_file, PASSPHRASE).sign(unsigned, now())


def flipped(pdf, at):
    return pdf[:at] + bytes([pdf[at] ^ 1]) + pdf[at + 1 :]


def test_two_foreign_tools_accept_the_signature(signed):
    told = pdfsig(signed.content)
    assert "Signature is Valid." in told
    assert "Total document signed" in told
    assert "ETSI.CAdES.detached" in told
    assert SAMPLE in told
    assert accepted_by_pyhanko(signed.content)
    assert look.complaints(signed.content) == ""


@pytest.mark.parametrize("share", [0.02, 0.5, 0.99])
def test_both_see_one_flipped_byte(signed, share):
    start = signed.content.rindex(b"/ByteRange")
    at = int(start * share) if share < 0.9 else len(signed.content) - 60
    broken = flipped(signed.content, at)
    assert "Signature is Valid." not in pdfsig(broken)
    assert not read(broken).intact
    assert read(signed.content).intact


def test_a_signature_is_the_last_thing_and_leaves_the_print_as_it_was(unsigned, signed):
    assert signed.content.startswith(unsigned)
    assert len(signed.content) - len(unsigned) < 8_000
    with pikepdf.open(look.io.BytesIO(signed.content)) as opened:
        assert opened.Root.Perms.DocMDP.Reference[0].TransformParams.P == 1
        assert opened.Root.Lang == "id"
        assert opened.open_metadata()["pdfaid:part"] == "3"
    assert look.text(signed.content) == look.text(unsigned)


def test_every_further_signature_of_a_key_fits_too(key_file, unsigned):
    signer = Pkcs12Signer("SEGEL", key_file, PASSPHRASE)
    for _count in range(4):
        assert read(signer.sign(unsigned, now()).content).intact
    assert len({signer.sign(unsigned, now()).content for _count in range(3)}) == 3


def test_something_added_after_the_signature_shows(signed):
    assert not read(signed.content + b"\n% tambahan\n").intact


@pytest.mark.parametrize(
    ("environ", "words"),
    [
        ({}, "PENATA_KEY_SEGEL_FILE"),
        ({"SEGEL_FILE": "/tidak/ada.p12", "SEGEL_PASSPHRASE": PASSPHRASE}, "tidak bisa dibaca"),
        ({"SEGEL_PASSPHRASE": "keliru"}, "Kata sandi kunci SEGEL tidak cocok"),
    ],
)
def test_a_key_that_is_not_described_well_says_what_to_mend(key_file, environ, words):
    use_keys(**({"SEGEL_FILE": str(key_file)} if "SEGEL_PASSPHRASE" in environ else {}) | environ)
    with pytest.raises(SigningStopped) as refused:
        keys.signer("SEGEL", KeyKind.PKCS12)
    assert words in refused.value.message
    assert "keliru" not in refused.value.message


def test_a_key_whose_time_is_over_signs_nothing(tmp_path, unsigned):
    signer = Pkcs12Signer("LAMA", make_key_file(tmp_path, at=long_expired()), PASSPHRASE)
    with pytest.raises(SigningStopped) as refused:
        signer.sign(unsigned, now())
    assert "habis masa berlakunya" in refused.value.message


def printed(group):
    services.print_group(group, after_each=lambda _one: None, progress=lambda _count: db.session.commit())


def files_of(group):
    rows = db.session.execute(select(Certificate).where(Certificate.group_key == group).order_by(Certificate.sequence))
    return [one.file_id for one in rows.scalars()]


def test_a_series_with_a_seal_signs_what_it_issues(bungo, budi, key_file):
    use_keys(SEGEL_FILE=str(key_file), SEGEL_PASSPHRASE=PASSPHRASE)
    sign_series(make_series())
    certificate = make_certificate(budi, group_key="batch:1")
    assert (certificate.facts["signing"], certificate.facts["signing_key"]) == ("pkcs12", "SEGEL")
    printed("batch:1")
    content = store.read(documents.stored_file(certificate.file_id))
    assert "Signature is Valid." in pdfsig(content)
    assert "ditandatangani secara elektronik (PAdES)" in look.text(content)
    assert "BSrE" not in look.text(content)
    assert PASSPHRASE not in repr(certificate.facts)
    known = db.session.execute(select(SigningCertificate)).scalar_one()
    assert known.fingerprint == certificate.signed_with == read(content).fingerprint


def test_an_expired_key_in_the_middle_loses_nothing_and_goes_on_after_the_repair(
    bungo, budi, dewi, key_file, monkeypatch
):
    use_keys(SEGEL_FILE=str(key_file), SEGEL_PASSPHRASE=PASSPHRASE)
    sign_series(make_series())
    for person in (budi, dewi, budi, dewi):
        make_certificate(person, group_key="batch:1")
    real, count = Pkcs12Signer.sign, iter(range(99))

    def until_it_expires(self, pdf, at):
        return real(self, pdf, at + timedelta(days=9999 if next(count) >= 2 else 0))

    monkeypatch.setattr(Pkcs12Signer, "sign", until_it_expires)
    with pytest.raises(SigningStopped):
        printed("batch:1")
    db.session.rollback()
    before = files_of("batch:1")
    assert [one is not None for one in before] == [True, True, False, False]
    waiting = db.session.execute(select(Certificate).where(Certificate.file_id.is_(None))).scalars().first()
    assert services.queries.by_code(waiting.code, now().date()) is None

    monkeypatch.setattr(Pkcs12Signer, "sign", real)
    printed("batch:1")
    after = files_of("batch:1")
    assert (after[:2], None in after) == (before[:2], False)
    assert services.queries.by_code(waiting.code, now().date()) is not None


def test_without_a_key_no_number_is_given(bungo, budi):
    series = make_series()
    series.signing = Signing.SEAL
    db.session.commit()
    with pytest.raises(SigningStopped):
        make_certificate(budi)
    db.session.rollback()
    with pytest.raises(SigningStopped):
        services.ensure_ready(series.id, now().date())
    assert db.session.execute(select(Certificate.id)).all() == []


def test_the_post_signs_through_whoever_holds_it_that_day(bungo, budi):
    post = make_position("Kepala BKPSDM")
    series = make_series()
    series.signatory_position_id, series.signatory_heading = post.id, ""
    db.session.commit()
    with pytest.raises(SignatoryVacant) as refused:
        make_certificate(budi)
    assert "Kepala BKPSDM kosong" in refused.value.message
    db.session.rollback()

    make_employee("Ratna Dewi, S.E.", position_id=post.id)
    stand_in = make_employee("Tono Hadi, S.H.")
    assert make_certificate(budi).facts["signatory_position"] == "Kepala BKPSDM"
    place(stand_in.employee_id, post.id, kind=PlacementKind.PLH)
    facts = make_certificate(budi).facts
    assert (facts["signatory_position"], facts["signatory_name"]) == ("Plh. Kepala BKPSDM", "Tono Hadi, S.H.")
    assert facts["signatory_nip"] == stand_in.nip


def test_who_signs_changes_with_the_day_of_the_government_and_not_of_greenwich(bungo, budi, tmp_path):
    new_year = datetime(2027, 1, 1, 0, 30, tzinfo=ZoneInfo("Asia/Jakarta"))
    file = make_key_file(tmp_path, at=new_year - timedelta(days=30))
    use_keys(SEGEL_FILE=str(file), SEGEL_PASSPHRASE=PASSPHRASE)
    post = make_position("Kepala BKPSDM")
    series = make_series()
    series.signatory_position_id, series.signatory_heading = post.id, ""
    sign_series(series)
    make_employee("Ratna Dewi, S.E.", position_id=post.id)
    stand_in = make_employee("Tono Hadi, S.H.")
    place(stand_in.employee_id, post.id, kind=PlacementKind.PLT, starts_on=new_year.date())
    certificate = make_certificate(budi, group_key="batch:1", issued_on=date(2026, 12, 31))
    assert certificate.facts["signatory_name"] == "Ratna Dewi, S.E."
    with time_machine.travel(new_year):
        printed("batch:1")
    assert "Tono Hadi, S.H." in look.text(store.read(documents.stored_file(certificate.file_id)))


@pytest.fixture
def desk(tmp_path):
    with signing_desk(tmp_path) as one:
        use_service(one.url, timeout=60, KABAN_NIK="1571023456789012", KABAN_PASSPHRASE=PASSPHRASE)
        yield one


def test_the_service_signs_and_the_footer_says_so(bungo, budi, desk):
    sign_series(make_series(), "KABAN", kind=KeyKind.BSRE)
    certificate = make_certificate(budi, group_key="batch:1")
    printed("batch:1")
    content = store.read(documents.stored_file(certificate.file_id))
    shown = look.text(content)
    assert "UU ITE pasal 5 ayat 1" in shown
    assert "diterbitkan BSrE, BSSN" in shown
    assert "Signature is Valid." in pdfsig(content)
    assert desk.seen == [{"nik": "1571023456789012", "passphrase": PASSPHRASE, "tampilan": "invisible"}]
    assert desk.logins[0].startswith("Basic ")
    assert certificate.signed_with == read(content).fingerprint


SENTENCES = {
    "passphrase": "Passphrase kunci KABAN ditolak",
    "expired": "habis masa berlakunya",
    "nik": "NIK kunci KABAN tidak dikenal",
    "busy": "sedang sibuk atau tidak tersedia",
    "login": "menolak akun Penata",
    "nothing": "menjawab tanpa berkas",
    "slow": "tidak menjawab dalam",
}


@pytest.mark.parametrize("answer", SENTENCES)
def test_the_service_refuses_in_words_and_goes_on_after_the_repair(desk, unsigned, answer, caplog, capsys):
    assert SENTENCES.keys() == REFUSALS.keys() | {"slow"}
    if answer == "slow":
        use_service(desk.url, timeout=0.2, KABAN_NIK="1571023456789012", KABAN_PASSPHRASE=PASSPHRASE)
    signer = keys.signer("KABAN", KeyKind.BSRE)
    desk.answer = answer
    with caplog.at_level(logging.DEBUG), pytest.raises(SigningStopped) as refused:
        signer.sign(unsigned, now())
    assert SENTENCES[answer] in refused.value.message
    said = refused.value.message + caplog.text + capsys.readouterr().out
    assert PASSPHRASE not in said
    assert "1571023456789012" not in said
    desk.let_go.set()
    desk.answer = "sign"
    use_service(desk.url, timeout=60, KABAN_NIK="1571023456789012", KABAN_PASSPHRASE=PASSPHRASE)
    assert read(keys.signer("KABAN", KeyKind.BSRE).sign(unsigned, now()).content).intact


def test_a_service_that_is_down_is_told_apart(unsigned):
    use_service("http://127.0.0.1:9", KABAN_NIK="1", KABAN_PASSPHRASE=PASSPHRASE)
    with pytest.raises(SigningStopped) as refused:
        keys.signer("KABAN", KeyKind.BSRE).sign(unsigned, now())
    assert "tidak bisa dihubungi" in refused.value.message


def test_only_a_demo_makes_a_key_of_its_own_and_names_it_a_sample(tmp_path, bungo, budi):
    use_keys()
    with pytest.raises(SigningStopped):
        keys.signer(keys.DEMO_KEY, KeyKind.PKCS12)
    keys.use(service=keys.Service(), demo_folder=tmp_path, secret="s" * 32, environ={})
    assert keys.signer(keys.DEMO_KEY, KeyKind.PKCS12).is_sample
    assert keys.demo_file().stat().st_mode & 0o077 == 0
    sign_series(make_series(), keys.DEMO_KEY)
    facts = CertificateFacts.from_dict(make_certificate(budi).facts)
    assert facts.signing == "demo"
    assert "bukan terbitan BSrE" in look.text(print_certificate(facts))


@pytest.fixture
def clockmaker():
    with stamping_desk() as one:
        yield one


def test_a_signature_is_stamped_where_a_service_is_named(key_file, unsigned, clockmaker):
    signer = Pkcs12Signer("SEGEL", key_file, PASSPHRASE, stamps=StampService(clockmaker.url))
    for _count in range(2):
        content = signer.sign(unsigned, now()).content
        assert stamp_accepted_by_pyhanko(content, clockmaker)
        assert "Signature is Valid." in pdfsig(content)
        assert read(content).intact
    assert look.complaints(content) == ""


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("down", "tidak bisa dihubungi"),
        ("busy", "menjawab 503"),
        ("refuses", "menolak atau menjawab tidak lengkap"),
        ("nonsense", "menolak atau menjawab tidak lengkap"),
        ("other", "untuk berkas lain"),
    ],
)
def test_without_a_good_stamp_nothing_is_signed(key_file, unsigned, clockmaker, answer, words):
    clockmaker.answer = answer
    address = "http://127.0.0.1:9" if answer == "down" else clockmaker.url
    signer = Pkcs12Signer("SEGEL", key_file, PASSPHRASE, stamps=StampService(address, 60))
    with pytest.raises(SigningStopped) as refused:
        signer.sign(unsigned, now())
    assert words in refused.value.message
