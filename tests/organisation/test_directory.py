"""The directory of people: who is found, in which order, how far somebody sees, and how it is asked."""

import pytest
from sqlalchemy import select

from app.access.visitor import EVERYWHERE, Reach
from app.base import scope
from app.base.database import db
from app.organisation.models import DirectoryWord, Employee, OrgUnit, PositionTier
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


def path_of(name):
    return db.session.execute(select(OrgUnit.path).where(OrgUnit.name == name)).scalar_one()


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


@pytest.mark.parametrize("sizes", [{}, {"EASY": 0}, {"SMALL_UNIT": 0}], ids=str)
def test_filters_by_unit_tier_and_kind(office, monkeypatch, sizes):
    """However many people the unit and the words have, and so however it is asked."""
    for name, size in sizes.items():
        monkeypatch.setattr(directory, name, size)
    assert names(unit_path=office.path) == ["Ahmad Budiman", "Budi Santoso, S.Pd.", "Citra Dewi", "Nur'aini, S.Sn."]
    assert names(unit_path=office.path, text="bud", tier="pelaksana") == ["Ahmad Budiman", "Citra Dewi"]
    assert names(unit_path=office.path, text="dikan sekolah") == []  # words by their beginnings, not by their middles
    assert names(unit_path=office.path, text="pend sekolah") == ["Ahmad Budiman", "Budi Santoso, S.Pd."]
    assert names(unit_path=office.path, text="zulkifli") == []
    assert names(Reach(frozenset({office.path})), tier="pelaksana") == ["Ahmad Budiman", "Citra Dewi"]
    assert directory.count(EVERYWHERE, Filters(unit_path=office.path, text="bud")) == 3
    assert names(tier="jf_ahli_muda") == ["Budi Santoso, S.Pd."]
    assert names(kind="pppk") == []


@pytest.mark.parametrize("field", ["tier", "kind"])
@pytest.mark.parametrize("asked", ['"OR z* OR"x', "'|z:*|'x", '"OR z*', "'|z:*", '"', "'", "a:b", "staf"])
def test_what_is_no_tier_or_kind_finds_nobody(office, field, asked):
    """Filters are written into what the search index is asked: nothing may be asked for besides, beyond one's reach."""
    reach = Reach(frozenset({office.path}))
    assert "Zulkifli" not in names(reach)
    assert names(reach, **{field: asked}) == []
    assert directory.count(reach, Filters(**{field: asked})) == 0


def test_a_unit_of_any_depth_holds_its_own_people_and_those_below(office):
    """Deeper than the levels the directory knows, too."""
    units = [office]
    for depth in range(2, 10):
        units.append(make_unit(f"Bagian {depth}", parent=units[-1]))
        make_employee(f"Orang {depth}", position_id=make_position("Staf", unit=units[-1]).id)
    beside = make_unit("Bagian lain", parent=units[-2])
    make_employee("Orang lain", position_id=make_position("Staf", unit=beside).id)
    refresh_directory()
    db.session.commit()
    for depth in range(2, 10):
        below = [f"Orang {one}" for one in range(depth, 10)] + (["Orang lain"] if depth < 9 else [])
        path = units[depth - 1].path
        assert names(unit_path=path) == names(Reach(frozenset({path}))) == below
        assert names(unit_path=path, text="orang") == below
        assert directory.count(EVERYWHERE, Filters(unit_path=path)) == len(below)
    assert names(unit_path=beside.path) == ["Orang lain"]


def test_a_unit_outside_ones_reach_is_empty_and_one_above_it_shows_what_is_within(office):
    schools, arts = (path_of(name) for name in ("Bidang Sekolah Dasar", "Bidang Seni"))
    reach = Reach(frozenset({schools, arts}))
    assert names(reach) == ["Ahmad Budiman", "Budi Santoso, S.Pd.", "Citra Dewi"]
    assert names(reach, unit_path=office.path) == names(reach)
    assert names(reach, unit_path=arts) == ["Citra Dewi"]
    assert names(Reach(frozenset({arts})), unit_path=office.path) == ["Citra Dewi"]
    assert names(Reach(frozenset({arts})), unit_path=schools) == []
    assert names(Reach(frozenset({office.path, arts})), text="bud") == names(unit_path=office.path, text="bud")


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
    step = directory._Step(plan.how, *plan.bounds, plan.indexed)
    statement = places.found(plan.statement(step)).params(plan.within(step, 25))
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


