"""Scoring, shuffling and what a question must have; the figures against an implementation that is not ours."""

import math
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from app.exams import analysis, rules
from app.exams.models import Attempt, Counting, QuestionKind
from tests.support.examples import examples

K = QuestionKind
TWO = Decimal(2)


@pytest.mark.parametrize(
    ("kind", "options", "right", "chosen", "points"),
    [
        (K.SINGLE, 3, ["1"], ["1"], "2"),
        (K.SINGLE, 3, ["1"], ["0"], "0"),
        (K.SINGLE, 3, ["1"], [], "0"),
        (K.TRUE_FALSE, 2, ["0"], ["0"], "2"),
        (K.MULTIPLE, 4, ["0", "1"], ["0", "1"], "2"),
        (K.MULTIPLE, 4, ["0", "1"], ["0"], "1"),
        (K.MULTIPLE, 4, ["0", "1"], ["0", "2"], "0"),
        (K.MULTIPLE, 4, ["0", "1"], ["2", "3"], "0"),
        (K.MULTIPLE, 4, ["0", "1"], ["0", "1", "2", "3"], "0"),
        (K.MULTIPLE, 4, ["0", "1", "2"], ["0", "1"], "1.33"),
        (K.ORDER, 3, [], ["0", "1", "2"], "2"),
        (K.ORDER, 3, [], ["0", "2", "1"], "0.67"),
        (K.ORDER, 3, [], ["2", "0", "1"], "0"),
        (K.ORDER, 3, [], [], "0"),
    ],
)
def test_points(kind, options, right, chosen, points):
    assert rules.points_of(kind, options, right, chosen, TWO) == Decimal(points)


def test_a_short_answer_waits_for_a_person():
    assert rules.points_of(K.TEXT, 0, [], [], TWO) is None


@pytest.mark.parametrize(
    ("points", "worths", "score"),
    [
        (["1", "1", "0"], ["1", "1", "1"], "66.67"),
        (["0.5"], ["400"], "0.13"),  # 0.125 is rounded up
        ([], ["1"], "0"),
        ([], [], "0"),
        (["3"], ["3"], "100"),
    ],
)
def test_the_score_is_of_a_hundred_and_half_up(points, worths, score):
    assert rules.score_of(map(Decimal, points), map(Decimal, worths)) == Decimal(score)


@examples(100)
@given(
    st.sampled_from([K.SINGLE, K.MULTIPLE, K.ORDER]),
    st.integers(2, 8),
    st.data(),
    st.decimals("0.01", "100", places=2),
)
def test_no_answer_is_worth_more_than_its_question(kind, options, data, worth):
    places = [str(place) for place in range(options)]
    right = data.draw(st.lists(st.sampled_from(places), min_size=1, max_size=options, unique=True))
    chosen = data.draw(st.permutations(places) if kind == K.ORDER else st.lists(st.sampled_from(places), unique=True))
    points = rules.points_of(kind, options, right, chosen, worth)
    assert 0 <= points <= worth
    best = places if kind == K.ORDER else right
    if kind != K.SINGLE or len(right) == 1:
        assert rules.points_of(kind, options, right, best, worth) == worth
    assert 0 <= rules.score_of([points, worth], [worth, worth]) <= 100


@given(st.text("0123456789abcdef", min_size=1, max_size=32), st.text(min_size=1, max_size=5), st.integers(0, 100))
def test_a_shuffle_leaves_nothing_out_and_comes_again(seed, what, count):
    order = rules.shuffled(seed, what, count)
    assert sorted(order) == list(range(count))
    assert rules.shuffled(seed, what, count) == order


def test_shuffles_differ_by_seed_and_by_question():
    orders = {tuple(rules.shuffled(f"{seed:032x}", "soal", 6)) for seed in range(60)}
    assert len(orders) > 30
    assert rules.shuffled("a", "1", 8) != rules.shuffled("a", "2", 8)


@pytest.mark.parametrize(
    ("scores", "counting", "counts"),
    [
        ([], Counting.BEST, None),
        ([(1, Decimal(60)), (2, Decimal(50))], Counting.BEST, Decimal(60)),
        ([(1, Decimal(60)), (2, Decimal(50))], Counting.LAST, Decimal(50)),
        ([(1, Decimal(60)), (2, None)], Counting.BEST, None),
    ],
)
def test_which_attempt_counts(scores, counting, counts):
    assert rules.counting_score(scores, counting) == counts


