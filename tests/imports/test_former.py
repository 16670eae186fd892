"""A history names units and posts that have ended; spellings are corrected aloud."""

from datetime import date

import pytest
from sqlalchemy import select

from app.base.clock import today
from app.base.database import db
from app.imports.headings import ImportKind
from app.organisation.models import OrgUnit, Placement, PlacementKind, Position
from app.organisation.queries import staff
from tests.support.builders import ZONE, make_employee, make_unit, place
from tests.support.tables import apply, bring, counts, everything, of_dicts, sentences, undo

OLD_UNIT = {"unit": "Dinas Pasar", "parent": "", "starts_on": "02-01-2012", "ends_on": "01-02-2019"}
OLD_DIVISION = {"unit": "Bidang Kios", "parent": "Dinas Pasar", "starts_on": "02-01-2012", "ends_on": "01-02-2019"}
TOP = {"title": "Kepala Dinas", "unit": "Dinas Pasar", "tier": "Eselon II", "starts_on": "02-01-2012"}
TOP |= {"ends_on": "01-02-2019"}
CLERK = {"title": "Juru Pungut", "unit": "Bidang Kios", "tier": "Pelaksana", "superior": "Kepala Dinas"}
SPAN = "sejak 02-01-2012 sampai sebelum 01-02-2019."
CLERK |= {"starts_on": "02-01-2012", "ends_on": "01-02-2019"}


def stay(person, **different):
    facts = {"nip": person.nip, "title": "Juru Pungut", "unit": "Bidang Kios"}
    return facts | {"starts_on": "03-03-2014", "ends_on": "01-02-2019"} | different


@pytest.fixture
def past(sari):
    """A government whose workbook tells of an agency that is no more."""
    for kind, rows in ((ImportKind.UNITS, [OLD_UNIT, OLD_DIVISION]), (ImportKind.POSITIONS, [CLERK, TOP])):
        run = apply(bring(of_dicts(kind, rows), sari), sari, everything=True)
        assert counts(run) == {"new": 2, "changed": 0, "unchanged": 0, "refused": 0}
    return sari


def moved_after_2019():
    """Somebody whose present post began after the old agency was gone."""
    person = make_employee("Tarmizi Taher")
    here = db.session.execute(select(Placement).where(Placement.employee_id == person.employee_id)).scalar_one()
    here.starts_on = date(2019, 2, 1)
    db.session.commit()
    return person


def test_a_history_goes_into_units_that_are_no_more(past):
    person = moved_after_2019()
    run = apply(bring(of_dicts(ImportKind.PLACEMENTS, [stay(person)]), past), past, everything=True)
    assert counts(run)["new"] == 1
    told = [(one.title, one.unit, one.starts_on, one.ends_on) for one in staff.stays(person.employee_id)]
    assert told[1] == ("Juru Pungut", "Bidang Kios", date(2014, 3, 3), date(2019, 2, 1))
    clerk, head = (
        db.session.execute(select(Position).where(Position.title == title)).scalar_one()
        for title in ("Juru Pungut", "Kepala Dinas")
    )
    assert clerk.reports_to_id == head.id
    undo(run, past)
    assert len(staff.stays(person.employee_id)) == 1


def test_the_same_files_twice_change_nothing(past):
    person = moved_after_2019()
    files = (
        (ImportKind.UNITS, [OLD_UNIT, OLD_DIVISION]),
        (ImportKind.POSITIONS, [CLERK, TOP]),
        (ImportKind.PLACEMENTS, [stay(person)]),
    )
    apply(bring(of_dicts(*files[2]), past), past)
    before = everything()
    for kind, rows in files:
        run = bring(of_dicts(kind, rows), past)
        assert (run.new, run.changed, run.refused, run.unchanged) == (0, 0, 0, len(rows))
    assert everything() == before


