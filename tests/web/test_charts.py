import re
from decimal import Decimal

import pytest

from app.web import charts


def kinds(svg: str) -> list[str]:
    return re.findall(r'<path class="([^"]+)"', str(svg))


def count(svg: str, kind: str) -> int:
    return kinds(svg).count(kind)


def label_of(svg: str) -> str:
    match = re.search(r'aria-label="([^"]*)"', str(svg))
    assert match is not None
    return match[1]


def widths_of(svg: str, kind: str) -> list[float]:
    """The horizontal extent of every path of one kind."""
    paths = re.findall(rf'<path class="{kind}" d="([^"]+)"', str(svg))
    across = [[float(x) for x in re.findall(r"[ML]([\d.]+) ", path)] for path in paths]
    return [round(max(xs) - min(xs), 1) for xs in across]


def test_every_jp_is_one_shoot_of_its_kind():
    svg = charts.weave(20, 14, 2, 4, "14 dari 20 JP")
    assert [count(svg, kind) for kind in ("w-done", "w-wait", "w-plan", "w-none")] == [14, 2, 4, 0]
    assert label_of(svg) == "14 dari 20 JP"


def test_what_is_missing_stays_visible():
    svg = charts.weave(20, 3, 0, 2, "3 dari 20 JP")
    assert [count(svg, kind) for kind in ("w-done", "w-plan", "w-none")] == [3, 2, 15]


@pytest.mark.parametrize("done", [20, 63, Decimal("63.5")])
def test_more_than_the_target_fills_the_band_and_no_more(done):
    svg = charts.weave(20, done, 2, 4, "63 dari 20 JP")
    assert [count(svg, kind) for kind in ("w-done", "w-wait", "w-plan", "w-none")] == [20, 0, 0, 0]


@pytest.mark.parametrize(
    ("done", "share"),
    [(Decimal("2.5"), 12.5), (Decimal("2.25"), 6.2), (Decimal("2.75"), 18.8), (2.1, 2.5)],
)
def test_a_fraction_fills_its_share_of_a_shoot(done, share):
    svg = charts.weave(4, done, label="x")
    assert widths_of(svg, "w-done") == [25.0, 25.0, pytest.approx(share, abs=0.11)]
    assert count(svg, "w-none") == 2


def test_waiting_hours_begin_inside_the_shoot_where_the_done_ones_end():
    svg = charts.weave(3, Decimal("1.5"), Decimal("1.5"), label="x")
    assert widths_of(svg, "w-done") == [25.0, 12.5]
    assert count(svg, "w-wait") == 2


def test_a_large_target_is_drawn_in_larger_steps_and_says_so():
    svg = charts.weave(120, 60, label="60 dari 120 JP")
    assert count(svg, "w-done") + count(svg, "w-none") == 60
    assert count(svg, "w-done") == 30
    assert label_of(svg) == "60 dari 120 JP. Satu pucuk mewakili 2 JP"


@pytest.mark.parametrize("total", [0, -3, Decimal(0)])
def test_no_target_draws_only_the_ground(total):
    assert kinds(charts.weave(total, 5, label="5 JP")) == ["w-base"]


def test_negative_amounts_count_as_none():
    assert count(charts.weave(5, -4, 2, label="x"), "w-wait") == 2


def test_seats_count_the_taken_and_the_free():
    svg = charts.seats(30, 26)
    assert [count(svg, kind) for kind in ("s-taken", "s-free", "s-you")] == [26, 4, 0]
    assert label_of(svg) == "26 dari 30 kursi terisi, 4 kursi tersisa"


def test_your_seat_is_one_of_the_taken_ones():
    svg = charts.seats(30, 27, yours=True)
    assert [count(svg, kind) for kind in ("s-taken", "s-you", "s-free")] == [26, 1, 3]
    assert label_of(svg) == "27 dari 30 kursi terisi, satu di antaranya kursi Anda, 3 kursi tersisa"


@pytest.mark.parametrize(("total", "marks", "per_mark"), [(60, 60, 1), (61, 31, 2), (300, 60, 5), (1000, 59, 17)])
def test_large_rooms_are_drawn_in_at_most_sixty_marks(total, marks, per_mark):
    svg = charts.seats(total, total)
    assert count(svg, "s-taken") == marks
    assert charts.seats_per_mark(total) == per_mark
    assert (f"Satu gambar mewakili {per_mark} kursi" in label_of(svg)) is (per_mark > 1)
    assert ("<text" in svg) is (per_mark > 1)


@pytest.mark.parametrize(("taken", "drawn"), [(0, 0), (1, 1), (150, 30), (298, 59), (299, 59), (300, 60)])
def test_a_large_room_is_never_drawn_empty_or_full_when_it_is_not(taken, drawn):
    svg = charts.seats(300, taken)
    assert count(svg, "s-taken") == drawn
    assert f"{taken} dari 300 kursi terisi, {300 - taken} kursi tersisa" in label_of(svg)


@pytest.mark.parametrize(
    ("total", "taken", "label"), [(10, 12, "10 dari 10"), (10, -1, "0 dari 10"), (0, 0, "0 dari 0")]
)
def test_impossible_seat_counts_are_brought_back_into_range(total, taken, label):
    assert label_of(charts.seats(total, taken)).startswith(f"{label} kursi terisi")


@pytest.mark.parametrize(
    ("level", "goal", "expected"),
    [
        (1, 2, ["sh-has", "sh-goal", "sh-none", "sh-none", "sh-none"]),
        (None, 2, ["sh-goal", "sh-goal", "sh-none", "sh-none", "sh-none"]),
        (3, 2, ["sh-has", "sh-has", "sh-has", "sh-none", "sh-none"]),
        (Decimal("2.7"), 4, ["sh-has", "sh-has", "sh-goal", "sh-goal", "sh-none"]),
        (9, None, ["sh-has"] * 5),
        (-1, 0, ["sh-none"] * 5),
    ],
)
def test_shoots_grow_to_the_level_and_point_to_the_goal(level, goal, expected):
    assert kinds(charts.shoots(level, goal, "x")) == expected


@pytest.mark.parametrize(
    "svg",
    [
        charts.weave(5, 1, label='a"><script>&'),
        charts.shoots(1, 2, label='a"><script>&'),
        charts.for_pdf(charts.weave(5, 1, label='a"><script>&'), 300),
    ],
)
def test_labels_are_escaped(svg):
    assert "<script>" not in svg
    assert label_of(svg) == "a&#34;&gt;&lt;script&gt;&amp;"


def test_a_drawing_without_label_is_hidden_from_screen_readers():
    svg = charts.shoots(1, 2)
    assert 'aria-hidden="true"' in svg
    assert "role=" not in svg


def test_nothing_is_styled_inline():
    for svg in (charts.weave(20, 14, 2, 4, "x"), charts.seats(300, 26), charts.shoots(1, 2, "x")):
        assert "style" not in svg


def test_a_pdf_drawing_carries_its_palette_and_width():
    plain = charts.weave(20, 14, 2, 4, "14 dari 20 JP")
    printed = charts.for_pdf(plain, 480)
    head, rest = printed.split(">", 1)
    assert head.endswith(' width="480"')
    assert rest.startswith("<style>.w-done{")
    assert kinds(printed) == kinds(plain)
    assert all(f".{kind}{{" in rest for kind in set(kinds(plain)))
