"""Who read and took what since when, from what is on record."""

from datetime import UTC, datetime, timedelta

import time_machine

from app.audit import services as audit
from app.base.database import db

MONDAY = datetime(2026, 1, 5, 2, 0, tzinfo=UTC)


def read(reader, person, part, at):
    with time_machine.travel(at, tick=False):
        audit.note_reading(person.employee_id, part, by=reader.actor)
        db.session.commit()


def told(app, *args):
    found = app.test_cli_runner().invoke(args=["privacy", "breach", *args])
    db.session.rollback()
    assert found.exit_code == 0, found.output
    return found.output


def test_the_report_names_readers_parts_people_and_downloads(app, budi, dewi, sari, rina):
    read(sari, budi, "file", MONDAY)
    read(sari, dewi, "file", MONDAY + timedelta(days=1))
    read(rina, budi, "hours", MONDAY + timedelta(days=1))
    with time_machine.travel(MONDAY, tick=False):
        audit.record("audit.exported", None, by=sari.actor, format="csv", lines=3)
        db.session.commit()
    words = told(app, "--since", "2026-01-05", "--until", "2026-01-08", "--people")
    assert "data 2 pegawai" in words
    assert f"{sari.name} (akun {sari.user_id}) membuka Data kepegawaian 2 pegawai, 2 kali" in words
    assert f"{rina.name} (akun {rina.user_id}) membuka Catatan JP 1 pegawai, 1 kali" in words
    assert f"{sari.name} (akun {sari.user_id}), Jejak audit diunduh" in words
    assert f"Nomor pegawai yang datanya dibuka: {budi.employee_id}, {dewi.employee_id}" in words
    assert [one for one in (budi.nip, budi.name, budi.email) if one in words] == []


def test_it_begins_and_ends_when_asked_and_keeps_to_the_table(app, budi, sari):
    read(sari, budi, "file", MONDAY)
    read(sari, budi, "hours", MONDAY + timedelta(days=5))
    assert "Data kepegawaian 1" in told(app, "--since", "2026-01-01")
    assert "Data kepegawaian 1" not in told(app, "--since", "2026-01-06")
    assert "Catatan JP 1" not in told(app, "--since", "2026-01-01", "--until", "2026-01-07")
    of_file = told(app, "--since", "2026-01-01", "--table", "employee")
    assert ("Data kepegawaian 1" in of_file, "Catatan JP 1" in of_file) == (True, False)
    assert "NIP" in of_file


def test_a_table_that_is_none_is_refused(app, bungo):
    found = app.test_cli_runner().invoke(args=["privacy", "breach", "--since", "2026-01-01", "--table", "pets"])
    assert (found.exit_code, "pets" in found.output) == (1, True)
