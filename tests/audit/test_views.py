"""The audit trail as an auditor reads it."""

import csv
import io
from datetime import UTC, datetime

import pytest
import time_machine
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from app.access.permissions import Role
from app.access.visitor import SYSTEM
from app.accounts.models import RoleGrant
from app.attendance.models import AttendanceStatus
from app.audit import services
from app.audit.models import AuditEntry
from app.base import scope
from app.base.database import db
from app.privacy import trail
from tests.support.builders import (
    LONG_AGO,
    Person,
    attend,
    enrol,
    make_account,
    make_batch,
    make_employee,
    seat,
)


def rows(page) -> list[list[str]]:
    """What, who, object, when, position."""
    return [[" ".join(cell.to_text().split()) for cell in row.query("td, th")] for row in page.tree.query("tbody tr")]


def told(page):
    return [(row[1], row[0]) for row in rows(page)]


def write(action="training.batch.closed", *, count=1, **details):
    for _one in range(count):
        services.record(action, None, by=SYSTEM, **details)
    db.session.commit()


def test_what_happened_stands_there_newest_first_with_names_and_no_other_personal_data(visit, budi, auditor):
    batch = make_batch()
    visit(budi).open("training.show_batch", batch_id=batch.id).press("Daftar angkatan ini")
    page = visit(auditor).open("audit.list_entries")
    assert told(page)[:3] == [
        (auditor.name, "Masuk ke Penata"),
        (budi.name, "Pendaftaran dibuat"),
        (budi.name, "Masuk ke Penata"),
    ]
    listed = page.all("table")[0]
    assert [one for one in (budi.nip, budi.email) if one in listed] == []


def test_looking_leaves_no_line(visit, auditor):
    visit(auditor).open("audit.list_entries")
    assert len(rows(visit(auditor).open("audit.list_entries"))) == 1


def test_leafing_back_to_the_first_line(visit, budi, auditor):
    write(count=60)
    first = visit(auditor).open("audit.list_entries")
    second = first.link("Berikutnya")
    positions = [int(row[-1]) for row in rows(first) + rows(second)]
    assert positions == list(range(61, 0, -1))
    assert "Berikutnya" not in second.links


def test_leafing_keeps_the_filter(visit, auditor):
    write(count=60)
    write("training.batch.closing")
    first = visit(auditor).open("audit.list_entries", bagian="training", perubahan="1")
    assert len(rows(first)) + len(rows(first.link("Berikutnya"))) == 61


def test_another_government_has_a_trail_of_its_own(visit, auditor, joko, batanghari):
    with scope.within(batanghari.id):
        enrol(make_employee("Orang Batanghari"), make_batch())
    assert told(visit(auditor).open("audit.list_entries")) == [(auditor.name, "Masuk ke Penata")]
    assert rows(visit(auditor).open("audit.list_entries", siapa="Orang")) == []


@pytest.mark.parametrize("name", ["budi", "dewi", "rina", "sari", "organiser", "administrator"])
def test_nobody_else_reads_it(visit, cast, name):
    assert visit(cast[name]).open("audit.list_entries", expect=403).heading == "Halaman ini bukan untuk peran Anda"
    assert visit(cast[name]).post("audit.create_export", fields={"bentuk": "csv"}).status_code == 403


def test_a_line_of_another_chain_is_not_found(visit, auditor, joko, batanghari):
    with scope.within(batanghari.id):
        write(count=5)
    visit(auditor).open("audit.show_entry", position=5, expect=404)


def test_the_administrator_of_the_installation_reads_the_chain_of_the_installation(visit, bungo):
    services.record("demo.loaded", None, by=SYSTEM, chain=0, employees=3)
    db.session.commit()
    person = make_installation_administrator()
    page = visit(person).open("audit.list_entries")
    assert told(page) == [(person.name, "Masuk ke Penata"), ("Penata", "Data contoh dimuat")]


def make_installation_administrator() -> Person:
    """Somebody of no government, who signs in by e-mail."""
    address = "admin@penata.example"
    user = make_account("Admin Instalasi", email=address)
    role = Role.INSTALLATION_ADMINISTRATOR
    db.session.add(RoleGrant(user_id=user.id, government_id=None, role=role, starts_on=LONG_AGO))
    db.session.commit()
    return Person(user.name, address, address, 0, user.id, 0, 0)


