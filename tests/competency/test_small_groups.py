"""Nobody who may not see the people learns of a small group, whatever they ask for and however they subtract."""

import itertools
from fractions import Fraction

from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy import delete, insert

from app.access.permissions import Role
from app.access.visitor import Reach
from app.base.clock import today
from app.base.database import db
from app.competency.models.gaps import EVERY_TIER, WHOLE_GOVERNMENT, GapState, GapSummary, UnitSummary
from app.competency.queries import heatmap as queries
from app.competency.rules.groups import SMALLEST_GROUP
from app.organisation.models import OrgUnit, PositionTier
from tests.support.builders import LONG_AGO, competency_id, make_employee
from tests.support.competency import assess, dinas, work_out
from tests.support.examples import examples

NOW, BEFORE = "2026-2", "2026-1"
PARTS = ((NOW, "pelaksana"), (NOW, "pengawas"), (BEFORE, "pelaksana"), (BEFORE, "pengawas"))


def this_day():
    return today("Asia/Jakarta")


# Each unit names one that was drawn before it, or the top (0).
trees = st.integers(1, 6).flatmap(lambda count: st.tuples(*(st.integers(0, place) for place in range(count))))


@st.composite
def cubes(draw):
    """A tree of units, who stands directly in each by half-year and tier, how many of them were assessed, and which
    units the viewer's own people are in."""
    parents = draw(trees)
    people = {}
    for place, part in itertools.product(range(len(parents) + 1), PARTS):
        count = draw(st.sampled_from((0, 0, 1, 2, 4, 5, 9)))
        people[place, part] = (count, draw(st.integers(0, count)))
    return parents, people, draw(st.sets(st.integers(1, len(parents)), max_size=2))


class Cube:
    """A drawn cube as it stands in the database."""

    def __init__(self, government_id, parents, people, mine):
        for model in (GapSummary, UnitSummary, GapState, OrgUnit):
            db.session.execute(delete(model))
        self.parents, self.people, self.government_id = parents, people, government_id
        self.root = self._unit("Pemerintah", None, "/")
        self.ids, self.paths = [self.root], {self.root: f"/{self.root}/"}
        for place, parent in enumerate(parents, start=1):
            self.ids.append(self._unit(f"Unit {place}", self.ids[parent], self.paths[self.ids[parent]]))
            self.paths[self.ids[-1]] = f"{self.paths[self.ids[parent]]}{self.ids[-1]}/"
        db.session.add(GapState(day=this_day(), period=NOW, asked=1, done=1))
        self._write()
        db.session.commit()
        self.reach = Reach(frozenset(self.paths[self.ids[one]] for one in mine))

    def _unit(self, name, parent_id, above):
        one = OrgUnit(name=name, kind="unit", parent_id=parent_id, starts_on=LONG_AGO, path="")
        db.session.add(one)
        db.session.flush()
        one.path = f"{above}{one.id}/"
        return one.id

    def below(self, number):
        """The places of a unit and of everything below it."""
        inside = self.paths[number]
        return [place for place, one in enumerate(self.ids) if self.paths[one].startswith(inside)]

    def total(self, places, parts):
        return [sum(self.people[place, part][what] for place in places for part in parts) for what in (0, 1)]

    def _write(self):
        sums, units = [], []
        for (period, tier), number in itertools.product(itertools.product((NOW, BEFORE), ("", *_TIERS)), self.ids):
            parts = [(period, one) for one in ([tier] if tier else _TIERS)]
            people, assessed = self.total(self.below(number), parts)
            key = {"period": period, "tier": tier, "government_id": self.government_id}
            for unit_id in [number, WHOLE_GOVERNMENT] if number == self.root else [number]:
                zero = {"below": 0, "expired": 0, "required": assessed, "measured": assessed, "gap": 0}
                counted = {"people": people, "assessed": assessed}
                sums.append(key | {"unit_id": unit_id, "competency_id": competency_id("M.5")} | counted | zero)
                more = {"meeting": 0, "match_total": 0, "index_total": 0}
                units.append(key | {"unit_id": unit_id} | counted | more)
        db.session.connection().execute(insert(GapSummary.__table__), sums)
        db.session.connection().execute(insert(UnitSummary.__table__), units)


_TIERS = ("pelaksana", "pengawas")


def told_of(cube):
    """Everything a viewer can get: for people and for assessed ones, what is known exactly of which units and parts."""
    told = {"people": {}, "assessed": {}}
    for number in (None, *cube.ids):
        unit = queries.unit_named(number) if number else None
        for period, tier in ((NOW, EVERY_TIER), (BEFORE, EVERY_TIER), (NOW, "pelaksana")):
            found = queries.heatmap(cube.reach, period, day=this_day(), unit=unit, tier=tier, limit=None)
            parts = _parts(period, tier) if found.whole.is_open else _parts(NOW, EVERY_TIER)
            for row in (*found.rows, found.whole):
                places = tuple(cube.below(row.unit_id or cube.root))
                cell = row.cells.get(competency_id("M.5"))
                if row.people is not None:
                    told["people"][places, parts] = row.people
                if cell is not None and not cell.hidden:
                    told["assessed"][places, parts] = cell.assessed
            cell, is_open = queries.cell_of(
                cube.reach, period, competency_id("M.5"), day=this_day(), unit=unit, tier=tier
            )
            if not cell.hidden:
                parts = _parts(period, tier) if is_open else _parts(NOW, EVERY_TIER)
                told["assessed"][tuple(cube.below(number or cube.root)), parts] = cell.assessed
    return told