def test_a_unit_is_read_from_the_index_of_its_level_and_not_sorted(office):
    for path, level in ((office.path, 1), (path_of("Bidang Seni"), 2)):
        plan = plan_of(Filters(unit_path=path))
        # With so few people walking all names costs PostgreSQL the same.
        assert f"ix_directory_entry_unit_{level}" in plan or "using pk_directory_entry" in plan
        assert "Sort" not in plan
        assert "TEMP B-TREE" not in plan


def test_words_are_read_from_the_search_index(office):
    plan = plan_of(Filters(text="budi", tier="pelaksana"))
    assert "VIRTUAL TABLE INDEX" in plan or "Index Scan on directory_search_words" in plan
    assert "TEMP B-TREE" not in plan


def known_words():
    """The words that what is typed is looked up in, with how many people have them."""
    return dict(db.session.execute(select(DirectoryWord.word, DirectoryWord.people)).all())


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
    assert "zulkarnain" in known_words()
    assert "zulkifli" not in known_words()
    refresh_directory()
    assert names(text="zulkarn") == ["Zulkarnain"]
    assert known_words()["pendidikan"] == 4


def test_words_of_another_government_are_not_looked_up(office, joko):
    with scope.within(joko.government_id):
        make_employee("Zulkarnain")
        refresh_directory()
        db.session.commit()
        assert "zulkarnain" in known_words()
    assert "zulkarnain" not in known_words()


def test_a_beginning_of_very_many_long_words_finds_them_all(office):
    for number in range(places.WORDS_AT_MOST + 6):
        make_employee(f"Kartika{chr(97 + number // 26)}{chr(97 + number % 26)}")
    refresh_directory()
    assert len(names(text="kartik", limit=200)) == places.WORDS_AT_MOST + 6
    assert names(text="kartikacb") == ["Kartikacb"]


GIVEN, FAMILY = ("Budi", "Budiman", "Citra", "Sri"), ("Santoso", "Lestari", "Zega")


@pytest.fixture
def crowd(office, monkeypatch):
    """Forty-eight people of whom PostgreSQL walks two and looks up two more nearby, as if they were very many."""
    monkeypatch.setattr(directory, "WALKED", directory.GAP)
    monkeypatch.setattr(directory, "NEARBY", 2 * directory.GAP)
    monkeypatch.setattr(directory, "RARE", 2)
    monkeypatch.setattr(directory, "COUNTED_AT_MOST", 20)
    posts = [make_position(title, unit=office).id for title in ("Arsiparis", "Analis Lestari")]
    for number in range(48):
        name = f"{GIVEN[number % 4]} {FAMILY[number % 3]} {chr(97 + number // 26)}{chr(97 + number % 26)}"
        make_employee(name, position_id=posts[number % 2])
    refresh_directory()
    db.session.commit()
    return names(limit=100)


@pytest.mark.parametrize("limit", [1, 5, 100])
@pytest.mark.parametrize(
    ("typed", "is_in_names_only"),
    [("b", False), ("budi", True), ("budi z", True), ("le", False), ("sri a", False), ("zega aa", True)],
)
def test_nobody_is_missed_or_found_twice_however_frequent_the_words_are(crowd, typed, is_in_names_only, limit):
    def holds(name):
        words = directory.searchable(name)
        return all(any(one.startswith(word) for one in words) for word in directory.searchable(typed))

    plainly = [name for name in crowd if holds(name)]
    first = [name for name in plainly if " ".join(directory.searchable(name)).startswith(typed)]
    if is_in_names_only:
        assert names(text=typed, limit=100) == first + [name for name in plainly if name not in first]
    there, turn = [], Turn()
    while turn is not None:
        page = directory.page(EVERYWHERE, Filters(text=typed), turn, limit=limit)
        there += [row.name for row in page.rows]
        turn = Turn(after=page.next_id) if page.next_id else None
    back, turn = [], Turn(last=True)
    while turn is not None:
        page = directory.page(EVERYWHERE, Filters(text=typed), turn, limit=limit)
        back = [row.name for row in page.rows] + back
        turn = Turn(before=page.previous_id) if page.previous_id else None
    assert there == back == names(text=typed, limit=100)
    assert len(there) == len(set(there)) >= len(plainly)
    assert directory.count(EVERYWHERE, Filters(text=typed)) == min(len(there), 21)