@pytest.mark.parametrize(
    ("kind", "options", "right", "rubric", "field"),
    [
        (K.SINGLE, ["a", "b"], [], "", "right"),
        (K.SINGLE, ["a", "b"], ["0", "1"], "", "right"),
        (K.SINGLE, ["a", "b"], ["2"], "", "right"),
        (K.SINGLE, ["a", "b"], ["x"], "", "right"),
        (K.SINGLE, ["a"], ["0"], "", "options"),
        (K.SINGLE, ["a", "A"], ["0"], "", "options"),
        (K.SINGLE, [str(one) for one in range(13)], ["0"], "", "options"),
        (K.MULTIPLE, ["a", "b"], ["0", "1"], "", "right"),
        (K.ORDER, ["a", "b"], [], "", "options"),
        (K.TRUE_FALSE, list(rules.TRUE_FALSE), [], "", "right"),
        (K.TEXT, [], [], "", "rubric"),
    ],
)
def test_what_nobody_could_answer_rightly_is_refused_at_its_field(kind, options, right, rubric, field):
    with pytest.raises(rules.WrongField) as refusal:
        rules.ensure_answerable(kind, options, right, rubric)
    assert refusal.value.field == field


def test_the_server_gives_the_network_half_a_minute():
    end = datetime(2026, 12, 1, 9, tzinfo=UTC)
    attempt = Attempt(deadline_at=end)
    assert [rules.is_over(attempt, end + timedelta(seconds=late)) for late in (0, 30, 31)] == [False, False, True]
    assert not rules.is_over(Attempt(deadline_at=None), end)


# --- what the answers say about the questions ---------------------------------------------------------


@examples(60)
@given(st.lists(st.lists(st.booleans(), min_size=4, max_size=4), min_size=2, max_size=40))
def test_item_figures_agree_with_scipy(rows):
    shares = [[float(one) for one in row] for row in rows]
    for at, found in enumerate(analysis.figures(shares)):
        item = [row[at] for row in shares]
        rest = [sum(row) - row[at] for row in shares]
        assert found.difficulty == pytest.approx(sum(item) / len(item))
        if len(set(item)) == 1 or len(set(rest)) == 1:
            assert found.correlation is None
            assert found.why
        else:
            assert found.correlation == pytest.approx(stats.pointbiserialr(item, rest).statistic)


def test_discrimination_is_of_the_upper_and_lower_27_percent():
    """Eleven people, so groups of three: the upper three right, one of the lower three."""
    shares = [[float(right), float(total)] for right, total in [(0, 0), (1, 1), (0, 2)]]
    shares += [[1.0, 5.0 + one] for one in range(5)] + [[1.0, 20.0 + one] for one in range(3)]
    assert analysis.figures(shares)[0].discrimination == pytest.approx(1 - 1 / 3)


def test_few_people_get_a_dash_and_a_reason():
    found = analysis.figures([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])[0]
    assert (found.discrimination, found.why) == (None, "Daya beda baru bisa dihitung dari 4 peserta.")
    assert analysis.figures([]) == []
    assert analysis.figures([[0.5]])[0].correlation is None


@pytest.mark.parametrize(
    ("pre", "post", "value", "band"),
    [
        (52, 78, "0.54", "medium"),  # the reference's worked example
        (40, 57, "0.28", "low"),
        (0, 30, "0.30", "medium"),
        (50, 85, "0.70", "high"),
        (60, 87.8, "0.70", "high"),  # 0.695 is shown, and told, as 0.70
        (50, 50, "0.00", "none"),
        (80, 60, "-1.00", "loss"),
        (99, 100, "1.00", "high"),
    ],
)
def test_learning_gain(pre, post, value, band):
    found = analysis.gain(Decimal(str(pre)), Decimal(str(post)))
    assert (found.value, found.band, found.why) == (Decimal(value), band, "")


@pytest.mark.parametrize(("pre", "post"), [(None, None), (None, 80), (60, None), (100, 100), (100, 70)])
def test_a_gain_that_is_undefined_says_why(pre, post):
    found = analysis.gain(*(None if one is None else Decimal(one) for one in (pre, post)))
    assert (found.value, found.band) == (None, "")
    assert found.why.endswith(".")


def test_the_gain_of_a_class_is_of_the_means_of_those_with_both():
    pairs = [(Decimal(40), Decimal(70)), (Decimal(64), Decimal(86)), (None, Decimal(99)), (Decimal(10), None)]
    found = analysis.class_gain(pairs)
    assert (found.people, found.pre, found.post, found.gain.value) == (2, Decimal(52), Decimal(78), Decimal("0.54"))
    assert analysis.class_gain([(None, Decimal(3))]).people == 0
    assert math.isclose(float(found.gain.value), 26 / 48, abs_tol=0.005)
