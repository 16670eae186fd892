"""The directory of people: who is found, in which order, how far somebody sees, and how it is asked."""

import pytest
from sqlalchemy import select, text

from app.access.visitor import EVERYWHERE, Reach
from app.base import scope
from app.base.database import db
from app.organisation.models import Employee, PositionTier
from app.organisation.queries import directory, places
from app.organisation.queries.directory import Filters, Turn
from app.organisation.services import refresh_directory
from tests.support.builders import make_employee, make_position, make_unit

ALL = Filters()


def names(reach=EVERYWHERE, turn=None, limit=50, **filters):
    found = directory.page(reach, Filters(**filters), turn or Turn(), limit=limit)
    return [row.name for row in found.rows]


@pytest.fixture
def office(bungo):
    """An agency with two divisions, and a few people in each."""
    agency = make_unit("Dinas Pendidikan")
    schools, arts = make_unit("Bidang Sekolah Dasar", parent=agency), make_unit("Bidang Seni", parent=agency)
    elsewhere = make_unit("Dinas Perhubungan")
    for name, unit, title, tier in (
        ("Budi Santoso, S.Pd.", schools, "Pengawas Sekolah", PositionTier.JF_AHLI_MUDA),
        ("Ahmad Budiman", schools, "Pengadministrasi Perkantoran", PositionTier.PELAKSANA),
        ("Citra Dewi", arts, "Pamong Budaya", PositionTier.PELAKSANA),
        ("Nur'aini, S.Sn.", agency, "Kepala Dinas", PositionTier.JPT_PRATAMA),
        ("Zulkifli", elsewhere, "Penguji Kendaraan", PositionTier.PELAKSANA),
    ):
        make_employee(name, position_id=make_position(title, unit=unit, tier=tier).id)
    refresh_directory()
    db.session.commit()
    return agency


def test_people_stand_in_the_order_of_their_names(office):
    assert names() == ["Ahmad Budiman", "Budi Santoso, S.Pd.", "Citra Dewi", "Nur'aini, S.Sn.", "Zulkifli"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("bud", ["Budi Santoso, S.Pd.", "Ahmad Budiman", "Citra Dewi"]),  # names that begin so come first
        ("budi san", ["Budi Santoso, S.Pd."]),
        ("san bud", ["Budi Santoso, S.Pd."]),
        ("nur aini", ["Nur'aini, S.Sn."]),
        ("pamong", ["Citra Dewi"]),
        ("PENDIDIKAN", ["Ahmad Budiman", "Budi Santoso, S.Pd.", "Citra Dewi", "Nur'aini, S.Sn."]),
        ("dinas kepala", ["Nur'aini, S.Sn."]),
        ("perhub z", ["Zulkifli"]),
        ("tidak ada", []),
        ("_u1", []),
        ('" OR "', []),
        ("%%", []),
    ],
)
def test_search_by_the_beginnings_of_words(office, typed, found):
    assert names(text=typed) == found
    assert directory.count(EVERYWHERE, Filters(text=typed)) == len(found)


def test_filters_by_unit_tier_and_kind(office):
    assert names(unit_path=office.path) == ["Ahmad Budiman", "Budi Santoso, S.Pd.", "Citra Dewi", "Nur'aini, S.Sn."]
    assert names(unit_path=office.path, text="bud", tier="pelaksana") == ["Ahmad Budiman", "Citra Dewi"]
    assert names(tier="jf_ahli_muda") == ["Budi Santoso, S.Pd."]
    assert names(kind="pppk") == []


def test_a_large_unit_is_walked_and_gives_the_same(office, monkeypatch):
    small = names(unit_path=office.path)
    monkeypatch.setattr(directory, "SMALL_UNIT", 1)
    assert names(unit_path=office.path) == small


@pytest.mark.parametrize("filters", [{}, {"text": "bud"}, {"text": "d"}], ids=str)
@pytest.mark.parametrize("limit", [1, 2, 3])
def test_pages_join_without_a_gap_both_ways(office, filters, limit):
    everybody = names(**filters)
    there, turn = [], Turn()
    while True:
        page = directory.page(EVERYWHERE, Filters(**filters), turn, limit=limit)
        there += [row.name for row in page.rows]
        if page.next_id is None:
            break
        turn = Turn(after=page.next_id)
    back, turn = [], Turn(last=True)
    while True:
        page = directory.page(EVERYWHERE, Filters(**filters), turn, limit=limit)
        back = [row.name for row in page.rows] + back
        if page.previous_id is None:
            break
        turn = Turn(before=page.previous_id)
    assert (there, back) == (everybody, everybody)


