"""One pass over the packed answers gives what the rules give person by person, in pieces, and when run twice."""

import random
from statistics import mean, stdev

import pytest
from sqlalchemy import select

from app.base.database import db
from app.surveys.models import (
    Direction,
    FigureKind,
    Instrument,
    InstrumentVersion,
    NodeKind,
    SurveyFigure,
    SurveyGroup,
    SurveyNode,
)
from app.surveys.queries.plans import plan_of
from app.surveys.rules import statistics
from app.surveys.rules.readiness import ELEMENTS as ORDER
from app.surveys.rules.readiness import REACTIONS as PARTS
from app.surveys.rules.readiness import Segment, barrier, segment
from app.surveys.rules.tree import Group, nodes
from app.surveys.services import summarising
from tests.support.builders import make_unit
from tests.support.surveys import REACTIONS, SEVEN, causes, make_instrument, make_wave

EACH = 4
REVERSED = ("DES2", "ABI1", "ABI4")


def answers_of(people, seed):
    """Places of so many people on five elements of four statements, a checklist, and three reactions; some skipped."""
    chance = random.Random(seed)

    def place(width):
        return None if chance.random() < 0.2 else chance.randrange(width)

    return [
        [
            *(place(5) for _item in range(5 * EACH)),
            chance.choice([None, [], [0], [1, 2]]),
            *(place(7) for _item in PARTS),
        ]
        for _person in range(people)
    ]


@pytest.fixture
def built(bungo):
    top = make_unit("Kabupaten")
    one, two = make_unit("Satu", parent=top), make_unit("Dua", parent=top)
    ready = make_instrument("Lima unsur", each=EACH, reversed_codes=REVERSED, more=[causes()])
    against = make_instrument("Reaksi", REACTIONS, direction=Direction.HIGH_IS_BAD, options=SEVEN)
    given = {one: answers_of(37, 1), two: answers_of(45, 2)}
    return make_wave(top, [ready, against], given), [*given[one], *given[two]], given[one]


def stored(wave, kind=NodeKind.WHOLE, name=""):
    statement = select(SurveyFigure).join(SurveyNode, SurveyNode.id == SurveyFigure.node_id)
    statement = statement.where(SurveyNode.wave_id == wave.id, SurveyNode.kind == kind)
    rows = db.session.execute(statement.where(SurveyNode.name == name) if name else statement).scalars()
    return {(row.kind, row.subject_id): row for row in rows}


def person(row):
    """One person's means by the rules: of the five elements and of the three reactions."""
    codes = [f"{code[:3].upper()}{which}" for code in ORDER for which in range(1, EACH + 1)]
    values = [
        None if place is None else statistics.reversed_value(place + 1, 1, 5) if code in REVERSED else place + 1
        for code, place in zip(codes, row, strict=False)
    ]
    five = [statistics.subscale_mean(values[start : start + EACH]) for start in range(0, 5 * EACH, EACH)]
    return five, [None if place is None else place + 1 for place in row[-len(PARTS) :]]


def check(figures, rows, wave):
    plan = plan_of(wave.id)
    people = [person(row) for row in rows]
    for place, one in enumerate(plan.versions[0].by_code(ORDER)):
        values = [five[place] for five, _reactions in people if five[place] is not None]
        row = figures[FigureKind.DIMENSION, one.id]
        assert row.n == len(values)
        assert float(row.mean) == pytest.approx(mean(values), abs=1e-8)
        assert float(row.sd) == pytest.approx(stdev(values), abs=1e-8)
        ends = statistics.mean_interval(len(values), mean(values), stdev(values))
        assert (float(row.low), float(row.high)) == pytest.approx((ends.low, ends.high), abs=1e-8)
    whole = [five for five, _reactions in people if None not in five]
    counted = [barrier(five) for five in whole]
    found = figures[FigureKind.BARRIERS, plan.versions[0].id]
    assert found.n == len(whole)
    expected = [counted.count(place) / len(whole) for place in (*range(5), None)]
    assert found.details["shares"] == pytest.approx(expected, abs=1e-8)
    scored = [(five, parts) for five, parts in people if None not in five and None not in parts]
    segments = [
        segment(
            mean(statistics.out_of_hundred(one, 1, 5) for one in five),
            mean(statistics.out_of_hundred(one, 1, 7) for one in parts),
            {name: statistics.out_of_hundred(one, 1, 7) for name, one in zip(PARTS, parts, strict=True)},
        )
        for five, parts in scored
    ]
    found = figures[FigureKind.SEGMENTS, 0]
    assert found.n == len(segments)
    assert found.details["shares"] == pytest.approx([segments.count(one) / len(segments) for one in Segment], abs=1e-8)


def test_figures_are_those_of_the_rules_person_by_person(built):
    wave, everybody, of_one = built
    check(stored(wave), everybody, wave)
    check(stored(wave, NodeKind.UNIT, "Satu"), of_one, wave)


