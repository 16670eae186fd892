"""A programme nobody holds any more: it goes out of sight, and what it gave stays true."""

import pytest

from app.base.database import db
from app.training.models import Programme
from app.training.services import interests
from tests.support.builders import make_batch, make_programme, seat
from tests.support.plans import gathered, people_lacking
from tests.support.workshop import certificate_of, close, finished_batch

TITLE = "Pelayanan Prima bagi Petugas Loket"


@pytest.fixture
def programme(visit, budi, dewi, sari):
    """Held once: Budi has its certificate, Dewi waits for the next dates."""
    batch = finished_batch([budi])
    close(visit, sari, batch)
    found = db.session.get_one(Programme, batch.programme_id)
    interests.register(found, dewi.employee_id, by=dewi.actor)
    db.session.commit()
    return found


def offered(visit, person) -> list[str]:
    """What the catalogue lists without dates."""
    return visit(person).open("training.list_undated").all("#undated .rows__body b")


def test_it_leaves_the_catalogue_and_its_certificates_stay_good(visit, budi, dewi, sari, programme):
    code, number = certificate_of(budi).code, programme.id
    assert offered(visit, dewi) == [TITLE]
    page = visit(sari).open("training.show_programme", programme_id=number)
    assert "Hapus program" not in page.buttons
    refused = visit(sari).post("training.create_programme_removal", programme_id=number)
    told = visit(sari).page(refused, expect=409)
    assert "Program ini sudah punya 1 angkatan, jadi tidak bisa dihapus. Arsipkan saja" in told.text
    assert told.link("Kembali ke program").heading == TITLE

    archived = page.press("Arsipkan program")
    assert archived.notices == ["Program diarsipkan. Riwayat dan sertifikatnya tetap ada."]
    assert visit(sari).post("training.create_programme_removal", programme_id=number).status_code == 409
    assert visit(sari).open("training.list_programmes").all(".rows__body b") == []
    assert visit(sari).open("training.list_programmes", arsip="1").all(".rows__body b") == [TITLE]

    assert offered(visit, dewi) == []
    visit(dewi).open("training.show_offered_programme", programme_id=number, expect=404)
    own = visit(dewi).open("training.list_own")
    assert own.all("section[aria-labelledby=minat] .badge") == ["Program diarsipkan"]
    assert TITLE not in own.links

    assert visit().open("certificates.show_verification", code=code).heading == "Sertifikat ini berlaku"
    listed = visit(budi).open("certificates.list_own")
    assert visit(budi).get(listed.links["Unduh"]).data.startswith(b"%PDF")

    assert archived.press("Pakai lagi").notices == ["Program dipakai lagi."]
    assert offered(visit, dewi) == [TITLE]


def test_whoever_is_in_a_batch_of_it_meets_no_dead_end(visit, budi, dewi, sari):
    batch = make_batch(seats=1)
    seat(budi, batch)
    before = visit(budi).open("training.show_batch", batch_id=batch.id)
    assert before.link("Semua angkatan program ini").heading == TITLE
    visit(sari).open("training.show_programme", programme_id=batch.programme_id).press("Arsipkan program")
    assert "Semua angkatan program ini" not in visit(budi).open("training.show_batch", batch_id=batch.id).links
    queued = visit(dewi).open("training.show_batch", batch_id=batch.id).press("Masuk daftar tunggu")
    assert "Pilih angkatan lain yang juga Anda terima" not in queued.links


def test_what_is_wanted_or_planned_is_not_deleted_either(visit, dewi, sari):
    wanted, planned = make_programme(), make_programme("Pengelolaan Arsip Dinamis")
    interests.register(wanted, dewi.employee_id, by=dewi.actor)
    people_lacking(4)
    _plan, lines = gathered(sari)
    lines[0].programme_id = planned.id
    db.session.commit()
    for programme in (wanted, planned):
        answer = visit(sari).post("training.create_programme_removal", programme_id=programme.id)
        told = visit(sari).page(answer, expect=409)
        assert "Program ini belum punya angkatan, tetapi sudah dipakai" in told.text
        assert "Arsipkan program" in told.link("Kembali ke program").buttons