@pytest.mark.parametrize(
    ("different", "column", "sentence"),
    [
        (
            {"ends_on": ""},
            "Selesai menjabat",
            "Jabatan ini berakhir 01-02-2019. Isi selesai menjabat, paling lambat tanggal itu.",
        ),
        (
            {"ends_on": "05-05-2020"},
            "Selesai menjabat",
            "Jabatan ini berakhir 01-02-2019. Isi selesai menjabat, paling lambat tanggal itu.",
        ),
        (
            {"starts_on": "03-03-2010"},
            "Unit",
            "Pada 03-03-2010 unit ini tidak ada. Menurut Penata unit ini ada " + SPAN,
        ),
        ({"title": "Juru Tulis"}, "Nama jabatan", "Jabatan ini belum ada di Bidang Kios."),
    ],
    ids=["open", "too long", "too early", "no such post"],
)
def test_a_stay_has_to_fit_into_what_was_there(past, different, column, sentence):
    person = moved_after_2019()
    run = bring(of_dicts(ImportKind.PLACEMENTS, [stay(person, **different)]), past)
    assert sentences(run) == [(2, column, sentence)]


def test_the_unit_of_that_day_is_meant_where_two_had_the_name(past):
    now = make_unit("Bidang Kios")
    now.starts_on = date(2021, 1, 4)
    db.session.add(Position(unit_id=now.id, title="Juru Pungut", tier="pelaksana", starts_on=now.starts_on))
    db.session.commit()
    person = moved_after_2019()
    run = apply(bring(of_dicts(ImportKind.PLACEMENTS, [stay(person)]), past), past, everything=True)
    assert run.new == 1
    old = db.session.execute(select(OrgUnit.id).where(OrgUnit.name == "Bidang Kios", OrgUnit.ends_on.is_not(None)))
    placed = select(Position.unit_id).join(Placement).where(Placement.starts_on == date(2014, 3, 3))
    assert db.session.execute(placed).scalar_one() == old.scalar_one()


def test_a_past_stay_may_not_overlap_another(past):
    person = make_employee("Lama Sekali")
    for one in db.session.execute(select(Placement).where(Placement.employee_id == person.employee_id)).scalars():
        one.starts_on, one.ends_on = date(2012, 1, 2), date(2018, 1, 1)
    db.session.commit()
    place(person.employee_id, person.position_id, PlacementKind.DEFINITIVE, starts_on=today(ZONE.key))
    run = bring(of_dicts(ImportKind.PLACEMENTS, [stay(person)]), past)
    [(row, column, sentence)] = sentences(run)
    assert (row, column) == (2, "Mulai menjabat")
    assert "dua jabatan definitif tidak bisa bersamaan" in sentence


def test_a_unit_that_ends_by_the_file_is_known_the_next_time(sari):
    make_unit("Dinas Pasar")
    row = {"unit": "Dinas Pasar", "parent": "", "ends_on": "01-02-2025"}
    run = apply(bring(of_dicts(ImportKind.UNITS, [row]), sari), sari, everything=True)
    assert counts(run) == {"new": 0, "changed": 1, "unchanged": 0, "refused": 0}
    again = bring(of_dicts(ImportKind.UNITS, [row]), sari)
    assert counts(again) == {"new": 0, "changed": 0, "unchanged": 1, "refused": 0}


def test_a_corrected_spelling_is_said_aloud(sari):
    unit = make_unit("Dinas Kesehatn")
    unit.code = "1.02"
    db.session.commit()
    run = bring(of_dicts(ImportKind.UNITS, [{"code": "1.02", "unit": "Dinas Kesehatan", "parent": ""}]), sari)
    assert counts(run) == {"new": 0, "changed": 1, "unchanged": 0, "refused": 0}
    [(row, column, sentence)] = sentences(run)
    assert (row, column) == (2, "Nama unit")
    assert sentence.startswith("Ejaan dikoreksi: «Dinas Kesehatn» menjadi «Dinas Kesehatan», juga untuk tanggal")
    apply(run, sari, everything=True)
    assert db.session.execute(select(OrgUnit.name).where(OrgUnit.id == unit.id)).scalar_one() == "Dinas Kesehatan"


def test_twins_under_one_parent_are_told_what_to_do(sari):
    rows = [{"code": code, "unit": "Seksi Umum", "parent": ""} for code in ("1.1", "1.2")]
    run = bring(of_dicts(ImportKind.UNITS, rows), sari)
    assert counts(run) == {"new": 1, "changed": 0, "unchanged": 0, "refused": 1}
    sentence = (
        "Sudah disebut di baris 2. Dua unit di bawah satu induk harus bernama beda, walaupun kodenya beda. "
        "Beri nama pembeda, atau sisakan satu."
    )
    assert sentences(run) == [(3, "Nama unit", sentence)]
