"""Nothing hidden follows from everything that is told of waves: by exact elimination over random cubes (security N6).

What is told is read from where every page, export, chart and comparison reads it: the stored nodes and figures.
"""

import itertools
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy import delete, select

from app.base.database import db
from app.base.suppression import hidden_in_tree
from app.surveys.models import (
    Direction,
    FigureKind,
    ItemKind,
    NodeKind,
    SurveyAnswer,
    SurveyFigure,
    SurveyGroup,
    SurveyNode,
    SurveyWave,
    WaveInstrument,
)
from app.surveys.queries.plans import plan_of
from tests.support.builders import make_unit
from tests.support.examples import examples
from tests.support.surveys import ELEMENTS, REACTIONS, SEVEN, make_instrument, make_wave

SMALLEST = 5
SMALLEST_CLASS = 10


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


def subsets(leaves):
    for size in range(1, len(leaves) + 1):
        yield from map(set, itertools.combinations(leaves, size))


# --- the rule by itself ------------------------------------------------------------------------------------------


@st.composite
def trees(draw):
    """Parents before children, and a count for each leaf."""
    size = draw(st.integers(1, 11))
    parents = [None, *(draw(st.integers(0, place)) for place in range(size - 1))]
    leaves = [node for node in range(size) if node not in parents]
    counts = {leaf: draw(st.sampled_from((0, 1, 2, 3, 4, 5, 6, 9, 12))) for leaf in leaves}
    forced = draw(st.sets(st.integers(0, size - 1), max_size=1))
    empty = {leaf for leaf, count in counts.items() if count == 0 and draw(st.booleans())}
    return parents, counts, forced, empty


def below(parents, node):
    """The leaves of a node."""
    found = [one for one, parent in enumerate(parents) if parent == node]
    return {node} if not found else set().union(*(below(parents, one) for one in found))


@examples(300)
@given(trees())
def test_no_group_below_the_minimum_follows_from_what_is_shown(tree):
    parents, counts, forced, empty = tree
    hidden = hidden_in_tree(parents, counts, minimum=SMALLEST, forced=forced, empty=empty)
    assert forced <= hidden
    leaves = sorted(set(counts) - empty)
    shown = [below(parents, node) - empty for node in range(len(parents)) if node not in hidden]
    known = Known(shown, leaves)
    for group in subsets(leaves):
        if known.tells(group):
            assert sum(counts[leaf] for leaf in group) >= SMALLEST, (group, hidden)


@examples(300)
@given(trees())
def test_nothing_is_hidden_in_vain(tree):
    """What is hidden for its size does not follow from what is shown, so nothing else says it either."""
    parents, counts, _forced, empty = tree
    hidden = hidden_in_tree(parents, counts, minimum=SMALLEST, empty=empty)
    leaves = sorted(set(counts) - empty)
    known = Known([below(parents, node) - empty for node in range(len(parents)) if node not in hidden], leaves)
    for node in hidden:
        assert not known.tells(below(parents, node) - empty), (node, hidden)


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ((9, 4), {1, 2}),
        ((9, 6), set()),
        ((9, 8, 5, 3), {3, 4}),
        ((2, 2, 9, 7), {1, 2, 4}),
        ((2, 1), {0, 1, 2}),
        ((5, 5, 5), set()),
    ],
)
def test_the_published_cases(counts, hidden):
    """Culture Amp's two, and those of the domain reference (section 4): total 0, units 1, 2, …"""
    assert hidden_in_tree([None] + [0] * len(counts), dict(enumerate(counts, start=1))) == hidden


def test_two_small_groups_are_not_shown_by_their_sum():
    """Two and two make four: the total without the others would tell what those four said."""
    parents = [None, 0, 0, 0]
    assert hidden_in_tree(parents, {1: 2, 2: 2, 3: 9}) == {1, 2, 3}


def test_people_who_answered_nothing_are_told_so_where_nobody_did():
    assert hidden_in_tree([None, 0, 0, 0], {1: 0, 2: 9, 3: 9}, empty={1}) == frozenset()
    assert hidden_in_tree([None, 0, 0, 0], {1: 0, 2: 9, 3: 9}) == {1, 2}


def test_a_branch_gives_up_as_much_as_it_takes():
    """The small unit beside a branch whose own parts are all shown: one of these parts goes with it."""
    parents = [None, 0, 0, 2, 2]
    assert hidden_in_tree(parents, {1: 3, 3: 9, 4: 6}) == {1, 2, 4}


