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
from tests.support.signing import PASSPHRASE, sign_series, signing_desk, use_service
from tests.support.workshop import close, crowd, finished_batch

PEOPLE, SIGNED = 4, 2


@pytest.fixture
def desk(tmp_path):
    """A signing service whose key expires after two files."""
    here, before = keys._here, replace(keys._here)
    with signing_desk(tmp_path) as one:
        use_service(one.url, timeout=20, KABAN_NIK="1571023456789012", KABAN_PASSPHRASE=PASSPHRASE)
        one.good_for = SIGNED
        yield one
    for field in fields(here):
        setattr(here, field.name, getattr(before, field.name))


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