def test_reversed_statements_are_turned_before_they_count(built):
    wave, everybody, _of_one = built
    plan = plan_of(wave.id)
    item = next(one for one in plan.items if one.code == "DES2")
    place = [one.code for one in plan.items].index("DES2")
    values = [6 - (row[place] + 1) for row in everybody if row[place] is not None]
    row = stored(wave)[FigureKind.ITEM, item.id]
    assert float(row.mean) == pytest.approx(mean(values), abs=1e-8)
    assert float(row.favourable) == pytest.approx(sum(one >= 4 for one in values) / len(values), abs=1e-8)
    assert row.details["counts"] == [values.count(one) for one in range(1, 6)]


def test_what_speaks_for_a_change_is_low_on_resistance(built):
    wave, everybody, _of_one = built
    item = next(one for one in plan_of(wave.id).items if one.code == "AFF1")
    values = [row[-3] + 1 for row in everybody if row[-3] is not None]
    row = stored(wave)[FigureKind.ITEM, item.id]
    assert float(row.favourable) == pytest.approx(sum(one <= 3 for one in values) / len(values), abs=1e-8)


def test_nobody_chosen_is_an_answer_and_nothing_answered_is_none(built):
    wave, everybody, _of_one = built
    item = next(one for one in plan_of(wave.id).items if one.code == "SEBAB")
    given = [row[5 * EACH] for row in everybody if row[5 * EACH] is not None]
    row = stored(wave)[FigureKind.ITEM, item.id]
    assert row.n == len(given)
    assert row.details["shares"] == pytest.approx(
        [sum(o in one for one in given) / len(given) for o in range(3)], abs=1e-8
    )


def picture(wave):
    rows = [
        (node.name, node.done, row.kind, row.subject_id, row.n, row.mean, row.sd, row.details)
        for node, row in db.session.execute(
            select(SurveyNode, SurveyFigure)
            .where(SurveyFigure.node_id == SurveyNode.id, SurveyNode.wave_id == wave.id)
            .execution_options(populate_existing=True)
        )
    ]
    return sorted(rows, key=str)


def test_it_ends_the_same_in_small_pieces_and_when_run_twice(built, monkeypatch):
    wave, everybody, _of_one = built
    before = picture(wave)
    assert before
    monkeypatch.setattr(summarising, "AT_ONCE", 7)
    told = []
    summarising.summarise(wave.id, lambda done, total: told.append((done, total)))
    db.session.commit()
    assert told[-1] == (len(everybody) + 1, len(everybody) + 1)
    assert [name for name, *_rest in picture(wave)] == [name for name, *_rest in before]
    for now, then in zip(picture(wave), before, strict=True):
        assert now[:5] == then[:5]
        assert (now[5], now[6]) == pytest.approx((then[5], then[6])) if now[5] is not None else then[5] is None


def test_a_caller_keeps_what_it_holds(built):
    """The closing goes on with its own row of the wave afterwards."""
    wave, _everybody, _of_one = built
    summarising.summarise(wave.id, lambda _done, _total: db.session.commit())
    wave.told = "Sesudahnya"
    db.session.commit()
    db.session.expire_all()
    assert wave.told == "Sesudahnya"


def test_the_tree_has_a_node_where_branches_meet_and_none_along_a_chain():
    paths = ["/1/", "/1/5/", "/1/5/7/", "/1/6/8/", "/1/6/9/", "/1/10/11/"]
    found = [(one.kind, one.path, one.level) for one in nodes([Group(n, path, "", 10) for n, path in enumerate(paths)])]
    assert found == [
        (NodeKind.WHOLE, "/1/", 0),
        (NodeKind.OWN, "/1/", 1),
        (NodeKind.UNIT, "/1/5/", 1),
        (NodeKind.OWN, "/1/5/", 2),
        (NodeKind.UNIT, "/1/5/7/", 2),
        (NodeKind.UNIT, "/1/6/", 1),
        (NodeKind.UNIT, "/1/6/8/", 2),
        (NodeKind.UNIT, "/1/6/9/", 2),
        (NodeKind.UNIT, "/1/10/11/", 1),
    ]
    assert [one.kind for one in nodes([Group(1, "/1/6/8/", "", 10)])] == [NodeKind.WHOLE]
    assert nodes([]) == []


def test_a_wave_nobody_was_asked_in_ends_without_nodes(bungo):
    wave = make_wave(make_unit("Kabupaten"), [make_instrument()])
    assert db.session.execute(select(SurveyGroup).where(SurveyGroup.wave_id == wave.id)).all() == []
    assert db.session.execute(select(SurveyNode).where(SurveyNode.wave_id == wave.id)).all() == []


def test_the_right_version_of_an_instrument_is_read(bungo):
    """A later version that moved its statements does not disturb an earlier wave."""
    top = make_unit("Kabupaten")
    first = make_instrument("Denyut", each=2)
    wave = make_wave(top, [first], {top: [[4] * 10] * 6 + [[0] * 10] * 6})
    instrument = db.session.execute(select(Instrument)).scalar_one()
    make_instrument(instrument=instrument, each=1)
    assert len(plan_of(wave.id).items) == 10
    assert len(db.session.execute(select(InstrumentVersion)).scalars().all()) == 2