def test_who_has_no_post_or_left_is_seen_only_from_everywhere(office):
    db.session.add(Employee(nip="199001012020011001", name="Baru Datang", kind="cpns"))
    gone = db.session.execute(select(Employee).where(Employee.name == "Citra Dewi")).scalar_one()
    gone.active = False
    refresh_directory()
    db.session.commit()
    assert "Baru Datang" in names()
    assert "Citra Dewi" not in names()
    assert names(active=False) == ["Citra Dewi"]
    limited = Reach(frozenset({office.path}))
    assert names(limited) == ["Ahmad Budiman", "Budi Santoso, S.Pd.", "Nur'aini, S.Sn."]
    assert names(limited, active=None) == names(limited)
    assert names(Reach()) == []


def test_another_government_is_not_seen(office, joko):
    with scope.within(joko.government_id):
        refresh_directory()
        db.session.commit()
        assert names() == [joko.name]
        assert names(text="budi") == []
        assert names(unit_path=office.path) == []


def test_newcomers_find_their_place_and_a_used_up_gap_is_numbered_anew(office, monkeypatch):
    before = names()
    for count in range(40):  # each one between Ahmad and the one before: the gap halves each time
        someone = Employee(nip=f"19900101202001{1000 + count}", name=f"Ahmad C{'b' * (40 - count)}", kind="pns")
        db.session.add(someone)
        db.session.flush()
        refresh_directory([someone.id])
    db.session.commit()
    added = [f"Ahmad C{'b' * (40 - count)}" for count in range(40)]
    assert names(limit=100) == sorted([*before, *added], key=str.lower)


def test_a_new_name_finds_a_new_place(office):
    someone = db.session.execute(select(Employee).where(Employee.name == "Zulkifli")).scalar_one()
    someone.name, someone.sort_name = "Agus Zulkifli", "agus zulkifli"
    refresh_directory([someone.id])
    db.session.commit()
    assert names()[0] == "Agus Zulkifli"
    assert names(text="zul") == ["Agus Zulkifli"]


def plan_of(filters):
    """How the database would read the places of a page, small tables or not."""
    plan = directory._plan(EVERYWHERE, filters)
    statement = places.found(plan.how, hides=False).params(plan.within(*plan.bounds, 25))
    written = str(statement.compile(db.engine, compile_kwargs={"literal_binds": True, "render_postcompile": True}))
    connection = db.session.connection()
    if connection.dialect.name == "sqlite":
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {written}")
        return " ".join(row[3] for row in rows)
    connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
    return " ".join(row[0] for row in connection.exec_driver_sql(f"EXPLAIN {written.replace('%', '%%')}"))


def test_the_list_is_read_in_the_order_of_places(office):
    plan = plan_of(Filters(active=None))
    assert "INTEGER PRIMARY KEY" in plan or "using pk_directory_entry" in plan
    assert "SCAN" not in plan
    assert "Sort" not in plan
    assert "TEMP B-TREE" not in plan


def test_a_unit_is_read_from_the_index_on_paths(office):
    assert "ix_directory_entry_government_id_unit_path" in plan_of(Filters(unit_path=office.path))


def test_words_are_read_from_the_search_index(office):
    plan = plan_of(Filters(text="budi", tier="pelaksana"))
    assert "VIRTUAL TABLE INDEX" in plan or "@@" in plan
    assert "TEMP B-TREE" not in plan


def long_words():
    """Those SQLite's index knows one by one; PostgreSQL needs no such list."""
    if db.engine.dialect.name != "sqlite":
        return None
    return set(db.session.execute(text("SELECT word FROM directory_search_word")).scalars())


def test_long_words_are_found_by_their_beginnings_and_forgotten_with_the_last_who_bears_them(office):
    person = db.session.execute(select(Employee).where(Employee.name == "Zulkifli")).scalar_one()
    assert names(text="zulkif") == names(text="zulkifli") == ["Zulkifli"]
    assert names(text="zulkiflis") == []
    person.name, person.sort_name = "Zulkarnain", "zulkarnain"
    refresh_directory([person.id])
    db.session.commit()
    assert names(text="zulkif") == []
    assert names(text="zulkarn") == ["Zulkarnain"]
    assert names(text="perhubungan") == ["Zulkarnain"]
    assert long_words() is None or ("zulkarnain" in long_words() and "zulkifli" not in long_words())
    refresh_directory()
    assert names(text="zulkarn") == ["Zulkarnain"]


def test_a_beginning_of_very_many_long_words_finds_them_all(office):
    for number in range(places.WORDS_AT_MOST + 6):
        make_employee(f"Kartika{chr(97 + number // 26)}{chr(97 + number % 26)}")
    refresh_directory()
    assert len(names(text="kartik", limit=200)) == places.WORDS_AT_MOST + 6
    assert names(text="kartikacb") == ["Kartikacb"]
