"""The audit trail as an auditor reads it."""

import pytest

from app.base import scope
from tests.support.builders import enrol, make_batch, make_certificate, make_employee


def rows(page) -> list[list[str]]:
    return [[" ".join(cell.to_text().split()) for cell in row.query("td, th")] for row in page.tree.query("tbody tr")]


def test_what_happened_stands_there_newest_first_without_personal_data(visit, budi, auditor):
    batch = make_batch()
    visit(budi).open("training.show_batch", batch_id=batch.id).press("Daftar angkatan ini")
    page = visit(auditor).open("audit.list_entries")
    told = [(who, what) for _position, _at, who, what, _object in rows(page)]
    assert told[:3] == [
        (f"Akun {auditor.user_id}", "Masuk ke Penata"),
        (f"Akun {budi.user_id}", "Pendaftaran dibuat"),
        (f"Akun {budi.user_id}", "Masuk ke Penata"),
    ]
    listed = page.all("table")[0]
    assert [one for one in (budi.name, budi.nip, budi.email) if one in listed] == []


def test_looking_leaves_no_line(visit, auditor):
    visit(auditor).open("audit.list_entries")
    assert len(rows(visit(auditor).open("audit.list_entries"))) == 1


def test_leafing_back_to_the_first_line(visit, budi, auditor):
    for _count in range(60):
        make_certificate(budi)
    first = visit(auditor).open("audit.list_entries")
    second = first.link("Berikutnya")
    positions = [int(row[0]) for row in rows(first) + rows(second)]
    assert positions == list(range(61, 0, -1))
    assert "Berikutnya" not in second.links


def test_another_government_has_a_trail_of_its_own(visit, auditor, joko, batanghari):
    with scope.within(batanghari.id):
        enrol(make_employee("Orang Batanghari"), make_batch())
    page = visit(auditor).open("audit.list_entries")
    assert [row[3] for row in rows(page)] == ["Masuk ke Penata"]


@pytest.mark.parametrize("name", ["budi", "dewi", "rina", "sari", "organiser", "administrator"])
def test_nobody_else_reads_it(visit, cast, name):
    assert visit(cast[name]).open("audit.list_entries", expect=403).heading == "Halaman ini bukan untuk peran Anda"
