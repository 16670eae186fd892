"""Whatever part of a table comes: twice changes nothing, and undoing brings every row back."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.base.database import db
from app.imports.headings import ImportKind
from app.imports.models import ImportRun
from app.organisation.models import PositionTier
from tests.support.builders import make_employee, make_position, make_unit
from tests.support.examples import examples
from tests.support.tables import apply, bring, counts, everything, of_dicts, undo

FEW = examples(6)
NIPS = [f"199{index}01012020011001" for index in range(5)] + ["199001012020212001"]
UNITS = ["Dinas Kesehatan", "DINAS  PENDIDIKAN", "Dinas Antah Berantah"]


def siasn(index, title, unit, rank, year):
    return {
        "nip": NIPS[index],
        "name": f"ORANG {'ABCDEF'[index]}",
        "back": "S.E." if index % 2 else "",
        "kind": "PPPK" if index == 5 else "PNS",
        "rank": "IX" if index == 5 else rank,
        "title": title,
        "position_type": "Jabatan Pelaksana",
        "position_from": date(year, 1, 2),
        "unit": UNITS[unit],
    }


ROWS = {
    ImportKind.SIASN: st.lists(
        st.builds(
            siasn,
            st.integers(0, 5),
            st.sampled_from(["Arsiparis", "Analis", "Kepala Bidang"]),
            st.integers(0, 2),
            st.sampled_from(["III/a", "III.b", "salah"]),
            st.integers(2019, 2025),
        ),
        min_size=1,
        max_size=8,
    ),
    ImportKind.UNITS: st.lists(
        st.fixed_dictionaries(
            {
                "unit": st.sampled_from(["Dinas Kesehatan", "Dinas Pendidikan", "Bidang A", "Bidang B", "Seksi C"]),
                "parent": st.sampled_from(["", "Dinas Kesehatan", "Dinas Pendidikan", "Bidang A", "Bidang B"]),
            },
            optional={"code": st.sampled_from(["1", "2", "3"]), "starts_on": st.just("02-01-2024")},
        ),
        min_size=1,
        max_size=6,
    ),
    ImportKind.POSITIONS: st.lists(
        st.fixed_dictionaries(
            {
                "title": st.sampled_from(["Arsiparis", "Analis", "Kepala Bidang", "Kepala Seksi"]),
                "unit": st.sampled_from(UNITS),
                "tier": st.sampled_from(["Pelaksana", "Administrator", "Eselon IV"]),
            },
            optional={
                "superior": st.sampled_from(["Kepala Bidang", "Arsiparis", "Analis"]),
                "grade": st.integers(1, 18).map(str),
                "starts_on": st.just("02-01-2024"),
            },
        ),
        min_size=1,
        max_size=6,
    ),
    ImportKind.PLACEMENTS: st.lists(
        st.fixed_dictionaries(
            {
                "nip": st.sampled_from(NIPS[:3]),
                "title": st.sampled_from(["Arsiparis", "Kepala Bidang"]),
                "unit": st.just("Dinas Kesehatan"),
                "starts_on": st.integers(2019, 2024).map(lambda year: date(year, 1, 2)),
            },
            optional={
                "placement_kind": st.sampled_from(["Definitif", "Plt"]),
                "ends_on": st.integers(2020, 2026).map(lambda year: date(year, 1, 2)),
            },
        ),
        min_size=1,
        max_size=6,
    ),
    ImportKind.STANDARDS: st.lists(
        st.fixed_dictionaries(
            {
                "title": st.sampled_from(["Arsiparis", "Kepala Bidang"]),
                "unit": st.just("Dinas Kesehatan"),
                "competency": st.sampled_from(["M.5", "Integritas", "m.3"]),
                "level": st.integers(1, 6).map(str),
            },
            optional={"valid_from": st.sampled_from(["02-01-2024", "02-01-2025"])},
        ),
        min_size=1,
        max_size=6,
    ),
    ImportKind.TRAININGS: st.lists(
        st.fixed_dictionaries(
            {
                "nip": st.sampled_from(NIPS[:3]),
                "training": st.sampled_from(["Pelayanan Prima", "Kearsipan"]),
                "hours": st.sampled_from(["8", "13,5", "0"]),
            },
            optional={
                "year": st.sampled_from(["2023", "2024"]),
                "starts_on": st.just(date(2024, 3, 4)),
                "certificate": st.sampled_from(["1/2024", "2/2024"]),
            },
        ),
        min_size=1,
        max_size=6,
    ),
}


@pytest.fixture
def town(sari):
    """Two units, two posts, and two people of whom one holds a post."""
    health = make_unit("Dinas Kesehatan")
    make_unit("Dinas Pendidikan")
    post = make_position("Arsiparis", unit=health)
    make_position("Kepala Bidang", unit=health, tier=PositionTier.ADMINISTRATOR)
    make_employee("Orang A", nip=NIPS[0], position_id=post.id)
    make_employee("Orang B", nip=NIPS[1])
    return sari


@pytest.mark.parametrize("kind", ROWS, ids=lambda kind: kind.value)
def test_twice_changes_nothing_and_undoing_restores_every_row(kind, town):
    @FEW
    @given(ROWS[kind])
    def hold(rows):
        before = everything()
        content = of_dicts(kind, rows)
        run = bring(content, town, kind=kind)
        assert everything() == before
        assert sum(counts(run).values()) == len(rows)
        if not run.new and not run.changed:
            return
        assert apply(run, town).status == "applied"
        after = everything()
        again = bring(content, town, kind=kind)
        assert (again.new, again.changed) == (0, 0)
        assert everything() == after
        run = undo(db.session.get_one(ImportRun, run.id), town)
        assert run.status == "undone"
        assert everything() == before

    hold()
