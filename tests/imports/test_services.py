"""Trying a table, taking it, taking it twice, and undoing it."""

from datetime import date

import pytest
from sqlalchemy import select

from app.access.visitor import EVERYWHERE
from app.audit.models import AuditEntry
from app.base import scope
from app.base.clock import today
from app.base.database import db
from app.imports.headings import ImportKind
from app.learning.queries import lines
from app.organisation.models import Employee, OrgUnit, Placement, Position
from app.organisation.queries import directory
from tests.support.builders import make_employee, make_position, make_unit
from tests.support.tables import apply, bring, counts, everything, of_dicts, sentences, undo

SIASN = ImportKind.SIASN
BUDI = "199001012020011001"
DEWI = "199203052019032004"


@pytest.fixture
def health(bungo) -> OrgUnit:
    return make_unit("Dinas Kesehatan")


def siasn_row(nip=BUDI, **different):
    return {
        "nip": nip,
        "name": "BUDI PRATAMA",
        "back": "S.A.P.",
        "sex": "M" if nip[14] == "1" else "F",
        "kind": "PNS Daerah",
        "cpns_status": "P",
        "cpns_from": "01-01-2020",
        "rank": "Penata Muda Tk. I / III-b",
        "rank_from": date(2024, 4, 1),
        "position_type": "Jabatan Pelaksana",
        "title": "Penata Layanan Operasional",
        "position_from": "2022-01-03",
        "education_level": "S-1/Sarjana",
        "unit": "DINAS  KESEHATAN ",
        "legal_status": "Aktif",
    } | different


def test_the_directory_follows_an_import_and_its_undoing(sari, health):
    def found():
        page = directory.page(EVERYWHERE, directory.Filters(text="budi"), directory.Turn(), limit=5)
        return [row.name for row in page.rows]

    run = apply(bring(of_dicts(SIASN, [siasn_row()]), sari), sari)
    assert found() == ["Budi Pratama, S.A.P."]
    undo(run, sari)
    assert found() == []


def test_the_export_brings_people_with_their_posts(sari, health):
    content = of_dicts(SIASN, [siasn_row(), siasn_row(DEWI, name="Dewi Lestari", front="dr.", back="")])
    run = bring(content, sari)
    assert counts(run) == {"new": 2, "changed": 0, "unchanged": 0, "refused": 0}
    assert sentences(run) == []
    assert db.session.execute(select(Employee).where(Employee.nip == BUDI)).all() == []

    run = apply(run, sari)
    assert run.status == "applied"
    employee = db.session.execute(select(Employee).where(Employee.nip == BUDI)).scalar_one()
    assert (employee.name, employee.sort_name) == ("Budi Pratama, S.A.P.", "budi pratama")
    assert (employee.kind, employee.rank, employee.rank_from) == ("pns", "III/b", date(2024, 4, 1))
    assert (employee.education_level, employee.legal_status, employee.active) == ("S-1", "Aktif", True)
    placement = db.session.execute(select(Placement).where(Placement.employee_id == employee.id)).scalar_one()
    position = db.session.get_one(Position, placement.position_id)
    assert (position.unit_id, position.tier, position.needed) == (health.id, "pelaksana", 2)
    assert (placement.starts_on, placement.ends_on, position.starts_on) == (date(2022, 1, 3), None, date(2022, 1, 3))


def test_the_same_file_twice_changes_nothing(sari, health):
    content = of_dicts(SIASN, [siasn_row(), siasn_row(DEWI)])
    apply(bring(content, sari), sari)
    before = everything()
    again = bring(content, sari)
    assert counts(again) == {"new": 0, "changed": 0, "unchanged": 2, "refused": 0}
    assert everything() == before


def test_undoing_brings_back_every_row(sari, health):
    first = of_dicts(SIASN, [siasn_row()])
    apply(bring(first, sari), sari)
    before = everything()
    moved = siasn_row(title="Analis Kesehatan Ahli Muda", position_from="01/06/2025", rank="III.c", name="Budi Pratomo")
    run = apply(bring(of_dicts(SIASN, [moved, siasn_row(DEWI)]), sari), sari)
    assert counts(run) == {"new": 1, "changed": 1, "unchanged": 0, "refused": 0}
    assert everything() != before
    run = undo(run, sari)
    assert run.status == "undone"
    assert everything() == before


def test_undoing_is_refused_with_the_list_of_what_was_changed_since(sari, health):
    run = apply(bring(of_dicts(SIASN, [siasn_row(), siasn_row(DEWI)]), sari), sari)
    budi = db.session.execute(select(Employee).where(Employee.nip == BUDI)).scalar_one()
    budi.rank = "III/c"
    make_employee(
        "Rina", position_id=db.session.execute(select(Position.id).order_by(Position.id.desc())).scalars().first()
    )
    before = everything()
    run = undo(run, sari)
    assert run.status == "applied"
    assert sentences(run) == [
        (2, "Pegawai", "Sudah diubah sesudah impor: golongan."),
        (2, "Jabatan", "Sudah dipakai sesudah impor: 1 penempatan."),
    ]
    assert everything() == before


def test_a_unit_that_the_import_moved_below_a_new_one_does_not_speak_against_undoing(sari, health):
    rows = [{"unit": "Dinas Kesehatan", "parent": "Sekretariat Daerah"}, {"unit": "Sekretariat Daerah"}]
    before = everything()
    run = apply(bring(of_dicts(ImportKind.UNITS, rows), sari), sari)
    assert counts(run) == {"new": 1, "changed": 1, "unchanged": 0, "refused": 0}
    assert undo(run, sari).status == "undone"
    assert everything() == before


def test_a_check_that_holds_no_more_is_not_applied(sari, health):
    run = bring(of_dicts(SIASN, [siasn_row()]), sari)
    make_employee("Budi Pratama", nip=BUDI, position_id=make_position(unit=health).id)
    before = everything()
    run = apply(run, sari)
    assert (run.status, run.digest) == ("checked", "")
    assert everything() == before


def test_an_import_leaves_one_line_on_the_trail(sari, health):
    run = apply(bring(of_dicts(SIASN, [siasn_row(), siasn_row(DEWI)]), sari), sari)
    lines = db.session.execute(select(AuditEntry).where(AuditEntry.action == "imports.run.applied")).scalars().all()
    assert [(one.object_id, one.actor_id, one.details["new"]) for one in lines] == [(run.id, sari.user_id, 2)]


def test_nobody_of_another_government_is_touched(sari, joko, health, batanghari):
    before = everything()
    run = bring(of_dicts(SIASN, [siasn_row(joko.nip, name="Joko Susilo", sex="")]), sari)
    assert counts(run)["refused"] == 1
    [(row, column, sentence)] = sentences(run)
    assert (row, column) == (2, "NIP BARU")
    assert "Batanghari" not in sentence
    assert everything() == before
    with scope.within(batanghari.id):
        assert db.session.execute(select(Employee.name).where(Employee.nip == joko.nip)).scalar_one() == "Joko Susilo"


def test_a_new_kind_of_employee_is_noted_with_the_day_and_undone(sari, health):
    apply(bring(of_dicts(SIASN, [siasn_row(cpns_status="C")]), sari), sari)
    before = everything()
    run = apply(bring(of_dicts(SIASN, [siasn_row()]), sari), sari)
    employee = db.session.execute(select(Employee).where(Employee.nip == BUDI)).scalar_one()
    assert employee.kind == "pns"
    assert [tuple(one) for one in lines.kind_changes(employee.id)] == [(today("Asia/Jakarta"), "cpns")]
    undo(run, sari)
    assert lines.kind_changes(employee.id) == []
    assert everything() == before
