"""Imports of people who leave on a day that is written down ahead."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.base.clock import today
from app.base.database import db
from app.imports import labels
from app.imports.headings import ImportKind
from app.imports.models import ImportChange
from app.organisation.models import Employee, Placement, Position
from app.organisation.services import employees
from tests.imports.test_services import BUDI, siasn_row
from tests.support.builders import ZONE, make_position, make_unit
from tests.support.tables import apply, bring, counts, everything, of_dicts, sentences, undo

TODAY = today(ZONE.key)
LEAVES = TODAY + timedelta(days=40)
LATER = LEAVES + timedelta(days=20)
SIASN, PLACEMENTS = ImportKind.SIASN, ImportKind.PLACEMENTS


def budi() -> Employee:
    return db.session.execute(
        select(Employee).where(Employee.nip == BUDI).execution_options(populate_existing=True)
    ).scalar_one()


@pytest.fixture
def leaving(sari):
    """Budi came in from a file, and leaves ahead."""
    make_unit("Dinas Kesehatan")
    apply(bring(of_dicts(SIASN, [siasn_row()]), sari), sari)
    employees.deactivate_employee(budi(), on=LEAVES, version=1, by=sari.actor)
    db.session.commit()


def ends():
    rows = select(Placement.ends_on).where(Placement.employee_id == budi().id).order_by(Placement.starts_on)
    return list(db.session.execute(rows).scalars())


def test_the_same_file_again_leaves_the_leaving_as_it_is(sari, leaving):
    before = everything()
    again = bring(of_dicts(SIASN, [siasn_row()]), sari)
    assert (counts(again), sentences(again)) == ({"new": 0, "changed": 0, "unchanged": 1, "refused": 0}, [])
    assert everything() == before


def test_a_file_in_which_somebody_is_in_another_post_is_refused_in_words(sari, leaving):
    run = bring(of_dicts(SIASN, [siasn_row(title="Analis Kesehatan Ahli Muda", position_from="01/06/2025")]), sari)
    assert [(row, said) for row, _column, said in sentences(run)] == [
        (2, f"Pegawai ini berhenti per {LEAVES:%d-%m-%Y}. Jabatan barunya dicatat lewat berkas pegawai.")
    ]


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "is_good"),
    [
        (TODAY, None, False),
        (TODAY, LATER, False),
        (LATER, None, False),
        (TODAY, LEAVES, True),
        (TODAY - timedelta(days=90), TODAY, True),
    ],
)
def test_placements_in_a_file_are_over_by_the_leaving(sari, leaving, starts_on, ends_on, is_good):
    make_position("Kepala Ruang", unit=make_unit("Puskesmas Muara"))
    row = {"nip": BUDI, "unit": "Puskesmas Muara", "title": "Kepala Ruang", "placement_kind": "plt"}
    row |= {"starts_on": starts_on} | ({"ends_on": ends_on} if ends_on else {})
    run = bring(of_dicts(PLACEMENTS, [row]), sari, kind=PLACEMENTS)
    assert counts(run)["refused"] == (0 if is_good else 1)
    words = f"Pegawai ini berhenti per {LEAVES:%d-%m-%Y}. Isi selesai menjabat paling lambat hari itu."
    assert [said for _row, _column, said in sentences(run)] == ([] if is_good else [words])


def test_a_placement_that_is_known_keeps_its_end_and_is_not_stretched(sari, leaving):
    held = db.session.execute(select(Placement).where(Placement.employee_id == budi().id)).scalar_one()
    title = db.session.get_one(Position, held.position_id).title
    row = {"nip": BUDI, "unit": "Dinas Kesehatan", "title": title, "starts_on": held.starts_on}
    assert counts(bring(of_dicts(PLACEMENTS, [row]), sari, kind=PLACEMENTS))["unchanged"] == 1
    run = bring(of_dicts(PLACEMENTS, [row | {"ends_on": LATER}]), sari, kind=PLACEMENTS)
    assert "paling lambat hari itu" in sentences(run)[0][2]
    assert ends() == [LEAVES]


def test_a_file_that_says_somebody_is_gone_is_believed_and_taken_back_whole(sari, leaving):
    before = everything()
    run = apply(bring(of_dicts(SIASN, [siasn_row(legal_status="Pensiun")]), sari), sari)
    assert (budi().active, budi().leaves_on) == (False, None)
    assert undo(run, sari).status == "undone"
    assert everything() == before


def test_whoever_is_back_by_a_file_is_not_let_go_again(sari, leaving):
    employee = budi()
    employees.deactivate_employee(employee, on=TODAY, version=employee.version, by=sari.actor)
    db.session.commit()
    apply(bring(of_dicts(SIASN, [siasn_row(legal_status="Pensiun")]), sari), sari)
    apply(bring(of_dicts(SIASN, [siasn_row(title="Analis Kesehatan", position_from=TODAY)]), sari), sari)
    assert (budi().active, budi().leaves_on) == (True, None)
    assert ends() == [TODAY, None]
    assert employees.leave_on_their_day(TODAY) == 0


def test_whoever_is_back_by_a_file_keeps_no_reason_until_that_is_undone(sari, leaving):
    employee = budi()
    why = employees.Why("dismissed", "Keputusan 800/17")
    employees.deactivate_employee(employee, on=TODAY, version=employee.version, by=sari.actor, why=why)
    db.session.commit()
    before = everything()
    run = apply(bring(of_dicts(SIASN, [siasn_row(title="Analis Kesehatan", position_from=TODAY)]), sari), sari)
    assert (budi().active, budi().leaving_reason, budi().leaving_note) == (True, "", "")
    lines = db.session.execute(select(ImportChange).where(ImportChange.run_id == run.id)).scalars()
    told = str([labels.fields_changed(line.before, line.after) for line in lines])
    assert "aktif" in told
    assert ["dismissed" in told, "Keputusan" in told] == [False, False]
    assert undo(run, sari).status == "undone"
    assert everything() == before


def test_a_file_that_says_somebody_is_gone_leaves_the_reason_that_was_written_down(sari, leaving):
    employee = budi()
    why = employees.Why("pension")
    employees.deactivate_employee(employee, on=LEAVES, version=employee.version, by=sari.actor, why=why)
    db.session.commit()
    apply(bring(of_dicts(SIASN, [siasn_row(legal_status="Pensiun")]), sari), sari)
    assert (budi().active, budi().leaving_reason) == (False, "pension")


def test_undoing_is_refused_where_somebody_of_the_file_leaves_since(sari):
    make_unit("Dinas Kesehatan")
    run = apply(bring(of_dicts(SIASN, [siasn_row()]), sari), sari)
    employees.deactivate_employee(budi(), on=LEAVES, version=1, by=sari.actor)
    db.session.commit()
    assert undo(run, sari).status == "applied"
    assert (2, "Pegawai", "Sudah diubah sesudah impor: berhenti per.") in sentences(run)