# --- what is stored ----------------------------------------------------------------------------------------------


@st.composite
def cubes(draw):
    """Units in a tree, groups at some of them, and for each group how many skipped what of a five-item instrument."""
    parents = draw(st.integers(1, 5).flatmap(lambda size: st.tuples(*(st.integers(0, place) for place in range(size)))))
    groups = {}
    for place in range(len(parents) + 1):
        if draw(st.booleans()) or not groups:
            done = draw(st.sampled_from((0, 1, 3, 4, 5, 7, 11)))
            skipped = [draw(st.integers(0, min(done, 3))) for _element in ELEMENTS]
            asked_more = draw(st.integers(0, done))
            groups[place] = (done, skipped, asked_more)
    return parents, groups


def answers_of(done, skipped, asked_more):
    """``skipped`` counts people without an answer to each element, ``asked_more`` those a branch led further."""
    rows = []
    for person in range(done):
        row = [None if person < without else (person + place) % 5 for place, without in enumerate(skipped)]
        rows.append([*row, person % 5 if person >= done - asked_more else None])
    return rows


@pytest.fixture
def asked(bungo):
    more = {"code": "LAGI", "kind": ItemKind.SINGLE, "text": "Mengapa?", "options": ["a", "b", "c", "d", "e"]}
    return make_instrument("Denyut", more=[more])


def clean():
    for model in (SurveyFigure, SurveyNode, SurveyAnswer, SurveyGroup, WaveInstrument, SurveyWave):
        db.session.execute(delete(model))
    db.session.commit()


def build(asked, drawn, **facts):
    parents, groups = drawn
    top = make_unit("Pemerintah")
    paths = [f"/{top.id}/"]
    for place, parent in enumerate(parents, start=1):
        paths.append(f"{paths[parent]}{1000 + place}/")
    answers = {paths[place]: answers_of(*what) for place, what in groups.items()}
    return make_wave(top, [asked], answers, **facts), {paths[place]: what for place, what in groups.items()}


def told_of(wave, groups):
    """For every subject what is told exactly: of which groups, and how many answers."""
    nodes = db.session.execute(select(SurveyNode).where(SurveyNode.wave_id == wave.id)).scalars().all()
    members = {}
    for node in nodes:
        own = [path for path in groups if path.startswith(node.unit_path)]
        members[node.id] = [node.unit_path] if node.kind == NodeKind.OWN else own
    told = {("done", 0): {node.id: node.done for node in nodes if node.is_shown}}
    for row in db.session.execute(select(SurveyFigure).where(SurveyFigure.wave_id == wave.id)).scalars():
        told.setdefault((row.kind, row.subject_id), {})
        if row.is_shown:
            told[row.kind, row.subject_id][row.node_id] = row.n
        else:
            assert (row.n, row.mean, row.sd, row.low, row.high, row.favourable) == (None,) * 6
            assert not row.details
            assert not row.change
    return members, told


def answered(groups, subject, plan):
    """By group how many answers a subject has."""
    kind, number = subject
    places = {one.id: place for place, one in enumerate(plan.dimensions)}
    items = {item.id: place for place, item in enumerate(plan.items)}

    def count(done, skipped, asked_more):
        if kind == "done":
            return done
        if kind == FigureKind.DIMENSION:
            return done - skipped[places[number]]
        if kind == FigureKind.ITEM:
            place = items[number]
            return asked_more if place >= len(skipped) else done - skipped[place]
        return done - max(skipped)

    return {path: count(*what) for path, what in groups.items()}


def check(wave, groups):
    plan = plan_of(wave.id)
    members, told = told_of(wave, groups)
    peopled = sorted(path for path, (done, *_rest) in groups.items() if done)
    for subject, shown in told.items():
        counts = answered(groups, subject, plan)
        for node, n in shown.items():
            assert n == sum(counts[path] for path in members[node])
        known = Known([set(members[node]) & set(peopled) for node in shown], peopled)
        least = SMALLEST_CLASS if subject[0] in {FigureKind.BARRIERS, FigureKind.SEGMENTS} else SMALLEST
        for group in subsets(peopled):
            if known.tells(group):
                assert sum(counts[path] for path in group) >= least, (subject, group)
    everywhere = set(told["done", 0])
    for shown in told.values():
        assert set(shown) <= everywhere
    scores = {node for subject, shown in told.items() if subject[0] == FigureKind.SCORE for node in shown}
    for one in plan.dimensions:
        assert set(told.get((FigureKind.DIMENSION, one.id), {})) >= scores