def _parts(period, tier):
    return tuple((period, one) for one in ([tier] if tier else _TIERS))


class Known:
    """What follows from some sums by adding and subtracting, by exact elimination."""

    def __init__(self, sums, leaves):
        self.leaves, self.rows = leaves, {}
        for one in sums:
            rest = self._rest(one)
            first = next((place for place, value in enumerate(rest) if value), None)
            if first is not None:
                self.rows[first] = [value / rest[first] for value in rest]

    def _rest(self, wanted):
        rest = [Fraction(leaf in wanted) for leaf in self.leaves]
        for first, row in sorted(self.rows.items()):
            if share := rest[first]:
                rest = [here - share * there for here, there in zip(rest, row, strict=True)]
        return rest

    def tells(self, wanted):
        return not any(self._rest(wanted))


def drawn_as(parents, sizes, mine):
    """A cube whose units have so many people of one tier now, all of them assessed, and as many a half-year ago."""
    people = dict.fromkeys(itertools.product(range(len(parents) + 1), PARTS), (0, 0))
    for place, count in sizes.items():
        people[place, (NOW, "pelaksana")] = people[place, (BEFORE, "pelaksana")] = (count, count)
    return parents, people, mine


# A superior's nine stand below a unit with three others: whoever is told of the twelve can subtract.
@example(drawn_as((0, 1, 1, 0), {2: 9, 3: 3, 4: 9}, {2}))
@example(drawn_as((0, 0, 1, 1), {2: 9, 3: 3, 4: 8}, set()))
@examples(15)
@given(cubes())
def test_no_small_group_follows_from_everything_told(bungo, drawn):
    cube = Cube(bungo.id, *drawn)
    leaves = list(itertools.product(range(len(cube.ids)), PARTS))
    mine = {place for place, number in enumerate(cube.ids) if cube.reach.covers(cube.paths[number])}
    groups = [[place] for place in range(len(cube.ids))] + [cube.below(number) for number in cube.ids]
    cuts = [*((one,) for one in PARTS), _parts(NOW, EVERY_TIER), _parts(BEFORE, EVERY_TIER)]
    for index, told in enumerate(told_of(cube).values()):
        for (places, parts), value in told.items():
            assert value == sum(cube.people[leaf][index] for leaf in itertools.product(places, parts))
        sums = [set(itertools.product(*one)) for one in told] + [{leaf} for leaf in leaves if leaf[0] in mine]
        known = Known(sums, leaves)
        for group, parts in itertools.product(groups, cuts):
            closed = set(itertools.product(set(group) - mine, parts))
            if 0 < sum(cube.people[leaf][index] for leaf in closed) < SMALLEST_GROUP:
                assert not known.tells(closed), (group, parts)


def test_what_is_asked_of_half_years_and_tiers_is_not_answered_to_others(visit, bungo, sari):
    """The page, the cell, the downloads and the address typed by hand: the present of all tiers, with means alone."""
    assessor = make_employee("Asep Asesor", roles=[Role.ASSESSOR])
    unit, people = dinas("Dinas Besar", 9, tier=PositionTier.PENGAWAS)
    for one in people:
        assess(one, competency_id("M.5"), 1)
    work_out()
    state = db.session.get_one(GapState, bungo.id)
    columns = [one.name for one in GapSummary.__table__.c]
    rows = db.session.execute(GapSummary.__table__.select().where(GapSummary.unit_id == unit.id)).all()
    older = [dict(zip(columns, row, strict=True)) | {"period": "2024-1", "measured": 45, "gap": 36} for row in rows]
    db.session.connection().execute(insert(GapSummary.__table__), older)
    db.session.connection().execute(
        insert(UnitSummary.__table__),
        [
            {"period": "2024-1", "tier": "", "unit_id": number, "government_id": bungo.id, "people": 9, "assessed": 9}
            | {"meeting": 0, "match_total": 0, "index_total": 0}
            for number in (WHOLE_GOVERNMENT, unit.id)
        ],
    )
    db.session.commit()
    assert state.period != "2024-1"
    past = {"periode": "2024-1", "kotak": unit.id, "kompetensi": competency_id("M.5")}
    assert "kurang 4,0 level" in visit(sari).open("competency.show_heatmap", **past).text
    for asked in (past, past | {"jenjang": PositionTier.PENGAWAS.value, "unit": unit.id}):
        page = visit(assessor).open("competency.show_heatmap", **asked)
        assert "4,0" not in page.text
        assert "Semester I 2024" not in page.text
        assert "Dari semester ke semester" not in page.text
        assert "Periode penilaian" not in page.text
    present = visit(assessor).download("competency.download_heatmap_csv").text
    assert visit(assessor).download("competency.download_heatmap_csv", periode="2024-1").text == present
    line = next(one for one in present.splitlines() if one.startswith("Dinas Besar;n < 5;Pelayanan Publik"))
    assert ";Pelayanan Publik;;;;2,0;1,0;1,0;" in line
    assert visit(sari).download("competency.download_heatmap_csv", periode="2024-1").text != present
