"""The key expires in the middle of a batch: a sentence, nothing half-issued, and it goes on after the repair."""

from dataclasses import fields, replace

import pytest
from sqlalchemy import select

from app.base.database import db
from app.certificates import keys
from app.certificates.models import Certificate, KeyKind
from app.jobs import worker
from app.notifications.models import Mail
from app.training.models import BatchStatus, EnrolmentStatus
from tests.support.builders import make_series, status_of
from tests.support.signing import (
    PASSPHRASE,
    long_expired,
    make_key_file,
    sign_series,
    signing_desk,
    use_keys,
    use_service,
)
from tests.support.workshop import close, crowd, finished_batch

PEOPLE, SIGNED = 4, 2


@pytest.fixture(autouse=True)
def _keys_as_before():
    here, before = keys._here, replace(keys._here)
    yield
    for field in fields(here):
        setattr(here, field.name, getattr(before, field.name))


@pytest.fixture
def desk(tmp_path):
    """A signing service whose key expires after two files."""
    with signing_desk(tmp_path) as one:
        use_service(one.url, timeout=60, KABAN_NIK="1571023456789012", KABAN_PASSPHRASE=PASSPHRASE)
        one.good_for = SIGNED
        yield one


def issued() -> list[Certificate]:
    db.session.rollback()
    return list(db.session.execute(select(Certificate).order_by(Certificate.sequence)).scalars())


def told() -> list[int]:
    statement = select(Mail.employee_id).where(Mail.kind == "training_certificate").order_by(Mail.id)
    return list(db.session.execute(statement).scalars())


def test_the_rest_waits_and_what_was_signed_stays(visit, sari, bungo, desk):
    sign_series(make_series(), "KABAN", kind=KeyKind.BSRE)
    people = crowd(PEOPLE)
    batch = finished_batch(people)
    stopped = close(visit, sari, batch)
    assert stopped.all("#closing h3") == ["Penutupan sebelumnya gagal"]
    assert "habis masa berlakunya" in stopped.all("#closing .notice")[0]
    first = issued()
    assert [(one.sequence, one.file_id is not None) for one in first] == [(1, True), (2, True), (3, False), (4, False)]
    shown = [visit().get(f"/v/{one.code}").status_code for one in first]
    assert shown == [200, 200, 404, 404]
    assert told() == [one.employee_id for one in first[:SIGNED]]
    files = [(one.code, one.sha256) for one in first[:SIGNED]]
    answers = [visit(person).open("certificates.list_own") for person in people]
    assert sorted("Unduh" in page.links for page in answers) == [False, False, True, True]

    refused = visit(sari).post("training.create_cancellation", batch_id=batch.id, fields={"reason": "Batal saja."})
    assert refused.status_code == 409
    assert f"hasil {PEOPLE} peserta sudah tetap" in refused.text
    assert {status_of(person, batch) for person in people} == {EnrolmentStatus.PASSED}

    desk.good_for = None
    done = visit(sari).open("training.show_closing", batch_id=batch.id).press("Tutup angkatan")
    worker.drain()
    done = visit(sari).open("training.show_managed", batch_id=batch.id)
    assert f"Selesai. {PEOPLE} sertifikat terbit." in done.all("#closing p")
    db.session.refresh(batch)
    last = issued()
    assert (batch.status, [one.sequence for one in last]) == (BatchStatus.CLOSED, [1, 2, 3, 4])
    assert [(one.code, one.sha256) for one in last[:SIGNED]] == files
    assert [visit().get(f"/v/{one.code}").status_code for one in last] == [200] * PEOPLE
    assert sorted(told()) == sorted(person.employee_id for person in people)


UNFIT = {
    "not described": ({}, "admin server perlu mengisi PENATA_KEY_SEGEL_FILE"),
    "no such file": ({"SEGEL_FILE": "/tidak/ada.p12", "SEGEL_PASSPHRASE": "x"}, "Berkas kunci SEGEL tidak bisa dibaca"),
    "over": ({"SEGEL_FILE": "", "SEGEL_PASSPHRASE": PASSPHRASE}, "habis masa berlakunya"),
}


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("environ", "words"), UNFIT.values(), ids=UNFIT.keys())
def test_without_a_key_that_signs_nothing_begins(visit, sari, budi, tmp_path, environ, words):
    if environ.get("SEGEL_FILE") == "":
        environ |= {"SEGEL_FILE": str(make_key_file(tmp_path, at=long_expired()))}
    use_keys(**environ)
    sign_series(make_series())
    batch = finished_batch([budi])
    assert "Belum bisa dipakai" in visit(sari).open("certificates.list_series").all(".badge")
    refused = visit(sari).open("training.show_closing", batch_id=batch.id).press("Tutup angkatan", expect=409)
    assert words in refused.text
    assert issued() == []
    assert status_of(budi, batch) == EnrolmentStatus.CONFIRMED