def drawn_as(parents, sizes):
    return parents, {place: (size, [0] * 5, size) for place, size in sizes.items()}


@example(drawn_as((0, 0), {1: 9, 2: 4}))
@example(drawn_as((0, 1, 1), {0: 11, 2: 3, 3: 7}))
@example(((0, 0, 0), {1: (11, [0] * 5, 0), 2: (11, [0] * 5, 3), 3: (11, [0] * 5, 9)}))
@examples(25)
@given(cubes())
def test_no_small_group_follows_from_everything_stored(asked, drawn):
    clean()
    check(*build(asked, drawn))


@examples(10)
@given(cubes(), cubes())
def test_two_waves_compare_only_what_both_may_tell(asked, before, after):
    clean()
    first, groups = build(asked, before)
    check(first, groups)
    shown = {
        (node.unit_path, node.kind, figure.subject_id)
        for node, figure in db.session.execute(
            select(SurveyNode, SurveyFigure).where(SurveyFigure.node_id == SurveyNode.id, SurveyFigure.is_shown)
        )
    }
    second = make_wave(
        make_unit("Pemerintah"),
        [asked],
        {path: answers_of(*(after[1].get(place) or what)) for place, (path, what) in enumerate(groups.items())},
        previous_id=first.id,
    )
    statement = select(SurveyNode, SurveyFigure).where(
        SurveyFigure.node_id == SurveyNode.id, SurveyFigure.wave_id == second.id
    )
    for node, figure in db.session.execute(statement):
        if figure.change:
            assert figure.is_shown
            assert (node.unit_path, node.kind, figure.subject_id) in shown


def test_a_trait_is_told_of_everybody_together_and_of_no_unit(bungo):
    top = make_unit("Kabupaten")
    one, two = make_unit("Satu", parent=top), make_unit("Dua", parent=top)
    facts = {"direction": Direction.HIGH_IS_BAD, "is_trait": True}
    trait = make_instrument("Kecenderungan", {"routine_seeking": "Mencari rutinitas"}, each=2, **facts)
    wave = make_wave(top, [trait], {one: [[1, 2]] * 20, two: [[3, 1]] * 20})
    statement = select(SurveyNode.kind, SurveyFigure.is_shown).where(
        SurveyFigure.node_id == SurveyNode.id, SurveyFigure.wave_id == wave.id
    )
    told = {(kind, is_shown) for kind, is_shown in db.session.execute(statement)}
    assert told == {(NodeKind.WHOLE, True), (NodeKind.UNIT, False)}


def test_all_saying_the_same_is_not_told_of_few_people(bungo):
    top = make_unit("Kabupaten")
    one, two = make_unit("Satu", parent=top), make_unit("Dua", parent=top)
    asked = make_instrument(each=1)
    wave = make_wave(top, [asked], {one: [[4] * 5] * 8, two: [[4] * 5] * 25})
    found = {}
    for node, figure in db.session.execute(
        select(SurveyNode, SurveyFigure).where(
            SurveyFigure.node_id == SurveyNode.id,
            SurveyFigure.wave_id == wave.id,
            SurveyFigure.kind == FigureKind.DIMENSION,
        )
    ):
        found[node.name] = (float(figure.mean), float(figure.favourable), figure.sd is None)
    assert found["Satu"] == (4.8, 0.95, True)
    assert found["Dua"] == (5.0, 1.0, False)


def test_segments_need_ten_people_and_both_instruments(bungo):
    top = make_unit("Kabupaten")
    one, two = make_unit("Satu", parent=top), make_unit("Dua", parent=top)
    ready = make_instrument(each=1)
    against = make_instrument(None, REACTIONS, direction=Direction.HIGH_IS_BAD, options=SEVEN)
    row = [4, 4, 4, 4, 4, 0, 0, 0]
    wave = make_wave(top, [ready, against], {one: [row] * 9, two: [row] * 30})
    statement = select(SurveyNode.name, SurveyFigure.n, SurveyFigure.details).where(
        SurveyFigure.node_id == SurveyNode.id,
        SurveyFigure.wave_id == wave.id,
        SurveyFigure.kind == FigureKind.SEGMENTS,
    )
    told = {name: (n, details) for name, n, details in db.session.execute(statement)}
    shares = {"shares": [0.0, 0.0, 0.0, 1.0, 0.0]}
    assert told["Semua yang ditanya"] == (39, shares)
    assert told["Satu"] == told["Dua"] == (None, {})