def test_filters_narrow_by_part_person_object_and_day(visit, budi, auditor):
    batch = make_batch()
    seat(budi, batch)
    attend(budi, batch)
    with time_machine.travel(datetime(2026, 1, 5, 1, tzinfo=UTC), tick=False):
        write("training.batch.closing")
    db.session.commit()
    browser = visit(auditor)

    def found(**filters):
        return [one[0] for one in rows(browser.open("audit.list_entries", **filters))]

    assert found(bagian="training") == ["Penutupan angkatan dimulai"]
    assert [one.split(" Keadaan")[0] for one in found(bagian="attendance")] == ["Kehadiran dicatat"]
    assert found(siapa="umi kal") == ["Masuk ke Penata"]
    assert found(siapa="tidak ada orang ini") == []
    assert len(found(objek="attendance")) == 1
    assert found(objek="attendance", nomor="999999") == []
    assert found(dari="2026-01-05", sampai="2026-01-05") == ["Penutupan angkatan dimulai"]
    assert found(sampai="2026-01-04") == []
    assert "Masuk ke Penata" not in found(perubahan="1")


@pytest.mark.parametrize(
    "address",
    ["?nomor=9999999999999999999", "?dari=kemarin", "?sampai=2100-12-31", "?bagian=x%27", "?siapa=%25", "?sebelum=-1"],
)
def test_what_means_nothing_narrows_nothing_and_breaks_nothing(visit, auditor, address):
    visit(auditor).open(f"/jejak-audit{address}")


def test_a_change_is_shown_before_and_after(visit, budi, auditor):
    batch = make_batch()
    seat(budi, batch)
    attend(budi, batch)
    attend(budi, batch, AttendanceStatus.EXCUSED)
    row = rows(visit(auditor).open("audit.list_entries", bagian="attendance"))[0]
    assert row[0] == "Kehadiran dicatat Keadaan: hadir menjadi → izin"
    line = visit(auditor).open("audit.list_entries", bagian="attendance").link("Kehadiran dicatat", near="izin")
    assert ["Keadaan", "hadir", "izin"] in rows(line)


def test_several_fields_that_changed_are_a_table(visit, auditor):
    changed = services.changes({"rank": "III/a", "email": "a@x"}, {"rank": "III/b", "email": "b@x"})
    write("training.batch.closed", changed=changed)
    page = visit(auditor).open("audit.list_entries", bagian="training").link("Angkatan ditutup")
    assert rows(page) == [["Email", "•••", "•••"], ["Urutan", "III/a", "III/b"]]


def test_the_file_has_the_same_lines_and_is_itself_noted(visit, budi, auditor):
    seat(budi, make_batch())
    write("training.batch.closing", count=3)
    page = visit(auditor).open("audit.list_entries", bagian="training")
    answer = page.form("Unduh CSV").send()
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=jejak-audit-")
    lines = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")), delimiter=";"))
    assert [line[4] for line in lines[1:]] == ["Penutupan angkatan dimulai"] * 3
    newest = visit(auditor).open("audit.list_entries", bagian="audit")
    assert told(newest) == [(auditor.name, "Jejak audit diunduh")]
    details = db.session.execute(select(AuditEntry.details).where(AuditEntry.action == "audit.exported")).scalar_one()
    assert details == {"format": "csv", "lines": 3}


def test_the_workbook_can_be_opened(visit, auditor):
    write(count=2)
    answer = visit(auditor).open("audit.list_entries").form("Unduh XLSX").send()
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    assert sheet[0][:3] == ["Baris", "Waktu", "Akun"]
    assert len(sheet) == 4


def test_too_many_lines_for_a_file_are_refused_in_words(visit, auditor, monkeypatch):
    monkeypatch.setattr(trail, "LINES_AT_MOST", 2)
    write(count=3)
    page = visit(auditor).open("audit.list_entries").press("Unduh CSV", expect=409)
    assert "terlalu banyak untuk satu berkas" in page.text


def test_a_page_asks_the_same_with_one_line_and_with_three(visit, budi, dewi, rina, auditor, queries):
    browser = visit(auditor)
    browser.open("audit.list_entries")

    def asked():
        with queries() as found:
            browser.open("audit.list_entries")
        return len(found)

    one = asked()
    for person in (budi, dewi, rina):
        visit(person)
    assert asked() == one
